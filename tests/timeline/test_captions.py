"""Captions: what is to be read, when, in every format; checked by reading it back."""

import re
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from companion.timeline.bells import Bells
from companion.timeline.request import Request
from companion.timeline.timeline import Timeline
from companion.timeline.views import captions
from companion.timeline.views.captions import Caption
from companion.units import Millis
from tests.fakes import sitting

TEXT = """\
companion: 1
title: T
steps:
  - section: Here
  - "Hello,  there: 1 < 2 --> & so on."
  - silence: 30s
  - section: There
  - bell: soft
  - breathe: {in: 3s, out: 5s, rounds: 2}
  - breathe: {in: 3s, out: 5s, rounds: 1}
  - ask: {id: a, prompt: Which, timeout: 10s}
  - Stay.
  - silence: 5s
  - Stay.
"""


@pytest.fixture
def timeline(tmp_path: Path) -> Timeline:
    return sitting(tmp_path, TEXT).timeline


def test_everything_that_happens_can_be_read_and_nothing_lies_over_the_next(
    timeline: Timeline,
) -> None:
    told = captions.captions(timeline)
    assert all(c.start < c.end <= timeline.total for c in told)
    assert all(a.end <= b.start for a, b in pairwise(told))
    words = [c.text for c in told]
    assert words[0] == "Hello, there: 1 < 2 --> & so on."
    assert words.count("(a bell)") == 1
    assert words.count("(breathing in)") == 3
    assert "(room for an answer)" in words
    assert words.count("Stay.") == 2
    assert [c.is_said for c in told] == [not c.text.startswith("(") for c in told]


def test_the_words_of_a_line_keep_their_places(tmp_path: Path) -> None:
    timeline = sitting(tmp_path).timeline
    first = captions.captions(timeline)[0]
    assert [first.text[w.first : w.last] for w in first.words] == first.text.split()


def test_interval_bells_are_read_as_well(tmp_path: Path) -> None:
    long = sitting(
        tmp_path, TEXT.replace("30s", "4m"), request=Request(bells=Bells(every=Millis(60_000)))
    )
    assert sum(c.text == "(a bell)" for c in captions.captions(long.timeline)) > 2


def seconds(clock: str) -> float:
    hours, minutes, rest = clock.replace(",", ".").split(":")
    return int(hours) * 3_600 + int(minutes) * 60 + float(rest)


def test_webvtt_and_subrip_say_the_same_at_the_same_times(timeline: Timeline) -> None:
    told = captions.captions(timeline)
    vtt, srt = captions.vtt(told), captions.srt(told)
    assert vtt.startswith("WEBVTT\n\n00:00:00.500 --> ")
    assert "1 &lt; 2 --&gt; &amp; so on." in vtt
    assert srt.startswith("1\n00:00:00,500 --> ")
    assert "1 < 2 -> & so on." in srt
    for written in (vtt, srt):
        times = re.findall(r"(\S+) --> (\S+)", written)
        assert [(round(seconds(a) * 1000), round(seconds(b) * 1000)) for a, b in times] == [
            (c.start, c.end) for c in told
        ]


def test_lyrics_take_the_line_away_in_a_long_silence_and_count_past_an_hour() -> None:
    told = [Caption(Millis(0), Millis(2_000), "One"), Caption(Millis(2_500), Millis(4_000), "Two"),
            Caption(Millis(3_725_670), Millis(3_727_000), "Three")]  # fmt: skip
    assert captions.lrc(told, "T", "A", Millis(3_730_000)).splitlines() == [
        "[ti:T]", "[ar:A]", "[length:62:10]",
        "[00:00.00]One", "[00:02.50]Two", "[00:04.00]", "[62:05.67]Three", "[62:07.00]",
    ]  # fmt: skip
    assert "[ar:" not in captions.lrc(told, "T", "", Millis(1))


def test_labels_are_what_an_audio_editor_reads() -> None:
    told = [Caption(Millis(0), Millis(2_000), "One"), Caption(Millis(62_505), Millis(64_000), "Two")]  # fmt: skip
    assert captions.labels(told) == "0.000\t2.000\tOne\n62.505\t64.000\tTwo\n"


def test_the_text_has_sections_lines_and_the_long_silences(timeline: Timeline) -> None:
    assert captions.text(timeline, "T").splitlines() == [
        "T", "", "Here", "",
        "Hello, there: 1 < 2 --> & so on.", "(30 seconds of quiet)", "",
        "There", "",
        "(a bell)", "(breathing, 2 rounds)", "(breathing, 1 round)", "Which",
        "(room for an answer)", "Stay.", "Stay.",
    ]  # fmt: skip


def test_a_session_without_sections_is_lines_alone(tmp_path: Path) -> None:
    bare = sitting(tmp_path, "companion: 1\ntitle: T\nsteps: [Hello there.]\n").timeline
    assert captions.text(bare, "T") == "T\n\nHello there.\n"


@given(st.lists(st.integers(1, 40_000), min_size=1, max_size=8))
def test_captions_never_leave_the_session(rests: list[int]) -> None:
    steps = "".join(f"  - Word.\n  - silence: {rest}ms\n" for rest in rests)
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        timeline = sitting(Path(folder), f"companion: 1\ntitle: T\nsteps:\n{steps}").timeline
    told = captions.captions(timeline)
    assert len(told) == len(rests)
    assert told[-1].end <= timeline.total
