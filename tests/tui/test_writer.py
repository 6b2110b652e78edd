"""The writer's room: live marks, the strip, hearing it from the cursor, and nothing lost."""

from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import OptionList, Static

from companion.timeline.request import Request
from companion.tui.app import CompanionApp
from companion.tui.screens.home import HomeScreen
from companion.tui.screens.session import SessionScreen
from companion.tui.screens.writer import WriterScreen
from companion.tui.screens.writer_sheets import StepsSheet, UnsavedSheet
from companion.tui.services import Opening
from companion.tui.widgets.script_area import ScriptArea
from tests.tui.screens import compare
from tests.tui.services import FakeServices

TEXT = """\
companion: 1
title: An evening
steps:
  - section: Arriving
  - bell: soft
  - say: |
      It hurts, and that is real.
      [3s] You can stop at any time.
  - silence: 6s..20s..2m
  - section: Leaving
  - say: This is ending.
  - silence: 3s
"""

# what stands there when # is typed where the room opens
EDITED = TEXT.replace("steps:\n", "steps:\n#")


@pytest.fixture
def player(tmp_path: Path) -> FakeServices:
    own = tmp_path / "own"
    own.mkdir()
    (own / "evening.yaml").write_text(TEXT)
    return FakeServices(tmp_path)


def app(player: FakeServices) -> CompanionApp:
    opening = Opening(("mine", Request()), draft=player.desk.open("evening"))
    return CompanionApp(player, opening, ("now", "sit"))


def room(made: CompanionApp) -> WriterScreen:
    assert isinstance(made.screen, WriterScreen)
    return made.screen


def page(made: CompanionApp) -> ScriptArea:
    return room(made).query_one(ScriptArea)


def told(made: CompanionApp) -> str:
    return str(room(made).query_one("#writer-told", Static).content)


async def go(pilot: Pilot[int], made: CompanionApp, line: int, column: int = 0) -> None:
    page(made).move_cursor((line, column))
    await pilot.pause()


async def look(pilot: Pilot[int], made: CompanionApp) -> None:
    """Let the room look at what was typed."""
    await pilot.pause(0.3)


def saved(player: FakeServices) -> str:
    return (player.folder / "own" / "evening.yaml").read_text()


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (40, 12)])
async def test_the_room_shows_the_text_the_strip_and_what_it_fits(
    player: FakeServices, size: tuple[int, int]
) -> None:
    made = app(player)
    async with made.run_test(size=size) as pilot:
        await pilot.pause()
        await go(pilot, made, 8)
        compare(made, f"writer-{size[0]}x{size[1]}")


async def test_a_mistake_is_marked_beside_its_line_while_one_types(player: FakeServices) -> None:
    made = app(player)
    async with made.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await go(pilot, made, 4, 14)
        await pilot.press("x")
        await look(pilot, made)
        assert told(made).startswith('there is no bell called "softx"')
        assert 'did you mean "soft"?' in told(made)
        compare(made, "writer-mistake-80x24")
        await pilot.press("backspace")
        await look(pilot, made)
        assert told(made).startswith("bell: a bell, struck once")


async def test_f4_goes_to_each_thing_to_mend_in_turn(player: FakeServices) -> None:
    made = app(player)
    async with made.run_test() as pilot:
        await pilot.pause()
        page(made).load_text(TEXT.replace("soft", "sfot").replace("3s\n", "3\n"))
        await look(pilot, made)
        assert "2 mistakes (F4)" in told(made)
        await pilot.press("f4")
        first = page(made).cursor_location
        await pilot.press("f4")
        second = page(made).cursor_location
        await pilot.press("f4")
        assert first == page(made).cursor_location == (4, 10)
        assert second == (11, 13)


async def test_f5_plays_from_the_line_and_comes_back_to_the_page(player: FakeServices) -> None:
    made = app(player)
    async with made.run_test() as pilot:
        await pilot.pause()
        await go(pilot, made, 10)
        await pilot.press("f5")
        await pilot.pause()
        assert isinstance(made.screen, SessionScreen)
        assert player.rehearsed == [("evening", 10)]
        assert made.screen._transport.tick().line == "This is ending."
        player.sink.crank(60_000)
        await pilot.pause(0.3)
        assert page(made).cursor_location == (10, 0)
        await pilot.press("f5")
        await pilot.pause()
        await pilot.press("q")
        await pilot.pause(0.3)
        assert isinstance(made.screen, WriterScreen)


async def test_what_does_not_play_yet_says_so_and_shows_where(player: FakeServices) -> None:
    made = app(player)
    async with made.run_test() as pilot:
        await pilot.pause()
        page(made).load_text(TEXT.replace("soft", "sfot"))
        await pilot.press("f5")
        await pilot.pause()
        assert player.rehearsed == []
        assert page(made).cursor_location == (4, 10)


async def test_ctrl_s_saves_and_the_name_says_what_is_not_saved(player: FakeServices) -> None:
    made = app(player)
    async with made.run_test() as pilot:
        await pilot.pause()
        await pilot.press("#")
        await pilot.pause()
        name = room(made).query_one("#writer-name", Static)
        assert "not saved" in str(name.content)
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert saved(player) == TEXT.replace("steps:\n", "steps:\n#")
        assert str(name.content) == "evening"
        await pilot.press("escape")
        await pilot.pause()
    assert made.return_value == 0


@pytest.mark.parametrize(
    ("key", "kept", "is_home"), [("s", True, True), ("d", False, True), ("escape", False, False)]
)
async def test_leaving_with_something_unsaved_asks(
    player: FakeServices, key: str, kept: bool, is_home: bool
) -> None:
    made = app(player)
    async with made.run_test() as pilot:
        await pilot.pause()
        await pilot.press("#", "escape")
        await pilot.pause()
        assert isinstance(made.screen, UnsavedSheet)
        await pilot.press(key)
        await pilot.pause()
        assert ("#" in saved(player)) is kept
        assert (made.return_value == 0) is is_home
        assert player.desk.open("evening").unsaved == ""


@pytest.mark.parametrize("key", ["ctrl+c", "ctrl+q"])
async def test_a_program_that_must_go_loses_nothing(player: FakeServices, key: str) -> None:
    made = app(player)
    async with made.run_test() as pilot:
        await pilot.pause()
        await pilot.press("#", key)
        await pilot.pause()
    assert saved(player) == TEXT
    assert player.desk.open("evening").unsaved == EDITED
    again = app(player)
    async with again.run_test() as pilot:
        await pilot.pause()
        assert page(again).text == EDITED
        assert "What was not saved last time is here" in told(again)


async def test_a_file_that_is_newer_than_what_was_kept_is_not_replaced_unasked(
    player: FakeServices,
) -> None:
    import os

    draft = player.desk.open("evening")
    player.desk.keep(draft, EDITED)
    os.utime(draft.file.with_name("evening.yaml.unsaved"), ns=(1, 1))
    made = app(player)
    async with made.run_test() as pilot:
        await pilot.pause()
        assert "The file is newer" in told(made)
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert saved(player) == TEXT
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert saved(player) == EDITED


async def test_the_ends_of_the_page_are_a_key_away(player: FakeServices) -> None:
    made = app(player)
    async with made.run_test() as pilot:
        await pilot.pause()
        await pilot.press("ctrl+end")
        assert page(made).cursor_location == (12, 0)
        await pilot.press("ctrl+home")
        assert page(made).cursor_location == (0, 0)


async def test_what_can_not_be_kept_beside_is_told_at_the_end(
    player: FakeServices, monkeypatch: pytest.MonkeyPatch
) -> None:
    import os

    made = app(player)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    async with made.run_test() as pilot:
        await pilot.pause()
        await pilot.press("#")
        monkeypatch.setattr(os, "fsync", full)
        await pilot.press("ctrl+c")
        await pilot.pause()
    (told_,) = made.told_after
    assert told_.startswith("what was not saved of evening is in ")
    remove(told_.rsplit(" ", 1)[1])


def remove(name: str) -> None:
    Path(name).unlink()


async def test_leaving_a_rehearsal_for_the_first_two_minutes_loses_nothing(
    player: FakeServices,
) -> None:
    made = app(player)
    async with made.run_test() as pilot:
        await pilot.pause()
        await go(pilot, made, 1, 17)
        await pilot.press("x", "f5")
        await pilot.pause()
        await pilot.press("n")
        await pilot.pause()
        assert player.begun[-1][0] == "now"
        assert player.desk.open("evening").unsaved == TEXT.replace("evening", "eveningx")


async def test_what_was_changed_elsewhere_is_replaced_only_when_asked_twice(
    player: FakeServices,
) -> None:
    made = app(player)
    async with made.run_test() as pilot:
        await pilot.pause()
        (player.folder / "own" / "evening.yaml").write_text("else")
        await pilot.press("#", "ctrl+s")
        await pilot.pause()
        assert "was changed elsewhere" in told(made)
        assert saved(player) == "else"
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert saved(player) == EDITED


@pytest.mark.parametrize("line", [0, 2, 4, 6, 8, 11, 12])
async def test_f3_puts_a_step_under_the_one_one_is_in(player: FakeServices, line: int) -> None:
    made = app(player)
    async with made.run_test() as pilot:
        await pilot.pause()
        await go(pilot, made, line)
        await pilot.press("f3")
        await pilot.pause()
        assert isinstance(made.screen, StepsSheet)
        options = made.screen.query_one(OptionList)
        options.highlighted = [option.id for option in options.options].index("silence")
        await pilot.press("enter")
        await look(pilot, made)
        assert page(made).text.count("silence") == 3
        outlook = room(made)._outlook
        assert outlook is not None
        assert outlook.review.mistakes == ()
        await pilot.press("f3", "escape")
        await pilot.pause()
        assert isinstance(made.screen, WriterScreen)


@pytest.mark.parametrize(
    ("line", "column", "indent"), [("  - say: |", 10, 6), ("  - silence: 5s", 15, 2), ("steps:", 6, 2), ("      words", 11, 6)]
)  # fmt: skip
async def test_enter_goes_on_as_far_in_as_it_should(
    player: FakeServices, line: str, column: int, indent: int
) -> None:
    made = app(player)
    async with made.run_test() as pilot:
        await pilot.pause()
        page(made).load_text(line)
        await go(pilot, made, 0, column)
        await pilot.press("enter", "x")
        assert page(made).text == f"{line}\n{' ' * indent}x"


async def test_an_editor_of_ones_own_takes_over_and_gives_back(
    player: FakeServices, monkeypatch: pytest.MonkeyPatch
) -> None:
    import contextlib
    import subprocess
    from collections.abc import Iterator

    made = app(player)
    called: list[list[str]] = []

    def run(command: list[str], *, check: bool) -> None:
        called.append(command)
        Path(command[-1]).write_text(TEXT + "# from elsewhere\n")

    @contextlib.contextmanager
    def suspend() -> Iterator[None]:
        yield

    monkeypatch.setattr(subprocess, "run", run)
    monkeypatch.setattr(made, "suspend", suspend)
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.delenv("EDITOR", raising=False)
    async with made.run_test() as pilot:
        await pilot.pause()
        await pilot.press("f9")
        await pilot.pause()
        assert "Set EDITOR" in told(made)
        monkeypatch.setenv("EDITOR", "nano -w")
        await pilot.press("#", "f9")
        await pilot.pause()
        assert called[0][:2] == ["nano", "-w"]
        assert page(made).text.endswith("# from elsewhere\n")
        monkeypatch.setenv("EDITOR", "'")
        await pilot.press("f9")
        await pilot.pause()
        assert "cannot be used" in told(made)


async def test_w_opens_one_of_ones_own_or_begins_a_new_one(player: FakeServices) -> None:
    made = CompanionApp(player, Opening(("mine", Request())), ("now", "sit"))
    async with made.run_test() as pilot:
        await pilot.pause()
        await pilot.press("w")
        await pilot.pause()
        await pilot.press("tab", "down", "enter")
        await pilot.pause(0.2)
        assert room(made).draft.name == "evening"
        await pilot.press("escape")
        await pilot.pause()
        await pilot.press("w", *"a new one", "enter")
        await pilot.pause(0.2)
        assert room(made).draft.name == "a-new-one"
        await pilot.press("escape")
        await pilot.pause()
        await pilot.press("w", "enter")
        assert "Type a name first" in str(made.screen.query_one("#name-told", Static).content)
        await pilot.press(*"first-two-minutes", "enter")
        await pilot.pause()
        assert "companion's own" in str(made.screen.query_one("#name-told", Static).content)
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(made.screen, HomeScreen)


@pytest.mark.parametrize("text", ["", "\n" * 3_000, "x" * 5_000, "- " * 300, "\t\x00é🙂"])
async def test_any_text_can_stand_on_the_page(player: FakeServices, text: str) -> None:
    made = app(player)
    async with made.run_test() as pilot:
        await pilot.pause()
        page(made).load_text(text)
        await look(pilot, made)
        await pilot.press("down", "end", "f4", "f5", "enter")
        await look(pilot, made)
        assert isinstance(made.screen, WriterScreen)
