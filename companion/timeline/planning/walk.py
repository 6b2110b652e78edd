"""The walk through a script: conditions, repeats, questions, and the steps an answer leads to."""

from collections.abc import Mapping
from dataclasses import replace
from typing import assert_never

from companion.script.checks import MOST_ROUNDS
from companion.script.manner import Anchored, Worded
from companion.script.model import Script
from companion.script.slots import BUILT_IN
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
    Part,
    Question,
    SetBed,
    Wait,
    fixed,
)
from companion.timeline.pacing import (
    BETWEEN_PARAGRAPHS,
    BETWEEN_SENTENCES,
    COUNTED_ROUNDS,
    START_FADE,
)
from companion.timeline.planning.cue_list import CueList, estimate_total
from companion.timeline.planning.ends import Ringer, closing_step, is_container
from companion.timeline.planning.state import Listener, State
from companion.units import Millis
from companion.wording import INSTEAD_OF_BREATH, read_aloud


class Walk:
    """One walk through a script, for one listener and the answers so far.

    Args:
        script: what was written.
        bells: how long each bell rings.
        answers: what was answered so far.
        listener: the person it is for.
        out: the list to add to, for a trial; a new one otherwise.
    """

    def __init__(
        self,
        script: Script,
        bells: Mapping[str, Millis],
        answers: Answers,
        listener: Listener,
        out: CueList | None = None,
    ) -> None:
        self._script, self._bells = script, bells
        self._answers, self._listener = answers, listener
        self._ringer = Ringer(listener, bells, script.steps)
        start = State.at_start(script, listener, answers)
        self.out = out or CueList(script, listener, start)
        self._state = self.out.state

    @property
    def next(self) -> str:
        """The script that an answer leads to; empty where none does, and where nothing is asked."""
        return self._state.next if self._listener.is_asked else ""

    def run(self) -> None:
        """Walk the whole script."""
        if first := self._script.ambient:
            self.out.cues.append(SetBed(Bed(first, 1.0, START_FADE, True), 0, 0))
        steps = self._script.steps
        closing = max((i for i, s in enumerate(steps) if isinstance(s, Section)), default=-1)
        open_at = closing_step(steps) if self._listener.is_open else -1
        for number, step in enumerate(steps):
            if number == open_at and not self.next:
                self.out.stay_open()
            # a script that another one follows goes to its closing words at once
            if not self.next or (number >= closing >= 0):
                self._play(step)
        if open_at == len(steps) and not self.next:
            self.out.stay_open()
        self._tell_safety()
        self._ringer.close(self.out)
        self.out.chapters = self.out.chapters or [Chapter("")]

    def _play(self, step: Step) -> None:
        state, out = self._state, self.out
        self._take_on_changes()
        out.has_anchors |= any(isinstance(one, Anchored) for one in step.manner.when)
        unmet = [one for one in step.manner.when if not state.holds(one, self._listener)]
        if unmet:
            if isinstance(step, Say) and all(isinstance(one, Worded) for one in unmet):
                self._leave_quiet(step)
            return
        if not isinstance(step, Repeat | Include | Section | Note):
            out.lines.append(step.manner.line if state.line is None else state.line)
        if not isinstance(step, Section | Note | Ambient):  # a bed comes before all silence
            self._begin(step)
        outer, own = state.manner, step.manner
        pace = own.pace if own.pace != 1.0 else outer.pace
        state.manner = replace(outer, pace=pace, voice=own.voice or outer.voice)
        self._perform(step)
        state.manner = outer

    def _perform(self, step: Step) -> None:  # noqa: C901 - one row for each step
        match step:
            case Say():
                self._say(step)
            case Silence(glue, remind=remind, manner=own):
                self.out.rest(glue, self.out.reminders(remind), apart=self._state.apart(own))
            case Bell():
                self._ringer.ring(self.out, step)
            case Breathe():
                self._breathe(step)
            case Ambient():
                bed = Bed(step.sound, step.volume, step.fade, step.duck)
                self.out.cues.append(SetBed(bed, *self.out.place))
            case Rate() | Ask() | Write() | Choose():
                self._ask(step)
            case Repeat():
                self._repeat(step)
            case Include():
                self._include(step)
            case Section():
                self._begin_chapter(step)
            case Note():
                pass  # for authors
            case _:
                assert_never(step)

    def _play_inner(self, steps: tuple[Step, ...]) -> None:
        """Play steps that are nested in another one."""
        self._state.depth += 1
        for step in steps:
            if not self.next:
                self._play(step)
        self._state.depth -= 1

    def _begin_chapter(self, step: Section) -> None:
        """Begin a chapter; ignore sections inside a repeat or a choice."""
        state, out = self._state, self.out
        if state.depth:
            return
        if out.cues and not out.chapters:
            out.chapters.append(Chapter(""))
        state.part = 0
        if step.optional:
            out.parts.append(Part())
            state.part = len(out.parts) - 1
        out.chapters.append(Chapter(out.fill(step.title), state.part))

    def _begin(self, first: Step) -> None:
        """Begin with silence, with who this is for, and with a bell where none is written."""
        if not self._state.is_begun:
            self._state.is_begun = True
            self.out.lead_in(self._listener.settle, self._listener.lead)
        self._tell_safety()
        if not self._state.is_opened and not is_container(first):
            self._state.is_opened = True
            self._ringer.open(self.out, first)

    def _tell_safety(self) -> None:
        """Say who this is for, once, before the first words of a session about the two."""
        lines, self._state.safety_lines = self._state.safety_lines, ()
        for line in lines:
            self.out.speak_own(line, part=0)

    def _say(self, step: Say) -> None:
        pause = BETWEEN_PARAGRAPHS
        for part in step.parts:
            match part:
                case Sentence(text):
                    self.out.speak(text, pause)
                case Pause(length):
                    self.out.rest(fixed(length))
                case _:
                    self.out.pause(BETWEEN_PARAGRAPHS)
            pause = BETWEEN_SENTENCES

    def _leave_quiet(self, step: Say) -> None:
        """Replace words by a silence as long, so that fewer words mean no shorter session."""
        out, first = self.out, len(self.out.cues)
        self._say(step)
        usual = max(BETWEEN_SENTENCES, estimate_total(out.cues[first:])[1])
        del out.cues[first:]
        if out.is_begun:
            out.rest(Glue(BETWEEN_SENTENCES, Millis(usual), Millis(usual)))

    def _breathe(self, step: Breathe) -> None:
        out, counts = self.out, step.rounds
        if self._listener.breath:
            out.pause(BETWEEN_SENTENCES)
            guided = {"none": 0, "first-round": 1, "every-round": counts.most}.get(step.guide, 0)
            counted = COUNTED_ROUNDS if step.guide == "count" else 0
            out.cues.append(Breath(step.phases, counts, guided or counted, *out.place, counted))
            return
        whole = sum(phase.length for phase in step.phases)
        first = len(out.cues)
        if step.instead:
            self._play_inner(step.instead)
        else:
            out.speak_own(INSTEAD_OF_BREATH)
        spent = estimate_total(out.cues[first:])
        lengths = (counts.least * whole, counts.usual * whole, counts.most * whole)
        left = sorted(max(0, ms - used) for ms, used in zip(lengths, spent, strict=True))
        out.rest(Glue(Millis(left[0]), Millis(left[1]), Millis(left[2])))

    def _take_on_changes(self) -> None:
        """Switch to the anchor and the words that were chosen, once their cue is reached."""
        swaps, thinnings = self._state.swaps, self._state.thinnings
        while swaps and len(self.out.cues) > swaps[0][0]:
            self.out.rest_attention(swaps.pop(0)[1])
        while thinnings and len(self.out.cues) > thinnings[0][0]:
            self._state.words = thinnings.pop(0)[1]

    def _ask(self, step: Asked) -> None:
        state, out, is_asked = self._state, self.out, self._listener.is_asked
        key = state.ask(step.id)
        question = Question(key, out.fill_question(step))
        lines = read_aloud(question.asked, self._script.lang) if is_asked else ()
        for number, line in enumerate(lines):
            pause = BETWEEN_SENTENCES if number else BETWEEN_PARAGRAPHS
            out.pause(pause, question=question if number else None)
            out.utter(line, question=question)
        if is_asked:
            length = self._answers.begun.get(key, step.timeout)
            out.cues.append(Wait(question, length, *out.place, key in self._answers.given))
        value = self._answers.value(key)
        state.note_answer(step.id, value)
        if isinstance(step, Choose):
            self._take(step, question.asked, value)

    def _take(self, step: Choose, shown: Asked, value: Value) -> None:
        """Play the option that was chosen, found by the label the person saw."""
        assert isinstance(shown, Choose)
        both = zip(step.options, shown.options, strict=True)
        chosen = (option for option, filled in both if value == filled.label)
        option = next(chosen, step.default)
        self._state.latest[step.id] = option.label
        if option.anchor is not None:
            self.out.rest_attention(option.anchor)
        self._play_inner(option.steps)
        self._state.next = option.next or self.next

    def _repeat(self, step: Repeat) -> None:
        times = step.times
        counts = times if isinstance(times, Count) else self._rounds_within(step, times)
        outer, parts = self._state.part, self.out.parts
        for number in range(counts.most):
            if number >= counts.least:
                parts.append(Part(outer, extra=number >= counts.usual))
                self._state.part = len(parts) - 1
            self._play_inner(step.steps)
            self._state.part = outer

    def _rounds_within(self, step: Repeat, length: Millis) -> Count:
        """The number of whole rounds that comes nearest to a length, by a trial of one round."""
        trial = Walk(self._script, self._bells, self._answers, self._listener, self.out.fork())
        trial._play_inner(step.steps)
        usual = estimate_total(trial.out.cues)[1]
        rounds = max(1, min(MOST_ROUNDS, round(length / max(1, usual))))
        return Count(rounds, rounds, rounds)

    def _include(self, step: Include) -> None:
        """Play another script; its own words are used where nobody filled them in."""
        state, out = self._state, self.out
        around = (state.slots, state.voices, state.line)
        given = {name: out.fill(text) for name, text in step.vars.items()}
        # what the person was asked for goes before what another script says by itself
        outer = state.slots
        asked = {name: outer[name] for name in step.slots if name in outer and name in BUILT_IN}
        state.slots = {**state.slots, **step.slots, **asked, **given}
        state.voices = {**state.voices, **step.voices}
        state.line = step.manner.line if state.line is None else state.line
        for inner in step.steps:
            if not self.next:
                self._play(inner)
        state.slots, state.voices, state.line = around
