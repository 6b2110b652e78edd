"""The commands that look: `list`, `show` and `time`. None of them makes a sound."""

import json
import sys
from typing import Any

from companion.cli.request import request
from companion.errors import CompanionError
from companion.script.model import Script
from companion.session.prepare import check_length, promised, usual
from companion.store.library import Library, Source
from companion.store.places import places
from companion.timeline.arrange import arrange
from companion.timeline.cue import Plan
from companion.timeline.plan import Request, plan
from companion.timeline.table import rows, transcript
from companion.units import MINUTE, Millis, clock_text, spoken_duration

_VERSION = {"version": 1}


def list_all(args: Any) -> int:
    """`companion list`: every script, a broken one with a word about it."""
    library = _library()
    found, broken = [], 0
    for source in library.sources():
        try:
            script, planned = _planned(library, source, Request())
        except CompanionError as error:
            broken += 1
            print(f"companion: {error.message}; try companion check {source.file}", file=sys.stderr)
            continue
        found.append(_listed(source, script, planned))
    if args.json:
        print(json.dumps({**_VERSION, "meditations": found}, ensure_ascii=False))
        return 0
    width = max((len(row["id"]) for row in found), default=0)
    for row in found:
        reach = row["length"]
        lasts = f"{clock_text(reach['least'])} to {clock_text(reach['most'])}"
        mine = "" if row["shipped"] else "  (yours)"
        print(f"{row['id']:<{width}}  {row['title']}{mine}")
        print(f"{'':<{width}}  {row['intent'] or row['kind']}  [{lasts}]")
    print("companion: companion play ID plays one of them", file=sys.stderr)
    return 0


def show(args: Any) -> int:
    """`companion show`: what a script says of itself, and its words."""
    library = _library()
    source = library.find(args.script)
    script, planned = _planned(library, source, Request())
    words = transcript(planned)
    about = _listed(source, script, planned)
    if args.json:
        print(json.dumps({**_VERSION, **about, "transcript": words}, ensure_ascii=False))
        return 0
    reach = about["length"]
    print(script.title)
    if script.intent:
        print(script.intent)
    print(
        f"{spoken_duration(reach['least'])} to {spoken_duration(reach['most'])}; {_review(script)}"
    )
    for caution in script.cautions:
        print(f"Before you start: {caution}")
    for other in script.not_for:
        print(f"Not for: {other}")
    if script.way_out:
        print(f"Way out: {script.way_out}")
    if script.evidence:
        sources = "; ".join(script.evidence.source)
        print(f"Evidence, grade {script.evidence.grade}: {script.evidence.note} {sources}".rstrip())
    print("\n" + "\n".join(words))
    return 0


def time(args: Any) -> int:
    """`companion time`: the timeline, with estimated lengths of speech."""
    library = _library()
    source = library.find(args.script)
    script, planned = _planned(library, source, request(args, args.length))
    check_length(script, planned, args.length, {})
    timeline = arrange(planned, {}, args.length or usual(script, planned, {}))
    told = rows(timeline)
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
    for row in told:
        if row.section and row.section != section:
            section = row.section
            print(f"\n{section}")
        long = row.length >= MINUTE
        length = clock_text(row.length) if long else f"{row.length / 1000:.1f}s"
        print(f"{clock_text(row.start):>8} {length:>7}  {row.kind:<8} {row.words}".rstrip())
    print(f"\n{clock_text(timeline.total):>8}  in all; speech is estimated until it is spoken")
    return 0


def _library() -> Library:
    kept = places()
    return Library(kept.scripts, kept.sounds)


def _planned(library: Library, source: Source, asked: Request) -> tuple[Script, Plan]:
    script = library.load(source)
    lengths = {name: bell.length for name, bell in library.bells.items()}
    return script, plan(script, asked, lengths)


def _listed(source: Source, script: Script, planned: Plan) -> dict[str, Any]:
    reach = promised(script, planned, {})
    length: dict[str, Millis] = {"least": reach.least, "usual": reach.usual, "most": reach.most}
    return {
        "id": source.id,
        "title": script.title,
        "kind": script.kind,
        "moment": list(script.moment),
        "intent": script.intent,
        "length": length,
        "shipped": source.shipped,
        "reviewed": script.reviewed or None,
    }


def _review(script: Script) -> str:
    return f"reviewed on {script.reviewed}" if script.reviewed else "not reviewed by a person yet"
