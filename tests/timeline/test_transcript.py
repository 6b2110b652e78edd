from dataclasses import replace

from companion.timeline.arranging.arrange import arrange
from companion.timeline.bells import Bells
from companion.timeline.planning.plan import plan
from companion.timeline.request import AT_ONCE, Request
from companion.timeline.views.transcript import rows, transcript
from companion.units import Millis
from tests.fakes import BELL_LENGTHS, script

TEXT = """\
companion: 1
title: T
steps:
  - note: for whoever writes this
  - say: |
      One.

      Two.
  - breathe: {in: 3s, top_up: 1s, out: 6s, rounds: 2, guide: none}
  - silence: 10s+
  - section: {title: Last}
  - silence: 1s..2s..5s
  - silence: 0s..9s
  - bell: soft
"""


def test_everything_is_one_row_in_order_and_a_round_of_breath_is_one_too() -> None:
    planned = plan(script(TEXT), replace(AT_ONCE, bells=Bells(every=Millis(40_000))), BELL_LENGTHS)
    told = rows(arrange(planned, {}, Millis(120_000)))
    assert [(row.kind, row.words) for row in told] == [
        ("say", "One."), ("silence", ""), ("say", "Two."), ("silence", ""),
        ("breathe", "round 1 of 2"), ("breathe", "round 2 of 2"), ("silence", ""), ("bell", "soft"),
        ("bell", "soft"), ("silence", ""), ("silence", ""), ("bell", "soft")]  # fmt: skip
    assert [row.length for row in told if row.kind == "breathe"] == [10_000, 10_000]
    assert told[-1].section == "Last"


def test_a_transcript_is_the_words_and_the_silences_that_stretch() -> None:
    assert transcript(plan(script(TEXT), Request(), BELL_LENGTHS)) == [
        "  One.", "  Two.", "  (breathing, 2 rounds)", "  (10 seconds or more of quiet)", "",
        "Last", "  (1 to 5 seconds of quiet)", "  (up to 9 seconds of quiet)", "  (a bell)"]  # fmt: skip


def test_a_note_is_for_whoever_writes_it() -> None:
    said = [
        utterance.text for utterance in plan(script(TEXT), Request(), BELL_LENGTHS).utterances()
    ]
    assert said == ["One.", "Two."]


def test_a_transcript_tells_what_may_be_said_in_a_long_silence() -> None:
    steps = (
        "  - say: One.\n  - silence:\n      least: 10s\n      usual: 1m\n      most: 5m\n"
        "      remind:\n        every: 60s\n        lines: [Here., And here.]\n"
    )
    made = plan(script(f"companion: 1\ntitle: T\nsteps:\n{steps}"), Request(), BELL_LENGTHS)
    assert transcript(made)[1:] == [
        "  (10 seconds to 5 minutes of quiet; if it's long, now and then:)",
        "    Here.",
        "    And here.",
    ]


def test_a_transcript_has_fixed_silences_and_titles_only_where_there_are_sections() -> None:
    steps = "  - say: One.\n  - silence: 5s\n  - say: Two.\n  - silence: 1s\n"
    made = plan(script(f"companion: 1\ntitle: T\nsteps:\n{steps}"), Request(), BELL_LENGTHS)
    assert transcript(made) == ["  One.", "  (5 seconds of quiet)", "  Two."]
    tail = "  - section: {title: Last}\n  - say: Three.\n"
    made = plan(script(f"companion: 1\ntitle: T\nsteps:\n{steps}{tail}"), Request(), BELL_LENGTHS)
    assert transcript(made)[-3:] == ["", "Last", "  Three."]
