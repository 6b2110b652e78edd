"""The page about settings, from the table of settings; `docs/make.py` writes it."""

from collections.abc import Iterator

from companion.cli.config import ACTIONS
from companion.store.preferences.key_map import FIXED
from companion.store.preferences.key_names import shown_key
from companion.store.preferences.kinds import Choice, Named
from companion.store.preferences.palettes import LEAST_CONTRAST, PALETTES, TOKENS
from companion.store.preferences.setting import Setting
from companion.store.preferences.table import PARTS, SETTINGS

HEAD = """\
# Settings

*Generated from the program's own table of settings by `docs/make.py`; a test keeps it current.*

Nothing has to be set. What you set is kept in one file that you can edit yourself; `companion where` says
where it is. It exists only once you have chosen something, and only you can read it.

```sh
companion config show --origin            # every setting, and where its value comes from
companion config set look.theme paper
companion config get look.theme
companion config unset look.theme         # as it came
```

The first of these that says something counts, and `--origin` names it:

1. an option of the command line, such as `--words`;
2. an environment variable, such as `COMPANION_MOTION`;
3. the settings file;
4. the last session, if you asked for that to be remembered (`privacy.last_choices`);
5. for the country alone, your language;
6. the default.

In the file, the part of a setting before the dot is a line in brackets; your comments and their order stay when the
program writes:

```toml
voice = "flite/slt"

[look]
theme = "paper"
motion = "basic"

[words]
amount = "light"

[keys]
pause = "p"
```

A mistake in the file costs one line and leaves the rest as it is. A file that can't be read at all is never written
over: companion says what is wrong, and goes on as usual.
"""

THEMES = """\
## Colours of your own

A file such as `sea.toml` in the folder that `companion where` calls `themes` is a theme called `sea`. Each line is a
colour; those that you leave out are taken from `base`:

```toml
base = "paper"
background = "#eef4f6"
foreground = "#1d2b33"
orb-heart = "#2f7f95"
```
"""

KEPT = """\
## What is remembered

Nothing, unless you set `privacy.last_choices` to `yes`. Then the length, the sounds and the words you chose for a
session are kept for the next time, under `[last]`, with the names of the sessions. Setting it back to `no` deletes
them, and so does `companion forget --last`.

A history, how it was, a journal, agreements and messages you didn't send are kept only once you turn each on with
`keep.history`, `keep.ratings`, `keep.journal`, `keep.agreements` and `keep.unsent`; words are sealed with a passphrase.
[privacy.md](privacy.md) says what that means, and so does the program before it takes a yes.

A sit that you gave a name is kept under `[presets]`. `companion forget --presets` deletes them all:

```toml
[presets.evening]
end = "time"
until = "22:30"
bells = "5m"
ready = "30s"
```

The person you could call is kept in clear: anyone who can open your files can read the name and the number.
`companion forget --person` deletes them, `companion forget --settings` deletes every setting.
"""


def page() -> str:
    """Return the whole page."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield HEAD
    for part, heading in PARTS.items():
        yield f"## {heading}\n"
        yield "| setting | can be | as it came | goes before it | what it is |\n|---|---|---|---|---|"
        for row in SETTINGS.values():
            if row.part == part:
                yield _row(row)
        yield ""
        if part == "keys":
            yield from _keys()
        elif part == "look":
            yield from _themes()
    yield KEPT.rstrip("\n")


def _row(row: Setting) -> str:
    before = [row.flag, *(variable.name for variable in row.variables)]
    shown = ", ".join(f"`{name}`" for name in before if name)
    return f"| `{row.id}` | {_values(row)} | {row.kind.shown(row.default)} | {shown} | {row.about}{_where(row)} |"


def _values(row: Setting) -> str:
    if isinstance(row.kind, Choice):
        return "; ".join(_choice(value, words) for value, words in row.kind.words.items())
    if isinstance(row.kind, Named):
        fixed = [_choice(value, words) for value, words in row.kind.fixed.items()]
        return "; ".join([*fixed, row.kind.names_what])
    return row.kind.says


def _choice(value: str, words: str) -> str:
    return f"`{value}`" if value == words else f"`{value}` {words}"


def _where(row: Setting) -> str:
    """The place in the file, where it isn't what the id says."""
    if not row.path:
        return ""
    *tables, name = row.path
    return f" In the file: `{name}` " + (f"under `[{tables[0]}]`." if tables else "at the top.")


def _keys() -> Iterator[str]:
    yield "Each key of a session can be another one. `none` takes the key away.\n"
    yield "| setting | as it came |\n|---|---|"
    for action in (action for action in ACTIONS if action.key not in FIXED):
        yield f"| `keys.{action.id}` | `{shown_key(action.key)}` |"
    fixed = ", ".join(f"`{shown_key(key)}`" for key in FIXED)
    yield f"\n{fixed} always mean the same, so nothing else can have them, and they can't be changed.\n"


def _themes() -> Iterator[str]:
    yield THEMES
    tokens = ", ".join(f"`{token}`" for token in TOKENS)
    bases = ", ".join(f"`{name}`" for name in PALETTES)
    yield f"The colours are {tokens}. `base` can be {bases}.\n"
    yield "A mistake costs its line. `companion config show` tells the mistakes, and which words are hard to read"
    yield f"because their contrast with the background is under {LEAST_CONTRAST}.\n"
