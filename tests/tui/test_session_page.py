"""The page of a session: three looks, words that fill with light, its keys, and what is paused."""

from itertools import pairwise
from pathlib import Path

import pytest
from textual.widgets import Static

from companion.session.keys import SESSION
from companion.timeline.request import AT_ONCE
from companion.timeline.timeline import Breathing, Moment, Quiet, Ringing, Timeline
from companion.tui.screens.after_session import AfterScreen
from companion.tui.screens.pause import PauseSheet
from companion.tui.screens.session_look import (
    fullness,
    look_of,
    next_tick_s,
    phase_words,
    time_words,
)
from companion.tui.widgets.caption import CaptionLines
from companion.tui.widgets.lamp import Lamp
from companion.tui.widgets.progress_line import ProgressLine
from companion.units import Millis
from tests.fakes import SCRIPT, sitting
from tests.tui.screens import compare, rows, until
from tests.tui.services import FakeServices
from tests.tui.stage import SIZES, go_to, make_app, on, session, text

LONG = "companion: 1\ntitle: Long\nsteps:\n  - say: One.\n  - silence: 60s\n  - say: Two.\n"


@pytest.fixture
def services(tmp_path: Path) -> FakeServices:
    return FakeServices(tmp_path)


def timeline_of(folder: Path, text: str = SCRIPT) -> Timeline:
    return sitting(folder, text, AT_ONCE).timeline


def breath_at(timeline: Timeline) -> int:
    return next(p.start for p in timeline.placements if isinstance(p.content, Breathing))


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("is_plain", [False, True])
async def test_words_stand_above_the_line_of_progress(
    services: FakeServices,
    size: tuple[int, int],
    is_plain: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    if is_plain:
        monkeypatch.setenv("NO_COLOR", "1")
    app = make_app(services)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        go_to(app, services, 3_000)
        await pilot.pause()
        await compare(pilot, f"session-{size[0]}x{size[1]}")


@pytest.mark.parametrize("size", SIZES)
async def test_a_breath_is_a_lamp_that_widens(
    services: FakeServices, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COMPANION_MOTION", "full")
    app = make_app(services)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        app.screen.query_one(Lamp).drawing = "dots"
        go_to(app, services, breath_at(session(app)._transport.timeline) + 2_400)
        await pilot.pause()
        await compare(pilot, f"breath-{size[0]}x{size[1]}")


async def test_a_long_silence_has_no_words(services: FakeServices) -> None:
    services.text = LONG
    app = make_app(services)
    async with app.run_test() as pilot:
        await pilot.pause()
        go_to(app, services, 3_000)  # the line can still be read
        assert session(app).has_class("-say")
        go_to(app, services, 8_000)
        await pilot.pause()
        assert session(app).has_class("-quiet")
        assert "quiet for a minute" in rows(app)
        go_to(app, services, 30_000)
        await pilot.pause()
        assert "quiet" not in rows(app)


async def test_the_line_fills_with_light(services: FakeServices) -> None:
    app = make_app(services)
    async with app.run_test() as pilot:
        await pilot.pause()
        go_to(app, services, 100)
        line = app.screen.query_one("#line", Static).content
        spans = [(span.start, span.end) for span in line.spans]  # type: ignore[union-attr]
        assert spans == [(9, 16), (0, 9)]  # to come, and now
        go_to(app, services, 1_500)
        assert not app.screen.query_one("#line", Static).content.spans  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("key", "state", "call"),
    [("space", "paused", "pause"), ("escape", "paused", "pause"), ("left", "playing", "move"),
     ("right", "playing", "move"), ("e", "playing", "move"), ("plus", "playing", "play")],
)  # fmt: skip
async def test_each_key_does_its_thing(
    services: FakeServices, key: str, state: str, call: str
) -> None:
    app = make_app(services)
    async with app.run_test() as pilot:
        await pilot.pause()
        page = session(app)
        go_to(app, services, 2_500)
        await pilot.press(key)
        assert page._transport.state == state
        assert services.sink.calls[-1] == call


async def test_every_key_of_the_table_is_bound_here(services: FakeServices) -> None:
    app = make_app(services)
    async with app.run_test() as pilot:
        await pilot.pause()
        bound = app.screen.active_bindings
        assert all(name in bound for key in SESSION for name in key.keys.split(","))


async def test_a_pause_offers_what_can_be_done_and_enter_goes_on(services: FakeServices) -> None:
    app = make_app(services)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        page = session(app)
        go_to(app, services, 2_500)
        await pilot.press("space")
        await on(pilot, PauseSheet)
        await compare(pilot, "pause-80x24")
        await pilot.press("enter")
        await until(pilot, lambda: app.screen is page)
        assert page._transport.state == "playing"


async def test_the_way_out_is_whole_in_a_pause_on_a_small_screen(services: FakeServices) -> None:
    way_out = (
        "If this makes it worse, stop. Stand up, run cold water over your wrists, and find someone."
    )
    services.text = SCRIPT.replace("title:", f"way_out: {way_out}\ntitle:", 1)
    app = make_app(services)
    async with app.run_test(size=(40, 12)) as pilot:
        await pilot.pause()
        await pilot.press("space")
        await on(pilot, PauseSheet)
        assert "and find someone." in rows(app)


@pytest.mark.parametrize(("key", "is_over"), [("e", False), ("left", False), ("plus", False),
                                              ("w", False), ("q", True), ("escape", False)])  # fmt: skip
async def test_the_keys_of_a_session_work_in_a_pause_and_it_goes_on(
    services: FakeServices, key: str, is_over: bool
) -> None:
    app = make_app(services)
    async with app.run_test() as pilot:
        await pilot.pause()
        page = session(app)
        go_to(app, services, 9_000)
        await pilot.press("space")
        await on(pilot, PauseSheet)
        await pilot.press(key)
        await until(pilot, lambda: isinstance(app.screen, AfterScreen if is_over else type(page)))
        assert (app.transport is not None and app.transport.state == "playing") is not is_over


async def test_another_bed_can_be_chosen_in_a_pause_which_stays(services: FakeServices) -> None:
    app = make_app(services)
    async with app.run_test() as pilot:
        await pilot.press("space")
        await on(pilot, PauseSheet)
        before = rows(app)
        await pilot.press("b")
        await pilot.pause()
        assert isinstance(app.screen, PauseSheet)
        assert rows(app) != before


async def test_staying_longer_shows_at_once(services: FakeServices) -> None:
    app = make_app(services)
    async with app.run_test() as pilot:
        await pilot.press("t")
        go_to(app, services, 9_000)
        before = text(app, "#left")
        await pilot.press("plus")
        assert int(text(app, "#left")[0]) == int(before[0]) + 1


async def test_time_is_shown_in_whole_minutes_to_the_second_or_not_at_all(
    services: FakeServices,
) -> None:
    app = make_app(services)
    async with app.run_test() as pilot:
        await pilot.pause()
        assert text(app, "#left") == "2 min left"
        await pilot.press("t")
        assert ":" in text(app, "#left")
        await pilot.press("t")
        assert text(app, "#left") == ""
        await pilot.press("t")
        assert text(app, "#left") == "2 min left"


async def test_a_meter_shows_only_when_it_is_touched(services: FakeServices) -> None:
    app = make_app(services)
    async with app.run_test() as pilot:
        await pilot.pause()
        assert "voice" not in text(app, "#told")
        await pilot.press("left_square_bracket")
        assert text(app, "#told").startswith("voice  ━━")
        assert not app._notifications
        session(app)._clear_meter()
        assert "voice" not in text(app, "#told")


async def test_missing_sound_is_shown_on_the_page_and_problems_in_notifications(
    services: FakeServices,
) -> None:
    services.sink.reason = "no device"
    services.notices.add("the voice x cannot speak")
    app = make_app(services)
    async with app.run_test() as pilot:
        await pilot.pause()
        assert "There's no sound right now" in text(app, "#told")
        assert [n.message for n in app._notifications] == ["the voice x cannot speak"]
        services.sink.reason = ""
        session(app).refresh_moment()
        assert text(app, "#told") == ""


async def test_the_one_caution_of_an_emergency_stands_on_its_page(services: FakeServices) -> None:
    services.text = SCRIPT.replace("title:", "kind: emergency\ncautions: [Take care.]\ntitle:", 1)
    app = make_app(services)
    async with app.run_test() as pilot:
        await pilot.pause()
        assert text(app, "#told") == "Take care."
        services.sink.reason = "no device"
        session(app).refresh_moment()
        assert text(app, "#told") == "Take care."  # nothing else has said it
        go_to(app, services, 21_000)
        assert "no sound" in text(app, "#told")


async def test_bells_are_named(services: FakeServices) -> None:
    app = make_app(services)
    async with app.run_test() as pilot:
        await pilot.pause()
        timeline = session(app)._transport.timeline
        bell = next(p for p in timeline.placements if isinstance(p.content, Ringing))
        go_to(app, services, bell.start + 1)
        assert text(app, "#phase") == "a bell"


@pytest.mark.parametrize(("level", "moves"), [("none", False), ("basic", True)])
async def test_with_less_motion_a_bar_and_words_show_the_breath(
    services: FakeServices, level: str, moves: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COMPANION_MOTION", level)
    app = make_app(services)
    async with app.run_test() as pilot:
        await pilot.pause()
        go_to(app, services, breath_at(session(app)._transport.timeline) + 1_000)
        await pilot.pause()
        assert "breathe in, 2" in rows(app)
        assert ("==" in rows(app)) is moves


@pytest.mark.parametrize("name", ["before", "line", "after"])
async def test_a_small_terminal_shows_every_word(services: FakeServices, name: str) -> None:
    app = make_app(services)
    async with app.run_test(size=(40, 12)) as pilot:
        await pilot.pause()
        session(app).refresh_moment()  # at its size, so that no later look writes the words again
        words = "If you are afraid of them, you can stop here and look at the helplines."
        session(app).query_one(f"#{name}", Static).update(words)
        await until(pilot, lambda: "look at the helplines." in " ".join(rows(app).split()))


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("has_help", [False, True])
async def test_the_lamp_of_a_breath_makes_room_for_every_word(
    services: FakeServices,
    size: tuple[int, int],
    has_help: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("COMPANION_MOTION", "full")
    app = make_app(services)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        go_to(app, services, breath_at(session(app)._transport.timeline) + 100)
        if has_help and size[0] > 40:
            await pilot.press("question_mark")
        words = (
            "Take small breaths, and let them out slowly, as if you were cooling a spoon of soup."
        )
        await until(pilot, lambda: app.screen.query_one(Lamp).size.height > 2)
        caption = session(app).query_one(CaptionLines)
        caption._put("line", words)
        monkeypatch.setattr(caption, "show", lambda *_, **__: None)
        await until(pilot, lambda: "spoon of soup." in " ".join(rows(app).split()))
        assert app.screen.query_one(Lamp).size.height > 2


async def test_nothing_is_drawn_again_where_nothing_changes(
    services: FakeServices, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = make_app(services)
    async with app.run_test() as pilot:
        await pilot.pause()
        go_to(app, services, 1_500)
        await pilot.pause()
        drawn: list[object] = []
        for widget in app.screen.query("#part, #left, #phase, #told, #line, Lamp, ProgressLine"):
            monkeypatch.setattr(widget, "refresh", lambda *_, w=widget, **__: drawn.append(w))
        session(app).refresh_moment()
        assert drawn == []


# --- the look, without a page --------------------------------------------------------------------


def moment(timeline: Timeline, at: int) -> Moment:
    return timeline.at(Millis(at))


def test_the_lamp_is_fullest_between_in_and_out(tmp_path: Path) -> None:
    timeline = timeline_of(tmp_path)
    start = breath_at(timeline)
    full = [
        fullness(moment(timeline, start + ms), "breath") for ms in (0, 1_500, 2_999, 5_000, 7_999)
    ]
    assert full[0] < full[1] < full[2] > full[3] > full[4]


def test_the_page_changes_with_a_line_and_never_within(tmp_path: Path) -> None:
    timeline = timeline_of(tmp_path, LONG)
    quiet = next(
        p for p in timeline.placements if isinstance(p.content, Quiet) and p.length > 9_000
    )
    looks = [look_of(moment(timeline, at)) for at in range(0, timeline.total, 250)]
    changes = sum(a != b for a, b in pairwise(looks))
    assert changes == 2  # to the silence, and to the line after it
    assert look_of(moment(timeline, quiet.start + 3_999)) == "say"
    assert look_of(moment(timeline, quiet.start + 4_000)) == "quiet"


def test_the_time_left_is_rounded_up_to_minutes(tmp_path: Path) -> None:
    timeline = timeline_of(tmp_path, LONG)
    assert time_words(moment(timeline, 0), "minutes") == "2 min left"
    assert time_words(moment(timeline, timeline.total - 60_000), "minutes") == "less than a minute"


def test_the_page_looks_again_when_a_word_begins_and_rarely_in_a_silence(tmp_path: Path) -> None:
    timeline = timeline_of(tmp_path, LONG)
    assert next_tick_s(moment(timeline, 0), "full", 60, is_playing=True) < 0.25
    assert next_tick_s(moment(timeline, 20_000), "full", 60, is_playing=True) == 0.25
    assert next_tick_s(moment(timeline, 20_000), "full", 60, is_playing=False) == 0.5
    breath = timeline_of(tmp_path)
    assert phase_words(moment(breath, breath_at(breath)), "breath", "full") == "breathe in"


def test_the_page_looks_again_when_the_lamp_of_a_breath_has_another_picture(tmp_path: Path) -> None:
    breath = timeline_of(tmp_path)
    first = moment(breath, breath_at(breath))
    end = first.until
    at, steps = int(first.playhead), 50
    seen, waits = [], []
    while at < end:
        now = moment(breath, at)
        seen.append(round(fullness(now, "breath") * steps))
        waits.append(next_tick_s(now, "full", steps, is_playing=True))
        at += round(waits[-1] * 1_000)
    assert all(0.1 <= wait <= 0.25 for wait in waits[:-1])
    assert min(waits[:-1]) == 0.1  # where it moves fast
    assert max(waits) > 0.15  # where it hardly does
    assert all(abs(later - earlier) <= 3 for earlier, later in pairwise(seen))
    assert at == end  # the next phase is named when it begins
    slow = next_tick_s(first, "full", steps, is_playing=True, is_far=True)
    assert slow >= 1 / 6
    assert next_tick_s(first, "basic", steps, is_playing=True) == 0.25


async def test_the_line_of_progress_has_a_piece_for_each_part(services: FakeServices) -> None:
    app = make_app(services)
    async with app.run_test() as pilot:
        await pilot.pause()
        line = app.screen.query_one(ProgressLine)
        line.show((0.25, 0.5, 1.0), 0.3)
        drawn = str(line.render())
        assert len(drawn.split()) == 3
        assert drawn.split(maxsplit=1)[0] == "━" * len(drawn.split(maxsplit=1)[0])
        assert drawn.split()[2] == "─" * len(drawn.split()[2])
