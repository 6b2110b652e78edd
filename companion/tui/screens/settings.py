"""The settings: every value with where it comes from, changed at once with left and right."""

from collections.abc import Callable
from functools import partial
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Static

from companion.errors import CompanionError
from companion.session.keys import ALWAYS, SETTINGS, TYPING, WHILE_WRITING, Key, remappable
from companion.store.own_preferences import OwnPreferences
from companion.store.preferences.key_map import KeyAction
from companion.store.preferences.kinds import Value
from companion.store.preferences.resolving import Resolved
from companion.store.preferences.setting import Setting
from companion.store.preferences.table import PARTS
from companion.tui.appearance import muted, notify_error
from companion.tui.screens.room import Room
from companion.tui.widgets.field import Field
from companion.tui.widgets.key_bar import KeyBar, bindings
from companion.tui.widgets.row import RowList

ACTIONS = tuple(KeyAction(*row) for row in remappable())
"""Everything that a key does and that may have another one."""
_HEAD_CELLS = 80
_LEFT_AND_RIGHT = "Left and right change it."
_TYPED = "Enter lets you type it."
_FIXED = "{origin} sets it, so it can't be changed here."


class SettingField(Field):
    """The field of one setting.

    Args:
        found: its value and where that comes from.
        values: the values that left and right go through; empty where words are typed.
    """

    def __init__(self, found: Resolved, values: tuple[Value, ...]) -> None:
        shown = found.setting.kind.shown
        is_known = found.value in values
        self.choices = values if is_known or not values else (found.value, *values)
        words = [shown(value) for value in self.choices] or [found.words]
        at = self.choices.index(found.value) if self.choices else 0
        super().__init__(found.setting.label, words, at, origin=found.origin)
        self.found = found

    @property
    def is_typed(self) -> bool:
        """Whether the value is typed, because there are too many to go through."""
        return not self.choices

    def action_step(self, by: int) -> None:
        """Go to another value, unless something else sets it."""
        self.focus()
        if not self.found.is_fixed:
            self._set(self.at + by)

    def show_found(self, found: Resolved) -> None:
        """Show another value, or another origin."""
        self.found, self.origin = found, found.origin
        if self.is_typed:
            self.values = [found.words]
        elif found.value in self.choices:
            self.set_reactive(Field.at, self.choices.index(found.value))
        self.refresh()


class SettingsScreen(Room[None]):
    """Shows all settings; what is changed here takes effect and is written at once.

    Args:
        own: the person's preferences.
    """

    KEYS: ClassVar[tuple[Key, ...]] = SETTINGS
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings((*(key for key in SETTINGS if key.id != "parts"), *ALWAYS)),
        *(Binding(str(n), f"part({n})", show=False) for n in range(1, len(PARTS) + 1)),
    ]

    class Changed(Message):
        """Posted when a setting has another value."""

        def __init__(self, name: str) -> None:
            super().__init__()
            self.name = name

    class Asked(Message):
        """Posted when something is to be kept; `done` is called when that was agreed to."""

        def __init__(self, row: Setting, done: Callable[[], None]) -> None:
            super().__init__()
            self.row, self.done = row, done

    def __init__(self, own: OwnPreferences) -> None:
        super().__init__()
        self._own = own
        self._typing: SettingField | None = None

    @property
    def keys(self) -> tuple[Key, ...]:
        """The keys here; while a value is typed, those that aren't letters."""
        return (TYPING[-1], *WHILE_WRITING) if isinstance(self.focused, Input) else super().keys

    def compose(self) -> ComposeResult:
        """Lay out the parts, the settings of each, a line about the chosen one, and a field."""
        every = self._own.rows(ACTIONS)
        yield Static(self._head(), id="parts")
        with RowList(id="settings"):
            for part, heading in PARTS.items():
                rows = [found for found in every if found.setting.part == part]
                if rows:
                    yield Static(heading, classes="part-name", id=f"part-{part}", markup=False)
                for found in rows:
                    yield SettingField(found, self._own.known.steps(found.setting))
        yield Input(id="typed", max_length=200)
        yield Static("", id="explain", markup=False)
        yield self.key_bar()

    def on_mount(self) -> None:
        """Begin with the first setting, and at the top."""
        self.query_one("#typed").display = False
        self.query(SettingField).first().focus(scroll_visible=False)
        self.call_after_refresh(self._begin_at_the_top)

    def _begin_at_the_top(self) -> None:
        if self.focused is self.query(SettingField).first():  # no key has led elsewhere meanwhile
            self.query_one("#settings").scroll_home(animate=False)

    def on_descendant_focus(self) -> None:
        """Say what the chosen setting does, and who sets it."""
        self.query_one(KeyBar).show(self.keys)
        if isinstance(self.focused, SettingField):
            self._explain(self.focused)

    def on_field_changed(self, event: Field.Changed) -> None:
        """Write a value that was chosen."""
        event.stop()
        if isinstance(event.field, SettingField):
            self._change(event.field, event.field.choices[event.field.at])

    def action_more(self) -> None:
        """Let a value be typed, fit the voice, or go to the next value."""
        field = self.focused
        if not isinstance(field, SettingField):
            return
        if field.found.setting.part == "voice" and field.is_typed:
            self.app.call_later(self.app.run_action, "app.fit")
        elif field.is_typed and not field.found.is_fixed:
            self._typing = field
            typed = self.query_one("#typed", Input)
            typed.display = True
            typed.value = "" if field.found.value in ("", ()) else field.found.words
            typed.focus()
        else:
            field.action_step(1 if field.at < len(field.values) - 1 else -field.at)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Write a value that was typed, or say what it can be."""
        event.stop()
        field = self._typing
        if field is None:
            return
        try:
            value = field.found.setting.read(event.value) if event.value.strip() else None
            if value is not None:
                self._own.check(field.found.setting, value, ACTIONS)
        except CompanionError as error:
            notify_error(self, error)
            return
        self._change(field, value)
        self._stop_typing()

    def action_back(self) -> None:
        """Leave the field that is typed in, or the page."""
        if self._typing is not None:
            self._stop_typing()
        else:
            super().action_back()

    def action_reset(self) -> None:
        """Give the chosen setting the value it came with."""
        if isinstance(self.focused, SettingField) and not self.focused.found.is_fixed:
            self._change(self.focused, None)

    def action_part(self, number: int) -> None:
        """Go to a part by its number."""
        parts = list(PARTS)
        if number > len(parts):
            return
        part = parts[number - 1]
        for field in self.query(SettingField).results(SettingField):
            if field.found.setting.part == part:
                field.focus(scroll_visible=False)
                self.query_one(f"#part-{part}").scroll_visible(top=True, animate=False)
                return

    def _change(self, field: SettingField, value: Value | None) -> None:
        row = field.found.setting
        if row.warning and value == "yes":
            field.show_found(field.found)  # it stays as it was until someone has read and agreed
            self.post_message(self.Asked(row, partial(self._show_changed, field)))
            return
        try:
            notes = self._own.change(row, value)
        except CompanionError as error:
            notify_error(self, error)
            field.show_found(field.found)
            return
        field.show_found(self._own.find(row.id, ACTIONS))
        for note in notes:
            self.notify(note, markup=False, timeout=8)
        self._explain(field)
        self.post_message(self.Changed(row.id))

    def _show_changed(self, field: SettingField) -> None:
        """Show the value of a setting that was changed elsewhere."""
        field.show_found(self._own.find(field.found.setting.id, ACTIONS))

    def _stop_typing(self) -> None:
        field, self._typing = self._typing, None
        if field is not None:
            field.focus()
        self.query_one("#typed").display = False

    def _explain(self, field: SettingField) -> None:
        how = _TYPED if field.is_typed else _LEFT_AND_RIGHT
        if field.found.is_fixed:
            how = _FIXED.format(origin=field.found.origin)
        words = f"{field.found.setting.about} {how}"
        self.query_one("#explain", Static).update(words)

    def _head(self) -> Content:
        pieces: list[Content | tuple[str, str] | str] = [("Settings", "$foreground bold"), "   "]
        if self.app.size.width >= _HEAD_CELLS:
            for number, heading in enumerate(PARTS.values(), 1):
                pieces += [(str(number), "$primary"), (f" {heading.lower()}  ", muted(self))]
        return Content.assemble(*pieces)
