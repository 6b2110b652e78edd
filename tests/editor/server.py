"""yaml-language-server, spoken to over its pipe: what an author's editor would show."""

import json
import os
import shutil
import subprocess
import threading
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any

ROOT = Path(__file__).parent.parent.parent


def command() -> list[str] | None:
    """How the server is started, where it is installed."""
    script = Path(os.environ.get("COMPANION_YAML_SERVER", ROOT / ".ci" / "editor"))
    script = script / "node_modules" / "yaml-language-server" / "bin" / "yaml-language-server"
    node = shutil.which("node") or shutil.which("nodejs")
    if node and script.exists():
        return [node, str(script), "--stdio"]
    found = shutil.which("yaml-language-server")
    return [found, "--stdio"] if found else None


class Editor:
    """One server with files open in it."""

    def __init__(self, folder: Path, schema: Path) -> None:
        started = command()
        assert started is not None
        self._process = subprocess.Popen(
            started, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        self._heard: SimpleQueue[dict[str, Any]] = SimpleQueue()
        self._number = 0
        self._settings = {
            "yaml": {
                "schemas": {schema.as_uri(): "*.yaml"},
                "schemaStore": {"enable": False},
                "completion": True,
                "hover": True,
                "validate": True,
            }
        }
        threading.Thread(target=self._listen, daemon=True).start()
        capabilities = {
            "textDocument": {
                "completion": {"completionItem": {"documentationFormat": ["markdown"]}},
                "hover": {"contentFormat": ["markdown"]},
                "publishDiagnostics": {},
            },
            "workspace": {"configuration": True, "workspaceFolders": True},
        }
        self.ask(
            "initialize",
            {"processId": os.getpid(), "rootUri": folder.as_uri(), "capabilities": capabilities},
        )
        self.tell("initialized", {})
        self.tell("workspace/didChangeConfiguration", {"settings": self._settings})

    def close(self) -> None:
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()

    def tell(self, method: str, params: dict[str, Any]) -> None:
        self._send({"jsonrpc": "2.0", "method": method, "params": params})

    def ask(self, method: str, params: dict[str, Any]) -> Any:
        self._number += 1
        self._send({"jsonrpc": "2.0", "id": self._number, "method": method, "params": params})
        return self._wait(lambda m: m.get("id") == self._number and "method" not in m).get("result")

    def open(self, file: Path, text: str | None = None) -> list[dict[str, Any]]:
        """Open a file; gives what is marked in it."""
        text = file.read_text("utf-8") if text is None else text
        item = {"uri": file.as_uri(), "languageId": "yaml", "version": 1, "text": text}
        self.tell("textDocument/didOpen", {"textDocument": item})
        answer = self._wait(
            lambda m: (
                m.get("method") == "textDocument/publishDiagnostics"
                and m["params"]["uri"] == file.as_uri()
            )
        )
        return list(answer["params"]["diagnostics"])

    def at(self, method: str, file: Path, line: int, character: int) -> Any:
        where = {"line": line, "character": character}
        params = {"textDocument": {"uri": file.as_uri()}, "position": where}
        return self.ask(f"textDocument/{method}", params)

    def _wait(self, wanted: Any, seconds: float = 20.0) -> dict[str, Any]:
        try:
            while True:
                message = self._heard.get(timeout=seconds)
                if wanted(message):
                    return message
                self._serve(message)
        except Empty:
            raise AssertionError("the language server does not answer") from None

    def _serve(self, message: dict[str, Any]) -> None:
        """Answer what a server asks its editor."""
        if message.get("method") == "workspace/configuration":
            items = message["params"]["items"]
            result = [self._settings.get(str(item.get("section")), {}) for item in items]
            self._send({"jsonrpc": "2.0", "id": message["id"], "result": result})
        elif "id" in message and "method" in message:
            self._send({"jsonrpc": "2.0", "id": message["id"], "result": None})

    def _send(self, message: dict[str, Any]) -> None:
        body = json.dumps(message).encode()
        assert self._process.stdin is not None
        self._process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self._process.stdin.flush()

    def _listen(self) -> None:
        out = self._process.stdout
        assert out is not None
        while header := out.readline():
            if header.lower().startswith(b"content-length:"):
                size = int(header.split(b":")[1])
                while out.readline().strip():
                    pass
                self._heard.put(json.loads(out.read(size)))
