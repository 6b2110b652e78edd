"""The editor: opens the user's scripts, previews them while they grow, and saves them whole.

When the program must end, unsaved text is kept beside the script, or else in the system's
temporary folder.
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
from companion.store.course_files import course_ids
from companion.store.library import SUFFIX, SUFFIXES, Library, ScriptFile, read_bytes
from companion.store.own_scripts import create, id_of, new_id, save
from companion.timeline.arranging.arrange import rearrange
from companion.timeline.timeline import Timeline
from companion.units import minutes_range, minutes_text

UNSAVED = ".unsaved"


@dataclass(frozen=True, slots=True)
class OpenScript:
    """A script that is open: its file, the text of that file, and the text not saved last time."""

    name: str
    file: Path
    text: str
    unsaved: str = ""
    is_older: bool = False
    """Whether the unsaved text is older than the file."""


@dataclass(frozen=True, slots=True)
class Preview:
    """A script as it will play: its review, and its timeline unless it has mistakes."""

    review: Review
    timeline: Timeline | None = None

    @property
    def fits(self) -> tuple[str, str]:
        """The lengths in words, such as `fits 4 to 45 min` and `usually 12`, or one of them."""
        length = self.review.length
        if length is None or self.timeline is None:
            return "doesn't play yet", ""
        words = minutes_range(length.least, length.most)
        if " to " not in words:
            return f"lasts {words}", ""
        return f"fits {words}", f"usually {minutes_text(self.timeline.total)}"

    def steps_at(self, line: int) -> list[int]:
        """The numbers of the steps on a line (from zero), or on the nearest line above it."""
        planned = self.review.plan
        if planned is None:
            return []
        starts = [start for start in planned.lines[1:] if start <= line]
        nearest = max(starts, default=-1)
        return [number for number, start in enumerate(planned.lines) if number and start == nearest]


class Editor:
    """Opens, previews and saves the user's scripts.

    Args:
        library: all scripts and sounds.
        folder: the folder of new scripts.
        taken: names that a new script can't have.
    """

    def __init__(self, library: Library, folder: Path, taken: frozenset[str]) -> None:
        self._library = library
        self._folder = folder
        self._taken = taken

    def open(self, name: str) -> OpenScript:
        """Open a script by its id or its file; a new name begins a new script.

        Raises:
            CompanionError: when it can't be opened, or belongs to the program.
        """
        source = self._find(name)
        if source is None:
            return self.begin(name)
        if source.shipped:
            remedy = f"companion show {source.id} prints it; companion new NAME begins your own"
            raise CompanionError(f"{source.id} is one of companion's own scripts", remedy)
        text = _read_text(source.file)
        kept_file = _unsaved_file(source.file)
        try:
            unsaved = kept_file.read_text("utf-8", errors="replace")
            is_older = kept_file.stat().st_mtime_ns < source.file.stat().st_mtime_ns
        except OSError:
            unsaved, is_older = "", False
        if unsaved == text:
            unsaved, is_older = "", False
        return OpenScript(source.file.stem, source.file, text, unsaved, is_older)

    def _find(self, name: str) -> ScriptFile | None:
        """Return the script that a name means, or None when the name is new."""
        is_file = name.endswith(SUFFIXES)
        if not is_file and (not name.strip() or os.sep in name) and not Path(name).is_file():
            id_of(name)  # which says what is wrong with it
        try:
            return self._library.find(name)
        except NotFoundError:
            if is_file or name in course_ids(self._library.own):
                raise
        id_ = id_of(name)
        is_known = id_ in {source.id for source in self._library.sources()}
        return self._library.find(id_) if is_known else None

    def begin(self, name: str) -> OpenScript:
        """Create a script from the template; its id is made of its name.

        Raises:
            CompanionError: when the name can't be used or is taken, or the file can't be written.
        """
        id_ = new_id(name, self._taken)
        file = self._folder / f"{id_}{SUFFIX}"
        create(file, template(name))
        return OpenScript(id_, file, _read_text(file))

    def own_ids(self) -> list[str]:
        """The ids of the user's own scripts."""
        return [source.id for source in self._library.sources() if not source.shipped]

    def preview(self, script: OpenScript, text: str) -> Preview:
        """Review and arrange a text that may not be saved yet, at its usual length."""
        reviewed = review(self._library, text, str(script.file), script.name)
        if reviewed.script is None or reviewed.plan is None or reviewed.length is None:
            return Preview(reviewed)
        usual = offer(reviewed.script, reviewed.length).usual
        return Preview(reviewed, rearrange(reviewed.plan, {}, usual))

    def save(self, script: OpenScript, text: str, expected: str) -> None:
        """Save a script.

        Args:
            script: the script.
            text: its new text.
            expected: the text of the file when it was last read or saved.

        Raises:
            CompanionError: when the file can't be written, or was changed in the meantime.
        """
        if _raw_text(script.file) not in (None, expected, text):
            remedy = "save again to replace it, or leave without saving to keep that change"
            message = f"{script.file.name} was changed elsewhere in the meantime"
            raise CompanionError(message, remedy)
        save(script.file, text)
        _unsaved_file(script.file).unlink(missing_ok=True)

    def text(self, script: OpenScript) -> str:
        """The text of the file now.

        Raises:
            CompanionError: when the file can't be read, or isn't UTF-8 text.
        """
        return _read_text(script.file)

    def raw_text(self, script: OpenScript) -> str:
        """The text of the file now, with unreadable bytes replaced; empty when there is no file."""
        return _raw_text(script.file) or ""

    def keep_unsaved(self, script: OpenScript, text: str) -> Path | None:
        """Keep unsaved text beside the script, because the program must end.

        Returns:
            The temporary file that has the text, when it couldn't be kept beside the script.

        Raises:
            CompanionError: when it couldn't be kept anywhere.
        """
        raw = text.encode("utf-8", errors="replace")
        try:
            replace_whole(_unsaved_file(script.file), raw)
        except OSError:
            return _keep_in_temporary_folder(script, raw)
        return None

    def discard_unsaved(self, script: OpenScript) -> None:
        """Delete the unsaved text that was kept beside the script."""
        _unsaved_file(script.file).unlink(missing_ok=True)


def _raw_text(file: Path) -> str | None:
    """The text of a file, with unreadable bytes replaced; None when there is no file."""
    try:
        return file.read_bytes().decode("utf-8", errors="replace")
    except OSError:
        return None


def _unsaved_file(file: Path) -> Path:
    return file.with_name(f"{file.name}{UNSAVED}")


def _keep_in_temporary_folder(script: OpenScript, raw: bytes) -> Path:
    """Write a file in the system's temporary folder that only this user can read."""
    try:
        handle, name = tempfile.mkstemp(prefix=f"{script.name}-", suffix=SUFFIX)
        with os.fdopen(handle, "wb") as opened:
            opened.write(raw)
    except OSError as error:
        reason = error.strerror or str(error)
        raise CompanionError(f"your unsaved text couldn't be kept: {reason}") from None
    return Path(name)


def _read_text(file: Path) -> str:
    try:
        return decode(read_bytes(file))
    except FlawedTextError as error:
        flaw = error.flaws[0]
        raise CompanionError(f"{file}: {flaw.message}", flaw.remedy) from None
