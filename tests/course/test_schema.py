"""The schema of courses has every key, and what it calls required is what the reader needs."""

from companion.course.schema import course_schema
from companion.course.table import ANSWER, DAY_RECORD, KEYS


def test_every_key_is_in_the_schema_with_its_help() -> None:
    made = course_schema()
    assert set(made["properties"]) == {field.name for field in KEYS}
    assert made["required"] == ["course", "title", "first", "days"]
    assert made["properties"]["course"]["const"] == 1
    day = made["properties"]["days"]["then"]["items"]
    assert set(day["properties"]) == {field.name for field in DAY_RECORD.fields}
    answer = made["properties"]["answers"]["then"]["items"]
    assert set(answer["properties"]) == {field.name for field in ANSWER.fields}
    assert day["additionalProperties"] is False
