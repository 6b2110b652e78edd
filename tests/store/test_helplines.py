"""The numbers to call: only sure ones ship, and a mistake in their file is shown with its place."""

import json
import re
from datetime import date
from pathlib import Path

import pytest

from companion.errors import NotFoundError
from companion.reading.diagnostic import BadFileError
from companion.resources import shipped
from companion.store.helplines import (
    FILE,
    SCHEMA,
    Helplines,
    day_of,
    read_helplines,
    shipped_helplines,
)
from tools.release_check import problems

SHIPPED = shipped_helplines()
DAY = date(2026, 10, 20)
START = """\
countries:
  - {code: GB, name: United Kingdom, also: [UK]}
  - {code: IT, name: Italy, eu: true}
directories: [{name: A list, web: a.org}]
european: {name: European, number: "112", source: a page, seen: "2026-10-07", tier: A, agreed: 3}
lines:
"""
LINE = """\
  - country: GB
    kind: crisis
    name: Somebody
    number: "116 123"
    source: a page
    seen: "2026-10-07"
    tier: B
    agreed: 3
"""


def mistakes(text: str) -> list[tuple[str, str]]:
    with pytest.raises(BadFileError) as caught:
        read_helplines(START + text, FILE)
    return [(found.place, found.flaw.message) for found in caught.value.diagnostics]


def test_a_line_is_read_with_all_it_says() -> None:
    (line,) = read_helplines(START + LINE, FILE).of("GB", "crisis")
    assert (line.name, line.number, line.seen, line.day) == (
        "Somebody", "116 123", "2026-10-07", date(2026, 10, 7),
    )  # fmt: skip
    assert line.verified_by == ""


@pytest.mark.parametrize(
    ("change", "place", "message"),
    [
        (("    source: a page\n", ""), "7:5", 'a line needs "source"'),
        (('    seen: "2026-10-07"\n', ""), "7:5", 'a line needs "seen"'),
        (("2026-10-07", "2026-13-07"), "12:11", "there's no day 2026-13-07"),
        (("2026-10-07", "lately"), "12:11", "can't be used here"),
        (("agreed: 3", "agreed: 2"), "7:5", "only 2 of the 3 sources"),
        (('    number: "116 123"\n', ""), "7:5", "nobody can be reached"),
        (("116 123", "call us"), "10:13", "can't be used here"),
        (("country: GB", "country: FR"), "7:14", "isn't among the countries"),
        (("country: GB", "country: gb"), "7:14", "can't be used here"),
        (("kind: crisis", "kind: crsis"), "8:11", 'no kind called "crsis"'),
        (("    tier: B\n", "    tier: B\n    check: the hours\n"), "14:5", 'no setting "check"'),
        (("    tier: B\n", "    tier: B\n    pair: two\n"), "14:11", "lost the other half"),
    ],
)  # fmt: skip
def test_a_mistake_has_its_place(change: tuple[str, str], place: str, message: str) -> None:
    (found,) = mistakes(LINE.replace(*change))
    assert found[0] == f"{FILE}:{place}"
    assert message in found[1]


@pytest.mark.parametrize("text", ["", "lines: [", "- a", "lines: 3", "\x00"])
def test_any_other_text_is_refused(text: str) -> None:
    with pytest.raises(BadFileError):
        read_helplines(text, FILE)


def test_a_country_is_found_by_its_letters_or_a_name_and_else_the_nearest_is_named() -> None:
    assert SHIPPED.find("gb").code == "GB"
    assert SHIPPED.find(" united   KINGDOM ").code == "GB"
    assert SHIPPED.find("Holland").code == "NL"
    with pytest.raises(NotFoundError) as caught:
        SHIPPED.find("Germny")
    assert "did you mean Germany (DE)?" in caught.value.remedy
    with pytest.raises(NotFoundError) as caught:
        SHIPPED.find("xx")
    assert "AT, AU, BE" in caught.value.remedy
    assert "findahelpline.com" in caught.value.remedy


def test_only_what_is_dated_sourced_and_sure_ships() -> None:
    assert len(SHIPPED.lines) == 96
    for line in SHIPPED.lines:
        assert line.tier == "A" or line.agreed >= 3, line.name
        assert line.source, line.name
        assert line.day <= DAY, line.name
        assert line.number or line.text or line.web, line.name


def test_the_european_number_stands_in_where_the_own_one_is_not_there() -> None:
    (line,) = SHIPPED.of("IT", "emergency")
    assert (line.number, line.country) == ("112", "IT")
    assert SHIPPED.of("GR", "emergency")[0].number == "112"
    assert [one.number for one in SHIPPED.of("NO", "emergency")] == ["113", "112"]
    assert SHIPPED.of("JP", "emergency") == ()
    assert Helplines().of("IT", "emergency") == ()


def test_r5_a_release_fails_on_a_number_that_is_old_or_has_no_source() -> None:
    helplines = read_helplines(START + LINE, FILE)
    assert list(problems(helplines, date(2027, 4, 5))) == []
    european, (own) = list(problems(helplines, date(2027, 4, 6)))
    assert "181 days ago" in european
    assert own.startswith("GB crisis, Somebody: read 181 days ago (2026-10-07)")
    assert "hasn't come yet" in next(problems(helplines, date(2026, 10, 6)))
    assert 'a line needs "source"' in mistakes(LINE.replace("    source: a page\n", ""))[0][1]


def test_r5_half_of_a_pair_cannot_ship() -> None:
    half = LINE.replace("    tier", "    pair: two\n    tier")
    assert "lost the other half" in mistakes(half)[0][1]
    both = half + half.replace("Somebody", "Another")
    assert len(read_helplines(START + both, FILE).lines) == 2


@pytest.mark.parametrize(
    "old",
    ["1-800-273-8255", "22522", "08457 90 90 90", "0808 80 10 100", "0800 917 1414", "1850 60 90 90",
     "1800 247 100", "1800 201 890", "0508 744 633", "08000 116 016", "0800 20 20 16", "0900 0113",
     "199 284 284", "020-50 50 50", "70 20 30 82", "801 12 00 02", "1800-599-0019", "02 99777"],
)  # fmt: skip
def test_r7_no_number_that_is_history_or_in_doubt_is_in_the_file(old: str) -> None:
    text = re.sub(r"[^0-9a-z\n]", "", (shipped("helplines") / FILE).read_text("utf-8").lower())
    assert re.sub(r"\D", "", old) not in text


def test_a_date_may_be_a_month_or_a_year_and_counts_from_its_first_day() -> None:
    assert day_of("2025-11") == date(2025, 11, 1)
    assert day_of("2025") == date(2025, 1, 1)


def test_the_schema_beside_it_knows_every_kind_and_the_wheel_has_both() -> None:
    schema = json.loads((shipped("helplines") / SCHEMA).read_text("utf-8"))
    line = schema["properties"]["lines"]["then"]["items"]
    assert "abuse" in line["properties"]["kind"]["enum"]
    assert {"source", "seen", "tier", "agreed"} <= set(line["required"])
    project = (Path(__file__).parent.parent.parent / "pyproject.toml").read_text("utf-8")
    assert '"helplines" = "companion/helplines"' in project
