"""The card of the timed sit: minutes, until a time, or with an open end."""

from datetime import datetime, timedelta
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widgets import Input, MaskedInput, Static

from companion import wording_pages as wording
from companion.session.card import BED, BELLS, LENGTH
from companion.session.introduction import known
from companion.session.sit_card import END, LONG, SitCard, SitProblem
from companion.session.until import day_line
from companion.timeline.request import Request
from companion.tui.screens.cards import CardScreen
from companion.tui.screens.pages import WordsScreen
from companion.tui.widgets.field import Field, Slider
from companion.tui.widgets.row import RowList

_QUARTER, _ROOM = 15, 20


class SitScreen(CardScreen):
    """The card of the timed sit.

    Args:
        card: the choices.
        now: the time of day at which the card is shown.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "line(1)", show=False),
        Binding("shift+tab", "line(-1)", show=False),
    ]

    def __init__(self, card: SitCard, now: datetime) -> None:
        super().__init__(now)
        self._card = card
        if not card.is_remembered:  # the next quarter of an hour that leaves time for a sit
            soon = now + timedelta(minutes=_ROOM + _QUARTER - 1)
            card.until = f"{soon.hour:02}:{soon.minute // _QUARTER * _QUARTER:02}"

    def compose(self) -> ComposeResult:
        """Lay out a field for each choice, the two that are typed, and the button."""
        card = self._card
        with RowList(id="card"):
            yield from self.head(wording.SIT, wording.SIT_LINE)
            for row in card.rows:
                yield self.field(row)
                if row.name == END:
                    with Horizontal(id="until", classes="slot"):
                        yield Static("Until", classes="name", markup=False)
                        yield MaskedInput("99:99", value=card.until, id="time")
                if row.name == BELLS:
                    with Horizontal(id="own-bells", classes="slot"):
                        yield Static("After minutes", classes="name", markup=False)
                        yield Input(card.own_bells, id="times", max_length=80)
            yield from self.foot(self._last_line())
        yield self.key_bar()

    def on_mount(self) -> None:
        """Show only what fits the way it ends."""
        self._follow_choices()
        super().on_mount()

    def asked(self) -> Request | None:
        """The sit that is asked for, or None after saying what keeps it from beginning."""
        request = self._card.request(round(self._now.timestamp() * 1000))
        if isinstance(request, SitProblem):
            self.say(f"{request.words[:1].upper()}{request.words[1:]}.")
            self.query_one("#time" if request.row == END else "#times").focus()
            return None
        return request

    @property
    def card(self) -> SitCard:
        """The choices."""
        return self._card

    def action_known(self) -> None:
        """Show what is known about sitting."""
        self.app.push_screen(WordsScreen(known(self._card.opened.script), labelled=True))

    def action_sample(self) -> None:
        """Have the voice say something."""
        self.post_message(self.Sample(Request(), is_bed=False))

    def on_field_changed(self, event: Field.Changed) -> None:
        """Take on a value; let a bed be heard, and show what fits the way it ends."""
        event.stop()
        name = self.name_of(event.field)
        self._card.choose(name, event.field.at)
        if name == BED:
            bed = next(row.value for row in self._card.rows if row.name == BED)
            self.post_message(self.Sample(Request(bed=bed), is_bed=True))
        length = next(row for row in self._card.rows if row.name == LENGTH)
        self.follow(length, is_new=name != LENGTH)
        self._follow_choices()

    @on(Input.Changed, "#time")
    def time_typed(self, event: Input.Changed) -> None:
        """Take on the time, and say when it is tomorrow's."""
        event.stop()
        self._card.until = event.value
        self.say(self._last_line())

    @on(Input.Changed, "#times")
    def bells_typed(self, event: Input.Changed) -> None:
        """Take on the times of the bells."""
        event.stop()
        self._card.own_bells = event.value

    def action_go(self, by: int) -> None:
        """Go to another line; in the time, up and down are a quarter of an hour."""
        field = self.query_one("#time", MaskedInput)
        if self.focused is field and len(digits := field.value.replace(":", "")) == len("0000"):
            minutes = (int(digits[:2]) * 60 + int(digits[2:])) // _QUARTER * _QUARTER
            minutes = (minutes - by * _QUARTER) % (24 * 60)
            field.value = f"{minutes // 60:02}:{minutes % 60:02}"
            return
        super().action_go(by)

    def action_line(self, by: int) -> None:
        """Go to another line, out of the time too."""
        super().action_go(by)

    def _follow_choices(self) -> None:
        self.query_one(Slider).display = self._card.end == "minutes"
        self.query_one("#until").display = self._card.end == "time"
        self.query_one("#own-bells").display = self._card.has_own_bells
        self.say(self._last_line())

    def _last_line(self) -> str:
        card, now = self._card, round(self._now.timestamp() * 1000)
        if card.is_very_strong:
            return wording.STRONG_FIRST
        if card.end == "time":
            request = card.request(now)
            if isinstance(request, SitProblem):
                return wording.SIT_FIRST
            if tomorrow := day_line(request.until, now):
                return f"{tomorrow[:1].upper()}{tomorrow[1:]}."
            is_long = request.until is not None and request.until - now > LONG
            return wording.SIT_LONG if is_long else wording.SIT_FIRST
        length = next(row.value for row in card.rows if row.name == LENGTH)
        if card.end == "minutes" and length > LONG:
            return wording.SIT_LONG
        return wording.SIT_LAST if card.is_remembered else wording.SIT_FIRST
