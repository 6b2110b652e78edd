"""The options of a run, alone here because commands make them long before anything is opened."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from companion.audio.outputs import Output


@dataclass(frozen=True, slots=True)
class Options:
    """The options of one run.

    `silent` turns off all sound, or only the voice if `sounds` is set. `output` is the device, no
    output at all, or a file to write. `voice` is a name and `pace` a factor on its speed; both
    take precedence over the settings. `device` names an output device; if it is empty, the
    settings do. `discreet` shows captions alone, and no names of sessions.
    """

    silent: bool = False
    output: Output = "device"
    voice: str = ""
    pace: float = 1.0
    sounds: bool = False
    device: str = ""
    discreet: bool = False
    flags: Mapping[str, tuple[str, str]] = field(default_factory=dict)
