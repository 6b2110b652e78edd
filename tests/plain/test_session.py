import io
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from companion.notices import Notices
from companion.plain.session import Plain
from companion.plain.typist import Typist
from companion.session.controls import CONTROLS
from companion.session.transport import Transport
from companion.timeline.bells import Bells
from companion.timeline.request import AT_ONCE, Request
from companion.timeline.timeline import Quiet
from companion.timeline.views.lines import line_of
from companion.units import Frames, Millis
from tests.fakes import SCRIPT, CrankSink, arrivals, sitting


class TypingSink(CrankSink):
    """Types the next line at each wait, as if it came in just then."""

    def __init__(self, *letters: str) -> None:
        super().__init__()
        self.letters = list(letters)
        self.plain: Plain | None = None

    def wait(self, until: Frames) -> None:
        if self.letters:
            assert self.plain is not None
            self.plain._typist._lines.put(self.letters.pop(0))
            self.crank(200)
        else:
            super().wait(until)


def run(
    folder: Path, *letters: str, text: str = SCRIPT, shown: str = "", length: int | None = None
) -> tuple[str, str, Transport]:
    sink = TypingSink(*letters)
    request = replace(AT_ONCE, length=None if length is None else Millis(length))
    notices = Notices()
    transport = Transport(sitting(folder, text, request), arrivals(), sink, notices)
    out, err = io.StringIO(), io.StringIO()
    plain = Plain(transport, shown=shown, out=out, err=err)
    sink.plain = plain
    sink.reason = "no device" if "trouble" in text else ""
    if "trouble" in text:
        notices.add("the voice x cannot speak")
    plain.run()
    return out.getvalue(), err.getvalue(), transport


def test_a_session_is_calm_lines_in_order(tmp_path: Path) -> None:
    out, err, _ = run(tmp_path)
    assert out == (
        "Something hurts.\nYou noticed.\nLet your feet find the floor.\n(quiet, 10 seconds)\n"
        "\n(breathing in)\n(breathing out)\n(breathing in)\n(breathing out)\n(and so on, 2 more)\n"
        "(quiet, 6 seconds)\n"
        "\n(a bell)\nThis is ending.\n"
    )
    assert err == ""


def test_a_line_that_stands_there_already_is_not_said_twice(tmp_path: Path) -> None:
    out, _, _ = run(tmp_path, shown="Something hurts.")
    assert out.startswith("You noticed.")


def test_nothing_ever_moves_the_cursor(tmp_path: Path) -> None:
    out, _, _ = run(tmp_path, "p", "p", "<", ">", "+", "?", "e")
    assert all(c.isprintable() or c == "\n" for c in out)


def test_a_stop_is_silence(tmp_path: Path) -> None:
    out, _, transport = run(tmp_path, "q")
    assert transport.state == "stopped"
    assert out == "Something hurts.\n"


@pytest.mark.parametrize(
    ("letter", "expected"),
    [("+", "1 minute longer."), ("?", "q  stop at once"), ("?", "h  be silent, empty the terminal and write nothing"),
     ("z", '"z" does nothing here; ? lists what does.'), ("e", "(a bell)")],
)  # fmt: skip
def test_every_letter_does_what_its_key_does(tmp_path: Path, letter: str, expected: str) -> None:
    assert expected in run(tmp_path, letter)[0]


@pytest.mark.parametrize(
    ("typed", "title"),
    [("c", "Someone to call"), ("i", "Is this space, or something else?"), ("x", "Stop. You don't have to finish.")],
)  # fmt: skip
def test_each_page_is_a_letter_away_and_the_session_waits(
    tmp_path: Path, typed: str, title: str
) -> None:
    out, _, transport = run(tmp_path, typed, "p")
    assert title in out
    assert "Paused; type p to go on." in out
    assert transport.state == "ended"


@pytest.mark.parametrize(
    ("typed", "meant"), [([" ", "p"], ["p", " "]), (["\x1b[D"], ["<"]), (["\x1b[C"], [">"])]
)
def test_hands_that_know_the_keys_of_the_screen_are_understood(
    tmp_path: Path, typed: list[str], meant: list[str]
) -> None:
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()
    assert run(tmp_path / "one", *typed)[0] == run(tmp_path / "two", *meant)[0]


def test_an_interval_bell_is_told_when_it_rings(tmp_path: Path) -> None:
    text = "companion: 1\ntitle: T\nsteps: [One., {silence: 100s}, Two.]\n"
    sink = TypingSink()
    request = Request(bells=Bells(every=Millis(40_000)))
    transport = Transport(sitting(tmp_path, text, request), arrivals(), sink, Notices())
    out = io.StringIO()
    Plain(transport, out=out, err=io.StringIO()).run()
    assert out.getvalue() == "One.\n(quiet, 1 minute 40)\n(a bell)\n(a bell)\nTwo.\n"


def test_the_time_to_settle_is_written_once(tmp_path: Path) -> None:
    settling = sitting(tmp_path, request=Request(settle=Millis(20_000)))
    for shown in ("", "It begins in 20 seconds."):
        transport = Transport(settling, arrivals(), CrankSink(), Notices())
        out = io.StringIO()
        Plain(transport, out=out, err=io.StringIO(), shown=shown).run()
        lines = out.getvalue().splitlines()
        assert lines[0] == ("Something hurts." if shown else "It begins in 20 seconds.")
        assert lines.count("It begins in 20 seconds.") == (0 if shown else 1)


def test_come_back_to_while_settling_it_says_how_long_is_left(tmp_path: Path) -> None:
    timeline = sitting(tmp_path, request=Request(settle=Millis(20_000))).timeline
    assert line_of(timeline.at(Millis(900))) == "It begins in 20 seconds."
    assert line_of(timeline.at(Millis(15_100))) == "It begins in 5 seconds."


def test_a_silence_that_an_answer_brought_says_how_to_go_on_before_its_end(tmp_path: Path) -> None:
    here, until = sitting(tmp_path).timeline.at(Millis(900)), Millis(20 * 60_000)
    moment = replace(here, content=Quiet(is_apart=True), since=Millis(0), until=until)
    assert line_of(moment) == "(quiet, 20 minutes; > and Enter goes on before that)"


def test_an_open_session_says_how_long_it_has_gone_on_at_each_bell(tmp_path: Path) -> None:
    text = "companion: 1\ntitle: T\nsteps: [One., {silence: 2s}, Two.]\n"
    request = Request(length=Millis(100_000), open_end=True, bells=Bells(every=Millis(40_000)))
    transport = Transport(sitting(tmp_path, text, request), arrivals(), CrankSink(), Notices())
    out = io.StringIO()
    Plain(transport, out=out, err=io.StringIO()).run()
    assert out.getvalue() == (
        "One.\n(quiet, until you end it)\n(a bell, less than a minute so far)\n"
        "(a bell, 1 min so far)\nTwo.\n"
    )


def test_staying_longer_in_a_silence_without_an_end_says_why_nothing_changes(
    tmp_path: Path,
) -> None:
    request = Request(length=Millis(100_000), open_end=True)
    transport = Transport(sitting(tmp_path, request=request), arrivals(), CrankSink(), Notices())
    transport.play()
    sink = transport._sink
    assert isinstance(sink, CrankSink)
    sink.crank(transport.timeline.closing - 1_000)
    longer = next(control for control in CONTROLS if control.id == "longer")
    assert longer.act(transport) == "It goes on until you end it."


def test_a_pause_is_said_and_ended_by_the_same_letter(tmp_path: Path) -> None:
    out, _, transport = run(tmp_path, "p", "p")
    assert "Paused." in out
    assert transport.state == "ended"


def test_hidden_nothing_more_is_written_until_it_comes_back(tmp_path: Path) -> None:
    out, _, transport = run(tmp_path, "h", "", "h", "p", "q")
    assert out.startswith("Something hurts.\n")
    assert "You noticed." not in out
    assert transport.state == "stopped"


def test_while_hidden_no_letter_but_h_writes_anything_and_q_still_stops(tmp_path: Path) -> None:
    out, _, transport = run(tmp_path, "h", "e", "?", "i", "x", "p", "q")
    assert out == "Something hurts.\n"
    assert transport.state == "stopped"


def test_what_is_wrong_is_said_once_on_the_other_stream(tmp_path: Path) -> None:
    out, err, _ = run(tmp_path, text=SCRIPT.replace("A small one", "trouble"))
    assert err == (
        "companion: the voice x cannot speak\ncompanion: there's no sound right now; the words go on\n"
    )
    assert out.startswith("Something hurts.")


def test_letters_come_from_whoever_types(tmp_path: Path) -> None:
    sink = CrankSink()
    transport = Transport(sitting(tmp_path, request=AT_ONCE), arrivals(), sink, Notices())
    plain = Plain(
        transport, out=io.StringIO(), err=io.StringIO(), typist=Typist(io.StringIO("q\n"))
    )
    for thread in threading.enumerate():
        if "_read" in thread.name:
            thread.join(2)
    plain.run()
    assert transport.state == "stopped"


def test_a_bell_and_a_breath_with_more_phases_are_told(tmp_path: Path) -> None:
    text = "companion: 1\ntitle: T\nsteps: [{breathe: {in: 3s, top_up: 1s, hold: 1s, out: 5s, rest: 1s, rounds: 2}}]\n"
    out, _, _ = run(tmp_path, text=text)
    assert out.splitlines()[:5] == [
        "(breathing in)", "(a little more in)", "(staying)", "(breathing out)", "(resting)"]  # fmt: skip


ASKING = """\
companion: 1
title: T
steps:
  - rate: {id: before, low: quiet, high: loud}
  - say: Strong.
    when: {rate: before, at_least: 8}
  - choose:
      id: where
      prompt: Where to
      options:
        - {label: Sounds, default: true, steps: [Let them come.]}
        - {label: Hands, steps: [Rest them.]}
  - write: {id: letter, prompt: Dear, most: 5m}
  - ask: {id: need, prompt: What helps}
  - say: This is ending.
"""


def test_a_question_is_numbered_lines_and_goes_on_by_itself(tmp_path: Path) -> None:
    out, _, transport = run(tmp_path, text=ASKING)
    assert "1  Sounds\n2  Hands\n" in out
    assert "Enter skips it; it goes on by itself after a while" in out
    assert "Let them come." in out
    assert "Strong." not in out
    assert out.count("Where to") == 1
    assert transport.answers.given == {}


def test_a_typed_number_answers_at_once(tmp_path: Path) -> None:
    out, _, transport = run(tmp_path, "11", "9", text=ASKING)
    assert "Please type a number from 0 to 10, or just Enter." in out
    assert "\nThank you.\nStrong." in out.replace("\n\n", "\n")
    assert transport.answers.given == {"before": 9}


def test_writing_goes_on_until_a_dot_and_is_not_written_again(tmp_path: Path) -> None:
    out, _, transport = run(
        tmp_path, "", *["f"] * 8, "dear you", "it hurts", ".", text=ASKING.replace("steps: [Let them come.]", "steps: []")
    )  # fmt: skip
    if "letter" in transport.answers.given:
        assert transport.answers.given["letter"] == "dear you\nit hurts"
    assert "dear you" not in out


def test_letters_keep_their_meaning_while_a_question_waits(tmp_path: Path) -> None:
    out, _, transport = run(tmp_path, "i", "a", "q", text=ASKING)
    assert "Is this space, or something else?" in out
    assert "There's nowhere else to rest in this one." in out
    assert transport.state == "stopped"


def test_an_anchor_is_changed_by_a_letter(tmp_path: Path) -> None:
    text = "companion: 1\ntitle: T\nsteps:\n  - One.\n  - silence: 9s\n  - say: With {anchor}.\n"
    out, _, _ = run(tmp_path, "a", text=text)
    assert "From the next line on: your hands." in out
    assert "With your hands." in out


def test_a_card_is_shown_at_the_end_and_kept_by_nobody(tmp_path: Path) -> None:
    text = "companion: 1\ntitle: T\ncard: {title: Ours, lines: [need]}\nsteps:\n  - ask: {id: need, prompt: What helps}\n  - write: {id: w, prompt: Dear, keep: ask}\n  - Bye.\n"
    out, _, _ = run(tmp_path, "a walk", text=text)
    assert out.endswith(
        "\nOurs\nWhat helps\n  a walk\n(Nothing of this is kept. Copy what you need.)\n"
    )


def test_n_stops_it_where_the_first_two_minutes_can_begin(tmp_path: Path) -> None:
    for has_now in (True, False):
        sink, out = TypingSink("n"), io.StringIO()
        transport = Transport(sitting(tmp_path, SCRIPT, AT_ONCE), arrivals(), sink, Notices())
        sink.plain = plain = Plain(transport, out=out, err=io.StringIO(), has_now=has_now)
        plain.run()
        assert plain.wants_now is has_now
        assert transport.state == ("stopped" if has_now else "ended")
        plain._help()
        assert ("n  it's too much: right now" in out.getvalue()) is has_now
