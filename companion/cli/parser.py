"""What can be typed: commands and options, with a "did you mean" for what cannot."""

import argparse
from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any, NoReturn

from companion.cli.arguments import bed, bells, length, minutes, pace, sink, whole
from companion.reading.diagnostic import printable
from companion.script.verbs.modifiers import DENSITIES
from companion.script.verbs.questions import ANCHORS

COMMANDS = (
    "home", "now", "sit", "play", "list", "show", "time", "check", "new", "edit", "import",
    "voices", "sounds", "export", "forget", "doctor", "where", "help",
)  # fmt: skip
NOW = "first-two-minutes"
SIT = "sit-with-it"
_FEW = 60

_EXAMPLES = """\
  companion now                 a voice, at once, for the first two minutes
  companion sit 20              a timed sit that ends after exactly 20 minutes
  companion new my-evening      a script of your own, ready to play and to change

Nothing is sent anywhere. Nothing is kept unasked but spoken lines (companion where).
This is not therapy and not an emergency service.
"""


_HINTS = {
    "export": "such as --to evening.mp3; companion list shows what there is",
    "use": "companion voices, or companion sounds devices, shows what there is",
    "voices": "companion voices shows what there is",
    "sounds": "companion sounds shows what there is",
}
_SHOWN = "companion list shows what there is"


class Parser(argparse.ArgumentParser):
    """argparse that answers a mistake in one line, with the nearest thing that exists."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong, and exit with 2."""
        needed = message.removeprefix("the following arguments are required: ")
        if needed != message:
            message = f"{self.prog.removeprefix('companion ')} what? Add {needed.upper()}; "
            words = self.prog.split()
            message += _HINTS.get(words[-1]) or _HINTS.get(words[1], _SHOWN)
        self.exit(2, f"companion: {printable(message)}\n")

    def parse(self, arguments: Sequence[str]) -> argparse.Namespace:
        """Parse; an unknown option is answered with the nearest one."""
        parsed, unknown = self.parse_known_args(arguments)
        if unknown:
            command = getattr(parsed, "parser", self)
            known = [option for a in command._actions for option in a.option_strings]  # noqa: SLF001
            near = get_close_matches(unknown[0].split("=")[0], known, n=1)
            hint = f'; did you mean "{near[0]}"?' if near else f"; try {command.prog} --help"
            self.error(f'there is no "{unknown[0]}" here{hint}')
        return parsed

    def _check_value(self, action: argparse.Action, value: Any) -> None:
        if action.choices is not None and value not in action.choices:
            near = get_close_matches(str(value), list(map(str, action.choices)), n=1)
            others = ", ".join(map(str, action.choices))
            few = f"there are {others}" if len(others) < _FEW else "try companion --help"
            hint = f'did you mean "{near[0]}"?' if near else few
            raise argparse.ArgumentError(None, f'there is no "{value}"; {hint}')


def build() -> Parser:
    """The whole command line."""
    parser = Parser(
        prog="companion",
        usage="companion COMMAND [options]",
        description="A voice to sit with when a partner has asked for space and it hurts.",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="store_true", help="say which version this is")
    commands = parser.add_subparsers(
        dest="command",
        parser_class=Parser,
        metavar="COMMAND",
        title="commands",
        prog="companion",
    )
    _playing(commands)
    _exporting(commands)
    _looking(commands)
    _speaking(commands)
    for command in commands.choices.values():
        command.set_defaults(parser=command)
    return parser


def _playing(commands: Any) -> None:
    home = commands.add_parser("home", help="a quiet screen that asks what is here; needs no name")
    home.add_argument("--plain", action="store_true", help="calm lines instead of a screen")
    _heard(home)
    now = commands.add_parser("now", help="a voice at once, for the first two minutes")
    _common(now)
    sit = commands.add_parser("sit", help="a timed sit with what hurts")
    sit.add_argument(
        "minutes", nargs="?", type=minutes, help="how long, 5 to 60; 10 minutes by itself"
    )
    _common(sit)
    _chimes(sit)
    play = commands.add_parser("play", help="any meditation, by its id or from a file")
    play.add_argument("script", help="an id from companion list, or a file")
    _common(play)
    _chimes(play)


def _exporting(commands: Any) -> None:
    out = commands.add_parser("export", help="a session as files, to keep or to give away")
    out.add_argument("script", help="an id from companion list, or a file")
    out.add_argument(
        "--to", nargs="+", action="extend", type=Path, required=True, metavar="FILE",
        help="it.mp3, or several: wav flac ogg opus mp3 m4a m4b html vtt srt lrc labels txt",
    )  # fmt: skip
    out.add_argument("--force", action="store_true", help="write over what is there")
    _shaped(out)
    _spoken(out)
    _chimes(out)


def _common(command: Parser) -> None:
    command.add_argument("--plain", action="store_true", help="calm lines instead of a screen")
    _shaped(command)
    _heard(command)


def _shaped(command: Parser) -> None:
    command.add_argument("--length", type=length, help="exactly this long, such as 4m or 1m30s")
    command.add_argument("--seed", type=whole, default=0, help="another spread of the silences")
    command.add_argument(
        "--bed",
        type=bed,
        metavar="NAME|off",
        help="what runs on underneath: rain, or rain:60,fire:30",
    )
    _manner(command)


def _manner(command: Parser) -> None:
    command.add_argument(
        "--words", choices=DENSITIES, default="guided", help="how many words: all, fewer, or few"
    )
    command.add_argument(
        "--anchor", choices=ANCHORS, default="feet", help="where attention rests, if it may choose"
    )
    command.add_argument(
        "--no-breath", action="store_true", help="nothing about how to breathe; something else"
    )


def _heard(command: Parser) -> None:
    command.add_argument("--silent", action="store_true", help="words only, without any sound")
    _sink(command)
    command.add_argument("--device", default="", help="which one; companion sounds devices")
    _spoken(command)
    command.add_argument("--no-color", action="store_true", help="no colours")


def _spoken(command: Parser) -> None:
    command.add_argument("--voice", default="", help="which voice; companion voices lists them")
    command.add_argument(
        "--pace", type=pace, default=1.0, metavar="0.9", help="how fast it speaks, 1 being usual"
    )


def _sink(command: Parser) -> None:
    command.add_argument(
        "--sink",
        type=sink,
        default="device",
        metavar="device|none|FILE.wav",
        help="where the sound goes",
    )


def _chimes(command: Parser) -> None:
    command.add_argument(
        "--bells", type=bells, default=(), metavar="5m", help="a bell every 5m, or at 5m,12m,18m"
    )


def _looking(commands: Any) -> None:
    listed = commands.add_parser("list", help="every meditation there is")
    show = commands.add_parser("show", help="the words of one meditation")
    show.add_argument("script", help="an id or a file")
    timed = commands.add_parser("time", help="when everything happens, without any sound")
    timed.add_argument("script", help="an id or a file")
    timed.add_argument("length", nargs="?", type=minutes, help="for this length")
    timed.add_argument("--seed", type=whole, default=0, help="another spread of the silences")
    _manner(timed)
    _chimes(timed)
    check = commands.add_parser("check", help="find the mistakes in scripts")
    check.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="files or folders")
    check.add_argument("--strict", action="store_true", help="advice counts as a mistake too")
    doctor = commands.add_parser("doctor", help="what works here, and what would mend the rest")
    doctor.add_argument("--tone", action="store_true", help="say left and right, and ring a bell")
    doctor.add_argument("--device", default="", help="which one; companion sounds devices")
    where = commands.add_parser("where", help="where things are kept")
    for command in (listed, show, timed, check, doctor, where):
        command.add_argument("--json", action="store_true", help="one object, for programs")
    new = commands.add_parser("new", help="write a script of your own from a template")
    new.add_argument("name", nargs="+", help="such as my-evening")
    edit = commands.add_parser("edit", help="the writer's room: a script, and how it will be")
    edit.add_argument("script", help="an id or a file; a new name begins a new one")
    _heard(edit)
    brought = commands.add_parser("import", help="make a script from plain notes")
    brought.add_argument("file", help="a text with [5s], [PAUSE:5] and empty lines")
    brought.add_argument("--name", default="", help="what it will be called")


def _speaking(commands: Any) -> None:
    voices = commands.add_parser("voices", help="what can speak here, and how to get a better one")
    voices.add_argument("--json", action="store_true", help="one object, for programs")
    acts = voices.add_subparsers(
        dest="act", parser_class=Parser, metavar="ACT", prog="companion voices"
    )
    listed = acts.add_parser("list", help="what can speak here")
    listed.add_argument("--json", action="store_true", help="one object, for programs")
    tried = acts.add_parser("try", help="hear a voice")
    tried.add_argument("text", nargs="*", help="what it says")
    tried.add_argument("--lang", default="en", help="the language of that, such as de")
    tried.add_argument("--mood", choices=("shaken", "settled"), default="settled",
                       help="as it was fitted for then")  # fmt: skip
    _heard(tried)
    fit = acts.add_parser("fit", help="find the voice that suits you, in about 90 seconds")
    fit.add_argument("--plain", action="store_true", help="calm lines instead of a screen")
    _heard(fit)
    use = acts.add_parser("use", help="choose which voice speaks; auto is the clearest there is")
    use.add_argument("name", help="a name from companion voices, auto, or silent")
    add = acts.add_parser("add", help="bring a Piper voice")
    add.add_argument("file", type=Path, metavar="FILE.onnx", help="the voice")
    gone = acts.add_parser("remove", help="no longer use a voice that was added")
    gone.add_argument("name", help="such as piper/amy")
    build = acts.add_parser("build", help="speak every shipped line ahead")
    build.add_argument("--voice", default="", help="which voice; companion voices lists them")
    for act in acts.choices.values():
        act.set_defaults(parser=act)
    sounds = commands.add_parser("sounds", help="which bells and beds there are")
    sounds.add_argument("--json", action="store_true", help="one object, for programs")
    heard = sounds.add_subparsers(
        dest="act", parser_class=Parser, metavar="ACT", prog="companion sounds"
    )
    heard.add_parser("list", help="which there are").add_argument(
        "--json", action="store_true", help="one object, for programs"
    )
    one = heard.add_parser("try", help="hear one")
    one.add_argument("name", help="a bell, a bed, layers such as rain:60,fire:30, a file")
    _sink(one)
    one.add_argument("--device", default="", help="which one; companion sounds devices")
    heard.add_parser("devices", help="where it can be heard").add_argument(
        "--json", action="store_true", help="one object, for programs"
    )
    chosen = heard.add_parser("use", help="be heard through one from now on; auto is the usual")
    chosen.add_argument("device", nargs="+", help="a name from companion sounds devices, or auto")
    for act in heard.choices.values():
        act.set_defaults(parser=act)
    forget = commands.add_parser("forget", help="let go of what is kept")
    forget.add_argument("--cache", action="store_true", help="every spoken line")
    forget.add_argument("--voice", action="store_true", help="the voice you chose and fitted")
