"""The settings under the options of a command: what wasn't typed is as a person prefers it.

Without a settings file nothing is imported here, so that `companion now` stays fast.
"""

import os
import sys
from collections.abc import Collection

from companion.reading.diagnostic import printable
from companion.store.places import places
from companion.store.settings import load
from companion.timeline.request import Request


def with_preferences(request: Request, typed: Collection[str]) -> Request:
    """Fill the fields of a request that were not typed from the settings file.

    Args:
        request: what the options say.
        typed: the fields that an option was typed for.
    """
    values = load(places().settings)[0].values  # `session.voices` reports mistakes in the file
    if not values:
        return request
    from companion.store.preferences.known import Known
    from companion.store.preferences.request import FIELDS, preferred
    from companion.store.preferences.resolving import Preferences

    wanted = {
        name: values[name]
        for name, field in FIELDS.items()
        if name in values and field not in typed and (field != "bell" or "bells" not in typed)
    }
    preferences = Preferences(wanted, environment={})
    request, problems = preferred(preferences, Known.of(places()), request)
    for problem in problems:
        print(f"companion: {printable(problem)}", file=sys.stderr)
    return request


def now_session(usual: str) -> tuple[str, str]:
    """The id of the script that begins at once, and a line when the one in the settings can't.

    Args:
        usual: the id of the script that begins where nothing is set.
    """
    values = load(places().settings)[0].values
    if "now.session" not in values:
        return usual, ""
    from companion.store.preferences.known import Known
    from companion.store.preferences.resolving import Preferences

    return Known.of(places()).usable(Preferences(values), "now.session")


def partner(default: str) -> str:
    """The words for the partner in a script that asks for them: the settings', or its default."""
    return str(load(places().settings)[0].values.get("words.partner") or default)


def wants_lines(*, plain: bool) -> bool:
    """Whether plain lines should open where a screen could.

    Args:
        plain: whether `--plain` was typed.
    """
    if plain or os.environ.get("ACCESSIBLE", "0") not in ("", "0"):
        return True
    if os.environ.get("COMPANION_PLAIN"):
        from companion.store.preferences.resolving import Preferences

        return Preferences({}).is_on("look.plain")
    return load(places().settings)[0].values.get("look.plain") == "yes"
