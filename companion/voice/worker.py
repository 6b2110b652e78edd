"""The voice worker: one engine in a process of its own, one sentence a request.

    asks:    {id, text, out, voice, lang, speed, pitch, soften}
             {id, do: "measure", voice}  ·  {id, do: "voices"}
    answers: {ready, driver, library} once, then {id, seconds, events, exact},
             {id, speed}, {id, voices}, or {id, error, kind}

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
from dataclasses import asdict
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from companion.child import Message, Parent
from companion.errors import CompanionError, UnknownLanguageError, UnknownVoiceError, VoiceError
from companion.timeline.utterance import Onsets
from companion.units import RATE
from companion.voice.engines.engine import Delivery, Engine
from companion.voice.pace import FASTEST, PARAGRAPH, PARAGRAPH_SECONDS, SLOWEST

if TYPE_CHECKING:
    from companion.audio.samples import Samples

# pyttsx3 reads past its buffer, and dies of it at 15 600 characters.
MOST_CHARACTERS = 600
_LEAST_SECONDS = 0.05  # shorter than any sound of speech
_CLAUSE = re.compile(r"(?<=[,;:.?!])\s+")


def answer(engine: Engine, request: Message) -> Message:
    """Do what is asked.

    Raises:
        Exception: whatever an engine raises.
    """
    match request.get("do", "speak"):
        case "voices":
            return {"id": request["id"], "voices": [asdict(v) for v in engine.voices()]}
        case "measure":
            return {"id": request["id"], "speed": measured(engine, request["voice"])}
        case _:
            return {"id": request["id"], **spoken(engine, request)}


def spoken(engine: Engine, request: Message) -> Message:
    """Speak one sentence into a finished clip."""
    from companion.audio.formats import clip_wav
    from companion.audio.mastering import finish
    from companion.audio.word_timing import word_times

    text, out = request["text"], Path(request["out"])
    if not text.strip():
        raise ValueError("there is nothing to say")
    pitch = request["pitch"]
    by_engine = pitch if engine.has_pitch else 1.0
    # played back at another rate, a voice is higher or lower, and as much faster or slower
    played = pitch / by_engine
    delivery = Delivery(request["voice"], request["lang"], request["speed"] / played, by_engine)
    samples, rate, events = _whole(engine, text, delivery)
    rate = round(rate * played)
    events = [(when / played, place) for when, place in events]
    is_exact = bool(events)
    events = events or word_times(text, samples, rate)
    samples, events = finish(samples, rate, events, text, soften=request["soften"])
    seconds = len(samples) / RATE
    if seconds < _LEAST_SECONDS:
        raise RuntimeError("the engine gave no sound")
    clip_wav.write_clip(out, samples)
    return {"seconds": seconds, "events": events, "exact": is_exact}


def _whole(engine: Engine, text: str, delivery: Delivery) -> "tuple[Samples, int, Onsets]":
    """What an engine makes of a text, in as many pieces as it needs."""
    from companion.audio.formats import decode
    from companion.audio.mastering import joined

    pieces, events, at, place, rate, is_told = [], Onsets(), 0.0, 0, RATE, True
    for piece in parts(text):
        place = text.index(piece, place)
        with tempfile.TemporaryDirectory(prefix="companion") as folder:
            raw = Path(folder) / "raw.wav"
            told = engine.speak(piece, raw, delivery)
            samples, rate = decode.read_speech(raw)
        is_told = is_told and bool(told)
        events += [(at + when, place + character) for when, character in told]
        pieces.append(samples)
        at, place = at + len(samples) / rate, place + len(piece)
    # times of some of the words only would leave the others dark
    return joined(pieces), rate, events if is_told else []


def parts(text: str) -> Sequence[str]:
    """A text in pieces that an engine can take, cut where it pauses, else between words."""
    if len(text) <= MOST_CHARACTERS:
        return (text,)
    found = [""]
    for clause in _CLAUSE.split(text):
        for bit in (clause,) if len(clause) <= MOST_CHARACTERS else clause.split():
            if len(found[-1]) + len(bit) < MOST_CHARACTERS:
                found[-1] = f"{found[-1]} {bit}".strip()
            else:
                found += [bit[i : i + MOST_CHARACTERS] for i in range(0, len(bit), MOST_CHARACTERS)]
    return [part for part in found if part]


def measured(engine: Engine, voice: str) -> float:
    """How much faster or slower than by itself an engine must speak for 146 words a minute.

    It is measured twice, because few engines do exactly what they are told.
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


def kind_of(error: Exception) -> str:
    """What somebody who asked may want to do about it; `broken` for an engine that is no use."""
    kinds = {UnknownVoiceError: "voice", UnknownLanguageError: "language", VoiceError: "broken"}
    return next((kind for what, kind in kinds.items() if isinstance(error, what)), "")


def engine_of(arguments: Sequence[str]) -> Engine:
    """The engine that this worker is for.

    Raises:
        Exception: whatever it raises that keeps it from being.
    """
    match arguments:
        case ["piper", file]:
            from companion.voice.engines.piper import Piper

            return Piper(file)
        case ["command", told]:
            from companion.voice.engines.command import Command

            return Command(told)
        case _:
            from companion.voice.engines.native import Native

            return Native()


def main() -> None:
    """Serve the app on standard input and output, with the engine on the main thread."""
    parent = Parent()
    requests: queue.SimpleQueue[Message] = queue.SimpleQueue()
    parent.listen(requests.put)
    # numpy takes as long to import as a first sentence takes to speak
    threading.Thread(target=_import_early, name="imports", daemon=True).start()
    try:
        engine = engine_of(sys.argv[1:])
    except Exception as error:  # noqa: BLE001 - whatever it is, the app must be told
        parent.send(error=f"{error}")
        os._exit(1)
    parent.send(ready=True, **engine.about())
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
        except CompanionError as error:
            parent.send(id=request.get("id"), error=error.message, kind=kind_of(error))
        except Exception as error:  # noqa: BLE001 - one sentence fails, the next may not
            words = f"{type(error).__name__}: {error}"
            parent.send(id=request.get("id"), error=words, kind="")


def _import_early() -> None:
    import companion.audio.mastering  # noqa: F401


if __name__ == "__main__":
    main()
