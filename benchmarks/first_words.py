"""The time to the first words and to the first sound, compared with the least Python needs.

    python benchmarks/first_words.py [ROUNDS]

The programs run in turns, in one run. Sound is measured where a person would hear it: in the
recording of a private sound server's null sink (Debian: pulseaudio pulseaudio-utils libasound2-plugins
libportaudio2).
"""

import os
import pty
import select
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.sound.rig import Recording, SoundServer, missing

COMPANION = [sys.executable, "-m", "companion"]
SETTLE_S = 1.0


def first_output(
    command: list[str], environment: dict[str, str]
) -> tuple[float, subprocess.Popen[bytes], float]:
    """Start a command; return the seconds to its first output, the process and its start."""
    began = time.monotonic()
    process = subprocess.Popen(
        command, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL, cwd="/",
    )  # fmt: skip
    assert process.stdout is not None
    process.stdout.read(1)
    return time.monotonic() - began, process, began


def end(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(2)
    process.wait(10)
    if process.stdout is not None:
        process.stdout.close()


def home(folder: Path, name: str) -> dict[str, str]:
    # an installed program has its bytecode; some build environments forbid writing it, and then
    # every start compiles the whole program again
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    return {
        **environment,
        "HOME": str(folder / name),
        "XDG_CACHE_HOME": str(folder / name / "cache"),
    }


def words(rounds: int, folder: Path) -> None:
    plain, ours = [], []
    for turn in range(rounds + 1):
        environment = home(folder, f"words{turn}")
        seconds, process, _ = first_output([sys.executable, "-c", "print('a word')"], environment)
        end(process)
        ours_seconds, process, _ = first_output([*COMPANION, "now", "--sink", "none"], environment)
        end(process)
        if turn:  # the first one writes the bytecode
            plain.append(seconds * 1000)
            ours.append(ours_seconds * 1000)
    show("first words, python -c print", plain)
    show("first words, companion now", ours)
    difference = statistics.median(ours) - statistics.median(plain)
    print(f"{'difference of the medians (goal 105)':<38} {difference:6.0f} ms")


def sound_cold(rounds: int, folder: Path, server: SoundServer) -> None:
    for title, name in (("nothing cached", "cold{}"), ("lines cached", "warm")):
        took = []
        for turn in range(rounds):
            environment = {**home(folder, name.format(turn)), **server.environment}
            with server.record() as recording:
                _, process, began = first_output([*COMPANION, "now"], environment)
                heard_at = wait_for_sound(recording, began)
                end(process)
            took.append((heard_at - began) * 1000)
        show(f"first sound, {title} (goal 350)", took)


def sound_warm(rounds: int, folder: Path, server: SoundServer) -> None:
    took = []
    environment = {**home(folder, "key"), **server.environment, "TERM": "xterm-256color"}
    for turn in range(rounds + 1):
        leader, follower = pty.openpty()
        process = subprocess.Popen(
            COMPANION, env=environment, stdin=follower, stdout=follower, stderr=follower,
            cwd="/", start_new_session=True,
        )  # fmt: skip
        os.close(follower)
        drain = threading.Thread(target=read_all, args=(leader,), daemon=True)
        drain.start()
        with server.record() as recording:
            threading.Event().wait(SETTLE_S + 1)
            pressed = time.monotonic()
            os.write(leader, b"n")
            heard_at = wait_for_sound(recording, pressed)
            os.write(leader, b"\x03")
            process.wait(10)
        os.close(leader)
        if turn:  # the first turn only fills the cache
            took.append((heard_at - pressed) * 1000)
    show("first sound after the key n (goal 40)", took)


def read_all(descriptor: int) -> None:
    try:
        while select.select([descriptor], [], [], 30)[0]:
            if not os.read(descriptor, 65_536):
                return
    except OSError:
        return


def wait_for_sound(recording: Recording, after: float, limit: float = 4.0) -> float:
    while time.monotonic() - after < limit:
        if (heard_at := recording.first_sound(after)) is not None:
            return heard_at
        threading.Event().wait(0.05)
    return float("nan")


def show(label: str, times: list[float]) -> None:
    spread = f"({min(times):.0f} to {max(times):.0f}, n={len(times)})"
    print(f"{label:<38} {statistics.median(times):6.0f} ms  {spread}")


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 9
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        words(rounds, folder)
        if reason := missing():
            print(f"the first sound was not measured: {reason}")
            return
        server = SoundServer(folder / "rig")
        try:
            sound_cold(rounds, folder, server)
            sound_warm(rounds, folder, server)
        finally:
            server.stop()


if __name__ == "__main__":
    main()
