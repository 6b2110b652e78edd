from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from companion.reading.diagnostic import BadFileError, render_all
from companion.reading.flaw import Span
from companion.script.model import Evidence, Length, Script
from companion.script.parse import parse
from companion.script.speech import sentences
from companion.script.step import (
    Bell,
    Break,
    Breathe,
    Count,
    Glue,
    Note,
    Pause,
    Phase,
    Say,
    Section,
    Sentence,
    Silence,
    Step,
)
from companion.script.verbs.breathe import PATTERNS
from companion.script.verbs.table import VERBS
from companion.units import Millis
from tests.fakes import SCRIPT, script

HEAD = "companion: 1\ntitle: T\n"


def steps(text: str) -> Script:
    return script(f"{HEAD}steps:\n{text}")


def told(text: str) -> str:
    with pytest.raises(BadFileError) as caught:
        script(text)
    return render_all(caught.value.diagnostics)


def glue(*lengths: int) -> Glue:
    return Glue(*(Millis(ms) for ms in lengths))


@pytest.mark.parametrize(
    ("step", "meant"),
    [
        ("- hello there", Say((Sentence("hello there"),), Span(3, 2, 11))),
        ("- say: Stay.", Say((Sentence("Stay."),), Span(3, 7, 5))),
        ("- silence: 20s", Silence(glue(20_000, 20_000, 20_000), Span(3, 11, 3))),
        ("- silence: 6s..40s", Silence(glue(6_000, 23_000, 40_000), Span(3, 11, 7))),
        ("- silence: 6s..10s..40s", Silence(glue(6_000, 10_000, 40_000), Span(3, 11, 12))),
        ("- silence: 10s+", Silence(Glue(Millis(10_000), Millis(10_000), None), Span(3, 11, 4))),
        ("- silence: {least: 1s, usual: 2s, weight: 3}",
         Silence(Glue(Millis(1_000), Millis(2_000), None, 3.0), Span(3, 11, 1))),
        ("- silence: {least: 1s, usual: 2s, most: 9s}",
         Silence(glue(1_000, 2_000, 9_000), Span(3, 11, 1))),
        ("- bell: soft", Bell("soft", 1, Millis(6_000), Span(3, 8, 4))),
        ("- bell: {sound: low, times: 3, every: 5s}", Bell("low", 3, Millis(5_000), Span(3, 8, 1))),
        ("- breathe: six", Breathe(PATTERNS["six"], Count(2, 4, 8), "first-round", Span(3, 11, 3))),
        ("- breathe: {pattern: sigh, rounds: 3, guide: none}",
         Breathe(PATTERNS["sigh"], Count(3, 3, 3), "none", Span(3, 11, 1))),
        ("- breathe: {in: 4s, out: 6s, rounds: 2..8, guide: every-round}",
         Breathe((Phase("in", Millis(4_000)), Phase("out", Millis(6_000))), Count(2, 5, 8), "every-round", Span(3, 11, 1))),
        ("- section: Arriving", Section("Arriving", False, Span(3, 11, 8))),
        ("- section: {title: Both, optional: true}", Section("Both", True, Span(3, 11, 1))),
        ("- note: for me", Note("for me", Span(3, 8, 6))),
    ],
)  # fmt: skip
def test_each_form_of_each_step_is_read(step: str, meant: Step) -> None:
    read = steps(f"  {step}\n  - say: x\n").steps[0]
    assert read == replace(meant, span=read.span)


def test_a_step_knows_where_it_stands() -> None:
    assert steps("  - say: Stay.\n").steps[0].span == Span(3, 9, 5)


def test_what_a_script_says_of_itself_is_kept() -> None:
    read = script(
        """\
companion: 1
id: my-own
title: A title
intent: For a moment
lang: en-GB
kind: sit
moment: [panic, waiting]
themes: [T1]
technique: [stop]
tags: short
length: {least: 1m, usual: 2m, most: 3m}
cautions: [one]
not_for: [two]
safety: [relationship]
way_out: a door
evidence: {grade: B, note: some, source: [who]}
author: me
license: CC0
reviewed: 2026-11-22
steps: [hello]
"""
    )
    assert read.id == "my-own"
    assert read.kind == "sit"
    assert read.moment == ("panic", "waiting")
    assert read.tags == ("short",)
    assert read.length == Length(Millis(60_000), Millis(120_000), Millis(180_000))
    assert read.evidence == Evidence("B", "some", ("who",))
    assert (read.way_out, read.reviewed, read.lang) == ("a door", "2026-11-22", "en-GB")


def test_one_length_stands_for_all_three() -> None:
    read = script(HEAD + "length: 4m\nsteps: [hi]\n")
    assert read.length == Length(Millis(240_000), Millis(240_000), Millis(240_000))


def test_an_id_comes_from_the_file_where_none_is_given() -> None:
    assert script().id == "small"


@pytest.mark.parametrize(
    ("text", "message", "remedy"),
    [
        (HEAD, 'the script needs "steps"', "add steps:"),
        ("title: T\nsteps: [a]", 'needs "companion"', "add companion: 1"),
        ("companion: 2\ntitle: T\nsteps: [a]", "newer format (2)", "update companion"),
        ("companion: one\ntitle: T\nsteps: [a]", "isn't a version", "write companion: 1"),
        ("- a\n", "the script needs settings on lines of their own", "companion new NAME"),
        (HEAD + "kind: emergancy\nsteps: [a]", 'no kind called "emergancy"', 'did you mean "emergency"?'),
        (HEAD + "kind: [a]\nsteps: [a]", "there should be one kind here", "one of"),
        (HEAD + "colour: red\nsteps: [a]", 'no setting "colour"', "it has"),
        (HEAD + "titel: x\nsteps: [a]", 'no setting "titel"', 'did you mean "title"?'),
        (HEAD + "id: My Own\nsteps: [a]", '"My Own" can\'t be used', "small letters"),
        (HEAD + "reviewed: soon\nsteps: [a]", '"soon" can\'t be used', "a date"),
        (HEAD + "length: {least: 3m, most: 1m}\nsteps: [a]", "aren't in order", "give least the shortest"),
        (HEAD + "evidence: {note: x}\nsteps: [a]", 'needs "grade"', "add grade"),
        (HEAD + "steps: hello", "steps should be a list", '"- "'),
        (HEAD + "steps: {say: hello}", "steps should be a list", '"- "'),
        (HEAD + 'steps:\n  say: "hello"', "steps should be a list", '"- "'),
        (HEAD + "steps:\n  - note: x\n", "nothing happens", "add   - say:"),
        (HEAD + "steps:\n  - [a]\n", "a step is either words to say, or a verb", "write   - say:"),
        (HEAD + "steps:\n  - sya: hi\n", 'no step called "sya"', 'did you mean "say"?'),
        (HEAD + "steps:\n  - Remember: you are here\n", 'no step called "Remember"', "to have it spoken"),
        (HEAD + "steps:\n  - xyzzy: 4s\n", 'no step called "xyzzy"', "a step starts with one of"),
        (HEAD + "steps:\n  - say: hi\n    bell: soft\n", 'can\'t have both "say" and "bell"', "line of its own"),
        (HEAD + "steps:\n  - say:\n", "no words here", "write some"),
        (HEAD + "steps:\n  - say: [a]\n", "there should be words here", '"|"'),
        (HEAD + "steps:\n  - say: wait [now]\n", '"[now]" isn\'t a rest', "square brackets"),
        (HEAD + "steps:\n  - say: wait [3]\n", '"3" has no unit', "write 3s"),
        (HEAD + "steps:\n  - say: wait [9m]\n", "9m is too short or too long here", "use 0s to 2m"),
        (HEAD + "steps:\n  - bell:soft\n", '"bell:soft" would be read aloud', "a space after the colon"),
        (HEAD + "steps:\n  - say: (3s) Rest\n", '"(3s)" would be read aloud', "square brackets"),
        (HEAD + "steps:\n  - silence: 10\n", '"10" has no unit', "write 10s"),
        (HEAD + "steps:\n  - silence: 40s..6s\n", "aren't in order", "shortest first"),
        (HEAD + "steps:\n  - silence: 1s..2s..3s..4s\n", "can't be read as a silence", "20s, or"),
        (HEAD + "steps:\n  - silence: 1s..4s+\n", "can't be read as a silence", "20s, or"),
        (HEAD + "steps:\n  - silence: [1s]\n", "there should be a length", "20s, or"),
        (HEAD + "steps:\n  - silence: {least: 5s, usual: 2s}\n", "aren't in order", "shortest first"),
        (HEAD + "steps:\n  - bell: sfot\n", 'no bell called "sfot"', 'did you mean "soft"?'),
        (HEAD + "steps:\n  - bell: gong\n", 'no bell called "gong"', "own sound files go into the folder"),
        (HEAD + "steps:\n  - bell: {sound: soft, times: 40}\n", "40 is too small or too large here", "1 to 12"),
        (HEAD + "steps:\n  - bell: {sound: soft, times: x}\n", '"x" isn\'t a whole number', "a whole number from"),
        (HEAD + "steps:\n  - bell: {sound: soft, times: [x]}\n", "there should be a number", "whole number"),
        (HEAD + "steps:\n  - bell: {sound: soft, every: [x]}\n", "there should be a length", "4s"),
        (HEAD + "steps:\n  - breathe: sixx\n", 'no breath pattern called "sixx"', 'did you mean "six"?'),
        (HEAD + "steps:\n  - breathe: {in: 4s}\n", 'breathe needs "out"', "add out"),
        (HEAD + "steps:\n  - breathe: {pattern: six, in: 4s}\n", 'no setting "in"', "it has"),
        (HEAD + "steps:\n  - breathe: {in: 4s, out: 5s, rounds: 8..2}\n", "can't be read as a number of rounds", "2..8"),
        (HEAD + "steps:\n  - breathe: {in: 4s, out: 5s, rounds: two}\n", '"two" isn\'t a whole', "whole number"),
        (HEAD + "steps:\n  - breathe: {in: 4s, out: 5s, rounds: [2]}\n", "there should be a number", "2..8"),
        (HEAD + "steps:\n  - section: {title: x, optional: perhaps}\n", "true or false", "true or false"),
    ],
)  # fmt: skip
def test_a_mistake_is_answered_with_its_remedy(text: str, message: str, remedy: str) -> None:
    answer = told(text)
    assert message in answer
    assert remedy in answer


def test_all_mistakes_come_at_once_sorted_by_place() -> None:
    with pytest.raises(BadFileError) as caught:
        script(HEAD + "kind: x\nsteps:\n  - silence: 10\n  - sya: hi\n  - bell: x\nlang: [a]\n")
    places = [d.place for d in caught.value.diagnostics]
    assert places == [
        "small.yaml:3:7",
        "small.yaml:5:14",
        "small.yaml:6:5",
        "small.yaml:7:11",
        "small.yaml:8:7",
    ]
    assert caught.value.message == "small.yaml has 5 mistakes"


def test_a_diagnostic_shows_its_line_and_points_at_it() -> None:
    assert told(HEAD + "steps:\n  - silence: 10\n") == (
        'small.yaml:4:14: "10" has no unit\n'
        "   4 |   - silence: 10\n"
        "     |              ^^\n"
        "     = write 10s for seconds or 10m for minutes"
    )


def test_no_more_than_twenty_are_shown() -> None:
    answer = told(HEAD + "steps:\n" + "  - silence: 10\n" * 25)
    assert answer.count("has no unit") == 20
    assert answer.endswith("... and 5 more; fix these first")


def test_nothing_raw_reaches_the_terminal() -> None:
    answer = told(HEAD + "steps:\n  - \u202esilence\u202c: 10\n")
    assert "\u202e" not in answer
    assert "·silence·" in answer


def test_a_say_is_sentences_rests_and_paragraphs() -> None:
    (step,) = steps(
        '  - say: |\n      One. Two?  "Three." [1.5s]\n      four, still\n\n      Five.\n'
    ).steps
    assert isinstance(step, Say)
    assert step.parts == (
        Sentence("One."),
        Sentence("Two?"),
        Sentence('"Three."'),
        Pause(Millis(1_500)),
        Sentence("four, still"),
        Break(),
        Sentence("Five."),
    )


def test_a_quotation_stays_whole_and_a_sentence_without_end_is_cut_where_one_can_breathe() -> None:
    assert sentences('She said "stay." Then (it is fine.) Breathe. why not') == [
        'She said "stay."', "Then (it is fine.)", "Breathe. why not"]  # fmt: skip
    parts = sentences("word and, " * 200 + "x" * 900)
    assert all(0 < len(part) <= 400 for part in parts)
    assert "".join(parts).replace(" ", "") == ("word and, " * 200 + "x" * 900).replace(" ", "")


def test_what_would_move_a_cursor_is_refused() -> None:
    for text in ("Hi \\e]52;c;aGk=\\a there", "a\\u202Eb"):
        assert "hidden character" in told(HEAD + f'steps:\n  - say: "{text}"\n')


def test_a_script_of_too_many_breaths_or_optional_sections_is_refused() -> None:
    assert "more than 40" in told(HEAD + "steps:\n" + "  - breathe: six\n" * 41)
    many = "  - section: {title: x, optional: true}\n  - silence: 1s\n" * 25
    assert "more than 24" in told(HEAD + "steps:\n" + many)


def test_every_verb_tells_what_it_is_for() -> None:
    for verb in VERBS.values():
        assert verb.help
        assert verb.takes.says


@given(st.text(max_size=200))
def test_any_text_at_all_parses_or_diagnoses(text: str) -> None:
    try:
        parse(text, file="any.yaml", id="any", bells=("soft",))
    except BadFileError as error:
        assert render_all(error.diagnostics)


@given(st.data())
def test_any_mutation_of_a_good_script_parses_or_diagnoses(data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(SCRIPT)))
    length = data.draw(st.integers(0, 12))
    new = data.draw(st.text(alphabet="abc :-[]{}&*!|>'\"\n\t#?,0189.+s", max_size=12))
    text = SCRIPT[:at] + new + SCRIPT[at + length :]
    try:
        parse(text, file="any.yaml", id="any", bells=("soft",))
    except BadFileError as error:
        assert render_all(error.diagnostics)


def test_kinds_that_stand_alone_speak_for_themselves() -> None:
    from companion.reading.document import Scalar
    from companion.reading.fields import Report
    from companion.script.kinds import STEPS
    from companion.script.verbs.breathe import BREATHE

    report = Report()
    assert report.read_item(Scalar("x", Span(0, 0)), report) is None
    assert report.flaws[0].message == "there can't be steps here"
    assert "in" in BREATHE.long.says
    assert STEPS.says
