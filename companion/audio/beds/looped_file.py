"""A person's own file as a bed: streamed, brought to 48 kHz and to a bed's loudness, looped.

A turn of the loop goes over into the next one with equal power, so that neither a cut nor a
dip is heard. Only a few seconds of it are ever in memory.
"""

from pathlib import Path

import numpy as np
import soxr

from companion.audio.formats.decode import Opened, open_audio
from companion.audio.mastering import loudness
from companion.audio.samples import Samples
from companion.units import RATE

BED_LUFS = -33.0
CROSSFADE_S = 4
_KEPT = 8
# The beginning is kept, because the end goes over into it again and again.
_HEAD_S = 6
# What a page is resampled with on either side, so that its edges are those of the whole: 0.2 s.
_MARGIN_PARTS = 5
# Where in a file its loudness is taken, and for how long each time.
_TASTED, _TASTE_S = (0.1, 0.5, 0.85), 4
_GAIN_MOST_DB = 24.0
_SILENT_LUFS = -70.0
# No second of it is louder than this, and no sample: 10 dB over a bed, and -9 dBFS.
_MOST_RMS, _MOST = 10 ** (-25 / 20), 10 ** (-9 / 20)


class Looped:
    """A file without an end.

    Args:
        file: any audio file.

    Raises:
        SoundError: when it cannot be read, or is too long.
    """

    def __init__(self, file: Path) -> None:
        self._file: Opened = open_audio(file)
        self._pages: dict[int, Samples] = {}
        self._length = max(1, self._file.frames * RATE // self._file.rate)
        self._fade = min(CROSSFADE_S * RATE, self._length // 2)
        self._turn = self._length - self._fade
        # while it is tasted nothing is turned down
        self._held_back: dict[int, float] = dict.fromkeys(range(-1, self._length // RATE + 2), 1.0)
        self._middle = np.zeros(2, np.float32)
        self._gain = np.float32(1.0)
        self._gain = np.float32(self._levelled())
        self._held_back = {}

    def read(self, first: int, count: int) -> Samples:
        """(count, 2) float32 from a frame on; before the beginning there is silence."""
        out = np.zeros((count, 2), np.float32)
        place = max(0, first)
        while place < first + count:
            turn, into = divmod(place, self._turn)
            span = min(first + count - place, self._turn - into)
            if into < self._fade and turn:
                span = min(span, self._fade - into)
                along = (into + np.arange(span, dtype=np.float32))[:, None] / np.float32(self._fade)
                piece = self._heard(into, span) * np.sin(np.pi / 2 * along)
                piece += self._heard(self._turn + into, span) * np.cos(np.pi / 2 * along)
            else:
                piece = self._heard(into, span)
            out[place - first : place - first + span] = piece
            place += span
        return out

    def _heard(self, first: int, count: int) -> Samples:
        """A piece of the file itself at 48 kHz; silence behind its end."""
        numbers = range(first // RATE, (first + count - 1) // RATE + 1)
        whole = np.concatenate([self._calm(number) for number in numbers])
        begin = first - numbers[0] * RATE
        return np.asarray(whole[begin : begin + count], np.float32)

    def _calm(self, second: int) -> Samples:
        """A second at its loudness, turned down where the file is far louder than elsewhere."""
        before, here, after = (self._excess(n) for n in (second - 1, second, second + 1))
        line = np.linspace(min(before, here), min(here, after), RATE, dtype=np.float32)
        return (self._page(second) - self._middle) * (self._gain * line)[:, None]

    def _excess(self, second: int) -> float:
        """The gain that keeps a second of it from startling; 1 where nothing does."""
        if second < 0:
            return 1.0
        if second not in self._held_back:
            page = (self._page(second) - self._middle) * self._gain
            loud = float(np.sqrt(np.mean(page**2)))
            peak = float(np.abs(page).max(initial=0.0))
            self._held_back[second] = min(1.0, _MOST_RMS / max(loud, 1e-9), _MOST / max(peak, 1e-9))
        return self._held_back[second]

    def _page(self, second: int) -> Samples:
        if second not in self._pages:
            self._pages[second] = self._resampled(second)
            later = [n for n in self._pages if n >= _HEAD_S]
            for gone in later[:-_KEPT]:
                del self._pages[gone]
        return self._pages[second]

    def _resampled(self, second: int) -> Samples:
        rate = self._file.rate
        if rate == RATE:
            return self._file.read(second * rate, rate)
        # a margin that is whole frames at both rates keeps the pages in step with each other
        parts = _MARGIN_PARTS if rate % _MARGIN_PARTS == 0 else 1
        margin = rate // parts
        around = self._file.read(second * rate - margin, rate + 2 * margin)
        fine = soxr.resample(around, rate, RATE)
        cut = RATE // parts
        page = np.zeros((RATE, 2), np.float32)
        kept = fine[cut : cut + RATE]
        page[: len(kept)] = kept
        return page

    def _levelled(self) -> float:
        """What brings it to the loudness of a bed."""
        taste = min(_TASTE_S * RATE, self._length)
        places = [int(share * (self._length - taste)) for share in _TASTED]
        tasted = np.concatenate([self._heard(place, taste) for place in places])
        self._middle = tasted.mean(axis=0)
        heard = loudness(tasted - self._middle)
        if heard < _SILENT_LUFS:
            return 1.0
        return float(10 ** (min(_GAIN_MOST_DB, BED_LUFS - heard) / 20))
