"""The card before a session as lines: what can be chosen, and what is asked for at the end."""

from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from companion.plain.lines import Write, not_here, write_page
from companion.plain.pages import LETTERS, PlainPages
from companion.plain.typist import Typist
from companion.reading.diagnostic import printable
from companion.session.card import BELLS, LENGTH, STRENGTH, Card, Choice
from companion.session.introduction import Introduction, known
from companion.session.opened import Opened
from companion.session.sit_card import END, SitCard, SitProblem
from companion.timeline.request import Request
from companion.wording_pages import DRIVING, SIT, SIT_LINE, STRONG_FIRST

if TYPE_CHECKING:
    from companion.store.own_preferences import OwnPreferences

_HELP = (
    "n  right now, c  someone to call, i  is this space?, x  stop, do this instead, h  hide, "
    "q  leave"
)
_PROMPT = "Enter begins. A number changes a line, d tells what's known, b goes back."


class CardServices(Protocol):
    """The parts of the program that a card needs."""

    @property
    def own(self) -> "OwnPreferences":
        """The person's preferences."""
        ...

    @property
    def beds(self) -> tuple[str, ...]:
        """The names of all beds."""
        ...


def card_of(  # noqa: PLR0913, PLR0917 - one for each thing that a card depends on
    services: CardServices, opened: Opened, name: str, sit: str, wanted: Request, write: Write
) -> Card | SitCard:
    """The card of a session; a sound in the settings that is gone is told.

    Args:
        services: the person's preferences and beds.
        opened: the session.
        name: its id.
        sit: the id of the timed sit, which has a card of its own.
        wanted: what was asked for so far.
        write: writes a line.
    """
    request, problems = services.own.request(name, wanted)
    for problem in problems:
        write(printable(problem))
    if name == sit:
        return SitCard(opened, request, services.beds, services.own.last_sit)
    return Card(opened, request, services.beds)


class PlainCard:
    """One card.

    Args:
        card: the choices.
        introduction: what to ask before.
        typist: reads the lines.
        write: writes a line.
        pages: the pages that a letter opens.
        now: the moment it is, in ms since the epoch.
    """

    def __init__(  # noqa: PLR0913 - each part by its name
        self,
        card: Card | SitCard,
        introduction: Introduction,
        typist: Typist,
        write: Write,
        pages: PlainPages,
        *,
        now: int,
    ) -> None:
        self._pages = pages
        self._card, self._introduction = card, introduction
        self._typist, self._write, self._now = typist, write, now

    def ask(self) -> Request | str | None:
        """Show the card until it begins; return the request, None to go back, or `n` or `q`."""
        self._show()
        while (typed := self._typist.wait()) is not None:
            word = typed.strip().lower()
            if word == "b":
                return None
            if word in ("n", "q"):
                return word
            if word == "h":
                if not self._pages.hide():
                    return "q"
                self._show()
                continue
            if word in (*LETTERS, "?", "d"):
                self._tell(word)
            elif word.isdecimal() and 0 < int(word) <= len(self._card.rows):
                self._change(self._card.rows[int(word) - 1])
            elif not word:
                if (request := self._request()) is not None:
                    return self._with_slots(request)
                continue
            else:
                self._write(not_here(word))
            self._write(_PROMPT)
        return None

    def _tell(self, word: str) -> None:
        """Show a page, what can be typed, or what's known of the session."""
        if word == "?":
            self._write(_HELP)
        elif word == "d":
            write_page(known(self._card.opened.script), self._write)
        else:
            self._pages.show(word, self._card.opened.script.way_out)

    def _show(self) -> None:
        script = self._card.opened.script
        is_sit = isinstance(self._card, SitCard)
        self._write("")
        self._write(printable(SIT if is_sit else script.title))
        if line := SIT_LINE if is_sit else script.intent:
            self._write(printable(line))
        for number, row in enumerate(self._card.rows, 1):
            self._write(f"{number}  {row.label}: {row.words[row.at]}")
        if script.cautions:
            self._write(printable(script.cautions[0]))
        self._write(DRIVING)
        self._write(_PROMPT)

    def _change(self, row: Choice) -> None:
        if row.name == LENGTH:
            low, high = row.words[0].removesuffix(" min"), row.words[-1]
            self._write(f"How many minutes? {low} to {high}.")
        else:
            for number, words in enumerate(row.words, 1):
                self._write(f"{number}  {words}")
        typed = (self._typist.wait() or "").strip()
        at = _nearest(row, typed) if row.name == LENGTH else _number(typed, len(row.words))
        if at is None:
            self._write("It stays as it was.")
            return
        self._card.choose(row.name, at)
        if isinstance(self._card, SitCard):
            self._type_more(self._card, row.name)
        chosen = next(each for each in self._card.rows if each.name == row.name)
        self._write(f"{chosen.label}: {chosen.words[chosen.at]}")
        if row.name == STRENGTH and self._card.is_very_strong:
            self._write(STRONG_FIRST)

    def _type_more(self, card: SitCard, name: str) -> None:
        """Ask for a time of day, or for the times of bells, where one was chosen."""
        if name == END and card.end == "time":
            self._write("Until when? For example 22:30.")
            card.until = (self._typist.wait() or "").strip()
        elif name == BELLS and card.has_own_bells:
            self._write("After how many minutes? For example 5, 12, 30.")
            card.own_bells = (self._typist.wait() or "").strip()

    def _request(self) -> Request | None:
        if isinstance(self._card, Card):
            return self._card.request
        request = self._card.request(self._now)
        if isinstance(request, SitProblem):
            self._write(f"{request.words[:1].upper()}{request.words[1:]}.")
            return None
        return request

    def _with_slots(self, request: Request) -> Request:
        words = {}
        for name, question, default in self._introduction.slots:
            self._write(printable(f"{question} (Enter: {default})"))
            if typed := " ".join((self._typist.wait() or "").split()):
                words[name] = typed
        return replace(request, slots={**request.slots, **words})


def _number(typed: str, most: int) -> int | None:
    """The index of a number that was typed, or None."""
    is_number = typed.isascii() and typed.isdecimal() and 0 < int(typed[:4]) <= most
    return int(typed) - 1 if is_number else None


def _nearest(row: Choice, typed: str) -> int | None:
    """The index of the length nearest to minutes that were typed, or None."""
    try:
        wanted = float(typed.replace(",", ".")) * 60_000
    except ValueError:
        return None
    return min(range(len(row.values)), key=lambda n: abs(row.values[n] - wanted))
