"""The request that the settings make: the words, the breath, the sounds a person prefers."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from companion.store.preferences.known import Known
from companion.store.preferences.resolving import DEFAULT, Preferences
from companion.timeline.bells import Bells
from companion.timeline.cue import Layer
from companion.timeline.request import Request

FIELDS: Mapping[str, str] = {
    "words.amount": "words",
    "words.anchor": "anchor",
    "words.breath": "breath",
    "sound.bed": "bed",
    "sound.bell": "bell",
}
"""The field of a request that each of these settings fills; a bell that is off fills `bells`."""


def preferred(preferences: Preferences, known: Known, base: Request) -> tuple[Request, list[str]]:
    """Return a request with what the settings say, and a line for each sound that is gone.

    Args:
        preferences: the settings of this run; those at their default change nothing.
        known: the sounds that are here; read only when a setting names one.
        base: what was asked for apart from the settings.
    """
    changes: dict[str, Any] = {}
    problems: list[str] = []
    for name, field in FIELDS.items():
        if preferences.find(name).origin == DEFAULT:
            continue
        value, problem = known.usable(preferences, name)
        problems += [problem] if problem else []
        if name == "sound.bell" and value == "off":
            changes["bells"] = Bells("none")
        else:
            changes[field] = _READ.get(name, str)(value)
    return replace(base, **changes), problems


def _bed(name: str) -> tuple[Layer, ...] | None:
    return {"script": None, "off": ()}.get(name, (Layer(name),))


def _bell(name: str) -> str:
    return "" if name == "script" else name


_READ: Mapping[str, Callable[[str], object]] = {
    "words.breath": lambda value: value == "guided",
    "sound.bed": _bed,
    "sound.bell": _bell,
}
