"""Appearance of all pages: the level of motion, what shades mean, and notifications."""

from typing import TYPE_CHECKING, Any, Literal, Protocol

from companion.errors import CompanionError

if TYPE_CHECKING:
    from textual.screen import Screen
    from textual.widget import Widget

Motion = Literal["none", "basic", "full"]


def is_stark(widget: "Widget") -> bool:
    """Whether shades of colour can't be seen, so that what is chosen must be reversed."""
    app = widget.app
    return app.native_ansi_color or app.no_color or app.theme == "contrast"


def is_ascii(widget: "Widget") -> bool:
    """Whether only ASCII is drawn."""
    return bool(getattr(widget.app, "is_ascii", False))


def muted(widget: "Widget") -> str:
    """The style of what matters less: a darker colour, or dim where colours are the terminal's."""
    return "$muted dim" if widget.app.native_ansi_color else "$muted"


def faint(widget: "Widget") -> str:
    """The style of what lies around: the darkest colour, or dim."""
    return "$faint dim" if widget.app.native_ansi_color else "$faint"


def lit(widget: "Widget") -> str:
    """The style of the word that is being said."""
    return "$lit bold underline" if is_stark(widget) else "$lit bold"


class Notifies(Protocol):
    """An app or a screen: anything that can show a notification."""

    def notify(self, message: str, *, timeout: float, markup: bool) -> None:
        """Show a line over the page for `timeout` seconds."""
        ...


def show_reply(page: "Screen[Any]", reply: str) -> None:
    """Show the reply to a key in place of all notifications; ignore an empty one."""
    if reply:
        page.app.clear_notifications()
        page.notify(reply, markup=False, timeout=3)


def notify_error(page: Notifies, error: CompanionError) -> None:
    """Show an error and its remedy for ten seconds."""
    remedy = f" {error.remedy}" if error.remedy else ""
    page.notify(f"{error.message}.{remedy}", markup=False, timeout=10)
