"""`--ghost`: a run of which no file is left, seen in the file system and by the system calls."""

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

import companion
from companion import ending, files
from companion.cli.main import main
from companion.errors import CompanionError
from companion.store.kept.keeper import Keeper
from tests.environment import unmeasured

Captured = pytest.CaptureFixture[str]
SCRIPT = """\
companion: 1
title: Short
steps:
  - say: "It's raining on {partner}."
  - silence: 1s
"""
VOICES = ("hibari", "pyttsx3")
# Python compiles these two before any line of ours runs; an installer has done it before.
FIRST_TWO = {"__init__", "__main__"}
_CALLS = "openat,open,creat,mkdir,mkdirat,rename,renameat,renameat2,unlink,unlinkat,rmdir,link,"
_CALLS += "linkat,symlink,symlinkat,truncate,chmod,fchmodat,utimensat,mknod,mknodat"
_WRITES = re.compile(r"O_WRONLY|O_RDWR|O_CREAT|^(?!open)")
_PLACE = re.compile(r'"([^"]*)"')


class Ghost:
    """An empty home and empty folders for everything else, and what they hold afterwards."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "world"
        names = ("home", "config", "cache", "data", "state", "runtime", "tmp", "compiled")
        for name in names:
            (self.folder / name).mkdir(parents=True)
        (self.folder / "runtime").chmod(0o700)
        self.script = folder / "short.yaml"
        self.script.write_text(SCRIPT, "utf-8")
        self.trace = folder / "trace"
        self.compiles_anew = False

    @property
    def environment(self) -> Mapping[str, str]:
        place = {each.name: str(each) for each in self.folder.iterdir()}
        kept = {k: v for k, v in unmeasured().items() if k != "PYTHONDONTWRITEBYTECODE"}
        return {
            **kept,
            "HOME": place["home"],
            "XDG_CONFIG_HOME": place["config"],
            "XDG_CACHE_HOME": place["cache"],
            "XDG_DATA_HOME": place["data"],
            "XDG_STATE_HOME": place["state"],
            "XDG_RUNTIME_DIR": place["runtime"],
            "TMPDIR": place["tmp"],
            **({"PYTHONPYCACHEPREFIX": place["compiled"]} if self.compiles_anew else {}),
        }

    def run(self, *words: str, ends_after: int = 0, traced: bool = False) -> str:
        """Run a command, at most until it has printed some lines; return what it printed."""
        tracer = ["strace", "-f", "-qq", "-o", str(self.trace), "-e", f"trace={_CALLS}"]
        command = [sys.executable, "-u", "-m", "companion", *words, "--ghost"]
        with subprocess.Popen(
            [*(tracer if traced else ()), *command],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            text=True, env=self.environment, start_new_session=True,
        ) as process:  # fmt: skip
            assert process.stdin is not None
            assert process.stdout is not None
            process.stdin.write("blue door\n")
            process.stdin.close()
            lines = []
            for line in process.stdout:
                lines.append(line)
                if len(lines) == ends_after:
                    os.killpg(process.pid, signal.SIGTERM)
            process.wait(50)
        return "".join(lines)

    def left(self) -> list[str]:
        """Every file and folder that is there now, except for what the sound server makes."""
        found = (file.relative_to(self.folder) for file in self.folder.rglob("*"))
        names = [str(place) for place in found if place.parts[1:]]
        return [n for n in names if not n.startswith("compiled/") and "pulse" not in n.split("/")]

    def compiled(self) -> set[str]:
        """The names of our own modules that were compiled into files."""
        ours = str(Path(companion.__file__).parent).lstrip("/")
        return {
            file.name.split(".")[0] for file in (self.folder / "compiled" / ours).rglob("*.pyc")
        }

    def written(self) -> list[str]:
        """Every place that a system call made, changed or deleted something at."""
        places = []
        for line in self.trace.read_text("utf-8", "replace").splitlines():
            call = line.split(maxsplit=1)[1]
            if " = -1 " in call or call.startswith(("---", "+++", "<...")):
                continue
            if _WRITES.search(call) and (place := _PLACE.search(call)):
                places.append(place[1])
        return places


@pytest.fixture
def ghost(tmp_path: Path) -> Ghost:
    if not files.MEMORY.is_dir():
        pytest.skip("there's no folder in memory")
    return Ghost(tmp_path)


@pytest.mark.parametrize("voice", VOICES)
def test_r26_a_ghost_run_speaks_and_leaves_no_file(ghost: Ghost, voice: str) -> None:
    text = ghost.run("play", str(ghost.script), "--voice", voice, "--sink", "none")
    assert "It's raining on your partner" in text
    assert "can't speak" not in text
    assert ghost.left() == []


@pytest.mark.parametrize(
    "words",
    [
        ("now", "--sink", "none"),
        ("sit", "5", "--sink", "none", "--voice", "pyttsx3"),
        ("home", "--sink", "none"),
        ("together", "--at", "21:30", "--dry", "--sink", "none"),
    ],
)
def test_everything_that_plays_can_be_a_ghost_run(ghost: Ghost, words: tuple[str, ...]) -> None:
    assert ghost.run(*words, ends_after=3)
    assert ghost.left() == []


def test_no_module_is_compiled_into_a_file_not_by_a_worker_either(ghost: Ghost) -> None:
    ghost.compiles_anew = True
    ghost.run("play", str(ghost.script), "--voice", "pyttsx3", "--sink", "none")
    assert ghost.compiled() <= FIRST_TWO


def test_without_ghost_the_same_run_keeps_its_spoken_lines(ghost: Ghost) -> None:
    environment = dict(ghost.environment)
    command = ["play", str(ghost.script), "--voice", "pyttsx3", "--sink", "none"]
    subprocess.run(
        [sys.executable, "-m", "companion", *command], env=environment, timeout=50,
        check=True, stdin=subprocess.DEVNULL, capture_output=True,
    )  # fmt: skip
    assert list((ghost.folder / "cache").rglob("*.wav"))


@pytest.mark.skipif(shutil.which("strace") is None, reason="strace isn't installed")
@pytest.mark.parametrize("voice", VOICES)
def test_no_system_call_of_a_ghost_run_writes_outside_memory(ghost: Ghost, voice: str) -> None:
    ghost.run("play", str(ghost.script), "--voice", voice, "--sink", "none", traced=True)
    outside = [
        place
        for place in ghost.written()
        if not place.startswith(("/dev/", "/proc/"))
        and place.startswith("/")  # a name alone is one in a folder that was opened before
        and not (place.startswith(str(ghost.folder / "compiled")))
    ]
    assert outside == []
    assert any(place.startswith("/dev/shm/companion-") for place in ghost.written())
    folders = files.MEMORY.glob("companion-*")
    assert all(Path(f"/proc/{folder.name.split('-')[1]}").exists() for folder in folders)


def test_a_sound_file_and_a_ghost_run_contradict_each_other(
    tmp_path: Path, capsys: Captured
) -> None:
    assert main(["sit", "--ghost", "--sink", str(tmp_path / "a.wav")]) == 2
    assert "--ghost writes no file" in capsys.readouterr().err


def test_where_there_is_no_memory_it_is_refused(
    tmp_path: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "MEMORY", tmp_path / "none")
    assert main(["sit", "--ghost"]) == 2
    assert "--ghost needs Linux" in capsys.readouterr().err
    assert not files.is_ghost()


def test_even_when_it_ends_by_force_it_deletes_its_folders(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "MEMORY", tmp_path)
    mine, other = tmp_path / f"companion-{os.getpid()}-a", tmp_path / "companion-1-b"
    mine.mkdir()
    other.mkdir()
    codes: list[int] = []
    monkeypatch.setattr("companion.ending.os._exit", codes.append)
    monkeypatch.setattr(ending, "last_acts", [files.delete_scratch])
    ending._force(ending.ENDED, None)
    assert codes == [ending.ENDED]
    assert [other.exists(), mine.exists()] == [True, False]


@pytest.fixture
def as_ghost(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMPANION_GHOST", "1")


@pytest.mark.usefixtures("as_ghost")
def test_settings_are_not_written_and_it_is_said(capsys: Captured, homeless: Path) -> None:
    assert main(["config", "set", "look.theme", "paper"]) == 1
    assert files.NOTHING_WRITTEN in capsys.readouterr().err
    assert list(homeless.rglob("*")) == []


@pytest.mark.usefixtures("as_ghost")
def test_nothing_of_ours_is_made_or_deleted_either(tmp_path: Path) -> None:
    new = tmp_path / "new"
    for write in (files.make_folder, _create, _replace, _write_private):
        with pytest.raises(OSError, match=files.NOTHING_WRITTEN):
            write(new)
    assert list(tmp_path.iterdir()) == [tmp_path / "home"]


def _create(file: Path) -> None:
    files.create_whole(file, b"")


def _replace(file: Path) -> None:
    files.replace_whole(file, b"")


def _write_private(file: Path) -> None:
    files.write_private(file, "")


@pytest.mark.usefixtures("as_ghost")
def test_what_a_person_keeps_is_neither_read_nor_written(tmp_path: Path) -> None:
    folder = tmp_path / "kept"
    keeper = Keeper(folder, lambda _: True)
    assert not keeper.wants("history")
    assert keeper.count("journal") == 0
    with pytest.raises(CompanionError, match=files.NOTHING_WRITTEN), keeper.database.changing():
        pass
    with pytest.raises(CompanionError, match=files.NOTHING_WRITTEN):
        keeper.forget_everything()
    assert not folder.exists()
