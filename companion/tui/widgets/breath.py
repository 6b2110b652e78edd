"""The breath: an orb that widens and narrows with it; words and a bar where nothing may move."""

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from companion.script.step import PhaseName
from companion.timeline.timeline import Breathing, Moment
from companion.tui.appearance import Motion
from companion.wording import BREATH_NOTED

_SMALL = 0.3
# How full the breath is at the beginning and at the end of each phase.
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
    """How full the breath is, 0 to 1; the smallest where nobody is guided to breathe."""
    if not isinstance(moment.content, Breathing):
        return _SMALL
    first, last = _FULLNESS[moment.content.phase]
    length = max(1, moment.until - moment.since)
    along = (moment.playhead - moment.since) / length
    eased = along * along * (3 - 2 * along)
    return first + (last - first) * eased


def orb(full: float, width: int, height: int) -> list[str]:
    """A disc in rows of text; each cell is two square halves, one above the other."""
    radius = full * min(height, width / 2)
    middle, centre = height - 0.5, (width - 1) / 2

    def is_in(x: int, half: int) -> bool:
        return (x - centre) ** 2 + (half - middle) ** 2 <= radius * radius

    rows = []
    for y in range(height):
        halves = ((is_in(x, 2 * y), is_in(x, 2 * y + 1)) for x in range(width))
        rows.append("".join(_HALVES[half] for half in halves).rstrip())
    return rows


class BreathOrb(Widget):
    """Shown while the breath is guided."""

    full: reactive[float] = reactive(_SMALL)
    words: reactive[str] = reactive("")

    def __init__(self, motion: Motion) -> None:
        super().__init__()
        self._motion = motion

    def show(self, moment: Moment) -> None:
        """Show where in the breath a moment is; nothing when it is in none."""
        content = moment.content
        self.display = isinstance(content, Breathing)
        if not isinstance(content, Breathing):
            return
        # where nothing moves, the number says how long
        seconds = (
            f", {(moment.until - moment.since) / 1000:g} seconds" if self._motion == "none" else ""
        )
        phase = BREATH_NOTED[content.phase].capitalize()
        self.words = f"{phase}{seconds}   {content.round} of {content.rounds}"
        # a fifth of a row is the least that can be seen
        self.full = round(fullness(moment), 2)

    def render(self) -> Content:
        """The orb with its words, or the words with a bar."""
        width, height = self.size
        small = height < 5  # noqa: PLR2004 - an orb of less is a blot
        if self._motion != "full" or small:
            length = min(_BAR, max(1, width - 4))
            filled = round(self.full * length)
            bar = "━" * filled + "─" * (length - filled)
            return Content("\n".join([self.words, bar] if self._motion != "none" else [self.words]))
        rows = orb(self.full, width, height - 2)
        return Content("\n".join([*(row.ljust(width) for row in rows), "", self.words]))
