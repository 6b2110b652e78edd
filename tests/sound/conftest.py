"""A sound server and a sink that plays into it."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from companion.audio.device_sink import DeviceSink
from tests.sound.rig import SoundServer, missing
from tests.sound.stage import wait_until


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SoundServer]:
    if reason := missing():
        if os.environ.get("CI") == "true":
            pytest.fail(f"CI must never skip these: {reason}")
        pytest.skip(reason)
    made = SoundServer(tmp_path_factory.mktemp("rig"))
    yield made
    made.stop()


@pytest.fixture
def plugged(server: SoundServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is started from here on plays into the server."""
    for name, value in server.environment.items():
        monkeypatch.setenv(name, value)


@pytest.fixture
def sink(plugged: None) -> Iterator[DeviceSink]:
    """A sink that is ready."""
    made = DeviceSink()
    wait_until(lambda: made._ready)
    yield made
    made.close()


@pytest.fixture
def other_sink(
    plugged: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[DeviceSink]:
    """One on a machine without PortAudio."""
    (tmp_path / "blocked").mkdir()
    missing_library = "raise OSError('PortAudio library not found')"
    (tmp_path / "blocked" / "sounddevice.py").write_text(missing_library)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "blocked"))
    made = DeviceSink()
    wait_until(lambda: made._ready)
    yield made
    made.close()
