"""The entry point, and exit codes: 0 fine, 1 problems, 2 wrong usage, 130 Ctrl+C, 143 ended."""

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
from companion.ending import ENDED, end_by_force, open_missing_streams
from companion.errors import CompanionError, WrongUsageError
from companion.letters import PLAIN_LETTERS
from companion.resources import shipped

_GLOBAL_OPTIONS = ("-h", "--help", "--version")
_REPEAT_AFTER_S = 1.0
FINE, PROBLEMS, USAGE, INTERRUPTED = 0, 1, 2, 130


def main(arguments: Sequence[str]) -> int:
    """Run one command.

    Args:
        arguments: what was typed after the program's name.

    Returns:
        The exit code.
    """
    _prepare_process()
    try:
        return _flush(_run_and_unwrap(arguments))
    except KeyboardInterrupt:
        return INTERRUPTED
    except CompanionError as error:
        _print_error(error)
        return USAGE if isinstance(error, WrongUsageError) else PROBLEMS
    except BrokenPipeError:
        # the reader closed the pipe, as `head` does; that is not a problem
        _silence_stdout()
        return FINE
    except OSError as error:
        _silence_stdout()
        print(f"companion: {error.strerror or error}", file=sys.stderr)
        return PROBLEMS
    except SystemExit as stop:  # from argparse, which has printed its message, or from a signal
        _cancel_repeat()
        return stop.code if isinstance(stop.code, int) else USAGE


def _prepare_process() -> None:
    """Prepare streams and signals for whatever the terminal or its absence may do."""
    open_missing_streams()
    forbid_core_dumps()
    # a signal exits in order, so that terminal, workers and unfinished files are cleaned up
    with contextlib.suppress(ValueError):  # raised outside the main thread
        for number in (signal.SIGTERM, getattr(signal, "SIGHUP", signal.SIGTERM)):
            if signal.getsignal(number) is not signal.SIG_IGN:  # nohup ignores it on purpose
                signal.signal(number, _end)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # the nearest plain letters a terminal can show
            stream.reconfigure(errors=PLAIN_LETTERS)
    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(errors="replace")


def _end(number: int, _: object) -> None:
    """Exit, and raise the signal again after a second in case the exit gets lost.

    Python drops an exception that a signal raises inside a callback of the garbage collector, and
    imports run many of those.
    """
    end_by_force()
    if hasattr(signal, "setitimer"):
        signal.signal(signal.SIGALRM, lambda *_: signal.raise_signal(number))
        signal.setitimer(signal.ITIMER_REAL, _REPEAT_AFTER_S)
    sys.exit(ENDED)


def _cancel_repeat() -> None:
    """Stop the timer that would raise the signal again."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, 0)


def _run_and_unwrap(arguments: Sequence[str]) -> int:
    """Run a command; Python 3.11 wraps an exit that a signal raises while a class is created."""
    try:
        return _run(arguments)
    except RuntimeError as error:
        if isinstance(error.__cause__, SystemExit):
            raise error.__cause__ from None
        raise


def _run(arguments: Sequence[str]) -> int:
    arguments = _correct(list(arguments))
    if not arguments or (arguments[0].startswith("-") and arguments[0] not in _GLOBAL_OPTIONS):
        arguments = ["home", *arguments]
    command = next((command for command in COMMANDS if command.name == arguments[0]), None)
    if command is None:
        whole_parser().read(arguments)  # prints the help or what is wrong, and exits
        print(f"companion {__version__}")
        return FINE
    function, options = command_parser(command).read(arguments[1:])
    return _function(function)(**grouped(options))


def _flush(code: int) -> int:
    """Flush standard output, and return the exit code."""
    if sys.stdout is not None:
        sys.stdout.flush()
    return code


def _silence_stdout() -> None:
    """Point standard output at nothing, so that the flush at exit cannot fail again."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _correct(arguments: list[str]) -> list[str]:
    """Return the arguments with the command in small letters, and `help NAME` as `NAME --help`.

    Raises:
        WrongUsageError: when a script is named without a command.
    """
    if not arguments or arguments[0].startswith("-"):
        return arguments
    first = arguments[0]
    if first.lower() == "help":
        return [*arguments[1:2], "--help"]
    if first.lower() in NAMES:
        return [first.lower(), *arguments[1:]]
    if first.endswith((".yaml", ".yml")) or (shipped("meditations") / f"{first}.yaml").is_file():
        raise WrongUsageError(f'there\'s no command "{first}"', f"companion play {first} plays it")
    return arguments


def _function(path: str) -> Callable[..., int]:
    """Import the function of a command, such as `play:sit`."""
    module, _, name = path.partition(":")
    function: Callable[..., int] = getattr(import_module(f"companion.cli.{module}"), name)
    return function


def _print_error(error: CompanionError) -> None:
    from companion.reading.diagnostic import BadFileError, printable, render_all

    if isinstance(error, BadFileError):
        print(render_all(error.diagnostics), file=sys.stderr)
        return
    remedy = f"; {error.remedy}" if error.remedy else ""
    print(f"companion: {printable(error.message + remedy)}", file=sys.stderr)
