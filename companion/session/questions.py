"""Questions as lines of text, the replies to what a person types, and what a session leaves."""

from dataclasses import dataclass
from typing import assert_never

from companion.script.model import Card, Script
from companion.script.step import Ask, Asked, Choose, Rate, Write, walk
from companion.timeline.answers import Answers, Value

HIGHEST = 10
END_OF_WRITING = "."


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
            return [asked.prompt, how]
        case Ask():
            return [asked.prompt, f"(type a line; Enter skips it; {waits}; nothing is kept)"]
        case Write():
            how = (
                "(type what you like, it waits for you; a line with only a dot ends it; "
                "nothing is kept)"
            )
            return [asked.prompt, how]
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


def left_lines(script: Script, answers: Answers) -> list[str]:
    """The lines a person may copy after a session: its card, and the text of boxes to keep."""
    boxes = (step for step in walk(script.steps) if isinstance(step, Write) and step.keep == "ask")
    texts = [str(answers.given[box.id]) for box in boxes if answers.given.get(box.id)]
    return [*card_lines(script.card, answers), *texts]


def card_lines(card: Card | None, answers: Answers) -> list[str]:
    """The title of a card with the answers it names, or nothing when none of them was given."""
    if card is None:
        return []
    given = [str(answers.given[name]) for name in card.lines if answers.given.get(name)]
    if not given:
        return []
    review = f"(look at this again in {card.review_days} days)" if card.review_days else ""
    return [card.title, *given, *([review] if review else [])]
