"""The key of each action: the usual ones, with those that a person changed under `[keys]`."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from companion.store.preferences.key_names import shown_key
from companion.store.preferences.kinds import Value
from companion.store.preferences.resolving import DEFAULT, FILE, Resolved
from companion.store.preferences.table import KEYS, setting

EVERYWHERE = "everywhere"
FIXED: Mapping[str, str] = {
    "n": "right now",
    "c": "someone to call",
    "i": "is this space, or something else?",
    "x": "stop, and do this instead",
    "h": "hide",
    "question_mark": "keys",
    "escape": "one step back",
    "q": "stop, leave",
    "ctrl+p": "all that can be done",
    "ctrl+n": "right now",
    "ctrl+c": "leave",
    "ctrl+q": "leave",
    "f1": "keys",
    "f8": "hide",
}
"""The keys that can't be given to anything else, and what each of them does everywhere."""


@dataclass(frozen=True, slots=True)
class KeyAction:
    """Something that a key does.

    `id` is its name in the settings, `key` Textual's name of its usual key, `place` where that
    key works, such as `session`, or `everywhere`.
    """

    id: str
    key: str
    place: str


def keymap(
    values: Mapping[str, Value], actions: Iterable[KeyAction]
) -> tuple[dict[str, str], list[str]]:
    """Return the key of every action, empty where it has none, and a line for each mistake.

    Args:
        values: the values in the settings file, by id (`Settings.values`).
        actions: everything that a key does, each id once.
    """
    known = {action.id: action for action in actions}
    changed: dict[str, str] = {}
    problems = []
    for id, value in values.items():  # noqa: A001
        if id.startswith(KEYS):
            name = id.removeprefix(KEYS)
            if problem := refusal(name, str(value), known):
                problems.append(problem)
            else:
                changed[name] = str(value)
    while clash := _clash(known, changed):
        name, other = clash
        problems.append(
            f'keys.{name} can\'t be "{shown_key(changed.pop(name))}": that is the key for '
            f"{other}; give {other} another one first"
        )
    keys = {action.id: changed.get(action.id, action.key) for action in known.values()}
    return keys, problems


def key_settings(values: Mapping[str, Value], actions: Iterable[KeyAction]) -> list[Resolved]:
    """Return the keys that can be changed as settings with their origin, for lists of settings."""
    table = tuple(actions)
    keys, _ = keymap(values, table)
    rows = []
    for action in table:
        if action.key in FIXED:
            continue
        row, key = setting(f"{KEYS}{action.id}"), keys[action.id]
        is_own = row.id in values and values[row.id] == key
        rows.append(Resolved(row, key, FILE if is_own else DEFAULT))
    return rows


def refusal(name: str, key: str, known: Mapping[str, KeyAction]) -> str:
    """The reason why an action can't have a key, with the remedy; empty when it can.

    Args:
        name: the id of the action.
        key: Textual's name of the key; empty for no key.
        known: every action by its id.
    """
    if name not in known:
        near = get_close_matches(name, list(known), n=1)
        hint = f'did you mean "keys.{near[0]}"?' if near else f"they are {', '.join(known)}"
        return f'there\'s no key "{KEYS}{name}"; {hint}'
    usual = known[name].key
    if usual in FIXED and key != usual:
        return f'{KEYS}{name} stays "{shown_key(usual)}", so that it always means the same'
    if key in FIXED and key != usual:
        means = FIXED[key]
        return f'{KEYS}{name} can\'t be "{shown_key(key)}": that always means "{means}"'
    return ""


def _clash(known: Mapping[str, KeyAction], changed: dict[str, str]) -> tuple[str, str] | None:
    """A changed action whose key another one has in the same place, and that other one."""
    keys = {action.id: changed.get(action.id, action.key) for action in known.values()}
    for name in reversed(changed):
        for other, action in known.items():
            is_together = EVERYWHERE in (action.place, known[name].place)
            is_together = is_together or action.place == known[name].place
            if other != name and is_together and keys[name] and keys[other] == keys[name]:
                return name, other
    return None
