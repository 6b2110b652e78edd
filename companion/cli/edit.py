"""`companion edit`: the writer's room."""

import os
from typing import Any

from companion.cli.curtain import is_screen
from companion.cli.parser import NOW, SIT
from companion.errors import WrongUsageError
from companion.timeline.request import Request
from companion.wiring import Options, Services


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
