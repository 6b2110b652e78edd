"""Pages of words to read, and the blank page that hides everything."""

from collections.abc import Iterable
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Static

from companion.session.call_words import TITLE
from companion.session.keys import ALWAYS, PAGE, Key
from companion.store.helplines import Need
from companion.tui.screens.room import Room
from companion.tui.widgets.key_bar import bindings
from companion.tui.widgets.row import Row, RowList
from companion.wording_pages import INSTEAD_SESSION, INSTEAD_TITLE, Page, Part


class WordsScreen(Room[None]):
    """Shows a page of words: paragraphs, or short ones with a label at their left.

    Args:
        page: the words.
        labelled: whether the titles stand in a column of their own.
        said: what someone who goes on to whom they could call has said it's about.
    """

    KEYS: ClassVar[tuple[Key, ...]] = PAGE
    BINDINGS: ClassVar[list[BindingType]] = bindings((*PAGE, *ALWAYS))

    def __init__(self, page: Page, *, labelled: bool = False, said: Need = "crisis") -> None:
        super().__init__()
        self._page, self._is_labelled, self.said = page, labelled, said

    def compose(self) -> ComposeResult:
        """Lay out the title and the paragraphs."""
        with RowList(id="card"):
            yield Static(self._page.title, classes="title", markup=False)
            for part in self._page.parts:
                if self._is_labelled or part.title.isdecimal():
                    with Horizontal(classes="labelled" if self._is_labelled else "step"):
                        yield Static(part.title, classes="label", markup=False)
                        yield Static(part.text, classes="words", markup=False)
                else:
                    yield Static(_paragraph(part), classes="paragraph", markup=False)
            yield from self.rows()
        yield self.key_bar()

    def rows(self) -> Iterable[Widget]:
        """Yield what can be chosen under the words; nothing on most pages."""
        return ()


class InsteadScreen(WordsScreen):
    """Shows what to do instead of going on, and two ways on from there."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("1", "outward", show=False)]

    def rows(self) -> Iterable[Widget]:
        """Yield a session that leads outward, and someone to call."""
        yield Static("", classes="air", markup=False)
        yield Row(INSTEAD_TITLE, key="1", value="outward")
        yield Row(TITLE, key="c", value="call")

    async def on_row_chosen(self, event: Row.Chosen) -> None:
        """Take one of the two ways."""
        event.stop()
        if event.row.value == "outward":
            await self.action_outward()
        else:
            await self.run_action("app.call")

    async def action_outward(self) -> None:
        """Begin the session that leads outward."""
        await self.run_action(f"app.next('{INSTEAD_SESSION}')")


def _paragraph(part: Part) -> Content:
    if not part.title:
        return Content(part.text)
    return Content.assemble((part.title, "bold"), " ", part.text)


class HiddenScreen(Screen[None]):
    """A blank page in the terminal's own background, until its key brings the page below back.

    Args:
        key: Textual's name of that key.
    """

    def __init__(self, key: str) -> None:
        super().__init__()
        self._key = key

    def compose(self) -> ComposeResult:
        """Lay out an empty line."""
        yield Static("")

    def on_key(self, event: events.Key) -> None:
        """Bring the page back with its own key; no other does anything, and none says so."""
        event.stop()
        if event.key == self._key and self.is_active:  # a key that is held comes again
            self.dismiss()


class NightScreen(Screen[None]):
    """A dark page after a session of the night; any key brings home back."""

    _is_left = False

    def compose(self) -> ComposeResult:
        """Lay out an empty line."""
        yield Static("")

    def on_key(self, event: events.Key) -> None:
        """Go home, or back to the course."""
        event.stop()
        if not self._is_left:  # a key that is held comes again
            self._is_left = True
            self.app.call_later(self.app.run_action, "app.onward")
