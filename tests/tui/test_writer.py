"""The writer's room: marks while typing, the strip, playing from the cursor, and no lost text."""

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
from tests.tui.screens import compare, until
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

# the text after # is typed where the cursor is at first
EDITED = TEXT.replace("steps:\n", "steps:\n#")


@pytest.fixture
def services(tmp_path: Path) -> FakeServices:
    own = tmp_path / "own"
    own.mkdir()
    (own / "evening.yaml").write_text(TEXT)
    return FakeServices(tmp_path)


def make_app(services: FakeServices) -> CompanionApp:
    opening = Opening(("mine", Request()), script=services.editor.open("evening"))
    return CompanionApp(services, opening, ("now", "sit"))


def room(app: CompanionApp) -> WriterScreen:
    assert isinstance(app.screen, WriterScreen)
    return app.screen


def page(app: CompanionApp) -> ScriptArea:
    return room(app).query_one(ScriptArea)


def help_line(app: CompanionApp) -> str:
    return str(room(app).query_one("#writer-told", Static).content)


async def go(pilot: Pilot[int], app: CompanionApp, line: int, column: int = 0) -> None:
    page(app).move_cursor((line, column))
    await pilot.pause()


async def wait_for_check(pilot: Pilot[int], app: CompanionApp, services: FakeServices) -> None:
    """Wait until the room has checked the text as it is now."""
    await until(pilot, lambda: services.editor.checked == page(app).text)


def saved(services: FakeServices) -> str:
    return (services.folder / "own" / "evening.yaml").read_text()


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (40, 12)])
async def test_the_room_shows_the_text_the_strip_and_the_lengths_that_fit(
    services: FakeServices, size: tuple[int, int]
) -> None:
    app = make_app(services)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        await go(pilot, app, 8)
        compare(app, f"writer-{size[0]}x{size[1]}")


async def test_a_mistake_is_shown_beside_its_line_while_typing(services: FakeServices) -> None:
    app = make_app(services)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await go(pilot, app, 4, 14)
        await pilot.press("x")
        await wait_for_check(pilot, app, services)
        assert help_line(app).startswith('there\'s no bell called "softx"')
        assert 'did you mean "soft"?' in help_line(app)
        compare(app, "writer-mistake-80x24")
        await pilot.press("backspace")
        await wait_for_check(pilot, app, services)
        assert help_line(app).startswith("bell: a bell, struck once")


async def test_f4_goes_to_each_mistake_in_turn(services: FakeServices) -> None:
    app = make_app(services)
    async with app.run_test() as pilot:
        await pilot.pause()
        page(app).load_text(TEXT.replace("soft", "sfot").replace("3s\n", "3\n"))
        await wait_for_check(pilot, app, services)
        assert "2 mistakes (F4)" in help_line(app)
        await pilot.press("f4")
        first = page(app).cursor_location
        await pilot.press("f4")
        second = page(app).cursor_location
        await pilot.press("f4")
        assert first == page(app).cursor_location == (4, 10)
        assert second == (11, 13)


async def test_f5_plays_from_the_line_and_comes_back_to_the_room(services: FakeServices) -> None:
    app = make_app(services)
    async with app.run_test() as pilot:
        await pilot.pause()
        await go(pilot, app, 10)
        await pilot.press("f5")
        await pilot.pause()
        assert isinstance(app.screen, SessionScreen)
        assert services.rehearsed == [("evening", 10)]
        assert app.screen._transport.tick().line == "This is ending."
        services.sink.crank(60_000)
        await until(pilot, lambda: isinstance(app.screen, WriterScreen))
        assert page(app).cursor_location == (10, 0)
        await pilot.press("f5")
        await until(pilot, lambda: isinstance(app.screen, SessionScreen))
        await pilot.press("q")
        await until(pilot, lambda: isinstance(app.screen, WriterScreen))


async def test_f5_goes_to_a_mistake_instead_of_playing(services: FakeServices) -> None:
    app = make_app(services)
    async with app.run_test() as pilot:
        await pilot.pause()
        page(app).load_text(TEXT.replace("soft", "sfot"))
        await pilot.press("f5")
        await pilot.pause()
        assert services.rehearsed == []
        assert page(app).cursor_location == (4, 10)
        assert help_line(app) == "Fix what's marked first, then it'll play."


async def test_ctrl_s_saves_and_the_name_shows_unsaved_changes(services: FakeServices) -> None:
    app = make_app(services)
    async with app.run_test() as pilot:
        await pilot.pause()
        await pilot.press("#")
        await pilot.pause()
        name = room(app).query_one("#writer-name", Static)
        assert "not saved" in str(name.content)
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert saved(services) == TEXT.replace("steps:\n", "steps:\n#")
        assert str(name.content) == "evening"
        await pilot.press("escape")
        await pilot.pause()
    assert app.return_value == 0


@pytest.mark.parametrize(
    ("key", "kept", "is_home"), [("s", True, True), ("d", False, True), ("escape", False, False)]
)
async def test_leaving_with_unsaved_text_asks(
    services: FakeServices, key: str, kept: bool, is_home: bool
) -> None:
    app = make_app(services)
    async with app.run_test() as pilot:
        await pilot.pause()
        await pilot.press("#", "escape")
        await pilot.pause()
        assert isinstance(app.screen, UnsavedSheet)
        await pilot.press(key)
        await pilot.pause()
        assert ("#" in saved(services)) is kept
        assert (app.return_value == 0) is is_home
        assert services.editor.open("evening").unsaved == ""


@pytest.mark.parametrize("key", ["ctrl+c", "ctrl+q"])
async def test_an_exit_keeps_unsaved_text(services: FakeServices, key: str) -> None:
    app = make_app(services)
    async with app.run_test() as pilot:
        await pilot.pause()
        await pilot.press("#", key)
        await pilot.pause()
    assert saved(services) == TEXT
    assert services.editor.open("evening").unsaved == EDITED
    again = make_app(services)
    async with again.run_test() as pilot:
        await pilot.pause()
        assert page(again).text == EDITED
        assert "Here's what wasn't saved last time; ctrl+s saves it." in help_line(again)


async def test_a_file_that_is_newer_than_its_unsaved_text_is_replaced_only_on_a_second_save(
    services: FakeServices,
) -> None:
    import os

    script = services.editor.open("evening")
    services.editor.keep_unsaved(script, EDITED)
    os.utime(script.file.with_name("evening.yaml.unsaved"), ns=(1, 1))
    app = make_app(services)
    async with app.run_test() as pilot:
        await pilot.pause()
        assert "The file is newer" in help_line(app)
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert saved(services) == TEXT
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert saved(services) == EDITED


async def test_ctrl_end_and_ctrl_home_go_to_the_ends_of_the_text(services: FakeServices) -> None:
    app = make_app(services)
    async with app.run_test() as pilot:
        await pilot.pause()
        await pilot.press("ctrl+end")
        assert page(app).cursor_location == (12, 0)
        await pilot.press("ctrl+home")
        assert page(app).cursor_location == (0, 0)


async def test_a_farewell_says_where_unsaved_text_is_when_its_folder_is_full(
    services: FakeServices, monkeypatch: pytest.MonkeyPatch
) -> None:
    import os

    app = make_app(services)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    async with app.run_test() as pilot:
        await pilot.pause()
        await pilot.press("#")
        monkeypatch.setattr(os, "fsync", full)
        await pilot.press("ctrl+c")
        await pilot.pause()
    (farewell,) = app.writing.farewells
    assert farewell.startswith("the unsaved text of evening is in ")
    remove(farewell.rsplit(" ", 1)[1])


def remove(name: str) -> None:
    Path(name).unlink()


async def test_leaving_a_rehearsal_for_the_first_two_minutes_keeps_unsaved_text(
    services: FakeServices,
) -> None:
    app = make_app(services)
    async with app.run_test() as pilot:
        await pilot.pause()
        await go(pilot, app, 1, 17)
        await pilot.press("x", "f5")
        await pilot.pause()
        await pilot.press("n")
        await pilot.pause()
        assert services.begun[-1][0] == "now"
        assert services.editor.open("evening").unsaved == TEXT.replace("evening", "eveningx")


async def test_a_file_that_was_changed_elsewhere_is_replaced_only_on_a_second_save(
    services: FakeServices,
) -> None:
    app = make_app(services)
    async with app.run_test() as pilot:
        await pilot.pause()
        (services.folder / "own" / "evening.yaml").write_text("else")
        await pilot.press("#", "ctrl+s")
        await pilot.pause()
        assert "was changed elsewhere" in help_line(app)
        assert saved(services) == "else"
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert saved(services) == EDITED


@pytest.mark.parametrize("line", [0, 2, 4, 6, 8, 11, 12])
async def test_f3_inserts_a_step_below_the_current_one(services: FakeServices, line: int) -> None:
    app = make_app(services)
    async with app.run_test() as pilot:
        await pilot.pause()
        await go(pilot, app, line)
        await pilot.press("f3")
        await pilot.pause()
        assert isinstance(app.screen, StepsSheet)
        options = app.screen.query_one(OptionList)
        options.highlighted = [option.id for option in options.options].index("silence")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, WriterScreen))
        await until(pilot, lambda: page(app).text.count("silence") == 3)
        await wait_for_check(pilot, app, services)
        preview = room(app)._preview
        assert preview is not None
        assert preview.review.mistakes == ()
        await pilot.press("f3", "escape")
        await pilot.pause()
        assert isinstance(app.screen, WriterScreen)


@pytest.mark.parametrize(
    ("line", "column", "indent"), [("  - say: |", 10, 6), ("  - silence: 5s", 15, 2), ("steps:", 6, 2), ("      words", 11, 6)]
)  # fmt: skip
async def test_enter_keeps_the_indent_or_deepens_it(
    services: FakeServices, line: str, column: int, indent: int
) -> None:
    app = make_app(services)
    async with app.run_test() as pilot:
        await pilot.pause()
        page(app).load_text(line)
        await go(pilot, app, 0, column)
        await pilot.press("enter", "x")
        assert page(app).text == f"{line}\n{' ' * indent}x"


async def test_f9_opens_the_users_editor_and_reads_the_file_again(
    services: FakeServices, monkeypatch: pytest.MonkeyPatch
) -> None:
    import contextlib
    import subprocess
    from collections.abc import Iterator

    app = make_app(services)
    commands: list[list[str]] = []

    def run(command: list[str], *, check: bool) -> None:
        commands.append(command)
        Path(command[-1]).write_text(TEXT + "# from elsewhere\n")

    @contextlib.contextmanager
    def suspend() -> Iterator[None]:
        yield

    monkeypatch.setattr(subprocess, "run", run)
    monkeypatch.setattr(app, "suspend", suspend)
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.delenv("EDITOR", raising=False)
    async with app.run_test() as pilot:
        await pilot.pause()
        await pilot.press("f9")
        await pilot.pause()
        assert "Set EDITOR" in help_line(app)
        monkeypatch.setenv("EDITOR", "nano -w")
        await pilot.press("#", "f9")
        await pilot.pause()
        assert commands[0][:2] == ["nano", "-w"]
        assert page(app).text.endswith("# from elsewhere\n")
        monkeypatch.setenv("EDITOR", "'")
        await pilot.press("f9")
        await pilot.pause()
        assert "didn't work: " in help_line(app)


async def test_w_opens_one_of_the_users_scripts_or_begins_a_new_one(services: FakeServices) -> None:
    app = CompanionApp(services, Opening(("mine", Request())), ("now", "sit"))
    async with app.run_test() as pilot:
        await pilot.pause()
        await pilot.press("w")
        await pilot.pause()
        await pilot.press("tab", "down", "enter")
        await until(pilot, lambda: isinstance(app.screen, WriterScreen))
        assert room(app).script.name == "evening"
        await pilot.press("escape")
        await pilot.pause()
        await pilot.press("w", *"a new one", "enter")
        await until(pilot, lambda: isinstance(app.screen, WriterScreen))
        assert room(app).script.name == "a-new-one"
        await pilot.press("escape")
        await pilot.pause()
        await pilot.press("w", "enter")
        assert "Type a name first" in str(app.screen.query_one("#name-told", Static).content)
        await pilot.press(*"first-two-minutes", "enter")
        await pilot.pause()
        assert "companion's own" in str(app.screen.query_one("#name-told", Static).content)
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(app.screen, HomeScreen)


@pytest.mark.parametrize("text", ["", "\n" * 3_000, "x" * 5_000, "- " * 300, "\t\x00é🙂"])
async def test_the_page_takes_any_text(services: FakeServices, text: str) -> None:
    app = make_app(services)
    async with app.run_test() as pilot:
        await pilot.pause()
        page(app).load_text(text)
        await wait_for_check(pilot, app, services)
        await pilot.press("down", "end", "f4", "f5", "enter")
        await wait_for_check(pilot, app, services)
        assert isinstance(app.screen, WriterScreen)
