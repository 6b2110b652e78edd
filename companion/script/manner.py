"""How and when a step is played: its id, pace and voice, and the conditions under which it is."""

from dataclasses import dataclass, field
from typing import Literal

from companion.reading.document import Span

Words = Literal["guided", "light", "quiet"]
Anchor = Literal["breath", "feet", "hands", "sounds", "object"]


@dataclass(frozen=True, slots=True)
class Rated:
    """Holds when a rating was given and lies within these numbers."""

    question: str
    at_least: int
    at_most: int
    span: Span


@dataclass(frozen=True, slots=True)
class Answered:
    """Holds when this option was chosen."""

    question: str
    option: str
    span: Span


@dataclass(frozen=True, slots=True)
class Anchored:
    """Holds while attention rests with one of these."""

    anchors: tuple[Anchor, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Worded:
    """Holds when at least so many words are wanted."""

    words: Words
    span: Span


@dataclass(frozen=True, slots=True)
class Breathed:
    """Holds where breathing may be spoken of, or where it may not."""

    wanted: bool
    span: Span


Condition = Rated | Answered | Anchored | Worded | Breathed


@dataclass(frozen=True, slots=True)
class Manner:
    """What may be said of any step: its id, how fast and by whom it is spoken, and when at all.

    `pace` is a factor on the speed of speech; `when` holds when all of it holds; `line` is where
    the step begins, counted from zero.
    """

    id: str = ""
    pace: float = 1.0
    voice: str = ""
    when: tuple[Condition, ...] = ()
    line: int = field(default=0, compare=False)


PLAIN = Manner()


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks: factors on pace and pitch, a place from -1 (left) to 1 (right), which voice."""

    pace: float = 1.0
    pitch: float = 1.0
    pan: float = 0.0
    name: str = ""


NARRATOR = Speaker()
