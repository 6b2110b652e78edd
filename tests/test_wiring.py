from collections.abc import Mapping
from pathlib import Path

import pytest

from companion.audio.file_sink import FileSink
from companion.audio.sink import PacedSink
from companion.errors import NotFoundError, SoundError
from companion.script.model import Script
from companion.session import opened as opened_module
from companion.session.introduction import Introduction, introduce
from companion.session.options import Options
from companion.session.samples import spoken_script
from companion.session.transport import Transport
from companion.store import library as library_module
from companion.timeline.bells import Bells
from companion.timeline.cue import Plan
from companion.timeline.planning import plan as plan_module
from companion.timeline.request import AT_ONCE, Profile, Request
from companion.timeline.timeline import Voiced
from companion.units import MINUTE, Millis
from companion.voice.shipped_clips import ShippedClips
from companion.wiring import Services


def test_silent_starts_no_voice_and_no_device() -> None:
    services = Services(Options(silent=True))
    services.warm()
    assert isinstance(services._open_sink(), PacedSink)
    assert services.voices.processes == ()
    services.close()


def test_a_file_is_a_sink_and_a_folder_is_none(tmp_path: Path) -> None:
    services = Services(Options(silent=True, output=tmp_path / "a.wav"))
    assert isinstance(services._open_sink(), FileSink)
    services.close()
    with pytest.raises(SoundError, match="is a folder"):
        Services(Options(silent=True, output=tmp_path))._open_sink()


def test_what_there_is_to_tell_is_told_once_over_all_sessions() -> None:
    services = Services(Options(silent=True))
    request = Request(Millis(5 * MINUTE), bells=Bells(every=Millis(6 * MINUTE)))
    first = services.start(services.open("sit-with-it"), request)
    assert first.new_problems() == [
        "no interval bell rings, because the session is too short for one"
    ]
    again = services.start(services.open("sit-with-it"), Request())
    assert first.new_problems() == again.new_problems() == []
    services.close()


def test_a_script_with_mistakes_is_listed_with_what_to_do(homeless: Path) -> None:
    services = Services(Options(silent=True))
    services.places.scripts.mkdir(parents=True)
    (services.places.scripts / "bad.yaml").write_text("companion: 1\n")
    (entry,) = services.directory.own()
    assert (entry.id, entry.title, entry.is_own) == ("bad", "bad", True)
    assert entry.problem
    services.close()


ASKING = """\
companion: 1
title: Mine
cautions: [Not while driving.]
vars: {partner: {default: them, ask: Who}}
steps:
  - say: Hello {partner}.
  - silence: 1s
  - say: Bye.
"""


@pytest.fixture
def asking(tmp_path: Path) -> str:
    file = tmp_path / "mine.yaml"
    file.write_text(ASKING)
    return str(file)


def test_what_to_know_and_to_ask_is_there_before_a_session(asking: str) -> None:
    services = Services(Options(silent=True))
    first = introduce(services.open(asking))
    assert first.lines[0] == "Mine"
    assert first.warnings == ("Before you start: Not while driving.",)
    assert first.slots == (("partner", "Who", "them"),)
    assert introduce(services.open("first-two-minutes")) == Introduction()
    with pytest.raises(NotFoundError):
        services.open("nowhere")
    services.close()


def rehearsed(services: Services, text: str, file: str, line: int) -> Transport:
    """A rehearsal that is ready, which waits for the first line alone."""
    preparation = services.rehearse(text, file, "mine", line)
    preparation.wait()
    return services.begin(preparation)


def test_a_rehearsal_begins_at_its_line(asking: str) -> None:
    services = Services(Options(silent=True))
    transport = rehearsed(services, ASKING, asking, 7)
    assert transport.timeline.at(transport.playhead).line == "Bye."
    assert "first-two-minutes" not in services.editor.own_ids()
    services.close()


def test_what_is_looked_at_is_in_the_cache_before_it_is_played(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(ShippedClips, "find", lambda *_: None)
    services = Services(Options(output="none"))
    services.foresee("nowhere")
    services.foresee("first-two-minutes")
    services.foresee("enough")
    ahead = services._ahead._narration
    assert ahead is not None
    assert ahead.all.wait(20)
    assert len(list(services.places.cache.glob("*.wav"))) >= 2
    preparation = services.prepare(services.open("enough"), Request())
    assert ahead.cancelled.is_set()
    assert preparation.wait_shortly(10)
    placements = services.begin(preparation).timeline.placements
    first = next(p.content for p in placements if isinstance(p.content, Voiced))
    assert first.exact
    services.close()


def test_a_session_is_spoken_as_the_person_was_fitted(homeless: Path) -> None:
    services = Services(Options(silent=True))
    services.voices.keep(Profile(pace=0.9, pauses=1.2), ["shaken"])
    first = services.start(services.open("first-two-minutes"), Request())
    assert first._sitting.request.profile.pace == 0.9
    services.voices.keep(Profile(pace=1.1), ["settled"])
    second = services.start(services.open("sit-with-it"), Request())
    assert second._sitting.request.profile.pace == 1.1
    hurried = Services(Options(silent=True, pace=0.95))
    assert hurried.voices.profile("shaken").pace == 0.855
    services.close()


def test_only_the_last_session_that_was_asked_for_is_spoken() -> None:
    services = Services(Options(silent=True))
    first = services.prepare(services.open("sit-with-it"), Request())
    services.prepare(services.open("first-two-minutes"), Request())
    assert first._narration.cancelled.is_set()
    assert first.progress[1] > 10
    services.close()


def test_words_that_are_said_over_a_paused_session_do_not_end_its_voice() -> None:
    services = Services(Options(silent=True))
    session = services.prepare(services.open("sit-with-it"), Request())
    session.wait()
    services.begin(session)
    words = services.say(spoken_script("One. [600ms] Two."), Profile())
    assert not session._narration.cancelled.is_set()
    services.say(spoken_script("Three."), Profile())
    assert words._narration.cancelled.is_set()
    services.close()


def test_a_voice_that_was_chosen_and_is_gone_costs_a_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMPANION_VOICE", "piper/gone")
    services = Services(Options())
    _ = services.narrator
    assert services.notices.take() == [
        'there\'s no voice "piper/gone" here, so the best available voice speaks']  # fmt: skip
    services.close()
    with pytest.raises(NotFoundError):
        Services(Options(voice="piper/gone"))


def test_a_script_is_read_once_and_planned_once_for_each_request(
    asking: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    plans: list[Request] = []
    reads: list[str] = []
    read, make = library_module.Library.load, plan_module.plan

    def load(library: library_module.Library, source: library_module.ScriptFile) -> Script:
        reads.append(source.id)
        return read(library, source)

    def plan(script: Script, request: Request, bells: Mapping[str, Millis]) -> Plan:
        plans.append(request)
        return make(script, request, bells)

    monkeypatch.setattr(library_module.Library, "load", load)
    monkeypatch.setattr(opened_module, "plan", plan)
    services = Services(Options(silent=True))
    opened = services.open(asking)
    introduce(opened)
    services.start(opened, Request())
    services.close()
    assert reads == ["mine"]
    assert plans == [Request()]


def test_the_emergency_sessions_need_no_voice_to_begin() -> None:
    services = Services(Options(output="none"))
    preparation = services.prepare(services.open("first-two-minutes"), AT_ONCE, whole=True)
    preparation.wait()
    sitting = preparation.sitting()
    assert {clip.file.suffix for clip in sitting.clips.values()} == {".opus", ".wav"}
    assert all(voice._child is None for voice in services.voices.processes)
    assert not list(services.places.cache.glob("*"))
    services.close()


def test_a_rehearsal_begins_at_the_sentence_of_its_line_and_says_it_first() -> None:
    text = (
        "companion: 1\ntitle: T\nsteps:\n  - bell: soft\n  - say: |\n      One is said.\n"
        "      [3s] Two goes\n      on here.\n\n      Three is said.\n  - silence: 3s\n"
    )
    services = Services(Options(silent=True))
    lines = {4: "One is said.", 5: "One is said.", 6: "Two goes on here.", 9: "Three is said."}
    for line, words in lines.items():
        transport = rehearsed(services, text, "mine.yaml", line)
        moment = transport.timeline.at(transport.playhead)
        assert (moment.line, moment.playhead) == (words, moment.since)
        transport.close()
    services.close()


def test_what_cannot_be_heard_is_known_before_anything_plays() -> None:
    for options in (Options(silent=True), Options(output="none")):
        services = Services(options)
        assert services.trouble() == "sound is turned off for this run"
        services.close()
