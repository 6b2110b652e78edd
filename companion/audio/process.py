"""The process of the sound worker: its start, and questions to one that plays nothing."""

import queue
from collections.abc import Callable
from typing import TypeVar

from companion.audio.protocol import ANSWERS, Answer, Devices, ListDevices, State
from companion.child import Child
from companion.errors import ChildError

READY_S = 5.0

_WORKER = "companion.audio"
# Read by the ALSA plugin that leads to PulseAudio, before the worker imports anything.
_ENVIRONMENT = {"PULSE_LATENCY_MSEC": "200", "PULSE_PROP_application.name": "companion"}

A = TypeVar("A", Devices, State)


def spawn_worker(
    device: str, hear: Callable[[Answer], None], ended: Callable[[], None]
) -> Child[Answer]:
    """Start a worker that plays through a device; an empty name means the usual one.

    Raises:
        ChildError: when it cannot be started.
    """
    arguments = (device,) if device else ()
    return Child(_WORKER, ANSWERS, hear, ended, arguments=arguments, environment=_ENVIRONMENT)


def devices() -> list[str]:
    """List the output devices, by asking a worker: a hung sound server would hang the app.

    Raises:
        ChildError: when nothing answers.
    """
    answer = _ask(Devices, "", ListDevices())
    if answer is None:
        raise ChildError("the sound server doesn't answer")
    return answer.names


def state(device: str = "") -> tuple[str, str]:
    """The library that plays the sound, and the reason why there is none; one is always empty."""
    try:
        answer = _ask(State, device)
    except ChildError as error:
        return "", error.message
    if answer is None:
        return "", "the sound server doesn't answer"
    return answer.backend, answer.reason


def _ask(wanted: type[A], device: str, question: ListDevices | None = None) -> A | None:
    """Start a worker, and return its first answer of a type, or None after `READY_S`."""
    answers: queue.SimpleQueue[A | None] = queue.SimpleQueue()

    def hear(message: Answer) -> None:
        if isinstance(message, wanted):
            answers.put(message)

    child = spawn_worker(device, hear, lambda: answers.put(None))
    try:
        if question is not None:
            child.send(question)
        return answers.get(timeout=READY_S)
    except queue.Empty:
        return None
    finally:
        child.kill()
