"""Questions as lines of text, the replies to what a person types, and what a session leaves."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import assert_never

from companion.script.model import Script
from companion.script.step import Ask, Asked, Choose, Rate, Write, walk
from companion.session.call_words import HELP_IS_NEAR
from companion.timeline.answers import Answers, Value
from companion.timeline.cue import Question
from companion.timeline.timeline import Asking, Timeline, Voiced

HIGHEST = 10
END_OF_WRITING = "."
HELP_LINE = f"({HELP_IS_NEAR.format(key='c and Enter')})"


@dataclass(frozen=True, slots=True)
class Reply:
    """The value of an answer and a line to show for it, or the `problem` with what was typed."""

    value: Value = None
    said: str = ""
    problem: str = ""


def lines(asked: Asked) -> list[str]:
    """The lines of a question: its prompt, its options, and how to answer."""
    waits = "it goes on by itself after a while"
    match asked:
        case Rate():
            how = (
                f"(type a number from 0, {asked.low}, to 10, {asked.high}; Enter skips it; {waits})"
            )
            return [asked.prompt, how, HELP_LINE]
        case Ask():
            how = (
                "(type a line; Enter skips it; it waits while you write, and goes on by itself "
                "when nobody does; nothing is kept)"
            )
            return [asked.prompt, how, HELP_LINE]
        case Write():
            how = (
                "(type what you like, it waits for you; a line with only a dot ends it; "
                "nothing is kept)"
            )
            return [asked.prompt, how, HELP_LINE]
        case Choose():
            rows = [f"{n}  {option.label}" for n, option in enumerate(asked.options, 1)]
            how = (
                f'(type a number, then Enter; without one it goes on with "{asked.default.label}")'
            )
            return [asked.prompt, *rows, how]
        case _:
            assert_never(asked)


def read(asked: Asked, typed: str) -> Reply:
    """Return the reply to a typed line; an empty line skips the question or takes its default."""
    typed = typed.strip()
    match asked:
        case Rate() if typed:
            number = _number(typed, 0, HIGHEST)
            problem = f"Please type a number from 0 to {HIGHEST}, or just Enter."
            return Reply(problem=problem) if number is None else Reply(number, "Thank you.")
        case Choose() if typed:
            number = _number(typed, 1, len(asked.options))
            if number is None:
                problem = f"Please type a number from 1 to {len(asked.options)}, or just Enter."
                return Reply(problem=problem)
            label = asked.options[number - 1].label
            return Reply(label, label)
        case Choose():
            return Reply(asked.default.label, asked.default.label)
        case _:
            return Reply(typed or None, "Thank you." if typed else "Skipped.")


def _number(typed: str, least: int, most: int) -> int | None:
    """The number that was typed in ASCII digits, or None when it is not from `least` to `most`."""
    is_number = typed.isascii() and typed.isdecimal() and len(typed) <= len(str(most)) + 1
    return int(typed) if is_number and least <= int(typed) <= most else None


@dataclass(frozen=True, slots=True)
class Left:
    """The lines a person may copy after a session, before they go.

    `title` is the card's, or else the session's; `rows` pairs each question with its answer, which
    may have several lines; `review` says when to look at it again, or nothing.
    """

    title: str
    rows: tuple[tuple[str, str], ...]
    review: str = ""

    @property
    def lines(self) -> list[str]:
        """All of it as lines of text, an answer below its question."""
        rows = [[prompt, *(f"  {line}" for line in text.split("\n"))] for prompt, text in self.rows]
        return [self.title, *chain(*rows), *([self.review] if self.review else [])]


def left(script: Script, timeline: Timeline, answers: Answers) -> Left | None:
    """Return what a session leaves, or None: its card, then its boxes that aren't `keep: never`.

    Questions read as they were asked, with the person's own words in them; a question that was
    asked several times has a row for each answer. Empty answers have none.
    """
    prompts = {asked.key: asked.asked.prompt for asked in _asked_in(timeline)}
    on_card = script.card.lines if script.card else ()
    boxes = (s.id for s in walk(script.steps) if isinstance(s, Write) and s.keep == "ask")
    names = dict.fromkeys((*on_card, *boxes))
    keys = (key for name in names for key in prompts if key.partition("#")[0] == name)
    rows = tuple((prompts[key], answers.text(key)) for key in keys if answers.text(key))
    if not rows:
        return None
    has_card = script.card is not None and any(answers.text(name) for name in script.card.lines)
    if not has_card or script.card is None:
        return Left(script.title, rows)
    days = script.card.review_days
    return Left(script.card.title, rows, f"(look at this again in {days} days)" if days else "")


def _asked_in(timeline: Timeline) -> Iterator[Question]:
    """Every question of a timeline, at each of its words and waits."""
    for placement in timeline.placements:
        content = placement.content
        if isinstance(content, Asking | Voiced) and content.question is not None:
            yield content.question
