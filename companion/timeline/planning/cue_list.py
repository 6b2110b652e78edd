"""Gathering cues: who speaks, how slots are filled, and a pause wherever words would touch."""

from dataclasses import replace

from companion.script import slots
from companion.script.manner import Anchor, Manner, Speaker
from companion.script.model import Script
from companion.script.step import Asked, Choose, Glue, Rate
from companion.timeline.cue import (
    Breath,
    Chapter,
    Cue,
    Lay,
    Part,
    Question,
    Reminders,
    Rest,
    Ring,
    Speak,
    Wait,
    fixed,
)
from companion.timeline.pacing import BETWEEN_SENTENCES
from companion.timeline.request import USUAL, Profile
from companion.timeline.utterance import Utterance, estimate_length
from companion.units import Millis
from companion.wording import LANGUAGE


class CueList:
    """Cues in order, and what is true where the next one will stand."""

    def __init__(self, script: Script) -> None:
        self.script = script
        self.anchor: Anchor = "feet"
        self.cues: list[Cue] = []
        self.chapters: list[Chapter] = []
        self.parts: list[Part] = [Part()]
        self.lines: list[int] = [0]
        self.part = 0
        self.given: tuple[str, ...] = ()
        self.voices: dict[str, Speaker] = dict(script.voices)
        self.manner = Manner()
        self.profile: Profile = USUAL
        self.has_anchors = False
        self.rests_with: list[tuple[int, Anchor]] = []
        words = {**slots.BUILT_IN, **script.vars}
        self.slots: dict[str, str] = {name: slot.default for name, slot in words.items()}

    @property
    def section(self) -> int:
        """The chapter that is being gathered."""
        return max(0, len(self.chapters) - 1)

    def utterance(self, text: str, lang: str = "") -> Utterance:
        """Words as whoever is speaking says them, to this person."""
        own, profile = self.manner.voice, self.profile
        speaker = self.voices.get(own, self.script.voice)
        pace = round(speaker.pace * self.manner.pace * profile.pace, 3)
        pitch = round(speaker.pitch * profile.pitch, 3)
        voice = speaker.name or profile.voice
        private = any(word.lower() in text.lower() for word in self.given)
        lang = lang or self.script.lang
        return Utterance(text, pace, pitch, speaker.pan, voice, private, lang)

    @property
    def step(self) -> int:
        """The number of the step that is being gathered."""
        return len(self.lines) - 1

    def rest_with(self, anchor: Anchor) -> None:
        """Attention rests here from now on."""
        self.anchor = anchor
        self.rests_with.append((len(self.cues), anchor))

    def rest(
        self,
        glue: Glue,
        remind: Reminders | None = None,
        part: int | None = None,
        question: Question | None = None,
    ) -> None:
        """A silence."""
        part = self.part if part is None else part
        cue = Rest(glue, self.step, self.section, part, remind, question=question)
        self.cues.append(cue)

    def pause(
        self, pause: Millis, part: int | None = None, question: Question | None = None
    ) -> None:
        """A pause, unless the last thing was a rest, a bell or a wait already."""
        last = next((cue for cue in reversed(self.cues) if not isinstance(cue, Lay)), None)
        if isinstance(last, Speak | Breath):
            pause = Millis(round(pause * self.profile.pauses))
            self.rest(fixed(pause), part=part, question=question)

    def filled(self, text: str) -> str:
        """A text with its slots filled."""
        self.has_anchors = self.has_anchors or "{anchor}" in text.lower()
        return slots.fill(text, {**self.slots, "anchor": slots.ANCHOR_WORDS[self.anchor]})

    def speak(self, text: str, pause: Millis = BETWEEN_SENTENCES) -> None:
        """Words, a pause after the words before them."""
        self.pause(pause)
        self.utter(self.filled(text))

    def speak_ours(self, text: str, part: int | None = None) -> None:
        """Words of the program's own, which are English; part 0 cannot be left out."""
        self.pause(BETWEEN_SENTENCES, part)
        self.utter(text, part, lang=LANGUAGE)

    def utter(
        self,
        text: str,
        part: int | None = None,
        question: Question | None = None,
        lang: str = "",
    ) -> None:
        """Words as they stand."""
        part = self.part if part is None else part
        cue = Speak(self.utterance(text, lang), self.step, self.section, part, question)
        self.cues.append(cue)

    def worded(self, step: Asked) -> Asked:
        """The question with its slots filled."""
        prompt = self.filled(step.prompt)
        match step:
            case Rate():
                low, high = self.filled(step.low), self.filled(step.high)
                return replace(step, prompt=prompt, low=low, high=high)
            case Choose():
                options = tuple(replace(o, label=self.filled(o.label)) for o in step.options)
                return replace(step, prompt=prompt, options=options)
            case _:
                return replace(step, prompt=prompt)


def lasting(cues: list[Cue]) -> tuple[int, int, int]:
    """About how long cues last, at the least, usually and at the most."""
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
