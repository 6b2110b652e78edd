"""A session as lines of text.

No line is ever changed once it is written. Each key of the screen is a letter and Enter here.
"""

import contextlib
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, TextIO

from companion import wording
from companion.ending import end_by_force
from companion.plain.call import Calling
from companion.plain.hiding import Hiding, clear
from companion.plain.lines import write_line
from companion.plain.pages import PlainPages
from companion.plain.typist import Typist
from companion.reading.diagnostic import printable
from companion.session import questions
from companion.session.answering import LineAnswers
from companion.session.controls import CONTROLS, NO_SOUND
from companion.session.transport import Transport
from companion.timeline.timeline import Moment
from companion.timeline.views.lines import line_of
from companion.wording_pages import way_out_line

if TYPE_CHECKING:
    from companion.units import Millis

_HIDE_HELP = "be silent, empty the terminal and write nothing; {} brings it back, paused"
# The one letter besides h that acts while all is hidden.
_STOP = next(control.letter for control in CONTROLS if control.id == "stop")
_PAUSE = next(control.letter for control in CONTROLS if control.id == "pause")
# the characters that the keys of the screen send, for people who are used to them
_ALIASES = {" ": "p", "\x1b[D": "<", "\x1b[C": ">"}
_PAGES = ("c", "i", "x")
_USUAL = Hiding()


class Plain:
    """The front end that plays a transport to its end as lines of text.

    Args:
        transport: the transport of the session.
        calling: what's known of whom to call; by default nothing.
        shown: a line that was written before, and is not written again.
        out: the stream for the session; standard output by default.
        err: the stream for problems; standard error by default.
        typist: reads the letters; without one nobody can type.
        reached: called again and again while it plays, to record how far it has come.
        hiding: how the person hides.
        has_now: whether the letter n stops it, for somebody who then begins the first two minutes.
    """

    wants_now = False
    """Whether it was stopped by that letter."""

    def __init__(  # noqa: PLR0913 - each part by its name
        self,
        transport: Transport,
        calling: Calling | None = None,
        *,
        shown: str = "",
        out: TextIO | None = None,
        err: TextIO | None = None,
        typist: Typist | None = None,
        reached: Callable[[], None] = lambda: None,
        hiding: Hiding = _USUAL,
        has_now: bool = False,
    ) -> None:
        self._hiding, self._has_now = hiding, has_now
        self._shown, self._reached = shown, reached
        self._out, self._err = out or sys.stdout, err or sys.stderr
        self._typist = typist or Typist(None)
        self._pages = PlainPages(
            calling or Calling(), self._typist, self._write, is_discreet=hiding.is_discreet
        )
        self._trouble = ""
        self.follow(transport)

    def follow(self, transport: Transport) -> None:
        """Switch to the transport of another session; the input stays open."""
        self._transport = transport
        self._typist.on_line = transport.wake
        self._last_place: tuple[Millis, int] | None = None
        self._last_chime: Millis | None = None
        self._section = 1
        self._hidden = False
        self._answers = LineAnswers(transport, can_type=self._typist.can_type)

    def run(self) -> None:
        """Play to the end, or until a stop; then write the lines that a person may copy."""
        transport = self._transport
        if transport.state == "ready":
            transport.play()
        with self._hush_on_ctrl_z():
            self._play_to_end()
        if self._typist.gone.is_set() or self._hidden:
            return  # nobody can read any more, or nobody else may
        self._answers.finish()
        if left := questions.left(transport.script, transport.timeline, transport.answers):
            self._write("")
            for line in left.lines:  # unbroken, as it's to be copied
                print(printable(line), file=self._out, flush=True)
            self._write(f"({wording.NOTHING_KEPT})")

    @property
    def is_hidden(self) -> bool:
        """Whether everything was hidden when it ended, so that nothing more may be written."""
        return self._hidden

    def _play_to_end(self) -> None:
        transport = self._transport
        while True:
            moment = transport.tick()
            self._reached()
            if transport.state in ("ended", "stopped"):
                return
            if not self._hidden:
                self._write_problems()
                self._write_question()
                self._write_moment(moment)
            transport.wait(moment.changes)
            if self._typist.gone.is_set():
                end_by_force()
                transport.stop()
                return
            self._obey()

    @contextlib.contextmanager
    def _hush_on_ctrl_z(self) -> Iterator[None]:
        """Silence the sound on Ctrl+Z, which stops this process but not the sound worker."""
        number = getattr(signal, "SIGTSTP", None)
        is_main = threading.current_thread() is threading.main_thread()
        if number is None or not is_main or not _can_be_stopped(number):
            yield
            return

        def stop(*_: object) -> None:
            was_playing = self._transport.state == "playing"
            self._transport.hush()
            signal.raise_signal(signal.SIGSTOP)  # `fg` continues after this line
            if was_playing:
                self._transport.play()

        before = signal.signal(number, stop)
        try:
            yield
        finally:
            signal.signal(number, before)

    def _write_moment(self, moment: Moment) -> None:
        """Write the line of a moment, unless it was written before."""
        if moment.chime is not None and moment.chime.start != self._last_chime:
            self._last_chime = moment.chime.start
            so_far = f", {wording.so_far(moment.so_far)}" if moment.is_open else ""
            self._write(f"(a bell{so_far})")
        place = (moment.since, moment.section_number)
        if place == self._last_place:
            return
        self._last_place = place
        if moment.section_number != self._section:
            self._section = moment.section_number
            self._write("")
        if line := line_of(moment):
            shown, self._shown = self._shown, ""
            if line != shown and not self._is_asked(moment):
                self._write(line)

    def _write_question(self) -> None:
        """Write the current question once, with numbered options."""
        if lines := self._answers.look():
            for line in ("", *lines):
                self._write(line)

    def _write_problems(self) -> None:
        """Write new problems, and a loss of sound, to the error stream."""
        for problem in self._transport.new_problems():
            write_line(f"companion: {printable(problem)}", self._err)
        if (trouble := self._transport.trouble()) != self._trouble:
            self._trouble = trouble
            if trouble:
                write_line(f"companion: {NO_SOUND}", self._err)

    def _obey(self) -> None:
        """Act on every line typed so far: a key, or else an answer."""
        lines = self._typist.take()
        while lines:
            line = lines.pop(0)
            letter = _ALIASES.get(line, line.strip())
            if letter == (self._hiding.letter if self._hidden else "h"):
                self._hide()
            elif self._hidden and letter != _STOP:
                continue
            elif letter == "?":
                self._help()
            elif letter == "n" and self._has_now:
                self.wants_now = True
                self._transport.stop()
            elif letter in _PAGES:
                self._typist.put_back(lines)
                self._show_page(letter)
                lines = self._typist.take()
            elif act := _acts().get(letter):
                if said := act(self._transport):
                    self._write(said)
                if self._transport.state == "paused" and letter == _PAUSE:
                    self._write_way_out()
            else:
                self._answer(letter)

    def _show_page(self, letter: str) -> None:
        """Pause, and show a page."""
        transport = self._transport
        transport.pause()
        transport.lend()  # numbers may be read aloud
        self._pages.show(letter, transport.script.way_out)
        transport.reclaim()
        self._write("Paused; type p to go on.")

    def _write_way_out(self) -> None:
        """Write the way out of the script, if it gives one."""
        if way_out := way_out_line(self._transport.script.way_out):
            self._write(printable(way_out))

    def _answer(self, typed: str) -> None:
        """Take a line that is no key as an answer, or say that it does nothing."""
        said = self._answers.take(typed)
        if said is None and typed:
            said = f'"{printable(typed)}" does nothing here; ? lists what does.'
        if said:
            self._write(said)

    def _hide(self) -> None:
        """Be silent and show nothing until the letter for it is typed; it's paused then."""
        self._hidden = not self._hidden
        self._transport.hush()
        if self._hidden:
            clear(self._out)
        else:
            self._write("Paused; type p to go on.")

    def _help(self) -> None:
        """Write the letters and what they do."""
        rows = [(control.letter, control.help) for control in CONTROLS]
        rows += [("n", "it's too much: right now")] if self._has_now else []
        rows += [
            ("c", "someone to call"),
            ("i", wording.SPACE_HELP),
            ("x", "stop, and do this instead"),
            ("h", _HIDE_HELP.format(self._hiding.letter)),
            ("?", "these lines"),
        ]
        self._write("Type a letter, then Enter:")
        for letter, words in rows:
            self._write(f"{letter}  {words}")

    @staticmethod
    def _is_asked(moment: Moment) -> bool:
        """Whether the line is part of a question, which was already written as a whole."""
        return moment.question is not None

    def _write(self, line: str) -> None:
        write_line(line, self._out)


def _can_be_stopped(number: int) -> bool:
    """Whether a shell started this process, so that it can go on after a stop."""
    return os.getsid(0) != os.getpid() and signal.getsignal(number) is not signal.SIG_IGN


def _acts() -> dict[str, Callable[[Transport], str]]:
    return {control.letter: control.act for control in CONTROLS}
