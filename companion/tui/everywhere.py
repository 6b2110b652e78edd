"""The base of the app: the pages over others, the help, hiding, and the background."""

import os
from collections.abc import Mapping, Sequence
from pathlib import PurePath
from typing import TYPE_CHECKING, ClassVar

from textual.app import App
from textual.binding import Binding, BindingType
from textual.command import CommandPalette
from textual.filter import ANSIToTruecolor, LineFilter

from companion import wording_pages as wording
from companion.session.calling import known, slots
from companion.store.person import Person
from companion.tui.screens.call import CallScreen
from companion.tui.screens.pages import HiddenScreen, InsteadScreen, WordsScreen
from companion.tui.screens.room import Room
from companion.tui.themes import DEFAULTS, NAMES, TERMINAL, THEMES

if TYPE_CHECKING:
    from textual.driver import Driver

    from companion.session.transport import Transport

# The keys that hide, either of which brings everything back, unless another one was chosen.
_KNOWN_KEYS = ("h", "f8")
# The title of the window is saved, and another one is shown while everything is hidden.
_HIDE_TITLE, _SHOW_TITLE = "\x1b[22;2t\x1b]2;sh\x07", "\x1b[23;2t"


class Everywhere(App[int]):
    """The app without its own pages.

    Args:
        driver: the class that reads the terminal; None for Textual's choice.
        environment: the environment's variables.
    """

    CSS_PATH: ClassVar[str | PurePath | list[str | PurePath] | None] = [
        "companion.tcss",
        "writing.tcss",
    ]
    TITLE: str | None = "companion"
    ENABLE_COMMAND_PALETTE = False  # its key is in our own table
    # Textual declares these as instance variables, so ClassVar would not fit
    HORIZONTAL_BREAKPOINTS: list[tuple[int, str]] | None = [  # noqa: RUF012
        (0, "-narrow"),
        (72, "-normal"),
        (104, "-wide"),
    ]
    VERTICAL_BREAKPOINTS: list[tuple[int, str]] | None = [  # noqa: RUF012
        (0, "-short"),
        (20, "-middle"),
        (34, "-tall"),
    ]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+c", "interrupt", show=False, priority=True),
        Binding("ctrl+q", "leave", show=False, priority=True),
        Binding("ctrl+n", "now", show=False, priority=True),
        Binding("f8", "hide", show=False, priority=True),
        Binding("f1", "explain", show=False, priority=True),
        Binding("ctrl+p", "palette", show=False, priority=True),
        Binding("ctrl+z", "suspend", show=False),  # a page of text takes it for itself, to undo
    ]

    def __init__(
        self, driver: "type[Driver] | None", environment: Mapping[str, str] = os.environ
    ) -> None:
        # a theme of our own would still send shades of grey, which are colours too
        is_plain = bool(environment.get("NO_COLOR"))
        super().__init__(driver_class=driver, ansi_color=True if is_plain else None)
        self.transport: Transport | None = None
        self._plays_on = False
        self._theme_before = ""
        self._country = ""
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = TERMINAL if is_plain else NAMES[0]

    def get_line_filters(self) -> Sequence[LineFilter]:
        """The filters of every line; our colours need none that turns system colours into others.

        It would look at every piece of the lamp, ten times a second.
        """
        return [
            each for each in super().get_line_filters() if not isinstance(each, ANSIToTruecolor)
        ]

    def _fatal_error(self) -> None:
        """Exit after a mistake of ours; its report shows no values, which may be private words."""
        from rich.traceback import Traceback

        self.panic(Traceback(show_locals=False, width=None))

    @property
    def person(self) -> Person:
        """The person whom the listener chose to call."""
        return Person("", "", "")

    @property
    def country(self) -> str:
        """The letters of the country that was confirmed, now or in the settings; empty for none."""
        return self._country or self.kept_country

    @property
    def kept_country(self) -> str:
        """The letters of the country in the settings; a guess from the language isn't one."""
        return ""

    @property
    def slots(self) -> dict[str, str]:
        """The words for the slots in pages: numbers of the country, or what stands for them."""
        return slots(known(), self.country)

    @property
    def way_out(self) -> str:
        """The way out of the session under a page; empty where there's none."""
        return self.transport.script.way_out if self.transport is not None else ""

    @property
    def is_discreet(self) -> bool:
        """Whether titles of pages must tell nothing."""
        return False

    @property
    def hide_key(self) -> str:
        """The key that brings a hidden page back."""
        return "h"

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """The variables of the style sheet for themes that don't have them."""
        return dict(DEFAULTS)

    def action_call(self) -> None:
        """Show whom one could call; after a page about fear, the line for that comes first."""
        from companion.store.preferences.resolving import country_of  # home needs no settings

        said = self.screen.said if isinstance(self.screen, WordsScreen) else "crisis"
        guess = country_of(os.environ)
        self._show_over(
            CallScreen(self.person, self.country, said, kept=self.kept_country, guess=guess)
        )

    def on_call_screen_country_said(self, event: CallScreen.CountrySaid) -> None:
        """Take on a country for this run."""
        self._country = event.code

    def action_space(self) -> None:
        """Show the page about space and control."""
        first = getattr(self.screen, "space_first", "")
        page = wording.space_page(first, is_discreet=self.is_discreet)
        self._show_over(WordsScreen(wording.filled(page, self.slots), said="abuse"))

    def action_instead(self) -> None:
        """Show what to do instead of going on, with the way out of a session that is paused."""
        self._show_over(InsteadScreen(wording.with_way_out(wording.INSTEAD, self.way_out)))

    def action_about(self) -> None:
        """Show what this program is, and what it isn't."""
        self._show_over(WordsScreen(wording.filled(wording.ABOUT, self.slots)))

    def action_palette(self) -> None:
        """Show all that can be done from here."""
        if not isinstance(self.screen, CommandPalette | HiddenScreen):
            self.push_screen(CommandPalette(placeholder="What would help?"))

    def action_theme(self, name: str) -> None:
        """Change the colours."""
        self.theme = name

    def action_explain(self) -> None:
        """Show the keys of this page beside it, or close them."""
        if isinstance(self.screen, Room):
            self.screen.toggle_help()

    def _show_over(self, page: Room[None]) -> None:
        """Pause the session, and show a page over it; the same page isn't shown twice."""
        if isinstance(self.screen, HiddenScreen):
            return
        if self.transport is not None:
            self.transport.pause()
        self.clear_notifications()  # they would cover words that have to be read
        self.push_screen(page)

    def action_hide(self) -> None:
        """Go silent and show a blank page; when hidden already, bring the page back, paused."""
        if isinstance(self.screen, HiddenScreen):
            if self.hide_key in _KNOWN_KEYS:  # a key of one's own is for nobody else to find
                self.screen.dismiss()
            return
        if self.transport is not None:
            self.transport.hush()
        while getattr(self.screen, "holds_words", False):
            self.pop_screen()  # coming back, they need their passphrase again
        self.clear_notifications()
        self._theme_before, self.theme = self.theme, TERMINAL
        self._write(_HIDE_TITLE)
        self.push_screen(HiddenScreen(self.hide_key), self._return)

    def _return(self, _: None) -> None:
        self.theme = self._theme_before
        self._write(_SHOW_TITLE)

    def _write(self, sequence: str) -> None:
        if self._driver is not None and not self.is_headless:
            self._driver.write(sequence)

    def action_suspend(self) -> None:
        """Go to the background in silence, as ctrl+z does everywhere; fg goes on."""
        transport = self.transport
        self._plays_on = transport is not None and transport.state == "playing"
        if transport is not None:
            transport.hush()
        self.action_suspend_process()

    def _on_resume(self, _: object) -> None:
        if self._plays_on and self.transport is not None:
            self.transport.play()
        self._plays_on = False
        self.refresh(layout=True)
