"""`companion check`: the mistakes and advice of scripts and courses, with place and remedy."""

import os
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from companion.cli.terminal import print_json
from companion.errors import CompanionError, WrongUsageError
from companion.reading.diagnostic import BadFileError, Diagnostic, printable, render_all
from companion.session.course_review import review_course
from companion.session.review import review_file
from companion.store.course_files import is_course
from companion.store.courses import Courses
from companion.store.library import SUFFIXES, Library
from companion.store.moments import is_moments, read_moments
from companion.store.places import places

if TYPE_CHECKING:
    from companion.cli.heard import Misheard


def check(paths: list[Path], *, strict: bool, heard: bool, accept: bool, as_json: bool) -> int:
    """Run `companion check`; return 1 for a mistake, with `strict` also for advice."""
    if accept and not heard:
        raise WrongUsageError("--accept needs --heard", "write companion check ID --heard --accept")
    library = Library.of(places())
    diagnostics: list[Diagnostic] = []
    missing: list[CompanionError] = []
    files: list[Path] = []
    for path in paths:
        try:
            files += _scripts(library, path)
        except CompanionError as error:
            missing.append(CompanionError(f"{error.message}; {error.remedy}"))
    for file in files:
        try:
            diagnostics += _diagnostics(library, file)
        except CompanionError as error:
            missing.append(error)
    mistakes = [d for d in diagnostics if d.severity == "error"]
    if not as_json:
        _print(files, diagnostics, mistakes, missing)
    is_playable = bool(files) and not mistakes and not missing
    told = not as_json
    misheard = (
        _listen(_scripts_of(files), is_told=told, accepts=accept) if heard and is_playable else None
    )
    if as_json:
        listened = {} if misheard is None else {"misheard": [asdict(row) for row in misheard]}
        print_json({**_as_json(files, diagnostics, missing), **listened})
    is_wrong = bool(mistakes or missing or (strict and diagnostics))
    return 1 if is_wrong or not files else 0


def _diagnostics(library: Library, file: Path) -> tuple[Diagnostic, ...]:
    """The mistakes in a script, a course, or the file of moments, and the advice on a script."""
    try:
        if is_course(file):
            return review_course(library, file)
        if not is_moments(file):
            return review_file(library, file).diagnostics
        read_moments(library.text(file), str(file))
    except BadFileError as error:
        return error.diagnostics
    return ()


def _listen(files: list[Path], *, is_told: bool, accepts: bool) -> "list[Misheard]":
    from companion.cli.heard import accept, listen, tell  # the voice, which no other check needs

    misheard = listen(files)
    if is_told:
        tell(misheard, places().lexicon, offers=not accepts)
    if accepts:
        added = accept(misheard, places().lexicon)
        if is_told:
            print(added)
    return misheard


def _scripts_of(files: list[Path]) -> list[Path]:
    return [file for file in files if not is_moments(file) and not is_course(file)]


def _print(
    files: list[Path],
    diagnostics: list[Diagnostic],
    mistakes: list[Diagnostic],
    missing: list[CompanionError],
) -> None:
    for problem in missing:
        print(f"companion: {printable(problem.message)}", file=sys.stderr)
    if not files and not missing:
        print("companion: there are no scripts there", file=sys.stderr)
        return
    # mistakes come before advice, because only they have to be fixed
    ordered = [*mistakes, *(d for d in diagnostics if d.severity != "error")]
    if ordered:
        print(render_all(tuple(ordered)))
    if mistakes or missing:
        return
    courses, scripts = sum(map(is_course, files)), len(_scripts_of(files))
    kinds = [_counted(scripts, "script")] if scripts or not courses else []
    kinds += [_counted(courses, "course")] if courses else []
    count = len(diagnostics)
    advice = {0: "", 1: ", 1 piece of advice"}.get(count, f", {count} pieces of advice")
    print(f"{' and '.join(kinds)}, no mistakes{advice}")


def _counted(number: int, what: str) -> str:
    return f"1 {what}" if number == 1 else f"{number} {what}s"


def _scripts(library: Library, path: Path) -> list[Path]:
    """List the scripts and courses in a folder, or the one of a file or an id."""
    if path.is_dir():
        # os.walk passes over folders that it is not allowed to read
        files = (Path(top) / name for top, _, names in os.walk(path) for name in names)
        return sorted(file for file in files if file.suffix in SUFFIXES)
    if path.exists():
        return [path]
    if path.suffix or os.sep in str(path):
        return [path]
    courses = {source.id: source.file for source in Courses(library).sources()}
    return [courses[str(path)] if str(path) in courses else library.find(str(path)).file]


def _as_json(
    files: list[Path], diagnostics: list[Diagnostic], missing: list[CompanionError]
) -> dict[str, Any]:
    return {
        "version": 1,
        "files": [str(file) for file in files],
        "diagnostics": [_diagnostic_row(diagnostic) for diagnostic in diagnostics],
        "unreadable": [problem.message for problem in missing],
    }


def _diagnostic_row(diagnostic: Diagnostic) -> dict[str, Any]:
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
