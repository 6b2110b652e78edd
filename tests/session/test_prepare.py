import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from companion.audio.clip import Clip
from companion.audio.recipe import Kit
from companion.errors import UnfitLengthError
from companion.notices import Notices
from companion.session import prepare as prepare_module
from companion.session.lengths import check_length, offer
from companion.session.narration import Narration
from companion.session.opened import Opened
from companion.session.prepare import Preparation
from companion.session.sitting import Sitting
from companion.timeline.arranging.arrange import reachable
from companion.timeline.planning.plan import plan
from companion.timeline.request import LEAD_IN, Profile, Request
from companion.timeline.timeline import Quiet, Voiced
from companion.timeline.utterance import Utterance
from companion.units import Millis
from tests.fakes import (
    BELL_LENGTHS,
    BELLS,
    SCRIPT,
    CrankSink,
    FakeSpeaker,
    prepare,
    script,
)

DECLARED = SCRIPT.replace(
    "title: A small one", "title: A small one\nlength: {least: 30s, usual: 1m, most: 2m}"
)


def ready(speaker: FakeSpeaker, request: Request | None = None, text: str = SCRIPT) -> Sitting:
    sitting, narration = prepare(script(text), request or Request(), speaker, BELLS)
    narration.all.wait(5)
    return sitting


def test_the_first_words_are_announced_before_any_voice_has_spoken(tmp_path: Path) -> None:
    speaker = FakeSpeaker(tmp_path)
    told: list[tuple[str, int]] = []
    prepare(
        script(), Request(), speaker, BELLS, lambda line: told.append((line, len(speaker.spoken)))
    )
    assert told == [("Something hurts.", 0)]


def test_lines_are_spoken_in_the_order_they_are_needed(tmp_path: Path) -> None:
    speaker = FakeSpeaker(tmp_path)
    ready(speaker)
    assert speaker.spoken == [
        "Something hurts.", "You noticed.", "Let your feet find the floor.", "In.", "Out.", "This is ending."]  # fmt: skip


def test_the_first_line_has_its_true_length_when_it_starts(tmp_path: Path) -> None:
    sitting = ready(FakeSpeaker(tmp_path))
    lead, first = sitting.timeline.placements[:2]
    assert (lead.length, lead.content) == (LEAD_IN, Quiet())
    assert isinstance(first.content, Voiced)
    assert first.content.exact
    assert first.length == 60 * len("Something hurts.")


def test_a_voice_that_takes_too_long_does_not_hold_up_the_words(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(prepare_module, "FIRST_WAIT_S", 0.02)
    gate = threading.Event()

    class Slow:
        def speak(self, _: Utterance) -> Clip | None:
            gate.wait(5)
            return None

        def rest(self) -> None: ...

        def close(self) -> None: ...

    sitting, narration = prepare(script(), Request(), Slow(), BELLS)
    assert sitting.clips == {}
    assert sitting.timeline.total > 0
    narration.cancelled.set()
    gate.set()


@pytest.mark.parametrize("spoken", [0, 2])
def test_a_voice_that_stalls_is_not_waited_for_even_where_a_length_is_near_its_end(
    tmp_path: Path, spoken: int
) -> None:
    gate, stalled = threading.Event(), threading.Event()

    class Stalling(FakeSpeaker):
        def speak(self, utterance: Utterance) -> Clip | None:
            if len(self.spoken) == spoken:
                stalled.set()
                gate.wait(5)
            return super().speak(utterance)

    speaker = Stalling(tmp_path)
    least = reachable(plan(script(), Request(), BELL_LENGTHS), {}).least
    asked = Request(Millis(least + 800))
    preparing = Preparation(Opened(script(), BELL_LENGTHS), asked, speaker, lambda: Kit(BELLS, {}))
    assert stalled.wait(5)
    ready = [preparing.is_ready(tenths / 10) for tenths in range(25)]
    assert ready.index(True) == 20
    sink = CrankSink()
    transport = preparing.begin(sink)
    assert len(transport._sitting.clips) == spoken
    gate.set()
    preparing._narration.all.wait(5)
    transport.tick()
    assert len(transport._sitting.clips) == 6
    assert transport.timeline.total == asked.length
    preparing.cancel()


def test_where_nothing_waits_later_every_line_is_spoken_first(tmp_path: Path) -> None:
    sitting, narration = prepare(script(), Request(), FakeSpeaker(tmp_path), BELLS, whole=True)
    assert narration.all.is_set()
    assert len(sitting.clips) == 6


def test_a_mistake_of_ours_costs_a_line_and_not_the_session(tmp_path: Path) -> None:
    class Broken(FakeSpeaker):
        def speak(self, utterance: Utterance) -> Clip | None:
            if utterance.text == "You noticed.":
                raise ZeroDivisionError("a mistake")
            return super().speak(utterance)

    speaker, notices = Broken(tmp_path), Notices()
    sitting, _ = prepare(script(), Request(), speaker, BELLS, whole=True, notices=notices)
    assert len(sitting.clips) == 5
    assert notices.take() == ["a line couldn't be spoken: a mistake"]


def test_whoever_waits_is_woken_when_a_clip_has_come(tmp_path: Path) -> None:
    woken: list[int] = []
    narration = Narration([Utterance("One."), Utterance("Two.")])
    narration.arrived = lambda: woken.append(1)
    narration.run(FakeSpeaker(tmp_path))
    assert len(woken) == 2


def test_a_script_of_over_three_hours_is_refused_when_a_length_is_asked(tmp_path: Path) -> None:
    text = "companion: 1\ntitle: T\nsteps:\n" + "  - silence: 3h\n" * 2
    with pytest.raises(UnfitLengthError, match="over three hours"):
        ready(FakeSpeaker(tmp_path), Request(Millis(3_600_000)), text)


def test_what_is_announced_is_what_will_be_said_first(tmp_path: Path) -> None:
    text = "companion: 1\ntitle: T\nsteps: [{section: {title: A, optional: true}}, Left out., {silence: 40s}, {section: B}, Kept., {silence: 5s..9s..20s}]\n"
    told: list[str] = []
    prepare(script(text), Request(Millis(14_000)), FakeSpeaker(tmp_path), BELLS, told.append)
    assert told == ["Kept."]


def test_a_line_that_cannot_be_said_has_no_clip(tmp_path: Path) -> None:
    sitting, narration = prepare(
        script(), Request(), FakeSpeaker(tmp_path, ("Something hurts.",)), BELLS
    )
    narration.all.wait(5)
    assert Utterance("Something hurts.") not in sitting.clips


def test_once_every_line_is_spoken_the_voice_rests(tmp_path: Path) -> None:
    speaker = FakeSpeaker(tmp_path)
    _, narration = prepare(script(), Request(), speaker, BELLS, whole=True)
    wait_for(lambda: speaker.rested == 1)
    narration.want([Utterance("One more.")])  # an answer led to it
    wait_for(lambda: speaker.rested == 2)
    assert speaker.spoken[-1] == "One more."


def wait_for(what: Callable[[], object]) -> None:
    deadline = time.monotonic() + 5
    while not what():
        assert time.monotonic() < deadline
        threading.Event().wait(0.005)


def test_a_cancelled_session_speaks_no_further(tmp_path: Path) -> None:
    speaker = FakeSpeaker(tmp_path)
    _, narration = prepare(script(), Request(), speaker, BELLS)
    narration.all.wait(5)
    narration.cancelled.set()
    before = len(speaker.spoken)
    narration.run(speaker)
    assert len(speaker.spoken) == before


@pytest.mark.parametrize("asked", [61_000, 75_000, 99_999, 130_001])
def test_a_session_lasts_exactly_what_was_asked(tmp_path: Path, asked: int) -> None:
    assert ready(FakeSpeaker(tmp_path), Request(Millis(asked))).timeline.total == asked


def test_near_an_end_of_the_reach_every_line_is_spoken_before_a_promise(tmp_path: Path) -> None:
    speaker = FakeSpeaker(tmp_path)
    planned = plan(script(), Request(), BELL_LENGTHS)
    least = reachable(planned, {}).least
    sitting, narration = prepare(script(), Request(Millis(least + 800)), speaker, BELLS)
    assert narration.all.is_set()
    assert len(sitting.clips) == 6


def test_a_length_out_of_reach_is_refused_kindly_with_what_can_be(tmp_path: Path) -> None:
    with pytest.raises(UnfitLengthError, match='the shortest "A small one" can be is') as caught:
        ready(FakeSpeaker(tmp_path), Request(Millis(5_000)))
    assert "nothing in it is rushed" in caught.value.remedy
    with pytest.raises(UnfitLengthError, match='the longest "A small one" can be is'):
        ready(FakeSpeaker(tmp_path), Request(Millis(900_000)))


def test_what_a_script_declares_is_kept_within_what_its_steps_can_do() -> None:
    written = script(DECLARED)
    offered = offer(written, reachable(plan(written, Request(), BELL_LENGTHS), {}))
    assert offered.least >= 30_000
    assert offered.most == 120_000
    assert offered.usual == 60_000
    with pytest.raises(UnfitLengthError):
        check_length(written, offered, Millis(140_000), is_known=False)
    assert check_length(written, offered, None, is_known=False)
    assert check_length(written, offered, Millis(60_000), is_known=False)


def test_a_script_without_words_is_announced_by_its_title(tmp_path: Path) -> None:
    told: list[str] = []
    quiet = script("companion: 1\ntitle: Only quiet\nsteps: [{silence: 5s}]\n")
    prepare(quiet, Request(), FakeSpeaker(tmp_path), BELLS, told.append)
    assert told == ["Only quiet"]


def test_how_far_a_voice_has_come_is_told_while_a_promise_is_waited_for(tmp_path: Path) -> None:
    gate = threading.Event()

    class Slow(FakeSpeaker):
        def speak(self, utterance: Utterance) -> Clip | None:
            if len(self.spoken) == 3:
                gate.wait(5)
            return super().speak(utterance)

    told: list[tuple[int, int]] = []

    def tell(done: int, whole: int) -> None:
        told.append((done, whole))
        gate.set()

    preparation = Preparation(
        Opened(script(), BELL_LENGTHS), Request(), Slow(tmp_path), lambda: Kit(BELLS), whole=True
    )
    assert not preparation.wait_shortly(0.05)
    assert not preparation.is_ready(1_000)  # a file waits for every line
    preparation.wait(tell)
    assert told[0] == (3, 6)
    assert preparation.is_ready(0)
    assert preparation.wait_shortly(0)
    preparation.cancel()
    assert preparation._narration.cancelled.is_set()


def test_pauses_that_a_person_likes_give_way_to_a_length_they_ask_for(tmp_path: Path) -> None:
    liked = Profile(pauses=2.5)
    made, speaker = plan(script(), Request(), BELL_LENGTHS), FakeSpeaker(tmp_path)
    clips = {said: speaker.speak(said) for said in made.utterances()}
    least = reachable(made, {said: clip.spoken for said, clip in clips.items() if clip}).least
    asked = Millis(least + 900)
    sitting = ready(FakeSpeaker(tmp_path), Request(asked, profile=liked))
    assert sitting.timeline.total == asked
    assert sitting.request.profile.pauses == 1.0
    with pytest.raises(UnfitLengthError):
        ready(FakeSpeaker(tmp_path), Request(Millis(2_000), profile=liked))


def test_longer_pauses_make_a_session_longer_where_nobody_asked_for_a_length(
    tmp_path: Path,
) -> None:
    usually = ready(FakeSpeaker(tmp_path), text=DECLARED).timeline.total
    roomy = ready(FakeSpeaker(tmp_path), Request(profile=Profile(pauses=2.0)), DECLARED)
    assert roomy.timeline.total == usually + 1_200
