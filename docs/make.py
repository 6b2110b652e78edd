"""Writes what is made from tables: the reference of the format, its schema, and the commands."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from companion.cli.commands import COMMANDS, Command, Option
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
from companion.script.schema import FILE, schema
from companion.script.slots import ANCHOR_WORDS, BUILT_IN
from companion.script.verbs.breathe import PATTERNS
from companion.script.verbs.modifiers import MODIFIERS
from companion.script.verbs.table import VERBS
from companion.units import duration_text

HEAD = """\
# The script format, version 1

*Made from the program's own table of verbs by `docs/make.py`; a test keeps it current.*

A meditation is one YAML file. At its top stand a few keys, under `steps` what happens, in order.
A step is one verb with its value; a line of words alone is spoken. For a way in, read
[writing-meditations.md](writing-meditations.md); `companion new NAME` writes a first script,
`companion check NAME` finds every mistake in it, with its place and its remedy.

- Every value is the text that was typed: `off`, `no` and `010` mean what they say.
- Lengths are `500ms`, `4s`, `1m30s`, `2m` or `1h`. A bare number is a mistake.
- Words with `: ` in them, or that begin with `{ [ * & ! %`, stand under a bar: `say: |`, and the
  words on the next line. Words of more than a few syllables never stand inside `{ }`: a comma
  would cut them.
- Anchors (`&`), aliases (`*`), tags (`!`), merge keys, tabs and a second document are refused. A file
  has at most 256 KiB, 24 levels and 5 000 values, and what it repeats and includes comes to at most
  2 000 steps. No session lasts longer than three hours.
- `companion: 1` is a promise: a script of this version plays in every later program. A newer version
  than the program knows is refused, and says that the program needs an update. What an `id` names
  stays what it is, so that a journal can refer to it.
"""

COMMANDS_HEAD = """\
# The commands

*Made from the program's own table of commands by `docs/make.py`; a test keeps it current.*

`companion` alone opens a quiet screen. `--help` after any command says the same as this page. Exit
codes: 0 fine, 1 problems found, 2 wrong usage, 130 Ctrl+C.
"""

FITTING = """\
## How a length is fitted

Speech is never hurried and never drawn out. Below the usual total all silences move together towards
their least, above it towards their most; what is left goes to the open ones (`10s+`) by weight.
When the silences would sink below half way to their least, optional sections and the rounds of a
ranged `repeat` go, the last one first; when they would grow beyond half way to their most, further
rounds come, in the order they were written. Breaths come in whole rounds. A question counts with the
whole time it waits. The sum is exact to the millisecond; `companion time ID 12m` shows it.

A silence that is longer than suits its session gets the first of its reminders early, and then at
most one in each `every`.

## Questions

Every question waits a while and goes on by itself, so closed eyes never stall a session: a `choose`
takes its default, the others are left out. In a file every question takes that way. An answer ends
the waiting; where a length was asked for, the time that is left goes to the silences, else it ends sooner. While somebody writes in a `write` whose
clock stops, the session grows by as much. Answers are kept by nobody: they are gone with the session.

## Slots

`{partner}` in any words is filled in; at the beginning of a sentence it gets its capital letter.
`{{` is a brace.
"""


def generated() -> dict[Path, str]:
    """Every file that is made, with its text."""
    text = json.dumps(schema(), indent=1, ensure_ascii=False) + "\n"
    reference = "\n".join(_reference()) + "\n"
    return {
        ROOT / "docs" / "script-format.md": reference,
        ROOT / "docs" / "commands.md": "\n".join(_commands()) + "\n",
        shipped("meditations") / FILE: text,
    }


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
        yield "| what can be typed | what it does |\n|---|---|"
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
    often = option.settings.get("nargs")
    return {"?": f"[{name}]", "*": f"[{name}...]", "+": f"{name}..."}.get(str(often), name)


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
    yield f"\nAnchors: {anchors}. A person can change it with the key `a`."


def _table(fields: tuple[Field[Any], ...]) -> Iterator[str]:
    yield "| key | takes | meaning |\n|---|---|---|"
    for field in fields:
        name = f"`{field.name}`" + (" *" if field.required else "")
        yield f"| {name} | {_code(field.kind.says)} | {field.help} |"
    yield "\n(* must be there)\n" if any(f.required for f in fields) else ""


def _inner(name: str, kind: Kind[Any]) -> Iterator[str]:
    """The settings of a value that has some."""
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
            yield from _inner(f"{name}, with phases of its own", absent)
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
