import itertools
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from companion.errors import UnfitLengthError
from companion.reading.flaw import Span
from companion.script.step import Count, Glue, Phase, Rate
from companion.timeline.arranging.arrange import arrange, reachable, rearrange
from companion.timeline.arranging.expand import speech_of
from companion.timeline.arranging.extend import extend
from companion.timeline.bells import Bells
from companion.timeline.cue import (
    Bed,
    Breath,
    Chapter,
    Cue,
    Part,
    Plan,
    Question,
    Reminders,
    Rest,
    Ring,
    SetBed,
    Speak,
    Wait,
)
from companion.timeline.planning.plan import plan
from companion.timeline.request import AT_ONCE, Request
from companion.timeline.timeline import Breathing, Content, Quiet, Ringing, Timeline, Voiced
from companion.timeline.utterance import Spoken, Utterance, estimate_word_times
from companion.units import MINUTE, Millis
from companion.wording import BREATH_SPOKEN, NUMBERS
from tests.fakes import BELL_LENGTHS, SCRIPT, script

LINES = ("Stay here.", "It hurts, and that is real.", "Look round the room.", "And rest.")


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    """Any plan: sections, some optional, with speech, silences, bells and breaths in them."""
    optional = draw(st.lists(st.booleans(), min_size=1, max_size=4))
    cues: list[Cue] = []
    chapters: list[Chapter] = []
    parts = [Part()]
    for section, is_optional in enumerate(optional):
        own = len(parts) if is_optional else 0
        parts += [Part()] if is_optional else []
        chapters.append(Chapter(f"s{section}", own))
        for _ in range(draw(st.integers(1, 3))):
            cues.append(draw(_cues(len(cues), section, own)))
        for extra in draw(st.lists(st.booleans(), max_size=2).map(sorted)):
            parts.append(Part(own, extra))
            cues.append(draw(_cues(len(cues), section, len(parts) - 1)))
    times = draw(st.lists(st.integers(30_000, 400_000), max_size=3))
    return Plan(
        tuple(cues),
        tuple(chapters),
        tuple(parts),
        bells=Bells(every=Millis(times[0]))
        if len(times) == 1
        else Bells(at=tuple(map(Millis, times))),
        chime="soft",
        chime_length=Millis(4_000),
        breath_words={name: Utterance(word) for name, word in BREATH_SPOKEN.items()},
        counts=tuple(Utterance(f"{number}.") for number in NUMBERS),
    )


ASKED = Rate("q", "How strong?", "quiet", "loud", Millis(20_000), Span(0, 0))


def _cues(step: int, section: int, part: int) -> st.SearchStrategy[Cue]:
    place = (step, section, part)
    reminders = st.integers(15_000, 60_000).map(
        lambda every: Reminders(Millis(every // 2), Millis(every), (Utterance(LINES[0]),))
    )
    sizes = st.lists(st.integers(0, 90_000), min_size=3, max_size=3).map(sorted)
    counts = st.lists(st.integers(1, 8), min_size=3, max_size=3).map(sorted)
    phases = (Phase("in", Millis(3_000)), Phase("out", Millis(5_000)))
    return st.one_of(
        st.sampled_from(LINES).map(lambda text: Speak(Utterance(text), *place)),
        sizes.map(lambda s: Rest(Glue(Millis(s[0]), Millis(s[1]), Millis(s[2])), *place)),
        st.tuples(sizes, st.none() | reminders).map(
            lambda pair: Rest(Glue(Millis(pair[0][0]), Millis(pair[0][1]), None), *place, pair[1])
        ),
        st.just(Ring("soft", Millis(4_000), *place)),
        st.booleans().map(
            lambda answered: Wait(Question("q", ASKED), Millis(20_000), *place, answered)
        ),
        st.just(SetBed(Bed("rain", 1.0, Millis(5_000), True), *place)),
        st.tuples(counts, st.integers(0, 2)).map(
            lambda pair: Breath(phases, Count(*pair[0]), 2, *place, pair[1])
        ),
    )


lengths = st.dictionaries(
    st.sampled_from([Utterance(line) for line in LINES]),
    st.integers(200, 9_000),
    max_size=4,
).map(
    lambda found: {
        u: Spoken(Millis(ms), estimate_word_times(u.text, Millis(ms)), True)
        for u, ms in found.items()
    }
)


def is_partition(timeline: Timeline) -> bool:
    edges = [p.start for p in timeline.placements[1:]]
    return timeline.placements[0].start == 0 and edges == [p.end for p in timeline.placements[:-1]]


@given(plans(), lengths, st.integers(0, 1_200_000))
def test_a_timeline_is_a_partition_and_lasts_what_was_asked(
    planned: Plan, known: dict[Utterance, Spoken], target: int
) -> None:
    reached = reachable(planned, known)
    assume(reached.least <= target <= reached.most)
    timeline = arrange(planned, known, Millis(target))
    assert is_partition(timeline)
    assert timeline.total == target


@given(plans(), lengths)
def test_the_ends_of_the_reach_can_be_had_and_nothing_beyond_them(
    planned: Plan, known: dict[Utterance, Spoken]
) -> None:
    reached = reachable(planned, known)
    assert arrange(planned, known, reached.least).total == reached.least
    assert arrange(planned, known, reached.most).total == reached.most
    assert arrange(planned, known).total == reached.usual
    with pytest.raises(UnfitLengthError, match="the shortest this one can be"):
        arrange(planned, known, Millis(reached.least - 1))
    with pytest.raises(UnfitLengthError, match="the longest this one can be"):
        arrange(planned, known, Millis(reached.most + 1))


def apart_from_the_count(content: Content) -> Content:
    """How many rounds there will be is no part of the past."""
    return replace(content, rounds=0) if isinstance(content, Breathing) else content


@given(plans(), lengths, lengths, st.floats(0, 1), st.integers(-60_000, 120_000))
def test_a_change_of_mind_never_changes_the_past(
    planned: Plan,
    before: dict[Utterance, Spoken],
    after: dict[Utterance, Spoken],
    along: float,
    more: int,
) -> None:
    old = arrange(planned, before)
    playhead = Millis(int(old.total * along))
    new = rearrange(planned, {**before, **after}, Millis(max(0, old.total + more)), old, playhead)
    assert is_partition(new)
    assert new.total >= playhead
    for at in range(0, playhead, max(1, playhead // 25)):
        one, two = old.at(Millis(at)), new.at(Millis(at))
        assert (one.since, one.line, one.lit) == (two.since, two.line, two.lit)
        assert apart_from_the_count(one.content) == apart_from_the_count(two.content)


@given(plans(), lengths, st.floats(0, 1), st.integers(30_000, 180_000))
def test_staying_longer_adds_what_it_says_and_keeps_the_past(
    planned: Plan, known: dict[Utterance, Spoken], along: float, more: int
) -> None:
    old = arrange(planned, known)
    playhead = Millis(int(old.total * along))
    longer, added = extend(planned, old, playhead, Millis(more))
    new = rearrange(longer, known, Millis(old.total + added), old, playhead)
    assert new.total == old.total + added
    assert is_partition(new)
    assert new.at(playhead).line == old.at(playhead).line
    done = [p for p in old.placements[: old.index_at(playhead)] if p.length]
    assert [p for p in new.placements if p.end <= playhead][: len(done)] == done


def small() -> Plan:
    return plan(script(), AT_ONCE, BELL_LENGTHS)


def test_an_optional_section_is_left_out_when_time_is_short() -> None:
    planned = small()
    least = reachable(planned, {}).least
    assert [title for _, title in arrange(planned, {}, least).sections] == ["First", "Last"]
    assert [title for _, title in arrange(planned, {}).sections] == ["First", "Second", "Last"]


def test_a_section_that_was_left_out_does_not_come_back_into_the_past() -> None:
    planned = small()
    old = arrange(planned, {}, reachable(planned, {}).least)
    late = Millis(old.total - 1)
    new = rearrange(planned, {}, Millis(old.total + 60_000), old, late)
    assert [title for _, title in new.sections] == ["First", "Last"]


def test_more_time_gives_more_whole_rounds() -> None:
    planned = small()

    def rounds(total: int) -> int:
        return (
            sum(
                isinstance(p.content, Breathing)
                for p in arrange(planned, {}, Millis(total)).placements
            )
            // 2
        )

    usual = reachable(planned, {}).usual
    assert rounds(usual) == 4
    assert rounds(usual + 50_000) > 4


def test_a_breath_is_guided_only_where_the_word_leaves_room() -> None:
    planned = small()
    first, second = (p.content for p in arrange(planned, {}).placements if isinstance(p.content, Breathing) and p.content.round < 3 and p.content.phase == "in")  # fmt: skip
    assert isinstance(first, Breathing)
    assert isinstance(second, Breathing)
    assert [said.utterance.text for said in first.said] == ["In."]
    assert second.said == ()
    slow = {Utterance("In."): Spoken(Millis(2_900))}
    crowded = arrange(planned, slow)
    assert all(
        said.utterance != Utterance("In.")
        for p in crowded.placements
        if isinstance(p.content, Breathing)
        for said in p.content.said
    )


def test_the_round_under_way_is_finished_before_anything_changes() -> None:
    planned = small()
    old = arrange(planned, {})
    inside = next(
        p.start for p in old.placements if isinstance(p.content, Breathing) and p.content.round == 2
    )
    new = rearrange(planned, {}, reachable(planned, {}).least, old, Millis(inside + 100))
    rounds = [p.content.round for p in new.placements if isinstance(p.content, Breathing)]
    assert rounds == [1, 1, 2, 2]


def test_a_word_is_lit_while_it_is_said() -> None:
    line = Utterance("Something hurts.")
    known = {line: Spoken(Millis(1_000), estimate_word_times(line.text, Millis(1_000)), True)}
    timeline = arrange(small(), known)
    assert timeline.at(Millis(10)).lit == (0, 9)
    assert timeline.at(Millis(990)).lit is None
    assert timeline.at(Millis(1_100)).lit is None


def test_a_moment_knows_the_lines_round_it_and_what_is_left() -> None:
    timeline = arrange(small(), {})
    moment = timeline.at(Millis(2_500 + 1_200))
    assert (moment.before, moment.line, moment.after) == (
        "Something hurts.", "You noticed.", "Let your feet find the floor.")  # fmt: skip
    assert (moment.section, moment.section_number, moment.section_count) == ("First", 1, 3)
    assert moment.remaining == timeline.total - moment.playhead
    assert timeline.at(Millis(-5)).playhead == 0
    end = timeline.at(Millis(timeline.total + 5))
    assert end.is_over
    assert end.after == ""


def test_interval_bells_stand_clear_of_words_and_of_other_bells() -> None:
    request = Request(Millis(120_000), Bells(at=(Millis(1_000), Millis(40_000), Millis(119_000))))
    timeline = arrange(plan(script(), request, BELL_LENGTHS), {}, request.length)
    for chime in timeline.chimes:
        for placement in timeline.placements:
            if isinstance(placement.content, Voiced | Ringing):
                assert chime.start >= placement.end or placement.start >= chime.start + 3_000
    assert len(timeline.chimes) == 2


def test_one_interval_repeats_through_the_whole() -> None:
    written = script("companion: 1\ntitle: T\nsteps: [{silence: 1m+}]\n")
    planned = plan(written, Request(bells=Bells(every=MINUTE)), BELL_LENGTHS)
    chimes = arrange(planned, {}, Millis(10 * MINUTE)).chimes
    assert [chime.start for chime in chimes] == [Millis(n * MINUTE) for n in range(1, 10)]


def test_what_no_silence_may_fill_is_added_to_the_longest_that_is_to_come() -> None:
    written = script(
        "companion: 1\ntitle: T\nsteps: [{breathe: {in: 4s, out: 6s, rounds: 1..3, guide: none}}]\n"
    )
    planned = plan(written, AT_ONCE, {})
    timeline = arrange(planned, {}, Millis(25_000))
    assert timeline.total == 25_000
    assert timeline.placements[-1].content == Quiet()
    longer = rearrange(planned, {}, Millis(40_000), timeline, Millis(24_000))
    assert longer.total == 40_000
    assert longer.at(Millis(23_000)).since == timeline.at(Millis(23_000)).since


def test_nothing_at_all_is_still_a_timeline() -> None:
    written = script("companion: 1\ntitle: T\nsteps: [{silence: 0s}]\n")
    timeline = arrange(plan(written, AT_ONCE, {}), {})
    assert timeline.total == 0
    assert timeline.at(Millis(0)).is_over


def test_the_closing_is_the_last_section_or_the_last_words() -> None:
    timeline = arrange(small(), {})
    assert timeline.at(timeline.closing).section == "Last"
    flat = plan(
        script("companion: 1\ntitle: T\nsteps: [one, {silence: 5s}, two, {silence: 5s}]\n"),
        AT_ONCE,
        {},
    )
    timeline = arrange(flat, {})
    assert timeline.at(timeline.closing).line == "two"
    bare = plan(script("companion: 1\ntitle: T\nsteps: [{silence: 5s}]\n"), AT_ONCE, {})
    assert arrange(bare, {}).closing == 5_000


def test_the_closing_is_never_a_section_that_was_left_out_or_is_empty() -> None:
    text = "companion: 1\ntitle: T\nsteps: [{section: A}, one, {section: B}, two, {section: {title: C, optional: true}}, three, {section: D}]\n"
    planned = plan(script(text), AT_ONCE, {})
    timeline = arrange(planned, {}, reachable(planned, {}).least)
    assert timeline.at(timeline.closing).line == "two"
    assert arrange(planned, {}).at(arrange(planned, {}).closing).line == "three"


def test_of_sections_that_are_all_optional_one_always_takes_place() -> None:
    text = "companion: 1\ntitle: T\nsteps: [{section: {title: A, optional: true}}, {silence: 17s}, {section: {title: B, optional: true}}, {silence: 7s}]\n"
    planned = plan(script(text), AT_ONCE, {})
    assert reachable(planned, {}).least == 17_000
    old = arrange(planned, {}, Millis(17_000))
    new = rearrange(planned, {}, Millis(17_000), old, Millis(3_000))
    assert new.sections == old.sections == ((0, "A"),)


def test_interval_bells_never_pile_up_and_never_change_once_they_rang() -> None:
    text = (
        "companion: 1\ntitle: T\nsteps: [{say: '"
        + "One more line to say. " * 40
        + "'}, {silence: 60s}]\n"
    )
    planned = plan(script(text), Request(bells=Bells(every=Millis(30_000))), BELL_LENGTHS)
    old = arrange(planned, {})
    starts = [chime.start for chime in old.chimes]
    assert all(b - a >= 4_000 for a, b in itertools.pairwise(starts))
    for at in range(0, old.total, 2_500):
        new = rearrange(planned, {}, Millis(old.total + 30_000), old, Millis(at))
        assert [c for c in new.chimes if c.start < at] == [c for c in old.chimes if c.start < at]
        assert len({c.asked for c in new.chimes}) == len(new.chimes)


def test_steps_before_the_first_section_have_a_section_without_a_name() -> None:
    planned = plan(
        script("companion: 1\ntitle: T\nsteps: [one, {section: A}, two]\n"), Request(), {}
    )
    assert [chapter.title for chapter in planned.chapters] == ["", "A"]


def test_the_next_step_is_found_and_after_the_last_one_the_end() -> None:
    timeline = arrange(small(), {})
    after = timeline.start_of_step_after(Millis(0))
    assert timeline.placements[timeline.index_at(after)].step == 2
    assert timeline.start_of_step_after(Millis(timeline.total - 1)) == timeline.total


def test_what_is_not_spoken_yet_is_estimated() -> None:
    line = Utterance("Stay.")
    assert speech_of(line, {}).exact is False
    assert speech_of(line, {line: Spoken(Millis(7))}).length == 7


GOLDEN = Path(__file__).parent.parent / "golden"


def test_a_small_script_is_arranged_as_it_was(tmp_path: Path) -> None:
    timeline = arrange(
        plan(script(SCRIPT), replace(AT_ONCE, seed=1), BELL_LENGTHS), {}, Millis(100_000)
    )
    rows = [f"{p.start:>7} +{p.length:<6} {p.content!r}" for p in timeline.placements]
    expected = (GOLDEN / "small.timeline.txt").read_text("utf-8")
    assert "\n".join(rows) + "\n" == expected
