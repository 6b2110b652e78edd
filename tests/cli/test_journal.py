"""`companion journal`, the opt-ins of `companion config`, and `companion forget`."""

import io
import os
import stat
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from companion.cli import asking
from companion.cli.main import main
from companion.store.kept import keeper as keeping
from companion.store.kept.sealing import Cost
from companion.store.places import places

NOW = datetime(2026, 11, 26, 12, 10, tzinfo=UTC)
PHRASE = "four grey stones by water"
SECRET = "I sat on the kitchen floor"


class Terminal:
    """Somebody at a terminal: lines that are typed in clear, and passphrases that aren't shown."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._monkeypatch = monkeypatch
        self.hidden: list[str] = []
        monkeypatch.setattr("getpass.getpass", lambda _: self.hidden.pop(0))

    def type(self, *lines: str, hidden: tuple[str, ...] = ()) -> None:
        text = io.StringIO("".join(f"{line}\n" for line in lines))
        text.isatty = lambda: True  # type: ignore[method-assign]
        self._monkeypatch.setattr(sys, "stdin", text)
        self.hidden = list(hidden)


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    cheap = Cost(1, 8192)
    monkeypatch.setattr(
        asking, "Keeper", lambda folder, is_on: keeping.Keeper(folder, is_on, cheap)
    )
    return Terminal(monkeypatch)


@pytest.fixture
def journal(terminal: Terminal) -> Terminal:
    """A journal that was turned on, with one entry."""
    terminal.type("yes", hidden=(PHRASE, PHRASE))
    assert main(["config", "set", "keep.journal", "yes"]) == 0
    terminal.type(SECRET, "and then I got up", ".")
    assert main(["journal", "add"]) == 0
    return terminal


Out = Callable[[], tuple[str, str]]


@pytest.fixture
def out(capsys: pytest.CaptureFixture[str]) -> Out:
    def read() -> tuple[str, str]:
        captured = capsys.readouterr()
        return captured.out, captured.err

    return read


def test_without_a_journal_it_says_so_and_makes_nothing(out: Out, homeless: Path) -> None:
    assert main(["journal"]) == 0
    assert out()[0] == (
        "There's no journal, and nothing's being kept. Turn one on in settings, if you want one.\n"
    )
    assert [p for p in homeless.rglob("*") if p.is_file()] == []


def test_the_words_come_before_the_yes_and_a_no_keeps_nothing(
    terminal: Terminal, out: Out, homeless: Path
) -> None:
    terminal.type("no")
    assert main(["config", "set", "keep.journal", "yes"]) == 0
    told = " ".join(out()[0].split())
    assert "if you lose the passphrase, the words are lost" in told
    assert "keep.journal stays as it was" in told
    assert [p for p in homeless.rglob("*") if p.is_file()] == []


def test_two_passphrases_that_differ_turn_nothing_on(terminal: Terminal, out: Out) -> None:
    terminal.type("yes", hidden=(PHRASE, "four grey stones by weather"))
    assert main(["config", "set", "keep.journal", "yes"]) == 1
    assert "the two aren't the same" in out()[1]
    assert not places().settings.exists()
    assert not places().kept.exists()


def test_what_is_written_is_read_only_with_the_passphrase(journal: Terminal, out: Out) -> None:
    out()
    journal.type(hidden=(PHRASE,))
    assert main(["journal", "read"]) == 0
    assert f"  {SECRET}\n  and then I got up\n" in out()[0]
    journal.type(hidden=("something else",))
    assert main(["journal", "read"]) == 1
    assert SECRET not in "".join(out())


def test_a_passphrase_is_never_read_from_a_pipe(
    journal: Terminal, out: Out, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{PHRASE}\n"))
    assert main(["journal", "read"]) == 2
    assert "run this in a terminal" in out()[1]


def test_words_that_come_through_a_pipe_are_kept(
    journal: Terminal, out: Out, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("From a pipe.\n"))
    assert main(["journal", "add"]) == 0
    journal.type("pipe FROM", hidden=(PHRASE,))
    out()
    assert main(["journal", "search"]) == 0
    told = out()[0]
    assert "From a pipe." in told
    assert SECRET not in told
    journal.type("door", hidden=(PHRASE,))
    assert main(["journal", "search"]) == 0
    assert "Nothing has those words." in out()[0]


def test_nobody_types_a_page_for_nothing(terminal: Terminal, out: Out) -> None:
    terminal.type(SECRET, ".")
    assert main(["journal", "add"]) == 1
    assert "companion config set keep.journal yes" in out()[1]
    assert sys.stdin.readline() == f"{SECRET}\n"  # it wasn't even asked for


def test_the_page_counts_entries_and_shows_no_word_of_them(journal: Terminal, out: Out) -> None:
    out()
    assert main(["journal"]) == 0
    assert out()[0] == (
        "What you wrote\n  1 entry, sealed\ncompanion journal add writes in it; "
        "companion journal read asks for your passphrase.\n"
    )


def test_history_and_ratings_are_shown_as_days_and_counts(
    terminal: Terminal, out: Out, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("companion.cli.journal.time", NOW.timestamp)
    for kind in ("history", "ratings"):
        terminal.type("yes")
        assert main(["config", "set", f"keep.{kind}", "yes"]) == 0
    keeper = asking.own_keeper()
    row = keeper.history.begin("five-things", NOW, 180_000)
    assert row is not None
    for after in (5, 4, 8, 5):
        keeper.ratings.add("five-things", NOW, 9, after)
    keeper.ratings.add("gone", NOW, None, "same")
    out()
    assert main(["journal"]) == 0
    assert out()[0].split("\n")[:10] == [
        "How it was, after",
        "  Five things, from 8 to 10: softer 3 times, about the same once.",
        "  gone: once, too few to say.",
        "  It isn't a score. Staying with it is something too.",
        "The last four weeks",
        "   2 Nov  · · · · · · ·",
        "   9 Nov  · · · · · · ·",
        "  16 Nov  · · · · · · ·",
        "  23 Nov  · · · ●",
        "  With a session: 26 November.",
    ]


def test_markdown_goes_out_in_clear_and_comes_back(
    journal: Terminal, out: Out, tmp_path: Path
) -> None:
    file = tmp_path / "journal.md"
    journal.type(hidden=(PHRASE,))
    assert main(["journal", "export", str(file)]) == 0
    assert "in clear" in out()[0]
    assert SECRET in file.read_text()
    if os.name != "nt":
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    journal.type(hidden=(PHRASE,))
    assert main(["journal", "export", str(file)]) == 1
    assert main(["journal", "forget", "--all"]) == 0
    journal.type(hidden=(PHRASE, PHRASE))
    assert main(["journal", "--set-passphrase"]) == 0
    assert main(["journal", "import", str(file)]) == 0
    out()
    journal.type(hidden=(PHRASE,))
    assert main(["journal", "read"]) == 0
    assert SECRET in out()[0]


@pytest.mark.parametrize("raw", [None, b"\xff\xfe\xff", b"x" * 1_000_001])
def test_a_file_that_cannot_be_taken_over_keeps_nothing(
    journal: Terminal, out: Out, tmp_path: Path, raw: bytes | None
) -> None:
    file = tmp_path / "journal.md"
    if raw is not None:
        file.write_bytes(raw)
    assert main(["journal", "import", str(file)]) == 1
    assert str(file) in out()[1]
    assert asking.own_keeper().journal.count == 1


def test_one_entry_is_forgotten_or_all(journal: Terminal, out: Out) -> None:
    assert main(["journal", "forget"]) == 2
    assert main(["journal", "forget", "7"]) == 1
    assert "there's no entry 7" in out()[1]
    assert main(["journal", "forget", "1"]) == 0
    assert asking.own_keeper().journal.count == 0
    assert asking.own_keeper().key.is_set
    journal.type("Another.", ".")
    assert main(["journal", "add"]) == 0
    assert main(["journal", "forget", "--all"]) == 0
    assert not places().kept.exists()


def test_the_passphrase_is_changed_with_the_old_one(journal: Terminal, out: Out) -> None:
    journal.type(hidden=("wrong and wrong", "six red bricks", "six red bricks"))
    assert main(["journal", "--set-passphrase"]) == 1
    journal.type(hidden=(PHRASE, "six red bricks", "six red bricks"))
    assert main(["journal", "--set-passphrase"]) == 0
    journal.type(hidden=("six red bricks",))
    out()
    assert main(["journal", "read"]) == 0
    assert SECRET in out()[0]


def test_forget_one_kind_says_that_the_key_went_too(journal: Terminal, out: Out) -> None:
    out()
    assert main(["forget", "--journal"]) == 0
    assert out()[0] == (
        "Everything you wrote in the journal is gone.\n"
        "With your last words the passphrase went too. New ones need a new one.\n"
    )
    assert not places().kept.exists()


def test_forget_everything_leaves_no_file_of_ours(journal: Terminal, homeless: Path) -> None:
    places().scripts.mkdir(parents=True)
    own = places().scripts / "mine.yaml"
    own.touch()
    places().cache.mkdir(parents=True)
    assert main(["forget", "--everything"]) == 0
    assert [p for p in homeless.rglob("*") if p.is_file()] == [own]


def test_forget_everything_deletes_even_what_cannot_be_read(journal: Terminal) -> None:
    (places().kept / "kept.db").write_bytes(b"nothing that can be read" * 100)
    assert main(["forget", "--everything"]) == 0
    assert not places().kept.exists()


def test_the_shell_never_sees_words_as_arguments() -> None:
    """Words in arguments are seen by everybody on the computer, and stay in the shell's history."""
    from companion.cli.commands import COMMANDS

    journal = next(command for command in COMMANDS if command.name == "journal")
    for act in journal.acts:
        names = [option.flags[0] for option in act.options]
        assert set(names) <= {"file", "number", "--all"}, act.name


def test_turning_it_off_says_that_what_is_there_stays(journal: Terminal, out: Out) -> None:
    out()
    assert main(["config", "set", "keep.journal", "no"]) == 0
    assert "companion forget --journal deletes it" in out()[1]
    assert asking.own_keeper().journal.count == 1
    journal.type("More.", ".")
    assert main(["journal", "add"]) == 1
    journal.type(hidden=(PHRASE,))
    out()
    assert main(["journal", "read"]) == 0
    assert SECRET in out()[0]


def test_words_to_search_by_never_stand_in_a_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["journal", "search", "diary"]) == 2
    assert "you're asked for them" in capsys.readouterr().err
