"""The directory of sessions: by moment, by id, and by any word that someone might type.

Sessions are read when they are first asked for, so that home appears before all are read.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from companion.errors import CompanionError
from companion.script.checks import texts
from companion.script.header import THEMES_KNOWN
from companion.script.model import Length, Script, SessionKind
from companion.script.step import walk
from companion.session.lengths import offer
from companion.session.listing import planned
from companion.session.opened import neutral
from companion.store.library import Library, ScriptFile
from companion.store.moments import HomeMoment, shipped_moments
from companion.timeline.arranging.arrange import LONGEST, reachable
from companion.timeline.request import Request
from companion.units import minutes_range
from companion.wording_pages import NEUTRAL

PANIC, DAILY = "panic", "daily"


@dataclass(frozen=True, slots=True)
class Entry:
    """One session in a list; `problem` says why it can't be played."""

    id: str
    title: str
    gist: str = ""
    intent: str = ""
    kind: SessionKind = "practice"
    length: Length | None = None
    moment: tuple[str, ...] = ()
    is_own: bool = False
    problem: str = ""

    @property
    def lasts(self) -> str:
        """Its lengths in minutes."""
        length = self.length
        return "" if length is None else minutes_range(length.least, length.most)


class Directory:
    """Finds sessions for a list.

    Args:
        library: the scripts.
        worse: gives the ids of sessions that aren't to be suggested, because they made it worse.
        is_neutral: whether numbers take the place of titles, and nothing is said about them.
    """

    def __init__(
        self,
        library: Library,
        worse: Callable[[], Collection[str]] = tuple,
        *,
        is_neutral: bool = False,
    ) -> None:
        self._library, self._worse, self._is_neutral = library, worse, is_neutral
        self._entries: dict[str, Entry] = {}
        self._scripts: dict[str, Script] = {}
        self._words: dict[str, tuple[str, ...]] = {}

    @cached_property
    def moments(self) -> tuple[HomeMoment, ...]:
        """The moments that home asks about; those without a session are left out."""
        known = {source.id for source in self._sources if source.shipped}
        return tuple(m for m in shipped_moments() if known.intersection(m.scripts))

    def look_again(self) -> None:
        """Read the person's own scripts again, because they may have written one."""
        own = [source.id for source in self._sources if not source.shipped]
        for name in own:
            for known in (self._entries, self._words, self._scripts):
                known.pop(name, None)
        del self._sources

    @property
    def own_count(self) -> int:
        """The number of scripts in the person's folder."""
        return sum(not source.shipped for source in self._sources)

    def entry(self, id: str) -> Entry | None:  # noqa: A002 - what it is
        """Return the session with an id, or None when there is none."""
        source = next((source for source in self._sources if source.id == id), None)
        return None if source is None else self._read(source)

    @property
    def shelf(self) -> Mapping[str, Script]:
        """Every shipped script that may be suggested by its id, read when first asked for."""
        for source in self._sources:
            self._read(source)
        fitting = {source.id for source in self._sources if source.shipped} - {*self._worse()}
        return {name: script for name, script in self._scripts.items() if name in fitting}

    def nearby(self, script: Script, chosen: str) -> tuple[str, ...]:
        """The ids that are listed with a script.

        Args:
            script: the script.
            chosen: the moment that was chosen last; another one counts if the script isn't for it.
        """
        moment = chosen if chosen in script.moment else next(iter(script.moment), "")
        return next((m.scripts for m in self.moments if m.moment == moment), ())

    def own(self) -> list[Entry]:
        """The person's own scripts, those with mistakes too."""
        return [self._read(source) for source in self._sources if not source.shipped]

    def all(self) -> list[Entry]:
        """Every session that can be played."""
        entries = map(self._read, self._sources)
        return [entry for entry in entries if not entry.problem]

    def at(self, moment: HomeMoment) -> list[Entry]:
        """The sessions for a moment: those of its list, then the person's own.

        What made it worse comes last, so that it isn't what is suggested first.
        """
        listed = [entry for name in moment.scripts if (entry := self.entry(name)) is not None]
        own = [e for e in self.own() if not e.problem and moment.moment in e.moment]
        worse = self._worse()
        return sorted([*listed, *own], key=lambda entry: entry.id in worse)

    def find(self, typed: str) -> list[Entry]:
        """Return the sessions that have every word of a text.

        Those with it in the title come first, then those that are about it, those that are listed
        for such a moment, in the order of the list, and last those that only speak of it.
        """
        wanted = typed.lower().replace("\u2019", "'").split()
        ranked: list[tuple[int, int, str, Entry]] = []
        for entry in self.all():
            ranks = 0
            for word in wanted:
                layers = self._words.get(entry.id, ())
                rank = next((n for n, text in enumerate(layers) if _has(text, word)), None)
                if rank is None:
                    break
                ranks += rank
            else:
                ranked.append((ranks, self._place(entry.id), entry.title, entry))
        return [row[3] for row in sorted(ranked, key=lambda row: row[:3])]

    def _place(self, id: str) -> int:  # noqa: A002
        """The place of a session in the lists that have it; a script of one's own comes last."""
        places = (m.scripts.index(id) for m in self.moments if id in m.scripts)
        return min(places, default=len(self.moments))

    @cached_property
    def _sources(self) -> list[ScriptFile]:
        return self._library.sources()

    def _read(self, source: ScriptFile) -> Entry:
        if source.id not in self._entries:
            self._entries[source.id] = self._load(source)
        return self._entries[source.id]

    def _load(self, source: ScriptFile) -> Entry:
        title = f"{NEUTRAL} {self._sources.index(source) + 1}" if self._is_neutral else ""
        try:
            script, plan = planned(self._library, source, Request())
        except CompanionError as error:
            name = title or source.id
            return Entry(source.id, name, is_own=not source.shipped, problem=error.message)
        self._words[source.id] = self._layers(source.id, script)
        script = neutral(script, title) if title else script
        self._scripts[source.id] = script
        length = offer(script, reachable(plan, {}))
        problem = "lasts over three hours" if length.least > LONGEST else ""
        return Entry(
            source.id,
            script.title,
            script.gist,
            script.intent,
            script.kind,
            length,
            script.moment,
            is_own=not source.shipped,
            problem=problem,
        )

    def _layers(self, id: str, script: Script) -> tuple[str, ...]:  # noqa: A002
        """The words to find a script by: its title, about it, of its moments, spoken in it."""
        listed = [m for m in self.moments if id in m.scripts or m.moment in script.moment]
        about = [
            script.intent,
            script.gist,
            *script.tags,
            *script.technique,
            *(THEMES_KNOWN[theme] for theme in script.themes),
        ]
        of_moments = [words for moment in listed for words in (moment.words, *moment.also)]
        spoken = (text for step in walk(script.steps) for text in texts(step))
        return tuple(map(_joined, ([script.title, id], about, of_moments, spoken)))


def _joined(words: Iterable[str]) -> str:
    """Words in small letters, a blank before each, so that a word is found by its beginning."""
    return " " + " ".join(words).lower().replace("\u2019", "'")


def _has(text: str, word: str) -> bool:
    return f" {word}" in text or f'"{word}' in text
