"""The table of commands: what each does, what can be typed after it, and the function that runs it.

A function `play:sit` is `companion.cli.play.sit`; it is imported only when its command was typed.
It gets the options as keyword arguments: those of a group that makes one value, `request` or
`heard`, as that value (see `arguments.grouped`).
"""

from pathlib import Path
from typing import Any, NamedTuple

from companion.cli.arguments import bed, bells, length, minutes, pace, sink, whole
from companion.script.verbs.modifiers import DENSITIES
from companion.script.verbs.questions import ANCHORS

NOW = "first-two-minutes"
SIT = "sit-with-it"


class Option(NamedTuple):
    """One thing that can be typed: its flags or its name, and what argparse is told about it."""

    flags: tuple[str, ...]
    settings: dict[str, Any]


class Command(NamedTuple):
    """One command, or one act of a command that has several."""

    name: str
    function: str
    help: str
    options: tuple[Option, ...] = ()
    acts: tuple["Command", ...] = ()


def _option(*flags: str, **settings: Any) -> Option:
    return Option(flags, settings)


def _flag(name: str, words: str) -> Option:
    return _option(name, action="store_true", help=words)


_SCRIPT = _option("script", help="an id from companion list, or a file")
_EITHER = _option("script", help="an id or a file")
_PLAIN = _flag("--plain", "calm lines instead of a screen")
_JSON = _option("--json", action="store_true", dest="as_json", help="one object, for programs")
_SEED = _option("--seed", type=whole, default=0, help="another spread of the silences")
_DEVICE = _option("--device", default="", help="which one; companion sounds devices")
_VOICE = _option("--voice", default="", help="which voice; companion voices lists them")
_BELLS = _option(
    "--bells", type=bells, default=(), metavar="5m", help="a bell every 5m, or at 5m,12m,18m"
)
_SINK = _option(
    "--sink", type=sink, default="device", metavar="device|none|FILE.wav",
    help="where the sound goes",
)  # fmt: skip
_MANNER = (
    _option("--words", choices=DENSITIES, default="guided",
            help="how many words: all, fewer, or few"),
    _option("--anchor", choices=ANCHORS, default="feet",
            help="where attention rests, if it may choose"),
    _flag("--no-breath", "nothing about how to breathe; something else"),
)  # fmt: skip
_SHAPED = (
    _option("--length", type=length, help="exactly this long, such as 4m or 1m30s"),
    _SEED,
    _option("--bed", type=bed, metavar="NAME|off",
            help="background sound: rain, or rain:60,fire:30"),
    *_MANNER,
)  # fmt: skip
_SPOKEN = (
    _VOICE,
    _option("--pace", type=pace, default=1.0, metavar="0.9",
            help="how fast it speaks, 1 being usual"),
)  # fmt: skip
_HEARD = (
    _flag("--silent", "words only, without any sound"),
    _SINK,
    _DEVICE,
    *_SPOKEN,
    _flag("--no-color", "no colours"),
)
_PLAYED = (_PLAIN, *_SHAPED, *_HEARD)
_MINUTES = _option(
    "minutes", nargs="?", type=minutes, help="how long, 5 to 60; 10 minutes by itself"
)

_VOICES = (
    Command("list", "voices:list_voices", "what can speak here", (_JSON,)),
    Command("try", "voices:try_voice", "hear a voice", (
        _option("text", nargs="*", help="what it says"),
        _option("--lang", default="en", help="the language of that, such as de"),
        _option("--mood", choices=("shaken", "settled"), default="settled",
                help="as it was fitted for then"),
        *_HEARD,
    )),
    Command("fit", "fit:fit", "find the voice that suits you, in about 90 seconds",
            (_PLAIN, *_HEARD)),
    Command("use", "voices:use", "choose which voice speaks; auto is the clearest there is", (
        _option("name", help="a name from companion voices, auto, or silent"),
    )),
    Command("add", "voices:add", "bring a Piper voice", (
        _option("file", type=Path, metavar="FILE.onnx", help="the voice"),
    )),
    Command("remove", "voices:remove", "no longer use a voice that was added", (
        _option("name", help="such as piper/amy"),
    )),
    Command("build", "voices:build", "speak every shipped line ahead", (_VOICE,)),
)  # fmt: skip

_SOUNDS = (
    Command("list", "sounds:list_sounds", "which there are", (_JSON,)),
    Command("try", "sounds:try_sound", "hear one", (
        _option("name", help="a bell, a bed, layers such as rain:60,fire:30, a file"),
        _SINK,
        _DEVICE,
    )),
    Command("devices", "sounds:list_devices", "where it can be heard", (_JSON,)),
    Command("use", "sounds:use_device", "be heard through one from now on; auto is the usual", (
        _option("device", nargs="+", help="a name from companion sounds devices, or auto"),
    )),
)  # fmt: skip

COMMANDS = (
    Command("home", "play:home", "a quiet screen that asks what is here; needs no name",
            (_PLAIN, *_HEARD)),
    Command("now", "play:now", "a voice at once, for the first two minutes", _PLAYED),
    Command("sit", "play:sit", "a timed sit with what hurts", (_MINUTES, *_PLAYED, _BELLS)),
    Command("play", "play:play", "any meditation, by its id or from a file",
            (_SCRIPT, *_PLAYED, _BELLS)),
    Command("export", "export:export", "a session as files, to keep or to give away", (
        _SCRIPT,
        _option("--to", nargs="+", action="extend", type=Path, required=True, metavar="FILE",
                help="it.mp3, or several: wav flac ogg opus mp3 m4a m4b html vtt srt lrc labels "
                     "txt"),
        _flag("--force", "write over what is there"),
        *_SHAPED,
        *_SPOKEN,
        _BELLS,
    )),
    Command("list", "look:list_all", "every meditation there is", (_JSON,)),
    Command("show", "look:show", "the words of one meditation", (_EITHER, _JSON)),
    Command("time", "look:time", "when everything happens, without any sound", (
        _EITHER,
        _option("length", nargs="?", type=minutes, help="for this length"),
        _SEED,
        *_MANNER,
        _BELLS,
        _JSON,
    )),
    Command("check", "check:check", "find the mistakes in scripts", (
        _option("paths", nargs="+", type=Path, metavar="PATH", help="files or folders"),
        _flag("--strict", "advice counts as a mistake too"),
        _JSON,
    )),
    Command("doctor", "health:doctor", "what works here, and what would fix the rest", (
        _flag("--tone", "say left and right, and ring a bell"),
        _DEVICE,
        _JSON,
    )),
    Command("where", "kept:where", "where things are kept", (_JSON,)),
    Command("new", "write:new", "write a script of your own from a template", (
        _option("name", nargs="+", help="such as my-evening"),
    )),
    Command("edit", "write:edit", "the writer's room: a script, and how it will be", (
        _option("script", help="an id or a file; a new name begins a new one"),
        *_HEARD,
    )),
    Command("import", "write:import_notes", "make a script from plain notes", (
        _option("file", type=Path,
                help="a text with [5s] or [PAUSE:5], or captions; - for standard input"),
        _option("--name", default="", help="what it will be called"),
    )),
    Command("voices", "voices:list_voices", "what can speak here, and how to get a better one",
            (_JSON,), _VOICES),
    Command("sounds", "sounds:list_sounds", "which bells and beds there are", (_JSON,), _SOUNDS),
    Command("forget", "kept:forget", "delete what is kept", (
        _flag("--cache", "every spoken line"),
        _flag("--voice", "the voice you chose and fitted"),
    )),
)  # fmt: skip
NAMES = (*(command.name for command in COMMANDS), "help")
"""Every word that means something after `companion`; no script can have one as its name."""
