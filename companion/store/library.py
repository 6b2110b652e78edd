"""The library: shipped scripts and a person's own, by id or by path; and the sounds there are."""

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path

from companion.audio.catalog import About, Catalog, read_catalog
from companion.audio.recipe import AnyBed, BellRecipe, OwnBed
from companion.errors import NotFoundError, SoundError
from companion.reading import document
from companion.reading.diagnostic import BadFileError, diagnose
from companion.reading.document import FlawedTextError
from companion.resources import shipped
from companion.script.model import Script
from companion.script.parse import parse
from companion.store.places import Places
from companion.units import Millis

SUFFIX = ".yaml"
_ID_LINE = re.compile(rb"^id:[ \t]*[\"']?([a-z0-9-]+)", re.MULTILINE)
_HEAD = 8_192
OWN_SOUNDS = (".wav", ".flac", ".ogg", ".opus", ".mp3", ".aiff", ".m4a", ".aac", ".wma", ".webm")


@dataclass(frozen=True, slots=True)
class ScriptFile:
    """A script file, and whether it is one of ours."""

    id: str
    file: Path
    shipped: bool


@dataclass(frozen=True)
class Library:
    """Scripts and sounds.

    Args:
        own: the person's folder of scripts; need not exist.
        sounds: the person's folder of sounds; need not exist.
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
        """Every bed by name: the shipped ones, then the person's own files by their stem."""
        beds: dict[str, AnyBed] = dict(self._catalog.beds)
        for file in _files(self.sounds, OWN_SOUNDS):
            beds.setdefault(file.stem, OwnBed(file.stem, str(file)))
        return beds

    def bed(self, name: str) -> AnyBed:
        """The bed of a name, or in a file.

        Raises:
            NotFoundError: when there is neither, with the nearest name.
            SoundError: when the file is no bed.
        """
        found = self.beds.get(name)
        if found is None and _exists(Path(name)) and Path(name).suffix.lower() in OWN_SOUNDS:
            found = OwnBed(name, str(Path(name).resolve()))
        if found is None:
            near = get_close_matches(name.lower(), self.beds, n=1)
            every = f"there are {', '.join(self.beds)}; or a sound file; or off"
            remedy = f'did you mean "{near[0]}"?' if near else every
            raise NotFoundError(f'there is no bed "{name}"', remedy)
        if isinstance(found, OwnBed):
            from companion.audio.formats.decode import own_length  # numpy, only for own sounds

            own_length(Path(found.file))
        return found

    @property
    def about(self) -> Mapping[tuple[str, str], About]:
        """What each shipped `bell` and `bed` is like, by its kind and name."""
        return self._catalog.about

    @cached_property
    def bells(self) -> dict[str, BellRecipe]:
        """Every bell by name: the shipped ones, then the person's own files by their stem."""
        bells = dict(self._catalog.bells)
        for file in _files(self.sounds, OWN_SOUNDS):
            if file.stem not in bells and (length := _bell_length(file)) is not None:
                bells[file.stem] = BellRecipe(file.stem, length, file=str(file))
        return bells

    def sources(self) -> list[ScriptFile]:
        """Every script there is; nothing of a person's own can take a shipped one's place."""
        found: dict[str, ScriptFile] = {}
        for folder, ours in self._folders:
            for file in _files(folder, (SUFFIX,)):
                found.setdefault(file.stem, ScriptFile(file.stem, file, ours))
        return list(found.values())

    def find(self, name: str) -> ScriptFile:
        """The script of an id, or in a file.

        Raises:
            NotFoundError: when there is neither, with the nearest id.
        """
        for folder, ours in self._folders:
            file = folder / f"{name}{SUFFIX}"
            if os.sep not in name and _exists(file):
                return ScriptFile(name, file, ours)
        path = Path(name)
        is_path = path.suffix in (SUFFIX, ".yml") or os.sep in name
        if is_path and _exists(path):
            return ScriptFile(path.stem, path, shipped=False)
        sources = self.sources()
        named = (source for source in sources if name in (source.id, _own_id(source)))
        if (own := next(named, None)) is not None:
            return own
        ids = [source.id for source in sources]
        if _exists(path) or (is_path and path.stem not in ids):
            return ScriptFile(path.stem, path, shipped=False)
        near = [path.stem] if path.stem in ids else get_close_matches(name, ids, n=1)
        remedy = f'did you mean "{near[0]}"?' if near else "companion list shows what there is"
        raise NotFoundError(f'there is no meditation called "{name}"', remedy)

    @property
    def _folders(self) -> tuple[tuple[Path, bool], ...]:
        return (shipped("meditations"), True), (self.own, False)

    def load(self, source: ScriptFile) -> Script:
        """Read a script.

        Raises:
            NotFoundError: when the file is not there or cannot be read.
            BadFileError: with every mistake in it.
        """
        name = str(source.file)
        return self.parse(self.text(source.file), name, source.id)

    def parse(self, text: str, file: str, id: str) -> Script:  # noqa: A002
        """Read a script that is being written; what it includes is beside its file.

        Raises:
            BadFileError: with every mistake in it.
        """
        return parse(
            text,
            file=file,
            id=as_id(id),
            bells=tuple(self.bells),
            beds=tuple(self.beds),
            open_script=self._open,
            origin=_resolved(Path(file)),
        )

    @staticmethod
    def text(file: Path) -> str:
        """A script file as text.

        Raises:
            NotFoundError: when it is not there or cannot be read.
            BadFileError: when it is no text.
        """
        try:
            return document.decode(read_bytes(file))
        except FlawedTextError as error:
            raise BadFileError(diagnose(str(file), "", error.flaws)) from None

    def _open(self, path: str, origin: str) -> tuple[str, str]:
        """A script that another one includes; never one outside the folders of scripts."""
        top = Path(origin).parent
        file = Path(_resolved(top / path))
        roots = (top, *(folder.resolve() for folder, _ in self._folders))
        if Path(path).is_absolute() or not any(file.is_relative_to(root) for root in roots):
            message = f"{path} leads out of the folder of scripts"
            raise NotFoundError(message, "put the file beside this one, or below")
        if not _exists(file):
            raise NotFoundError(f"there is no file {path} beside this one", "look at its name")
        try:
            return str(file), self.text(file)
        except BadFileError as error:
            flaw = error.diagnostics[0].flaw
            raise NotFoundError(f"{path}: {flaw.message}", flaw.remedy) from None


def read_bytes(file: Path) -> bytes:
    """The bytes of a script file, no more than one may have.

    Raises:
        NotFoundError: when there is no such file, or it is something else.
    """
    try:
        if file.is_dir():
            raise NotFoundError(f"{file} is a folder", "name a script file in it")
        if file.exists() and not file.is_file():
            raise NotFoundError(f"{file} is no file that could be read to its end", "name another")
        with file.open("rb") as opened:
            return opened.read(document.MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        remedy = "companion list shows what there is"
        raise NotFoundError(f"{file} cannot be read: {reason}", remedy) from None


def _own_id(source: ScriptFile) -> str:
    """What a script calls itself, where it does; read from its head alone."""
    if source.shipped:
        return source.id
    try:
        with source.file.open("rb") as opened:
            found = _ID_LINE.search(opened.read(_HEAD))
    except OSError:
        return source.id
    return found[1].decode() if found else source.id


def _resolved(file: Path) -> str:
    """The file itself, whatever links lead to it."""
    try:
        return str(file.resolve())
    except (OSError, RuntimeError):
        return str(file)  # links that lead round in a circle


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):
        return False  # no file can have that name


def as_id(stem: str) -> str:
    """What commands call a script that does not say so itself: its file name, in plain letters."""
    return "-".join("".join(c if c.isalnum() else " " for c in stem.lower()).split()) or "script"


def _files(folder: Path, suffixes: tuple[str, ...]) -> Iterator[Path]:
    try:
        with os.scandir(folder) as entries:
            names = sorted(e.name for e in entries if _is_wanted(e, suffixes))
    except OSError:
        return
    yield from (folder / name for name in names)


def _is_wanted(entry: "os.DirEntry[str]", suffixes: tuple[str, ...]) -> bool:
    name = entry.name
    try:
        return name.lower().endswith(suffixes) and not name.startswith(".") and entry.is_file()
    except OSError:
        return False  # a link that leads round in a circle


def _bell_length(file: Path) -> Millis | None:
    """How long a sound rings; None for one that is too long for a bell, or is none."""
    from companion.audio.formats import decode as reading  # numpy, only for a person's own sounds

    try:
        length = reading.own_length(file)
    except SoundError:
        return None  # a script that names it is told that there is none
    return length if length <= reading.LONGEST_OWN_BELL else None
