"""The shelf: what every script says of itself, with the lengths it can last."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

from companion.errors import CompanionError
from companion.script.model import Script
from companion.script.step import Include, walk
from companion.session.lengths import offer
from companion.store.library import Library, ScriptFile, as_id
from companion.store.list_cache import WORTH_KEEPING, FileState, ListCache, forget, stamp
from companion.timeline.arranging.arrange import LONGEST, reachable
from companion.timeline.cue import Plan
from companion.timeline.planning.plan import plan
from companion.timeline.request import Request

ListingRow = dict[str, Any]


def planned(library: Library, source: ScriptFile, request: Request) -> tuple[Script, Plan]:
    """A script and its plan.

    Raises:
        NotFoundError, BadFileError: when it cannot be read.
    """
    script = library.load(source)
    lengths = {name: bell.length for name, bell in library.bells.items()}
    return script, plan(script, request, lengths)


def listing_row(source: ScriptFile, script: Script, plan: Plan) -> ListingRow:
    """What a script says of itself; lengths in ms."""
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
    library: Library, index_file: Path, now_ns: int
) -> tuple[list[ListingRow], list[ListingRow]]:
    """Every script that can be played, and those that cannot, as `{id, file, problem}`.

    Args:
        library: the scripts.
        index_file: where rows are kept when there are many.
        now_ns: the time, in ns since the epoch, as files are stamped.
    """
    sources = library.sources()
    names = frozenset(source.id for source in sources)
    many = len(sources) >= WORTH_KEEPING
    if not many:
        forget(index_file)
    index = ListCache(index_file, _stamp(library)) if many else None
    found: list[ListingRow] = []
    broken: list[ListingRow] = []
    for source in sources:
        mark = FileState.of(source.file) if index is not None else None
        kept = index.find(source.file, mark) if index is not None and mark is not None else None
        told = kept or _fresh(library, source, names)
        if index is not None and mark is not None and kept is None and "volatile" not in told:
            index.enter(source.file, mark, told, now_ns)
        told.pop("volatile", None)
        (broken if "problem" in told else found).append(told)
    if index is not None:
        index.close()
    return found, broken


def _fresh(library: Library, source: ScriptFile, names: frozenset[str]) -> ListingRow:
    try:
        script, made = planned(library, source, Request())
    except CompanionError as error:
        # what is wrong may lie in a file that it includes
        name = str(source.file)
        return {"id": source.id, "file": name, "problem": error.message, "volatile": True}
    told = listing_row(source, script, made)
    if told["length"]["least"] > LONGEST:
        problem = f"{source.file} lasts over three hours"
        return {"id": source.id, "file": str(source.file), "problem": problem, "volatile": True}
    # a name of its own counts where no file has that name
    if script.id != as_id(source.id) and script.id not in names:
        told["id"] = script.id
    if any(isinstance(step, Include) for step in walk(script.steps)):
        told["volatile"] = True
    return told


def _stamp(library: Library) -> str:
    bells = {name: asdict(bell) for name, bell in library.bells.items()}
    return stamp({"bells": bells, "beds": sorted(library.beds)})
