"""Cards before a session: what can be chosen, one caution, and Enter to begin from anywhere."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Static

from companion import wording_pages as wording
from companion.session.card import Card, Choice
from companion.session.introduction import Introduction, known
from companion.session.keys import ALWAYS, CARD, WHILE_WRITING, Key
from companion.timeline.request import Request
from companion.tui.screens.pages import WordsScreen
from companion.tui.screens.room import Room
from companion.tui.widgets.clickable import Clickable, runs
from companion.tui.widgets.field import Field, Slider
from companion.tui.widgets.key_bar import KeyBar, bindings

# Keys of the card that its fields take themselves.
_OF_FIELDS = ("move", "change", "digits")


class Button(Clickable, Static):
    """Words that run an action of the page when they are clicked."""

    def __init__(self, words: str, action: str, name: str) -> None:
        super().__init__(Content(words).stylize(runs(action)), id=name)


class BeginScreen(Room[Request | None]):
    """The card of one session; dismissed with the request, or with None to go back.

    Args:
        card: the choices.
        introduction: what to know before.
        now: the time of day at which the card is shown.
    """

    KEYS: ClassVar[tuple[Key, ...]] = CARD
    BINDINGS: ClassVar[list[BindingType]] = bindings(
        (*(key for key in CARD if key.id not in _OF_FIELDS), *ALWAYS)
    )

    class Sample(Message):
        """Posted when the voice or a bed should be heard."""

        def __init__(self, request: Request, *, is_bed: bool) -> None:
            super().__init__()
            self.request, self.is_bed = request, is_bed

    def __init__(self, card: Card, introduction: Introduction, now: datetime) -> None:
        super().__init__()
        self._card, self._introduction, self._now = card, introduction, now

    @property
    def keys(self) -> tuple[Key, ...]:
        """The keys of the card; while a name is typed, those that aren't letters."""
        if isinstance(self.focused, Input):
            return (CARD[0], *WHILE_WRITING)
        return super().keys

    def compose(self) -> ComposeResult:
        """Lay out title and purpose, a field for each choice, one caution, and the button."""
        script = self._card.opened.script
        with VerticalScroll(id="card", can_focus=False):
            yield Static(script.title, classes="title", markup=False)
            if script.intent:
                yield Static(script.intent, classes="line", markup=False)
            for choice in self._card.choices:
                yield self._field(choice)
            for name, question, default in self._introduction.slots:
                with Horizontal(classes="slot"):
                    yield Static(question, classes="name", markup=False)
                    yield Input(placeholder=default, id=f"slot-{name}", max_length=60)
            if script.cautions:
                yield Static(script.cautions[0], classes="caution", markup=False)
            yield Static(wording.DRIVING, classes="note driving", markup=False)
            yield Button("  Begin  ⏎  ", "screen.begin", "begin")
        yield self.key_bar()

    def on_mount(self) -> None:
        """Begin with the length."""
        self.query_one(Slider).focus(scroll_visible=False)
        self.call_after_refresh(self.query_one("#card").scroll_home, animate=False)

    def action_begin(self) -> None:
        """Begin, from wherever the focus is."""
        fields = self.query(Input).results(Input)
        names = {(field.id or "").removeprefix("slot-"): field.value.split() for field in fields}
        slots = {name: " ".join(words) for name, words in names.items() if words}
        request = self._card.request
        self.dismiss(replace(request, slots={**request.slots, **slots}))

    def action_known(self) -> None:
        """Show what is known about the session."""
        page = known(self._card.opened.script)
        self.app.push_screen(WordsScreen(page, labelled=True))

    def action_sample(self) -> None:
        """Have the voice say something."""
        self.post_message(self.Sample(self._card.request, is_bed=False))

    def leave(self) -> None:
        """Go back without beginning."""
        self.dismiss(None)

    def on_field_changed(self, event: Field.Changed) -> None:
        """Take on a value; let a bed be heard, and let the lengths follow the words."""
        event.stop()
        field = event.field
        name = (field.id or "").removeprefix("choose-")
        self._card.choose(name, field.at)
        if name == "bed":
            self.post_message(self.Sample(self._card.request, is_bed=True))
        for choice in self._card.choices:
            if choice.name == "length":
                slider = self.query_one(Slider)
                if name != "length":
                    slider.offer(choice.words, choice.at)
                self._say_end(slider, choice)

    def on_descendant_focus(self) -> None:
        """Show the keys of what has the focus."""
        self.query_one(KeyBar).show(self.keys)

    def _field(self, choice: Choice) -> Field:
        name = f"choose-{choice.name}"
        if choice.name != "length":
            return Field(choice.label, choice.words, choice.at, name=name)
        slider = Slider(choice.label, choice.words, choice.at, name=name)
        self._say_end(slider, choice)
        return slider

    def _say_end(self, slider: Slider, choice: Choice) -> None:
        """Show the least and the most, and the time at which it would end."""
        low, high = (choice.words[n].removesuffix(" min") for n in (0, -1))
        end = self._now + timedelta(milliseconds=choice.value)
        slider.ends, slider.note = (low, high), f"until {end:%H:%M}"
        slider.refresh()
