"""The check of a condition on an answer: its question must have such answers.

It is apart because it needs none of the state of the other checks.
"""

from collections.abc import Callable

from companion.reading.fields import nearest
from companion.reading.flaw import Fix, Span
from companion.script.manner import Answered, Rated
from companion.script.step import Asked, Choose, Rate

Add = Callable[[Span, str, str, str, Fix | None], None]
"""A function that adds a flaw: its place, message and remedy, the text it is about, and a fix."""


def check_answer(condition: Rated | Answered, asked: Asked, add: Add) -> None:
    """Report a condition that no answer to its question can meet.

    Args:
        condition: the condition.
        asked: the question that it names.
        add: adds a flaw.
    """
    name = condition.question
    if isinstance(condition, Rated) and not isinstance(asked, Rate):
        is_choice = isinstance(asked, Choose)
        remedy = f"write {{answer: {name}, is: ...}}" if is_choice else "use the id of a rate step"
        add(condition.span, f'"{name}" isn\'t a rating', remedy, name, None)
    elif isinstance(condition, Rated) and condition.at_least > condition.at_most:
        remedy = "give at_least the smaller number"
        add(condition.span, "at_least is larger than at_most", remedy, "", None)
    elif isinstance(condition, Answered) and not isinstance(asked, Choose):
        remedy = "use the id of a choose step"
        add(condition.span, f'"{name}" isn\'t a choice', remedy, name, None)
    elif isinstance(condition, Answered) and isinstance(asked, Choose):
        labels = tuple(option.label for option in asked.options)
        if condition.option not in labels:
            lower = {label.lower(): label for label in labels}
            guess = nearest(condition.option, tuple(lower))
            label = lower.get(guess, "")
            remedy = "write one of: " + ", ".join(labels)
            remedy = f'did you mean "{label}"?' if label else remedy
            message = f'"{name}" has no option "{condition.option}"'
            fix = Fix(condition.option, label) if label else None
            add(condition.span, message, remedy, condition.option, fix)
