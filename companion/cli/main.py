"""Commands and exit codes: 0 fine, 1 problems found, 2 wrong usage, 130 Ctrl+C."""

import contextlib
import io
import os
import signal
import sys
from collections.abc import Callable, Sequence
from importlib import import_module

from companion import __version__
from companion.child import forbid_core_dumps
from companion.cli.arguments import grouped
from companion.cli.commands import COMMANDS, NAMES
from companion.cli.parser import command_parser, whole_parser
from companion.errors import CompanionError, WrongUsageError
from companion.resources import shipped

_OF_ITS_OWN = ("-h", "--help", "--version")
_ONCE_MORE_S = 1.0
FINE, PROBLEMS, USAGE, INTERRUPTED, ENDED = 0, 1, 2, 130, 143


def main(arguments: Sequence[str]) -> int:
    """Run one command.

    Args:
        arguments: what was typed after the program's name.

    Returns:
        The exit code.
    """
    forbid_core_dumps()
    # asked to end, everything is still put back: the terminal, the workers, half a file
    with contextlib.suppress(ValueError):  # which only the main thread may ask for
        for number in (signal.SIGTERM, getattr(signal, "SIGHUP", signal.SIGTERM)):
            if signal.getsignal(number) is not signal.SIG_IGN:  # as under nohup
                signal.signal(number, _end)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a terminal of few letters shows ? for the rest
            stream.reconfigure(errors="replace")
    try:
        return _flushed(_unwrapped(arguments))
    except KeyboardInterrupt:
        return INTERRUPTED
    except CompanionError as error:
        _tell(error)
        return USAGE if isinstance(error, WrongUsageError) else PROBLEMS
    except BrokenPipeError:
        # whoever read our answer has seen enough
        _silence_stdout()
        return FINE
    except OSError as error:
        _silence_stdout()
        print(f"companion: {error.strerror or error}", file=sys.stderr)
        return PROBLEMS
    except SystemExit as stop:  # argparse has said what was to be said
        _heard()
        return stop.code if isinstance(stop.code, int) else USAGE


def _end(number: int, _: object) -> None:
    """End; and once more in a second, should nobody have heard of it.

    What a signal raises in a callback of the garbage collector, of which importing has many, is
    thrown away by Python.
    """
    if hasattr(signal, "setitimer"):
        signal.signal(signal.SIGALRM, lambda *_: signal.raise_signal(number))
        signal.setitimer(signal.ITIMER_REAL, _ONCE_MORE_S)
    sys.exit(ENDED)


def _heard() -> None:
    """The signal was heard of: it is not raised once more."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, 0)


def _unwrapped(arguments: Sequence[str]) -> int:
    """Run; Python 3.11 wraps what a signal raises while a class is being made."""
    try:
        return _run(arguments)
    except RuntimeError as error:
        if isinstance(error.__cause__, SystemExit):
            raise error.__cause__ from None
        raise


def _run(arguments: Sequence[str]) -> int:
    arguments = _corrected(list(arguments))
    if not arguments or (arguments[0].startswith("-") and arguments[0] not in _OF_ITS_OWN):
        arguments = ["home", *arguments]
    command = next((command for command in COMMANDS if command.name == arguments[0]), None)
    if command is None:
        whole_parser().read(arguments)  # prints the help or what is wrong, and exits
        print(f"companion {__version__}")
        return FINE
    function, options = command_parser(command).read(arguments[1:])
    return _function(function)(**grouped(options))


def _flushed(code: int) -> int:
    """The code, once everything that was said is really out."""
    if sys.stdout is not None:
        sys.stdout.flush()
    return code


def _silence_stdout() -> None:
    """Nothing more may be flushed into a pipe or a disk that takes nothing."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _corrected(arguments: list[str]) -> list[str]:
    """What was typed, with a command in capitals or asked for by its name put right."""
    if not arguments or arguments[0].startswith("-"):
        return arguments
    first = arguments[0]
    if first.lower() == "help":
        return [*arguments[1:2], "--help"]
    if first.lower() in NAMES:
        return [first.lower(), *arguments[1:]]
    if first.endswith((".yaml", ".yml")) or (shipped("meditations") / f"{first}.yaml").is_file():
        raise WrongUsageError(f'there is no command "{first}"', f"companion play {first} plays it")
    return arguments


def _function(path: str) -> Callable[..., int]:
    """Import the function of a command, such as `play:sit`."""
    module, _, name = path.partition(":")
    function: Callable[..., int] = getattr(import_module(f"companion.cli.{module}"), name)
    return function


def _tell(error: CompanionError) -> None:
    from companion.reading.diagnostic import BadFileError, printable, render_all

    if isinstance(error, BadFileError):
        print(render_all(error.diagnostics), file=sys.stderr)
        return
    remedy = f"; {error.remedy}" if error.remedy else ""
    print(f"companion: {printable(error.message + remedy)}", file=sys.stderr)
