"""Resolution: the value of each setting in one run, and where it comes from.

A flag goes before the environment, that before the settings file, that before the last session
(only where it is remembered), that before a guess from the language, and that before the default.
"""

import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from companion.audio.levels import Levels
from companion.store.preferences.kinds import Value
from companion.store.preferences.setting import Setting
from companion.store.preferences.table import SETTINGS, setting

DEFAULT, FILE, LAST, LANGUAGE = "default", "settings file", "last session", "from your language"
_LOCALE = re.compile(r"[A-Za-z]{2,3}_([A-Z]{2})(?:[.@].*)?")


@dataclass(frozen=True, slots=True)
class Resolved:
    """The value of a setting in this run.

    `origin` says in words where it comes from: `default`, `settings file`, `last session`, `from
    your language`, the name of an environment variable, or a flag. `is_fixed` says that a flag or
    a variable sets it, so that it can't be changed here.
    """

    setting: Setting
    value: Value
    origin: str
    is_fixed: bool = False

    @property
    def words(self) -> str:
        """The words for the value."""
        return self.setting.kind.shown(self.value)


class Preferences:
    """The settings of one run, resolved.

    Args:
        values: the values in the settings file, by id (`Settings.values`).
        flags: what the command line says, by id: the flag as it was typed, and its value.
        environment: the environment variables; those of the process by default.
        last: the values of the last session, by id; empty unless they are remembered.
    """

    def __init__(
        self,
        values: Mapping[str, Value],
        *,
        flags: Mapping[str, tuple[str, Value]] | None = None,
        environment: Mapping[str, str] | None = None,
        last: Mapping[str, Value] | None = None,
    ) -> None:
        self._values, self._flags, self._last = values, flags or {}, last or {}
        self._environment = os.environ if environment is None else environment

    def after(self, last: Mapping[str, Value]) -> "Preferences":
        """The same settings, with the choices of a last session."""
        return Preferences(
            self._values, flags=self._flags, environment=self._environment, last=last
        )

    def find(self, id: str) -> Resolved:  # noqa: A002
        """Resolve one setting.

        Raises:
            NotFoundError: when there is no such setting.
        """
        row = setting(id)
        if id in self._flags:
            flag, value = self._flags[id]
            return Resolved(row, value, flag, is_fixed=True)
        for variable, found in self._in_environment(row):
            if found is not None:
                return Resolved(row, found, variable, is_fixed=True)
        for values, origin in ((self._values, FILE), (self._last, LAST)):
            if id in values:
                return Resolved(row, values[id], origin)
        if id == "privacy.country" and (country := country_of(self._environment)):
            return Resolved(row, country, LANGUAGE)
        return Resolved(row, row.default, DEFAULT)

    def all(self) -> list[Resolved]:
        """Every setting of the table, in its order."""
        return [self.find(name) for name in SETTINGS]

    def text(self, id: str) -> str:  # noqa: A002
        """The value of a setting whose values are texts."""
        return str(self.find(id).value)

    def is_on(self, id: str) -> bool:  # noqa: A002
        """Whether a setting between yes and no is yes."""
        return self.find(id).value == "yes"

    def number(self, id: str) -> float:  # noqa: A002
        """The value of a setting whose values are numbers."""
        value = self.find(id).value
        assert isinstance(value, float)
        return value

    @property
    def levels(self) -> Levels:
        """The levels of voice and bed at the start of a session."""
        return Levels(self.number("sound.voice_level"), self.number("sound.bed_level"))

    def problems(self) -> list[str]:
        """One line for each environment variable whose value can't be used."""
        return [
            f"{name} can't be \"{self._environment[name]}\", so it's ignored; {row.remedy()}"
            for row in SETTINGS.values()
            for name, value in self._in_environment(row)
            if value is None
        ]

    def _in_environment(self, row: Setting) -> Iterable[tuple[str, Value | None]]:
        """The variables that say something about a setting; None for what can't be its value."""
        for variable in row.variables:
            text = self._environment.get(variable.name, "")
            if variable.read is not None:
                value = variable.read(text)
                if value is not None:
                    yield variable.name, value
            elif text:
                yield variable.name, row.kind.of_text(text)


def country_of(environment: Mapping[str, str]) -> str:
    """The country of the language that a person set, such as `GB`; empty for none."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if text := environment.get(name, ""):
            match = _LOCALE.fullmatch(text)
            return match[1] if match else ""
    return ""
