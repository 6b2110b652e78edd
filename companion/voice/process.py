"""The process of a voice: the app's end of the pipe to the worker that hosts its engine.

A worker that hangs or dies is replaced, and asked a second time.
"""

import queue
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from companion.child import Child
from companion.errors import (
    ChildError,
    UnknownLanguageError,
    UnknownVoiceError,
    UnspeakableError,
    VoiceError,
)
from companion.files import scratch
from companion.units import Millis
from companion.voice.engine_table import EngineEntry
from companion.voice.engines.engine import EngineVoice
from companion.voice.names import base
from companion.voice.pace import WORDS_A_MINUTE, Paces
from companion.voice.protocol import (
    ANSWERS,
    Answer,
    Failed,
    ListVoices,
    Measure,
    Measured,
    Ready,
    Request,
    Speak,
    Spoken,
    Unable,
    Voices,
)
from companion.voice.voice import Style, Take

if TYPE_CHECKING:
    from tempfile import TemporaryDirectory


WORKER = "companion.voice.worker"
START_S = 10.0
SPEAK_S = 15.0
SPEAK_S_PER_CHARACTER = 0.05
MEASURE_S = 60.0
_TRIES = 2
_ERRORS = {
    "voice": UnknownVoiceError, "language": UnknownLanguageError,
    "broken": VoiceError, "": UnspeakableError,
}  # fmt: skip

Spawn = Callable[[Callable[[Answer], None], Callable[[], None]], Child[Answer]]
A = TypeVar("A", Spoken, Measured, Voices)


class VoiceProcess:
    """A voice whose engine runs in a worker.

    Args:
        entry: the engine, with its voice and its settings.
        paces: the measured paces of its voices.
        spawn: starts a worker; a fake one in tests.
    """

    def __init__(self, entry: EngineEntry, paces: Paces, spawn: Spawn | None = None) -> None:
        self.entry = entry
        self._paces = paces
        # a worker's temporary files lie in a folder that is deleted when the app ends
        self._scratch: TemporaryDirectory[str] | None = None
        self._spawn = spawn or self._start_worker
        self._lock, self._starting = threading.Lock(), threading.Lock()
        self._child: Child[Answer] | None = None
        # None means that the worker has ended
        self._answers: queue.SimpleQueue[Answer | None] = queue.SimpleQueue()
        self._number = 0
        self._closed = False
        self._ready: Ready | None = None

    @property
    def name(self) -> str:
        """The engine and its voice."""
        return self.entry.name

    @property
    def family(self) -> tuple[str, ...]:
        """The engines whose pronunciation it shares, by which the lexicon finds respellings."""
        return self.entry.family

    def named(self, wanted: str) -> str | None:
        """The engine's own name for a wanted voice; None for a voice of another engine."""
        return self.entry.named(wanted)

    def warm(self) -> None:
        """Start the worker, without waiting for it."""
        with self._lock:
            self._begin()

    def available(self) -> str | None:
        """The reason why it cannot speak; None when it can."""
        try:
            with self._lock:
                self._wait_ready()
        except VoiceError as error:
            return error.message
        return None

    def describe(self) -> str:
        """Name the engine, and once it has started its driver and library."""
        if self._ready is None:
            return self.name
        return f"{self.name}: {self._ready.driver}, {self._ready.library}"

    def voices(self) -> list[EngineVoice]:
        """List every voice of the engine.

        Raises:
            VoiceError: when it cannot be asked.
        """
        with self._lock:
            answer = self._ask(Voices, ListVoices, SPEAK_S)
        return [EngineVoice(id_, name, tuple(langs)) for id_, name, langs in answer.voices]

    def fingerprint(self) -> str:
        """The engine, its voice and its version, known without starting the worker."""
        return self.entry.fingerprint()

    def synth(self, text: str, style: Style, out: Path) -> Take:
        """Speak a sentence into a clip.

        Raises:
            UnknownVoiceError, UnknownLanguageError: when it has no such voice.
            UnspeakableError: when it cannot say this sentence.
            VoiceError: when it cannot speak at all.
        """
        entry = self.entry
        if not entry.speaks(style.lang):
            raise UnknownLanguageError(f"{entry.name} doesn't speak {style.lang}")
        # a voice file holds one voice; for another language the engine picks one itself
        own = "" if entry.file or not entry.is_for(style.lang) else entry.voice
        voice = style.voice or own
        with self._lock:
            speed = round(style.wpm / WORDS_A_MINUTE * self._pace(voice, style.lang), 3)

            def request(number: int) -> Speak:
                return Speak(
                    number, text, str(out), voice, style.lang, speed, style.pitch, entry.soften,
                    style.pitch_range,
                )  # fmt: skip

            answer = self._ask(Spoken, request, SPEAK_S + SPEAK_S_PER_CHARACTER * len(text))
        onsets = [(float(when), int(character)) for when, character in answer.onsets]
        return Take(Millis(round(answer.seconds * 1000)), onsets, answer.exact)

    def rest(self) -> None:
        """End the worker; another starts when it is asked again."""
        with self._lock:
            self._end()

    def close(self) -> None:
        """End the worker, and start no other."""
        with self._starting:  # no worker and no folder may come after this
            self._closed = True
        self._end()
        if self._scratch is not None:
            self._scratch.cleanup()

    def _pace(self, voice: str, lang: str) -> float:
        """The factor on the engine's own speed, measured once for each voice."""
        if base(lang) != "en":  # the measuring paragraph is English
            return 1.0
        if (pace := self.entry.paces.get(voice)) is not None:
            return pace
        key = f"{self.fingerprint()}/{voice}"
        if (speed := self._paces.find(key)) is None:
            speed = self._ask(Measured, lambda number: Measure(number, voice), MEASURE_S).speed
            self._paces.keep(key, speed)
        return speed

    def _start_worker(
        self, hear: Callable[[Answer], None], ended: Callable[[], None]
    ) -> Child[Answer]:
        if self._scratch is None:
            self._scratch = scratch()
        return Child(
            WORKER, ANSWERS, hear, ended,
            arguments=self.entry.arguments, environment={"TMPDIR": self._scratch.name},
        )  # fmt: skip

    def _end(self) -> None:
        child, self._child, self._ready = self._child, None, None
        if child is not None:
            child.kill()

    def _ask(self, wanted: type[A], request: Callable[[int], Request], limit: float) -> A:
        """Send a request with a new number, and return its answer; replace a worker that fails."""
        problem = ""
        for _ in range(_TRIES):
            try:
                self._wait_ready()
                self._number += 1
                assert self._child is not None
                self._child.send(request(self._number))
                answer = self._answer(wanted, self._number, limit)
            except (VoiceError, ChildError) as error:
                problem = error.message
                self._end()
                continue
            if isinstance(answer, Failed):
                raise _ERRORS[answer.fault](answer.error)
            return answer
        raise VoiceError(problem)

    def _begin(self) -> None:
        with self._starting:
            if self._closed:
                raise VoiceError("the voice was closed")
            if self._child is not None:
                return
            answers: queue.SimpleQueue[Answer | None] = queue.SimpleQueue()
            self._answers, self._ready = answers, None
            try:
                self._child = self._spawn(answers.put, lambda: answers.put(None))
            except ChildError as error:
                raise VoiceError(error.message) from error

    def _wait_ready(self) -> None:
        self._begin()
        if self._ready is None:
            message = self._next(START_S, "the voice doesn't start")
            if not isinstance(message, Ready):
                self._end()
                reason = message.error if isinstance(message, Unable) else ""
                raise VoiceError(reason or "the voice doesn't start")
            self._ready = message

    def _answer(self, wanted: type[A], number: int, limit: float) -> A | Failed:
        """Wait for the answer to a request; drop late answers to earlier ones."""
        while True:
            message = self._next(limit, "the voice doesn't answer")
            if isinstance(message, wanted | Failed) and message.id == number:
                return message

    def _next(self, limit: float, problem: str) -> Answer:
        try:
            message = self._answers.get(timeout=limit)
        except queue.Empty:
            raise VoiceError(problem) from None
        if message is None:
            words = self._child.last_words if self._child is not None else ""
            raise VoiceError(f"the voice stopped by itself{': ' + words[-200:] if words else ''}")
        return message
