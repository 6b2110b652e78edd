import re

import pytest

from companion.script.authoring import first_value, place_for_step, sentences_above
from companion.script.verbs.table import VERBS

TEXT = """\
companion: 1
title: T

steps:
  - section: A
  # a remark
  - say: |
      One.

      Two.

  - choose:
      id: a
      options:
        - label: One
          steps:
            - Inside.
            - silence:
                least: 3s
                remind:
                  lines:
                    - Here.
        - label: Two
  - Last.
""".splitlines()


def at(line: str) -> tuple[str, str]:
    """What stands before the place, and how far in a step goes there."""
    row, indent = place_for_step(TEXT, next(i for i, t in enumerate(TEXT) if line in t))
    return TEXT[row - 1].strip(), indent


@pytest.mark.parametrize(
    ("line", "after", "indent"),
    [
        ("companion", "steps:", "  "),
        ("steps:", "steps:", "  "),
        ("section", "- section: A", "  "),
        ("One.", "Two.", "  "),
        ("Two.", "Two.", "  "),
        ("id: a", "- label: Two", "  "),
        ("label: One", "- label: Two", "  "),
        ("Inside", "- Inside.", "            "),
        ("Here", "- Here.", "            "),
        ("Last", "- Last.", "  "),
    ],
)
def test_a_step_goes_under_the_step_that_a_line_is_in(line: str, after: str, indent: str) -> None:
    assert at(line) == (after, indent)


def test_a_text_without_steps_takes_one_somewhere() -> None:
    assert place_for_step([""], 0) == (1, "  ")
    assert place_for_step(["- x", "y"], 1)[0] in (1, 2)


BLOCK = """\
steps:
  - say: |
      It hurts, and that is real.
      [3s] You can stop at any
      time. Perhaps later.

      Your feet are here.
  - say: One. Two.
  - silence: 3s
""".splitlines()


@pytest.mark.parametrize(
    ("line", "above"),
    [(0, 0), (1, 0), (2, 0), (3, 1), (4, 1), (5, 3), (6, 3), (7, 0), (8, 0)],
)
def test_a_line_of_a_block_knows_the_sentences_that_are_over_before_it(
    line: int, above: int
) -> None:
    assert sentences_above(BLOCK, line) == above


def test_the_first_value_of_every_example_is_where_the_author_writes() -> None:
    found = {}
    for verb in VERBS.values():
        row, column = first_value(verb.example)
        found[verb.name] = re.split(r"[,}]", verb.example.split("\n")[row][column:])[0]
    assert found == {
        "say": "Something hurts. You noticed.", "silence": "6s..20s..2m", "breathe": "3s",
        "bell": "soft", "ambient": "rain", "rate": "before", "ask": "need", "write": "letter",
        "choose": "focus", "repeat": "1..2..6", "section": "Both of us",
        "include": "parts/water.yaml", "note": "Needs a softer end.",
    }  # fmt: skip


def test_every_kind_of_step_has_one_line_that_fits_beside_the_text() -> None:
    assert all(0 < len(verb.brief) <= 31 for verb in VERBS.values())


def test_an_example_without_a_value_begins_at_its_beginning() -> None:
    assert first_value("repeat:\n  steps:") == (0, 0)
