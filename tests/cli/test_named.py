"""`--save NAME` keeps a session, and `sit NAME` and `play NAME` play it as it was."""

from typing import Any, ClassVar

import pytest

from companion.cli import play
from companion.cli.main import main
from companion.store.places import places
from companion.store.presets import presets
from companion.store.settings import load
from companion.timeline.request import Request
from companion.units import MINUTE

Captured = pytest.CaptureFixture[str]


class Recorded:
    """What a command would run."""

    runs: ClassVar[list[tuple[str, Request]]] = []

    def __init__(self, name: str, request: Request, *_: Any, **__: Any) -> None:
        self.runs.append((name, request))

    def run(self) -> int:
        return 0


@pytest.fixture(autouse=True)
def runs(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, Request]]:
    monkeypatch.setattr(play, "_Run", Recorded)
    monkeypatch.setattr(Recorded, "runs", [])
    return Recorded.runs


def test_a_sit_is_kept_and_played_by_its_name(
    runs: list[tuple[str, Request]], capsys: Captured
) -> None:
    assert main(["sit", "20", "--words", "quiet", "--bells", "5m", "--save", "evening"]) == 0
    assert "kept, in clear; companion play evening plays it again" in capsys.readouterr().err
    assert main(["sit", "evening"]) == 0
    assert main(["play", "Evening"]) == 0
    assert runs[0] == runs[1] == runs[2]
    name, request = runs[0]
    assert (name, request.length, request.words) == ("sit-with-it", 20 * MINUTE, "quiet")


def test_any_session_is_kept_and_a_name_may_have_spaces(
    runs: list[tuple[str, Request]], capsys: Captured
) -> None:
    main(["play", "enough", "--no-breath", "--bed", "rain:60", "--save", "Monday nights"])
    assert 'companion play "Monday nights"' in capsys.readouterr().err
    main(["play", "monday nights"])
    assert runs[0] == runs[1]
    assert presets(load(places().settings)[0])[0]["Monday nights"].script == "enough"


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (["sit", "evenin"], 'did you mean "evening"?'),
        (["sit", "evening", "--open"], "give a name or a length, not both"),
        (["sit", "10", "--save", "enough"], '"enough" is the name of a meditation'),
        (["sit", "10", "--save", "now"], '"now" is the name of a command'),
        (["sit", "10", "--save", "7"], "can't be the name of a session"),
        (["play", "no-such", "--save", "x"], "there's no meditation called"),
    ],
)
def test_what_cannot_be_is_told_and_nothing_is_kept(
    typed: list[str], told: str, runs: list[tuple[str, Request]], capsys: Captured
) -> None:
    main(["sit", "20", "--save", "evening"])
    before = places().settings.read_bytes()
    assert main(typed) != 0
    assert told in capsys.readouterr().err
    assert places().settings.read_bytes() == before
    assert len(runs) == 1


def test_without_anything_kept_a_name_is_answered_in_one_line(capsys: Captured) -> None:
    assert main(["sit", "evening"]) != 0
    assert "nothing's been kept under a name" in capsys.readouterr().err
    assert not places().settings.exists()
