"""The rows on the right of home and the note under them, apart from the page that moves in them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from textual.app import ComposeResult
from textual.widgets import Static

from companion import wording_pages as wording
from companion.session.agreement import Said
from companion.session.course_words import BROKEN, COURSE_LINE
from companion.session.directory import DAILY, PANIC, Directory, Entry
from companion.session.presets import preset_lines
from companion.store.courses import Courses
from companion.store.moments import HomeMoment
from companion.store.presets import Preset
from companion.tui.widgets.row import Row

MINE, SPACE, NEW, OPEN, COURSE = "mine", "space", "new", "open:", "course:"
JOURNAL, RESUME, PRESET, TOGETHER = "journal", "resume", "preset:", "together"
AGREEMENT, CHECK_IN, UNSENT = "agreement", "check-in", "unsent"
"""The values of rows that are no session; those with a colon are followed by an id or a name."""
_MANY = 2
ACTIONS = {
    PANIC: "app.now",
    DAILY: "app.sit",
    SPACE: "app.space",
    NEW: "app.write",
    JOURNAL: "app.journal",
    AGREEMENT: "app.agreement",
    CHECK_IN: "app.agreement",
    UNSENT: "app.unsent",
    RESUME: "app.resume",
    TOGETHER: "app.together",
}
"""The rows that are no moment, and what they do."""


@dataclass(frozen=True, slots=True)
class Yours:
    """The things of a person apart from scripts: courses, kept sessions, one to go on with.

    `presets` are the sessions kept under a name. `left` is how much is left of a session that a
    crash ended, in words, and `said` is about a check-in; None where there is none.
    """

    courses: Courses
    presets: Mapping[str, Preset] = field(default_factory=dict)
    left: str | None = None
    said: Said | None = None

    def note(self, value: str) -> str:
        """The words beside a row that leads to one page."""
        return self.said.note if value == CHECK_IN and self.said is not None else NOTES[value]


NOTES = {SPACE: wording.SPACE_NOTE, RESUME: wording.GO_ON_NOTE}
"""The words beside rows that lead to one page."""


def moment_rows(directory: Directory, question: str, yours: Yours) -> ComposeResult:
    """The rows on the left.

    Args:
        directory: the sessions.
        question: the words above the moments.
        yours: what stands above them.
    """
    own = directory.own_count
    rows = {m.moment: Row(m.words, key=m.key, value=m.moment) for m in directory.moments}
    if yours.left is not None:
        yield Row(wording.GO_ON, key="r", right=yours.left, value=RESUME)
    if yours.said is not None:
        yield Row(yours.said.line, value=CHECK_IN)
    if PANIC in rows:
        yield rows.pop(PANIC)
    yield Static(question, classes="question", markup=False)
    daily = rows.pop(DAILY, None)
    for row in rows.values():
        row.add_class("moment")
        yield row
    yield Static("", classes="air", markup=False)
    if daily is not None:
        yield daily
    yield Row("my own, and courses", key="m", value=MINE, right=str(own) if own else "")
    yield Row("is this space at all?", key="i", value=SPACE)


def preset_rows(presets: Mapping[str, Preset], directory: Directory) -> list[Row]:
    """The rows of the sessions that were kept under a name."""
    lines = preset_lines(presets, directory)
    return [Row(name, line=line, value=f"{PRESET}{name}") for name, line in lines]


def note_for(moment: HomeMoment, entries: list[Entry]) -> str:
    """The note under the sessions for a moment."""
    if moment.moment == PANIC:
        return wording.AT_ONCE
    return wording.STRONGEST_FIRST if len(entries) > _MANY and moment.moment != DAILY else ""


def action_of(value: str) -> str:
    """The action of the app that a row stands for; empty for a moment."""
    for prefix, action in ((COURSE, "app.course"), (OPEN, "app.edit")):
        if value.startswith(prefix):
            return f"{action}('{value.removeprefix(prefix)}')"
    return ACTIONS.get(value, "")


def mine_rows(own: list[Entry], courses: Courses) -> list[Row]:
    """The rows of what is the person's own: scripts, what they keep, and the courses."""
    good, broken = courses.all()
    return [
        *map(session_row, own),
        Row("Write one", line="words, and the silence between", value=NEW),
        Row("Journal", line="what's kept, and what you write", value=JOURNAL),
        Row("Our agreement", line="when room began, and when you'll talk", value=AGREEMENT),
        Row("A message you don't send", line="put away while you sit", value=UNSENT),
        Row(wording.TOGETHER, line=wording.TOGETHER_GIST, value=TOGETHER),
        *(
            Row(course.title, line=course.gist or COURSE_LINE, value=f"{COURSE}{source.id}")
            for source, course in good
        ),
        *(
            Row(source.id, line=BROKEN.format(id=source.id), value=f"{COURSE}{source.id}")
            for source, _ in broken
        ),
    ]


def session_row(entry: Entry) -> Row:
    """The row of a session; one with mistakes leads to them."""
    if entry.problem:
        line = "has mistakes; Enter shows them"
        return Row(entry.title, line=line, value=f"{OPEN}{entry.id}", classes="broken")
    line = entry.gist or entry.intent
    return Row(entry.title, right=entry.lasts, line=line, value=entry.id, classes="session")
