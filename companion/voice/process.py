"""A voice whose engine lives in a worker: the app's end of the pipe.

A worker that hangs or dies is replaced, and asked once more.
"""

import queue
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from companion.child import Child, Message
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
from companion.voice.names import base
from companion.voice.pace import WORDS_A_MINUTE, Paces
from companion.voice.voice import Style, Take

if TYPE_CHECKING:
    from tempfile import TemporaryDirectory


WORKER = "companion.voice.worker"
START_S = 10.0
SPEAK_S = 15.0
SPEAK_S_PER_CHARACTER = 0.05
MEASURE_S = 60.0
_TRIES = 2
_KINDS = {"voice": UnknownVoiceError, "language": UnknownLanguageError}

Spawn = Callable[[Callable[[Message], None], Callable[[], None]], Child]


class VoiceProcess:
    """A voice behind a pipe.

    Args:
        offer: which engine, and how it is best used.
        paces: how fast its voices were found to speak.
        spawn: starts a worker; a fake one in tests.
    """

    def __init__(self, offer: EngineEntry, paces: Paces, spawn: Spawn | None = None) -> None:
        self.offer = offer
        self._paces = paces
        # what a worker writes on its way to a clip lies in a folder that goes when the app goes
        self._scratch: TemporaryDirectory[str] | None = None
        self._spawn = spawn or self._start_worker
        self._lock = threading.Lock()
        self._child: Child | None = None
        self._answers: queue.SimpleQueue[Message] = queue.SimpleQueue()
        self._number = 0
        self._closed = False
        self._ready: Message | None = None

    @property
    def name(self) -> str:
        """The engine and its voice."""
        return self.offer.name

    @property
    def family(self) -> tuple[str, ...]:
        """Whose pronunciation it has."""
        return self.offer.family

    def named(self, wanted: str) -> str | None:
        """What this engine calls the voice that is wanted; None for one of another engine."""
        return self.offer.named(wanted)

    def warm(self) -> None:
        """Start the worker, without waiting for it."""
        with self._lock:
            self._begin()

    def available(self) -> str | None:
        """Whether a worker comes up."""
        try:
            with self._lock:
                self._wait_ready()
        except VoiceError as error:
            return error.message
        return None

    def describe(self) -> str:
        """The driver, and where its library is from, once it is known."""
        if self._ready is None:
            return self.name
        return f"{self.name}: {self._ready['driver']}, {self._ready['library']}"

    def voices(self) -> list[Message]:
        """Every voice the engine has: id, name, langs.

        Raises:
            VoiceError: when it cannot be asked.
        """
        with self._lock:
            known: list[Message] = self._ask({"do": "voices"}, SPEAK_S)["voices"]
        return known

    def fingerprint(self) -> str:
        """Engine, voice and version; the worker need not be started to know them."""
        return self.offer.fingerprint()

    def synth(self, text: str, style: Style, out: Path) -> Take:
        """Ask the worker."""
        offer = self.offer
        if not offer.speaks(style.lang):
            raise UnknownLanguageError(f"{offer.name} speaks no {style.lang}")
        # a file has one voice of its own; another language is for the engine to find a voice for
        own = "" if offer.file or not offer.is_for(style.lang) else offer.voice
        voice = style.voice or own
        with self._lock:
            request: Message = {
                "text": text,
                "out": str(out),
                "voice": voice,
                "lang": style.lang,
                "speed": round(style.wpm / WORDS_A_MINUTE * self._pace(voice, style.lang), 3),
                "pitch": style.pitch,
                "soften": offer.soften,
            }
            answer = self._ask(request, SPEAK_S + SPEAK_S_PER_CHARACTER * len(text))
        events = [(float(when), int(character)) for when, character in answer["events"]]
        return Take(Millis(round(answer["seconds"] * 1000)), events, bool(answer["exact"]))

    def close(self) -> None:
        """End the worker, and start no other."""
        self._closed = True
        self._end()
        if self._scratch is not None:
            self._scratch.cleanup()

    def _pace(self, voice: str, lang: str) -> float:
        """What the engine's own speed is multiplied by; measured once for each voice."""
        if base(lang) != "en":  # which no paragraph of ours is in
            return 1.0
        if (known := self.offer.paces.get(voice)) is not None:
            return known
        key = f"{self.fingerprint()}/{voice}"
        if (found := self._paces.find(key)) is None:
            answer = self._ask({"do": "measure", "voice": voice}, MEASURE_S)
            found = float(answer["speed"])
            self._paces.keep(key, found)
        return found

    def _start_worker(self, hear: Callable[[Message], None], ended: Callable[[], None]) -> Child:
        if self._scratch is None:
            self._scratch = scratch()
        return Child(
            WORKER, hear, ended,
            arguments=self.offer.arguments, environment={"TMPDIR": self._scratch.name},
        )  # fmt: skip

    def _end(self) -> None:
        child, self._child, self._ready = self._child, None, None
        if child is not None:
            child.kill()

    def _ask(self, request: Message, limit: float) -> Message:
        problem = ""
        for _ in range(_TRIES):
            try:
                self._wait_ready()
                self._number += 1
                assert self._child is not None
                self._child.send({**request, "id": self._number})
                answer = self._answer(self._number, limit)
            except (VoiceError, ChildError) as error:
                problem = error.message
                self._end()
                continue
            if answer.get("kind") == "broken":
                raise VoiceError(answer["error"])
            if "error" in answer:
                raise _KINDS.get(answer.get("kind", ""), UnspeakableError)(answer["error"])
            return answer
        raise VoiceError(problem)

    def _begin(self) -> None:
        if self._closed:
            raise VoiceError("the voice was closed")
        if self._child is not None:
            return
        answers: queue.SimpleQueue[Message] = queue.SimpleQueue()
        self._answers, self._ready = answers, None
        try:
            self._child = self._spawn(answers.put, lambda: answers.put({"ended": True}))
        except ChildError as error:
            raise VoiceError(error.message) from error

    def _wait_ready(self) -> None:
        self._begin()
        if self._ready is None:
            message = self._next(START_S, "the voice does not start")
            if "ready" not in message:
                self._end()
                raise VoiceError(message.get("error", "the voice does not start"))
            self._ready = message

    def _answer(self, number: int, limit: float) -> Message:
        while True:
            message = self._next(limit, "the voice does not answer")
            if message.get("id") == number:
                return message

    def _next(self, limit: float, otherwise: str) -> Message:
        try:
            message = self._answers.get(timeout=limit)
        except queue.Empty:
            raise VoiceError(otherwise) from None
        if "ended" in message:
            words = self._child.last_words if self._child is not None else ""
            raise VoiceError(f"the voice ended by itself{': ' + words[-200:] if words else ''}")
        return message
