"""`companion export`, called as a person calls it."""

import contextlib
import io
from pathlib import Path

import numpy as np
import pytest
import soundfile

from companion.audio.formats import encode
from companion.cli.main import main
from companion.errors import SoundError
from companion.store.places import places
from companion.units import Millis
from tests.fakes import write_tone

Captured = pytest.CaptureFixture[str]
GOOD = (
    "companion: 1\ntitle: T\nintent: for a test\nsteps:\n  - say: Stay here.\n  - silence: 1s..2s\n"
)


class Terminal(io.StringIO):
    """Somebody who answers."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def script(tmp_path: Path) -> Path:
    file = tmp_path / "mine.yaml"
    file.write_text(GOOD, "utf-8")
    return file


def test_several_files_at_once(script: Path, tmp_path: Path, capsys: Captured) -> None:
    sound, words = tmp_path / "it.flac", tmp_path / "it.vtt"
    code = main(["export", str(script), "--to", str(sound), str(words), "--length", "2900ms"])
    assert code == 0
    told = capsys.readouterr()
    assert (
        told.out
        == f"{sound}  3 seconds, {-(-sound.stat().st_size // 1000)} kB\n{words}  3 seconds, 1 kB\n"
    )
    assert told.err == ""
    samples, rate = soundfile.read(sound)
    assert (len(samples), rate) == (2_900 * 48, 48_000)
    assert abs(samples[:48_000]).max() > 0.05
    assert "Stay here." in words.read_text("utf-8")


def test_the_same_seed_and_the_same_words_give_the_same_as_playing_it(
    script: Path, tmp_path: Path
) -> None:
    more = ["--length", "3300ms", "--bed", "rain:50", "--seed", "3"]
    assert main(["export", str(script), "--to", str(tmp_path / "a.wav"), *more]) == 0
    assert main(["play", str(script), "--sink", str(tmp_path / "b.wav"), *more]) == 0
    first, second = (soundfile.read(tmp_path / name)[0] for name in ("a.wav", "b.wav"))
    assert np.array_equal(first, second)


def test_what_is_there_is_only_written_over_when_that_is_wanted(
    script: Path, tmp_path: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = tmp_path / "it.txt"
    words = ["export", str(script), "--to", str(there)]
    there.write_text("mine")
    assert main(words) == 1
    assert "already exists; --force replaces it" in capsys.readouterr().err
    monkeypatch.setattr("sys.stdin", Terminal("\n"))
    assert main(words) == 2
    told = capsys.readouterr().err
    assert "Replace it? [y/N] " in told
    assert "nothing was written" in told
    assert there.read_text() == "mine"
    monkeypatch.setattr("sys.stdin", Terminal("y\n"))
    assert main(words) == 0
    assert there.read_text("utf-8") == "T\n\nStay here.\n"
    there.write_text("mine")
    assert main([*words, "--force"]) == 0
    assert there.read_text("utf-8") == "T\n\nStay here.\n"


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (
            ["mine", "--to", "it.aiff"],
            2,
            "companion can't write it.aiff; these endings work: wav, flac",
        ),
        (["mine"], 2, "export needs a meditation and a file, such as"),
        (["no-such", "--to", "it.txt"], 1, 'no meditation called "no-such"'),
        (["first-two-minutes", "--to", "no/it.txt"], 1, "there's no folder no"),
        (["first-two-minutes", "--to", "it.txt", "--bed", "thunder"], 1, 'no bed "thunder"'),
        (["first-two-minutes", "--to", "it.txt", "--length", "9s"], 1, "the shortest"),
        (["first-two-minutes", "--to", "it.txt", "--bed", "rain:900"], 2, "in percent"),
        (["first-two-minutes", "--to", "it.txt", "--bed", ","], 2, "one to 4 layers"),
    ],
)
def test_what_cannot_be_is_said_with_a_way_out(
    words: list[str], code: int, said: str, tmp_path: Path, capsys: Captured
) -> None:
    with contextlib.chdir(tmp_path):
        assert main(["export", *words]) == code
    told = capsys.readouterr().err
    assert said in told
    assert told.count("\n") == 1
    assert [f for f in tmp_path.iterdir() if f.is_file()] == []


def test_a_persons_own_file_lies_underneath_by_its_path_or_its_name(
    script: Path, tmp_path: Path, homeless: Path
) -> None:
    sounds = homeless / ".local/share/companion/sounds"
    sounds.mkdir(parents=True)
    write_tone(sounds / "kitchen.wav", Millis(3_000), rate=44_100)
    levels: list[float] = []
    for bed in ("kitchen", str(sounds / "kitchen.wav"), f"{sounds / 'kitchen.wav'}:25", "off"):
        out = tmp_path / f"{len(levels)}.wav"
        assert main(["export", str(script), "--to", str(out), "--bed", bed]) == 0
        levels.append(float(abs(soundfile.read(out)[0][-40_000:-20_000]).max()))
    assert levels[0] == levels[1] > 2 * levels[3]
    assert levels[2] == pytest.approx(levels[0] / 4, rel=0.02)


@pytest.mark.parametrize("ending", ["m4b", "m4a"])
def test_a_book_of_a_script_without_sections_is_whole(
    script: Path, tmp_path: Path, ending: str
) -> None:
    av = pytest.importorskip("av")
    file = tmp_path / f"it.{ending}"
    assert main(["export", str(script), "--to", str(file), "--length", "2900ms"]) == 0
    with av.open(str(file)) as book:
        assert book.duration / 1e6 == pytest.approx(2.9, abs=0.1)
        assert len(book.chapters()) <= 1


def test_one_format_that_fails_costs_none_of_the_others(
    script: Path, tmp_path: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise SoundError("can't write it: the encoder is gone", "install another one")

    monkeypatch.setattr(encode.SoundFile, "write", refuse)
    book, sound, words = (tmp_path / f"it.{ending}" for ending in ("m4b", "mp3", "srt"))
    names = [str(file) for file in (sound, book, words)]
    assert main(["export", str(script), "--to", *names, "--length", "2900ms"]) == 1
    said = capsys.readouterr()
    assert "the encoder is gone; install another one" in said.err
    assert book.stat().st_size > 1_000
    assert "Stay here." in words.read_text("utf-8")
    assert str(sound) not in said.out
    assert sorted(tmp_path.glob("it.*")) == [book, words]
    assert not list(tmp_path.glob(".*"))


def test_bells_that_find_no_room_are_told(script: Path, tmp_path: Path, capsys: Captured) -> None:
    for command in (
        ["time", str(script)],
        ["export", str(script), "--to", str(tmp_path / "a.txt")],
    ):
        assert main([*command, "--bells", "2m"]) == 0
        assert "no interval bell rings" in capsys.readouterr().err


def test_a_bed_with_a_comma_in_its_name_can_be_had(script: Path, tmp_path: Path) -> None:
    sounds = places().sounds
    sounds.mkdir(parents=True)
    write_tone(sounds / "My rain, take 2.wav", Millis(3_000))
    for number, bed in enumerate(
        ("My rain, take 2", "My rain, take 2:40", "soft:50,My rain, take 2:40")
    ):
        file = tmp_path / f"{number}.wav"
        assert main(["export", str(script), "--to", str(file), "--bed", bed]) == 0
        assert file.exists()


def test_an_export_begins_with_half_a_second_before_its_first_word(
    script: Path, tmp_path: Path
) -> None:
    sound, words = tmp_path / "it.wav", tmp_path / "it.srt"
    assert main(["export", str(script), "--to", str(sound), str(words), "--length", "3s"]) == 0
    samples, rate = soundfile.read(sound)
    assert (len(samples), rate) == (3 * 48_000, 48_000)
    assert not samples[:24_000].any()
    assert abs(samples[24_000:36_000]).max() > 0.05
    assert "00:00:00,500 --> " in words.read_text("utf-8")
    with_bed = [*("--bed", "pink"), "--length", "3s"]
    assert main(["export", str(script), "--to", str(tmp_path / "bed.wav"), *with_bed]) == 0
    assert soundfile.read(tmp_path / "bed.wav")[0][:24_000].any()


def test_bells_can_be_left_out_or_be_a_sound_of_ones_own(tmp_path: Path, capsys: Captured) -> None:
    file = tmp_path / "rung.yaml"
    text = GOOD.replace("1s..2s", "1s..20s")
    file.write_text(text + "  - bell: {sound: low, times: 2, every: 6s}\n", "utf-8")
    write_tone(tmp_path / "own.wav", Millis(3_000))

    def end_of(name: str, *more: str) -> float:
        assert main(["export", str(file), "--to", str(tmp_path / name), *more]) == 0
        return float(abs(soundfile.read(tmp_path / name)[0][-2 * 48_000 :]).max())

    assert end_of("usual.wav", "--length", "20s") > 0.0
    assert end_of("none.wav", "--length", "20s", "--bells", "off") == 0.0
    assert end_of("own.wav.flac", "--bell", str(tmp_path / "own.wav")) > 0.0
    assert main(["export", str(file), "--to", str(tmp_path / "x.wav"), "--bell", "nope"]) != 0
    assert 'there\'s no bell "nope"' in capsys.readouterr().err
