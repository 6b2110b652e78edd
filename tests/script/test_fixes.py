"""The one change that mends a mistake: each kind, and that it mends every mistake it is offered for."""

from pathlib import Path

import pytest

from companion.reading.diagnostic import BadFileError, Diagnostic
from companion.reading.flaw import Edit, Fix, Flaw, Span
from companion.store.library import Library
from tests.script.test_corpus import BAD

NOWHERE = Path(__file__).parent / "corpus" / "none"
HEAD = "companion: 1\ntitle: T\n"
ASKED = "  - choose:\n      id: focus\n      prompt: Where?\n      options: [{label: Feet, default: true}, {label: Sounds}]\n"


def mistakes(text: str, file: str = "mine.yaml") -> tuple[Diagnostic, ...]:
    try:
        Library(NOWHERE, NOWHERE).parse(text, file, "mine")
    except BadFileError as error:
        return error.diagnostics
    return ()


def mended(text: str, edit: Edit) -> str:
    lines = text.split("\n")
    line, column = lines[edit.span.line], edit.span.column
    lines[edit.span.line] = line[:column] + edit.text + line[column + edit.span.width :]
    return "\n".join(lines)


def steps(*lines: str) -> str:
    return HEAD + "steps:\n" + "".join(f"  {line}\n" for line in lines)


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        # a word that is nearly one of the known ones
        (steps("- bell: sfot"), steps("- bell: soft")),
        (steps("- silnce: 5s"), steps("- silence: 5s")),
        (steps("- pause: 5s"), steps("- silence: 5s")),
        (steps("- ambient: rian", "- Hello."), steps("- ambient: rain", "- Hello.")),
        (steps("- breathe: {inn: 3s, out: 5s}"), steps("- breathe: {in: 3s, out: 5s}")),
        (steps("- say: |", "    It is how {partnr} rests."), steps("- say: |", "    It is how {partner} rests.")),
        (steps("- say: Hello.", "  pace: slwo"), steps("- say: Hello.", "  pace: slow")),
        (HEAD + "kind: nigth\nsteps:\n  - Hello.\n", HEAD + "kind: night\nsteps:\n  - Hello.\n"),
        (HEAD + "intnt: x\nsteps:\n  - Hello.\n", HEAD + "intent: x\nsteps:\n  - Hello.\n"),
        (HEAD + "voices: {anna: {pitch: low}}\nsteps:\n  - say: Hello.\n    voice: ana\n",
         HEAD + "voices: {anna: {pitch: low}}\nsteps:\n  - say: Hello.\n    voice: anna\n"),
        (HEAD + "steps:\n" + ASKED + "  - say: Hello.\n    when: {answer: focs, is: Feet}\n",
         HEAD + "steps:\n" + ASKED + "  - say: Hello.\n    when: {answer: focus, is: Feet}\n"),
        (HEAD + "steps:\n" + ASKED + "  - say: Hello.\n    when: {answer: focus, is: feets}\n",
         HEAD + "steps:\n" + ASKED + "  - say: Hello.\n    when: {answer: focus, is: Feet}\n"),
        # a length without its unit, or in another form; a share without its sign
        (steps("- silence: 5"), steps("- silence: 5s")),
        (steps("- silence: 6..2m"), steps("- silence: 6s..2m")),
        (steps("- silence: 2..2.5s"), steps("- silence: 2s..2.5s")),
        (steps("- silence: 5 seconds"), steps("- silence: 5s")),
        (steps("- silence: 1:30"), steps("- silence: 1m30s")),
        (steps("- silence: 3s-5s"), steps("- silence: 3s..5s")),
        (steps("- breathe: {in: 3, out: 5s}"), steps("- breathe: {in: 3s, out: 5s}")),
        (steps("- say: |", "    Stay here. [3] And here."), steps("- say: |", "    Stay here. [3s] And here.")),
        (steps("- ambient: {sound: rain, volume: 30}", "- Hello."),
         steps("- ambient: {sound: rain, volume: 30%}", "- Hello.")),
        # a line that YAML can't read, or reads as something else
        (HEAD + "steps:\n  say: Hello.\n", HEAD + "steps:\n  - say: Hello.\n"),
        (steps("- Hello.", "- say: It is this: room."), steps("- Hello.", "- say: |\n      It is this: room.")),
        (steps("- say: [3s] Hello."), steps("- say: |\n      [3s] Hello.")),
        (steps("- say: {partner} rests."), steps("- say: |\n      {partner} rests.")),
        (steps('- say: "They said "later" to me."'), steps('- say: |\n      They said "later" to me.')),
        (steps("- say: @home again."), steps("- say: |\n      @home again.")),
        ("companion: 1\ntitle: One: two\nsteps:\n  - Hello.\n", "companion: 1\ntitle: |\n  One: two\nsteps:\n  - Hello.\n"),
        (HEAD + "steps:\n\t- Hello.\n", HEAD + "steps:\n  - Hello.\n"),
        (HEAD + "steps:\n  - Hello.\n  -silence: 3s\n", HEAD + "steps:\n  - Hello.\n  - silence: 3s\n"),
        (HEAD + "steps:\n  -say: Hello.\n", HEAD + "steps:\n  - say: Hello.\n"),
        (steps("- Hello.", "silence: 3s"), steps("- Hello.", "- silence: 3s")),
        (steps("- say: Hello.", "  silence: 3s"), steps("- say: Hello.", "- silence: 3s")),
        (steps("- breathe: in: 3s, out: 5s"), steps("- breathe: {in: 3s, out: 5s}")),
        ("companion: 1\n  title: T\nsteps:\n  - Hello.\n", HEAD + "steps:\n  - Hello.\n"),
        ("companion: 1\ntitle T\nsteps:\n  - Hello.\n", HEAD + "steps:\n  - Hello.\n"),
        # the version of the format, and what can't be seen
        ("title: T\nsteps:\n  - Hello.\n", HEAD + "steps:\n  - Hello.\n"),
        ("# mine\ntitle: T\nsteps:\n  - Hello.\n", "# mine\n" + HEAD + "steps:\n  - Hello.\n"),
        ("companion: one\ntitle: T\nsteps:\n  - Hello.\n", HEAD + "steps:\n  - Hello.\n"),
        (steps("- say: Hel\u200blo."), steps("- say: Hello.")),
    ],
)  # fmt: skip
def test_a_mistake_with_one_remedy_is_mended_by_it(wrong: str, right: str) -> None:
    (edit,) = (found.edit for found in mistakes(wrong) if found.edit is not None)
    assert mended(wrong, edit) == right
    assert mistakes(right) == ()


@pytest.mark.parametrize(
    "text",
    [
        steps("- bell: zzzz"),
        steps("- say: It is this: room. # a remark"),
        steps("- say: 'It's here.'"),
        steps("- silence: long"),
        steps("- Hello.", "- section: {title: a, optional: true"),
        steps("- ask:", "    id: Need it"),
        "companion: 2\ntitle: T\nsteps:\n  - Hello.\n",
        "companion: 1\nsteps:\n  - Hello.\n",
        "",
    ],
)
def test_a_mistake_with_no_single_remedy_has_no_change(text: str) -> None:
    assert mistakes(text)
    assert all(found.edit is None for found in mistakes(text))


@pytest.mark.parametrize("file", BAD, ids=lambda file: file.stem)
def test_every_change_that_is_offered_mends_its_mistake(file: Path) -> None:
    text = file.read_text("utf-8")
    for found in mistakes(text, str(file)):
        if found.edit is not None and found.file == str(file):
            place = (found.flaw.span.line, found.flaw.span.column, found.flaw.message)
            after = mistakes(mended(text, found.edit), str(file))
            assert place not in [
                (d.flaw.span.line, d.flaw.span.column, d.flaw.message) for d in after
            ]


def test_a_number_is_not_found_inside_another_one() -> None:
    flaw = Flaw(Span(0, 0, 20), "no unit", fix=Fix("2", "2s"))
    assert flaw.edit("2..12..2.5") == Edit(Span(0, 0, 10), "2s..12..2.5")
    assert flaw.edit("12..22") is None
    assert Flaw(Span(0, 0), "gone", fix=Fix("-", "- ", 4)).edit("  - x") is None
