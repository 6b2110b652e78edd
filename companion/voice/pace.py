"""How fast a voice really speaks: measured once by a paragraph, kept, and used from then on.

No engine's "rate" is words a minute: 118 is what makes one voice of espeak-ng speak 146 of ours.
"""

import contextlib
import json
from pathlib import Path

from companion.files import written_whole

WORDS_A_MINUTE = 146
"""From the first sound of a line to its last; below that every engine is understood worse."""

PARAGRAPH = (
    "You have found a place to sit, and the floor is under your feet.",
    "Something hurts tonight, whether you want it or not.",
    "There is no need to decide anything at this moment.",
    "Let the air come in by itself, and let it go again without any hurry.",
    "Your hands may rest where they are.",
    "Nobody is waiting for an answer.",
)
"""What it is measured by: lines of the kind that are spoken here, each as a line of its own."""
PARAGRAPH_SECONDS = 23.95
"""How long they take where all lines together come to 146; their own words are short ones."""


SLOWEST, FASTEST = 0.4, 2.5
"""What the factor on a voice's own speed can be."""


class Paces:
    """What was measured, in a file that may be deleted at any time.

    Args:
        file: where it is kept.
    """

    def __init__(self, file: Path) -> None:
        self._file = file

    def find(self, voice: str) -> float | None:
        """The factor on a voice's own speed, if it was measured."""
        factor = self._read().get(voice)
        if isinstance(factor, float) and SLOWEST <= factor <= FASTEST:
            return factor
        return None

    def keep(self, voice: str, factor: float) -> None:
        """Keep what was measured; where that cannot be, it is measured again the next time."""
        known = {**self._read(), voice: factor}
        with contextlib.suppress(OSError):
            self._file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with written_whole(self._file) as opened:
                opened.write(json.dumps(known).encode())

    def _read(self) -> dict[str, object]:
        try:
            known = json.loads(self._file.read_text("utf-8"))
        except (OSError, ValueError, RecursionError):
            return {}
        return known if isinstance(known, dict) else {}
