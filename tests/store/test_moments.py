"""The file of moments: it agrees with the scripts, and a mistake in it is shown with its place."""

from pathlib import Path

import pytest

from companion.reading.diagnostic import BadFileError
from companion.script.header import MOMENTS
from companion.session.directory import Directory
from companion.store.library import Library
from companion.store.moments import read_moments, shipped_moments
from tests.shipped import IDS

NOWHERE = Path("/nowhere")
DIRECTORY = Directory(Library(NOWHERE, NOWHERE))


def test_the_lists_and_the_scripts_agree() -> None:
    listed = {name: {m.moment for m in shipped_moments() if name in m.scripts} for name in IDS}
    for name in IDS:
        entry = DIRECTORY.entry(name)
        assert entry is not None
        assert set(entry.moment) == listed[name], name
        assert entry.moment, f"{name} stands in no list"
        assert entry.gist, name


def test_every_moment_of_the_format_has_a_row_with_a_key_of_its_own() -> None:
    moments = shipped_moments()
    assert {m.moment for m in moments} == set(MOMENTS)
    assert [m.key for m in moments] == ["n", *"123456789", "s"]
    assert all(2 <= len(m.scripts) <= 5 for m in moments if m.moment != "panic")
    assert {name for m in moments for name in m.scripts} <= set(IDS)


def test_the_first_of_each_is_short_for_when_it_is_strongest() -> None:
    for moment in shipped_moments():
        entry = DIRECTORY.at(moment)[0]
        is_plain = moment.moment in ("daily", "angry")
        assert entry.kind == "emergency" or is_plain, moment.moment


def test_a_mistake_has_its_place() -> None:
    text = 'moments:\n  - key: "1"\n    moment: nihgt\n    words: half the bed\n    scripts: [a]\n'
    with pytest.raises(BadFileError) as caught:
        read_moments(text, "moments.yaml")
    (mistake,) = caught.value.diagnostics
    assert mistake.place == "moments.yaml:3:13"
    assert 'did you mean "night"' in mistake.flaw.remedy
    with pytest.raises(BadFileError):
        read_moments("moments: [\n", "moments.yaml")


@pytest.mark.parametrize(
    ("typed", "first"),
    [("sleep", "half-of-the-night"), ("texting", "hands-off-the-phone"), ("panic", "first-two-minutes"),
     ("five", "five-things"), ("can't breathe", "first-two-minutes"), ("can\u2019t sleep", "half-of-the-night"),
     ("guilty", "long-breath-out"), ("WALK", "walk-it")],
)  # fmt: skip
def test_a_session_is_found_by_words_that_somebody_would_type(typed: str, first: str) -> None:
    assert DIRECTORY.find(typed)[0].id == first


def test_nothing_is_found_by_a_word_that_is_nowhere() -> None:
    assert DIRECTORY.find("xylophone") == []
    assert len(DIRECTORY.find("")) == len(IDS)
    assert DIRECTORY.entry("no-such") is None
