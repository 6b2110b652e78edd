"""The voices of one person: the engines available here, the chosen one, and the profiles."""

import os
from collections.abc import Iterable
from dataclasses import replace
from functools import cached_property
from itertools import zip_longest
from typing import TYPE_CHECKING

from companion.errors import NotFoundError
from companion.notices import Notices
from companion.resources import shipped
from companion.script.model import Script
from companion.store.places import Places
from companion.store.settings import MOODS, Mood, Settings, load, save
from companion.timeline.request import USUAL, Profile
from companion.voice.names import AUTO

if TYPE_CHECKING:
    from companion.voice.engine_table import EngineEntry
    from companion.voice.lexicon import Lexicon
    from companion.voice.process import VoiceProcess


VARIABLE = "COMPANION_VOICE"


def _or_none(profile: Profile) -> Profile | None:
    return None if profile == USUAL else profile


def _alternate(first: list[str], second: list[str]) -> list[str]:
    pairs = zip_longest(first, second)
    return [name for pair in pairs for name in pair if name]


class Voices:
    """The voices, settings and profiles of one run.

    Args:
        places: the folders of settings, caches and lexicons.
        wanted: the voice named on the command line, if any.
        pace: the factor on the speed of speech from the command line.
        notices: the collector for settings that can't be used.

    Raises:
        NotFoundError: when the voice named on the command line isn't available.
    """

    def __init__(
        self,
        places: Places,
        wanted: str = "",
        pace: float = 1.0,
        notices: Notices | None = None,
    ) -> None:
        self.notices = notices or Notices()
        self._file = places.settings
        self.settings, problems = load(self._file)
        for problem in problems:
            self.notices.add(problem)
        self._places, self._wanted, self._pace = places, wanted, pace
        if wanted or os.environ.get(VARIABLE) or self.settings.voice != AUTO:
            _ = self.entries  # report a missing voice early; without a name, this can wait

    @cached_property
    def entries(self) -> "tuple[EngineEntry, ...]":
        """Every engine that may speak, the one to ask first at the front."""
        return self._find_entries(self._wanted)

    @cached_property
    def processes(self) -> "tuple[VoiceProcess, ...]":
        """The same engines, each behind a worker process that starts when it is needed."""
        from companion.voice.pace import Paces
        from companion.voice.process import VoiceProcess

        paces = Paces(self._places.cache / "paces.json")
        return tuple(VoiceProcess(entry, paces) for entry in self.entries)

    @property
    def _chosen(self) -> str:
        return self._wanted or os.environ.get(VARIABLE) or self.settings.voice

    @property
    def uses_shipped(self) -> bool:
        """Whether lines that came with the program may be heard: no better voice was chosen."""
        from companion.voice.preference import is_behind_shipped

        return is_behind_shipped(self._chosen, self.entries)

    @cached_property
    def lexicon(self) -> "Lexicon":
        """The respellings of words that a voice says wrong."""
        from companion.voice.lexicon import Lexicon

        folders = (shipped("scripts_audio") / "lexicon", self._places.lexicon)
        return Lexicon(*folders, notices=self.notices)

    def profile(self, mood: Mood) -> Profile:
        """The profile of a mood; a voice and a pace from the command line take precedence."""
        profile = self.settings.profile(mood)
        if self._wanted or os.environ.get(VARIABLE):
            profile = replace(profile, voice="")
        return replace(profile, pace=round(profile.pace * self._pace, 3))

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the English voices to choose from, the current one first."""
        entries = [entry for entry in self.entries if entry.speaks("en")]
        preferred = [entry.name for entry in entries]
        others = [f"{entry.engine}/{voice}" for entry in entries for voice in entry.others]
        voices = dict.fromkeys([*preferred[:1], *_alternate(preferred[1:], others)])
        # espeak-ng and say have the same voices as pyttsx3
        return tuple(name for name in voices if not name.startswith(("espeak-ng/", "say")))

    def fitted_profiles(self) -> dict[Mood, Profile]:
        """The moods with a profile of their own, and those profiles."""
        profiles = {mood: self.settings.profile(mood) for mood in MOODS}
        return {mood: profile for mood, profile in profiles.items() if profile != USUAL}

    def use(self, name: str) -> bool:
        """Save a voice for every mood; return whether a fitted voice was replaced.

        Raises:
            CompanionError: when the settings can't be written.
        """
        replaced = {
            mood: profile for mood, profile in self.fitted_profiles().items() if profile.voice
        }
        changes = {mood: _or_none(replace(profile, voice="")) for mood, profile in replaced.items()}
        save(self._file, voice=None if name == AUTO else name, **changes)
        self.settings, _ = load(self._file)
        return bool(replaced)

    def keep(self, profile: Profile, moods: Iterable[Mood]) -> None:
        """Save a profile for some moods, and use it from now on.

        Raises:
            CompanionError: when the settings can't be written.
        """
        save(self._file, **dict.fromkeys(moods, profile))
        self.settings, _ = load(self._file)

    def close(self) -> None:
        """Stop every worker."""
        for voice in self.processes:
            voice.close()

    def _find_entries(self, wanted: str) -> "tuple[EngineEntry, ...]":
        """Find the engines; a missing voice is only an error if the command line named it."""
        from companion.voice.preference import ranked

        settings: Settings = self.settings
        own = (settings.voice_files, settings.command)
        if wanted:
            return ranked(wanted, *own)
        try:
            return ranked(os.environ.get(VARIABLE) or settings.voice, *own)
        except NotFoundError as error:
            self.notices.add(f"{error.message}, so the best available voice speaks")
            return ranked(AUTO, *own)


def mood_of(script: Script) -> Mood:
    """The mood that a script is for: shaken for an emergency, else settled."""
    return "shaken" if script.kind == "emergency" else "settled"
