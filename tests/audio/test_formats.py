import contextlib
import shutil
import struct
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile

from companion.audio.file_sink import FileSink
from companion.audio.formats import clip_wav, decode, ffmpeg, own_sound
from companion.audio.formats.encode import SoundFile, Target, appear
from companion.audio.formats.tags import Tags
from companion.errors import SoundError
from companion.units import RATE, Frames, Millis
from tests.fakes import at, sitting, write_tone


def test_a_clip_that_is_written_is_read_again(tmp_path: Path) -> None:
    samples = np.linspace(-0.9, 0.9, 4_800, dtype=np.float32)
    clip_wav.write_clip(tmp_path / "a.wav", samples)
    np.testing.assert_allclose(clip_wav.read_clip(tmp_path / "a.wav"), samples, atol=1e-4)
    assert (tmp_path / "a.wav").stat().st_mode & 0o777 == 0o600
    assert [p.name for p in tmp_path.glob("*.wav")] == ["a.wav"]


def test_what_is_louder_than_full_scale_is_cut_off() -> None:
    assert clip_wav.to_int16(np.array([-3.0, 0.0, 3.0], np.float32)).tolist() == [
        -32_767,
        0,
        32_767,
    ]


@pytest.mark.parametrize("content", [b"", b"RIFF", b"nonsense" * 100])
def test_what_is_no_clip_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.wav").write_bytes(content)
    with pytest.raises(SoundError):
        clip_wav.read_clip(tmp_path / "a.wav")


def test_a_clip_of_another_rate_is_not_ours(tmp_path: Path) -> None:
    write_tone(tmp_path / "a.wav", Millis(100), rate=22_050)
    with pytest.raises(SoundError, match="isn't one of companion's clips"):
        clip_wav.read_clip(tmp_path / "a.wav")


def test_what_an_engine_wrote_is_read_at_its_own_rate(tmp_path: Path) -> None:
    write_tone(tmp_path / "a.wav", Millis(100), rate=22_050)
    samples, rate = decode.read_speech(tmp_path / "a.wav")
    assert (len(samples), rate) == (2_205, 22_050)


def test_an_engine_that_writes_aiff_is_understood(tmp_path: Path) -> None:
    tone = np.sin(np.arange(2_205) / 10).astype(np.float32) * 0.3
    soundfile.write(tmp_path / "raw.wav", np.stack([tone, tone], 1), 22_050, format="AIFF")
    samples, rate = decode.read_speech(tmp_path / "raw.wav")
    assert (samples.shape, rate) == ((2_205,), 22_050)


def test_an_engine_that_wrote_nothing_or_nonsense_is_told_so(tmp_path: Path) -> None:
    with pytest.raises(SoundError, match="didn't write a file"):
        decode.read_speech(tmp_path / "absent.wav")
    (tmp_path / "a.wav").write_bytes(b"nonsense" * 50)
    with pytest.raises(SoundError, match="isn't audio"):
        decode.read_speech(tmp_path / "a.wav")


@pytest.mark.parametrize("suffix", ["wav", "flac", "ogg", "mp3"])
def test_a_persons_own_file_comes_as_stereo_at_48_khz(tmp_path: Path, suffix: str) -> None:
    tone = (np.sin(np.arange(44_100) / 20) * 0.3).astype(np.float32)
    soundfile.write(tmp_path / f"a.{suffix}", tone, 44_100)
    samples = decode.read_bell(tmp_path / f"a.{suffix}")
    assert samples.shape[1] == 2
    assert len(samples) == pytest.approx(RATE, rel=0.05)


def hum(seconds: float, hertz: float = 220.0, rate: int = RATE) -> "np.ndarray[Any, Any]":
    return (np.sin(np.arange(int(seconds * rate)) * 2 * np.pi * hertz / rate) * 0.3).astype("f4")


def m4a(folder: Path, seconds: float) -> Path:
    """A file that libsndfile cannot read, by ffmpeg."""
    if shutil.which("ffmpeg") is None:
        pytest.skip("ffmpeg is not installed")
    soundfile.write(folder / "raw.wav", hum(seconds), RATE)
    made = ["ffmpeg", "-loglevel", "error", "-i", str(folder / "raw.wav"), str(folder / "own.m4a")]
    subprocess.run(made, check=True)
    return folder / "own.m4a"


def test_what_libsndfile_cannot_read_goes_through_pydub(tmp_path: Path) -> None:
    file = m4a(tmp_path, 2.0)
    samples = decode.read_bell(file)
    assert samples.shape[1] == 2
    assert len(samples) == pytest.approx(2 * RATE, rel=0.05)
    assert 0.2 < float(np.sqrt(np.mean(samples[RATE // 2 : RATE] ** 2))) < 0.22


def test_a_long_one_of_those_is_streamed_from_any_place(tmp_path: Path) -> None:
    file = m4a(tmp_path, 12.0)
    opened = decode.open_audio(file)
    assert opened.rate == RATE
    assert opened.frames == pytest.approx(12 * RATE, rel=0.01)
    whole = np.concatenate([opened.read(n * RATE, RATE) for n in range(10)])
    assert 0.14 < float(np.sqrt(np.mean(whole[RATE:] ** 2))) < 0.22
    again = opened.read(5 * RATE, RATE)
    np.testing.assert_allclose(again[4_800:], whole[5 * RATE + 4_800 : 6 * RATE], atol=0.02)
    assert not opened.read(-RATE, RATE).any()
    assert not opened.read(30 * RATE, RATE).any()
    opened.close()
    opened.close()


def test_a_piece_of_a_long_file_is_that_part_of_the_whole(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "own.flac", hum(3.0, rate=44_100), 44_100)
    opened = decode.open_audio(tmp_path / "own.flac")
    whole = opened.read(0, opened.frames)
    np.testing.assert_array_equal(opened.read(50_000, 4_000), whole[50_000:54_000])
    assert not opened.read(-500, 1_000)[:500].any()
    assert own_sound.own_length(tmp_path / "own.flac") == 3_000
    opened.close()


# pydub leaves a file open when it fails; nothing of ours can close it
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_what_nobody_can_read_is_a_plain_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.m4a").write_bytes(b"nonsense" * 50)
    if shutil.which("ffprobe"):
        with pytest.raises(SoundError, match="isn't an audio file"):
            decode.open_audio(tmp_path / "a.m4a")
    monkeypatch.setattr(shutil, "which", lambda _: None)
    with pytest.raises(SoundError, match="format that can't be read here") as caught:
        decode.read_bell(tmp_path / "a.m4a")
    assert "ffmpeg" in caught.value.remedy
    monkeypatch.setattr(shutil, "which", lambda name: name)
    monkeypatch.setattr(subprocess, "Popen", _refuse)
    for read in (decode.open_audio, decode.read_bell, ffmpeg.read_whole):
        with pytest.raises(SoundError, match="isn't an audio file"):
            read(tmp_path / "a.m4a")
    with pytest.raises(SoundError, match="no sound file"):
        decode.read_bell(tmp_path / "absent.wav")


def _refuse(*_: object, **__: object) -> None:
    raise FileNotFoundError("ffprobe")


def test_what_is_over_two_hours_or_empty_is_refused(tmp_path: Path) -> None:
    write_tone(tmp_path / "long.wav", Millis(7_201_000), rate=4_000)
    with pytest.raises(SoundError, match="longer than two hours"):
        decode.open_audio(tmp_path / "long.wav")
    write_tone(tmp_path / "none.wav", Millis(0))
    with pytest.raises(SoundError, match="is empty"):
        decode.open_audio(tmp_path / "none.wav")
    write_tone(tmp_path / "short.wav", Millis(50))
    with pytest.raises(SoundError, match="shorter than a tenth"):
        decode.open_audio(tmp_path / "short.wav")
    write_tone(tmp_path / "slow.wav", Millis(9_000), rate=1_000)
    with pytest.raises(SoundError, match="rate of 1000 Hz"):
        decode.open_audio(tmp_path / "slow.wav")


def test_what_is_no_number_or_too_much_is_taken_out_at_the_door(tmp_path: Path) -> None:
    spoilt = hum(2.0)
    spoilt[1_000], spoilt[2_000], spoilt[3_000] = np.nan, np.inf, -1e30
    soundfile.write(tmp_path / "a.wav", spoilt, RATE, subtype="FLOAT")
    opened = decode.open_audio(tmp_path / "a.wav")
    for read in (decode.read_bell(tmp_path / "a.wav"), opened.read(0, 2 * RATE)):
        assert read[[1_000, 2_000, 3_000], 0].tolist() == [0.0, 1.0, -1.0]
    opened.close()


def test_what_a_decoder_prints_about_a_broken_file_is_not_on_the_screen(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.mp3").write_bytes(b"\xff\xfb\x90\x64" + b"junk" * 900)
    with contextlib.suppress(SoundError):
        own_sound.own_length(tmp_path / "a.mp3")
    assert capfd.readouterr().err == ""


def test_a_bell_of_over_a_minute_is_refused(tmp_path: Path) -> None:
    write_tone(tmp_path / "a.wav", Millis(61_000), rate=8_000)
    with pytest.raises(SoundError, match="longer than a minute"):
        decode.read_bell(tmp_path / "a.wav")


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
    with pytest.raises(SoundError, match="no folder"):
        FileSink(tmp_path / "no" / "such" / "folder.wav")


@pytest.mark.parametrize("harm", ["endless", "no numbers"])
def test_what_an_engine_writes_is_a_line_or_a_reason(tmp_path: Path, harm: str) -> None:
    file = tmp_path / "raw.wav"
    if harm == "endless":
        write_tone(file, Millis(250_000), rate=1_000)
    else:
        soundfile.write(file, np.full(8_000, np.nan), 8_000, subtype="FLOAT")
    with pytest.raises(SoundError, match="the engine wrote"):
        decode.read_speech(file)


@pytest.mark.parametrize("channels", [3, 4, 5, 6, 7, 8, 11])
def test_every_loudspeaker_of_a_surround_file_is_heard(tmp_path: Path, channels: int) -> None:
    for speaker in range(channels):
        is_subwoofer = channels > 5 and speaker == 3 and channels < 9
        samples = np.zeros((24_000, channels), np.float32)
        samples[:, speaker] = 0.5 * np.sin(np.arange(24_000) * 0.05)
        file = tmp_path / f"{speaker}.wav"
        soundfile.write(file, samples, 48_000, subtype="FLOAT")
        with contextlib.closing(decode.open_audio(file)) as sound:
            heard = np.abs(sound.read(0, 24_000)).max()
        assert (heard > 0.01) is not is_subwoofer


def test_full_scale_in_every_channel_is_not_clipped(tmp_path: Path) -> None:
    soundfile.write(
        tmp_path / "a.wav", np.full((9_600, 6), 0.999, np.float32), 48_000, subtype="FLOAT"
    )
    with contextlib.closing(decode.open_audio(tmp_path / "a.wav")) as sound:
        assert np.abs(sound.read(0, 9_600)).max() <= 1.0


def test_chapters_replace_the_tag_of_an_mp3_and_leave_its_sound_alone(tmp_path: Path) -> None:
    spans = ((Millis(0), "Arriving"), (Millis(1_000), "Grüße"))
    tags = Tags("A title", "An author", total=Millis(2_000), chapters=spans)
    sound = np.random.default_rng(3).uniform(-0.2, 0.2, (2 * RATE, 2)).astype(np.float32)
    files = [tmp_path / "plain.mp3", tmp_path / "chapters.mp3"]
    for file, each in zip(files, (replace(tags, chapters=()), tags), strict=True):
        target = Target(file)
        writer = SoundFile(target, each, ".mp3")
        writer.write(sound)
        writer.finish()
        appear([target])
    plain, chaptered = (file.read_bytes() for file in files)
    assert chaptered.count(b"ID3\x04") == 1
    assert chaptered.endswith(plain[-4_000:])
    np.testing.assert_array_equal(*(soundfile.read(file)[0] for file in files))
    first, second = chaptered.index(b"CHAP"), chaptered.rindex(b"CHAP")
    assert chaptered[first + 14 : first + 22] == struct.pack(">II", 0, 1_000)
    assert chaptered[second + 14 : second + 22] == struct.pack(">II", 1_000, 2_000)
    assert "Grüße".encode() in chaptered[second:]
