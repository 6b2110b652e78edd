"""The user's own file as a bed: streamed, resampled to 48 kHz, levelled and looped.

An equal-power cross-fade joins the end to the beginning, so that neither a cut nor a dip is
heard. Only a few seconds of the file are ever in memory.
"""

from pathlib import Path

import numpy as np
import soxr

from companion.audio.formats.own_sound import OwnSound
from companion.audio.mastering import loudness
from companion.audio.samples import Samples
from companion.units import RATE

BED_LUFS = -33.0
CROSSFADE_S = 4
_MAX_PAGES = 8
# The beginning stays in memory, because the end cross-fades into it again and again.
_HEAD_S = 6
# A page is resampled with a fifth of a second on either side, so that its edges join the next.
_MARGIN_PARTS = 5
# The places in a file where its loudness is measured, as shares, and the seconds for each.
_PROBES, _PROBE_S = (0.1, 0.5, 0.85), 4
_GAIN_MOST_DB = 24.0
_SILENT_LUFS = -70.0
# Limits for each second: its RMS (10 dB over a bed) and its peak (-9 dBFS).
_MOST_RMS, _MOST = 10 ** (-25 / 20), 10 ** (-9 / 20)


class LoopedFile:
    """A sound file that repeats without an end.

    Args:
        file: any audio file.

    Raises:
        SoundError: when it cannot be read, or is too short or too long.
    """

    def __init__(self, file: Path) -> None:
        self._file = OwnSound(file)
        self._pages: dict[int, Samples] = {}
        self._length = max(1, self._file.frames * RATE // self._file.rate)
        self._fade = min(CROSSFADE_S * RATE, self._length // 2)
        self._turn = self._length - self._fade
        # the measurement itself must hear the file as it is, with no second turned down
        self._limits: dict[int, float] = dict.fromkeys(range(-1, self._length // RATE + 2), 1.0)
        self._dc_offset = np.zeros(2, np.float32)
        self._gain = np.float32(1.0)
        self._gain = np.float32(self._measure_gain())
        self._limits = {}

    def read(self, first: int, count: int) -> Samples:
        """Read (count, 2) float32 from frame `first` on; frames before 0 are silent."""
        out = np.zeros((count, 2), np.float32)
        place = max(0, first)
        while place < first + count:
            turn, into = divmod(place, self._turn)
            span = min(first + count - place, self._turn - into)
            if into < self._fade and turn:
                span = min(span, self._fade - into)
                along = (into + np.arange(span, dtype=np.float32))[:, None] / np.float32(self._fade)
                piece = self._levelled(into, span) * np.sin(np.pi / 2 * along)
                piece += self._levelled(self._turn + into, span) * np.cos(np.pi / 2 * along)
            else:
                piece = self._levelled(into, span)
            out[place - first : place - first + span] = piece
            place += span
        return out

    def _levelled(self, first: int, count: int) -> Samples:
        """A levelled piece of the file at 48 kHz; silence after its end."""
        numbers = range(first // RATE, (first + count - 1) // RATE + 1)
        seconds = np.concatenate([self._levelled_second(number) for number in numbers])
        begin = first - numbers[0] * RATE
        return np.asarray(seconds[begin : begin + count], np.float32)

    def _levelled_second(self, second: int) -> Samples:
        """One second with the gain of the file, turned down where it is far too loud."""
        before, own, after = (self._limit(n) for n in (second - 1, second, second + 1))
        line = np.linspace(min(before, own), min(own, after), RATE, dtype=np.float32)
        return (self._page(second) - self._dc_offset) * (self._gain * line)[:, None]

    def _limit(self, second: int) -> float:
        """The gain that keeps a loud second from startling anyone; 1 for all others."""
        if second < 0:
            return 1.0
        if second not in self._limits:
            page = (self._page(second) - self._dc_offset) * self._gain
            rms = float(np.sqrt(np.mean(page**2)))
            peak = float(np.abs(page).max(initial=0.0))
            self._limits[second] = min(1.0, _MOST_RMS / max(rms, 1e-9), _MOST / max(peak, 1e-9))
        return self._limits[second]

    def _page(self, second: int) -> Samples:
        if second not in self._pages:
            self._pages[second] = self._resample(second)
            later = [n for n in self._pages if n >= _HEAD_S]
            for oldest in later[:-_MAX_PAGES]:
                del self._pages[oldest]
        return self._pages[second]

    def _resample(self, second: int) -> Samples:
        rate = self._file.rate
        if rate == RATE:
            return self._file.read(second * rate, rate)
        # a margin of whole frames at both rates keeps the pages aligned with each other
        parts = _MARGIN_PARTS if rate % _MARGIN_PARTS == 0 else 1
        margin = rate // parts
        around = self._file.read(second * rate - margin, rate + 2 * margin)
        resampled = soxr.resample(around, rate, RATE)
        cut = RATE // parts
        page = np.zeros((RATE, 2), np.float32)
        middle = resampled[cut : cut + RATE]
        page[: len(middle)] = middle
        return page

    def _measure_gain(self) -> float:
        """Measure the gain that brings the file to the loudness of a bed, and its DC offset."""
        span = min(_PROBE_S * RATE, self._length)
        places = [int(share * (self._length - span)) for share in _PROBES]
        probes = np.concatenate([self._levelled(place, span) for place in places])
        self._dc_offset = probes.mean(axis=0)
        lufs = loudness(probes - self._dc_offset)
        if lufs < _SILENT_LUFS:
            return 1.0
        return float(10 ** (min(_GAIN_MOST_DB, BED_LUFS - lufs) / 20))
