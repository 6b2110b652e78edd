"""A meditation as its author meant it: what it says of itself, and its steps."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from companion.script.manner import NARRATOR, Speaker
from companion.script.step import Step
from companion.units import Millis

SessionKind = Literal["emergency", "practice", "sit", "night", "agreement", "letter"]


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
class Slot:
    """A word that is filled in: what stands there by itself, and how the person is asked for it."""

    default: str
    ask: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """What an agreement leaves to keep: a title, the answers to questions, when to look again."""

    title: str
    lines: tuple[str, ...]
    review_days: int = 0


@dataclass(frozen=True, slots=True)
class Script:
    """One meditation: what it is for, what to know before, and its steps."""

    id: str
    title: str
    steps: tuple[Step, ...]
    intent: str = ""
    lang: str = "en"
    kind: SessionKind = "practice"
    moment: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    technique: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    length: Length | None = None
    voice: Speaker = NARRATOR
    voices: Mapping[str, Speaker] = field(default_factory=dict)
    ambient: str = ""
    vars: Mapping[str, Slot] = field(default_factory=dict)
    cautions: tuple[str, ...] = ()
    not_for: tuple[str, ...] = ()
    safety: tuple[str, ...] = ()
    way_out: str = ""
    evidence: Evidence | None = None
    author: str = ""
    license: str = ""
    reviewed: str = ""
    card: Card | None = None
