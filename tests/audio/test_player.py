"""The player with a callback of the test's: varying blocks, odd delays, a device that stops."""

import threading
import time
from collections.abc import Iterator

import numpy as np
import pytest

from companion.audio.callback_watch import CallbackWatch
from companion.audio.mixer import Mixer
from companion.audio.player import FIRST, Player
from companion.audio.ring import Ring
from companion.audio.score import ClipSound, Score
from companion.units import RATE, Frames
from tests.fakes import FakeClock, at

BLOCKS = (72, 417, 3_000, 1_000, 9)


def ramp_mixer(level: float = 0.4, length: int = 30 * RATE) -> Mixer:
    """A mix in which every sample tells where it is from: a slow saw."""
    saw = (np.arange(length) % 40_000 / 40_000 * level + 0.1).astype(np.float32)
    return Mixer(Score((ClipSound(at(0), Frames(length), "saw"),), Frames(length)), lambda *_: saw)


class Device:
    """Calls back as devices do, as fast as the test wants."""

    def __init__(self, player: Player) -> None:
        self.player = player
        self.heard = np.zeros((0, 2), np.float32)

    def pull(self, count: int, delay: float = 0.2) -> np.ndarray:
        got = []
        while count > 0:
            for size in BLOCKS:
                block = np.full((min(size, count), 2), 9.0, np.float32)
                self.player.fill(block, delay)
                got.append(block)
                count -= len(block)
                if count <= 0:
                    break
            threading.Event().wait(0.001)
        self.heard = np.concatenate([self.heard, *got])
        return np.concatenate(got)


@pytest.fixture
def player() -> Iterator[Player]:
    made = Player()
    yield made
    made.close()


def sounding(player: Player, first: int = 0) -> Device:
    player.load(ramp_mixer())
    player.play(1, Frames(first))
    device = Device(player)
    device.pull(4_000)
    return device


def test_nothing_sounds_before_play(player: Player) -> None:
    assert not Device(player).pull(5_000).any()


def test_the_mix_comes_out_whole_after_a_short_rise(player: Player) -> None:
    device = sounding(player)
    device.pull(60_000)
    expected = ramp_mixer().read(Frames(0), 64_000)
    np.testing.assert_allclose(device.heard[2_000:], expected[2_000:], atol=1e-6)
    assert player.starved == 0


def test_what_was_heard_is_told_with_its_take_and_delay(player: Player) -> None:
    device = sounding(player, first=96_000)
    device.pull(4_800, delay=0.31)
    heard = player.heard
    assert (heard.take, heard.delay) == (1, 0.31)
    assert 96_000 < heard.frame < 96_000 + 9_000


def test_a_halt_fades_and_then_there_is_silence(player: Player) -> None:
    device = sounding(player)
    halting = threading.Thread(target=player.halt)
    halting.start()
    fading = device.pull(RATE)
    halting.join()
    assert np.abs(np.diff(fading[:, 0])).max() < 0.02 + 0.4
    assert not fading[-2_000:].any()
    assert not device.pull(3_000).any()


def test_a_seek_starts_at_its_frame_with_a_new_take(player: Player) -> None:
    device = sounding(player)
    seeking = threading.Thread(target=player.play, args=(2, Frames(10 * RATE)))
    seeking.start()
    while seeking.is_alive():
        device.pull(1_000)
    device.heard = np.zeros((0, 2), np.float32)
    device.pull(6_000)
    assert player.heard.take == 2
    assert 10 * RATE <= player.heard.frame < 11 * RATE


def test_a_new_score_is_laid_over_without_a_break(player: Player) -> None:
    device = sounding(player)
    player.load(ramp_mixer(level=0.2))
    device.pull(3 * RATE // 2)
    late = device.heard[4_000 + RATE // 2 :]
    first = 4_000 + RATE // 2
    np.testing.assert_allclose(late, ramp_mixer(0.2).read(Frames(first), len(late)), atol=1e-6)


def test_a_start_for_a_given_time_is_heard_then(
    player: Player, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = FakeClock()
    monkeypatch.setattr(time, "monotonic", clock)
    player.load(ramp_mixer())
    player.play(1, Frames(5 * RATE), when=clock.now + 0.5)
    out = np.zeros((RATE, 2), np.float32)
    player.fill(out[:24_000], 0.2)  # heard from 0.2 s on: the first 0.3 s must be silent
    assert not out[:14_390].any()
    assert out[14_500:24_000].any()
    assert player.heard.frame == 5 * RATE


def test_a_start_that_is_late_joins_in_where_it_should_be(
    player: Player, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = FakeClock()
    monkeypatch.setattr(time, "monotonic", clock)
    player.load(ramp_mixer())
    player.play(1, Frames(5 * RATE), when=clock.now)
    out = np.zeros((4_800, 2), np.float32)
    player.fill(out, 0.25)
    assert player.heard.frame == 5 * RATE + RATE // 4


def test_a_device_that_stopped_calling_does_not_hold_up_a_seek(player: Player) -> None:
    sounding(player)
    before = time.monotonic()
    player.play(2, Frames(0))
    assert time.monotonic() - before < 5
    device = Device(player)
    device.pull(2_000)
    assert player.heard.take == 2


def test_a_ring_that_ran_dry_is_counted_and_silent(player: Player) -> None:
    player.load(ramp_mixer())
    player.close()  # nothing is fed any more, after what a start takes with it
    player.play(1, Frames(0))
    out = np.ones((FIRST * 2, 2), np.float32)
    player.fill(out, 0.2)
    assert player.starved == 1
    assert not out[-100:].any()


def test_a_ring_gives_back_what_was_put_in_across_its_edge() -> None:
    ring = Ring(1_000)
    data = np.arange(6_000, dtype=np.float32).repeat(2).reshape(-1, 2)
    out = []
    for first in range(0, 6_000, 600):
        ring.write(data[first : first + 600])
        assert ring.room == 400
        block = np.zeros((700, 2), np.float32)
        count = ring.take(block)
        out.append(block[:count])
    np.testing.assert_array_equal(np.concatenate(out), data)


def test_a_ring_can_be_looked_into_written_over_skipped_and_emptied() -> None:
    ring = Ring(100)
    ring.write(np.ones((80, 2), np.float32))
    ring.skip(50)
    ring.write(np.full((60, 2), 2.0, np.float32))
    ring.replace(70, np.full((40, 2), 3.0, np.float32))
    assert ring.peek(60, 30)[:, 0].tolist() == [1.0] * 10 + [3.0] * 20
    ring.empty()
    assert ring.ready == 0


def test_the_health_of_a_device_is_told_from_its_callbacks() -> None:
    clock = FakeClock()
    pulse = CallbackWatch(clock)
    for _ in range(5):
        clock.pass_(0.5)
        pulse.beat(RATE // 2)
        assert pulse.health() == "ok"
    clock.pass_(1.1)
    pulse.beat(RATE)
    assert pulse.health() == "ok"
    clock.pass_(3)
    assert pulse.health() == "stalled"
    pulse.beat(40 * RATE)
    assert pulse.health() == "runaway"
    pulse.ended = True
    assert pulse.health() == "gone"


@pytest.mark.parametrize("count", [25, -25])
def test_a_nudge_leaves_out_or_repeats_one_frame_in_a_callback(player: Player, count: int) -> None:
    device = sounding(player)
    before = player.heard.frame
    blocks = 40
    player.nudge(count)
    for _ in range(blocks):
        player.fill(np.zeros((100, 2), np.float32), 0.2)
    last = player.heard.frame
    player.fill(np.zeros((100, 2), np.float32), 0.2)
    # every frame of the score that was given or left out, less those that were given twice
    assert player.heard.frame - last == 100
    moved = player.heard.frame - before
    device.pull(100)
    plain = sounding(player)
    start = player.heard.frame
    for _ in range(blocks + 1):
        player.fill(np.zeros((100, 2), np.float32), 0.2)
    assert moved - (player.heard.frame - start) == count
    del plain
