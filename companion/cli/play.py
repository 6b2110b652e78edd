"""The commands that play: `now`, `sit`, `play`, and `home` with its screen."""

import sys
from dataclasses import replace
from pathlib import Path

from companion.cli.commands import NOW, SIT
from companion.cli.lines import home_lines, plain_rooms, play_lines
from companion.cli.named import is_kept, keep_session, kept_session
from companion.cli.preferred import now_session, partner, wants_lines
from companion.cli.terminal import Curtain, Progress, is_screen, neutral_title, run_screen
from companion.errors import SoundError, WrongUsageError
from companion.reading.diagnostic import printable
from companion.session.introduction import Introduction, introduce
from companion.session.opened import Opened
from companion.session.options import Options
from companion.session.transport import Transport
from companion.session.until import day_line, now_ms
from companion.timeline.request import AT_ONCE, Request
from companion.units import MINUTE, Millis
from companion.wiring import Services

USUAL_SIT = Millis(10 * MINUTE)


def now(request: Request, heard: Options, *, plain: bool, no_color: bool) -> int:
    """Run `companion now`: play the first two minutes, or the session in the settings, at once."""
    request = replace(request, lead=Millis(0))  # nothing comes before the first words
    session, problem = now_session(NOW)
    if problem:
        print(f"companion: {printable(problem)}", file=sys.stderr)
    return _Run(session, request, heard, plain=plain, no_color=no_color).run()


def sit(  # noqa: PLR0913 - the options of a command
    minutes: Millis | str | None,
    request: Request,
    heard: Options,
    *,
    save: str,
    plain: bool,
    no_color: bool,
) -> int:
    """Run `companion sit`: play a timed sit of exactly the length that is asked for."""
    name = SIT
    if isinstance(minutes, str):
        name, request = kept_session(minutes, request, SIT)
    elif request.until is None and not request.open_end:
        request = replace(request, length=request.length or minutes or USUAL_SIT)
    _save(save, name, request)
    return _Run(name, request, heard, plain=plain, no_color=no_color).run()


def play(  # noqa: PLR0913 - the options of a command
    script: str, request: Request, heard: Options, *, save: str, plain: bool, no_color: bool
) -> int:
    """Run `companion play`: play any script, by its id, its file, or a name it was kept under."""
    if is_kept(script):
        script, request = kept_session(script, request, SIT)
    _save(save, script, request)
    return _Run(script, request, heard, plain=plain, no_color=no_color).run()


def _save(name: str, script: str, request: Request) -> None:
    """Keep the choices of a session under a name, if one was given, and say so."""
    if name:
        kept = keep_session(name, "" if script == SIT else script, request)
        command = f'companion play "{kept}"' if " " in kept else f"companion play {kept}"
        print(f"companion: kept, in clear; {printable(command)} plays it again", file=sys.stderr)


def home(heard: Options, *, plain: bool, no_color: bool) -> int:
    """Run `companion` alone: open the screen that asks what is here, or its lines.

    Raises:
        WrongUsageError: when the sound should go to a file.
    """
    if isinstance(heard.output, Path):
        raise WrongUsageError(
            "a sound file needs a meditation", "name one: companion play ID --sink FILE.wav"
        )
    if not is_screen() or wants_lines(plain=plain):
        return home_lines(heard)
    from companion.tui.services import Opening

    services = Services(heard)
    try:
        with neutral_title(wanted=services.is_discreet):
            return run_screen(services, Opening((now_session(NOW)[0], AT_ONCE)), no_color=no_color)
    finally:
        services.close()


def course(course: str, heard: Options, *, plain: bool, no_color: bool) -> int:
    """Run `companion course`: open a course, or the list of all of them.

    Raises:
        WrongUsageError: when the sound should go to a file.
        NotFoundError: when there's no such course.
        BadFileError: when it has mistakes.
    """
    if isinstance(heard.output, Path):
        raise WrongUsageError(
            "a sound file needs a meditation", "name one: companion play ID --sink FILE.wav"
        )
    services = Services(heard)
    try:
        source = services.courses.find(course) if course else None
        if source is not None:
            services.courses.load(source)  # a mistake is told before a screen opens
        if not is_screen() or wants_lines(plain=plain):
            plain_rooms(services).run_course(source)
            return 0
        from companion.tui.services import Opening

        opening = Opening((now_session(NOW)[0], AT_ONCE), course=source or "")
        return run_screen(services, opening, no_color=no_color)
    finally:
        services.close()


class _Run:
    """One session from the command line, on a screen or in lines.

    Args:
        name: the id or the file of a script.
        request: what was asked for.
        heard: the voice, and where the sound goes.
        plain: whether to play in lines even where a screen is possible.
        no_color: whether the screen is without colours.

    Raises:
        SoundError: when the file for the sound already exists.
    """

    def __init__(
        self, name: str, request: Request, heard: Options, *, plain: bool, no_color: bool
    ) -> None:
        self._name, self._request, self._no_color = name, request, no_color
        self._file = heard.output if isinstance(heard.output, Path) else None
        if self._file is not None and self._file.exists() and not self._file.is_dir():
            raise SoundError(f"{self._file} already exists", "choose another name, or delete it")
        self._on_screen = self._file is None and is_screen() and not wants_lines(plain=plain)
        self._services = Services(heard)
        self._curtain = Curtain()
        self._first_words = ""

    def run(self) -> int:
        """Play the session, and return the exit code."""
        try:
            with neutral_title(wanted=self._services.is_discreet):
                code = self._play(self._services.open(self._name))
        finally:
            self._curtain.hide()
            self._services.close()
        if code == 0 and self._file is not None:
            print(f"companion: wrote {printable(str(self._file))}", file=sys.stderr)
        return code

    def _play(self, opened: Opened) -> int:
        # `sit` starts without an introduction, and so does a session written to a file
        is_door = self._name == SIT or self._file is not None
        first = Introduction() if is_door else introduce(opened)
        if self._services.is_discreet:  # nobody is named
            first = replace(first, slots=())
        if self._on_screen and (first.slots or first.warnings):
            return self._show(None)
        if first.warnings and not self._on_screen:
            from companion.plain.lines import write_line  # most sessions have none

            for warning in first.warnings:
                write_line(f"companion: {printable(warning)}", sys.stderr)
        typed = sys.stdin if sys.stdin and sys.stdin.isatty() else None
        if typed is not None and first.slots:
            self._request = replace(self._request, slots=_ask(first.slots))
        elif "partner" in [name for name, _, _ in first.slots] and (name := partner("")):
            self._request = replace(self._request, slots={"partner": name})
        self._tell_ahead()
        progress = Progress("the voice reads ahead")
        try:
            transport = self._services.start(opened, self._request, self._announce, progress.tell)
        finally:
            progress.clear()
        transport.play()
        if self._on_screen:
            return self._show(transport)
        asked = (self._name, self._request)
        play_lines(
            self._services,
            asked,
            transport,
            self._first_words,
            typed,
            is_heard=self._file is None,
        )
        return 0

    def _tell_ahead(self) -> None:
        """Tell what is not as it was asked for, or as one may think."""
        if line := day_line(self._request.until, now_ms()):
            self._services.notices.add(line, repeat=True)

    def _announce(self, line: str) -> None:
        """Show the first words, then start to open the device, so that the words come first."""
        self._first_words = line
        if self._on_screen:
            self._curtain.show(line)
        else:
            print(line, flush=True)
        self._services.warm_sound()

    def _show(self, transport: Transport | None) -> int:
        """Run the screen, with a session that is playing, or with one that asks something first."""
        from companion.tui.services import Opening

        opening = Opening((self._name, self._request), transport, starts=transport is None)
        return run_screen(self._services, opening, no_color=self._no_color)


def _ask(slots: tuple[tuple[str, str, str], ...]) -> dict[str, str]:
    """Ask for the slots of a script before it begins; an empty answer takes the default."""
    answers = {}
    for name, question, written in slots:
        default = partner(written) if name == "partner" else written
        try:
            answers[name] = " ".join(input(f"{question} ({default}) ").split()) or default
        except EOFError:
            answers[name] = default
    return answers
