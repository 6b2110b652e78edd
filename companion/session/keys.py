"""Keys: one declaration for each, which gives bindings, footer, help panel and palette.

A key means one thing wherever it can be pressed. Those of a running session are in `controls`.
"""

from dataclasses import dataclass
from typing import Literal

from companion.session.controls import CONTROLS

Group = Literal["Here", "Sound", "Always"]
GROUPS: tuple[Group, ...] = ("Here", "Sound", "Always")


@dataclass(frozen=True, slots=True)
class Key:
    """One key.

    `id` is its name in the settings, `keys` are Textual's names for it, `shown` its name on the
    screen. `label` stands in the footer and is empty where the key isn't listed there, `help` in
    the help panel and is empty where the panel leaves it out. `action` is run by Textual.
    """

    id: str
    keys: str
    shown: str
    action: str
    label: str = ""
    help: str = ""
    group: Group = "Here"
    priority: bool = False


KEYS = Key("keys", "question_mark,f1", "?", "app.explain", "keys", "close these lines", "Always")
ALWAYS = (
    Key("now", "n", "n", "app.now", "right now", "it's too much: now", "Always"),
    Key("call", "c", "c", "app.call", "call", "someone to call", "Always"),
    Key("space", "i", "i", "app.space", "", "is this space?", "Always"),
    Key("instead", "x", "x", "app.instead", "", "stop, do this instead", "Always"),
    Key("hide", "h", "h", "app.hide", "hide", "hide everything", "Always"),
    Key("palette", "ctrl+p", "ctrl+p", "app.palette", "", "all that can be done", "Always"),
    KEYS,
)
"""The keys of every page where no text is written."""
WHILE_WRITING = (
    Key("now", "ctrl+n", "ctrl+n", "app.now", "right now", "it's too much: now", "Always", True),
    Key("hide", "f8", "f8", "app.hide", "hide", "hide everything", "Always", True),
    Key("keys", "f1", "f1", "app.explain", "keys", "close these lines", "Always", True),
)
"""Their names where letters are letters; they work everywhere."""

_BACK = Key("escape", "escape", "esc", "back", "back", "one step back")
_ARROWS = Key("move", "up", "↑ ↓", "go(-1)", "", "choose")
_LEAVE = Key("leave", "q", "q", "app.leave", "", "leave", "Always")

HOME = (
    Key("moments", "1", "1-9", "moment(1)", "", "what's happening"),
    Key("open", "enter", "⏎", "open", "", "take what's chosen"),
    Key("sit", "s", "s", "app.sit", "", "sit for a while"),
    Key("mine", "m", "m", "mine", "", "what's mine"),
    Key("resume", "r", "r", "resume", "", "go on where it stopped"),
    Key("find", "slash", "/", "find", "find", "find by a word"),
    Key("voice", "v", "v", "app.fit", "", "fit the voice", "Sound"),
    Key("settings", "comma", ",", "app.settings", "settings", "settings", "Always"),
    Key("escape", "escape", "esc", "back", "", "back; twice leaves"),
    _LEAVE,
)
FIND = (
    Key("first", "enter", "⏎", "first", "first one", "take the first one"),
    Key("list", "down", "↓", "go(1)", "the list", "go into the list"),
    Key("escape", "escape", "esc", "back", "back", "clear and close"),
)
TYPING = (
    Key("line", "tab", "tab", "go(1)", "next line", "the next line"),
    Key("escape", "escape", "esc", "back", "back", "back to the lines"),
)
"""The keys of a field that is typed in on a card."""
CARD = (
    Key("begin", "enter", "⏎", "begin", "begin", "begin", priority=True),
    Key("move", "up", "↑ ↓", "go(-1)", "", "another line"),
    Key("change", "left", "← →", "step(-1)", "", "less, more"),
    Key("digits", "0", "0-9", "digit", "", "a length in minutes"),
    Key("known", "d", "d", "known", "what's known", "what's known about it"),
    Key("sample", "p", "p", "sample", "hear the voice", "hear the voice", "Sound"),
    _BACK,
    _LEAVE,
)
WAIT = (_BACK, _LEAVE)
TOGETHER = (
    Key("begin", "enter", "⏎", "begin", "go on", "go on", priority=True),
    Key("move", "up", "↑ ↓", "go(-1)", "", "another line"),
    Key("change", "left", "← →", "step(-1)", "", "another one"),
    _BACK,
)
PAUSE = (
    *(
        Key(c.id, c.keys, c.shown, f"control('{c.id}')", "", c.short, c.group)
        for c in CONTROLS
        if c.id in ("back", "longer", "fewer", "bed", "end")
    ),
    Key("pause", "space", "space", "go_on", "go on", "go on"),
    Key("stop", "q", "q", "control('stop')", "stop", "stop now"),
)
QUESTION = (
    Key("skip", "enter", "⏎", "done", "skips, or takes", "skip it, or take it"),
    Key("digits", "0", "0-9", "digit", "", "an answer by number"),
    *(
        Key(c.id, c.keys, c.shown, "", "", c.short, c.group)
        for c in CONTROLS
        if c.id in ("pause", "back", "stop")
    ),
)
AFTER = (
    Key("tap", "1", "1 2 3", "tell(1)", "", "softer, same, stronger"),
    Key("number", "0", "0", "numbers", "", "a number, 0 to 10"),
    Key("again", "a", "a", "app.again", "again", "the same again"),
    Key("longer", "plus", "+", "app.longer", "", "five more minutes"),
    Key("home", "escape,enter", "esc", "app.onward", "home", "home"),
    Key("leave", "q", "q", "app.leave", "leave", "leave"),
)
CHOICES = Key("tap", "1", "1 2 3", "tell(1)", "", "what has that number")
"""The key of the page after a session, where it asks nothing any more."""
_ALOUD = Key("aloud", "p", "p", "aloud", "read aloud", "read aloud, or stop", "Sound")
_COPY = Key("copy", "y", "y", "copy", "copy", "copy the number")
CALL = (
    Key("country", "k", "k", "country", "country", "your country"),
    Key("alone", "enter", "⏎", "alone", "", "a number alone, large"),
    _COPY,
    _ALOUD,
    _BACK,
    _LEAVE,
)
COUNTRY = (
    Key("first", "enter", "⏎", "first", "first one", "take the first one"),
    Key("list", "down", "↓", "go(1)", "the list", "go into the list"),
    Key("escape", "escape", "esc", "back", "back", "one step back"),
)
JOURNAL = (_BACK, _LEAVE)
COPY = Key("copy", "y", "y", "copy", "copy", "copy it")
FORM = (
    Key("line", "enter", "⏎", "next", "next line", "the next line"),
    Key("escape", "escape", "esc", "back", "done", "done"),
)
"""The keys of a page with several lines to type in."""
FIT = (
    Key("begin", "enter", "⏎", "begin", "begin", "begin"),
    Key("choice", "1", "1 2 0", "choose('1')", "", "first, second, same"),
    Key("again", "space", "space", "again", "play again", "play them again"),
    Key("escape", "escape", "esc", "back", "back", "one step back"),
    _LEAVE,
)
WRITER = (
    Key("mend", "f2", "f2", "mend", "mend it", "mend this line"),
    Key("play", "f5", "f5", "play", "hear from here", "hear from here"),
    Key("add", "f3", "f3", "add", "add a step", "add a step"),
    Key("escape", "escape", "esc", "back", "home", "home", priority=True),
    Key("save", "ctrl+s", "ctrl+s", "save", "save", "save"),
    Key("flaw", "f4", "f4", "next_flaw", "next mistake", "next mistake"),
    Key("editor", "f9", "f9", "editor", "", "open $EDITOR"),
)
UNSAVED = (
    Key("save", "s", "s", "choose('save')", "", "save, and leave"),
    Key("drop", "d", "d", "choose('drop')", "", "leave without saving"),
    Key("escape", "escape", "esc", "back", "stay", "stay"),
)
SETTINGS = (
    Key("more", "enter", "⏎", "more", "more", "more, or type it"),
    Key("reset", "r", "r", "reset", "as it came", "as it came"),
    Key("change", "left", "← →", "step(-1)", "", "another value"),
    Key("parts", "1", "1-7", "part(1)", "", "another part"),
    _BACK,
    _LEAVE,
)
FIRST = (
    Key("on", "enter", "⏎", "on", "go on", "go on"),
    Key("voice", "v", "v", "app.fit", "another voice", "another voice", "Sound"),
    Key("escape", "escape", "esc", "back", "skip", "skip, write nothing"),
    _LEAVE,
)
COURSE = (
    Key("open", "enter", "⏎", "open", "take it", "take what's chosen"),
    Key("digits", "1", "1-9", "row(1)", "", "a line by its number"),
    _ARROWS,
    _BACK,
    _LEAVE,
)
PAGE = (Key("escape", "escape,enter", "esc", "back", "back", "one step back"), _LEAVE)
NUMBER = (_COPY, _ALOUD, *PAGE)
SESSION = (
    *(
        Key(c.id, c.keys, c.shown, f"control('{c.id}')", c.footer, c.short, c.group)
        for c in CONTROLS
    ),
    Key("time", "t", "t", "time", "", "how time is shown"),
    Key("escape", "escape", "esc", "back", "", "pause"),
)


_GROUPS = (
    "moments", "move", "change", "digits", "parts", "tap", "choice", "list", "first", "skip",
    "alone",
)  # fmt: skip
"""The ids that stand for several keys, which can't be given to others one by one."""


def remappable() -> tuple[tuple[str, str, str], ...]:
    """The (id, key, place) of every key that the settings may give another one, each id once."""
    places = (
        ("everywhere", ALWAYS),
        ("session", SESSION),
        ("home", HOME),
        ("card", CARD),
        ("after", AFTER),
        ("call", CALL),
        ("settings", SETTINGS),
        ("writer", WRITER),
        ("fit", FIT),
    )
    rows: dict[str, tuple[str, str, str]] = {}
    for place, keys in places:
        for key in keys:
            if key.id not in _GROUPS:
                rows.setdefault(key.id, (key.id, key.keys.split(",")[0], place))
    return tuple(rows.values())
