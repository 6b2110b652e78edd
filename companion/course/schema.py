"""The JSON Schema of a course, apart because only `make docs` needs it."""

from companion.course.table import KEYS
from companion.script.schema import Schema, object_schema

FILE = "course.schema.json"


def course_schema() -> Schema:
    """Return the whole schema."""
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "A course for companion",
        **object_schema(KEYS),
    }
