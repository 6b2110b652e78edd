"""The lexicon: respellings for words that an engine says wrong, by the program and by the user.

    lexicon: 1
    every:              # for every engine
      TIPP: tip
    espeak:             # for one engine, or for those that pronounce like it
      close your: cloze your

    hibari:             # the voice in the box, and the extra ones, take phonemes, too
      Shh: /ʃː/

A phrase has the same number of words on both sides; a single word may become several.
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
from companion.voice.spelling import Entries, Phrase, clean, is_phonemes, key

EVERY = "every"
_PHONEMIC = ("hibari", "kokoro")
_VERSION = "1"
_NAME = re.compile(r"[a-z]{2,3}\.yaml")
_FAMILIES = (EVERY, *_PHONEMIC, "espeak", "pyttsx3", "piper", "rhvoice", "flite", "say", "command",
             "darwin", "win32", "espeak-ng")  # fmt: skip

_EXAMPLE = 'write "lexicon: 1", then "every:", and under it "  Siobhan: shi vawn"'

Sections = Mappings[str, Entries]


class Lexicon:
    """Respellings by engine and language, read from files when first needed.

    Args:
        folders: where files such as `en.yaml` are, the program's first; later ones win.
        notices: where a file that cannot be used is reported.
    """

    def __init__(self, *folders: Path, notices: Notices | None = None) -> None:
        self._folders = folders
        self._read: dict[str, list[Sections]] = {}
        self._entries: dict[tuple[tuple[str, ...], str], Entries] = {}
        self._notices = notices or Notices()

    def entries(self, family: tuple[str, ...], lang: str) -> Entries:
        """The respellings for an engine in a language; a file with a mistake is left out."""
        language = base(lang)
        if (family, language) not in self._entries:
            entries: dict[Phrase, Phrase] = {}
            for sections in self._files(language):
                for name in (EVERY, *reversed(family)):
                    entries |= sections.get(name, {})
            self._entries[family, language] = entries
        return self._entries[family, language]

    def _files(self, lang: str) -> list[Sections]:
        if lang not in self._read:
            self._read[lang] = []
            for folder in self._folders:
                self._report_unread(folder)
                file = folder / f"{lang}.yaml"
                try:
                    self._read[lang].append(sections_of(decode(file.read_bytes()), file.name))
                except OSError:
                    continue  # most languages, and most people, have no lexicon
                except FlawedTextError as error:
                    flaw = error.flaws[0]
                    self._notices.add(_line(file.name, flaw.span, flaw.message, _EXAMPLE))
                except CompanionError as error:
                    self._notices.add(f"{error.message}; {error.remedy}")
        return self._read[lang]

    def _report_unread(self, folder: Path) -> None:
        """Report files whose names are not those of a language, because nothing reads them."""
        with contextlib.suppress(OSError):
            for file in sorted(folder.iterdir()):
                if file.suffix in (".yaml", ".yml") and not _NAME.fullmatch(file.name):
                    self._notices.add(
                        f"lexicon {file.name} isn't read; name it after its language: en.yaml"
                    )


def sections_of(text: str, file: str) -> Sections:
    """Read the respellings in a lexicon, by engine.

    Raises:
        FlawedTextError: when it isn't YAML.
        CompanionError: with the place of the first mistake.
    """
    document = read(text)
    if document.flaws:
        raise FlawedTextError(document.flaws)
    root = document.root
    sections: dict[str, dict[Phrase, Phrase]] = {}
    if not isinstance(root, MapNode):
        raise _wrong(file, root.span, "this isn't a lexicon", _EXAMPLE)
    for name, node in root.entries:
        if name.text == "lexicon":
            if not isinstance(node, Scalar) or node.text != _VERSION:
                raise _wrong(
                    file, node.span, "this lexicon is newer than the program", "update companion"
                )
        elif name.text not in _FAMILIES:
            remedy = f'write "{EVERY}:" for all voices, or an engine: {", ".join(_FAMILIES[1:5])}'
            raise _wrong(file, name.span, f'there\'s no engine "{name.text}"', remedy)
        elif not isinstance(node, MapNode):
            raise _wrong(file, name.span, f'"{name.text}" has no words under it', _EXAMPLE)
        else:
            entries = [_entry(file, word, value) for word, value in node.entries]
            for (_, spoken), (word, _) in zip(entries, node.entries, strict=True):
                if name.text not in _PHONEMIC and any(map(is_phonemes, spoken)):
                    remedy = f'put it under "{_PHONEMIC[0]}:", or write letters'
                    raise _wrong(file, word.span, f"{name.text} takes no phonemes", remedy)
            sections[name.text] = dict(entries)
    return sections


def _entry(file: str, word: Scalar, value: object) -> tuple[Phrase, Phrase]:
    written = tuple(key(part) for part in clean(word.text).split())
    spoken = tuple(clean(value.text).split()) if isinstance(value, Scalar) else ()
    if not all(written):
        remedy = "write a word of letters or digits before the colon"
        raise _wrong(file, word.span, f'"{word.text}" isn\'t a word', remedy)
    if not spoken:
        remedy = f'write it like this: "{word.text}: how it sounds"'
        raise _wrong(file, word.span, f'"{word.text}" has no respelling', remedy)
    if len(written) > 1 and len(written) != len(spoken):
        remedy = f"write {len(written)} words; repeat those that are already said right"
        raise _wrong(
            file,
            word.span,
            f'"{word.text}" and its respelling differ in their number of words',
            remedy,
        )
    return written, spoken


def _wrong(file: str, span: Span, message: str, remedy: str) -> CompanionError:
    return CompanionError(_line(file, span, message, ""), remedy)


def _line(file: str, span: Span, message: str, remedy: str) -> str:
    words = f"lexicon {file}, line {span.line + 1}: {message}"
    return f"{words}; {remedy}" if remedy else words
