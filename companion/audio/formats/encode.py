"""Writing a session into a file, block by block: nothing is there until all of it is.

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

from companion.audio.samples import Samples
from companion.errors import SoundError
from companion.units import RATE, Millis

_NO_ROOM = 1_000_000


@dataclass(frozen=True, slots=True)
class Tags:
    """What a file says of itself; chapters are titles and where they begin."""

    title: str = ""
    author: str = ""
    licence: str = ""
    total: Millis = Millis(0)
    chapters: tuple[tuple[Millis, str], ...] = ()


class Writer(Protocol):
    """A file that grows at its place, and is whole when it is finished."""

    def write(self, block: Samples) -> None:
        """Add (n, 2) float32.

        Raises:
            SoundError: when the place is full.
        """
        ...

    def finish(self) -> None:
        """Write the last of it."""
        ...

    def discard(self) -> None:
        """Leave nothing behind."""
        ...


class Target:
    """Where a file will be: claimed at once, so that nobody waits for what cannot be.

    Args:
        file: its name; what a link leads to is written, and the link stays.
        over: whether what is there may be written over.

    Raises:
        SoundError: when nothing can be written there.
    """

    def __init__(self, file: Path, *, over: bool = True) -> None:
        self.file, self._over = file, over
        if file.is_dir():
            raise SoundError(f"{file} is a folder", f"name a file in it, such as {file / 'it'}.mp3")
        if file.exists() and not file.is_file():
            raise SoundError(f"{file} is no file", "name another")
        if not file.parent.is_dir():
            raise SoundError(f"there is no folder {file.parent}", "make it first, or name another")
        self._real = file.resolve()
        token = f".{os.getpid()}-{secrets.token_hex(4)}"
        self.part, self._old = (self._real.with_name(f"{token}.{kind}") for kind in ("part", "old"))
        with self.honest():
            self.part.touch()

    @contextlib.contextmanager
    def honest(self) -> Iterator[None]:
        """A write that fails is said in our words, and leaves nothing behind."""
        try:
            yield
        except OSError as error:
            self.discard()
            reason = error.strerror or str(error)
            raise SoundError(f"cannot write {self.file}: {reason}", _remedy(error)) from error

    def failed(self, error: Exception) -> SoundError:
        """What a library that could not write had to say, or that there is no room."""
        reason = str(error).rstrip(".")
        with contextlib.suppress(OSError):
            if shutil.disk_usage(self._real.parent).free < _NO_ROOM:
                reason = "there is no room left"
        remedy = "make room there, or choose another place"
        return SoundError(f"cannot write {self.file}: {reason}", remedy)

    def appear(self) -> None:
        """Give the whole file its name; `settle` or `vanish` must follow.

        Raises:
            SoundError: when it cannot be; what stood there is as it was.
        """
        if self._real.exists():
            if not self._over:
                self.discard()
                raise SoundError(f"{self.file} has come there meanwhile", "name another file")
            with self.honest():
                self._real.replace(self._old)
        try:
            with self.honest():
                self.part.replace(self._real)
        except SoundError:
            self._restore()
            raise

    def vanish(self) -> None:
        """Be as it was before it appeared, because another file could not."""
        with contextlib.suppress(OSError):
            self._real.unlink(missing_ok=True)
        self._restore()

    def settle(self) -> None:
        """Let go of what stood there before."""
        with contextlib.suppress(OSError):
            self._old.unlink(missing_ok=True)

    def _restore(self) -> None:
        with contextlib.suppress(OSError):
            if self._old.exists():
                self._old.replace(self._real)

    def discard(self) -> None:
        """Leave nothing behind."""
        with contextlib.suppress(OSError):
            self.part.unlink(missing_ok=True)


def appear(places: Sequence[Target]) -> None:
    """Let all of these appear, or none.

    Raises:
        SoundError: when one of them cannot.
    """
    done: list[Target] = []
    try:
        for place in places:
            place.appear()
            done.append(place)
    except SoundError:
        for place in done:
            place.vanish()
        raise
    for place in done:
        place.settle()


def _remedy(error: OSError) -> str:
    import errno

    full = error.errno in (errno.ENOSPC, errno.EDQUOT)
    return "make room there, or choose another place" if full else "choose another place"


@dataclass(frozen=True, slots=True)
class _Form:
    """A format of libsndfile, and about how many bytes a second of it takes."""

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
"""The endings that can be written, with about how many bytes a second takes."""


class SoundFile:
    """One of the formats of libsndfile.

    Args:
        place: where it goes.
        tags: what it says of itself.
        ending: in which format.

    Raises:
        SoundError: when nothing can be written there.
    """

    def __init__(self, place: Target, tags: Tags, ending: str) -> None:
        import soundfile

        form = _FORMS[ending]
        self._place = place
        more = {} if form.quality is None else {"compression_level": form.quality}
        with self._honest():
            self._sound = soundfile.SoundFile(
                self._place.part, "w", RATE, 2, form.subtype, format=form.format, **more
            )
            for name, value in (
                ("title", tags.title), ("artist", tags.author), ("license", tags.licence)
            ):  # fmt: skip
                if value:
                    setattr(self._sound, name, value)

    def write(self, block: Samples) -> None:
        """Add (n, 2) float32."""
        with self._honest():
            self._sound.write(block)

    def finish(self) -> None:
        """Write the last of it."""
        with self._honest():
            self._sound.close()

    @contextlib.contextmanager
    def _honest(self) -> Iterator[None]:
        import soundfile

        try:
            with self._place.honest():
                yield
        except soundfile.LibsndfileError as error:
            self.discard()
            raise self._place.failed(error) from error

    def discard(self) -> None:
        """Leave nothing behind."""
        self._place.discard()  # first: whoever asks a second time to end it cannot wait
        with contextlib.suppress(Exception):  # it may be what failed
            self._sound.close()
        self._place.discard()
