"""Running the app on a terminal, apart from the app itself, which tests run without one."""

import sys
from typing import TYPE_CHECKING

from companion.reading.diagnostic import printable
from companion.tui.app import CompanionApp
from companion.tui.services import AppServices, Opening
from companion.tui.stderr import quiet_stderr

if TYPE_CHECKING:
    from textual.driver import Driver


def driver_class() -> "type[Driver] | None":
    """The class that reads the terminal; None for Textual's choice."""
    try:
        from companion.tui.driver import TerminalDriver
    except ImportError:  # no Unix, or a Textual whose parts have moved
        return None
    return TerminalDriver


def run_app(services: AppServices, opening: Opening, doors: tuple[str, str]) -> int:
    """Run the app until it exits, print its farewells, and return its exit code."""
    # the thread that writes to the sound worker must not wait for a page that is being laid out
    sys.setswitchinterval(0.001)
    app = CompanionApp(services, opening, doors, driver=driver_class())
    with quiet_stderr():
        code = app.run() or 0
    for line in app.farewells:
        sys.stderr.write(f"companion: {printable(line)}\n")
    return code
