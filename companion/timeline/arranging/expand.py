"""Cues in pieces: a long silence with its reminders, a breath with all its phases."""

from collections.abc import Mapping

from companion.timeline.cue import Breath, Plan, Rest
from companion.timeline.pacing import AFTER_REMINDER
from companion.timeline.timeline import Breathing, BreathWord, Content, Quiet, Voiced
from companion.timeline.utterance import Spoken, Utterance, estimate
from companion.units import SECOND, Millis

Lengths = Mapping[Utterance, Spoken]

# A spoken word may fill this share of its phase (content rule 28), so that it hurries no breath.
_WORD_SHARE = 0.6
_COUNT_SHARE = 1.0


def speech_of(utterance: Utterance, lengths: Lengths) -> Spoken:
    """The measured length and word times of an utterance, or else an estimate."""
    return lengths.get(utterance) or estimate(utterance)


def split_silence(cue: Rest, length: Millis, lengths: Lengths) -> list[tuple[int, Content]]:
    """Split a silence into quiet and the reminders for which it is long enough."""
    quiet = Quiet(cue.question, cue.reason, is_apart=bool(cue.apart))
    if cue.remind is None:
        return [(length, quiet)]
    pieces: list[tuple[int, Content]] = []
    at, end, lines = cue.done, cue.done + length, cue.remind.lines
    number = -1
    while True:
        number += 1
        due = cue.remind.first + number * cue.remind.every
        line = lines[number % len(lines)]
        speech = speech_of(line, lengths)
        if due + speech.length + AFTER_REMINDER > end:
            break
        if due >= max(at, cue.heard):
            pieces.append((due - at, quiet))
            pieces.append((speech.length, Voiced(line, speech.words, speech.exact)))
            at = Millis(due + speech.length)
    return [*pieces, (end - at, quiet)]


def split_breath(
    plan: Plan, lengths: Lengths, cue: Breath, rounds: int, done: int
) -> list[tuple[int, Content]]:
    """Split a breath into the phases of its rounds; words too long for their phase are left out.

    `done` is the number of rounds that are already placed.
    """
    pieces: list[tuple[int, Content]] = []
    for number in range(1, rounds + 1):
        for phase in cue.phases:
            words: tuple[BreathWord, ...] = ()
            if number <= cue.guided and phase.name in plan.breath_words:
                word, most = plan.breath_words[phase.name], _WORD_SHARE * phase.length
                words = _word_if_short(word, Millis(0), most, lengths)
            if number <= cue.counted:
                for second in range(1, phase.length // SECOND):
                    word, at = plan.counts[second + 1], Millis(second * SECOND)
                    words += _word_if_short(word, at, _COUNT_SHARE * SECOND, lengths)
            content = Breathing(phase.name, done + number, done + rounds, words)
            pieces.append((phase.length, content))
    return pieces


def _word_if_short(
    word: Utterance, at: Millis, most: float, lengths: Lengths
) -> tuple[BreathWord, ...]:
    """A word at its time in the phase, or nothing when it takes longer than `most` ms."""
    speech = speech_of(word, lengths)
    return (BreathWord(at, word, speech.words),) if speech.length <= most else ()
