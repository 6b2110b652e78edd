"""The user's own sounds are read by a worker: one that hangs or dies costs one file."""

import os
import signal
import threading
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from companion.audio.formats.decode_protocol import Answer, Opened
from companion.audio.formats.own_sound import Decoder, OwnSound, spawn_worker
from companion.audio.mixer import Mixer
from companion.audio.recipe import OwnBed
from companion.audio.score import BedSound, Score
from companion.child import Child
from companion.errors import ChildError, SoundError
from companion.units import RATE, Frames, Millis
from tests.fakes import FakeChild, write_tone


class Workers:
    """Starts real workers, and keeps them all."""

    def __init__(self) -> None:
        self.all: list[Child[Answer]] = []

    def __call__(self, hear: Callable[[Answer], None], ended: Callable[[], None]) -> Child[Answer]:
        self.all.append(spawn_worker(hear, ended))
        return self.all[-1]


def silent(hear: Callable[[Answer], None], ended: Callable[[], None]) -> Child[Answer]:
    """A worker that never answers."""
    return FakeChild(hear, ended)  # type: ignore[return-value]


def refused(_hear: Callable[[Answer], None], _ended: Callable[[], None]) -> Child[Answer]:
    raise ChildError("could not start")


@pytest.fixture
def tone(tmp_path: Path) -> Path:
    write_tone(tmp_path / "tone.wav", Millis(2_000))
    return tmp_path / "tone.wav"


def test_one_worker_reads_every_file(tone: Path) -> None:
    workers = Workers()
    decoder = Decoder(workers)
    sounds = [OwnSound(tone, decoder) for _ in range(3)]
    assert [sound.read(0, RATE).shape for sound in sounds] == [(RATE, 2)] * 3
    assert len(workers.all) == 1
    for sound in sounds:
        sound.close()
    workers.all[0].kill()


def test_a_file_that_hangs_is_given_up_and_costs_no_other(tone: Path) -> None:
    workers = Workers()
    decoder = Decoder(workers, limit_s=3.0)
    stuck, other = OwnSound(tone, decoder), OwnSound(tone, decoder)
    expected = other.read(500, 100)
    os.kill(workers.all[0].pid, signal.SIGSTOP)  # as a decoder in an endless loop
    with pytest.raises(SoundError, match=r"tone\.wav takes too long to read"):
        stuck.read(0, 100)
    assert np.array_equal(other.read(500, 100), expected)  # a new worker has opened it again
    assert len(workers.all) == 2
    with pytest.raises(SoundError, match="takes too long"):
        stuck.read(0, 100)  # at once: no second worker is lost to it
    assert len(workers.all) == 2
    workers.all[1].kill()


def test_a_decoder_that_crashes_costs_one_file(tone: Path) -> None:
    workers = Workers()
    decoder = Decoder(workers)
    broken = OwnSound(tone, decoder)
    os.kill(workers.all[0].pid, signal.SIGSEGV)
    with pytest.raises(SoundError, match=r"tone\.wav can't be read"):
        for _ in range(50):  # the signal may come after an answer
            broken.read(0, 100)
    assert OwnSound(tone, decoder).frames == 2 * RATE
    workers.all[-1].kill()


def test_a_worker_that_ended_between_two_requests_costs_no_file(tone: Path) -> None:
    workers = Workers()
    sound = OwnSound(tone, Decoder(workers))
    expected = sound.read(500, 100)
    os.kill(workers.all[0].pid, signal.SIGKILL)  # as when memory runs out
    while not workers.all[0].has_ended:
        threading.Event().wait(0.005)
    assert np.array_equal(sound.read(500, 100), expected)
    assert len(workers.all) == 2
    workers.all[1].kill()


def test_a_worker_that_never_answers_or_never_starts_is_one_line(tone: Path) -> None:
    with pytest.raises(SoundError, match="takes too long"):
        OwnSound(tone, Decoder(silent, limit_s=0.01))
    with pytest.raises(SoundError, match="can't be read"):
        OwnSound(tone, Decoder(refused))


def test_a_bed_whose_file_hangs_is_silent_and_the_rest_is_mixed(
    tone: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    decoder = Decoder(silent, limit_s=0.01)
    monkeypatch.setattr("companion.audio.formats.own_sound.decoder", lambda: decoder)
    bed = BedSound(
        Frames(0), Frames(RATE), OwnBed("own", str(tone)), 1.0, Frames(0), Frames(0), False
    )
    mixer = Mixer(Score((bed,), Frames(RATE)))
    assert not mixer.read(Frames(0), RATE).any()
    assert mixer.missing == [
        "a bed is silent: tone.wav takes too long to read; choose another file"
    ]


def test_a_damaged_answer_is_no_answer() -> None:
    """What a library prints is not taken for a message."""
    from companion.audio.formats.decode_protocol import ANSWERS

    assert ANSWERS.decode(b"[mpg123] warning\n") is None
    assert ANSWERS.decode(b'{"type": "Opened", "rate": 8000, "frames": 3}') == Opened(8000, 3)
