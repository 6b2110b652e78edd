"""Shared timelines: the same whatever voice speaks, with room for every line."""

from pathlib import Path

import pytest

from companion.audio.clip import Clip
from companion.script.model import Script
from companion.session.lengths import plan_within
from companion.session.opened import Opened
from companion.timeline.allowance import allowance, digest, lengths_of, room_for_lines
from companion.timeline.arranging.arrange import rearrange
from companion.timeline.request import Profile, Request
from companion.timeline.timeline import Asking, Timeline, Voiced
from companion.timeline.utterance import Spoken, Utterance, estimate_length
from companion.units import Millis
from tests.fakes import BELL_LENGTHS, BELLS, FakeSpeaker, clip, prepare, script
from tests.session.stage import TEXT

LENGTH = Millis(100_000)
SHARED = Request(length=LENGTH, is_shared=True)


def planned(written: Script, request: Request, spoken: dict[Utterance, Spoken]) -> Timeline:
    opened = Opened(written, BELL_LENGTHS)
    known = lengths_of(request, opened.plan(request), spoken)
    return rearrange(plan_within(opened, request, known).plan, known, LENGTH)


def starts(timeline: Timeline) -> list[tuple[int, int, str]]:
    return [(p.start, p.length, type(p.content).__name__) for p in timeline.placements]


def test_a_fast_and_a_slow_voice_have_one_timeline() -> None:
    lines = Opened(script(), BELL_LENGTHS).plan(SHARED).utterances()
    slow = {line: Spoken(Millis(estimate_length(line) * 2)) for line in lines}
    quick = {line: Spoken(Millis(estimate_length(line) // 2)) for line in lines[:2]}
    timelines = [planned(script(), SHARED, spoken) for spoken in ({}, slow, quick)]
    assert starts(timelines[0]) == starts(timelines[1]) == starts(timelines[2])
    assert len({digest(timeline) for timeline in timelines}) == 1


def test_the_name_of_a_voice_changes_nothing_and_other_words_change_the_digest() -> None:
    named = Request(
        length=SHARED.length, is_shared=True, profile=Profile(voice="one/two", pitch=1.2)
    )
    assert digest(planned(script(), SHARED, {})) == digest(planned(script(), named, {}))
    changed = script(TEXT.replace("Strong.", "Very strong."))
    assert digest(planned(changed, SHARED, {})) != digest(planned(script(), SHARED, {}))


def test_every_line_gets_more_than_it_is_thought_to_take() -> None:
    line = Utterance("Let your feet find the floor.")
    assert allowance(line) >= 1.15 * estimate_length(line)
    room = room_for_lines(planned(script(), SHARED, {}))
    assert all(most >= allowance(line) for line, most in room.items())


def test_what_asks_is_played_without_asking_and_leads_nowhere_else() -> None:
    plan = Opened(script(TEXT), BELL_LENGTHS).plan(SHARED)
    timeline = planned(script(TEXT), SHARED, {})
    assert not any(isinstance(p.content, Asking) for p in timeline.placements)
    said = [p.content.utterance.text for p in timeline.placements if isinstance(p.content, Voiced)]
    assert "Let them come." in said  # the default of the choice
    assert not any("Where to" in line or "What would you say" in line for line in said)
    assert plan.next == ""


def test_an_option_that_leads_elsewhere_leads_nowhere_for_two() -> None:
    text = TEXT.replace("          default: true\n", "").replace(
        "          next: first-two-minutes", "          next: first-two-minutes\n          default: true"
    )  # fmt: skip
    assert Opened(script(text), BELL_LENGTHS).plan(SHARED).next == ""


@pytest.mark.parametrize("factor", [0.5, 1.0, 1.6])
def test_a_line_that_is_too_long_is_sped_up_and_the_timeline_stays(
    tmp_path: Path, factor: float
) -> None:
    class Voice(FakeSpeaker):
        def speak(self, utterance: Utterance) -> Clip:
            self.spoken.append(f"{utterance.pace:.2f}")
            length = estimate_length(utterance) * factor
            return clip(tmp_path, utterance, Millis(round(length)))

    speaker = Voice(tmp_path)
    sitting, narration = prepare(script(), SHARED, speaker, BELLS)
    narration.all.wait(5)
    assert starts(sitting.timeline) == starts(planned(script(), SHARED, {}))
    is_rushed = any(pace > "1.00" for pace in speaker.spoken)
    assert is_rushed == (factor > 1.5)
    assert max(speaker.spoken) <= "1.30"
