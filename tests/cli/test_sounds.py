"""`companion sounds` and `--bed`, called as a person calls them."""

import json
from pathlib import Path

import numpy as np
import pytest
import soundfile

from companion.cli.main import main
from companion.store.places import places
from companion.units import Millis
from tests.fakes import write_tone

Captured = pytest.CaptureFixture[str]


def test_the_list_says_what_each_sound_is_like(capsys: Captured) -> None:
    places().sounds.mkdir(parents=True)
    write_tone(places().sounds / "kitchen.wav", Millis(700))
    assert main(["sounds"]) == 0
    told = capsys.readouterr()
    assert told.out.startswith("bells\n  soft     a small bell struck with felt")
    assert "  wood     a hollow block of wood" in told.out
    assert "  kitchen  your own" in told.out
    assert "beds\n  soft     a low, even hush" in told.out
    assert "--bed NAME" in told.err
    assert main(["sounds", "list", "--json"]) == main(["sounds", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out.splitlines()[0])["sounds"]
    assert {"kind": "bed", "name": "rain", "about": "steady rain on leaves, without thunder",
            "licence": "CC-BY-4.0"} in rows  # fmt: skip


@pytest.mark.parametrize("name", ["bowl", "wood", "rain", "soft"])
def test_a_sound_can_be_heard(name: str, tmp_path: Path, capsys: Captured) -> None:
    out = tmp_path / "a.wav"
    assert main(["sounds", "try", name, "--sink", str(out)]) == 0
    samples, _ = soundfile.read(out)
    assert 1_000 * 48 <= len(samples) <= 26_000 * 48
    assert np.abs(samples).max() > 0.01


def test_a_sound_that_is_not_there_is_said_with_the_nearest(capsys: Captured) -> None:
    assert main(["sounds", "try", "bowel"]) == 1
    assert 'there\'s no sound "bowel"; did you mean "bowl"?' in capsys.readouterr().err


def quiet_level(file: Path) -> float:
    """How loud it is in a silence, in dB."""
    samples, _ = soundfile.read(file)
    blocks = samples[: len(samples) // 9_600 * 9_600].reshape(-1, 9_600, 2)
    levels = np.sqrt((blocks**2).mean(axis=(1, 2)))
    return float(20 * np.log10(np.percentile(levels, 20) + 1e-9))


def test_a_bed_is_put_under_any_session_or_taken_away(tmp_path: Path, capsys: Captured) -> None:
    script = tmp_path / "mine.yaml"
    script.write_text(
        "companion: 1\ntitle: T\nintent: x\nambient: soft\nsteps:\n  - silence: 8s\n"
        "  - ambient: brown\n  - silence: 12s\n  - Bye.\n"
    )
    levels = {}
    for bed in ("", "rain", "off"):
        out = tmp_path / f"{bed}.wav"
        more = ["--bed", bed] if bed else []
        assert main(["play", str(script), *more, "--sink", str(out)]) == 0
        levels[bed] = quiet_level(out)
    assert levels[""] > -50
    assert levels["rain"] > -50
    assert levels["off"] < -100
    assert not np.array_equal(*(soundfile.read(tmp_path / f"{b}.wav")[0] for b in ("", "rain")))
    capsys.readouterr()
    assert main(["now", "--bed", "thunder", "--sink", "none"]) == 1
    told = capsys.readouterr().err
    assert 'there\'s no bed "thunder"; choose soft, rain, ocean, wind, stream, fire' in told
    assert "pink, brown, a sound file, or off" in told
