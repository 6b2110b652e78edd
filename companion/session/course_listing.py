"""Courses in lists: the row of one, its whole content for programs, and its words for reading."""

from collections.abc import Iterable
from typing import Any

from companion.course.model import Answer, Course, Part
from companion.session import course_words as words
from companion.session.course_pages import Find, lengths_text
from companion.store.course_files import CourseFile

Row = dict[str, Any]


def course_row(source: CourseFile, course: Course) -> Row:
    """The JSON row of a course."""
    return {
        "id": source.id,
        "title": course.title,
        "first": course.first,
        "days": len(course.days),
        "for_two": course.gate is not None,
        "shipped": source.shipped,
    }


def course_json(source: CourseFile, course: Course) -> Row:
    """The whole of a course as JSON; lengths in ms, null where they are the session's own."""
    days = [
        {
            "day": day.name,
            "line": day.line,
            "sessions": _parts(day.sessions),
            "then": _parts(day.then),
            "asks": day.question or None,
            "answers": _answers(day.answers),
        }
        for day in course.days
    ]
    return {
        **course_row(source, course),
        "days": days,
        "answers": _answers(course.answers),
        "longer": course.longer or None,
        "ends": course.ends or words.ENDS,
        "note": course.note or None,
    }


def course_lines(course: Course, find: Find) -> list[str]:
    """The words of a course, for reading."""
    lines = [course.title, course.first]
    if course.gate is not None:
        lines += ["", course.gate.words, f"{course.gate.yes}, or {course.gate.no}"]
    for day in course.days:
        lines += ["", day.name, f"  {day.line}"]
        lines += [f"  {_part_line(part, find)}" for part in day.sessions]
        lines += [f"  then {_part_line(part, find)}" for part in day.then]
        if day.question:
            lines.append(f"  {day.question}")
        for answer in day.answers:
            lines += (f"    {line}" for line in _answer_lines(answer, find))
    if course.answers:
        lines += ["", "On any day:"]
    for answer in course.answers:
        lines += (f"  {line}" for line in _answer_lines(answer, find))
    if course.note:
        lines += ["", course.note]
    if course.longer:
        lines += ["", f"When it takes longer: {course.longer}"]
    return [*lines, "", course.ends or words.ENDS]


def _answer_lines(answer: Answer, find: Find) -> list[str]:
    pages = {"call": words.CALL, "safety": words.SPACE}
    led = [pages[answer.leads]] if answer.leads else []
    led += [_part_line(part, find) for part in answer.sessions]
    return [f"{answer.when}: {' or '.join(led)}", *([f"  {answer.line}"] if answer.line else [])]


def _part_line(part: Part, find: Find) -> str:
    lasts = lengths_text(part, find)
    return f"{part.session} ({lasts})" if lasts else f"{part.session} (not here)"


def _parts(parts: Iterable[Part]) -> list[Row]:
    return [{"session": p.session, "usual": p.usual, "least": p.least} for p in parts]


def _answers(answers: Iterable[Answer]) -> list[Row]:
    return [
        {
            "when": answer.when,
            "line": answer.line or None,
            "sessions": _parts(answer.sessions),
            "page": answer.leads or None,
            "closes": answer.closes,
        }
        for answer in answers
    ]
