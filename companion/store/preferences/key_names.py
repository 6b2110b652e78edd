"""Names of keys: what a person writes for a key, Textual's name of it, and how it is shown."""

import string
import unicodedata

_RENAMED = {
    "solidus": "slash", "reverse_solidus": "backslash", "commercial_at": "at",
    "hyphen_minus": "minus", "plus_sign": "plus", "low_line": "underscore",
}  # fmt: skip
_WRITTEN = {
    "esc": "escape", "return": "enter", "del": "delete", "ins": "insert", "pgup": "pageup",
    "pgdn": "pagedown", "page_up": "pageup", "page_down": "pagedown",
    "←": "left", "→": "right", "↑": "up", "↓": "down", "⏎": "enter",
}  # fmt: skip
_SHOWN = {"escape": "esc", "left": "←", "right": "→", "up": "↑", "down": "↓", "enter": "⏎"}
_SPECIAL = frozenset(
    ("space", "escape", "enter", "tab", "backspace", "delete", "insert", "home", "end",
     "pageup", "pagedown", "left", "right", "up", "down", *(f"f{n}" for n in range(1, 25)))
)  # fmt: skip


def key_name(written: str) -> str:
    """Return Textual's name of a key, such as `left_square_bracket` for `[`; empty for no key."""
    written = written if written == " " else written.strip()
    if len(written) == 1 and written not in _WRITTEN:
        return _of_character(written)
    small = _WRITTEN.get(written.lower(), written.lower())
    for prefix in ("ctrl+", "alt+", "shift+"):
        if small.startswith(prefix) and len(small) > len(prefix):
            name = key_name(small.removeprefix(prefix))
            return f"{prefix}{name}" if name else ""
    if small in _SPECIAL:
        return small
    return small if _character(small) else ""


def shown_key(name: str) -> str:
    """The key as it is printed on a keyboard: `[` for `left_square_bracket`, `esc`, `ctrl+e`."""
    prefix, plus, rest = name.rpartition("+")
    if plus and prefix:
        return f"{prefix}+{shown_key(rest)}"
    return _SHOWN.get(name) or _character(name) or name


def _of_character(character: str) -> str:
    if character == " ":
        return "space"
    if character.isalnum():
        return character
    if not character.isprintable():
        return ""
    name = unicodedata.name(character, "").lower().replace("-", "_").replace(" ", "_")
    return _RENAMED.get(name, name)


def _character(name: str) -> str:
    """The one character that a name such as `left_curly_bracket` stands for; empty for another."""
    if name in _PUNCTUATION or "_" not in name:  # a plain word, such as "sun", is a typing mistake
        return _PUNCTUATION.get(name, "")
    try:
        found = unicodedata.lookup(name.replace("_", " "))
    except KeyError:
        return ""
    return "" if found.isalnum() or found == " " else found


_PUNCTUATION = {_of_character(character): character for character in string.punctuation}
