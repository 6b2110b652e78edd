"""The lexicon: how to respell what an engine says wrong, from the program's file and the person's.

    lexicon: 1
    every:              # for every engine
      TIPP: tip
    espeak:             # for one engine, or for those that pronounce as it does
      close your: cloze your

A phrase has as many words on both sides; a single word may become several.
"""

import contextlib
import re
from collections.abc import Mapping as Mappings
from pathlib import Path

from companion.errors import CompanionError
from companion.notices import Notices
from companion.reading.document import FlawedTextError, MapNode, Scalar, decode, read
from companion.reading.flaw import Span
from companion.voice.names import base
from companion.voice.spelling import Entries, Phrase, clean, key

EVERY = "every"
_VERSION = "1"
_NAME = re.compile(r"[a-z]{2,3}\.yaml")
_FAMILIES = (EVERY, "espeak", "pyttsx3", "piper", "rhvoice", "flite", "say", "command", "darwin",
             "win32", "espeak-ng")  # fmt: skip

_EXAMPLE = 'it has a line "lexicon: 1", a line "every:", and under that "  Siobhan: shi vawn"'

Sections = Mappings[str, Entries]


class Lexicon:
    """What every engine is given instead of what it says wrong.

    Args:
        folders: where files such as `en.yaml` are, the program's first; later ones win.
        notices: where a file that cannot be used is reported.
    """

    def __init__(self, *folders: Path, notices: Notices | None = None) -> None:
        self._folders = folders
        self._read: dict[str, list[Sections]] = {}
        self._found: dict[tuple[tuple[str, ...], str], Entries] = {}
        self._notices = notices or Notices()

    def entries(self, family: tuple[str, ...], lang: str) -> Entries:
        """What holds for an engine in a language; a file that cannot be read is left out."""
        language = base(lang)
        if (family, language) not in self._found:
            found: dict[Phrase, Phrase] = {}
            for sections in self._files(language):
                for name in (EVERY, *reversed(family)):
                    found |= sections.get(name, {})
            self._found[family, language] = found
        return self._found[family, language]

    def _files(self, lang: str) -> list[Sections]:
        if lang not in self._read:
            self._read[lang] = []
            for folder in self._folders:
                self._tell_of_others(folder)
                file = folder / f"{lang}.yaml"
                try:
                    self._read[lang].append(sections_of(decode(file.read_bytes()), file.name))
                except OSError:
                    continue  # most languages, and most people, have none
                except FlawedTextError as error:
                    flaw = error.flaws[0]
                    self._notices.add(_told(file.name, flaw.span, flaw.message, _EXAMPLE))
                except CompanionError as error:
                    self._notices.add(f"{error.message}; {error.remedy}")
        return self._read[lang]

    def _tell_of_others(self, folder: Path) -> None:
        """A file under a name that is never looked for would be missed without a word."""
        with contextlib.suppress(OSError):
            for file in sorted(folder.iterdir()):
                if file.suffix in (".yaml", ".yml") and not _NAME.fullmatch(file.name):
                    self._notices.add(
                        f"lexicon {file.name} is not read; call it by its language, as en.yaml"
                    )


def sections_of(text: str, file: str) -> Sections:
    """A lexicon's words by engine.

    Raises:
        FlawedTextError: when it is no YAML.
        CompanionError: with the place of the first mistake.
    """
    document = read(text)
    if document.flaws:
        raise FlawedTextError(document.flaws)
    root = document.root
    found: dict[str, dict[Phrase, Phrase]] = {}
    if not isinstance(root, MapNode):
        raise _wrong(file, root.span, "this is no lexicon", _EXAMPLE)
    for name, node in root.entries:
        if name.text == "lexicon":
            if not isinstance(node, Scalar) or node.text != _VERSION:
                raise _wrong(file, node.span, "this is a newer lexicon", "update companion")
        elif name.text not in _FAMILIES:
            remedy = (
                f'write "{EVERY}:" for all voices, or the name of one: {", ".join(_FAMILIES[1:5])}'
            )
            raise _wrong(file, name.span, f'there is no part "{name.text}"', remedy)
        elif not isinstance(node, MapNode):
            raise _wrong(file, name.span, f'"{name.text}" has no words under it', _EXAMPLE)
        else:
            found[name.text] = dict(_entry(file, word, said) for word, said in node.entries)
    return found


def _entry(file: str, word: Scalar, said: object) -> tuple[Phrase, Phrase]:
    written = tuple(key(part) for part in clean(word.text).split())
    spoken = tuple(clean(said.text).split()) if isinstance(said, Scalar) else ()
    if not all(written):
        remedy = "a word of letters or digits stands before the colon"
        raise _wrong(file, word.span, f'"{word.text}" is no word', remedy)
    if not spoken:
        remedy = f'write it as in "{word.text}: how it sounds"'
        raise _wrong(file, word.span, f'"{word.text}" has nothing to be said for it', remedy)
    if len(written) > 1 and len(written) != len(spoken):
        remedy = f"write {len(written)} words there, the same ones where they are said right"
        raise _wrong(file, word.span, f'"{word.text}" has another number of words', remedy)
    return written, spoken


def _wrong(file: str, span: Span, message: str, remedy: str) -> CompanionError:
    return CompanionError(_told(file, span, message, ""), remedy)


def _told(file: str, span: Span, message: str, remedy: str) -> str:
    words = f"lexicon {file}, line {span.line + 1}: {message}"
    return f"{words}; {remedy}" if remedy else words
