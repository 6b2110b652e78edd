"""The commands that play: `now`, `sit`, `play`, and the screen that asks."""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from companion.cli.curtain import Curtain, is_screen
from companion.cli.parser import NOW, SIT
from companion.errors import SoundError, WrongUsageError
from companion.timeline.plan import Request
from companion.units import MINUTE, Millis
from companion.wiring import Options, Services

USUAL_SIT = Millis(10 * MINUTE)


def now(args: Any) -> int:
    """`companion now`."""
    return _session(args, NOW, Request(args.length, seed=args.seed))


def sit(args: Any) -> int:
    """`companion sit`."""
    if args.length and args.minutes:
        raise WrongUsageError("there are two lengths here", "give one: companion sit 20")
    length = args.length or args.minutes or USUAL_SIT
    return _session(args, SIT, Request(length, args.bells, args.seed))


def play(args: Any) -> int:
    """`companion play`."""
    return _session(args, args.script, Request(args.length, args.bells, args.seed))


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


def _session(args: Any, name: str, request: Request) -> int:
    if isinstance(args.sink, Path) and args.sink.exists() and not args.sink.is_dir():
        raise SoundError(f"{args.sink} is there already", "choose another name, or remove it")
    services = Services(_options(args))
    services.warm()
    curtain = Curtain()
    drawn = is_screen() and not args.plain and not isinstance(args.sink, Path)
    shown: list[str] = []

    def announce(line: str) -> None:
        shown.append(line)
        if drawn:
            curtain.raise_(line)
        else:
            print(line, flush=True)

    try:
        transport = services.begin(name, request, announce)
        transport.play()
        if drawn:
            return _screen(args, services, transport, (name, request))
        from companion.plain import Plain

        Plain(
            transport,
            shown="".join(shown),
            typed=sys.stdin if sys.stdin and sys.stdin.isatty() else None,
        ).run()
    finally:
        curtain.drop()
        services.close()
    if isinstance(args.sink, Path):
        print(f"companion: {args.sink} is written", file=sys.stderr)
    return 0


def _screen(args: Any, services: Services, transport: Any, again: tuple[str, Request]) -> int:
    if args.no_color:
        os.environ["NO_COLOR"] = "1"
    from companion.tui.app import run_app

    return run_app(services, transport, again, doors=(NOW, SIT))


def _options(args: Any) -> Options:
    return Options(silent=args.silent, output=args.sink)
