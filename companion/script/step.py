"""The steps of a script as their author meant them: small frozen values, one type for each kind."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from companion.reading.document import Span
from companion.script.manner import PLAIN, Anchor, Manner, Speaker
from companion.units import Millis

Guide = Literal["none", "first-round", "every-round", "count"]
PhaseName = Literal["in", "top_up", "hold", "out", "rest"]
Clock = Literal["stops", "runs"]
Keep = Literal["ask", "never"]


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
    """Words that are spoken in one go, as the screen shows them; slots are still open in them."""

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
    manner: Manner = PLAIN


@dataclass(frozen=True, slots=True)
class Remind:
    """Lines that are spoken one at a time in a long silence, `every` so long."""

    every: Millis
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Silence:
    """Room, with nothing said but now and then a reminder."""

    glue: Glue
    span: Span
    remind: Remind | None = None
    manner: Manner = PLAIN


@dataclass(frozen=True, slots=True)
class Bell:
    """A bell, struck once or several times, `every` so long."""

    sound: str
    times: int
    every: Millis
    span: Span
    manner: Manner = PLAIN


@dataclass(frozen=True, slots=True)
class Ambient:
    """The bed changes, or ends where `sound` is empty. Volume and duck are shares of 0 to 1."""

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
    """Rounds of one breath; `instead` is what happens where nobody is to be told to breathe."""

    phases: tuple[Phase, ...]
    rounds: Count
    guide: Guide
    span: Span
    instead: "tuple[Step, ...]" = ()
    manner: Manner = PLAIN


@dataclass(frozen=True, slots=True)
class Rate:
    """How strong is it, 0 to 10? `low` and `high` say what the ends mean."""

    id: str
    prompt: str
    low: str
    high: str
    timeout: Millis
    span: Span
    manner: Manner = PLAIN


@dataclass(frozen=True, slots=True)
class Ask:
    """One line of text."""

    id: str
    prompt: str
    timeout: Millis
    span: Span
    manner: Manner = PLAIN


@dataclass(frozen=True, slots=True)
class Write:
    """A box for longer writing; never spoken, never logged.

    With a clock that stops, nobody who leaves the box alone waits longer than `timeout`, and
    what is used of `most` lengthens the session.
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
    """One way to go on: its own steps, another anchor, or another script after a kind close."""

    label: str
    default: bool
    steps: "tuple[Step, ...]"
    anchor: Anchor | None
    next: str
    span: Span


@dataclass(frozen=True, slots=True)
class Choose:
    """Which of these? The default answers for closed eyes."""

    id: str
    prompt: str
    timeout: Millis
    options: tuple[Option, ...]
    span: Span
    manner: Manner = PLAIN

    @property
    def default(self) -> Option:
        """What is taken when nobody answers."""
        return next((o for o in self.options if o.default), self.options[0])


Asked = Rate | Ask | Write | Choose


@dataclass(frozen=True, slots=True)
class Repeat:
    """The same steps several times: so many rounds, or as many as come nearest to a length."""

    times: Count | Millis
    steps: "tuple[Step, ...]"
    span: Span
    manner: Manner = PLAIN


@dataclass(frozen=True, slots=True)
class Section:
    """A chapter begins; an optional one is left out when time is short."""

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
    """What the other script fills its slots with by itself."""
    voices: Mapping[str, Speaker] = field(default_factory=dict)
    """Who speaks in it."""
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


def inside(step: Step) -> tuple[tuple[Step, ...], ...]:
    """The lists of steps that stand inside a step."""
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
    """Every step in the order it was written, those inside others after them."""
    for step in steps:
        yield step
        for inner in inside(step):
            yield from walk(inner)


def mapped(steps: tuple[Step, ...], change: Callable[[Step], Step]) -> tuple[Step, ...]:
    """The same steps, every one changed, the inner ones after the outer ones.

    What an include stands for is another file's, and stays as it is.
    """

    def one(step: Step) -> Step:
        step = change(step)
        match step:
            case Repeat():
                return replace(step, steps=mapped(step.steps, change))
            case Choose():
                options = (replace(o, steps=mapped(o.steps, change)) for o in step.options)
                return replace(step, options=tuple(options))
            case Breathe():
                return replace(step, instead=mapped(step.instead, change))
            case _:
                return step

    return tuple(one(step) for step in steps)
