"""The folders that ship with the program, for every layer: installed, editable or a checkout."""

from pathlib import Path
from typing import Literal

Folder = Literal["meditations", "courses", "scripts_audio", "helplines"]

_PACKAGE = Path(__file__).resolve().parent


def shipped(folder: Folder) -> Path:
    """Return a shipped folder: inside an installed package, or beside it in a checkout."""
    inside = _PACKAGE / folder
    return inside if inside.is_dir() else _PACKAGE.parent / folder
