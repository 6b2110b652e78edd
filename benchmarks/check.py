"""The time to check many scripts, compared with loading the same files with PyYAML.

    python benchmarks/check.py [SCRIPTS] [ROUNDS]

Prints the milliseconds for each script, without the start of the program, for `companion check`
and for `yaml.safe_load` (which finds broken YAML and nothing else), and their ratio. Then it lists a
library of ten times as many scripts: the first time, again, and after a script was changed.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parent.parent
SOURCES = [
    *sorted(f for f in (ROOT / "meditations").glob("*.yaml") if f.stem != "moments"),
    *sorted((ROOT / "tests/script/corpus/good").glob("e*-step.yaml")),
    *sorted((ROOT / "tests/script/corpus/good").glob("one-minute.yaml")),
]
_SYLLABLES = ("bo", "da", "fi", "gu", "ke", "lo", "ma", "ni", "pu", "ra")
LOAD = """
import pathlib, sys, yaml
loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
for file in pathlib.Path(sys.argv[1]).glob("*.yaml"):
    yaml.load(file.read_text("utf-8"), loader)
"""


def timed(words: list[str], env: dict[str, str]) -> float:
    start = time.perf_counter()
    subprocess.run(words, env=env, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return (time.perf_counter() - start) * 1000


def fill(folder: Path, count: int) -> None:
    folder.mkdir(parents=True)
    texts = [file.read_text("utf-8") for file in SOURCES]
    for number in range(count):
        text = texts[number % len(texts)].replace("title: ", f"title: {number} ", 1)
        # a made-up word of its own makes all lines differ, and gets no advice as digits would
        word = "".join(_SYLLABLES[int(digit)] for digit in str(number))
        head, steps, body = text.partition("steps:")
        text = head + steps + body.replace(" the ", f" the {word} ")
        (folder / f"script-{number:05}.yaml").write_text(text, "utf-8")


def main(count: int, rounds: int) -> None:
    companion = [sys.executable, "-m", "companion"]
    with tempfile.TemporaryDirectory() as home:
        env = {**os.environ, "HOME": home, "PYTHONPATH": str(ROOT)}
        env |= {"XDG_DATA_HOME": f"{home}/data", "XDG_CACHE_HOME": f"{home}/cache"}
        some = Path(home) / "some"
        fill(some, count)
        ours, theirs = [], []
        for _ in range(rounds):
            start = timed([*companion, "check", str(SOURCES[0])], env)
            ours.append((timed([*companion, "check", str(some)], env) - start) / count)
            start = timed([sys.executable, "-c", "import yaml"], env)
            theirs.append((timed([sys.executable, "-c", LOAD, str(some)], env) - start) / count)
        print(f"companion check {count}: {median(ours):.2f} ms a script (goal 3)")
        print(f"yaml.load of the same:  {median(theirs):.2f} ms a script")
        print(f"ratio: {median(ours) / median(theirs):.1f}")

        own = Path(home) / "data" / "companion" / "meditations"
        fill(own, 10 * count)
        time.sleep(2.1)  # noqa: TID251 - the list cache skips files that changed just now
        first = timed([*companion, "list", "--json"], env)
        again = median(timed([*companion, "list", "--json"], env) for _ in range(rounds))
        changed = own / "script-00000.yaml"
        changed.write_text(changed.read_text("utf-8").replace("title: 0", "title: Changed", 1))
        out = subprocess.run(
            [*companion, "list", "--json"], env=env, check=True, capture_output=True, text=True
        ).stdout
        print(f"list of {10 * count}: first {first:.0f} ms, then {again:.0f} ms (goal 1000)")
        print(f"a change shows up at once: {'Changed' in out}")


if __name__ == "__main__":
    main(
        int(sys.argv[1]) if len(sys.argv) > 1 else 1_000,
        int(sys.argv[2]) if len(sys.argv) > 2 else 3,
    )
