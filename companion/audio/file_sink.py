"""A sink that writes a WAV file as fast as it can be mixed: the same mixer, no clock."""

from pathlib import Path

from companion.audio.formats.encode import SoundFile, Tags, Target, appear
from companion.audio.levels import USUAL_LEVELS, Levels
from companion.audio.mixer import Mixer
from companion.audio.score import Score
from companion.units import RATE, Frames


class FileSink:
    """Writes what it is asked to wait for; `close` makes the file appear if it is whole.

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
        """Go on with another score."""
        self._mixer = Mixer(score)

    def move(self, to: Frames) -> None:
        """Write what is there next."""
        self._place = to

    def play(self) -> None:
        """Nothing runs by itself: waiting is what writes."""

    def pause(self) -> None:
        """Nothing runs on by itself."""

    def cut(self) -> None:
        """Leave no file."""
        writer, self._writer = self._writer, None
        if writer is not None:
            writer.discard()

    def mix(self, levels: Levels) -> None:
        """A file is as loud as usual: whoever hears it has keys of their own."""
        self.levels = levels

    def position(self) -> Frames:
        """How much is written."""
        return self._place

    def wait(self, until: Frames) -> None:
        """Write up to `until`, a second at a time."""
        while self._writer is not None and self._mixer is not None and self._place < until:
            count = min(RATE, until - self._place)
            self._writer.write(self._mixer.read(self._place, count))
            self._place = Frames(self._place + count)

    def wake(self) -> None:
        """Nobody waits for long."""

    def trouble(self) -> str:
        """Writing has none; a file that cannot be opened is refused at the start."""
        return ""

    def missing(self) -> list[str]:
        """What could not be read."""
        if self._mixer is None:
            return []
        told, self._mixer.missing = self._mixer.missing, []
        return told

    def close(self) -> None:
        """Make the file appear if the session was written to its end, else leave none."""
        is_whole = self._mixer is not None and self._place >= self._mixer.score.total
        writer, self._writer = self._writer, None
        if writer is not None and is_whole:
            writer.finish()
            appear([self._file])
        elif writer is not None:
            writer.discard()
