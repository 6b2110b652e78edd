"""A sitting as files: each is read back, all of them appear or none does."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
import soundfile

from companion.audio.mixer import Mixer
from companion.errors import SoundError, WrongUsageError
from companion.session import export
from companion.session.export import ENDINGS, Export
from companion.session.page import chapters
from companion.session.sitting import Sitting
from companion.units import RATE, Frames
from tests.fakes import sitting


@pytest.fixture
def sat(tmp_path: Path) -> Sitting:
    (tmp_path / "clips").mkdir()
    return sitting(tmp_path / "clips")


@pytest.fixture
def out(tmp_path: Path) -> Path:
    (tmp_path / "out").mkdir()
    return tmp_path / "out"


def names(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


def write(sat: Sitting, *files: Path, tell: Callable[[int, int], None] = lambda *_: None) -> None:
    with Export(files) as targets:
        assert targets.write(sat, tell) == []


def test_a_wav_file_has_the_samples_that_are_heard_live(sat: Sitting, out: Path) -> None:
    write(sat, out / "it.wav")
    samples, rate = soundfile.read(out / "it.wav", dtype="float32")
    assert rate == RATE
    live = Mixer(sat.score).read(Frames(0), sat.score.total)
    np.testing.assert_allclose(samples, live, atol=1.1 / 32_768)


@pytest.mark.parametrize("ending", ["flac", "ogg", "opus", "mp3"])
def test_each_sound_format_is_as_long_as_the_session_and_says_what_it_is(
    sat: Sitting, out: Path, ending: str
) -> None:
    write(sat, out / f"it.{ending}")
    read = soundfile.SoundFile(out / f"it.{ending}")
    assert read.samplerate == RATE
    assert read.frames == pytest.approx(sat.score.total, abs=2 * RATE / 100)
    if ending != "opus":  # libsndfile writes none there
        assert read.title == "A small one"
    heard = read.read(dtype="float32")
    live = Mixer(sat.score).read(Frames(0), len(heard))
    assert np.sqrt(np.mean(heard**2)) == pytest.approx(np.sqrt(np.mean(live**2)), rel=0.1)
    read.close()


@pytest.mark.parametrize("ending", ["m4a", "m4b", "mp3"])
def test_a_book_has_chapters_where_the_sections_begin(sat: Sitting, out: Path, ending: str) -> None:
    av = pytest.importorskip("av")
    write(sat, out / f"it.{ending}")
    with av.open(str(out / f"it.{ending}")) as book:
        told = [(row["metadata"]["title"], row["start"]) for row in book.chapters()]
        assert book.metadata["title"] == "A small one"
        assert book.duration / 1e6 == pytest.approx(sat.timeline.total / 1000, abs=0.1)
    wanted = list(chapters(sat.timeline))
    assert [(title, round(start)) for title, start in told] == [(t, s) for s, t in wanted]
    assert [title for _, title in wanted] == ["First", "Second", "Last"]


def test_several_files_are_mixed_once(
    sat: Sitting, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mixers = []

    class Counted(Mixer):
        def __init__(self, *args: object) -> None:
            super().__init__(*args)  # type: ignore[arg-type]
            mixers.append(self)

    monkeypatch.setattr(export, "Mixer", Counted)
    told: list[tuple[int, int]] = []
    files = [out / f"it{e}" for e in ENDINGS if e not in (".m4a", ".m4b")]
    write(sat, *files, tell=lambda done, whole: told.append((done, whole)))
    assert names(out) == sorted(f.name for f in files)
    assert len(mixers) == 1
    assert [done for done, _ in told] == list(range(1, told[0][1] + 1))


def test_words_alone_are_written_without_mixing(
    sat: Sitting, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export, "Mixer", None)
    write(sat, out / "it.vtt", out / "it.txt", out / "it.LRC")
    assert (out / "it.vtt").read_text("utf-8").startswith("WEBVTT")
    assert (out / "it.txt").read_text("utf-8").startswith("A small one\n")
    assert "[ti:A small one]" in (out / "it.LRC").read_text("utf-8")


@pytest.mark.parametrize("name", ["it.aiff", "it", "it.wav.exe"])
def test_an_unknown_ending_is_answered_with_those_there_are(out: Path, name: str) -> None:
    with pytest.raises(WrongUsageError, match="companion can't write") as caught:
        Export([out / name])
    assert "wav, flac, ogg, opus, mp3, m4a, m4b, html, vtt, srt, lrc, labels, txt" in (
        caught.value.remedy
    )


def test_a_file_cannot_be_two(out: Path) -> None:
    with pytest.raises(WrongUsageError, match="is named twice"):
        Export([out / "it.wav", out / "a.mp3", out / ".." / "out" / "it.wav"])


def test_a_place_that_cannot_be_is_refused_before_anything_is_spoken(out: Path) -> None:
    (out / "folder.wav").mkdir()
    for file, message in ((out / "folder.wav", "is a folder"), (out / "no" / "it.wav", "no folder")):  # fmt: skip
        with pytest.raises(SoundError, match=message):
            Export([out / "first.mp3", file])
    assert names(out) == ["folder.wav"]


def test_a_disk_that_is_too_full_is_noticed_before_it_is_filled(
    sat: Sitting, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=1_000_000))
    with Export([out / "it.wav"]) as targets, pytest.raises(SoundError, match="isn't enough room"):
        targets.write(sat, lambda *_: None)
    assert names(out) == []


@pytest.mark.parametrize("ending", ["wav", "opus", "html", "m4b"])
def test_whatever_breaks_in_the_middle_leaves_nothing_half_written(
    sat: Sitting, out: Path, ending: str
) -> None:
    if ending == "m4b":
        pytest.importorskip("av")

    def stop(done: int, _: int) -> None:
        if done > 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), Export([out / f"it.{ending}", out / "it.vtt"]) as targets:  # fmt: skip
        targets.write(sat, stop)
    assert names(out) == []


def test_a_disk_that_fills_up_under_way_is_said_and_leaves_nothing(
    sat: Sitting, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with Export([out / "it.wav", out / "it.mp3"]) as targets:
        monkeypatch.setattr(soundfile.SoundFile, "write", full)
        with pytest.raises(SoundError, match="No space left") as caught:
            targets.write(sat, lambda *_: None)
    assert "make room there" in caught.value.remedy
    assert names(out) == []


@pytest.mark.parametrize("ending", ["wav", "html"])
def test_a_library_that_only_says_system_error_is_understood(
    sat: Sitting, out: Path, monkeypatch: pytest.MonkeyPatch, ending: str
) -> None:
    def full(*_: object) -> None:
        raise soundfile.LibsndfileError(2)

    with Export([out / f"it.{ending}"]) as targets:
        monkeypatch.setattr(soundfile.SoundFile, "write", full)
        monkeypatch.setattr(targets, "_need_room", lambda _: None)
        monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=9_000))
        with pytest.raises(SoundError, match=rf"it\.{ending}: there's no room left"):
            targets.write(sat, lambda *_: None)
    assert names(out) == []


def test_a_page_needs_no_name_but_its_own(sat: Sitting, out: Path) -> None:
    (out / "it.mp3").mkdir()
    write(sat, out / "it.html")
    assert names(out) == ["it.html", "it.mp3"]


def test_what_could_not_be_read_is_told(tmp_path: Path, out: Path, sat: Sitting) -> None:
    for clip in (tmp_path / "clips").glob("*.wav"):
        clip.unlink()
    with Export([out / "it.wav"]) as targets:
        missing = targets.write(sat, lambda *_: None)
    assert missing
    assert all("a line is silent" in line for line in missing)


def test_without_pyav_a_book_is_refused_with_another_way(
    sat: Sitting, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "av", None)
    with Export([out / "it.m4b"]) as targets, pytest.raises(SoundError, match="PyAV") as caught:
        targets.write(sat, lambda *_: None)
    assert "holding-space[m4b]" in caught.value.remedy
    assert names(out) == []


def test_a_link_is_written_through_and_what_is_no_file_is_left_alone(
    sat: Sitting, out: Path, tmp_path: Path
) -> None:
    real = tmp_path / "real.txt"
    (out / "link.txt").symlink_to(real)
    write(sat, out / "link.txt")
    assert (out / "link.txt").is_symlink()
    assert real.read_text("utf-8").startswith("A small one")
    os.mkfifo(out / "pipe.txt")
    with pytest.raises(SoundError, match="isn't an ordinary file"):
        Export([out / "pipe.txt"], over=True)
    (out / "loop.txt").symlink_to(out / "loop.txt")
    with pytest.raises(SoundError, match=r"leads back to itself|that file can't be written"):
        Export([out / "loop.txt"], over=True)
    with pytest.raises(SoundError, match="that file can't be written"):
        Export([out / f"{'a' * 300}.txt"])


def test_when_one_file_cannot_appear_the_others_are_as_they_were(
    sat: Sitting, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (out / "a.txt").write_text("old")
    replace = Path.replace

    def refuse(self: Path, target: Path) -> Path:
        if target.name == "c.txt":
            raise OSError(16, "Device or resource busy")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", refuse)
    files = [out / "a.txt", out / "b.txt", out / "c.txt"]
    busy = pytest.raises(SoundError, match=r"c\.txt: Device or resource busy")
    with Export(files, over=True) as targets, busy:
        targets.write(sat, lambda *_: None)
    assert names(out) == ["a.txt"]
    assert (out / "a.txt").read_text() == "old"


def test_a_file_that_has_come_meanwhile_is_not_written_over(sat: Sitting, out: Path) -> None:
    there = pytest.raises(SoundError, match="has appeared in the meantime")
    with Export([out / "it.txt"]) as targets, there:
        (out / "it.txt").write_text("mine")
        targets.write(sat, lambda *_: None)
    assert (out / "it.txt").read_text() == "mine"
    assert names(out) == ["it.txt"]


def test_a_second_ctrl_c_finds_nothing_left(
    sat: Sitting, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def again(*_: object) -> None:
        raise KeyboardInterrupt

    def stop(*_: object) -> None:
        monkeypatch.setattr(soundfile.SoundFile, "close", again)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), Export([out / "a.wav", out / "b.html"]) as targets:
        targets.write(sat, stop)
    monkeypatch.undo()
    assert names(out) == []
    for writer in targets._writers:
        writer.discard()
