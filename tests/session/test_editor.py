"""The editor of scripts: nothing that was written is lost, and no foreign change is overwritten."""

import os
from pathlib import Path

import pytest

from companion.errors import CompanionError
from companion.session.editor import Editor
from companion.store.library import Library
from companion.store.own_scripts import create, save


@pytest.fixture
def own(tmp_path: Path) -> Path:
    return tmp_path / "own"


@pytest.fixture
def editor(own: Path) -> Editor:
    return Editor(Library(own, own), own, frozenset({"first-two-minutes"}))


def test_a_new_name_begins_a_script_that_plays_as_it_is(editor: Editor, own: Path) -> None:
    script = editor.open("my-evening")
    preview = editor.preview(script, script.text)
    assert preview.review.diagnostics == ()
    assert preview.fits[0].startswith("fits ½ to ")
    assert preview.fits[1].startswith("usually ")
    assert script.file.stat().st_mode & 0o777 == 0o600
    *read, for_editors = script.text.splitlines()
    assert len(read) == 6
    assert read[1] == "title: My evening"
    assert for_editors == "# yaml-language-server: $schema=./script.schema.json"
    assert (own / "script.schema.json").exists()
    assert editor.own_ids() == ["my-evening"]
    assert editor.open("my-evening").text == script.text


@pytest.mark.parametrize("name", ["My evening", "my-evening", "  MY  evening ", "My Evening.yaml"])
def test_a_name_with_spaces_begins_and_opens_the_same_script(
    editor: Editor, own: Path, name: str
) -> None:
    begun = editor.begin(name)
    assert begun.file == own / "my-evening.yaml"
    assert begun.text.splitlines()[1].lower() == "title: my evening"
    assert editor.open("My evening").file == editor.open("my-evening").file == begun.file
    assert editor.own_ids() == ["my-evening"]


@pytest.mark.parametrize(
    ("name", "words", "remedy"),
    [
        ("Für später", '"ü" can\'t be in the name', '"fur-spater" would work'),
        ("日本", '"日" can\'t be in the name', "use letters a to z"),
        ("my.evening", "has a dot in it", "use letters a to z"),
        ("and/or", "has a slash in it", "leave the slash out"),
        ("my_evening", '"_" can\'t be in the name', "use letters a to z"),
        ("-evening", "a dash with no word", "use letters a to z"),
        ("  ", "needs a name", "such as my-evening"),
        ("", "needs a name", "such as my-evening"),
    ],
)
def test_what_cannot_be_in_a_name_is_said_in_words(
    editor: Editor, own: Path, name: str, words: str, remedy: str
) -> None:
    for open_it in (editor.open, editor.begin):
        with pytest.raises(CompanionError) as caught:
            open_it(name)
        assert words in caught.value.message
        assert remedy in caught.value.remedy
    assert not own.exists()


@pytest.mark.parametrize(
    "name", ["first-two-minutes", "First two minutes", "gone.yaml", "no/where"]
)
def test_what_is_no_name_or_not_ones_own_is_not_opened(editor: Editor, name: str) -> None:
    with pytest.raises(CompanionError) as caught:
        editor.open(name)
    assert caught.value.remedy


def test_a_file_elsewhere_is_opened_where_it_is(editor: Editor, tmp_path: Path) -> None:
    file = tmp_path / "else.yaml"
    file.write_text("companion: 1\ntitle: T\nsteps: [Hello.]\n")
    assert editor.open(str(file)).file == file


def test_a_file_that_is_no_text_is_said_to_be_none(editor: Editor, tmp_path: Path) -> None:
    file = tmp_path / "else.yaml"
    file.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(CompanionError, match="isn't UTF-8"):
        editor.open(str(file))


def test_saving_replaces_the_file_whole_and_keeps_its_mode_and_link(
    editor: Editor, own: Path
) -> None:
    script = editor.open("my-evening")
    script.file.chmod(0o640)
    link = own / "link.yaml"
    link.symlink_to(script.file)
    editor.save(script, "new text", script.text)
    assert script.file.read_text() == "new text"
    assert script.file.stat().st_mode & 0o777 == 0o640
    save(link, "through the link")
    assert link.is_symlink()
    assert script.file.read_text() == "through the link"
    assert not list(own.glob(".*part"))


def test_what_was_changed_elsewhere_is_not_overwritten_unasked(editor: Editor) -> None:
    script = editor.open("my-evening")
    script.file.write_text("somebody else's")
    with pytest.raises(CompanionError, match="changed elsewhere"):
        editor.save(script, "mine", script.text)
    assert script.file.read_text() == "somebody else's"
    editor.save(script, "mine", "somebody else's")
    assert script.file.read_text() == "mine"


def test_what_was_not_saved_is_kept_beside_and_offered_once(editor: Editor) -> None:
    script = editor.open("my-evening")
    editor.keep_unsaved(script, "half a thought")
    again = editor.open("my-evening")
    assert (again.text, again.unsaved) == (script.text, "half a thought")
    editor.save(again, "whole", again.text)
    assert editor.open("my-evening").unsaved == ""
    editor.keep_unsaved(script, "another")
    editor.discard_unsaved(script)
    assert editor.open("my-evening").unsaved == ""
    editor.keep_unsaved(script, "whole")
    assert editor.open("my-evening").unsaved == ""


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_takes_nothing_is_said_and_the_file_stays(editor: Editor, own: Path) -> None:
    script = editor.open("my-evening")
    own.chmod(0o500)
    with pytest.raises(CompanionError, match="can't be written"):
        editor.save(script, "new", script.text)
    own.chmod(0o700)


def test_a_file_that_cannot_be_replaced_is_left_as_it_was(
    editor: Editor, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = editor.open("my-evening")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(CompanionError, match="No space left"):
        editor.save(script, "new", script.text)
    assert script.file.read_text() == script.text
    assert not list(script.file.parent.glob(".*part"))


def test_a_script_that_is_there_is_not_begun_again(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    create(file, "one")
    with pytest.raises(CompanionError, match="already exists"):
        create(file, "two")
    with pytest.raises(CompanionError, match="can't be written"):
        create(file / "inside.yaml", "three")


def test_a_line_of_the_script_knows_its_steps(editor: Editor) -> None:
    script = editor.open("my-evening")
    text = script.text.replace("say: These few", "say: |\n      One.\n      These few")
    preview = editor.preview(script, text)
    assert preview.steps_at(3) == preview.steps_at(5) != preview.steps_at(6)
    assert preview.steps_at(0) == []
    broken = editor.preview(script, "steps: [")
    assert broken.fits == ("doesn't play yet", "")
    assert broken.steps_at(0) == []


@pytest.mark.parametrize("text", ["a\x00b", "x" * 300_000, "\ud800"])
def test_what_could_not_be_read_again_is_not_saved(editor: Editor, text: str) -> None:
    script = editor.open("my-evening")
    with pytest.raises(CompanionError, match="couldn't be read back"):
        editor.save(script, text, script.text)
    assert script.file.read_text() == script.text
    assert editor.keep_unsaved(script, text) is None
    assert editor.open("my-evening").text == script.text


def test_a_file_that_became_something_else_is_a_change(editor: Editor) -> None:
    script = editor.open("my-evening")
    script.file.write_bytes(b"\xff\xfe")
    with pytest.raises(CompanionError, match="changed elsewhere"):
        editor.save(script, "mine", script.text)
    editor.save(script, "mine", editor.raw_text(script))
    assert script.file.read_text() == "mine"


def test_what_was_kept_before_the_file_was_changed_is_older(editor: Editor) -> None:
    script = editor.open("my-evening")
    editor.keep_unsaved(script, "old thought")
    kept = script.file.with_name(script.file.name + ".unsaved")
    os.utime(kept, ns=(1, 1))
    assert editor.open("my-evening").is_older


def test_what_can_not_be_kept_beside_is_kept_elsewhere(
    editor: Editor, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    script = editor.open("my-evening")
    monkeypatch.setattr(os, "fsync", full)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    place = editor.keep_unsaved(script, "half a thought")
    assert place is not None
    assert place.read_text() == "half a thought"
    assert place.stat().st_mode & 0o777 == 0o600
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "nowhere"))
    with pytest.raises(CompanionError, match="unsaved text couldn't be kept"):
        editor.keep_unsaved(script, "half a thought")


def full(*_: object) -> None:
    raise OSError(28, "No space left on device")
