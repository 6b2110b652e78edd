"""Any text at all is read or answered: nothing crashes, nothing hangs, nothing raw gets out."""

import random
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from companion.errors import CompanionError
from companion.reading import document
from companion.reading.diagnostic import BadFileError, render_all
from companion.script.advice.advise import advise
from companion.script.parse import parse
from companion.timeline.arranging.arrange import arrange, reachable
from companion.timeline.planning.plan import plan
from companion.timeline.request import Request
from companion.timeline.views.transcript import rows, transcript
from tests.fakes import BELL_LENGTHS, BELLS

CORPUS = Path(__file__).parent / "corpus"
GOOD = [file.read_text("utf-8") for file in sorted((CORPUS / "good").glob("*.yaml"))]
LOADERS = st.sampled_from([yaml.SafeLoader, yaml.CSafeLoader])
WORDS = st.sampled_from(
    [
        "steps:", "- say:", "silence: 3s..9s", "{", "}", "[", "]", "&a", "*a", "!t", "|", ">", "\t",
        "choose:", "options:", "id: x", "when: {rate: x, at_least: 3}", "repeat:", "times: 99",
        "9999999999", "1..2..3", "{partner}", "{{", "\u202e", "\x00", "\x1b[31m", "é", "🙂", "'",
        '"', ": ", "#", "---", "...", "%", "@", "`", "\n", "  ", "-", "include: x", "<<: *a", "?",
    ]
)  # fmt: skip


def read(text: str, loader: type) -> None:
    """Read, and go the whole road with what could be read."""
    before = document._LOADER
    document._LOADER = loader
    try:
        script = parse(text, file="any.yaml", id="any", bells=tuple(BELLS), beds=("rain",))
    except BadFileError as error:
        told = render_all(error.diagnostics)
        assert told
        assert all(c.isprintable() or c == "\n" for c in told)
        return
    finally:
        document._LOADER = before
    advise(script)
    planned = plan(script, Request(), BELL_LENGTHS)
    transcript(planned)
    reached = reachable(planned, {})
    if reached.least <= reached.most:
        timeline = arrange(planned, {})
        assert timeline.total == reached.usual
        rows(timeline)


@given(st.text(max_size=300), LOADERS)
def test_any_text_is_read_or_answered(text: str, loader: type) -> None:
    read(text, loader)


@given(st.lists(WORDS, max_size=40).map(" ".join), LOADERS)
def test_any_words_of_the_format_are_read_or_answered(text: str, loader: type) -> None:
    read(f"companion: 1\ntitle: T\nsteps:\n  - {text}", loader)


@settings(max_examples=200)
@given(st.sampled_from(GOOD), st.integers(0, 2**32), LOADERS)
def test_a_good_script_with_something_changed_is_read_or_answered(
    text: str, seed: int, loader: type
) -> None:
    chance = random.Random(seed)
    lines = text.split("\n")
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(lines))
        line = lines[at]
        cut = chance.randint(0, len(line))
        lines[at] = chance.choice(
            [
                "",
                line[:cut],
                line[cut:],
                line[:cut] + chance.choice("{}[]:&*!|>'\"#-,?\t\x00") + line[cut:],
                "  " + line,
                line.replace(":", "", 1),
                chance.choice(lines),
            ]
        )
    read("\n".join(lines), loader)


def nested(depth: int) -> str:
    text = "say: x"
    for _ in range(depth):
        text = "repeat: {times: 2, steps: [{" + text + "}]}"
    return f"companion: 1\ntitle: T\nsteps: [{{{text}}}]\n"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[" * 200_000, "nested too deep"),
        ("{a: " * 200_000, "nested too deep"),
        ("- " * 120_000, "nested too deep"),
        ("a: &a [x]\nb: &b [*a, *a]\nc: [*b, *b]\n", "anchors"),
        ("!!python/object/apply:os.system [ls]", "tags"),
        ("x: " + "y " * 1_000 + "\n- z", "can't be read"),
        (nested(9), "nested too deep"),
        (nested(3).replace("times: 2", "times: 100"), "steps; 2 000 is the most"),
        ("companion: 1\ntitle: T\nsteps:\n" + "- x\n" * 6_000, "too long"),
        ("companion: 1\ntitle: \x1b[2J\nsteps: [x]\n", ""),
    ],
)
def test_hostile_text_gets_a_plain_answer(text: str, message: str) -> None:
    with pytest.raises(BadFileError) as caught:
        parse(text, file="any.yaml", id="any", bells=())
    told = render_all(caught.value.diagnostics)
    assert message in told
    assert "\x1b" not in told
    assert len(told) < 20_000


def test_an_include_without_a_folder_is_answered() -> None:
    with pytest.raises(CompanionError):
        parse("companion: 1\ntitle: T\nsteps: [{include: x.yaml}]", file="a", id="a", bells=())
