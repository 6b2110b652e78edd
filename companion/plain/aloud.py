"""Reading a few words aloud in a room of lines, until they are over or a line is typed."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from companion.errors import SoundError
from companion.plain.typist import Typist
from companion.session.samples import spoken_script

if TYPE_CHECKING:
    from companion.script.model import Script
    from companion.session.prepare import Preparation
    from companion.session.transport import Transport
    from companion.store.settings import Mood
    from companion.timeline.request import Profile


class Profiles(Protocol):
    """The person's voices."""

    def profile(self, mood: "Mood") -> "Profile":
        """The profile of a mood."""
        ...


class SpeakingServices(Protocol):
    """The parts of the program that speak."""

    def say(self, script: "Script", profile: "Profile") -> "Preparation":
        """Start getting a short script ready in the voice of a profile."""
        ...

    def trouble(self) -> str:
        """Return why nothing can be heard; empty while sound can be."""
        ...

    def begin(self, preparation: "Preparation") -> "Transport":
        """Return the transport of a session that is ready."""
        ...


def speaker(
    services: SpeakingServices, profiles: Callable[[], Profiles], typist: Typist
) -> Callable[[str], None]:
    """Return what speaks words, in which `[2s]` is a rest, and returns when that's over.

    Args:
        services: the parts that speak.
        profiles: gives the person's voices.
        typist: reads the lines; one that is typed ends the words.
    """

    def speak(words: str) -> None:
        if reason := services.trouble():
            raise SoundError(f"It can't be heard now: {reason}", "Enter goes back.")
        preparation = services.say(spoken_script(words), profiles().profile("settled"))
        preparation.wait()
        transport = services.begin(preparation)
        before, typist.on_line = typist.on_line, transport.wake
        try:
            _play(transport, typist)
        finally:
            typist.on_line = before
            transport.close()

    return speak


def _play(transport: "Transport", typist: Typist) -> None:
    transport.play()
    while transport.state == "playing":
        moment = transport.tick()
        typed = typist.take()
        if typed or typist.gone.is_set():
            typist.put_back([line for line in typed if line.strip()])
            transport.stop()
        elif transport.state == "playing":
            transport.wait(moment.changes)
