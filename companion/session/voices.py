"""The voices of one person: what is here, what they chose, how they want to be spoken to."""

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


def _woven(first: list[str], second: list[str]) -> list[str]:
    pairs = zip_longest(first, second)
    return [name for pair in pairs for name in pair if name]


class Voices:
    """Every voice that may speak, the one to ask first at the front.

    Args:
        kept: where settings and measurements are.
        wanted: a voice that was asked for on the command line.
        pace: a factor on the pace that was asked for there.
        notices: where settings that cannot be used are reported.

    Raises:
        NotFoundError: when what was asked for there is not here.
    """

    def __init__(
        self,
        kept: Places,
        wanted: str = "",
        pace: float = 1.0,
        notices: Notices | None = None,
    ) -> None:
        self.notices = notices or Notices()
        self._file = kept.settings
        self.settings, problems = load(self._file)
        for problem in problems:
            self.notices.add(problem)
        self._kept, self._wanted, self._pace = kept, wanted, pace
        if wanted or os.environ.get(VARIABLE) or self.settings.voice != AUTO:
            _ = self.entries  # what was named is looked for now, the rest behind the first words

    @cached_property
    def entries(self) -> "tuple[EngineEntry, ...]":
        """Everything that can speak here, the first one first."""
        return self._chosen(self._wanted)

    @cached_property
    def hosted(self) -> "tuple[VoiceProcess, ...]":
        """Each of them in a worker of its own."""
        from companion.voice.pace import Paces
        from companion.voice.process import VoiceProcess

        paces = Paces(self._kept.cache / "paces.json")
        return tuple(VoiceProcess(offer, paces) for offer in self.entries)

    @cached_property
    def lexicon(self) -> "Lexicon":
        """How words are to be said that a voice says wrong."""
        from companion.voice.lexicon import Lexicon

        folders = (shipped("scripts_audio") / "lexicon", self._kept.lexicon)
        return Lexicon(*folders, notices=self.notices)

    def profile(self, mood: Mood) -> Profile:
        """How to speak in a mood; what was asked for on the command line goes before it."""
        profile = self.settings.profile(mood)
        if self._wanted or os.environ.get(VARIABLE):
            profile = replace(profile, voice="")
        return replace(profile, pace=round(profile.pace * self._pace, 3))

    @property
    def names(self) -> tuple[str, ...]:
        """Every voice to choose from by name, the one that speaks by itself first."""
        offers = [offer for offer in self.entries if offer.speaks("en")]
        own = [offer.name for offer in offers]
        others = [f"{o.engine}/{voice}" for o in offers for voice in o.others]
        # the same embedded voice through another program is none to choose
        found = dict.fromkeys([*own[:1], *_woven(own[1:], others)])
        return tuple(name for name in found if not name.startswith(("espeak-ng/", "say")))

    def fitted(self) -> dict[Mood, Profile]:
        """The moods that this person was fitted for, and how."""
        return {mood: one for mood in MOODS if (one := self.settings.profile(mood)) != USUAL}

    def use(self, name: str) -> bool:
        """Choose who speaks, in every mood; whether another voice had been fitted.

        Raises:
            CompanionError: when it cannot be written.
        """
        others = {mood: one for mood, one in self.fitted().items() if one.voice}
        changes = {mood: _or_none(replace(one, voice="")) for mood, one in others.items()}
        save(self._file, voice=None if name == AUTO else name, **changes)
        self.settings, _ = load(self._file)
        return bool(others)

    def keep(self, profile: Profile, moods: Iterable[Mood]) -> None:
        """Keep how the person wants to be spoken to, for some moods, and speak so from now on.

        Raises:
            CompanionError: when it cannot be written.
        """
        save(self._file, **dict.fromkeys(moods, profile))
        self.settings, _ = load(self._file)

    def close(self) -> None:
        """End every engine."""
        for voice in self.hosted:
            voice.close()

    def _chosen(self, wanted: str) -> "tuple[EngineEntry, ...]":
        from companion.voice.preference import ranked

        settings: Settings = self.settings
        rest = (settings.voice_files, settings.command)
        if wanted:
            return ranked(wanted, *rest)
        try:
            return ranked(os.environ.get(VARIABLE) or settings.voice, *rest)
        except NotFoundError as error:
            self.notices.add(f"{error.message}, so the best one there is speaks")
            return ranked(AUTO, *rest)


def mood_of(script: Script) -> Mood:
    """Whether a script is for somebody who is shaken."""
    return "shaken" if script.kind == "emergency" else "settled"
