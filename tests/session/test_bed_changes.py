"""The background sound and the levels that a person chooses while a session plays."""

from pathlib import Path

import numpy as np
import pytest

from companion.audio.levels import BED_DB, VOICE_DB, Levels
from companion.audio.recipe import Band, BedRecipe, Kit
from companion.audio.score import BedSound
from companion.notices import Notices
from companion.session.controls import CONTROLS
from companion.session.narration import Narration
from companion.session.opened import Opened
from companion.session.prepare import Preparation
from companion.session.transport import Transport
from companion.timeline.cue import Layer
from companion.timeline.request import Request
from companion.units import FRAMES_PER_MS, Millis
from tests.fakes import BELLS, CrankSink, FakeSpeaker, script

TEXT = """\
companion: 1
title: T
ambient: rain
steps:
  - Hello there.
  - silence: 30s
  - ambient: wind
  - silence: 30s
  - Bye.
"""
KIT = Kit(
    BELLS, {name: BedRecipe(name, 33.0, bands=(Band(tilt=-3.0),)) for name in ("rain", "wind")}
)


@pytest.fixture
def sink() -> CrankSink:
    return CrankSink()


def transport(folder: Path, sink: CrankSink, text: str = TEXT, request: Request | None = None) -> Transport:  # fmt: skip
    written = script(text.replace("ambient: wind", "ambient: rain"))
    opened = Opened(written, KIT.lengths)
    preparation = Preparation(
        opened, request or Request(), FakeSpeaker(folder), lambda: KIT, whole=True
    )
    preparation.wait()
    carried = Transport(preparation.sitting(), Narration(()), sink, Notices())
    carried.play()
    return carried


def beds(sink: CrankSink) -> list[tuple[str, int, int]]:
    """The beds of the last score: name, first second, last second."""
    second = 1_000 * FRAMES_PER_MS
    return [
        (bed.made.id, bed.start // second, (bed.start + bed.length) // second)
        for bed in sink.scores[-1].sounds
        if isinstance(bed, BedSound)
    ]


def press(carried: Transport, name: str) -> str:
    return next(c for c in CONTROLS if c.id == name).act(carried)


def test_the_next_bed_comes_in_over_the_one_that_runs_and_stays(
    tmp_path: Path, sink: CrankSink
) -> None:
    carried = transport(tmp_path, sink)
    total = carried.timeline.total // 1_000
    sink.crank(10_000)
    assert carried.bed == "rain"
    assert press(carried, "bed") == "Background sound now: wind."
    assert beds(sink) == [("rain", 0, 12), ("wind", 10, total)]
    sink.crank(1_000)
    assert carried.bed == "wind"
    assert press(carried, "bed") == "The background sound is off now."
    assert beds(sink)[-1] == ("wind", 10, 13)
    sink.crank(1_000)
    assert carried.bed == ""
    assert press(carried, "thinner") == "There's no background sound here."
    assert press(carried, "bed") == "Background sound now: rain."


def test_who_goes_back_takes_the_bed_they_chose_along(tmp_path: Path, sink: CrankSink) -> None:
    carried = transport(tmp_path, sink)
    sink.crank(20_000)
    press(carried, "bed")
    carried.back()
    assert carried.bed == "wind"
    assert [name for name, *_ in beds(sink)] == ["rain", "wind"]
    carried.seek(Millis(25_000))
    assert carried.bed == "wind"
    carried.stop()
    assert press(carried, "bed") == ""


def test_what_was_asked_for_runs_from_the_beginning_whatever_the_script_says(
    tmp_path: Path, sink: CrankSink
) -> None:
    layers = (Layer("wind", 0.6), Layer("rain", 0.3))
    transport(tmp_path, sink, request=Request(bed=layers))
    found = [s for s in sink.scores[-1].sounds if isinstance(s, BedSound)]
    assert [(bed.made.id, bed.start, bed.volume) for bed in found] == [("wind", 0, 0.6), ("rain", 0, 0.3)]  # fmt: skip
    assert found[0].seed != found[1].seed
    silent = CrankSink()
    transport(tmp_path, silent, request=Request(bed=()))
    assert beds(silent) == []


def test_volume_keys_go_in_steps_as_far_as_they_go(tmp_path: Path, sink: CrankSink) -> None:
    carried = transport(tmp_path, sink)
    assert press(carried, "louder") == "The voice is a little louder."
    assert "as loud as it gets here" in press(carried, "louder")
    press(carried, "softer")
    assert press(carried, "softer") == "The voice is a little quieter."
    assert sink.levels == Levels(voice=-3.0)
    for _ in range(12):
        press(carried, "softer")
        press(carried, "thinner")
    assert sink.levels == Levels(VOICE_DB[0], BED_DB[0])
    assert press(carried, "softer") == "The voice is as quiet as it gets."
    assert press(carried, "thinner") == "The background sound is silent now."
    for _ in range(12):
        said = press(carried, "fuller")
    assert said == "The background sound is as loud as it gets."
    assert sink.levels.bed == BED_DB[1]
    assert press(carried, "thinner") == "The background sound is a little quieter."


def test_another_bed_is_heard_even_where_the_last_one_was_turned_down_to_nothing(
    tmp_path: Path, sink: CrankSink
) -> None:
    carried = transport(tmp_path, sink)
    for _ in range(12):
        press(carried, "thinner")
    press(carried, "bed")
    assert sink.levels.bed == 0.0


def test_what_was_asked_for_comes_round_again(tmp_path: Path, sink: CrankSink) -> None:
    carried = transport(
        tmp_path, sink, request=Request(bed=(Layer("wind", 0.6), Layer("rain", 0.3)))
    )
    assert carried.bed == "wind and rain"
    said = []
    for _ in range(4):
        said.append(press(carried, "bed"))
        sink.crank(1_000)
    assert said == ["Background sound now: rain.", "Background sound now: wind.", "The background sound is off now.",
                    "Background sound now: wind and rain."]  # fmt: skip
    last = [s for s in sink.scores[-1].sounds if isinstance(s, BedSound)][-2:]
    assert [bed.volume for bed in last] == [0.6, 0.3]


def test_a_bell_is_never_louder_than_the_voice() -> None:
    voice, bed, bell = np.asarray(Levels(voice=-12.0, bed=6.0).gains)
    assert bell == voice == pytest.approx(0.251, abs=0.001)
    assert bed == pytest.approx(1.995, abs=0.001)
