"""The walk through a script: conditions, repeats, questions, and what an answer changes."""

from collections.abc import Mapping
from copy import copy
from dataclasses import replace
from typing import assert_never

from companion.script import slots
from companion.script.checks import MOST_ROUNDS
from companion.script.manner import Anchored, Worded, Words
from companion.script.model import Script
from companion.script.step import (
    Ambient,
    Ask,
    Asked,
    Bell,
    Breathe,
    Choose,
    Count,
    Glue,
    Include,
    Note,
    Pause,
    Rate,
    Remind,
    Repeat,
    Say,
    Section,
    Sentence,
    Silence,
    Step,
    Write,
)
from companion.timeline.answers import Answers, Value
from companion.timeline.cue import (
    Bed,
    Breath,
    Chapter,
    Lay,
    Part,
    Question,
    Reminders,
    Ring,
    Wait,
    fixed,
)
from companion.timeline.pacing import (
    BEFORE_BELL,
    BETWEEN_PARAGRAPHS,
    BETWEEN_SENTENCES,
    COUNTED_ROUNDS,
    START_FADE,
    reminding,
)
from companion.timeline.planning.cue_list import CueList, lasting
from companion.timeline.planning.state import Here
from companion.units import Millis
from companion.wording import INSTEAD_OF_BREATH, SAFETY_LINES, read_aloud


class Walk(CueList):
    """A script as it is walked through, for one request and the answers so far."""

    def __init__(
        self, script: Script, bells: Mapping[str, Millis], answers: Answers, total: Millis
    ) -> None:
        super().__init__(script)
        self.bells = bells
        self.answers = answers
        self.total = total
        self.words: Words = "guided"
        self.breath = True
        self.next = ""
        self.latest: dict[str, Value] = {}
        self.times_asked: dict[str, int] = {}
        self._swaps = list(answers.anchors)
        self._depth = 0
        self._line: int | None = None
        self._is_told = "relationship" not in script.safety

    def run(self) -> None:
        """Walk the whole script."""
        if first := self.script.ambient:
            self.cues.append(Lay(Bed(first, 1.0, START_FADE, True), 0, 0))
        steps = self.script.steps
        closing = max((i for i, s in enumerate(steps) if isinstance(s, Section)), default=-1)
        for number, step in enumerate(steps):
            # a script that another one follows goes to its closing words at once
            if not self.next or (number >= closing >= 0):
                self._play(step)
        self._tell_safety()
        self.chapters = self.chapters or [Chapter("")]

    # --- steps -----------------------------------------------------------------------------

    def _play(self, step: Step) -> None:
        self._drift()
        self.has_anchors |= any(isinstance(one, Anchored) for one in step.manner.when)
        failed = [one for one in step.manner.when if not self._here().holds(one)]
        if failed:
            if isinstance(step, Say) and all(isinstance(one, Worded) for one in failed):
                self._leave_quiet(step)
            return
        if not isinstance(step, Repeat | Include | Section | Note):
            self.lines.append(step.manner.line if self._line is None else self._line)
        if not isinstance(step, Section | Note):
            self._tell_safety()
        outer, own = self.manner, step.manner
        pace = own.pace if own.pace != 1.0 else outer.pace
        self.manner = replace(outer, pace=pace, voice=own.voice or outer.voice)
        self._perform(step)
        self.manner = outer

    def _perform(self, step: Step) -> None:  # noqa: C901 - one row for each step
        match step:
            case Say():
                self._say(step)
            case Silence(glue, remind=remind):
                self.rest(glue, self._reminders(remind))
            case Bell():
                self._ring(step)
            case Breathe():
                self._breathe(step)
            case Ambient():
                bed = Bed(step.sound, step.volume, step.fade, step.duck)
                self.cues.append(Lay(bed, self.step, self.section, self.part))
            case Rate() | Ask() | Write() | Choose():
                self._ask(step)
            case Repeat():
                self._repeat(step)
            case Include():
                self._include(step)
            case Section():
                self._begin(step)
            case Note():
                pass  # for authors
            case _:
                assert_never(step)

    def inner(self, steps: tuple[Step, ...]) -> None:
        """Steps that stand inside another one."""
        self._depth += 1
        for step in steps:
            if not self.next:
                self._play(step)
        self._depth -= 1

    def _begin(self, step: Section) -> None:
        """A chapter; inside a repeat or a choice it is none."""
        if self._depth:
            return
        if self.cues and not self.chapters:
            self.chapters.append(Chapter(""))
        self.part = 0
        if step.optional:
            self.parts.append(Part())
            self.part = len(self.parts) - 1
        self.chapters.append(Chapter(self.filled(step.title), self.part))

    def _tell_safety(self) -> None:
        if self._is_told:
            return
        self._is_told = True
        for line in SAFETY_LINES:
            self.speak_ours(line, part=0)

    def _say(self, step: Say) -> None:
        pause = BETWEEN_PARAGRAPHS
        for part in step.parts:
            match part:
                case Sentence(text):
                    self.speak(text, pause)
                case Pause(length):
                    self.rest(fixed(length))
                case _:
                    self.pause(BETWEEN_PARAGRAPHS)
            pause = BETWEEN_SENTENCES

    def _leave_quiet(self, step: Say) -> None:
        """Words that are left out leave their time, so that fewer words mean no shorter session."""
        first = len(self.cues)
        self._say(step)
        usual = max(BETWEEN_SENTENCES, lasting(self.cues[first:])[1])
        del self.cues[first:]
        if not all(isinstance(cue, Lay) for cue in self.cues):
            self.rest(Glue(BETWEEN_SENTENCES, Millis(usual), Millis(usual)))

    def _reminders(self, remind: Remind | None) -> Reminders | None:
        if remind is None:
            return None
        lines = tuple(self.utterance(self.filled(line)) for line in remind.lines)
        return Reminders(*reminding(remind.every, self.total, self.words), lines)

    def _ring(self, step: Bell) -> None:
        self.pause(BEFORE_BELL)
        lengths = [step.every] * (step.times - 1) + [self.bells[step.sound]]
        place = (self.step, self.section, self.part)
        self.cues += [Ring(step.sound, length, *place) for length in lengths]

    def _breathe(self, step: Breathe) -> None:
        whole = sum(phase.length for phase in step.phases)
        counts = step.rounds
        if self.breath:
            self.pause(BETWEEN_SENTENCES)
            guided = {"none": 0, "first-round": 1, "every-round": counts.most}.get(step.guide, 0)
            counted = COUNTED_ROUNDS if step.guide == "count" else 0
            place = (self.step, self.section, self.part)
            self.cues.append(Breath(step.phases, counts, guided or counted, *place, counted))
            return
        first = len(self.cues)
        if step.instead:
            self.inner(step.instead)
        else:
            self.speak_ours(INSTEAD_OF_BREATH)
        spent = lasting(self.cues[first:])
        meant = (counts.least * whole, counts.usual * whole, counts.most * whole)
        left = sorted(max(0, ms - used) for ms, used in zip(meant, spent, strict=True))
        self.rest(Glue(Millis(left[0]), Millis(left[1]), Millis(left[2])))

    # --- what depends on the person ----------------------------------------------------------

    def _drift(self) -> None:
        """From a cue on, attention may rest elsewhere."""
        while self._swaps and len(self.cues) > self._swaps[0][0]:
            self.rest_with(self._swaps.pop(0)[1])

    def _here(self) -> Here:
        return Here(self.latest, self.anchor, self.words, self.breath)

    def _ask(self, step: Asked) -> None:
        times = self.times_asked[step.id] = self.times_asked.get(step.id, 0) + 1
        key = step.id if times == 1 else f"{step.id}#{times}"
        question = Question(key, self.worded(step))
        for number, line in enumerate(read_aloud(question.asked, self.script.lang)):
            self.pause(
                BETWEEN_SENTENCES if number else BETWEEN_PARAGRAPHS,
                question=question if number else None,
            )
            self.utter(line, question=question)
        length = (
            step.most if isinstance(step, Write) and key in self.answers.begun else step.timeout
        )
        is_answered = key in self.answers.given
        place = (self.step, self.section, self.part)
        self.cues.append(Wait(question, length, *place, is_answered))
        value = self.answers.value(key)
        self.latest[step.id] = value
        if isinstance(step, Choose):
            self._take(step, question.asked, value)

    def _take(self, step: Choose, shown: Asked, value: Value) -> None:
        """Go on as the option says that was chosen; by what is shown, or by what is written."""
        assert isinstance(shown, Choose)
        both = zip(step.options, shown.options, strict=True)
        chosen = (written for written, worded in both if value == worded.label)
        option = next(chosen, step.default)
        self.latest[step.id] = option.label
        if option.anchor is not None:
            self.rest_with(option.anchor)
        self.inner(option.steps)
        self.next = option.next or self.next

    # --- steps inside steps --------------------------------------------------------------------

    def _repeat(self, step: Repeat) -> None:
        times = step.times
        counts = times if isinstance(times, Count) else self._often(step, times)
        outer = self.part
        for number in range(counts.most):
            if number >= counts.least:
                self.parts.append(Part(outer, extra=number >= counts.usual))
                self.part = len(self.parts) - 1
            self.inner(step.steps)
            self.part = outer

    def _often(self, step: Repeat, length: Millis) -> Count:
        """As many whole rounds as come nearest to a length."""
        trial = copy(self)
        trial.cues, trial.lines, trial.parts = [], [0], list(self.parts)
        trial._swaps, trial.rests_with = list(self._swaps), list(self.rests_with)  # noqa: SLF001
        trial.latest, trial.times_asked = dict(self.latest), dict(self.times_asked)
        trial.inner(step.steps)
        _, usual, _ = lasting(trial.cues)
        rounds = max(1, min(MOST_ROUNDS, round(length / max(1, usual))))
        return Count(rounds, rounds, rounds)

    def _include(self, step: Include) -> None:
        """The steps of another script; its own words stand where nobody filled them in."""
        outer = self.slots
        given = {name: self.filled(text) for name, text in step.vars.items()}
        # what the person was asked for goes before what another script says by itself
        asked = {n: outer[n] for n in step.slots if n in outer and n in slots.BUILT_IN}
        self.slots = {**outer, **step.slots, **asked, **given}
        voices, self.voices = self.voices, {**self.voices, **step.voices}
        line, own = self._line, step.manner.line
        self._line = own if line is None else line
        for one in step.steps:
            if not self.next:
                self._play(one)
        self.slots, self._line, self.voices = outer, line, voices
