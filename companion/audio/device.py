"""Access to the sound card: sounddevice (PortAudio) first, then miniaudio.

Every stream asks for 48 kHz and a latency of 0.25 s: a 44.1 kHz stream into a 48 kHz server was
measured to run away, and both 'low' and 'high' are too short on a busy computer.
"""

import atexit
import contextlib
from collections.abc import Callable, Generator
from typing import Any, Protocol

import numpy as np

from companion.audio.callback_watch import LATENCY_S, CallbackWatch, Health
from companion.audio.samples import Samples
from companion.errors import SoundError
from companion.units import RATE

Fill = Callable[[Samples, float], None]

# miniaudio does not report its delay; a recording of PulseAudio showed 0.09 to 0.11 s.
_MINIAUDIO_DELAY_S = 0.1
_DELAY_MOST_S = 5.0
_PLUGINS = (
    "pulse", "default", "sysdefault", "pipewire", "dmix", "lavrate", "samplerate", "speexrate",
    "upmix", "vdownmix", "jack", "oss",
)  # fmt: skip


class Output(Protocol):
    """An open device, which calls back for samples while it runs.

    `is_usual` if it was not chosen by name. It opens standing still: one that ran from the start
    would have its whole buffer of silence to play before the first sound.
    """

    backend: str
    is_usual: bool

    def start(self) -> None:
        """Run, beginning with a buffer of samples; nothing changes if it runs already.

        Raises:
            SoundError: when the device has gone.
        """
        ...

    def stop(self) -> None:
        """Stand still at once, with an empty buffer."""
        ...

    def health(self) -> Health:
        """The state of the device; called about once a second."""
        ...

    def abort(self) -> None:
        """Stop at once and close, discarding the samples that the device holds."""
        ...


_Opens = Callable[[Fill, bool, str], Output]


def open_output(fill: Fill, *, again: bool = False, name: str = "") -> Output:
    """Open a device by name, or the usual one if there is no such device.

    Args:
        fill: called with a (n, 2) float32 block to fill and the seconds until it is heard.
        again: whether to look for devices that were connected since the last call.
        name: the name of a device, or a part of it; empty for the usual one.

    Raises:
        SoundError: when neither library finds a device, with the reasons of both.
    """
    reasons: list[str] = []
    libraries: tuple[_Opens, ...] = (_PortAudioOutput, _MiniaudioOutput)
    by_name = [(library, name) for library in libraries if name]
    for library, device in [*by_name, *((library, "") for library in libraries)]:
        try:
            return library(fill, again, device)
        except SoundError as error:
            reasons.append(error.message)
    raise SoundError("; ".join(dict.fromkeys(reasons)), "the words go on without sound")


def device_names() -> list[str]:
    """The names of all devices; may hang if the sound server hangs."""
    listed = [str(row["name"]) for row in _by_miniaudio()]
    others = [name for name in _by_portaudio() if not (listed and _is_plugin(name))]
    return list(dict.fromkeys([*listed, *others]))


def is_listed(name: str) -> bool:
    """Whether any device has a name; may hang as `device_names` does."""
    return _index(name, device_names()) is not None


def is_connected(name: str) -> bool:
    """Whether a device is connected, found without disturbing the one that plays."""
    return _index(name, [str(row["name"]) for row in _by_miniaudio()]) is not None


def _by_portaudio() -> list[str]:
    try:
        import sounddevice

        return [name for name in _outputs(sounddevice) if name]
    except Exception:  # noqa: BLE001 - whatever a broken library raises, there is no device
        return []


def _by_miniaudio() -> list[dict[str, Any]]:
    try:
        import miniaudio

        devices = miniaudio.Devices()
        return [] if devices.backend == "Null" else list(devices.get_playbacks())
    except Exception:  # noqa: BLE001 - whatever a broken library raises, there is no device
        return []


def _is_plugin(name: str) -> bool:
    """Whether an ALSA name only leads to a device that is also listed under its own name."""
    return name.split(":", maxsplit=1)[0] in _PLUGINS


def _index(wanted: str, device_names: list[str]) -> int | None:
    """The index of the wanted name: an equal one first, otherwise one that contains it."""
    folded = [name.casefold() for name in device_names]
    for number, name in enumerate(folded):
        if name and name == wanted.casefold():
            return number
    return next((n for n, name in enumerate(folded) if wanted.casefold() in name), None)


class _PortAudioOutput:
    backend = "sounddevice"

    def __init__(self, fill: Fill, again: bool, name: str) -> None:
        self.is_usual = not name
        try:
            import sounddevice
        except (OSError, ImportError):
            raise SoundError("PortAudio isn't installed (libportaudio2)") from None
        self._watch, self._fill = CallbackWatch(), fill
        self._is_started = False
        try:
            if again:  # PortAudio lists devices once, when it is initialised
                sounddevice._terminate()  # noqa: SLF001
                sounddevice._initialize()  # noqa: SLF001
            index = None
            if name and (index := _index(name, _outputs(sounddevice))) is None:
                raise SoundError(f'there\'s no device called "{name}"')
            self._stream = sounddevice.OutputStream(
                samplerate=RATE,
                device=index,
                channels=2,
                dtype="float32",
                latency=LATENCY_S,
                blocksize=0,
                callback=self._call,
                finished_callback=self._finished,
                # the callback fills the empty buffer with real sound as the stream starts
                prime_output_buffers_using_stream_callback=True,
            )
        except (sounddevice.PortAudioError, ValueError) as error:
            raise SoundError(f"PortAudio can't open a device ({_short(error)})") from error

    def _call(self, out: Samples, count: int, times: Any, _status: Any) -> None:
        try:
            delay = times.outputBufferDacTime - times.currentTime
            # 0 is true of the first block, which goes into an empty buffer
            self._fill(out, delay if 0 <= delay < _DELAY_MOST_S else self._stream.latency)
        except Exception:  # noqa: BLE001 - an exception here would end the stream for good
            out.fill(0.0)
        self._watch.beat(count)

    def _finished(self) -> None:
        self._watch.ended = True

    def start(self) -> None:
        import sounddevice

        if self._is_started:
            return
        self._is_started, self._watch = True, CallbackWatch()
        try:
            self._stream.start()
        except sounddevice.PortAudioError as error:
            raise SoundError(f"PortAudio can't start a device ({_short(error)})") from error

    def stop(self) -> None:
        import sounddevice

        if self._is_started:
            self._is_started = False
            with contextlib.suppress(sounddevice.PortAudioError):  # the device has already gone
                self._stream.abort()

    def health(self) -> Health:
        return self._watch.health() if self._is_started else "ok"

    def abort(self) -> None:
        import sounddevice

        try:
            self._stream.abort()
            self._stream.close()
        except sounddevice.PortAudioError:
            pass  # the device has already gone


class _MiniaudioOutput:
    backend = "miniaudio"

    def __init__(self, fill: Fill, _again: bool, name: str) -> None:
        self.is_usual = not name
        try:
            import miniaudio
        except ImportError:
            raise SoundError("miniaudio isn't installed") from None
        rows = _by_miniaudio() if name else []
        index = _index(name, [str(row["name"]) for row in rows])
        if name and index is None:
            raise SoundError(f'there\'s no device called "{name}"')
        self._watch, self._fill = CallbackWatch(), fill
        self._is_started = False
        try:
            self._device = miniaudio.PlaybackDevice(
                output_format=miniaudio.SampleFormat.FLOAT32,
                nchannels=2,
                sample_rate=RATE,
                buffersize_msec=int(LATENCY_S * 1000),
                app_name="companion",
                device_id=None if index is None else rows[index]["id"],
            )
            # without close() the interpreter hangs on exit
            atexit.register(self._device.close)
            if self._device.backend == "Null":
                self.abort()
                raise SoundError("miniaudio can't open a device (it found only its null device)")
        except miniaudio.MiniaudioError as error:
            raise SoundError(f"miniaudio can't open a device ({_short(error)})") from error

    def _blocks(self) -> Generator[bytes, int, None]:
        count = yield b""
        while True:
            block = np.zeros((count, 2), np.float32)
            try:
                self._fill(block, _MINIAUDIO_DELAY_S)
            except Exception:  # noqa: BLE001 - an exception here would end the stream for good
                block.fill(0.0)
            self._watch.beat(count)
            count = yield block.tobytes()

    def start(self) -> None:
        import miniaudio

        if self._is_started:
            return
        self._is_started, self._watch = True, CallbackWatch()
        blocks = self._blocks()
        next(blocks)
        try:
            self._device.start(blocks)
        except miniaudio.MiniaudioError as error:
            raise SoundError(f"miniaudio can't start a device ({_short(error)})") from error

    def stop(self) -> None:
        if self._is_started:
            self._is_started = False
            self._device.stop()

    def health(self) -> Health:
        return self._watch.health() if self._is_started else "ok"

    def abort(self) -> None:
        self._device.close()
        atexit.unregister(self._device.close)


def _outputs(sounddevice: Any) -> list[str]:
    """The names of PortAudio's devices by index, empty for those without an output."""
    rows = sounddevice.query_devices()
    return [str(row["name"]) if row["max_output_channels"] > 0 else "" for row in rows]


def _short(error: Exception) -> str:
    return " ".join(" ".join(map(str, error.args)).split())[:120]
