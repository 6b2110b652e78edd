"""Export of a sitting to files: sound, captions and a page; the complete ones appear together.

The sound is mixed once for all files, one second at a time.
"""

import contextlib
import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Self

from companion.audio.formats.encode import SOUND_FILES, SoundFile, Target, Writer, appear
from companion.audio.formats.m4b import BYTES_A_SECOND, M4b
from companion.audio.formats.tags import Tags
from companion.audio.mixer import Mixer
from companion.errors import SoundError, WrongUsageError
from companion.script.model import Script
from companion.session.page import chapters, page
from companion.session.sitting import Sitting
from companion.timeline.views import captions
from companion.units import RATE, SECOND, Frames

_BOOKS = (".m4a", ".m4b")
_PAGE = ".html"
_TEXTS: dict[str, Callable[[Sitting], str]] = {
    ".vtt": lambda sitting: captions.vtt(captions.captions(sitting.timeline)),
    ".srt": lambda sitting: captions.srt(captions.captions(sitting.timeline)),
    ".lrc": lambda sitting: captions.lrc(
        captions.captions(sitting.timeline),
        sitting.script.title,
        sitting.script.author,
        sitting.timeline.total,
    ),
    ".labels": lambda sitting: captions.labels(captions.captions(sitting.timeline)),
    ".txt": lambda sitting: captions.text(
        sitting.timeline, sitting.script.title, _signed(sitting.script)
    ),
}
ENDINGS = (*SOUND_FILES, *_BOOKS, _PAGE, *_TEXTS)
# Sizes are estimates, and a disk should not be filled to its last byte.
_SPARE = 1.3
# A page needs its sound twice: as an MP3 until the page is complete, and as base64 (4/3 of that).
_PAGE_FACTOR = 7 / 3


def check(files: Sequence[Path]) -> None:
    """Check that files can be targets.

    Raises:
        WrongUsageError: for an ending that can't be written, or a file that is named twice.
        SoundError: for a path that no file can have.
    """
    for file in files:
        if _ending(file) not in ENDINGS:
            endings = ", ".join(ending.removeprefix(".") for ending in ENDINGS)
            remedy = f"these endings work: {endings}"
            raise WrongUsageError(f"companion can't write {file.name}", remedy)
    try:
        for file in files:
            with contextlib.suppress(FileNotFoundError, NotADirectoryError):
                file.stat()  # a loop of links fails here with any Python
        resolved = [file.resolve() for file in files]
    except OSError as error:
        remedy = "choose another name"
        raise SoundError(f"that file can't be written: {error.strerror}", remedy) from None
    for file, real in zip(files, resolved, strict=True):
        if resolved.count(real) > 1:
            raise WrongUsageError(f"{file} is named twice", "name each file once")


class Export:
    """The files of one export.

    Args:
        files: their paths; each is claimed at once.
        over: whether existing files may be replaced.

    Raises:
        WrongUsageError, SoundError: when one of them can't be written.
    """

    def __init__(self, files: Sequence[Path], *, over: bool = False) -> None:
        check(files)
        self._targets: list[Target] = []
        self._page_sounds: dict[Target, Target] = {}
        self._writers: dict[Target, Writer] = {}
        self.failures: list[SoundError] = []
        try:
            for file in files:
                self._targets.append(Target(file, over=over))
        except SoundError:
            self.discard()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.discard()

    def write(self, sitting: Sitting, tell: Callable[[int, int], None]) -> list[str]:
        """Write all files, and make those that are complete appear together.

        One that fails costs none of the others; it is in `failures`.

        Args:
            sitting: the session.
            tell: called with the number of seconds mixed so far, and of all.

        Returns:
            One line for each sound that could not be read.

        Raises:
            SoundError: when no file can be written completely.
        """
        self._need_room(sitting)
        for target in tuple(self._targets):
            with self._attempt(target):
                self._open(target, sitting)
        missing = self._mix(sitting, tell) if self._writers else []
        for target in tuple(self._targets):
            with self._attempt(target):
                self._finish(target, sitting)
        if not self._targets:
            raise self.failures[0]
        appear(self._targets)
        return missing

    @property
    def files(self) -> list[Path]:
        """The files that were written, or still will be."""
        return [target.file for target in self._targets]

    def discard(self) -> None:
        """Delete every unfinished file."""
        for target in (*self._targets, *self._page_sounds.values()):
            target.discard()
        for writer in self._writers.values():
            writer.discard()

    @contextlib.contextmanager
    def _attempt(self, target: Target) -> Iterator[None]:
        """Give up one file when it cannot be written, and go on with the others."""
        try:
            yield
        except SoundError as error:
            self.failures.append(error)
            self._targets.remove(target)
            if (writer := self._writers.pop(target, None)) is not None:
                writer.discard()
            if (sound := self._page_sounds.pop(target, None)) is not None:
                sound.discard()
            target.discard()

    def _open(self, target: Target, sitting: Sitting) -> None:
        """Open the writer of a file that sounds."""
        script, total = sitting.script, sitting.timeline.total
        tags = Tags(script.title, script.author, script.license, total, chapters(sitting.timeline))
        ending = _ending(target.file)
        if ending in SOUND_FILES:
            self._writers[target] = SoundFile(target, tags, ending)
        elif ending in _BOOKS:
            self._writers[target] = M4b(target, tags)
        elif ending == _PAGE:
            # never appears: only its part is read into the page
            sound = self._page_sounds[target] = Target(target.file)
            self._writers[target] = SoundFile(sound, tags, ".mp3")

    def _finish(self, target: Target, sitting: Sitting) -> None:
        """Complete a file: the end of its sound, its text, or its page."""
        if (writer := self._writers.get(target)) is not None:
            writer.finish()
        if (make := _TEXTS.get(_ending(target.file))) is not None:
            with target.honest():
                target.part.write_text(make(sitting), "utf-8")
        if (sound := self._page_sounds.get(target)) is not None:
            with target.honest(), target.part.open("w", encoding="utf-8") as out:
                out.writelines(page(sitting, sound.part))
            sound.discard()

    def _mix(self, sitting: Sitting, tell: Callable[[int, int], None]) -> list[str]:
        """Mix the session into every writer; return one line for each sound that is missing."""
        score = sitting.score
        mixer = Mixer(score)
        for first in range(0, score.total, RATE):
            block = mixer.read(Frames(first), min(RATE, score.total - first))
            for target, writer in tuple(self._writers.items()):
                with self._attempt(target):
                    writer.write(block)
            if not self._writers:
                break
            tell(first // RATE + 1, -(-score.total // RATE))
        return mixer.missing

    def _need_room(self, sitting: Sitting) -> None:
        """Check, before the work, that all files fit on their disks."""
        seconds = sitting.timeline.total / SECOND
        needed: dict[int, tuple[float, Path]] = {}
        for target in self._targets:
            folder = target.file.parent
            device = folder.stat().st_dev
            size = seconds * _bytes_per_second(_ending(target.file))
            needed[device] = (needed.get(device, (0.0, folder))[0] + size, folder)
        for size, folder in needed.values():
            if shutil.disk_usage(folder).free < size * _SPARE:
                raise SoundError(
                    f"there isn't enough room in {folder}: it takes about {size / 1e6:.0f} MB",
                    "make room there, or choose another place or a .opus file",
                )


def _signed(script: Script) -> str:
    """The author and the licence of a script in one line."""
    return ". ".join(word for word in (script.author, script.license) if word)


def _ending(file: Path) -> str:
    return file.suffix.lower()


def _bytes_per_second(ending: str) -> float:
    """The approximate number of bytes for one second."""
    if ending == _PAGE:
        return SOUND_FILES[".mp3"] * _PAGE_FACTOR
    return BYTES_A_SECOND if ending in _BOOKS else SOUND_FILES.get(ending, 100)
