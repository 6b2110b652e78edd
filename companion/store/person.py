"""Someone to call, alone here because pages show them long before any setting is read."""

from typing import NamedTuple


class Person(NamedTuple):
    """Someone to call: a name, a number, and a line that the listener wrote for themselves."""

    name: str
    number: str
    line: str
