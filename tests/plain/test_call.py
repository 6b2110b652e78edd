"""Whom one could call as lines: the transcript, the country, a number alone, aloud, in a session."""

import io
from pathlib import Path

import pytest

from companion.errors import SoundError
from companion.notices import Notices
from companion.plain.aloud import speaker
from companion.plain.call import Calling, PlainCall
from companion.plain.session import Plain
from companion.session import after_words, call_words, questions
from companion.session.transport import Transport
from companion.store.person import Person
from companion.store.preferences.table import setting
from tests.fakes import SCRIPT, CrankSink, arrivals, sitting
from tests.plain.test_rooms import PatientTypist, PlainServices, read
from tests.tui.services import FakePreparation
from tests.tui.test_cards import CALM, LONG

WAY_OUT = "Stand up, and find a person."
GB_CARD = """\

Someone to call, United Kingdom

Danger now, or someone's hurt:
1  Emergency services: 999
   United Kingdom · day and night

Someone you chose:
2  Mira: +44 7700 900123
   said: call any time

Thinking about suicide, or hurting yourself:
3  Samaritans: 116 123
   United Kingdom · day and night · free

Afraid of your partner:
4  National Domestic Abuse Helpline (Refuge): 0808 2000 247
   England, United Kingdom · for women, and people worried about one · day and
   night · free
5  Domestic Abuse and Forced Marriage Helpline: 0800 027 1234
   Scotland, United Kingdom · day and night
6  Domestic and Sexual Abuse Helpline: 0808 802 1414
   Northern Ireland, United Kingdom · day and night · free

Worried about what you might do: a doctor, or search for help for people
worried about their own behaviour

For Wales no abuse line is sure enough to be shown here: search for Live Fear
Free.
Found in public pages, newest 7 October 2026. Numbers change; if one fails,
use the first one.
Words to start with: \u201cI don't know how to say this.\u201d  \u201cCan you stay on the
phone?\u201d  \u201cI don't need advice, I need company.\u201d
You don't have to be sure, and it doesn't have to be an emergency.
If a line's busy, stay on, or try the next.
If calls show on a bill someone else reads, use another phone.
A number shows that row alone, k says the country, . reads aloud, Enter goes
back. m shows more numbers.
"""


@pytest.fixture
def services(tmp_path: Path) -> PlainServices:
    services = PlainServices(tmp_path)
    services.texts = {"enough": CALM, "sit-with-it": LONG}
    return services


def card(calling: Calling, *typed: str) -> tuple[str, str]:
    """What is written while these are typed, and the line that is left for other rooms."""
    written: list[str] = []
    left = PlainCall(calling, PatientTypist(*typed), written.append).run()
    return "\n".join(written) + "\n", left


def mira() -> Person:
    return Person("Mira", "+44 7700 900123", "said: call any time")


def test_the_card_is_numbered_lines_in_the_order_of_what_is_urgent() -> None:
    assert card(Calling(mira, "GB")) == (GB_CARD, "")


def test_r6_without_a_country_no_number_stands_there() -> None:
    text, _ = card(Calling())
    assert "type k" in text
    assert "Danger now, or someone's hurt: your local emergency number" in text
    assert not [word for word in text.split() if word.isdecimal()]


def test_a_country_is_said_for_now_or_kept_and_a_wrong_one_names_the_nearest() -> None:
    kept: list[str] = []
    calling = Calling(kept="", keep=kept.append)
    text, _ = card(calling, "k", "Germny", "k", "ireland", "", "k", "nl", "y")
    assert "did you mean Germany (DE)?" in text
    assert "Someone to call, Ireland" in text
    assert "where anyone on this computer could read it" in " ".join(text.split())
    assert "Someone to call, Netherlands" in text
    assert kept == ["NL"]
    assert calling.country == "NL"
    text, _ = card(calling, "k", "")
    assert text.count("Someone to call, Netherlands") == 2


def test_a_number_is_shown_alone_and_one_that_is_not_there_is_said() -> None:
    text, left = card(Calling(mira, "MX"), "3", "", "9", "n")
    alone = text.partition("Enter goes\nback.")[2]
    assert "\n\n800 911 2000\n\n" in alone
    assert "Mexico" in alone
    assert call_words.NOT_DIALLED in alone
    assert "There's no 9 here." in text
    assert left == "n"


def test_m_shows_the_other_numbers() -> None:
    text, _ = card(Calling(kept="GB"), "m")
    assert "text SHOUT to 85258" in text
    assert text.count("m shows more numbers.") == 1


def test_a_dot_reads_aloud_and_without_a_voice_it_says_so() -> None:
    said: list[str] = []
    card(Calling(kept="IE", speak=said.append), ".", "2", ".", "")
    assert len(said) == 2
    assert said[0].startswith("Here's who you can call.")
    assert said[1].startswith("Ireland. [1s] One.")
    assert "Nothing can read it aloud just now." in card(Calling(kept="IE"), ".")[0]


def test_words_are_spoken_to_their_end_or_until_a_line_is_typed(tmp_path: Path) -> None:
    services = PlainServices(tmp_path)
    ready: list[FakePreparation] = []

    class Saying(FakePreparation):
        def wait(self, report: object = None) -> None:
            ready.append(self)

    def say(*_: object) -> Saying:
        return Saying(sitting(tmp_path), services)

    services.say = say  # type: ignore[assignment, method-assign]
    typist = PatientTypist()
    speak = speaker(services, lambda: services.voices, typist)
    speak("One.")
    assert ready
    assert not services.sink.playing
    typist.put_back(["x"])
    services.sink.calls.clear()
    speak("One.")
    assert "cut" in services.sink.calls
    assert typist.take() == ["x"]  # it is left for the room
    services.sink.reason = "no loudspeaker"
    with pytest.raises(SoundError, match="can't be heard now: no loudspeaker"):
        speak("One.")


def test_home_keeps_the_country_of_a_run_and_the_page_about_space_has_its_numbers(
    services: PlainServices,
) -> None:
    text = " ".join(" ".join(read(services, "c", "k", "ie", "", "", "i", "c", "q")).split())
    assert "1800 341 900 (Ireland), day and night" in text
    last = text[text.rindex("Someone to call, Ireland") :]
    assert last.index("Afraid of your partner") < last.index("Thinking about suicide")
    assert not services.own.file.exists()


def test_home_keeps_it_for_good_when_that_is_typed(services: PlainServices) -> None:
    read(services, "c", "k", "ie", "y")
    assert services.own.country == "IE"


def test_when_it_got_stronger_the_numbers_and_the_way_out_are_there(
    services: PlainServices,
) -> None:
    services.own.change(setting("privacy.country"), "GB")
    services.text = SCRIPT.replace("title:", f"way_out: {WAY_OUT}\ntitle:", 1)
    lines = read(services, "5", "2", "", "", "3")
    assert after_words.STRONGER in lines
    assert f"A way out: {WAY_OUT}" in lines
    assert any("999 (United Kingdom)" in line for line in lines)
    assert any(line.startswith("4  A helpline: Samaritans, 116 123") for line in lines)


def test_r10_the_help_line_is_under_every_box_and_rating_of_plain_lines(
    services: PlainServices,
) -> None:
    assert questions.HELP_LINE in read(services, "5", "2", "", "")
    lines = read(services, "5", "2", "", "", "c")
    assert call_words.TITLE in lines
    for kind in ("rate: {id: a}", "ask: {id: a, prompt: P}", "write: {id: a, prompt: P, most: 5m}"):
        text = f"companion: 1\ntitle: T\nsteps: [{{{kind}}}]\n"
        out = io.StringIO()
        transport = Transport(sitting(services.folder, text), arrivals(), CrankSink(), Notices())
        Plain(transport, out=out, err=io.StringIO()).run()
        assert questions.HELP_LINE in out.getvalue(), kind


def test_in_a_session_the_card_opens_and_what_is_typed_next_goes_on(tmp_path: Path) -> None:
    text = SCRIPT.replace("title:", f"way_out: {WAY_OUT}\ntitle:", 1)
    transport = Transport(sitting(tmp_path, text), arrivals(), CrankSink(), Notices())
    typist = PatientTypist()
    typist.put_back(["p", "c", "1", "", "x", "p"])
    out = io.StringIO()
    Plain(transport, out=out, err=io.StringIO(), typist=typist, calling=Calling(kept="IE")).run()
    written = out.getvalue()
    assert written.index("Paused.") < written.index(f"A way out: {WAY_OUT}")
    assert "Someone to call, Ireland" in written
    assert written.count(f"A way out: {WAY_OUT}") == 2  # at the pause, and on the page to stop
    assert transport.state == "ended"
