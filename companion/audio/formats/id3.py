"""ID3v2.4 tags with chapters (CHAP and CTOC frames), put in front of a finished MP3 file.

After the ID3v2.4 structure and the ID3v2 Chapter Frame Addendum 1.0 (id3.org); libsndfile writes no
chapters, and the libraries that do are GPL.
"""

import shutil
import struct
from collections.abc import Iterable
from pathlib import Path

from companion.audio.formats.tags import Tags
from companion.files import written_whole

_UTF_8 = b"\x03"
_NO_OFFSET = 0xFFFFFFFF
_TOP_AND_ORDERED = b"\x03"
_HEADER_BYTES = 10
_MOST_CHAPTERS = 255  # the table of contents counts them in one byte


def write_chapters(file: Path, tags: Tags) -> None:
    """Replace the tag of an MP3 file by one that has chapters; the sound stays as it is.

    Args:
        file: a complete MP3 file.
        tags: its title, author, licence and chapters.

    Raises:
        OSError: when it cannot be written; the file then stays as it was.
    """
    mode = file.stat().st_mode & 0o777
    with file.open("rb") as old, written_whole(file, mode=mode) as new:
        header = old.read(_HEADER_BYTES)
        is_tagged = header.startswith(b"ID3")
        old.seek(_HEADER_BYTES + _from_syncsafe(header[6:]) if is_tagged else 0)
        new.write(_tag(tags))
        shutil.copyfileobj(old, new)


def _tag(tags: Tags) -> bytes:
    spans = tags.chapter_spans()[:_MOST_CHAPTERS]
    names = [b"ch%d\0" % number for number in range(len(spans))]
    contents = b"toc\0" + _TOP_AND_ORDERED + bytes([len(names)]) + b"".join(names)
    frames = [
        *_texts({b"TIT2": tags.title, b"TPE1": tags.author, b"TCOP": tags.licence}.items()),
        _frame(b"CTOC", contents),
    ]
    for name, (start, end, title) in zip(names, spans, strict=True):
        times = struct.pack(">IIII", start, end, _NO_OFFSET, _NO_OFFSET)
        frames.append(_frame(b"CHAP", b"".join([name, times, *_texts([(b"TIT2", title)])])))
    body = b"".join(frames)
    return b"ID3\x04\0\0" + _syncsafe(len(body)) + body


def _texts(texts: Iterable[tuple[bytes, str]]) -> list[bytes]:
    return [_frame(kind, _UTF_8 + text.encode()) for kind, text in texts if text]


def _frame(kind: bytes, body: bytes) -> bytes:
    return kind + _syncsafe(len(body)) + b"\0\0" + body


def _syncsafe(number: int) -> bytes:
    """Four bytes of seven bits each, so that no player takes them for the start of sound."""
    return bytes(number >> shift & 0x7F for shift in (21, 14, 7, 0))


def _from_syncsafe(raw: bytes) -> int:
    return sum(byte << shift for byte, shift in zip(raw, (21, 14, 7, 0), strict=True))
