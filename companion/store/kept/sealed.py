"""Words that are kept sealed: the journal, agreements, and messages that weren't sent.

Adding needs no passphrase; reading needs the key that it opens.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from companion.errors import CompanionError, NotFoundError
from companion.store.kept.database import Database
from companion.store.kept.kinds import KINDS, SealedId
from companion.store.kept.sealing import OpenWords, WordsKey

MOST = 200_000
"""The most characters of one text; far more than anyone types."""
_MS = 1000


class Entry(NamedTuple):
    """Words that were kept, by the name of each part; `at` is in ms since the epoch.

    `check_in`, also in ms since the epoch, is the time of the next check-in of an agreement.
    """

    id: int
    at: int
    words: Mapping[str, str]
    check_in: int | None = None


class CheckIn(NamedTuple):
    """The time of a check-in, in ms since the epoch, and the id of its agreement."""

    id: int
    at: int


class SealedWords:
    """The words of one kind.

    Args:
        kind: the kind.
        database: where they are kept.
        key: the key that seals them.
        is_wanted: whether the person wants them kept.
    """

    def __init__(
        self, kind: SealedId, database: Database, key: WordsKey, is_wanted: Callable[[], bool]
    ) -> None:
        self._kind, self._database, self._key = kind, database, key
        self._is_wanted = is_wanted

    @property
    def is_ready(self) -> bool:
        """Whether words of this kind can be kept now: they are wanted, and there is a key."""
        return self._is_wanted() and self._key.is_set

    @property
    def count(self) -> int:
        """The number of entries.

        Raises:
            CompanionError: when they can't be read.
        """
        with self._database.reading() as db:
            if db is None:
                return 0
            return int(db.execute(f"SELECT count(*) FROM {self._kind}").fetchone()[0])  # noqa: S608

    def add(self, words: Mapping[str, str], at: datetime) -> int:
        """Seal and keep words; return their id.

        Args:
            words: each part by its name, such as `{"text": ...}`.
            at: the time they were written, which is sealed too.

        Raises:
            CompanionError: when this kind isn't wanted, no passphrase is set, or it can't be
                written.
        """
        return self.add_all([(words, at)])[0]

    def add_all(self, texts: Sequence[tuple[Mapping[str, str], datetime]]) -> list[int]:
        """Seal and keep several texts, all of them or none; return their ids.

        Raises:
            CompanionError: as `add` does.
        """
        self.check_wanted()
        boxes = [self._key.seal(_packed(words, at)) for words, at in texts]
        with self._database.changing() as db:
            statement = f"INSERT INTO {self._kind} (box) VALUES (?)"  # noqa: S608
            return [db.execute(statement, (box,)).lastrowid or 0 for box in boxes]

    def check_wanted(self) -> None:
        """Check that words can be kept, before someone writes them.

        Raises:
            CompanionError: when this kind isn't wanted, or no passphrase is set.
        """
        if not self._is_wanted():
            kind = KINDS[self._kind]
            remedy = f"companion config set {kind.setting} yes turns it on"
            raise CompanionError(f"companion isn't keeping {kind.about}", remedy)
        self._key.check()

    def all(self, key: OpenWords) -> list[Entry]:
        """Every entry, by its time.

        Raises:
            CompanionError: when they can't be read or opened.
        """
        check_in = "check_in" if self._kind == "agreements" else "NULL"
        with self._database.reading() as db:
            if db is None:
                return []
            rows = db.execute(f"SELECT id, box, {check_in} FROM {self._kind}").fetchall()  # noqa: S608
        entries = []
        for number, box, due in rows:
            table = json.loads(key.read(box))
            entries.append(Entry(number, table["at"], table["words"], due))
        return sorted(entries, key=lambda entry: (entry.at, entry.id))

    def replace(self, id: int, words: Mapping[str, str], at: datetime) -> None:  # noqa: A002
        """Seal other words in place of those of an entry.

        Raises:
            CompanionError: when there is none with this id, or it can't be written.
        """
        box = self._key.seal(_packed(words, at))
        self._change(id, f"UPDATE {self._kind} SET box = ? WHERE id = ?", box)  # noqa: S608

    def forget(self, id: int) -> None:  # noqa: A002
        """Delete one entry.

        Raises:
            CompanionError: when there is none with this id, or it can't be deleted.
        """
        self._change(id, f"DELETE FROM {self._kind} WHERE id = ?")  # noqa: S608
        self._database.empty_log()

    def _change(self, id: int, statement: str, *values: object) -> None:  # noqa: A002
        with self._database.changing() as db:
            if db.execute(statement, (*values, id)).rowcount != 1:
                raise NotFoundError(f"there's no entry {id} any more", "")


class Agreements(SealedWords):
    """Agreements: the words sealed, the time of the next check-in in clear.

    Args:
        database: where they are kept.
        key: the key that seals them.
        is_wanted: whether the person wants them kept.
    """

    def __init__(self, database: Database, key: WordsKey, is_wanted: Callable[[], bool]) -> None:
        super().__init__("agreements", database, key, is_wanted)

    def check_ins(self) -> list[CheckIn]:
        """The check-ins that are to come or have passed, the earliest first.

        Raises:
            CompanionError: when they can't be read.
        """
        with self._database.reading() as db:
            rows = [] if db is None else db.execute(
                "SELECT id, check_in FROM agreements WHERE check_in IS NOT NULL ORDER BY check_in"
            )  # fmt: skip
            return [CheckIn(*row) for row in rows]

    @property
    def last_id(self) -> int:
        """The id of the agreement that was added last; 0 where there is none.

        Raises:
            CompanionError: when they can't be read.
        """
        with self._database.reading() as db:
            found = db and db.execute("SELECT max(id) FROM agreements").fetchone()[0]
            return int(found or 0)

    def set_check_in(self, id: int, at: datetime | None) -> None:  # noqa: A002
        """Set the time of the next check-in, or none.

        Raises:
            CompanionError: when there is no agreement with this id, or it can't be written.
        """
        due = None if at is None else round(at.timestamp() * _MS)
        self._change(id, "UPDATE agreements SET check_in = ? WHERE id = ?", due)


def _packed(words: Mapping[str, str], at: datetime) -> str:
    """Words and their time as one text, to be sealed.

    Raises:
        CompanionError: when they are too long.
    """
    if sum(map(len, words.values())) > MOST:
        raise CompanionError(f"that's longer than {MOST} characters", "keep it in two parts")
    return json.dumps({"at": round(at.timestamp() * _MS), "words": dict(words)})
