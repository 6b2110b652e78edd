"""`companion sounds`: which bells and beds there are, and what each is like."""

import json
import sys
from difflib import get_close_matches
from typing import Any

from companion.errors import NotFoundError
from companion.script.diagnostic import printable
from companion.session.saying import sounding
from companion.store.library import Library
from companion.store.places import places
from companion.timeline.profile import USUAL
from companion.wiring import Options, Services

_OWN = "your own"


def sounds(args: Any) -> int:
    """List them, or let one be heard."""
    return _try(args) if args.act == "try" else _list(args)


def _list(args: Any) -> int:
    kept = places()
    rows = _rows(Library(kept.scripts, kept.sounds))
    if args.json:
        print(json.dumps({"version": 1, "sounds": rows}, ensure_ascii=False))
        return 0
    width = max(len(row["name"]) for row in rows)
    for kind in ("bell", "bed"):
        print(f"{kind}s")
        for row in rows:
            if row["kind"] == kind:
                print(printable(f"  {row['name']:<{width}}  {row['about']}"))
    told = "companion sounds try NAME plays one; --bed NAME puts a bed under any session"
    print(f"companion: {told}", file=sys.stderr)
    return 0


def _rows(library: Library) -> list[dict[str, str]]:
    names = [("bell", name) for name in library.bells] + [("bed", name) for name in library.beds]
    found = []
    for kind, name in names:
        about = library.about.get((kind, name))
        told = (about.words, about.licence) if about else (_OWN, _OWN)
        found.append({"kind": kind, "name": name, "about": told[0], "licence": told[1]})
    return found


def _try(args: Any) -> int:
    from companion.plain import Plain

    services = Services(Options(silent=True, output=args.sink, sounds=True))
    try:
        library = services.library
        known = [*library.bells, *library.beds]
        if args.name not in known:
            near = get_close_matches(args.name, known, n=1)
            remedy = f'did you mean "{near[0]}"?' if near else f"there are {', '.join(known)}"
            raise NotFoundError(f'there is no sound "{args.name}"', remedy)
        services.warm()
        script = sounding(
            args.name, is_bell=args.name in library.bells, is_bed=args.name in library.beds
        )
        beginning = services.say(script, USUAL)
        beginning.preparation.wait()
        Plain(beginning.begin()).run()
    finally:
        services.close()
    return 0
