"""The voice worker: pyttsx3 in a process of its own, one sentence a request.

    asks:    {id, text, out, voice, rate, pitch, soften}
    answers: {ready, driver, library} once, then {id, seconds, events} or {id, error}

It is a process because pyttsx3 on Linux can hang, crash or exit the interpreter, because other
systems' engines want the main thread, and because the engine it loads is GPL. What it patches:
the size given to espeak (ten times too large, read past its end), the time of each word (thrown
away), and the cancel at the end of a loop (which empties one sentence in fifty).
"""

import ctypes
import os
import queue
import sys
import tempfile
import threading
from itertools import count
from pathlib import Path
from typing import Any

from companion.child import Message, Parent
from companion.units import RATE

MOST_CHARACTERS = 1_200
_LONGEST_DATA_PATH = 150  # espeak-ng exits the process at 160
_ENGINE_TIMEOUT_S = 20.0
_NATIVE = ("darwin", "win32")

Events = list[tuple[float, int]]


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


class Engine:
    """pyttsx3 with what it needs to be trusted; must live on the main thread."""

    def __init__(self) -> None:
        self.library = "system" if sys.platform in _NATIVE else find_espeak()
        if self.library == "none":
            raise RuntimeError("there is no espeak-ng here; pip install espeakng-loader brings it")
        self._events: Events = []
        self._espeak: Any = None
        if sys.platform not in _NATIVE:
            from pyttsx3.drivers import _espeak

            self._espeak = _espeak
            self._patch()
        import pyttsx3

        self._engine = pyttsx3.init()
        self._done = threading.Event()
        self._errors: list[str] = []
        self._engine.connect("finished-utterance", self._finished)
        self._engine.connect("error", self._failed)
        if self._espeak is not None:
            # ending a loop cancels what is queued; nothing of ours is ever to be cancelled
            self._engine.proxy._driver.stop = lambda: None  # noqa: SLF001
        self._set: dict[str, object] = {}

    @property
    def driver(self) -> str:
        """Which driver speaks."""
        return str(self._engine.driver_name)

    def speak(
        self, text: str, file: Path, voice: str | None, rate: int, pitch: int | None = None
    ) -> Events:
        """Write a sentence to a WAV file; gives the times of the words where they are known."""
        self._events.clear()
        self._errors.clear()
        self._done.clear()
        self._property("voice", voice)
        self._property("rate", rate)
        self._property("pitch", pitch)
        self._engine.save_to_file(text, str(file))
        self._engine.runAndWait()
        # on Linux the first run comes back before there is a file
        if sys.platform != "win32" and not self._done.wait(_ENGINE_TIMEOUT_S):
            raise TimeoutError("the engine gave no end")
        if self._errors:
            raise RuntimeError(self._errors[0])
        return list(self._events)

    def _property(self, name: str, value: object) -> None:
        if value is None or self._set.get(name) == value:
            return
        self._engine.setProperty(name, value)
        if self._espeak is not None:
            self._espeak.Synchronize()
        self._set[name] = value

    def _finished(self, **_: object) -> None:
        self._done.set()

    def _failed(self, exception: object = None, **_: object) -> None:
        self._errors.append(f"{type(exception).__name__}: {exception}")
        self._done.set()

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


def answer(engine: Engine, request: Message) -> Message:
    """Speak one sentence into a finished clip.

    Raises:
        RuntimeError, TimeoutError, ValueError, OSError: when there is no clip.
    """
    from companion.audio import files
    from companion.audio.finish import finish

    text, out = request["text"], Path(request["out"])
    if not text.strip() or len(text) > MOST_CHARACTERS:
        raise ValueError("there is nothing to say, or too much at once")
    with tempfile.TemporaryDirectory(prefix="companion") as folder:
        raw = Path(folder) / "raw.wav"
        events = engine.speak(text, raw, request["voice"], request["rate"], request.get("pitch"))
        samples, rate = files.read_speech(raw)
    samples, events = finish(samples, rate, events, text, soften=request["soften"])
    seconds = len(samples) / RATE
    if seconds < 0.05:  # noqa: PLR2004 - shorter than any sound of speech
        raise RuntimeError("the engine gave no sound")
    files.write_clip(out, samples)
    return {"id": request["id"], "seconds": seconds, "events": events}


def main() -> None:
    """Serve the app on standard input and output, with the engine on the main thread."""
    parent = Parent()
    requests: queue.SimpleQueue[Message] = queue.SimpleQueue()
    parent.listen(requests.put)
    # numpy takes as long to import as a first sentence takes to speak
    threading.Thread(target=_import_early, name="imports", daemon=True).start()
    try:
        engine = Engine()
    except Exception as error:  # noqa: BLE001 - whatever it is, the app must be told
        parent.send(error=f"{error}")
        os._exit(1)
    parent.send(ready=True, driver=engine.driver, library=engine.library)
    serve(parent, engine, requests)


def serve(
    parent: Parent,
    engine: Engine,
    requests: "queue.SimpleQueue[Message]",
    rounds: int | None = None,
) -> None:
    """Answer every request, or the first `rounds` of them."""
    for _ in count() if rounds is None else range(rounds):
        request = requests.get()
        try:
            parent.send(**answer(engine, request))
        except Exception as error:  # noqa: BLE001 - one sentence fails, the next may not
            parent.send(id=request.get("id"), error=f"{type(error).__name__}: {error}")


def _import_early() -> None:
    import companion.audio.finish  # noqa: F401


if __name__ == "__main__":
    main()
