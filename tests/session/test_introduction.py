from companion.script.model import Length
from companion.session.introduction import Introduction, about, introduce, warnings
from companion.session.opened import Opened
from companion.units import Millis
from tests.fakes import BELL_LENGTHS, SCRIPT, script

LENGTH = Length(Millis(60_000), Millis(120_400), Millis(600_000))
FULL = SCRIPT.replace(
    "steps:",
    "intent: For a test\ncautions: [Not while driving.]\nnot_for: [a first panic]\n"
    "way_out: Stand up.\nevidence: {grade: C, note: Some., source: [one, two]}\n"
    "reviewed: 2026-01-01\nsteps:",
    1,
)


def test_what_there_is_to_know_is_said_in_order() -> None:
    assert about(script(FULL), LENGTH) == [
        "A small one",
        "For a test",
        "1 to 10 minutes, usually 2 minutes; reviewed on 2026-01-01",
        "Before you start: Not while driving.",
        "Not for: a first panic",
        "If it gets too much: Stand up.",
        "Evidence, grade C: Some. one; two",
    ]


def test_what_nobody_has_read_says_so() -> None:
    assert about(script(), LENGTH)[1:] == [
        "1 to 10 minutes, usually 2 minutes; not checked by a clinician yet"
    ]
    assert warnings(script()) == []
    bare = script(SCRIPT.replace("steps:", "evidence: {grade: D}\nsteps:", 1))
    assert about(bare, LENGTH)[-1] == "Evidence, grade D"


def test_nobody_in_the_first_wave_is_told_or_asked_anything() -> None:
    text = FULL.replace(
        "steps:",
        "kind: {kind}\nvars: {{partner: {{default: them, ask: Who}}, place: here}}\nsteps:",
        1,
    )
    calm, urgent = (
        introduce(
            Opened(
                script(text.replace("{kind}", kind).replace("{{", "{").replace("}}", "}")),
                BELL_LENGTHS,
            )
        )
        for kind in ("practice", "emergency")
    )
    assert calm.slots == (("partner", "Who", "them"),)
    assert calm.lines[0] == "A small one"
    assert len(calm.warnings) == 3
    assert urgent == Introduction()
