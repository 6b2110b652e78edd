"""Sessions and home in lines, for the commands that play."""

import sys
from typing import TYPE_CHECKING, TextIO

from companion.cli.commands import NOW, SIT
from companion.cli.preferred import now_session
from companion.cli.terminal import neutral_title
from companion.reading.diagnostic import printable
from companion.session.options import Options
from companion.session.recording import Recording
from companion.session.transport import Transport
from companion.timeline.request import Request
from companion.wiring import Services

if TYPE_CHECKING:
    from collections.abc import Callable

    from companion.plain.hiding import Hiding
    from companion.plain.rooms import PlainRooms
    from companion.plain.typist import Typist

# Answers can lead from script to script; this ends a circle of them.
_MOST_IN_A_ROW = 20


def plain_rooms(services: Services) -> "PlainRooms":
    """Home in lines, with a voice for what can be read aloud."""
    from companion.plain.aloud import speaker
    from companion.plain.rooms import PlainRooms
    from companion.plain.typist import Typist

    typist = Typist(sys.stdin)
    speak = speaker(services, lambda: services.voices, typist)
    return PlainRooms(services, typist, (now_session(NOW)[0], SIT), speak=speak)


def home_lines(heard: Options) -> int:
    """Run home in lines, until the person leaves or nothing more can be typed."""
    services = Services(heard)
    try:
        with neutral_title(wanted=services.is_discreet):
            plain_rooms(services).run()
    finally:
        services.close()
    return 0


def hiding_of(services: Services) -> "Hiding":
    """The way the person hides in lines, as their settings say."""
    from companion.plain.hiding import Hiding

    key = str(services.voices.settings.values.get("hide.key", "h"))
    return Hiding.of(key, is_discreet=services.is_discreet)


def play_lines(  # noqa: PLR0913 - each part by its name
    services: Services,
    asked: tuple[str, Request],
    transport: Transport,
    shown: str,
    typed: TextIO | None,
    *,
    is_heard: bool = True,
) -> None:
    """Play a session in lines, and the scripts that its answers lead to.

    Where someone hears it, can type and can read, what follows a session is shown too.

    Args:
        services: what plays.
        asked: the id or the file of the script, and the request.
        transport: the session, which has begun.
        shown: its first line, which was written already.
        typed: what is typed; None where nobody can.
        is_heard: whether it's played to somebody, and not into a file.
    """
    from companion.plain.aloud import speaker
    from companion.plain.lines import write_line
    from companion.plain.typist import Typist

    if typed is not None:
        write_line("companion: type ? and Enter to see what you can type", sys.stderr)
    typist = Typist(typed)
    speak = speaker(services, lambda: services.voices, typist)
    if not is_heard or typed is None or not sys.stdout.isatty():
        _play_only(services, asked, transport, shown, typist, speak=speak)
        return
    from companion.plain.playing import Playing

    doors = (now_session(NOW)[0], SIT)
    playing = Playing(services, typist, doors, lambda: None, out=None, speak=speak, has_home=False)
    playing.play_on(transport, *asked, shown)


def _play_only(  # noqa: PLR0913 - each part by its name
    services: Services,
    asked: tuple[str, Request],
    transport: Transport,
    shown: str,
    typist: "Typist",
    *,
    speak: "Callable[[str], None] | None",
) -> None:
    from companion.plain.call import Calling
    from companion.plain.session import Plain

    recording = Recording(services.kept, services.now, _tell)
    recording.begin(*asked, transport)
    plain = Plain(
        transport,
        Calling.of(services.own, speak),
        shown=shown,
        typist=typist,
        reached=recording.reach,
        hiding=hiding_of(services),
    )
    for _ in range(_MOST_IN_A_ROW):
        plain.run()
        recording.end()
        recording.rate_by_script(transport.script, transport.answers)
        if transport.state != "ended" or not transport.next_script:
            return
        name = transport.next_script
        transport = services.start(services.open(name), Request())
        recording.begin(name, Request(), transport)
        plain.follow(transport)


def _tell(line: str) -> None:
    print(f"companion: {printable(line)}", file=sys.stderr)
