"""A worker process, for real: a tiny one that the test writes."""

import os
import signal
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path

import pytest

from companion.child import Child, Codec, Parent, encode
from companion.errors import ChildError

TYPES = """
@dataclass(frozen=True)
class Say:
    words: str

@dataclass(frozen=True)
class End:
    pass

@dataclass(frozen=True)
class Ready:
    yes: bool

@dataclass(frozen=True)
class Echo:
    words: str
"""
WORKER = """
import os, sys
from dataclasses import dataclass
from companion.child import Codec, Parent
{types}
parent = Parent(Codec(Say, End))
print("a library prints on stdout")
os.write(2, b"x" * 200_000 + b"the last words")
parent.send(Ready(True))
got = []
import queue
asked = queue.SimpleQueue()
parent.listen(asked.put)
while True:
    message = asked.get()
    if isinstance(message, End):
        os._exit(3)
    parent.send(Echo(message.words))
""".replace("{types}", TYPES)


@dataclass(frozen=True)
class Say:
    words: str


@dataclass(frozen=True)
class End:
    pass


@dataclass(frozen=True)
class Ready:
    yes: bool


@dataclass(frozen=True)
class Echo:
    words: str


ANSWERS: Codec[Ready | Echo] = Codec(Ready, Echo)


class Heard:
    def __init__(self) -> None:
        self.messages: list[Ready | Echo] = []
        self.came = threading.Semaphore(0)
        self.ended = threading.Event()

    def hear(self, message: Ready | Echo) -> None:
        self.messages.append(message)
        self.came.release()

    def next(self) -> Ready | Echo:
        assert self.came.acquire(timeout=10)
        return self.messages[-1]


@pytest.fixture
def heard() -> Heard:
    return Heard()


@pytest.fixture
def worker(tmp_path: Path, heard: Heard, monkeypatch: pytest.MonkeyPatch) -> Child[Ready | Echo]:
    (tmp_path / "a_worker.py").write_text(WORKER)
    monkeypatch.chdir(tmp_path)
    made = Child(
        "a_worker", ANSWERS, heard.hear, heard.ended.set, environment={"PYTHONPATH": str(tmp_path)}
    )
    assert heard.next() == Ready(True)
    return made


def test_it_answers_and_what_libraries_print_is_not_taken_for_an_answer(
    worker: Child[Ready | Echo], heard: Heard
) -> None:
    worker.send(Say("Ähnlich · 🙂"))
    assert heard.next() == Echo("Ähnlich · 🙂")
    worker.kill()
    assert heard.ended.is_set()
    assert worker.last_words.endswith("the last words")
    assert len(worker.last_words) <= 4_096


def test_its_end_is_told_once_and_speaking_to_it_then_is_an_error(
    worker: Child[Ready | Echo], heard: Heard
) -> None:
    worker.send(End())
    assert heard.ended.wait(10)
    with pytest.raises(ChildError, match="the worker is gone"):
        worker.send(Say("x"))
    worker.kill()
    worker.kill()


def test_a_worker_that_has_stopped_listening_holds_nobody_up(
    worker: Child[Ready | Echo], heard: Heard
) -> None:
    os.kill(worker.pid, signal.SIGSTOP)
    for _ in range(50):
        worker.send(Say("x" * 70_000))
    worker.kill()
    assert heard.ended.wait(10)


def test_a_kill_ends_even_a_frozen_one(worker: Child[Ready | Echo], heard: Heard) -> None:
    os.kill(worker.pid, signal.SIGSTOP)
    worker.kill()
    assert heard.ended.wait(10)


def test_a_python_that_is_not_there_is_an_error(
    heard: Heard, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", "/no/such/python")
    with pytest.raises(ChildError, match="couldn't start"):
        Child("a_worker", ANSWERS, heard.hear, heard.ended.set)


def test_a_worker_dies_with_its_parent(tmp_path: Path) -> None:
    (tmp_path / "a_worker.py").write_text(WORKER)
    (tmp_path / "a_types.py").write_text(f"from dataclasses import dataclass\n{TYPES}")
    program = f"""
import sys, os
sys.path.insert(0, {str(tmp_path)!r})
from companion.child import Child, Codec
from a_types import Ready, Echo
child = Child("a_worker", Codec(Ready, Echo), lambda m: (print(child.pid, flush=True), os._exit(9)), lambda: None,
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
        "from dataclasses import make_dataclass; from companion.child import Codec, Parent; "
        "A = make_dataclass('A', ['a']); p = Parent(Codec(A)); print('noise', flush=True); p.send(A(1))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout == '{"type": "A", "a": 1}\n'
    assert done.stderr == "noise\n"
    assert Parent.__doc__


@pytest.mark.parametrize(
    "line",
    [b"", b"noise", b"[]", b"1", b"null", b'{"words": "x"}', b'{"type": "Other"}', b'{"type": "Say"}',
     b'{"type": "Say", "words": "x", "more": 1}', b'{"type": ["Say"]}', b"\xff\xfe"],
)  # fmt: skip
def test_a_line_that_is_no_message_is_passed_over(line: bytes) -> None:
    assert Codec(Say, End).decode(line) is None


def test_a_message_comes_out_of_its_line_as_it_went_in() -> None:
    codec: Codec[Say | End] = Codec(Say, End)
    for message in (Say("line\nbreak, Ähnlich"), End()):
        assert codec.decode(encode(message)) == message
        assert encode(message).count(b"\n") == 1


def test_a_crash_leaves_no_core_that_could_hold_words(worker: Child[Ready | Echo]) -> None:
    limits = Path(f"/proc/{worker.pid}/limits").read_text()
    (line,) = [line for line in limits.splitlines() if line.startswith("Max core file size")]
    least = "1" if sys.platform == "linux" else "0"  # see forbid_core_dumps
    assert line.split()[4:6] == [least, least]
    worker.kill()
