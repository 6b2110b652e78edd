"""What the tests that listen share: a session of noise that can be told apart, and how to find it."""

import threading
import time
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from companion.audio.device_sink import DeviceSink
from companion.audio.mixer import Mixer
from companion.audio.score import BellSound, Score, Sound
from companion.notices import Notices
from companion.session.transport import Transport
from companion.units import RATE, Frames
from tests.fakes import arrivals, sitting
from tests.sound.rig import Recording

SCRIPT = """\
companion: 1
title: Heard
steps:
  - say: Something hurts. You noticed.
  - silence: 700ms
  - bell: soft
  - say: This is ending.
  - silence: 300ms
"""


def wait_until(what: object, seconds: float = 10.0) -> None:
    deadline = time.monotonic() + seconds
    while not what():  # type: ignore[operator]
        assert time.monotonic() < deadline, "it never came"
        threading.Event().wait(0.01)


def pause(seconds: float) -> None:
    """Real time passes here: this folder listens to it."""
    threading.Event().wait(seconds)


def begin(folder: Path, sink: DeviceSink, text: str = SCRIPT) -> Transport:
    sat = sitting(folder, text)
    transport = Transport(sat, arrivals(), sink, Notices())
    transport.play()
    return transport


def to_the_end(transport: Transport) -> list[str]:
    """Carry a session to its end; gives every line that was shown."""
    lines: list[str] = []
    while transport.state == "playing":
        line = transport.tick().line
        if line and line not in lines:
            lines.append(line)
        pause(0.02)
    return lines


def found(recorded: NDArray[np.float32], wanted: NDArray[np.float32]) -> tuple[int, float]:
    """Where a sound is in a recording, and how much alike the two are there (1 is the same)."""
    size = 1 << (len(recorded) + len(wanted)).bit_length()
    spectrum = np.fft.rfft(recorded, size) * np.conj(np.fft.rfft(wanted, size))
    place = int(np.fft.irfft(spectrum, size)[: len(recorded)].argmax())
    piece = recorded[place : place + len(wanted)]
    alike = np.corrcoef(piece, wanted[: len(piece)])[0, 1]
    return place, float(alike)


def places(recording: Recording, score: Score) -> dict[str, tuple[int, float]]:
    """How far each sound of a score is from where the score says, in frames, and how alike."""
    recorded = recording.samples()
    told: dict[str, tuple[int, float]] = {}
    for number, sound in enumerate(score.sounds):
        place, alike = found(recorded, alone(sound))
        told[f"{type(sound).__name__} {number}"] = (place - sound.start, alike)
    return told


def alone(sound: Sound) -> NDArray[np.float32]:
    """A sound as the mixer makes it, by itself; a bell's first second is enough to know it."""
    length = min(sound.length, RATE) if isinstance(sound, BellSound) else sound.length
    mixed = Mixer(Score((sound,), Frames(sound.start + length))).read(sound.start, length)
    louder: NDArray[np.float32] = mixed[np.arange(length), np.abs(mixed).argmax(axis=1)]
    return louder


def spoken(folder: Path) -> str:
    """Clips of noise, each of its own, so that none can be taken for another."""
    from companion.audio.formats import clip_wav

    for number, file in enumerate(sorted(folder.glob("*.wav"))):
        length = len(clip_wav.read_clip(file))
        noise = np.random.default_rng(number).normal(0, 0.08, length).astype(np.float32)
        clip_wav.write_clip(file, noise)
    return SCRIPT


def noisy(folder: Path, sink: DeviceSink, text: str = SCRIPT) -> Transport:
    sat = sitting(folder, text)
    spoken(folder)
    transport = Transport(sat, arrivals(), sink, Notices())
    transport.play()
    return transport
