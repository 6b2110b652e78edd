"""The two inputs of a walk through a script: who listens, and what is true at the next step."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import assert_never

from companion.script import slots
from companion.script.manner import (
    RISE,
    Anchor,
    Anchored,
    Answered,
    Belled,
    Breathed,
    Condition,
    Given,
    Manner,
    Rated,
    Speaker,
    Worded,
    Words,
)
from companion.script.model import Script
from companion.timeline.answers import Answers, Value
from companion.timeline.bells import Ends
from companion.timeline.request import Profile, Request
from companion.units import MINUTE, Millis
from companion.wording import safety_lines

_FEWER: Mapping[Words, int] = {"guided": 2, "light": 1, "quiet": 0}
_USUAL_TOTAL = Millis(10 * MINUTE)


@dataclass(frozen=True, slots=True)
class Listener:
    """The person a script is planned for, and the length their session is meant to have.

    `ends` are the bells of the script that ring; `bell` is the sound of all of them, unless it is
    empty. `slots` are the person's own words for slots such as `partner`. Unless `is_asked`,
    questions are left out.
    """

    words: Words
    anchor: Anchor
    breath: bool
    ends: Ends
    bell: str
    slots: Mapping[str, str]
    profile: Profile
    total: Millis
    lead: Millis
    settle: Millis
    is_open: bool
    is_asked: bool

    @classmethod
    def of(cls, script: Script, request: Request) -> "Listener":
        """The listener of a request; attention rests with the feet where breath is unwelcome."""
        usual = script.length.usual if script.length else _USUAL_TOTAL
        # the words of an open end come as they usually do
        total = usual if request.open_end else request.length or usual
        is_unwelcome = request.anchor == "breath" and not request.breath
        anchor: Anchor = "feet" if is_unwelcome else request.anchor
        return cls(
            request.words,
            anchor,
            request.breath,
            request.bells.ends,
            request.bell,
            request.slots,
            request.profile,
            Millis(total),
            request.lead,
            request.settle,
            request.open_end,
            not request.is_shared,
        )


@dataclass(slots=True)
class State:
    """Everything that is true where the next step begins, and changes from step to step.

    `slots` and `voices` are those of the script that is being read, `manner` is that of the steps
    around; `line` is the line an included step counts for, `depth` how deep steps are nested,
    `part` the optional part they belong to. `latest` holds the last answer to each question,
    `times_asked` how often each was asked, `given` those that someone answered. `swaps` are the
    anchors and `thinnings` the amounts of words that the person will change to, each with the cue
    after which it does. `next` is the script that an answer leads to. `is_begun` says whether the
    silences before the first step are placed, `is_opened` whether that step is.
    """

    anchor: Anchor
    words: Words
    slots: Mapping[str, str]
    voices: Mapping[str, Speaker]
    safety_lines: tuple[str, ...]
    is_begun: bool = False
    is_opened: bool = False
    swaps: list[tuple[int, Anchor]] = field(default_factory=list)
    thinnings: list[tuple[int, Words]] = field(default_factory=list)
    manner: Manner = field(default_factory=Manner)
    line: int | None = None
    depth: int = 0
    part: int = 0
    latest: dict[str, Value] = field(default_factory=dict)
    times_asked: dict[str, int] = field(default_factory=dict)
    given: set[str] = field(default_factory=set)
    next: str = ""

    @classmethod
    def at_start(cls, script: Script, listener: Listener, answers: Answers) -> "State":
        """The state before the first step of a script."""
        defaults = {**slots.BUILT_IN, **script.vars}
        words = {name: slot.default for name, slot in defaults.items()}
        return cls(
            anchor=listener.anchor,
            words=listener.words,
            slots={**words, **listener.slots},
            voices=script.voices,
            safety_lines=safety_lines(script.safety),
            swaps=list(answers.anchors),
            thinnings=list(answers.words),
        )

    def fork(self) -> "State":
        """Return a copy to try steps on; the original does not notice what they change."""
        return replace(
            self,
            swaps=list(self.swaps),
            thinnings=list(self.thinnings),
            latest=dict(self.latest),
            times_asked=dict(self.times_asked),
            given=set(self.given),
        )

    def key(self, question: str) -> str:
        """The key under which a question was asked last."""
        times = self.times_asked.get(question, 1)
        return question if times == 1 else f"{question}#{times}"

    def ask(self, question: str) -> str:
        """Count that a question is asked once more; return its key."""
        self.times_asked[question] = self.times_asked.get(question, 0) + 1
        return self.key(question)

    def apart(self, manner: Manner) -> str:
        """The key of the one question whose answer brings a step or takes it away, or nothing."""
        given = (one.questions for one in manner.when if isinstance(one, Given))
        return next((self.key(names[0]) for names in given if len(names) == 1), "")

    def note_answer(self, question: str, value: Value) -> None:
        """Note the latest answer to a question, or None when there is none."""
        self.latest[question] = value
        if value is None:
            self.given.discard(question)
        else:
            self.given.add(question)

    def holds(  # noqa: PLR0911 - one row for each condition
        self, condition: Condition, listener: Listener
    ) -> bool:
        """Whether a condition of `when` is met."""
        match condition:
            case Rated(question, low, high, _, earlier):
                value, before = self.latest.get(question), self.latest.get(earlier)
                if not isinstance(value, int):
                    return False
                has_risen = isinstance(before, int) and value - before >= RISE
                return low <= value <= high or has_risen
            case Answered(question, option):
                return self.latest.get(question) == option
            case Given(questions, wanted):
                return any(name in self.given for name in questions) == wanted
            case Anchored(anchors):
                return self.anchor in anchors
            case Breathed(wanted):
                return listener.breath == wanted
            case Belled(wanted):
                return (listener.ends != "none") == wanted
            case Worded(words):
                return _FEWER[self.words] >= _FEWER[words]
            case _:
                assert_never(condition)
