"""Where sentences end, and what would be read aloud: kinds of text that people really write."""

import pytest

from companion.reading.diagnostic import diagnose
from companion.reading.fields import Report
from companion.reading.flaw import Span
from companion.script.advice.advise import advise
from companion.script.speech import sentences, split
from tests.fakes import script


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ms. Vale rang Prof. Oduya. They spoke.", ["Ms. Vale rang Prof. Oduya.", "They spoke."]),
        ("Ask for Anna B. Stone. She knows.", ["Ask for Anna B. Stone.", "She knows."]),
        ("J. K. Moss wrote it.", ["J. K. Moss wrote it."]),
        ("You hurt. So do I. Stay.", ["You hurt.", "So do I.", "Stay."]),
        ("The end of Mt. Hood. Rest.", ["The end of Mt. Hood.", "Rest."]),
        ("Rain vs. Snow. Both.", ["Rain vs. Snow.", "Both."]),
        ("Say no. Then rest.", ["Say no.", "Then rest."]),
        ("It is No. 7 today. Good.", ["It is No. 7 today.", "Good."]),
        ("1. Sit. 2. Stay.", ["1. Sit.", "2. Stay."]),
        ("Bring a fruit, e.g. A pear. Eat.", ["Bring a fruit, e.g. A pear.", "Eat."]),
        ("Let it go… Now rest.", ["Let it go…", "Now rest."]),
        ("Let it go… and rest.", ["Let it go… and rest."]),
        ("Let it go . . . Now rest.", ["Let it go...", "Now rest."]),
        ("Wait. ... Then?", ["Wait...", "Then?"]),
        ("“Stay.” And rest.", ["“Stay.”", "And rest."]),
    ],
)
def test_a_sentence_ends_where_a_reader_would_end_it(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


@pytest.mark.parametrize("text", ["Stay. ... !", "… Stay.", "Stay? ?! ...", "- Stay."])
def test_no_line_is_without_a_letter(text: str) -> None:
    assert all(any(map(str.isalnum, line)) for line in sentences(text))


PASTED = [
    "(pause)", "(long pause)", "(Pause for 5 seconds)", "(3s)", "(pause 10s)", "(silence)",
    "(take a breath)", "*pause*", '<break time="1.5s"/>', "<break/>", "<speak>", "</speak>",
    '<prosody rate="slow">', "PAUSE", "PAUSE 20 SECONDS", "WAIT FOR 5 seconds",
]  # fmt: skip


@pytest.mark.parametrize("mark", PASTED)
def test_a_mark_for_a_rest_in_another_notation_is_pointed_at(mark: str) -> None:
    report = Report()
    split(f"Lower the shoulders. {mark} And the hands.", Span(0, 0), report)
    (flaw,) = report.flaws
    assert "would be read aloud" in flaw.message
    assert "[3s]" in flaw.remedy
    assert flaw.at.strip() in mark


@pytest.mark.parametrize(
    "text",
    ["Pause. Stay here.", "You can pause here (or not).", "Wait for nothing.", "A rest, then breathe.",
     "It hurts (and that is allowed).", "Less < more."],
)  # fmt: skip
def test_words_that_only_speak_of_rests_are_words(text: str) -> None:
    report = Report()
    split(text, Span(0, 0), report)
    assert report.flaws == []


def advised(line: str) -> list[str]:
    text = f"companion: 1\ntitle: T\nsteps:\n  - say: |\n      {line}\n  - silence: 5s\n"
    return [flaw.message for flaw in advise(script(text))]


@pytest.mark.parametrize(
    "word", ["Psst", "Hmm", "Tsk", "Brr", "III", "IX", "mettā", "ñāṇa", "мир", "空"]
)
def test_what_the_voice_would_misread_is_advised(word: str) -> None:
    assert any(f'"{word}"' in message for message in advised(f"Now it is {word} here."))


@pytest.mark.parametrize("word", ["Dr. Lee", "TV", "I", "café", "why not", "rhythm of it", "Mix"])
def test_what_it_reads_well_is_not(word: str) -> None:
    assert not [
        m for m in advised(f"Now it is {word} here.") if "letter by letter" in m or "Roman" in m
    ]


def test_the_caret_is_under_the_fault_and_not_under_the_same_letters_before() -> None:
    text = (
        "companion: 1\ntitle: T\nsteps:\n  - say: |\n      You cannot know it. Nothing asks.\n"
        "      It is late. now\n      you may rest.\n"
    )
    flaws = [flaw for flaw in advise(script(text)) if "small letter" in flaw.message]
    (found,) = diagnose("t.yaml", text, flaws, "advice")
    span = found.flaw.span
    assert text.splitlines()[span.line][span.column : span.column + span.width] == "now"
    assert span.line == 5
