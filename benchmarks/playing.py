"""The cost of playing five minutes, compared with mpv playing the exported file, and of its screen.

    python benchmarks/playing.py [SECONDS]

Both play into a private sound server's null sink at the same time (Debian: pulseaudio
pulseaudio-utils libasound2-plugins libportaudio2 mpv). CPU time and memory (PSS) of all their
processes are read from /proc once a second. A rain bed plays throughout; mpv's file contains it.
Then two sessions are shown on screens of two sizes, for a minute each: words and silence, and a
breath, whose lamp moves up to ten times a second. Beside them a picture moves that Textual draws
alone, without sound or words (moving_picture.py): how fast the machine is shows in that.
"""

import fcntl
import os
import pty
import shutil
import struct
import subprocess
import sys
import tempfile
import termios
import threading
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.sound.rig import SoundServer, missing

COMPANION = [sys.executable, "-m", "companion"]
TICKS = os.sysconf("SC_CLK_TCK")
SCREENS = ((80, 24), (120, 40))
PICTURE = [sys.executable, str(Path(__file__).with_name("moving_picture.py"))]
SHOWN = {
    "a moving picture alone": PICTURE,
    "words and silence": [*COMPANION, "sit", "8", "--bed", "rain"],
    "a breath": [*COMPANION, "play", "long-breath-out", "--length", "8m", "--bed", "rain"],
}
SESSION = ["sit-with-it", "--length", "5m", "--bed", "rain"]


def tree(pid: int) -> Iterator[int]:
    """Yield the id of a process, and those of its running descendants."""
    yield pid
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in task.read_text().split():
            yield from tree(int(child))


def cost(pid: int) -> tuple[float, float]:
    """The CPU seconds and the MB of a process with its descendants."""
    seconds, memory = 0.0, 0.0
    for process in tree(pid):
        try:
            fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
            seconds += (int(fields[11]) + int(fields[12])) / TICKS
            for line in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines():
                if line.startswith("Pss:"):
                    memory += int(line.split()[1]) / 1024
        except OSError:
            continue  # it has just ended
    return seconds, memory


def main(seconds: int) -> None:
    """Play both, and print what they cost."""
    if reason := missing():
        sys.exit(reason)
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        (folder / "rig").mkdir()
        server = SoundServer(folder / "rig")
        environment = {**os.environ, **server.environment, "HOME": str(folder / "home")}
        file = folder / "it.flac"
        hush = subprocess.DEVNULL
        export = [*COMPANION, "export", *SESSION, "--to", str(file)]
        subprocess.run(export, check=True, env=environment, stdin=hush, stdout=hush, stderr=hush)
        commands = {"companion": [*COMPANION, "play", *SESSION, "--plain"]}
        if player := shutil.which("mpv"):
            commands["mpv"] = [player, "--no-video", "--no-config", "--ao=pulse", str(file)]
        running = {
            name: subprocess.Popen(command, env=environment, stdin=hush, stdout=hush, stderr=hush)
            for name, command in commands.items()
        }
        most = dict.fromkeys(running, 0.0)
        begun: dict[str, float] = {}
        for second in range(seconds):
            threading.Event().wait(1.0)
            for name, process in running.items():
                used, memory = cost(process.pid)
                most[name] = max(most[name], memory)
                if second == min(20, seconds // 3):
                    begun[name] = used
        ended = {name: cost(process.pid)[0] for name, process in running.items()}
        for process in running.values():
            process.terminate()
            process.wait(10)
        show(seconds, begun, ended, most)
        for columns, rows in SCREENS:
            yardstick = 0.0
            for name, command in SHOWN.items():
                percent = on_screen(command, columns, rows, min(seconds, 60), environment)
                yardstick = yardstick or max(0.01, percent)
                times = f"{percent / yardstick:.1f} times the picture"
                print(f"{name}, {columns}x{rows}: {percent:.1f} % of a core, {times}")
        server.stop()


def on_screen(
    command: list[str], columns: int, rows: int, seconds: int, environment: dict[str, str]
) -> float:
    """Run a program on a terminal of a size, and return the CPU of all its processes in percent.

    Args:
        command: the program, which ends by the key q.
        columns: of the terminal.
        rows: of the terminal.
        seconds: how long to measure, after a third of that.
        environment: the environment's variables.
    """
    pid, terminal = pty.fork()
    if not pid:
        os.execvpe(
            command[0], command, {**environment, "TERM": "xterm-256color", "COLORTERM": "truecolor"}
        )
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
    reader = threading.Thread(target=drain, args=(terminal,), daemon=True)
    reader.start()
    threading.Event().wait(seconds / 3)
    before = cost(pid)[0]
    threading.Event().wait(seconds)
    used = cost(pid)[0] - before
    os.write(terminal, b"q")
    threading.Event().wait(0.5)
    os.write(terminal, b"q")
    os.waitpid(pid, 0)
    return used / seconds * 100


def drain(terminal: int) -> None:
    """Read what is drawn, as a terminal does, until it is closed."""
    try:
        while os.read(terminal, 65_536):
            pass
    except OSError:
        return


def show(
    seconds: int, begun: dict[str, float], ended: dict[str, float], most: dict[str, float]
) -> None:
    """Print what each program cost: CPU seconds after the start and at the end, and peak MB."""
    print(f"{seconds} s of the same session with a rain bed")
    print(f"{'':10} {'CPU s in total':>14} {'CPU % once started':>19} {'peak MB (PSS)':>14}")
    for name, used in ended.items():
        steady = (used - begun[name]) / (seconds - min(20, seconds // 3) - 1) * 100
        print(f"{name:10} {used:14.1f} {steady:19.2f} {most[name]:14.0f}")
    if "mpv" in ended:
        ratio = ended["companion"] / max(ended["mpv"], 0.01)
        print(f"times mpv: {ratio:.1f} CPU, {most['companion'] / most['mpv']:.1f} memory")
    else:
        print("mpv isn't installed here")


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else 300)
