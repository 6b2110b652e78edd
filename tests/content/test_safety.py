"""The safety rules as behaviour of every shipped meditation."""

import re
from pathlib import Path

import pytest

from companion.script.advice.advise import advise
from companion.script.model import Script
from companion.script.parse import parse
from companion.script.step import Bell, Breathe, Choose, walk
from companion.session.introduction import reviewed_by
from companion.store.library import Library
from companion.timeline.arranging.arrange import arrange
from companion.timeline.cue import Breath, Speak
from companion.timeline.planning.plan import plan
from companion.timeline.request import Request
from companion.timeline.timeline import Voiced
from companion.units import Millis
from companion.wording import SAFETY_LINES, TOGETHER_LINES
from tests.shipped import IDS

LIBRARY = Library(Path("/none"), Path("/none"))
ABOUT_THE_TWO = {
    "space-is-not-absence", "wishing-well", "two-weathers", "open-hand", "before-the-talk",
    "an-agreement", "letter-not-sent", "after-they-came-back", "not-back-yet", "my-turn-for-room",
    "left-on-read", "i-sent-too-much", "ten-minutes-before-space", "hello-again", "enough", "seen",
    "it-keeps-happening", "the-loss-nobody-sees",
}  # fmt: skip
PLAYED_BY_TWO = {"ten-minutes-before-space", "hello-again"}
# whether or not one does this: the words differ, so that no two sessions say the same
WAVE_PASSES = re.compile(r"wave\b.* passes\b.*(whether|even if)")
each = pytest.mark.parametrize("name", IDS)


def load(name: str) -> Script:
    return LIBRARY.load(LIBRARY.find(name))


def said(script: Script, request: Request | None = None) -> list[str]:
    lengths = {name: bell.length for name, bell in LIBRARY.bells.items()}
    made = plan(script, request or Request(), lengths)
    return [cue.utterance.text for cue in made.cues if isinstance(cue, Speak)]


def test_there_are_thirty_nine() -> None:
    assert len(IDS) == 39  # twenty-four, eleven new ones, and one minute in four versions


@each
def test_nothing_in_it_is_what_the_style_guide_would_change(name: str) -> None:
    assert advise(load(name)) == []


@each
def test_r9_what_is_about_the_two_of_them_opens_with_a_way_out_every_time(name: str) -> None:
    script = load(name)
    assert ("relationship" in script.safety) is (name in ABOUT_THE_TWO)
    lines = TOGETHER_LINES if name in PLAYED_BY_TWO else SAFETY_LINES
    assert ("together" in script.safety) is (name in PLAYED_BY_TWO)
    assert (said(script)[:2] == list(lines)) is (name in ABOUT_THE_TWO)


@pytest.mark.parametrize("name", ["first-two-minutes", "long-breath-out"])
def test_r16_breath_is_never_what_keeps_somebody_safe(name: str) -> None:
    script = load(name)
    assert script.length is not None
    bells = {bell: made.length for bell, made in LIBRARY.bells.items()}
    # also in the shortest, where what is optional goes
    shortest = arrange(plan(script, Request(), bells), {}, script.length.least)
    spoken = [p.content for p in shortest.placements if isinstance(p.content, Voiced)]
    said = [one.utterance.text for one in spoken]
    assert any(WAVE_PASSES.search(line) for line in said), said


@each
def test_r3_it_can_be_had_without_being_told_how_to_breathe(name: str) -> None:
    script = load(name)
    lengths = {bell: made.length for bell, made in LIBRARY.bells.items()}
    for step in walk(script.steps):
        if isinstance(step, Breathe):
            assert step.instead, "nothing stands in for the breath"
    without = plan(script, Request(breath=False), lengths)
    assert not [cue for cue in without.cues if isinstance(cue, Breath)]


@each
def test_r29_it_says_when_not_to_play_it(name: str) -> None:
    script = load(name)
    assert any("driving" in caution for caution in script.cautions)
    assert script.way_out.endswith(".")
    assert script.evidence is not None
    assert script.evidence.note


@each
def test_no_bell_startles_at_night_or_in_an_emergency(name: str) -> None:
    script = load(name)
    if script.kind in ("emergency", "night"):
        assert not [step for step in walk(script.steps) if isinstance(step, Bell)]


@each
def test_what_an_answer_leads_to_is_there(name: str) -> None:
    for step in walk(load(name).steps):
        if isinstance(step, Choose):
            for option in step.options:
                assert not option.next or option.next in IDS


SOMEBODYS_OWN = """\
companion: 1
title: Somebody's own
safety: [relationship]
steps:
  - say: It hurts.
  - breathe: {in: 1s, out: 1s, rounds: 3}
  - say: Put your head in cold water until it hurts.
"""


def test_r28_a_script_of_somebodys_own_is_shown_as_not_checked_and_keeps_the_same_rules() -> None:
    own = parse(SOMEBODYS_OWN, file="own.yaml", id="own", bells=("soft",))
    assert reviewed_by(own) == "not checked by a clinician yet"
    told = [flaw.message for flaw in advise(own)]
    assert any("breaths a minute" in message for message in told)
    assert any("can do harm" in message for message in told)
    assert said(own)[:2] == list(SAFETY_LINES)
    without = plan(own, Request(breath=False), {"soft": Millis(1)})
    assert not [cue for cue in without.cues if isinstance(cue, Breath)]
