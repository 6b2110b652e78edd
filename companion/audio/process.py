"""How the sound worker is started, and what can be asked of one without playing anything."""

import queue
from collections.abc import Callable

from companion.child import Child, Message
from companion.errors import ChildError

READY_S = 5.0

_WORKER = "companion.audio.worker"
# Read by the ALSA plugin that leads to PulseAudio, before the worker imports anything.
_ENVIRONMENT = {"PULSE_LATENCY_MSEC": "200", "PULSE_PROP_application.name": "companion"}


def spawn_worker(device: str, hear: Callable[[Message], None], ended: Callable[[], None]) -> Child:
    """A worker that plays through a device; an empty name is the usual one.

    Raises:
        ChildError: when it cannot be started.
    """
    arguments = (device,) if device else ()
    return Child(_WORKER, hear, ended, arguments=arguments, environment=_ENVIRONMENT)


def devices() -> list[str]:
    """The devices there are; asked of a worker, because a hung server would hang this.

    Raises:
        ChildError: when nothing answers.
    """
    told = _asked({"devices": True}, "devices", "")
    if told is None:
        raise ChildError("the sound server does not answer")
    return list(told["devices"])


def state(device: str = "") -> tuple[str, str]:
    """Through what it plays, and why it does not; one of the two is empty."""
    try:
        told = _asked({}, "state", device)
    except ChildError as error:
        return "", error.message
    if told is None:
        return "", "the sound server does not answer"
    return told["backend"], told["reason"]


def _asked(question: Message, answer: str, device: str) -> Message | None:
    """The first answer that has this in it; None where none comes in time."""
    answers: queue.SimpleQueue[Message | None] = queue.SimpleQueue()

    def hear(message: Message) -> None:
        if answer in message:
            answers.put(message)

    child = spawn_worker(device, hear, lambda: answers.put(None))
    try:
        if question:
            child.send(question)
        return answers.get(timeout=READY_S)
    except queue.Empty:
        return None
    finally:
        child.kill()
