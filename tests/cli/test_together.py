"""`companion together`: two processes with two voices play one session."""

import io
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import soundfile

from companion.cli.main import main

Captured = pytest.CaptureFixture[str]
PHRASE = "the kettle sings at nine"
# Silence between the words, so that a bell is the only thing that sounds where it rings.
SCRIPT = """\
companion: 1
title: For two
steps:
  - section: First
  - say: You're both here, wherever that is. Nobody can see it.
  - silence: 4s..6s..20s
  - bell: low
  - silence: 6s..8s..20s
  - choose:
      id: where
      prompt: Where does your attention go
      options:
        - {label: Feet, default: true, steps: [Let it rest with your feet.]}
        - {label: Hands, steps: [Let it rest with your hands.]}
  - silence: 4s..6s..20s
  - section: Last
  - say: That's the end of it.
  - silence: 3s
  - bell: low
"""


def together(home: Path, voice: str, *words: str, phrase: str = PHRASE) -> "subprocess.Popen[str]":
    """One of two machines, with a home and a voice of its own."""
    home.mkdir()
    environment = {**os.environ, "HOME": str(home), "COMPANION_VOICE": voice}
    process = subprocess.Popen(
        [sys.executable, "-m", "companion", "together", "--at", "21:30 UTC", *words],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        env=environment,
    )  # fmt: skip
    assert process.stdin is not None
    process.stdin.write(f"{phrase}\n")
    process.stdin.close()
    return process


def said(process: "subprocess.Popen[str]") -> str:
    assert process.stdout is not None
    with process.stdout as out:
        text = out.read()
    assert process.wait(50) == 0, text
    return text


@pytest.fixture
def script(tmp_path: Path) -> str:
    file = tmp_path / "for-two.yaml"
    file.write_text(SCRIPT, "utf-8")
    return str(file)


def test_two_processes_with_two_voices_have_one_timeline_and_one_check_word(
    script: str, tmp_path: Path
) -> None:
    words = ("--session", script, "--length", "50s", "--dry", "--json")
    one = together(tmp_path / "one", "hibari", *words)
    two = together(tmp_path / "two", "pyttsx3", *words, phrase=PHRASE.title())
    first, second = json.loads(said(one)), json.loads(said(two))
    assert first == second
    assert len(first["check"].split()) == 2
    assert first["total_ms"] == 50_000
    assert {row["kind"] for row in first["rows"]} >= {"say", "bell", "silence"}
    assert "choose" not in {row["kind"] for row in first["rows"]}


def test_the_bells_of_two_voices_ring_within_20_ms(script: str, tmp_path: Path) -> None:
    files = [tmp_path / "one.wav", tmp_path / "two.wav"]
    words = ("--session", script, "--length", "50s", "--sink")
    both = [
        together(tmp_path / voice, voice, *words, str(file))
        for voice, file in zip(("hibari", "pyttsx3"), files, strict=True)
    ]
    texts = [said(process) for process in both]
    dry = said(together(tmp_path / "dry", "silent", *words[:-1], "--dry", "--json"))
    bells = [row["start_ms"] for row in json.loads(dry)["rows"] if row["kind"] == "bell"]
    assert len(bells) == 2
    assert all(PHRASE not in text for text in texts)
    recordings = [soundfile.read(file)[0].mean(axis=1) for file in files]
    assert len(recordings[0]) == len(recordings[1]) == 50 * 48_000
    words_said = [sound[: bells[0] * 48 - 4_800] for sound in recordings]
    assert not np.allclose(words_said[0], words_said[1], atol=0.01)  # two voices indeed
    for bell in bells:
        onsets = [onset(sound, bell) for sound in recordings]
        assert abs(onsets[0] - onsets[1]) <= 20
        assert abs(onsets[0] - bell) <= 20


def onset(sound: "np.ndarray[tuple[int], np.dtype[np.float64]]", about_ms: int) -> float:
    """The ms at which something begins to sound, near a place."""
    first = (about_ms - 500) * 48
    window = np.abs(sound[first : first + 48_000])
    return (first + int(np.argmax(window > 0.02 * window.max()))) / 48


def test_the_phrase_is_kept_nowhere_and_is_no_argument(tmp_path: Path) -> None:
    process = together(tmp_path / "one", "silent", "--dry")
    assert PHRASE not in said(process)
    kept = [file for file in (tmp_path / "one").rglob("*") if file.is_file()]
    assert not any(PHRASE.encode() in file.read_bytes() for file in kept)


@pytest.mark.parametrize(
    ("words", "stdin", "line"),
    [
        (["--at", "soon", "--dry"], "a b\n", "isn't a time of day"),
        (["--at", "21:30", "--dry"], "\n", "there's no phrase"),
        (["--at", "21:30", "--json"], "a b\n", "add --dry"),
        ([], "a b\n", "--at"),
        (["--at", "21:30", "--length", "3h", "--dry"], "a b\n", "the longest"),
    ],
)
def test_what_is_wrong_is_said_with_what_to_do(
    words: list[str], stdin: str, line: str, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(stdin))
    assert main(["together", *words]) in (1, 2)
    assert line in capsys.readouterr().err


@pytest.mark.skipif(shutil.which("strace") is None, reason="strace isn't installed")
def test_r22_nothing_goes_between_the_two(script: str, tmp_path: Path) -> None:
    trace = tmp_path / "trace"
    words = ["together", "--at", "21:30", "--session", script, "--sink", str(tmp_path / "one.wav")]
    done = subprocess.run(
        ["strace", "-f", "-qq", "-o", str(trace), "-e", "trace=socket,connect,sendto,bind",
         sys.executable, "-m", "companion", *words, "--voice", "pyttsx3"],
        input=f"{PHRASE}\n", capture_output=True, text=True, check=False, timeout=55,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "AF_INET" not in trace.read_text("utf-8", "replace")
