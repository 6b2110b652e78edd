"""Parsers made from the table of commands, which answer a typing mistake with a suggestion."""

import argparse
from collections.abc import Sequence
from difflib import get_close_matches
from typing import Any, NoReturn

from companion.cli.commands import COMMANDS
from companion.cli.option import Command
from companion.reading.diagnostic import printable
from companion.wording import ABOUT_LIMITS

# Longer lists of choices are left to the help, in characters.
_MOST_LISTED = 60

_EXAMPLES = f"""\
  companion now        a voice right away, for the first two minutes
  companion sit 20     a timed sit that ends after exactly 20 minutes

Nothing is sent anywhere. Nothing is kept without asking, except spoken lines (companion where).
{ABOUT_LIMITS}
"""


_A_MEDITATION = "a meditation, such as companion {} sit-with-it; companion list shows them all"
_NEEDS = {
    "export": "a meditation and a file, such as companion export sit-with-it --to evening.mp3",
    "new": "a name, such as companion new my-evening",
    "import": "a file, such as companion import notes.txt; - reads what is piped in",
    "check": "a file, such as companion check evening.yaml",
    "voices use": "a name; companion voices lists the names",
    "voices remove": "a name; companion voices lists the names",
    "voices add": "a file, such as companion voices add voice.onnx",
    "config get": "a setting, such as companion config get look.theme",
    "config set": "a setting and a value, such as companion config set look.theme paper",
    "config unset": "a setting, such as companion config unset look.theme",
    "journal export": "a file, such as companion journal export journal.md",
    "journal import": "a file, such as companion journal import journal.md",
    "sounds use": "a device; companion sounds devices lists them",
    "sounds try": "a name; companion sounds lists the names",
}


_ALONE = {
    "journal search": "words in a command stay in the shell's history; leave them out, and you're "
    "asked for them",
}


class Parser(argparse.ArgumentParser):
    """An argparse parser that reports a mistake in one line, with the nearest known word."""

    _is_intermixed = False

    def error(self, message: str) -> NoReturn:
        """Print what is wrong, and exit with 2."""
        name = self.prog.removeprefix("companion ")
        option = message.removeprefix("argument ").partition(":")[0].rpartition("/")[2]
        if message.startswith("the following arguments are required: "):
            message = f"{name} needs {_NEEDS.get(name, _A_MEDITATION.format(name))}"
        elif ": expected" in message:
            message = f"{option} needs a value; {self.prog} --help lists what it can be"
        elif "ignored explicit argument" in message:
            message = f"{option} takes no value; leave out the = and what follows"
        message = message.removeprefix("argument ")
        self.exit(2, f"companion: {printable(message)}\n")

    def parse_known_args(  # type: ignore[override]
        self, args: Sequence[str] | None = None, namespace: argparse.Namespace | None = None
    ) -> tuple[argparse.Namespace, list[str]]:
        """Parse options and arguments in any order.

        By itself, argparse takes an argument that may be missing for missing as soon as an option
        comes before it, so that `time ID --bells off 10m` would have an unknown `10m`.
        """
        has_acts = any(action.nargs == argparse.PARSER for action in self._actions)
        # after a --, which the intermixed way would lose, everything is an argument
        if self._is_intermixed or has_acts or "--" in (args or ()):
            return super().parse_known_args(args, namespace)
        self._is_intermixed = True
        try:
            return self.parse_known_intermixed_args(args, namespace)
        finally:
            self._is_intermixed = False

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
            alone = _ALONE.get(command.prog.removeprefix("companion "))
            if alone and not unknown[0].startswith("-"):
                self.error(alone)
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
            flags = action.option_strings
            wrong = f'{flags[-1]} can\'t be "{value}"' if flags else f'there\'s no "{value}"'
            raise argparse.ArgumentError(None, f"{wrong}; {hint}")


class _WholeHelp(argparse.RawDescriptionHelpFormatter):
    """The help of all commands, which has no line to spare for the word COMMAND above them."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog)
        # argparse doesn't count that names of commands stand deeper than those of options
        self._action_max_length = max(len(command.name) for command in COMMANDS) + 4

    def _format_action(self, action: argparse.Action) -> str:
        text = super()._format_action(action)
        return text.partition("\n")[2] if action.nargs == argparse.PARSER else text


def whole_parser() -> Parser:
    """Make the parser of all commands; it prints the help, and reports unknown commands."""
    parser = Parser(
        prog="companion",
        usage="companion COMMAND [options]",
        description="A voice to sit with when a partner has asked for space and it hurts.",
        epilog=_EXAMPLES,
        formatter_class=_WholeHelp,
        add_help=False,
    )
    # everyone knows these two, and the commands need the lines
    parser.add_argument("-h", "--help", action="help", help=argparse.SUPPRESS)
    parser.add_argument("--version", action="store_true", help=argparse.SUPPRESS)
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
