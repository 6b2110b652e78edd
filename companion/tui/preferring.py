"""The look and the keys of the app, as the person set them: read at the start and on a change."""

import sys
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, cast

from companion.errors import CompanionError
from companion.session.call_words import COUNTRY_KEPT
from companion.store.person import Person
from companion.tui.appearance import Motion, notify_error
from companion.tui.ascii_filter import AsciiFilter, is_needed
from companion.tui.everywhere import Everywhere
from companion.tui.screens.call import CallScreen
from companion.tui.screens.session_look import TimeShown
from companion.tui.services import AppServices
from companion.tui.themes import TERMINAL, theme_of
from companion.wording_pages import SETTINGS_MISTAKES

if TYPE_CHECKING:
    from textual.driver import Driver


class Preferring(Everywhere):
    """The app with a person's colours, motion, characters and keys.

    Args:
        services: everything the app needs from the rest of the program.
        driver: the class that reads the terminal; None for Textual's choice.
    """

    def __init__(self, services: AppServices, driver: "type[Driver] | None") -> None:
        super().__init__(driver)
        self.services = services
        self._plain_characters = AsciiFilter(enabled=_needs_ascii())
        self._filters.append(self._plain_characters)
        self._own_keys: dict[str, str] = {}

    @property
    def motion(self) -> Motion:
        """The level of motion."""
        return cast("Motion", self.services.own.now.text("look.motion"))

    @property
    def time_shown(self) -> TimeShown:
        """The way the time left is shown when a session begins."""
        return cast("TimeShown", self.services.own.now.text("look.time"))

    @property
    def is_ascii(self) -> bool:
        """Whether only ASCII is drawn."""
        return self._plain_characters.enabled

    @property
    def is_discreet(self) -> bool:
        """Whether titles of pages must tell nothing."""
        return self.services.is_discreet

    @property
    def hide_key(self) -> str:
        """The key that brings a hidden page back."""
        return self.services.own.now.text("hide.key") if self.services.has_preferences else "h"

    @property
    def person(self) -> Person:
        """The person whom the listener chose to call."""
        nobody = Person("", "", "")
        return self.services.own.person if self.services.has_preferences else nobody

    @property
    def kept_country(self) -> str:
        """The letters of the country in the settings file; empty for none."""
        return self.services.own.country if self.services.has_preferences else ""

    def on_call_screen_country_said(self, event: CallScreen.CountrySaid) -> None:
        """Take on a country for this run, and keep it if that's wanted."""
        super().on_call_screen_country_said(event)
        if event.keeps:
            try:
                self.services.own.keep_country(event.code)
            except CompanionError as error:
                notify_error(self, error)
                return
            kept = COUNTRY_KEPT.format(file=self.services.own.file)
            self.notify(kept, markup=False, timeout=8)

    @property
    def own_keys(self) -> Mapping[str, str]:
        """The keys that the person gave to something, by its id."""
        return self._own_keys

    def shown(self, name: str, usual: str) -> str:
        """The name of the key for something on the screen."""
        if name not in self._own_keys:
            return usual
        from companion.store.preferences.key_names import shown_key  # only for keys of one's own

        return shown_key(self._own_keys[name])

    def take_on(self, name: str = "") -> list[str]:
        """Take on the settings, or one that has changed; return a line for each mistake.

        Args:
            name: the id of the setting that changed; all of them by default.
        """
        problems: list[str] = []
        if name in ("", "look.theme"):
            problems += self._take_on_colours()
        if name in ("", "look.characters"):
            wanted = self.services.own.now.text("look.characters")
            is_plain = wanted == "ascii" or (wanted == "auto" and _needs_ascii())
            self._plain_characters.enabled = is_plain
            self.refresh(layout=True)
        if name == "privacy.country":
            self._country = ""  # the one in the settings counts from now on
        if name == "" or name.startswith("keys."):
            problems += self._take_on_keys()
        return problems

    def tell_mistakes(self, lines: Sequence[str]) -> None:
        """Say what can't be used in the settings and the themes, in one message over the page."""
        if lines:
            told = lines[0] if len(lines) == 1 else SETTINGS_MISTAKES.format(count=len(lines))
            self.notify(told, markup=False, timeout=10)

    def _take_on_colours(self) -> list[str]:
        own, problems = self.services.own.themes()
        for theme in own.values():
            self.register_theme(theme_of(theme.name, theme.colours, dark=theme.base != "paper"))
        name, problem = self.services.own.known.usable(self.services.own.now, "look.theme")
        self.theme = TERMINAL if self.no_color else name  # NO_COLOR means none at all
        return [*problems, *([problem] if problem else [])]

    def _take_on_keys(self) -> list[str]:
        from companion.store.preferences.key_map import keymap  # only for keys of one's own
        from companion.tui.screens.settings import ACTIONS

        keys, problems = keymap(self.services.own.values, ACTIONS)
        usual = {action.id: action.key for action in ACTIONS}
        self._own_keys = {name: key for name, key in keys.items() if key != usual[name]}
        self.set_keymap(self._own_keys)
        return problems


def _needs_ascii() -> bool:
    return is_needed([getattr(sys.__stderr__, "encoding", None)])
