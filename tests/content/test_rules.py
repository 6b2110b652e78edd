"""Safety rules that belong to no one page: help from everywhere, stopping, advice, first words.

The other rules have their tests where they are kept, each named after its rule.
"""

import importlib
import pkgutil

import pytest
from textual.screen import ModalScreen, Screen

import companion.tui.screens
from companion.cli.commands import COMMANDS
from companion.script.advice.advise import advise
from companion.session.controls import CONTROLS
from companion.session.keys import ALWAYS, WHILE_WRITING
from companion.session.sit_card import LONG
from companion.tui.screens.room import Room
from companion.units import MINUTE
from companion.wording_pages import ABOUT, FIRST, INSTEAD
from tests.fakes import script

HEAD = "companion: 1\ntitle: T\nsteps:\n"


def words(page: object) -> str:
    return " ".join(f"{part.title} {part.text}" for part in page.parts)  # type: ignore[attr-defined]


def screens() -> list[type[Screen[object]]]:
    """Every page and sheet of the program."""
    found: set[type[Screen[object]]] = set()
    for module in pkgutil.iter_modules(companion.tui.screens.__path__):
        loaded = importlib.import_module(f"companion.tui.screens.{module.name}")
        found |= {
            each
            for each in vars(loaded).values()
            if isinstance(each, type) and issubclass(each, Screen)
        }
    return sorted(found - {Screen, ModalScreen}, key=lambda each: each.__name__)


def test_r2_someone_to_call_and_what_to_do_instead_are_one_key_from_everywhere() -> None:
    assert {key.id for key in ALWAYS} >= {"now", "call", "space", "instead", "hide", "keys"}
    assert {key.id for key in WHILE_WRITING} == {"now", "hide", "keys"}
    pages = screens()
    assert len(pages) > 25
    # a hidden page and a dark one have no keys but the ones that bring everything back
    bare = {"HiddenScreen", "NightScreen"}
    rooms = [page for page in pages if page.__name__ not in bare]
    assert [page.__name__ for page in rooms if not issubclass(page, Room)] == []


def test_r4_pause_back_skip_quieter_fewer_words_and_an_end_are_always_there() -> None:
    ids = {control.id for control in CONTROLS}
    assert ids >= {"pause", "back", "next", "fewer", "softer", "end", "stop"}


@pytest.mark.parametrize("page", [FIRST, ABOUT])
def test_r12_it_says_plainly_what_meditation_can_do(page: object) -> None:
    assert "about a third" in words(page)
    assert "one in ten" in words(page)


def test_r13_a_page_says_what_to_do_instead_and_when_to_see_somebody() -> None:
    text = words(INSTEAD)
    for part in ("Unreal, numb, flooded", "Eyes open", "Cold water", "Talk to someone", "doctor"):
        assert part in text


def test_r14_the_first_page_says_who_should_talk_to_a_professional_first() -> None:
    text = words(FIRST)
    for part in ("psychosis or mania", "recent trauma", "hurting yourself", "sets off panic"):
        assert part in text
    assert "You're still welcome here" in text


def test_r15_more_than_twenty_minutes_is_long_and_an_hour_is_the_most() -> None:
    assert LONG == 20 * MINUTE
    sit = next(command for command in COMMANDS if command.name == "sit")
    minutes = next(option for option in sit.options if option.flags == ("minutes",))
    assert "5 to 60; 10 if you don't say" in str(minutes.settings["help"])


@pytest.mark.parametrize(
    "line",
    ["Put your face in cold water.", "Hold the breath.", "Squeeze until it hurts."],
)
def test_r18_nothing_that_can_do_harm_is_left_without_advice(line: str) -> None:
    assert advise(script(f"{HEAD}  - {line}\n")), line


def test_r29_the_first_page_says_that_it_is_for_adults() -> None:
    assert "It's for adults." in words(FIRST)
    assert "It's for adults." in words(ABOUT)
