"""A sound server and a sink that plays into it."""

import os
from collections.abc import Iterator

import pytest

from companion.audio.devicesink import DeviceSink
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
def sink(server: SoundServer, monkeypatch: pytest.MonkeyPatch) -> Iterator[DeviceSink]:
    monkeypatch.delenv("PULSE_SERVER")
    for name, value in server.environment.items():
        monkeypatch.setenv(name, value)
    made = DeviceSink()
    wait_until(lambda: made._ready)
    yield made
    made.close()
