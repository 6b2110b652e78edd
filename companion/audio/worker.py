"""The sound worker: mixer and device in a process of their own, driven by `audio.protocol`.

A hung sound server, a spinning library or a flood on standard error ends here: the app kills this
process and goes on. The time in the session is the app's to decide, never this process's.
"""

import os
import queue
import sys
import time
from typing import assert_never

from companion.audio import device, score
from companion.audio.levels import Levels
from companion.audio.mixer import Mixer
from companion.audio.player import Player
from companion.audio.protocol import (
    REQUESTS,
    Alive,
    Close,
    Cut,
    Devices,
    Halt,
    HasCut,
    Heard,
    ListDevices,
    Load,
    Missing,
    Nudge,
    Play,
    Request,
    SetLevels,
    State,
)
from companion.child import Parent
from companion.errors import ChildError, SoundError
from companion.units import Frames

REPORT_S = 0.25
# Longer than a device takes to play what is in its buffer.
IDLE_S = 0.6
RETRY_S = 2.0
# How often to look for the wanted device while another one plays.
LOOK_S = 3.0


class Worker:
    """The loop of the sound worker, which keeps a device open and plays what the app sends.

    Args:
        parent: the pipe to the app.
        wanted: the wanted device; empty for the usual one.
    """

    def __init__(self, parent: Parent[Request], wanted: str = "") -> None:
        self._parent, self._wanted = parent, wanted
        self._next_look = 0.0
        self._player = Player()
        self._output: device.Output | None = None
        self._state: State | None = None
        self._mixer: Mixer | None = None
        self._missed: set[str] = set()
        self._retry_at = 0.0
        self._reported = self._player.heard

    def run(self, requests: "queue.SimpleQueue[Request]") -> None:
        """Serve requests until the app closes this worker or goes away."""
        self._open()
        while True:
            try:
                request = requests.get(timeout=REPORT_S)
            except queue.Empty:
                self._watch()
                continue
            if isinstance(request, Close):
                self._drop()
                return
            self._serve(request)

    def _serve(self, request: "Load | Play | Nudge | SetLevels | Halt | Cut | ListDevices") -> None:
        match request:
            case Load(values):
                self._mixer = Mixer(score.from_json(values))
                self._player.load(self._mixer)
            case Play(frame, take, when):
                if self._output is None:
                    self._open()
                self._player.play(take, Frames(frame), when)
                self._start()
            case Nudge(count):
                self._player.nudge(count)
            case SetLevels(voice, bed):
                self._player.set_levels(Levels(voice, bed))
            case ListDevices():
                self._parent.send(Devices(device.device_names()))
            case Halt():
                self._player.halt()
            case Cut():
                # dropping the device discards its buffer; then it is opened again
                self._drop()
                self._parent.send(HasCut())
                self._player.halt()
                self._open()
            case _:
                assert_never(request)
        self._watch()

    def _start(self) -> None:
        """Start the device, whose buffer is then filled with what is to be heard."""
        try:
            if self._output is not None:
                self._output.start()
        except SoundError as error:
            self._drop()
            self._report(State(False, reason=error.message))
            self._open()

    def _watch(self) -> None:
        """Check the feeder and the device, and report what is heard."""
        if not self._player.is_fed:
            raise ChildError("the feeder ended")  # this process ends, and the app starts another
        if self._output is not None and (health := self._output.health()) != "ok":
            self._drop()
            self._report(State(False, reason=f"the sound device is {health}"))
        # a device that stands still starts at once; one that plays silence has it in its buffer
        if self._output is not None and self._player.idle_s > IDLE_S:
            self._output.stop()
        self._look_for_wanted()
        if self._output is None and time.monotonic() >= self._retry_at:
            self._open()
        for line in self._mixer.missing if self._mixer is not None else ():
            self._report_missing(line)
        heard = self._player.heard
        if heard is not self._reported:
            self._reported = heard
            self._parent.send(Heard(heard.take, heard.frame, heard.at, heard.delay))
        else:
            self._parent.send(Alive())

    def _look_for_wanted(self) -> None:
        """Switch to the wanted device as soon as it appears."""
        if self._output is None or not self._wanted or not self._output.is_usual:
            return
        if time.monotonic() >= self._next_look:
            self._next_look = time.monotonic() + LOOK_S
            if device.is_connected(self._wanted):
                self._drop()
                self._report(State(False, reason=f'switching to "{self._wanted}"'))
                self._open()

    def _open(self) -> None:
        again, self._retry_at = self._retry_at > 0, time.monotonic() + RETRY_S
        self._next_look = time.monotonic() + LOOK_S
        try:
            self._output = device.open_output(self._player.fill, again=again, name=self._wanted)
        except SoundError as error:
            self._report(State(False, reason=error.message))
            if self._wanted and not again and not device.is_listed(self._wanted):
                self._report_missing(_missing(self._wanted, "companion sounds devices lists them"))
            return
        self._report(State(True, self._output.backend))
        if self._wanted and self._output.is_usual:
            self._report_missing(_missing(self._wanted, "the usual one plays"))

    def _report_missing(self, line: str) -> None:
        """Send a line about something missing, once."""
        if line not in self._missed:
            self._missed.add(line)
            self._parent.send(Missing(line))

    def _drop(self) -> None:
        output, self._output = self._output, None
        if output is not None:
            output.abort()

    def _report(self, state: State) -> None:
        """Send a state, unless the last one was the same."""
        if self._state != state:
            self._state = state
            self._parent.send(state)


def _missing(name: str, instead: str) -> str:
    return f'there\'s no device called "{name}"; {instead}'


def main() -> None:
    """Serve the app on standard input and output."""
    parent = Parent(REQUESTS)
    # the feeder thread must run within a millisecond, whatever the other threads do
    sys.setswitchinterval(0.001)
    requests: queue.SimpleQueue[Request] = queue.SimpleQueue()
    parent.listen(requests.put)
    Worker(parent, " ".join(sys.argv[1:])).run(requests)
    os._exit(0)
