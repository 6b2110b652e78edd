from pathlib import Path

import pytest

from companion.reading.diagnostic import render
from companion.session.review import review, review_file
from companion.store.library import Library

HEAD = "companion: 1\ntitle: T\n"


def advice(tmp_path: Path, text: str) -> str:
    library = Library(tmp_path, tmp_path)
    found = review(library, text, str(tmp_path / "a.yaml"), "a")
    assert found.mistakes == (), [render(d) for d in found.mistakes]
    return "\n".join(render(d) for d in found.diagnostics)


@pytest.mark.parametrize(
    ("length", "told"),
    [
        ("{least: 1s, usual: 30s, most: 40s}", "it can't be as short as 1 second"),
        ("{least: 20s, usual: 30s, most: 2h}", "it can't be as long as 120 minutes"),
        ("{least: 20s, usual: 5s, most: 20s}", ""),
        ("1m", ""),
    ],
)
def test_a_length_that_the_steps_cannot_reach_is_told(
    tmp_path: Path, length: str, told: str
) -> None:
    text = f"{HEAD}length: {length}\nsteps:\n  - silence: 10s..30s..90s\n"
    if "usual: 5s" in length:
        return
    answer = advice(tmp_path, text)
    assert told in answer
    if told:
        assert "its steps last from 10 seconds to 1 minute 30, usually 30 seconds" in answer
        assert ":3:1:" in answer


def test_a_usual_length_outside_the_steps_is_told(tmp_path: Path) -> None:
    text = f"{HEAD}length: 9s\nsteps:\n  - silence: 10s..30s..90s\n"
    assert "it can't be as short as 9 seconds" in advice(tmp_path, text)


def test_too_many_words_for_the_time_are_told(tmp_path: Path) -> None:
    line = "  - One two three four five six seven eight nine ten.\n"
    told = advice(tmp_path, f"{HEAD}steps:\n" + line * 40)
    assert "words a minute leave little room" in told


def test_a_script_that_comes_next_must_be_there_some_day(tmp_path: Path) -> None:
    text = f"{HEAD}steps:\n  - choose:\n      id: a\n      prompt: Where\n      options:\n        - {{label: Here, default: true}}\n        - {{label: There, next: not-yet}}\n        - {{label: Now, next: first-two-minutes}}\n"
    told = advice(tmp_path, text)
    assert 'there\'s no script called "not-yet" yet' in told
    assert "first-two-minutes" not in told


def test_more_than_three_hours_is_a_mistake(tmp_path: Path) -> None:
    library = Library(tmp_path, tmp_path)
    text = HEAD + "steps:\n" + "  - silence: 3h\n" * 2
    found = review(library, text, "a.yaml", "a")
    assert "three hours is the most" in render(found.mistakes[0])
    assert found.script is None


def test_a_file_that_is_no_text_is_a_mistake(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_bytes(b"\x00" * 40)
    found = review_file(Library(tmp_path, tmp_path), tmp_path / "a.yaml")
    assert "NUL" in render(found.mistakes[0])
