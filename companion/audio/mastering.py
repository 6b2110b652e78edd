"""Mastering of spoken clips: EQ, comma pauses, trimming, resampling, loudness and fades.

Every step works on one whole utterance, so the filters are applied to its spectrum without a
phase shift, and the word times stay exact.
"""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import soxr
from numpy.typing import NDArray

from companion.audio.samples import Samples
from companion.timeline.utterance import Onsets
from companion.units import FRAMES_PER_MS, RATE

SPEECH_LUFS = -18.0
PEAK_DBTP = -1.5
SHELF_HZ = 1_500.0
SHELF_DB = -10.0
COMMA_S = 0.45

_HEAD_S = 0.020
_TAIL_S = 0.120
_FADE_S = 0.008
_LIMIT_MS = 4
_AUDIBLE_DB = -40.0


def master(
    samples: Samples, rate: int, onsets: Onsets, text: str, *, soften: bool
) -> tuple[Samples, Onsets]:
    """Turn a raw utterance into a finished clip.

    Args:
        samples: (n,) float32 as the engine wrote them.
        rate: their rate in Hz.
        onsets: the onsets of the words, reported by the engine or estimated.
        text: the spoken text.
        soften: whether to lower the treble, for a harsh voice.

    Returns:
        (m,) float32 at 48 kHz and -18 LUFS, and the onsets within it. Silence gives (0,)
        samples and no onsets.
    """
    if soften:
        samples = high_shelf(samples, rate)
    samples, onsets = stretch_commas(samples, rate, onsets, text)
    samples, onsets = _trim(samples, rate, onsets)
    if not len(samples):
        return samples, []
    if rate != RATE:
        samples = soxr.resample(samples, rate, RATE, quality="HQ").astype(np.float32)
    return _pad_to_ms(_fade(level(samples))), onsets


def join(pieces: Sequence[Samples]) -> Samples:
    """Join pieces with the same rate, each (n,) float32."""
    return np.concatenate(pieces)


def high_shelf(samples: Samples, rate: int) -> Samples:
    """Lower everything above 1.5 kHz by 10 dB, with the high shelf of the Audio EQ Cookbook.

    The embedded voice is 2 to 15 dB brighter there than other engines, and sounds harsh.
    """
    size = _fft_size(len(samples) + rate // 10)
    spectrum = np.fft.rfft(samples, size) * _shelf(size, rate)
    return np.fft.irfft(spectrum, size)[: len(samples)].astype(np.float32)


@lru_cache(maxsize=32)
def _shelf(size: int, rate: int) -> NDArray[np.float64]:
    """The gain of the shelf for each bin of a real FFT."""
    z = np.exp(-2j * np.pi * np.fft.rfftfreq(size))
    a, w = 10 ** (SHELF_DB / 40), 2 * np.pi * SHELF_HZ / rate
    c, slope = np.cos(w), np.sin(w) * np.sqrt(2 * a)
    numerator = a * (
        ((a + 1) + (a - 1) * c + slope)
        - 2 * ((a - 1) + (a + 1) * c) * z
        + ((a + 1) + (a - 1) * c - slope) * z * z
    )
    denominator = (
        ((a + 1) - (a - 1) * c + slope)
        + 2 * ((a - 1) - (a + 1) * c) * z
        + ((a + 1) - (a - 1) * c - slope) * z * z
    )
    return np.asarray(np.abs(numerator / denominator))


def stretch_commas(
    samples: Samples, rate: int, onsets: Onsets, text: str
) -> tuple[Samples, Onsets]:
    """Lengthen the pause after each comma to 0.45 s, by adding silence to an existing one."""
    pieces, shifted, cut, added = [], [], 0, 0.0
    for index, (when, first) in enumerate(onsets):
        previous = onsets[index - 1] if index else None
        if previous and set(text[previous[1] : first]) & set(",;:"):
            begin, end = _gap_before(samples, rate, previous[0], when)
            missing = COMMA_S - (end - begin) / rate
            if end > begin and missing > 0:
                middle = (begin + end) // 2
                pieces += [samples[cut:middle], np.zeros(int(missing * rate), np.float32)]
                cut, added = middle, added + int(missing * rate) / rate
        shifted.append((when + added, first))
    return np.concatenate([*pieces, samples[cut:]]), shifted


def _gap_before(samples: Samples, rate: int, since: float, until: float) -> tuple[int, int]:
    """The longest near-silence between two words, as (begin, end) frames; empty without one."""
    first, last = int(since * rate), min(len(samples), int((until + 0.05) * rate))
    hop = rate // 200
    blocks = samples[first : first + (last - first) // hop * hop].reshape(-1, hop)
    peak = float(np.abs(samples).max(initial=0.0))
    quiet = np.abs(blocks).max(axis=1, initial=0.0) < peak * 0.02
    edges = np.flatnonzero(np.diff(np.concatenate([[0], quiet.astype(np.int8), [0]])))
    if not len(edges):
        return first, first
    runs = edges.reshape(-1, 2)
    begin, end = runs[int(np.argmax(runs[:, 1] - runs[:, 0]))]
    return first + int(begin) * hop, first + int(end) * hop


def _trim(samples: Samples, rate: int, onsets: Onsets) -> tuple[Samples, Onsets]:
    """Leave 20 ms before the sound and 120 ms after it; longer pauses belong to the timeline."""
    peak = float(np.abs(samples).max(initial=0.0))
    if peak < 1e-4:  # noqa: PLR2004 - about three steps of 16 bits
        return np.zeros(0, np.float32), []
    audible = np.flatnonzero(np.abs(samples) > peak * 10 ** (_AUDIBLE_DB / 20))
    first = max(0, int(audible[0]) - int(_HEAD_S * rate))
    last = int(audible[-1]) + int(_TAIL_S * rate)
    return samples[first:last], [(max(0.0, when - first / rate), c) for when, c in onsets]


def level(samples: Samples) -> Samples:
    """Bring speech at 48 kHz to -18 LUFS, with its true peaks limited to -1.5 dB.

    Peaks are turned down only for the few milliseconds that they last, not the whole line:
    otherwise the voice would differ in loudness from line to line.
    """
    for _ in range(2):  # the second pass makes up for the loudness that the limiter took
        gain = 10 ** ((SPEECH_LUFS - loudness(samples)) / 20)
        levelled = samples * np.float32(gain)
        samples = limit_peaks(levelled)
        if samples is levelled:
            break
    return samples


def limit_peaks(samples: Samples) -> Samples:
    """Limit the true peaks of speech at 48 kHz to -1.5 dB, with a smooth gain."""
    gains = peak_gains(samples)
    return samples if gains is None else (samples * gains).astype(np.float32)


def peak_gains(samples: Samples) -> NDArray[np.float64] | None:
    """The gain for each sample of speech at 48 kHz that limits its true peaks to -1.5 dB.

    It's smooth, and turns down only the few milliseconds around a peak; None where none is higher.
    """
    oversampled = np.abs(soxr.resample(samples, 1, 4))
    blocks = np.zeros(-(-len(samples) // FRAMES_PER_MS) * FRAMES_PER_MS * 4, np.float32)
    blocks[: len(oversampled)] = oversampled[: len(blocks)]
    peaks = blocks.reshape(-1, FRAMES_PER_MS * 4).max(axis=1)
    gain = np.minimum(1.0, 10 ** (PEAK_DBTP / 20) / np.maximum(peaks, 1e-9))
    if gain.min() >= 1.0:
        return None
    # a sliding minimum, smoothed over a shorter window, never exceeds the allowed gain
    reach = _LIMIT_MS + 1
    around = np.lib.stride_tricks.sliding_window_view(
        np.pad(gain, reach, mode="edge"), 2 * reach + 1
    )
    window = np.hanning(2 * _LIMIT_MS + 3)[1:-1]
    least = np.pad(around.min(axis=1), _LIMIT_MS, mode="edge")
    smooth = np.convolve(least, window / window.sum(), mode="valid")
    centres = (np.arange(len(smooth)) + 0.5) * FRAMES_PER_MS
    return np.interp(np.arange(len(samples)), centres, smooth)


def true_peak(samples: Samples) -> float:
    """The true peak: the highest value after oversampling four times."""
    return float(np.abs(soxr.resample(samples, 1, 4)).max(initial=0.0))


def loudness(samples: NDArray[np.floating]) -> float:
    """Integrated loudness (ITU-R BS.1770-4) of 48 kHz samples, (n,) or (n, channels), in LUFS.

    A clip shorter than one gating block is measured as one block. Silence is -200.
    """
    columns = samples.reshape(len(samples), -1).astype(np.float64)
    # a few fixed sizes let the filter be cached, and a prime size would make the FFT slow
    size = _fft_size(len(columns))
    spectrum = np.fft.rfft(columns, size, axis=0) * _k_weighting(size)[:, None]
    power = (np.fft.irfft(spectrum, size, axis=0)[: len(columns)] ** 2).sum(axis=1)
    size, hop = min(RATE * 4 // 10, len(power)), RATE // 10
    sums = np.concatenate([[0.0], np.cumsum(power)])
    starts = np.arange(0, len(power) - size + 1, hop)
    energy = np.maximum((sums[starts + size] - sums[starts]) / size, 1e-20)
    blocks = -0.691 + 10 * np.log10(energy)
    audible = blocks > -70  # noqa: PLR2004 - the absolute gate of the standard
    if not audible.any():
        return -200.0
    gate = -0.691 + 10 * np.log10(energy[audible].mean()) - 10
    return float(-0.691 + 10 * np.log10(energy[audible & (blocks > gate)].mean()))


@lru_cache(maxsize=32)
def _k_weighting(count: int) -> NDArray[np.complex128]:
    """The response of both BS.1770 filters at 48 kHz for each bin of a real FFT."""
    z = np.exp(-2j * np.pi * np.fft.rfftfreq(count))

    def response(b: Sequence[float], a: Sequence[float]) -> NDArray[np.complex128]:
        return np.asarray((b[0] + b[1] * z + b[2] * z * z) / (1 + a[0] * z + a[1] * z * z))

    shelf = response(
        (1.53512485958697, -2.69169618940638, 1.19839281085285),
        (-1.69065929318241, 0.73248077421585),
    )
    return shelf * response((1.0, -2.0, 1.0), (-1.99004745483398, 0.99007225036621))


def _fade(samples: Samples) -> Samples:
    count = min(len(samples) // 4, int(_FADE_S * RATE))
    ramp = np.linspace(0, 1, count, dtype=np.float32)
    faded = samples.copy()
    faded[:count] *= ramp
    faded[len(faded) - count :] *= ramp[::-1]
    return faded


def _pad_to_ms(samples: Samples) -> Samples:
    """Add silence up to a whole millisecond, which is the unit of the timeline."""
    return np.pad(samples, (0, -len(samples) % FRAMES_PER_MS))


def _fft_size(least: int) -> int:
    """A fast FFT size, at most an eighth larger than `least`."""
    whole = 1 << max(3, least - 1).bit_length()
    return next(size for eighths in range(9, 17) if (size := whole * eighths // 16) >= least)
