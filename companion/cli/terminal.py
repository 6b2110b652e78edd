"""Drawing on a bare terminal: the first words, and a bar for long work."""

import contextlib
import json
import os
import shutil
import sys
import textwrap
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, TextIO

from companion.cli.commands import NOW, SIT
from companion.cli.preferred import now_session
from companion.reading.diagnostic import printable
from companion.session.transport import Transport

if TYPE_CHECKING:
    from companion.tui.services import Opening
    from companion.wiring import Services

_OPEN = "\x1b[?1049h\x1b[?25l\x1b[2J"
_CLOSE = "\x1b[?25h\x1b[?1049l"


class Curtain:
    """One line of words in the middle of an empty screen.

    Args:
        out: the terminal.
    """

    def __init__(self, out: TextIO = sys.stderr) -> None:
        self._out = out
        self._is_up = False

    def show(self, line: str) -> None:
        """Show the line."""
        size = shutil.get_terminal_size()
        rows = textwrap.wrap(line, max(10, size.columns - 8)) or [""]
        top = max(1, (size.lines - len(rows)) // 2)
        self._is_up = True
        self._out.write(_OPEN)
        for number, row in enumerate(rows):
            column = max(1, (size.columns - len(row)) // 2 + 1)
            self._out.write(f"\x1b[{top + number};{column}H{row}")
        self._out.flush()

    def hide(self) -> None:
        """Restore the terminal; do nothing when the line was never shown."""
        if self._is_up:
            self._is_up = False
            self._out.write(_CLOSE)
            self._out.flush()


@contextlib.contextmanager
def neutral_title(out: TextIO | None = None, *, wanted: bool = True) -> Iterator[None]:
    """Give the window a title that tells nothing, and its own one back at the end."""
    out = out or sys.stderr
    is_shown = wanted and out.isatty()
    if is_shown:
        out.write("\x1b[22;2t\x1b]2;sh\x07")
        out.flush()
    try:
        yield
    finally:
        if is_shown:
            out.write("\x1b[23;2t")
            out.flush()


def is_screen() -> bool:
    """Whether there is a terminal that a screen can be drawn on."""
    streams = (sys.stdin, sys.stdout, sys.stderr)
    is_terminal = all(stream is not None and stream.isatty() for stream in streams)
    return is_terminal and os.environ.get("TERM", "") not in ("dumb", "")


def print_json(answer: Mapping[str, Any]) -> None:
    """Print one JSON object; characters that could move a cursor are written as escapes."""
    text = json.dumps(answer, ensure_ascii=False)
    print("".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in text))


def play_through(transport: Transport, on_trouble: Callable[[str], None]) -> None:
    """Play to the end without drawing anything, then print what went wrong.

    Args:
        transport: what is played.
        on_trouble: called with each new reason why there is no sound; it may raise.
    """
    transport.play()
    trouble = ""
    while transport.state == "playing":
        moment = transport.tick()
        if transport.trouble() != trouble:
            trouble = transport.trouble()
            if trouble:
                on_trouble(trouble)
        if transport.state == "playing":
            transport.wait(moment.changes)
    for problem in transport.new_problems():
        print(f"companion: {printable(problem)}", file=sys.stderr)


def run_screen(services: "Services", opening: "Opening", *, no_color: bool) -> int:
    """Run the screen until the person leaves it, and return its exit code."""
    if no_color:
        os.environ["NO_COLOR"] = "1"
    from companion.tui.run import run_app  # imports Textual, which is slow

    return run_app(services, opening, doors=(now_session(NOW)[0], SIT))


_WIDTH = 24


class Progress:
    """A progress bar.

    Args:
        words: what is being done.
        out: where it is drawn, if that is a terminal; standard error by default.
    """

    def __init__(self, words: str, out: TextIO | None = None) -> None:
        self._words = words
        self._out = out or sys.stderr
        self._drawn = ""

    def tell(self, done: int, whole: int) -> None:
        """Draw the bar for `done` of `whole` pieces of work."""
        if not self._out.isatty():
            return
        full = _WIDTH * done // max(1, whole)
        line = f"{self._words}  {'#' * full}{'.' * (_WIDTH - full)}  {done} of {whole}"
        if line != self._drawn:
            self._out.write(f"\r{line}")
            self._out.flush()
            self._drawn = line

    def clear(self) -> None:
        """Erase the bar."""
        if self._drawn:
            self._out.write("\r" + " " * len(self._drawn) + "\r")
            self._out.flush()
            self._drawn = ""
