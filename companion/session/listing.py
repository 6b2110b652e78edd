"""The rows of `companion list`: one for each script, with its title, intent and lengths."""

from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any

from companion.errors import CompanionError
from companion.script.model import Script
from companion.script.step import Include, walk
from companion.session.lengths import offer
from companion.store.library import Library, ScriptFile, as_id
from companion.store.list_cache import WORTH_KEEPING, ListCache, forget, stamp
from companion.timeline.arranging.arrange import LONGEST, reachable
from companion.timeline.cue import Plan
from companion.timeline.planning.plan import plan
from companion.timeline.request import Request

ListingRow = dict[str, Any]


def planned(library: Library, source: ScriptFile, request: Request) -> tuple[Script, Plan]:
    """Return a script and its plan.

    Raises:
        NotFoundError, BadFileError: when it can't be read.
        SoundError: when the bell that was asked for can't be read.
    """
    script = library.load(source)
    lengths = {name: bell.length for name, bell in library.bells.items()}
    if request.bell:
        lengths[request.bell] = library.bell(request.bell).length
    return script, plan(script, request, lengths)


def listing_row(source: ScriptFile, script: Script, plan: Plan) -> ListingRow:
    """The JSON row of a script; lengths in ms."""
    reach = offer(script, reachable(plan, {}))
    return {
        "id": source.id,
        "title": script.title,
        "kind": script.kind,
        "moment": list(script.moment),
        "intent": script.intent,
        "length": {"least": reach.least, "usual": reach.usual, "most": reach.most},
        "shipped": source.shipped,
        "reviewed": script.reviewed or None,
    }


def rows(
    library: Library, cache_file: Path, now_ns: int
) -> tuple[list[ListingRow], list[ListingRow]]:
    """The rows of all scripts that can be played, and `{id, file, problem}` for the others.

    Args:
        library: the scripts.
        cache_file: the cache of the rows, used when there are many scripts.
        now_ns: the time in ns since the epoch, as in the times of files.
    """
    sources = library.sources()
    names = frozenset(source.id for source in sources)
    if len(sources) < WORTH_KEEPING:
        forget(cache_file)
        every = [_read_row(library, source, names)[0] for source in sources]
    else:
        cache = ListCache(cache_file, _stamp(library))
        every = [
            cache.row(source.file, now_ns, partial(_read_row, library, source, names))
            for source in sources
        ]
        cache.close()
    playable = [row for row in every if "problem" not in row]
    return playable, [row for row in every if "problem" in row]


def _read_row(
    library: Library, source: ScriptFile, names: frozenset[str]
) -> tuple[ListingRow, bool]:
    """Return the row of a script, and whether the row depends on that file alone."""
    try:
        script, plan = planned(library, source, Request())
    except CompanionError as error:
        # not cached, because the mistake may be in a file that it includes
        return _broken_row(source, error.message), False
    row = listing_row(source, script, plan)
    if row["length"]["least"] > LONGEST:
        return _broken_row(source, f"{source.file} lasts over three hours"), False
    # the id that a script gives itself counts, unless another file has that name
    if script.id != as_id(source.id) and script.id not in names:
        row["id"] = script.id
    return row, not any(isinstance(step, Include) for step in walk(script.steps))


def _broken_row(source: ScriptFile, problem: str) -> ListingRow:
    return {"id": source.id, "file": str(source.file), "problem": problem}


def _stamp(library: Library) -> str:
    """The stamp that makes the cache stale when bells or beds change."""
    bells = {name: asdict(bell) for name, bell in library.bells.items()}
    return stamp({"bells": bells, "beds": sorted(library.beds)})
