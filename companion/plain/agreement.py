"""An agreement as numbered lines: by hand or after its session, its check-in, and reading it."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from companion.errors import CompanionError
from companion.plain.keeping import KeepingServices, PlainPageRoom
from companion.session import agreement
from companion.session import agreement_words as words
from companion.session.check_in import parse_check_in, reading
from companion.timeline.request import Request
from companion.units import SECOND

if TYPE_CHECKING:
    from companion.session.directory import Directory
    from companion.store.kept.sealed import Entry

Play = Callable[[str, Request | None], None]
"""Plays a session with a request, or shows its card where there is none."""
_KEEP_PROMPT = "k keeps this agreement, sealed; Enter lets it go:"
_KEEP = ("k", "y", "yes")


class AgreementServices(KeepingServices, Protocol):
    """The parts of the program that this room asks for."""

    @property
    def directory(self) -> "Directory":
        """The sessions, for the lengths of a sit."""
        ...


class PlainAgreement:
    """The agreement.

    Args:
        services: what is kept, and the sessions.
        keeping: the questions before something is kept.
        sit: the id of the timed sit.
        play: plays a session.
        saved: shows what was saved for the check-in.
    """

    def __init__(
        self,
        services: AgreementServices,
        keeping: PlainPageRoom,
        sit: str,
        play: Play,
        saved: Callable[[], None],
    ) -> None:
        self._services, self._keeping, self._sit = services, keeping, sit
        self._play, self._saved = play, saved
        self._write = keeping.write

    @property
    def _now(self) -> datetime:
        return self._services.now()

    def run(self) -> str:
        """Show the agreement, and do what is chosen; return `n` or `q` where that was typed."""
        entry = self._services.directory.entry(self._sit)
        length = entry.length if entry is not None else None
        while True:
            try:
                page = agreement.page(self._services.kept, self._now, length or agreement.USUAL_SIT)
                value = self._keeping.choose(page)
                if value in ("", "n", "q"):
                    return value
                if self._begins(value):
                    return ""
                self._act(value)
            except CompanionError as error:
                self._keeping.tell(error)

    def _begins(self, value: str) -> bool:
        """Begin the session of a row; return whether it has one."""
        if value == "sit":
            self._play(self._sit, None)
        elif value == "until":
            self._sit_until()
        elif value in agreement.SESSIONS:
            self._play(agreement.SESSIONS[value], None)
        else:
            return False
        return True

    def _act(self, value: str) -> None:
        match value:
            case "write":
                self._write_one()
            case "read":
                self._read()
            case "saved":
                self._saved()
            case "time":
                self._change_time(self._ask_time(""))
            case "talked":
                self._change_time(None)
            case _:
                self._services.kept.forget(["agreements"])
                self._write(words.GONE)

    # --- writing, and keeping ----------------------------------------------------------------

    def _ask_answers(self, before: Mapping[str, str]) -> dict[str, str] | None:
        """Ask the questions; an empty line leaves an answer as it was."""
        self._keeping.wrapped(words.BY_HAND)
        self._write(words.HELP_PLAIN)
        answers = {}
        for name, question in words.QUESTIONS.items():
            was = f" (Enter: {before[name]})" if name in before else ""
            self._keeping.wrapped(f"{question}{was}")
            answers[name] = self._keeping.typed() or before.get(name, "")
        return agreement.written(answers)

    def _write_one(self) -> None:
        answers = self._ask_answers({})
        if answers is None:
            self._write(words.NOTHING_WRITTEN)
            return
        card, is_kept = agreement.new_card(answers, self._now), False
        while not is_kept and self._keeping.choose(card) == "keep":
            is_kept = self._keep(answers)

    def offer(self, answers: Mapping[str, str]) -> None:
        """Offer to keep the agreement of a session that has just ended."""
        self._write(_KEEP_PROMPT)
        if self._keeping.typed().lower() not in _KEEP:
            return
        try:
            self._keep(answers)
        except CompanionError as error:
            self._keeping.tell(error)

    def _keep(self, answers: Mapping[str, str]) -> bool:
        """Keep an agreement, once that is wanted, with its check-in; return whether it's kept."""
        if not self._keeping.make_ready("agreements"):
            return False
        at = self._ask_time(answers.get(agreement.CHECK_IN, ""))
        number = self._services.kept.agreements.add(answers, self._now)
        if at is not None:
            self._services.kept.agreements.set_check_in(number, at)
        self._write(words.KEPT_NOW)
        return True

    def _ask_time(self, text: str) -> datetime | None:
        """Ask for the time of the check-in until it can be read; None where it is left empty.

        Args:
            text: the answer to begin with, which Enter takes if it can be read.
        """
        self._write(words.ASK_TIME)
        self._keeping.wrapped(words.ASK_TIME_HOW)
        self._keeping.wrapped(words.IN_CLEAR)
        try:
            usual = parse_check_in(text, self._now)
        except CompanionError:
            usual = None
        if usual is not None:
            self._write(f"{reading(usual)} {words.TAKE_TIME}")
        while typed := self._keeping.typed():
            if typed.lower() == words.NO_TIME:
                return None
            try:
                at = parse_check_in(typed, self._now)
            except CompanionError as error:
                self._keeping.tell(error)
                continue
            self._write(reading(at))
            return at
        return usual

    def _change_time(self, at: datetime | None) -> None:
        number = agreement.to_change(self._services.kept, self._now)
        self._services.kept.agreements.set_check_in(number, at)

    # --- reading -----------------------------------------------------------------------------

    def _read(self) -> None:
        """Show the last agreement, and others that are chosen."""
        entries = self._services.kept.agreements.all(self._keeping.opened())
        entry: Entry | None = entries[-1] if entries else None
        while entry is not None:
            here = entry
            others = [each for each in entries if each.id != here.id]
            value = self._keeping.choose(agreement.kept_card(here, others, self._now))
            entry = next((each for each in others if str(each.id) == value), None)
            if value == "change":
                answers = self._ask_answers(here.words) or here.words
                self._services.kept.agreements.replace(here.id, answers, self._now)
                self._write(words.KEPT_NOW)
            elif value == "forget":
                self._services.kept.agreements.forget(here.id)
                self._write(words.GONE)

    def _sit_until(self) -> None:
        """Begin a sit that ends at the check-in."""
        check_in = agreement.current(self._services.kept.agreements.check_ins(), self._now)
        if check_in is not None:
            asked, _ = self._services.own.request(self._sit, Request())
            until = round(agreement.moment(check_in, self._now).timestamp() * SECOND)
            self._play(self._sit, replace(asked, length=None, until=until))
