"""An engine that is a program: it reads a text file and writes a sound file, without a shell.

The text goes through a file that only the user can read, because everyone on the computer can
list the arguments of a process.
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
_TAIL_BYTES = 400
# flite would load a voice from a URL or any file, so other characters are refused
_NAME = re.compile(r"\w[\w +.-]*")


class Command:
    """An engine that runs a program for each sentence.

    Args:
        arguments: one JSON object. `argv` is the command; its items may hold `{file}` `{out}`
            `{voice}` `{rate}` `{lang}`, and an item that is a list is left out when its slot is
            empty. `rate` is the value of `{rate}` at speed 1; `slower` says that a larger
            `{rate}` is slower. `voice` and `langs` are the program's defaults. `voices` lists
            every voice of a program that would silently replace an unknown name.
    """

    has_pitch = False

    def __init__(self, arguments: str) -> None:
        config: Mapping[str, Any] = json.loads(arguments)
        self._argv, self._rate, self._slower = config["argv"], config["rate"], config["slower"]
        self._voice, self._langs = config["voice"], tuple(config["langs"])
        self._voices = tuple(config["voices"])

    def about(self) -> dict[str, str]:
        """The name of the program."""
        return {"driver": str(self._argv[0]), "library": "command"}

    def voices(self) -> list[EngineVoice]:
        """The default voice, if there is one."""
        return [EngineVoice(self._voice, self._voice, self._langs)] if self._voice else []

    def speak(self, text: str, file: Path, delivery: Delivery) -> Onsets:
        """Run the program once; it reports no word times, so the list is empty."""
        lang = base(delivery.lang)
        if self._langs and lang not in self._langs:
            raise UnknownLanguageError(f"{self._argv[0]} doesn't speak {delivery.lang}")
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
        code, tail = run_program(fill_slots(self._argv, slots), limit)
        if code:
            raise RuntimeError(f"{self._argv[0]} failed with exit code {code}: {tail}")
        return []


def run_program(argv: Sequence[str], limit: float) -> tuple[int, str]:
    """Run a program, and return its exit code and the end of its standard error.

    Processes that it leaves behind are not waited for.

    Raises:
        VoiceError: when the program does not end within `limit` seconds.
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
        raise VoiceError(f"{argv[0]} didn't answer within {limit:.0f} seconds") from None
    reader.join(0.2)
    return code, tail[0].decode("utf-8", "replace").strip()[-200:]


def _keep_tail(stream: IO[bytes], tail: list[bytes]) -> None:
    with stream:
        while chunk := os.read(stream.fileno(), 65_536):
            tail[0] = (tail[0] + chunk)[-_TAIL_BYTES:]


def fill_slots(argv: list[str | list[str]], slots: Mapping[str, str]) -> list[str]:
    """The command with its slots filled; an optional group with an empty slot is left out."""
    words: list[str] = []
    for item in argv:
        group = item if isinstance(item, list) else [item]
        empty = (f"{{{name}}}" for name, value in slots.items() if not value)
        if isinstance(item, list) and any(slot in part for slot in empty for part in group):
            continue
        for part in group:
            for name, value in slots.items():
                part = part.replace(f"{{{name}}}", value)  # noqa: PLW2901 - filled slot by slot
            words.append(part)
    return words
