"""Commands and exit codes: 0 fine, 1 problems found, 2 wrong usage, 130 Ctrl+C."""

import os
import sys
from collections.abc import Sequence
from typing import Any

from companion import __version__
from companion.cli.parser import build
from companion.errors import CompanionError

_OF_ITS_OWN = ("-h", "--help", "--version")
FINE, PROBLEMS, USAGE, INTERRUPTED = 0, 1, 2, 130


def main(arguments: Sequence[str]) -> int:
    """Run one command.

    Args:
        arguments: what was typed after the program's name.

    Returns:
        The exit code.
    """
    try:
        return _run(arguments)
    except KeyboardInterrupt:
        return INTERRUPTED
    except CompanionError as error:
        _tell(error)
        return PROBLEMS
    except BrokenPipeError:
        # whoever read our answer has seen enough; nothing more may be flushed into the pipe
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FINE
    except SystemExit as stop:  # argparse has said what was to be said
        return stop.code if isinstance(stop.code, int) else USAGE


def _run(arguments: Sequence[str]) -> int:
    parser = build()
    if not arguments or (arguments[0].startswith("-") and arguments[0] not in _OF_ITS_OWN):
        arguments = ["home", *arguments]
    args = parser.parse(arguments)
    if args.version:
        print(f"companion {__version__}")
        return FINE
    if args.command == "home":
        from companion.cli.play import home

        return home(args, parser.format_help)
    return int(_command(args.command)(args))


def _command(name: str) -> Any:
    """The function of a command; what it needs is imported only now."""
    if name in ("now", "sit", "play"):
        from companion.cli import play

        return getattr(play, name)
    if name == "new":
        from companion.cli.new import new

        return new
    if name in ("doctor", "where"):
        from companion.cli import health

        return getattr(health, name)
    from companion.cli import look

    return {"list": look.list_all, "show": look.show, "time": look.time, "check": look.check}[name]


def _tell(error: CompanionError) -> None:
    from companion.script.diagnostic import BadScriptError, printable, render_all

    if isinstance(error, BadScriptError):
        print(render_all(error.diagnostics), file=sys.stderr)
        return
    remedy = f"; {error.remedy}" if error.remedy else ""
    print(f"companion: {printable(error.message + remedy)}", file=sys.stderr)
