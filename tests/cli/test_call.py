"""`companion call`: the card of a country as lines and for programs."""

import json

import pytest

from companion.cli.main import main
from companion.store.places import places

Captured = pytest.CaptureFixture[str]


def test_without_a_country_no_number_is_shown_and_a_guess_is_none(
    capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    assert main(["call"]) == 0
    told = capsys.readouterr().out
    assert told.startswith("Someone to call\n")
    assert "companion call GB, for example" in " ".join(told.split())
    assert not [word for word in told.split() if word.isdecimal()]


@pytest.mark.parametrize("typed", [["GB"], ["gb"], ["united", "kingdom"], ["UK"]])
def test_a_country_by_its_letters_or_its_name(typed: list[str], capsys: Captured) -> None:
    assert main(["call", *typed]) == 0
    told = capsys.readouterr().out
    assert told.startswith("Someone to call, United Kingdom\n")
    assert told.index("999") < told.index("116 123") < told.index("SHOUT to 85258")
    assert "press 55" in told
    assert not places().settings.exists()


def test_the_country_in_the_settings_is_the_usual_one(capsys: Captured) -> None:
    main(["config", "set", "privacy.country", "IE"])
    capsys.readouterr()
    assert main(["call"]) == 0
    assert capsys.readouterr().out.startswith("Someone to call, Ireland\n")
    assert main(["call", "IT"]) == 0
    assert "findahelpline.com" in capsys.readouterr().out


def test_an_unknown_country_is_told_with_the_nearest_and_all_there_are(capsys: Captured) -> None:
    assert main(["call", "Germny"]) == 1
    told = capsys.readouterr().err
    assert 'there are no numbers for "Germny" here; did you mean Germany (DE)?' in told
    assert "AT, AU, BE" in told


def test_the_countries_are_listed_by_name(capsys: Captured) -> None:
    assert main(["call", "--countries"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "AU  Australia"
    assert "GB  United Kingdom" in lines
    assert main(["call", "--countries", "--json"]) == 0
    assert {"code": "GB", "name": "United Kingdom"} in json.loads(capsys.readouterr().out)[
        "countries"
    ]


def test_for_programs_every_line_has_its_country_source_and_day_and_nobody_is_named(
    capsys: Captured,
) -> None:
    main(["config", "set", "privacy.person", "Mira"])
    capsys.readouterr()
    assert main(["call", "NL", "--json"]) == 0
    text = capsys.readouterr().out
    answer = json.loads(text)
    assert (answer["version"], answer["country"], answer["name"]) == (1, "NL", "Netherlands")
    assert [line["kind"] for line in answer["lines"]][:3] == ["emergency", "crisis", "abuse"]
    assert all(
        line["country"] == "NL" and line["source"] and line["seen"] for line in answer["lines"]
    )
    assert "Mira" not in text
    assert main(["call", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["lines"] == []
