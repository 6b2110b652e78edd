"""Every shipped meditation: it parses, fits what it promises, and keeps the rules for words."""

import re
from itertools import pairwise

import pytest

from companion.resources import shipped
from companion.script.model import Script
from companion.script.step import Breathe, Count, Sentence, Silence, walk
from companion.script.step import Say as SayStep
from companion.store.library import Library, ScriptFile
from companion.timeline.arranging.arrange import arrange, reachable
from companion.timeline.cue import Plan
from companion.timeline.planning.plan import plan
from companion.timeline.request import LEAD_IN, Request
from companion.timeline.timeline import Asking, Breathing, Quiet, Ringing, Voiced
from companion.units import SECOND, Millis
from tests.shipped import IDS

FOLDER = shipped("meditations")
LIBRARY = Library(FOLDER / "none", FOLDER / "none")


def script(name: str) -> Script:
    return LIBRARY.load(ScriptFile(name, FOLDER / f"{name}.yaml", shipped=True))


def planned(name: str, request: Request | None = None) -> Plan:
    lengths = {bell: b.length for bell, b in LIBRARY.bells.items()}
    return plan(script(name), request or Request(), lengths)


def sentences(name: str) -> list[str]:
    found: list[str] = []
    for step in walk(script(name).steps):
        if isinstance(step, SayStep):
            found += [part.text for part in step.parts if isinstance(part, Sentence)]
        elif isinstance(step, Silence) and step.remind:
            found += step.remind.lines
    return found


each = pytest.mark.parametrize("name", IDS)


@each
def test_r20_it_says_what_a_person_must_know(name: str) -> None:
    written = script(name)
    for field in ("title", "intent", "author", "license", "way_out"):
        assert getattr(written, field), field
    assert written.cautions
    assert written.moment
    assert written.themes
    assert written.length is not None
    assert written.evidence is not None
    assert written.evidence.source
    assert written.license == "CC-BY-4.0"
    assert written.reviewed == ""  # until a person reviews it


@each
def test_it_can_be_as_short_and_as_long_as_it_promises(name: str) -> None:
    declared = script(name).length
    assert declared is not None
    reached = reachable(planned(name), {})
    assert reached.least <= declared.least
    assert reached.most >= declared.most
    assert abs(reached.usual - declared.usual) < 5 * SECOND


@each
def test_it_is_exact_at_every_length_it_promises(name: str) -> None:
    declared = script(name).length
    assert declared is not None
    whole = planned(name)
    for asked in range(declared.least, declared.most + 1, 5_000):
        assert arrange(whole, {}, Millis(asked)).total == asked


@each
def test_instructions_leave_room_even_at_its_shortest(name: str) -> None:
    declared = script(name).length
    assert declared is not None
    placements = arrange(planned(name), {}, declared.least).placements
    for one, two in pairwise(placements):
        if isinstance(one.content, Voiced) and one.section not in (0, placements[-1].section):
            if isinstance(two.content, Asking | Breathing):
                continue  # which is room of another kind
            assert isinstance(two.content, Quiet)
            same_step = one.step == two.step
            assert two.length >= (1_200 if same_step else 2_400), one.content.utterance.text


BANNED = re.compile(
    r"deep breath|fill your lungs|\bhold\b|you will feel|you feel calm|you are safe|safe now|\btry\b|"
    r"\bfocus\b|concentrate|see if you can|anxious|avoidant|narcissis|toxic|needy|clingy|"
    r"\bhe\b|\bshe\b|husband|wife|\bgently\b|\bsimply\b|allow yourself|!|\.\.\.|…",
    re.IGNORECASE,
)  # fmt: skip
HOMOGRAPHS = re.compile(
    r"^(Close|Use)\b|if you like, (close|use)|\bbow your|feel content|console|eyes close\b",
    re.IGNORECASE,
)


@each
def test_its_words_keep_the_rules_for_writers(name: str) -> None:
    most = 12 if script(name).kind == "emergency" else 22
    for sentence in sentences(name):
        assert len(sentence.split()) <= most, sentence
        assert not BANNED.search(sentence), sentence
        assert not HOMOGRAPHS.search(sentence), sentence
        assert not re.search(r"[\d/()\[\]{}<>_*]", sentence), sentence
        assert sentence[0].isupper(), sentence
        assert sentence[-1] in ".?", sentence


@each
def test_it_opens_in_few_words_and_says_that_one_may_stop(name: str) -> None:
    first = script(name).steps
    opening = next(step for step in first if isinstance(step, SayStep))
    words = " ".join(part.text for part in opening.parts if isinstance(part, Sentence))
    paragraph = words if script(name).kind == "emergency" else words.split("Somebody")[0]
    assert len(paragraph.split()) <= (28 if script(name).kind == "emergency" else 46)
    assert "stop" in words
    assert "eyes" in words.lower()


def test_the_first_two_minutes_say_that_the_wave_passes_anyway_and_ring_no_bell() -> None:
    assert any(
        "wave passes" in line and "whether" in line for line in sentences("first-two-minutes")
    )
    assert not arrange(planned("first-two-minutes"), {}).chimes
    assert "bell" not in (FOLDER / "first-two-minutes.yaml").read_text("utf-8")


def test_a_sit_begins_and_ends_with_its_bell_and_ends_exactly_then() -> None:
    rows = arrange(
        planned("sit-with-it", Request(Millis(20 * 60_000))), {}, Millis(20 * 60_000)
    ).placements
    assert (rows[0].length, type(rows[1].content)) == (LEAD_IN, Ringing)
    assert isinstance(rows[-1].content, Ringing)
    assert rows[-1].end == 20 * 60_000


def test_a_sit_honours_both_needs_the_listeners_first() -> None:
    words = " ".join(sentences("sit-with-it"))
    assert words.index("Your need") < words.index("Their need")


@each
def test_r17_every_breath_is_within_the_safe_table(name: str) -> None:
    for step in walk(script(name).steps):
        if isinstance(step, Breathe):
            by_name = {phase.name: phase.length for phase in step.phases}
            assert 6_000 <= sum(by_name.values()) <= 17_200
            assert by_name["out"] >= by_name["in"]
            assert by_name.get("hold", 0) <= 4_000
            assert step.rounds != Count(0, 0, 0)
