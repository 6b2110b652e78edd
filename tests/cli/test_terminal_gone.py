"""Terminals that go away or misbehave, with real processes on a terminal of the test's own."""

import os
import pty
import select
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

SCREENS = [["now"], ["home"], ["edit", "mine"], ["voices", "fit"], ["play", "letter-not-sent"]]
LINES = [["now", "--plain"], ["play", "sit-with-it", "--plain"]]

pytestmark = pytest.mark.usefixtures("homeless")

# a shell with one job: it waits for the job to stop, says so, and puts it in front again
SHELL = """
import fcntl, os, signal, subprocess, sys, termios
signal.signal(signal.SIGTTOU, signal.SIG_IGN)
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
job = subprocess.Popen(sys.argv[1:], process_group=0)
os.tcsetpgrp(0, job.pid)
_, status = os.waitpid(job.pid, os.WUNTRACED)
os.tcsetpgrp(0, os.getpgrp())
print("the job stopped" if os.WIFSTOPPED(status) else "the job ended", flush=True)
os.tcsetpgrp(0, job.pid)
os.kill(job.pid, signal.SIGCONT)
_, status = os.waitpid(job.pid, 0)
sys.exit(os.waitstatus_to_exitcode(status))
"""


class Terminal:
    """A program on a terminal that only the test looks at."""

    def __init__(self, words: list[str], *, ignores_hangup: bool = True, job: bool = False) -> None:
        self.leader, follower = pty.openpty()
        command = [sys.executable, "-m", "companion", *words, "--sink", "none"]
        if job:
            command = [sys.executable, "-c", SHELL, *command]
        before = signal.getsignal(signal.SIGHUP)
        signal.signal(signal.SIGHUP, signal.SIG_IGN if ignores_hangup else signal.SIG_DFL)
        try:
            self.process = subprocess.Popen(
                command, stdin=follower, stdout=follower, stderr=follower,
                env={**os.environ, "TERM": "xterm-256color"}, start_new_session=True,
            )  # fmt: skip
        finally:
            signal.signal(signal.SIGHUP, before)
        os.close(follower)
        self.shown = b""

    def read(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        while time.monotonic() < until and self.process.poll() is None:
            if select.select([self.leader], [], [], 0.05)[0]:
                with suppress(OSError):
                    self.shown += os.read(self.leader, 65_536)

    def read_until_shown(self) -> None:
        """Wait for the first words, and for what is done behind them."""
        for _ in range(400):
            self.read(0.05)
            if len(self.shown) > 60:
                break
        self.read(1.5)

    def ends_within(self, seconds: float) -> bool:
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(seconds)
        return self.process.poll() is not None


@contextmanager
def terminal(words: list[str], *, job: bool = False) -> Iterator[Terminal]:
    made = Terminal(words, job=job)
    try:
        yield made
    finally:
        made.process.kill()
        made.process.wait()
        with suppress(OSError):
            os.close(made.leader)


@pytest.mark.parametrize("words", [*SCREENS, *LINES], ids=" ".join)
def test_a_terminal_that_goes_without_a_signal_ends_everything(words: list[str]) -> None:
    with terminal(words) as screen:
        screen.read_until_shown()
        children = children_of(screen.process.pid)
        os.close(screen.leader)
        assert screen.ends_within(4.0)
        assert not [pid for pid in children if is_running(pid, within_s=2.0)]


@pytest.mark.parametrize("words", [*SCREENS, LINES[0]], ids=" ".join)
def test_a_signal_to_end_is_heard_from_any_page(words: list[str]) -> None:
    with terminal(words) as screen:
        screen.read_until_shown()
        screen.process.send_signal(signal.SIGTERM)
        reader = threading.Thread(target=screen.read, args=(4.0,))
        reader.start()
        assert screen.ends_within(4.0)
        reader.join()
        assert screen.process.returncode == 143
        assert b"Traceback" not in screen.shown


def test_ctrl_z_on_the_screen_stops_the_job_and_the_shell_can_go_on_with_it() -> None:
    with terminal(["now"], job=True) as screen:
        screen.read_until_shown()
        os.write(screen.leader, b"\x1a")
        screen.read(2.0)
        assert b"the job stopped" in screen.shown
        screen.shown = b""
        for _ in range(20):  # the first one stops the session, the next one leaves
            with suppress(OSError):
                os.write(screen.leader, b"q")
            screen.read(0.5)
            if screen.process.poll() is not None:
                break
        assert screen.process.returncode == 0
        assert b"Traceback" not in screen.shown


@pytest.mark.parametrize("words", [["now"], ["now", "--plain"]], ids=" ".join)
def test_a_byte_that_is_no_letter_costs_no_key(words: list[str]) -> None:
    with terminal(words) as screen:
        screen.read_until_shown()
        os.write(screen.leader, b"\xe9" + (b"\n" if len(words) > 1 else b""))
        screen.read(0.5)
        assert screen.process.poll() is None
        for _ in range(20):  # the first one stops the session, the next one leaves
            with suppress(OSError):
                os.write(screen.leader, b"q" if len(words) == 1 else b"q\n")
            screen.read(0.5)
        assert screen.ends_within(2.0)
        assert b"Traceback" not in screen.shown


def children_of(pid: int) -> list[int]:
    with suppress(OSError):
        return list(map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text().split()))
    return []


def is_running(pid: int, within_s: float) -> bool:
    """Whether a process still runs after a while; one that only waits to be fetched does not."""
    until = time.monotonic() + within_s
    while time.monotonic() < until:
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
        except OSError:
            return False
        if state == "Z":
            return False
        threading.Event().wait(0.05)
    return True


@pytest.mark.parametrize("closed", ["2>&-", ">&-", "<&-", ">&- 2>&-"])
def test_a_stream_that_is_closed_costs_nothing(closed: str, tmp_path: Path, homeless: Path) -> None:
    file = tmp_path / "it.wav"
    command = f"{sys.executable} -m companion now --silent --length 61s --sink {file} {closed}"
    done = subprocess.run(
        ["bash", "-c", command], check=False, timeout=30, capture_output=True, text=True,
        env={**os.environ, "HOME": str(homeless)},
    )  # fmt: skip
    assert done.returncode == 0
    assert file.read_bytes()[:4] == b"RIFF"
    assert "Traceback" not in done.stderr
