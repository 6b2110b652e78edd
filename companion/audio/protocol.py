"""The messages between the app and the sound worker, with a codec for each direction."""

from dataclasses import dataclass
from typing import Any

from companion.child import Codec


@dataclass(frozen=True, slots=True)
class Load:
    """Play this score from now on, as `score.to_json` wrote it."""

    score: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Play:
    """Begin at a frame, or so that it is heard at `when`, in seconds of the monotonic clock.

    Reports carry the number of the `take`, which tells them from reports of an earlier one.
    """

    frame: int
    take: int
    when: float | None = None


@dataclass(frozen=True, slots=True)
class Nudge:
    """Leave out this many frames while it plays, one here and there; negative to repeat some."""

    frames: int


@dataclass(frozen=True, slots=True)
class SetLevels:
    """Set the levels of voice and bed, in dB."""

    voice: float
    bed: float


@dataclass(frozen=True, slots=True)
class Halt:
    """Fade out and hold."""


@dataclass(frozen=True, slots=True)
class Cut:
    """Be silent at once: drop the device with everything in its buffer."""


@dataclass(frozen=True, slots=True)
class ListDevices:
    """Ask for the names of all output devices."""


@dataclass(frozen=True, slots=True)
class Close:
    """End the worker."""


@dataclass(frozen=True, slots=True)
class State:
    """The library that plays the sound, or the reason why there is none; sent at each change."""

    sounds: bool
    backend: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Missing:
    """A line for people about something that could not be read or found."""

    line: str


@dataclass(frozen=True, slots=True)
class HasCut:
    """The answer to `Cut`, once the device is silent."""


@dataclass(frozen=True, slots=True)
class Devices:
    """The names of all output devices."""

    names: list[str]


@dataclass(frozen=True, slots=True)
class Heard:
    """A report that the device took a frame at the time `at`; it is heard `delay` s later."""

    take: int
    frame: int
    at: float
    delay: float


@dataclass(frozen=True, slots=True)
class Alive:
    """A sign of life without news, which tells a quiet worker from a hung one."""


Request = Load | Play | Nudge | SetLevels | Halt | Cut | ListDevices | Close
Answer = State | Missing | HasCut | Devices | Heard | Alive
REQUESTS: Codec[Request] = Codec(Load, Play, Nudge, SetLevels, Halt, Cut, ListDevices, Close)
ANSWERS: Codec[Answer] = Codec(State, Missing, HasCut, Devices, Heard, Alive)
