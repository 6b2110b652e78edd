"""Names that only the library and the user's folders know: beds, bells, emergencies and themes."""

from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from companion.errors import CompanionError, NotFoundError
from companion.reading.diagnostic import BadFileError
from companion.store.library import Library
from companion.store.places import Places
from companion.store.preferences.kinds import Named, Source, Value
from companion.store.preferences.own_themes import own_themes
from companion.store.preferences.resolving import Preferences
from companion.store.preferences.setting import Setting
from companion.store.preferences.table import BUILT_IN_THEMES


@dataclass(frozen=True, slots=True)
class Known:
    """The names that settings can have here.

    Args:
        library: the scripts and the sounds.
        themes: the folder of the user's themes.
    """

    library: Library
    themes: Path

    @classmethod
    def of(cls, places: Places) -> "Known":
        """The names that one user can choose from."""
        return cls(Library.of(places), places.themes)

    def names(self, source: Source) -> tuple[str, ...]:
        """Every name of a kind; for emergencies this reads all scripts."""
        match source:
            case "bed":
                return tuple(self.library.beds)
            case "bell":
                return tuple(self.library.bells)
            case "theme":
                return (*BUILT_IN_THEMES, *own_themes(self.themes)[0])
            case "emergency":
                ids = (source.id for source in self.library.sources())
                return tuple(name for name in ids if self._kind(name) == "emergency")

    def steps(self, row: Setting) -> tuple[Value, ...]:
        """The values that left and right go through on the screen; empty where words are typed."""
        fixed = row.kind.steps()
        if not isinstance(row.kind, Named) or row.kind.source is None:
            return fixed
        return tuple(dict.fromkeys([*fixed, *self.names(row.kind.source)]))

    def check(self, row: Setting, value: Value) -> None:
        """Check that what a setting names is here.

        Raises:
            CompanionError: when it isn't; the remedy names the nearest one.
        """
        if not isinstance(row.kind, Named) or row.kind.source is None:
            return
        name = str(value)
        if value in row.kind.fixed or value == row.default:
            return
        match row.kind.source:
            case "bed":
                self.library.bed(name)
            case "bell":
                self.library.bell(name)
            case "theme":
                self._check_theme(name)
            case "emergency":
                self._check_emergency(row, name)

    def usable(self, preferences: Preferences, id: str) -> tuple[str, str]:  # noqa: A002
        """Return the value of a setting, or its default and a line when what it names is gone."""
        found = preferences.find(id)
        try:
            self.check(found.setting, found.value)
        except CompanionError as error:
            remedy = f"; {error.remedy}" if error.remedy else ""
            line = f"{id} ({found.origin}) can't be used: {error.message}{remedy}"
            return str(found.setting.default), line
        return str(found.value), ""

    def _check_theme(self, name: str) -> None:
        names = self.names("theme")
        if name not in names:
            near = get_close_matches(name, names, n=1)
            hint = f'did you mean "{near[0]}"?' if near else f"there are {', '.join(names)}"
            remedy = f"{hint}; your own go into {self.themes}"
            raise NotFoundError(f'there are no colours called "{name}"', remedy)

    def _check_emergency(self, row: Setting, name: str) -> None:
        try:
            kind = self.library.load(self.library.find(name)).kind
        except BadFileError as error:
            remedy = f"companion check {name} shows them"
            raise CompanionError(f"{name} has mistakes", remedy) from error
        if kind != "emergency":
            remedy = f"choose from {', '.join(self.names('emergency'))}"
            message = f"{row.id} can't be {name}, which isn't an emergency session"
            raise CompanionError(message, remedy)

    def _kind(self, name: str) -> str:
        """The kind of a script; empty when it can't be read."""
        try:
            return self.library.load(self.library.find(name)).kind
        except (BadFileError, CompanionError):
            return ""
