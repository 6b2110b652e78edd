import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from companion.errors import CompanionError
from companion.script.model import Script
from companion.script.notes.convert import script_from_notes
from companion.script.notes.rests import rest_length
from companion.script.parse import parse
from companion.script.step import Break, Pause, Say, Section, Sentence, Silence
from companion.units import Millis

NOTES = """\
An evening alone

Sit down somewhere. [PAUSE:5] You can stop at any time.
Let your shoulders be. [pause 2 seconds]

# Waiting

Nothing has to be solved tonight. [5s]
[PAUSE:60]
It may still hurt (pause) and that is allowed.
silence 1 minute
[music fades] Braces {like this} are spoken.
"""


def made(notes: str, title: str = "notes") -> Script:
    return parse(script_from_notes(notes, title).text, file="made.yaml", id="made", bells=())


def test_notes_become_words_rests_chapters_and_silences() -> None:
    script = made(NOTES)
    assert script.title == "An evening alone"
    kinds = [type(step) for step in script.steps]
    assert kinds == [Say, Section, Say, Silence, Say, Silence, Say]
    first = script.steps[0]
    assert isinstance(first, Say)
    assert first.parts == (
        Sentence("Sit down somewhere."),
        Pause(Millis(5_000)),
        Sentence("You can stop at any time."),
        Sentence("Let your shoulders be."),
        Pause(Millis(2_000)),
    )
    minute = script.steps[3]
    assert isinstance(minute, Silence)
    assert minute.glue.usual == 60_000
    last = script.steps[-1]
    assert isinstance(last, Say)
    assert last.parts == (Sentence("Braces {{like this}} are spoken."),)
    assert script_from_notes(NOTES, "t").left_out == ("[music fades]",)


@pytest.mark.parametrize(
    ("rest", "ms"),
    [
        ("[PAUSE:5]", 5_000), ("[pause 5s]", 5_000), ("[5s]", 5_000), ("[5]", 5_000),
        ("[pause: 1.5]", 1_500), ("(pause for 2 seconds)", 2_000), ("[Silence 4 sec.]", 4_000),
        ("[pause]", 3_000), ("<break 800ms>", 800),
    ],
)  # fmt: skip
def test_a_rest_is_known_however_it_was_written(rest: str, ms: int) -> None:
    (step,) = made(f"Here {rest} there.").steps
    assert isinstance(step, Say)
    assert step.parts[1] == Pause(Millis(ms))


def test_a_heading_at_the_top_is_the_title() -> None:
    assert made("# An evening\n\nOne.\n").title == "An evening"


def test_an_empty_line_is_a_longer_rest() -> None:
    (step,) = made("One.\n\nTwo.\n").steps
    assert isinstance(step, Say)
    assert step.parts == (Sentence("One."), Break(), Sentence("Two."))


@pytest.mark.parametrize("notes", ["", "\n\n", "[5s]\n", "x. [3s]\n" * 2_000])
def test_notes_without_words_or_without_end_are_refused(notes: str) -> None:
    with pytest.raises(CompanionError, match=r"no words|too long"):
        script_from_notes(notes, "t")


@given(st.text(min_size=1, max_size=200), st.text(max_size=20))
@example("say: this {is} [odd] # not a comment", 'a "title": {x}')
@example("-\n- -\n[[5s]]", "")
@example("a (5 hours) b [3", "")
@example("Set: x [9999] {", "")
def test_whatever_is_made_passes_the_check(notes: str, title: str) -> None:
    try:
        text = script_from_notes(notes, title).text
    except CompanionError:
        return
    assert made(notes, title).steps
    assert text.startswith("# yaml-language-server")


RESTS = {
    "[Pause.]": 3_000, "[pause 20 sec]": 20_000, "(Pause for about 8 seconds)": 8_000,
    "(long pause)": 10_000, "[brief pause]": 1_500, "(Wait 45 seconds)": 45_000,
    "(silence - 2 minutes)": 120_000, "[15 second pause]": 15_000, "(8-second pause)": 8_000,
    "[pause: two minutes]": 120_000, "[PAUSE – 30 SECONDS]": 30_000, "*pause*": 3_000,
    "**[Pause 12 seconds]**": 12_000, "_(pause)_": 3_000, "(pause for 4 breaths)": 24_000,
    "{pause}": 3_000, "(half a minute)": 30_000, '[45"]': 45_000, "[2 min 10 sec]": 130_000,
    "[2:15]": 135_000, '<break time="3s" />': 3_000, '<break time="1500ms"/>': 1_500,
    "Pause for a few seconds.": 4_000, "Pause for a few moments.": 5_000, "Pause.": 3_000,
    "PAUSE 25 SECONDS": 25_000, "silence 1 minute": 60_000, "...": 3_000, "---": 3_000,
    "(pause 2')": 120_000, "[a minute of silence]": 60_000, "(pause: 1.5)": 1_500, "[quarter of an hour of music]": None,
}  # fmt: skip


@pytest.mark.parametrize(("rest", "ms"), RESTS.items())
def test_a_rest_of_any_notation_is_a_rest_and_no_word(rest: str, ms: int | None) -> None:
    text = script_from_notes(f"Let the day end.\n{rest}\nAnd stay a while.\n", "t").text
    steps = parse(text, file="t", id="t", bells=()).steps
    rests = [step.glue.usual for step in steps if isinstance(step, Silence)]
    rests += [
        p.length for s in steps if isinstance(s, Say) for p in s.parts if isinstance(p, Pause)
    ]
    assert rests == ([] if ms is None else [ms])
    spoken = text.lower().partition("steps:")[2].replace("silence:", "")
    assert not any(word in spoken for word in ("pause", "wait", "silence", "break", "second"))


@pytest.mark.parametrize(
    "words",
    ["The rest can wait.", "You can pause here, or not.", "Take a break from it (if you like).",
     "Rest your hands.", "Wait and see what comes.", "A minute is enough.", "Hold your own hand."],
)  # fmt: skip
def test_words_that_only_speak_of_rests_are_spoken(words: str) -> None:
    (step,) = made(words).steps
    assert isinstance(step, Say)
    assert step.parts == (Sentence(words),)


VTT = """\
WEBVTT - made by somebody

NOTE not to be read

c1
00:01.000 --> 00:03.500 align:start
<v Guide>Sit as you <i>like</i>.

00:05.000 --> 00:06.000
<i></i>

00:12.500 --> 00:15.000
Let the floor
hold you.
"""
SRT = "7\r\n00:00:01,000 --> 00:00:03,000\r\nStay.\r\n\r\n8\r\n00:00:23,000 --> 00:00:25,000\r\nThat is all.\r\n"


@pytest.mark.parametrize(
    ("captions", "lines", "gap"),
    [
        (VTT, ["Sit as you like.", "Let the floor hold you."], 9_000),
        (SRT, ["Stay.", "That is all."], 20_000),
    ],
)
def test_captions_are_their_words_with_the_time_between_them(
    captions: str, lines: list[str], gap: int
) -> None:
    script = made(captions)
    assert [
        p.text
        for s in script.steps
        if isinstance(s, Say)
        for p in s.parts
        if isinstance(p, Sentence)
    ] == lines
    assert [s.glue.usual for s in script.steps if isinstance(s, Silence)] == [gap]


PUBLISHED = [
    # name of speaker, on two lines or a known role
    ("NARRATOR: Sit down.\nNARRATOR: Stay.", ["Sit down.", "Stay."], ("NARRATOR:",)),
    ("Guide: Sit down.", ["Sit down."], ("Guide:",)),
    ("Mira: Sit down.\nMira: And stay.", ["Sit down.", "And stay."], ("Mira:",)),
    ("Remember: you can stop.", ["Remember: you can stop."], ()),
    # stage directions
    (
        "[soft music]\nSit down. [bell rings] Stay.",
        ["Sit down.", "Stay."],
        ("[soft music]", "[bell rings]"),
    ),
    ("Say [name] to yourself.", ["Say (name) to yourself."], ()),
    # times in front of lines
    (
        "0:00 Sit down.\n[0:30] Stay.\n1:00:05 - Rest now.",
        ["Sit down.", "Stay.", "Rest now."],
        ("0:00", "[0:30]", "1:00:05 -"),
    ),
    # numbered steps, bullets, quotes, check boxes
    ("1. Sit down.\n2) Stay.\nStep 3. Rest now.", ["Sit down.", "Stay.", "Rest now."], ()),
    (
        "- Sit down.\n* Stay.\n• Rest now.\n> Be here.\n- [ ] Go on.",
        ["Sit down.", "Stay.", "Rest now.", "Be here.", "Go on."],
        (),
    ),
    # markdown
    (
        "**Sit** down, *slowly*. [Here](http://x.y) __too__. `Stay`.",
        ["Sit down, slowly.", "Here too.", "Stay."],
        (),
    ),
    # a word processor's quotes and entities
    (
        "“Stay,” they said&nbsp;&amp; left. It’s all right.",
        ["“Stay,” they said & left.", "It’s all right."],
        (),
    ),
    # front matter
    ("---\ntitle: x\ntags: [a]\n---\nSit down.", ["Sit down."], ()),
]


@pytest.mark.parametrize(("notes", "lines", "left_out"), PUBLISHED)
def test_what_stands_around_the_words_is_not_spoken(
    notes: str, lines: list[str], left_out: tuple[str, ...]
) -> None:
    script = made(notes)
    said = [
        p.text
        for s in script.steps
        if isinstance(s, Say)
        for p in s.parts
        if isinstance(p, Sentence)
    ]
    assert said == lines
    assert script_from_notes(notes, "t").left_out == left_out


@pytest.mark.parametrize(
    ("heading", "title", "left_out"),
    [("## Arriving", "Arriving", ()), ("## (2 minutes)", "(2 minutes)", ()), ("## Arriving (2 minutes)", "Arriving", ("(2 minutes)",)),
     ("Body scan – 5 min", "Body scan", ("5 min",)), ("Closing (about 1-2 min)", "Closing", ("(about 1-2 min)",)),
     ("Arriving\n--------", "Arriving", ()), ("**Arriving** [3 min]", "Arriving", ("[3 min]",))],
)  # fmt: skip
def test_a_heading_begins_a_chapter_and_its_estimate_is_left_out(
    heading: str, title: str, left_out: tuple[str, ...]
) -> None:
    notes = f"Sit down now.\n\n{heading}\n\nStay here."
    script = made(notes)
    assert [step.title for step in script.steps if isinstance(step, Section)] == [title]
    assert script_from_notes(notes, "t").left_out == left_out


@pytest.mark.parametrize(
    "text",
    ["{\\rtf1\\ansi Sit.}", "%PDF-1.7 x", "<!DOCTYPE html><p>x</p>", "\x01\x02\x03\x04" * 20 + "x"],
)
def test_what_is_no_plain_text_is_refused_with_a_remedy(text: str) -> None:
    with pytest.raises(CompanionError) as caught:
        script_from_notes(text, "t")
    assert "plain text" in caught.value.remedy


def test_a_sentence_that_asks_for_a_long_pause_is_a_silence_after_the_words_before_it() -> None:
    said, silence, after = made("Sit down now. Pause for two minutes. Stay here.").steps
    assert isinstance(said, Say)
    assert said.parts == (Sentence("Sit down now."),)
    assert isinstance(silence, Silence)
    assert silence.glue.usual == 120_000
    assert isinstance(after, Say)


def test_a_sentence_that_asks_for_a_short_pause_is_a_rest_inside_the_line() -> None:
    (said,) = made("Sit down now. Pause for a few seconds. Stay here.").steps
    assert isinstance(said, Say)
    assert said.parts == (Sentence("Sit down now."), Pause(Millis(4_000)), Sentence("Stay here."))


@pytest.mark.parametrize(
    "notes", ["---\nSit down.\nStay.\n", "Sit down.\nSit [quiet] (5 min)\nStay.\n"]
)
def test_what_only_looks_like_front_matter_or_a_heading_costs_no_words(notes: str) -> None:
    text = script_from_notes(notes, "t").text
    assert "Sit down." in text
    assert "Stay." in text
    assert not [step for step in made(notes).steps if isinstance(step, Section)]


def test_a_length_has_its_limits() -> None:
    assert rest_length("900 minutes") == 3_600_000
    assert rest_length("pause 1ms") == 500


@pytest.mark.parametrize("words", ["for a few", "minutes", "about"])
def test_words_that_name_no_rest_and_no_length_are_none(words: str) -> None:
    assert rest_length(words) is None
