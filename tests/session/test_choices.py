"""What a card offers: lengths that are truly there, and options that mean anything."""

import pytest

from companion.script.manner import Words
from companion.session.choices import EVEN, Choices, Stops, choices, stops
from companion.session.lengths import plan_within
from companion.session.opened import Opened
from companion.session.until import timed
from companion.store.library import Library
from companion.store.places import places
from companion.timeline.arranging.arrange import LONGEST, arrange
from companion.timeline.bells import Bells
from companion.timeline.request import Profile, Request
from companion.units import MINUTE, Millis
from tests.fakes import BELL_LENGTHS, SCRIPT, script

HEAD = "companion: 1\ntitle: T\n"


def opened(text: str = SCRIPT) -> Opened:
    return Opened(script(text), BELL_LENGTHS)


def shipped() -> list[str]:
    return [source.id for source in Library.of(places()).sources() if source.shipped]


def test_even_lengths_are_halves_first_and_whole_minutes_up_to_an_hour() -> None:
    assert [length / MINUTE for length in EVEN[:7]] == [1, 1.5, 2, 2.5, 3, 4, 5]
    assert EVEN[-1] == 60 * MINUTE


@pytest.mark.parametrize("name", shipped())
@pytest.mark.parametrize("words", ["guided", "quiet"])
def test_every_stop_of_every_shipped_script_can_be_played_exactly(name: str, words: Words) -> None:
    library = Library.of(places())
    one = Opened(library.load(library.find(name)), library.kit(shipped_only=True).lengths)
    request = Request(words=words, bells=Bells("both"))
    offered = stops(one, request)
    assert offered.lengths == tuple(sorted(set(offered.lengths)))
    assert offered.usual in offered.lengths
    for length in offered.lengths:
        planned = plan_within(one, Request(length, words=words, bells=Bells("both")), {})
        assert arrange(planned.plan, {}, length).total == length
    inside = [even for even in EVEN if offered.lengths[0] <= even <= offered.lengths[-1]]
    assert set(inside) <= set(offered.lengths)


def test_the_ends_are_rounded_to_the_inside_and_the_usual_length_is_one_of_the_stops() -> None:
    text = SCRIPT.replace(
        "title: A small one", "title: T\nlength: {least: 61s, usual: 85s, most: 119s}"
    )
    assert stops(opened(text), Request()) == Stops(
        (Millis(70_000), Millis(80_000), Millis(90_000), Millis(110_000)), Millis(80_000)
    )


def test_a_script_that_has_one_length_has_one_stop_and_one_that_is_too_long_has_none() -> None:
    only = stops(opened(HEAD + "steps: [{silence: 63s}]\n"), Request(lead=Millis(0)))
    assert only == Stops((Millis(63_000),), Millis(63_000))
    none = stops(opened(HEAD + "steps:\n" + "  - silence: 50m\n" * 4), Request())
    assert none == Stops()
    assert none.nearest(MINUTE) == 0


def test_fewer_words_and_other_bells_change_what_can_be_reached() -> None:
    text = HEAD + "steps: [A., {bell: low}, {bell: low}, {silence: 1s..9s..5m}, {bell: low}]\n"
    with_bells = stops(opened(text), Request(lead=Millis(0)))
    without = stops(
        opened(text.replace("[A., ", "[")), Request(lead=Millis(0), bells=Bells("none"))
    )
    assert without.lengths[0] < with_bells.lengths[0]


def test_length_end_and_open_end_of_a_request_dont_change_what_can_be_reached() -> None:
    usual = stops(opened(), Request())
    for request in (Request(Millis(1)), Request(until=5), Request(open_end=True)):
        assert stops(opened(), request) == usual
    assert stops(opened(), Request(settle=MINUTE)) == usual


def test_a_slower_voice_moves_the_usual_stop() -> None:
    slow = Opened(script(), BELL_LENGTHS, Profile(pace=0.75, pauses=2.5))
    assert stops(slow, Request()).usual > stops(opened(), Request()).usual


def test_the_nearest_stop_is_found_for_what_somebody_types() -> None:
    offered = Stops((Millis(60_000), Millis(120_000)), Millis(60_000))
    assert offered.nearest(Millis(100_000)) == 120_000
    assert offered.nearest(Millis(9_000_000)) == 120_000


@pytest.mark.parametrize(
    ("text", "has"),
    [
        ("steps: [A.]\n", ""),
        ("steps: [{breathe: {in: 4s, out: 6s, rounds: 3}}]\n", "breath"),
        ("steps:\n  - say: A.\n    when: {breath: no}\n", "breath"),
        ("steps:\n  - say: A.\n    when: {words: guided}\n", "optional_words"),
        ("steps:\n  - say: Rest with {anchor}.\n", "anchor"),
        ("steps:\n  - say: A.\n    when: {anchor: feet}\n", "anchor"),
        ("steps: [{repeat: {times: 2, steps: [{bell: soft}, A.]}}]\n", "bells"),
        ("ambient: rain\nsteps: [A.]\n", "bed"),
        ("steps: [A., {ambient: rain}]\n", "bed"),
    ],
)
def test_a_card_has_only_the_rows_that_mean_something(text: str, has: str) -> None:
    found = choices(opened(HEAD + text))
    breath, words, anchor, bells, bed = (
        name == has for name in ("breath", "optional_words", "anchor", "bells", "bed")
    )
    assert found == Choices(breath, words, anchor, bells, bed, asks_strength=True)


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("steps: [A.]\n", True),
        ("kind: emergency\nsteps: [A.]\n", False),
        ("kind: night\nsteps: [A.]\n", False),
        ("steps: [{rate: {id: before}}, A., B., C.]\n", False),  # it asks itself
        ("steps: [A., B., C., {rate: {id: after}}]\n", True),
    ],
)
def test_how_strong_it_is_is_asked_once_and_never_in_an_emergency(text: str, *, asks: bool) -> None:
    assert choices(opened(HEAD + text)).asks_strength is asks


def test_an_option_in_a_branch_counts_as_well() -> None:
    text = HEAD + (
        "steps:\n  - choose:\n      id: q\n      prompt: Which?\n      timeout: 15s\n"
        "      options:\n        - label: None\n          default: true\n          steps: [None.]\n        - label: A bell\n          steps: [{bell: low}]\n"
    )
    assert choices(opened(text)).has_bells


def test_only_a_request_with_an_end_or_an_open_end_gets_another_length() -> None:
    assert timed(Request(Millis(9)), 0, LONGEST).length == 9
    assert timed(Request(open_end=True), 0, LONGEST).length == LONGEST
    assert timed(Request(until=90_000, settle=Millis(10_000)), 20_000, LONGEST).length == 60_000
    assert timed(Request(until=5), 20_000, LONGEST).length == -19_995  # which no script can last
