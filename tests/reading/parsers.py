"""Both parsers of PyYAML: their answers to one text have to be the same, to the last column."""

import yaml

from companion.reading import document
from companion.reading.document import Document, FlawedTextError, read
from companion.reading.flaw import Flaw

LOADERS = [yaml.SafeLoader, *([yaml.CSafeLoader] if hasattr(yaml, "CSafeLoader") else [])]


def answer(text: str, loader: type) -> Document | tuple[Flaw, ...]:
    """The document, or every flaw of it, as with one parser built in."""
    before, document._LOADER = document._LOADER, loader
    try:
        return read(text)
    except FlawedTextError as error:
        return error.flaws
    finally:
        document._LOADER = before


def agree(text: str) -> None:
    """Read a text with every parser, and compare."""
    answers = [answer(text, loader) for loader in LOADERS]
    assert all(one == answers[0] for one in answers)
    assert answers[0]  # a document, or at least one flaw
