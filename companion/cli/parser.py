"""Parsers made from the table of commands, which answer a typing mistake with a suggestion."""

import argparse
from collections.abc import Sequence
from difflib import get_close_matches
from typing import Any, NoReturn

from companion.cli.commands import COMMANDS, Command
from companion.reading.diagnostic import printable
from companion.wording import ABOUT_LIMITS

# Longer lists of choices are left to the help, in characters.
_MOST_LISTED = 60

_EXAMPLES = f"""\
  companion now                 a voice right away, for the first two minutes
  companion sit 20              a timed sit that ends after exactly 20 minutes
  companion new my-evening      a script of your own, ready to play and to change

Nothing is sent anywhere. Nothing is kept without asking, except spoken lines (companion where).
{ABOUT_LIMITS}
"""


_HINTS = {
    "export": "for example --to evening.mp3; companion list shows the scripts",
    "use": "companion voices, or companion sounds devices, lists the names",
    "voices": "companion voices lists the names",
    "sounds": "companion sounds lists the names",
}
_LIST_HINT = "companion list shows the scripts"


class Parser(argparse.ArgumentParser):
    """An argparse parser that reports a mistake in one line, with the nearest known word."""

    def error(self, message: str) -> NoReturn:
        """Print what is wrong, and exit with 2."""
        needed = message.removeprefix("the following arguments are required: ")
        if needed != message:
            message = f"{self.prog.removeprefix('companion ')} what? Add {needed.upper()}; "
            words = self.prog.split()
            message += _HINTS.get(words[-1]) or _HINTS.get(words[1], _LIST_HINT)
        self.exit(2, f"companion: {printable(message)}\n")

    def read(self, arguments: Sequence[str]) -> tuple[str, dict[str, Any]]:
        """Parse the words after a command; report an unknown option with the nearest known one.

        Returns:
            The function that runs the command, and its options by name.
        """
        typed, unknown = self.parse_known_args(arguments)
        command: Parser = getattr(typed, "parser", self)
        actions = command._actions
        if unknown:
            flags = [flag for action in actions for flag in action.option_strings]
            near = get_close_matches(unknown[0].split("=")[0], flags, n=1)
            hint = f'; did you mean "{near[0]}"?' if near else f"; try {command.prog} --help"
            self.error(f'there\'s no "{unknown[0]}" here{hint}')
        options = {action.dest for action in actions}
        return getattr(typed, "function", ""), {
            name: value for name, value in vars(typed).items() if name in options
        }

    def _check_value(self, action: argparse.Action, value: Any) -> None:
        if action.choices is not None and value not in action.choices:
            near = get_close_matches(str(value), list(map(str, action.choices)), n=1)
            names = ", ".join(map(str, action.choices))
            choices = (
                f"choose from {names}" if len(names) < _MOST_LISTED else "try companion --help"
            )
            hint = f'did you mean "{near[0]}"?' if near else choices
            raise argparse.ArgumentError(None, f'there\'s no "{value}"; {hint}')


def whole_parser() -> Parser:
    """Make the parser of all commands; it prints the help, and reports unknown commands."""
    parser = Parser(
        prog="companion",
        usage="companion COMMAND [options]",
        description="A voice to sit with when a partner has asked for space and it hurts.",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="store_true", help="show the version")
    commands = parser.add_subparsers(
        dest="command",
        parser_class=Parser,
        metavar="COMMAND",
        title="commands",
        prog="companion",
    )
    for command in COMMANDS:
        _fill(commands.add_parser(command.name, help=command.help), command)
    return parser


def command_parser(command: Command) -> Parser:
    """Make the parser of one command, in a fraction of the time that all of them take."""
    parser = Parser(prog=f"companion {command.name}")
    _fill(parser, command)
    return parser


def _fill(parser: Parser, command: Command) -> None:
    """Add the options and acts of a command to its parser."""
    parser.set_defaults(function=command.function, parser=parser)
    for option in command.options:
        parser.add_argument(*option.flags, **option.settings)
    if command.acts:
        acts = parser.add_subparsers(parser_class=Parser, metavar="ACT", prog=parser.prog)
        for act in command.acts:
            _fill(acts.add_parser(act.name, help=act.help), act)
