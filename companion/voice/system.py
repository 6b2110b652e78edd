"""The voice of the system through pyttsx3, or the embedded one: the app's end of its worker."""

import queue
import sys
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path

from companion.child import Child, Message
from companion.errors import ChildError, UnspeakableError, VoiceError
from companion.units import Millis
from companion.voice.voice import Events, Style

WORKER = "companion.voice.worker"
START_S = 10.0
SPEAK_S = 15.0
SPEAK_S_PER_CHARACTER = 0.05
_TRIES = 2

_NATIVE = ("darwin", "win32")
# espeak's "rate" is no words a minute: 118 is what speaks 146 of ours (evidence/voice.md 4).
_ESPEAK_RATE_PER_WPM = 118 / 146
_ESPEAK_PITCH = 50
# The best of 65 variants for a recogniser; the default British one is the worst.
ESPEAK_VOICE = "en-us+f5"


class SystemVoice:
    """pyttsx3 behind a pipe: a worker that hangs or dies is replaced, and asked once more.

    Args:
        spawn: starts a worker; a fake one in tests.
    """

    name = "pyttsx3"

    def __init__(
        self,
        spawn: Callable[[Callable[[Message], None], Callable[[], None]], Child] | None = None,
    ) -> None:
        # what a worker writes on its way to a clip lies in a folder that goes when the app goes
        self._scratch: tempfile.TemporaryDirectory[str] | None = None
        self._spawn = spawn or self._start_worker
        self._lock = threading.Lock()
        self._child: Child | None = None
        self._answers: queue.SimpleQueue[Message] = queue.SimpleQueue()
        self._number = 0
        self._closed = False
        self._ready: Message | None = None

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
        return f"{self.name}, {self._ready['driver']}, {self._ready['library']} library"

    def fingerprint(self) -> str:
        """Engine, voice and platform; the app need not start the worker to know it."""
        voice = "system" if sys.platform in _NATIVE else ESPEAK_VOICE
        return f"pyttsx3/{voice}/{sys.platform}"

    def synth(self, text: str, style: Style, out: Path) -> tuple[Millis, Events]:
        """Ask the worker."""
        native = sys.platform in _NATIVE
        request: Message = {
            "text": text,
            "out": str(out),
            "voice": style.voice or (None if native else ESPEAK_VOICE),
            "pitch": None if native else min(100, round(_ESPEAK_PITCH * style.pitch)),
            "rate": style.wpm if native else round(style.wpm * _ESPEAK_RATE_PER_WPM),
            "soften": not native,
        }
        with self._lock:
            answer = self._ask(request)
        events = [(float(when), int(character)) for when, character in answer["events"]]
        return Millis(round(answer["seconds"] * 1000)), events

    def close(self) -> None:
        """End the worker, and start no other."""
        self._closed = True
        self._end()
        if self._scratch is not None:
            self._scratch.cleanup()

    def _start_worker(self, hear: Callable[[Message], None], ended: Callable[[], None]) -> Child:
        if self._scratch is None:
            self._scratch = tempfile.TemporaryDirectory(prefix="companion")
        return Child(WORKER, hear, ended, environment={"TMPDIR": self._scratch.name})

    def _end(self) -> None:
        child, self._child, self._ready = self._child, None, None
        if child is not None:
            child.kill()

    def _ask(self, request: Message) -> Message:
        limit = SPEAK_S + SPEAK_S_PER_CHARACTER * len(request["text"])
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
            if "error" in answer:
                raise UnspeakableError(answer["error"])
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
