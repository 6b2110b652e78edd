"""Advice: what the style guide and the safety rules would change, and what they leave alone."""

import pytest

from companion.script.advice import advise, dense
from companion.units import Millis
from tests.fakes import script

HEAD = "companion: 1\ntitle: T\n"
CLOSING = "  - This is ending, and you may stop whenever you like.\n"


def told(steps: str, keys: str = "") -> list[str]:
    return [flaw.message for flaw in advise(script(f"{HEAD}{keys}steps:\n{steps}"))]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("Take a deep breath.", "breathe too much"),
        ("Try to feel your hands.", "invites striving"),
        ("You will feel better soon.", "promises what nobody can know"),
        ("Perhaps your partner is avoidant.", "is a label"),
        ("Ask yourself why it hurts.", "sets off brooding"),
        ("She may come back.", "leaves people out"),
        ("You can do this!", "sounds like a shout"),
        ("And rest...", "dots are no rest"),
        ("Breathe in for 4 seconds.", "is read in a way nobody expects"),
        ("All is well 🙂.", "cannot say a picture"),
        ("Close your eyes, or leave them open.", "as the other word of that spelling"),
        ("Put your face in cold water.", "can do harm"),
        ("This cures the fear.", "is a claim"),
        ("and so on", "this line has no end"),
        ("Once more with your eyes closed now.", "closed eyes are the only way"),
        (" ".join(["word"] * 23) + ".", "has 23 words; 22 are the most"),
    ],
)
def test_a_line_is_advised_about(line: str, message: str) -> None:
    found = told(f"  - say: |\n      {line}\n")
    assert any(message in words for words in found), found


@pytest.mark.parametrize(
    "line",
    [
        "It hurts, and that is real.",
        "They may need room, or it may be something else.",
        "Perhaps some water before the phone.",
        "You might rest your eyes, open, lowered or closed.",
        "Some people notice warmth.",
    ],
)
def test_a_line_that_is_well_is_left_alone(line: str) -> None:
    assert told(f"  - say: |\n      {line}\n") == []


def test_the_place_is_that_of_the_very_words() -> None:
    (flaw,) = advise(script(f"{HEAD}steps:\n  - say: |\n      One thing.\n      Try to sit.\n"))
    assert flaw.at == "Try to"


def test_in_the_first_wave_sentences_are_short_and_there_is_no_bell() -> None:
    long = "  - " + " ".join(["word"] * 13) + ".\n"
    assert any("12 are the most" in m for m in told(long, "kind: emergency\n"))
    assert any(
        "a bell startles in an emergency" in m
        for m in told("  - bell: soft\n  - Hello.\n", "kind: emergency\n")
    )
    assert any("at night" in m for m in told("  - bell: soft\n  - Hello.\n", "kind: night\n"))


@pytest.mark.parametrize(
    ("breath", "message"),
    [
        ("{in: 2s, out: 2s}", "15.0 breaths a minute"),
        ("{in: 10s, out: 10s}", "3.0 breaths a minute"),
        ("{in: 5s, out: 4s}", "the out-breath is shorter"),
        ("{in: 4s, hold: 5s, out: 6s}", "holds the breath for long"),
    ],
)
def test_a_breath_outside_the_safe_table_is_told(breath: str, message: str) -> None:
    found = told(f"  - Feel your feet.\n  - breathe: {breath}\n")
    assert any(message in words for words in found), found


def test_the_breath_is_never_the_only_place_to_rest() -> None:
    only = told("  - breathe: six\n")
    assert any("the only place to rest" in m for m in only)
    assert told("  - Your feet are there too.\n  - breathe: six\n") == []
    assert told("  - breathe:\n      pattern: six\n      instead: [{silence: 9s}]\n") == []


def test_a_script_of_some_length_says_that_one_may_stop_and_that_it_ends() -> None:
    lines = "  - It hurts, and that is real.\n" * 7
    assert told(lines) == ["nobody is told that they may stop", "this has no closing"]
    assert told(lines + CLOSING) == []
    assert "nobody is told that they may stop" not in told(lines, "kind: letter\n")


def test_an_opening_is_short_or_has_a_rest_in_it() -> None:
    words = " ".join(["Words and more words here."] * 12)
    opening = f"  - say: |\n      You can stop. {words}\n"
    assert any("before any rest" in m for m in told(opening + CLOSING))
    parted = opening.replace("stop. ", "stop. [3s] ")
    assert not any("before any rest" in m for m in told(parted + CLOSING))


def test_too_many_orders_and_too_much_filler_are_told_once() -> None:
    orders = "".join(f"  - Feel the floor {n}.\n" for n in ("a", "b", "c", "d", "e")) + CLOSING
    assert [m for m in told(orders) if "orders" in m] == ["5 of 6 sentences are orders"]
    assert not any("orders" in m for m in told(orders, "kind: emergency\n"))
    filler = "  - You may gently rest.\n  - You may simply sit.\n"
    assert any("stand here 2 times in 8 words" in m for m in told(filler))


def test_what_goes_on_in_them_is_never_stated_in_a_session_about_two() -> None:
    line = "  - They need room to breathe.\n"
    flagged = "safety: [relationship]\n"
    assert any("states what goes on in them" in m for m in told(line, flagged))
    assert told(line) == []
    assert told("  - They may need room.\n", flagged) == []


def test_a_step_that_is_never_reached_is_told() -> None:
    text = """\
  - choose:
      id: where
      prompt: Where to
      options:
        - label: Here
          default: true
          steps:
            - repeat:
                times: 2
                steps:
                  - say: There.
                    when: {answer: where, is: There}
        - label: There
"""
    assert any('here "Here" was chosen' in m for m in told(text))
    assert not any("never reached" in m for m in told(text.replace("is: There", "is: Here")))


def test_what_is_included_and_what_is_a_note_is_nobody_elses_advice() -> None:
    assert told("  - note: Try to focus!\n  - Hello.\n") == []


@pytest.mark.parametrize(
    ("words", "minutes", "kind", "is_dense"),
    [(600, 10, "practice", True), (420, 10, "practice", False), (600, 10, "emergency", False), (1_000, 60, "sit", True)],
)  # fmt: skip
def test_words_a_minute_are_held_against_the_pacing_table(
    words: int, minutes: int, kind: str, is_dense: bool
) -> None:
    assert bool(dense(words, Millis(minutes * 60_000), kind)) is is_dense
