"""The time to mix one session, compared with other tools that could mix it.

    python benchmarks/render.py [MINUTES]

The session has twenty minutes, a hundred spoken clips, and a rain bed that is ducked under each. It
is mixed by this program, by pydub as its documentation teaches, by one ffmpeg command (amix, adelay,
sidechaincompress) and by sox, each in a process of its own. Prints wall and CPU time, peak memory,
and the ratios to this program. ffmpeg and sox are left out where they are not installed. The goal is
to be faster than ffmpeg, in under 150 MB, at any length.
"""

import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import numpy as np

from companion.audio.beds.bed import Generated
from companion.audio.catalog import read_catalog
from companion.audio.formats.clip_wav import write_clip
from companion.audio.formats.encode import SoundFile, Target
from companion.audio.formats.tags import Tags
from companion.audio.mixer import Mixer
from companion.audio.recipe import BedRecipe
from companion.audio.score import BedSound, ClipSound, Score
from companion.resources import shipped
from companion.units import RATE, Frames

CLIPS = 100
BED_S = 60
DUCK_DB = 6


def catalogue_rain() -> BedRecipe:
    file = shipped("scripts_audio") / "catalog.yaml"
    return read_catalog(file.read_text("utf-8"), file.name).beds["rain"]


def prepare(folder: Path, minutes: int) -> list[tuple[str, int, int]]:
    """Write clips of noise shaped like speech, and a minute of rain.

    Returns:
        The file, start and length of each clip, in frames.
    """
    random = np.random.default_rng(1)
    placed = []
    for number in range(CLIPS):
        length = int(RATE * random.uniform(1.5, 4.5))
        swell = np.abs(np.sin(np.arange(length) * 2 * np.pi * 4 / RATE))
        noise = (random.normal(0, 0.1, length) * swell).astype(np.float32)
        write_clip(folder / f"{number:03}.wav", noise)
        start = int(number * minutes * 60 * RATE / CLIPS) + RATE
        placed.append((str(folder / f"{number:03}.wav"), start, length))
    place = Target(folder / "bed.wav")
    writer = SoundFile(place, Tags(), ".wav")
    writer.write(Generated(catalogue_rain(), 0).read(0, BED_S * RATE))
    writer.finish()
    place.appear()
    (folder / "placed.json").write_text(json.dumps(placed))
    return placed


def ours(folder: Path, minutes: int) -> None:
    placed = json.loads((folder / "placed.json").read_text())
    total = Frames(minutes * 60 * RATE)
    fade = Frames(5 * RATE)
    bed = BedSound(Frames(0), total, catalogue_rain(), 1.0, fade, fade, duck=True)
    clips = [ClipSound(Frames(start), Frames(length), file) for file, start, length in placed]
    mixer = Mixer(Score((bed, *clips), total))
    place = Target(folder / "ours.wav")
    writer = SoundFile(place, Tags(), ".wav")
    for first in range(0, total, RATE):
        writer.write(mixer.read(Frames(first), min(RATE, total - first)))
    writer.finish()
    place.appear()


def by_pydub(folder: Path, minutes: int) -> None:
    from pydub import AudioSegment

    placed = json.loads((folder / "placed.json").read_text())
    bed = AudioSegment.from_wav(folder / "bed.wav")
    whole = (bed * (minutes * 60 // BED_S + 1))[: minutes * 60_000].fade_in(5_000).fade_out(5_000)
    for file, start, _ in placed:
        clip = AudioSegment.from_wav(file)
        whole = whole.overlay(clip, position=start * 1000 // RATE, gain_during_overlay=-DUCK_DB)
    whole.export(folder / "pydub.wav", format="wav")


def by_ffmpeg(folder: Path, minutes: int) -> None:
    placed = json.loads((folder / "placed.json").read_text())
    inputs = ["-stream_loop", "-1", "-i", str(folder / "bed.wav")]
    for file, _, _ in placed:
        inputs += ["-i", file]
    graph = [f"[{n}:a]adelay={start * 1000 // RATE}:all=1,aformat=channel_layouts=stereo[c{n}]"
             for n, (_, start, _) in enumerate(placed, 1)]  # fmt: skip
    every = "".join(f"[c{n}]" for n in range(1, CLIPS + 1))
    graph.append(f"{every}amix=inputs={CLIPS}:normalize=0:duration=longest,apad,asplit[voice][key]")
    graph.append(f"[0:a]afade=t=in:d=5,afade=t=out:st={minutes * 60 - 5}:d=5[bed]")
    graph.append("[bed][key]sidechaincompress=threshold=0.01:ratio=2:attack=200:release=1500[low]")
    graph.append("[low][voice]amix=inputs=2:normalize=0:duration=longest[out]")
    (folder / "graph").write_text(";\n".join(graph))
    command = ["ffmpeg", "-y", "-loglevel", "error", *inputs, "-filter_complex_script", str(folder / "graph"),
               "-map", "[out]", "-t", str(minutes * 60), str(folder / "ffmpeg.wav")]  # fmt: skip
    subprocess.run(command, check=True)


def by_sox(folder: Path, minutes: int) -> None:
    """Mix with sox: it mixes whole files, so each clip is padded to its place; it cannot duck."""
    placed = json.loads((folder / "placed.json").read_text())
    padded = []
    for n, (file, start, _) in enumerate(placed):
        padded.append(str(folder / f"p{n:03}.wav"))
        subprocess.run(["sox", file, padded[-1], "remix", "1", "1", "pad", f"{start}s"], check=True)
    bed = str(folder / "long.wav")
    subprocess.run(["sox", str(folder / "bed.wav"), bed, "repeat", str(minutes), "trim", "0",
                    str(minutes * 60), "fade", "q", "5", str(minutes * 60), "5"], check=True)  # fmt: skip
    volumes = [word for file in padded for word in ("-v", "1", file)]
    subprocess.run(["sox", "-m", "-v", "1", bed, *volumes, str(folder / "sox.wav")], check=True)


WAYS = {"ours": ours, "pydub": by_pydub, "ffmpeg": by_ffmpeg, "sox": by_sox}


def measure(way: str, folder: Path, minutes: int) -> tuple[float, float, float]:
    """Run one way in a process of its own; return its wall and CPU seconds, and its peak MB."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.monotonic()
    done = subprocess.run(
        [sys.executable, __file__, "--way", way, str(folder), str(minutes)],
        stdout=subprocess.PIPE, check=True, env={**os.environ, "PYTHONWARNINGS": "ignore"},
    )  # fmt: skip
    wall = time.monotonic() - began
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return wall, cpu, float(done.stdout)


def main(minutes: int) -> None:
    """Measure every way whose tool is installed, and print the results."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        prepare(folder, minutes)
        tools = {"ours": True, "pydub": True, "ffmpeg": shutil.which("ffmpeg"), "sox": shutil.which("sox")}  # fmt: skip
        results = {way: measure(way, folder, minutes) for way in WAYS if tools[way]}
    print(f"{minutes} minutes, {CLIPS} clips, rain, ducking, into WAV")
    print(f"{'':8} {'wall s':>8} {'CPU s':>8} {'peak MB':>8}   times ours")
    wall, cpu, peak = results["ours"]
    for way, (its_wall, its_cpu, its_peak) in results.items():
        ratios = (
            f"{its_wall / wall:.1f} wall, {its_cpu / cpu:.1f} CPU, {its_peak / peak:.1f} memory"
        )
        print(f"{way:8} {its_wall:8.1f} {its_cpu:8.1f} {its_peak:8.0f}   {ratios}")
    for way in WAYS:
        if way not in results:
            print(f"{way:8} isn't installed here")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--way"]:
        WAYS[sys.argv[2]](Path(sys.argv[3]), int(sys.argv[4]))
        own, children = (resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))  # fmt: skip
        # for a tool that runs as a child, the Python that started it does not count
        print(max(own if sys.argv[2] in ("ours", "pydub") else 0, children) / 1024)
    else:
        main(int(sys.argv[1]) if sys.argv[1:] else 20)
