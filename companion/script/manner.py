"""The manner of a step: its id, pace and voice, and the conditions under which it plays."""

from dataclasses import dataclass, field
from typing import Literal

from companion.reading.flaw import Span

VOICE_NAME = r"(?!.*\.\.)\w[\w .~()'&:/\-]{0,79}(?:\+[A-Za-z0-9_\-]{1,20})?"
"""The shape of a voice's name, such as `en-us+m6` or `flite/slt`; never a path out of a folder."""
LANGUAGE_TAG = r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8}){0,3}"
"""The shape of a BCP 47 language, such as `en-GB`."""

RISE = 2
"""How much higher a rating counts as risen; less is about the same (rule R11)."""

Words = Literal["guided", "light", "quiet"]
Anchor = Literal["breath", "feet", "hands", "sounds", "object"]


@dataclass(frozen=True, slots=True)
class Rated:
    """A condition that holds when a rating was given and is within these numbers.

    With `or_up_from`, the id of an earlier rating, it holds as well when this one is at least
    `RISE` higher than that one, whatever the numbers.
    """

    question: str
    at_least: int
    at_most: int
    span: Span
    or_up_from: str = ""


@dataclass(frozen=True, slots=True)
class Answered:
    """A condition that holds when this option was chosen."""

    question: str
    option: str
    span: Span


@dataclass(frozen=True, slots=True)
class Given:
    """A condition that holds when any of these questions was answered, or when none was.

    A question that was skipped, left empty or timed out was not answered; a choice that went on
    with its default was not answered either.
    """

    questions: tuple[str, ...]
    wanted: bool
    span: Span


@dataclass(frozen=True, slots=True)
class Anchored:
    """A condition that holds while attention rests with one of these anchors."""

    anchors: tuple[Anchor, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Worded:
    """A condition that holds when the listener wants at least this many words."""

    words: Words
    span: Span


@dataclass(frozen=True, slots=True)
class Breathed:
    """A condition that holds when the listener wants words about breathing, or does not."""

    wanted: bool
    span: Span


@dataclass(frozen=True, slots=True)
class Belled:
    """A condition that holds when the listener wants bells, or does not."""

    wanted: bool
    span: Span


Condition = Rated | Answered | Given | Anchored | Worded | Breathed | Belled


@dataclass(frozen=True, slots=True)
class Manner:
    """The settings that any step can have: its id, its pace and voice, its conditions.

    `pace` is a factor on the speed of speech. The step plays when every condition of `when`
    holds. `line` is the line where the step begins, counted from zero.
    """

    id: str = ""
    pace: float = 1.0
    voice: str = ""
    when: tuple[Condition, ...] = ()
    line: int = field(default=0, compare=False)


PLAIN = Manner()


@dataclass(frozen=True, slots=True)
class Speaker:
    """A speaker: factors on pace, pitch and its range, a place (-1 left to 1 right), a voice."""

    pace: float = 1.0
    pitch: float = 1.0
    pan: float = 0.0
    name: str = ""
    pitch_range: float = 1.0


NARRATOR = Speaker()
