"""The services of one run: the only place where concrete parts are joined."""

import contextlib
import threading
from collections.abc import Callable
from dataclasses import replace
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from companion.audio.outputs import Output, open_sink, trouble_of
from companion.audio.recipe import AnyBed, BellRecipe, Kit
from companion.errors import CompanionError, VoiceError
from companion.notices import Notices
from companion.resources import shipped
from companion.script.model import Script
from companion.session.narration import LazyNarrator, SpeakingAhead
from companion.session.opened import Opened, neutral
from companion.session.options import Options
from companion.session.personal import PersonalServices
from companion.session.prefetch import Place
from companion.session.prepare import Preparation
from companion.session.transport import Transport
from companion.session.voices import Voices, mood_of
from companion.store.places import Places, places
from companion.timeline.allowance import shared_profile
from companion.timeline.cue import Layer
from companion.timeline.request import AT_ONCE, Profile, Request
from companion.voice.names import SILENT
from companion.wording_pages import is_night

if TYPE_CHECKING:
    from companion.audio.sink import Sink
    from companion.session.editor import Editor
    from companion.session.fitting import Fitting
    from companion.voice.narrator import Narrator
    from companion.voice.shipped_clips import ShippedClips


class Services(PersonalServices):
    """The parts of one run of the program.

    Args:
        options: the options of the run.
        folders: the places of all files; those of the user by default.
    """

    def __init__(self, options: Options, folders: Places | None = None) -> None:
        super().__init__(options, folders or places())
        self._sink: Sink | None = None
        wanted = SILENT if options.silent or self.is_discreet else options.voice
        self.notices = Notices()
        self.voices = Voices(self.places, wanted, options.pace, self.notices)
        self._narrator_lock = threading.Lock()
        self._narrator: Narrator | None = None
        self._speaker = LazyNarrator(lambda: self.narrator)
        self._bells: dict[str, BellRecipe] = {}
        self._beds: dict[str, AnyBed] = {}
        self._ahead = SpeakingAhead(self.notices)
        self._preparing: Preparation | None = None
        self._begun: Preparation | None = None

    @property
    def narrator(self) -> "Narrator":
        """The narrator, created by the first thread that needs it, after the first words."""
        with self._narrator_lock:
            if self._narrator is None:
                from companion.voice.clip_cache import ClipCache
                from companion.voice.narrator import Narrator

                cache = ClipCache(self.places.cache)
                self._narrator = Narrator(
                    self.voices.processes,
                    cache,
                    self.voices.lexicon,
                    self.notices,
                    self._spoken,
                )
            return self._narrator

    @cached_property
    def _spoken(self) -> "ShippedClips | None":
        """The lines that came with the program, where the voice is the one that spoke them."""
        from companion.voice.shipped_clips import ShippedClips

        folder = shipped("scripts_audio") / "spoken"
        return ShippedClips(folder) if self.voices.uses_shipped else None

    @cached_property
    def editor(self) -> "Editor":
        """The editor of scripts."""
        from companion.session.editor import Editor  # slow to import, and no session needs it

        taken = frozenset(source.id for source in self.library.sources() if source.shipped)
        return Editor(self.library, self.places.scripts, taken)

    @property
    def is_heard(self) -> bool:
        """Whether this run may make a sound."""
        is_silent = self._options.silent and not self._options.sounds
        return not is_silent and not self.is_discreet and self._options.output == "device"

    def trouble(self, most_s: float = 0.0) -> str:
        """Return why nothing can be heard, once that is known or `most_s` seconds are over."""
        if not self.is_heard:
            return "sound is turned off for this run"
        return trouble_of(self._open_sink(), most_s)

    def warm_sound(self) -> None:
        """Start the sound worker; the voice's starts with the first line that is not there yet."""
        if self.is_heard:
            self._open_sink()

    def warm(self) -> None:
        """Start the workers, which takes them a while, without waiting for them."""
        _ = self.narrator  # creates the voices under the lock, so that no two threads do
        for voice in self.voices.processes[:1]:
            with contextlib.suppress(VoiceError):  # reported when the voice has to speak
                voice.warm()
        if self._spoken is not None:
            self._spoken.read()
        self.warm_sound()

    def open(self, name: str) -> Opened:
        """Read a script by its id or its file.

        Raises:
            NotFoundError, BadFileError: when it doesn't exist, or has mistakes.
        """
        source = self.library.find(name)
        script = self.library.load(source)
        if self.is_discreet:
            script = neutral(script)
        bells = self.library.kit(shipped_only=source.shipped).lengths
        profile = self.voices.profile(mood_of(script))
        return Opened(script, bells, profile, is_shipped=source.shipped)

    def prepare(
        self,
        opened: Opened,
        request: Request,
        announce: Callable[[str], None] = lambda _: None,
        *,
        whole: bool = False,
        place: Place | None = None,
    ) -> Preparation:
        """Start to prepare a session, and cancel the preparation before it.

        Args:
            opened: the script.
            request: the wishes of the person.
            announce: called with the first words, before any wait for a voice.
            whole: whether every line must be spoken before it is ready.
            place: the place in the script to begin at.

        Raises:
            NotFoundError, SoundError: when a bell or bed doesn't exist or can't be read.
            UnfitLengthError: when the script can't last the requested length.
        """
        opened = self._with_sounds(opened, request)
        self._ahead.stop()
        if self._preparing is not None:
            self._preparing.cancel()
        profile = shared_profile(opened.profile) if request.is_shared else opened.profile
        self._preparing = Preparation(
            opened,
            replace(request, profile=profile, is_gentle=self._is_gentle and not whole),
            self._speaker,
            partial(self._kit, shipped_only=opened.is_shipped),
            announce,
            whole=whole or isinstance(self._options.output, Path),
            place=place,
            notices=self.notices,
        )
        return self._preparing

    def _with_sounds(self, opened: Opened, request: Request) -> Opened:
        """Find the sounds that were asked for; return the script with the bell that was."""
        for layer in request.bed or ():
            self._beds[layer.sound] = self.library.bed(layer.sound)
        if not request.bell:
            return opened
        bell = self._bells[request.bell] = self.library.bell(request.bell)
        return opened.with_bell(request.bell, bell.length)

    def begin(self, preparation: Preparation) -> Transport:
        """Return the transport of a session that is ready, on the one sink of this run.

        Raises:
            UnfitLengthError: when the lengths of the clips show that it can't last what was asked.
            SoundError: when the output file can't be written.
        """
        self._begun = preparation
        return preparation.begin(self._open_sink())

    def start(
        self,
        opened: Opened,
        request: Request,
        announce: Callable[[str], None] = lambda _: None,
        report: Callable[[int, int], None] = lambda *_: None,
    ) -> Transport:
        """Prepare a session, wait until it is ready, and return its transport.

        Args:
            opened: the script.
            request: the wishes of the person.
            announce: called with the first words, before any wait for a voice.
            report: called with the number of lines that are spoken, and of all lines.

        Raises:
            NotFoundError, UnfitLengthError, SoundError: as `prepare` and `begin` do.
        """
        preparation = self.prepare(opened, request, announce)
        preparation.wait(report)
        return self.begin(preparation)

    def rehearse(self, text: str, file: str, name: str, line: int) -> Preparation:
        """Start to prepare a script that is being written, from a line on.

        Args:
            text: the whole script, saved or not.
            file: its path, for messages and for the scripts that it includes.
            name: its id.
            line: the line to begin at, counted from zero.

        Raises:
            BadFileError: when the script has mistakes.
            NotFoundError, UnfitLengthError, SoundError: as `prepare` does.
        """
        from companion.script.authoring import sentences_above  # slow, and for writers only

        script = self.library.parse(text, file, name)
        profile = self.voices.profile("settled")
        opened = Opened(script, self._kit().lengths, profile)
        place = Place(line, sentences_above(text.split("\n"), line))
        return self.prepare(opened, AT_ONCE, place=place)

    def say(
        self, script: Script, profile: Profile, bed: tuple[Layer, ...] | None = None
    ) -> Preparation:
        """Prepare a short script in a given profile; it is ready when all its lines are spoken.

        A session that has begun isn't cancelled by it: its transport does that when it's closed.
        """
        if self._preparing is self._begun:
            self._preparing = None
        opened = Opened(script, self._kit().lengths, profile)
        return self.prepare(opened, replace(AT_ONCE, bed=bed), whole=True)

    def fitting(self) -> "Fitting":
        """Begin to fit a voice to the person."""
        from random import Random

        from companion.session.fitting import Fitting

        return Fitting(self.voices.names, Random())  # noqa: S311 - not for secrets

    def foresee(self, name: str) -> None:
        """Speak the first lines of a script into the cache, because it may be played soon."""
        try:
            opened = self.open(name)
        except CompanionError:
            return
        self._ahead.speak(opened, self.narrator)

    @property
    def _is_gentle(self) -> bool:
        """Whether sessions begin quietly: at night, and until the loudness was said to be right."""
        is_said = self.voices.settings.values.get("sound.gentle") == "yes"
        return self.is_heard and (is_night(self.now().hour) or not is_said)

    def close(self) -> None:
        """Stop the workers and close the sink; a complete output file appears."""
        self.narrator.close()
        if self._sink is not None:
            self._sink.close()

    def _kit(self, *, shipped_only: bool = False) -> Kit:
        """The bells a script can name, and every bed that someone may change to."""
        kit = self.library.kit(shipped_only=shipped_only)
        return Kit({**kit.bells, **self._bells}, {**self.library.beds, **self._beds})

    def _open_sink(self) -> "Sink":
        """Return the one sink of this run, which sessions use one after the other."""
        if self._sink is None:
            output: Output = "none"
            if self.is_heard or isinstance(self._options.output, Path):
                output = self._options.output
            wanted = self._options.device or self.voices.settings.device
            self._sink = open_sink(output, wanted)
            if values := self.voices.settings.values:
                from companion.store.preferences.resolving import Preferences

                self._sink.set_levels(Preferences(values).levels)
        return self._sink
