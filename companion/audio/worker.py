"""The sound worker: mixer and device in a process of their own.

    asks:    {score: ...} {play: frame, take: n, when: t} {mix: [voice dB, bed dB]}
             {halt: true} {cut: true} {devices: true} {close: true}
    answers: {state: ok|lost, backend, reason} once and at each change, {missing: line} for what
             is not there, {devices: [name]}, and ten times a second
             {take: n, frame: f, at: t, delay: d}

A hung sound server, a spinning library or a flood on standard error end here; the app kills
this process and goes on. It must never be asked to decide what time it is in the session.
"""

import os
import queue
import sys
import time

from companion.audio import device, score
from companion.audio.levels import Levels
from companion.audio.mixer import Mixer
from companion.audio.player import Player
from companion.child import Message, Parent
from companion.errors import ChildError, SoundError
from companion.units import Frames

REPORT_S = 0.1
RETRY_S = 2.0
# How often a device that is wanted and was not there is looked for.
LOOK_S = 3.0


class Worker:
    """Opens a device, keeps it open, and plays what it is told.

    Args:
        parent: the app.
        wanted: the device that is wanted; empty for the usual one.
    """

    def __init__(self, parent: Parent, wanted: str = "") -> None:
        self._parent, self._wanted = parent, wanted
        self._look_at = 0.0
        self._player = Player()
        self._output: device.Output | None = None
        self._said = ("", "", "")
        self._mixer: Mixer | None = None
        self._missed: set[str] = set()
        self._retry_at = 0.0
        self._reported = self._player.heard

    def run(self, requests: "queue.SimpleQueue[Message]") -> None:
        """Serve until the app closes us or goes away."""
        self._open()
        while True:
            try:
                request = requests.get(timeout=REPORT_S)
            except queue.Empty:
                self._watch()
                continue
            if "close" in request:
                self._drop()
                return
            self._serve(request)

    def _serve(self, request: Message) -> None:
        if "score" in request:
            self._mixer = Mixer(score.from_json(request["score"]))
            self._player.load(self._mixer)
        elif "play" in request:
            if self._output is None:
                self._open()
            self._player.play(request["take"], Frames(request["play"]), request.get("when"))
        elif "mix" in request:
            self._player.mix(Levels(*request["mix"]))
        elif "devices" in request:
            self._parent.send(devices=device.names())
        elif "halt" in request:
            self._player.halt()
        elif "cut" in request:
            # what the device holds is thrown away with it; then it is made ready for the next
            self._drop()
            self._parent.send(cut=True)
            self._player.halt()
            self._open()
        self._watch()

    def _watch(self) -> None:
        if not self._player.is_fed:
            raise ChildError("the feeder ended")  # this process ends, and the app starts another
        if self._output is not None and (health := self._output.health()) != "ok":
            self._drop()
            self._say("lost", "", f"the sound device is {health}")
        self._look_for_wanted()
        if self._output is None and time.monotonic() >= self._retry_at:
            self._open()
        for line in self._mixer.missing if self._mixer is not None else ():
            self._miss(line)
        heard = self._player.heard
        if heard is not self._reported:
            self._reported = heard
            self._parent.send(take=heard.take, frame=heard.frame, at=heard.at, delay=heard.delay)
        else:
            self._parent.send(alive=True)

    def _look_for_wanted(self) -> None:
        """Go over to the device that is wanted as soon as it has come."""
        if self._output is None or not self._wanted or not self._output.is_usual:
            return
        if time.monotonic() >= self._look_at:
            self._look_at = time.monotonic() + LOOK_S
            if device.is_there(self._wanted):
                self._drop()
                self._say("lost", "", f'going over to "{self._wanted}"')
                self._open()

    def _open(self) -> None:
        again, self._retry_at = self._retry_at > 0, time.monotonic() + RETRY_S
        self._look_at = time.monotonic() + LOOK_S
        try:
            self._output = device.open_output(self._player.fill, again=again, name=self._wanted)
        except SoundError as error:
            self._say("lost", "", error.message)
            return
        self._say("ok", self._output.backend, "")
        if self._wanted and self._output.is_usual:
            self._miss(f'there is no device called "{self._wanted}"; the usual one plays')

    def _miss(self, line: str) -> None:
        if line not in self._missed:
            self._missed.add(line)
            self._parent.send(missing=line)

    def _drop(self) -> None:
        output, self._output = self._output, None
        if output is not None:
            output.abort()

    def _say(self, state: str, backend: str, reason: str) -> None:
        if self._said != (state, backend, reason):
            self._said = (state, backend, reason)
            self._parent.send(state=state, backend=backend, reason=reason)


def main() -> None:
    """Serve the app on standard input and output."""
    parent = Parent()
    # the feeder must get its turn within a millisecond, whatever Python is busy with
    sys.setswitchinterval(0.001)
    requests: queue.SimpleQueue[Message] = queue.SimpleQueue()
    parent.listen(requests.put)
    Worker(parent, " ".join(sys.argv[1:])).run(requests)
    os._exit(0)


if __name__ == "__main__":
    main()
