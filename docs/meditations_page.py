"""The page of the shipped meditations, by moment: `meditations/README.md`, made by `docs/make.py`."""

from collections.abc import Iterator
from pathlib import Path

from companion.script.model import Script
from companion.session.directory import PANIC
from companion.store.library import Library
from companion.store.moments import shipped_moments
from companion.units import spoken_duration

_HEAD = """\
# Meditations

*Made by `docs/make.py` from the scripts and from `moments.yaml`; a test keeps it current.*

Each meditation is one YAML file; the name of the file is the id that you use in commands. Here they are by what's
happening, as on home. The first one of each list is the one for when it's very strong.
"""
_TAIL = """\
## About them
`script.schema.json` tells editors what a script can contain. It's generated from the program's own table of verbs, and
every script names it in its first line. `moments.yaml` has the lists above.

**The letter** says how well the technique is supported: A by reviews or several trials for this kind of use, B by a trial
with other people or of one part, C by established practice with few direct tests, D by craft alone. Each script names its
sources under `evidence`, and `companion show ID` prints them. Nobody has tested these sessions themselves.

**The register** is how a session talks: plain is short, one thing at a time; warm is company; spare is half the words.

The meditations are original texts under CC BY 4.0. No clinician has checked one yet, and each one says so until a person
has, and put the date under `reviewed`.

They all follow the same rules. The hurt is named before any comfort. Nothing is promised, and nobody's motives are
guessed. The breath is never the only place to rest. Both needs are honoured, the listener's first. A line that could be in
any meditation is rewritten until it belongs to this moment. The tests in `tests/content/` check what a machine can check.
"""


def page() -> str:
    """Return the text of the page."""
    return "\n".join([_HEAD, *_lists(), _TAIL])


def _lists() -> Iterator[str]:
    library = Library(Path("none"), Path("none"))
    scripts = {s.id: library.load(s) for s in library.sources() if s.shipped}
    for moment in shipped_moments():
        key = "at once: `n`" if moment.moment == PANIC else f"`{moment.key}`"
        words = moment.words[0].upper() + moment.words[1:]
        yield f"## {words} ({key})\n"
        yield "| id | | for | length | register | |"
        yield "|---|---|---|---|---|---|"
        yield from (_row(scripts[name]) for name in moment.scripts)
        yield ""


def _row(script: Script) -> str:
    assert script.length is not None
    assert script.evidence is not None
    least, usual, most = (
        spoken_duration(each)
        for each in (script.length.least, script.length.usual, script.length.most)
    )
    length = usual if least == most else f"{usual} ({least} to {most})"
    intent = script.intent.removesuffix(".")
    cells = (f"`{script.id}`", script.title, intent, length, script.register, script.evidence.grade)
    return f"| {' | '.join(cells)} |"
