"""An engine that is a program: text in a file, a sound file out, no shell, no word on a list.

The words go through a file that only this person can read, because what stands in a command is
shown to everybody who lists the processes of a computer.
"""

import json
import os
import re
import subprocess
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO, Any

from companion.errors import UnknownLanguageError, UnknownVoiceError, VoiceError
from companion.files import write_private
from companion.timeline.utterance import Onsets
from companion.voice.engines.engine import Delivery, EngineVoice
from companion.voice.names import base

_TIMEOUT_S = 6.0
_TIMEOUT_S_PER_CHARACTER = 0.04
_TOLD_BYTES = 400
# flite would fetch a voice from an address, or read any file: a name is a name and nothing else
_NAME = re.compile(r"\w[\w +.-]*")


class Command:
    """A program that speaks.

    Args:
        arguments: one JSON object with `argv`, whose items may hold `{file}` `{out}` `{voice}`
            `{rate}` `{lang}`, an item that is a list being left out where its slot is empty;
            `rate`, what `{rate}` is at the pace the program is meant to have; `slower`, whether
            a larger `{rate}` is slower; `voice` and `langs`, what it speaks with by itself;
            `voices`, every voice it has, where a name that it has not would be taken silently.
    """

    has_pitch = False

    def __init__(self, arguments: str) -> None:
        told: Mapping[str, Any] = json.loads(arguments)
        self._argv, self._rate, self._slower = told["argv"], told["rate"], told["slower"]
        self._voice, self._langs = told["voice"], tuple(told["langs"])
        self._voices = tuple(told["voices"])

    def about(self) -> dict[str, str]:
        """Which program speaks."""
        return {"driver": str(self._argv[0]), "library": "command"}

    def voices(self) -> list[EngineVoice]:
        """The one voice it was told of."""
        return [EngineVoice(self._voice, self._voice, self._langs)] if self._voice else []

    def speak(self, text: str, file: Path, delivery: Delivery) -> Onsets:
        """Run the program once; it tells no times."""
        lang = base(delivery.lang)
        if self._langs and lang not in self._langs:
            raise UnknownLanguageError(f"{self._argv[0]} speaks no {delivery.lang}")
        voice = delivery.voice
        if voice and (not _NAME.fullmatch(voice) or voice not in (self._voices or (voice,))):
            raise UnknownVoiceError(f'{self._argv[0]} has no voice "{voice}"')
        words = file.with_name("words.txt")
        write_private(words, text + "\n")
        speed = 1 / delivery.speed if self._slower else delivery.speed
        rate = self._rate * speed
        slots = {
            "file": str(words),
            "out": str(file),
            "voice": delivery.voice or self._voice,
            "lang": lang,
            "rate": f"{rate:.3f}" if self._slower else str(round(rate)),
        }
        limit = _TIMEOUT_S + _TIMEOUT_S_PER_CHARACTER * len(text)
        code, told = run(filled(self._argv, slots), limit)
        if code:
            raise RuntimeError(f"{self._argv[0]} ended with {code}: {told}")
        return []


def run(argv: Sequence[str], limit: float) -> tuple[int, str]:
    """Run a program to its end, whatever it leaves running; its code, and the last it printed.

    Raises:
        VoiceError: when it does not end in time.
    """
    process = subprocess.Popen(
        argv, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    assert process.stderr is not None
    tail: list[bytes] = [b""]
    reader = threading.Thread(target=_keep_tail, args=(process.stderr, tail), daemon=True)
    reader.start()
    try:
        code = process.wait(limit)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
        raise VoiceError(f"{argv[0]} did not answer within {limit:.0f} seconds") from None
    reader.join(0.2)
    return code, tail[0].decode("utf-8", "replace").strip()[-200:]


def _keep_tail(stream: IO[bytes], tail: list[bytes]) -> None:
    with stream:
        while chunk := os.read(stream.fileno(), 65_536):
            tail[0] = (tail[0] + chunk)[-_TOLD_BYTES:]


def filled(argv: list[str | list[str]], slots: Mapping[str, str]) -> list[str]:
    """A command with its slots filled; an optional group whose slot is empty is left out."""
    found: list[str] = []
    for item in argv:
        group = item if isinstance(item, list) else [item]
        empty = (f"{{{name}}}" for name, value in slots.items() if not value)
        if isinstance(item, list) and any(slot in part for slot in empty for part in group):
            continue
        for part in group:
            for name, value in slots.items():
                part = part.replace(f"{{{name}}}", value)  # noqa: PLW2901 - filled slot by slot
            found.append(part)
    return found
