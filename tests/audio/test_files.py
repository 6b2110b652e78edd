import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest
import soundfile

from companion.audio import files
from companion.audio.filesink import FileSink
from companion.errors import SoundError
from companion.units import RATE, Frames, Millis
from tests.fakes import at, sitting, write_tone


def test_a_clip_that_is_written_is_read_again(tmp_path: Path) -> None:
    samples = np.linspace(-0.9, 0.9, 4_800, dtype=np.float32)
    files.write_clip(tmp_path / "a.wav", samples)
    np.testing.assert_allclose(files.read_clip(tmp_path / "a.wav"), samples, atol=1e-4)
    assert (tmp_path / "a.wav").stat().st_mode & 0o777 == 0o600
    assert [p.name for p in tmp_path.glob("*.wav")] == ["a.wav"]


def test_what_is_louder_than_full_scale_is_cut_off() -> None:
    assert files.to_int16(np.array([-3.0, 0.0, 3.0], np.float32)).tolist() == [-32_767, 0, 32_767]


@pytest.mark.parametrize("content", [b"", b"RIFF", b"nonsense" * 100])
def test_what_is_no_clip_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.wav").write_bytes(content)
    with pytest.raises(SoundError):
        files.read_clip(tmp_path / "a.wav")


def test_a_clip_of_another_rate_is_not_ours(tmp_path: Path) -> None:
    write_tone(tmp_path / "a.wav", Millis(100), rate=22_050)
    with pytest.raises(SoundError, match="not a clip of ours"):
        files.read_clip(tmp_path / "a.wav")


def test_what_an_engine_wrote_is_read_at_its_own_rate(tmp_path: Path) -> None:
    write_tone(tmp_path / "a.wav", Millis(100), rate=22_050)
    samples, rate = files.read_speech(tmp_path / "a.wav")
    assert (len(samples), rate) == (2_205, 22_050)


def test_an_engine_that_writes_aiff_is_understood(tmp_path: Path) -> None:
    tone = np.sin(np.arange(2_205) / 10).astype(np.float32) * 0.3
    soundfile.write(tmp_path / "raw.wav", np.stack([tone, tone], 1), 22_050, format="AIFF")
    samples, rate = files.read_speech(tmp_path / "raw.wav")
    assert (samples.shape, rate) == ((2_205,), 22_050)


def test_an_engine_that_wrote_nothing_or_nonsense_is_told_so(tmp_path: Path) -> None:
    with pytest.raises(SoundError, match="wrote no file"):
        files.read_speech(tmp_path / "absent.wav")
    (tmp_path / "a.wav").write_bytes(b"nonsense" * 50)
    with pytest.raises(SoundError, match="no audio"):
        files.read_speech(tmp_path / "a.wav")


@pytest.mark.parametrize("suffix", ["wav", "flac", "ogg", "mp3"])
def test_a_persons_own_file_comes_as_stereo_at_48_khz(tmp_path: Path, suffix: str) -> None:
    tone = (np.sin(np.arange(44_100) / 20) * 0.3).astype(np.float32)
    soundfile.write(tmp_path / f"a.{suffix}", tone, 44_100)
    samples = files.read_audio(tmp_path / f"a.{suffix}")
    assert samples.shape[1] == 2
    assert len(samples) == pytest.approx(RATE, rel=0.05)


def test_what_libsndfile_cannot_read_goes_through_pydub(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_tone(tmp_path / "a.wav", Millis(500), rate=32_000)
    monkeypatch.setattr(files, "_by_soundfile", lambda _: None)
    monkeypatch.setattr(shutil, "which", lambda name: name)
    samples = files.read_audio(tmp_path / "a.wav")
    assert samples.shape == (24_000, 2)


# pydub leaves a file open when it fails; nothing of ours can close it
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_what_nobody_can_read_is_a_plain_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.m4a").write_bytes(b"nonsense" * 50)
    monkeypatch.setattr(shutil, "which", lambda _: None)
    with pytest.raises(SoundError, match="format that cannot be read here") as caught:
        files.read_audio(tmp_path / "a.m4a")
    assert "ffmpeg" in caught.value.remedy
    monkeypatch.setattr(shutil, "which", lambda name: name)
    monkeypatch.setattr(subprocess, "Popen", _refuse)
    with pytest.raises(SoundError, match="is not audio"):
        files.read_audio(tmp_path / "a.m4a")
    with pytest.raises(SoundError, match="no sound file"):
        files.read_audio(tmp_path / "absent.wav")


def _refuse(*_: object, **__: object) -> None:
    raise FileNotFoundError("ffprobe")


def test_a_bell_of_over_a_minute_is_refused(tmp_path: Path) -> None:
    write_tone(tmp_path / "a.wav", Millis(61_000), rate=8_000)
    with pytest.raises(SoundError, match="longer than a minute"):
        files.read_audio(tmp_path / "a.wav")


def test_a_file_sink_writes_what_it_is_waited_for(tmp_path: Path) -> None:
    sat = sitting(tmp_path)
    sink = FileSink(tmp_path / "out.wav")
    sink.load(sat.score)
    sink.play()
    sink.wait(sat.score.total)
    sink.wake()
    sink.pause()
    assert sink.position() == sat.score.total
    assert sink.trouble() == ""
    assert not (tmp_path / "out.wav").exists()
    sink.close()
    samples, rate = soundfile.read(tmp_path / "out.wav")
    assert (len(samples), rate) == (sat.score.total, RATE)


@pytest.mark.parametrize("how", ["close", "cut"])
def test_a_file_that_is_not_whole_does_not_appear(tmp_path: Path, how: str) -> None:
    sink = FileSink(tmp_path / "out.wav")
    sink.load(sitting(tmp_path).score)
    sink.move(Frames(0))
    sink.wait(at(1_500))
    getattr(sink, how)()
    sink.close()
    sink.wait(at(9_000))
    assert not list(tmp_path.glob("*out.wav*"))


def test_a_place_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SoundError, match="cannot write"):
        FileSink(tmp_path / "no" / "such" / "folder.wav")


@pytest.mark.parametrize("harm", ["endless", "no numbers"])
def test_what_an_engine_writes_is_a_line_or_a_reason(tmp_path: Path, harm: str) -> None:
    file = tmp_path / "raw.wav"
    if harm == "endless":
        write_tone(file, Millis(250_000), rate=1_000)
    else:
        soundfile.write(file, np.full(8_000, np.nan), 8_000, subtype="FLOAT")
    with pytest.raises(SoundError, match="the engine wrote"):
        files.read_speech(file)
