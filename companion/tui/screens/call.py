"""The page of whom one could call; until numbers are verified it names none (rule R5)."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import Static

from companion import wording_pages as wording
from companion.session.keys import ALWAYS, CALL, Key
from companion.store.person import Person
from companion.tui.screens.room import Room
from companion.tui.widgets.key_bar import bindings
from companion.tui.widgets.row import Row, RowList


class CallScreen(Room[None]):
    """Shows whom one could call, in the order of how urgent it is, and words to start with.

    Args:
        person: the one whom the listener chose.
    """

    KEYS: ClassVar[tuple[Key, ...]] = CALL
    BINDINGS: ClassVar[list[BindingType]] = bindings((*CALL, *ALWAYS))

    def __init__(self, person: Person) -> None:
        super().__init__()
        self._person = person

    def compose(self) -> ComposeResult:
        """Lay out the kinds of help, words to start with, and the ways to other pages."""
        with RowList(id="card"):
            yield Static(wording.CALL.title, classes="title", markup=False)
            yield Static(wording.CALL_NO_COUNTRY, classes="note", markup=False)
            for number, part in enumerate(wording.CALL.parts):
                words = Content.assemble((part.title, "bold"), " ", part.text)
                yield Static(words, classes="paragraph", markup=False)
                if number == 0:  # danger now comes first, then somebody who is known
                    yield from self._chosen()
            yield Static(
                Content.assemble("Words to start with: ", "  ".join(wording.CALL_WORDS)),
                classes="note",
                markup=False,
            )
            for note in wording.CALL_NOTES:
                yield Static(note, classes="note", markup=False)
            yield Row("Is this space, or something else?", key="i", value="space")
            yield Row("Flooded, numb or unreal? Stop, and do this", key="x", value="instead")
        yield self.key_bar()

    def _chosen(self) -> ComposeResult:
        name, number, line = self._person
        if name or number:
            title = name or wording.CALL_PERSON
            yield Row(title, right=number, line=line, value="", is_number=True)
        else:
            words = Content.assemble((f"{wording.CALL_PERSON}:", "bold"), " ", wording.CALL_NOBODY)
            yield Static(words, classes="paragraph", markup=False)

    def on_mount(self) -> None:
        """Begin at the top of the page."""
        self.query_one("#card", RowList).scroll_home(animate=False)

    async def on_row_chosen(self, event: Row.Chosen) -> None:
        """Show the page of a row."""
        event.stop()
        if not event.row.value:
            return  # a number is shown, and never dialled
        await self.run_action(f"app.{event.row.value}")
