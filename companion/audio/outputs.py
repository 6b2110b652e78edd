"""Outputs: the sink for each place where sound can go.

It is alone here because each sink is slow to import, and a run needs one of them.
"""

from pathlib import Path
from typing import Literal

from companion.audio.sink import PacedSink, Sink
from companion.errors import SoundError

Output = Literal["device", "none"] | Path


def open_sink(output: Output, device: str) -> Sink:
    """Return the sink of an output.

    Args:
        output: the device, no output at all, or a WAV file to write.
        device: the wanted device; empty for the usual one.

    Raises:
        SoundError: when the file can't be written.
    """
    if output == "none":
        return PacedSink()
    if output == "device":
        from companion.audio.device_sink import DeviceSink  # which the first words do without

        return DeviceSink(device=device)
    from companion.audio.file_sink import FileSink  # numpy, which nothing else here needs

    if output.is_dir():
        raise SoundError(f"{output} is a folder", "name a file in it, such as session.wav")
    return FileSink(output)


def trouble_of(sink: Sink, most_s: float) -> str:
    """Return why nothing can be heard through a sink; empty if it can, or if nobody knows yet.

    Args:
        sink: the sink.
        most_s: how long to wait for a sound worker to find out, in seconds.
    """
    from companion.audio.device_sink import DeviceSink

    if isinstance(sink, DeviceSink):
        sink.settle(most_s)
    return sink.trouble()
