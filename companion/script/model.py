"""The model of a script: what it tells about itself, and its steps."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from companion.script.manner import NARRATOR, Speaker
from companion.script.step import Step
from companion.units import Millis

SessionKind = Literal["emergency", "practice", "sit", "night", "agreement", "letter"]
Register = Literal["plain", "warm", "spare"]
"""The way a session talks: one short thing at a time, like company in a kitchen, or hardly."""


@dataclass(frozen=True, slots=True)
class Length:
    """The shortest, the usual and the longest duration of a script."""

    least: Millis
    usual: Millis
    most: Millis


@dataclass(frozen=True, slots=True)
class Evidence:
    """The support for the technique: a grade, a note on it, and its sources."""

    grade: str
    note: str = ""
    source: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Slot:
    """Words that are filled in: their default, and the question that asks for them."""

    default: str
    ask: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """A card to keep: its title, the ids of the answers on it, the days until a review."""

    title: str
    lines: tuple[str, ...]
    review_days: int = 0


@dataclass(frozen=True, slots=True)
class Script:
    """One meditation: its purpose, what to know before it, and its steps."""

    id: str
    title: str
    steps: tuple[Step, ...]
    intent: str = ""
    gist: str = ""
    register: Register | Literal[""] = ""
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
