"""Every test runs without a home, without settings and without a sound server of the person's."""

import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile("ours", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("ours")


@pytest.fixture(autouse=True, scope="session")
def nothing_left_open() -> Iterator[None]:
    """A bed keeps its file open for the next score; at the very end nobody could close it."""
    yield
    if (beds := sys.modules.get("companion.audio.beds.bed")) is not None:
        beds.samples_of.cache_clear()


@pytest.fixture(autouse=True, scope="session")
def ctrl_c_counts() -> None:
    """A shell in the background ignores Ctrl+C, and every process that a test starts would too."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(autouse=True)
def homeless(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A fresh home, and nothing in the environment that could lead out of it."""
    home = tmp_path / "home"
    home.mkdir()
    for name in list(os.environ):
        if name.startswith(("XDG_", "COMPANION_", "PULSE_", "TEXTUAL")) or name == "NO_COLOR":
            monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("PULSE_SERVER", f"unix:{home}/no-server")
    monkeypatch.setenv("TEXTUAL_ANIMATIONS", "none")
    monkeypatch.setenv("TERM", "xterm-256color")
    return home
