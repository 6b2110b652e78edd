"""Scripts that include others: beside their own file, never round in a circle, never outside."""

import os
from pathlib import Path

import pytest

from companion.errors import NotFoundError
from companion.reading.diagnostic import BadFileError, render_all
from companion.script.model import Script
from companion.script.step import Include, Say, Sentence, walk
from companion.store.library import Library
from companion.timeline.answers import NONE
from companion.timeline.cue import Speak
from companion.timeline.planning.plan import plan
from companion.timeline.request import Request
from companion.wording import SAFETY_LINES

HEAD = "companion: 1\ntitle: T\n"


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "own"
    (folder / "parts").mkdir(parents=True)
    monkeypatch.chdir(folder)
    return folder


def put(folder: Path, name: str, steps: str, keys: str = "") -> Path:
    file = folder / name
    file.write_text(f"{HEAD}{keys}steps:\n{steps}")
    return file


def load(own: Path, name: str) -> Script:
    library = Library(own, own / "none")
    return library.load(library.find(name))


def told(own: Path, name: str) -> str:
    with pytest.raises(BadFileError) as caught:
        load(own, name)
    return render_all(caught.value.diagnostics)


def words(script: Script) -> list[str]:
    made = plan(script, Request(), {})
    return [cue.utterance.text for cue in made.cues if isinstance(cue, Speak)]


def test_what_an_included_script_includes_stands_beside_that_one(own: Path) -> None:
    put(own, "a.yaml", "  - include: parts/b.yaml\n")
    put(own, "parts/b.yaml", "  - include: c.yaml\n")
    put(own, "parts/c.yaml", "  - The right one.\n")
    put(own, "c.yaml", "  - The wrong one.\n")
    assert words(load(own, "a")) == ["The right one."]


@pytest.mark.parametrize("name", ["self", "./self.yaml"])
def test_a_script_that_includes_itself_is_told(own: Path, name: str) -> None:
    put(own, "self.yaml", "  - include: self.yaml\n")
    assert "leads back to itself" in told(own, name)


def test_two_that_include_each_other_are_told_once(own: Path) -> None:
    put(own, "one.yaml", "  - include: two.yaml\n")
    put(own, "two.yaml", "  - include: one.yaml\n")
    assert told(own, "one").count("leads back to itself") == 1


def test_more_than_eight_deep_is_refused(own: Path) -> None:
    for number in range(12):
        put(own, f"d{number}.yaml", f"  - include: d{number + 1}.yaml\n")
    put(own, "d12.yaml", "  - Deep.\n")
    assert "leads through more than 8 files" in told(own, "d0")


def test_many_includes_that_come_to_too_much_are_refused(own: Path) -> None:
    put(own, "big.yaml", "  - One.\n" * 900)
    put(own, "a.yaml", "  - include: big.yaml\n" * 3)
    assert "2 000 is the most" in told(own, "a")


def test_links_round_in_a_circle_hide_nothing_else(own: Path) -> None:
    (own / "loop.yaml").symlink_to(own / "loop.yaml")
    put(own, "a.yaml", "  - Hello.\n")
    library = Library(own, own / "none")
    assert "a" in [source.id for source in library.sources()]
    put(own, "b.yaml", "  - include: loop.yaml\n")
    assert "b.yaml:4" in told(own, "b")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes here")
def test_a_pipe_is_no_script(own: Path) -> None:
    os.mkfifo(own / "pipe.yaml")
    library = Library(own, own / "none")
    with pytest.raises(NotFoundError, match="isn't a regular file"):
        library.load(library.find("./pipe.yaml"))
    put(own, "a.yaml", "  - include: pipe.yaml\n")
    assert "isn't a regular file" in told(own, "a")


def test_a_broken_include_is_told_with_its_own_lines(own: Path) -> None:
    put(own, "a.yaml", "  - include: parts/b.yaml\n  - silence: 5\n")
    put(own, "parts/b.yaml", "  - sya: hello\n")
    answer = told(own, "a")
    assert answer.index("a.yaml:5:14") < answer.index("b.yaml:4:5")
    (own / "parts/b.yaml").write_bytes(b"\xff")
    assert "parts/b.yaml: this file isn't UTF-8 text" in told(own, "a")


def test_what_is_included_keeps_its_voices_its_words_and_its_safety(own: Path) -> None:
    keys = "voices: {other: {pan: right}}\nsafety: [relationship]\nvars: {place: the hall}\n"
    put(own, "b.yaml", "  - say: In {place} with {partner}.\n    voice: other\n", keys)
    put(
        own,
        "a.yaml",
        "  - include: {path: b.yaml, vars: {place: the garden}}\n",
        "vars: {partner: Sam}\n",
    )
    script = load(own, "a")
    assert words(script) == [*SAFETY_LINES, "In the garden with Sam."]
    spoken = [c.utterance for c in plan(script, Request(), {}).cues if isinstance(c, Speak)]
    assert [u.pan for u in spoken] == [0.0, 0.0, 0.6]


def test_a_slot_that_the_other_script_has_not_is_told(own: Path) -> None:
    put(own, "b.yaml", "  - Hello.\n", "vars: {place: here}\n")
    put(own, "a.yaml", "  - include: {path: b.yaml, vars: {palce: there}}\n")
    assert 'b.yaml has no slot "palce"' in told(own, "a")
    assert 'did you mean "place"?' in told(own, "a")


def test_the_same_file_twice_is_read_once_and_its_ids_are_told(own: Path) -> None:
    put(own, "b.yaml", "  - rate: {id: now}\n")
    put(own, "a.yaml", "  - include: b.yaml\n  - include: b.yaml\n")
    assert 'the id "now" is used twice' in told(own, "a")


def test_a_script_is_found_by_the_id_it_gives_itself(own: Path) -> None:
    put(own, "some file.yaml", "  - Hello.\n", "id: my-own\n")
    assert load(own, "my-own").id == "my-own"
    (own / "UPPER.YAML").write_text(f"{HEAD}steps: [Hello.]\n")
    assert load(own, "UPPER").title == "T"


def test_an_include_is_walked_once(own: Path) -> None:
    put(own, "b.yaml", "  - Hello.\n")
    put(own, "a.yaml", "  - include: b.yaml\n  - Bye.\n")
    steps = list(walk(load(own, "a").steps))
    assert [type(step) for step in steps] == [Include, Say, Say]
    said = [s.parts[0] for s in steps if isinstance(s, Say)]
    assert said == [Sentence("Hello."), Sentence("Bye.")]


def test_chapters_of_what_is_included_are_chapters_only_among_the_top_steps(own: Path) -> None:
    put(
        own,
        "b.yaml",
        "  - section: Inner\n  - choose:\n      id: a\n      prompt: Which\n      options:\n        - {label: Stay, default: true}\n        - {label: Go, next: x}\n  - Hello.\n",
    )
    put(own, "a.yaml", "  - section: Outer\n  - include: b.yaml\n")
    put(
        own,
        "r.yaml",
        "  - section: Outer\n  - repeat:\n      times: 1\n      steps:\n        - include: b.yaml\n",
    )
    titles = [chapter.title for chapter in plan(load(own, "a"), Request(), {}).chapters]
    assert titles == ["Outer", "Inner"]
    titles = [chapter.title for chapter in plan(load(own, "r"), Request(), {}).chapters]
    assert titles == ["Outer"]
    gone = plan(load(own, "a"), Request(), {}, NONE.answer("a", "Go"))
    assert "Hello." not in [c.utterance.text for c in gone.cues if isinstance(c, Speak)]
