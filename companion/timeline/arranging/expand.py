"""What a cue is in pieces: a long silence with its reminders, a breath with all its phases."""

from collections.abc import Mapping

from companion.timeline.cue import Breath, Plan, Rest
from companion.timeline.pacing import AFTER_REMINDER
from companion.timeline.timeline import Breathing, Content, Quiet, Said, Voiced
from companion.timeline.utterance import Spoken, Utterance, estimate
from companion.units import SECOND, Millis

Lengths = Mapping[Utterance, Spoken]

# A spoken cue may fill this much of its phase (content rule 28), so that it never hurries a breath.
_WORD_SHARE = 0.6
_COUNT_SHARE = 1.0


def spoken(utterance: Utterance, lengths: Lengths) -> Spoken:
    """How an utterance is known to be spoken, or about how it will be."""
    return lengths.get(utterance) or estimate(utterance)


def silence(cue: Rest, length: Millis, lengths: Lengths) -> list[tuple[int, Content]]:
    """A silence of this length, with a reminder now and then where it is long enough for one."""
    if cue.remind is None:
        return [(length, Quiet(cue.question))]
    pieces: list[tuple[int, Content]] = []
    at, whole, lines = cue.done, cue.done + length, cue.remind.lines
    number = -1
    while True:
        number += 1
        due = cue.remind.first + number * cue.remind.every
        line = lines[number % len(lines)]
        said = spoken(line, lengths)
        if due + said.length + AFTER_REMINDER > whole:
            break
        if due >= max(at, cue.heard):
            pieces += [(due - at, Quiet()), (said.length, Voiced(line, said.words, said.exact))]
            at = Millis(due + said.length)
    return [*pieces, (whole - at, Quiet())]


def breaths(
    plan: Plan, lengths: Lengths, cue: Breath, rounds: int, done: int
) -> list[tuple[int, Content]]:
    """Every phase of every round; a word is spoken only where it leaves room in its phase."""
    pieces: list[tuple[int, Content]] = []
    for number in range(1, rounds + 1):
        for phase in cue.phases:
            said: tuple[Said, ...] = ()
            if number <= cue.guided and phase.name in plan.breath_words:
                said = _said(
                    plan.breath_words[phase.name], Millis(0), _WORD_SHARE * phase.length, lengths
                )
            if number <= cue.counted:
                for second in range(1, phase.length // SECOND):
                    at = Millis(second * SECOND)
                    said += _said(plan.counts[second + 1], at, _COUNT_SHARE * SECOND, lengths)
            pieces.append((phase.length, Breathing(phase.name, done + number, done + rounds, said)))
    return pieces


def _said(word: Utterance, at: Millis, most: float, lengths: Lengths) -> tuple[Said, ...]:
    found = spoken(word, lengths)
    return (Said(at, word, found.words),) if found.length <= most else ()
