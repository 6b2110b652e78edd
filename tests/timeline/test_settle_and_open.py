"""The time to settle before a session, and a session that goes on until the person ends it."""

import pytest

from companion.script.manner import Words
from companion.session.lengths import offer
from companion.timeline.arranging.arrange import LONGEST, arrange, reachable, rearrange
from companion.timeline.arranging.extend import extend
from companion.timeline.bells import Bells
from companion.timeline.cue import Plan
from companion.timeline.planning.plan import plan
from companion.timeline.request import LEAD_IN, Request
from companion.timeline.timeline import Placement, Quiet, Timeline, Voiced
from companion.timeline.views.captions import captions
from companion.timeline.views.transcript import rows
from companion.units import MINUTE, Millis
from tests.fakes import BELL_LENGTHS, SCRIPT, script

HALF_A_MINUTE = Millis(30_000)
TEXTS = {
    "sections": SCRIPT,
    "no section": "companion: 1\ntitle: T\nsteps: [A., {silence: 5s..9s..30s}, B., {silence: 2s}]\n",
    "bed first": "companion: 1\ntitle: T\nsteps: [{ambient: rain}, A., {silence: 5s..9s..30s}]\n",
    "a bed all through": "companion: 1\ntitle: T\nambient: rain\nsteps: [{section: S}, A., {silence: 9s}]\n",
    "a repeat first": "companion: 1\ntitle: T\nsteps: [{repeat: {times: 2, steps: [A., {silence: 9s}]}}]\n",
    "safety": "companion: 1\ntitle: T\nsafety: [relationship]\nsteps: [{ambient: rain}, A., {silence: 9s}]\n",
}


def planned(text: str, **asked: object) -> Plan:
    return plan(script(text), Request(**asked), BELL_LENGTHS)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", TEXTS)
def test_the_time_to_settle_comes_first_and_moves_all_the_rest_by_exactly_itself(name: str) -> None:
    plain, settled = planned(TEXTS[name]), planned(TEXTS[name], settle=HALF_A_MINUTE)
    assert settled.settle == HALF_A_MINUTE
    assert reachable(settled, {}) == reachable(plain, {})
    was, made = arrange(plain, {}), arrange(settled, {})
    first = made.placements[0]
    assert (first.start, first.length, first.content) == (0, HALF_A_MINUTE, Quiet(reason="settle"))
    assert made.beginning == HALF_A_MINUTE
    assert made.total == was.total + HALF_A_MINUTE

    def shifted(placement: Placement) -> tuple[int, int, object]:
        return placement.start + HALF_A_MINUTE, placement.length, placement.content

    assert [(p.start, p.length, p.content) for p in made.placements[1:]] == [
        shifted(p) for p in was.placements
    ]
    assert all(bed.start in (0, HALF_A_MINUTE) for bed in made.beds)
    assert [number for number, _ in made.sections] == [number for number, _ in was.sections]


def test_the_lead_in_follows_the_time_to_settle_and_nothing_is_said_before_both() -> None:
    made = arrange(planned(TEXTS["safety"], settle=HALF_A_MINUTE), {})
    assert [p.length for p in made.placements[:2]] == [HALF_A_MINUTE, LEAD_IN]
    assert isinstance(made.placements[2].content, Voiced)
    assert made.beds[0].start == 0


def test_time_counts_from_the_end_of_the_time_to_settle() -> None:
    made = arrange(planned(SCRIPT, settle=HALF_A_MINUTE), {})
    assert made.at(Millis(10_000)).so_far == 0
    assert made.at(Millis(31_000)).so_far == 1_000
    assert made.start_of_step_after(Millis(5_000)) == HALF_A_MINUTE


def test_staying_longer_while_settling_is_more_time_to_settle() -> None:
    made = planned(SCRIPT, settle=HALF_A_MINUTE, bells=Bells(every=MINUTE))
    old = arrange(made, {}, Millis(2 * MINUTE))
    longer, added = extend(made, old, Millis(10_000), MINUTE)
    new = rearrange(longer, {}, Millis(old.total + added), old, Millis(10_000))
    assert (added, new.beginning) == (MINUTE, HALF_A_MINUTE + MINUTE)
    assert new.total == old.total + MINUTE
    assert [c.start - new.beginning for c in new.chimes] == [
        c.start - old.beginning for c in old.chimes
    ]


def test_the_pace_of_every_line_is_the_same_with_time_to_settle_and_with_an_open_end() -> None:
    lines = planned(SCRIPT).utterances()
    assert planned(SCRIPT, settle=Millis(5 * MINUTE)).utterances() == lines
    assert planned(SCRIPT, open_end=True).utterances() == lines


def test_missing_time_never_goes_to_the_time_to_settle() -> None:
    made = planned("companion: 1\ntitle: T\nsteps: [A., B.]\n", settle=HALF_A_MINUTE)
    timeline = rearrange(made, {}, Millis(5 * MINUTE))
    assert timeline.total == 5 * MINUTE
    assert timeline.beginning == HALF_A_MINUTE


def test_the_timetable_and_the_captions_tell_the_time_to_settle() -> None:
    made = arrange(planned(SCRIPT, settle=HALF_A_MINUTE), {})
    first = rows(made)[0]
    assert (first.start, first.length, first.kind) == (0, HALF_A_MINUTE, "settle")
    caption = captions(made)[0]
    assert (caption.start, caption.text) == (0, "(It begins in 30 seconds.)")
    assert not caption.is_said


def open_timeline(text: str, **asked: object) -> Timeline:
    return arrange(planned(text, open_end=True, **asked), {}, LONGEST)


@pytest.mark.parametrize("name", TEXTS)
def test_an_open_session_has_its_words_as_usual_then_silence_then_its_closing(name: str) -> None:
    made, usual = open_timeline(TEXTS[name]), arrange(planned(TEXTS[name]), {})
    assert made.is_open
    assert made.total == LONGEST
    silences = [p for p in made.placements if p.content == Quiet(reason="open")]
    assert len(silences) == 1
    silence = silences[0]
    tenth = max(p.length for p in usual.placements) // 10  # neighbours pass that much to each other
    assert abs(silence.length - (LONGEST - usual.total)) <= tenth
    assert made.closing == made.open_end == silence.end
    rest = [p for p in made.placements if p != silence]
    said = [p.content for p in rest if isinstance(p.content, Voiced)]
    assert said == [p.content for p in usual.placements if isinstance(p.content, Voiced)]


def test_the_closing_of_an_open_session_is_its_last_section() -> None:
    made = open_timeline(SCRIPT)
    assert made.open_end is not None
    assert made.at(made.open_end).section == "Last"
    assert made.at(Millis(made.open_end - 1)).section == "Second"
    assert made.start_of_step_after(Millis(made.open_end - 90 * MINUTE)) == made.open_end


def test_a_question_before_the_closing_leads_to_the_same_open_silence() -> None:
    text = SCRIPT.replace(
        "  - section: Last\n",
        "  - rate: {id: q, prompt: How?, low: a, high: b}\n  - section: Last\n",
    )
    made = planned(text, open_end=True)
    places = [i for i, cue in enumerate(made.cues) if getattr(cue, "reason", "") == "open"]
    assert len(places) == 1
    assert type(made.cues[places[0] - 1]).__name__ == "Wait"


@pytest.mark.parametrize("words", ["guided", "quiet"])
def test_an_open_session_can_be_as_long_as_any(words: Words) -> None:
    made = planned(SCRIPT, open_end=True, words=words)
    assert reachable(made, {}).most == LONGEST
    assert offer(script(), reachable(made, {})).usual == reachable(made, {}).usual


def test_interval_bells_of_an_open_session_go_on_and_none_is_half_way() -> None:
    made = open_timeline(SCRIPT, bells=Bells(every=Millis(5 * MINUTE), half=True))
    starts = [chime.start for chime in made.chimes]
    assert starts[-1] >= LONGEST - 6 * MINUTE
    assert len(starts) == LONGEST // (5 * MINUTE) - 1
    assert all(start % (5 * MINUTE) == 0 for start in starts)


def test_an_open_silence_is_never_stretched_by_hand() -> None:
    made = planned(SCRIPT, open_end=True)
    timeline = arrange(made, {}, LONGEST)
    assert extend(made, timeline, Millis(LONGEST // 2), MINUTE) == (made, 0)
    # in the last part before it, a silence of that part grows, and not the open one
    longer, added = extend(made, timeline, Millis(timeline.closing - 175 * MINUTE - 90_000), MINUTE)
    assert (added > 0, longer.cues != made.cues) in ((True, True), (False, False))


def test_the_count_of_an_open_session_leaves_out_what_was_skipped() -> None:
    from dataclasses import replace

    made = replace(open_timeline(SCRIPT), skipped=Millis(60_000))
    assert made.at(Millis(90_000)).so_far == 30_000
    kept = rearrange(planned(SCRIPT, open_end=True), {}, LONGEST, made, Millis(90_000))
    assert kept.skipped == 60_000
    assert kept.at(Millis(90_000)).is_open
