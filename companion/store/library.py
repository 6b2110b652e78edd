"""The library: scripts by id or path, beds and bells by name; the shipped ones and the user's."""

import os
import re
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path

from companion.audio.recipe import Kit
from companion.errors import NotFoundError
from companion.files import exists, read_regular
from companion.reading import document
from companion.reading.diagnostic import BadFileError, diagnose
from companion.reading.document import FlawedTextError
from companion.resources import shipped
from companion.script.model import Script
from companion.script.parse import parse
from companion.store.course_files import course_ids, is_course, shadowed_courses
from companion.store.folders import files_in, unused
from companion.store.places import Places
from companion.store.sounds import OWN_SOUNDS, Sounds

SUFFIX = ".yaml"
SUFFIXES = (SUFFIX, ".yml")
"""The names a script file may end in; new ones get the first."""
MOMENTS = "moments"
"""The shipped file of moments, which lies beside the scripts and isn't one."""
_ID_LINE = re.compile(rb"^id:[ \t]*[\"']?([a-z0-9-]+)", re.MULTILINE)
_HEAD = 8_192


@dataclass(frozen=True, slots=True)
class ScriptFile:
    """A script file; `shipped` means that it comes with the program."""

    id: str
    file: Path
    shipped: bool


@dataclass(frozen=True)
class Library(Sounds):
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

    def unused(self) -> list[str]:
        """Say which files in the user's folders are not used, and why, a line each."""
        shipped_sounds = frozenset((*self.catalog.bells, *self.catalog.beds))
        shipped_scripts = frozenset(source.id for source in self.sources() if source.shipped)
        taken = shipped_scripts | shadowed_courses(self.own)
        return [
            *unused(self.own, SUFFIXES, taken),
            *unused(self.sounds, OWN_SOUNDS, shipped_sounds),
        ]

    def sources(self) -> list[ScriptFile]:
        """Every script; a script of the user cannot replace a shipped one."""
        sources: dict[str, ScriptFile] = {}
        for folder, is_shipped in self._folders:
            for file in files_in(folder, SUFFIXES):
                if file.stem == MOMENTS if is_shipped else is_course(file):
                    continue
                sources.setdefault(file.stem, ScriptFile(file.stem, file, is_shipped))
        return list(sources.values())

    def find(self, name: str) -> ScriptFile:
        """Return the script with an id, or the script in a file.

        Raises:
            NotFoundError: when there is neither; the remedy names the nearest id.
        """
        for folder, is_shipped in self._folders:
            for suffix in () if is_shipped and name == MOMENTS else SUFFIXES:
                file = folder / f"{name}{suffix}"
                if os.sep not in name and exists(file) and not is_course(file):
                    return ScriptFile(name, file, is_shipped)
        path = Path(name)
        is_path = path.suffix in SUFFIXES or os.sep in name
        if is_path and exists(path):
            if is_course(path):
                raise _a_course(name)
            return ScriptFile(path.stem, path, shipped=False)
        sources = self.sources()
        matches = (source for source in sources if name in (source.id, _own_id(source)))
        if (match := next(matches, None)) is not None:
            return match
        if name in course_ids(self.own):
            raise _a_course(name)
        ids = [source.id for source in sources]
        if exists(path) or (is_path and path.stem not in ids):
            return ScriptFile(path.stem, path, shipped=False)
        near = [path.stem] if path.stem in ids else get_close_matches(name, ids, n=1)
        remedy = f'did you mean "{near[0]}"?' if near else "companion list shows what there is"
        raise NotFoundError(f'there\'s no meditation called "{name}"', remedy)

    @property
    def _folders(self) -> tuple[tuple[Path, bool], ...]:
        """The folders of scripts, and whether each is the shipped one."""
        return (shipped("meditations"), True), (self.own, False)

    def load(self, source: ScriptFile) -> Script:
        """Read a script; a shipped one is read once, because no run changes it.

        Raises:
            NotFoundError: when the file is missing or cannot be read.
            BadFileError: with every mistake in it.
        """
        if source.shipped and source.id in self._shipped_scripts:
            return self._shipped_scripts[source.id]
        kit = self.kit(shipped_only=source.shipped)
        script = self.parse(self.text(source.file), str(source.file), source.id, kit)
        if source.shipped:
            self._shipped_scripts[source.id] = script
        return script

    @cached_property
    def _shipped_scripts(self) -> dict[str, Script]:
        """The shipped scripts that have been read, by their ids."""
        return {}

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
        if not exists(file):
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


def _a_course(name: str) -> NotFoundError:
    return NotFoundError(
        f'"{name}" is a course, not a meditation', f"companion course {name} opens it"
    )


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


def as_id(stem: str) -> str:
    """The id of a script that has no `id:` line: the words of its file name, joined by dashes."""
    return "-".join("".join(c if c.isalnum() else " " for c in stem.lower()).split()) or "script"
