"""The keeper: everything that a person asked to keep, and the ways to forget it."""

from collections.abc import Callable, Collection
from contextlib import suppress
from functools import partial
from pathlib import Path

from companion.files import is_ghost
from companion.store.kept.database import Database
from companion.store.kept.history import History
from companion.store.kept.kinds import KINDS, KindId
from companion.store.kept.ratings import Ratings
from companion.store.kept.sealed import Agreements, SealedWords
from companion.store.kept.sealing import USUAL, Cost, WordsKey


class Keeper:
    """All that a person asked to keep.

    Args:
        folder: the folder for it; made when something is first kept.
        is_on: whether a setting, such as `keep.history`, is yes; asked before anything is kept.
        cost: the price of a try to guess a passphrase.
    """

    def __init__(self, folder: Path, is_on: Callable[[str], bool], cost: Cost = USUAL) -> None:
        self.database = Database(folder)
        self.key = WordsKey(folder, cost)
        self._is_on = is_on
        wants = {kind: partial(self.wants, kind) for kind in KINDS}
        self.history = History(self.database, wants["history"])
        self.ratings = Ratings(self.database, wants["ratings"])
        self.journal = SealedWords("journal", self.database, self.key, wants["journal"])
        self.agreements = Agreements(self.database, self.key, wants["agreements"])
        self.unsent = SealedWords("unsent", self.database, self.key, wants["unsent"])

    def wants(self, kind: KindId) -> bool:
        """Whether the person wants things of a kind kept; a ghost run keeps none."""
        return not is_ghost() and self._is_on(KINDS[kind].setting)

    def needs_passphrase(self, kind: KindId) -> bool:
        """Whether a passphrase has to be set before things of a kind can be kept."""
        return KINDS[kind].is_sealed and not self.key.is_set

    def count(self, kind: KindId) -> int:
        """The number of things of a kind that are kept.

        Raises:
            CompanionError: when they can't be read.
        """
        with self.database.reading() as db:
            if db is None:
                return 0
            return int(db.execute(f"SELECT count(*) FROM {kind}").fetchone()[0])  # noqa: S608

    def forget(self, kinds: Collection[KindId]) -> None:
        """Delete all things of some kinds; with the last words the key goes too.

        Raises:
            CompanionError: when they can't be deleted.
        """
        if self.database.exists:
            with self.database.changing() as db:
                for kind in kinds:
                    db.execute(f"DELETE FROM {kind}")  # noqa: S608 - a name of ours
            self.database.empty_log()
        left = [kind for kind in KINDS if self.count(kind)]
        has_words = any(KINDS[kind].is_sealed for kind in left)
        if any(KINDS[kind].is_sealed for kind in kinds) and not has_words:
            self.key.destroy()
        if not left:
            self.database.delete()
            self._remove_folder()

    def forget_everything(self) -> None:
        """Delete all that is kept: the database, its log, its copies, and the key.

        Raises:
            CompanionError: when something can't be deleted.
        """
        self.key.destroy()
        self.database.delete()
        self._remove_folder()

    def _remove_folder(self) -> None:
        with suppress(OSError):  # something else is in it, or it was never there
            self.database.folder.rmdir()
