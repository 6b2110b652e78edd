"""The JSON Schema (draft-07) of a script, for editors, made from the one table of verbs.

It finds fewer mistakes than `check`, because a schema cannot see a script as a whole.
"""

from typing import Any

from companion.reading.fields import (
    ByKey,
    Converted,
    Field,
    Kind,
    ListOf,
    MapOf,
    Record,
    ShortOrLong,
)
from companion.reading.scalars import (
    Choice,
    Days,
    Decimal,
    Duration,
    Named,
    Percent,
    Shaped,
    Text,
    Whole,
    YesNo,
)
from companion.script.header import KEYS, Version
from companion.script.kinds import Rounds, Steps, Stretch
from companion.script.verbs.modifiers import MODIFIERS
from companion.script.verbs.table import VERBS

Schema = dict[str, Any]

FILE = "script.schema.json"
LINE = f"# yaml-language-server: $schema=./{FILE}"
"""The first line of a script; it tells editors that the schema is the file beside it."""

_DURATION = r"(?=\d)(\d+(\.\d+)?\s*h\s*)?(\d+(\.\d+)?\s*m\s*)?(\d+(\.\d+)?\s*s\s*)?(\d+\s*ms\s*)?"
_COUNT = r"\d{1,9}"
_TEXT: Schema = {"type": ["string", "number", "boolean"]}


def schema() -> Schema:
    """Return the whole schema."""
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "A meditation for companion",
        **object_schema(KEYS),
        "definitions": {
            "steps": {"type": "array", "items": {"$ref": "#/definitions/step"}},
            "step": _either(_step(), _TEXT),
        },
    }


def _step() -> Schema:
    fields = tuple(Field(verb.name, verb.takes, verb.help) for verb in VERBS.values())
    step = object_schema((*fields, *MODIFIERS))
    for verb in VERBS.values():
        step["properties"][verb.name]["examples"] = [verb.example]
        text = f"{verb.help}\n\n```yaml\n{verb.example}\n```"
        step["properties"][verb.name]["markdownDescription"] = text
    names = list(VERBS)
    return {
        **step,
        "oneOf": [{"required": [name]} for name in names],
        "errorMessage": "a step is one of: " + ", ".join(names),
    }


def object_schema(fields: tuple[Field[Any], ...]) -> Schema:
    """Return the schema of a group of settings."""
    return {
        "type": "object",
        "properties": {f.name: {**schema_of(f.kind), "description": f.help} for f in fields},
        "required": [field.name for field in fields if field.required],
        "additionalProperties": False,
    }


def _either(long: Schema, short: Schema) -> Schema:
    return {"if": {"type": "object"}, "then": long, "else": short}


def _pattern(pattern: str, says: str) -> Schema:
    return {"type": "string", "pattern": f"^\\s*{pattern}\\s*$", "patternErrorMessage": says}


def _number(kind: str, least: float, most: float) -> Schema:
    return {"type": kind, "minimum": least, "maximum": most}


def schema_of(kind: Kind[Any]) -> Schema:  # noqa: PLR0911 - one row for each kind
    """Return the schema of one kind of value.

    Raises:
        TypeError: for a kind that has no row here yet.
    """
    match kind:
        case Record(fields=fields):
            return object_schema(fields)
        case ShortOrLong(short=short, long=long):
            return _either(schema_of(long), schema_of(short))
        case ByKey(key=key, present=present, absent=absent):
            return {
                "if": {"required": [key]},
                "then": schema_of(present),
                "else": schema_of(absent),
            }
        case Converted(kind=inner):
            return schema_of(inner)
        case ListOf(item=item):
            many = {"type": "array", "items": schema_of(item)}
            return {"if": {"type": "array"}, "then": many, "else": schema_of(item)}
        case MapOf(item=item):
            names = {"pattern": "^[a-z][a-z0-9_]*$"}
            return {
                "type": "object",
                "propertyNames": names,
                "additionalProperties": schema_of(item),
            }
        case Steps():
            return {"$ref": "#/definitions/steps"}
        case _:
            return _scalar(kind)


def _scalar(kind: Kind[Any]) -> Schema:  # noqa: PLR0911 - one row for each kind
    match kind:
        case Text():
            return dict(_TEXT)
        case Version():
            return {"const": 1}
        case Choice(options=options):
            return {"enum": list(options)}
        case YesNo():
            return {"enum": [True, False, "yes", "no"]}
        case Shaped(shape=shape, says=says):
            return {**_TEXT, "pattern": f"^(?:{shape})$", "patternErrorMessage": f"write {says}"}
        case Whole(least=least, most=most):
            return _number("integer", least, most)
        case Decimal(least=low, most=high):
            return _number("number", low, high)
        case Named(words=words, number=number):
            names = {"enum": [word for word, _ in words]}
            return {"if": {"type": "string"}, "then": names, "else": _scalar(number)}
        case _:
            return _shaped(kind)


def _shaped(kind: Kind[Any]) -> Schema:
    write = f"write {kind.says}"
    match kind:
        case Duration():
            return _pattern(_DURATION, write)
        case Stretch():
            return _pattern(rf"({_DURATION}\+|{_DURATION}(\.\.\s*{_DURATION}){{0,2}})", write)
        case Rounds(least=least, most=most):
            counts = _pattern(rf"{_COUNT}(\.\.{_COUNT}){{1,2}}", write)
            number = _number("integer", least, most)
            return {"if": {"type": "string"}, "then": counts, "else": number}
        case Percent():
            return _pattern(r"(\d\d?|100)\s*%", write)
        case Days():
            return _pattern(r"[1-9]\d{0,2} ?[dw]", write)
        case _:
            raise TypeError(f"no schema for {kind!r}")
