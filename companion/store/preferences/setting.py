"""Setting: one row of the table of settings, and the environment variables that override it."""

from collections.abc import Callable
from dataclasses import dataclass
from difflib import get_close_matches

from companion.errors import CompanionError
from companion.store.preferences.kinds import Choice, Kind, Value

_SHOWN_WITH = {"hide": "keys", "keep": "privacy"}
"""The parts that have no heading of their own, and the part that shows them."""


@dataclass(frozen=True, slots=True)
class Variable:
    """An environment variable that overrides a setting.

    `read` turns its text into a value, or into None where it doesn't apply; without `read`, the
    text is a value as a person types it, and a wrong one is reported.
    """

    name: str
    read: Callable[[str], Value | None] | None = None


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting.

    `id` is `part.name`, `label` the word on the screen (at most 14 characters), `about` one
    sentence. `variables` override the settings file, the first one before the others; `flag` is
    the option of the command line that goes before both. `path` is the place in the settings
    file, where it differs from the id. `note` is printed when it is set; `warning` is shown before
    it is turned on, and has to be agreed to.
    """

    id: str
    label: str
    kind: Kind
    default: Value
    about: str
    variables: tuple[Variable, ...] = ()
    flag: str = ""
    path: tuple[str, ...] = ()
    note: str = ""
    warning: str = ""

    @property
    def part(self) -> str:
        """The part of the settings page that shows it."""
        part = self.id.partition(".")[0]
        return _SHOWN_WITH.get(part, part)

    @property
    def place(self) -> tuple[str, ...]:
        """The keys that lead to it in the settings file."""
        return self.path or tuple(self.id.split("."))

    def read(self, text: str) -> Value:
        """Read a value that was typed.

        Raises:
            CompanionError: when it can't be one; the remedy says what it can be.
        """
        value = self.kind.of_text(text)
        if value is None:
            raise CompanionError(f'{self.id} can\'t be "{text}"', self.remedy(text))
        return value

    def remedy(self, wrong: object = "") -> str:
        """The line that says what this setting can be, with the nearest word to a wrong one."""
        near: list[str] = []
        if isinstance(self.kind, Choice) and isinstance(wrong, str):
            near = get_close_matches(wrong.lower(), list(self.kind.words), n=1)
        hint = f'did you mean "{near[0]}"? ' if near else ""
        return f"{hint}it can be {self.kind.says}"
