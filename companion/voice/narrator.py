"""The narrator: every line becomes a clip, from the cache or a voice, or stays words on a screen.

It never fails. A voice that hangs, dies or is not there costs one line about it; what it would
have said is shown for as long as saying it would have taken.
"""

import tempfile
import threading
from collections.abc import Sequence
from pathlib import Path

from companion.audio.clip import Clip
from companion.errors import UnspeakableError, VoiceError
from companion.timeline.spoken import Utterance
from companion.units import Millis
from companion.voice.cache import Cache
from companion.voice.voice import Events, Style, Voice, clean, timed

_MOST_REFUSALS = 3


class Narrator:
    """Speaks through the first voice of a chain that can.

    Args:
        chain: voices, the best first; empty for words without sound.
        cache: where clips are kept.
    """

    def __init__(self, chain: Sequence[Voice], cache: Cache) -> None:
        self._chain = list(chain)
        self._voices = tuple(chain)
        self._cache = cache
        self._scratch: tempfile.TemporaryDirectory[str] | None = None
        self._closed = threading.Event()
        self._has_written = False
        self._refusals = 0
        self.problems: list[str] = []

    def speak(self, utterance: Utterance) -> Clip | None:
        """The clip of an utterance; None when no voice can say it. Blocks."""
        said = clean(utterance.text)
        style = Style(round(Style().wpm * utterance.pace), utterance.pitch, utterance.voice)
        if not any(c.isalnum() for c in said):
            return None
        for voice in tuple(self._chain):
            place = self._cache.place(voice.fingerprint(), said, style)
            if utterance.private:
                place = self._passing(place)
            if (found := self._cache.find(place)) is None:
                place = place if utterance.private else self._writable(place)
                try:
                    found = self._fresh(voice, said, style, place)
                except UnspeakableError as error:
                    self._refused(voice, error.message)
                    continue
                except VoiceError as error:
                    self._drop(voice, error.message)
                    continue
            self._refusals = 0
            length, events = found
            return Clip(place, timed(utterance.text, said, length, events))
        return None

    def close(self) -> None:
        """End the voices, whatever they are saying."""
        self._closed.set()
        for voice in self._voices:
            voice.close()
        if self._has_written:
            self._cache.prune()
        if self._scratch is not None:
            self._scratch.cleanup()

    def _fresh(self, voice: Voice, said: str, style: Style, place: Path) -> tuple[Millis, Events]:
        length, events = voice.synth(said, style, place)
        self._cache.note(place, events)
        self._has_written = True
        return length, events

    def _writable(self, place: Path) -> Path:
        """The place itself, or one that lasts as long as this run where the cache cannot be."""
        return place if self._cache.open() else self._passing(place)

    def _passing(self, place: Path) -> Path:
        """A place that goes with this run."""
        if self._scratch is None:
            self._scratch = tempfile.TemporaryDirectory(prefix="companion")
        return Path(self._scratch.name) / place.name

    def _refused(self, voice: Voice, reason: str) -> None:
        """One line is shown instead; a voice that refuses several in a row is as good as none."""
        self._refusals += 1
        if self._refusals >= _MOST_REFUSALS:
            self._drop(voice, reason)
        elif self._refusals == 1:
            self.problems.append(f"a line cannot be spoken, so it is shown: {reason}")

    def _drop(self, voice: Voice, reason: str) -> None:
        if self._closed.is_set() or voice not in self._chain:
            self._chain.clear()
            return
        self._chain.remove(voice)
        voice.close()
        others = "" if self._chain else "; the words are shown without a voice"
        self.problems.append(f"the voice {voice.name} cannot speak: {reason}{others}")
