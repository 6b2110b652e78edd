"""Where concrete parts are joined, and nowhere else."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from time import time_ns
from typing import TYPE_CHECKING, Literal

from companion.audio.devicesink import DeviceSink
from companion.audio.sink import PacedSink, Sink
from companion.errors import CompanionError, SoundError
from companion.script.model import Script
from companion.session.before import Before, before
from companion.session.prepare import prepare, promised
from companion.session.transport import Transport
from companion.store.library import Library
from companion.store.places import Places, places
from companion.timeline.plan import Request, plan
from companion.voice.cache import Cache
from companion.voice.narrator import Narrator
from companion.voice.system import SystemVoice

if TYPE_CHECKING:
    from companion.session.desk import Desk

Output = Literal["device", "none"] | Path


@dataclass(frozen=True, slots=True)
class Options:
    """How a session is to be heard: through a device, nowhere or into a file; or in words only."""

    silent: bool = False
    output: Output = "device"


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
        self._voice = None if options.silent else SystemVoice()
        chain = [self._voice] if self._voice else []
        self.narrator = Narrator(chain, Cache(self.places.cache))

    @cached_property
    def desk(self) -> "Desk":
        """Where scripts are written."""
        from companion.session.desk import Desk  # its rules for words, which a session needs not

        taken = frozenset(source.id for source in self.library.sources() if source.shipped)
        return Desk(self.library, self.places.scripts, taken)

    @property
    def is_heard(self) -> bool:
        """Whether this run may make a sound."""
        return not self._options.silent and self._options.output == "device"

    def warm(self) -> None:
        """Start the workers, which take a while, without waiting for them."""
        if self._voice is not None:
            self._voice.warm()
        if self.is_heard:
            self._open_sink()

    def begin(
        self, name: str, request: Request, announce: Callable[[str], None] = lambda _: None
    ) -> Transport:
        """A transport for a script, ready to play.

        Args:
            name: an id or a file.
            request: what was asked for.
            announce: called with the first words, before any voice is waited for.

        Raises:
            NotFoundError, BadScriptError, UnfitLengthError, SoundError: when there is none.
        """
        return self._begin(self.library.load(self.library.find(name)), request, announce)

    def rehearse(self, text: str, file: str, name: str, line: int) -> Transport:
        """A transport for a script that is being written, from a line on.

        Raises:
            BadScriptError, SoundError: when there is none.
        """
        script = self.library.parse(text, file, name)
        return self._begin(script, Request(), lambda _: None, line)

    def _begin(
        self,
        script: Script,
        request: Request,
        announce: Callable[[str], None],
        line: int | None = None,
    ) -> Transport:
        sink = self._open_sink()
        sitting, arrivals = prepare(
            script,
            request,
            self.narrator,
            self.library.bells,
            announce,
            whole=isinstance(self._options.output, Path),
            beds=self.library.beds,
            line=line,
        )
        if request.chimes and not sitting.timeline.chimes:
            self.narrator.problems.append("the session is too short for a bell in between")
        return Transport(sitting, arrivals, sink, self._take_problems)

    def before(self, name: str) -> Before:
        """What there is to know and to ask before a session; nothing, where it is broken."""
        try:
            script = self.library.load(self.library.find(name))
        except CompanionError:
            return Before()
        lengths = {bell: made.length for bell, made in self.library.bells.items()}
        return before(script, promised(script, plan(script, Request(), lengths), {}))

    def entries(self) -> tuple[tuple[str, str, str], ...]:
        """Every script that can be played: id, title, what it is for."""
        from companion.session.shelf import rows

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
        return told

    def _open_sink(self) -> Sink:
        """The one sink of this run, which sessions use one after the other."""
        if self._sink is None:
            output = self._options.output
            if isinstance(output, Path):
                self._sink = _file_sink(output)
            else:
                self._sink = DeviceSink() if self.is_heard else PacedSink()
        return self._sink


def _file_sink(file: Path) -> Sink:
    from companion.audio.filesink import FileSink  # numpy, which nothing else here needs

    if file.is_dir():
        raise SoundError(f"{file} is a folder", "name a file in it, such as session.wav")
    return FileSink(file)
