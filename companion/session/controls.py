"""Controls: one table of the keys in a session, with the footer, letter, help and act of each."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from companion.audio.levels import BED_DB, STEP_DB
from companion.script.slots import ANCHOR_WORDS
from companion.session.transport import Transport
from companion.units import Millis, spoken_duration


@dataclass(frozen=True, slots=True)
class Control:
    """One key, and what it does.

    `keys` is Textual's name of the key, `shown` its name in the footer, `letter` the one that
    plain mode reads before Enter. `act` returns a line to show, or an empty string. Controls that
    are not `always` in the footer are only in the help.
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
        return "Once you've answered this."
    if not added and transport.state in ("playing", "paused"):
        return "It goes on until you end it."
    return f"You'll stay here {spoken_duration(Millis(added))} longer." if added else ""


def _end(transport: Transport) -> str:
    transport.end_gently()
    return ""


def _anchor(transport: Transport) -> str:
    anchor = transport.swap_anchor()
    if anchor is None:
        return "This meditation doesn't use an anchor."
    return f"From the next line on: {ANCHOR_WORDS[anchor]}."


_LOUDEST = "The voice is as loud as it gets here; you can turn up your speaker."


def _voice(change: float) -> Callable[[Transport], str]:
    """Return an act that makes the voice louder by `change` dB."""

    def act(transport: Transport) -> str:
        before = transport.levels
        transport.set_levels(before.with_voice(change))
        if transport.levels == before:
            return _LOUDEST if change > 0 else "The voice is as quiet as it gets."
        return "The voice is a little " + ("louder." if change > 0 else "quieter.")

    return act


def _bed(change: float) -> Callable[[Transport], str]:
    """Return an act that makes the bed louder by `change` dB."""

    def act(transport: Transport) -> str:
        before = transport.levels
        if not transport.bed:
            return "There's no background sound here."
        transport.set_levels(before.with_bed(change))
        if transport.levels == before and change > 0:
            return "The background sound is as loud as it gets."
        if transport.levels.bed <= BED_DB[0]:
            return "The background sound is silent now."
        return "The background sound is a little " + ("louder." if change > 0 else "quieter.")

    return act


def _next_bed(transport: Transport) -> str:
    name = transport.next_bed()
    if name is None:
        return ""
    if transport.levels.bed <= BED_DB[0]:  # a person who asks for another bed wants to hear it
        transport.set_levels(replace(transport.levels, bed=0.0))
    return f"Background sound now: {name}." if name else "The background sound is off now."


def _stop(transport: Transport) -> str:
    transport.stop()
    return ""


CONTROLS = (
    Control("pause", "space", "space", "p", "pause", "pause, or go on", _toggle),
    Control("stop", "q", "q", "q", "stop", "stop at once", _stop),
    Control("end", "e", "e", "e", "end", "go to the closing words, then end", _end),
    Control("longer", "plus", "+", "+", "longer", "stay here a minute longer", _longer),
    Control("back", "left", "←", "b", "back", "hear the last 15 seconds again", _back),
    Control("anchor", "a", "a", "a", "anchor", "rest your attention elsewhere",
            _anchor, always=False),
    Control("next", "right", "→", "f", "next", "go on to the next step", _next),
    Control("softer", "left_square_bracket", "[", "[", "voice", "a quieter voice",
            _voice(-STEP_DB), always=False),
    Control("louder", "right_square_bracket", "]", "]", "voice", "a louder voice",
            _voice(STEP_DB), always=False),
    Control("thinner", "left_curly_bracket", "{", "{", "bed", "quieter background sound",
            _bed(-STEP_DB), always=False),
    Control("fuller", "right_curly_bracket", "}", "}", "bed", "louder background sound",
            _bed(STEP_DB), always=False),
    Control("bed", "b", "b", "u", "bed", "another background sound, or none",
            _next_bed, always=False),
)  # fmt: skip

# Pairs of keys that share one row of the help on the screen.
_PAIRS = {
    "softer": ("[ ]", "a quieter voice, or a louder one"),
    "thinner": ("{ }", "quieter background sound, or louder"),
}
_SECOND = ("louder", "fuller")


def help_rows() -> list[tuple[str, str]]:
    """The keys and their help, one row each; a pair of keys shares a row."""
    rows = ((c.id, (c.shown, c.help)) for c in CONTROLS if c.id not in _SECOND)
    return [_PAIRS.get(name, row) for name, row in rows]


NO_SOUND = "there's no sound right now; the words go on"
HIDE_HELP = "hide everything, in silence; h brings it back, paused"
NOW_HELP = "go straight to the first two minutes"
HELP_HELP = "this help"
