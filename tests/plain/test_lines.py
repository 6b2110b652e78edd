"""Lines that are wider than their terminal: broken between words, and whole everywhere else."""

import io
import os

import pytest

from companion.plain.lines import write_line

LONG = "1  Walk it, 5 to 30 min: slow steps, heel to toe, for when sitting still is too much"


class Terminal(io.StringIO):
    """A terminal of some columns."""

    def __init__(self, columns: int, monkeypatch: pytest.MonkeyPatch) -> None:
        super().__init__()
        size = os.terminal_size((columns, 24))
        monkeypatch.setattr(os, "get_terminal_size", lambda _: size)

    def isatty(self) -> bool:
        return True

    def fileno(self) -> int:
        return 1


def test_a_line_is_broken_between_words_and_stands_under_its_number(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    out = Terminal(40, monkeypatch)
    write_line(LONG, out)
    assert out.getvalue() == (
        "1  Walk it, 5 to 30 min: slow steps,\n"
        "   heel to toe, for when sitting still\n"
        "   is too much\n"
    )


def test_a_line_that_fits_stays_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    out = Terminal(len(LONG), monkeypatch)
    write_line(LONG, out)
    write_line("", out)
    assert out.getvalue() == f"{LONG}\n\n"


@pytest.mark.parametrize("columns", [0, 1, 3])
def test_words_are_never_lost_nor_broken(columns: int, monkeypatch: pytest.MonkeyPatch) -> None:
    out = Terminal(columns, monkeypatch)
    write_line(LONG, out)
    assert out.getvalue().split() == LONG.split()


def test_a_file_gets_each_line_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    out = io.StringIO()
    write_line(LONG, out)
    nameless = Terminal(20, monkeypatch)
    monkeypatch.setattr(nameless, "fileno", lambda: (_ for _ in ()).throw(io.UnsupportedOperation))
    write_line(LONG, nameless)
    assert out.getvalue() == nameless.getvalue() == f"{LONG}\n"
