"""Agreements: their pages, and what a check-in leads to before, at and after its time.

Nothing here follows anyone: there's no field for what was kept or broken, and nothing counts.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Literal, NamedTuple

from companion.script.model import Length, Script
from companion.session import agreement_words as words
from companion.session.check_in import said
from companion.session.kept_page import KeptPage, KeptRow
from companion.session.until import possible_ends
from companion.timeline.answers import Answers
from companion.units import MINUTE, SECOND, Millis

if TYPE_CHECKING:
    from companion.store.kept.keeper import Keeper
    from companion.store.kept.sealed import CheckIn, Entry

Phase = Literal["coming", "here", "passed", "over"]
CHECK_IN = "checkin"
SHORT = "one-minute-feet"
SESSIONS = {
    "see": "an-agreement",
    "short": SHORT,
    "talk": "before-the-talk",
    "hello": "hello-again",
    "late": "not-back-yet",
}
"""The sessions that rows lead to, by the values of those."""
USUAL_SIT = Length(Millis(5 * MINUTE), Millis(10 * MINUTE), Millis(60 * MINUTE))
"""The lengths of the timed sit, where its script doesn't say."""
_HERE, _PASSED = timedelta(hours=1), timedelta(days=1)
_SHORT_MS = 2 * MINUTE


class Said(NamedTuple):
    """One line about a check-in for home, and the words beside it."""

    line: str
    note: str


def moment(check_in: "CheckIn", now: datetime) -> datetime:
    """The time of a check-in."""
    return datetime.fromtimestamp(check_in.at / SECOND, now.tzinfo)


def phase(at: datetime, now: datetime) -> Phase:
    """Whether a check-in is to come, is here, has passed, or was so long ago that it's over."""
    if now < at:
        return "coming"
    if now < at + _HERE:
        return "here"
    return "passed" if now < at + _PASSED else "over"


def current(check_ins: "Sequence[CheckIn]", now: datetime) -> "CheckIn | None":
    """The earliest check-in that isn't over."""
    return next((c for c in check_ins if phase(moment(c, now), now) != "over"), None)


def to_change(keeper: "Keeper", now: datetime) -> int:
    """The id of the agreement whose check-in is changed: of the current one, or of the last one.

    Raises:
        CompanionError: when what is kept can't be read.
    """
    here = current(keeper.agreements.check_ins(), now)
    return keeper.agreements.last_id if here is None else here.id


def on_home(keeper: "Keeper", now: datetime) -> Said | None:
    """The words of home about the check-in; None where there is none.

    Raises:
        CompanionError: when what is kept can't be read.
    """
    check_in = current(keeper.agreements.check_ins(), now)
    if check_in is None:
        return None
    at = moment(check_in, now)
    note = {"coming": words.HOME_COMING, "here": words.HOME_HERE}
    return Said(words.SAID.format(said=said(at, now)), note.get(phase(at, now), words.HOME_PASSED))


def sit_before(at: datetime, now: datetime, length: Length) -> str:
    """The sit to offer before a check-in: `until`, `sit`, `short`, or nothing where none fits.

    Args:
        at: the check-in.
        now: the moment it is.
        length: the lengths that the timed sit can have.
    """
    now_ms, at_ms = round(now.timestamp() * SECOND), round(at.timestamp() * SECOND)
    first, last = possible_ends(length.least, length.most, now_ms)
    if at_ms > last:
        return "sit"
    if at_ms >= first:
        return "until"
    return "short" if at_ms - now_ms >= _SHORT_MS else ""


def page(keeper: "Keeper", now: datetime, length: Length) -> KeptPage:
    """Make the page of agreements.

    Args:
        keeper: everything that the person asked to keep.
        now: the moment it is.
        length: the lengths that the timed sit can have.

    Raises:
        CompanionError: when what is kept can't be read.
    """
    if not keeper.agreements.count:
        rows = (
            KeptRow(words.SEE_HOW, "twelve minutes, with four questions", "see"),
            KeptRow(words.BY_HAND_ROW, "the same four questions", "write"),
        )
        return KeptPage(words.TITLE, (words.NONE,), rows)
    check_in = current(keeper.agreements.check_ins(), now)
    if check_in is None:
        title = words.TITLE
        lines: tuple[str, ...] = (words.KEPT, words.NO_CHECK_IN)
        own = [KeptRow(words.READ, "with your passphrase", "read")]
        own.append(KeptRow(words.FIRST_TIME, "", "time"))
    else:
        title, lines, first = _at(moment(check_in, now), now, length)
        own = [*first]
        if keeper.unsent.count:
            own.append(KeptRow(words.SAVED, "with your passphrase", "saved"))
        own.append(KeptRow(words.READ, "with your passphrase", "read"))
        own.append(KeptRow(words.OTHER_TIME, "", "time"))
        own.append(KeptRow(words.TALKED, "then nothing's said about it any more", "talked"))
    own.append(KeptRow(words.BY_HAND_ROW, "another one", "write"))
    own.append(KeptRow(words.FORGET, "", "forget", is_final=True))
    return KeptPage(title, lines, tuple(own))


_Part = tuple[str, tuple[str, ...], tuple[KeptRow, ...]]


def _at(at: datetime, now: datetime, length: Length) -> _Part:
    """The title, the lines and the first rows of the page with a check-in."""
    you_said = words.SAID.format(said=said(at, now))
    hello = KeptRow(words.HELLO, "for two, the first minutes back", "hello")
    talk = KeptRow(words.TALK, "what to ask, in one sentence", "talk")
    late = KeptRow(words.LATE, "the time has passed; what now", "late")
    match phase(at, now):
        case "coming":
            rows = {
                "until": (KeptRow(words.SIT_UNTIL, "it ends exactly then", "until"),),
                "sit": (KeptRow(words.SIT_BEFORE, "it's over well before", "sit"),),
                "short": (KeptRow(words.SIT_SHORT, "it fits before it", "short"),),
                "": (),
            }
            return words.TITLE, (you_said,), rows[sit_before(at, now, length)]
        case "here":
            return words.HERE_TITLE, (you_said, *words.OPENING), (talk, hello, late)
        case _:
            lines = (you_said, words.PASSED, words.WORRIED)
            return words.TITLE, lines, (late, hello)


def of_session(script: Script, answers: Answers) -> dict[str, str] | None:
    """The answers of a session that makes an agreement; None for any other, or without answers."""
    if script.card is None or set(script.card.lines) != set(words.QUESTIONS):
        return None
    return written({name: answers.text(name) for name in words.QUESTIONS})


def written(answers: Mapping[str, str]) -> dict[str, str] | None:
    """The answers that aren't empty; None where all are."""
    return {name: text.strip() for name, text in answers.items() if text.strip()} or None


def rows(answers: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Each question of an agreement with its answer, where there is one."""
    return tuple(
        (question, answers[name]) for name, question in words.QUESTIONS.items() if name in answers
    )


def new_card(answers: Mapping[str, str], now: datetime) -> KeptPage:
    """The card of an agreement that isn't kept: each question with its answer, dated."""
    choices = (KeptRow(words.KEEP, words.KEEP_LINE, "keep"), KeptRow(words.BACK, "", "back"))
    return _card(answers, now, choices)._replace(notes=(words.COPY_NOW,))


def kept_card(entry: "Entry", others: "Sequence[Entry]", now: datetime) -> KeptPage:
    """The card of an agreement that is kept, with a row for each of the others."""
    choices = (
        KeptRow(words.BACK, "", "back"),
        KeptRow(words.CHANGE, "either of you can, any day", "change"),
        *(
            KeptRow(words.ANOTHER.format(date=date_words(made(each, now))), "", str(each.id))
            for each in others
        ),
        KeptRow(words.FORGET_ONE, "", "forget", is_final=True),
    )
    return _card(entry.words, made(entry, now), choices)


def _card(answers: Mapping[str, str], at: datetime, choices: tuple[KeptRow, ...]) -> KeptPage:
    pairs = rows(answers)
    text = "\n".join(f"{question}\n  {answer}" for question, answer in pairs)
    line = words.MADE.format(date=date_words(at))
    return KeptPage(words.CARD_TITLE, (line,), choices, pairs, copy=text)


def made(entry: "Entry", now: datetime) -> datetime:
    """The time at which an agreement was made."""
    return datetime.fromtimestamp(entry.at / SECOND, now.tzinfo)


def date_words(at: datetime) -> str:
    """A day in words."""
    return f"{at.day} {at:%B %Y}"
