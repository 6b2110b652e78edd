"""`FileSink`: a sink that writes a WAV file as fast as the mixer can mix, without a clock."""

from pathlib import Path

from companion.audio.formats.encode import SoundFile, Target, appear
from companion.audio.formats.tags import Tags
from companion.audio.levels import USUAL_LEVELS, Levels
from companion.audio.mixer import Mixer
from companion.audio.score import Score
from companion.units import RATE, Frames


class FileSink:
    """A sink whose `wait` writes the sound; `close` makes the file appear if it is complete.

    Args:
        file: the WAV file.
    """

    def __init__(self, file: Path) -> None:
        self._file = Target(file)
        self._writer: SoundFile | None = SoundFile(self._file, Tags(), ".wav")
        self._mixer: Mixer | None = None
        self._place = Frames(0)
        self.levels = USUAL_LEVELS

    def load(self, score: Score) -> None:
        """Replace the score; writing continues at the same place."""
        self._mixer = Mixer(score)

    def move(self, to: Frames) -> None:
        """Continue writing from another place in the score."""
        self._place = to

    def play(self) -> None:
        """Do nothing: `wait` does the writing."""

    def meet(self, at: Frames, after_s: float) -> None:  # noqa: ARG002
        """Continue writing from a place in the score: a file has no clock."""
        self._place = at

    def pause(self) -> None:
        """Do nothing: the file only grows during `wait`."""

    def cut(self) -> None:
        """Discard the file."""
        writer, self._writer = self._writer, None
        if writer is not None:
            writer.discard()

    def set_levels(self, levels: Levels) -> None:
        """Remember the levels; a file is always written at the usual loudness."""
        self.levels = levels

    def position(self) -> Frames:
        """The frame up to which the score is written."""
        return self._place

    def wait(self, until: Frames) -> None:
        """Write up to `until`, a second at a time."""
        while self._writer is not None and self._mixer is not None and self._place < until:
            count = min(RATE, until - self._place)
            self._writer.write(self._mixer.read(self._place, count))
            self._place = Frames(self._place + count)

    def wake(self) -> None:
        """Do nothing: no wait lasts long."""

    def trouble(self) -> str:
        """An empty string; a file that cannot be opened is refused at the start."""
        return ""

    def missing(self) -> list[str]:
        """The files that could not be read since the last call, one line for each."""
        if self._mixer is None:
            return []
        lines, self._mixer.missing = self._mixer.missing, []
        return lines

    def close(self) -> None:
        """Make the file appear if the session was written to its end; discard it otherwise."""
        is_whole = self._mixer is not None and self._place >= self._mixer.score.total
        writer, self._writer = self._writer, None
        if writer is not None and is_whole:
            writer.finish()
            appear([self._file])
        elif writer is not None:
            writer.discard()
