"""Every shipped session, spoken by the voice that comes along, timed, and held to ffmpeg's meter.

Speech at -18 LUFS, a bed at least 19 LU under it, true peaks below -1.5 dB: measured on the file
that a person would get, by somebody else's meter (EBU R128).
"""

import re
import shutil
import subprocess
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from companion.audio.formats.encode import SoundFile, Target, appear
from companion.audio.formats.tags import Tags
from companion.audio.mixer import BED, BELL, VOICE, Mixer, sum_buses
from companion.audio.samples import Samples
from companion.script.model import Length
from companion.session.options import Options
from companion.session.sitting import Sitting
from companion.timeline.cue import Layer
from companion.timeline.pacing import BETWEEN_SENTENCES
from companion.timeline.request import Request
from companion.timeline.timeline import Quiet, Timeline, Voiced
from companion.units import MINUTE, RATE, Frames, Millis
from companion.wiring import Services
from tests.shipped import IDS

MEDITATIONS = IDS


@pytest.fixture(scope="module")
def services() -> Iterator[Services]:
    made = Services(Options(output="none"))
    made.warm()
    yield made
    made.close()


def measured(samples: Samples, folder: Path) -> tuple[float, float]:
    """Integrated loudness in LUFS and true peak in dBTP, by ffmpeg."""
    place = Target(folder / "measured.wav")
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


def length_of(name: str, services: Services) -> Length:
    length = services.library.load(services.library.find(name)).length
    assert length is not None
    return length


def pace(timeline: Timeline) -> float:
    """Words a minute while somebody speaks, the short rests between sentences among it."""
    words = spent = 0
    for one, two in pairwise((*timeline.placements, None)):
        assert one is not None
        if isinstance(one.content, Voiced):
            words += len(one.content.utterance.text.split())
            spent += one.length
            is_rest = two is not None and isinstance(two.content, Quiet)
            spent += min(two.length, BETWEEN_SENTENCES) if two is not None and is_rest else 0
    return words * MINUTE / spent


def sitting_of(services: Services, name: str, request: Request) -> Sitting:
    """A sitting with every line spoken."""
    preparation = services.prepare(services.open(name), request, whole=True)
    preparation.wait()
    return preparation.sitting()


@pytest.mark.parametrize("name", MEDITATIONS)
def test_it_lasts_what_was_asked_and_is_spoken_at_an_easy_pace(
    name: str, services: Services
) -> None:
    length = length_of(name, services)
    for asked in (length.least, length.usual, length.most):
        sitting = sitting_of(services, name, Request(asked))
        assert sitting.timeline.total == asked
        # phrases are spoken at 146, which with the rests between them is felt as about 100
        assert 75 <= pace(sitting.timeline) <= 130


@pytest.mark.skipif(shutil.which("ffmpeg") is None, reason="ffmpeg's meter is asked")
@pytest.mark.parametrize("name", MEDITATIONS)
def test_a_shipped_session_is_as_loud_as_it_should_be(
    name: str, services: Services, tmp_path: Path
) -> None:
    # at its shortest, which has all the words and the least of everything else
    length = length_of(name, services)
    asked = Request(Millis(min(length.least * 21 // 20, length.most)), bed=(Layer("rain"),))
    every = buses(sitting_of(services, name, asked))
    voice, bed, bells = every[:, VOICE], every[:, BED], every[:, BELL]
    spoken = np.abs(voice).max(axis=1) > 0
    loud, _ = measured(voice[spoken], tmp_path)
    assert loud == pytest.approx(-18.0, abs=0.5)
    under, _ = measured(bed[spoken], tmp_path)
    assert loud - under >= 19
    whole = np.empty((len(every), 2), np.float32)
    sum_buses(every, np.ones(3, np.float32), whole)
    assert measured(whole, tmp_path)[1] <= -1.5
    if bells.any():
        assert np.abs(bells).max() < np.abs(voice).max()
        assert measured(bells, tmp_path)[0] < loud
