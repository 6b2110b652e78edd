"""`companion check`: every mistake of every script, with its place and its remedy."""

import json
import os
import sys
from pathlib import Path
from typing import Any

from companion.errors import CompanionError
from companion.reading.diagnostic import Diagnostic, printable, render_all
from companion.session.review import review_file
from companion.store.library import SUFFIXES, Library
from companion.store.places import places


def check(paths: list[Path], *, strict: bool, as_json: bool) -> int:
    """`companion check`: 1 when there is a mistake, or with --strict advice."""
    library = Library.of(places())
    found: list[Diagnostic] = []
    missing: list[CompanionError] = []
    files: list[Path] = []
    for path in paths:
        try:
            files += _scripts(library, path)
        except CompanionError as error:
            missing.append(CompanionError(f"{error.message}; {error.remedy}"))
    for file in files:
        try:
            found += review_file(library, file).diagnostics
        except CompanionError as error:
            missing.append(error)
    mistakes = [d for d in found if d.severity == "error"]
    if as_json:
        print(json.dumps(_as_json(files, found, missing), ensure_ascii=False))
    else:
        _print(files, found, mistakes, missing)
    is_wrong = bool(mistakes or missing or (strict and found))
    return 1 if is_wrong or not files else 0


def _print(
    files: list[Path],
    found: list[Diagnostic],
    mistakes: list[Diagnostic],
    missing: list[CompanionError],
) -> None:
    for problem in missing:
        print(f"companion: {printable(problem.message)}", file=sys.stderr)
    if not files and not missing:
        print("companion: there are no scripts in there", file=sys.stderr)
        return
    # what must be mended comes before what may be
    ordered = [*mistakes, *(d for d in found if d.severity != "error")]
    if ordered:
        print(render_all(tuple(ordered)))
    if mistakes or missing:
        return
    scripts = "1 script" if len(files) == 1 else f"{len(files)} scripts"
    advice = len(found)
    more = {0: "", 1: ", 1 piece of advice"}.get(advice, f", {advice} pieces of advice")
    print(f"{scripts}, no mistakes{more}")


def _scripts(library: Library, path: Path) -> list[Path]:
    """The scripts that are meant by a folder, a file or an id."""
    if path.is_dir():
        # what may not be looked into is passed over
        found = (Path(top) / name for top, _, names in os.walk(path) for name in names)
        return sorted(file for file in found if file.suffix in SUFFIXES)
    if path.exists():
        return [path]
    if path.suffix or os.sep in str(path):
        return [path]
    return [library.find(str(path)).file]


def _as_json(
    files: list[Path], found: list[Diagnostic], missing: list[CompanionError]
) -> dict[str, Any]:
    return {
        "version": 1,
        "files": [str(file) for file in files],
        "diagnostics": [_told(diagnostic) for diagnostic in found],
        "unreadable": [problem.message for problem in missing],
    }


def _told(diagnostic: Diagnostic) -> dict[str, Any]:
    span = diagnostic.flaw.span
    return {
        "file": diagnostic.file,
        "line": span.line + 1,
        "column": span.column + 1,
        "width": span.width,
        "severity": diagnostic.severity,
        "message": diagnostic.flaw.message,
        "remedy": diagnostic.flaw.remedy,
    }
