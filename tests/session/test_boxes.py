"""Boxes one types in: none closes on somebody who types, and the session is longer by just that."""

from pathlib import Path

import pytest

from companion.session.changes import PATIENCE
from companion.timeline.request import Request
from companion.timeline.timeline import Asking, Quiet
from companion.units import MINUTE, Millis
from tests.session.stage import TEXT, Stage

HEAD = "companion: 1\ntitle: T\nsteps:\n  - Hello there.\n"
TAIL = "  - Between.\n  - silence: 10s..30s..3m\n  - section: Last\n  - This is ending.\n  - silence: 4s..10s..20s\n"
ASK = "  - ask: {id: need, prompt: What helps, timeout: 20s}\n"
WRITE = "  - write: {id: need, prompt: Dear}\n"
RUNS = "  - write: {id: need, prompt: Dear, clock: runs, most: 1m}\n"
RATE = "  - rate: {id: need, timeout: 20s}\n"
PAPER = "  - silence: {least: 40s, usual: 2m, most: 3m, remind: {every: 50s, lines: [There is time.]}}\n    when: {answer: need, given: no}\n"
ALL = [(ASK, 20_000), (WRITE, 30_000), (RUNS, 60_000), (RATE, 20_000)]
LENGTH = Millis(3 * MINUTE)
# what is already on its way to the loudspeaker can't be changed, so an answer counts this much later
IN_FLIGHT = 600


def stage_with(folder: Path, steps: str, *, exact: bool = True) -> Stage:
    return Stage(folder, HEAD + steps + TAIL, Request(LENGTH) if exact else Request())


def total(stage: Stage) -> int:
    return stage.transport.timeline.total


def is_asked(stage: Stage) -> bool:
    return stage.transport.question is not None


def after(stage: Stage) -> int:
    """How long the session lasts from the playhead on."""
    return stage.transport.tick().remaining


@pytest.mark.parametrize(("step", "timeout"), ALL)
@pytest.mark.parametrize("exact", [True, False])
def test_no_box_closes_on_somebody_who_types(
    tmp_path: Path, step: str, timeout: int, exact: bool
) -> None:
    stage = stage_with(tmp_path, step, exact=exact)
    stage.to("need", timeout - 1)  # the last moment there is
    assert stage.transport.begin_writing("need")
    for _ in range(200):  # 100 minutes, with a key every half minute
        stage.sink.crank(30_000)
        assert stage.transport.question is not None
        stage.transport.begin_writing("need")
    assert stage.transport.answer("need", 7 if step == RATE else "a long story")
    stage.sink.crank(IN_FLIGHT + 100)
    stage.transport.tick()
    assert stage.transport.timeline.at(stage.transport.playhead).line == "Between."


@pytest.mark.parametrize(("step", "timeout"), ALL)
@pytest.mark.parametrize("wrote", [1_000, 15_000, 59_000, 61_000, 40 * MINUTE])
def test_a_length_grows_by_what_was_written_beyond_the_time_of_the_box_to_the_ms(
    tmp_path: Path, step: str, timeout: int, wrote: int
) -> None:
    stage = stage_with(tmp_path, step)
    stage.to("need", 1_000)
    stage.transport.begin_writing("need")
    for _ in range(wrote // MINUTE):
        stage.sink.crank(MINUTE)
        stage.transport.begin_writing("need")
    stage.sink.crank(wrote % MINUTE)
    assert stage.transport.answer("need", 7 if step == RATE else "text")
    took = 1_000 + wrote + IN_FLIGHT
    assert total(stage) == LENGTH + max(0, took - timeout)


def test_the_clock_of_the_session_stands_still_while_somebody_writes(tmp_path: Path) -> None:
    stage = stage_with(tmp_path, ASK)
    stage.to("need", 19_000)
    before = after(stage)
    stage.transport.begin_writing("need")
    assert after(stage) == before
    stage.sink.crank(1_000)  # the last second of the box's own time
    still = after(stage)
    assert still == before - 1_000
    for _ in range(100):
        stage.sink.crank(20_000)
        stage.transport.begin_writing("need")
        assert after(stage) == still
    stage.transport.answer("need", "at last")
    assert after(stage) == still + IN_FLIGHT


def test_a_box_left_half_written_closes_after_half_an_hour_and_its_text_is_kept(
    tmp_path: Path,
) -> None:
    stage = stage_with(tmp_path, WRITE)
    stage.to("need", 1_000)
    stage.transport.begin_writing("need")
    stage.sink.crank(PATIENCE - 1)
    assert is_asked(stage)
    stage.sink.crank(1)
    assert not is_asked(stage)
    stage.transport.keep_text("need", "half a sent")
    assert stage.transport.answers.text("need") == "half a sent"
    assert not stage.transport.begin_writing("need")


def test_a_choice_is_never_typed_and_gets_no_room(tmp_path: Path) -> None:
    stage = Stage(tmp_path)
    stage.to("where")
    assert not stage.transport.begin_writing("where")


def test_going_back_gives_back_the_time_that_was_written(tmp_path: Path) -> None:
    stage = stage_with(tmp_path, ASK)
    stage.to("need", 1_000)
    stage.transport.begin_writing("need")
    stage.sink.crank(5 * MINUTE)
    stage.transport.answer("need", "text")
    assert total(stage) > LENGTH
    stage.transport.back(Millis(6 * MINUTE))
    assert total(stage) == LENGTH


@pytest.mark.parametrize("step", [ASK, WRITE])
@pytest.mark.parametrize("typed_at_once", [True, False])
def test_the_silence_for_paper_goes_when_the_box_was_used(
    tmp_path: Path, step: str, typed_at_once: bool
) -> None:
    stage = stage_with(tmp_path, step + PAPER)
    stage.to("need", 1_000)
    if not typed_at_once:
        stage.transport.begin_writing("need")
    cues = {p.cue for p in stage.transport.timeline.placements if is_apart(p.content)}
    paper = sum(p.length for p in stage.transport.timeline.placements if p.cue in cues)
    assert paper >= 40_000
    assert stage.transport.answer("need", "text")
    rests = [p for p in stage.transport.timeline.placements if is_apart(p.content)]
    assert rests == []
    assert total(stage) == LENGTH - paper  # with its reminders
    stage.sink.crank(IN_FLIGHT + 100)
    assert stage.transport.tick().line == "Between."


@pytest.mark.parametrize("value", [None, ""])
def test_whoever_writes_on_paper_keeps_the_silence_for_it(
    tmp_path: Path, value: str | None
) -> None:
    stage = stage_with(tmp_path, WRITE + PAPER)
    stage.to("need", 1_000)
    stage.transport.answer("need", value or None)
    assert any(is_apart(p.content) for p in stage.transport.timeline.placements)
    assert total(stage) == LENGTH


def is_apart(content: object) -> bool:
    return isinstance(content, Quiet) and content.is_apart


CHOICE = """\
  - choose:
      id: now
      prompt: And now
      timeout: 30s
      options:
        - label: Let it lie
          default: true
          steps:
            - say: Then let it lie.
            - silence: 20m
              when: {answer: now, given: yes}
        - label: Leave it
"""


def test_twenty_minutes_that_somebody_chose_are_twenty_minutes_and_no_other_silence_gives(
    tmp_path: Path,
) -> None:
    stage = stage_with(tmp_path, CHOICE)
    assert not any(is_apart(p.content) for p in stage.transport.timeline.placements)
    stage.to("now", 5_000)
    assert stage.transport.answer("now", "Let it lie")
    assert total(stage) == LENGTH + 20 * MINUTE
    (rest,) = (p for p in stage.transport.timeline.placements if is_apart(p.content))
    assert rest.length == 20 * MINUTE
    stage.sink.crank(rest.start + 5 * MINUTE - stage.transport.playhead)
    moment = stage.transport.tick()
    assert moment.until - moment.playhead == 15 * MINUTE
    stage.transport.next_step()  # it can be ended early
    assert stage.transport.playhead == rest.end
    assert stage.transport.tick().content != rest.content


def test_a_choice_that_went_on_by_itself_starts_no_timer(tmp_path: Path) -> None:
    stage = stage_with(tmp_path, CHOICE)
    stage.to("now", 5_000)
    stage.sink.crank(26_000)
    assert stage.transport.question is None
    assert not any(is_apart(p.content) for p in stage.transport.timeline.placements)
    assert total(stage) == LENGTH


def test_the_first_key_of_the_old_script_gives_every_box_the_same_room(tmp_path: Path) -> None:
    stage = Stage(tmp_path, TEXT)
    stage.to("letter", 5_000)
    assert stage.transport.begin_writing("letter")
    assert not stage.transport.begin_writing("letter")  # there is room enough for now
    wait = next(
        p
        for p in stage.transport.timeline.placements
        if isinstance(p.content, Asking) and p.content.question.key == "letter"
    )
    assert wait.end - stage.transport.playhead == PATIENCE
