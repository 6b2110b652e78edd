"""Where a step goes in a script that is being written, by its indents alone; it need not parse."""

from collections.abc import Sequence


def place_for_step(lines: Sequence[str], line: int) -> tuple[int, str]:
    """Under which line a step goes in, and how far in: after the step that a line is in."""
    top = next((i for i, text in enumerate(lines) if text.startswith("steps:")), 0)
    row = max(line, top)
    while row > top and not _is_step(lines, row):
        row -= 1
    own = lines[row]
    indent = "  " if row == top else own[: len(own) - len(own.lstrip())]
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
    parent = next((t for t in above if len(t) - len(t.lstrip(" -")) <= depth and _opens(t)), "")
    return parent.strip(" -").startswith(("steps:", "instead:"))


def _opens(line: str) -> bool:
    """Whether a list may stand under a line."""
    return line.rstrip().endswith(":") and not line.lstrip().startswith("#")


def _is_inside(line: str, indent: str) -> bool:
    return not line.strip() or line.startswith(f"{indent} ")
