"""The commands that write scripts: `new`, `import` and `edit`."""

import sys
from pathlib import Path

from companion.cli.commands import NAMES, NOW
from companion.cli.terminal import is_screen, run_screen
from companion.errors import CompanionError, WrongUsageError
from companion.reading import document
from companion.reading.document import FlawedTextError
from companion.script.authoring import template
from companion.script.notes_import import script_text
from companion.store.library import SUFFIX, Library, as_id, read_bytes
from companion.store.own_scripts import begin, check_name
from companion.store.places import places
from companion.timeline.request import Request
from companion.wiring import Options, Services


def new(name: list[str]) -> int:
    """Run `companion new`: write the template into the user's folder of scripts."""
    id_ = check_name("-".join(name).lower(), _taken())
    return _write(id_, template(id_))


def import_notes(file: Path, name: str) -> int:
    """Run `companion import`: turn plain notes into a script in the user's folder."""
    id_ = check_name(name or as_id(file.stem), _taken())
    try:
        text = document.decode(read_bytes(file))
        script = script_text(text, file.stem.replace("-", " ").replace("_", " ").strip())
    except FlawedTextError as error:
        flaw = error.flaws[0]
        raise CompanionError(f"{file}: {flaw.message}", flaw.remedy) from None
    except ValueError as error:
        raise CompanionError(
            f"{file}: {error}", "write the words into it, one thought a line"
        ) from None
    return _write(id_, script)


def _write(name: str, text: str) -> int:
    file = places().scripts / f"{name}{SUFFIX}"
    begin(file, text)
    print(file)
    print(f"companion: play it with   companion play {name}", file=sys.stderr)
    print(f"           change it with companion edit {name}", file=sys.stderr)
    return 0


def _taken() -> frozenset[str]:
    shipped = (s.id for s in Library.of(places()).sources() if s.shipped)
    return frozenset([*shipped, *NAMES])


def edit(script: str, heard: Options, *, no_color: bool) -> int:
    """Run `companion edit`: open a script, or start a new one of that name."""
    if not is_screen():
        raise WrongUsageError(
            "there's no screen here", "use any editor; companion check finds the mistakes"
        )
    services = Services(heard)
    try:
        opened = services.editor.open(script)
        services.warm()
        from companion.tui.services import Opening

        opening = Opening((NOW, Request()), script=opened)
        return run_screen(services, opening, no_color=no_color)
    finally:
        services.close()
