"""A person's own folders, with everything in them that a folder can hold, break no command."""

import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from companion.cli.main import main
from companion.store.library import Library
from companion.store.places import places

Captured = pytest.CaptureFixture[str]
COMMANDS = [
    ["now", "--sink", "{folder}/now.wav", "--silent", "--length", "75s"],
    ["list"], ["list", "--json"], ["check", "sit-with-it"], ["doctor"], ["sounds"], ["sounds", "--json"],
    ["show", "sit-with-it"], ["time", "sit-with-it"], ["voices"], ["where"], ["time", "own"],
]  # fmt: skip
SCRIPT = "companion: 1\ntitle: Own\nsteps: [Stay., {silence: 5s}]\n"


def spoil(folder: Path, suffix: str) -> Iterator[socket.socket]:
    """Put everything into a folder that is no regular file with a name of letters."""
    folder.mkdir(parents=True, exist_ok=True)
    raw = os.fsencode(folder)
    Path(os.fsdecode(raw + b"/Geh\xe4use" + suffix.encode())).write_bytes(b"RIFF")
    (folder / f"bidi\u202etxt{suffix}").write_bytes(b"x")
    (folder / f"empty{suffix}").write_bytes(b"")
    (folder / f"folder{suffix}").mkdir()
    (folder / f"dangling{suffix}").symlink_to(folder / "nowhere")
    (folder / f"loop{suffix}").symlink_to(folder / f"loop{suffix}")
    (folder / f"null{suffix}").symlink_to("/dev/zero")
    os.mkfifo(folder / f"pipe{suffix}")
    bound = socket.socket(socket.AF_UNIX)
    here = Path.cwd()
    os.chdir(folder)  # a socket's path has few letters
    bound.bind(f"socket{suffix}")
    os.chdir(here)
    yield bound


@pytest.fixture
def spoiled(homeless: Path) -> Iterator[Path]:
    kept = places()
    sockets = [s for folder, suffix in ((kept.scripts, ".yaml"), (kept.sounds, ".wav"), (kept.lexicon, ".yaml"))
               for s in spoil(folder, suffix)]  # fmt: skip
    (kept.scripts / "own.yaml").write_text(SCRIPT)
    kept.cache.mkdir(parents=True)
    os.mkfifo(kept.cache / "paces.json")
    kept.settings.parent.mkdir(parents=True)
    os.mkfifo(kept.settings)
    yield homeless
    for one in sockets:
        one.close()


@pytest.mark.timeout(30)
@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_no_command_ends_at_what_lies_in_a_folder(
    spoiled: Path, command: list[str], capsys: Captured, tmp_path: Path
) -> None:
    assert spoiled
    assert main([word.replace("{folder}", str(tmp_path)) for word in command]) in (0, 1)
    said = capsys.readouterr()
    assert "Traceback" not in said.err
    if command == ["list"]:
        assert "own" in said.out


@pytest.mark.usefixtures("spoiled")
def test_each_file_that_is_not_used_costs_one_line() -> None:
    lines = Library.of(places()).unused()
    for name in ("folder", "pipe", "socket", "null", "dangling", "loop", "bidi"):
        for suffix in (".yaml", ".wav"):
            assert len([line for line in lines if f"/{name}" in line and suffix in line]) == 1, name
    assert len([line for line in lines if "Geh?use" in line]) == 2
    assert all("\n" not in line and "isn't used" in line for line in lines)


def test_a_script_with_the_other_ending_is_found_and_one_of_the_same_name_is_told(
    homeless: Path, capsys: Captured
) -> None:
    assert homeless
    kept = places()
    kept.scripts.mkdir(parents=True)
    for name in ("calm.yml", "evening.yaml", "evening.yml", "sit-with-it.yaml"):
        (kept.scripts / name).write_text(SCRIPT)
    assert main(["list"]) == 0
    said = capsys.readouterr()
    assert "calm  " in said.out
    assert "evening.yml isn't used: evening.yaml has the same name" in said.err
    assert "sit-with-it.yaml isn't used: one that is shipped has the same name" in said.err
    assert main(["time", "calm"]) == 0
    assert main(["check", str(kept.scripts)]) == 0
    assert "4 scripts" in capsys.readouterr().out


def test_the_door_reads_nothing_of_a_persons_before_its_first_word(
    homeless: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert homeless
    kept = places()
    for folder in (kept.scripts, kept.sounds):
        folder.mkdir(parents=True)
    from companion.session.options import Options
    from companion.timeline.request import Request
    from companion.wiring import Services

    listed: list[str] = []
    scan = os.scandir

    def watched(path: str) -> object:
        listed.append(os.fspath(path))
        return scan(path)

    monkeypatch.setattr(os, "scandir", watched)
    said: list[list[str]] = []
    services = Services(Options(silent=True, output="none"))
    services.prepare(
        services.open("first-two-minutes"), Request(), lambda _: said.append(list(listed))
    )
    services.close()
    assert said == [[]]
