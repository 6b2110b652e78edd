"""Advice: what the style guide and the safety rules would change, and what they leave alone."""

import pytest

from companion.script.advice.advise import advise, density_advice
from companion.units import Millis
from tests.fakes import script

HEAD = "companion: 1\ntitle: T\n"
LINES = "  - It hurts, and that's real.\n" * 6
CLOSING = "  - This is ending, and you can stop whenever you like.\n"


def told(steps: str, keys: str = "") -> list[str]:
    return [flaw.message for flaw in advise(script(f"{HEAD}{keys}steps:\n{steps}"))]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("Take a deep breath.", "breathe too much"),
        ("Try to feel your hands.", "asks people to make an effort"),
        ("You will feel better soon.", "promises what nobody can know"),
        ("Maybe your partner is avoidant.", "is a label"),
        ("Ask yourself why it hurts.", "can start people brooding"),
        ("She may come back.", "leaves people out"),
        ("You can do this!", "sounds like a shout"),
        ("And rest...", "dots don't make a rest"),
        ("Breathe in for 4 seconds.", "may be read aloud in an unexpected way"),
        ("All is well 🙂.", "can't say a picture"),
        ("Close your eyes, or leave them open.", "like another word with the same spelling"),
        ("Put your face in cold water.", "can do harm"),
        ("This cures the fear.", "is a promise"),
        ("and so on", "this line doesn't end with a full stop"),
        ("Once more with your eyes closed now.", "closed eyes are the only choice"),
        (" ".join(["word"] * 23) + ".", "has 23 words; a listener can follow about 22"),
    ],
)
def test_a_line_is_advised_about(line: str, message: str) -> None:
    found = told(f"  - say: |\n      {line}\n")
    assert any(message in words for words in found), found


@pytest.mark.parametrize(
    "line",
    [
        "It hurts, and that's real.",
        "They might need room, or it may be something else.",
        "Maybe some water before the phone.",
        "You might rest your eyes, open, lowered or closed.",
        "Some people notice warmth.",
    ],
)
def test_a_line_that_is_well_is_left_alone(line: str) -> None:
    assert told(f"  - say: |\n      {line}\n") == []


def test_the_place_is_that_of_the_very_words() -> None:
    (flaw,) = advise(script(f"{HEAD}steps:\n  - say: |\n      One thing.\n      Try to sit.\n"))
    assert flaw.at == "Try to"
    (flaw,) = advise(script(f"{HEAD}steps:\n  - say: |\n      Fold a sheet of A4 paper.\n"))
    assert flaw.at == "A4"


def test_in_the_first_wave_sentences_are_short_and_there_is_no_bell() -> None:
    long = "  - " + " ".join(["word"] * 13) + ".\n"
    assert any("can follow about 12" in m for m in told(long, "kind: emergency\n"))
    assert any(
        "a bell can startle people in an emergency" in m
        for m in told("  - bell: soft\n  - Hello.\n", "kind: emergency\n")
    )
    assert any("at night" in m for m in told("  - bell: soft\n  - Hello.\n", "kind: night\n"))


@pytest.mark.parametrize(
    ("breath", "message"),
    [
        ("{in: 2s, out: 2s}", "15.0 breaths a minute"),
        ("{in: 10s, out: 10s}", "3.0 breaths a minute"),
        ("{in: 5s, out: 4s}", "the out-breath is shorter"),
        ("{in: 4s, hold: 5s, out: 6s}", "holds the breath for a long time"),
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
    lines = "  - It hurts, and that's real.\n" * 7
    assert told(lines) == [
        "people don't hear early on that they can stop",
        "this ends without a closing",
    ]
    assert told(lines + CLOSING) == []
    assert "people don't hear early on that they can stop" not in told(lines, "kind: letter\n")


def test_words_for_a_nine_come_after_the_closing() -> None:
    asked = "  - rate: {id: after}\n"
    nine = "  - say: Stand up, and find someone.\n    when: {rate: after, at_least: 9}\n" * 4
    assert "this ends without a closing" not in told(LINES + CLOSING + asked + nine)
    assert "this ends without a closing" in told(LINES + asked + nine)


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
    assert any("come 2 times in 8 words" in m for m in told(filler))


def test_what_goes_on_in_them_is_never_stated_in_a_session_about_two() -> None:
    line = "  - They need room to breathe.\n"
    flagged = "safety: [relationship]\n"
    assert any("sounds certain about what goes on in the partner" in m for m in told(line, flagged))
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
    assert any('because "Here" was chosen' in m for m in told(text))
    assert not any("never plays" in m for m in told(text.replace("is: There", "is: Here")))


def test_what_is_included_and_what_is_a_note_is_nobody_elses_advice() -> None:
    assert told("  - note: Try to focus!\n  - Hello.\n") == []


@pytest.mark.parametrize(
    ("words", "minutes", "kind", "is_dense"),
    [(600, 10, "practice", True), (420, 10, "practice", False), (600, 10, "emergency", False), (1_000, 60, "sit", True)],
)  # fmt: skip
def test_words_a_minute_are_held_against_the_pacing_table(
    words: int, minutes: int, kind: str, is_dense: bool
) -> None:
    assert bool(density_advice(words, Millis(minutes * 60_000), kind)) is is_dense


def test_a_word_about_breath_is_for_those_who_want_it() -> None:
    line = "  - Your breath is there, and your hands.\n"
    assert any('still hear "breath"' in m for m in told(line))
    assert told(line.replace("- Your", "- say: Your") + "    when: {breath: yes}\n") == []
    inside = "  - repeat:\n      times: 2\n      steps:\n        - Breathing out.\n    when: {breath: yes}\n"
    assert told(inside) == []
    assert told("  - You could say it under your breath.\n") == []


def test_no_more_than_some_thirty_words_stand_without_a_rest() -> None:
    words = "Someone said that there was room for both of them here.\n      " * 4
    opening = "  - You can stop at any time.\n"
    assert any(
        "there are 44 words here" in m for m in told(f"{opening}  - say: |\n      {words}\n")
    )
    rested = words.replace("here.\n", "here. [2s]\n", 2)
    assert told(f"{opening}  - say: |\n      {rested}\n") == []


def test_a_bell_that_opens_also_closes() -> None:
    bell, ends_alone = "  - bell: soft\n", "a bell opens this, but no bell closes it"
    assert ends_alone in told(bell + LINES)
    assert not any("bell" in m for m in told(bell + LINES + bell) + told(LINES + bell))
    assert told(bell + "  - It hurts.\n") == []  # somebody has only begun to write
    asked = "  - rate: {id: after}\n"
    nine = "  - say: Stand up.\n    when: {rate: after, at_least: 9}\n"
    assert ends_alone not in told(bell + LINES + asked + bell + nine)


def test_something_can_be_chosen_before_the_first_long_silence() -> None:
    long = "  - silence: 60s\n"
    assert "nothing is offered as a choice before this long silence" in told(long + LINES)
    assert not any("choice" in m for m in told("  - Hands, or sounds.\n" + long + LINES))
    choice = (
        "  - choose:\n      id: c\n      prompt: Where\n      options:\n"
        "        - label: Here\n          default: true\n        - label: There\n"
    )
    assert not any("choice" in m for m in told(choice + long + LINES))
    assert not any("choice" in m for m in told(long))


def test_a_long_one_says_what_can_be_left_out_and_never_at_its_ends() -> None:
    words = "  - There is room in this for the two of you, however near, however far.\n" * 12
    head, tail = "  - section: One\n" + LINES, "  - section: End\n  - This is ending.\n"
    whole = head + "  - section: Middle\n" + words + tail
    assert any("people who chose few words still hear all of these" in m for m in told(whole))
    thinned = words.replace("- There", "- say: There", 1).replace(
        "far.\n", "far.\n    when: {words: guided}\n", 1
    )
    assert not any("few words" in m for m in told(head + "  - section: Middle\n" + thinned + tail))
    ended = tail.replace("- This is ending.", "- say: This is ending.\n    when: {words: light}")
    assert "the opening and the closing are for everyone" in told(
        head + "  - section: Middle\n" + thinned + ended
    )
    chosen = (
        "  - choose:\n      id: c\n      prompt: Where\n      options:\n        - label: Here\n"
        "          default: true\n          steps:\n            - say: Here.\n"
        "              when: {words: light}\n        - label: There\n"
    )
    assert not any(
        "few words" in m for m in told(head + "  - section: M\n" + chosen + words + tail)
    )


def test_who_gets_it_from_an_author_is_told_what_to_know_before() -> None:
    (found,) = [m for m in told(LINES, "author: A\nmoment: [night]\n") if "author" in m]
    assert found.endswith("missing: gist, cautions, way_out, evidence")
    assert not any("author" in m for m in told(LINES))


def test_a_session_about_two_has_a_line_for_each_the_listeners_first() -> None:
    flagged = "safety: [relationship]\n"
    rest = "  - The room is here.\n" * 6
    mine, theirs = "  - You need to hear from them.\n", "  - They may need quiet.\n"
    assert not any("need" in m for m in told(mine + theirs + rest, flagged))
    assert "no line names what the listener needs" in told(theirs + rest, flagged)
    assert "no line names what the partner may need" in told(mine + rest, flagged)
    assert "the partner's need comes before the listener's" in told(theirs + mine + rest, flagged)
    assert not any("need" in m for m in told(rest))


def test_a_title_and_an_intent_promise_nothing_either() -> None:
    found = told(LINES, "intent: A script that cures heartache.\n")
    assert any("is a promise that a meditation can't keep" in m for m in found)


@pytest.mark.parametrize(
    ("more", "advised"),
    [("", False), (", most: 5m", True), (", most: 5m, clock: runs", False), (", most: 10m", False)],
)
def test_a_time_that_does_nothing_is_named(more: str, advised: bool) -> None:
    flaws = told(f"  - write: {{id: w, prompt: Dear{more}}}\n")
    assert any("most does nothing" in flaw for flaw in flaws) == advised
