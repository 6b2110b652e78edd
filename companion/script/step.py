"""The steps of a script: small frozen values, one type for each verb."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from companion.reading.flaw import Span
from companion.script.manner import PLAIN, Anchor, Manner, Speaker
from companion.units import Millis

Guide = Literal["none", "first-round", "every-round", "count"]
PhaseName = Literal["in", "top_up", "hold", "out", "rest"]
Clock = Literal["stops", "runs"]
Keep = Literal["ask", "never"]


@dataclass(frozen=True, slots=True)
class Glue:
    """A flexible silence: its least, usual and most length; open when `most` is None.

    An open silence takes the time that is left over, in proportion to its `weight`.
    """

    least: Millis
    usual: Millis
    most: Millis | None
    weight: float = 1.0

    @property
    def is_fixed(self) -> bool:
        """Whether the silence always has the same length."""
        return self.least == self.most


@dataclass(frozen=True, slots=True)
class Count:
    """A number of whole rounds: at least, usually, at most."""

    least: int
    usual: int
    most: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """Words that are spoken in one go, as the screen shows them; their slots are not filled yet."""

    text: str


@dataclass(frozen=True, slots=True)
class Pause:
    """A rest inside a `say`, of exactly this length."""

    length: Millis


@dataclass(frozen=True, slots=True)
class Break:
    """The rest between two paragraphs; the pacing of the session decides its length."""


@dataclass(frozen=True, slots=True)
class Say:
    """Words and the rests between them."""

    parts: tuple[Sentence | Pause | Break, ...]
    span: Span
    manner: Manner = PLAIN


@dataclass(frozen=True, slots=True)
class Remind:
    """Lines for a long silence, spoken one at a time, at least `every` ms apart."""

    every: Millis
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Silence:
    """A silence, with reminders now and then if `remind` is given."""

    glue: Glue
    span: Span
    remind: Remind | None = None
    manner: Manner = PLAIN


@dataclass(frozen=True, slots=True)
class Bell:
    """A bell, struck once or several times, with `every` from one strike to the next."""

    sound: str
    times: int
    every: Millis
    span: Span
    manner: Manner = PLAIN


@dataclass(frozen=True, slots=True)
class Ambient:
    """A change of the bed, or its end when `sound` is empty; `volume` is a share from 0 to 1."""

    sound: str
    volume: float
    fade: Millis
    duck: bool
    span: Span
    manner: Manner = PLAIN


@dataclass(frozen=True, slots=True)
class Phase:
    """One part of a breath."""

    name: PhaseName
    length: Millis


@dataclass(frozen=True, slots=True)
class Breathe:
    """Rounds of one breath; `instead` plays for people who want no words about breathing."""

    phases: tuple[Phase, ...]
    rounds: Count
    guide: Guide
    span: Span
    instead: "tuple[Step, ...]" = ()
    manner: Manner = PLAIN


@dataclass(frozen=True, slots=True)
class Rate:
    """A question for a number from 0 to 10; `low` and `high` say what the ends mean."""

    id: str
    prompt: str
    low: str
    high: str
    timeout: Millis
    span: Span
    manner: Manner = PLAIN


@dataclass(frozen=True, slots=True)
class Ask:
    """A question for one line of text."""

    id: str
    prompt: str
    timeout: Millis
    span: Span
    manner: Manner = PLAIN


@dataclass(frozen=True, slots=True)
class Write:
    """A box for longer writing; never spoken, never logged.

    An untouched box closes after `timeout`, which is `most` with a clock that runs. One that
    someone writes in stays open, and what it takes beyond that lengthens the session.
    """

    id: str
    prompt: str
    clock: Clock
    timeout: Millis
    most: Millis
    keep: Keep
    span: Span
    manner: Manner = PLAIN


@dataclass(frozen=True, slots=True)
class Option:
    """One way to go on: steps, another anchor, or another script after this one closes."""

    label: str
    default: bool
    steps: "tuple[Step, ...]"
    anchor: Anchor | None
    next: str
    span: Span


@dataclass(frozen=True, slots=True)
class Choose:
    """A choice between options; the default is taken when nobody answers."""

    id: str
    prompt: str
    timeout: Millis
    options: tuple[Option, ...]
    span: Span
    manner: Manner = PLAIN

    @property
    def default(self) -> Option:
        """The option that is taken when nobody answers."""
        return next((o for o in self.options if o.default), self.options[0])


Asked = Rate | Ask | Write | Choose


@dataclass(frozen=True, slots=True)
class Repeat:
    """The same steps several times: a count of rounds, or the rounds that best fit a length."""

    times: Count | Millis
    steps: "tuple[Step, ...]"
    span: Span
    manner: Manner = PLAIN


@dataclass(frozen=True, slots=True)
class Section:
    """The start of a chapter; an optional chapter is left out when time is short."""

    title: str
    optional: bool
    span: Span
    manner: Manner = PLAIN


@dataclass(frozen=True, slots=True)
class Include:
    """The steps of another script, with some of its slots filled here."""

    path: str
    vars: Mapping[str, str]
    span: Span
    steps: "tuple[Step, ...]" = ()
    slots: Mapping[str, str] = field(default_factory=dict)
    """The default words of the other script's slots."""
    voices: Mapping[str, Speaker] = field(default_factory=dict)
    """The speakers of the other script."""
    safety: tuple[str, ...] = ()
    manner: Manner = PLAIN


@dataclass(frozen=True, slots=True)
class Note:
    """Words for authors; never spoken."""

    text: str
    span: Span
    manner: Manner = PLAIN


Step = (
    Say | Silence | Breathe | Bell | Ambient | Rate | Ask | Write | Choose | Repeat | Section
    | Include | Note
)  # fmt: skip


def inner_lists(step: Step) -> tuple[tuple[Step, ...], ...]:
    """Return the lists of steps inside a step."""
    match step:
        case Repeat() | Include():
            return (step.steps,)
        case Choose():
            return tuple(option.steps for option in step.options)
        case Breathe():
            return (step.instead,)
        case _:
            return ()


def walk(steps: tuple[Step, ...]) -> Iterator[Step]:
    """Yield every step in written order, each one before the steps inside it."""
    for step in steps:
        yield step
        for inner in inner_lists(step):
            yield from walk(inner)


def map_steps(steps: tuple[Step, ...], change: Callable[[Step], Step]) -> tuple[Step, ...]:
    """Apply a change to every step, and then to the steps inside it.

    The steps of an include belong to another file, and stay as they are.
    """

    def apply(step: Step) -> Step:
        step = change(step)
        match step:
            case Repeat():
                return replace(step, steps=map_steps(step.steps, change))
            case Choose():
                options = (replace(o, steps=map_steps(o.steps, change)) for o in step.options)
                return replace(step, options=tuple(options))
            case Breathe():
                return replace(step, instead=map_steps(step.instead, change))
            case _:
                return step

    return tuple(apply(step) for step in steps)
