"""The flow of short sounds on pages without a session: a few words, or a bed for a moment."""

from typing import TYPE_CHECKING

from companion.errors import CompanionError
from companion.script.model import Script
from companion.session.samples import sound_script, spoken_script
from companion.timeline.cue import Layer

if TYPE_CHECKING:
    from textual.timer import Timer

    from companion.session.prepare import Preparation
    from companion.session.transport import Transport
    from companion.tui.app import CompanionApp

_CHECK_S = 0.1
_BED_S = 3.0


class SampleFlow:
    """Plays one sample at a time; a session that begins, or another sample, ends it.

    Args:
        app: the app that holds the transport of a session.
    """

    def __init__(self, app: "CompanionApp") -> None:
        self._app = app
        self._preparation: Preparation | None = None
        self._transport: Transport | None = None
        self._timer: Timer | None = None
        self._most_s = self._change = 0.0

    def speak(self, words: str, change: float = 0.0, most_s: float = 60.0) -> None:
        """Have the voice say words.

        Args:
            words: in which `[2s]` is a rest.
            change: how much louder than usual, in dB.
            most_s: the seconds after which it stops at the latest.
        """
        self._change = change
        self._play(spoken_script(words), None, most_s=most_s)

    def play_bed(self, bed: tuple[Layer, ...] | None) -> None:
        """Let a bed be heard for three seconds; nothing for one that is off."""
        self.stop()
        self._change = 0.0
        if bed:
            self._play(sound_script("bed", is_bell=False, is_bed=True), bed, most_s=_BED_S)

    def stop(self) -> None:
        """End the sample."""
        if self._timer is not None:
            self._timer.stop()
        if self._preparation is not None:
            self._preparation.cancel()
        if self._transport is not None:
            self._transport.stop()
            self._transport.close()
            if self._app.transport is not None:
                self._app.transport.reclaim()
        self._timer = self._preparation = self._transport = None

    def _play(self, script: Script, bed: tuple[Layer, ...] | None, *, most_s: float) -> None:
        self.stop()
        if self._app.transport is not None and self._app.transport.state == "playing":
            return  # the session is what's heard
        profile = self._app.services.voices.profile("settled")
        try:
            self._preparation = self._app.services.say(script, profile, bed)
        except CompanionError:
            return  # it's told where a session would need it
        self._most_s = most_s
        self._timer = self._app.set_interval(_CHECK_S, self._check)

    def _check(self) -> None:
        if self._preparation is not None and self._preparation.is_ready(0):
            preparation, self._preparation = self._preparation, None
            if self._app.transport is not None:
                self._app.transport.lend()
            try:
                self._transport = self._app.services.begin(preparation)
            except CompanionError:
                self.stop()
                return
            self._transport.set_levels(self._transport.levels.with_voice(self._change))
            self._transport.play()
        elif self._transport is not None:
            moment = self._transport.tick()
            if self._transport.state == "ended" or moment.playhead >= self._most_s * 1000:
                self.stop()
