"""Plain letters for terminals that cannot show all: quotes, dashes and dots as ASCII has them.

Apart from everything, because it is registered once, by its name, for every stream.
"""

import codecs
import unicodedata

PLAIN_LETTERS = "companion-plain-letters"
"""The name of the error handler, for `open` and `reconfigure`."""

_PLAIN = {
    "‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-", "−": "-", "…": "...", "·": ".",
    "•": "*", "→": "->", "←": "<-", "↑": "^", "↓": "v", "▸": ">", "━": "-", "─": "-", "\u00a0": " ",
}  # fmt: skip


def _nearest(error: UnicodeError) -> tuple[str, int]:
    """Replace characters that cannot be encoded: by a table, without their marks, or by `?`."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    letters = []
    for character in error.object[error.start : error.end]:
        bare = unicodedata.normalize("NFKD", character).encode("ascii", "ignore").decode()
        letters.append(_PLAIN.get(character) or bare or "?")
    return "".join(letters), error.end


codecs.register_error(PLAIN_LETTERS, _nearest)
