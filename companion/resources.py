"""The folders that ship with the program: found installed, editable or in a checkout."""

from pathlib import Path
from typing import Literal

Folder = Literal["meditations", "scripts_audio"]

_PACKAGE = Path(__file__).resolve().parent


def shipped(folder: Folder) -> Path:
    """Where a shipped folder is: inside an installed package, else beside it in a checkout."""
    inside = _PACKAGE / folder
    return inside if inside.is_dir() else _PACKAGE.parent / folder
