"""One answer for the same text, whichever parser is installed: the public suite, and mutations."""

import json
import os
import random
from pathlib import Path

import pytest

from companion.reading import document
from companion.resources import shipped
from tests.reading.parsers import agree
from tests.shipped import SCRIPTS

# A folder with the cases of yaml-test-suite as JSON lists of texts; CI brings it (see .ci/run).
SUITE = Path(os.environ.get("YAML_TEST_SUITE", Path(__file__).parent.parent.parent / ".ci/yaml"))
SHIPPED = SCRIPTS
PIECES = (
    "\t", "  ", "\n", "- ", ": ", ":", "[", "]", "{", "}", '"', "'", "|", ">", "#", "?", "!", "&a ", "*a",
    "%", ",", "---\n", "...\n", "\r\n", "\u2028", "é", "x",
)  # fmt: skip


@pytest.mark.skipif(not SUITE.is_dir(), reason="yaml-test-suite is not here; .ci/run brings it")
def test_the_public_suite_is_answered_alike_by_both_parsers() -> None:
    texts = [
        t for file in sorted(SUITE.glob("*.json")) for t in json.loads(file.read_text("utf-8"))
    ]
    assert len(texts) > 400
    for text in texts:
        agree(text)


@pytest.mark.parametrize("part", range(4))
def test_two_thousand_mutations_of_shipped_scripts_are_answered_alike(part: int) -> None:
    chance = random.Random(part)
    for number in range(500):
        lines = SHIPPED[(part * 500 + number) % len(SHIPPED)].read_text("utf-8").splitlines(True)
        first = chance.randrange(max(1, len(lines) - 20))
        text = "".join([*lines[:6], *lines[first : first + 14]])
        for _ in range(chance.choice((1, 1, 2, 3))):
            at = chance.randrange(len(text))
            cut = chance.choice((0, 0, 1, 3))
            text = text[:at] + chance.choice(PIECES) + text[at + cut :]
        agree(text)


@pytest.mark.parametrize(
    "file",
    [
        "meditations/first-two-minutes.yaml",
        "meditations/sit-with-it.yaml",
        "scripts_audio/catalog.yaml",
    ],
)
def test_what_the_first_words_wait_for_is_read_by_the_fast_parser(file: str) -> None:
    text = (shipped("meditations").parent / file).read_text("utf-8")
    assert not document._DISPUTED.search(text)
