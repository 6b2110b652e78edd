"""What a person can do in a session: each row gives its key, footer, letter and help."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from companion.audio.levels import BED_DB, STEP_DB
from companion.script.slots import ANCHOR_WORDS
from companion.session.transport import Transport
from companion.units import Millis, spoken_duration


@dataclass(frozen=True, slots=True)
class Control:
    """One thing to do.

    `keys` is what a screen listens for, `letter` what plain mode reads before Enter. `act`
    gives a line to show, or an empty string. What is not `always` to be seen is in the help.
    """

    id: str
    keys: str
    shown: str
    letter: str
    label: str
    help: str
    act: Callable[[Transport], str]
    always: bool = True


def _toggle(transport: Transport) -> str:
    transport.toggle()
    return "Paused." if transport.state == "paused" else ""


def _back(transport: Transport) -> str:
    transport.back()
    return ""


def _next(transport: Transport) -> str:
    transport.next_step()
    return ""


def _longer(transport: Transport) -> str:
    added = transport.stay_longer()
    if not added and transport.question is not None:
        return "In a moment, when this is answered."
    return f"{spoken_duration(Millis(added))} longer here." if added else ""


def _end(transport: Transport) -> str:
    transport.end_gently()
    return ""


def _anchor(transport: Transport) -> str:
    anchor = transport.swap_anchor()
    if anchor is None:
        return "This one has no anchor to change."
    return f"From the next line on: {ANCHOR_WORDS[anchor]}."


_LOUDEST = "The voice is as loud as it goes here; the loudspeaker has its own."


def _voice(more: float) -> Callable[[Transport], str]:
    def act(transport: Transport) -> str:
        before = transport.levels
        transport.mix(before.with_voice(more))
        if transport.levels == before:
            return _LOUDEST if more > 0 else "The voice is as quiet as it goes."
        return "The voice, a little " + ("louder." if more > 0 else "quieter.")

    return act


def _bed(more: float) -> Callable[[Transport], str]:
    def act(transport: Transport) -> str:
        before = transport.levels
        if not transport.bed:
            return "Nothing runs underneath here."
        transport.mix(before.with_bed(more))
        if transport.levels == before and more > 0:
            return "What runs underneath is as loud as it goes."
        if transport.levels.bed <= BED_DB[0]:
            return "Nothing is heard underneath now."
        return "Underneath, a little " + ("louder." if more > 0 else "quieter.")

    return act


def _next_bed(transport: Transport) -> str:
    name = transport.next_bed()
    if name is None:
        return ""
    if transport.levels.bed <= BED_DB[0]:  # who asks for another one wants to hear it
        transport.mix(replace(transport.levels, bed=0.0))
    return f"Underneath now: {name}." if name else "Nothing underneath now."


def _stop(transport: Transport) -> str:
    transport.stop()
    return ""


CONTROLS = (
    Control("pause", "space", "space", "p", "pause", "pause, and go on", _toggle),
    Control("stop", "q", "q", "q", "stop", "stop at once", _stop),
    Control("end", "e", "e", "e", "end", "go to the closing words, then end", _end),
    Control("longer", "plus", "+", "+", "longer", "stay here a minute longer", _longer),
    Control("back", "left", "←", "b", "back", "hear the last 15 seconds again", _back),
    Control("anchor", "a", "a", "a", "anchor", "rest attention elsewhere", _anchor, always=False),
    Control("next", "right", "→", "f", "next", "go on to the next step", _next),
    Control("softer", "left_square_bracket", "[", "[", "voice", "a quieter voice",
            _voice(-STEP_DB), always=False),
    Control("louder", "right_square_bracket", "]", "]", "voice", "a louder voice",
            _voice(STEP_DB), always=False),
    Control("thinner", "left_curly_bracket", "{", "{", "bed", "less of what runs underneath",
            _bed(-STEP_DB), always=False),
    Control("fuller", "right_curly_bracket", "}", "}", "bed", "more of what runs underneath",
            _bed(STEP_DB), always=False),
    Control("bed", "b", "b", "u", "bed", "something else underneath, or nothing",
            _next_bed, always=False),
)  # fmt: skip

# Keys that belong together, as a help on a screen tells of them.
_PAIRS = {
    "softer": ("[ ]", "a quieter voice, or a louder one"),
    "thinner": ("{ }", "less of what runs underneath, or more"),
}
_SECOND = ("louder", "fuller")


def help_rows() -> list[tuple[str, str]]:
    """Keys and what they do, those that belong together in one row."""
    rows = ((c.id, (c.shown, c.help)) for c in CONTROLS if c.id not in _SECOND)
    return [_PAIRS.get(name, row) for name, row in rows]


NO_SOUND = "no sound right now; the words go on"
HIDE_HELP = "hide everything, in silence; h again brings it back, paused"
NOW_HELP = "leave this for the first two minutes, at once"
HELP_HELP = "this help"
