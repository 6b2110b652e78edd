"""The pages after a session: the words for how it ended, whether to ask, and what comes next.

Everything here is pure. `page_after` gives the first page; a tap on its question goes to
`page_for_tap`, one on a stop's question to `page_for_stop`, one on the question of what is about
the same to `page_for_with`. The words are in `after_words`.
"""

from dataclasses import dataclass, replace
from functools import partial
from typing import Literal, assert_never

from companion.script.manner import RISE
from companion.script.model import Script
from companion.script.step import Rate, walk
from companion.session import after_words as words
from companion.session.after_offers import OUTWARD, has_no_more_words, offer, shorter_or_different
from companion.session.ended import Ended
from companion.timeline.answers import Answers
from companion.units import SECOND, Millis
from companion.wording_pages import way_out_line

Tap = Literal["softer", "same", "stronger"] | int | None
"""An answer to "How is it now?": a word, a number from 0 to 10, or None for a skip."""
With = Literal["yes", "a little", "no"]
"""An answer to "Can you be with it?"."""
StopTap = Literal["too much", "not right"] | None
"""An answer to "Was it too much?": None for neither."""
PageName = Literal[
    "finished", "gentle", "stopped", "stopped late", "too much", "not right", "interrupted",
    "night", "softer", "same", "with it", "a little", "stronger", "very strong", "home",
]  # fmt: skip

# A stop this soon is a wrong key or a change of mind; nothing is asked about it.
_TOO_SOON = Millis(20 * SECOND)
_VERY_STRONG = 9
# Without a number before, a number up to this is small.
_SMALL = 4


@dataclass(frozen=True, slots=True)
class Page:
    """One page after a session.

    `lines` are its words, `spoken` those of the voice, empty for silence; `rows` pairs keys with
    what they do. `next` are the ids to offer, two at most, in order, and `next_labels` what each
    of them is, such as "something shorter", where that is said. `asks` is whether to put the
    question of `page_for_tap`, `asks_with` that of `page_for_with`, `shows_closing` whether the
    session's own last words stand on top, `hides_sessions` whether nothing else that plays may be
    reached from here without a key. `way_out` is the line of the script for when it gets too much.
    """

    name: PageName
    lines: tuple[str, ...] = ()
    spoken: str = ""
    rows: tuple[tuple[str, str], ...] = ()
    next: tuple[str, ...] = ()
    next_labels: tuple[str, ...] = ()
    asks: bool = False
    asks_with: bool = False
    shows_closing: bool = False
    hides_sessions: bool = False
    way_out: str = ""


def page_after(ended: Ended) -> Page:
    """Return the first page after a session."""
    script = ended.script
    match ended.how:
        case "interrupted":
            line = words.INTERRUPTED.format(reason=ended.reason)
            return Page("interrupted", (line,), rows=words.INTERRUPTED_ROWS)
        case "stopped":
            return _page_of_stop(ended)
        case "finished" | "gentle":
            pass
        case _:
            assert_never(ended.how)
    if ended.how == "finished" and script.kind == "night":
        return Page("night")  # the screen goes dark, and any key brings home back
    is_end = ended.how == "finished"
    line = words.FINISHED if is_end else words.GENTLE
    spoken = "" if is_end else words.GENTLE_SPOKEN
    page = Page("finished" if is_end else "gentle", (line,), spoken, shows_closing=True)
    last = rating_at_end(script)
    if last is not None and last in ended.answers.given:
        return _with_rating(page, ended, ended.answers.given[last])
    return replace(page, asks=asks(ended))


def asks(ended: Ended) -> bool:
    """Whether to ask how it is now.

    Not twice, not after a night, the panic key, a stop or a computer that failed, and not where
    the script asked for a number at its end, even if nobody gave one. A gentle end may have gone
    past that question, so it asks unless there is an answer or a skip.
    """
    last = rating_at_end(ended.script)
    is_still_open = ended.how == "gentle" and last not in ended.answers.given
    return (
        ended.how in ("finished", "gentle")
        and ended.script.kind != "night"
        and not ended.is_panic
        and not ended.has_asked
        and (last is None or is_still_open)
    )


def rating_at_end(script: Script) -> str | None:
    """Return the id of a rating in the last third of the steps, or None."""
    steps = list(walk(script.steps))
    late = (
        step.id
        for n, step in enumerate(steps)
        if isinstance(step, Rate) and 3 * n >= 2 * len(steps)
    )
    return next(reversed(list(late)), None)


def page_for_stop(ended: Ended, tap: StopTap) -> Page:
    """Return the page for an answer to "Was it too much, or just not the right one?"."""
    match tap:
        case "too much":
            return _strong(ended, "too much", words.TOO_MUCH, words.TOO_MUCH_SPOKEN)
        case "not right":
            others = offer(ended, filter(partial(has_no_more_words, ended), ended.nearby))
            return Page("not right", (words.NOT_RIGHT,), rows=(words.PLAINER,), next=others)
        case None:
            return Page("home")
        case _:
            assert_never(tap)


def page_for_tap(ended: Ended, tap: Tap) -> Page:
    """Return the page for an answer to "How is it now, next to before?".

    A number is compared with the first rating of the session, where one was given; a skipped one
    counts as none. From nine up, or two higher than before, it is the page for what is very
    strong, and so is "about the same" after a nine and "stronger" after an eight.
    """
    before = first_rating(ended.script, ended.answers)
    if tap is None:
        return Page("home")
    if _is_very_strong(tap, before):
        return very_strong(ended)
    if isinstance(tap, int):
        tap = _in_words(tap, before)
    match tap:
        case "softer":
            return Page("softer", (words.SOFTER,), words.SOFTER_SPOKEN)
        case "same":
            next_ids, labels = shorter_or_different(ended)
            page = Page("same", (words.SAME,), words.SAME_SPOKEN, next=next_ids, next_labels=labels)
            return replace(page, asks_with=not ended.is_panic and ended.script.kind != "night")
        case "stronger":
            return _strong(ended, "stronger", words.STRONGER, words.STRONGER_SPOKEN)
        case _:
            assert_never(tap)


def page_for_with(ended: Ended, answer: With) -> Page:
    """Return the page for an answer to "Can you be with it?".

    What stays doesn't have to get smaller, as long as someone can be with it. Whoever can't is led
    outward, as after "too much".
    """
    match answer:
        case "yes":
            return Page("with it", (words.IS_WITH,), words.IS_WITH_SPOKEN)
        case "a little":
            next_ids, labels = shorter_or_different(ended)
            return Page("a little", (words.A_LITTLE,), next=next_ids, next_labels=labels)
        case "no":
            return page_for_stop(ended, "too much")
        case _:
            assert_never(answer)


def very_strong(ended: Ended, *, is_second: bool = False) -> Page:
    """Return the page for nine or ten, or two higher than before; the second time no session."""
    page = _strong(ended, "very strong", words.VERY_STRONG, words.VERY_STRONG_SPOKEN)
    return replace(page, rows=page.rows[1:], next=()) if is_second and page.next else page


def first_rating(script: Script, answers: Answers) -> int | None:
    """Return the first number of a session, or the one before it; a skipped one is no zero."""
    ratings = (step.id for step in walk(script.steps) if isinstance(step, Rate))
    values = (answers.given.get(name) for name in ratings)
    return next((value for value in values if isinstance(value, int)), answers.strength)


def _page_of_stop(ended: Ended) -> Page:
    if ended.heard < _TOO_SOON:
        return Page("stopped", (words.STOPPED,))
    if 2 * ended.heard < ended.total:
        return Page("stopped", (words.STOPPED_EARLY,), rows=words.STOPPED_EARLY_ROWS)
    return Page("stopped late", (words.STOPPED_LATE,))


def _with_rating(page: Page, ended: Ended, value: object) -> Page:
    """A page that goes on from the number that the script asked for at its end."""
    if not isinstance(value, int):
        return page
    follows = page_for_tap(ended, value)
    if follows.hides_sessions:
        return replace(follows, shows_closing=page.shows_closing)
    return replace(
        follows, lines=(*page.lines, *follows.lines), spoken=page.spoken, shows_closing=True
    )


def _is_very_strong(tap: Tap, before: int | None) -> bool:
    match tap:
        case int():
            return tap >= _VERY_STRONG or (before is not None and tap >= before + RISE)
        case "same":
            return before is not None and before >= _VERY_STRONG
        case "stronger":
            return before is not None and before + 1 >= _VERY_STRONG
        case _:
            return False


def _in_words(number: int, before: int | None) -> Literal["softer", "same", "stronger"]:
    if before is None:  # nothing is known of before, so nothing is said to have grown
        return "softer" if number <= _SMALL else "same"
    if number == before:
        return "same"
    return "softer" if number < before else "stronger"


def _strong(ended: Ended, name: PageName, line: str, spoken: str) -> Page:
    """The page that leads outward: something with open eyes, moving, a person, a helpline."""
    outward = offer(ended, OUTWARD)
    rows = (words.MOVE, words.PERSON, words.HELPLINE, words.AFRAID)
    return Page(
        name,
        (line, words.VERY_STRONG_STOP, words.FOUR_FIRST),
        spoken,
        rows=(words.EYES_OPEN, *rows) if outward else rows,
        next=outward,
        way_out=way_out_line(ended.script.way_out),
        hides_sessions=True,
    )
