"""Cards before a session: what can be chosen, one caution, and Enter to begin from anywhere."""

from abc import abstractmethod
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, Static

from companion import wording_pages as wording
from companion.session.card import BED, LENGTH, STRENGTH, Card, Choice
from companion.session.introduction import Introduction, known
from companion.session.keys import ALWAYS, CARD, TYPING, WHILE_WRITING, Key
from companion.timeline.request import Request
from companion.tui.appearance import is_ascii
from companion.tui.screens.pages import WordsScreen
from companion.tui.screens.room import Room
from companion.tui.widgets.clickable import Clickable, runs
from companion.tui.widgets.field import Field, Slider
from companion.tui.widgets.key_bar import KeyBar, bindings
from companion.tui.widgets.row import Row, RowList

# Keys of a card that its fields take themselves.
_OF_FIELDS = ("move", "change", "digits")
_FIELD = "choose-"
_KEEP = "keep"


class Button(Static, Clickable):
    """Words that run an action of the page when they are clicked."""

    def __init__(self, words: str, action: str, name: str) -> None:
        super().__init__(Content(words).stylize(runs(action)), id=name)


class CardScreen(Room[Request | None]):
    """The card before a session; dismissed with the request, or with None to go back.

    Args:
        now: the time of day at which the card is shown.
    """

    KEYS: ClassVar[tuple[Key, ...]] = CARD
    BINDINGS: ClassVar[list[BindingType]] = bindings(
        (*(key for key in CARD if key.id not in _OF_FIELDS), *ALWAYS)
    )

    class Keep(Message):
        """Posted when the choices should be kept under a name."""

        def __init__(self, request: Request) -> None:
            super().__init__()
            self.request = request

    class Sample(Message):
        """Posted when the voice or a bed should be heard."""

        def __init__(self, request: Request, *, is_bed: bool) -> None:
            super().__init__()
            self.request, self.is_bed = request, is_bed

    def __init__(self, now: datetime) -> None:
        super().__init__()
        self._now = now

    @property
    def keys(self) -> tuple[Key, ...]:
        """The keys of the card; while words are typed, those that aren't letters."""
        if isinstance(self.focused, Input):
            return (CARD[0], *TYPING, *WHILE_WRITING)
        return super().keys

    def on_mount(self) -> None:
        """Begin with the length, and at the top."""
        self.query_one(Slider).focus(scroll_visible=False)
        self.call_after_refresh(self.query_one("#card").scroll_home, animate=False)

    def on_descendant_focus(self) -> None:
        """Show the keys of what has the focus."""
        self.query_one(KeyBar).show(self.keys)

    def action_back(self) -> None:
        """Step out of a field that is typed in, or go back."""
        if isinstance(self.focused, Input):
            self.query_one(Slider if self.query_one(Slider).display else Field).focus()
        else:
            super().action_back()

    def on_key(self, event: events.Key) -> None:
        """Take digits as a length, whichever line has the focus."""
        if not isinstance(self.focused, Input) and self.query_one(Slider).display:
            self.query_one(Slider).type_digit(event)

    @abstractmethod
    def asked(self) -> Request | None:
        """The session that is asked for, or None after saying what keeps it from beginning."""

    def action_begin(self) -> None:
        """Begin from wherever the focus is, or keep the choices on the row that says so."""
        if isinstance(self.focused, Row):
            self.focused.action_choose()
        elif (request := self.asked()) is not None:
            self.dismiss(request)

    def on_row_chosen(self, event: Row.Chosen) -> None:
        """Keep the choices under a name."""
        event.stop()
        if (request := self.asked()) is not None:
            self.post_message(self.Keep(request))

    def leave(self) -> None:
        """Go back without beginning."""
        self.dismiss(None)

    def head(self, title: str, line: str) -> Iterable[Widget]:
        """The title and the line under it."""
        yield Static(title, classes="title", markup=False)
        if line:
            yield Static(line, classes="line", markup=False)

    def foot(self, caution: str) -> Iterable[Widget]:
        """One caution, the one that holds for all sessions, and the button."""
        if caution:
            yield Static(caution, classes="caution", markup=False)
        yield Static(wording.DRIVING, classes="note driving", markup=False)
        yield Button(f"  Begin  {'enter' if is_ascii(self) else '⏎'}  ", "screen.begin", "begin")
        yield Row(wording.KEEP_AS, value=_KEEP, classes="keep")

    def say(self, words: str) -> None:
        """Show other words in the place of the caution."""
        for line in self.query("#card > .caution").results(Static):
            line.update(words)

    def field(self, row: Choice) -> Field:
        """The field of one line of the card."""
        name = f"{_FIELD}{row.name}"
        if row.name != LENGTH:
            return Field(row.label, row.words, row.at, name=name)
        slider = Slider(row.label, row.words, row.at, name=name)
        self.say_end(slider, row)
        return slider

    def follow(self, row: Choice, *, is_new: bool) -> None:
        """Show the length that is chosen now.

        Args:
            row: the line of the length.
            is_new: whether something else on the card has changed the lengths there are.
        """
        slider = self.query_one(Slider)
        if is_new:
            slider.offer(row.words, row.at)
        self.say_end(slider, row)

    def say_end(self, slider: Slider, row: Choice) -> None:
        """Show the least and the most, and the time at which it would end."""
        low, high = (row.words[n].removesuffix(" min") for n in (0, -1))
        end = self._now + timedelta(milliseconds=row.value)
        slider.ends, slider.note = (low, high), f"until {end:%H:%M}"
        slider.refresh()

    @staticmethod
    def name_of(field: Field) -> str:
        """The name of the line that a field shows."""
        return (field.id or "").removeprefix(_FIELD)


class BeginScreen(CardScreen):
    """The card of one session.

    Args:
        card: the choices.
        introduction: what to ask before.
        now: the time of day at which the card is shown.
    """

    def __init__(self, card: Card, introduction: Introduction, now: datetime) -> None:
        super().__init__(now)
        self._card, self._introduction = card, introduction

    @property
    def card(self) -> Card:
        """The choices."""
        return self._card

    def compose(self) -> ComposeResult:
        """Lay out title and purpose, a field for each choice, one caution, and the button."""
        script = self._card.opened.script
        with RowList(id="card"):
            yield from self.head(script.title, script.intent)
            for row in self._card.rows:
                yield self.field(row)
            for name, question, default in self._introduction.slots:
                with Horizontal(classes="slot"):
                    yield Static(question, classes="name", markup=False)
                    yield Input(placeholder=default, id=f"slot-{name}", max_length=60)
            yield from self.foot(script.cautions[0] if script.cautions else "")
        yield self.key_bar()

    def asked(self) -> Request:
        """The session that is asked for."""
        fields = self.query(Input).results(Input)
        names = {(field.id or "").removeprefix("slot-"): field.value.split() for field in fields}
        slots = {name: " ".join(words) for name, words in names.items() if words}
        request = self._card.request
        return replace(request, slots={**request.slots, **slots})

    def action_known(self) -> None:
        """Show what is known about the session."""
        page = known(self._card.opened.script)
        self.app.push_screen(WordsScreen(page, labelled=True))

    def action_sample(self) -> None:
        """Have the voice say something."""
        self.post_message(self.Sample(self._card.request, is_bed=False))

    def on_field_changed(self, event: Field.Changed) -> None:
        """Take on a value; let a bed be heard, and let the lengths follow the words."""
        event.stop()
        name = self.name_of(event.field)
        self._card.choose(name, event.field.at)
        if name == BED:
            self.post_message(self.Sample(self._card.request, is_bed=True))
        self.follow(self._card.row(LENGTH), is_new=name != LENGTH)
        if name == STRENGTH:
            cautions = self._card.opened.script.cautions
            usual = cautions[0] if cautions else ""
            self.say(wording.STRONG_FIRST if self._card.is_very_strong else usual)
