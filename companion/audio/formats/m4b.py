"""M4A and M4B files with chapters, written by PyAV, which is large: the optional extra [m4b]."""

import contextlib
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import numpy as np

from companion.audio.formats.encode import Target
from companion.audio.formats.tags import Tags
from companion.audio.samples import Samples
from companion.errors import SoundError
from companion.units import RATE, Frames

BYTES_A_SECOND = 13_000
_BITS_A_SECOND = 96_000
_MILLI = Fraction(1, 1000)


class M4b:
    """A writer for AAC in an MP4 container.

    Args:
        place: the claimed target of the file.
        tags: its title, author, licence and chapters.

    Raises:
        SoundError: when PyAV is not installed, or the target cannot be written.
    """

    def __init__(self, place: Target, tags: Tags) -> None:
        try:
            import av
        except ImportError:
            raise SoundError(
                f"{place.file.suffix} files need PyAV, which isn't installed",
                "run pip install 'holding-space[m4b]', or name a .mp3 or .opus file",
            ) from None
        self._av: Any = av
        self._place = place
        with self._translate_errors():
            # put the index first, so that a player can start before the file is loaded
            options = {"movflags": "+faststart"}
            self._out = av.open(str(self._place.part), "w", format="ipod", options=options)
        self._stream = self._out.add_stream("aac", rate=RATE, layout="stereo")
        self._stream.bit_rate = _BITS_A_SECOND
        metadata = {"title": tags.title, "artist": tags.author, "copyright": tags.licence}
        self._out.metadata.update({key: value for key, value in metadata.items() if value})
        if listed := _chapters(tags):
            self._out.set_chapters(listed)
        self._written = Frames(0)

    def write(self, block: Samples) -> None:
        """Append (n, 2) float32."""
        frame = self._av.AudioFrame.from_ndarray(
            np.ascontiguousarray(block.T), format="fltp", layout="stereo"
        )
        frame.sample_rate, frame.pts = RATE, self._written
        frame.time_base = Fraction(1, RATE)
        self._written = Frames(self._written + len(block))
        self._encode(frame)

    def finish(self) -> None:
        """Write the rest and close the file."""
        self._encode(None)
        with self._translate_errors():
            self._out.close()

    def _encode(self, frame: Any) -> None:
        with self._translate_errors():
            for packet in self._stream.encode(frame):
                self._out.mux(packet)

    @contextlib.contextmanager
    def _translate_errors(self) -> Iterator[None]:
        try:
            with self._place.honest():
                yield
        except self._av.FFmpegError as error:
            self.discard()
            raise self._place.failed(error) from error

    def discard(self) -> None:
        """Close and delete the unfinished file."""
        self._place.discard()  # first, because a second Ctrl+C interrupts the close below
        with contextlib.suppress(Exception):  # closing may be the very thing that failed
            self._out.close()
        self._place.discard()


def _chapters(tags: Tags) -> list[Any]:
    """The chapters as PyAV takes them."""
    return [
        {"id": n, "start": start, "end": end, "time_base": _MILLI, "metadata": {"title": title}}
        for n, (start, end, title) in enumerate(tags.chapter_spans())
    ]
