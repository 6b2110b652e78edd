"""Writers for sound files, block by block; a file appears only when it is complete.

WAV, FLAC, Ogg Vorbis, Opus and MP3 need only libsndfile.
"""

import contextlib
import os
import secrets
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from companion.audio.formats.id3 import write_chapters
from companion.audio.formats.tags import Tags
from companion.audio.samples import Samples
from companion.errors import SoundError
from companion.files import sweep_parts
from companion.units import RATE

_NO_ROOM = 1_000_000


class Writer(Protocol):
    """A file that grows block by block and is complete after `finish`."""

    def write(self, block: Samples) -> None:
        """Append (n, 2) float32.

        Raises:
            SoundError: when it cannot be written, for instance on a full disk.
        """
        ...

    def finish(self) -> None:
        """Write the rest and close the file."""
        ...

    def discard(self) -> None:
        """Close and delete the unfinished file."""
        ...


class Target:
    """A path claimed for a file, so that a path that cannot be written fails before the work.

    Args:
        file: the path; if it is a link, its target is written and the link stays.
        over: whether an existing file may be replaced.

    Raises:
        SoundError: when nothing can be written there.
    """

    def __init__(self, file: Path, *, over: bool = True) -> None:
        self.file, self._over = file, over
        if file.is_dir():
            raise SoundError(f"{file} is a folder", f"name a file in it, such as {file / 'it'}.mp3")
        if file.exists() and not file.is_file():
            raise SoundError(f"{file} isn't an ordinary file", "name another file")
        if not file.parent.is_dir():
            remedy = "create it first, or name another folder"
            raise SoundError(f"there's no folder {file.parent}", remedy)
        self._real = file.resolve()
        token = f".{os.getpid()}-{secrets.token_hex(4)}"
        self.part, self._old = (self._real.with_name(f"{token}.{kind}") for kind in ("part", "old"))
        sweep_parts(self._real.parent)
        with self.honest():
            self.part.touch(exist_ok=False)

    @contextlib.contextmanager
    def honest(self) -> Iterator[None]:
        """Turn an `OSError` into a `SoundError`, and delete the unfinished file."""
        try:
            yield
        except OSError as error:
            self.discard()
            reason = error.strerror or str(error)
            raise SoundError(f"can't write {self.file}: {reason}", _remedy(error)) from error

    def failed(self, error: Exception) -> SoundError:
        """The error to raise when a library failed to write, or when the disk is full."""
        reason = str(error).rstrip(".")
        with contextlib.suppress(OSError):
            if shutil.disk_usage(self._real.parent).free < _NO_ROOM:
                reason = "there's no room left"
        remedy = "make room there, or choose another place"
        return SoundError(f"can't write {self.file}: {reason}", remedy)

    def appear(self) -> None:
        """Give the complete file its name; `settle` or `vanish` must follow.

        Raises:
            SoundError: when that fails; an older file is then as it was.
        """
        if self._real.exists():
            if not self._over:
                self.discard()
                raise SoundError(f"{self.file} has appeared in the meantime", "name another file")
            with self.honest():
                self._real.replace(self._old)
        try:
            with self.honest():
                self.part.replace(self._real)
        except SoundError:
            self._restore()
            raise

    def vanish(self) -> None:
        """Remove the file again and restore an older one, because another target failed."""
        with contextlib.suppress(OSError):
            self._real.unlink(missing_ok=True)
        self._restore()

    def settle(self) -> None:
        """Delete the older file that was replaced."""
        with contextlib.suppress(OSError):
            self._old.unlink(missing_ok=True)

    def _restore(self) -> None:
        with contextlib.suppress(OSError):
            if self._old.exists():
                self._old.replace(self._real)

    def discard(self) -> None:
        """Delete the unfinished file."""
        with contextlib.suppress(OSError):
            self.part.unlink(missing_ok=True)


def appear(places: Sequence[Target]) -> None:
    """Make all of these files appear, or none.

    Raises:
        SoundError: when one of them cannot.
    """
    visible: list[Target] = []
    try:
        for place in places:
            place.appear()
            visible.append(place)
    except SoundError:
        for place in visible:
            place.vanish()
        raise
    for place in visible:
        place.settle()


def _remedy(error: OSError) -> str:
    import errno

    is_full = error.errno in (errno.ENOSPC, errno.EDQUOT)
    return "make room there, or choose another place" if is_full else "choose another place"


@dataclass(frozen=True, slots=True)
class _Form:
    """A format of libsndfile; `size` is about how many bytes a second takes."""

    format: str
    subtype: str
    size: int
    quality: float | None = None


_FORMS = {
    ".wav": _Form("WAV", "PCM_16", 4 * RATE),
    ".flac": _Form("FLAC", "PCM_16", 140_000),
    ".ogg": _Form("OGG", "VORBIS", 20_000, 0.6),
    ".opus": _Form("OGG", "OPUS", 20_000),
    ".mp3": _Form("MP3", "MPEG_LAYER_III", 20_000, 0.6),
}
SOUND_FILES = {ending: form.size for ending, form in _FORMS.items()}
"""The endings that can be written, each with its approximate size in bytes per second."""


class SoundFile:
    """A writer for the formats of libsndfile.

    Args:
        place: the claimed target of the file.
        tags: its title, author and licence, and for MP3 its chapters.
        ending: the ending that selects the format.

    Raises:
        SoundError: when the target cannot be written.
    """

    def __init__(self, place: Target, tags: Tags, ending: str) -> None:
        import soundfile

        form = _FORMS[ending]
        self._place = place
        self._chaptered = tags if ending == ".mp3" and tags.chapter_spans() else None
        options = {} if form.quality is None else {"compression_level": form.quality}
        with self._translate_errors():
            self._sound = soundfile.SoundFile(
                self._place.part, "w", RATE, 2, form.subtype, format=form.format, **options
            )
            for name, value in (
                ("title", tags.title), ("artist", tags.author), ("license", tags.licence)
            ):  # fmt: skip
                if value:
                    setattr(self._sound, name, value)

    def write(self, block: Samples) -> None:
        """Append (n, 2) float32."""
        with self._translate_errors():
            self._sound.write(block)

    def finish(self) -> None:
        """Write the rest and close the file."""
        with self._translate_errors():
            self._sound.close()
            if self._chaptered is not None:
                write_chapters(self._place.part, self._chaptered)

    @contextlib.contextmanager
    def _translate_errors(self) -> Iterator[None]:
        import soundfile

        try:
            with self._place.honest():
                yield
        except soundfile.LibsndfileError as error:
            self.discard()
            raise self._place.failed(error) from error

    def discard(self) -> None:
        """Close and delete the unfinished file."""
        self._place.discard()  # first, because a second Ctrl+C interrupts the close below
        with contextlib.suppress(Exception):  # closing may be the very thing that failed
            self._sound.close()
        self._place.discard()
