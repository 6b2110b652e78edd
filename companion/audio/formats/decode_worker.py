"""The decoding worker: `python -m companion.audio.formats.decode_worker`.

It reads the user's own sound files, so that one on which a decoder hangs or crashes costs this
process, and its file, but never a session.
"""

import base64
import os
import queue
from pathlib import Path

from companion.audio.formats.decode import AudioReader, open_audio, read_bell
from companion.audio.formats.decode_protocol import (
    REQUESTS,
    Answer,
    Decoded,
    Open,
    Opened,
    Read,
    ReadBell,
    Refused,
    Request,
    Shut,
)
from companion.audio.samples import Samples
from companion.child import Parent
from companion.errors import SoundError


def main() -> None:
    """Answer requests until the app ends."""
    requests: queue.SimpleQueue[Request] = queue.SimpleQueue()
    parent = Parent(REQUESTS)
    parent.listen(requests.put)
    opened: dict[int, AudioReader] = {}
    while True:
        request = requests.get()
        answer: Answer | None
        try:
            answer = _answer(request, opened)
        except SoundError as error:
            answer = Refused(error.message, error.remedy)
        except Exception as error:  # noqa: BLE001 - whatever a decoder raises costs one file only
            answer = Refused(f"it can't be read ({type(error).__name__})", "choose another file")
        if answer is not None:
            parent.send(answer)


def _answer(request: Request, opened: dict[int, AudioReader]) -> Opened | Decoded | None:
    match request:
        case Open(key, path):
            reader = opened[key] = open_audio(_file(path))
            return Opened(reader.rate, reader.frames)
        case Read(key, first, count):
            return _decoded(opened[key].read(first, count))
        case ReadBell(path):
            return _decoded(read_bell(_file(path)))
        case Shut(key):
            if (shut := opened.pop(key, None)) is not None:
                shut.close()
            return None


def _file(path: str) -> Path:
    return Path(os.fsdecode(base64.b64decode(path)))


def _decoded(samples: Samples) -> Decoded:
    return Decoded(base64.b64encode(samples.tobytes()).decode("ascii"))


if __name__ == "__main__":
    main()
