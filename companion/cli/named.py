"""Sessions kept under a name: `--save NAME`, and playing one by its name.

Without a settings file nothing is imported here, so that the first words stay fast.
"""

from companion.cli.commands import NAMES
from companion.errors import CompanionError, NotFoundError, WrongUsageError
from companion.session.until import now_ms
from companion.store.library import Library
from companion.store.places import places
from companion.store.settings import load
from companion.timeline.request import Request


def is_kept(name: str) -> bool:
    """Whether a session was kept under a name, and no script has that id and no file that name."""
    if not load(places().settings)[0].presets:
        return False
    try:
        Library.of(places()).find(name)
    except CompanionError:
        from companion.store.presets import find_preset

        try:
            find_preset(places().settings, name)
        except NotFoundError:
            return False
        return True
    return False


def kept_session(name: str, request: Request, sit: str) -> tuple[str, Request]:
    """Return the script and the request of a session that was kept.

    Args:
        name: the name it was kept under.
        request: what was typed apart from that.
        sit: the id of the timed sit, for presets that name no script.

    Raises:
        NotFoundError: when there is none of that name.
        WrongUsageError: when another end was typed, or nothing has been kept yet.
    """
    from companion.session.presets import request_of

    if not load(places().settings)[0].presets:  # then it was meant as a length
        message = f"\"{name}\" isn't a number of minutes, and nothing's been kept under a name"
        raise WrongUsageError(message, "write 20, for example")
    from companion.store.presets import find_preset

    preset = find_preset(places().settings, name)
    if request.length or request.until is not None or request.open_end:
        raise WrongUsageError(
            f'"{name}" has an end of its own', "give a name or a length, not both"
        )
    return preset.script or sit, request_of(preset, request, now_ms())


def keep_session(name: str, script: str, request: Request) -> str:
    """Keep a session under a name; return the name as it's written.

    Args:
        name: as it was typed.
        script: the id of its script, empty for the timed sit.
        request: what was asked for.

    Raises:
        CompanionError: when that can't be its name, or the file can't be written.
    """
    from companion.session.presets import preset_of
    from companion.store.presets import keep_preset

    if name in NAMES:
        raise CompanionError(f'"{name}" is the name of a command', "choose another name")
    library = Library.of(places())
    if script:
        library.find(script)
    if any(source.id == name for source in library.sources()):
        raise CompanionError(f'"{name}" is the name of a meditation', "choose another name")
    return keep_preset(places().settings, name, preset_of(script, request))
