"""`companion config`: the settings, where each value comes from, and how it is changed."""

import shlex
import sys
from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any

from companion.cli.terminal import print_json
from companion.errors import CompanionError, NotFoundError, WrongUsageError
from companion.reading.diagnostic import printable
from companion.session.keys import remappable
from companion.store.changing import change
from companion.store.places import places
from companion.store.preferences.key_map import KeyAction, key_settings, keymap
from companion.store.preferences.key_names import shown_key
from companion.store.preferences.known import Known
from companion.store.preferences.own_themes import own_themes
from companion.store.preferences.resolving import DEFAULT, Preferences, Resolved
from companion.store.preferences.setting import Setting
from companion.store.preferences.table import KEYS, PARTS
from companion.store.preferences.table import setting as find_setting
from companion.store.settings import load

ACTIONS = tuple(KeyAction(*row) for row in remappable())
"""Everything that a key does and that settings can give another one."""
_NONE = "none"
_ADDED = "voice.files"


def show(*, origin: bool, as_json: bool) -> int:
    """Run `companion config show`: list every setting of this run."""
    settings, problems = load(places().settings)
    preferences = Preferences(settings.values)
    rows = [*preferences.all(), *key_settings(settings.values, ACTIONS)]
    wrong = keymap(settings.values, ACTIONS)[1]
    problems = [*problems, *wrong, *preferences.problems(), *_gone(preferences)]
    if as_json:
        facts = [_facts(row) for row in rows]
        print_json({"version": 1, "file": str(places().settings), "settings": facts,
                    "problems": problems})  # fmt: skip
        return 0
    width = max(len(row.words) for row in rows if row.origin == DEFAULT) if origin else 0
    for part, heading in PARTS.items():
        print(heading)
        for row in [row for row in rows if row.setting.part == part]:
            source = f"  {row.origin}" if origin else ""
            line = f"  {row.setting.id:<22}  {row.words or _NONE:<{width}}{source}"
            print(printable(line))
    _tell(problems)
    if not origin:
        print("companion: --origin shows where each value comes from; companion config set ID "
              "VALUE changes one", file=sys.stderr)  # fmt: skip
    return 0


def get(setting: str, *, origin: bool, as_json: bool) -> int:
    """Run `companion config get`: print the value of one setting, as `set` takes it.

    Raises:
        NotFoundError: when there is no such setting.
    """
    settings, problems = load(places().settings)
    row = _row(setting)
    if row.id.startswith(KEYS):
        rows = key_settings(settings.values, ACTIONS)
        found = next(each for each in rows if each.setting.id == row.id)
        problems = [*problems, *keymap(settings.values, ACTIONS)[1]]
    else:
        found = Preferences(settings.values).find(row.id)
    if as_json:
        print_json({"version": 1, **_facts(found)})
        return 0
    _tell(problems)
    typed = _typed(found)
    print(printable(f"{typed}  {found.origin}" if origin else typed))
    return 0


def set_value(setting: str, value: list[str]) -> int:
    """Run `companion config set`: change one setting in the file.

    Raises:
        CompanionError: when there is no such setting, or it can't have this value.
    """
    text = " ".join(value)
    row = _row(setting)
    if row.id == _ADDED:
        raise WrongUsageError("voice files are added one by one", "companion voices add FILE.onnx")
    if row.id == "voice.name":
        from companion.cli.voices import use  # speaks a line first, to be sure that it can

        return use(str(row.read(text)))
    if row.id == "sound.device":
        from companion.cli.sounds import use_device  # looks for the device first

        return use_device([str(row.read(text))])
    checked = _checked_key(row, text) if row.id.startswith(KEYS) else row.read(text)
    Known.of(places()).check(row, checked)
    if row.warning and checked == "yes" and not _agrees(row):
        print(printable(f"{row.id} stays as it was."))
        return 0
    note = change(places().settings, row, checked)
    found = Preferences(load(places().settings)[0].values).find(row.id)
    words = shown_key(str(checked)) if row.part == "keys" else row.kind.shown(checked)
    print(printable(f"{row.id} is {_quoted(words or _NONE)} from now on."))
    if found.is_fixed:
        print(printable(f"companion: in this terminal {found.origin} goes first, and says "
                        f"{_quoted(found.words)}"), file=sys.stderr)  # fmt: skip
    if note:
        print(f"companion: {printable(note)}", file=sys.stderr)
    return 0


def unset(setting: str) -> int:
    """Run `companion config unset`: take a setting out of the file.

    Raises:
        CompanionError: when there is no such setting, or the file can't be written.
    """
    row = _row(setting)
    change(places().settings, row, None)
    if row.id.startswith(KEYS):
        words = shown_key(next(a.key for a in ACTIONS if f"{KEYS}{a.id}" == row.id))
    else:
        words = Preferences(load(places().settings)[0].values).find(row.id).words
    print(printable(f"{row.id} is {_quoted(words)} again."))
    return 0


def _row(name: str) -> Setting:
    """The setting with an id.

    Raises:
        NotFoundError: when there is none.
    """
    known = {f"{KEYS}{action.id}": action for action in ACTIONS}
    if not name.startswith(KEYS) or name in known:
        return find_setting(name)
    names = [action.id for action in ACTIONS]
    near = get_close_matches(name.removeprefix(KEYS), names, n=1)
    hint = f'did you mean "{KEYS}{near[0]}"?' if near else f"there are {', '.join(known)}"
    raise NotFoundError(f'there\'s no key "{name}"', hint)


def _checked_key(row: Setting, text: str) -> str:
    """Return Textual's name of a key for an action, empty for no key.

    Raises:
        CompanionError: when the action can't have it.
    """
    key = "" if text == _NONE else str(row.read(text))
    values = {**load(places().settings)[0].values, row.id: key}
    _, problems = keymap(values, ACTIONS)
    for problem in problems:
        if problem.startswith(f"{row.id} "):
            message, _, remedy = problem.partition("; ")
            raise CompanionError(message, remedy)
    return key


def _facts(row: Resolved) -> dict[str, Any]:
    """The facts about a setting, with the keys of `--json`."""
    value = list(row.value) if isinstance(row.value, tuple) else row.value
    default = row.setting.default
    return {
        "id": row.setting.id,
        "label": row.setting.label,
        "value": value,
        "words": row.words,
        "origin": row.origin,
        "fixed": row.is_fixed,
        "default": list(default) if isinstance(default, tuple) else default,
        "about": row.setting.about,
    }


def _typed(row: Resolved) -> str:
    """The value as `companion config set` takes it."""
    if isinstance(row.value, tuple):
        return shlex.join(row.value)
    if isinstance(row.value, float):
        return f"{row.value:g}"
    return row.words if row.setting.part == "keys" else row.value


def _gone(preferences: Preferences) -> list[str]:
    """One line for each setting that names something which isn't here, and for each bad theme."""
    here = places()
    known = Known.of(here)
    rows = [row for row in preferences.all() if row.origin != DEFAULT]
    lines = [known.usable(preferences, row.setting.id)[1] for row in rows]
    return [*(line for line in lines if line), *own_themes(here.themes)[1]]


def _tell(problems: Iterable[str]) -> None:
    for problem in problems:
        print(f"companion: {printable(problem)}", file=sys.stderr)


def _agrees(row: Setting) -> bool:
    """Whether the person still wants a setting after reading what it keeps."""
    from companion.cli.asking import agrees  # only for what is kept

    return agrees(row)


def _quoted(words: str) -> str:
    return f'"{words}"'
