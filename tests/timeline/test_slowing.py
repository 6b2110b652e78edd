"""How a session is spoken to one person: slower by thirds, and as their profile says."""

from dataclasses import replace

from companion.timeline.answers import NONE
from companion.timeline.cue import Plan, Rest, Speak
from companion.timeline.planning.plan import plan
from companion.timeline.request import AT_ONCE, Profile, Request
from companion.timeline.utterance import Utterance
from companion.units import Millis
from tests.fakes import BELL_LENGTHS, script

LINE = "This line is about as long as all of the others here are."
HEAD = "companion: 1\ntitle: T\n"


def planned(steps: str, request: Request | None = None, keys: str = "") -> Plan:
    return plan(script(f"{HEAD}{keys}steps:\n{steps}"), request or AT_ONCE, BELL_LENGTHS, NONE)


def spoken(made: Plan) -> list[Utterance]:
    return [cue.utterance for cue in made.cues if isinstance(cue, Speak)]


def test_each_third_of_a_session_is_a_little_slower_than_the_one_before() -> None:
    made = planned(f"  - {LINE}\n" * 9)
    assert [u.pace for u in spoken(made)] == [1.0] * 3 + [0.96] * 3 + [0.92] * 3


def test_a_reminder_is_as_slow_as_the_lines_round_it() -> None:
    steps = (
        f"  - {LINE}\n" * 8
        + "  - silence: {least: 30s, usual: 60s, most: 90s, remind: {every: 20s, lines: [Still here.]}}\n"
    )
    reminders = [c.remind for c in planned(steps).cues if isinstance(c, Rest) and c.remind]
    assert [line.pace for line in reminders[0].lines] == [0.96]


ASKING = """\
  - One line to begin with.
  - choose:
      id: c
      prompt: Which?
      options:
        - {label: Short, default: true, steps: [Well.]}
        - label: Long
          steps: [A line., A line more., And a line., And one more line., The last of them.]
  - And then the end.
"""


def test_what_was_said_before_an_answer_keeps_its_pace() -> None:
    written = script(f"{HEAD}steps:\n{ASKING}")
    first = plan(written, Request(), BELL_LENGTHS, NONE)
    other = plan(written, Request(), BELL_LENGTHS, NONE.answer("c", "Long"))
    assert spoken(first)[:4] == spoken(other)[:4]


def test_a_profile_is_on_top_of_what_the_script_says() -> None:
    profile = Profile("flite/slt", pace=0.9, pitch=1.1, pauses=1.5)
    keys = "voice: {pace: 0.9, pitch: 0.95}\nvoices: {other: {name: m6}}\n"
    steps = "  - One.\n  - say: Two.\n    voice: other\n"
    made = planned(steps, replace(AT_ONCE, profile=profile), keys)
    first, second = spoken(made)
    assert (first.pace, first.pitch, first.voice) == (0.81, 1.045, "flite/slt")
    assert second.voice == "m6"
    (rest,) = (c.glue.usual for c in made.cues if isinstance(c, Rest))
    assert rest == Millis(3_600)


def test_what_an_author_wrote_stays_as_long_as_it_is_written() -> None:
    made = planned("  - One.\n  - silence: 4s\n", replace(AT_ONCE, profile=Profile(pauses=2.0)))
    assert [c.glue.usual for c in made.cues if isinstance(c, Rest)] == [4_000]


def test_our_own_words_stay_english_in_a_script_of_another_language() -> None:
    keys = "lang: de\nsafety: [relationship]\n"
    steps = (
        "  - Bleib hier.\n  - rate: {id: r, prompt: Wie stark?, low: gar nicht, high: sehr}\n"
        "  - choose: {id: c, prompt: Was jetzt?, options: [{label: Ruhe, default: true}, {label: Luft}]}\n"
        "  - breathe: {in: 4s, out: 6s, rounds: 2, guide: count}\n"
    )
    made = planned(steps, keys=keys)
    langs = [(u.lang, u.text) for u in spoken(made)]
    assert [lang for lang, _ in langs[:3]] == ["en", "en", "de"]
    assert ("de", "0: gar nicht. 10: sehr.") in langs
    assert ("de", "1: Ruhe.") in langs
    assert made.breath_words == {}
    assert [u.text for u in made.counts[2:4]] == ["2.", "3."]
    quiet = planned(steps, replace(AT_ONCE, breath=False), keys)
    assert any(u.lang == "en" and "weight of your hands" in u.text for u in spoken(quiet))
