"""A session that keeps to the clock, as it is heard: two players, one after the other, agree."""

import time
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from companion.audio.device_sink import DeviceSink
from companion.audio.score import Score, Sound
from companion.notices import Notices
from companion.session.transport import Transport
from companion.session.until import now_ms
from companion.timeline.request import Request
from companion.units import RATE
from tests.fakes import arrivals, sitting
from tests.sound.rig import SoundServer
from tests.sound.stage import SCRIPT, alone, found, pause, spoken, to_the_end, wait_until

_STEP = 48  # frames in a millisecond
_NEAR = 300  # in ms
pytestmark = [pytest.mark.sound, pytest.mark.timeout(60)]


def play(folder: Path) -> tuple[Score, float]:
    """Play a session in a player of its own; return its score, and when it was to begin."""
    folder.mkdir()
    sink = DeviceSink()
    wait_until(lambda: sink._ready)
    begins = now_ms() + 1_500
    sat = sitting(folder, SCRIPT, Request(is_shared=True, begins=begins))
    spoken(folder)
    transport = Transport(sat, arrivals(), sink, Notices())
    at = time.monotonic() + (begins - now_ms()) / 1000
    transport.play()
    to_the_end(transport)
    pause(0.6)
    sink.close()
    return sat.score, at


def lateness(heard: NDArray[np.float32], sound: Sound, began: int) -> float:
    """By how many ms a sound is heard after its place in a session that began at a frame.

    It is found by its envelope, because a player that drifts leaves out single frames.
    """
    due = (sound.start + began) // _STEP
    wanted = envelope(alone(sound))
    first = max(0, due - _NEAR)
    place, _ = found(heard[first : due + _NEAR + len(wanted)], wanted)
    return float(first + place - due)


def envelope(samples: NDArray[np.float32]) -> NDArray[np.float32]:
    """The loudness of a sound, a value for each millisecond, around zero."""
    whole = len(samples) // _STEP * _STEP
    loud = np.sqrt((samples[:whole].reshape(-1, _STEP) ** 2).mean(axis=1))
    around: NDArray[np.float32] = (loud - loud.mean()).astype(np.float32)
    return around


@pytest.mark.usefixtures("plugged")
def test_two_who_begin_at_a_time_hear_every_sound_within_20_ms(
    tmp_path: Path, server: SoundServer
) -> None:
    with server.record() as recording:
        pause(0.3)
        (first, at), (second, later) = play(tmp_path / "one"), play(tmp_path / "two")
        heard = envelope(recording.samples())
        began = recording.frame_at(at)  # which is only so exact; from there on it counts frames
        then = began + round((later - at) * RATE)
        one = [lateness(heard, sound, began) for sound in first.sounds]
        two = [lateness(heard, sound, then) for sound in second.sounds]
    assert np.abs([*one, *two]).max() < 100, (one, two)
    assert np.abs(np.subtract(one, two)).max() <= 20, (one, two)
