"""The table of commands: the help, the options and the function of each command.

A function `play:sit` is `companion.cli.play.sit`; it is imported only when its command is typed.
It gets the options as keyword arguments. Options that make up one value, `request` or `heard`,
arrive as that value (see `arguments.grouped`).
"""

from pathlib import Path

from companion.cli.arguments import (
    bed,
    bells,
    length,
    minutes,
    minutes_or_name,
    pace,
    settle,
    sink,
    until,
    whole,
)
from companion.cli.option import Command, flag, kind, option
from companion.script.verbs.modifiers import DENSITIES
from companion.script.verbs.questions import ANCHORS

NOW = "first-two-minutes"
SIT = "sit-with-it"


_SCRIPT = option("script", help="an id from companion list, a file, or a name you kept")
_EITHER = option("script", help="an id or a file")
_PLAIN = flag("--plain", "calm lines of text instead of a screen")
_JSON = option(
    "--json", action="store_true", dest="as_json", help="print one JSON object, for programs"
)
_SEED = option(
    "--seed", type=whole, default=0, help="another number spreads the silences differently"
)
_DEVICE = option(
    "--device", default="", help="which device plays; companion sounds devices lists them"
)
_VOICE = option("--voice", default="", help="which voice speaks; companion voices lists them")
_BELLS = (
    option("--bells", type=bells, metavar="5m|half|end|off",
            help="ring a bell every 5m, or at 5m,12m,18m, or half way; at both ends or only at the "
                 "end; off rings none at all"),
    option("--bell", default="", metavar="NAME",
            help="which bell rings, by its name or its sound file"),
)  # fmt: skip
_SETTLE = option(
    "--settle", type=settle, default=0, metavar="30s", help="time to get ready, before it begins"
)
_UNTIL = option(
    "--until",
    type=until,
    metavar="22:30",
    help="end exactly then by the clock; 10:30pm does as well",
)
_OPEN = flag("--open", "no fixed end: it goes on until you end it, for three hours at the most")
_SINK = option(
    "--sink", type=sink, default="device", metavar="device|none|FILE.wav",
    help="where the sound goes",
)  # fmt: skip
_MANNER = (
    option("--words", choices=DENSITIES,
            help="how many words you hear: all, fewer, or only a few"),
    option("--anchor", choices=ANCHORS,
            help="where your attention rests, in scripts that let you choose"),
    flag("--no-breath", "no guided breathing; something else in its place"),
)  # fmt: skip
_SHAPED = (
    option("--length", type=length, help="make it exactly this long, such as 4m or 1m30s"),
    _SEED,
    option("--bed", type=bed, metavar="NAME|off",
            help="background sound: rain, or rain:60,fire:30"),
    *_MANNER,
)  # fmt: skip
_SPOKEN = (
    _VOICE,
    option("--pace", type=pace, default=1.0, metavar="0.9",
            help="how fast the voice speaks; 1 is the usual pace"),
)  # fmt: skip
_HEARD = (
    flag("--silent", "show the words, without any sound"),
    _SINK,
    _DEVICE,
    *_SPOKEN,
    flag("--no-color", "don't use colours"),
    option(
        "--theme",
        default="",
        metavar="NAME",
        help="the colours of the screen: night, dawn, paper, contrast, terminal or your own",
    ),
    flag("--ascii", "draw with plain characters only"),
)
_UNSEEN = (
    flag("--discreet", "captions only, neutral names, nothing of a session's name in the title"),
    flag("--ghost", "write no file at all, not even spoken lines"),
)
_PLAYED = (_PLAIN, *_SHAPED, *_HEARD, *_UNSEEN)
_MINUTES = option(
    "minutes", nargs="?", type=minutes_or_name,
    help="how many minutes, 5 to 60; 10 if you don't say; or a name you kept a sit under",
)  # fmt: skip
_SAVE = option(
    "--save", default="", metavar="NAME", help="keep these choices, to play them by that name"
)

_VOICES = (
    Command("list", "voices:list_voices", "list the voices on this computer", (_JSON,)),
    Command("try", "voices:try_voice", "hear a voice", (
        option("text", nargs="*", help="the words to say"),
        option("--lang", default="en", help="the language of those words, such as de"),
        option("--mood", choices=("shaken", "settled"), default="settled",
                help="the mood whose fitted voice speaks"),
        *_HEARD,
    )),
    Command("fit", "fit:fit", "find the voice that suits you, in about 90 seconds",
            (_PLAIN, *_HEARD)),
    Command("use", "voices:use", "choose which voice speaks; auto picks the clearest", (
        option("name", help="a name from companion voices, auto, or silent"),
    )),
    Command("add", "voices:add", "add a Piper voice from a file", (
        option("file", type=Path, metavar="FILE.onnx", help="the voice file"),
    )),
    Command("remove", "voices:remove", "stop using a voice that you added", (
        option("name", help="such as piper/amy"),
    )),
    Command("build", "voices:build", "speak every line of the shipped meditations ahead of time",
            (_VOICE,)),
)  # fmt: skip

_SOUNDS = (
    Command("list", "sounds:list_sounds", "list the bells and beds", (_JSON,)),
    Command("try", "sounds:try_sound", "hear a sound", (
        option("name", help="a bell, a bed, layers such as rain:60,fire:30, or a file"),
        _SINK,
        _DEVICE,
    )),
    Command("devices", "sounds:list_devices", "list the devices that can play sound", (_JSON,)),
    Command("use", "sounds:use_device", "choose the device that plays; auto is the usual one", (
        option("device", nargs="+", help="a name from companion sounds devices, or auto"),
    )),
)  # fmt: skip

_ORIGIN = flag("--origin", "show where each value comes from")
_CONFIG = (
    Command("show", "config:show", "list every setting and its value", (_ORIGIN, _JSON)),
    Command("get", "config:get", "show one setting", (
        option("setting", help="such as look.theme; companion config show lists them"),
        _ORIGIN,
        _JSON,
    )),
    Command("set", "config:set_value", "change a setting", (
        option("setting", help="such as look.theme; companion config show lists them"),
        option("value", nargs="+", help="what it is from now on, such as paper"),
    )),
    Command("unset", "config:unset", "change a setting back to how it came", (
        option("setting", help="such as look.theme; companion config show lists them"),
    )),
)  # fmt: skip

_JOURNAL = (
    Command("add", "journal:add", "write in it; needs no passphrase"),
    Command("read", "journal:read", "read what you wrote"),
    Command("search", "journal:search", "find what has some words; you're asked for them"),
    Command("export", "journal:export", "save it as Markdown, in clear", (
        option("file", type=Path, metavar="FILE.md", help="a new file"),
    )),
    Command("import", "journal:import_file", "take over the entries of a Markdown file", (
        option("file", type=Path, metavar="FILE.md",
                help="a text, with headings such as ## 2026-11-26 21:40 where there are several"),
    )),
    Command("forget", "journal:forget", "delete one entry, or all", (
        option("number", nargs="?", type=whole, help="its number in companion journal read"),
        option("--all", action="store_true", dest="everything", help="delete every entry"),
    )),
)  # fmt: skip

COMMANDS = (
    Command("home", "play:home",
            "a quiet screen that asks what is here; companion alone opens it",
            (_PLAIN, *_HEARD, *_UNSEEN)),
    Command("now", "play:now", "a voice right away, for the first two minutes", _PLAYED),
    Command("sit", "play:sit", "a timed sit with what hurts",
            (_MINUTES, _UNTIL, _OPEN, _SETTLE, _SAVE, *_PLAYED, *_BELLS)),
    Command("play", "play:play", "play any meditation, by its id or from a file",
            (_SCRIPT, _UNTIL, _SETTLE, _SAVE, *_PLAYED, *_BELLS)),
    Command("call", "call:call", "show whom you could call, with the numbers of a country", (
        option("country", nargs="*", help="such as GB; by itself, the one in your settings"),
        flag("--countries", "list the countries that numbers are known for"),
        _JSON,
    )),
    Command("together", "together:together",
            "one session for two who are apart, at a time you agreed on", (
        option("--at", default="", metavar="21:30",
                help="when it begins by your clock; 19:30 UTC by that of UTC"),
        option("--session", default="", metavar="ID",
                help="which meditation; the timed sit if you don't say"),
        option("--length", type=length, help="how long it is, such as 10m; both say the same"),
        flag("--no-breath", "no guided breathing; both say so, or neither"),
        flag("--dry", "show the check word and when everything happens, and play nothing"),
        _JSON,
        _PLAIN,
        *_HEARD,
        *_UNSEEN,
    )),
    Command("course", "play:course", "open a course, or the list of them", (
        option("course", nargs="?", default="",
                help="an id from companion list, or a file; the list if you don't say"),
        _PLAIN,
        *_HEARD,
    )),
    Command("export", "export:export", "save a session as files, to keep or to give away", (
        _SCRIPT,
        option("--to", nargs="+", action="extend", type=Path, required=True, metavar="FILE",
                help="one file or several, such as evening.mp3, ending in wav flac ogg opus mp3 "
                     "m4a m4b html vtt srt lrc labels or txt"),
        flag("--force", "replace files that already exist"),
        *_SHAPED,
        *_SPOKEN,
        _SETTLE,
        *_BELLS,
    )),
    Command("list", "look:list_all", "list every meditation and every course", (_JSON,)),
    Command("show", "look:show", "show the words of one meditation or course", (_EITHER, _JSON)),
    Command("time", "look:time", "show when everything happens, without playing it", (
        _EITHER,
        option("length", nargs="?", type=minutes,
                help="how long the session is, such as 20 or 90s"),
        _UNTIL,
        _SETTLE,
        _SEED,
        *_MANNER,
        *_BELLS,
        _JSON,
    )),
    Command("check", "check:check", "find the mistakes in scripts and courses", (
        option("paths", nargs="+", type=Path, metavar="PATH", help="files or folders"),
        flag("--strict", "count advice as mistakes too"),
        flag("--heard", "listen to every line, and point at words that come out as others"),
        flag("--accept", "with --heard: put the respellings that help into your lexicon"),
        _JSON,
    )),
    Command("doctor", "health:doctor", "check what works here, and say what would fix the rest", (
        flag("--tone", "say left and right, and ring a bell"),
        _DEVICE,
        _JSON,
    )),
    Command("where", "kept:where", "show where companion keeps things", (_JSON,)),
    Command("new", "write:new", "start a script of your own from a template", (
        option("name", nargs="+", help="such as my-evening"),
    )),
    Command("edit", "write:edit", "write a script in the writer's room, and see how it will play", (
        option("script", nargs="+", help="an id or a file; a new name starts a new script"),
        *_HEARD,
    )),
    Command("import", "write:import_notes", "make a script from plain notes", (
        option("file", type=Path,
                help="a text with rests such as [5s] or [PAUSE:5], or captions; - for input"),
        option("--name", default="", help="a name for the script; by itself, that of the file"),
    )),
    Command("voices", "voices:list_voices",
            "list the voices on this computer, and how to get a better one", (_JSON,), _VOICES),
    Command("sounds", "sounds:list_sounds", "list the bells and beds", (_JSON,), _SOUNDS),
    Command("config", "config:show", "list your settings, and change them", (_ORIGIN, _JSON),
            _CONFIG),
    Command("journal", "journal:show", "what was recorded, and what you wrote, if you keep any", (
        flag("--set-passphrase", "set or change the passphrase of everything you write"),
    ), _JOURNAL),
    Command("agreement", "company:agreement",
            "what you agreed on about space, and when you'll talk",
            (_PLAIN, *_HEARD, *_UNSEEN)),
    Command("unsent", "company:unsent",
            "type what you'd like to send, and put it away unsent",
            (_PLAIN, *_HEARD, *_UNSEEN)),
    Command("forget", "kept:forget", "delete things that companion keeps", (
        kind("cache", "delete every spoken line"),
        kind("voice", "forget the voice that you chose or fitted"),
        kind("last", "forget what you chose for the last sessions"),
        kind("presets", "delete the sessions you kept under a name"),
        kind("person", "delete the name and the number of the person you could call"),
        kind("courses", "forget how far you got in courses, and when you said you'd talk"),
        kind("history", "delete which sessions you played"),
        kind("ratings", "delete how it was before and after them"),
        kind("journal", "delete everything you wrote in the journal"),
        kind("agreements", "delete your agreements"),
        kind("unsent", "delete the messages you didn't send"),
        kind("settings", "delete every setting"),
        kind("everything", "delete all of this, and the key of what you wrote"),
    )),
)  # fmt: skip
NAMES = (*(command.name for command in COMMANDS), "help")
"""Every word that is a command, and so cannot be the name of a script."""
