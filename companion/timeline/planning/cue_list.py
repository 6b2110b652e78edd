"""The list of cues that a walk gathers: words with their speaker and slots, and pauses between."""

from dataclasses import replace

from companion.script import slots
from companion.script.manner import Anchor
from companion.script.model import Script
from companion.script.step import Asked, Choose, Glue, Rate, Remind
from companion.timeline.cue import (
    Breath,
    Chapter,
    Cue,
    Part,
    Question,
    Reminders,
    Rest,
    Ring,
    SetBed,
    Speak,
    Wait,
    fixed,
)
from companion.timeline.pacing import BETWEEN_SENTENCES, reminder_times
from companion.timeline.planning.state import Listener, State
from companion.timeline.utterance import Utterance, estimate_length
from companion.units import Millis
from companion.wording import LANGUAGE

# So heavy that it takes all the time there is, and every other silence keeps its usual length.
OPEN = Glue(Millis(0), Millis(0), None, weight=1e12)


class CueList:
    """Cues in the order they happen, with the chapters and optional parts they belong to.

    Args:
        script: the script they are made from.
        listener: the person they are for.
        state: what is true where the next cue goes; the walk changes all of it but the anchor.
    """

    def __init__(self, script: Script, listener: Listener, state: State) -> None:
        self._script, self._listener, self.state = script, listener, state
        self.cues: list[Cue] = []
        self.chapters: list[Chapter] = []
        self.parts: list[Part] = [Part()]
        self.lines: list[int] = [0]
        self.anchors: list[tuple[int, Anchor]] = []
        self.has_anchors = False
        self._leading = 0
        self.rest_attention(state.anchor)

    def fork(self) -> "CueList":
        """Return a list for a trial: without cues, in the same chapter, in a forked state."""
        trial = CueList(self._script, self._listener, self.state.fork())
        trial.chapters, trial.parts = list(self.chapters), list(self.parts)
        return trial

    @property
    def place(self) -> tuple[int, int, int]:
        """The step, the section and the part that the next cue belongs to."""
        return len(self.lines) - 1, max(0, len(self.chapters) - 1), self.state.part

    def lead_in(self, settle: Millis, lead: Millis) -> None:
        """Begin with time to settle and a moment of silence, which are no part of the script."""
        _, section, _ = self.place
        if settle:  # a step of its own, so that a person can skip it
            self.cues.append(Rest(fixed(settle), 0, section, reason="settle"))
        if lead:
            self.rest(fixed(lead), part=0)
        self._leading = bool(settle) + bool(lead)

    def stay_open(self) -> None:
        """Add the silence that goes on until the person ends it, as a step of its own."""
        self.lines.append(self.lines[-1])
        step, section, _ = self.place
        self.cues.append(Rest(OPEN, step, section, reason="open"))

    @property
    def is_begun(self) -> bool:
        """Whether there is a cue of the script that takes time."""
        return sum(not isinstance(cue, SetBed) for cue in self.cues) > self._leading

    def utterance(self, text: str, lang: str = "") -> Utterance:
        """Words in the manner of the speaker, for this listener."""
        own, profile = self.state.manner, self._listener.profile
        speaker = self.state.voices.get(own.voice, self._script.voice)
        pace = round(speaker.pace * own.pace * profile.pace, 3)
        pitch = round(speaker.pitch * profile.pitch, 3)
        voice = speaker.name or profile.voice
        is_private = any(word.lower() in text.lower() for word in self._listener.slots.values())
        lang = lang or self._script.lang
        pitch_range = round(speaker.pitch_range * profile.pitch_range, 3)
        return Utterance(text, pace, pitch, speaker.pan, voice, is_private, lang, pitch_range)

    def rest_attention(self, anchor: Anchor) -> None:
        """Let attention rest with an anchor from the next cue on."""
        self.state.anchor = anchor
        self.anchors.append((len(self.cues), anchor))

    def rest(
        self,
        glue: Glue,
        remind: Reminders | None = None,
        part: int | None = None,
        question: Question | None = None,
        apart: str = "",
    ) -> None:
        """Add a silence."""
        step, section, own = self.place
        part = own if part is None else part
        self.cues.append(Rest(glue, step, section, part, remind, question=question, apart=apart))

    def reminders(self, remind: Remind | None) -> Reminders | None:
        """The reminders of a silence, in the manner of the speaker."""
        if remind is None:
            return None
        lines = tuple(self.utterance(self.fill(line)) for line in remind.lines)
        times = reminder_times(remind.every, self._listener.total, self.state.words)
        return Reminders(*times, lines)

    def pause(
        self, pause: Millis, part: int | None = None, question: Question | None = None
    ) -> None:
        """Add a pause, unless the last cue is a rest, a bell or a wait already."""
        last = next((cue for cue in reversed(self.cues) if not isinstance(cue, SetBed)), None)
        if isinstance(last, Speak | Breath):
            pause = Millis(round(pause * self._listener.profile.pauses))
            self.rest(fixed(pause), part=part, question=question)

    def fill(self, text: str) -> str:
        """Return a text with its slots filled."""
        self.has_anchors = self.has_anchors or "{anchor}" in text.lower()
        words = {**self.state.slots, "anchor": slots.ANCHOR_WORDS[self.state.anchor]}
        return slots.fill(text, words)

    def speak(self, text: str, pause: Millis = BETWEEN_SENTENCES) -> None:
        """Add words with their slots filled, and a pause after the words before them."""
        self.pause(pause)
        self.utter(self.fill(text))

    def speak_own(self, text: str, part: int | None = None) -> None:
        """Add words of the program itself, which are English; part 0 cannot be left out."""
        self.pause(BETWEEN_SENTENCES, part)
        self.utter(text, part, lang=LANGUAGE)

    def utter(
        self,
        text: str,
        part: int | None = None,
        question: Question | None = None,
        lang: str = "",
    ) -> None:
        """Add words exactly as given."""
        step, section, own = self.place
        part = own if part is None else part
        self.cues.append(Speak(self.utterance(text, lang), step, section, part, question))

    def fill_question(self, step: Asked) -> Asked:
        """Return a question with the slots of its prompt and its labels filled."""
        prompt = self.fill(step.prompt)
        match step:
            case Rate():
                low, high = self.fill(step.low), self.fill(step.high)
                return replace(step, prompt=prompt, low=low, high=high)
            case Choose():
                options = tuple(replace(o, label=self.fill(o.label)) for o in step.options)
                return replace(step, prompt=prompt, options=options)
            case _:
                return replace(step, prompt=prompt)


def estimate_total(cues: list[Cue]) -> tuple[int, int, int]:
    """Estimate how long cues last together, in ms: at the least, usually and at the most."""
    least = usual = most = 0
    for cue in cues:
        match cue:
            case Speak(utterance):
                low = mid = high = int(estimate_length(utterance))
            case Rest(glue):
                low, mid = glue.least, glue.usual
                high = glue.usual if glue.most is None else glue.most
            case Ring() | Wait():
                low = mid = high = cue.length
            case Breath(rounds=c):
                whole = cue.round_length
                low, mid, high = (n * whole for n in (c.least, c.usual, c.most))
            case _:
                low = mid = high = 0
        least, usual, most = least + low, usual + mid, most + high
    return least, usual, most
