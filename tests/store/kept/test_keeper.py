"""What is kept, sealed and forgotten."""

import json
import os
import stat
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from companion.errors import CompanionError, NotFoundError
from companion.store.kept.keeper import Keeper
from companion.store.kept.kinds import KINDS
from companion.store.kept.ratings import Tally, change_of
from companion.store.kept.sealing import Cost, WordsKey, WrongPassphraseError
from companion.store.preferences.table import SETTINGS

CHEAP = Cost(1, 8192)
NOW = datetime(2026, 11, 26, 3, 10, tzinfo=UTC)
PHRASE = "four grey stones by water"
SECRET = "I sat on the kitchen floor"


class Wishes:
    """The settings that are yes."""

    def __init__(self, *on: str) -> None:
        self.on = set(on)

    def __call__(self, name: str) -> bool:
        return name in self.on


EVERY = [f"keep.{kind}" for kind in KINDS]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "kept"


@pytest.fixture
def keeper(folder: Path) -> Keeper:
    return Keeper(folder, Wishes(*EVERY), CHEAP)


def disk(folder: Path) -> bytes:
    files = [f for f in folder.rglob("*") if f.is_file()] if folder.exists() else []
    return b"".join(f.read_bytes() for f in files)


def test_r23_nothing_is_kept_until_each_kind_is_asked_for_apart(folder: Path) -> None:
    keeper = Keeper(folder, Wishes(), CHEAP)
    assert keeper.history.begin("enough", NOW, 600_000) is None
    assert keeper.ratings.add("enough", NOW, 7, 3) is None
    for words in (keeper.journal, keeper.agreements, keeper.unsent):
        with pytest.raises(CompanionError, match="isn't keeping"):
            words.add({"text": SECRET}, NOW)
    assert not folder.exists()
    only_ratings = Keeper(folder, Wishes("keep.ratings"), CHEAP)
    assert only_ratings.history.begin("enough", NOW, 600_000) is None
    assert only_ratings.ratings.add("enough", NOW, 7, 3) == 1
    assert [keeper.count(kind) for kind in KINDS] == [0, 1, 0, 0, 0]


def test_r23_every_opt_in_is_off_and_says_what_is_in_clear_and_what_is_sealed() -> None:
    for kind in KINDS.values():
        row = SETTINGS[kind.setting]
        assert row.default == "no"
        assert row.part == "privacy"
        assert ("sealed" in row.warning) == kind.is_sealed
        assert ("no hint" in row.warning) == kind.is_sealed
        assert "companion forget --" in row.warning
    assert "in clear" in SETTINGS["keep.history"].warning
    assert "in clear" in SETTINGS["keep.ratings"].warning
    assert "check-in is kept in clear" in SETTINGS["keep.agreements"].warning


# --- words --------------------------------------------------------------------------------------


def test_r24_writing_needs_no_passphrase_and_reading_does(keeper: Keeper, folder: Path) -> None:
    keeper.key.set_up(PHRASE)
    again = Keeper(folder, Wishes(*EVERY), CHEAP)  # as if started anew: nobody typed it here
    number = again.journal.add({"text": SECRET}, NOW)
    assert SECRET.encode() not in disk(folder)
    with pytest.raises(WrongPassphraseError):
        again.key.open("four grey stones by weather")
    (entry,) = again.journal.all(again.key.open(PHRASE))
    assert (entry.id, entry.words) == (number, {"text": SECRET})
    assert entry.at == round(NOW.timestamp() * 1000)


def test_r24_the_time_of_words_is_sealed_too_but_not_that_of_a_check_in(
    keeper: Keeper, folder: Path
) -> None:
    keeper.key.set_up(PHRASE)
    number = keeper.agreements.add({"begins": "Friday, after work", "back": SECRET}, NOW)
    assert keeper.agreements.check_ins() == []
    keeper.agreements.set_check_in(number, NOW + timedelta(days=1))
    (due,) = keeper.agreements.check_ins()
    assert due == (number, round((NOW + timedelta(days=1)).timestamp() * 1000))
    (entry,) = keeper.agreements.all(keeper.key.open(PHRASE))
    assert entry.check_in == due.at
    assert b"Friday" not in disk(folder)
    keeper.agreements.set_check_in(number, None)
    assert keeper.agreements.check_ins() == []


def test_r24_files_are_for_one_person_alone(keeper: Keeper, folder: Path) -> None:
    before = os.umask(0)
    try:
        keeper.key.set_up(PHRASE)
        keeper.journal.add({"text": SECRET}, NOW)
    finally:
        os.umask(before)
    assert {stat.S_IMODE(f.stat().st_mode) for f in folder.iterdir()} == {0o600}
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_r24_there_is_no_hint_and_nothing_of_the_passphrase_in_the_key(keeper: Keeper) -> None:
    keeper.key.set_up(PHRASE)
    table = json.loads(keeper.key.file.read_text())
    assert table.keys() == {"version", "passes", "memory", "salt", "public", "private"}
    assert not any(word in keeper.key.file.read_text() for word in PHRASE.split())


def test_a_passphrase_costs_as_much_to_guess_as_is_said(folder: Path) -> None:
    key = WordsKey(folder)
    key.set_up(PHRASE)
    table = json.loads(key.file.read_text())
    assert (table["passes"], table["memory"]) == (3, 256 * 1024 * 1024)
    key.open(PHRASE)


def test_a_short_passphrase_is_refused_and_makes_nothing(keeper: Keeper, folder: Path) -> None:
    with pytest.raises(CompanionError, match="at least 8"):
        keeper.key.set_up("seven77")
    assert not folder.exists()


def test_a_passphrase_is_changed_with_the_old_one(keeper: Keeper) -> None:
    keeper.key.set_up(PHRASE)
    keeper.journal.add({"text": SECRET}, NOW)
    with pytest.raises(WrongPassphraseError):
        keeper.key.change("another one", "six red bricks")
    keeper.key.change(PHRASE, "six red bricks")
    with pytest.raises(WrongPassphraseError):
        keeper.key.open(PHRASE)
    assert keeper.journal.all(keeper.key.open("six red bricks"))[0].words["text"] == SECRET


def test_a_second_passphrase_never_replaces_the_first(keeper: Keeper) -> None:
    keeper.key.set_up(PHRASE)
    with pytest.raises(CompanionError, match="already"):
        keeper.key.set_up("six red bricks")
    keeper.key.open(PHRASE)


def test_an_accent_can_be_typed_in_two_ways(keeper: Keeper) -> None:
    keeper.key.set_up("caf\u00e9 by the water")
    keeper.key.open("cafe\u0301 by the water")


def test_words_before_a_passphrase_say_what_is_missing(keeper: Keeper, folder: Path) -> None:
    assert not keeper.journal.is_ready
    with pytest.raises(CompanionError) as caught:
        keeper.journal.add({"text": SECRET}, NOW)
    assert "companion journal --set-passphrase" in caught.value.remedy
    assert not folder.exists()


@pytest.mark.parametrize(
    "wrong",
    ["", "{}", "[1]", '{"salt": "zz"}', "not json", '{"salt": 3, "public": "", "private": ""}'],
)
def test_a_damaged_key_is_told_with_its_place(keeper: Keeper, wrong: str) -> None:
    keeper.key.set_up(PHRASE)
    keeper.key.file.write_text(wrong)
    with pytest.raises(CompanionError, match=r"words\.key isn't a key"):
        keeper.key.open(PHRASE)


def test_a_key_that_would_take_all_memory_is_refused(keeper: Keeper) -> None:
    keeper.key.set_up(PHRASE)
    table = json.loads(keeper.key.file.read_text()) | {"memory": 1 << 40}
    keeper.key.file.write_text(json.dumps(table))
    with pytest.raises(CompanionError, match="isn't a key"):
        keeper.key.open(PHRASE)


def test_words_of_another_key_are_told_as_lost(keeper: Keeper) -> None:
    keeper.key.set_up(PHRASE)
    keeper.journal.add({"text": SECRET}, NOW)
    keeper.key.destroy()
    keeper.key.set_up(PHRASE)
    with pytest.raises(CompanionError, match="can't be opened"):
        keeper.journal.all(keeper.key.open(PHRASE))


@pytest.fixture
def no_nacl(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.partition(".")[0] == "nacl"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "nacl", None)


def test_without_pynacl_words_are_not_kept_and_one_line_says_so(
    keeper: Keeper, folder: Path, no_nacl: None
) -> None:
    with pytest.raises(CompanionError) as caught:
        keeper.key.set_up(PHRASE)
    assert "PyNaCl isn't installed" in caught.value.message
    assert not folder.exists()


def test_no_core_file_can_be_made_while_words_are_open(keeper: Keeper) -> None:
    resource = pytest.importorskip("resource")
    keeper.key.set_up(PHRASE)
    keeper.key.open(PHRASE)
    assert resource.getrlimit(resource.RLIMIT_CORE)[0] <= 1  # too little for any core file


def test_entries_are_replaced_and_forgotten_one_by_one(keeper: Keeper) -> None:
    keeper.key.set_up(PHRASE)
    first = keeper.unsent.add({"text": "one"}, NOW)
    second = keeper.unsent.add({"text": "two"}, NOW + timedelta(minutes=1))
    keeper.unsent.replace(first, {"text": "one more"}, NOW)
    keeper.unsent.forget(second)
    key = keeper.key.open(PHRASE)
    assert [entry.words["text"] for entry in keeper.unsent.all(key)] == ["one more"]
    with pytest.raises(NotFoundError):
        keeper.unsent.forget(second)


# --- history ------------------------------------------------------------------------------------


def test_a_session_that_ended_is_in_the_history_and_not_to_be_gone_on_with(keeper: Keeper) -> None:
    row = keeper.history.begin("enough", NOW, 600_000, "{}")
    assert row is not None
    keeper.history.end(row, "gentle", 300_000, 600_000)
    (played,) = keeper.history.all()
    assert (played.script, played.how, played.heard) == ("enough", "gentle", 300_000)
    assert played.request == ""
    assert keeper.history.interrupted(NOW) is None
    assert keeper.history.days() == {date(2026, 11, 26)}


def test_a_session_whose_process_has_gone_can_be_gone_on_with(keeper: Keeper) -> None:
    row = keeper.history.begin("enough", NOW, 600_000, "{}")
    assert row is not None
    keeper.history.reach(row, 200_000, 600_000)
    assert keeper.history.interrupted(NOW) is None  # this process still plays it
    with keeper.database.changing() as db:
        db.execute("UPDATE history SET process = 999999999")
    played = keeper.history.interrupted(NOW + timedelta(hours=11))
    assert played is not None
    assert (played.script, played.heard, played.request) == ("enough", 200_000, "{}")
    assert keeper.history.interrupted(NOW + timedelta(hours=13)) is None
    keeper.history.drop(row)
    assert keeper.history.interrupted(NOW) is None


# --- ratings ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after", "change"),
    [
        (7, 6, "same"), (7, 5, "softer"), (7, 8, "same"), (7, 9, "stronger"), (0, 0, "same"),
        (None, 3, None), (None, "softer", "softer"), (4, "stronger", "stronger"),
    ],
)  # fmt: skip
def test_a_change_under_two_is_about_the_same(
    before: int | None, after: "int | str", change: str | None
) -> None:
    assert change_of(before, after) == change  # type: ignore[arg-type]


def test_changes_are_counted_by_script_and_level_and_a_few_say_nothing(keeper: Keeper) -> None:
    for before, after in ((9, 5), (8, 8), (10, 6), (9, 4), (6, 5)):
        keeper.ratings.add("five-things", NOW, before, after)
    assert keeper.ratings.add("five-things", NOW, None, 3) is None
    keeper.ratings.add("enough", NOW, None, "same")
    assert keeper.ratings.tallies() == [
        Tally("enough", "", {"same": 1}),
        Tally("five-things", "5 to 7", {"same": 1}),
        Tally("five-things", "8 to 10", {"softer": 3, "same": 1}),
    ]
    assert [tally.is_enough for tally in keeper.ratings.tallies()] == [False, False, True]


def test_what_made_it_stronger_more_often_than_softer_is_known(keeper: Keeper) -> None:
    changes = {
        "once": ["stronger"],
        "twice": ["stronger", "stronger", "softer"],
        "even": ["stronger", "stronger", "softer", "softer"],
    }
    for script, each in changes.items():
        for change in each:
            keeper.ratings.add(script, NOW, None, change)  # type: ignore[arg-type]
    assert keeper.ratings.worse() == {"twice"}


# --- forgetting ---------------------------------------------------------------------------------


@pytest.fixture
def full(keeper: Keeper) -> Keeper:
    keeper.key.set_up(PHRASE)
    row = keeper.history.begin("five-things", NOW, 180_000)
    assert row is not None
    keeper.history.end(row, "finished", 180_000, 180_000)
    keeper.ratings.add("ride-the-urge", NOW, 8, 4)
    keeper.journal.add({"text": SECRET}, NOW)
    keeper.agreements.add({"back": SECRET}, NOW)
    keeper.unsent.add({"text": SECRET}, NOW)
    return keeper


def test_forgetting_one_kind_leaves_the_others(full: Keeper, folder: Path) -> None:
    assert b"five-things" in disk(folder)
    full.forget(["history"])
    assert [full.count(kind) for kind in KINDS] == [0, 1, 1, 1, 1]
    assert b"five-things" not in disk(folder)
    assert b"ride-the-urge" in disk(folder)


def test_the_key_goes_with_the_last_words(full: Keeper) -> None:
    full.forget(["journal", "agreements"])
    assert full.key.file.exists()
    full.forget(["unsent"])
    assert not full.key.file.exists()
    assert full.count("ratings") == 1


def test_a_fresh_key_stays_when_something_else_is_forgotten(keeper: Keeper) -> None:
    keeper.key.set_up(PHRASE)
    keeper.forget(["history"])
    assert keeper.key.is_set


def test_r24_forgetting_removes_rows_key_copies_and_the_log(full: Keeper, folder: Path) -> None:
    (folder / "kept.db.before-1").write_bytes(b"a copy")
    (folder / "kept.db-wal").touch()
    key = full.key.file.open("rb")
    full.forget_everything()
    assert not folder.exists()
    assert set(key.read()) <= {0}  # written over before it was deleted
    key.close()


def test_forgetting_the_last_kind_leaves_no_file(full: Keeper, folder: Path) -> None:
    full.forget(list(KINDS))
    assert not folder.exists()


def test_forgetting_nothing_makes_nothing(keeper: Keeper, folder: Path) -> None:
    keeper.forget(list(KINDS))
    keeper.forget_everything()
    assert not folder.exists()
