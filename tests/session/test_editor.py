"""The writer's desk: nothing that was written is lost, and nothing foreign is overwritten."""

import os
from pathlib import Path

import pytest

from companion.errors import CompanionError
from companion.session.editor import Editor
from companion.store.library import Library
from companion.store.own_scripts import begin, save


@pytest.fixture
def own(tmp_path: Path) -> Path:
    return tmp_path / "own"


@pytest.fixture
def desk(own: Path) -> Editor:
    return Editor(Library(own, own), own, frozenset({"first-two-minutes"}))


def test_a_new_name_begins_a_script_that_plays_as_it_is(desk: Editor, own: Path) -> None:
    draft = desk.open("my-evening")
    outlook = desk.look(draft, draft.text)
    assert outlook.review.diagnostics == ()
    assert outlook.fits.startswith("fits 1:")
    assert draft.file.stat().st_mode & 0o777 == 0o600
    assert draft.text.startswith("# yaml-language-server: $schema=./script.schema.json")
    assert (own / "script.schema.json").exists()
    assert desk.mine() == ["my-evening"]
    assert desk.open("my-evening").text == draft.text


@pytest.mark.parametrize("name", ["first-two-minutes", "My Evening", "gone.yaml", "no/where"])
def test_what_is_no_name_or_not_ones_own_is_not_opened(desk: Editor, name: str) -> None:
    with pytest.raises(CompanionError) as caught:
        desk.open(name)
    assert caught.value.remedy


def test_a_file_elsewhere_is_opened_where_it_is(desk: Editor, tmp_path: Path) -> None:
    file = tmp_path / "else.yaml"
    file.write_text("companion: 1\ntitle: T\nsteps: [Hello.]\n")
    assert desk.open(str(file)).file == file


def test_a_file_that_is_no_text_is_said_to_be_none(desk: Editor, tmp_path: Path) -> None:
    file = tmp_path / "else.yaml"
    file.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(CompanionError, match="isn't UTF-8"):
        desk.open(str(file))


def test_saving_replaces_the_file_whole_and_keeps_its_mode_and_link(
    desk: Editor, own: Path
) -> None:
    draft = desk.open("my-evening")
    draft.file.chmod(0o640)
    link = own / "link.yaml"
    link.symlink_to(draft.file)
    desk.save(draft, "new text", draft.text)
    assert draft.file.read_text() == "new text"
    assert draft.file.stat().st_mode & 0o777 == 0o640
    save(link, "through the link")
    assert link.is_symlink()
    assert draft.file.read_text() == "through the link"
    assert not list(own.glob(".*part"))


def test_what_was_changed_elsewhere_is_not_overwritten_unasked(desk: Editor) -> None:
    draft = desk.open("my-evening")
    draft.file.write_text("somebody else's")
    with pytest.raises(CompanionError, match="changed elsewhere"):
        desk.save(draft, "mine", draft.text)
    assert draft.file.read_text() == "somebody else's"
    desk.save(draft, "mine", "somebody else's")
    assert draft.file.read_text() == "mine"


def test_what_was_not_saved_is_kept_beside_and_offered_once(desk: Editor) -> None:
    draft = desk.open("my-evening")
    desk.keep(draft, "half a thought")
    again = desk.open("my-evening")
    assert (again.text, again.unsaved) == (draft.text, "half a thought")
    desk.save(again, "whole", again.text)
    assert desk.open("my-evening").unsaved == ""
    desk.keep(draft, "another")
    desk.let_go(draft)
    assert desk.open("my-evening").unsaved == ""
    desk.keep(draft, "whole")
    assert desk.open("my-evening").unsaved == ""


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_takes_nothing_is_said_and_the_file_stays(desk: Editor, own: Path) -> None:
    draft = desk.open("my-evening")
    own.chmod(0o500)
    with pytest.raises(CompanionError, match="can't be written"):
        desk.save(draft, "new", draft.text)
    own.chmod(0o700)


def test_a_file_that_cannot_be_replaced_is_left_as_it_was(
    desk: Editor, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = desk.open("my-evening")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(CompanionError, match="No space left"):
        desk.save(draft, "new", draft.text)
    assert draft.file.read_text() == draft.text
    assert not list(draft.file.parent.glob(".*part"))


def test_a_script_that_is_there_is_not_begun_again(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    begin(file, "one")
    with pytest.raises(CompanionError, match="already exists"):
        begin(file, "two")
    with pytest.raises(CompanionError, match="can't be written"):
        begin(file / "inside.yaml", "three")


def test_a_line_of_the_script_knows_its_steps(desk: Editor) -> None:
    draft = desk.open("my-evening")
    outlook = desk.look(draft, draft.text)
    line = next(i for i, row in enumerate(draft.text.split("\n")) if "breathe:" in row)
    assert outlook.steps_at(line) == outlook.steps_at(line + 3) != []
    assert outlook.steps_at(0) == []
    broken = desk.look(draft, "steps: [")
    assert broken.fits == "does not play yet"
    assert broken.steps_at(0) == []


@pytest.mark.parametrize("text", ["a\x00b", "x" * 300_000, "\ud800"])
def test_what_could_not_be_read_again_is_not_saved(desk: Editor, text: str) -> None:
    draft = desk.open("my-evening")
    with pytest.raises(CompanionError, match="couldn't be read back"):
        desk.save(draft, text, draft.text)
    assert draft.file.read_text() == draft.text
    assert desk.keep(draft, text) is None
    assert desk.open("my-evening").text == draft.text


def test_a_file_that_became_something_else_is_a_change(desk: Editor) -> None:
    draft = desk.open("my-evening")
    draft.file.write_bytes(b"\xff\xfe")
    with pytest.raises(CompanionError, match="changed elsewhere"):
        desk.save(draft, "mine", draft.text)
    desk.save(draft, "mine", desk.stands(draft))
    assert draft.file.read_text() == "mine"


def test_what_was_kept_before_the_file_was_changed_is_older(desk: Editor) -> None:
    draft = desk.open("my-evening")
    desk.keep(draft, "old thought")
    kept = draft.file.with_name(draft.file.name + ".unsaved")
    os.utime(kept, ns=(1, 1))
    assert desk.open("my-evening").is_older


def test_what_can_not_be_kept_beside_is_kept_elsewhere(
    desk: Editor, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    draft = desk.open("my-evening")
    monkeypatch.setattr(os, "fsync", full)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    place = desk.keep(draft, "half a thought")
    assert place is not None
    assert place.read_text() == "half a thought"
    assert place.stat().st_mode & 0o777 == 0o600
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "nowhere"))
    with pytest.raises(CompanionError, match="could not be kept"):
        desk.keep(draft, "half a thought")


def full(*_: object) -> None:
    raise OSError(28, "No space left on device")
