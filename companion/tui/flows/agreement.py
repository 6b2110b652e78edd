"""The flow of an agreement: written by hand or in its session, kept, read, and its check-in."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from companion.session import agreement
from companion.session import agreement_words as words
from companion.store.kept.sealing import OpenWords
from companion.timeline.request import Request
from companion.tui.flows.kept_pages import PageFlow
from companion.tui.screens.after_session import AfterScreen
from companion.tui.screens.kept import NO_TIME, CheckInSheet, FormScreen
from companion.units import SECOND

if TYPE_CHECKING:
    from companion.store.kept.sealed import Entry
    from companion.tui.app import CompanionApp


class AgreementFlow(PageFlow):
    """Shows the pages of agreements.

    Args:
        app: the app that shows the pages.
        sit: the id of the timed sit.
    """

    def __init__(self, app: "CompanionApp", sit: str) -> None:
        super().__init__(app)
        self._sit = sit
        self._draft: Mapping[str, str] = {}
        self.offered: Mapping[str, str] = {}
        """The answers of the session that has just ended."""

    @property
    def _now(self) -> datetime:
        return self.app.services.now()

    def show(self) -> None:
        """Show what there is of an agreement, and what can be done."""
        entry = self.app.services.directory.entry(self._sit)
        length = (
            entry.length if entry is not None and entry.length is not None else agreement.USUAL_SIT
        )
        self.swap(lambda: agreement.page(self.keeper, self._now, length), self._choose)

    def _choose(self, value: str) -> None:
        match value:
            case "until":
                self._sit_until()
            case "sit":
                self.app.action_sit()
            case "write":
                self._write(self._draft, self._written)
            case "read":
                self.keeping.open_words(self._read)
            case "saved":
                self.app.unsending.show_saved()
            case "time":
                self._ask_time("", self._change_time)
            case "talked":
                self._change_time(NO_TIME)
            case "forget":
                self.attempt(partial(self.keeper.forget, ["agreements"]), words.GONE)
                self.show()
            case _:
                self.app.action_open(agreement.SESSIONS[value])

    # --- writing, and keeping ----------------------------------------------------------------

    def _write(self, answers: Mapping[str, str], then: Callable[[Mapping[str, str]], None]) -> None:
        lines = {question: answers.get(name, "") for name, question in words.QUESTIONS.items()}

        def draft(texts: Sequence[str]) -> None:
            self._draft = dict(zip(words.QUESTIONS, texts, strict=True))

        def go_on(texts: Sequence[str] | None) -> None:
            given = dict(zip(words.QUESTIONS, texts or [""] * len(lines), strict=True))
            found = agreement.written(given)
            if found is None:
                self.app.notify(words.NOTHING_WRITTEN, markup=False)
            else:
                then(found)

        form = FormScreen(words.CARD_TITLE, words.BY_HAND, lines, draft)
        self.app.push_screen(form, go_on)

    def _written(self, answers: Mapping[str, str]) -> None:
        """Show the card of what was written by hand; it isn't kept yet."""

        def choose(value: str) -> None:
            if value == "keep":  # the card stays below the questions, for a no
                self._keep(answers, self._kept_by_hand)
            else:
                self.close()

        self._draft = {}  # the words are on the card, and go with it
        self.push(agreement.new_card(answers, self._now), choose)

    def _kept_by_hand(self) -> None:
        self._draft = {}
        self.app.notify(words.KEPT_NOW, markup=False)
        self.close()  # the card; the page below it is shown as it is now
        self.show()

    def keep_session(self) -> None:
        """Keep the agreement that was made in the session before, and say so on its page."""

        def say() -> None:
            self.offered = {}
            page = self.app.screen
            if isinstance(page, AfterScreen):
                self.app.call_later(page.say_kept, words.KEPT_NOW)

        if self.offered:
            self._keep(self.offered, say)

    def _keep(self, answers: Mapping[str, str], then: Callable[[], None]) -> None:
        """Keep an agreement, once that is wanted, with its check-in."""

        def add(at: datetime | str | None) -> None:
            def act() -> None:
                number = self.keeper.agreements.add(answers, self._now)
                if isinstance(at, datetime):
                    self.keeper.agreements.set_check_in(number, at)

            if self.attempt(act):
                then()

        typed = answers.get(agreement.CHECK_IN, "")
        self.when_ready("agreements", lambda: self._ask_time(typed, add))

    def _ask_time(self, text: str, then: Callable[[datetime | str | None], None]) -> None:
        self.app.push_screen(CheckInSheet(text, self._now), then)

    def _change_time(self, at: datetime | str | None) -> None:
        """Put another time in, or none; do nothing after esc."""
        if at is None:
            return

        def act() -> None:
            number = agreement.to_change(self.keeper, self._now)
            self.keeper.agreements.set_check_in(number, at if isinstance(at, datetime) else None)

        if self.attempt(act):
            self.show()

    # --- reading -----------------------------------------------------------------------------

    def _read(self, key: OpenWords) -> None:
        """Show the last agreement, with the ways to the others."""
        entries: list[Entry] = []
        if self.attempt(lambda: entries.extend(self.keeper.agreements.all(key))) and entries:
            self._card(entries[-1], entries)

    def _card(self, entry: "Entry", entries: "list[Entry]") -> None:
        others = [each for each in entries if each.id != entry.id]

        def choose(value: str) -> None:
            self.close()
            match value:
                case "back":
                    pass
                case "change":
                    self._write(entry.words, partial(self._change, entry))
                case "forget":
                    self.attempt(partial(self.keeper.agreements.forget, entry.id), words.GONE)
                    self.show()
                case _:
                    chosen = next(each for each in others if str(each.id) == value)
                    self._card(chosen, entries)

        self.push(agreement.kept_card(entry, others, self._now), choose, holds_words=True)

    def _change(self, entry: "Entry", answers: Mapping[str, str]) -> None:
        self._draft = {}
        act = partial(self.keeper.agreements.replace, entry.id, answers, self._now)
        self.attempt(act, words.KEPT_NOW)

    def _sit_until(self) -> None:
        """Begin a sit that ends at the check-in."""
        check_in = agreement.current(self.keeper.agreements.check_ins(), self._now)
        if check_in is None:
            return
        asked, _ = self.app.services.own.request(self._sit, Request())
        at = agreement.moment(check_in, self._now)
        until = round(at.timestamp() * SECOND)
        self.app.starting.start(self._sit, replace(asked, length=None, until=until))
