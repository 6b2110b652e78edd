"""The words of the shipped sessions as words: nothing twice, round silences, a nine is heard."""

import re
from collections import defaultdict
from pathlib import Path

import pytest
import yaml

from companion.resources import shipped
from companion.script.manner import Rated
from companion.script.model import Script
from companion.script.step import Rate, Say, Sentence, Silence, walk
from companion.session.after import rating_at_end
from companion.store.library import Library
from companion.timeline.answers import NONE
from companion.timeline.cue import Speak
from companion.timeline.planning.plan import plan
from companion.timeline.request import Request
from tests.shipped import IDS

LIBRARY = Library(Path("/none"), Path("/none"))
FOLDER = shipped("meditations")
# the two sentences that every opening has in some form
SAME_EVERYWHERE = re.compile(r"stop (at )?any ?time|eyes (can be )?open|lowered|or closed")
_RUN = 6

each = pytest.mark.parametrize("name", IDS)


def load(name: str) -> Script:
    return LIBRARY.load(LIBRARY.find(name))


def sentences(script: Script) -> list[str]:
    found: list[str] = []
    for step in walk(script.steps):
        if isinstance(step, Say):
            found += [part.text for part in step.parts if isinstance(part, Sentence)]
        elif isinstance(step, Silence) and step.remind:
            found += step.remind.lines
    return found


def test_no_six_words_stand_in_two_sessions() -> None:
    where: dict[str, set[str]] = defaultdict(set)
    for name in IDS:
        for sentence in sentences(load(name)):
            words = re.findall(r"[a-z']+", sentence.lower())
            for n in range(len(words) - _RUN + 1):
                where[" ".join(words[n : n + _RUN])].add(name)
    twice = {run: ids for run, ids in where.items() if len(ids) > 1}
    assert {run: ids for run, ids in twice.items() if not SAME_EVERYWHERE.search(run)} == {}


@each
def test_any_reader_of_yaml_can_read_it(name: str) -> None:
    """A question mark inside braces needs quotes: a plain reader refuses it."""
    assert yaml.safe_load((FOLDER / f"{name}.yaml").read_text("utf-8"))["title"]


@each
def test_silences_are_round_numbers(name: str) -> None:
    """People learn the format from these, so nobody should meet 13500ms."""
    text = (FOLDER / f"{name}.yaml").read_text("utf-8")
    odd = re.findall(r"\b\d+ms\b", text)
    assert all(number.endswith("500ms") for number in odd), odd
    assert not odd or load(name).kind == "emergency"


@each
def test_it_says_how_it_talks_and_warns_in_one_line(name: str) -> None:
    script = load(name)
    assert script.register in ("plain", "warm", "spare")
    assert len(script.cautions[0]) <= 78, script.cautions[0]
    assert len(script.cautions) <= 3


@each
def test_whoever_ends_at_a_nine_hears_other_words_last(name: str) -> None:
    script = load(name)
    asked = rating_at_end(script)
    if asked is None:
        return
    first = next(step.id for step in walk(script.steps) if isinstance(step, Rate))
    lengths = {bell: b.length for bell, b in LIBRARY.bells.items()}

    def last_words(before: int | None, after: int | None) -> list[str]:
        answers = NONE.answer(first, before).answer(asked, after)
        cues = plan(script, Request(), lengths, answers).cues
        return [cue.utterance.text for cue in cues if isinstance(cue, Speak)][-6:]

    usual = last_words(5, None)
    nine = last_words(5, 9)
    assert nine != usual
    assert usual == last_words(None, None)
    assert last_words(3, 5) == nine, "two higher than before is as bad"
    assert last_words(9, 9) == nine
    said = " ".join(nine)
    assert "press c" in said
    assert not re.search(r"well done|you stayed|one more|notice|pass\b|\d", said)
    conditions = [c for step in walk(script.steps) for c in step.manner.when]
    assert any(isinstance(c, Rated) and c.or_up_from == first for c in conditions)
