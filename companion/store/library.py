"""The library: scripts by id or path, beds and bells by name; the shipped ones and the user's."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path

from companion.audio.catalog import About, Catalog, read_catalog
from companion.audio.recipe import AnyBed, BellRecipe, Kit, OwnBed
from companion.errors import NotFoundError, SoundError
from companion.files import read_regular
from companion.reading import document
from companion.reading.diagnostic import BadFileError, diagnose
from companion.reading.document import FlawedTextError
from companion.resources import shipped
from companion.script.model import Script
from companion.script.parse import parse
from companion.store.folders import files_in, unused
from companion.store.places import Places
from companion.units import Millis

SUFFIX = ".yaml"
SUFFIXES = (SUFFIX, ".yml")
"""The names a script file may end in; new ones get the first."""
_ID_LINE = re.compile(rb"^id:[ \t]*[\"']?([a-z0-9-]+)", re.MULTILINE)
_HEAD = 8_192
OWN_SOUNDS = (".wav", ".flac", ".ogg", ".opus", ".mp3", ".aiff", ".m4a", ".aac", ".wma", ".webm")


@dataclass(frozen=True, slots=True)
class ScriptFile:
    """A script file; `shipped` means that it comes with the program."""

    id: str
    file: Path
    shipped: bool


@dataclass(frozen=True)
class Library:
    """Scripts and sounds, the shipped ones and the user's.

    Args:
        own: the user's folder of scripts; need not exist.
        sounds: the user's folder of sounds; need not exist.
    """

    own: Path
    sounds: Path

    @classmethod
    def of(cls, places: Places) -> "Library":
        """The library of one user."""
        return cls(places.scripts, places.sounds)

    @cached_property
    def _catalog(self) -> Catalog:
        catalog = shipped("scripts_audio") / "catalog.yaml"
        return read_catalog(catalog.read_text("utf-8"), catalog.name)

    @cached_property
    def beds(self) -> Mapping[str, AnyBed]:
        """Every bed by name: the shipped ones, then the user's files by their stem."""
        beds: dict[str, AnyBed] = dict(self._catalog.beds)
        for name, file in self._own_sounds.items():
            beds.setdefault(name, OwnBed(name, str(file)))
        return beds

    def bed(self, name: str) -> AnyBed:
        """Return the bed with a name, or the bed in a sound file.

        Raises:
            NotFoundError: when there is neither; the remedy names the nearest one.
            SoundError: when the file cannot be a bed.
        """
        bed = self.beds.get(name)
        if bed is None and _exists(Path(name)) and Path(name).suffix.lower() in OWN_SOUNDS:
            bed = OwnBed(name, str(Path(name).resolve()))
        if bed is None:
            near = get_close_matches(name.lower(), self.beds, n=1)
            choices = f"choose {', '.join(self.beds)}, a sound file, or off"
            remedy = f'did you mean "{near[0]}"?' if near else choices
            raise NotFoundError(f'there\'s no bed "{name}"', remedy)
        if isinstance(bed, OwnBed):
            from companion.audio.formats.own_sound import own_length  # numpy, only for own sounds

            own_length(Path(bed.file))  # raises when the file is not a bed
        return bed

    @property
    def about(self) -> Mapping[tuple[str, str], About]:
        """The description of each shipped sound, by its kind (`bell` or `bed`) and name."""
        return self._catalog.about

    @cached_property
    def bells(self) -> dict[str, BellRecipe]:
        """Every bell by name: the shipped ones, then the user's files by their stem."""
        bells = dict(self._catalog.bells)
        for name, file in self._own_sounds.items():
            if name not in bells and (length := _bell_length(file)) is not None:
                bells[name] = BellRecipe(name, length, file=str(file))
        return bells

    @cached_property
    def _own_sounds(self) -> Mapping[str, Path]:
        """The user's sound files by their stem, the first of those that share one."""
        sounds: dict[str, Path] = {}
        for file in files_in(self.sounds, OWN_SOUNDS):
            sounds.setdefault(file.stem, file)
        return sounds

    def kit(self, *, shipped_only: bool = False) -> Kit:
        """Return the bells and beds that a script can name.

        A shipped script names only shipped ones, so it begins without a look at the user's folder.
        """
        if shipped_only:
            return Kit(self._catalog.bells, self._catalog.beds)
        return Kit(self.bells, self.beds)

    def unused(self) -> list[str]:
        """Say which files in the user's folders are not used, and why, a line each."""
        shipped_sounds = frozenset((*self._catalog.bells, *self._catalog.beds))
        shipped_scripts = frozenset(source.id for source in self.sources() if source.shipped)
        return [
            *unused(self.own, SUFFIXES, shipped_scripts),
            *unused(self.sounds, OWN_SOUNDS, shipped_sounds),
        ]

    def sources(self) -> list[ScriptFile]:
        """Every script; a script of the user cannot replace a shipped one."""
        sources: dict[str, ScriptFile] = {}
        for folder, is_shipped in self._folders:
            for file in files_in(folder, SUFFIXES):
                sources.setdefault(file.stem, ScriptFile(file.stem, file, is_shipped))
        return list(sources.values())

    def find(self, name: str) -> ScriptFile:
        """Return the script with an id, or the script in a file.

        Raises:
            NotFoundError: when there is neither; the remedy names the nearest id.
        """
        for folder, is_shipped in self._folders:
            for suffix in SUFFIXES:
                file = folder / f"{name}{suffix}"
                if os.sep not in name and _exists(file):
                    return ScriptFile(name, file, is_shipped)
        path = Path(name)
        is_path = path.suffix in SUFFIXES or os.sep in name
        if is_path and _exists(path):
            return ScriptFile(path.stem, path, shipped=False)
        sources = self.sources()
        matches = (source for source in sources if name in (source.id, _own_id(source)))
        if (match := next(matches, None)) is not None:
            return match
        ids = [source.id for source in sources]
        if _exists(path) or (is_path and path.stem not in ids):
            return ScriptFile(path.stem, path, shipped=False)
        near = [path.stem] if path.stem in ids else get_close_matches(name, ids, n=1)
        remedy = f'did you mean "{near[0]}"?' if near else "companion list shows what there is"
        raise NotFoundError(f'there\'s no meditation called "{name}"', remedy)

    @property
    def _folders(self) -> tuple[tuple[Path, bool], ...]:
        """The folders of scripts, and whether each is the shipped one."""
        return (shipped("meditations"), True), (self.own, False)

    def load(self, source: ScriptFile) -> Script:
        """Read a script.

        Raises:
            NotFoundError: when the file is missing or cannot be read.
            BadFileError: with every mistake in it.
        """
        name = str(source.file)
        return self.parse(
            self.text(source.file), name, source.id, self.kit(shipped_only=source.shipped)
        )

    def parse(self, text: str, file: str, id: str, kit: Kit | None = None) -> Script:  # noqa: A002
        """Read the text of a script; the scripts that it includes are found from `file`.

        Args:
            text: the whole file.
            file: its path.
            id: its id, unless it has one of its own.
            kit: the sounds it can name; all of them by default.

        Raises:
            BadFileError: with every mistake in it.
        """
        kit = kit or self.kit()
        return parse(
            text,
            file=file,
            id=as_id(id),
            bells=tuple(kit.bells),
            beds=tuple(kit.beds),
            open_script=self._open,
            origin=_resolve(Path(file)),
        )

    @staticmethod
    def text(file: Path) -> str:
        """Read a script file as text.

        Raises:
            NotFoundError: when it is missing or cannot be read.
            BadFileError: when it is not text.
        """
        try:
            return document.decode(read_bytes(file))
        except FlawedTextError as error:
            raise BadFileError(diagnose(str(file), "", error.flaws)) from None

    def _open(self, path: str, origin: str) -> tuple[str, str]:
        """Return the path and the text of an included script, never from outside the folders."""
        top = Path(origin).parent
        file = Path(_resolve(top / path))
        roots = (top, *(folder.resolve() for folder, _ in self._folders))
        if Path(path).is_absolute() or not any(file.is_relative_to(root) for root in roots):
            message = f"{path} is outside the folder of scripts"
            raise NotFoundError(message, "put the file beside this one, or in a folder below")
        if not _exists(file):
            raise NotFoundError(f"there's no file {path} beside this one", "check its name")
        try:
            return str(file), self.text(file)
        except BadFileError as error:
            flaw = error.diagnostics[0].flaw
            raise NotFoundError(f"{path}: {flaw.message}", flaw.remedy) from None


def read_bytes(file: Path) -> bytes:
    """Read a script file, up to one byte more than the size limit.

    Raises:
        NotFoundError: when the file is missing, unreadable, or not a regular file.
    """
    try:
        if file.is_dir():
            raise NotFoundError(f"{file} is a folder", "name a script file in it")
        return read_regular(file, document.MOST_BYTES)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        remedy = "companion list shows what there is"
        raise NotFoundError(f"{file} can't be read: {reason}", remedy) from None


def _own_id(source: ScriptFile) -> str:
    """The id in the first lines of a script; without one, its file name."""
    if source.shipped:
        return source.id
    try:
        match = _ID_LINE.search(read_regular(source.file, _HEAD))
    except OSError:
        return source.id
    return match[1].decode() if match else source.id


def _resolve(file: Path) -> str:
    """Return the absolute path, with symlinks followed."""
    try:
        return str(file.resolve())
    except (OSError, RuntimeError):
        return str(file)  # a circle of symlinks


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):
        return False  # the name is impossible


def as_id(stem: str) -> str:
    """The id of a script that has no `id:` line: the words of its file name, joined by dashes."""
    return "-".join("".join(c if c.isalnum() else " " for c in stem.lower()).split()) or "script"


def _bell_length(file: Path) -> Millis | None:
    """The length of a sound; None when it is too long for a bell, or is not a sound."""
    # numpy, only for own sounds
    from companion.audio.formats.decode import LONGEST_OWN_BELL
    from companion.audio.formats.own_sound import own_length

    try:
        length = own_length(file)
    except SoundError:
        return None  # a script with this bell gets the message that there is none
    return length if length <= LONGEST_OWN_BELL else None
