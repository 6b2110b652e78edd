"""The commands `agreement` and `unsent`: their pages over home, on a screen or in lines."""

from pathlib import Path
from typing import Literal

from companion.cli.commands import NOW
from companion.cli.lines import plain_rooms
from companion.cli.preferred import now_session, wants_lines
from companion.cli.terminal import is_screen, neutral_title, run_screen
from companion.errors import WrongUsageError
from companion.session.options import Options
from companion.timeline.request import AT_ONCE
from companion.wiring import Services


def agreement(heard: Options, *, plain: bool, no_color: bool) -> int:
    """Run `companion agreement`: show the agreement and its check-in.

    Raises:
        WrongUsageError: when the sound should go to a file.
    """
    return _show("agreement", heard, plain=plain, no_color=no_color)


def unsent(heard: Options, *, plain: bool, no_color: bool) -> int:
    """Run `companion unsent`: put a message away instead of sending it.

    Raises:
        WrongUsageError: when the sound should go to a file.
    """
    return _show("unsent", heard, plain=plain, no_color=no_color)


def _show(
    page: Literal["agreement", "unsent"], heard: Options, *, plain: bool, no_color: bool
) -> int:
    if isinstance(heard.output, Path):
        raise WrongUsageError(
            "a sound file needs a meditation", "name one: companion play ID --sink FILE.wav"
        )
    services = Services(heard)
    now = now_session(NOW)[0]
    try:
        with neutral_title(wanted=services.is_discreet):
            if not is_screen() or wants_lines(plain=plain):
                plain_rooms(services).run_room(page)
                return 0
            from companion.tui.services import Opening

            return run_screen(services, Opening((now, AT_ONCE), page=page), no_color=no_color)
    finally:
        services.close()
