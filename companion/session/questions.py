"""Questions as a person meets them: in numbered lines, and what they typed as an answer."""

from dataclasses import dataclass
from typing import assert_never

from companion.script.model import Card, Script
from companion.script.step import Ask, Asked, Choose, Rate, Write, walk
from companion.timeline.answers import Answers, Value

HIGHEST = 10
END_OF_WRITING = "."


@dataclass(frozen=True, slots=True)
class Reply:
    """What was answered, and a line that says so; `problem` where it was no answer."""

    value: Value = None
    said: str = ""
    problem: str = ""


def lines(asked: Asked) -> list[str]:
    """A question in lines of text: what is asked, how to answer, what happens without an answer."""
    waits = "it goes on by itself after a while"
    match asked:
        case Rate():
            how = (
                f"(a number from 0, {asked.low}, to 10, {asked.high}; Enter leaves it out; {waits})"
            )
            return [asked.prompt, how]
        case Ask():
            return [asked.prompt, f"(type a line; Enter leaves it out; {waits}; nothing is kept)"]
        case Write():
            how = "(type what you like, it waits; a line with only a dot ends it; nothing is kept)"
            return [asked.prompt, how]
        case Choose():
            rows = [f"{n}  {option.label}" for n, option in enumerate(asked.options, 1)]
            how = f'(a number and Enter; without one it goes on with "{asked.default.label}")'
            return [asked.prompt, *rows, how]
        case _:
            assert_never(asked)


def read(asked: Asked, typed: str) -> Reply:
    """What was typed, as an answer."""
    typed = typed.strip()
    match asked:
        case Rate() if typed:
            number = _number(typed, 0, HIGHEST)
            problem = f"A number from 0 to {HIGHEST}, or only Enter."
            return Reply(problem=problem) if number is None else Reply(number, "Thank you.")
        case Choose() if typed:
            number = _number(typed, 1, len(asked.options))
            if number is None:
                return Reply(problem=f"A number from 1 to {len(asked.options)}, or only Enter.")
            label = asked.options[number - 1].label
            return Reply(label, label)
        case Choose():
            return Reply(asked.default.label, asked.default.label)
        case _:
            return Reply(typed or None, "Thank you." if typed else "Left out.")


def _number(typed: str, least: int, most: int) -> int | None:
    is_number = typed.isascii() and typed.isdecimal() and len(typed) <= len(str(most)) + 1
    return int(typed) if is_number and least <= int(typed) <= most else None


def left_lines(script: Script, answers: Answers) -> list[str]:
    """What a session leaves to copy: its card, and what was written in boxes that may be kept."""
    asked = (step for step in walk(script.steps) if isinstance(step, Write) and step.keep == "ask")
    boxes = [str(answers.given[box.id]) for box in asked if answers.given.get(box.id)]
    return [*card_lines(script.card, answers), *boxes]


def card_lines(card: Card | None, answers: Answers) -> list[str]:
    """What an agreement leaves: the answers it names, those that were given."""
    if card is None:
        return []
    given = [str(answers.given[name]) for name in card.lines if answers.given.get(name)]
    if not given:
        return []
    again = f"(to be looked at again in {card.review_days} days)" if card.review_days else ""
    return [card.title, *given, *([again] if again else [])]
