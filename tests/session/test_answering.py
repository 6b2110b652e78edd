"""Answers line by line: a front end that sees no key before Enter loses no sentence either."""

from pathlib import Path

import pytest

from companion.session.answering import KEPT, LINE_PATIENCE, LineAnswers
from companion.units import MINUTE, Millis
from tests.session.stage import Stage

TEXT = """\
companion: 1
title: T
card: {title: Ours, lines: [need, more]}
steps:
  - Hello there.
  - ask: {id: need, prompt: What helps, timeout: 20s}
  - Between.
  - silence: 20s
  - ask: {id: more, prompt: What else, timeout: 20s}
  - silence: 20s
  - write: {id: dear, prompt: Dear}
  - silence: 2m
"""


class Typist:
    """Somebody in front of a stage who types lines."""

    def __init__(self, folder: Path, *, can_type: bool = True) -> None:
        self.stage = Stage(folder, TEXT)
        self.answers = LineAnswers(self.stage.transport, can_type=can_type)

    def to(self, key: str) -> list[str]:
        self.stage.to(key)
        return self.answers.look()

    def wait(self, length: int) -> None:
        """Let time go by a second at a time, as the loop of plain mode does."""
        for _ in range(length // 1_000):
            self.stage.sink.crank(1_000)
            self.stage.transport.tick()
            self.answers.look()

    @property
    def asked(self) -> str:
        question = self.stage.transport.question
        return question.key if question else ""


@pytest.fixture
def typist(tmp_path: Path) -> Typist:
    return Typist(tmp_path)


def test_a_line_may_take_five_minutes_to_type(typist: Typist) -> None:
    assert typist.to("need")[0] == "What helps"
    assert typist.answers.look() == []
    typist.wait(LINE_PATIENCE - 2_000)
    assert typist.asked == "need"
    assert typist.answers.take("a walk") == "Thank you."
    assert typist.stage.transport.answers.given == {"need": "a walk"}
    typist.wait(2_000)
    assert typist.stage.transport.tick().line == "Between."


def test_it_waits_for_nobody_who_can_not_type(tmp_path: Path) -> None:
    typist = Typist(tmp_path, can_type=False)
    typist.to("need")
    typist.wait(21_000)
    assert typist.asked == ""


def test_whoever_lets_a_box_go_by_is_not_waited_for_again_until_they_type(typist: Typist) -> None:
    typist.to("need")
    typist.wait(LINE_PATIENCE)
    assert typist.asked == ""
    assert typist.answers.take("") is None
    typist = Typist(typist.stage.folder)
    typist.to("need")
    typist.wait(LINE_PATIENCE + MINUTE)
    typist.to("more")
    wait = typist.stage.transport.tick()
    assert wait.until - wait.playhead <= 20_000


def test_a_line_that_comes_too_late_is_kept_and_is_no_key(typist: Typist) -> None:
    typist.to("need")
    typist.wait(LINE_PATIENCE + 5_000)
    assert typist.asked == ""
    assert typist.answers.take("a walk") == KEPT
    assert typist.stage.transport.answers.text("need") == "a walk"


def test_a_line_long_after_it_belongs_to_no_question(tmp_path: Path) -> None:
    typist = Typist(tmp_path, can_type=False)
    typist.to("dear")
    typist.wait(MINUTE + 40_000)
    assert typist.answers.take("xyz") is None
    assert typist.stage.transport.answers.text("dear") == ""


def test_a_longer_text_stays_open_from_line_to_line_and_is_kept_when_it_is_left(
    typist: Typist,
) -> None:
    typist.to("dear")
    assert typist.answers.take("one") == ""
    typist.wait(20 * MINUTE)
    assert typist.answers.take("two") == ""
    typist.wait(20 * MINUTE)
    assert typist.asked == "dear"
    typist.answers.finish()  # the terminal goes, or the session is stopped
    assert typist.stage.transport.answers.text("dear") == "one\ntwo"
    assert typist.answers.take(".") == "Thank you."
    assert typist.stage.transport.answers.given == {"dear": "one\ntwo"}


def test_a_skipped_box_is_answered_and_nothing_is_kept(typist: Typist) -> None:
    typist.to("need")
    assert typist.answers.take("") == "Skipped."
    typist.answers.finish()
    assert typist.stage.transport.answers.text("need") == ""
    assert typist.stage.transport.timeline.total > Millis(0)
