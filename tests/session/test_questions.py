import pytest

from companion.reading.flaw import Span
from companion.script.step import Ask, Asked, Choose, Option, Rate, Write
from companion.session.questions import Left, Reply, left, lines, read
from companion.timeline.answers import NONE, Answers
from companion.timeline.arranging.arrange import arrange
from companion.timeline.planning.plan import plan
from companion.timeline.request import Request
from companion.units import Millis
from tests.fakes import BELL_LENGTHS, script

HERE = Span(0, 0)
RATE = Rate("r", "How strong?", "quiet", "loud", Millis(20_000), HERE)
ASK = Ask("a", "What helps?", Millis(60_000), HERE)
WRITE = Write("w", "Dear?", "stops", Millis(30_000), Millis(600_000), "never", HERE)
OPTIONS = tuple(
    Option(label, label == "Hands", (), None, "", HERE) for label in ("Sounds", "Hands")
)
CHOOSE = Choose("c", "Where?", Millis(15_000), OPTIONS, HERE)


@pytest.mark.parametrize(
    ("asked", "typed", "reply"),
    [
        (RATE, "7", Reply(7, "Thank you.")),
        (RATE, " 10 ", Reply(10, "Thank you.")),
        (RATE, "", Reply(None, "Skipped.")),
        (RATE, "11", Reply(problem="Please type a number from 0 to 10, or just Enter.")),
        (RATE, "x", Reply(problem="Please type a number from 0 to 10, or just Enter.")),
        (RATE, "９", Reply(problem="Please type a number from 0 to 10, or just Enter.")),
        (CHOOSE, "1", Reply("Sounds", "Sounds")),
        (CHOOSE, "", Reply("Hands", "Hands")),
        (CHOOSE, "3", Reply(problem="Please type a number from 1 to 2, or just Enter.")),
        (ASK, " a walk ", Reply("a walk", "Thank you.")),
        (WRITE, "", Reply(None, "Skipped.")),
    ],
)
def test_what_is_typed_is_an_answer_or_told_what_would_be(
    asked: Asked, typed: str, reply: Reply
) -> None:
    assert read(asked, typed) == reply


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (RATE, "0, quiet, to 10, loud"),
        (ASK, "Enter skips it"),
        (WRITE, "a line with only a dot"),
        (CHOOSE, 'without one it goes on with "Hands"'),
    ],
)
def test_a_question_says_how_to_answer_and_that_it_goes_on(asked: Asked, told: str) -> None:
    assert lines(asked)[0] == asked.prompt
    assert told in "\n".join(lines(asked))


CARD = """\
companion: 1
title: T
card: {title: Ours, lines: [when, how], review: 14d}
vars: {partner: {default: your partner}}
steps:
  - ask: {id: when, prompt: "When {partner} is back"}
  - ask: {id: how, prompt: How}
  - write: {id: dear, prompt: "Dear {partner}"}
  - write: {id: secret, prompt: Alone, keep: never}
"""


def kept(text: str, answers: Answers, request: Request | None = None) -> Left | None:
    written = script(text)
    made = plan(written, request or Request(), BELL_LENGTHS)
    return left(written, arrange(made, {}), answers)


def test_a_card_shows_its_questions_with_what_was_answered_and_nothing_else() -> None:
    assert kept(CARD, NONE) is None
    answers = NONE.answer("when", "Sunday").answer("how", None)
    card = kept(CARD, answers, Request(slots={"partner": "Sam"}))
    assert card == Left(
        "Ours", (("When Sam is back", "Sunday"),), "(look at this again in 14 days)"
    )
    assert card.lines == [
        "Ours", "When Sam is back", "  Sunday", "(look at this again in 14 days)",
    ]  # fmt: skip
    without = kept(CARD.replace(", review: 14d", ""), answers)
    assert without is not None
    assert without.review == ""


def test_a_letter_is_shown_whole_once_more_unless_the_script_says_otherwise() -> None:
    answers = NONE.answer("dear", "one\ntwo").answer("secret", "never shown")
    letter = kept(CARD, answers)
    # nobody answered what is on the card, so this is no card
    assert letter == Left("T", (("Dear your partner", "one\ntwo"),))
    assert letter.lines == ["T", "Dear your partner", "  one", "  two"]
    both = kept(CARD, answers.answer("how", "slowly"))
    assert both is not None
    assert both.title == "Ours"
    assert [text for _, text in both.rows] == ["slowly", "one\ntwo"]


def test_what_stood_in_a_box_that_closed_is_shown_as_well() -> None:
    letter = kept(CARD, NONE.keep("dear", "half a sent"))
    assert letter is not None
    assert letter.rows == (("Dear your partner", "half a sent"),)


def test_a_box_in_a_repeat_has_a_row_for_each_time_it_was_used() -> None:
    text = "companion: 1\ntitle: T\nsteps:\n  - repeat:\n      times: 3\n      steps:\n        - write: {id: w, prompt: Dear}\n"
    letter = kept(text, NONE.answer("w", "one").answer("w#3", "three"))
    assert letter == Left("T", (("Dear", "one"), ("Dear", "three")))
