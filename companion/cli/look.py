"""The commands that only show something and make no sound: `list`, `show` and `time`."""

import sys
from pathlib import Path
from time import time_ns
from typing import Any

from companion.cli.terminal import print_json
from companion.course.model import Course
from companion.reading.diagnostic import printable
from companion.session.course_listing import course_json, course_lines, course_row
from companion.session.directory import Directory
from companion.session.introduction import about
from companion.session.lengths import check_request, offer
from companion.session.listing import listing_row, planned, rows
from companion.session.sitting import missing_bells
from companion.session.until import day_line, now_ms, timed
from companion.store.course_files import CourseFile, is_course
from companion.store.courses import Courses
from companion.store.library import Library
from companion.store.places import places
from companion.timeline.arranging.arrange import LONGEST, arrange, reachable
from companion.timeline.request import Request
from companion.timeline.timeline import Timeline
from companion.timeline.views.transcript import rows as timeline_rows
from companion.timeline.views.transcript import transcript
from companion.units import MINUTE, clock_text

_VERSION = {"version": 1}


def list_all(*, as_json: bool) -> int:
    """Run `companion list`: show every script, and report the broken ones."""
    library = Library.of(places())
    playable, broken = rows(library, places().index, time_ns())
    for line in library.unused():
        print(f"companion: {printable(line)}", file=sys.stderr)
    for problem in broken:
        line = f"{problem['problem']}; try companion check {problem['file']}"
        print(f"companion: {printable(line)}", file=sys.stderr)
    courses, unread = Courses(library).all()
    for source, why in unread:
        line = f"{why}; try companion check {source.file}"
        print(f"companion: {printable(line)}", file=sys.stderr)
    if as_json:
        listed = [course_row(source, course) for source, course in courses]
        print_json({**_VERSION, "meditations": playable, "courses": listed})
        return 0
    width = max((len(row["id"]) for row in playable), default=0)
    for row in playable:
        reach = row["length"]
        least, most = clock_text(reach["least"]), clock_text(reach["most"])
        lasts = least if least == most else f"{least} to {most}"
        mine = "" if row["shipped"] else "  (yours)"
        print(printable(f"{row['id']:<{width}}  {row['title']}{mine}"))
        about = f"{row['intent']}  [{lasts}]".lstrip()
        print(printable(f"{'':<{width}}  {about}"))
    _print_courses(courses)
    print(
        "companion: companion play ID plays one of them, companion course ID opens a course",
        file=sys.stderr,
    )
    return 0


def _print_courses(courses: list[tuple[CourseFile, Course]]) -> None:
    width = max((len(source.id) for source, _ in courses), default=0)
    for source, course in courses:
        mine = "" if source.shipped else ", yours"
        print(printable(f"{source.id:<{width}}  {course.title}  (course{mine})"))
        print(printable(f"{'':<{width}}  {course.first}"))


def show(script: str, *, as_json: bool) -> int:
    """Run `companion show`: show the description of a script and its words, or a course."""
    library = Library.of(places())
    if (source := _course(library, script)) is not None:
        course = Courses(library).load(source)
        if as_json:
            print_json({**_VERSION, **course_json(source, course)})
        else:
            print("\n".join(map(printable, course_lines(course, Directory(library).entry))))
        return 0
    file = library.find(script)
    written, plan = planned(library, file, Request())
    words = transcript(plan)
    if as_json:
        answer = {**_VERSION, **listing_row(file, written, plan), "transcript": words}
        print_json(answer)
        return 0
    print("\n".join(about(written, offer(written, reachable(plan, {})))))
    print("\n" + "\n".join(words))
    return 0


def _course(library: Library, name: str) -> CourseFile | None:
    """The course with an id or in a file; None where that is no course."""
    sources = Courses(library).sources()
    found = next((source for source in sources if source.id == name), None)
    file = Path(name)
    return found or (CourseFile(file.stem, file, shipped=False) if is_course(file) else None)


def time(script: str, request: Request, *, as_json: bool) -> int:
    """Run `companion time`: show the timeline, with estimated lengths of speech."""
    library = Library.of(places())
    request = timed(request, now_ms(), LONGEST)
    written, plan = planned(library, library.find(script), request)
    offered = offer(written, reachable(plan, {}))
    check_request(written, offered, request, is_known=False)
    timeline = arrange(plan, {}, request.length or offered.usual)
    timetable = timeline_rows(timeline)
    if line := day_line(request.until, now_ms()):
        print(f"companion: {line}", file=sys.stderr)
    for line in missing_bells(request.bells, timeline):
        print(f"companion: {line}", file=sys.stderr)
    if as_json:
        listed = json_rows(timeline)
        answer = {**_VERSION, "id": written.id, "total_ms": timeline.total, "rows": listed}
        print_json(answer)
        return 0
    section = None
    for row in timetable:
        if row.section and row.section != section:
            section = row.section
            print(f"\n{section}")
        is_long = row.length >= MINUTE
        length = clock_text(row.length) if is_long else f"{row.length / 1000:.1f}s"
        print(f"{clock_text(row.start):>8} {length:>7}  {row.kind:<8} {row.words}".rstrip())
    whole = clock_text(timeline.total)
    print(f"\n{whole:>8}  in total; speech lengths are estimates until a voice has spoken")
    return 0


def json_rows(timeline: Timeline) -> list[dict[str, Any]]:
    """Everything that happens in a timeline, as rows for one JSON object."""
    return [
        {
            "start_ms": row.start,
            "length_ms": row.length,
            "kind": row.kind,
            "words": row.words,
            "section": row.section,
        }
        for row in timeline_rows(timeline)
    ]
