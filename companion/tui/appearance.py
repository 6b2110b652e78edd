"""Appearance of all screens: the colour theme, the level of motion, and notifications."""

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal, Protocol, cast

from textual.theme import Theme

from companion.errors import CompanionError

if TYPE_CHECKING:
    from textual.screen import Screen

NIGHT = Theme(
    name="night",
    dark=True,
    primary="#c9a27a",
    secondary="#8fa3b5",
    accent="#d9b892",
    foreground="#d6d0c8",
    background="#12141a",
    surface="#1a1d25",
    panel="#20242e",
    success="#9bb59b",
    warning="#d0b07a",
    error="#c98a80",
    variables={
        "lit": "#f3d9b1 underline",
        "block-cursor-background": "#2b303c",
        "block-cursor-foreground": "#f3d9b1",
        "footer-key-foreground": "#c9a27a",
        "footer-description-foreground": "#9a958d",
    },
)

Motion = Literal["none", "basic", "full"]


def motion(environment: Mapping[str, str] = os.environ) -> Motion:
    """Return the motion that the environment asks for; `full` when it names no known level."""
    for name in ("COMPANION_MOTION", "TEXTUAL_ANIMATIONS"):
        if (value := environment.get(name, "").lower()) in ("none", "basic", "full"):
            return cast("Motion", value)
    return "full"


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
