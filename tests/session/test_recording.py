"""The record of a session: only where it is wanted, never in the way, and gone on with after a crash."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from companion.notices import Notices
from companion.session.directory import Directory
from companion.session.options import Options
from companion.session.personal import PersonalServices
from companion.session.recording import Recording
from companion.session.resuming import packed, unfinished, unpacked
from companion.session.transport import Transport
from companion.store.kept.keeper import Keeper
from companion.store.kept.sealing import Cost
from companion.store.library import Library
from companion.store.places import places
from companion.store.settings import write
from companion.timeline.answers import Answers
from companion.timeline.bells import Bells
from companion.timeline.cue import Layer
from companion.timeline.request import AT_ONCE, Request
from companion.units import MINUTE, Millis
from tests.fakes import SCRIPT, CrankSink, arrivals, script, sitting

NOW = datetime(2026, 11, 26, 3, 10, tzinfo=UTC)
RATED = """\
companion: 1
title: T
steps:
  - rate: {id: before, prompt: "How strong?"}
  - One.
  - Two.
  - rate: {id: after, prompt: "How strong now?"}
"""
LETTER = """\
companion: 1
title: A letter
steps:
  - One.
  - write: {id: letter, prompt: "What would you say?"}
"""


class Stage:
    """A keeper, a recording, and the lines that it told."""

    def __init__(self, folder: Path, *on: str) -> None:
        self.folder = folder
        self.keeper = Keeper(folder / "kept", on.__contains__, Cost(1, 8192))
        self.told: list[str] = []
        self.recording = Recording(self.keeper, lambda: NOW, self.told.append)
        self.sink = CrankSink()

    def transport(self, text: str = SCRIPT) -> Transport:
        playing = sitting(self.folder, text, AT_ONCE)
        return Transport(playing, arrivals(), self.sink, Notices())

    def crash(self) -> None:
        """Let the last row be of a process that is gone."""
        with self.keeper.database.changing() as db:
            db.execute("UPDATE history SET process = 999999999")


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    return Stage(tmp_path, "keep.history", "keep.ratings")


def test_nothing_is_recorded_unless_somebody_asked(tmp_path: Path) -> None:
    stage = Stage(tmp_path)
    transport = stage.transport()
    stage.recording.begin("s", AT_ONCE, transport)
    transport.play()
    stage.recording.reach()
    stage.recording.end()
    stage.recording.rate(transport.script, Answers(), "softer")
    assert not (tmp_path / "kept").exists()


def test_a_session_is_recorded_from_its_beginning_to_its_end(stage: Stage) -> None:
    transport = stage.transport()
    stage.recording.begin("s", AT_ONCE, transport)
    transport.play()
    transport.seek(Millis(transport.timeline.total - 1))
    stage.sink.crank(5_000)
    transport.tick()
    stage.recording.end()
    (played,) = stage.keeper.history.all()
    assert (played.script, played.how, played.day) == (transport.script.id, "finished", NOW.date())
    assert played.heard == played.total == transport.timeline.total


def test_R4_a_stop_is_recorded_as_a_stop_and_as_nothing_worse(stage: Stage) -> None:  # noqa: N802
    transport = stage.transport()
    stage.recording.begin("s", AT_ONCE, transport)
    transport.play()
    transport.next_step()
    transport.stop()
    stage.recording.end()
    stage.recording.end()
    (played,) = stage.keeper.history.all()
    assert played.how == "stopped"


def test_how_far_it_has_come_is_written_every_half_minute(stage: Stage) -> None:
    transport = stage.transport()
    stage.recording.begin("s", AT_ONCE, transport)
    transport.play()
    transport.seek(Millis(20_000))
    stage.recording.reach()
    assert stage.keeper.history.all()[0].heard == 0
    transport.seek(Millis(31_000))
    stage.recording.reach()
    assert stage.keeper.history.all()[0].heard == 31_000


def test_what_cannot_be_written_is_told_once_and_stops_nothing(stage: Stage) -> None:
    (stage.folder / "kept").mkdir()
    (stage.folder / "kept" / "kept.db").write_bytes(b"something else, and long enough" * 100)
    transport = stage.transport()
    for _ in range(2):
        stage.recording.begin("s", AT_ONCE, transport)
        stage.recording.rate(transport.script, Answers(), "softer")
    assert len(stage.told) == 1
    assert "kept.db" in stage.told[0]
    assert "companion forget --everything" in stage.told[0]


def test_the_number_before_and_the_answer_after_are_recorded(stage: Stage) -> None:
    rated = script(RATED)
    stage.recording.rate(rated, Answers({"before": 8}), "softer")
    stage.recording.rate(rated, Answers({"before": 8}), 7)
    stage.recording.rate(rated, Answers({"before": None}), "stronger")
    stage.recording.rate(rated, Answers({"before": 8}), None)
    stage.recording.rate(rated, Answers(strength=9), 5)  # said on the card
    stage.recording.rate_by_script(rated, Answers({"before": 4, "after": 6}))
    stage.recording.rate_by_script(rated, Answers({"before": 4, "after": None}))
    stage.recording.rate_by_script(rated, Answers())
    kept = [(r.before, r.after, r.change) for r in reversed(stage.keeper.ratings.all())]
    assert kept == [
        (8, None, "softer"), (8, 7, "same"), (None, None, "stronger"), (9, 5, "softer"), (4, 6, "stronger"),
    ]  # fmt: skip


def test_whether_they_could_be_with_it_stands_beside_the_rating(stage: Stage) -> None:
    rated = script(RATED)
    stage.recording.rate_with("no")  # beside nothing
    stage.recording.rate(rated, Answers({"before": 8}), "softer")
    stage.recording.rate(rated, Answers({"before": 8}), "same")
    stage.recording.rate_with("a little")
    kept = [(r.change, r.with_it) for r in reversed(stage.keeper.ratings.all())]
    assert kept == [("softer", None), ("same", "a little")]
    (tally,) = stage.keeper.ratings.tallies()
    assert tally.with_it == 1


# --- going on ------------------------------------------------------------------------------------

FULL = Request(
    length=Millis(12 * MINUTE), bells=Bells("both", Millis(5 * MINUTE)), seed=7, words="light",
    anchor="hands", breath=False, bell="bowl", bed=(Layer("rain", 0.6), Layer("fire")), until=None,
)  # fmt: skip


@pytest.mark.parametrize("request_", [FULL, AT_ONCE, Request(bed=()), Request(open_end=True)])
def test_what_was_asked_for_is_asked_for_again(request_: Request) -> None:
    name, again = unpacked(packed("enough", request_))
    assert name == "enough"
    assert again == replace(request_, lead=Request().lead)


def test_how_strong_it_was_is_not_part_of_it() -> None:
    """Somebody who keeps a history has not asked to keep that."""
    assert unpacked(packed("enough", Request(strength=9)))[1].strength is None


def test_words_that_somebody_gave_are_not_part_of_it() -> None:
    assert "Robin" not in packed("enough", Request(slots={"partner": "Robin"}))


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library(tmp_path / "own", tmp_path / "sounds")


def play_and_crash(stage: Stage, name: str, heard: int = 60_000) -> None:
    row = stage.keeper.history.begin(name, NOW, 420_000, packed(name, FULL))
    assert row is not None
    stage.keeper.history.reach(row, heard, 420_000)
    stage.crash()


def test_after_a_crash_it_goes_on_where_it_stopped(stage: Stage, library: Library) -> None:
    play_and_crash(stage, "they-asked-for-space")
    left = unfinished(stage.keeper, library, NOW)
    assert left is not None
    assert (left.name, left.heard, left.left) == ("they-asked-for-space", 60_000, 360_000)
    assert left.words == "6 min"
    assert left.request.length == FULL.length
    stage.recording.drop(left.row)
    assert unfinished(stage.keeper, library, NOW) is None


def test_a_letter_is_never_gone_on_with(stage: Stage, library: Library) -> None:
    play_and_crash(stage, "letter-not-sent")
    assert unfinished(stage.keeper, library, NOW) is None
    transport = stage.transport(LETTER)
    stage.recording.begin("letter", AT_ONCE, transport)
    assert stage.keeper.history.all()[0].request == ""


@pytest.mark.parametrize("case", ["off", "nearly over", "gone", "damaged", "past", "long ago"])
def test_there_is_nothing_to_go_on_with(
    tmp_path: Path, stage: Stage, library: Library, case: str
) -> None:
    now = NOW
    play_and_crash(
        stage,
        "enough" if case != "gone" else "no-such",
        415_000 if case == "nearly over" else 60_000,
    )
    if case == "off":
        stage = Stage(tmp_path)
    elif case == "damaged":
        with stage.keeper.database.changing() as db:
            db.execute("UPDATE history SET request = '{}'")
    elif case == "past":
        until = round(NOW.timestamp() * 1000) - 1
        with stage.keeper.database.changing() as db:
            db.execute("UPDATE history SET request = ?", (packed("enough", Request(until=until)),))
    elif case == "long ago":
        now += timedelta(days=1)
    assert unfinished(stage.keeper, library, now) is None


def test_a_session_begins_where_it_stopped(stage: Stage) -> None:
    transport = stage.transport()
    transport.seek(Millis(9_000))
    transport.play()
    assert transport.playhead == 9_000
    assert transport.tick().content is not None


def test_the_name_from_the_settings_is_given_again_and_not_kept() -> None:
    folders = places()
    write(folders.settings, {("keep", "history"): "yes", ("words", "partner"): "Robin"})
    services = PersonalServices(Options(), folders)
    now = services.now()
    row = services.kept.history.begin("enough", now, 420_000, packed("enough", FULL))
    assert row is not None
    with services.kept.database.changing() as db:
        db.execute("UPDATE history SET process = 999999999")
    left = services.unfinished()
    assert left is not None
    assert left.request.slots == {"partner": "Robin"}
    assert b"Robin" not in services.kept.database.file.read_bytes()


def test_without_anything_kept_nothing_is_opened() -> None:
    services = PersonalServices(Options(), places())
    assert services.unfinished() is None
    assert "kept" not in services.__dict__


# --- suggestions ---------------------------------------------------------------------------------


def test_what_made_it_worse_is_not_suggested_again(stage: Stage, library: Library) -> None:
    for _ in range(2):
        stage.keeper.ratings.add("five-things", NOW, 5, 9)
    directory = Directory(library, stage.keeper.ratings.worse)
    plain = Directory(library)
    assert "five-things" in plain.shelf
    assert "five-things" not in directory.shelf
    for moment, before in zip(directory.moments, plain.moments, strict=True):
        ids = [entry.id for entry in directory.at(moment)]
        assert sorted(ids) == sorted(entry.id for entry in plain.at(before))
        assert "five-things" not in ids[:-1]
    assert "five-things" in [entry.id for entry in directory.find("five")]


def test_what_made_it_worse_counts_only_while_ratings_are_wanted() -> None:
    folders = places()
    write(folders.settings, {("keep", "ratings"): "yes"})
    services = PersonalServices(Options(), folders)
    for _ in range(2):
        services.kept.ratings.add("five-things", NOW, 5, 9)
    assert "five-things" not in services.directory.shelf
    write(folders.settings, {("keep", "ratings"): None, ("look", "theme"): "dawn"})
    assert "five-things" in services.directory.shelf
