"""`companion voices fit`: a search for the voice, pace, pitch and pauses that suit a person."""

import contextlib
import sys

from companion.cli.commands import NOW
from companion.cli.terminal import is_screen, play_through, run_screen
from companion.errors import CompanionError, SoundError
from companion.script.model import Script
from companion.session.fitting import Fitting, Side, moods_for
from companion.session.options import Options
from companion.timeline.request import AT_ONCE, Profile
from companion.voice.search import ROUNDS, Verdict, differences
from companion.wiring import Services
from companion.wording import (
    FITTING_INTRODUCTION,
    FITTING_NO_SOUND,
    FITTING_QUESTION,
    kept,
)

# How long the sound worker may take to find out whether there is sound.
_SOUND_WAIT_S = 2.0
_ANSWERS: dict[str, Verdict] = {"1": "first", "2": "second", "0": "same"}


def fit(heard: Options, *, plain: bool, no_color: bool) -> int:
    """Run `companion voices fit`, on a screen or in lines."""
    services = Services(heard)
    try:
        services.warm()
        trouble = services.trouble(_SOUND_WAIT_S)  # said before anything is explained
        if is_screen() and not plain:
            from companion.tui.services import Opening

            opening = Opening((NOW, AT_ONCE), fits=True)
            return run_screen(services, opening, no_color=no_color)
        if not services.voices.processes:
            raise CompanionError(
                "you chose silence, so there's no voice to fit",
                "companion voices use auto brings it back",
            )
        if trouble:
            _refuse()
        return Lines(services).run()
    finally:
        services.close()


def _refuse(_: str = "") -> None:
    raise SoundError(FITTING_NO_SOUND, "companion doctor says what would fix it")


class Lines:
    """A fitting in lines, for a screen reader or a pipe.

    Args:
        services: what plays the samples and saves the result.
    """

    def __init__(self, services: Services) -> None:
        self._services = services
        self._fitting: Fitting = services.fitting()

    def run(self) -> int:
        """Ask for six comparisons, play the result, save it if the person likes; return 0."""
        print(FITTING_INTRODUCTION)
        while not self._fitting.is_over:
            self._compare()
        print(f"\nWhat suits you best: {', '.join(differences(self._fitting.profile))}.")
        self._hear(*self._fitting.result)
        choices = {"1": "shaken", "2": "settled", "3": "both", "0": ""}
        typed = ""
        while typed not in choices:
            typed = self._typed(
                "Keep it? 1 for when it's too much, 2 for when it's calmer, 3 always, 0 no: "
            )
        if not (kept_for := choices[typed]):
            print("Nothing was kept.")
            return 0
        self._services.voices.keep(self._fitting.profile, moods_for(kept_for))
        print(kept(kept_for))
        return 0

    def _compare(self) -> None:
        print(f"\n{self._fitting.number} of {ROUNDS}")
        typed = "a"
        while typed not in _ANSWERS:
            if typed == "a":
                sides: tuple[Side, Side] = ("first", "second")
                for side in sides:
                    print(f"({side})", flush=True)
                    self._hear(*self._fitting.sample(side))
                print(self._fitting.sample("first")[0].title)
            typed = self._typed(
                f"{FITTING_QUESTION}\n1 or 2, 0 for no difference, a to hear them again: "
            )
        self._fitting.answer(_ANSWERS[typed])

    def _hear(self, script: Script, profile: Profile) -> None:
        preparation = self._services.say(script, profile)
        preparation.wait()
        transport = self._services.begin(preparation)
        play_through(transport, _refuse)
        transport.close()

    @staticmethod
    def _typed(question: str) -> str:
        """Read an answer; keys that were pressed before the question are dropped."""
        if sys.stdin.isatty():
            with contextlib.suppress(ImportError, OSError):
                import termios

                termios.tcflush(sys.stdin, termios.TCIFLUSH)
        try:
            return input(question).strip().lower()
        except EOFError:
            raise KeyboardInterrupt from None  # the input has ended, so nobody can answer
