"""The commands that look: `list`, `show` and `time`. None of them makes a sound."""

import json
import sys
from time import time_ns
from typing import Any

from companion.cli.arguments import request
from companion.reading.diagnostic import printable
from companion.session.introduction import about
from companion.session.lengths import check_length, promised, usual
from companion.session.listing import planned, row, rows
from companion.store.library import Library
from companion.store.places import places
from companion.timeline.arranging.arrange import arrange
from companion.timeline.request import Request
from companion.timeline.views.transcript import rows as timeline_rows
from companion.timeline.views.transcript import transcript
from companion.units import MINUTE, clock_text

_VERSION = {"version": 1}


def list_all(args: Any) -> int:
    """`companion list`: every script, a broken one with a word about it."""
    found, broken = rows(_library(), places().index, time_ns())
    for problem in broken:
        words = f"{problem['problem']}; try companion check {problem['file']}"
        print(f"companion: {printable(words)}", file=sys.stderr)
    if args.json:
        print(json.dumps({**_VERSION, "meditations": found}, ensure_ascii=False))
        return 0
    width = max((len(told["id"]) for told in found), default=0)
    for told in found:
        reach = told["length"]
        least, most = clock_text(reach["least"]), clock_text(reach["most"])
        lasts = least if least == most else f"{least} to {most}"
        mine = "" if told["shipped"] else "  (yours)"
        print(printable(f"{told['id']:<{width}}  {told['title']}{mine}"))
        print(printable(f"{'':<{width}}  {told['intent'] or told['kind']}  [{lasts}]"))
    print("companion: companion play ID plays one of them", file=sys.stderr)
    return 0


def show(args: Any) -> int:
    """`companion show`: what a script says of itself, and its words."""
    library = _library()
    source = library.find(args.script)
    script, made = planned(library, source, Request())
    words = transcript(made)
    told = row(source, script, made)
    if args.json:
        print(json.dumps({**_VERSION, **told, "transcript": words}, ensure_ascii=False))
        return 0
    print("\n".join(about(script, promised(script, made, {}))))
    print("\n" + "\n".join(words))
    return 0


def time(args: Any) -> int:
    """`companion time`: the timeline, with estimated lengths of speech."""
    library = _library()
    source = library.find(args.script)
    script, made = planned(library, source, request(args, args.length))
    check_length(script, made, args.length, {})
    timeline = arrange(made, {}, args.length or usual(script, made, {}))
    told = timeline_rows(timeline)
    if args.json:
        listed = [
            {
                "start_ms": row.start,
                "length_ms": row.length,
                "kind": row.kind,
                "words": row.words,
                "section": row.section,
            }
            for row in told
        ]
        answer = {**_VERSION, "id": script.id, "total_ms": timeline.total, "rows": listed}
        print(json.dumps(answer, ensure_ascii=False))
        return 0
    section = None
    for one in told:
        if one.section and one.section != section:
            section = one.section
            print(f"\n{section}")
        long = one.length >= MINUTE
        length = clock_text(one.length) if long else f"{one.length / 1000:.1f}s"
        print(f"{clock_text(one.start):>8} {length:>7}  {one.kind:<8} {one.words}".rstrip())
    print(f"\n{clock_text(timeline.total):>8}  in all; speech is estimated until it is spoken")
    return 0


def _library() -> Library:
    kept = places()
    return Library(kept.scripts, kept.sounds)
