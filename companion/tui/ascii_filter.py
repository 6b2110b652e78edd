"""Plain characters: everything that is drawn, in ASCII, for terminals and people that need it."""

from collections.abc import Sequence

from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

_SAME_WIDTH = str.maketrans(
    {
        "●": "o", "•": "|", "━": "=", "─": "-", "‹": "<", "›": ">", "⏎": ">", "←": "<", "→": ">",
        "↑": "^", "↓": "v", "▌": "|", "▊": "|", "▎": "|", "█": "|", "▐": "|", "▔": "-", "▁": "_",
        "▂": "|", "▃": "|", "▄": "|", "▅": "|", "▆": "|", "▇": "|", "▀": "|", "≈": "~", "·": ".",
        "♪": "*", "▸": ">", "\u201c": '"', "\u201d": '"', "\u2018": "'", "\u2019": "'",
        "\u2026": ".", "\u2014": "-", "\u2013": "-", "\u00a0": " ",
    }
)  # fmt: skip
_WORDS = (("½", ".5"), ("¼", ".25"), ("¾", ".75"), ("⏎", "enter"), ("↑ ↓", "arrows"),
          ("← →", "arrows"), ("←", "left"), ("→", "right"))  # fmt: skip


def plain_words(words: str) -> str:
    """Return words with what needs more than one ASCII character written out."""
    for sign, plain in _WORDS:
        words = words.replace(sign, plain)
    return words


class AsciiFilter(LineFilter):
    """Draws every character of our own in ASCII, cell by cell."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002
        """Return the segments of a line in ASCII."""
        return [
            Segment(text.translate(_SAME_WIDTH), style, control)
            for text, style, control in segments
        ]


def is_needed(encodings: Sequence[str | None]) -> bool:
    """Whether any of the terminal's encodings can't show more than ASCII or Latin letters."""
    return any(name is not None and "utf" not in name.lower() for name in encodings)
