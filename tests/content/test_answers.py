"""Every answer in a shipped session matters: a branch, a card, a letter that is shown once more."""

from pathlib import Path

import pytest

from companion.script.manner import Given, Rated
from companion.script.model import Script
from companion.script.step import Ask, Asked, Choose, Rate, Silence, Write, walk
from companion.store.library import Library
from companion.timeline.answers import NONE, Answers
from companion.timeline.arranging.arrange import arrange, reachable
from companion.timeline.cue import Breath, Plan, Rest, Speak
from companion.timeline.planning.plan import plan
from companion.timeline.request import Request
from companion.units import MINUTE, SECOND
from tests.shipped import IDS

LIBRARY = Library(Path("/none"), Path("/none"))

each = pytest.mark.parametrize("name", IDS)


def load(name: str) -> Script:
    return LIBRARY.load(LIBRARY.find(name))


def planned(script: Script, answers: Answers = NONE) -> Plan:
    lengths = {name: bell.length for name, bell in LIBRARY.bells.items()}
    return plan(script, Request(), lengths, answers)


def happens(script: Script, answers: Answers) -> list[object]:
    """What somebody hears, without the waits themselves."""
    cues = planned(script, answers).cues
    return [
        cue.utterance.text if isinstance(cue, Speak) else (type(cue), getattr(cue, "glue", None))
        for cue in cues
        if isinstance(cue, Speak | Rest | Breath)
    ]


def asked(script: Script) -> list[Asked]:
    return [step for step in walk(script.steps) if isinstance(step, Asked)]


@each
def test_every_answer_has_an_effect(name: str) -> None:
    script = load(name)
    on_card = script.card.lines if script.card else ()
    for step in asked(script):
        if isinstance(step, Ask):
            assert step.id in on_card, f"{step.id}: nobody sees this again"
        elif isinstance(step, Write):
            assert step.keep == "ask"
        elif isinstance(step, Rate):
            heard = [happens(script, NONE.answer(step.id, n)) for n in range(11)]
            assert heard[10] != heard[5], f"{step.id}: a ten changes nothing"
        else:
            heard = [happens(script, NONE.answer(step.id, o.label)) for o in step.options]
            assert all(one not in heard[:n] for n, one in enumerate(heard)), step.id


@each
def test_a_skipped_number_is_not_a_zero_and_no_ten(name: str) -> None:
    script = load(name)
    for step in asked(script):
        if isinstance(step, Rate):
            skipped = happens(script, NONE.answer(step.id, None))
            assert skipped == happens(script, NONE)
            numbers = {
                condition.question
                for inner in walk(script.steps)
                for condition in inner.manner.when
                if isinstance(condition, Rated) and condition.at_most < 10
            }
            if step.id in numbers:
                assert skipped != happens(script, NONE.answer(step.id, 0))


@each
def test_a_choice_waits_until_somebody_can_have_decided(name: str) -> None:
    for step in asked(load(name)):
        if isinstance(step, Choose):
            assert step.timeout >= 30 * SECOND


@each
def test_whatever_is_answered_it_keeps_to_every_length(name: str) -> None:
    script = load(name)
    assert script.length is not None
    for step in asked(script):
        values: list[int | str]
        match step:
            case Rate():
                values = [0, 10]
            case Choose():
                values = [option.label for option in step.options]
            case _:
                values = ["text"]
        for value in values:
            whole = planned(script, NONE.answer(step.id, value))
            reach = reachable(whole, {})
            target = max(reach.least, min(script.length.usual, reach.most))
            assert arrange(whole, {}, type(reach.usual)(target)).total == target


def test_twenty_minutes_are_a_silence_for_whoever_chose_them_and_for_nobody_else() -> None:
    script = load("hands-off-the-phone")
    chosen = [s for s in walk(script.steps) if isinstance(s, Silence) and s.glue.least > MINUTE]
    assert [(s.glue.least, s.glue.most) for s in chosen] == [(20 * MINUTE, 20 * MINUTE)]
    apart = [cue for cue in planned(script).cues if isinstance(cue, Rest) and cue.apart]
    assert apart == []  # it goes on by itself, and starts no timer
    taken = planned(script, NONE.answer("now", "Leave it there"))
    assert [c.glue.usual for c in taken.cues if isinstance(c, Rest) and c.apart] == [20 * MINUTE]


def test_whoever_writes_into_the_boxes_of_the_letter_waits_for_no_paper() -> None:
    script = load("letter-not-sent")
    boxes = [step.id for step in asked(script)]
    by_box = {
        condition.questions[0]: condition.wanted
        for step in walk(script.steps)
        for condition in step.manner.when
        if isinstance(step, Silence) and isinstance(condition, Given)
    }
    assert by_box == dict.fromkeys(boxes, False)
    answers = NONE
    for box in boxes:
        answers = answers.answer(box, "text")
    assert not [cue for cue in planned(script, answers).cues if isinstance(cue, Rest) and cue.apart]
