"""A message that isn't sent: where it lies, and that nothing reads it."""

import ast
from datetime import UTC, datetime
from pathlib import Path

import pytest

from companion.errors import CompanionError
from companion.script.parse import parse
from companion.session import unsent
from companion.session.unsent import Drawer, message_page
from companion.store.kept.keeper import Keeper
from companion.store.kept.sealing import Cost
from companion.timeline.answers import Answers
from tests.fakes import SCRIPT

NOW = datetime(2026, 11, 26, 20, 5, tzinfo=UTC)
PHRASE = "four grey stones by water"
SECRET = "why won't you just answer me"


class Wants:
    """The opt-in, which a test turns on."""

    is_on = False


@pytest.fixture
def keeper(tmp_path: Path) -> Keeper:
    return Keeper(tmp_path / "kept", lambda _: Wants.is_on, Cost(1, 8192))


@pytest.fixture
def drawer(keeper: Keeper, monkeypatch: pytest.MonkeyPatch) -> Drawer:
    monkeypatch.setattr(Wants, "is_on", False)
    return Drawer(keeper, lambda: NOW)


def test_without_the_opt_in_it_is_in_memory_only(drawer: Drawer, keeper: Keeper) -> None:
    drawer.put(SECRET)
    drawer.put("another")
    assert [each.text for each in drawer.in_memory] == ["another", SECRET]
    assert not drawer.is_last_sealed
    assert not keeper.database.folder.exists()


def test_with_the_opt_in_nothing_stays_in_memory(
    drawer: Drawer, keeper: Keeper, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Wants, "is_on", True)
    keeper.key.set_up(PHRASE)
    drawer.put(SECRET)
    assert drawer.in_memory == []
    assert SECRET not in repr(vars(drawer))
    message = drawer.last(keeper.key.open(PHRASE))
    assert message is not None
    assert message.text == SECRET


def test_a_message_that_cannot_be_sealed_stays_in_memory(drawer: Drawer, keeper: Keeper) -> None:
    drawer.put(SECRET)
    (message,) = drawer.in_memory
    with pytest.raises(CompanionError):
        drawer.seal(message)
    assert [each.text for each in drawer.in_memory] == [SECRET]


def test_numbers_before_and_after_stand_beside_the_last_one_only(drawer: Drawer) -> None:
    drawer.put("first")
    drawer.put(SECRET)
    sit = parse(SCRIPT, file="s.yaml", id="s", bells=("soft",), beds=())
    drawer.rate(sit, Answers(strength=7), "softer")
    last, first = drawer.in_memory
    assert (last.parts["before"], last.parts["after"]) == ("7", "softer")
    assert "before" not in first.parts
    answers = message_page(last).answers
    assert [how for _, how in answers] == [SECRET, "7", "softer"]


def test_after_it_was_seen_another_sit_changes_nothing(drawer: Drawer) -> None:
    drawer.put(SECRET)
    drawer.is_waiting = False
    sit = parse(SCRIPT, file="s.yaml", id="s", bells=("soft",), beds=())
    drawer.rate(sit, Answers(strength=7), 10)
    assert drawer.in_memory[0].parts == {"text": SECRET}


def test_the_three_lines_become_what_is_copied(drawer: Drawer) -> None:
    drawer.put(SECRET)
    message = drawer.in_memory[0].having(feel="lonely", need="", would="call me?")
    assert message_page(message).copy == "I feel lonely\nWould you call me?"
    assert message_page(drawer.in_memory[0]).copy == SECRET


def test_R10_nothing_reads_what_was_written() -> None:  # noqa: N802
    """No look at the words but to show them: no search, no comparison, no count of them."""
    package = Path(unsent.__file__).parent.parent
    files = [
        package / "session/unsent.py",
        package / "tui/flows/unsent.py",
        package / "plain/unsent.py",
    ]
    for file in files:
        tree = ast.parse(file.read_text("utf-8"))
        imported = {
            name.name
            for node in ast.walk(tree)
            if isinstance(node, ast.Import)
            for name in node.names
        }
        assert "re" not in imported, file
        for node in ast.walk(tree):
            if isinstance(node, ast.Compare) and any(
                isinstance(op, ast.In | ast.NotIn) for op in node.ops
            ):
                assert "text" not in ast.unparse(node), ast.unparse(node)
