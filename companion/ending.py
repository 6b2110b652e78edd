"""The end of the program: by force if it must be, and when its terminal has gone.

A terminal can go away without a signal: under nohup, in a container, on a dropped line. Reading it
then fails or gives nothing, for ever, and a program that goes on reading spins.
"""

import contextlib
import os
import sys
import threading
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from collections.abc import Callable

ENDED = 143
# After this long, whoever asked it to end waits no longer.
FORCE_AFTER_S = 2.5

last_acts: "list[Callable[[], None]]" = []
"""Acts that are done even when this process ends by force."""
_RESTORED = b"\x1b[?1049l\x1b[?25h\x1b[0m"


def end_by_force(code: int = ENDED, after_s: float = FORCE_AFTER_S) -> None:
    """End this process after a while, whatever it is doing by then; workers end with it."""
    timer = threading.Timer(after_s, _force, (code, _terminal_state()))
    timer.daemon = True
    timer.start()


def is_background(stream: TextIO) -> bool:
    """Whether this process may not read its terminal now, because it runs behind a shell's `&`."""
    try:
        return os.tcgetpgrp(stream.fileno()) != os.getpgrp()
    except (OSError, ValueError, AttributeError):
        return False


def open_missing_streams() -> None:
    """Open the null device in place of standard streams that were closed, as by `2>&-`.

    Otherwise the next file that is opened takes their place, and is written over.
    """
    for number, name, mode in ((0, "stdin", "r"), (1, "stdout", "w"), (2, "stderr", "w")):
        try:
            os.fstat(number)
        except OSError:
            handle = os.open(os.devnull, os.O_RDWR)
            if handle != number:
                os.dup2(handle, number)
                os.close(handle)
        if getattr(sys, name) is None:
            stream = os.fdopen(number, mode, encoding="utf-8", closefd=False)
            setattr(sys, name, stream)
            setattr(sys, f"__{name}__", stream)


def _terminal_state() -> "list[object] | None":
    try:
        import termios

        return termios.tcgetattr(0)
    except Exception:  # noqa: BLE001 - not a terminal, or none any more
        return None


def _force(code: int, state: "list[object] | None") -> None:
    if state is not None:
        with contextlib.suppress(Exception):
            import termios

            os.write(1, _RESTORED)
            termios.tcsetattr(0, termios.TCSANOW, state)  # type: ignore[arg-type]
    for act in last_acts:
        with contextlib.suppress(Exception):
            act()
    os._exit(code)
