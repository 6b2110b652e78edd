"""A real browser without a window, driven over a pipe: no port, no network, no library."""

import base64
import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

PATIENCE_S = 30.0


def missing() -> str:
    """Why there is no browser, as a reason to skip; empty when there is one."""
    return "" if _program() else "no chromium to look at the page with"


def _program() -> str | None:
    return shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("chrome")


class Page:
    """One page of one browser.

    Args:
        folder: an empty one, for its profile.
    """

    def __init__(self, folder: Path) -> None:
        down, to_child = os.pipe()
        from_child, up = os.pipe()
        options = ["--headless=new", "--no-sandbox", "--disable-gpu", "--mute-audio", "--no-first-run",
                   "--autoplay-policy=no-user-gesture-required", "--remote-debugging-pipe",
                   "--disable-dev-shm-usage", "--disable-background-networking", f"--user-data-dir={folder}"]  # fmt: skip
        # it reads from 3 and writes to 4, whatever numbers the pipes have here
        moved = f"import os, sys; os.dup2({down}, 93); os.dup2({up}, 4); os.dup2(93, 3); os.execv(sys.argv[1], sys.argv[1:])"
        self._process = subprocess.Popen(
            [sys.executable, "-c", moved, str(_program()), *options, "about:blank"],
            pass_fds=(down, up), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )  # fmt: skip
        os.close(down)
        os.close(up)
        self._to, self._from = to_child, from_child
        self._left, self._number = b"", 0
        self.events: list[dict[str, Any]] = []
        self._session = ""
        targets = self.ask("Target.getTargets")["targetInfos"]
        target = next(t["targetId"] for t in targets if t["type"] == "page")
        attached = self.ask("Target.attachToTarget", targetId=target, flatten=True)
        self._session = attached["sessionId"]
        for domain in ("Page", "Network", "Runtime", "Log"):
            self.ask(f"{domain}.enable")

    def ask(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Ask the browser something, and wait for its answer."""
        self._number += 1
        message: dict[str, Any] = {"id": self._number, "method": method, "params": parameters}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._to, json.dumps(message).encode() + b"\0")
        while True:
            told = self._next()
            if told.get("id") == self._number:
                if "error" in told:
                    raise RuntimeError(told["error"])
                return dict(told["result"])
            self.events.append(told)

    def _next(self) -> dict[str, Any]:
        while b"\0" not in self._left:
            read = os.read(self._from, 1 << 20)
            if not read:
                raise RuntimeError("the browser has gone")
            self._left += read
        message, self._left = self._left.split(b"\0", 1)
        return dict(json.loads(message))

    def open(self, file: Path) -> None:
        """Load a page from the disk, and wait until it is there."""
        self.ask("Page.navigate", url=file.as_uri())
        self.until("document.readyState === 'complete' && location.protocol === 'file:'")

    def run(self, code: str) -> Any:
        """The value of an expression in the page."""
        told = self.ask("Runtime.evaluate", expression=code, awaitPromise=True, returnByValue=True)
        if "exceptionDetails" in told:
            raise RuntimeError(told["exceptionDetails"])
        return told["result"].get("value")

    def until(self, code: str) -> None:
        """Wait for an expression to be true."""
        deadline = time.monotonic() + PATIENCE_S
        while not self.run(code):
            assert time.monotonic() < deadline, f"never true: {code}"

    def picture(self, file: Path) -> None:
        """What it looks like, as PNG."""
        file.write_bytes(base64.b64decode(self.ask("Page.captureScreenshot")["data"]))

    def requests(self) -> list[str]:
        """Everything it has asked anybody for."""
        sent = [e for e in self.events if e.get("method") == "Network.requestWillBeSent"]
        return [str(e["params"]["request"]["url"]) for e in sent]

    def complaints(self) -> list[str]:
        """What it has logged as wrong."""
        logged = [e for e in self.events if e.get("method") == "Log.entryAdded"]
        thrown = [e for e in self.events if e.get("method") == "Runtime.exceptionThrown"]
        return [str(e["params"]["entry"]["text"]) for e in logged] + [str(e) for e in thrown]

    def close(self) -> None:
        """End it."""
        self._process.kill()
        self._process.wait()
        os.close(self._to)
        os.close(self._from)
