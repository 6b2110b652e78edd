"""A session that is over, alone here because the flow makes it and the page shows it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from companion.session.ended import Ended
from companion.session.questions import Left


@dataclass(frozen=True, slots=True)
class Leaving:
    """A session that is over: how it ended, its last words, and what it leaves to copy.

    `is_second` says that it was begun because it was very strong after the one before; `slots` are
    the words for those in rows: whom one chose, and numbers. `date` is the day in words. `is_kept`
    says that an answer about it is kept, `is_agreement` that what it leaves is an agreement, which
    can be kept, `has_put_away` that a message was put away before it.
    """

    ended: Ended
    closing: tuple[str, ...]
    left: Left | None
    is_second: bool = False
    slots: Mapping[str, str] = field(default_factory=dict)
    date: str = ""
    is_kept: bool = False
    is_agreement: bool = False
    has_put_away: bool = False
