"""The voice worker: one engine in a process of its own, driven by `voice.protocol`.

It is a process because pyttsx3 on Linux can hang, crash or exit the interpreter, because other
systems' engines want the main thread, and because some engines are GPL.
"""

import os
import queue
import re
import sys
import tempfile
import threading
from collections.abc import Sequence
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, assert_never

from companion.child import Parent
from companion.errors import CompanionError, UnknownLanguageError, UnknownVoiceError, VoiceError
from companion.script.manner import LANGUAGE_TAG, VOICE_NAME
from companion.timeline.utterance import Onsets
from companion.units import RATE
from companion.voice.engines.engine import Delivery, Engine
from companion.voice.pace import FASTEST, PARAGRAPH, PARAGRAPH_SECONDS, SLOWEST
from companion.voice.protocol import (
    REQUESTS,
    Answer,
    Failed,
    Fault,
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

if TYPE_CHECKING:
    from companion.audio.samples import Samples

# Far below 15 600, at which pyttsx3 reads past its buffer and crashes.
MOST_CHARACTERS = 600
_LEAST_SECONDS = 0.05  # shorter than any sound of speech
_CLAUSE = re.compile(r"(?<=[,;:.?!])\s+")


def answer(engine: Engine, request: Request) -> Answer:
    """Answer one request.

    Raises:
        Exception: whatever an engine raises.
    """
    match request:
        case ListVoices(number):
            rows = [(voice.id, voice.name, list(voice.langs)) for voice in engine.voices()]
            return Voices(number, rows)
        case Measure(number, voice):
            return Measured(number, measure_speed(engine, voice))
        case Speak():
            return speak(engine, request)
        case _:
            assert_never(request)


def check_names(request: Speak) -> None:
    """Refuse names that no engine should ever see, whoever sent them.

    A long one overflows a buffer of espeak-ng, and a path could lead to a device.

    Raises:
        UnknownVoiceError, UnknownLanguageError: when a name has another shape.
    """
    if request.voice and not re.fullmatch(VOICE_NAME, request.voice):
        raise UnknownVoiceError("there's no voice of that name here")
    if not re.fullmatch(LANGUAGE_TAG, request.lang):
        raise UnknownLanguageError("that isn't a language")


def speak(engine: Engine, request: Speak) -> Spoken:
    """Speak one sentence into a finished clip.

    Raises:
        Exception: whatever an engine raises; also for an empty text, and for a clip without sound.
    """
    from companion.audio.formats import clip_wav
    from companion.audio.mastering import master
    from companion.audio.word_timing import word_times

    check_names(request)
    text, out, pitch = request.text, Path(request.out), request.pitch
    if not text.strip():
        raise ValueError("there's nothing to say")
    by_engine = pitch if engine.has_pitch else 1.0
    # a voice played at another rate is higher or lower, and faster or slower by as much
    played = pitch / by_engine
    speed = request.speed / played
    delivery = Delivery(request.voice, request.lang, speed, by_engine, request.pitch_range)
    samples, rate, onsets = _speak_whole(engine, text, delivery)
    rate = round(rate * played)
    onsets = [(when / played, place) for when, place in onsets]
    is_exact = bool(onsets)
    onsets = onsets or word_times(text, samples, rate)
    samples, onsets = master(samples, rate, onsets, text, soften=request.soften)
    seconds = len(samples) / RATE
    if seconds < _LEAST_SECONDS:
        raise RuntimeError("the engine made no sound")
    clip_wav.write_clip(out, samples)
    return Spoken(request.id, seconds, onsets, is_exact)


def _speak_whole(engine: Engine, text: str, delivery: Delivery) -> "tuple[Samples, int, Onsets]":
    """Speak a text in as many pieces as the engine needs; return samples, rate and onsets."""
    from companion.audio.formats import decode
    from companion.audio.mastering import join

    pieces, onsets, at, place, rate, is_timed = [], Onsets(), 0.0, 0, RATE, True
    for piece in parts(text):
        place = text.index(piece, place)
        with tempfile.TemporaryDirectory(prefix="companion") as folder:
            raw = Path(folder) / "raw.wav"
            piece_onsets = engine.speak(piece, raw, delivery)
            samples, rate = decode.read_speech(raw)
        is_timed = is_timed and bool(piece_onsets)
        onsets += [(at + when, place + character) for when, character in piece_onsets]
        pieces.append(samples)
        at, place = at + len(samples) / rate, place + len(piece)
    # with onsets for some words only, the others would never light up on the screen
    return join(pieces), rate, onsets if is_timed else []


def parts(text: str) -> Sequence[str]:
    """Split a text into pieces that an engine can take, at its pauses, else between words."""
    if len(text) <= MOST_CHARACTERS:
        return (text,)
    pieces = [""]
    for clause in _CLAUSE.split(text):
        for bit in (clause,) if len(clause) <= MOST_CHARACTERS else clause.split():
            if len(pieces[-1]) + len(bit) < MOST_CHARACTERS:
                pieces[-1] = f"{pieces[-1]} {bit}".strip()
            else:
                cuts = range(0, len(bit), MOST_CHARACTERS)
                pieces += [bit[i : i + MOST_CHARACTERS] for i in cuts]
    return [piece for piece in pieces if piece]


def measure_speed(engine: Engine, voice: str) -> float:
    """Measure the factor on an engine's own speed at which it speaks 146 words a minute.

    It measures twice, because few engines speak exactly at the speed they are set to.
    """
    from companion.audio.formats import decode
    from companion.audio.word_timing import sounding_seconds

    speed = 1.0
    for _ in range(2):
        seconds = 0.0
        for line in PARAGRAPH:
            with tempfile.TemporaryDirectory(prefix="companion") as folder:
                raw = Path(folder) / "raw.wav"
                engine.speak(line, raw, Delivery(voice, speed=speed))
                seconds += sounding_seconds(*decode.read_speech(raw))
        speed *= seconds / PARAGRAPH_SECONDS
        speed = max(SLOWEST, min(FASTEST, speed))
    return round(speed, 3)


def fault_of(error: Exception) -> Fault:
    """The fault that an error stands for; `broken` for an engine that cannot be used again."""
    match error:
        case UnknownVoiceError():
            return "voice"
        case UnknownLanguageError():
            return "language"
        case VoiceError():
            return "broken"
        case _:
            return ""


def engine_of(arguments: Sequence[str]) -> Engine:
    """Make the engine that this worker is for.

    Raises:
        Exception: whatever keeps it from starting.
    """
    match arguments:
        case ["hibari", *files]:
            from companion.voice.engines.hibari import Hibari

            return Hibari(*files)
        case ["kokoro"]:
            from companion.voice.engines.kokoro import Kokoro

            return Kokoro()
        case ["piper", file]:
            from companion.voice.engines.piper import Piper

            return Piper(file)
        case ["command", entry]:
            from companion.voice.engines.command import Command

            return Command(entry)
        case _:
            from companion.voice.engines.native import Native

            return Native()


def main() -> None:
    """Serve the app on standard input and output, with the engine on the main thread."""
    parent = Parent(REQUESTS)
    requests: queue.SimpleQueue[Request] = queue.SimpleQueue()
    parent.listen(requests.put)
    # importing numpy takes as long as speaking a first sentence, so it starts now
    threading.Thread(target=_import_early, name="imports", daemon=True).start()
    try:
        engine = engine_of(sys.argv[1:])
    except Exception as error:  # noqa: BLE001 - the app must hear of any error
        parent.send(Unable(f"{error}"))
        os._exit(1)
    parent.send(Ready(**engine.about()))
    serve(parent, engine, requests)


def serve(
    parent: Parent[Request],
    engine: Engine,
    requests: "queue.SimpleQueue[Request]",
    rounds: int | None = None,
) -> None:
    """Answer every request, or the first `rounds` of them."""
    for _ in count() if rounds is None else range(rounds):
        request = requests.get()
        try:
            parent.send(answer(engine, request))
        except CompanionError as error:
            parent.send(Failed(request.id, error.message, fault_of(error)))
        except Exception as error:  # noqa: BLE001 - one sentence fails, the next may not
            parent.send(Failed(request.id, f"{type(error).__name__}: {error}"))


def _import_early() -> None:
    import companion.audio.mastering  # noqa: F401


if __name__ == "__main__":
    main()
