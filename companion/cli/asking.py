"""Questions of the command line before something is kept: a yes, and a passphrase without echo."""

import getpass
import sys
import textwrap

from companion.errors import CompanionError, WrongUsageError
from companion.session import journal_words as words
from companion.store.kept.keeper import Keeper
from companion.store.kept.kinds import KINDS
from companion.store.kept.sealing import OpenWords, WordsKey
from companion.store.places import places
from companion.store.preferences.resolving import Preferences
from companion.store.preferences.setting import Setting
from companion.store.settings import load

_CELLS = 78


def own_keeper() -> Keeper:
    """Everything that the person who runs this asked to keep."""
    folders = places()

    def is_on(name: str) -> bool:
        return Preferences(load(folders.settings)[0].values).is_on(name)

    return Keeper(folders.kept, is_on)


def agrees(row: Setting) -> bool:
    """Say what a setting keeps before it is turned on; at a terminal, ask for a yes.

    Where words need a passphrase and there is none yet, that is asked for too.
    """
    for paragraph in row.warning.split("\n"):
        print(textwrap.fill(paragraph, _CELLS))
    kind = next(kind for kind, about in KINDS.items() if about.setting == row.id)
    keeper = own_keeper()
    if not _can_ask():  # the command itself is the yes of whoever wrote it down
        if keeper.needs_passphrase(kind):
            print("Nothing is kept before companion journal --set-passphrase.")
        return True
    if input("Type yes to turn it on: ").strip().lower() not in ("y", "yes"):
        return False
    if keeper.needs_passphrase(kind):
        set_passphrase(keeper.key)
    return True


def set_passphrase(key: WordsKey) -> None:
    """Ask for a passphrase twice and set it; where there is one, ask for that first.

    Raises:
        CompanionError: when the two differ, it is too short, or the old one is wrong.
    """
    old = typed(f"{words.ASK} ") if key.is_set else ""
    print(words.IF_LOST)
    new = typed(f"{words.ASK_NEW} ")
    if typed(f"{words.ASK_AGAIN} ") != new:
        raise CompanionError(words.DIFFERENT, "do it once more")
    if key.is_set:
        key.change(old, new)
    else:
        key.set_up(new)


def opened(key: WordsKey) -> OpenWords:
    """Ask for the passphrase, and return the key to read with.

    Raises:
        CompanionError: when there is none, or it is the wrong one.
    """
    key.check()
    return key.open(typed(f"{words.ASK} "))


def typed(prompt: str) -> str:
    """A line that is typed without being shown.

    Raises:
        WrongUsageError: when there is no terminal to type at.
    """
    if not _can_ask():
        raise WrongUsageError("a passphrase has to be typed", "run this in a terminal")
    try:
        return getpass.getpass(prompt)
    except EOFError:
        raise CompanionError("no passphrase was typed, so nothing was opened", "") from None


def _can_ask() -> bool:
    return sys.stdin is not None and sys.stdin.isatty()
