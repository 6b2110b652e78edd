"""The settings file as TOML: some values changed, every comment and the order kept.

The only module that imports tomlkit, which is slow; reading needs the standard library alone.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from companion.errors import CompanionError
from companion.files import check_may_write, make_folder, read_regular, replace_whole


def edit(file: Path, changes: Mapping[tuple[str, ...], object], *, private: bool = False) -> None:
    """Change some values; everything else in the file stays as the person wrote it.

    Args:
        file: the file; deleted when nothing is left in it.
        changes: values by their place, such as `("look", "theme")`; None to remove one.
        private: whether nobody else may read the file from now on, even one that was readable.

    Raises:
        CompanionError: when the file cannot be read or written; it stays as it was.
    """
    import tomlkit
    from tomlkit.exceptions import ParseError

    try:
        document = tomlkit.parse(read_regular(file).decode("utf-8-sig"))
    except FileNotFoundError:
        document = tomlkit.document()
    except (OSError, ValueError, ParseError) as error:
        remedy = "fix it or move it away; nothing was changed"
        reason = getattr(error, "strerror", None) or error
        raise CompanionError(f"{file} can't be read: {reason}", remedy) from error
    for place, value in changes.items():
        if value is None:
            _remove(document, place)
        else:
            _put(document, place, value, file)
    text = tomlkit.dumps(document)
    _check_readable(file, text)
    _write(file, text, private=private)


def _check_readable(file: Path, text: str) -> None:
    """Check that the new text is TOML, so that a file that could be read stays one."""
    import tomllib

    try:
        tomllib.loads(text)
    except ValueError as error:
        message = f"{file} couldn't be read back: {error}"
        raise CompanionError(message, "nothing was changed; change it by hand") from error


def _put(document: Any, place: tuple[str, ...], value: object, file: Path) -> None:
    """Set a value in a document, and add the tables that lead to it."""
    import tomlkit

    *tables, name = place
    for number, key in enumerate(tables):
        if key not in document:
            document[key] = tomlkit.table(is_super_table=number + 1 < len(tables))
        document = document[key]
        if not isinstance(document, dict):
            message = f'"{key}" in {file} needs another kind of value'
            raise CompanionError(
                message, f"write [{key}] on a line of its own; nothing was changed"
            )
    tail = [] if name in document or not tables else _take_tail(document)
    document[name] = value
    if tail:
        document.value.body.extend(tail)


def _take_tail(table: Any) -> list[Any]:
    """Take the empty lines and comments off the end of a table: they belong to the next one."""
    from tomlkit.items import Table

    tail: list[Any] = []
    body = table.value.body if isinstance(table, Table) else []
    while body and body[-1][0] is None:
        tail.insert(0, body.pop())
    return tail


def _remove(document: Any, place: tuple[str, ...]) -> None:
    """Remove a value from a document, and then every table on its way that is left empty."""
    *tables, name = place
    chain: list[Any] = [document]
    for key in tables:
        chain.append(chain[-1].get(key))
        if not isinstance(chain[-1], dict):
            return
    chain[-1].pop(name, None)
    for parent, key in zip(reversed(chain[:-1]), reversed(tables), strict=True):
        table = parent[key]
        # a comment stays, in the table or on the line of its name
        if len(table) or "#" in table.as_string() or table.trivia.comment:
            return
        parent.pop(key)


def _write(file: Path, text: str, *, private: bool) -> None:
    try:
        check_may_write(file)
        if not text.strip():
            file.unlink(missing_ok=True)
            return
        make_folder(file.parent)
        if private and file.exists():
            file.chmod(file.stat().st_mode & 0o700)
        replace_whole(file, text.encode())
    except OSError as error:
        remedy = "nothing was changed"
        reason = error.strerror or error
        raise CompanionError(f"{file} can't be written: {reason}", remedy) from error
