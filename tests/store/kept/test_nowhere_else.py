"""R25: what somebody writes is found nowhere but sealed, on any disk or in /dev/shm, after use.

Nothing is claimed about memory or swap while the program runs.
"""

import base64
import os
import pty
import select
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from companion.store.kept.keeper import Keeper
from companion.store.kept.sealing import Cost
from companion.store.places import places
from companion.store.settings import write

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there are no such terminals")
SECRET = "quiet heron on the sill"
PHRASE = "four grey stones by water"
SCRIPT = """\
companion: 1
title: T
steps:
  - ask: {id: word, prompt: "One word?", timeout: 20s}
  - write: {id: letter, prompt: "What would you say?"}
  - silence: 100ms
"""
SHM = Path("/dev/shm")


def forms(words: str) -> list[bytes]:
    """The words as they might lie on a disk."""
    raw = words.encode()
    return [raw, words.encode("utf-16-le"), base64.b64encode(raw)[:-4], raw.hex().encode()]


@pytest.fixture
def home(tmp_path: Path, homeless: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home, with folders for temporary files and for the run beside it."""
    for name, variable in (("tmp", "TMPDIR"), ("run", "XDG_RUNTIME_DIR")):
        (tmp_path / name).mkdir(mode=0o700)
        monkeypatch.setenv(variable, str(tmp_path / name))
    return homeless


def found(folder: Path, before: frozenset[Path], *secrets: str) -> list[Path]:
    """The files with any of the words: all below a folder, and what is new in /dev/shm."""
    files = [file for file in folder.rglob("*") if file.is_file()]
    files += [file for file in shared() - before if file.is_file()]
    return [f for f in files if any(each in f.read_bytes() for s in secrets for each in forms(s))]


def shared() -> frozenset[Path]:
    """The files in /dev/shm."""
    return frozenset(SHM.rglob("*")) if SHM.is_dir() else frozenset()


# core files are allowed, unless the program forbids them for itself
ALLOWING = ["sh", "-c", 'ulimit -c "$(ulimit -H -c)"; exec "$@"', "sh"]


class Terminal:
    """A program at a terminal of its own.

    Args:
        arguments: what is typed after the program's name.
        folder: the folder it runs in.
    """

    def __init__(self, folder: Path, *arguments: str) -> None:
        self._ours, theirs = pty.openpty()
        self.shown = ""
        self.arguments = ""
        self.process = subprocess.Popen(
            [*ALLOWING, sys.executable, "-m", "companion", *arguments],
            stdin=theirs, stdout=theirs, stderr=theirs, cwd=folder, start_new_session=True,
            env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[3])},
        )  # fmt: skip
        os.close(theirs)

    def until(self, words: str, most_s: float = 30.0) -> None:
        """Read until some words are shown."""
        deadline = time.monotonic() + most_s
        while words not in self.shown and time.monotonic() < deadline:
            if select.select([self._ours], [], [], 0.2)[0]:
                self._read()
        assert words in self.shown, self.shown

    def type(self, line: str) -> None:
        """Type a line, and look at the arguments of every process meanwhile."""
        os.write(self._ours, f"{line}\n".encode())
        self.arguments += arguments_below(self.process.pid)

    def wait(self) -> int:
        """Read on until it ends; return its exit code."""
        while self._read():
            pass
        code = self.process.wait(20)
        os.close(self._ours)
        return code

    def _read(self) -> bool:
        try:
            chunk = os.read(self._ours, 65_536)
        except OSError:  # the other end is closed
            return False
        self.shown += chunk.decode("utf-8", "replace")
        return bool(chunk)


def arguments_below(pid: int) -> str:
    """The arguments and the environment of a process and of those that it started."""
    folder = Path(f"/proc/{pid}")
    told = ""
    for name in ("cmdline", "environ"):
        if (folder / name).exists():
            told += (folder / name).read_bytes().decode("utf-8", "replace")
    children = folder / "task" / str(pid) / "children"
    below = children.read_text().split() if children.exists() else []
    return told + "".join(arguments_below(int(child)) for child in below)


@pytest.fixture
def keeping() -> Keeper:
    """A journal that is turned on."""
    write(places().settings, {("keep", "journal"): "yes"})
    keeper = Keeper(places().kept, lambda _: True, Cost(1, 8192))
    keeper.key.set_up(PHRASE)
    return keeper


@pytest.mark.parametrize("form", range(4))
def test_the_search_finds_words_in_every_form(home: Path, tmp_path: Path, form: int) -> None:
    before = shared()
    (home / "log").write_bytes(b"..." + forms(SECRET)[form] + b"...")
    assert found(tmp_path, before, SECRET) == [home / "log"]


def test_r25_a_journal_leaves_its_words_nowhere(
    home: Path, tmp_path: Path, keeping: Keeper
) -> None:
    before = shared()
    adding = Terminal(tmp_path, "journal", "add")
    adding.until("A line with only a dot ends it.")
    adding.type(SECRET)
    adding.type(".")
    assert adding.wait() == 0
    reading = Terminal(tmp_path, "journal", "read")
    reading.until("Your passphrase:")
    reading.type(PHRASE)
    assert reading.wait() == 0
    assert SECRET in reading.shown
    assert PHRASE not in reading.shown
    for terminal in (adding, reading):
        assert SECRET not in terminal.arguments
        assert PHRASE not in terminal.arguments
    assert found(tmp_path, before, SECRET, PHRASE) == []
    (entry,) = keeping.journal.all(keeping.key.open(PHRASE))
    assert entry.words["text"] == SECRET


def test_r25_a_letter_and_an_answer_leave_nothing(home: Path, tmp_path: Path) -> None:
    """With history and ratings kept, which know of the session but not of its words."""
    write(places().settings, {("keep", "history"): "yes", ("keep", "ratings"): "yes"})
    file = tmp_path / "s.yaml"
    file.write_text(SCRIPT)
    before = shared()
    playing = Terminal(tmp_path, "play", str(file), "--plain", "--sink", "none")
    playing.until("(type a line;")
    playing.type("heron")
    playing.until("(type what you like")
    playing.type(SECRET)
    playing.type(".")
    playing.until("How is it now")
    playing.type("")
    assert playing.wait() == 0, playing.shown
    assert SECRET not in playing.arguments
    assert found(tmp_path, before, SECRET, "heron") == []
    assert Keeper(places().kept, lambda _: True).count("history") == 1


def test_r25_a_crash_while_words_are_open_leaves_nothing(
    home: Path, tmp_path: Path, keeping: Keeper
) -> None:
    """Even where core files are allowed: the program forbids them for itself."""
    before = shared()
    adding = Terminal(tmp_path, "journal", "add")
    adding.until("A line with only a dot ends it.")
    adding.type(SECRET)
    adding.process.send_signal(signal.SIGSEGV)
    assert adding.wait() == -signal.SIGSEGV
    assert found(tmp_path, before, SECRET) == []
    assert [f.name for f in tmp_path.rglob("core*") if f.is_file()] == []


def test_forgetting_leaves_nothing_of_what_was_sealed(
    home: Path, tmp_path: Path, keeping: Keeper
) -> None:
    """Not even the sealed bytes: the pages are written over, and the log is emptied."""
    number = keeping.journal.add({"text": SECRET * 40}, datetime(2026, 11, 26, 3, tzinfo=UTC))
    with keeping.database.reading() as db:
        assert db is not None
        (box,) = db.execute("SELECT box FROM journal").fetchone()
    assert box[:200] in b"".join(f.read_bytes() for f in places().kept.iterdir())
    keeping.journal.forget(number)
    assert box[100:200] not in b"".join(f.read_bytes() for f in places().kept.iterdir())


@pytest.mark.parametrize("is_kept", [False, True])
def test_R25_a_message_that_is_not_sent_leaves_its_words_nowhere(  # noqa: N802
    home: Path, tmp_path: Path, is_kept: bool
) -> None:
    """Not in memory only, not through a sit, and sealed only where that was asked for."""
    keeper = Keeper(places().kept, lambda _: True, Cost(1, 8192))
    if is_kept:
        write(places().settings, {("keep", "unsent"): "yes"})
        keeper.key.set_up(PHRASE)
    before = shared()
    unsent = Terminal(tmp_path, "unsent", "--plain", "--sink", "none")
    unsent.until("Write one")
    unsent.type("1")
    unsent.until("A line with only a dot ends it.")
    unsent.type(SECRET)
    unsent.type(".")
    unsent.until("It's put away.")
    unsent.type("1")
    unsent.until("Enter begins.")
    unsent.type("")
    unsent.until("Type ? and Enter to see what you can type.")
    unsent.type("q")
    unsent.until("1 shows the message you put away")
    unsent.type("1")
    if is_kept:
        unsent.until("Your passphrase:")
        unsent.type(PHRASE)
    unsent.until("This is what you wrote.")
    unsent.type("2")
    unsent.until("I feel")
    for line in ("heron feels", "heron needs", "heron would"):
        unsent.type(line)
    unsent.until("  heron would")
    unsent.type("5")
    unsent.until("n, or ? for more:", 10)
    unsent.type("q")
    assert unsent.wait() == 0, unsent.shown
    assert SECRET not in unsent.arguments
    assert PHRASE not in unsent.shown
    assert found(tmp_path, before, SECRET, "heron", PHRASE) == []
    assert places().kept.exists() == is_kept
    if is_kept:
        (entry,) = keeper.unsent.all(keeper.key.open(PHRASE))
        assert entry.words["would"] == "heron would"
