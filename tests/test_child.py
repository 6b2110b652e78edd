"""A worker process, for real: a tiny one that the test writes."""

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from companion.child import Child, Message, Parent
from companion.errors import ChildError

WORKER = """
import os, sys
from companion.child import Parent
parent = Parent()
print("a library prints on stdout")
os.write(2, b"x" * 200_000 + b"the last words")
parent.send(ready=True)
got = []
import queue
asked = queue.SimpleQueue()
parent.listen(asked.put)
while True:
    message = asked.get()
    if message.get("end"):
        os._exit(3)
    parent.send(echo=message["say"], cwd_on_path="" in sys.path or os.getcwd() in sys.path)
"""


class Heard:
    def __init__(self) -> None:
        self.messages: list[Message] = []
        self.came = threading.Semaphore(0)
        self.ended = threading.Event()

    def hear(self, message: Message) -> None:
        self.messages.append(message)
        self.came.release()

    def next(self) -> Message:
        assert self.came.acquire(timeout=10)
        return self.messages[-1]


@pytest.fixture
def heard() -> Heard:
    return Heard()


@pytest.fixture
def worker(tmp_path: Path, heard: Heard, monkeypatch: pytest.MonkeyPatch) -> Child:
    (tmp_path / "a_worker.py").write_text(WORKER)
    monkeypatch.chdir(tmp_path)
    made = Child("a_worker", heard.hear, heard.ended.set, environment={"PYTHONPATH": str(tmp_path)})
    assert heard.next() == {"ready": True}
    return made


def test_it_answers_and_what_libraries_print_is_not_taken_for_an_answer(
    worker: Child, heard: Heard
) -> None:
    worker.send({"say": "Ähnlich · 🙂"})
    assert heard.next()["echo"] == "Ähnlich · 🙂"
    worker.kill()
    assert heard.ended.is_set()
    assert worker.last_words.endswith("the last words")
    assert len(worker.last_words) <= 4_096


def test_its_end_is_told_once_and_speaking_to_it_then_is_an_error(
    worker: Child, heard: Heard
) -> None:
    worker.send({"end": True})
    assert heard.ended.wait(10)
    with pytest.raises(ChildError, match="the worker is gone"):
        worker.send({"say": "x"})
    worker.kill()
    worker.kill()


def test_a_worker_that_has_stopped_listening_holds_nobody_up(worker: Child, heard: Heard) -> None:
    os.kill(worker.pid, signal.SIGSTOP)
    for _ in range(50):
        worker.send({"say": "x" * 70_000})
    worker.kill()
    assert heard.ended.wait(10)


def test_a_kill_ends_even_a_frozen_one(worker: Child, heard: Heard) -> None:
    os.kill(worker.pid, signal.SIGSTOP)
    worker.kill()
    assert heard.ended.wait(10)


def test_a_python_that_is_not_there_is_an_error(
    heard: Heard, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", "/no/such/python")
    with pytest.raises(ChildError, match="couldn't start"):
        Child("a_worker", heard.hear, heard.ended.set)


def test_a_worker_dies_with_its_parent(tmp_path: Path) -> None:
    (tmp_path / "a_worker.py").write_text(WORKER)
    program = f"""
import sys, os
sys.path.insert(0, {str(tmp_path)!r})
from companion.child import Child
child = Child("a_worker", lambda m: (print(child.pid, flush=True), os._exit(9)), lambda: None,
              environment={{"PYTHONPATH": {str(tmp_path)!r}}})
import threading; threading.Event().wait(10)
"""
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False, timeout=20
    )
    pid = int(done.stdout.split()[0])
    for _ in range(100):
        if not _is_running(pid):
            return
        threading.Event().wait(0.05)
    pytest.fail("the worker outlived its parent")


def _is_running(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except OSError:
        return False
    return state != "Z"


def test_the_workers_end_keeps_its_answers_apart_from_prints() -> None:
    # in a process of its own, because it moves descriptor 1
    program = (
        "from companion.child import Parent; p = Parent(); print('noise', flush=True); p.send(a=1)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout == '{"a": 1}\n'
    assert done.stderr == "noise\n"
    assert Parent.__doc__
