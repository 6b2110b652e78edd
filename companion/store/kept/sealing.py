"""Sealed words: anyone can add some, and only a passphrase opens them.

Words are sealed to a public key, which lies in a file beside the private one. That is itself
encrypted with a key that Argon2id makes of the passphrase. Nobody can read words without it: there
is no hint and no second way. PyNaCl is imported when the first words are sealed, and not before.
"""

import json
import os
import unicodedata
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any, NamedTuple

from companion.child import forbid_core_dumps
from companion.errors import CompanionError
from companion.files import check_may_write, make_folder, read_regular, written_whole

if TYPE_CHECKING:
    from nacl.public import PrivateKey, SealedBox
    from nacl.secret import SecretBox

NAME = "words.key"
LEAST = 8
"""The fewest characters of a passphrase."""


class Cost(NamedTuple):
    """The price of one try to guess a passphrase: passes, and memory in bytes."""

    passes: int
    memory: int


USUAL = Cost(3, 256 * 1024 * 1024)
"""About half a second on a usual computer."""
_MOST = Cost(100, 2 * 1024 * 1024 * 1024)


class WrongPassphraseError(CompanionError):
    """A passphrase that opens nothing."""


class OpenWords:
    """The key that opens words, for as long as this object is there.

    Args:
        box: the box that opens what was sealed.
    """

    def __init__(self, box: "SealedBox[PrivateKey]") -> None:
        self._box = box

    def read(self, sealed: bytes) -> str:
        """Return the words in a box.

        Raises:
            CompanionError: when it was damaged, or sealed with a key that is gone.
        """
        from nacl.exceptions import CryptoError

        try:
            return self._box.decrypt(sealed).decode()
        except (CryptoError, ValueError) as error:
            message = "these words can't be opened: they're damaged, or their key is gone"
            raise CompanionError(message, "nobody can bring them back") from error


class WordsKey:
    """The pair of keys in a folder.

    Args:
        folder: the folder, made for this person alone when a passphrase is set.
        cost: the price of a try for passphrases that are set from now on.
    """

    def __init__(self, folder: Path, cost: Cost = USUAL) -> None:
        self.file = folder / NAME
        self._cost = cost

    @property
    def is_set(self) -> bool:
        """Whether there is a passphrase."""
        return self.file.exists()

    def check(self) -> None:
        """Check that words can be sealed.

        Raises:
            CompanionError: when there is no key, it can't be read, or PyNaCl isn't installed.
        """
        self._table()
        _nacl()

    def set_up(self, passphrase: str) -> None:
        """Make a pair of keys, and set its passphrase.

        Raises:
            CompanionError: when there is one already, it is too short, or nothing can be written.
        """
        if self.is_set:
            raise CompanionError("there's a passphrase already", "change it with the old one")
        private = _nacl().PrivateKey.generate()
        self._write(bytes(private), bytes(private.public_key), passphrase)

    def change(self, old: str, new: str) -> None:
        """Set another passphrase; everything that is sealed stays readable.

        Raises:
            WrongPassphraseError: when the old one is wrong; nothing has changed.
            CompanionError: when the new one is too short, or nothing can be written.
        """
        private, public = self._private(old), bytes.fromhex(self._table()["public"])
        self._write(private, public, new)

    def seal(self, words: str) -> bytes:
        """Seal words; that needs no passphrase.

        Raises:
            CompanionError: when there is no key, or it can't be read.
        """
        nacl = _nacl()
        public = nacl.PublicKey(bytes.fromhex(self._table()["public"]))
        return bytes(nacl.SealedBox(public).encrypt(words.encode()))

    def open(self, passphrase: str) -> OpenWords:
        """Return the key that opens words.

        Raises:
            WrongPassphraseError: when it is the wrong one.
            CompanionError: when there is no key, or it can't be read.
        """
        forbid_core_dumps()
        nacl = _nacl()
        return OpenWords(nacl.SealedBox(nacl.PrivateKey(self._private(passphrase))))

    def destroy(self) -> None:
        """Write over the key and delete it: what was sealed with it can't be read any more.

        Raises:
            CompanionError: when it can't be deleted.
        """
        try:
            check_may_write(self.file)
            with suppress(FileNotFoundError), self.file.open("r+b") as opened:
                opened.write(bytes(self.file.stat().st_size))
                opened.flush()
                os.fsync(opened.fileno())
            self.file.unlink(missing_ok=True)
        except OSError as error:
            reason = error.strerror or str(error)
            raise CompanionError(
                f"{self.file} can't be deleted: {reason}", "delete it yourself"
            ) from error

    def _private(self, passphrase: str) -> bytes:
        """The private key.

        Raises:
            WrongPassphraseError: when the passphrase is wrong.
            CompanionError: when there is no key, or it can't be read.
        """
        table = self._table()
        cost = Cost(table["passes"], table["memory"])
        box = _locked(passphrase, bytes.fromhex(table["salt"]), cost)
        from nacl.exceptions import CryptoError

        try:
            return bytes(box.decrypt(bytes.fromhex(table["private"])))
        except CryptoError:
            raise WrongPassphraseError("that's not the passphrase", "type it once more") from None

    def _write(self, private: bytes, public: bytes, passphrase: str) -> None:
        if len(passphrase) < LEAST:
            message = f"a passphrase needs at least {LEAST} characters"
            raise CompanionError(message, "four or five words are easier to remember than signs")
        salt = os.urandom(16)
        box = _locked(passphrase, salt, self._cost)
        table = {
            "version": 1,
            "passes": self._cost.passes,
            "memory": self._cost.memory,
            "salt": salt.hex(),
            "public": public.hex(),
            "private": bytes(box.encrypt(private)).hex(),
        }
        try:
            check_may_write(self.file)
            make_folder(self.file.parent)
            self.file.parent.chmod(0o700)
            with written_whole(self.file, sync=True) as opened:
                opened.write(json.dumps(table).encode())
        except OSError as error:
            reason = error.strerror or str(error)
            raise CompanionError(
                f"{self.file} can't be written: {reason}", "check its permissions"
            ) from error

    def _table(self) -> Mapping[str, Any]:
        """The entries of the key file.

        Raises:
            CompanionError: when there is none, or it isn't a key.
        """
        try:
            table: Mapping[str, Any] = json.loads(read_regular(self.file, follow=False))
            _check(table)
        except FileNotFoundError:
            remedy = "companion journal --set-passphrase sets one"
            raise CompanionError("there's no passphrase for your words yet", remedy) from None
        except OSError as error:
            reason = error.strerror or str(error)
            raise CompanionError(
                f"{self.file} can't be read: {reason}", "check its permissions"
            ) from error
        except (ValueError, KeyError, TypeError) as error:
            raise CompanionError(
                f"{self.file} isn't a key any more, so the words can't be opened",
                "put back a copy of it, if you have one",
            ) from error
        return table


def _check(table: Mapping[str, Any]) -> None:
    """Refuse a key file that is damaged, or would use up all memory.

    Raises:
        ValueError, KeyError, TypeError: when it is.
    """
    for name, size in (("salt", 16), ("public", 32), ("private", 72)):
        if len(bytes.fromhex(table[name])) != size:
            raise ValueError(name)
    if not (0 < table["passes"] <= _MOST.passes and 0 < table["memory"] <= _MOST.memory):
        raise ValueError("cost")


def _locked(passphrase: str, salt: bytes, cost: Cost) -> "SecretBox":
    """The box for the private key, locked with a passphrase; accents may be typed in any way."""
    _nacl()
    from nacl.pwhash import argon2id
    from nacl.secret import SecretBox

    typed = unicodedata.normalize("NFC", passphrase).encode()
    return SecretBox(argon2id.kdf(SecretBox.KEY_SIZE, typed, salt, cost.passes, cost.memory))


def _nacl() -> ModuleType:
    """The part of PyNaCl with keys and sealed boxes.

    Raises:
        CompanionError: when it isn't installed.
    """
    try:
        import nacl.public
    except ImportError as error:
        message = "words can't be kept here, because PyNaCl isn't installed"
        raise CompanionError(message, "pip install pynacl") from error
    return nacl.public
