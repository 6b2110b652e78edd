import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from companion.script.model import Script
from companion.script.notes_import import script_text
from companion.script.parse import parse
from companion.script.step import Break, Pause, Say, Section, Sentence, Silence
from companion.units import Millis

NOTES = """\
An evening alone

Sit down somewhere. [PAUSE:5] You can stop at any time.
Let your shoulders be. [pause 2 seconds]

# Waiting

Nothing has to be solved tonight. [5s]
[PAUSE:60]
It may still hurt (pause) and that is allowed.
silence 1 minute
[music fades] Braces {like this} are spoken.
"""


def made(notes: str, title: str = "notes") -> Script:
    return parse(script_text(notes, title), file="made.yaml", id="made", bells=())


def test_notes_become_words_rests_chapters_and_silences() -> None:
    script = made(NOTES)
    assert script.title == "An evening alone"
    kinds = [type(step) for step in script.steps]
    assert kinds == [Say, Section, Say, Silence, Say, Silence, Say]
    first = script.steps[0]
    assert isinstance(first, Say)
    assert first.parts == (
        Sentence("Sit down somewhere."),
        Pause(Millis(5_000)),
        Sentence("You can stop at any time."),
        Sentence("Let your shoulders be."),
        Pause(Millis(2_000)),
    )
    minute = script.steps[3]
    assert isinstance(minute, Silence)
    assert minute.glue.usual == 60_000
    last = script.steps[-1]
    assert isinstance(last, Say)
    assert last.parts == (Sentence("(music fades) Braces {{like this}} are spoken."),)


@pytest.mark.parametrize(
    ("rest", "ms"),
    [
        ("[PAUSE:5]", 5_000), ("[pause 5s]", 5_000), ("[5s]", 5_000), ("[5]", 5_000),
        ("[pause: 1.5]", 1_500), ("(pause for 2 seconds)", 2_000), ("[Silence 4 sec.]", 4_000),
        ("[pause]", 3_000), ("<break 800ms>", 800),
    ],
)  # fmt: skip
def test_a_rest_is_known_however_it_was_written(rest: str, ms: int) -> None:
    (step,) = made(f"Here {rest} there.").steps
    assert isinstance(step, Say)
    assert step.parts[1] == Pause(Millis(ms))


def test_a_heading_at_the_top_is_the_title() -> None:
    assert made("# An evening\n\nOne.\n").title == "An evening"


def test_an_empty_line_is_a_longer_rest() -> None:
    (step,) = made("One.\n\nTwo.\n").steps
    assert isinstance(step, Say)
    assert step.parts == (Sentence("One."), Break(), Sentence("Two."))


@pytest.mark.parametrize("notes", ["", "\n\n", "[5s]\n", "x. [3s]\n" * 2_000])
def test_notes_without_words_or_without_end_are_refused(notes: str) -> None:
    with pytest.raises(ValueError, match=r"no words|too long"):
        script_text(notes, "t")


@given(st.text(min_size=1, max_size=200), st.text(max_size=20))
@example("say: this {is} [odd] # not a comment", 'a "title": {x}')
@example("-\n- -\n[[5s]]", "")
@example("a (5 hours) b [3", "")
@example("Set: x [9999] {", "")
def test_whatever_is_made_passes_the_check(notes: str, title: str) -> None:
    try:
        text = script_text(notes, title)
    except ValueError:
        return
    assert made(notes, title).steps
    assert text.startswith("# yaml-language-server")
