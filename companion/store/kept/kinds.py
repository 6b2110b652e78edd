"""The kinds of things that can be kept, alone here because settings and commands name them too."""

from typing import Literal, NamedTuple

KindId = Literal["history", "ratings", "journal", "agreements", "unsent"]
SealedId = Literal["journal", "agreements", "unsent"]


class Kind(NamedTuple):
    """A kind of things that can be kept.

    `setting` is the id of the setting that asks for it, `about` completes "what is kept:",
    `is_sealed` says that its words can't be read without the passphrase.
    """

    setting: str
    about: str
    is_sealed: bool


KINDS: dict[KindId, Kind] = {
    "history": Kind("keep.history", "which sessions you played, and when", is_sealed=False),
    "ratings": Kind("keep.ratings", "how it was before and after", is_sealed=False),
    "journal": Kind("keep.journal", "your journal", is_sealed=True),
    "agreements": Kind("keep.agreements", "your agreements", is_sealed=True),
    "unsent": Kind("keep.unsent", "messages that you didn't send", is_sealed=True),
}
"""Every kind by its name, which is also the name of its table."""
