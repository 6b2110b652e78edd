"""The flows of the app, each loaded when it is first needed, so that home appears before them."""

import asyncio
import contextlib
import threading
from functools import cached_property
from importlib import import_module
from typing import TYPE_CHECKING, Literal

from companion.session.call_words import CANNOT_READ, READING
from companion.tui.kept_flows import KeptFlows
from companion.tui.services import AppServices, Opening

if TYPE_CHECKING:
    from textual.driver import Driver
    from textual.timer import Timer

    from companion.session.recording import Recording
    from companion.session.transport import Transport
    from companion.store.course_files import CourseFile
    from companion.timeline.request import Request
    from companion.tui.flows.course import CourseFlow
    from companion.tui.flows.end import EndFlow
    from companion.tui.flows.first import FirstFlow
    from companion.tui.flows.fit import FitFlow
    from companion.tui.flows.meet import MeetFlow
    from companion.tui.flows.preset import PresetFlow
    from companion.tui.flows.sample import SampleFlow
    from companion.tui.flows.start import StartFlow
    from companion.tui.flows.write import WriteFlow
    from companion.tui.screens.after_session import AfterScreen
    from companion.tui.screens.aloud import Spoken
    from companion.tui.screens.cards import CardScreen
    from companion.tui.screens.course import CourseScreen
    from companion.tui.screens.home import HomeScreen

_REACHED_S = 5.0
# Every number is read digit by digit, and twice.
_NUMBERS_S = 600.0
_SOON = ("start", "sample", "end", "write", "fit")


class Flows(KeptFlows):
    """The app with the ways from page to page.

    Args:
        services: everything the app needs from the rest of the program.
        opening: the page to show first.
        doors: the ids of two scripts: the first two minutes, and the timed sit.
        driver: the class that reads the terminal; None for Textual's choice.
    """

    def __init__(
        self,
        services: AppServices,
        opening: Opening,
        doors: tuple[str, str],
        driver: "type[Driver] | None",
    ) -> None:
        super().__init__(services, doors, driver)
        self._opening = opening
        self._reaching: Timer | None = None

    @cached_property
    def starting(self) -> "StartFlow":
        """The way from a chosen script to its session."""
        from companion.tui.flows.start import StartFlow

        return StartFlow(self._app, self._doors, self._opening.again)

    @cached_property
    def writing(self) -> "WriteFlow":
        """The way through the writer's room."""
        from companion.tui.flows.write import WriteFlow

        return WriteFlow(self._app)

    @cached_property
    def fitting(self) -> "FitFlow":
        """The way of fitting a voice."""
        from companion.tui.flows.fit import FitFlow

        return FitFlow(self._app)

    @cached_property
    def ending(self) -> "EndFlow":
        """The way after a session."""
        from companion.tui.flows.end import EndFlow

        return EndFlow(self._app, self._doors[0])

    @cached_property
    def sampling(self) -> "SampleFlow":
        """The short sounds of pages without a session."""
        from companion.tui.flows.sample import SampleFlow

        return SampleFlow(self._app)

    @cached_property
    def meeting(self) -> "MeetFlow":
        """The way of a session for two who are apart."""
        from companion.tui.flows.meet import MeetFlow

        return MeetFlow(self._app, self._doors[1])

    @cached_property
    def recording(self) -> "Recording":
        """The record of the session that plays."""
        from companion.session.recording import Recording

        def tell(line: str) -> None:
            self.notify(line, markup=False, timeout=10)

        return Recording(self.services.kept, self.services.now, tell)

    @cached_property
    def presets(self) -> "PresetFlow":
        """The sessions kept under a name."""
        from companion.tui.flows.preset import PresetFlow

        return PresetFlow(self._app, self._doors[1])

    def on_card_screen_keep(self, event: "CardScreen.Keep") -> None:
        """Keep the choices of a card under a name."""
        self.presets.keep(self.starting.on_card, event.request)

    def on_home_screen_kept(self, event: "HomeScreen.Kept") -> None:
        """Play a session that was kept."""
        self.presets.play(event.name)

    @cached_property
    def first(self) -> "FirstFlow":
        """The way of the first start."""
        from companion.tui.flows.first import FirstFlow

        return FirstFlow(self._app)

    @cached_property
    def coursing(self) -> "CourseFlow":
        """The way through courses."""
        from companion.tui.flows.course import CourseFlow

        return CourseFlow(self._app)

    @property
    def _is_in_course(self) -> bool:
        """Whether a course was opened in this run."""
        return "coursing" in self.__dict__

    def note_over(self, transport: "Transport") -> bool:
        """Tell the course, if one is open, how a session was over; return whether it follows."""
        return self._is_in_course and self.coursing.note(transport)

    def course_gives_way(self, name: str, request: "Request") -> bool:
        """Let a course show something gentler, if one is open and it's too strong."""
        return self._is_in_course and self.coursing.gives_way(name, request)

    def return_to_course(self) -> bool:
        """Return to the course, if one is open; return whether it is."""
        return self._is_in_course and self.coursing.resume()

    def leave_course(self) -> None:
        """Close the course, if one is open."""
        if self._is_in_course:
            self.coursing.leave()

    def on_course_screen_chosen(self, event: "CourseScreen.Chosen") -> None:
        """Do what a row of a course does."""
        self.coursing.choose(event.act)

    def on_course_screen_typed(self, event: "CourseScreen.Typed") -> None:
        """Take what was typed on a page of a course."""
        self.coursing.type(event.text)

    def on_course_screen_left(self) -> None:
        """Go one page back in a course."""
        self.coursing.back()

    def open_course(self, source: "CourseFile | Literal['']") -> None:
        """Open a course, or the list of them."""
        if source:
            self.coursing.begin(source)
        else:
            self.coursing.show_all()

    def action_course(self, name: str = "") -> None:
        """Open a course, or the list of them."""
        if name:
            self.coursing.open(name)
        else:
            self.coursing.show_all()

    def action_hide(self) -> None:
        """Hide, and end what the voice says on a page without a session."""
        if "sampling" in self.__dict__:
            self.sampling.stop()
        super().action_hide()

    @property
    def farewells(self) -> list[str]:
        """Lines to print after the app has exited."""
        return [
            line
            for name in ("writing", "keeping")
            if name in self.__dict__
            for line in getattr(self, name).farewells
        ]

    def record(self, transport: "Transport") -> None:
        """Record the session that begins, if the person wants that."""
        if self.services.has_preferences and self.services.kept.wants("history"):
            self.recording.begin(*self.starting.again, transport)
            if self._reaching is None:
                self._reaching = self.set_interval(_REACHED_S, self.recording.reach)

    def on_after_screen_told(self, event: "AfterScreen.Told") -> None:
        """Record how it is after a session, if the person wants that."""
        if self.has_put_away:
            self.unsending.drawer.rate(event.ended.script, event.ended.answers, event.tap)
        if self.services.has_preferences:
            self.recording.rate(event.ended.script, event.ended.answers, event.tap)

    def on_after_screen_told_with(self, event: "AfterScreen.ToldWith") -> None:
        """Record whether they can be with what stays, if the person wants that."""
        if self.services.has_preferences:
            self.recording.rate_with(event.answer)

    def keep_unsaved(self) -> None:
        """Keep the unsaved text of the writer's room and of the journal, if they were open."""
        if "writing" in self.__dict__:
            self.writing.keep_unsaved()
        if "keeping" in self.__dict__:
            self.keeping.keep_unsaved()
        if "unsending" in self.__dict__:
            self.unsending.keep_unsaved()

    def warm_up(self) -> None:
        """Load what the next key may need, then start the workers, without making anyone wait."""
        loop = asyncio.get_running_loop()

        def load() -> None:
            for name in _SOON:
                import_module(f"companion.tui.flows.{name}")
            with contextlib.suppress(RuntimeError):  # the app has been left already
                loop.call_soon_threadsafe(self.services.warm)

        threading.Thread(target=load, daemon=True).start()

    def on_spoken(self, event: "Spoken") -> None:
        """Read numbers aloud, or stop."""
        self.sampling.stop()
        if not event.words:
            return
        if trouble := self.services.trouble():
            self.notify(CANNOT_READ.format(reason=trouble), markup=False, timeout=4)
            return
        self.notify(READING, markup=False, timeout=4)
        self.sampling.speak(event.words, most_s=_NUMBERS_S)
