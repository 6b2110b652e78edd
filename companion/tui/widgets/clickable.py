"""Words that can be clicked: a style that names an action, and the widget that runs it.

It is apart because rows, fields and keys share it; Textual's own `@click` would dress such words
as a link.
"""

from textual.events import Click
from textual.style import Style
from textual.widget import Widget


def runs(action: str) -> Style:
    """Return the style of words that run an action when they are clicked."""
    return Style.from_meta({"runs": action})


class Clickable(Widget):
    """A widget whose words may run actions."""

    async def on_click(self, event: Click) -> None:
        """Run the action of the words that were clicked."""
        if action := event.style.meta.get("runs"):
            event.stop()
            await self.run_action(str(action))
