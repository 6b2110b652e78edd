import pytest

from companion.reading.flaw import Span
from companion.script.model import Card
from companion.script.step import Ask, Asked, Choose, Option, Rate, Write
from companion.session.questions import Reply, card_lines, left_lines, lines, read
from companion.timeline.answers import NONE
from companion.units import Millis
from tests.fakes import script

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


def test_a_card_shows_what_was_answered_and_nothing_else() -> None:
    card = Card("Ours", ("when", "how"), 14)
    assert card_lines(None, NONE) == []
    assert card_lines(card, NONE) == []
    answers = NONE.answer("when", "Sunday").answer("how", None)
    assert card_lines(card, answers) == ["Ours", "Sunday", "(look at this again in 14 days)"]
    assert card_lines(Card("Ours", ("when",)), answers) == ["Ours", "Sunday"]


def test_what_was_written_is_shown_once_more_only_where_that_was_wanted() -> None:
    text = "companion: 1\ntitle: T\nsteps:\n  - write: {id: a, prompt: One, keep: ask}\n  - write: {id: b, prompt: Two}\n"
    answers = NONE.answer("a", "dear").answer("b", "secret")
    assert left_lines(script(text), answers) == ["dear"]
    assert left_lines(script(text), NONE) == []
