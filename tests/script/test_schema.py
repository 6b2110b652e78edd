import re
from typing import Any

import pytest

from companion.reading.document import Node
from companion.reading.fields import Report
from companion.script import schema
from companion.script.header import KEYS
from companion.script.verbs.table import VERBS


def test_every_key_and_every_verb_is_in_the_schema_with_its_help() -> None:
    made = schema.schema()
    assert set(made["properties"]) == {field.name for field in KEYS}
    step = made["definitions"]["step"]["then"]
    assert set(VERBS) < set(step["properties"])
    for verb in VERBS.values():
        assert step["properties"][verb.name]["description"] == verb.help
        assert verb.example in step["properties"][verb.name]["markdownDescription"]


def test_a_kind_that_the_schema_does_not_know_is_a_mistake_of_ours() -> None:
    class Odd:
        says = "odd"

        def read(self, node: Node, report: Report) -> None:
            return None

    with pytest.raises(TypeError, match="no schema"):
        schema.schema_of(Odd())


@pytest.mark.parametrize("length", ["500ms", "4s", "1m30s", "2m", "1h", "1.5s", "1h 30m"])
def test_a_length_that_parses_fits_its_pattern(length: str) -> None:
    pattern = patterns()["timeout"]
    assert re.match(pattern, length)


@pytest.mark.parametrize("length", ["", "4", "1:30", "s", "four"])
def test_what_is_no_length_does_not(length: str) -> None:
    assert not re.match(patterns()["timeout"], length)


def patterns() -> dict[str, Any]:
    rate = schema.schema()["definitions"]["step"]["then"]["properties"]["rate"]
    return {name: value.get("pattern") for name, value in rate["properties"].items()}
