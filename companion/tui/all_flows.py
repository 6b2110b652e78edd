"""The flows of the app, each loaded when it is first needed, so that home appears before them."""

import asyncio
import contextlib
import threading
from functools import cached_property
from importlib import import_module
from typing import TYPE_CHECKING, cast

from companion.tui.preferring import Preferring
from companion.tui.services import AppServices, Opening

if TYPE_CHECKING:
    from textual.driver import Driver

    from companion.tui.app import CompanionApp
    from companion.tui.flows.end import EndFlow
    from companion.tui.flows.first import FirstFlow
    from companion.tui.flows.fit import FitFlow
    from companion.tui.flows.meet import MeetFlow
    from companion.tui.flows.sample import SampleFlow
    from companion.tui.flows.start import StartFlow
    from companion.tui.flows.write import WriteFlow

_SOON = ("start", "sample", "end", "write", "fit")


class Flows(Preferring):
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
        super().__init__(services, driver)
        self._opening = opening
        self._doors = doors

    @property
    def _app(self) -> "CompanionApp":
        """This app, as the flows know it."""
        return cast("CompanionApp", self)

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
    def first(self) -> "FirstFlow":
        """The way of the first start."""
        from companion.tui.flows.first import FirstFlow

        return FirstFlow(self._app)

    @property
    def farewells(self) -> list[str]:
        """Lines to print after the app has exited."""
        return self.writing.farewells if "writing" in self.__dict__ else []

    def keep_unsaved(self) -> None:
        """Keep the unsaved text of the writer's room, if it was ever open."""
        if "writing" in self.__dict__:
            self.writing.keep_unsaved()

    def warm_up(self) -> None:
        """Load what the next key may need, then start the workers, without making anybody wait."""
        loop = asyncio.get_running_loop()

        def load() -> None:
            for name in _SOON:
                import_module(f"companion.tui.flows.{name}")
            with contextlib.suppress(RuntimeError):  # the app has been left already
                loop.call_soon_threadsafe(self.services.warm)

        threading.Thread(target=load, daemon=True).start()
