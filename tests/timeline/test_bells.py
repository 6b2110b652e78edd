"""Bells: what is typed for them, and where they ring."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from companion.timeline.arranging.arrange import arrange, reachable, rearrange
from companion.timeline.bells import HALF_WAY, BadBellsError, Bells, bells_text, parse_bells
from companion.timeline.cue import Plan
from companion.timeline.planning.plan import plan
from companion.timeline.request import AT_ONCE, Request
from companion.timeline.timeline import Ringing, Timeline, Voiced
from companion.units import MINUTE, SECOND, Millis
from tests.fakes import BELL_LENGTHS, script

QUIET = "companion: 1\ntitle: T\nsteps: [{silence: 1s..5m..60m}]\n"


def minutes(*numbers: float) -> tuple[Millis, ...]:
    return tuple(Millis(round(n * MINUTE)) for n in numbers)


@pytest.mark.parametrize(
    ("text", "bells"),
    [
        ("5m", Bells(every=Millis(5 * MINUTE))),
        ("5", Bells(every=Millis(5 * MINUTE))),
        ("every 90s", Bells(every=Millis(90 * SECOND))),
        ("5, 12, 30", Bells(at=minutes(5, 12, 30))),
        ("12m,5m,,12m", Bells(at=minutes(5, 12))),
        ("at 12m", Bells(at=minutes(12))),
        ("half", Bells(half=True)),
        ("Half, 5m", Bells(every=Millis(5 * MINUTE), half=True)),
        ("both", Bells("both")),
        ("end, half", Bells("end", half=True)),
        ("none, 5m", Bells("none", Millis(5 * MINUTE))),
        ("off", Bells("none")),
        ("usual", Bells()),
    ],
)
def test_bells_are_read_as_a_person_writes_them(text: str, bells: Bells) -> None:
    assert parse_bells(text) == bells


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "no bells"),
        (" , ", "no bells"),
        ("soon", '"soon" isn\'t a time for a bell'),
        ("5m, 20s", "at least 30s"),
        ("both, end", "two choices"),
        ("off, 5m", "off rings none at all"),
        ("every 5m, every 7m", "two intervals"),
        ("9" * 400, "isn't a time for a bell"),
    ],
)
def test_what_names_no_bells_is_refused_with_a_remedy(text: str, message: str) -> None:
    with pytest.raises(BadBellsError, match=message) as refused:
        parse_bells(text)
    assert refused.value.remedy


@given(
    st.sampled_from(["usual", "both", "end", "none"]),
    st.just(0) | st.integers(30_000, 10_800_000),
    st.sets(st.integers(30_000, 10_800_000), max_size=4),
    st.booleans(),
)
def test_bells_written_down_are_read_back_as_they_were(
    ends: str, every: int, at: set[int], half: bool
) -> None:
    bells = Bells(ends, Millis(every), tuple(sorted(map(Millis, at))), half)  # type: ignore[arg-type]
    assert parse_bells(bells_text(bells)) == bells


def quiet(bells: Bells, settle: int = 0) -> Plan:
    request = Request(bells=bells, lead=Millis(0), settle=Millis(settle))
    return plan(script(QUIET), request, BELL_LENGTHS)


def rung(timeline: Timeline) -> list[int]:
    return [chime.start for chime in timeline.chimes]


def test_a_bell_half_way_rings_exactly_there() -> None:
    assert rung(arrange(quiet(Bells(half=True)), {}, Millis(7 * MINUTE + 1))) == [210_000]


def test_a_bell_half_way_and_an_interval_that_meets_it_ring_once() -> None:
    bells = Bells(every=Millis(5 * MINUTE), half=True)
    made = arrange(quiet(bells), {}, Millis(10 * MINUTE + 6_000))
    assert rung(made) == [5 * MINUTE, 10 * MINUTE]  # half way is inside the first bell
    assert rung(arrange(quiet(bells), {}, Millis(12 * MINUTE))) == [
        5 * MINUTE, 6 * MINUTE, 10 * MINUTE]  # fmt: skip
    assert rung(arrange(quiet(bells), {}, Millis(10 * MINUTE))) == [5 * MINUTE]


def test_half_way_moves_with_the_end_until_it_has_rung_and_never_rings_twice() -> None:
    planned = quiet(Bells(half=True))
    old = arrange(planned, {}, Millis(10 * MINUTE))
    longer = rearrange(planned, {}, Millis(12 * MINUTE), old, Millis(4 * MINUTE))
    assert rung(longer) == [6 * MINUTE]
    after = rearrange(planned, {}, Millis(20 * MINUTE), longer, Millis(7 * MINUTE))
    assert rung(after) == [6 * MINUTE]
    assert [chime.asked for chime in after.chimes] == [HALF_WAY]
    # when the end comes closer, so that half way is over, it rings as soon as it can
    sooner = rearrange(planned, {}, Millis(7 * MINUTE), old, Millis(4 * MINUTE))
    assert rung(sooner) == [4 * MINUTE]


def test_interval_bells_count_from_the_end_of_the_time_to_settle() -> None:
    bells = Bells(every=Millis(2 * MINUTE), at=minutes(3), half=True)
    plain = arrange(quiet(bells), {}, Millis(10 * MINUTE))
    settled = arrange(quiet(bells, settle=30_000), {}, Millis(10 * MINUTE))
    assert rung(plain) == [2 * MINUTE, 3 * MINUTE, 4 * MINUTE, 5 * MINUTE, 6 * MINUTE, 8 * MINUTE]
    assert rung(settled) == [start + 30_000 for start in rung(plain)]


BOTH = "companion: 1\ntitle: T\nsteps: [{bell: soft}, A., {bell: low}, B., {bell: soft}]\n"
NO_BELL = "companion: 1\ntitle: T\nambient: rain\nsteps: [{section: S}, A., {silence: 5s}]\n"
IN_REPEAT = "companion: 1\ntitle: T\nsteps: [{repeat: {times: 2, steps: [{bell: soft}, A.]}}]\n"


def order(text: str, bells: Bells, bell: str = "") -> str:
    """The order of bells and words: `soft A. low B. soft`."""
    request = Request(bells=bells, bell=bell)
    pieces = []
    for placement in arrange(plan(script(text), request, BELL_LENGTHS), {}).placements:
        match placement.content:
            case Ringing(sound):
                pieces.append(sound)
            case Voiced(utterance):
                pieces.append(utterance.text)
            case _:
                pass
    return " ".join(pieces)


@pytest.mark.parametrize(
    ("text", "bells", "heard"),
    [
        (BOTH, "usual", "soft A. low B. soft"),
        (BOTH, "both", "soft A. low B. soft"),
        (BOTH, "end", "A. low B. soft"),
        (BOTH, "none", "A. B."),
        (NO_BELL, "usual", "A."),
        (NO_BELL, "both", "soft A. soft"),
        (NO_BELL, "end", "A. soft"),
        (NO_BELL, "none", "A."),
        (IN_REPEAT, "both", "soft A. soft A. soft"),
        (IN_REPEAT, "end", "A. soft A. soft"),
    ],
)
def test_bells_ring_at_the_ends_that_were_chosen(text: str, bells: str, heard: str) -> None:
    assert order(text, parse_bells(bells)) == heard


def test_a_bell_that_was_added_is_the_one_that_was_asked_for() -> None:
    assert order(NO_BELL, Bells("both"), "low") == "low A. low"
    without_any = plan(script(NO_BELL), Request(bells=Bells("both")), {})
    assert not any(type(cue).__name__ == "Ring" for cue in without_any.cues)


def test_the_closing_bell_is_heard_even_when_the_last_section_is_left_out() -> None:
    text = "companion: 1\ntitle: T\nsteps: [A., {silence: 1s..9s}, {section: {title: S, optional: true}}, B.]\n"
    planned = plan(script(text), Request(bells=Bells("end"), lead=AT_ONCE.lead), BELL_LENGTHS)
    least = arrange(planned, {}, reachable(planned, {}).least)
    assert [type(p.content).__name__ for p in least.placements][-1] == "Ringing"
    assert [
        p.content.utterance.text for p in least.placements if isinstance(p.content, Voiced)
    ] == ["A."]
