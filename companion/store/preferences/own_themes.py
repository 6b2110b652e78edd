"""A person's own themes: `themes/NAME.toml` in the folder of the settings, a colour a line.

base = "paper"
background = "#fdf6e3"
orb-heart = "#b58900"
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from companion.files import MOST_BYTES, read_regular
from companion.store.folders import files_in, unused
from companion.store.preferences.palettes import (
    COLOUR,
    LEAST_CONTRAST,
    PALETTES,
    READ,
    TOKENS,
    contrast,
)
from companion.store.preferences.table import BUILT_IN_THEMES

SUFFIX = (".toml",)
_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_SHORT = re.compile(r"#([0-9a-fA-F])([0-9a-fA-F])([0-9a-fA-F])")
_NO_HASH = re.compile(r"[0-9a-fA-F]{6}")


@dataclass(frozen=True, slots=True)
class OwnTheme:
    """A theme of a person: its name, the theme that fills its gaps, and the colour of each token.

    `colours` has every token of `store.preferences.palettes`.
    """

    name: str
    base: str
    colours: Mapping[str, str]


def own_themes(folder: Path) -> tuple[dict[str, OwnTheme], list[str]]:
    """Return the themes in a folder by their names, and one line for each mistake in them."""
    themes: dict[str, OwnTheme] = {}
    problems = list(unused(folder, SUFFIX, frozenset(BUILT_IN_THEMES)))
    for file in files_in(folder, SUFFIX):
        if file.stem in BUILT_IN_THEMES or file.stem in themes:
            continue  # reported as unused
        if not _NAME.fullmatch(file.stem):
            remedy = "rename it to small letters, digits and dashes"
            problems.append(f"{file} isn't used: its name can't be typed; {remedy}")
            continue
        theme, lines = _read(file)
        problems += lines
        if theme is not None:
            themes[theme.name] = theme
    return themes, problems


def _read(file: Path) -> tuple[OwnTheme | None, list[str]]:
    """Return the theme in a file, None when it is no table, and a line for each mistake."""
    import tomllib  # only where someone has a theme

    try:
        raw = read_regular(file)
        if len(raw) > MOST_BYTES:
            return None, [f"{file} is larger than 1 MB, so it's ignored"]
        text = raw.decode("utf-8-sig")
        table = tomllib.loads(text)
    except OSError as error:
        return None, [f"{file} can't be read, so it's ignored ({error.strerror or error})"]
    except (ValueError, RecursionError) as error:
        remedy = 'write each colour like this: background = "#fdf6e3"'
        return None, [f"{file} can't be read, so it's ignored ({error}); {remedy}"]
    base, problems = "night", []
    own: dict[str, str] = {}
    for key, value in table.items():
        if key == "base" and isinstance(value, str) and value in PALETTES:
            base = value
        elif key in TOKENS and isinstance(value, str) and COLOUR.fullmatch(value):
            own[key] = value.lower()
        else:
            problems.append(f"{_place(file, text, key)}: {_mistake(key, value)}")
    theme = OwnTheme(file.stem, base, {**PALETTES[base], **own})
    return theme, [*problems, *(f"{file}: {line}" for line in _advice(theme))]


def _mistake(key: str, value: object) -> str:
    """The line about an entry that can't be used, with its remedy."""
    if key == "base":
        return f"base can't be {value!r}; it can be {', '.join(PALETTES)}"
    if key not in TOKENS:
        near = get_close_matches(key, ("base", *TOKENS), n=1)
        hint = f'did you mean "{near[0]}"?' if near else f"there are base, {', '.join(TOKENS)}"
        return f'there\'s no colour "{key}"; {hint}'
    remedy = 'write it like this: "#fdf6e3"'
    if isinstance(value, str) and (short := _SHORT.fullmatch(value)):
        remedy = f'write "#{"".join(digit * 2 for digit in short.groups())}"'
    elif isinstance(value, str) and _NO_HASH.fullmatch(value):
        remedy = f'write "#{value}"'
    return f"{key} can't be {value!r}; {remedy}"


def _place(file: Path, text: str, key: str) -> str:
    """The file and the line of a key, or the file alone when the line can't be found."""
    at_key = re.compile(rf"\s*[\[\"']*{re.escape(key)}[\]\"']*\s*(?:[=.]|$)")
    lines = text.splitlines()
    number = next((n for n, line in enumerate(lines, 1) if at_key.match(line)), 0)
    return f"{file}, line {number}" if number else str(file)


def _advice(theme: OwnTheme) -> Iterator[str]:
    """Say which words would be hard to read; the theme is used all the same."""
    for token in READ:
        found = contrast(theme.colours[token], theme.colours["background"])
        if found < LEAST_CONTRAST:
            yield (
                f"{token} on background has a contrast of {found:.1f}, which is hard to read; "
                f"{LEAST_CONTRAST} or more is better"
            )
