"""A check of the device that was named for one run: whether it's here.

It is alone here because it asks a worker, on a thread of its own, so that no first words wait.
"""

import threading
from collections.abc import Callable
from difflib import get_close_matches

from companion.errors import ChildError
from companion.notices import Notices

USUAL = "auto"
_PATIENCE_S = 2.0


class DeviceCheck:
    """One check, whose result is one line in the notices, if the device isn't here.

    Args:
        name: the device; empty for the usual one, which needs no check.
        notices: the problems of this run.
        devices: lists the devices; it may raise a ChildError.
    """

    def __init__(
        self, name: str, notices: Notices, devices: Callable[[], list[str]] | None = None
    ) -> None:
        self._name, self._notices, self._devices = name, notices, devices or _devices
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Start to look for the device, once."""
        if self._thread is None and self._name not in ("", USUAL):
            self._thread = threading.Thread(target=self._look, name="device check", daemon=True)
            self._thread.start()

    def wait(self) -> None:
        """Wait for the result, but not for long."""
        if self._thread is not None:
            self._thread.join(_PATIENCE_S)

    def _look(self) -> None:
        try:
            names = self._devices()
        except ChildError:
            return  # without sound at all, that is what is told
        wanted = self._name.casefold()
        if not names or any(wanted in name.casefold() for name in names):
            return
        near = get_close_matches(self._name, names, n=1)
        remedy = f'did you mean "{near[0]}"?' if near else "companion sounds devices lists them"
        self._notices.add(
            f'there\'s no device called "{self._name}", so the usual one plays; {remedy}'
        )


def _devices() -> list[str]:
    from companion.audio.process import devices  # which only a named device needs

    return devices()
