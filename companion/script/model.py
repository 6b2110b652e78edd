"""A meditation as its author meant it: small frozen values, one type for each kind of step."""

from dataclasses import dataclass
from typing import Literal

from companion.document import Span
from companion.units import Millis

Kind = Literal["emergency", "practice", "sit", "night", "agreement", "letter"]
Guide = Literal["none", "first-round", "every-round"]
PhaseName = Literal["in", "top_up", "hold", "out", "rest"]


@dataclass(frozen=True, slots=True)
class Glue:
    """A silence that can give: at least, usually and at most so long; open when `most` is None.

    An open silence takes what is left over, in proportion to its `weight`.
    """

    least: Millis
    usual: Millis
    most: Millis | None
    weight: float = 1.0

    @property
    def is_fixed(self) -> bool:
        """Whether the silence always lasts the same."""
        return self.least == self.most


@dataclass(frozen=True, slots=True)
class Count:
    """How many whole rounds: at least, usually, at most."""

    least: int
    usual: int
    most: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """Words that are spoken in one go, as the screen shows them."""

    text: str


@dataclass(frozen=True, slots=True)
class Pause:
    """A rest inside a `say`, of exactly this length."""

    length: Millis


@dataclass(frozen=True, slots=True)
class Break:
    """A new paragraph: a rest that the pacing of the session decides."""


@dataclass(frozen=True, slots=True)
class Say:
    """Words and the rests between them."""

    parts: tuple[Sentence | Pause | Break, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Silence:
    """Room, with nothing said."""

    glue: Glue
    span: Span


@dataclass(frozen=True, slots=True)
class Bell:
    """A bell, struck once or several times, `every` so long."""

    sound: str
    times: int
    every: Millis
    span: Span


@dataclass(frozen=True, slots=True)
class Phase:
    """One part of a breath."""

    name: PhaseName
    length: Millis


@dataclass(frozen=True, slots=True)
class Breathe:
    """Rounds of one breath pattern; only whole rounds are ever played."""

    phases: tuple[Phase, ...]
    rounds: Count
    guide: Guide
    span: Span


@dataclass(frozen=True, slots=True)
class Section:
    """A chapter begins; an optional one is left out when time is short."""

    title: str
    optional: bool
    span: Span


@dataclass(frozen=True, slots=True)
class Note:
    """Words for authors; never spoken."""

    text: str
    span: Span


Step = Say | Silence | Bell | Breathe | Section | Note


@dataclass(frozen=True, slots=True)
class Length:
    """The shortest, the usual and the longest a script can last."""

    least: Millis
    usual: Millis
    most: Millis


@dataclass(frozen=True, slots=True)
class Evidence:
    """How well the technique is supported, in whom, and who says so."""

    grade: str
    note: str = ""
    source: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Script:
    """One meditation: what it is for, what to know before, and its steps."""

    id: str
    title: str
    steps: tuple[Step, ...]
    intent: str = ""
    lang: str = "en"
    kind: Kind = "practice"
    moment: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    technique: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    length: Length | None = None
    cautions: tuple[str, ...] = ()
    not_for: tuple[str, ...] = ()
    safety: tuple[str, ...] = ()
    way_out: str = ""
    evidence: Evidence | None = None
    author: str = ""
    license: str = ""
    reviewed: str = ""
