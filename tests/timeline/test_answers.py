"""What a plan says for which answers, anchors, densities and lengths."""

from dataclasses import replace

import pytest

from companion.script.manner import Anchor, Words
from companion.script.model import Script
from companion.timeline.answers import NONE, Answers
from companion.timeline.arranging.arrange import arrange, reachable, rearrange, usual_end
from companion.timeline.bells import Bells, Ends
from companion.timeline.cue import Breath, Plan, Rest, Ring, SetBed, Speak, Wait
from companion.timeline.planning.plan import plan, resume
from companion.timeline.request import AT_ONCE, LEAD_IN, Request
from companion.timeline.timeline import Asking, Breathing, Quiet, Voiced
from companion.timeline.utterance import Utterance
from companion.timeline.views.transcript import rows, transcript
from companion.units import MINUTE, Millis
from companion.wording import INSTEAD_OF_BREATH, SAFETY_LINES
from tests.fakes import BELL_LENGTHS, script

HEAD = "companion: 1\ntitle: T\n"

BRANCHING = """\
  - rate: {id: before, low: quiet, high: loud}
  - say: Strong.
    when: {rate: before, at_least: 8}
  - say: Softer.
    when: {rate: before, at_most: 7}
  - choose:
      id: where
      prompt: Where to?
      options:
        - label: Sounds
          default: true
          anchor: sounds
          steps: [Let them come.]
        - label: Hands
          anchor: hands
          steps: [Rest them.]
        - label: Elsewhere
          next: first-two-minutes
  - say: With {anchor}.
  - say: You chose sounds.
    when: {answer: where, is: Sounds}
  - say: Feet or hands.
    when: {anchor: [feet, hands]}
  - section: Last
  - say: This is ending.
"""


def written(steps: str, keys: str = "") -> Script:
    return script(f"{HEAD}{keys}steps:\n{steps}")


def planned(
    steps: str, answers: Answers = NONE, keys: str = "", request: Request | None = None
) -> Plan:
    return plan(written(steps, keys), request or AT_ONCE, BELL_LENGTHS, answers)


def said(made: Plan) -> list[str]:
    return [cue.utterance.text for cue in made.cues if isinstance(cue, Speak) and not cue.question]


def test_closed_eyes_get_the_default_and_no_rating_counts_as_none() -> None:
    assert said(planned(BRANCHING)) == [
        "Let them come.", "With the sounds around you.", "You chose sounds.", "This is ending."]  # fmt: skip


@pytest.mark.parametrize(
    ("value", "line"), [(8, "Strong."), (10, "Strong."), (7, "Softer."), (0, "Softer.")]
)
def test_a_rating_decides_what_follows(value: int, line: str) -> None:
    assert said(planned(BRANCHING, NONE.answer("before", value)))[0] == line


def test_a_choice_plays_its_steps_and_sets_the_anchor() -> None:
    assert said(planned(BRANCHING, NONE.answer("where", "Hands"))) == [
        "Rest them.", "With your hands.", "Feet or hands.", "This is ending."]  # fmt: skip


def test_an_option_that_names_the_next_script_closes_this_one_first() -> None:
    made = planned(BRANCHING, NONE.answer("where", "Elsewhere"))
    assert said(made) == ["This is ending."]
    assert made.next == "first-two-minutes"
    flat = "\n".join(BRANCHING.splitlines()[:-2]) + "\n"
    assert said(planned(flat, NONE.answer("where", "Elsewhere"))) == []


def test_a_question_is_spoken_whole_and_waits() -> None:
    cues = planned(BRANCHING).cues
    asked = [cue.utterance.text for cue in cues if isinstance(cue, Speak) and cue.question]
    assert asked[:2] == ["How strong is it right now?", "Zero is quiet, ten is loud."]
    assert asked[2:] == ["Where to?", "One: Sounds.", "Two: Hands.", "Three: Elsewhere."]
    waits = [cue.length for cue in cues if isinstance(cue, Wait)]
    assert waits == [20_000, 15_000]


def test_all_that_comes_before_a_question_is_the_same_for_every_answer() -> None:
    one = planned(BRANCHING)
    two = planned(BRANCHING, NONE.answer("where", "Hands"))
    asked = next(
        i for i, c in enumerate(one.cues) if isinstance(c, Wait) and c.question.key == "where"
    )
    assert one.cues[:asked] == two.cues[:asked]


def test_a_question_in_a_repeat_is_asked_under_another_key_each_time() -> None:
    steps = "  - repeat:\n      times: 2\n      steps:\n        - rate: {id: now}\n        - say: Strong.\n          when: {rate: now, at_least: 5}\n"
    made = planned(steps, NONE.answer("now#2", 9))
    assert [c.question.key for c in made.cues if isinstance(c, Wait)] == ["now", "now#2"]
    assert said(made) == ["Strong."]


def test_writing_waits_a_little_and_for_whoever_writes_for_long() -> None:
    steps = "  - write: {id: w, prompt: What, most: 5m}\n  - write: {id: r, prompt: What, most: 2m, clock: runs}\n  - ask: {id: a, prompt: And}\n"
    lengths = [c.length for c in planned(steps).cues if isinstance(c, Wait)]
    assert lengths == [30_000, 120_000, 60_000]
    begun = planned(steps, NONE.begin("w", Millis(300_000)))
    assert next(c.length for c in begun.cues if isinstance(c, Wait)) == 300_000
    assert NONE.begin("w", Millis(300_000)).answer("w", "x").begun == {}
    assert NONE.answer("w", "x").without({"w"}) == NONE


@pytest.mark.parametrize(
    ("words", "lines"),
    [("guided", ["A.", "B.", "C.", "D."]), ("light", ["B.", "C.", "D."]), ("quiet", ["C.", "D."])],
)
def test_lines_are_said_for_those_who_want_so_many(words: Words, lines: list[str]) -> None:
    steps = "".join(
        f"  - say: {line}\n    when: {{words: {density}}}\n"
        for line, density in (("A.", "guided"), ("B.", "light"), ("C.", "quiet"))
    )
    assert said(planned(steps + "  - say: D.\n", request=Request(words=words))) == lines


@pytest.mark.parametrize("words", ["guided", "light", "quiet"])
def test_words_that_are_left_out_leave_their_time(words: Words) -> None:
    steps = (
        "  - say: A.\n  - silence: 3s..5s..20s\n"
        "  - say: A line that takes a while to say, and is for some.\n    when: {words: guided}\n"
        "  - silence: 3s..5s..20s\n  - say: And another.\n    when: {words: light}\n"
        "  - silence: 3s..5s..20s\n  - say: B.\n"
    )
    whole = reachable(planned(steps), {})
    fewer = reachable(planned(steps, request=replace(AT_ONCE, words=words)), {})
    assert fewer.least <= whole.least
    assert abs(fewer.usual - whole.usual) <= 500  # what comes later is spoken a little slower
    assert abs(fewer.most - whole.most) <= 500  # what comes later is spoken a little slower


def test_what_is_left_out_before_the_first_word_leaves_nothing() -> None:
    steps = "  - ambient: rain\n  - say: A.\n    when: {words: guided}\n  - say: B.\n"
    made = planned(steps, request=replace(AT_ONCE, words="quiet"))
    assert [type(cue).__name__ for cue in made.cues] == ["SetBed", "Speak"]
    led = planned(steps, request=Request(words="quiet"))
    assert [type(cue).__name__ for cue in led.cues] == ["SetBed", "Rest", "Speak"]


@pytest.mark.parametrize(("breath", "lines"), [(True, ["A.", "C."]), (False, ["B.", "C."])])
def test_a_line_about_the_breath_is_for_those_who_want_it(breath: bool, lines: list[str]) -> None:
    steps = (
        "  - say: A.\n    when: {breath: yes}\n  - say: B.\n    when: {breath: no}\n  - say: C.\n"
    )
    assert said(planned(steps, request=Request(breath=breath))) == lines


def test_an_anchor_can_be_asked_for_and_is_never_the_breath_where_that_is_left_out() -> None:
    steps = "  - say: With {anchor}.\n"
    assert said(planned(steps)) == ["With your feet."]
    assert said(planned(steps, request=Request(anchor="breath"))) == ["With your breath."]
    assert said(planned(steps, request=Request(anchor="breath", breath=False))) == [
        "With your feet."
    ]


def test_an_anchor_is_swapped_from_the_next_step_on() -> None:
    steps = "  - say: One with {anchor}.\n  - say: Two with {anchor}.\n"
    made = planned(steps, NONE.swap(0, "hands"))
    assert said(made) == ["One with your feet.", "Two with your hands."]
    assert made.has_anchors
    assert made.anchors == ((0, "feet"), (1, "hands"))


def test_a_repeat_comes_and_goes_with_the_length() -> None:
    made = planned(
        "  - repeat:\n      times: 1..2..6\n      steps:\n        - Again.\n        - silence: 10s..20s\n"
    )
    reach = reachable(made, {})

    def rounds(total: int) -> int:
        placed = arrange(made, {}, Millis(total)).placements
        return sum(isinstance(p.content, Voiced) for p in placed)

    assert [rounds(reach.least), rounds(reach.usual), rounds(reach.most)] == [1, 2, 6]
    assert rounds(reach.usual * 2) in (3, 4)
    for total in range(reach.least, reach.most, 3_001):
        assert arrange(made, {}, Millis(total)).total == total


def test_a_repeat_for_a_length_plays_as_many_rounds_as_come_nearest() -> None:
    made = planned("  - repeat: {for: 2m, steps: [{silence: 25s}]}\n")
    assert sum(isinstance(c, Rest) for c in made.cues) == 5
    asked = planned(
        "  - repeat:\n      for: 1m\n      steps:\n        - rate: {id: n}\n        - ambient: rain\n        - bell: soft\n        - breathe: {in: 4s, out: 6s, rounds: 1}\n        - silence: 5s+\n"
    )
    assert sum(isinstance(c, Breath) for c in asked.cues) == 1


def test_a_repeat_inside_an_optional_section_goes_with_it() -> None:
    made = planned(
        "  - Stay.\n  - section: {title: Two, optional: true}\n  - repeat:\n      times: 1..2\n      steps: [Again., {silence: 20s}]\n"
    )
    least = arrange(made, {}, reachable(made, {}).least)
    assert [
        p.content.utterance.text for p in least.placements if isinstance(p.content, Voiced)
    ] == ["Stay."]
    assert least.sections == ((0, ""),)


def test_who_wants_few_words_is_called_back_less_often() -> None:
    steps = "  - say: A.\n  - silence: {least: 9m, usual: 10m, most: 11m, remind: {every: 60s, lines: [Here.]}}\n"

    def reminders(words: Words) -> int:
        return sum(
            isinstance(p.content, Voiced) and p.content.utterance.text == "Here."
            for p in arrange(
                planned(steps, request=Request(Millis(600_000), words=words)), {}
            ).placements
        )

    assert reminders("guided") > reminders("light") > reminders("quiet") > 0


def test_without_breath_something_else_happens_for_the_same_time() -> None:
    steps = "  - breathe: {in: 4s, out: 6s, rounds: 3}\n  - breathe:\n      in: 4s\n      out: 6s\n      rounds: 2..3..6\n      instead: [Feel your hands.]\n"
    made = planned(steps, request=Request(breath=False))
    assert said(made) == [INSTEAD_OF_BREATH, "Feel your hands."]
    assert not any(isinstance(c, Breath) for c in made.cues)
    reach = reachable(made, {})
    assert abs(reach.usual - 60_000) < 4_000
    assert reach.least < reach.usual < reach.most


def test_counting_says_each_second_at_its_second() -> None:
    made = planned("  - breathe: {in: 4s, out: 6s, rounds: 5, guide: count}\n")
    phases = [p.content for p in arrange(made, {}).placements if isinstance(p.content, Breathing)]
    first = phases[0].said
    assert [(s.at, s.utterance.text) for s in first[1:]] == [
        (1_000, "Two."), (2_000, "Three."), (3_000, "Four.")]  # fmt: skip
    assert first[0].utterance.text == "In."
    assert [bool(p.said) for p in phases] == [True] * 6 + [False] * 4
    assert {u.text for u in made.utterances()} == {
        "In.",
        "Out.",
        "Two.",
        "Three.",
        "Four.",
        "Five.",
        "Six.",
    }


def test_a_long_silence_reminds_at_most_so_often_and_leaves_room_after_it() -> None:
    made = planned(
        "  - silence: {least: 10s, usual: 4m, most: 10m, remind: {every: 90s, lines: [Here., There.]}}\n"
    )
    placed = arrange(made, {}, Millis(5 * MINUTE)).placements
    at = [(p.start, p.content.utterance.text) for p in placed if isinstance(p.content, Voiced)]
    assert at == [(45_000, "Here."), (135_000, "There."), (225_000, "Here.")]
    assert isinstance(placed[-1].content, Quiet)
    short = arrange(made, {}, Millis(20_000)).placements
    assert [type(p.content) for p in short] == [Quiet]
    assert Utterance("There.") in made.utterances()


def test_a_reminder_under_way_is_spoken_to_its_end_when_the_session_grows() -> None:
    made = planned(
        "  - silence: {least: 10s, usual: 4m, most: 10m, remind: {every: 90s, lines: [Here.]}}\n"
    )
    old = arrange(made, {}, Millis(5 * MINUTE))
    here = next(p for p in old.placements if isinstance(p.content, Voiced))
    new = rearrange(made, {}, Millis(6 * MINUTE), old, Millis(here.start + here.length // 2))
    assert new.total == 6 * MINUTE
    assert here in new.placements
    assert [p for p in new.placements if p.start < here.end] == [
        p for p in old.placements if p.start < here.end
    ]


def test_slots_say_what_was_given_and_sentences_begin_with_a_capital() -> None:
    keys = "vars:\n  partner: {default: your partner, ask: Who}\n  place: the kitchen\n"
    steps = '  - say: "{partner} is in {place}. Is {they}? {{Yes}}, {Partner}."\n'
    assert said(planned(steps, keys=keys)) == [
        "Your partner is in the kitchen.", "Is they?", "{Yes}, Your partner."]  # fmt: skip
    given = planned(steps, keys=keys, request=Request(slots={"partner": "Sam"}))
    assert said(given)[0] == "Sam is in the kitchen."


def test_a_session_about_two_people_opens_with_its_line_every_time() -> None:
    keys = "safety: [relationship]\n"
    made = planned("  - section: {title: A, optional: true}\n  - Hello.\n", keys=keys)
    assert said(made) == [*SAFETY_LINES, "Hello."]
    assert all(
        c.part == 0 for c in made.cues if isinstance(c, Speak) and c.utterance.text in SAFETY_LINES
    )
    only_quiet = planned("  - section: A\n  - note: Nothing.\n  - silence: 5s\n", keys=keys)
    assert said(only_quiet) == list(SAFETY_LINES)


def test_whoever_speaks_has_a_pace_a_pitch_and_a_side() -> None:
    keys = "voice: {pace: 0.9}\nvoices: {other: {pace: 1.1, pitch: low, pan: right, name: x}}\n"
    steps = "  - One.\n  - say: Two.\n    voice: other\n    pace: slow\n  - repeat:\n      times: 1\n      steps: [Three.]\n    voice: other\n"
    spoken = [c.utterance for c in planned(steps, keys=keys).cues if isinstance(c, Speak)]
    assert spoken == [
        Utterance("One.", 0.9),
        Utterance("Two.", round(0.99 * 0.96, 3), 0.9, 0.6, "x"),
        Utterance("Three.", round(1.1 * 0.92, 3), 0.9, 0.6, "x"),
    ]


def test_the_bed_is_laid_where_it_stands_and_takes_no_time() -> None:
    made = planned(
        "  - Hello.\n  - ambient: {sound: rain, volume: 30%, fade: 2s}\n  - silence: 10s\n  - ambient: off\n  - silence: 5s\n"
    )
    timeline = arrange(made, {})
    assert [(b.bed.sound, b.bed.volume) for b in timeline.beds] == [("rain", 0.3), ("", 1.0)]
    assert timeline.beds[1].start - timeline.beds[0].start == 10_000
    opening = planned("  - Hello.\n", keys="ambient: rain\n")
    assert isinstance(opening.cues[0], SetBed)


def test_what_is_added_by_a_person_stays_when_the_plan_is_made_anew() -> None:
    from companion.timeline.arranging.extend import extend

    old = planned(BRANCHING)
    timeline = arrange(old, {})
    longer, _ = extend(old, timeline, Millis(500), Millis(60_000))
    assert sum(isinstance(c, Rest) and c.added for c in longer.cues) in (0, 1)
    fresh = planned(BRANCHING, NONE.answer("before", 9))
    wait = next(i for i, c in enumerate(longer.cues) if isinstance(c, Wait))
    merged = resume(longer, fresh, wait)
    assert merged.cues[:wait] == longer.cues[:wait]
    asked = merged.cues[wait]
    assert isinstance(asked, Wait)
    assert asked.is_answered
    assert said(merged)[0] == "Strong."


def test_the_usual_end_of_what_is_left_is_known() -> None:
    made = planned("  - Hello.\n  - silence: 5s..10s..60s\n  - Bye.\n")
    timeline = arrange(made, {}, reachable(made, {}).most)
    assert usual_end(made, {}, timeline, Millis(0)) == reachable(made, {}).usual


def test_a_table_and_a_transcript_tell_of_questions_and_beds() -> None:
    steps = (
        BRANCHING
        + "  - ask: {id: a, prompt: What helps}\n  - write: {id: w, prompt: Dear}\n  - ambient: rain\n"
    )
    made = planned(steps)
    timeline = arrange(made, {})
    kinds = [row.kind for row in rows(timeline)]
    assert {"rate", "choose", "ask", "write", "ambient"} <= set(kinds)
    assert any(isinstance(p.content, Asking) for p in timeline.placements)
    told = "\n".join(transcript(made))
    assert "0, quiet, to 10, loud; goes on after 20 seconds" in told
    assert '(goes on with "Sounds" after 15 seconds)' in told
    assert "room for a line" in told
    assert "nobody reads it aloud" in told


def test_an_extra_round_is_no_part_of_the_transcript() -> None:
    made = planned("  - repeat:\n      times: 1..2..9\n      steps: [Again.]\n")
    assert transcript(made).count("  Again.") == 2


ANCHORS: tuple[Anchor, ...] = ("breath", "feet", "hands", "sounds", "object")


@pytest.mark.parametrize("anchor", ANCHORS)
def test_each_anchor_has_its_words(anchor: Anchor) -> None:
    (line,) = said(planned("  - say: Rest with {anchor}.\n", request=Request(anchor=anchor)))
    assert line not in ("Rest with {anchor}.", "Rest with .")


def test_after_an_option_that_leaves_nothing_more_of_its_list_is_played() -> None:
    steps = """\
  - choose:
      id: outer
      prompt: Which
      options:
        - label: In
          default: true
          steps:
            - choose:
                id: inner
                prompt: Which
                options:
                  - {label: Stay, default: true}
                  - {label: Go, next: elsewhere}
            - Still in.
        - {label: Out}
  - section: End
  - Bye.
"""
    assert said(planned(steps)) == ["Still in.", "Bye."]
    assert said(planned(steps, NONE.answer("inner", "Go"))) == ["Bye."]


def test_a_line_with_a_word_of_the_persons_own_is_private() -> None:
    made = planned(
        "  - May {partner} rest.\n  - Hello.\n", request=Request(slots={"partner": "Sam"})
    )
    assert [u.private for u in made.utterances()] == [True, False]


def test_a_session_begins_with_a_moment_of_silence_unless_it_must_begin_at_once() -> None:
    steps = "  - section: One\n  - ambient: rain\n  - A.\n  - repeat: {for: 2m, steps: [{silence: 25s}]}\n"
    made = planned(steps, request=Request())
    assert [type(cue).__name__ for cue in made.cues[:3]] == ["SetBed", "Rest", "Speak"]
    lead = made.cues[1]
    assert isinstance(lead, Rest)
    assert lead.glue.least == lead.glue.most == LEAD_IN
    assert [chapter.title for chapter in made.chapters] == ["One"]
    assert (made.cues[0], *made.cues[2:]) == planned(steps, request=AT_ONCE).cues


@pytest.mark.parametrize(
    ("ends", "lines"),
    [
        ("usual", ["A.", "C."]),
        ("end", ["A.", "C."]),
        ("both", ["A.", "C."]),
        ("none", ["B.", "C."]),
    ],
)
def test_a_line_about_bells_is_for_those_who_want_them(ends: Ends, lines: list[str]) -> None:
    steps = "  - say: A.\n    when: {bells: yes}\n  - say: B.\n    when: {bells: no}\n  - say: C.\n"
    assert said(planned(steps, request=Request(bells=Bells(ends)))) == lines


def test_bells_that_are_not_wanted_leave_their_time_but_not_before_the_first_words() -> None:
    steps = "  - bell: soft\n  - A.\n  - bell: {sound: soft, times: 2, every: 6s}\n"
    rung = planned(steps)
    left = planned(steps, request=replace(AT_ONCE, bells=Bells("none")))
    assert not any(isinstance(cue, Ring) for cue in left.cues)
    ring = BELL_LENGTHS["soft"]
    assert reachable(left, {}).usual == reachable(rung, {}).usual - ring
    assert left.chime == ""
    led = planned(steps, request=Request(bells=Bells("none")))
    assert [type(cue).__name__ for cue in led.cues] == ["Rest", "Speak", "Rest", "Rest"]


def test_another_bell_can_ring_in_the_place_of_all_of_them() -> None:
    steps = "  - bell: soft\n  - A.\n  - bell: {sound: soft, times: 2, every: 6s}\n"
    made = planned(steps, request=Request(bell="low", bells=Bells(every=Millis(30_000))))
    rings = [(cue.sound, cue.length) for cue in made.cues if isinstance(cue, Ring)]
    low = BELL_LENGTHS["low"]
    assert rings == [("low", low), ("low", 6_000), ("low", low)]
    assert (made.chime, made.chime_length) == ("low", low)


@pytest.mark.parametrize(
    ("before", "after", "is_said"),
    [(4, 6, True), (4, 5, False), (9, 9, True), (9, 8, False), (None, 8, False), (None, 9, True),
     (4, None, False), (0, 2, True)],
)  # fmt: skip
def test_a_number_that_rose_by_two_counts_like_a_nine(
    before: int | None, after: int | None, is_said: bool
) -> None:
    steps = (
        "  - rate: {id: before}\n  - say: Middle.\n  - rate: {id: after}\n  - say: Stand up.\n"
        "    when: {rate: after, at_least: 9, or_up_from: before}\n"
    )
    answers = NONE.answer("before", before).answer("after", after)
    said = [c.utterance.text for c in planned(steps, answers).cues if isinstance(c, Speak)]
    assert ("Stand up." in said) is is_said
