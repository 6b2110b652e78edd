"""A sitting becomes files: sound, captions, a page. All of them appear, or none does.

The sound is mixed once, a second at a time, for every file that wants it.
"""

import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Self

from companion.audio.formats.encode import SOUND_FILES, SoundFile, Tags, Target, Writer, appear
from companion.audio.formats.m4b import BYTES_A_SECOND, M4b
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
# A disk is not filled to its last byte, and sizes are estimates.
_SPARE = 1.3
# A page holds its sound in letters, beside which it stands as a file until it is whole.
_PAGE_FACTOR = 7 / 3


def check(files: Sequence[Path]) -> None:
    """Whether each of these can be a target.

    Raises:
        WrongUsageError: for an ending that cannot be written, or a file that is named twice.
    """
    for file in files:
        if _ending(file) not in ENDINGS:
            every = ", ".join(ending.removeprefix(".") for ending in ENDINGS)
            raise WrongUsageError(f"{file.name} has no ending that can be written", every)
    try:
        resolved = [file.resolve() for file in files]
        for file in files:
            file.exists()
    except RuntimeError:  # as Python 3.11 says it
        raise SoundError("a link leads round in a circle", "name another file") from None
    except OSError as error:
        remedy = "choose another name"
        raise SoundError(f"there can be no such file: {error.strerror}", remedy) from None
    for file, real in zip(files, resolved, strict=True):
        if resolved.count(real) > 1:
            raise WrongUsageError(f"{file} is named twice", "name each file once")


class Export:
    """Files that are being written.

    Args:
        files: where; each place is claimed at once.
        over: whether what is there may be written over.

    Raises:
        WrongUsageError, SoundError: when one of them cannot be written.
    """

    def __init__(self, files: Sequence[Path], *, over: bool = False) -> None:
        check(files)
        self._places: list[Target] = []
        self._beside: list[Target] = []
        self._writers: list[Writer] = []
        try:
            for file in files:
                self._places.append(Target(file, over=over))
        except SoundError:
            self.discard()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.discard()

    def write(self, sitting: Sitting, tell: Callable[[int, int], None]) -> list[str]:
        """Write everything, and let it appear.

        Args:
            sitting: what is played.
            tell: called with the seconds that are mixed, and all.

        Returns:
            A line for each sound that could not be read.

        Raises:
            SoundError: when it cannot be written to its end; then nothing of it is there.
        """
        self._need_room(sitting)
        pages = self._open(sitting)
        missing = self._mix(sitting, tell) if self._writers else []
        for writer in self._writers:
            writer.finish()
        for place in self._places:
            if make := _TEXTS.get(_ending(place.file)):
                with place.honest():
                    place.part.write_text(make(sitting), "utf-8")
        for place, sound in pages:
            with place.honest(), place.part.open("w", encoding="utf-8") as out:
                out.writelines(page(sitting, sound.part))
            sound.discard()
        appear(self._places)
        return missing

    def discard(self) -> None:
        """Leave nothing that is not whole."""
        for place in (*self._places, *self._beside):
            place.discard()
        for writer in self._writers:
            writer.discard()

    def _open(self, sitting: Sitting) -> list[tuple[Target, Target]]:
        """A writer for all that sounds; and each page with the place of its sound."""
        script, total = sitting.script, sitting.timeline.total
        told = chapters(sitting.timeline)
        tags = Tags(script.title, script.author, script.license, total, told)
        pages = []
        for place in self._places:
            ending = _ending(place.file)
            if ending in SOUND_FILES:
                self._writers.append(SoundFile(place, tags, ending))
            elif ending in _BOOKS:
                self._writers.append(M4b(place, tags))
            elif ending == _PAGE:
                sound = Target(place.file)  # only its part is ever there
                self._beside.append(sound)
                self._writers.append(SoundFile(sound, tags, ".mp3"))
                pages.append((place, sound))
        return pages

    def _mix(self, sitting: Sitting, tell: Callable[[int, int], None]) -> list[str]:
        score = sitting.score
        mixer = Mixer(score)
        for first in range(0, score.total, RATE):
            block = mixer.read(Frames(first), min(RATE, score.total - first))
            for writer in self._writers:
                writer.write(block)
            tell(first // RATE + 1, -(-score.total // RATE))
        return mixer.missing

    def _need_room(self, sitting: Sitting) -> None:
        """Look whether it will fit before anything is begun."""
        seconds = sitting.timeline.total / SECOND
        wanted: dict[int, tuple[float, Path]] = {}
        for place in self._places:
            folder = place.file.parent
            device = folder.stat().st_dev
            size = seconds * _size(_ending(place.file))
            wanted[device] = (wanted.get(device, (0.0, folder))[0] + size, folder)
        for size, folder in wanted.values():
            if shutil.disk_usage(folder).free < size * _SPARE:
                raise SoundError(
                    f"there is too little room in {folder}: it takes about {size / 1e6:.0f} MB",
                    "make room there, or choose another place or a .opus file",
                )


def _signed(script: Script) -> str:
    """Who wrote it, and under which licence."""
    return ". ".join(word for word in (script.author, script.license) if word)


def _ending(file: Path) -> str:
    return file.suffix.lower()


def _size(ending: str) -> float:
    """About how many bytes a second takes."""
    if ending == _PAGE:
        return SOUND_FILES[".mp3"] * _PAGE_FACTOR
    return BYTES_A_SECOND if ending in _BOOKS else SOUND_FILES.get(ending, 100)
