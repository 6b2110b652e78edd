"""Where concrete parts are joined, and nowhere else."""

import contextlib
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from time import time_ns
from typing import TYPE_CHECKING, Literal

from companion.audio.device_sink import DeviceSink
from companion.audio.recipe import AnyBed, Kit
from companion.audio.sink import PacedSink, Sink
from companion.errors import CompanionError, SoundError, VoiceError
from companion.script.model import Script
from companion.session.introduction import Introduction, introduce
from companion.session.lengths import promised
from companion.session.narration import LazyNarrator, Narration
from companion.session.prepare import Beginning, Preparation
from companion.session.sitting import Sitting
from companion.session.transport import Transport
from companion.session.voices import Voices, mood_of
from companion.store.library import Library
from companion.store.places import Places, places
from companion.timeline.cue import Layer
from companion.timeline.planning.plan import plan
from companion.timeline.request import Profile, Request
from companion.voice.names import SILENT

if TYPE_CHECKING:
    from companion.session.editor import Editor
    from companion.session.fitting import Fitting
    from companion.voice.narrator import Narrator

# While somebody looks at a script, so many of its lines are spoken.
_FIRST_LINES = 2

Output = Literal["device", "none"] | Path


@dataclass(frozen=True, slots=True)
class Options:
    """How a session is to be heard: through a device, nowhere or into a file; or in words only.

    `voice` names one, `pace` is a factor on its speed; both go before what is kept. With `sounds`
    what is silent is only the voice. `device` is where it is heard, empty for what is kept.
    """

    silent: bool = False
    output: Output = "device"
    voice: str = ""
    pace: float = 1.0
    sounds: bool = False
    device: str = ""


class Services:
    """The parts of one run of the program.

    Args:
        options: how sessions are heard.
        kept: where things are kept.
    """

    def __init__(self, options: Options, kept: Places | None = None) -> None:
        self.places = kept or places()
        self.library = Library(self.places.scripts, self.places.sounds)
        self._options = options
        self._sink: Sink | None = None
        wanted = SILENT if options.silent else options.voice
        self.voices = Voices(self.places, wanted, options.pace)
        self._once = threading.Lock()
        self._narrator: Narrator | None = None
        self._speaker = LazyNarrator(lambda: self.narrator)
        self._beds: dict[str, AnyBed] = {}
        self._ahead: Narration | None = None
        self._preparing: Preparation | None = None

    @property
    def narrator(self) -> "Narrator":
        """What speaks; its parts come behind the first words, on whichever thread needs them."""
        with self._once:
            if self._narrator is None:
                from companion.voice.clip_cache import ClipCache
                from companion.voice.narrator import Narrator

                cache = ClipCache(self.places.cache)
                self._narrator = Narrator(self.voices.hosted, cache, self.voices.lexicon)
                self._narrator.problems += self.voices.problems
            return self._narrator

    @cached_property
    def desk(self) -> "Editor":
        """Where scripts are written."""
        from companion.session.editor import (
            Editor,  # its rules for words, which a session needs not
        )

        taken = frozenset(source.id for source in self.library.sources() if source.shipped)
        return Editor(self.library, self.places.scripts, taken)

    @property
    def is_heard(self) -> bool:
        """Whether this run may make a sound."""
        is_silent = self._options.silent and not self._options.sounds
        return not is_silent and self._options.output == "device"

    def warm(self) -> None:
        """Start the workers, which take a while, without waiting for them."""
        _ = self.narrator  # which has the voices, made by one thread alone
        for voice in self.voices.hosted[:1]:
            with contextlib.suppress(VoiceError):  # it is said when it is to speak
                voice.warm()
        if self.is_heard:
            self._open_sink()

    def prepare(
        self,
        name: str,
        request: Request,
        announce: Callable[[str], None] = lambda _: None,
        *,
        whole: bool = False,
    ) -> "Beginning":
        """A session that is getting ready.

        Args:
            name: an id or a file.
            request: what was asked for.
            announce: called with the first words, before any voice is waited for.
            whole: whether every line is spoken before it is ready.

        Raises:
            NotFoundError, BadFileError, UnfitLengthError: when there is none.
        """
        script = self.library.load(self.library.find(name))
        profile = self.voices.profile(mood_of(script))
        return self._prepare(script, replace(request, profile=profile), announce, whole=whole)

    def sitting(
        self, name: str, request: Request, tell: Callable[[int, int], None] = lambda *_: None
    ) -> Sitting:
        """A sitting with every line spoken, for what is not played; `tell` hears how far it is.

        Raises:
            NotFoundError, BadFileError, UnfitLengthError: when there is none.
        """
        beginning = self.prepare(name, request, whole=True)
        beginning.preparation.wait(tell)
        return beginning.preparation.sitting()

    def begin(
        self,
        name: str,
        request: Request,
        announce: Callable[[str], None] = lambda _: None,
        tell: Callable[[int, int], None] = lambda *_: None,
    ) -> Transport:
        """A transport for a script, ready to play; `tell` hears how far the voice has come.

        Raises:
            NotFoundError, BadFileError, UnfitLengthError, SoundError: when there is none.
        """
        beginning = self.prepare(name, request, announce)
        beginning.preparation.wait(tell)
        return beginning.begin()

    def rehearse(self, text: str, file: str, name: str, line: int) -> Transport:
        """A transport for a script that is being written, from a line on.

        Raises:
            BadFileError, SoundError: when there is none.
        """
        script = self.library.parse(text, file, name)
        asked = Request(profile=self.voices.profile("settled"))
        beginning = self._prepare(script, asked, lambda _: None, line)
        beginning.preparation.wait()
        return beginning.begin()

    def say(
        self, script: Script, profile: Profile, bed: tuple[Layer, ...] | None = None
    ) -> "Beginning":
        """A few words in a manner of their own, ready when all of them are spoken."""
        asked = Request(profile=profile, bed=bed)
        return self._prepare(script, asked, lambda _: None, whole=True)

    def fitting(self) -> "Fitting":
        """A voice to be fitted to the person."""
        from random import Random

        from companion.session.fitting import Fitting

        return Fitting(self.voices.names, Random())  # noqa: S311 - no secret

    def foresee(self, name: str) -> None:
        """Speak the first lines of a script into the cache, while somebody looks at it."""
        self._look_elsewhere()
        try:
            script = self.library.load(self.library.find(name))
        except CompanionError:
            return
        profile = self.voices.profile(mood_of(script))
        planned = plan(script, Request(profile=profile), self._kit.lengths)
        self._ahead = Narration(planned.utterances()[:_FIRST_LINES])
        self._ahead.start(self.narrator)

    def _look_elsewhere(self) -> None:
        if self._ahead is not None:
            self._ahead.cancelled.set()
            self._ahead = None

    @property
    def _kit(self) -> Kit:
        return Kit(self.library.bells, {**self.library.beds, **self._beds})

    def _prepare(
        self,
        script: Script,
        request: Request,
        announce: Callable[[str], None],
        line: int | None = None,
        *,
        whole: bool = False,
    ) -> "Beginning":
        for layer in request.bed or ():
            self._beds[layer.sound] = self.library.bed(layer.sound)
        self._look_elsewhere()
        if self._preparing is not None:  # only the last one is wanted
            self._preparing.cancel()
        whole = whole or isinstance(self._options.output, Path)
        preparation = Preparation(
            script, request, self._speaker, self._kit, announce, whole=whole, line=line
        )
        self._preparing = preparation
        return Beginning(preparation, self._transport)

    def _transport(self, preparation: Preparation) -> Transport:
        """What carries a session that is ready."""
        sink = self._open_sink()
        sitting = preparation.sitting()
        if sitting.request.chimes and not sitting.timeline.chimes:
            self.narrator.problems.append("the session is too short for a bell in between")
        return Transport(sitting, preparation.arrivals, sink, self._take_problems)

    def before(self, name: str) -> Introduction:
        """What there is to know and to ask before a session; nothing, where it is broken."""
        try:
            script = self.library.load(self.library.find(name))
        except CompanionError:
            return Introduction()
        planned = plan(script, Request(), self._kit.lengths)
        return introduce(script, promised(script, planned, {}))

    def entries(self) -> tuple[tuple[str, str, str], ...]:
        """Every script that can be played: id, title, what it is for."""
        from companion.session.listing import rows

        found, broken = rows(self.library, self.places.index, time_ns())
        told = [(row["id"], row["title"], row["intent"]) for row in found]
        told += [
            (row["id"], row["id"], f"has mistakes: companion check {row['id']}") for row in broken
        ]
        return tuple(told)

    def close(self) -> None:
        """End the workers; a file that is whole appears."""
        self.narrator.close()
        if self._sink is not None:
            self._sink.close()

    def _take_problems(self) -> list[str]:
        """What there is to tell, each line once."""
        told, self.narrator.problems = self.narrator.problems, []
        return told + (self._sink.missing() if self._sink is not None else [])

    def _open_sink(self) -> Sink:
        """The one sink of this run, which sessions use one after the other."""
        if self._sink is None:
            output = self._options.output
            if isinstance(output, Path):
                self._sink = _file_sink(output)
            else:
                wanted = self._options.device or self.voices.settings.device
                self._sink = DeviceSink(device=wanted) if self.is_heard else PacedSink()
        return self._sink


def _file_sink(file: Path) -> Sink:
    from companion.audio.file_sink import FileSink  # numpy, which nothing else here needs

    if file.is_dir():
        raise SoundError(f"{file} is a folder", "name a file in it, such as session.wav")
    return FileSink(file)
