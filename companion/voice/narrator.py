"""The narrator: a clip for every line, from the cache or from the first voice that can say it.

It never fails. A voice that hangs, dies or is missing is reported in one line. A line that no
voice can say is only shown, for as long as saying it would take.
"""

import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from companion.audio.clip import Clip
from companion.errors import UnknownLanguageError, UnknownVoiceError, UnspeakableError, VoiceError
from companion.files import is_ghost, scratch
from companion.notices import Notices
from companion.timeline.utterance import Utterance
from companion.voice.clip_cache import ClipCache
from companion.voice.lexicon import Lexicon
from companion.voice.memory_clips import MemoryClips
from companion.voice.pace import WORDS_A_MINUTE
from companion.voice.shipped_clips import ShippedClips
from companion.voice.spelling import Spelled, clean, spell, with_word_times
from companion.voice.voice import Style, Take, Voice

if TYPE_CHECKING:
    from tempfile import TemporaryDirectory

_MOST_REFUSALS = 3


class Narrator:
    """A speaker of lines, through the first voice of a chain that can say them.

    Args:
        chain: voices, the best first; empty for words without sound.
        cache: where clips are kept.
        lexicon: respellings for what a voice says wrong.
        notices: where a voice that cannot speak is reported.
        shipped: lines that were spoken in advance.
    """

    def __init__(
        self,
        chain: Sequence[Voice],
        cache: ClipCache,
        lexicon: Lexicon | None = None,
        notices: Notices | None = None,
        shipped: ShippedClips | None = None,
    ) -> None:
        self._chain = list(chain)
        self._voices = tuple(chain)
        self._cache, self._shipped = cache, shipped
        self._notices = notices or Notices()
        self._lexicon = lexicon or Lexicon(notices=self._notices)
        self._scratch: TemporaryDirectory[str] | None = None
        self._closed, self._making = threading.Event(), threading.Lock()
        self._has_written = False
        self._memory = MemoryClips()
        self._refusals: Counter[str] = Counter()
        self._lock = threading.Lock()
        self._absent: set[tuple[str, str]] = set()
        self._speaking = ""

    def speak(self, utterance: Utterance) -> Clip | None:
        """Return the clip of an utterance, or None when no voice can say it; may take seconds."""
        if not any(c.isalnum() for c in clean(utterance.text)):
            return None
        with self._lock:
            return self._spoken_in_advance(utterance) or self._speak(utterance)

    def _spoken_in_advance(self, utterance: Utterance) -> Clip | None:
        """The clip of a line that came with the program, even where its voice can't run."""
        if self._shipped is None or self._closed.is_set():
            return None
        voice = self._shipped.voice
        name = voice.named(utterance.voice) if utterance.voice else ""
        if name is None:
            return None
        spelled, style = self._manner(voice.family, name, utterance)
        place = self._cache.place(voice.fingerprint(), spelled.said, style)
        found = self._shipped.find(place.stem)
        if found is None:
            return None
        self._speaking = voice.name
        return Clip(found.file, with_word_times(utterance.text, spelled, found.take), found.offset)

    def _manner(
        self, family: tuple[str, ...], name: str, utterance: Utterance
    ) -> tuple[Spelled, Style]:
        """The words and the style that a voice of a family gets for an utterance."""
        pace = round(WORDS_A_MINUTE * utterance.pace)
        style = Style(pace, utterance.pitch, name, utterance.lang, utterance.pitch_range)
        return spell(utterance.text, self._lexicon.entries(family, utterance.lang)), style

    def _speak(self, utterance: Utterance) -> Clip | None:
        is_foreign, refusal = False, ""
        for voice, name in self._attempts(utterance.voice):
            try:
                clip = self._clip_by(voice, name, utterance)
            except UnknownVoiceError:
                self._absent.add((voice.name, name))
            except UnknownLanguageError:
                is_foreign = True
            except UnspeakableError as error:
                reason = _reason(utterance, error)
                refusal = refusal or f"{voice.name} can't say a line ({reason})"
                self._count_refusal(voice, reason)
            except VoiceError as error:
                self._drop(voice, _reason(utterance, error))
            else:
                self._refusals[voice.name] = 0
                self._report_change(voice, utterance, name)
                if refusal:
                    self._notices.add(f"{refusal}, so {voice.name} says it")
                return clip
        if refusal:
            self._notices.add(f"{refusal}, so it's only shown")
        elif is_foreign:
            self._notices.add(
                f"no voice here speaks {utterance.lang}, so those words are only shown"
            )
        return None

    def rest(self) -> None:
        """End the workers of all voices until there are more lines; they hold up to 250 MB."""
        for voice in self._voices:
            voice.rest()

    def close(self) -> None:
        """Stop all voices, even in the middle of a line, and delete the temporary clips."""
        with self._making:  # no folder may come after this
            self._closed.set()
        for voice in self._voices:
            voice.close()
        if self._has_written:
            self._cache.prune()
        self._memory.close()
        if self._scratch is not None:
            self._scratch.cleanup()

    def _attempts(self, wanted: str) -> Iterator[tuple[Voice, str]]:
        """Yield each voice to try with a name: the wanted voice first, then each as it is."""
        if wanted:
            for voice in tuple(self._chain):
                name = voice.named(wanted)
                if name is not None and (voice.name, name) not in self._absent:
                    yield voice, name
        for voice in tuple(self._chain):
            yield voice, ""

    def _clip_by(self, voice: Voice, name: str, utterance: Utterance) -> Clip:
        """Return the clip of an utterance by one voice, from the cache or newly spoken."""
        spelled, style = self._manner(voice.family, name, utterance)
        place = self._cache.place(voice.fingerprint(), spelled.said, style)
        if utterance.private:
            place = self._scratch_place(place)
        kept = self._cache.find(place)
        if kept is None and is_ghost():
            place, kept = self._speak_in_memory(voice, spelled.said, style, place)
        elif kept is None:
            place = place if utterance.private else self._writable(place)
            kept = self._synth(voice, spelled.said, style, place)
        return Clip(place, with_word_times(utterance.text, spelled, kept))

    def _synth(self, voice: Voice, text: str, style: Style, place: Path) -> Take:
        take = voice.synth(text, style, place)
        self._cache.note(place, take)
        self._has_written = True
        return take

    def _speak_in_memory(
        self, voice: Voice, text: str, style: Style, place: Path
    ) -> tuple[Path, Take]:
        """Speak a line that leaves no file behind."""
        if (held := self._memory.find(place.name)) is not None:
            return held
        place = self._scratch_place(place)
        return self._memory.hold(place, voice.synth(text, style, place))

    def _writable(self, place: Path) -> Path:
        """Return the place, or one in a scratch folder when the cache cannot be written."""
        return place if self._cache.open() else self._scratch_place(place)

    def _scratch_place(self, place: Path) -> Path:
        """Return a place in a folder that is deleted at the end of this run."""
        with self._making:
            if self._closed.is_set():
                raise VoiceError("the voice was closed")
            if self._scratch is None:
                self._scratch = scratch()
            return Path(self._scratch.name) / place.name

    def _report_change(self, voice: Voice, utterance: Utterance, name: str) -> None:
        """Report another voice than the wanted or the last one, because it could startle."""
        if utterance.voice and not name and voice.named(utterance.voice) != "":
            self._notices.add(
                f'there\'s no voice "{utterance.voice}" here, so the usual one speaks'
            )
        if self._speaking and self._chain[0] is voice and self._speaking != voice.name:
            self._notices.add(f"from here on, {voice.name} speaks")
        self._speaking = self._chain[0].name

    def _count_refusal(self, voice: Voice, reason: str) -> None:
        """Drop a voice that refuses several lines in a row."""
        self._refusals[voice.name] += 1
        if self._refusals[voice.name] >= _MOST_REFUSALS:
            self._drop(voice, reason)

    def _drop(self, voice: Voice, reason: str) -> None:
        if self._closed.is_set() or voice not in self._chain:
            self._chain.clear()
            return
        self._chain.remove(voice)
        voice.close()
        ending = "" if self._chain else "; the words are shown without a voice"
        self._notices.add(f"the voice {voice.name} can't speak: {reason}{ending}")


def _reason(utterance: Utterance, error: VoiceError) -> str:
    """The reason of an error, hidden for private words, which an engine may repeat in it."""
    return "it gave no reason that can be shown" if utterance.private else error.message
