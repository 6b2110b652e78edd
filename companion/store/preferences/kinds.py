"""Kinds of setting values: each reads a typed text and a TOML value, and says what it can be."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, Protocol

from companion.store.preferences.key_names import key_name, shown_key
from companion.units import HOUR, BadDurationError, parse_duration

Value = str | float | tuple[str, ...]
Source = Literal["bed", "bell", "emergency", "theme"]
"""The lists of names that only the library and the user's folders know."""


class Kind(Protocol):
    """A kind of value."""

    @property
    def says(self) -> str:
        """The values it can have, as the end of a sentence that begins with "it can be"."""
        ...

    def of_text(self, text: str) -> Value | None:
        """Read a value that was typed; None when it can't be one."""
        ...

    def of_toml(self, raw: object) -> Value | None:
        """Read a value from a settings file; None when it can't be one."""
        ...

    def shown(self, value: Value) -> str:
        """The words for a value on the screen."""
        ...

    def steps(self) -> tuple[Value, ...]:
        """The values that left and right go through; empty when they can't be listed."""
        ...


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a few words; `words` has the words that a person sees for each."""

    words: Mapping[str, str]

    @property
    def says(self) -> str:
        """The values, with commas between them."""
        return _listed(tuple(self.words))

    def of_text(self, text: str) -> str | None:
        """Read a value by its name or by its words, in capital or small letters."""
        wanted = text.strip().casefold()
        for value, words in self.words.items():
            if wanted in (value.casefold(), words.casefold()):
                return value
        alias = {"true": "yes", "on": "yes", "false": "no", "off": "no"}.get(wanted)
        return alias if alias in self.words else None

    def of_toml(self, raw: object) -> str | None:
        """Read a text, or true and false where the choice is between yes and no."""
        if isinstance(raw, bool):
            raw = "yes" if raw else "no"
        return raw if isinstance(raw, str) and raw in self.words else None

    def shown(self, value: Value) -> str:
        """The words for a value."""
        return self.words[str(value)]

    def steps(self) -> tuple[Value, ...]:
        """All values, in their order."""
        return tuple(self.words)


@dataclass(frozen=True, slots=True)
class Number:
    """A number from `low` to `high`, changed on the screen by `step`; `unit` is dB or empty."""

    low: float
    high: float
    step: float
    unit: str = ""

    @property
    def says(self) -> str:
        """The limits."""
        return f"a number from {self.low:g} to {self.high:g}"

    def of_text(self, text: str) -> float | None:
        """Read a number, with or without its unit."""
        try:
            return self.of_toml(float(text.strip().removesuffix(self.unit).replace(",", ".")))
        except ValueError:
            return None

    def of_toml(self, raw: object) -> float | None:
        """Read a number within the limits."""
        if isinstance(raw, bool) or not isinstance(raw, int | float):
            return None
        return float(raw) if self.low <= raw <= self.high else None

    def shown(self, value: Value) -> str:
        """The number with its unit."""
        assert isinstance(value, float)
        return f"{value:+g} dB" if self.unit and value else f"{value:g} {self.unit}".rstrip()

    def steps(self) -> tuple[Value, ...]:
        """All numbers, a step apart."""
        count = round((self.high - self.low) / self.step)
        return tuple(round(self.low + n * self.step, 3) for n in range(count + 1))


@dataclass(frozen=True, slots=True)
class Text:
    """One line of words, at most `most` characters; `empty` is shown when there are none."""

    most: int
    empty: str = "not written"

    @property
    def says(self) -> str:
        """The limit of its length."""
        return f"one line of at most {self.most} characters"

    def of_text(self, text: str) -> str | None:
        """Read a line; spaces around it and doubled ones are dropped."""
        line = " ".join(text.split())
        return line if line.isprintable() and len(line) <= self.most else None

    def of_toml(self, raw: object) -> str | None:
        """Read a text that is one line, as it stands."""
        is_line = isinstance(raw, str) and raw.isprintable() and len(raw) <= self.most
        return str(raw) if is_line else None

    def shown(self, value: Value) -> str:
        """The words themselves."""
        return str(value) or self.empty

    def steps(self) -> tuple[Value, ...]:
        """No values: words are typed."""
        return ()


@dataclass(frozen=True, slots=True)
class Named(Text):
    """A name from a list that `source` knows, or one of the `fixed` values with their words."""

    most: int = 200
    empty: str = "none"
    source: Source | None = None
    fixed: Mapping[str, str] = field(default_factory=dict)

    @property
    def says(self) -> str:
        """The fixed values, and what the others name."""
        return _listed((*self.fixed, self.names_what))

    @property
    def names_what(self) -> str:
        """The words for a value that isn't one of the fixed ones."""
        return {
            "bed": "the name of a bed", "bell": "the name of a bell", "theme": "a theme of yours",
            "emergency": "the id of an emergency session", None: "a name",
        }[self.source]  # fmt: skip

    def of_text(self, text: str) -> str | None:
        """Read a name, or a fixed value by its words."""
        line = Text.of_text(self, text)
        return next((value for value, words in self.fixed.items() if words == line), line)

    def shown(self, value: Value) -> str:
        """The words for a fixed value, or the name itself."""
        return self.fixed.get(str(value)) or str(value) or self.empty

    def steps(self) -> tuple[Value, ...]:
        """The fixed values; the caller adds the names of the list."""
        return tuple(self.fixed)


@dataclass(frozen=True, slots=True)
class Country:
    """A country by its two letters, in capitals; empty when it isn't known."""

    says: str = "two letters, such as GB, or unknown"

    def of_text(self, text: str) -> str | None:
        """Read two letters, or `unknown`."""
        letters = text.strip().upper()
        if letters in ("UNKNOWN", ""):
            return ""
        return letters if re.fullmatch("[A-Z]{2}", letters) else None

    def of_toml(self, raw: object) -> str | None:
        """Read a text of two letters."""
        return self.of_text(raw) if isinstance(raw, str) else None

    def shown(self, value: Value) -> str:
        """The two letters."""
        return str(value) or "not known"

    def steps(self) -> tuple[Value, ...]:
        """No values: the list of helplines knows the countries."""
        return ()


@dataclass(frozen=True, slots=True)
class Key:
    """A key by its name, such as `space`, `p`, `[` or `ctrl+e`; never one of `refused`."""

    refused: tuple[str, ...] = ()
    says: str = "one key, such as p, space, [ or ctrl+e"

    def of_text(self, text: str) -> str | None:
        """Read the name of a key."""
        name = key_name(text)
        return name if name and name not in self.refused else None

    def of_toml(self, raw: object) -> str | None:
        """Read a text that names a key."""
        return self.of_text(raw) if isinstance(raw, str) else None

    def shown(self, value: Value) -> str:
        """The key as it is printed on a keyboard."""
        return shown_key(str(value))

    def steps(self) -> tuple[Value, ...]:
        """No values: a key is pressed."""
        return ()


@dataclass(frozen=True, slots=True)
class Arguments:
    """A list of words: the files of voices, or a command with its arguments."""

    says: str = "a list of words"

    def of_text(self, text: str) -> tuple[str, ...] | None:
        """Split a command line; quotes keep words together."""
        import shlex  # only for a command that is typed

        try:
            return tuple(shlex.split(text)) or None
        except ValueError:
            return None

    def of_toml(self, raw: object) -> tuple[str, ...] | None:
        """Read a list of texts, none of them empty."""
        is_list = isinstance(raw, list) and all(
            isinstance(item, str) and item and "\0" not in item for item in raw
        )
        return tuple(map(str, raw)) if is_list else None  # type: ignore[call-overload]

    def shown(self, value: Value) -> str:
        """The words with spaces between them."""
        return " ".join(value) if isinstance(value, tuple) and value else "none"

    def steps(self) -> tuple[Value, ...]:
        """No values: a list is written."""
        return ()


@dataclass(frozen=True, slots=True)
class Length(Text):
    """A length of time such as `20m` or `30s`; `least` is in milliseconds."""

    most: int = 32
    least: int = 1

    @property
    def says(self) -> str:
        """An example."""
        return "a length, such as 20m or 30s"

    def of_text(self, text: str) -> str | None:
        """Read a length of at most a day."""
        try:
            return text.strip() if self.least <= parse_duration(text) <= 24 * HOUR else None
        except BadDurationError:
            return None

    def of_toml(self, raw: object) -> str | None:
        """Read a text that is a length."""
        return self.of_text(raw) if isinstance(raw, str) else None


def _listed(names: tuple[str, ...]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} or {names[-1]}"
