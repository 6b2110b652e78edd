"""The commands that play: `now`, `sit`, `play`, and the screen that asks."""

import os
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, TextIO

from companion.cli.arguments import request
from companion.cli.parser import NOW, SIT
from companion.cli.terminal import Curtain, Progress, is_screen
from companion.errors import SoundError, WrongUsageError
from companion.reading.diagnostic import printable
from companion.session.introduction import Introduction
from companion.session.transport import Transport
from companion.timeline.request import Request
from companion.units import MINUTE, Millis
from companion.wiring import Options, Services

# Scripts may follow each other, but not for ever.
_MOST_IN_A_ROW = 20
USUAL_SIT = Millis(10 * MINUTE)


def now(args: Any) -> int:
    """`companion now`."""
    return _session(args, NOW, request(args, args.length))


def sit(args: Any) -> int:
    """`companion sit`."""
    if args.length and args.minutes:
        raise WrongUsageError("there are two lengths here", "give one: companion sit 20")
    length = args.length or args.minutes or USUAL_SIT
    return _session(args, SIT, request(args, length))


def play(args: Any) -> int:
    """`companion play`."""
    return _session(args, args.script, request(args, args.length))


def home(args: Any, usage: Callable[[], str]) -> int:
    """`companion` alone."""
    if isinstance(args.sink, Path):
        raise WrongUsageError("a file needs something to play", "companion play ID --sink FILE.wav")
    if args.plain or not is_screen():
        print(usage(), file=sys.stderr, end="")
        return 2
    services = Services(_options(args))
    try:
        services.warm()
        return _screen(args, services, None, (NOW, Request()))
    finally:
        services.close()


def _session(args: Any, name: str, asked: Request) -> int:
    if isinstance(args.sink, Path) and args.sink.exists() and not args.sink.is_dir():
        raise SoundError(f"{args.sink} is there already", "choose another name, or remove it")
    services = Services(_options(args))
    curtain = Curtain()
    drawn = is_screen() and not args.plain and not isinstance(args.sink, Path)
    shown: list[str] = []

    def announce(line: str) -> None:
        shown.append(line)
        if drawn:
            curtain.raise_(line)
        else:
            print(line, flush=True)
        services.warm()  # what takes a while must not hold up the first words

    try:
        # the two doors tell and ask nothing, and so does a session that nobody listens to now
        is_door = name in (NOW, SIT) or isinstance(args.sink, Path)
        first = Introduction() if is_door else services.before(name)
        if drawn and first.slots:
            return _screen(args, services, None, (name, asked), starts=True)
        for words in () if drawn else first.warnings:
            print(f"companion: {printable(words)}", file=sys.stderr)
        typed = sys.stdin if sys.stdin and sys.stdin.isatty() else None
        if typed is not None and first.slots:
            asked = replace(asked, slots=_ask(first.slots))
        progress = Progress("the voice reads ahead")
        try:
            transport = services.begin(name, asked, announce, progress.tell)
        finally:
            progress.clear()
        transport.play()
        if drawn:
            return _screen(args, services, transport, (name, asked))
        _lines(services, transport, "".join(shown), typed)
    finally:
        curtain.drop()
        services.close()
    if isinstance(args.sink, Path):
        print(f"companion: {args.sink} is written", file=sys.stderr)
    return 0


def _ask(asks: tuple[tuple[str, str, str], ...]) -> dict[str, str]:
    """What a script asks for before it begins; Enter takes what stands there."""
    found = {}
    for name, question, default in asks:
        try:
            found[name] = " ".join(input(f"{question} ({default}) ").split()) or default
        except EOFError:
            found[name] = default
    return found


def _lines(services: Services, transport: Transport, shown: str, typed: TextIO | None) -> None:
    """Play line by line, and what an answer asked for after it."""
    from companion.plain import Plain

    if typed is not None:
        print("companion: ? and Enter lists what you can type", file=sys.stderr)
    plain = Plain(transport, shown=shown, typed=typed)
    plain.run()
    for _ in range(_MOST_IN_A_ROW):
        if transport.state != "ended" or not transport.next_script:
            return
        transport = services.begin(transport.next_script, Request())
        plain.follow(transport)
        plain.run()


def _screen(
    args: Any,
    services: Services,
    transport: Transport | None,
    again: tuple[str, Request],
    *,
    starts: bool = False,
) -> int:
    if args.no_color:
        os.environ["NO_COLOR"] = "1"
    from companion.tui.app import run_app
    from companion.tui.services import Opening

    return run_app(services, Opening(again, transport, starts), doors=(NOW, SIT))


def _options(args: Any) -> Options:
    return Options(args.silent, args.sink, args.voice, args.pace, device=args.device)
