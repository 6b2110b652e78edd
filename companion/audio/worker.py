"""The sound worker: mixer and device in a process of their own.

    asks:    {score: ...} {play: frame, take: n, when: t} {mix: [voice dB, bed dB]}
             {halt: true} {cut: true} {close: true}
    answers: {state: ok|lost, backend, reason} once and at each change, {missing: line} for what
             cannot be read, and ten times a second {take: n, frame: f, at: t, delay: d}

A hung sound server, a spinning library or a flood on standard error end here; the app kills
this process and goes on. It must never be asked to decide what time it is in the session.
"""

import os
import queue
import sys
import time

from companion.audio import score
from companion.audio.device import Output, open_output
from companion.audio.levels import Levels
from companion.audio.mixer import Mixer
from companion.audio.player import Player
from companion.child import Message, Parent
from companion.errors import ChildError, SoundError
from companion.units import Frames

REPORT_S = 0.1
RETRY_S = 2.0


class Worker:
    """Opens a device, keeps it open, and plays what it is told."""

    def __init__(self, parent: Parent) -> None:
        self._parent = parent
        self._player = Player()
        self._output: Output | None = None
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
        if self._output is None and time.monotonic() >= self._retry_at:
            self._open()
        for line in self._mixer.missing if self._mixer is not None else ():
            if line not in self._missed:
                self._missed.add(line)
                self._parent.send(missing=line)
        heard = self._player.heard
        if heard is not self._reported:
            self._reported = heard
            self._parent.send(take=heard.take, frame=heard.frame, at=heard.at, delay=heard.delay)
        else:
            self._parent.send(alive=True)

    def _open(self) -> None:
        again, self._retry_at = self._retry_at > 0, time.monotonic() + RETRY_S
        try:
            self._output = open_output(self._player.fill, again=again)
        except SoundError as error:
            self._say("lost", "", error.message)
        else:
            self._say("ok", self._output.backend, "")

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
    Worker(parent).run(requests)
    os._exit(0)


if __name__ == "__main__":
    main()
