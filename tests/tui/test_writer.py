"""The writer's room: what is wrong in a line, mending it, adding steps, hearing it, no lost text."""

from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, Static

from companion.script.verbs.table import VERBS
from companion.timeline.request import Request
from companion.tui.app import CompanionApp
from companion.tui.screens.before_session import ReadyScreen
from companion.tui.screens.home import HomeScreen
from companion.tui.screens.writer import WriterScreen
from companion.tui.screens.writer_sheets import NameScreen, RehearsalScreen, UnsavedSheet
from companion.tui.services import Opening
from companion.tui.widgets.key_bar import HelpPanel, KeyBar
from companion.tui.widgets.row import Row
from companion.tui.widgets.script_area import ScriptArea
from companion.tui.widgets.writer_lines import TopLine
from tests.tui.screens import compare, rows, until
from tests.tui.services import FakeServices
from tests.tui.stage import SIZES, on

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


def is_in_text(app: CompanionApp) -> bool:
    """Whether the keys go to the text."""
    return isinstance(app.focused, ScriptArea)


def help_line(app: CompanionApp) -> str:
    return str(room(app).query_one("#writer-told", Static).content)


async def go(pilot: Pilot[int], app: CompanionApp, line: int, column: int = 0) -> None:
    page(app).move_cursor((line, column))
    await pilot.pause()


async def wait_for_check(pilot: Pilot[int], app: CompanionApp, services: FakeServices) -> None:
    """Wait until the room has checked the text as it is now."""
    await until(pilot, lambda: services.editor.checked == page(app).text)


def footer(app: CompanionApp) -> str:
    return str(room(app).query_one(KeyBar).render())


async def write(pilot: Pilot[int], app: CompanionApp, services: FakeServices, text: str) -> None:
    """Put a text into the room, and wait until it is checked."""
    page(app).load_text(text)
    await wait_for_check(pilot, app, services)


def saved(services: FakeServices) -> str:
    return (services.folder / "own" / "evening.yaml").read_text()


@pytest.mark.parametrize("size", SIZES)
async def test_the_room_shows_the_text_the_strip_and_the_lengths_that_fit(
    services: FakeServices, size: tuple[int, int]
) -> None:
    app = make_app(services)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        await go(pilot, app, 8)
        await compare(pilot, f"writer-{size[0]}x{size[1]}")


async def test_a_mistake_is_shown_beside_its_line_while_typing(services: FakeServices) -> None:
    app = make_app(services)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await go(pilot, app, 4, 14)
        await pilot.press("x")
        await wait_for_check(pilot, app, services)
        told = 'Line 5  There\'s no bell called "softx". Did you mean "soft"?  f2 mends it'
        assert help_line(app) == told
        await compare(pilot, "writer-mistake-80x24")
        await pilot.press("backspace")
        await wait_for_check(pilot, app, services)
        assert help_line(app) == "bell  A bell, struck once or several times."


@pytest.mark.parametrize("size", [(40, 12), (40, 24)])
async def test_message_and_remedy_are_whole_on_a_narrow_screen(
    services: FakeServices, size: tuple[int, int]
) -> None:
    app = make_app(services)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        await go(pilot, app, 4, 14)
        await pilot.press("x")
        await wait_for_check(pilot, app, services)
        await pilot.pause()
        shown = " ".join(rows(app).split())
        assert 'Line 5 There\'s no bell called "softx". Did you mean "soft"? f2 mends it' in shown
        assert shown.startswith("An evening not saved yet")
        if size[1] == 12:
            await compare(pilot, "writer-mistake-40x12")


async def test_a_script_with_mistakes_opens_at_the_first_one(services: FakeServices) -> None:
    (services.folder / "own" / "evening.yaml").write_text(
        TEXT.replace("silence: 6s", "silense: 6s")
    )
    app = make_app(services)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        row, _ = page(app).cursor_location
        assert "silense" in page(app).document.get_line(row)
        assert "silense" in help_line(app)


async def test_f4_goes_to_each_mistake_in_turn(services: FakeServices) -> None:
    app = make_app(services)
    async with app.run_test() as pilot:
        await pilot.pause()
        assert "f4" not in footer(app)
        await write(pilot, app, services, TEXT.replace("soft", "sfot").replace("3s\n", "3\n"))
        await go(pilot, app, 12)
        assert help_line(app) == "2 mistakes; f4 goes to the next."
        places = []
        for _ in range(3):
            await pilot.press("f4")
            places.append(page(app).cursor_location)
        assert places == [(4, 10), (11, 13), (4, 10)]


@pytest.mark.parametrize(
    ("wrong", "right", "line"),
    [("bell: soft", "bell: sfot", 4), ("3s\n", "3\n", 11), ("  - bell", "\t- bell", 4),
     ("- say: This is ending.", "- say: This is: an end.", 10), ("companion: 1\n", "", 0)],
)  # fmt: skip
async def test_f2_mends_the_mistake_on_the_line_and_one_undo_takes_it_back(
    services: FakeServices, wrong: str, right: str, line: int
) -> None:
    app = make_app(services)
    async with app.run_test() as pilot:
        await pilot.pause()
        broken = TEXT.replace(wrong, right)
        await write(pilot, app, services, broken)
        await go(pilot, app, line, 3)
        await pilot.press("space", "backspace")
        await wait_for_check(pilot, app, services)
        assert "f2 mend it" in footer(app)
        await pilot.press("f2")
        await wait_for_check(pilot, app, services)
        preview = room(app)._preview
        assert preview is not None
        assert preview.review.mistakes == ()
        assert "f2" not in footer(app)
        await pilot.press("ctrl+z")
        assert page(app).text == broken


async def test_f2_says_in_words_where_it_can_do_nothing(services: FakeServices) -> None:
    app = make_app(services)
    async with app.run_test() as pilot:
        await pilot.pause()
        await go(pilot, app, 4)
        await pilot.press("f2")
        assert help_line(app) == "Nothing on this line needs mending."
        await write(pilot, app, services, TEXT.replace("soft", "zzzz"))
        await go(pilot, app, 4)
        assert "f2" not in help_line(app) + footer(app)
        await pilot.press("f2")
        assert help_line(app).startswith("There's more than one way to mend this")
        assert page(app).text == TEXT.replace("soft", "zzzz")


async def test_f2_is_clicked_where_the_line_names_it(services: FakeServices) -> None:
    app = make_app(services)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await write(pilot, app, services, TEXT.replace("soft", "sfot"))
        await go(pilot, app, 4)
        await pilot.pause()
        await pilot.click("#writer-told", offset=(help_line(app).index("f2 mends") + 4, 0))
        await pilot.pause()
        assert page(app).text == TEXT
        assert help_line(app) == "Mended. ctrl+z takes it back."


async def test_f5_plays_from_the_line_and_comes_back_to_the_room(services: FakeServices) -> None:
    app = make_app(services)
    async with app.run_test() as pilot:
        await pilot.pause()
        await go(pilot, app, 10)
        await pilot.press("f5")
        await pilot.pause()
        assert isinstance(app.screen, RehearsalScreen)
        assert services.rehearsed == [("evening", 10)]
        assert app.screen._transport.tick().line == "This is ending."
        services.sink.crank(60_000)
        await on(pilot, WriterScreen)
        assert page(app).cursor_location == (10, 0)
        for key in ("q", "escape"):
            await pilot.press("f5")
            await on(pilot, RehearsalScreen)
            await pilot.press(key)
            await on(pilot, WriterScreen)
            assert page(app).cursor_location == (10, 0)
            assert is_in_text(app)


async def test_f5_waits_for_a_slow_voice_and_esc_takes_it_back(services: FakeServices) -> None:
    services.slow = True
    app = make_app(services)
    async with app.run_test() as pilot:
        await pilot.pause()
        await go(pilot, app, 10, 4)
        await pilot.press("f5")
        await on(pilot, ReadyScreen)
        await pilot.press("escape")
        await on(pilot, WriterScreen)
        assert services.preparations[-1].cancelled
        assert page(app).cursor_location == (10, 4)
        await pilot.press("f5")
        services.slow = False
        await on(pilot, RehearsalScreen)
        assert services.sink.playing


async def test_f5_goes_to_a_mistake_instead_of_playing_and_says_so(services: FakeServices) -> None:
    app = make_app(services)
    async with app.run_test() as pilot:
        await pilot.pause()
        await write(pilot, app, services, TEXT.replace("soft", "sfot"))
        await go(pilot, app, 8)
        await pilot.press("f5")
        await pilot.pause()
        assert services.rehearsed == []
        assert page(app).cursor_location == (4, 10)
        assert help_line(app).startswith("Line 5  There's no bell")
        assert help_line(app).endswith("It plays once this is mended. The cursor is on it now.")
        await go(pilot, app, 4, 3)
        await pilot.press("f5")
        await pilot.pause()
        assert page(app).cursor_location == (4, 3)
        assert help_line(app).endswith("It plays once this is mended.")


async def test_ctrl_s_saves_and_the_name_shows_unsaved_changes(services: FakeServices) -> None:
    app = make_app(services)
    async with app.run_test() as pilot:
        await pilot.pause()
        await pilot.press("#")
        await pilot.pause()
        top = room(app).query_one(TopLine)
        assert top.shown[:2] == ("An evening", "not saved yet")
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert saved(services) == TEXT.replace("steps:\n", "steps:\n#")
        assert top.shown[:2] == ("An evening", "")
        await pilot.press("escape")
        await pilot.pause()
    assert app.return_value == 0


@pytest.mark.parametrize(
    ("key", "kept", "is_home"),
    [("s", True, True), ("enter", True, True), ("d", False, True), ("escape", False, False)],
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
async def test_f3_adds_a_step_below_the_current_one_with_the_cursor_on_its_value(
    services: FakeServices, line: int
) -> None:
    app = make_app(services)
    async with app.run_test() as pilot:
        await pilot.pause()
        await go(pilot, app, line)
        await pilot.press("f3", "down")
        assert isinstance(app.focused, Row)
        assert app.focused.title == "silence"
        await pilot.press("enter")
        await until(pilot, lambda: page(app).text.count("silence") == 3)
        await wait_for_check(pilot, app, services)
        preview = room(app)._preview
        assert preview is not None
        assert preview.review.mistakes == ()
        row, column = page(app).cursor_location
        assert page(app).document.get_line(row)[column:] == "6s..20s..2m"
        assert is_in_text(app)


@pytest.mark.parametrize("verb", list(VERBS))
async def test_every_step_that_f3_adds_is_whole(services: FakeServices, verb: str) -> None:
    app = make_app(services)
    async with app.run_test() as pilot:
        await pilot.pause()
        await go(pilot, app, 5)
        before = page(app).text
        await pilot.press("f3")
        next(row for row in room(app).query(Row) if row.value == verb).action_choose()
        await until(pilot, lambda: page(app).text != before)
        await wait_for_check(pilot, app, services)
        preview = room(app)._preview
        assert preview is not None
        missing = [m.flaw.message for m in preview.review.mistakes]
        assert missing == (
            ["there's no file parts/water.yaml beside this one"] if verb == "include" else []
        )
        await pilot.press("ctrl+z")
        assert page(app).text == before


async def test_the_list_of_steps_closes_with_esc_and_stands_in_place_of_a_narrow_text(
    services: FakeServices,
) -> None:
    app = make_app(services)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("f3")
        await pilot.pause()
        assert page(app).region.width > 30
        await compare(pilot, "writer-steps-80x24")
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(app.screen, WriterScreen)
        assert is_in_text(app)
        await pilot.resize_terminal(40, 12)
        await pilot.press("f3")
        await pilot.pause()
        assert page(app).region.width == 0
        await compare(pilot, "writer-steps-40x12")
        await pilot.press("f3")
        await pilot.pause()
        assert page(app).region.width > 30
    assert services.editor.text(services.editor.open("evening")) == TEXT


@pytest.mark.parametrize("size", SIZES)
async def test_f1_shows_the_rooms_keys_and_the_form_while_letters_stay_letters(
    services: FakeServices, size: tuple[int, int]
) -> None:
    app = make_app(services)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        await pilot.press("f1")
        await pilot.pause()
        await pilot.pause()
        await compare(pilot, f"writer-help-{size[0]}x{size[1]}")
        if size[0] >= 80:
            await pilot.press(*"nciq?")
            assert "nciq?" in page(app).text
            await pilot.press(*["backspace"] * 5)
        await pilot.press(*["pagedown"] * 4)
        await pilot.pause()
        assert "such as night" in " ".join(rows(app).split())
        await pilot.press("escape")
        await pilot.pause()
        assert not room(app).query(HelpPanel)
        assert is_in_text(app)
        before = page(app).cursor_location
        await pilot.press("pagedown")
        assert page(app).cursor_location != before


async def test_a_long_name_is_never_lost(services: FakeServices) -> None:
    app = make_app(services)
    async with app.run_test(size=(40, 12)) as pilot:
        await pilot.pause()
        title = "The hour before we talk again"
        await write(pilot, app, services, TEXT.replace("An evening", title))
        await pilot.pause()
        assert rows(app).split("\n")[0].strip() == title
        await write(pilot, app, services, TEXT.replace("An evening", f"{title} and after"))
        await pilot.pause()
        assert rows(app).split("\n")[0].strip() == "The hour before we talk again and aft…"


@pytest.mark.parametrize("theme", ["terminal", "contrast", "paper"])
async def test_the_room_is_drawn_in_every_kind_of_theme(services: FakeServices, theme: str) -> None:
    app = make_app(services)
    async with app.run_test() as pilot:
        app.theme = theme
        await pilot.pause()
        await write(pilot, app, services, TEXT.replace("soft", "sfot") + "# {partner} [3s]\n")
        await go(pilot, app, 4)
        assert "sfot" in rows(app)
        assert "did you mean" in rows(app).lower()


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


async def ask_name(pilot: Pilot[int], app: CompanionApp) -> None:
    """Ask for a script from home: what's mine, then "write one"."""
    await pilot.press("m")
    await pilot.pause()
    next(row for row in app.screen.query(Row) if row.title == "Write one").action_choose()
    await on(pilot, NameScreen)


async def test_home_opens_one_of_the_users_scripts_or_begins_a_new_one(
    services: FakeServices,
) -> None:
    app = CompanionApp(services, Opening(("mine", Request())), ("now", "sit"))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await ask_name(pilot, app)
        await compare(pilot, "writer-name-80x24")
        await pilot.press("down", "enter")
        await on(pilot, WriterScreen)
        assert room(app).script.name == "evening"
        await pilot.press("escape")
        await on(pilot, HomeScreen)
        await ask_name(pilot, app)
        await pilot.press(*"My New one", "enter")
        await on(pilot, WriterScreen)
        assert room(app).script.name == "my-new-one"
        assert room(app).query_one(TopLine).shown[0] == "My New one"


@pytest.mark.parametrize(
    ("typed", "told"),
    [("", "Type a name first"), ("first-two-minutes", "companion's own"),
     ("and/or", "has a slash in it"), ("a.b", "has a dot in it"), ("für", '"fur" would work')],
)  # fmt: skip
async def test_a_name_that_cannot_be_used_is_said_and_asked_again(
    services: FakeServices, typed: str, told: str
) -> None:
    app = CompanionApp(services, Opening(("mine", Request())), ("now", "sit"))
    async with app.run_test() as pilot:
        await pilot.pause()
        await ask_name(pilot, app)
        app.screen.query_one("#name", Input).value = typed
        await pilot.press("enter")
        await pilot.pause()
        assert told in str(app.screen.query_one("#name-told", Static).content)
        assert app.screen.query_one("#name", Input).value == typed
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
