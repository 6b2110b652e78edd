"""The writer's desk: a script as text that is looked at while it grows, and saved whole.

What was not saved when the program had to go is kept beside the script; where that cannot be, in
the system's folder for passing files, and the person is told where.
"""

import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from companion.errors import CompanionError, NotFoundError
from companion.files import replace_whole
from companion.reading.document import FlawedTextError, decode
from companion.script.authoring import template
from companion.session.lengths import offer
from companion.session.review import Review, review
from companion.store.library import SUFFIX, Library, read_bytes
from companion.store.own_scripts import begin, check_name, save
from companion.timeline.arranging.arrange import rearrange
from companion.timeline.timeline import Timeline
from companion.units import SECOND, Millis, clock_text

UNSAVED = ".unsaved"


@dataclass(frozen=True, slots=True)
class OpenScript:
    """A script that is open: its file, what stands there, and what was not saved last time."""

    name: str
    file: Path
    text: str
    unsaved: str = ""
    is_older: bool = False
    """Whether the file was written after what was not saved."""


@dataclass(frozen=True, slots=True)
class Preview:
    """How a script will be: what is wrong with it, its timeline, which lengths it fits."""

    review: Review
    timeline: Timeline | None = None

    @property
    def fits(self) -> str:
        """The lengths in words, as `fits 4:10 to 45:00, usually 12:00`."""
        length = self.review.length
        if length is None or self.timeline is None:
            return "does not play yet"
        if length.least == length.most:
            return f"lasts {clock_text(length.least)}"
        least = Millis(-(-length.least // SECOND) * SECOND)  # a promise is never rounded down
        ends = f"fits {clock_text(least)} to {clock_text(length.most)}"
        return f"{ends}, usually {clock_text(self.timeline.total)}"

    def steps_at(self, line: int) -> list[int]:
        """The numbers of the steps that stand on a line of the script, counted from zero."""
        planned = self.review.plan
        if planned is None:
            return []
        before = [at for at in planned.lines[1:] if at <= line]
        here = max(before, default=-1)
        return [number for number, at in enumerate(planned.lines) if number and at == here]


class Editor:
    """Opens, looks at and saves scripts.

    Args:
        library: the scripts and sounds there are.
        folder: where new ones are put.
        taken: names that no script of one's own may have.
    """

    def __init__(self, library: Library, folder: Path, taken: frozenset[str]) -> None:
        self._library = library
        self._folder = folder
        self._taken = taken

    def open(self, name: str) -> OpenScript:
        """A script by its id or its file; a new name begins a new one.

        Raises:
            CompanionError: when it cannot be opened, or belongs to the program.
        """
        try:
            source = self._library.find(name)
        except NotFoundError:
            if name.endswith(SUFFIX) or "/" in name:
                raise
            return self.begin(name)
        if source.shipped:
            remedy = f"companion show {source.id} prints it; companion new NAME begins your own"
            raise CompanionError(f"{source.id} is one of companion's own", remedy)
        text = _text(source.file)
        kept = _beside(source.file)
        try:
            unsaved = kept.read_text("utf-8", errors="replace")
            is_older = kept.stat().st_mtime_ns < source.file.stat().st_mtime_ns
        except OSError:
            unsaved, is_older = "", False
        if unsaved == text:
            unsaved, is_older = "", False
        return OpenScript(source.file.stem, source.file, text, unsaved, is_older)

    def begin(self, name: str) -> OpenScript:
        """A new script from the template.

        Raises:
            CompanionError: when the name is no name, or is taken.
        """
        bare = check_name(name, self._taken)
        file = self._folder / f"{bare}{SUFFIX}"
        begin(file, template(bare))
        return OpenScript(bare, file, _text(file))

    def mine(self) -> list[str]:
        """The names of the person's own scripts."""
        return [source.id for source in self._library.sources() if not source.shipped]

    def look(self, draft: OpenScript, text: str) -> Preview:
        """How a script will be."""
        found = review(self._library, text, str(draft.file), draft.name)
        if found.script is None or found.plan is None or found.length is None:
            return Preview(found)
        usual = offer(found.script, found.length).usual
        return Preview(found, rearrange(found.plan, {}, usual))

    def save(self, draft: OpenScript, text: str, known: str) -> None:
        """Save a script.

        Args:
            draft: which one.
            text: what it is now.
            known: what stood in the file when it was read or saved last.

        Raises:
            CompanionError: when it cannot be written, or was changed by somebody else meanwhile.
        """
        if _stands(draft.file) not in (None, known, text):
            remedy = "save once more to replace it, or leave without saving to keep that"
            raise CompanionError(f"{draft.file.name} was changed elsewhere meanwhile", remedy)
        save(draft.file, text)
        _beside(draft.file).unlink(missing_ok=True)

    def text(self, draft: OpenScript) -> str:
        """What stands in the file now.

        Raises:
            CompanionError: when that cannot be read.
        """
        return _text(draft.file)

    def stands(self, draft: OpenScript) -> str:
        """What stands in the file now, whatever it is."""
        return _stands(draft.file) or ""

    def keep(self, draft: OpenScript, text: str) -> Path | None:
        """Keep what was not saved beside the script, because the program must go.

        Returns:
            Where it is, when it could not be kept there; None when all is well.

        Raises:
            CompanionError: when it could not be kept anywhere.
        """
        raw = text.encode("utf-8", errors="replace")
        try:
            replace_whole(_beside(draft.file), raw)
        except OSError:
            return _elsewhere(draft, raw)
        return None

    def let_go(self, draft: OpenScript) -> None:
        """What was not saved is not wanted."""
        _beside(draft.file).unlink(missing_ok=True)


def _stands(file: Path) -> str | None:
    """What stands in a file, or None when there is none; what is no text is something else."""
    try:
        return file.read_bytes().decode("utf-8", errors="replace")
    except OSError:
        return None


def _beside(file: Path) -> Path:
    return file.with_name(f"{file.name}{UNSAVED}")


def _elsewhere(draft: OpenScript, raw: bytes) -> Path:
    """The last place that is left, for this person alone."""
    try:
        handle, name = tempfile.mkstemp(prefix=f"{draft.name}-", suffix=SUFFIX)
        with os.fdopen(handle, "wb") as opened:
            opened.write(raw)
    except OSError as error:
        reason = error.strerror or str(error)
        raise CompanionError(f"what was not saved could not be kept: {reason}") from None
    return Path(name)


def _text(file: Path) -> str:
    try:
        return decode(read_bytes(file))
    except FlawedTextError as error:
        flaw = error.flaws[0]
        raise CompanionError(f"{file}: {flaw.message}", flaw.remedy) from None
