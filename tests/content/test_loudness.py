"""Every shipped session, spoken by the voice that comes along and held to ffmpeg's own meter.

Speech at -18 LUFS, a bed at least 19 LU under it, true peaks below -1.5 dB: measured on the file
that a person would get, by somebody else's meter (EBU R128).
"""

import re
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from companion.audio.files.writing import Place, SoundFile, Tags, appear
from companion.audio.mixer import BED, BELL, VOICE, Mixer, summed
from companion.resources import shipped
from companion.session.prepare import Sitting
from companion.timeline.cue import Layer
from companion.timeline.plan import Request
from companion.units import RATE, Frames, Millis
from companion.wiring import Options, Services

MEDITATIONS = sorted(file.stem for file in shipped("meditations").glob("*.yaml"))
Samples = NDArray[np.float32]


@pytest.fixture
def services() -> Services:
    if shutil.which("ffmpeg") is None:
        pytest.skip("ffmpeg is not installed, whose meter this asks")
    return Services(Options(output="none"))


def measured(samples: Samples, folder: Path) -> tuple[float, float]:
    """Integrated loudness in LUFS and true peak in dBTP, by ffmpeg."""
    place = Place(folder / "measured.wav")
    writer = SoundFile(place, Tags(), ".wav")
    writer.write(samples)
    writer.finish()
    appear([place])
    command = ["ffmpeg", "-nostats", "-i", str(place.file), "-af", "ebur128=peak=true", "-f", "null", "-"]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    summary = done.stderr[done.stderr.rindex("Summary:") :]
    loud = re.search(r"I:\s+(-?[\d.]+|-inf) LUFS", summary)
    peak = re.search(r"Peak:\s+(-?[\d.]+|-inf) dBFS", summary)
    assert loud is not None
    assert peak is not None
    return float(loud[1]), float(peak[1])


def buses(sitting: Sitting) -> Samples:
    score = sitting.score
    mixer = Mixer(score)
    blocks = [mixer.buses(Frames(n), min(RATE, score.total - n)) for n in range(0, score.total, RATE)]  # fmt: skip
    assert mixer.missing == []
    return np.concatenate(blocks)


@pytest.mark.parametrize("name", MEDITATIONS)
def test_a_shipped_session_is_as_loud_as_it_should_be(
    name: str, services: Services, tmp_path: Path
) -> None:
    try:
        services.warm()
        written = services.library.load(services.library.find(name))
        assert written.length is not None
        # at its shortest, which has all the words and the least of everything else
        asked = Request(Millis(written.length.least * 21 // 20), bed=(Layer("rain"),))
        sitting = services.sitting(name, asked)
        every = buses(sitting)
    finally:
        services.close()
    voice, bed, bells = every[:, VOICE], every[:, BED], every[:, BELL]
    spoken = np.abs(voice).max(axis=1) > 0
    loud, _ = measured(voice[spoken], tmp_path)
    assert loud == pytest.approx(-18.0, abs=0.5)
    under, _ = measured(bed[spoken], tmp_path)
    assert loud - under >= 19
    whole = np.empty((len(every), 2), np.float32)
    summed(every, np.ones(3, np.float32), whole)
    assert measured(whole, tmp_path)[1] <= -1.5
    if bells.any():
        assert np.abs(bells).max() < np.abs(voice).max()
        assert measured(bells, tmp_path)[0] < loud
