import pytest

from companion.script.authoring import place_for_step

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
