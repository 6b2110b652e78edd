"""The commands that write scripts: `new`, `import` and `edit`."""

import sys
from pathlib import Path

from companion.cli.commands import NAMES, NOW
from companion.cli.terminal import is_screen, run_screen
from companion.errors import CompanionError, WrongUsageError
from companion.reading import document
from companion.reading.diagnostic import printable
from companion.reading.document import FlawedTextError
from companion.script.authoring import template
from companion.script.notes.convert import script_from_notes
from companion.session.options import Options
from companion.store.library import SUFFIX, Library, as_id, read_bytes
from companion.store.own_scripts import create, new_id
from companion.store.places import places
from companion.timeline.request import AT_ONCE
from companion.wiring import Services

_MOST_SHOWN = 8


def new(name: list[str]) -> int:
    """Run `companion new`: write the template into the user's folder of scripts."""
    words = " ".join(name)
    return _write(new_id(words, _taken()), template(words))


def import_notes(file: Path, name: str) -> int:
    """Run `companion import`: turn plain notes into a script in the user's folder."""
    is_typed = str(file) == "-"
    stem = "notes" if is_typed else file.stem
    id_ = new_id(name or as_id(stem), _taken())
    raw = sys.stdin.buffer.read(document.MOST_BYTES + 1) if is_typed else read_bytes(file)
    where = "standard input" if is_typed else str(file)
    try:
        title = (name or stem).replace("-", " ").replace("_", " ").strip()
        imported = script_from_notes(document.decode(raw), title)
    except FlawedTextError as error:
        flaw = error.flaws[0]
        raise CompanionError(f"{where}: {flaw.message}", flaw.remedy) from None
    except CompanionError as error:
        raise CompanionError(f"{where}: {error.message}", error.remedy) from None
    code = _write(id_, imported.text)
    if imported.left_out:
        shown = ", ".join(imported.left_out[:_MOST_SHOWN])
        more = len(imported.left_out) - _MOST_SHOWN
        rest = f" and {more} more" if more > 0 else ""
        print(f"companion: left out: {printable(shown)}{rest}", file=sys.stderr)
    return code


def _write(name: str, text: str) -> int:
    file = places().scripts / f"{name}{SUFFIX}"
    create(file, text)
    print(file)
    print(f"companion: play it with   companion play {name}", file=sys.stderr)
    print(f"           change it with companion edit {name}", file=sys.stderr)
    return 0


def _taken() -> frozenset[str]:
    shipped = (s.id for s in Library.of(places()).sources() if s.shipped)
    return frozenset([*shipped, *NAMES])


def edit(script: list[str], heard: Options, *, no_color: bool) -> int:
    """Run `companion edit`: open a script, or start a new one of that name."""
    if not is_screen():
        raise WrongUsageError(
            "there's no screen here", "use any editor; companion check finds the mistakes"
        )
    services = Services(heard)
    try:
        opened = services.editor.open(" ".join(script))
        services.warm()
        from companion.tui.services import Opening

        opening = Opening((NOW, AT_ONCE), script=opened)
        return run_screen(services, opening, no_color=no_color)
    finally:
        services.close()
