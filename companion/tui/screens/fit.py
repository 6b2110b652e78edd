"""Fitting a voice: the same words in two manners, six times; then whether to keep what is found."""

from collections.abc import Callable, Iterator
from typing import ClassVar, Literal

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Footer, Static

from companion.errors import CompanionError
from companion.script.model import Script
from companion.session.fitting import INTRODUCTION, KEPT, QUESTION, Fitting, Side, names
from companion.session.transport import Transport
from companion.timeline.profile import Profile
from companion.voice.fitting import ROUNDS, Answer, in_words

_LOOKS_A_SECOND = 10
_SIDES: tuple[Side, Side] = ("first", "second")
_SIDE_WORDS: dict[Side, str] = {"first": "1  the first", "second": "2  the second"}
_ANSWERS: dict[str, Answer] = {"1": "first", "2": "second", "0": "same"}
_KEPT = dict(zip("123", KEPT, strict=True))
_NO_SOUND = "There is no sound here right now, so there is nothing to compare."

Stage = Literal["introduction", "comparing", "result"]
Sample = tuple[Side | None, Script, Profile]


class FitScreen(Screen[None]):
    """Plays, asks, and says what was found; keeps it only when told to.

    Args:
        fitting: where the fitting is.
        hear: makes a transport for words in a manner, in place of the last one.
        keep: keeps a profile for some moods.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(key, f"choose('{key}')", show=False) for key in "0123"),
        Binding("space", "again", "hear again"),
        Binding("enter", "go_on", "go on"),
        Binding("escape", "leave", "leave"),
        Binding("h", "app.hide", "hide"),
        Binding("n", "app.now", "right now"),
        Binding("q", "leave", show=False),
        Binding("question_mark", "app.explain", show=False),
    ]

    class Left(Message):
        """The fitting is over, or was left."""

    def __init__(
        self,
        fitting: Fitting,
        hear: Callable[[Script, Profile], Transport],
        keep: Callable[[Profile, tuple[Literal["shaken", "settled"], ...]], None],
    ) -> None:
        super().__init__()
        self._fitting, self._hear, self._keep = fitting, hear, keep
        self._stage: Stage = "introduction"
        self._samples: Iterator[Sample] = iter(())
        self._transport: Transport | None = None
        self._sounding: Side | None = None

    def compose(self) -> ComposeResult:
        """Where it is, what is said, which of the two sounds, and what to press."""
        with Vertical(id="fit"):
            yield Static("", id="fit-number", classes="closing", markup=False)
            yield Static(INTRODUCTION, id="fit-words", classes="closing", markup=False)
            with Horizontal(id="fit-sides"):
                for side in _SIDES:
                    yield Static(_SIDE_WORDS[side], id=f"fit-{side}", markup=False)
            told = "Enter begins, esc goes back. Nothing is kept unless you say so."
            yield Static(told, id="fit-told", classes="closing", markup=False)
            yield Static("", id="fit-trouble", classes="closing", markup=False)
        yield Footer(show_command_palette=False, compact=True)

    def on_mount(self) -> None:
        """Look again and again."""
        self.query_one("#fit-sides").display = False
        self.set_interval(1 / _LOOKS_A_SECOND, self._look)

    def on_screen_suspend(self) -> None:
        """Nothing sounds under another page."""
        self._hush()

    def action_go_on(self) -> None:
        """Begin; later it is the answer of somebody who hears no difference, or wants nothing."""
        if self._stage == "introduction":
            self._compare()
        else:
            self.action_choose("0")

    def action_choose(self, key: str) -> None:
        """An answer, or what it is kept for."""
        if self._stage == "comparing" and key in _ANSWERS:
            self._fitting.answer(_ANSWERS[key])
            if self._fitting.is_over:
                self._tell_result()
            else:
                self._compare()
        elif self._stage == "result":
            self._decide(_KEPT.get(key))

    def action_again(self) -> None:
        """Hear it once more."""
        if self._stage == "comparing":
            self._samples = self._pair()
            self._next()
        elif self._stage == "result":
            self._samples = iter([(None, *self._fitting.result)])
            self._next()

    def action_leave(self) -> None:
        """Home, with nothing kept."""
        self._hush()
        self.post_message(self.Left())

    def _compare(self) -> None:
        self._stage = "comparing"
        self.query_one("#fit-sides").display = True
        script, _ = self._fitting.sample("first")
        self._put("#fit-number", f"{self._fitting.number} of {ROUNDS}")
        self._put("#fit-words", script.title)
        self._put("#fit-told", f"{QUESTION}\n1 or 2; 0 for no difference; space hears them again.")
        self.action_again()

    def _pair(self) -> Iterator[Sample]:
        return iter([(side, *self._fitting.sample(side)) for side in _SIDES])

    def _tell_result(self) -> None:
        self._stage = "result"
        self.query_one("#fit-sides").display = False
        self._put("#fit-number", "What suits you best")
        self._put("#fit-words", "\n".join(in_words(self._fitting.found)))
        rows = [f"{key}  {KEPT[mood]}" for key, mood in _KEPT.items()]
        self._put("#fit-told", "\n".join(["Keep it?", "", *rows, "0  not at all"]))
        self.action_again()

    def _decide(self, kept_for: str | None) -> None:
        if kept_for is not None:
            try:
                self._keep(self._fitting.found, names(kept_for))
            except CompanionError as error:
                self.notify(f"{error.message}. {error.remedy}", markup=False, timeout=10)
                return
            told = f"Kept, for {KEPT[kept_for]}. companion forget --voice lets it go again."
            self.notify(told, markup=False, timeout=6)
        self.action_leave()

    def _next(self) -> None:
        """Play what comes next, if anything does."""
        self._hush()
        self._sounding, script, profile = next(self._samples, (None, None, None))
        if script is not None and profile is not None:
            try:
                self._transport = self._hear(script, profile)
            except CompanionError as error:
                self.notify(f"{error.message}. {error.remedy}", markup=False, timeout=10)
                return
            self._transport.play()
        for side in _SIDES:
            sounds = side == self._sounding
            self._put(f"#fit-{side}", f"{'▸ ' if sounds else '  '}{_SIDE_WORDS[side]}")
            self.query_one(f"#fit-{side}").set_class(sounds, "-sounding")

    def _look(self) -> None:
        transport = self._transport
        if transport is None or not self.is_active:
            return
        transport.tick()
        self._put("#fit-trouble", _NO_SOUND if transport.trouble() else "")
        for problem in transport.new_problems():
            self.notify(problem, markup=False, timeout=8)
        if transport.state in ("ended", "stopped"):
            self._next()

    def _hush(self) -> None:
        transport, self._transport = self._transport, None
        if transport is not None:
            transport.stop()
            transport.close()

    def _put(self, selector: str, text: str) -> None:
        widget = self.query_one(selector, Static)
        if str(widget.content) != text:
            widget.update(text)
