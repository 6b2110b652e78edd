"""Commands and their options, as rows of the table of commands.

They are apart from the table because that is long enough by itself.
"""

from typing import Any, NamedTuple


class Option(NamedTuple):
    """One option or argument: its flags or its name, and its settings for argparse."""

    flags: tuple[str, ...]
    settings: dict[str, Any]


class Command(NamedTuple):
    """One command, or one act of a command that has several."""

    name: str
    function: str
    help: str
    options: tuple[Option, ...] = ()
    acts: tuple["Command", ...] = ()


def option(*flags: str, **settings: Any) -> Option:
    """An option or argument."""
    return Option(flags, settings)


def flag(name: str, about: str) -> Option:
    """An option without a value."""
    return option(name, action="store_true", help=about)


def kind(name: str, about: str) -> Option:
    """An option that adds its name to the kinds of things that are meant."""
    return option(f"--{name}", action="append_const", dest="kinds", const=name, help=about)
