"""The settings that ask for something to be kept, each alone, and the words before each yes."""

from companion.store.preferences.kinds import Choice
from companion.store.preferences.setting import Setting

_ANYONE = (
    "It's kept in clear: anyone who can open your files, or who makes you unlock this computer, "
    "can read it."
)
_SEALED = (
    "The words are sealed with a passphrase. You'll need it to read them, but not to write. "
    "There's no hint and no second way: if you lose the passphrase, the words are lost."
)
_CANT_HIDE = (
    "It can't be hidden that something is there, how much, and when it last changed. Someone who "
    "makes you tell them the passphrase can read it all."
)


KEEP = "keep."
"""The beginning of the ids of these settings."""


def _keep(name: str, label: str, about: str, *, warning: tuple[str, ...]) -> Setting:
    forget = f"companion forget --{name} deletes it."
    return Setting(
        f"{KEEP}{name}",
        label,
        Choice({"no": "not kept", "yes": "kept"}),
        "no",
        about,
        warning="\n".join((*warning, forget)),
    )


KEPT = (
    _keep(
        "history",
        "History",
        "Whether it's kept which sessions you played, on which day, and how they ended.",
        warning=(
            (
                "From now on, this keeps which sessions you play, when, and how far you got. "
                "After a crash you can go on where it stopped."
            ),
            _ANYONE,
        ),
    ),
    _keep(
        "ratings",
        "How it was",
        "Whether it's kept how strong it was before and after a session.",
        warning=(
            (
                "From now on, this keeps the numbers and answers you give before and after a "
                "session, with its name and the time. What made it stronger isn't suggested again."
            ),
            _ANYONE,
        ),
    ),
    _keep(
        "journal",
        "Journal",
        "Whether there's a journal that you can write in.",
        warning=("From now on, this keeps what you write in the journal.", _SEALED, _CANT_HIDE),
    ),
    _keep(
        "agreements",
        "Agreements",
        "Whether agreements that you made are kept.",
        warning=(
            (
                "From now on, this keeps the agreements you make here. The time of the next "
                "check-in is kept in clear: anyone who can open your files can read that."
            ),
            _SEALED,
            _CANT_HIDE,
        ),
    ),
    _keep(
        "unsent",
        "Not sent",
        "Whether messages that you wrote and didn't send are kept.",
        warning=(
            "From now on, a message you don't send can be kept.",
            _SEALED,
            _CANT_HIDE,
        ),
    ),
)
"""One setting for each kind of things in `store.kept`; all are off until someone asks."""
