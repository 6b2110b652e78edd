"""What follows a session that a command plays in lines: asked of a person, never of a file."""

import io
import queue
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from companion.cli import lines
from companion.session.options import Options
from companion.timeline.request import Request
from companion.wiring import Services

_SCRIPT = "companion: 1\ntitle: T\nsteps: [Something hurts.]\n"


class Keys(io.StringIO):
    """What is typed, line by line, as it comes."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: queue.SimpleQueue[str] = queue.SimpleQueue()

    def readline(self, _: int | None = -1, /) -> str:  # type: ignore[override]
        return self.lines.get()


class Person(io.StringIO):
    """A terminal whose reader answers: each text that is written brings the line that follows."""

    def __init__(self, *answers: tuple[str, str], is_terminal: bool = True) -> None:
        super().__init__()
        self._answers, self._is_terminal = list(answers), is_terminal
        self.keys = Keys()

    def isatty(self) -> bool:
        return self._is_terminal

    def write(self, text: str) -> int:
        if self._answers and self._answers[0][0] in text:
            self.keys.lines.put(f"{self._answers.pop(0)[1]}\n")
        return super().write(text)


@pytest.fixture
def services() -> Iterator[Services]:
    made = Services(Options(silent=True, output="none"))
    yield made
    made.close()


def played(
    services: Services,
    folder: Path,
    person: Person,
    monkeypatch: pytest.MonkeyPatch,
    *,
    is_heard: bool = True,
) -> str:
    """Play a session of one line, and return everything that was written."""
    file = folder / "mine.yaml"
    file.write_text(_SCRIPT)
    transport = services.start(services.open(str(file)), Request())
    transport.play()
    monkeypatch.setattr(sys, "stdout", person)
    asked = (str(file), Request())
    lines.play_lines(services, asked, transport, "", person.keys, is_heard=is_heard)
    person.keys.lines.put("")  # nobody types any more
    return person.getvalue()


def test_how_it_is_now_is_asked_and_enter_leaves(
    services: Services, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = Person(
        ("Too much?", "zzz"), ("isn't one of these", "2"), ("Enter to leave", "yes")
    )  # after that the page asks nothing more
    told = played(services, tmp_path, person, monkeypatch)
    assert "How is it now" in told
    assert "Enter leaves" in told
    assert "home" not in told
    assert told.rstrip().endswith("You can take it with you to the next thing.")


def test_n_after_a_session_plays_the_first_two_minutes(
    services: Services, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = Person(("Too much?", "n"), ("Type ?", "q"))
    told = played(services, tmp_path, person, monkeypatch)
    _, _, after = told.partition("How is it now")
    assert "Type ? and Enter" in after
    assert "How long" not in after  # it begins at once


@pytest.mark.parametrize("is_terminal", [True, False])
def test_nothing_is_asked_where_lines_or_sound_go_to_a_file(
    services: Services, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_terminal: bool
) -> None:
    person = Person(is_terminal=is_terminal)
    told = played(services, tmp_path, person, monkeypatch, is_heard=not is_terminal)
    assert told == "Something hurts.\n"
