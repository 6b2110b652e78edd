"""The device that was named for one run: told in one line when it isn't here."""

import pytest

from companion.errors import ChildError
from companion.notices import Notices
from companion.session.device_check import DeviceCheck

HERE = ["Built-in Audio Analog Stereo", "USB Headset"]


def told(name: str, names: list[str]) -> list[str]:
    notices = Notices()
    check = DeviceCheck(name, notices, lambda: names)
    check.start()
    check.start()
    check.wait()
    return notices.take()


@pytest.mark.parametrize("name", ["", "auto", "usb headset", "Analog"])
def test_a_device_that_is_here_is_not_mentioned(name: str) -> None:
    assert told(name, HERE) == []


def test_one_that_isnt_here_is_told_once_with_the_nearest_name() -> None:
    assert told("USB Hedset", HERE) == [
        'there\'s no device called "USB Hedset", so the usual one plays; did you mean "USB Headset"?'
    ]
    assert "companion sounds devices lists them" in told("bogus", HERE)[0]


def test_without_any_sound_that_is_told_elsewhere() -> None:
    assert told("bogus", []) == []

    def fails() -> list[str]:
        raise ChildError("the sound server doesn't answer")

    notices = Notices()
    check = DeviceCheck("bogus", notices, fails)
    check.start()
    check.wait()
    assert notices.take() == []


def test_nothing_is_asked_before_it_starts() -> None:
    notices = Notices()
    check = DeviceCheck("bogus", notices, lambda: HERE)
    check.wait()
    assert notices.take() == []
