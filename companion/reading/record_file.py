"""Reading a whole file that is one record, with every mistake in it.

It is apart because catalogues, moments, helplines and courses are all such files.
"""

from collections.abc import Callable
from typing import TypeVar

from companion.reading import document
from companion.reading.diagnostic import BadFileError, diagnose
from companion.reading.fields import Record, Report
from companion.reading.yaml_errors import Hints

T = TypeVar("T")


def read_record(
    text: str,
    file: str,
    record: Record[T],
    hints: Hints = (),
    check: Callable[[T, Report], None] = lambda _, __: None,
) -> T:
    """Read a file.

    Args:
        text: the whole file.
        file: its name, for messages.
        record: what it should be.
        hints: remedies for lines that can't be read.
        check: reports what is wrong with a value that could be read.

    Raises:
        BadFileError: with every mistake that was found, sorted by place.
    """
    report = Report()
    value: T | None = None
    try:
        tree = document.read(text, hints)
        report.flaws += tree.flaws
        value = record.read(tree.root, report)
    except document.FlawedTextError as error:
        report.flaws += error.flaws
    if value is not None:
        check(value, report)
    if report.flaws or value is None:
        raise BadFileError(diagnose(file, text, report.flaws))
    return value
