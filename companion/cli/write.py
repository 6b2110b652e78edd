"""The commands that write scripts: `new`, `import` and `edit`."""

import os
import sys
from pathlib import Path
from typing import Any

from companion.cli.parser import COMMANDS, NOW, SIT
from companion.cli.terminal import is_screen
from companion.errors import CompanionError, WrongUsageError
from companion.reading import document
from companion.reading.document import FlawedTextError
from companion.script.authoring import template
from companion.script.notes_import import script_text
from companion.store.library import Library, as_id, read_bytes
from companion.store.own_scripts import SUFFIX, begin, check_name
from companion.store.places import places
from companion.timeline.request import Request
from companion.wiring import Options, Services


def new(args: Any) -> int:
    """Write the template into the person's folder of scripts."""
    name = check_name("-".join(args.name).lower(), _taken())
    return _written(name, template(name))


def bring(args: Any) -> int:
    """Read plain notes, and write them as a script into the person's folder."""
    source = Path(args.file)
    name = check_name(args.name or as_id(source.stem), _taken())
    try:
        text = document.decode(read_bytes(source))
        made = script_text(text, source.stem.replace("-", " ").replace("_", " ").strip())
    except FlawedTextError as error:
        flaw = error.flaws[0]
        raise CompanionError(f"{source}: {flaw.message}", flaw.remedy) from None
    except ValueError as error:
        raise CompanionError(f"{source}: {error}", "put the words into it, a line each") from None
    return _written(name, made)


def _written(name: str, text: str) -> int:
    file = places().scripts / f"{name}{SUFFIX}"
    begin(file, text)
    print(file)
    print(f"companion: play it with   companion play {name}", file=sys.stderr)
    print(f"           change it with companion edit {name}", file=sys.stderr)
    return 0


def _taken() -> frozenset[str]:
    kept = places()
    ours = (s.id for s in Library(kept.scripts, kept.sounds).sources() if s.shipped)
    return frozenset([*ours, *COMMANDS])


def edit(args: Any) -> int:
    """Open a script, or begin a new one of that name."""
    if not is_screen():
        raise WrongUsageError(
            "there is no screen here", "any editor will do; companion check finds the mistakes"
        )
    services = Services(Options(silent=args.silent, output=args.sink, device=args.device))
    try:
        draft = services.desk.open(args.script)
        services.warm()
        if args.no_color:
            os.environ["NO_COLOR"] = "1"
        from companion.tui.app import run_app
        from companion.tui.services import Opening

        opening = Opening((NOW, Request()), draft=draft)
        return run_app(services, opening, doors=(NOW, SIT))
    finally:
        services.close()
