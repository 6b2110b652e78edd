"""pyttsx3: espeak-ng on Linux, the system's own voices on macOS and Windows.

What is patched: the size given to espeak (ten times too large, read past its end), the time of
each word (thrown away), the cancel at the end of a loop (which empties one sentence in fifty),
and the look every 10 ms whether a sentence is done.
"""

import ctypes
import os
import sys
import tempfile
import threading
from collections.abc import Sequence
from math import log2
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from companion.errors import UnknownLanguageError, UnknownVoiceError
from companion.timeline.utterance import Onsets
from companion.voice.engine_table import ESPEAK_VOICE
from companion.voice.engines.engine import Delivery, EngineVoice, speaks
from companion.voice.names import base

# What espeak-ng, and the others' words a minute, must be told for 146 real words a minute.
ESPEAK_RATE = 118
OTHER_RATE = 146

_LONGEST_DATA_PATH = 150  # espeak-ng exits the process at 160
_ENGINE_TIMEOUT_S = 20.0
_NATIVE = ("darwin", "win32")
# espeak-ng's own pitch, and how many of its steps were measured to be an octave.
_ESPEAK_PITCH, _ESPEAK_OCTAVE = 50, 70


def find_espeak() -> str:
    """Make pyttsx3 find espeak-ng: the system's, else the one that comes with pip.

    Returns:
        `system`, `embedded`, or `none`.
    """
    for name in ("libespeak-ng.so.1", "libespeak.so.1"):
        try:
            ctypes.CDLL(name)
        except OSError:
            continue
        return "system"
    try:
        import espeakng_loader
    except ImportError:
        return "none"
    # its compiled-in path is that of the machine it was built on
    os.environ["ESPEAK_DATA_PATH"] = short_path(espeakng_loader.get_data_path())
    library = espeakng_loader.get_library_path()
    load = ctypes.cdll.LoadLibrary

    def load_embedded(name: str) -> ctypes.CDLL:
        return load(library if "espeak" in name else name)

    ctypes.cdll.LoadLibrary = load_embedded  # type: ignore[method-assign]
    try:
        from pyttsx3.drivers import _espeak  # noqa: F401 - loaded here, under the patch
    finally:
        del ctypes.cdll.LoadLibrary
    return "embedded"


def short_path(data: str) -> str:
    """The path, or a short link to it where espeak-ng has no room for it."""
    if len(data) < _LONGEST_DATA_PATH:
        return data
    link = Path(tempfile.mkdtemp(prefix="espeak")) / "espeak-ng-data"
    link.symlink_to(data)
    return str(link)


class Native:
    """pyttsx3 with what it needs to be trusted; must live on the main thread.

    Raises:
        RuntimeError: when there is no engine below it.
    """

    def __init__(self) -> None:
        is_espeak = sys.platform not in _NATIVE
        self.has_pitch = is_espeak
        self._library = find_espeak() if is_espeak else "system"
        if self._library == "none":
            raise RuntimeError("there is no espeak-ng here; pip install espeakng-loader brings it")
        self._done = threading.Event()
        self._errors: list[str] = []
        self._events: Onsets = []
        self._espeak: Any = None
        if is_espeak:
            from pyttsx3.drivers import _espeak

            self._espeak = _espeak
            self._patch()
        import pyttsx3

        self._engine = pyttsx3.init()
        # properties go to the driver itself: what is queued is set only when something is said
        self._driver: Any = self._engine.proxy._driver  # noqa: SLF001
        self._engine.connect("finished-utterance", self._finished)
        self._engine.connect("error", self._failed)
        if self._espeak is not None:
            self._trust()
        self._set: dict[str, object] = {}
        self._known: list[EngineVoice] | None = None

    def about(self) -> dict[str, str]:
        """Which driver speaks, and where its library is from."""
        return {"driver": str(self._engine.driver_name), "library": self._library}

    def voices(self) -> list[EngineVoice]:
        """Every voice of the system."""
        if self._known is None:
            self._known = [
                EngineVoice(str(voice.id), str(voice.name), tuple(map(str, voice.languages or ())))
                for voice in self._driver.getProperty("voices") or ()
            ]
        return self._known

    def speak(self, text: str, file: Path, delivery: Delivery) -> Onsets:
        """Write a sentence to a WAV file; on Linux the times of its words are exact."""
        if self._espeak is not None:
            self._take_espeak(delivery)
            rate = round(ESPEAK_RATE * delivery.speed)
            pitch = round(_ESPEAK_PITCH + _ESPEAK_OCTAVE * log2(delivery.pitch))
            self._property("pitch", max(0, min(99, pitch)))
        else:
            current = self._driver.getProperty("voice")
            self._take(pick(self.voices(), str(current or ""), delivery))
            rate = round(OTHER_RATE * delivery.speed)
        self._property("rate", rate)
        return self._save(text, file)

    def _save(self, text: str, file: Path) -> Onsets:
        self._events.clear()
        self._errors.clear()
        self._done.clear()
        self._engine.save_to_file(text, str(file))
        self._engine.runAndWait()
        # on Linux the first run comes back before there is a file; Windows tells of no end
        if sys.platform != "win32" and not self._done.wait(_ENGINE_TIMEOUT_S):
            raise TimeoutError("the engine gave no end")
        if self._errors:
            raise RuntimeError(self._errors[0])
        return list(self._events)

    def _take_espeak(self, delivery: Delivery) -> None:
        """A voice by its name; else the best one for English, or the same variant of another.

        An English voice that was chosen is none for another language: its manner is kept.
        """
        voice = delivery.voice
        variant = (voice or ESPEAK_VOICE).partition("+")[2]
        if not voice and base(delivery.lang) == "en":
            voice = ESPEAK_VOICE
        elif not voice or (base(delivery.lang) != "en" and voice.startswith("en-")):
            langs = [known for known in self.voices() if speaks(known.langs, delivery.lang)]
            exact = (k for k in langs if delivery.lang.lower() in map(str.lower, k.langs))
            found = next(exact, langs[0] if langs else None)
            if found is None:
                raise UnknownLanguageError(f"espeak-ng speaks no {delivery.lang}")
            voice = f"{found.id}+{variant}" if variant else found.id
        self._take(voice)

    def _take(self, voice: str) -> None:
        if not voice or self._set.get("voice") == voice:
            return
        try:
            self._property("voice", voice)
            known = self._espeak is None or is_spoken(voice, self._driver.getProperty("voice"))
        except ValueError:
            known = False
        if not known:
            self._set.pop("voice", None)
            raise UnknownVoiceError(f'there is no voice "{voice}" here')

    def _property(self, name: str, value: object) -> None:
        if self._set.get(name) == value:
            return
        self._driver.setProperty(name, value)
        if self._espeak is not None:
            self._espeak.Synchronize()
        self._set[name] = value

    def _finished(self, **_: object) -> None:
        self._done.set()

    def _failed(self, exception: object = None, **_: object) -> None:
        self._errors.append(f"{type(exception).__name__}: {exception}")
        self._done.set()

    def _trust(self) -> None:
        """Take from the driver what loses sentences and time."""
        from pyttsx3.drivers import espeak as driver

        # ending a loop cancels what is queued; nothing of ours is ever to be cancelled
        self._driver.stop = lambda: None
        driver.time = SimpleNamespace(sleep=self._done.wait)

    def _patch(self) -> None:
        espeak, listen = self._espeak, self._espeak.SetSynthCallback

        def synth(text: bytes, flags: int = 0, **_: object) -> int:
            size = len(text) + 1
            return int(espeak.cSynth(text, size, 0, espeak.POS_CHARACTER, 0, flags, None, None))

        def tap(callback: Any) -> Any:
            if callback is None:  # at the end: never hand C a null callback
                return listen(lambda *_: 1)

            def both(wave: Any, count: int, events: Any) -> int:
                self._note(events)
                return int(callback(wave, count, events))

            return listen(both)

        espeak.Synth, espeak.SetSynthCallback = synth, tap

    def _note(self, events: Any) -> None:
        i = 0
        while events[i].type:
            if events[i].type == self._espeak.EVENT_WORD and events[i].length:
                when = events[i].audio_position / 1000
                self._events.append((when, events[i].text_position - 1))
            i += 1


def is_spoken(voice: str, current: object) -> bool:
    """Whether espeak speaks with the variant it was told: an unknown one is no error to it."""
    return voice.partition("+")[2].lower() in str(current).lower()


def pick(voices: Sequence[EngineVoice], current: str, delivery: Delivery) -> str:
    """Which of a system's voices is meant; empty to leave the one that speaks already.

    Raises:
        UnknownVoiceError, UnknownLanguageError: when there is none.
    """
    if wanted := delivery.voice.lower():
        for known in voices:
            if wanted in (known.id.lower(), known.name.lower(), known.id.lower().split(".")[-1]):
                return known.id
        raise UnknownVoiceError(f'there is no voice "{delivery.voice}" here')
    own = next((known for known in voices if known.id.lower() == current.lower()), None)
    if own is not None and (not own.langs or speaks(own.langs, delivery.lang)):
        return own.id
    for known in voices:
        if speaks(known.langs, delivery.lang):
            return known.id
    if any(known.langs for known in voices):
        raise UnknownLanguageError(f"no voice of this system speaks {delivery.lang}")
    return ""
