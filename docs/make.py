"""The pages and the schema that are generated from the program's tables: `make docs`."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from companion.cli.commands import COMMANDS
from companion.cli.option import Command, Option
from companion.course.schema import FILE as COURSE_FILE
from companion.course.schema import course_schema
from companion.reading.fields import (
    ByKey,
    Converted,
    Field,
    Kind,
    ListOf,
    MapOf,
    Record,
    ShortOrLong,
)
from companion.resources import shipped
from companion.script.header import KEYS, THEMES_KNOWN
from companion.script.schema import FILE, schema, schema_of
from companion.script.slots import ANCHOR_WORDS, BUILT_IN
from companion.script.verbs.breathe import PATTERNS
from companion.script.verbs.modifiers import MODIFIERS
from companion.script.verbs.table import VERBS
from companion.store.helplines import RECORD, SCHEMA
from companion.units import duration_text
from docs.courses_page import page as courses_page
from docs.meditations_page import page as meditations_page
from docs.settings_page import page as settings_page

HEAD = """\
# The script format, version 1

*Generated from the program's own table of verbs by `docs/make.py`; a test keeps it current.*

A meditation is one YAML file. It begins with a few keys, and under `steps` it lists what happens, in
order. A step is one verb with its value; a line of plain words is spoken. To get started, read
[writing-meditations.md](writing-meditations.md). `companion new NAME` writes a first script, and
`companion check NAME` finds every mistake in it, with its place and a way to fix it.

- Every value is exactly the text you typed: `off`, `no` and `010` are not turned into anything else.
- Lengths are written `500ms`, `4s`, `1m30s`, `2m` or `1h`. A bare number is a mistake.
- Words that contain `: `, or begin with `{ [ * & ! %`, go under a bar: `say: |`, with the words on the
  next line. Don't put more than a few syllables inside `{ }`, because a comma would cut them off.
- Anchors (`&`), aliases (`*`), tags (`!`), merge keys, tabs and a second document are refused. A file
  can have at most 256 KiB, 24 levels and 5 000 values, and at most 2 000 steps once everything it
  repeats and includes is counted. A session can't last longer than three hours.
- `companion: 1` is a promise: a script of this version plays in every later program. A program refuses
  a version newer than it knows, and says that it needs an update. An `id` always keeps its meaning,
  so that a journal can refer to it.
"""

COMMANDS_HEAD = """\
# The commands

*Generated from the program's own table of commands by `docs/make.py`; a test keeps it current.*

`companion` alone opens a quiet screen. `--help` after any command says the same as this page. The
exit codes are 0 fine, 1 problems found, 2 wrong usage, 130 Ctrl+C.
"""

FITTING = """\
## How a length is fitted

Speech is never hurried and never drawn out. In a session shorter than usual, all silences shrink
together towards their least; in a longer one they grow together towards their most, and the rest of
the time goes to the open ones (`10s+`) by weight. Before the silences shrink more than half way to
their least, optional sections and rounds of a ranged `repeat` are left out, the last one first.
Before they grow more than half way to their most, extra rounds are added, in the order they were
written. Breaths come in whole rounds. A question counts with the whole time it waits. The total is
exact to the millisecond; `companion time ID 12m` shows it.

In a silence that is long for its session the first reminder comes early, and after it at most one in
each `every`.

## Questions

Every question waits a while and then moves on by itself, so a session never stalls for closed eyes: a
`choose` takes its default, and the others stay unanswered. An exported file always goes this way. An
answer ends the wait. If a length was asked for, the time that is left goes to the silences;
otherwise the session ends sooner. While someone writes in a `write` whose clock stops, the session
grows by that much. Answers are not kept: they are gone when the session ends.

## Slots

`{partner}` is filled in wherever it appears; at the beginning of a sentence it gets a capital letter.
Write `{{` for a brace.
"""


def generated() -> dict[Path, str]:
    """Return every generated file with its text."""
    text = json.dumps(schema(), indent=1, ensure_ascii=False) + "\n"
    course_text = json.dumps(course_schema(), indent=1, ensure_ascii=False) + "\n"
    reference = "\n".join(_reference()) + "\n"
    return {
        ROOT / "docs" / "script-format.md": reference,
        ROOT / "docs" / "commands.md": "\n".join(_commands()) + "\n",
        ROOT / "docs" / "courses.md": courses_page(),
        ROOT / "docs" / "settings.md": settings_page(),
        shipped("meditations") / "README.md": meditations_page(),
        shipped("meditations") / FILE: text,
        shipped("helplines") / SCHEMA: json.dumps(_numbers_schema(), indent=1) + "\n",
        shipped("courses") / COURSE_FILE: course_text,
    }


def _numbers_schema() -> dict[str, Any]:
    draft = "http://json-schema.org/draft-07/schema#"
    return {"$schema": draft, "title": "Numbers to call", **schema_of(RECORD)}


def _commands() -> Iterator[str]:
    yield COMMANDS_HEAD
    for command in COMMANDS:
        yield from _command(f"companion {command.name}", command, "##")
        for act in command.acts:
            yield from _command(f"companion {command.name} {act.name}", act, "###")


def _command(name: str, command: Command, level: str) -> Iterator[str]:
    arguments = [o for o in command.options if not o.flags[0].startswith("-")]
    words = " ".join(_argument(option) for option in arguments)
    yield f"{level} `{f'{name} {words}'.rstrip()}`\n"
    yield f"{command.help[0].upper()}{command.help[1:]}.\n"
    if command.options:
        yield "| you can type | what it does |\n|---|---|"
        for option in command.options:
            shown = _argument(option) if option in arguments else option.flags[0]
            if metavar := option.settings.get("metavar", ""):
                shown = shown if option in arguments else f"{shown} {metavar}"
            elif choices := option.settings.get("choices"):
                shown = f"{shown} {'|'.join(choices)}"
            yield f"| `{_code(shown)}` | {_code(option.settings['help'])} |"
        yield ""


def _argument(option: Option) -> str:
    name = str(option.settings.get("metavar") or option.flags[0].upper())
    nargs = option.settings.get("nargs")
    return {"?": f"[{name}]", "*": f"[{name}...]", "+": f"{name}..."}.get(str(nargs), name)


def _reference() -> Iterator[str]:
    yield HEAD
    yield "## At the top\n"
    yield from _table(KEYS)
    for field in KEYS:
        yield from _inner(field.name, field.kind)
    yield f"Themes: {'; '.join(f'`{name}` {words}' for name, words in THEMES_KNOWN.items())}.\n"
    yield "## Steps\n"
    for verb in VERBS.values():
        yield f"### `{verb.name}`\n"
        yield f"{verb.help[0].upper()}{verb.help[1:]}.\n"
        yield f"```yaml\n{verb.example}\n```\n"
        yield f"Takes {_code(verb.takes.says)}.\n"
        yield from _inner(verb.name, verb.takes)
        if verb.name == "breathe":
            yield from _patterns()
    yield "## On any step\n"
    yield from _table(MODIFIERS)
    for field in MODIFIERS:
        yield from _inner(field.name, field.kind)
    yield FITTING
    yield "| slot | says |\n|---|---|"
    yield from (f"| `{{{name}}}` | {slot.default} |" for name, slot in BUILT_IN.items())
    anchors = ", ".join(f"`{name}` ({words})" for name, words in ANCHOR_WORDS.items())
    yield f"\nAnchors: {anchors}. During a session the key `a` changes it."


def _table(fields: tuple[Field[Any], ...]) -> Iterator[str]:
    yield "| key | takes | meaning |\n|---|---|---|"
    for field in fields:
        name = f"`{field.name}`" + (" *" if field.required else "")
        yield f"| {name} | {_code(field.kind.says)} | {field.help} |"
    yield "\n(* is required)\n" if any(f.required for f in fields) else ""


def _inner(name: str, kind: Kind[Any]) -> Iterator[str]:
    """Yield the settings of a value, if it has any."""
    match kind:
        case Record(fields=fields):
            yield f"Settings of `{name}`:\n"
            yield from _table(fields)
            for field in fields:
                yield from _inner(field.name, field.kind)
        case ShortOrLong(long=long):
            yield from _inner(name, long)
        case ByKey(present=present, absent=absent):
            yield from _inner(f"{name}, by name", present)
            yield from _inner(f"{name}, with your own phases", absent)
        case ListOf(item=item) | MapOf(item=item):
            yield from _inner(name, item)
        case Converted(kind=inner):
            yield from _inner(name, inner)
        case _:
            pass


def _patterns() -> Iterator[str]:
    yield "| breath | phases |\n|---|---|"
    for name, phases in PATTERNS.items():
        words = ", ".join(f"{p.name.replace('_', ' ')} {duration_text(p.length)}" for p in phases)
        yield f"| `{name}` | {words} |"
    yield ""


def _code(says: str) -> str:
    return says.replace("|", "\\|")


if __name__ == "__main__":
    for file, text in generated().items():
        file.write_text(text, "utf-8")
        print(file.relative_to(ROOT))
