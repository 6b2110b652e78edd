"""A sound card made of software: a private PulseAudio with a null sink whose monitor is recorded.

Needs no hardware, no login session and no D-Bus; several can run side by side. It ends only
the processes it started itself.
"""

import os
import shutil
import subprocess
import threading
import time
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np
from numpy.typing import NDArray

RATE = 48_000
SINK = "rig"
NEEDED = ("pulseaudio", "pactl", "parec")
_FRAME_BYTES = 8


def missing() -> str:
    """Which of the programs it needs are not here, as a reason to skip; empty when all are."""
    absent = [name for name in NEEDED if shutil.which(name) is None]
    return f"no sound server to play into: {', '.join(absent)} not installed" if absent else ""


class SoundServer:
    """A running server.

    Args:
        folder: an empty folder for its socket and state.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._socket = folder / "native"
        for name in ("run", "state", "home"):
            (folder / name).mkdir(mode=0o700, parents=True, exist_ok=True)
        self._process = self._start()

    @property
    def environment(self) -> dict[str, str]:
        """What a program needs in its environment to play here and nowhere else."""
        return {"PULSE_SERVER": f"unix:{self._socket}"}

    @property
    def pid(self) -> int:
        """The server's process id."""
        return self._process.pid

    def unplug(self) -> None:
        """Take the sink away, as pulling out a USB device would."""
        self.unplug_another(SINK)

    def plug(self) -> None:
        """Bring the sink back."""
        self.plug_another(SINK)
        self._pactl("set-default-sink", SINK)

    def plug_another(self, name: str) -> None:
        """Bring a second sink, beside the first."""
        self._pactl("load-module", "module-null-sink", f"sink_name={name}", f"rate={RATE}", "channels=2",
                    f"sink_properties=device.description={name}")  # fmt: skip

    def unplug_another(self, name: str) -> None:
        """Take it away again."""
        rows = self._pactl("list", "short", "modules").splitlines()
        index = next(row.split()[0] for row in rows if f"sink_name={name} " in row)
        self._pactl("unload-module", index)

    def suspend(self, on: bool) -> None:
        """Stop the sink's clock, as a closed lid would, or start it again."""
        self._pactl("suspend-sink", SINK, "1" if on else "0")

    def record(self, sink: str = SINK) -> "Recording":
        """Start recording what is heard."""
        return Recording(self._own_environment(), sink)

    def freeze(self) -> None:
        """Make the server accept and never answer."""
        os.kill(self._process.pid, 19)  # SIGSTOP

    def thaw(self) -> None:
        """Let it answer again."""
        os.kill(self._process.pid, 18)  # SIGCONT

    def kill(self) -> None:
        """End the server without a word."""
        self._process.kill()
        self._process.wait()
        self._socket.unlink(missing_ok=True)

    def restart(self) -> None:
        """Start it again after it was killed."""
        (self._folder / "run" / "pid").unlink(missing_ok=True)
        self._process = self._start()

    def stop(self) -> None:
        """End it."""
        if self._process.poll() is None:
            self.thaw()
            self._process.terminate()
            try:
                self._process.wait(5)
            except subprocess.TimeoutExpired:
                self.kill()

    def _start(self) -> "subprocess.Popen[bytes]":
        options = (
            "pulseaudio", "-n", "--daemonize=no", "--use-pid-file=no", "--exit-idle-time=-1",
            "--disallow-exit=no", "--fail=yes", "--realtime=no", "--high-priority=no",
            f"--log-target=file:{self._folder / 'log'}",
            "-L", f"module-native-protocol-unix auth-anonymous=1 socket={self._socket}",
            "-L", f"module-null-sink sink_name={SINK} rate={RATE} channels=2 sink_properties=device.description=rig",
        )  # fmt: skip
        process = subprocess.Popen(
            options,
            env=self._own_environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline:
            if (
                subprocess.run(
                    ["pactl", "info"], env=self._own_environment(), capture_output=True, check=False
                ).returncode
                == 0
            ):
                self._pactl("set-default-sink", SINK)
                return process
            threading.Event().wait(0.05)
        process.kill()
        raise RuntimeError(f"the sound server does not answer; see {self._folder / 'log'}")

    def _own_environment(self) -> dict[str, str]:
        dropped = ("DISPLAY", "DBUS_SESSION_BUS_ADDRESS", "PULSE_SINK", "PULSE_COOKIE")
        kept = {k: v for k, v in os.environ.items() if k not in dropped}
        return {
            **kept,
            "PULSE_SERVER": f"unix:{self._socket}",
            "PULSE_RUNTIME_PATH": str(self._folder / "run"),
            "PULSE_STATE_PATH": str(self._folder / "state"),
            "XDG_RUNTIME_DIR": str(self._folder / "run"),
            "HOME": str(self._folder / "home"),
        }

    def _pactl(self, *words: str) -> str:
        done = subprocess.run(
            ["pactl", *words],
            env=self._own_environment(),
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout


class Recording:
    """What the null sink's monitor hands out, with the time at which each part came."""

    def __init__(self, environment: dict[str, str], sink: str = SINK) -> None:
        self._chunks: list[bytes] = []
        self._count = 0
        self._stamps: list[tuple[float, int]] = []
        self._process = subprocess.Popen(
            ["parec", "-d", f"{sink}.monitor", "--format=float32le", f"--rate={RATE}",
             "--channels=2", "--latency-msec=10", "--raw"],
            env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        self._began = threading.Event()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        # an idle null sink hands out its first samples up to two seconds late
        self._began.wait(5)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def _read(self) -> None:
        assert self._process.stdout is not None
        with self._process.stdout as stdout:
            while chunk := os.read(stdout.fileno(), 65_536):
                self._chunks.append(chunk)
                self._count += len(chunk)
                self._stamps.append((time.monotonic(), self._count // _FRAME_BYTES))
                self._began.set()

    def stop(self) -> None:
        """End the recording."""
        if self._process.poll() is None:
            self._process.terminate()
        self._process.wait()
        self._reader.join(2)

    def samples(self) -> NDArray[np.float32]:
        """Everything so far: (n,) float32, the louder of the two channels."""
        raw = b"".join(self._chunks)
        whole = len(raw) // _FRAME_BYTES * _FRAME_BYTES
        both = np.frombuffer(raw[:whole], np.float32).reshape(-1, 2)
        louder: NDArray[np.float32] = both[np.arange(len(both)), np.abs(both).argmax(axis=1)]
        return louder

    def frame_at(self, when: float) -> int:
        """How many frames had come at a time of the monotonic clock."""
        return max((count for at, count in self._stamps if at <= when), default=0)

    def time_of(self, frame: int) -> float:
        """When a frame came, on the monotonic clock."""
        return next((at for at, count in self._stamps if count >= frame), float("inf"))

    def first_sound(self, after: float, above: float = 0.003) -> float | None:
        """When something was first heard after a time, on the monotonic clock."""
        first = self.frame_at(after)
        heard = np.flatnonzero(np.abs(self.samples()[first:]) > above)
        return self.time_of(first + int(heard[0])) if len(heard) else None
