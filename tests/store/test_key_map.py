"""Keys by the id of what they do: those that may be changed, those that never are, and clashes."""

import string

import pytest
from textual.keys import _character_to_key

from companion.cli.config import ACTIONS
from companion.store.preferences.key_map import EVERYWHERE, FIXED, KeyAction, keymap
from companion.store.preferences.key_names import key_name, shown_key

TABLE = (
    KeyAction("pause", "space", "session"),
    KeyAction("end", "e", "session"),
    KeyAction("bed", "b", "session"),
    KeyAction("stop", "q", EVERYWHERE),
    KeyAction("find", "slash", "home"),
    KeyAction("help", "question_mark", EVERYWHERE),
    KeyAction("sit", "s", "home"),
)
USUAL = {action.id: action.key for action in TABLE}


def test_without_a_change_every_key_is_the_usual_one() -> None:
    assert keymap({"look.theme": "dawn"}, TABLE) == (USUAL, [])


def test_a_changed_key_a_removed_one_and_a_swap_are_taken() -> None:
    swapped = {"keys.pause": "p", "keys.end": "b", "keys.bed": "e", "keys.find": ""}
    keys, problems = keymap(swapped, TABLE)
    assert problems == []
    assert keys == {**USUAL, "pause": "p", "end": "b", "bed": "e", "find": ""}


def test_a_key_may_mean_different_things_in_different_places() -> None:
    assert keymap({"keys.sit": "e"}, TABLE) == ({**USUAL, "sit": "e"}, [])


@pytest.mark.parametrize("key", FIXED)
def test_a_key_that_always_means_the_same_is_given_to_nothing_else(key: str) -> None:
    keys, problems = keymap({"keys.pause": key}, TABLE)
    assert keys == USUAL
    assert problems == [
        f'keys.pause can\'t be "{shown_key(key)}": that always means "{FIXED[key]}"'
    ]


@pytest.mark.parametrize("key", ["", "z", "n"])
@pytest.mark.parametrize(("name", "shown"), [("stop", "q"), ("help", "?")])
def test_a_key_that_always_means_the_same_is_never_taken_away(
    name: str, shown: str, key: str
) -> None:
    keys, problems = keymap({f"keys.{name}": key}, TABLE)
    assert keys == USUAL
    assert problems == [f'keys.{name} stays "{shown}", so that it always means the same']


def test_a_key_that_is_taken_in_its_place_stays_with_the_one_that_has_it() -> None:
    keys, problems = keymap({"keys.pause": "e"}, TABLE)
    assert keys == USUAL
    assert problems == [
        'keys.pause can\'t be "e": that is the key for end; give end another one first'
    ]
    keys, problems = keymap({"keys.pause": "z", "keys.end": "z"}, TABLE)
    assert keys == {**USUAL, "pause": "z"}
    assert len(problems) == 1


def test_what_works_everywhere_clashes_with_every_place() -> None:
    table = (*TABLE, KeyAction("voice", "v", EVERYWHERE))
    keys, problems = keymap({"keys.voice": "s"}, table)
    assert keys["voice"] == "v"
    assert "that is the key for sit" in problems[0]
    keys, problems = keymap({"keys.sit": "v"}, table)
    assert keys["sit"] == "s"
    assert "that is the key for voice" in problems[0]


def test_a_swap_of_which_one_half_is_refused_is_refused_whole() -> None:
    keys, problems = keymap({"keys.pause": "e", "keys.end": "n"}, TABLE)
    assert keys == USUAL
    assert len(problems) == 2


def test_an_id_that_is_not_there_is_answered_with_the_nearest() -> None:
    assert keymap({"keys.paus": "z"}, TABLE)[1] == [
        'there\'s no key "keys.paus"; did you mean "keys.pause"?'
    ]
    assert "they are pause, end, bed" in keymap({"keys.zzz": "z"}, TABLE)[1][0]


def test_the_keys_of_a_session_clash_with_nothing_as_they_are() -> None:
    assert keymap({}, ACTIONS) == ({action.id: action.key for action in ACTIONS}, [])
    for action in ACTIONS:
        assert key_name(shown_key(action.key)) == action.key
        if action.key not in FIXED:
            assert keymap({f"keys.{action.id}": "f12"}, ACTIONS)[1] == []


@pytest.mark.parametrize("character", string.ascii_letters + string.digits + string.punctuation)
def test_a_printed_character_is_the_key_that_textual_calls_so(character: str) -> None:
    name = key_name(character)
    assert name == _character_to_key(character)
    assert shown_key(name) == character
    assert key_name(name) == name


@pytest.mark.parametrize(
    ("written", "name", "shown"),
    [
        ("esc", "escape", "esc"), ("Escape", "escape", "esc"), ("space", "space", "space"),
        (" ", "space", "space"), ("←", "left", "←"), ("left", "left", "←"), ("F8", "f8", "f8"),
        ("ctrl+E", "ctrl+e", "ctrl+e"), ("ctrl+[", "ctrl+left_square_bracket", "ctrl+["),
        ("pgdn", "pagedown", "pagedown"), ("+", "plus", "+"), ("ä", "ä", "ä"), ("€", "euro_sign", "€"),
    ],
)  # fmt: skip
def test_a_key_is_understood_as_people_write_it(written: str, name: str, shown: str) -> None:
    assert key_name(written) == name
    assert shown_key(name) == shown
    assert key_name(shown) == name


@pytest.mark.parametrize(
    "written", ["", "hello", "f99", "ctrl+", "ctrl+hello", "sun", "\x1b", "latin_small_letter_a"]
)
def test_what_is_not_a_key_is_none(written: str) -> None:
    assert key_name(written) == ""
