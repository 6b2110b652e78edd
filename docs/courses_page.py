"""The page about courses, from the table of their keys; `docs/make.py` writes it."""

from collections.abc import Iterator

from companion.course.table import ANSWER, DAY_RECORD, GATE, KEYS, MEETING, PART
from companion.reading.fields import Field, Record
from companion.store.courses import Courses
from companion.store.library import Library
from companion.store.places import places

HEAD = """\
# Courses

*Generated from the program's own table of keys by `docs/make.py`; a test keeps it current.*

A course puts sessions in an order, with a line for each day. It has no calendar and counts nothing. All
its days are there at once; any of them can be played, in any order, again, or not at all.

```sh
companion course                             # the list of them; also under m on home
companion course seven-evenings-of-waiting   # one of them
companion show seven-evenings-of-waiting     # its words, without opening it
companion check my-course                    # the mistakes in one of your own
companion forget --courses                   # your place in every course
```
"""

HABITS = """\
## What it keeps

Nothing, unless you say yes to *Keep my place on this computer?*, which is asked once, at the end of the
first evening. Then one number stands in the settings file, under `[courses.places]`, where anyone who uses
this computer could see it. With it, the next day is offered when you come back; without it, the course
asks which one you would like. It says the same after one day or forty, because it doesn't know which it
was. A session that you stop or leave stays unplayed. So does one whose card you tell 8 or more: hands, feet
or Five things come in its place. After the last day the number is deleted.

A course with a `meeting` asks when you talk next. The answer is gone when you close the program. If you
want it kept, it stands under `[courses.talks]` until the end of Sunday.

## A course of your own

Write a file with any editor, and put it beside your own meditations: `companion where` says where those
are. It's a course when it has a line `course: 1`. The name of the file is its id.

```yaml
course: 1
title: Two mornings
gist: before the week begins
first: Two mornings, in any order.
days:
  - day: Saturday
    line: Out of the house before the phone.
    sessions: walk-it
  - day: Sunday
    line: Something slow. You choose.
    sessions:
      - six-a-minute
      - {session: unclench, usual: 9m}
answers:
  - when: they're back
    sessions: after-they-came-back
    closes: true
```

`companion check` finds every mistake, a session that doesn't exist among them. A course can name your own
meditations too, by their ids. Leave out praise,
numbers of what was played, and guesses about what the other person is doing.
"""

FORMAT = """\
## The format, version 1

Values are read as in [scripts](script-format.md): exactly as typed, lengths such as `7m` or `3m30s`, and
words with `: ` in them under a bar.
"""


def page() -> str:
    """The whole page."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield HEAD
    yield "| id | title | in a few words |\n|---|---|---|"
    courses = Courses(Library.of(places()))
    for source in courses.sources():
        if source.shipped:
            course = courses.load(source)
            yield f"| `{source.id}` | {course.title} | {course.gist} |"
    yield f"\n{HABITS}"
    yield FORMAT
    yield from _table(KEYS)
    for title, record in (
        ("One of the `days`", DAY_RECORD),
        ("One of the `sessions`, or of `then`", PART.long),
        ("One of the `answers`", ANSWER),
        ("The `gate`", GATE.kind),
        ("The `meeting`", MEETING.kind),
    ):
        assert isinstance(record, Record)
        yield f"\n{title}:\n"
        yield from _table(record.fields)
    yield "\n(* is required)"


def _table(fields: tuple[Field[object], ...]) -> Iterator[str]:
    yield "| key | takes | meaning |\n|---|---|---|"
    for field in fields:
        name = f"`{field.name}`" + (" *" if field.required else "")
        yield f"| {name} | {field.kind.says} | {field.help} |"
