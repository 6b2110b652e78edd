"""The messages between a process and its decoding worker, with a codec for each direction.

Paths and samples are base64, because a path may be any bytes.
"""

from dataclasses import dataclass

from companion.child import Codec


@dataclass(frozen=True, slots=True)
class Open:
    """Open a file, to be read piece by piece under a key."""

    key: int
    path: str


@dataclass(frozen=True, slots=True)
class Read:
    """Read frames of an open file; those outside the file are silent."""

    key: int
    first: int
    count: int


@dataclass(frozen=True, slots=True)
class Shut:
    """Close an open file; there is no answer."""

    key: int


@dataclass(frozen=True, slots=True)
class ReadBell:
    """Read a whole bell."""

    path: str


@dataclass(frozen=True, slots=True)
class Opened:
    """A file is open: its rate in Hz and its length in frames."""

    rate: int
    frames: int


@dataclass(frozen=True, slots=True)
class Decoded:
    """Samples, (n, 2) float32."""

    samples: str


@dataclass(frozen=True, slots=True)
class Refused:
    """A file could not be read: why, and what to do."""

    message: str
    remedy: str


Request = Open | Read | Shut | ReadBell
Answer = Opened | Decoded | Refused
REQUESTS: Codec[Request] = Codec(Open, Read, Shut, ReadBell)
ANSWERS: Codec[Answer] = Codec(Opened, Decoded, Refused)
