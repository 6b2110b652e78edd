"""The card of whom one could call: what it shows for a country, as rows, as slots and as speech.

Until a country was confirmed there is no number on it. A card knows nothing of its look.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from companion.reading.diagnostic import BadFileError
from companion.session import call_words as words
from companion.session.after_words import ANY_HELPLINE
from companion.store.helplines import Country, Helpline, Helplines, Need, shipped_helplines
from companion.store.person import Person
from companion.wording import NUMBERS

_ORDER: dict[Need, tuple[Need, ...]] = {
    "crisis": ("crisis", "abuse", "behaviour"),
    "abuse": ("abuse", "crisis", "behaviour"),
    "behaviour": ("behaviour", "crisis", "abuse"),
}
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July",
    "August", "September", "October", "November", "December",
)  # fmt: skip
_SIGNS = {"+": "Plus.", "*": "Star.", "#": "Hash."}


@dataclass(frozen=True, slots=True)
class Contact:
    """One row of the card.

    `number` is empty where one can only write; then `text` says what to write, and where. `place`
    names the country, and the region if it's only for that; it is empty for the person one chose.
    `line` is the dim line under the row, with the place in it, `more` everything else that's known.
    """

    name: str
    number: str = ""
    text: str = ""
    place: str = ""
    line: str = ""
    more: tuple[str, ...] = ()

    @property
    def reached(self) -> str:
        """The number, or what to write; it is shown large, and copied."""
        return self.number or self.text


@dataclass(frozen=True, slots=True)
class Group:
    """The contacts for one need under a heading, or the words that stand in their place."""

    title: str
    contacts: tuple[Contact, ...] = ()
    words: str = ""


@dataclass(frozen=True, slots=True)
class CallCard:
    """The whole card.

    `country` is the name of the country, empty until one was confirmed. `groups` are in the order
    of what is urgent, the first one for danger; `more` are behind a row. `found` says where the
    numbers come from, `note` what else has to be known about those of this country.
    """

    country: str
    groups: tuple[Group, ...]
    more: tuple[Group, ...] = ()
    found: str = ""
    note: str = ""


@cache
def known() -> Helplines:
    """The numbers that ship with the program; none at all where their file can't be read."""
    try:
        return shipped_helplines()
    except (BadFileError, OSError, ValueError):
        return Helplines()


def country_name(helplines: Helplines, code: str) -> str:
    """The name of a country, or its letters where nothing is known of it."""
    country = helplines.country(code)
    return country.name if country else code


def call_card(helplines: Helplines, code: str, person: Person, said: Need = "crisis") -> CallCard:
    """Make the card.

    Args:
        helplines: the numbers.
        code: the two letters of the country that was confirmed; empty for none.
        person: the one whom the listener chose.
        said: what the listener has said it's about; the line for that comes before the others.
    """
    needs: tuple[Need, ...] = ("emergency", *_ORDER.get(said, _ORDER["crisis"]))
    danger, *groups = (_group(helplines, code, need) for need in needs)
    country = helplines.country(code)
    return CallCard(
        country_name(helplines, code),
        (danger, _chosen(person), *groups),
        tuple(_rest(helplines, code)),
        _found(helplines, code),
        country.note if country else "",
    )


def slots(helplines: Helplines, code: str) -> dict[str, str]:
    """The words for the slots in pages and rows, such as `{crisis}`; no number without a country.

    `{line}` is the crisis line in the few words of a row.
    """
    filled: dict[str, str] = {need: _in_words(helplines, code, need) for need in words.WITHOUT}
    has_crisis = bool(_first(helplines, code, "crisis"))
    filled["line"] = filled["crisis"] if has_crisis else ANY_HELPLINE
    none = words.NONE_HERE.format(country=code) if code else words.NONE_FOUND
    filled["found"] = _found(helplines, code) or none
    return filled


def spoken(card: CallCard) -> str:
    """The card as a voice says it: no names, and every number digit by digit, twice.

    Spoken lines are kept as sounds, and a name among them would say who was called.
    """
    if not card.country:
        return words.NO_COUNTRY_SPOKEN
    lines = [words.SPOKEN, f"{card.country}."]
    for group in card.groups:
        reached = [contact for contact in group.contacts if contact.reached]
        if reached:
            lines.append(f"{group.title}.")
            lines += [_said(contact, beside=card.country) for contact in reached]
    return " [2s] ".join(lines)


def spoken_contact(contact: Contact) -> str:
    """One number as a voice says it, after its place."""
    return _said(contact)


def _said(contact: Contact, beside: str = "") -> str:
    """A number digit by digit, slowly, twice; its place first, unless that was said `beside` it."""
    digits = " [600ms] ".join(_digits(contact.reached))
    place = f"{contact.place}. [1s] " if contact.place not in ("", beside) else ""
    way = "" if contact.number else f"{words.BY_TEXT} [600ms] "
    return f"{place}{way}{digits} [1500ms] {words.AGAIN} [600ms] {digits}"


def _digits(number: str) -> Iterator[str]:
    """The digits, the signs and the words of a number, each as it is said."""
    for piece in re.findall(r"[0-9+*#]|[^\W\d_]+", number):
        said = NUMBERS[int(piece)] if piece.isdecimal() else piece
        yield _SIGNS.get(piece, f"{said}.")


def _first(helplines: Helplines, code: str, need: Need) -> tuple[Helpline, ...]:
    """The first line for a need, with those that are always shown together with it."""
    lines = helplines.of(code, need)
    first = lines[:1]
    return tuple(line for line in lines if line.pair and line.pair == lines[0].pair) or first


def _group(helplines: Helplines, code: str, need: Need) -> Group:
    lines = _first(helplines, code, need)
    title = words.HEADINGS[need]
    if not lines:
        return Group(title, words=_without(helplines, code, need))
    return Group(title, _contacts(helplines, lines))


def _rest(helplines: Helplines, code: str) -> Iterator[Group]:
    """The lines that aren't shown at first, by what they're for."""
    for need, title in words.HEADINGS.items():
        first = _first(helplines, code, need) if need in words.WITHOUT else ()
        rest = [line for line in helplines.of(code, need) if line not in first]
        if rest:
            yield Group(title, _contacts(helplines, rest))


def _without(helplines: Helplines, code: str, need: Need) -> str:
    """The words that stand where there's no line."""
    if not code or need in ("emergency", "behaviour"):
        return words.WITHOUT[need]
    country, directories = country_name(helplines, code), directory_words(helplines)
    return words.NOT_HERE.format(country=country, directories=directories)


def directory_words(helplines: Helplines) -> str:
    """The directories that list more, with their pages."""
    return " and ".join(f"{name} ({web})" for name, web in helplines.directories)


def _chosen(person: Person) -> Group:
    name, number, line = person
    if not name and not number:
        return Group(words.PERSON, words=words.NOBODY)
    return Group(words.PERSON, (Contact(name or words.PERSON, number, line=line),))


def _contacts(helplines: Helplines, lines: Sequence[Helpline]) -> tuple[Contact, ...]:
    return tuple(_contact(line, country_name(helplines, line.country)) for line in lines)


def _contact(line: Helpline, country: str) -> Contact:
    place = f"{line.region}, {country}" if line.region else country
    facts = (
        place,
        f"text {line.text}" if line.text else "",
        f"at {line.web}" if line.web else "",
        f"for {line.audience}" if line.audience else "",
        line.hours,
        line.languages if line.pair else "",
        line.cost,
    )
    more = (
        "" if line.pair or not line.languages else f"Languages: {line.languages}",
        f"Chat: {line.chat}" if line.chat else "",
        f"{line.note[:1].upper()}{line.note[1:]}." if line.note else "",
        f"Found {day_words(line.seen)}: {line.source}.",
    )
    short = " · ".join(fact for fact in facts if fact)
    return Contact(line.name, line.number, line.text, place, short, tuple(filter(None, more)))


def _in_words(helplines: Helplines, code: str, need: Need) -> str:
    """The lines for a need as part of a sentence."""
    lines = _first(helplines, code, need)
    if not lines:
        return _without(helplines, code, need)
    said = []
    for line, contact in zip(lines, _contacts(helplines, lines), strict=True):
        reached = contact.number or (f"text {line.text}" if line.text else line.web)
        if need == "emergency":
            which = f"{line.name}, " if line.pair else ""
            said.append(f"{reached} ({which}{contact.place})")
        else:
            hours = f", {line.hours}" if line.hours else ""
            said.append(f"{line.name}, {reached} ({contact.place}){hours}")
    return " or ".join(said) if need == "emergency" else "; ".join(said)


def _found(helplines: Helplines, code: str) -> str:
    """The line that says where the numbers come from; empty where there are none."""
    lines = [line for need in words.HEADINGS for line in helplines.of(code, need)]
    if not lines:
        return ""
    day = day_words(max(lines, key=lambda line: line.day).seen)
    if all(line.verified_by for line in lines):
        names = ", ".join(dict.fromkeys(line.verified_by for line in lines))
        return words.READ_AGAIN.format(names=names, date=day)
    return words.FOUND.format(date=day)


def day_words(seen: str) -> str:
    """A day, a month or a year as it is written in words."""
    year, month, day = (*seen.split("-"), "", "")[:3]
    return " ".join(filter(None, (day.lstrip("0"), _MONTHS[int(month) - 1] if month else "", year)))


def matching(helplines: Helplines, typed: str, guess: str = "") -> list[Country]:
    """The countries with a name that begins as typed, all of them for nothing; the guess first."""
    wanted = " ".join(typed.split()).casefold()
    found = [country for country in helplines.countries if _begins(country, wanted)]
    return sorted(found, key=lambda country: (country.code != guess, country.name))


def _begins(country: Country, wanted: str) -> bool:
    names: Iterable[str] = (country.code, country.name, *country.also)
    return any(name.casefold().startswith(wanted) for name in names)
