"""The command `together`: one session for two people who are apart."""

import getpass
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from companion.cli.commands import SIT
from companion.cli.lines import hiding_of
from companion.cli.look import json_rows
from companion.cli.preferred import wants_lines
from companion.cli.terminal import is_screen, neutral_title, print_json, run_screen
from companion.errors import WrongUsageError
from companion.reading.diagnostic import printable
from companion.session.options import Options
from companion.session.together import Agreed, Meeting, meet
from companion.session.until import now_ms
from companion.units import Millis, clock_text
from companion.wiring import Services
from companion.wording_pages import TOGETHER_NOT, TOGETHER_PHRASE

# Stands for the phrase until there is one; it changes no length.
_ANY_PHRASE = "any phrase at all"

if TYPE_CHECKING:
    from companion.session.transport import Transport


def together(  # noqa: PLR0913 - one for each option
    at: str,
    session: str,
    length: Millis | None,
    heard: Options,
    *,
    no_breath: bool,
    dry: bool,
    as_json: bool,
    plain: bool,
    no_color: bool,
) -> int:
    """Run `companion together`: ask for the phrase, then play the session at its time.

    Raises:
        WrongUsageError: when there is no phrase or no such time, or `--json` without `--dry`.
    """
    if not at:
        raise WrongUsageError("there's no time", "give one: companion together --at 21:30")
    if as_json and not dry:
        raise WrongUsageError("--json shows the plan and plays nothing", "add --dry")
    services = Services(heard)
    try:
        opened = services.open(session or SIT)
        agreed = Agreed(_ANY_PHRASE, at, length, breath=not no_breath)
        meet(opened, agreed, now_ms())  # what can't be is told before the phrase is typed
        meeting = meet(opened, agreed._replace(phrase=_ask_phrase()), now_ms())
        if dry:
            _show(meeting, as_json=as_json)
            return 0
        if is_screen() and not wants_lines(plain=plain) and not isinstance(heard.output, Path):
            from companion.tui.services import Opening

            opening = Opening((opened.script.id, meeting.request), meeting=meeting)
            with neutral_title(wanted=services.is_discreet):
                return run_screen(services, opening, no_color=no_color)
        with neutral_title(wanted=services.is_discreet):
            return _play_lines(services, meeting, heard)
    finally:
        services.close()


def _ask_phrase() -> str:
    """Ask for the phrase without showing it, or read it where someone can't type."""
    if sys.stdin is not None and sys.stdin.isatty():
        try:
            return getpass.getpass(f"{TOGETHER_PHRASE} (it isn't shown): ")
        except EOFError:
            return ""
    return sys.stdin.readline() if sys.stdin is not None else ""


def _show(meeting: Meeting, *, as_json: bool) -> None:
    """Print what would be played, and when."""
    if as_json:
        print_json(
            {
                "version": 1,
                "session": meeting.opened.script.id,
                "begins_ms": meeting.begins,
                "total_ms": meeting.timeline.total,
                "check": meeting.check,
                "rows": json_rows(meeting.timeline),
            }
        )
        return
    for line in meeting.lines(now_ms()):
        print(printable(line))
    for row in json_rows(meeting.timeline):
        start = clock_text(Millis(row["start_ms"]))
        print(printable(f"{start:>8}  {row['kind']:<8} {row['words']}".rstrip()))


def _play_lines(services: Services, meeting: Meeting, heard: Options) -> int:
    """Play it in lines, or into a file, which waits for nothing."""
    from companion.plain.meeting import PlainMeeting
    from companion.plain.typist import Typist

    typist = Typist(sys.stdin if sys.stdin is not None and sys.stdin.isatty() else None)
    is_file = isinstance(heard.output, Path)
    for line in (*meeting.lines(now_ms()), TOGETHER_NOT):
        print(printable(line), flush=True)
    services.warm_sound()
    transport: Transport = services.start(meeting.opened, meeting.request)
    page = PlainMeeting(transport, meeting, typist, hiding=hiding_of(services))
    page.run(waits=not is_file)
    if is_file:
        print(f"companion: wrote {printable(str(heard.output))}", file=sys.stderr)
    return 0
