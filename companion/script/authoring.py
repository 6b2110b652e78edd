"""Help for authors: a first script to start from, and the place of a new step."""

from collections.abc import Sequence

from companion.script.schema import LINE
from companion.script.verbs.table import VERBS

_TEMPLATE = """\
{line}
# A meditation of your own. Lines that start with # are for you; nobody hears them.
# Change anything, then:   companion edit {name}      shows it while you write
#                          companion check {name}     finds mistakes
#                          companion time {name} 5m   shows when everything happens
#                          companion play {name}      plays it
companion: 1
title: {title}
intent: One line about what it is for.

# Every step starts with a dash, and one word says what happens:
# {verbs}.
# With the line at the very top, many editors explain these words while you type.
steps:
  - section: Arriving
  - bell: soft

  # Words go on their own lines after the bar. [3s] is a rest of three seconds,
  # and an empty line is a longer breath between two thoughts.
  - say: |
      This is a few minutes for you. You can stop at any time.
      [3s] Eyes open, lowered or closed, as you like.

      Perhaps your feet are touching something.

  # A silence can stretch: six seconds at least, twenty usually, two minutes at most.
  - silence: 6s..20s..2m

  - section: Breathing
  # This line is left out for people who don't want to think about their breath.
  - say: If breathing is kind to you today, the out-breath may be a little longer.
    when: {{breath: yes}}
  # Three seconds in, five out; three to eight rounds, four usually. People who don't want to
  # think about their breath get the steps under `instead`, for the same time.
  - breathe:
      in: 3s
      out: 5s
      rounds: 3..4..8
      instead:
        - say: Feel the weight of your hands, and what is under you.

  # Optional sections are left out when somebody asks for a short version.
  - section: {{title: Both of us, optional: true}}
  - say: |
      The distance hurts, and that is real. [4s]
      It may be how {{partner}} takes care of something, or it may be something else.
  - silence: 6s..15s..2m

  - section: Coming back
  - say: |
      This is ending. What you feel may still be here, and that is allowed.
      Look round the room, and choose one small thing to do next.
  - silence: 3s
  - bell: soft
"""


def template(name: str) -> str:
    """Return the text of a first script with this name."""
    title = name.replace("-", " ").capitalize()
    verbs = ", ".join(VERBS)
    return _TEMPLATE.format(line=LINE, name=name, title=title, verbs=verbs)


def place_for_step(lines: Sequence[str], line: int) -> tuple[int, str]:
    """Return how many lines are above a new step, and its indent; it follows the step at `line`."""
    top = next((i for i, text in enumerate(lines) if text.startswith("steps:")), 0)
    row = max(line, top)
    while row > top and not _is_step(lines, row):
        row -= 1
    text = lines[row]
    indent = "  " if row == top else text[: len(text) - len(text.lstrip())]
    after = row + 1
    while row != top and after < len(lines) and _is_inside(lines[after], indent):
        after += 1
    while after > row + 1 and not lines[after - 1].strip():
        after -= 1
    return after, indent


def _is_step(lines: Sequence[str], row: int) -> bool:
    """Whether a line begins a step: an item of a list under `steps` or `instead`."""
    text = lines[row]
    depth = len(text) - len(text.lstrip())
    if not text.lstrip().startswith("-"):
        return False
    above = (lines[i] for i in range(row - 1, -1, -1) if lines[i].strip())
    parent = next(
        (t for t in above if len(t) - len(t.lstrip(" -")) <= depth and _opens_list(t)), ""
    )
    return parent.strip(" -").startswith(("steps:", "instead:"))


def _opens_list(line: str) -> bool:
    """Whether a list may follow under a line."""
    return line.rstrip().endswith(":") and not line.lstrip().startswith("#")


def _is_inside(line: str, indent: str) -> bool:
    return not line.strip() or line.startswith(f"{indent} ")
