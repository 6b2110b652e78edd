"""Questions in a playing session: answers go on at once, and the past stays as it was."""

import itertools
import random
from dataclasses import replace
from pathlib import Path

import pytest

from companion.notices import Notices
from companion.session import changes
from companion.session.controls import CONTROLS
from companion.session.narration import Narration
from companion.session.prefetch import other_lines
from companion.session.transport import Transport
from companion.timeline.planning.plan import plan
from companion.timeline.request import Request
from companion.timeline.timeline import Asking, Breathing, Moment, Quiet, Voiced
from companion.units import Millis
from tests.fakes import BELL_LENGTHS, BELLS, CrankSink, FakeSpeaker, prepare, script
from tests.session.stage import TEXT, Stage

CONTROL_LONGER = next(control for control in CONTROLS if control.id == "longer")


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    return Stage(tmp_path)


def test_a_question_is_there_from_its_first_word_until_it_goes_on(stage: Stage) -> None:
    assert stage.transport.question is None
    stage.to("where", -500)
    assert asked_now(stage) == "where"
    stage.sink.crank(20_000)
    assert asked_now(stage) == ""


def asked_now(stage: Stage) -> str:
    question = stage.transport.question
    return question.key if question else ""


def test_an_answer_goes_on_at_once_and_the_whole_lasts_what_was_promised(tmp_path: Path) -> None:
    stage = Stage(tmp_path, request=Request(Millis(300_000)))
    before = stage.transport.timeline.total
    stage.to("where")
    at = stage.transport.playhead
    assert stage.transport.answer("where", "Hands")
    assert stage.transport.question is None
    assert "Rest them with your hands." in stage.lines()
    assert "Let them come." not in stage.lines()
    start = next(
        p.start
        for p in stage.transport.timeline.placements
        if isinstance(p.content, Voiced) and p.content.utterance.text.startswith("Rest them")
    )
    assert start - at <= 600
    assert stage.transport.timeline.total == before


def test_where_no_length_was_asked_for_an_early_answer_ends_it_sooner(tmp_path: Path) -> None:
    text = "companion: 1\ntitle: T\nsteps:\n  - ask: {id: a, prompt: What, timeout: 60s}\n  - Bye.\n  - silence: 3s\n"
    stage = Stage(tmp_path, text)
    before = stage.transport.timeline.total
    stage.to("a", 5_000)
    assert stage.transport.answer("a", "x")
    assert stage.transport.timeline.total == before - 60_000 + 5_000 + 600
    asked = Stage(tmp_path, text, Request(Millis(before)))
    asked.to("a", 5_000)
    asked.transport.answer("a", "x")
    assert asked.transport.timeline.total == before


def test_what_an_answer_leads_to_is_spoken_next(stage: Stage) -> None:
    stage.to("where")
    stage.transport.answer("where", "Hands")
    stage.speak()
    assert stage.speaker.spoken[0] == "Rest them with your hands."


def test_an_answer_in_the_middle_of_the_question_lets_the_words_end(stage: Stage) -> None:
    stage.to("where", -2_500)
    moment = stage.transport.tick()
    assert stage.transport.answer("where", "Hands")
    assert stage.transport.tick().line == moment.line
    waits = [p for p in stage.transport.timeline.placements if isinstance(p.content, Asking)]
    assert [p.content.question.key for p in waits if isinstance(p.content, Asking)] == [
        "letter",
        "now",
    ]


def test_an_answer_to_what_has_gone_on_is_no_answer(stage: Stage) -> None:
    assert not stage.transport.answer("where", "Hands")
    stage.to("where", 14_800)
    assert not stage.transport.answer("where", "Hands")
    assert "Let them come." in stage.lines()
    assert not stage.transport.answer("letter", "x")


def test_going_back_over_a_question_asks_it_again(stage: Stage) -> None:
    stage.to("where")
    stage.transport.answer("where", "Hands")
    stage.sink.crank(3_000)
    stage.transport.back()
    assert stage.transport.answers.given == {}
    stage.to("where")
    assert stage.transport.question is not None
    assert "Rest them with your hands." in stage.lines()  # what was chosen stands until then
    stage.transport.answer("where", "Sounds")
    assert "Let them come." in stage.lines()


def test_an_answer_to_what_is_still_read_out_ends_the_reading(stage: Stage) -> None:
    first = next(
        p.start
        for p in stage.transport.timeline.placements
        if isinstance(p.content, Voiced) and p.content.question
    )
    stage.sink.crank(first + 300 - stage.transport.playhead)
    at = stage.transport.playhead
    assert stage.transport.answer("where", "Hands")
    start = next(
        p.start
        for p in stage.transport.timeline.placements
        if isinstance(p.content, Voiced) and p.content.utterance.text.startswith("Rest them")
    )
    assert start - at < 2_500  # the word that is being said is said to its end
    said = [p for p in stage.transport.timeline.placements if isinstance(p.content, Voiced)]
    assert sum(bool(p.content.question) for p in said if isinstance(p.content, Voiced)) == 4


def test_an_answer_between_two_lines_of_the_question_ends_it_there(stage: Stage) -> None:
    gap = next(
        p
        for p in stage.transport.timeline.placements
        if isinstance(p.content, Quiet) and p.content.question
    )
    stage.sink.crank(gap.start + 100 - stage.transport.playhead)
    assert stage.transport.answer("where", "Hands")
    assert stage.transport.timeline.total == sum(
        p.length for p in stage.transport.timeline.placements
    )


def test_going_back_within_what_was_answered_before_keeps_the_answer(stage: Stage) -> None:
    stage.to("where")
    stage.transport.answer("where", "Hands")
    stage.to("letter")
    stage.transport.back(Millis(2_000))
    assert stage.transport.answers.given == {"where": "Hands"}


def test_another_script_follows_after_a_kind_close(stage: Stage) -> None:
    stage.to("where")
    assert stage.transport.answer("where", "Elsewhere")
    assert stage.transport.next_script == "first-two-minutes"
    assert stage.lines()[-1] == "This is ending."
    left = stage.transport.timeline.total - stage.transport.playhead
    assert left < 15_000
    stage.transport.back()
    assert stage.transport.next_script == ""
    assert stage.transport.timeline.total > 60_000


def test_a_box_that_nobody_writes_in_goes_by_itself(stage: Stage) -> None:
    stage.to("letter", 29_000)
    stage.sink.crank(2_000)
    assert stage.transport.question is None
    assert not stage.transport.begin_writing("letter")


def test_an_anchor_is_swapped_for_what_comes_next(stage: Stage) -> None:
    assert stage.transport.swap_anchor() == "hands"
    assert stage.lines()[0] == "Hello with your feet."
    stage.to("where")
    stage.transport.answer("where", "Hands")
    assert stage.transport.swap_anchor() == "sounds"
    plain = Stage(stage.folder, "companion: 1\ntitle: T\nsteps: [Hello., {silence: 9s}]\n")
    assert plain.transport.swap_anchor() is None


def test_without_breath_the_anchors_leave_it_out(tmp_path: Path) -> None:
    stage = Stage(tmp_path, request=Request(breath=False))
    found = [stage.transport.swap_anchor() for _ in range(5)]
    assert "breath" not in found
    assert len(set(found)) == 4


def test_what_other_answers_lead_to_is_spoken_after_all_else(tmp_path: Path) -> None:
    written = script(TEXT)
    made = plan(written, Request(), BELL_LENGTHS)
    later = [u.text for u in other_lines(written, Request(), made, BELL_LENGTHS)]
    assert "Rest them with your hands." in later
    speaker = FakeSpeaker(tmp_path)
    _, narration = prepare(written, Request(), speaker, BELLS)
    narration.all.wait(5)
    while "Rest them with your hands." not in speaker.spoken:
        narration.run(speaker)
    assert speaker.spoken.index("This is ending.") < speaker.spoken.index(
        "Rest them with your hands."
    )


def test_what_is_wanted_later_starts_the_narrator_again(tmp_path: Path) -> None:
    speaker = FakeSpeaker(tmp_path)
    written = script(TEXT)
    made = plan(written, Request(), BELL_LENGTHS)
    narration = Narration(made.utterances()[:1])
    narration.start(speaker)
    narration.all.wait(5)
    narration.want(made.utterances()[:3])
    while len(speaker.spoken) < 3:
        narration.run(speaker)
    assert len(speaker.spoken) == 3


def test_a_rehearsal_begins_at_the_step_of_its_line_and_speaks_that_first(tmp_path: Path) -> None:
    speaker = FakeSpeaker(tmp_path)
    line = TEXT.split("\n").index("  - say: This is ending.")
    sitting, _ = prepare(script(TEXT), Request(), speaker, BELLS, line=line, whole=True)
    assert speaker.spoken[0] == "This is ending."
    assert sitting.timeline.at(sitting.start).line == "This is ending."
    sink = CrankSink()
    transport = Transport(sitting, Narration(()), sink, Notices())
    assert transport.playhead == sitting.start


def plain(moment: Moment) -> Moment:
    """What of a moment is past for good: how long things will last is not."""
    content = moment.content
    if isinstance(content, Breathing):
        content = replace(content, rounds=0)
    return replace(
        moment, content=content, total=Millis(0), until=Millis(0), changes=Millis(0), after="",
        section_count=0, section_number=0, question=None,
    )  # fmt: skip


@pytest.mark.parametrize("seed", range(12))
def test_whatever_somebody_does_the_past_stays_and_the_end_comes(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    stage = Stage(tmp_path, request=Request(Millis(chance.randint(240, 600) * 1_000)))
    transport, sink = stage.transport, stage.sink
    for _ in range(60):
        sink.crank(chance.randint(100, 12_000))
        transport.tick()
        before, at = transport.timeline, transport.playhead
        asked = transport.question
        move = chance.choice(["longer", "anchor", "answer", "write"])
        if move == "longer":
            transport.stay_longer()
        elif move == "anchor":
            transport.swap_anchor()
        elif move == "write" and asked is not None:
            transport.begin_writing(asked.key)
        elif asked is not None:
            value = chance.choice([3, 9, "Hands", "Sounds", "some text", None])
            transport.answer(asked.key, value)
        after = transport.timeline
        for place in range(0, at, max(1, at // 20)):
            assert plain(before.at(Millis(place))) == plain(after.at(Millis(place)))
        if chance.random() < 0.2:
            transport.next_step() if chance.random() < 0.5 else transport.back()
        assert transport.playhead <= transport.timeline.total
        stage.speak()
    sink.crank(transport.timeline.total)
    sink.crank(1)
    transport.tick()
    assert transport.state == "ended"


def test_a_question_that_is_nowhere_is_no_question(stage: Stage) -> None:
    sitting = stage.transport._sitting
    assert changes.with_room_to_write(sitting, "nothing", Millis(0)) is None
    assert changes.without_answers_after(sitting, Millis(0)) is sitting


def test_a_bed_that_has_ended_does_not_come_back(tmp_path: Path) -> None:
    text = "companion: 1\ntitle: T\nambient: rain\nsteps:\n  - Hello there.\n  - rate: {id: a, timeout: 20s}\n  - ambient: off\n"
    stage = Stage(tmp_path, text)
    stage.to("a")
    stage.transport.answer("a", 3)
    ended = [laid for laid in stage.transport.timeline.beds if not laid.bed.sound]
    stage.sink.crank(8_000)
    stage.transport.stay_longer()
    assert [laid for laid in stage.transport.timeline.beds if not laid.bed.sound] == ended


def test_quiet_after_the_last_question_grows_by_what_it_says(tmp_path: Path) -> None:
    text = "companion: 1\ntitle: T\nsteps:\n  - Hello there.\n  - rate: {id: a, timeout: 20s}\n"
    stage = Stage(tmp_path, text)
    stage.to("a")
    stage.transport.answer("a", 3)
    before = stage.transport.timeline.total
    stage.sink.crank(5_000)
    assert stage.transport.stay_longer() == 60_000
    assert stage.transport.timeline.total == before + 60_000


def test_nothing_grows_while_something_is_asked(stage: Stage) -> None:
    stage.to("where", -2_000)
    assert stage.transport.question is not None
    assert stage.transport.stay_longer() == 0
    assert CONTROL_LONGER.act(stage.transport) == "Once you've answered this."


def test_a_question_is_asked_without_a_gap(stage: Stage) -> None:
    timeline = stage.transport.timeline
    asked = [p for p in timeline.placements if timeline.at(p.start).question is not None]
    first = [p for p in asked if getattr(timeline.at(p.start).question, "key", "") == "where"]
    assert all(one.end == two.start for one, two in itertools.pairwise(first))
    assert len(first) > 5


def test_an_anchor_swapped_in_a_repeat_for_a_length_is_kept(tmp_path: Path) -> None:
    text = "companion: 1\ntitle: T\nsteps:\n  - repeat:\n      for: 2m\n      steps:\n        - say: With {anchor}.\n        - silence: 8s\n"
    stage = Stage(tmp_path, text)
    stage.sink.crank(1_000)
    assert stage.transport.swap_anchor() == "hands"
    assert stage.lines()[1:] == ["With your hands."] * (len(stage.lines()) - 1)


def test_of_two_options_that_read_the_same_the_first_is_meant(tmp_path: Path) -> None:
    text = "companion: 1\ntitle: T\nsteps:\n  - choose:\n      id: a\n      prompt: Which\n      options:\n        - label: With your feet\n          default: true\n          steps: [One.]\n        - label: With {anchor}\n          steps: [Two.]\n"
    stage = Stage(tmp_path, text)
    stage.to("a")
    stage.transport.answer("a", "With your feet")
    assert stage.lines() == ["One."]


def test_a_box_that_is_left_by_going_back_waits_as_it_did_at_first(stage: Stage) -> None:
    promised = stage.transport.timeline.total
    stage.to("letter", 3_000)
    stage.transport.begin_writing("letter")
    stage.transport.back(Millis(5_000))
    assert stage.transport.timeline.total == promised
    waits = [p.length for p in stage.transport.timeline.placements if isinstance(p.content, Asking)]
    assert waits[1] == 30_000


def test_a_plan_without_cues_stays_as_it_is(tmp_path: Path) -> None:
    text = "companion: 1\ntitle: T\nsteps:\n  - say: Never.\n    when: {anchor: object}\n"
    stage = Stage(tmp_path, text)
    assert stage.transport.stay_longer() == 0


def test_what_was_typed_when_the_time_was_up_is_kept_for_the_card(stage: Stage) -> None:
    stage.to("letter")
    stage.transport.keep_text("letter", "half a")
    assert stage.transport.answers.text("letter") == "half a"
    assert stage.transport.answers.given == {}  # the plan that is played was made without it


def test_a_box_that_timed_out_empty_shortens_nothing_when_one_goes_back_after_it(
    stage: Stage,
) -> None:
    stage.to("letter")
    stage.transport.begin_writing("letter")
    stage.sink.crank(changes.PATIENCE)
    stage.to("now")
    stage.transport.answer("now", 3)
    before = stage.transport.timeline.total
    stage.transport.back(Millis(500))
    assert stage.transport.timeline.total >= before


def test_fewer_words_leave_silences_and_the_session_as_long(tmp_path: Path) -> None:
    text = "companion: 1\ntitle: T\nsteps:\n  - say: One.\n  - silence: 4s\n  - {say: Two and more., when: {words: guided}}\n  - silence: 4s\n  - {say: Three., when: {words: light}}\n  - silence: 4s..9s..40s\n  - say: Four.\n"
    stage = Stage(tmp_path, text)
    promised = stage.transport.timeline.total
    stage.sink.crank(1_000)
    assert stage.transport.fewer_words()
    assert stage.lines() == ["One.", "Three.", "Four."]
    assert stage.transport.timeline.total == promised
    assert stage.transport.fewer_words()
    assert stage.lines() == ["One.", "Four."]
    assert not stage.transport.fewer_words()
    assert stage.transport.timeline.total == promised
