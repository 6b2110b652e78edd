"""The preferences of one person, read and written again for every page that needs them."""

from collections.abc import Iterable, Mapping
from functools import cached_property
from pathlib import Path

from companion.errors import CompanionError
from companion.files import is_ghost
from companion.store.changing import change_all
from companion.store.kept_courses import KeptCourses
from companion.store.person import Person
from companion.store.places import Places
from companion.store.preferences.key_map import KeyAction, key_settings, keymap
from companion.store.preferences.kinds import Value
from companion.store.preferences.known import Known
from companion.store.preferences.own_themes import OwnTheme, own_themes
from companion.store.preferences.request import preferred
from companion.store.preferences.resolving import Preferences, Resolved
from companion.store.preferences.setting import Setting
from companion.store.preferences.table import COUNTRY, KEYS, PERSON, setting
from companion.store.presets import Preset, keep_preset, presets
from companion.store.remembered import Choices, Sit, last_sit, last_values, remember, remember_sit
from companion.store.settings import load
from companion.timeline.request import Request


class OwnPreferences:
    """The settings of a person, and their last choices where they want those remembered.

    Args:
        folders: the places of all files.
        flags: what the command line says, by the id of a setting: the flag, and its value.
    """

    def __init__(
        self, folders: Places, flags: Mapping[str, tuple[str, Value]] | None = None
    ) -> None:
        self._file = folders.settings
        self._folders, self._flags = folders, flags

    @cached_property
    def known(self) -> Known:
        """The names that settings can have here."""
        return Known.of(self._folders)

    @property
    def file(self) -> Path:
        """The settings file, which may not exist."""
        return self._file

    @property
    def is_first_start(self) -> bool:
        """Whether there is no settings file yet."""
        return not self._file.exists()

    @property
    def values(self) -> Mapping[str, Value]:
        """The values in the settings file, by the ids of their settings."""
        return load(self._file)[0].values

    @property
    def now(self) -> Preferences:
        """The settings as they are now."""
        return Preferences(self.values, flags=self._flags)

    @property
    def person(self) -> Person:
        """The person whom they chose to call; empty where nobody was."""
        now = self.now
        return Person(*(now.text(name) for name in PERSON))

    @property
    def country(self) -> str:
        """The country that they keep, by its letters; one guessed from the language isn't kept."""
        return str(self.values.get(COUNTRY, ""))

    def keep_country(self, code: str) -> None:
        """Write the country into the settings file.

        Raises:
            CompanionError: when the file can't be read or written.
        """
        change_all(self._file, [(setting(COUNTRY), code)])

    @property
    def courses(self) -> KeptCourses:
        """The store of what they want kept of their courses."""
        return KeptCourses(self._file)

    def themes(self) -> tuple[dict[str, OwnTheme], list[str]]:
        """The person's own themes by name, and one line for each mistake in them."""
        return own_themes(self._folders.themes)

    def request(self, script: str, base: Request) -> tuple[Request, list[str]]:
        """Return a request with what was chosen last or set, and a line for each sound that's gone.

        Args:
            script: the id of the script.
            base: what was asked for apart from that.
        """
        settings, _ = load(self._file)
        preferences = self.now.after(last_values(settings, script))
        return preferred(preferences, self.known, base)

    @property
    def last_sit(self) -> Sit | None:
        """The choices of the last sit; None unless they are remembered."""
        return last_sit(load(self._file)[0])

    def remember(self, script: str, choices: Choices) -> None:
        """Keep the choices made for a script, if they are to be remembered.

        Raises:
            CompanionError: when the file can't be read or written.
        """
        if not self.is_first_start and not is_ghost():
            remember(self._file, script, choices)

    def remember_sit(self, sit: Sit) -> None:
        """Keep the choices made for a sit, if they are to be remembered.

        Raises:
            CompanionError: when the file can't be read or written.
        """
        if not self.is_first_start and not is_ghost():
            remember_sit(self._file, sit)

    @property
    def presets(self) -> Mapping[str, Preset]:
        """The sessions that they kept under a name."""
        return presets(load(self._file)[0])[0]

    def keep_preset(self, name: str, preset: Preset) -> str:
        """Keep a session under a name, and return the name as it's written.

        Raises:
            CompanionError: when that can't be its name, or the file can't be written.
        """
        return keep_preset(self._file, name, preset)

    def change(self, row: Setting, value: Value | None) -> list[str]:
        """Set a setting, or with None as it came; return the notes that the person has to read.

        Raises:
            CompanionError: when the file can't be read or written.
        """
        return change_all(self._file, [(row, value)])

    def rows(self, actions: Iterable[KeyAction]) -> list[Resolved]:
        """Every setting with its value and origin, the key of each action among them."""
        return [*self.now.all(), *key_settings(self.values, actions)]

    def find(self, name: str, actions: Iterable[KeyAction] = ()) -> Resolved:
        """The value of a setting, or the key of an action, and where it comes from."""
        keys = key_settings(self.values, actions) if name.startswith(KEYS) else []
        return next((row for row in keys if row.setting.id == name), None) or self.now.find(name)

    def check(self, row: Setting, value: Value, actions: Iterable[KeyAction]) -> None:
        """Check that a setting can have a value here.

        Raises:
            CompanionError: when what it names isn't here, or the key does something else.
        """
        if not row.id.startswith(KEYS):
            self.known.check(row, value)
            return
        _, problems = keymap({**self.values, row.id: value}, actions)
        for problem in problems:
            if problem.startswith(f"{row.id} "):
                message, _, remedy = problem.partition("; ")
                raise CompanionError(message, remedy)
