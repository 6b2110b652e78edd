"""The page of fitting a voice: six comparisons of two samples, then whether to keep the result."""

from collections.abc import Callable, Iterator
from typing import ClassVar, Literal

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widgets import Static

from companion.errors import CompanionError
from companion.script.model import Script
from companion.session.fitting import Fitting, Side, moods_for
from companion.session.keys import ALWAYS, FIT, Key
from companion.session.prepare import Preparation
from companion.session.transport import Transport
from companion.timeline.request import Profile
from companion.tui.appearance import notify_error
from companion.tui.screens.room import Room
from companion.tui.widgets.key_bar import KeyBar, bindings
from companion.tui.widgets.row import Row
from companion.voice.search import ROUNDS, Verdict, differences
from companion.wording import (
    FITTING_BEGINS,
    FITTING_INTRODUCTION,
    FITTING_QUESTION,
    FITTING_WAITS,
    FITTING_WITHOUT_SOUND,
    KEPT_FOR,
    kept,
)

_CHECKS_A_SECOND = 10
_SIDES: tuple[Side, Side] = ("first", "second")
_SIDE_WORDS: dict[Side, str] = {"first": "1  the first", "second": "2  the second"}
_ANSWERS: dict[str, Verdict] = {"1": "first", "2": "second", "0": "same"}
_KEEP_ROWS = {
    "both": "Keep it, always",
    "shaken": f"Keep it {KEPT_FOR['shaken']}",
    "settled": f"Keep it {KEPT_FOR['settled']}",
    "no": "Don't keep it",
}

# The keys that do nothing at a stage.
_IDLE_KEYS: dict[str, tuple[str, ...]] = {
    "introduction": ("choice", "again"),
    "comparing": ("begin",),
    "result": ("begin", "choice"),
    "over": (),
}

Stage = Literal["introduction", "comparing", "result", "over"]
Sample = tuple[Side | None, Script, Profile]


class FitScreen(Room[None]):
    """Plays pairs of samples, takes the answers, and saves the result only if the user says so.

    Args:
        fitting: the state of the fitting.
        say: starts getting a sample ready in the manner of a profile.
        hear: returns the transport of a sample that is ready, and closes the last one.
        keep: saves a profile for some moods.
        trouble: returns why nothing can be heard, or an empty string.
    """

    KEYS: ClassVar[tuple[Key, ...]] = FIT
    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(key, f"choose('{key}')", show=False) for key in _ANSWERS),
        *bindings((*(key for key in FIT if key.id != "choice"), *ALWAYS)),
    ]

    class Left(Message):
        """Posted when the fitting is over or the user leaves it."""

    def __init__(
        self,
        fitting: Fitting,
        say: Callable[[Script, Profile], Preparation],
        hear: Callable[[Preparation], Transport],
        keep: Callable[[Profile, tuple[Literal["shaken", "settled"], ...]], None],
        trouble: Callable[[], str],
    ) -> None:
        super().__init__()
        self._fitting, self._say, self._hear, self._keep = fitting, say, hear, keep
        self._trouble = trouble
        self._stage: Stage = "introduction"
        self._samples: Iterator[Sample] = iter(())
        self._preparation: Preparation | None = None
        self._transport: Transport | None = None
        self._playing_side: Side | None = None
        self._second_has_begun = self._is_interrupted = False

    @property
    def keys(self) -> tuple[Key, ...]:
        """The keys that do something at this stage."""
        idle = (*_IDLE_KEYS[self._stage], *(["begin"] if self._trouble() else []))
        return (*(key for key in FIT if key.id not in idle), *ALWAYS)

    def compose(self) -> ComposeResult:
        """Lay out the number of the comparison, its words, both sides, help, list and footer."""
        with Vertical(id="fit"):
            yield Static("", id="fit-number", classes="closing", markup=False)
            yield Static(FITTING_INTRODUCTION, id="fit-words", classes="closing", markup=False)
            with Horizontal(id="fit-sides"):
                for side in _SIDES:
                    yield Static(_SIDE_WORDS[side], id=f"fit-{side}", markup=False)
            yield Static("", id="fit-told", classes="closing", markup=False)
            with Vertical(id="fit-keep"):
                for key, label in _KEEP_ROWS.items():
                    yield Row(label, value=key)
            yield Static("", id="fit-trouble", classes="closing", markup=False)
        yield self.key_bar()

    def on_mount(self) -> None:
        """Hide what comes later, and check the sample ten times a second."""
        self.query_one("#fit-sides").display = False
        self.query_one("#fit-keep").display = False
        self._show_trouble(self._trouble())
        self.set_interval(1 / _CHECKS_A_SECOND, self._check)

    def on_screen_suspend(self) -> None:
        """Stop the sample when another page covers this one."""
        self._hush()

    def action_begin(self) -> None:
        """Leave the introduction for the first comparison, if it can be heard."""
        if self._stage == "introduction" and not self._trouble():
            self._compare()

    def action_choose(self, key: str) -> None:
        """Take an answer once both samples have been heard."""
        if self._stage != "comparing" or not self._second_has_begun:
            return
        self._fitting.answer(_ANSWERS[key])
        if self._fitting.is_over:
            self._show_result()
        else:
            self._compare()

    def on_row_chosen(self, event: Row.Chosen) -> None:
        """Save the result for the chosen mood, or not at all."""
        event.stop()
        if self._stage == "result":
            self._keep_result(event.row.value)

    def action_again(self) -> None:
        """Play both samples again, or the result once it is there."""
        if self._stage == "comparing":
            self._samples = self._pair()
            self._prepare_next()
        elif self._stage == "result":
            self._samples = iter([(None, *self._fitting.result)])
            self._prepare_next()

    def leave(self) -> None:
        """Stop the sample and leave; nothing is saved."""
        self._hush()
        self.post_message(self.Left())

    def _compare(self) -> None:
        self._go_to("comparing")
        self._second_has_begun = False
        self.query_one("#fit-sides").display = True
        script, _ = self._fitting.sample("first")
        self._put("#fit-number", f"{self._fitting.number} of {ROUNDS}")
        self._put("#fit-words", script.title)
        self._put(
            "#fit-told",
            f"{FITTING_QUESTION}\n1 or 2; 0 if you hear no difference; space plays them again.",
        )
        self.action_again()

    def _go_to(self, stage: Stage) -> None:
        self._stage = stage
        self.query_one(KeyBar).show(self.keys)

    def _pair(self) -> Iterator[Sample]:
        return iter([(side, *self._fitting.sample(side)) for side in _SIDES])

    def _show_result(self) -> None:
        self._go_to("result")
        self.query_one("#fit-sides").display = False
        self._put("#fit-number", "What suits you best")
        self._put("#fit-words", "\n".join(differences(self._fitting.profile)))
        self._put("#fit-told", "")
        self.query_one("#fit-keep").display = True
        self.query(Row).first(Row).focus()
        self.action_again()

    def _keep_result(self, kept_for: str) -> None:
        if kept_for in KEPT_FOR:
            try:
                self._keep(self._fitting.profile, moods_for(kept_for))
            except CompanionError as error:
                notify_error(self, error)
                return
            self.notify(kept(kept_for), markup=False, timeout=6)
        self._stage = "over"
        self.leave()

    def _prepare_next(self) -> None:
        """Start getting the next sample ready, if there is one, and mark its side."""
        self._hush()
        self._playing_side, script, profile = next(self._samples, (None, None, None))
        if script is not None and profile is not None:
            self._preparation = self._say(script, profile)
        for side in _SIDES:
            is_playing = side == self._playing_side
            self._put(f"#fit-{side}", f"{'▸ ' if is_playing else '  '}{_SIDE_WORDS[side]}")
            self.query_one(f"#fit-{side}").set_class(is_playing, "-sounding")

    def _check(self) -> None:
        if not self.is_active:
            return
        trouble = self._trouble()
        self._show_trouble(trouble)
        if trouble or self._is_interrupted:
            self._interrupt(is_over=not trouble)
            return
        preparation, transport = self._preparation, self._transport
        if preparation is not None and preparation.is_ready(0):
            self._preparation = None
            self._play(preparation)
        elif transport is not None:
            transport.tick()
            for problem in transport.new_problems():
                self.notify(problem, markup=False, timeout=8)
            if transport.state in ("ended", "stopped"):
                self._prepare_next()

    def _show_trouble(self, trouble: str) -> None:
        """Say that there is no sound; at first in place of the words that explain."""
        is_first = self._stage == "introduction"
        said = FITTING_WITHOUT_SOUND if trouble else ""
        if is_first:
            self._put("#fit-words", said or FITTING_INTRODUCTION)
            self._put("#fit-told", FITTING_WAITS if trouble else FITTING_BEGINS)
        self._put("#fit-trouble", "" if is_first else said)
        self.query_one(KeyBar).show(self.keys)

    def _interrupt(self, *, is_over: bool) -> None:
        """Stop a sample that can't be heard; play it again once the sound is back."""
        if is_over:
            self._is_interrupted = False
            self.action_again()
        elif self._preparation is not None or self._transport is not None:
            self._is_interrupted = True
            self._hush()

    def _play(self, preparation: Preparation) -> None:
        try:
            self._transport = self._hear(preparation)
        except CompanionError as error:
            notify_error(self, error)
            return
        self._second_has_begun = self._second_has_begun or self._playing_side == "second"
        self._transport.play()

    def _hush(self) -> None:
        preparation, self._preparation = self._preparation, None
        if preparation is not None:
            preparation.cancel()
        transport, self._transport = self._transport, None
        if transport is not None:
            transport.stop()
            transport.close()

    def _put(self, selector: str, text: str) -> None:
        widget = self.query_one(selector, Static)
        if str(widget.content) != text:
            widget.update(text)
