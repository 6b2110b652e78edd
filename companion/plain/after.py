"""The page after a session as lines: its words, and one question where there is one."""

from collections.abc import Container
from typing import TYPE_CHECKING

from companion.plain.lines import Write, write_entries
from companion.plain.pages import LETTERS, PlainPages
from companion.plain.typist import Typist
from companion.reading.diagnostic import printable
from companion.session import after_words as words
from companion.session.after import (
    Page,
    StopTap,
    Tap,
    With,
    first_rating,
    page_after,
    page_for_stop,
    page_for_tap,
    page_for_with,
)
from companion.session.directory import Directory
from companion.session.ended import Ended
from companion.session.questions import HELP_LINE, HIGHEST

if TYPE_CHECKING:
    from companion.session.recording import Recording

_TAPS: dict[str, Tap] = {"1": "softer", "2": "same", "3": "stronger"}
_STOP_TAPS: dict[str, StopTap] = {"1": "too much", "2": "not right"}
_WITH: dict[str, With] = {"yes": "yes", "a little": "a little", "little": "a little", "no": "no"}
_ANSWERS = "Type yes, a little or no, if you like."
_OUTWARD = {"1": "", "2": "", "3": "c", "4": "c", "i": "i"}
_NUMBER = "A number from 0 to 10:"
_NOT_HERE = "That isn't one of these. Enter {}, ? says what can be typed."


class PlainAfter:
    """Writes what follows one session, and takes the answers to it.

    Args:
        ended: the session that is over.
        directory: the sessions, to name those that are offered.
        write: writes a line.
        pages: the pages that a letter opens, and the words for the slots in rows.
        typist: reads the lines; only where someone can go on from here.
        kept: the line that says whether an answer is kept.
        is_last: whether there's no home behind it, so that Enter leaves.
    """

    def __init__(  # noqa: PLR0913 - each part by its name
        self,
        ended: Ended,
        directory: Directory,
        write: Write,
        pages: PlainPages,
        typist: Typist | None = None,
        *,
        kept: str = words.NOT_KEPT,
        is_last: bool = False,
    ) -> None:
        self.is_strong = False
        """Whether the last page led outward, so that nothing else may come between."""
        self.tap: Tap = None
        """The answer to "How is it now?"; None until there is one."""
        self._be_with: With | None = None
        self._kept, self._is_last = kept, is_last
        self._ended, self._directory = ended, directory
        self._pages, self._slots = pages, pages.slots
        self._write, self._typist = write, typist

    def run(self) -> str:
        """Write the page and what follows from the answers; return the next id, or a key."""
        page = page_after(self._ended)
        while True:
            self._show(page)
            self.is_strong = page.hides_sessions
            following = self._ask(page)
            if not isinstance(following, Page):
                return following
            page = following

    def run_and_rate(self, recording: "Recording") -> str:
        """Write the page as `run` does, and record the answers where that's wanted."""
        script, answers = self._ended.script, self._ended.answers
        recording.rate_by_script(script, answers)
        chosen = self.run()
        recording.rate(script, answers, self.tap)
        if self._be_with is not None:
            recording.rate_with(self._be_with)
        return chosen

    def _show(self, page: Page) -> None:
        if page.lines:
            self._write("")
        for line in page.lines:
            self._write(printable(line.format_map(self._slots)))
        if page.way_out:
            self._write(printable(page.way_out))
        if page.next and not page.hides_sessions and self._typist is not None:
            entries = [entry for n in page.next if (entry := self._directory.entry(n)) is not None]
            write_entries(entries, self._write)
        for key, label in () if self._is_stop(page) else page.rows:
            offered = self._directory.entry(page.next[0]) if page.next else None
            is_short = page.hides_sessions and key == "1" and offered is not None
            about = f" ({offered.title})" if is_short and offered is not None else ""
            self._write(f"{key}  {label.format_map(self._slots)}{about}")

    def _ask(self, page: Page) -> Page | str:
        """Ask what the page asks; return the next page, or the id to play, or nothing."""
        typist = self._typist
        if typist is None or page.name in ("home", "night"):
            return ""
        if self._is_stop(page):
            self._write("1  too much, 2  not the right one, Enter  neither")
            typed = self._typed(typist, _STOP_TAPS)
            return typed if typed == "n" else page_for_stop(self._ended, _STOP_TAPS.get(typed))
        if page.asks:
            return self._ask_how_it_is(typist)
        return self._choose(page, typist) if page.next or page.rows else ""

    def _typed(self, typist: Typist, known: Container[str]) -> str:
        """Wait for an answer that is known, `n`, or nothing; other lines are told, and go nowhere.

        The pages and hiding are there as anywhere, and then the question stands as it was.
        """
        while typed := (typist.wait() or "").strip().lower():
            if typed in known or typed == "n":
                return typed
            if typed == "h":
                if not self._pages.hide():
                    break
            elif typed == "?":
                self._pages.help()
            elif typed in LETTERS:
                self._pages.show(typed, self._ended.script.way_out)
            elif typed == "q":
                break
            else:
                self._write(_NOT_HERE.format("leaves" if self._is_last else "goes home"))
        return ""

    def _choose(self, page: Page, typist: Typist) -> Page | str:
        """Ask which of the sessions or rows it shall be; return the id or the key of it.

        What is about the same also asks whether they can be with it, which leads to a page.
        """
        if page.asks_with:
            self._write(f"{words.BE_WITH} {_ANSWERS}")
        where = "to leave" if self._is_last else "for home"
        self._write(f"A number or a letter, or Enter {where}:")
        numbers = {str(number): name for number, name in enumerate(page.next, 1)}
        known = [*numbers, *(_WITH if page.asks_with else ())]
        typed = self._typed(typist, _OUTWARD if page.hides_sessions else known)
        if page.asks_with and typed in _WITH:
            self._be_with = _WITH[typed]
            return page_for_with(self._ended, _WITH[typed])
        if page.hides_sessions and typed in _OUTWARD:
            return page.next[0] if typed == "1" and page.next else _OUTWARD[typed]
        return numbers.get(typed, typed)

    def _ask_how_it_is(self, typist: Typist) -> Page | str:
        self._write("")
        self._write(words.QUESTION)
        rows = [f"{key}  {label}" for key, label in words.QUESTION_ROWS if key.isdecimal()]
        self._write(f"{', '.join(rows)}. {words.OR_A_NUMBER}; Enter skips.")
        self._write(self._kept)
        self._write(HELP_LINE)
        typed = self._typed(typist, ("0", *_TAPS))
        if typed == "n":
            return typed
        if typed == "0":
            before = first_rating(self._ended.script, self._ended.answers)
            if before is None and self._kept == words.IS_KEPT:
                self._write(words.NOT_COMPARED)
            self._write(_NUMBER)
            typed = self._typed(typist, list(map(str, range(HIGHEST + 1))))
            if typed == "n":
                return typed
            self.tap = int(typed) if typed else None
        else:
            self.tap = _TAPS.get(typed)
        return page_for_tap(self._ended, self.tap)

    @staticmethod
    def _is_stop(page: Page) -> bool:
        return page.rows == words.STOPPED_EARLY_ROWS
