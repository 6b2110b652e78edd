"""The real speed of a voice: measured once with a paragraph, kept, and used from then on.

No engine's "rate" is in words a minute: at rate 118, one voice of espeak-ng speaks 146 of them.
"""

import contextlib
import json
from pathlib import Path

from companion.files import make_folder, read_regular, written_whole

WORDS_A_MINUTE = 146
"""The rate inside a line, without pauses; engines are harder to understand when they are slower."""

PARAGRAPH = (
    "You have found a place to sit, and the floor is under your feet.",
    "Something hurts tonight, whether you want it or not.",
    "There is no need to decide anything at this moment.",
    "Let the air come in by itself, and let it go again without any hurry.",
    "Your hands may rest where they are.",
    "Nobody is waiting for an answer.",
)
"""The text for measuring: lines like those of a session, each spoken separately."""
PARAGRAPH_SECONDS = 23.95
"""Its seconds when all spoken lines average 146 words a minute; its own words are short ones."""

SLOWEST, FASTEST = 0.4, 2.5
"""The limits of the factor on a voice's own speed."""


class Paces:
    """The measured speed factors of voices, in a file that may be deleted at any time.

    Args:
        file: the JSON file of the factors.
    """

    def __init__(self, file: Path) -> None:
        self._file = file

    def find(self, voice: str) -> float | None:
        """The measured factor on a voice's own speed; None if it is missing or out of range."""
        factor = self._read().get(voice)
        if isinstance(factor, float) and SLOWEST <= factor <= FASTEST:
            return factor
        return None

    def keep(self, voice: str, factor: float) -> None:
        """Keep a measured factor; if it cannot be written, it is measured again next time."""
        factors = {**self._read(), voice: factor}
        with contextlib.suppress(OSError):
            make_folder(self._file.parent)
            with written_whole(self._file) as opened:
                opened.write(json.dumps(factors).encode())

    def _read(self) -> dict[str, object]:
        try:
            factors = json.loads(read_regular(self._file, follow=False))
        except (OSError, ValueError, RecursionError):
            return {}
        return factors if isinstance(factors, dict) else {}
