"""pyttsx3: espeak-ng on Linux, the system's own voices on macOS and Windows.

Patches for espeak-ng: the text size (pyttsx3 gives ten times too much, and espeak reads past the
end), the word times (pyttsx3 drops them), the cancel at the end of a loop (it empties one
sentence in fifty), and the poll every 10 ms for the end of a sentence.
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

# The rate settings of espeak-ng, and of other drivers, that give 146 real words a minute.
ESPEAK_RATE = 118
OTHER_RATE = 146

_LONGEST_DATA_PATH = 150  # espeak-ng exits the process at 160 characters
_ENGINE_TIMEOUT_S = 20.0
_NATIVE = ("darwin", "win32")
# espeak-ng's default pitch, and the measured number of its steps in an octave.
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
    # the path compiled into it is from the machine that built it
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
    """The path itself, or a short symlink to it when it is too long for espeak-ng."""
    if len(data) < _LONGEST_DATA_PATH:
        return data
    link = Path(tempfile.mkdtemp(prefix="espeak")) / "espeak-ng-data"
    link.symlink_to(data)
    return str(link)


class Native:
    """pyttsx3, patched to be reliable; must live on the main thread.

    Raises:
        RuntimeError: when espeak-ng is missing.
    """

    def __init__(self) -> None:
        is_espeak = sys.platform not in _NATIVE
        self.has_pitch = is_espeak
        self._library = find_espeak() if is_espeak else "system"
        if self._library == "none":
            raise RuntimeError("espeak-ng isn't installed; pip install espeakng-loader adds it")
        self._done = threading.Event()
        self._errors: list[str] = []
        self._onsets: Onsets = []
        self._espeak: Any = None
        if is_espeak:
            from pyttsx3.drivers import _espeak

            self._espeak = _espeak
            self._patch_espeak()
        import pyttsx3

        self._engine = pyttsx3.init()
        # properties go to the driver, because the engine queues them until the next sentence
        self._driver: Any = self._engine.proxy._driver  # noqa: SLF001
        self._engine.connect("finished-utterance", self._on_finished)
        self._engine.connect("error", self._on_failed)
        if self._espeak is not None:
            self._patch_driver()
        self._properties: dict[str, object] = {}
        self._voices: list[EngineVoice] | None = None

    def about(self) -> dict[str, str]:
        """The name of the driver, and where its library comes from."""
        return {"driver": str(self._engine.driver_name), "library": self._library}

    def voices(self) -> list[EngineVoice]:
        """Every voice of the system."""
        if self._voices is None:
            self._voices = [
                EngineVoice(str(voice.id), str(voice.name), tuple(map(str, voice.languages or ())))
                for voice in self._driver.getProperty("voices") or ()
            ]
        return self._voices

    def speak(self, text: str, file: Path, delivery: Delivery) -> Onsets:
        """Write a sentence to a WAV file; on Linux the onsets of its words are exact."""
        if self._espeak is not None:
            self._choose_espeak_voice(delivery)
            rate = round(ESPEAK_RATE * delivery.speed)
            pitch = round(_ESPEAK_PITCH + _ESPEAK_OCTAVE * log2(delivery.pitch))
            self._set_property("pitch", max(0, min(99, pitch)))
        else:
            current = self._driver.getProperty("voice")
            self._set_voice(pick(self.voices(), str(current or ""), delivery))
            rate = round(OTHER_RATE * delivery.speed)
        self._set_property("rate", rate)
        return self._save(text, file)

    def _save(self, text: str, file: Path) -> Onsets:
        self._onsets.clear()
        self._errors.clear()
        self._done.clear()
        self._engine.save_to_file(text, str(file))
        self._engine.runAndWait()
        # on Linux the first run returns before the file is written; Windows reports no end
        if sys.platform != "win32" and not self._done.wait(_ENGINE_TIMEOUT_S):
            raise TimeoutError("the engine didn't finish a sentence")
        if self._errors:
            raise RuntimeError(self._errors[0])
        return list(self._onsets)

    def _choose_espeak_voice(self, delivery: Delivery) -> None:
        """Set the chosen voice, or the best one for the language.

        When an English voice was chosen for another language, only its variant (`f5`) is kept.
        """
        voice = delivery.voice
        variant = (voice or ESPEAK_VOICE).partition("+")[2]
        if not voice and base(delivery.lang) == "en":
            voice = ESPEAK_VOICE
        elif not voice or (base(delivery.lang) != "en" and voice.startswith("en-")):
            voices = [other for other in self.voices() if speaks(other.langs, delivery.lang)]
            exact = (v for v in voices if delivery.lang.lower() in map(str.lower, v.langs))
            best = next(exact, voices[0] if voices else None)
            if best is None:
                raise UnknownLanguageError(f"espeak-ng doesn't speak {delivery.lang}")
            voice = f"{best.id}+{variant}" if variant else best.id
        self._set_voice(voice)

    def _set_voice(self, voice: str) -> None:
        if not voice or self._properties.get("voice") == voice:
            return
        try:
            self._set_property("voice", voice)
            is_known = self._espeak is None or is_spoken(voice, self._driver.getProperty("voice"))
        except ValueError:
            is_known = False
        if not is_known:
            self._properties.pop("voice", None)
            raise UnknownVoiceError(f'there\'s no voice "{voice}" here')

    def _set_property(self, name: str, value: object) -> None:
        if self._properties.get(name) == value:
            return
        self._driver.setProperty(name, value)
        if self._espeak is not None:
            self._espeak.Synchronize()
        self._properties[name] = value

    def _on_finished(self, **_: object) -> None:
        self._done.set()

    def _on_failed(self, exception: object = None, **_: object) -> None:
        self._errors.append(f"{type(exception).__name__}: {exception}")
        self._done.set()

    def _patch_driver(self) -> None:
        """Disable the driver's cancel, which loses sentences, and its slow poll."""
        from pyttsx3.drivers import espeak as driver

        # the end of a loop cancels everything in the queue, the next sentence included
        self._driver.stop = lambda: None
        driver.time = SimpleNamespace(sleep=self._done.wait)

    def _patch_espeak(self) -> None:
        espeak, listen = self._espeak, self._espeak.SetSynthCallback

        def synth(text: bytes, flags: int = 0, **_: object) -> int:
            size = len(text) + 1
            return int(espeak.cSynth(text, size, 0, espeak.POS_CHARACTER, 0, flags, None, None))

        def tap(callback: Any) -> Any:
            if callback is None:  # at the end; C must never get a null callback
                return listen(lambda *_: 1)

            def both(wave: Any, count: int, events: Any) -> int:
                self._record_onsets(events)
                return int(callback(wave, count, events))

            return listen(both)

        espeak.Synth, espeak.SetSynthCallback = synth, tap

    def _record_onsets(self, events: Any) -> None:
        i = 0
        while events[i].type:
            if events[i].type == self._espeak.EVENT_WORD and events[i].length:
                when = events[i].audio_position / 1000
                self._onsets.append((when, events[i].text_position - 1))
            i += 1


def is_spoken(voice: str, current: object) -> bool:
    """Whether espeak uses the variant of a voice; it silently ignores an unknown one."""
    return voice.partition("+")[2].lower() in str(current).lower()


def pick(voices: Sequence[EngineVoice], current: str, delivery: Delivery) -> str:
    """The id of the system voice for a delivery; empty to keep the current one.

    Raises:
        UnknownVoiceError, UnknownLanguageError: when no voice fits.
    """
    if wanted := delivery.voice.lower():
        for voice in voices:
            if wanted in (voice.id.lower(), voice.name.lower(), voice.id.lower().split(".")[-1]):
                return voice.id
        raise UnknownVoiceError(f'there\'s no voice "{delivery.voice}" here')
    own = next((voice for voice in voices if voice.id.lower() == current.lower()), None)
    if own is not None and (not own.langs or speaks(own.langs, delivery.lang)):
        return own.id
    for voice in voices:
        if speaks(voice.langs, delivery.lang):
            return voice.id
    if any(voice.langs for voice in voices):
        raise UnknownLanguageError(f"no voice on this computer speaks {delivery.lang}")
    return ""
