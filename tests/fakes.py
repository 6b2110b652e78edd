"""Fakes: real, simple implementations of what a session needs, cranked by hand, never asleep."""

import queue
import wave
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

from companion.audio.clip import Clip
from companion.audio.levels import USUAL_LEVELS, Levels
from companion.audio.mixer import Mixer
from companion.audio.recipe import Band, BedRecipe, BellRecipe, Kit, Partial
from companion.audio.score import Score
from companion.child import Codec, encode
from companion.errors import ChildError, VoiceError
from companion.notices import Notices
from companion.script.model import Script
from companion.script.parse import parse
from companion.session.narration import ClipSource, Narration
from companion.session.opened import Opened
from companion.session.prefetch import Place
from companion.session.prepare import Preparation
from companion.session.sitting import Sitting
from companion.timeline.arranging.arrange import arrange
from companion.timeline.planning.plan import plan
from companion.timeline.request import Request
from companion.timeline.utterance import Spoken, Utterance, estimate_word_times
from companion.units import FRAMES_PER_MS, RATE, Frames, Millis, frames
from companion.voice.narrator import Narrator
from companion.voice.voice import Style, Take

BELLS = {
    "soft": BellRecipe(
        "soft", Millis(4_000), 440.0, (Partial(1.0, 1.0, 3.0), Partial(2.7, 0.3, 1.0))
    ),
    "low": BellRecipe("low", Millis(6_000), 196.0, (Partial(1.0, 1.0, 6.0),)),
}
BELL_LENGTHS = {name: bell.length for name, bell in BELLS.items()}

BEDS = {"rain": BedRecipe("rain", 33.0, bands=(Band(tilt=-1.5, low=400.0, high=7_000.0),))}
KIT = Kit(BELLS, BEDS)

SCRIPT = """\
companion: 1
title: A small one
steps:
  - section: First
  - say: |
      Something hurts. You noticed.
      [3s] Let your feet find the floor.
  - silence: 4s..10s..40s
  - section: {title: Second, optional: true}
  - breathe: {in: 3s, out: 5s, rounds: 2..4..8}
  - silence: 4s..9s
  - section: Last
  - bell: soft
  - say: This is ending.
  - silence: 2s..3s..5s
"""


def script(text: str = SCRIPT, name: str = "small") -> Script:
    """A script from its text."""
    return parse(text, file=f"{name}.yaml", id=name, bells=tuple(BELLS), beds=tuple(BEDS))


T = TypeVar("T")


class FakeClock:
    """A monotonic clock that a test moves."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now

    def pass_(self, seconds: float) -> None:
        self.now += seconds


class CrankSink:
    """A sink whose playhead moves only when it is cranked, or waited for."""

    def __init__(self) -> None:
        self.place = Frames(0)
        self.playing = False
        self.levels = USUAL_LEVELS
        self.scores: list[Score] = []
        self.calls: list[str] = []
        self.met: list[tuple[int, float]] = []
        self.reason = ""

    def load(self, score: Score) -> None:
        self.scores.append(score)

    def move(self, to: Frames) -> None:
        self.place = to
        self.calls.append("move")

    def play(self) -> None:
        self.playing = True
        self.calls.append("play")

    def meet(self, at: Frames, after_s: float) -> None:
        self.place = at
        self.playing = True
        self.calls.append("meet")
        self.met.append((at // FRAMES_PER_MS, after_s))

    def pause(self) -> None:
        self.playing = False
        self.calls.append("pause")

    def cut(self) -> None:
        self.playing = False
        self.calls.append("cut")

    def set_levels(self, levels: Levels) -> None:
        self.levels = levels

    def position(self) -> Frames:
        return self.place

    def wait(self, until: Frames) -> None:
        if self.playing:
            self.place = Frames(max(self.place, until))

    def crank(self, ms: int) -> None:
        """Let time pass, if it is running."""
        if self.playing:
            self.place = Frames(self.place + ms * FRAMES_PER_MS)

    def wake(self) -> None:
        self.calls.append("wake")

    def trouble(self) -> str:
        return self.reason

    def missing(self) -> list[str]:
        return []

    def close(self) -> None:
        self.calls.append("close")

    def heard(self) -> "np.ndarray[tuple[int, int], np.dtype[np.float32]]":
        """The whole of the last score, mixed."""
        score = self.scores[-1]
        return Mixer(score).read(Frames(0), score.total)


class FakeSpeaker:
    """Speaks tones: 60 ms for each letter, in clips it keeps in a folder; refuses some lines."""

    def __init__(self, folder: Path, refuses: tuple[str, ...] = ()) -> None:
        self._folder = folder
        self._refuses = refuses
        self.spoken: list[str] = []
        self.rested = 0

    def speak(self, utterance: Utterance) -> Clip | None:
        self.spoken.append(utterance.text)
        if utterance.text in self._refuses:
            return None
        return clip(self._folder, utterance)

    def rest(self) -> None:
        self.rested += 1

    def close(self) -> None:
        self.spoken.append("closed")


def clip(folder: Path, utterance: Utterance, length: Millis | None = None) -> Clip:
    """A clip of a 440 Hz tone."""
    length = length or Millis(60 * len(utterance.text))
    file = folder / f"{abs(hash((utterance, length)))}.wav"
    write_tone(file, length)
    return Clip(file, Spoken(length, estimate_word_times(utterance.text, length), exact=True))


def write_tone(file: Path, length: Millis, rate: int = RATE, level: float = 0.3) -> None:
    """A mono 16-bit WAV file with a tone in it."""
    t = np.arange(length * rate // 1000) / rate
    samples = (np.sin(2 * np.pi * 440 * t) * level * 32767).astype("<i2")
    with wave.open(str(file), "wb") as opened:
        opened.setnchannels(1)
        opened.setsampwidth(2)
        opened.setframerate(rate)
        opened.writeframes(samples.tobytes())


def sitting(folder: Path, text: str = SCRIPT, request: Request | None = None) -> Sitting:
    """A sitting with every line spoken."""
    written = script(text)
    request = request or Request()
    planned = plan(written, request, BELL_LENGTHS)
    clips = {u: clip(folder, u) for u in planned.utterances()}
    timeline = arrange(planned, {u: c.spoken for u, c in clips.items()}, request.length)
    return Sitting(written, planned, timeline.total, timeline, clips, KIT, request)


def prepare(
    written: Script,
    request: Request,
    speaker: ClipSource,
    bells: "dict[str, BellRecipe]",
    announce: Callable[[str], None] = lambda _: None,
    *,
    whole: bool = False,
    line: int | None = None,
    notices: Notices | None = None,
) -> tuple[Sitting, Narration]:
    """A session that has got ready, and the lines that are still on their way."""
    kit = Kit(bells, BEDS)
    opened = Opened(written, kit.lengths)
    place = None if line is None else Place(line)
    preparation = Preparation(
        opened, request, speaker, lambda: kit, announce, whole=whole, place=place, notices=notices
    )
    preparation.wait()
    return preparation.sitting(), preparation._narration


def arrivals(*clips: tuple[Utterance, Clip | None]) -> Narration:
    """Clips that have arrived already."""
    waiting = Narration(())
    for pair in clips:
        waiting.queue.put(pair)
    return waiting


def told(narrator: Narrator) -> list[str]:
    """The lines about what went wrong since the last call."""
    return narrator._notices.take()


class FakeVoice:
    """A Voice that writes tones; fails with `fails` where that is given."""

    family: tuple[str, ...] = ("fake",)

    def __init__(self, fails: str = "", missing: str | None = None, name: str = "fake") -> None:
        self.name = name
        self.fails = fails
        self.missing = missing
        self.said: list[tuple[str, Style]] = []
        self.closed = False
        self.rested = 0

    def available(self) -> str | None:
        return self.missing

    def named(self, wanted: str) -> str | None:
        engine, _, voice = wanted.rpartition("/")
        return voice if engine in ("", self.name) else None

    def fingerprint(self) -> str:
        return f"{self.name}/1"

    def synth(self, text: str, style: Style, out: Path) -> Take:
        if self.fails:
            raise VoiceError(self.fails)
        self.said.append((text, style))
        length = Millis(100 * len(text.split()))
        write_tone(out, length)
        events, place = [], 0
        for number, word in enumerate(text.split()):
            place = text.index(word, place)
            events.append((number * 0.1, place))
        return Take(length, events)

    def rest(self) -> None:
        self.rested += 1

    def close(self) -> None:
        self.closed = True


class FakeChild:
    """The app's end of a worker, played by a test; messages go through their codec, as in life."""

    def __init__(self, hear: Callable[[Any], None], ended: Callable[[], None]) -> None:
        self._hear = hear
        self.ended = ended
        self.sent: list[Any] = []
        self.answer: Callable[[Any], None] = lambda _: None
        self.alive = True
        self.last_words = "it said this last"

    def hear(self, message: Any) -> None:
        """Let the worker say something."""
        self._hear(Codec[Any](type(message)).decode(encode(message)))

    def send(self, message: Any) -> None:
        if not self.alive:
            raise ChildError("the worker is gone")
        self.sent.append(message)
        self.answer(message)

    def kill(self) -> None:
        if self.alive:
            self.alive = False
            self.ended()


class FakeParent:
    """The worker's other end, played by a test."""

    def __init__(self) -> None:
        self.said: list[Any] = []

    def send(self, message: Any) -> None:
        self.said.append(message)

    def said_of(self, kind: type[T]) -> list[T]:
        """Everything of one type that was said."""
        return [message for message in self.said if isinstance(message, kind)]


def requests(*messages: Any) -> "queue.SimpleQueue[Any]":
    """What a worker will be asked."""
    waiting: queue.SimpleQueue[Any] = queue.SimpleQueue()
    for message in messages:
        waiting.put(message)
    return waiting


def at(ms: int) -> Frames:
    """A place in frames."""
    return frames(Millis(ms))
