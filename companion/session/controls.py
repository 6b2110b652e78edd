"""Controls: one table of the keys in a session, with the letter, the words and the act of each."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from companion.audio.levels import BED_DB, STEP_DB
from companion.script.slots import ANCHOR_WORDS
from companion.units import Millis, spoken_duration

if TYPE_CHECKING:  # home shows these keys before a session is loaded
    from collections.abc import Callable

    from companion.session.transport import Transport


@dataclass(frozen=True, slots=True)
class Control:
    """One key, and what it does.

    `keys` is Textual's name of the key, `shown` its name on the screen, `letter` the one that
    plain mode reads before Enter. `footer` is its word in the footer, empty where it isn't there;
    `help` is for plain mode, `short` for the help panel, in its `group`. `act` returns a line to
    show, or an empty string.
    """

    id: str
    keys: str
    shown: str
    letter: str
    footer: str
    help: str
    short: str
    group: Literal["Here", "Sound"]
    act: Callable[[Transport], str]


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
    if _is_settling(transport):
        return "It hasn't begun yet."
    added = transport.stay_longer()
    if not added and transport.question is not None:
        return "Once you've answered this."
    if not added and transport.state in ("playing", "paused"):
        return "It goes on until you end it."
    return f"You'll stay here {spoken_duration(Millis(added))} longer." if added else ""


def _is_settling(transport: Transport) -> bool:
    """Whether the time to get ready still lasts."""
    return transport.playhead < transport.timeline.beginning


def _end(transport: Transport) -> str:
    if _is_settling(transport):  # there is nothing yet that closing words could close
        transport.stop()
    else:
        transport.end_gently()
    return ""


def _anchor(transport: Transport) -> str:
    anchor = transport.swap_anchor()
    if anchor is None:
        return "There's nowhere else to rest in this one."
    return f"From the next line on: {ANCHOR_WORDS[anchor]}."


def _fewer(transport: Transport) -> str:
    if transport.fewer_words():
        return "Fewer words from here on."
    return "There are no words to leave out from here on."


NO_SOUND = "there's no sound right now; the words go on"
_LOUDEST = "The voice is as loud as it gets here; you can turn up your speaker."


def _voice(change: float) -> Callable[[Transport], str]:
    """Return an act that makes the voice louder by `change` dB."""

    def act(transport: Transport) -> str:
        before = transport.levels
        transport.set_levels(before.with_voice(change))
        if transport.trouble():
            return f"{NO_SOUND.capitalize()}."
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
        if transport.trouble():
            return f"{NO_SOUND.capitalize()}."
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
    Control("pause", "space", "space", "p", "pause", "pause, or go on", "pause, and go on",
            "Here", _toggle),
    Control("end", "e", "e", "e", "end gently", "go to the closing words, then end", "end gently",
            "Here", _end),
    Control("stop", "q", "q", "q", "stop", "stop at once", "stop at once", "Here", _stop),
    Control("back", "left", "←", "<", "", "hear the last 15 seconds again", "15 seconds back",
            "Here", _back),
    Control("next", "right", "→", ">", "", "go on to the next step", "next step", "Here", _next),
    Control("longer", "plus", "+", "+", "", "stay here a minute longer", "a minute longer",
            "Here", _longer),
    Control("fewer", "w", "w", "w", "", "fewer words from here on", "fewer words", "Here", _fewer),
    Control("anchor", "a", "a", "a", "", "rest your attention elsewhere", "rest elsewhere",
            "Here", _anchor),
    Control("softer", "left_square_bracket", "[", "[", "", "a quieter voice", "voice quieter",
            "Sound", _voice(-STEP_DB)),
    Control("louder", "right_square_bracket", "]", "]", "", "a louder voice", "voice louder",
            "Sound", _voice(STEP_DB)),
    Control("thinner", "left_curly_bracket", "{", "{", "", "quieter background sound",
            "underneath quieter", "Sound", _bed(-STEP_DB)),
    Control("fuller", "right_curly_bracket", "}", "}", "", "louder background sound",
            "underneath louder", "Sound", _bed(STEP_DB)),
    Control("bed", "b", "b", "u", "", "another background sound, or none",
            "something else there", "Sound", _next_bed),
)  # fmt: skip
"""The keys of a running session, by importance."""
