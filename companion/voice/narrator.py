"""The narrator: every line becomes a clip, from the cache or a voice, or stays words on a screen.

It never fails. A voice that hangs, dies or is not there costs one line about it; what it would
have said is shown for as long as saying it would have taken.
"""

import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from companion.audio.clip import Clip
from companion.errors import UnknownLanguageError, UnknownVoiceError, UnspeakableError, VoiceError
from companion.files import scratch
from companion.notices import Notices
from companion.timeline.utterance import Utterance
from companion.voice.clip_cache import ClipCache
from companion.voice.lexicon import Lexicon
from companion.voice.pace import WORDS_A_MINUTE
from companion.voice.spelling import clean, spell, timed
from companion.voice.voice import Style, Take, Voice

if TYPE_CHECKING:
    from tempfile import TemporaryDirectory

_MOST_REFUSALS = 3


class Narrator:
    """Speaks through the first voice of a chain that can.

    Args:
        chain: voices, the best first; empty for words without sound.
        cache: where clips are kept.
        lexicon: what is respelled.
        notices: where a voice that cannot speak is reported.
    """

    def __init__(
        self,
        chain: Sequence[Voice],
        cache: ClipCache,
        lexicon: Lexicon | None = None,
        notices: Notices | None = None,
    ) -> None:
        self._chain = list(chain)
        self._voices = tuple(chain)
        self._cache = cache
        self._notices = notices or Notices()
        self._lexicon = lexicon or Lexicon(notices=self._notices)
        self._scratch: TemporaryDirectory[str] | None = None
        self._closed = threading.Event()
        self._has_written = False
        self._refusals: Counter[str] = Counter()
        self._lock = threading.Lock()
        self._absent: set[tuple[str, str]] = set()
        self._speaking = ""

    def speak(self, utterance: Utterance) -> Clip | None:
        """The clip of an utterance; None when no voice can say it. Blocks."""
        if not any(c.isalnum() for c in clean(utterance.text)):
            return None
        with self._lock:
            return self._speak(utterance)

    def _speak(self, utterance: Utterance) -> Clip | None:
        is_foreign, refused = False, ""
        for voice, name in self._attempts(utterance.voice):
            try:
                clip = self._by(voice, name, utterance)
            except UnknownVoiceError:
                self._absent.add((voice.name, name))
            except UnknownLanguageError:
                is_foreign = True
            except UnspeakableError as error:
                reason = _reason(utterance, error)
                refused = refused or f"{voice.name} cannot say a line ({reason})"
                self._refused(voice, reason)
            except VoiceError as error:
                self._drop(voice, _reason(utterance, error))
            else:
                self._refusals[voice.name] = 0
                self._notice(voice, utterance, name)
                if refused:
                    self._notices.add(f"{refused}, so {voice.name} does")
                return clip
        if refused:
            self._notices.add(f"{refused}, so it is shown")
        elif is_foreign:
            self._notices.add(f"no voice here speaks {utterance.lang}, so its words are shown")
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

    def _attempts(self, wanted: str) -> Iterator[tuple[Voice, str]]:
        """Who may say it under which name: the voice that is wanted, else each as it is."""
        if wanted:
            for voice in tuple(self._chain):
                name = voice.named(wanted)
                if name is not None and (voice.name, name) not in self._absent:
                    yield voice, name
        for voice in tuple(self._chain):
            yield voice, ""

    def _by(self, voice: Voice, name: str, utterance: Utterance) -> Clip:
        """The clip as this voice says it."""
        pace = round(WORDS_A_MINUTE * utterance.pace)
        style = Style(pace, utterance.pitch, name, utterance.lang)
        spelled = spell(utterance.text, self._lexicon.entries(voice.family, utterance.lang))
        place = self._cache.place(voice.fingerprint(), spelled.said, style)
        if utterance.private:
            place = self._passing(place)
        take = self._cache.find(place)
        if take is None:
            place = place if utterance.private else self._writable(place)
            take = self._fresh(voice, spelled.said, style, place)
        return Clip(place, timed(utterance.text, spelled, take))

    def _fresh(self, voice: Voice, said: str, style: Style, place: Path) -> Take:
        take = voice.synth(said, style, place)
        self._cache.note(place, take)
        self._has_written = True
        return take

    def _writable(self, place: Path) -> Path:
        """The place itself, or one that lasts as long as this run where the cache cannot be."""
        return place if self._cache.open() else self._passing(place)

    def _passing(self, place: Path) -> Path:
        """A place that goes with this run."""
        if self._scratch is None:
            self._scratch = scratch()
        return Path(self._scratch.name) / place.name

    def _notice(self, voice: Voice, utterance: Utterance, name: str) -> None:
        """A changed voice startles less when a line says so."""
        if utterance.voice and not name and voice.named(utterance.voice) != "":
            self._notices.add(
                f'there is no voice "{utterance.voice}" here, so the usual one speaks'
            )
        if self._speaking and self._chain[0] is voice and self._speaking != voice.name:
            self._notices.add(f"from here on the voice is {voice.name}")
        self._speaking = self._chain[0].name

    def _refused(self, voice: Voice, reason: str) -> None:
        """A voice that refuses several lines in a row is as good as none."""
        self._refusals[voice.name] += 1
        if self._refusals[voice.name] >= _MOST_REFUSALS:
            self._drop(voice, reason)

    def _drop(self, voice: Voice, reason: str) -> None:
        if self._closed.is_set() or voice not in self._chain:
            self._chain.clear()
            return
        self._chain.remove(voice)
        voice.close()
        others = "" if self._chain else "; the words are shown without a voice"
        self._notices.add(f"the voice {voice.name} cannot speak: {reason}{others}")


def _reason(utterance: Utterance, error: VoiceError) -> str:
    """Why; an engine may have repeated what it was given, which can be a word of the person's."""
    return "it gave no reason that can be shown" if utterance.private else error.message
