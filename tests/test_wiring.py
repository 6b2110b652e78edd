from pathlib import Path

import pytest

from companion.audio.filesink import FileSink
from companion.audio.sink import PacedSink
from companion.errors import SoundError
from companion.session.before import Before
from companion.timeline.plan import Request
from companion.units import MINUTE, Millis
from companion.wiring import Options, Services


def test_silent_starts_no_voice_and_no_device() -> None:
    services = Services(Options(silent=True))
    services.warm()
    assert isinstance(services._open_sink(), PacedSink)
    assert services.voices.hosted == ()
    services.close()


def test_a_file_is_a_sink_and_a_folder_is_none(tmp_path: Path) -> None:
    services = Services(Options(silent=True, output=tmp_path / "a.wav"))
    assert isinstance(services._open_sink(), FileSink)
    services.close()
    with pytest.raises(SoundError, match="is a folder"):
        Services(Options(silent=True, output=tmp_path))._open_sink()


def test_what_there_is_to_tell_is_told_once_over_all_sessions() -> None:
    services = Services(Options(silent=True))
    request = Request(Millis(5 * MINUTE), chimes=(Millis(6 * MINUTE),))
    first = services.begin("sit-with-it", request)
    assert first.new_problems() == ["the session is too short for a bell in between"]
    again = services.begin("sit-with-it", Request())
    assert first.new_problems() == again.new_problems() == []
    services.close()


def test_a_script_with_mistakes_is_listed_with_what_to_do(homeless: Path) -> None:
    services = Services(Options(silent=True))
    services.places.scripts.mkdir(parents=True)
    (services.places.scripts / "bad.yaml").write_text("companion: 1\n")
    assert services.entries()[-1] == ("bad", "bad", "has mistakes: companion check bad")
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
    first = services.before(asking)
    assert first.told[0] == "Mine"
    assert first.warnings == ("Before you start: Not while driving.",)
    assert first.slots == (("partner", "Who", "them"),)
    assert services.before("nowhere") == services.before("first-two-minutes") == Before()
    services.close()


def test_a_rehearsal_begins_at_its_line(asking: str) -> None:
    services = Services(Options(silent=True))
    transport = services.rehearse(ASKING, asking, "mine", 7)
    assert transport.timeline.at(transport.playhead).line == "Bye."
    assert "first-two-minutes" not in services.desk.mine()
    services.close()
