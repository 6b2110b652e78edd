"""Engines that are programs: fakes that are as strict about their arguments as the real ones."""

import json
import os
import shutil
import sys
import threading
from pathlib import Path

import pytest

from companion.audio.formats import clip_wav
from companion.child import Child
from companion.errors import (
    NotFoundError,
    UnknownLanguageError,
    UnknownVoiceError,
    UnspeakableError,
    VoiceError,
)
from companion.timeline.utterance import Onsets
from companion.voice.engine_table import ESPEAK_NG, FLITE, PYTTSX3, RHVOICE, SAY, EngineEntry
from companion.voice.engines.command import Command, fill_slots, run_program
from companion.voice.engines.engine import Delivery
from companion.voice.names import AUTO, SILENT
from companion.voice.pace import Paces
from companion.voice.preference import clearer_voice_hint, own_command, piper, ranked, voice_file
from companion.voice.process import WORKER, VoiceProcess
from companion.voice.protocol import ANSWERS, Failed, Measure, Speak
from companion.voice.voice import Style
from companion.voice.worker import serve
from tests.fakes import FakeParent, requests
from tests.voice.test_worker import FakeEngine

# writes a tone as long as its text, at its rate; keeps what it was told
FAKE = """\
#!{python}
import argparse, json, math, struct, sys, wave
parser = argparse.ArgumentParser(prefix_chars="-", add_help=False)
{options}
told = parser.parse_args()
text = open(told.file).read()
assert text.strip() and text.strip() not in " ".join(sys.argv)
json.dump(vars(told), open({log!r}, "w"))
seconds = 0.06 * len(text) / {speed}
with wave.open(told.out, "wb") as out:
    out.setnchannels(1); out.setsampwidth(2); out.setframerate(16000)
    count = int(16000 * seconds)
    out.writeframes(b"".join(struct.pack("<h", int(9000 * math.sin(i / 9))) for i in range(count)))
"""
FILES = """parser.add_argument("{}", dest="file"); parser.add_argument("{}", dest="out"); """
# what each takes, and how much faster than by itself it speaks
PROGRAMS = {
    "flite": (
        """parser.add_argument("-voice"); parser.add_argument("--setf")
parser.add_argument("file"); parser.add_argument("out")""",
        """(1 / float(told.setf.removeprefix("duration_stretch=")))""",
    ),
    "RHVoice-test": (
        FILES.format("-i", "-o")
        + """parser.add_argument("-p")
parser.add_argument("-r", type=int)""",
        "(told.r / 100)",
    ),
    "espeak-ng": (
        FILES.format("-f", "-w")
        + """parser.add_argument("-v")
parser.add_argument("-s", type=int)""",
        "(told.s / 150)",
    ),
    "say": (
        FILES.format("-f", "-o")
        + """parser.add_argument("-r", type=int); parser.add_argument("-v")
parser.add_argument("--file-format", choices=["WAVE"])
parser.add_argument("--data-format", choices=["LEI16@22050"])""",
        "(told.r / 150)",
    ),
}
OFFERS = {"flite": FLITE, "RHVoice-test": RHVOICE, "espeak-ng": ESPEAK_NG, "say": SAY}


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of programs that come first."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", f"{folder}:{os.environ['PATH']}")
    return folder


def install(folder: Path, name: str) -> Path:
    options, speed = PROGRAMS[name]
    log = folder / f"{name}.json"
    text = FAKE.format(python=sys.executable, options=options, speed=speed, log=str(log))
    (folder / name).write_text(text)
    (folder / name).chmod(0o755)
    return log


@pytest.mark.parametrize("name", PROGRAMS)
def test_a_program_speaks_at_the_pace_that_is_asked(name: str, path: Path, tmp_path: Path) -> None:
    log = install(path, name)
    voice = VoiceProcess(OFFERS[name], Paces(tmp_path / "paces.json"))
    usual = voice.synth("Stay with it, for a while.", Style(), tmp_path / "a.wav")
    slow = voice.synth("Stay with it, for a while.", Style(wpm=110), tmp_path / "b.wav")
    voice.close()
    assert not usual.exact
    assert slow.length / usual.length == pytest.approx(146 / 110, rel=0.12)
    assert [place for _, place in usual.onsets] == [0, 5, 10, 14, 18, 20]
    assert len(clip_wav.read_clip(tmp_path / "a.wav")) == usual.length * 48
    told = json.loads(log.read_text())
    assert told.get("voice", told.get("v", told.get("p"))) == (OFFERS[name].voice or None)


def test_a_program_that_fails_says_what_it_said(path: Path, tmp_path: Path) -> None:
    (path / "flite").write_text("#!/bin/sh\necho 'no such voice' >&2\nexit 3\n")
    (path / "flite").chmod(0o755)
    voice = VoiceProcess(FLITE, Paces(tmp_path / "paces.json"))
    with pytest.raises(UnspeakableError, match="flite failed with exit code 3: no such voice"):
        voice.synth("Stay.", Style(), tmp_path / "a.wav")
    voice.close()


def test_a_program_speaks_its_own_languages(tmp_path: Path) -> None:
    engine = Command(FLITE.arguments[1])
    assert engine.about() == {"driver": "flite", "library": "command"}
    assert [known.id for known in engine.voices()] == ["rms"]
    with pytest.raises(UnknownLanguageError, match="flite doesn't speak de"):
        engine.speak("Bleib.", tmp_path / "a.wav", Delivery(lang="de-CH"))


def test_the_words_are_only_this_persons_to_read(tmp_path: Path) -> None:
    told = {"argv": ["cp", "{file}", "{out}"], "rate": 1, "slower": False, "voice": "", "langs": []}
    told["voices"] = []
    Command(json.dumps(told)).speak("Secret.", tmp_path / "a.wav", Delivery())
    assert (tmp_path / "a.wav").read_text() == "Secret.\n"
    assert (tmp_path / "words.txt").stat().st_mode & 0o777 == 0o600


def test_a_name_is_no_address_and_no_file_and_one_that_the_program_has(tmp_path: Path) -> None:
    engine = Command(FLITE.arguments[1])
    for name in ("http://127.0.0.1/x.flitevox", "/etc/passwd", "-x", "amy", "rms\n", "../rms"):
        with pytest.raises(UnknownVoiceError, match="has no voice"):
            engine.speak("Stay.", tmp_path / "a.wav", Delivery(voice=name))
    with pytest.raises(UnknownVoiceError):
        Command(RHVOICE.arguments[1]).speak("Stay.", tmp_path / "a.wav", Delivery(voice="a/b"))


def test_a_program_that_prints_without_end_or_leaves_one_behind_is_not_waited_for(
    path: Path,
) -> None:
    (path / "loud").write_text("#!/bin/sh\nhead -c 20000000 /dev/zero >&2; sleep 30 &\nexit 4\n")
    (path / "loud").chmod(0o755)
    code, told = run_program([str(path / "loud")], 20.0)
    assert code == 4
    assert len(told) <= 200


def test_a_program_that_hangs_is_given_up_at_once(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(VoiceError, match="didn't answer within 0 seconds"):
        run_program(["sleep", "30"], 0.2)
    parent = FakeParent()

    class Hanging(FakeEngine):
        def speak(self, *_: object) -> Onsets:
            raise VoiceError("it did not answer")

    serve(parent, Hanging(), requests(Measure(1, "")), rounds=1)  # type: ignore[arg-type]
    assert parent.said == [Failed(1, "it did not answer", "broken")]


def test_an_optional_group_is_left_out_where_its_slot_is_empty() -> None:
    argv: list[str | list[str]] = ["say", ["-v", "{voice}"], "-r", "{rate}"]
    assert fill_slots(argv, {"voice": "", "rate": "146"}) == ["say", "-r", "146"]
    assert fill_slots(argv, {"voice": "Anna", "rate": "146"}) == ["say", "-v", "Anna", "-r", "146"]


def names(offers: tuple[EngineEntry, ...]) -> list[str]:
    return [offer.name for offer in offers]


def have(*programs: str) -> "dict[str, str]":
    return {name: f"/usr/bin/{name}" for name in programs}


@pytest.fixture
def no_hibari(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine for which there is no hibari."""
    monkeypatch.setattr("companion.voice.preference.find_spec", lambda _: None)


def test_the_voice_in_the_box_comes_after_what_the_person_added_and_before_the_rest(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("companion.voice.preference.find_spec", lambda name: name)
    offers = ranked(AUTO, ("/v/amy.onnx",), ("mine", "{file}", "{out}"), have("flite").get)
    assert names(offers) == [
        "piper/amy", "command", "hibari/heart", "flite/rms", PYTTSX3.name, "kokoro/onyx",
    ]  # fmt: skip
    assert names(ranked("flite/slt", find=have("flite").get))[:2] == ["flite/slt", "hibari/heart"]


def test_a_voice_file_is_pipers_when_its_json_is_beside_it(tmp_path: Path) -> None:
    (tmp_path / "amy.onnx").write_bytes(b"")
    assert voice_file(str(tmp_path / "amy.onnx")).name == "hibari/amy"
    (tmp_path / "amy.onnx.json").write_text("{}")
    assert voice_file(str(tmp_path / "amy.onnx")).name == "piper/amy"


@pytest.mark.usefixtures("no_hibari")
def test_the_clearest_voice_there_is_speaks_first() -> None:
    assert names(ranked(AUTO, find=have().get)) == [PYTTSX3.name]
    everything = have("flite", "RHVoice-test", "espeak-ng")
    assert names(ranked(AUTO, ("/v/amy.onnx",), ("mine", "{file}", "{out}"), everything.get)) == [
        "piper/amy", "command", "rhvoice/bdl", "flite/rms", PYTTSX3.name,
        "espeak-ng/en-us+f5"]  # fmt: skip
    assert ranked(SILENT) == ()


@pytest.mark.parametrize(
    ("chosen", "first"),
    [("flite", "flite/rms"), ("flite/slt", "flite/slt"), ("slt", "flite/slt"),
     ("pyttsx3", "pyttsx3/en-us+f5"), ("pyttsx3/en-us+m6", "pyttsx3/en-us+m6"),
     ("amy", "piper/amy"), ("piper/amy", "piper/amy"), ("pyttsx3/gmw/de", "pyttsx3/gmw/de")],
)  # fmt: skip
@pytest.mark.usefixtures("no_hibari")
def test_the_chosen_voice_speaks_first(chosen: str, first: str) -> None:
    offers = ranked(chosen, ("/v/amy.onnx",), find=have("flite").get)
    assert names(offers)[0] == first
    assert len(offers) == 3


@pytest.mark.parametrize("chosen", ["rhvoice", "rhvoice/bdl", "nobody", "piper/zoe"])
def test_a_voice_that_is_not_here_is_said_with_those_that_are(chosen: str) -> None:
    with pytest.raises(NotFoundError) as caught:
        ranked(chosen, ("/v/amy.onnx",), find=have().get)
    assert "piper/amy" in caught.value.remedy


@pytest.mark.parametrize(
    ("offer", "wanted", "name"),
    [(FLITE, "flite/slt", "slt"), (FLITE, "slt", "slt"), (FLITE, "flite/rms", ""),
     (FLITE, "rms", ""), (FLITE, "flite", ""), (FLITE, "pyttsx3/en-us+m6", None),
     (PYTTSX3, "gmw/de+f5", "gmw/de+f5"), (piper("/v/amy.onnx"), "amy", ""),
     (piper("/v/amy.onnx"), "piper/amy+p3", "p3"), (piper("/v/amy.onnx"), "flite/slt", None),
     (piper("/v/amy.onnx"), "zoe", None)],
)  # fmt: skip
def test_a_name_finds_its_engine(offer: EngineEntry, wanted: str, name: str | None) -> None:
    assert offer.named(wanted) == name


def test_the_line_that_gets_a_better_voice_is_for_those_who_have_none() -> None:
    assert "flite" in clearer_voice_hint((PYTTSX3,))
    assert clearer_voice_hint((FLITE, PYTTSX3)) == clearer_voice_hint((own_command(["x"]),)) == ""


@pytest.mark.skipif(not shutil.which("flite"), reason="flite is not installed here")
def test_flite_itself_speaks(tmp_path: Path) -> None:
    voice = VoiceProcess(FLITE, Paces(tmp_path / "paces.json"))
    for name in ("rms", "slt"):
        take = voice.synth("Let your feet find the floor.", Style(voice=name), tmp_path / "a.wav")
        assert 1_200 < take.length < 3_500
    voice.close()


@pytest.mark.parametrize("how", ["killed", "left alone"])
def test_a_program_that_hangs_does_not_outlive_the_app(
    path: Path, tmp_path: Path, how: str
) -> None:
    (path / "flite").write_text(f"#!/bin/sh\necho $$ > {tmp_path}/pid\nexec sleep 600\n")
    (path / "flite").chmod(0o755)
    gone = threading.Event()
    child = Child(WORKER, ANSWERS, lambda _: None, gone.set, arguments=FLITE.arguments)
    child.send(Speak(1, "Stay.", str(tmp_path / "a.wav"), "", "en", 1.0, 1.0, soften=False))
    pid = int(wait_for(tmp_path / "pid"))
    if how == "killed":
        child.kill()
    else:  # as when the app itself was killed
        child._outbox.put(None)
    assert gone.wait(10)
    child.kill()
    assert not is_running(pid)


def wait_for(file: Path) -> str:
    pause = threading.Event()
    for _ in range(1_000):
        if file.exists() and (text := file.read_text()):
            return text
        pause.wait(0.01)
    raise AssertionError(f"{file} never came")


def is_running(pid: int) -> bool:
    """Whether a process runs, and is not only waiting to be buried."""
    pause = threading.Event()
    for _ in range(200):
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        except OSError:
            return False
        if state == "Z":
            return False
        pause.wait(0.01)
    return True
