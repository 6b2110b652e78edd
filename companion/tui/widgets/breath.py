"""The breath widget: an orb that grows and shrinks, a bar, or words alone, by level of motion."""

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from companion.script.step import PhaseName
from companion.timeline.timeline import Breathing, Moment
from companion.tui.appearance import Motion
from companion.wording import BREATH_NOTED

_SMALL = 0.3
# The fullness of the breath at the beginning and at the end of each phase.
_FULLNESS: dict[PhaseName, tuple[float, float]] = {
    "in": (_SMALL, 0.92),
    "top_up": (0.92, 1.0),
    "hold": (1.0, 1.0),
    "out": (1.0, _SMALL),
    "rest": (_SMALL, _SMALL),
}
_BAR = 24
_HALVES = {(False, False): " ", (True, False): "▀", (False, True): "▄", (True, True): "█"}


def fullness(moment: Moment) -> float:
    """Fullness of the breath at a moment, 0 to 1; the smallest outside a breath."""
    if not isinstance(moment.content, Breathing):
        return _SMALL
    first, last = _FULLNESS[moment.content.phase]
    length = max(1, moment.until - moment.since)
    progress = (moment.playhead - moment.since) / length
    eased = progress * progress * (3 - 2 * progress)
    return first + (last - first) * eased


def orb(full: float, width: int, height: int) -> list[str]:
    """Rows of text that show a disc; each cell is two square halves, one above the other."""
    radius = full * min(height, width / 2)
    middle, centre = height - 0.5, (width - 1) / 2

    def is_inside(x: int, half: int) -> bool:
        return (x - centre) ** 2 + (half - middle) ** 2 <= radius * radius

    rows = []
    for y in range(height):
        halves = ((is_inside(x, 2 * y), is_inside(x, 2 * y + 1)) for x in range(width))
        rows.append("".join(_HALVES[half] for half in halves).rstrip())
    return rows


class BreathOrb(Widget):
    """Shows the phase, the round and the fullness of a guided breath; hidden otherwise."""

    full: reactive[float] = reactive(_SMALL)
    words: reactive[str] = reactive("")

    def __init__(self, motion: Motion) -> None:
        super().__init__()
        self._motion = motion

    def show(self, moment: Moment) -> None:
        """Show the breath of a moment, or hide the widget when the moment has none."""
        content = moment.content
        self.display = isinstance(content, Breathing)
        if not isinstance(content, Breathing):
            return
        # without motion, the length of the phase is written out
        seconds = (
            f", {(moment.until - moment.since) / 1000:g} seconds" if self._motion == "none" else ""
        )
        phase = BREATH_NOTED[content.phase].capitalize()
        self.words = f"{phase}{seconds}   {content.round} of {content.rounds}"
        # two decimals are finer than one cell, and avoid redraws that change nothing
        self.full = round(fullness(moment), 2)

    def render(self) -> Content:
        """Draw the orb above the words, the words above a bar, or the words alone."""
        width, height = self.size
        small = height < 5  # noqa: PLR2004 - a smaller orb is unrecognisable
        if self._motion != "full" or small:
            length = min(_BAR, max(1, width - 4))
            filled = round(self.full * length)
            bar = "━" * filled + "─" * (length - filled)
            return Content("\n".join([self.words, bar] if self._motion != "none" else [self.words]))
        rows = orb(self.full, width, height - 2)
        return Content("\n".join([*(row.ljust(width) for row in rows), "", self.words]))
