"""The table of settings: the id, label, values, default and explanation of each.

The screen, `companion config`, the settings file and docs/settings.md are made from it.
"""

from collections.abc import Mapping
from difflib import get_close_matches

from companion.audio.levels import BED_DB, STEP_DB, VOICE_DB
from companion.errors import NotFoundError
from companion.script.slots import ANCHOR_WORDS
from companion.store.preferences.keeping import KEPT
from companion.store.preferences.kinds import (
    Arguments,
    Choice,
    Country,
    Key,
    Named,
    Number,
    Text,
    Value,
)
from companion.store.preferences.setting import Setting, Variable
from companion.timeline.request import LIMITS

PARTS: Mapping[str, str] = {
    "voice": "Voice",
    "sound": "Sound",
    "words": "Words",
    "look": "Look",
    "keys": "Keys",
    "privacy": "Privacy",
    "now": "Now",
}
"""The parts of the settings, in their order, with their headings."""
BUILT_IN_THEMES: Mapping[str, str] = {
    "night": "night",
    "dawn": "dawn",
    "paper": "paper, light",
    "contrast": "strong contrast",
    "terminal": "the terminal's own colours",
}
KEYS = "keys."
"""The beginning of the ids of keys, such as `keys.pause`."""
_IN_CLEAR = (
    "Kept in clear in {file}: anyone who can open your files can read it. "
    "companion forget --person deletes it."
)


def _yes(text: str) -> str | None:
    return "yes" if text and text != "0" else None


def _number(name: str, step: float, unit: str = "") -> Number:
    return Number(*LIMITS[name], step, unit)


def _fitted(mood: str, ending: str, labels: str, use: str) -> tuple[Setting, ...]:
    """The settings of a fitted profile; `ending` and `labels` tell those of one mood apart."""
    return (
        Setting(f"voice.fitted{ending}", f"Fitted{labels}", Named(), "",
                f"The voice that was fitted to you {use}.", path=(mood, "voice")),
        Setting(f"voice.pace{ending}", f"Pace{labels}", _number("pace", 0.05), 1.0,
                f"How fast the voice speaks {use}; 1 is the usual pace, and --pace multiplies it.",
                path=(mood, "pace")),
        Setting(f"voice.pitch{ending}", f"Pitch{labels}", _number("pitch", 0.05), 1.0,
                f"How high the voice is {use}.", path=(mood, "pitch")),
        Setting(f"voice.range{ending}", f"Range{labels}", _number("pitch_range", 0.05), 1.0,
                f"How lively the voice is {use}; below 1 it is more even.",
                path=(mood, "pitch_range")),
        Setting(f"voice.pauses{ending}", f"Pauses{labels}", _number("pauses", 0.1), 1.0,
                f"How long it rests between sentences {use}.", path=(mood, "pauses")),
    )  # fmt: skip


_CALM, _SHAKEN = "in every session that isn't an emergency", "in emergency sessions"
_VOICE = (
    Setting("voice.name", "Voice", Named(fixed={"auto": "the clearest", "silent": "none"}), "auto",
            "Which voice speaks; companion voices lists them.",
            (Variable("COMPANION_VOICE"),), "--voice", ("voice",)),
    *_fitted("settled", "", "", _CALM),
    *_fitted("shaken", "_now", ", now", _SHAKEN),
    Setting("voice.files", "Added voices", Arguments(), (),
            "The voice files that you added with companion voices add.", path=("voice_files",)),
    Setting("voice.command", "Own program", Arguments(), (),
            "A program of yours that speaks, with {file} for the words and {out} for the sound.",
            path=("command",)),
)  # fmt: skip
_SOUND = (
    Setting("sound.device", "Loudspeaker", Named(fixed={"auto": "the usual one"}), "auto",
            "Which device plays; companion sounds devices lists them.", (), "--device",
            ("device",)),
    Setting("sound.voice_level", "Voice level", Number(*VOICE_DB, STEP_DB, "dB"), 0.0,
            "How loud the voice and the bells are at the start of a session."),
    Setting("sound.bed", "Underneath",
            Named(source="bed", fixed={"script": "what the script says", "off": "none"}),
            "script", "The sound in the background; companion sounds lists them.",
            (), "--bed"),
    Setting("sound.bed_level", "Its level", Number(*BED_DB, STEP_DB, "dB"), 0.0,
            "How loud the background sound is at the start of a session."),
    Setting("sound.bed_fitted", "Its fit", _number("bed", 1, "dB"), 0.0,
            f"The loudness of the background sound that was fitted to you {_CALM}.",
            path=("settled", "bed")),
    Setting("sound.bed_fitted_now", "Its fit, now", _number("bed", 1, "dB"), 0.0,
            f"The loudness of the background sound that was fitted to you {_SHAKEN}.",
            path=("shaken", "bed")),
    Setting("sound.bell", "Bell",
            Named(source="bell", fixed={"script": "what the script says", "off": "none"}),
            "script", "Which bell rings; off rings none.", (), "--bell"),
    Setting("sound.gentle", "First sound", Choice({"no": "begins softly", "yes": "as it is"}), "no",
            "Whether you have said that the loudness is right; until then the voice begins "
            "softly and rises."),
)  # fmt: skip
_WORDS = (
    Setting("words.amount", "Words",
            Choice({"guided": "all of them", "light": "fewer", "quiet": "very few"}), "guided",
            "How many words you hear, in scripts where some can be left out.", (), "--words"),
    Setting("words.breath", "Breathing",
            Choice({"guided": "guided", "left-out": "left out"}), "guided",
            "Whether words guide your breath; left out, something else takes its place.",
            (), "--no-breath"),
    Setting("words.anchor", "Attention",
            Choice({name: ANCHOR_WORDS[name]
                    for name in ("feet", "hands", "sounds", "object", "breath")}), "feet",
            "Where your attention rests, in scripts that let you choose.", (), "--anchor"),
    Setting("words.partner", "They're called", Text(40, "your partner"), "",
            "What your partner is called, in scripts that ask for it."),
)  # fmt: skip
_LOOK = (
    Setting("look.theme", "Colours", Named(source="theme", fixed=BUILT_IN_THEMES), "night",
            "The colours of the screen; NO_COLOR asks for the terminal's own.",
            (Variable("NO_COLOR", lambda text: "terminal" if text else None),
             Variable("COMPANION_THEME")), "--theme"),
    Setting("look.motion", "Motion",
            Choice({"full": "all of it", "basic": "a bar", "none": "none, words instead"}),
            "full", "How much moves on the screen.",
            (Variable("COMPANION_MOTION"),
             Variable("TEXTUAL_ANIMATIONS",
                      lambda text: text.lower() if text.lower() in ("full", "basic", "none")
                      else None))),
    Setting("look.time", "Time left",
            Choice({"minutes": "whole minutes", "seconds": "to the second",
                    "hidden": "not shown"}), "minutes",
            "How a session shows the time that is left.", (Variable("COMPANION_TIME"),)),
    Setting("look.characters", "Characters",
            Choice({"auto": "what the terminal can show", "unicode": "all of them",
                    "ascii": "plain ones"}), "auto",
            "Which characters draw bars and marks.", (Variable("COMPANION_CHARACTERS"),),
            "--ascii"),
    Setting("look.plain", "Plain lines",
            Choice({"auto": "where there's no screen", "yes": "always"}), "auto",
            "Whether plain lines of text open instead of a screen.",
            (Variable("COMPANION_PLAIN"), Variable("ACCESSIBLE", _yes),
             Variable("TERM", lambda text: "yes" if text == "dumb" else None)), "--plain"),
)  # fmt: skip
_REST = (
    Setting("hide.key", "Bring back", Key(("ctrl+c", "ctrl+q")), "h",
            "The key that brings a hidden screen back; while it's h, F8 does too, and all others "
            "do nothing."),
    Setting("privacy.last_choices", "Last choices",
            Choice({"no": "forgotten", "yes": "remembered"}), "no",
            "Whether the length, sounds and words you chose last are kept for the next time.",
            note="They're kept in {file}, with the names of the sessions. "
                 "companion forget --last deletes them."),
    Setting("privacy.discreet", "Discreet", Choice({"no": "off", "yes": "on"}), "no",
            "Captions alone, without sound and names, and neutral names for sessions and the "
            "window.", (), "--discreet"),
    Setting("privacy.country", "Country", Country(), "",
            "Whose numbers are shown under someone to call; a guess shows none."),
    Setting("privacy.person", "Your person", Text(60), "",
            "Someone you could call at night: their name.", note=_IN_CLEAR),
    Setting("privacy.person_number", "Their number", Text(40), "",
            "The number of the person you chose.", note=_IN_CLEAR),
    Setting("privacy.person_line", "Your line", Text(120), "",
            "A line that you write for yourself, shown beside the number.", note=_IN_CLEAR),
    *KEPT,
    Setting("now.session", "Right now", Named(source="emergency"), "first-two-minutes",
            "Which emergency session begins at once, by n and by companion now."),
)  # fmt: skip

SETTINGS: Mapping[str, Setting] = {
    setting.id: setting for setting in (*_VOICE, *_SOUND, *_WORDS, *_LOOK, *_REST)
}
"""Every setting by its id, in the order of the screen; the keys of a session are in `keymap`."""
COUNTRY = "privacy.country"
PERSON = ("privacy.person", "privacy.person_number", "privacy.person_line")


def setting(id: str) -> Setting:  # noqa: A002
    """Return the setting with an id.

    Raises:
        NotFoundError: when there is none; the remedy names the nearest id.
    """
    if (found := SETTINGS.get(id)) is not None:
        return found
    if id.startswith(KEYS):
        name = id.removeprefix(KEYS)
        return Setting(id, name, Key(), "", f"The key for {name}.")
    ids = list(SETTINGS)
    endings = [each for each in ids if each.partition(".")[2] == id]
    near = endings or get_close_matches(id, ids, n=1)
    remedy = f'did you mean "{near[0]}"?' if near else "companion config show lists them all"
    raise NotFoundError(f'there\'s no setting "{id}"', remedy)


def at(table: Mapping[str, object], place: tuple[str, ...]) -> object:
    """The raw value at a place in a settings file; None when there is none."""
    found: object = table
    for key in place:
        found = found.get(key) if isinstance(found, Mapping) else None
    return found


def values_in(table: Mapping[str, object]) -> dict[str, Value]:
    """Every value in a settings file that can be used, by the id of its setting."""
    found = {name: row.kind.of_toml(at(table, row.place)) for name, row in SETTINGS.items()}
    keys = table.get("keys")
    for name, raw in keys.items() if isinstance(keys, Mapping) else ():
        found[f"{KEYS}{name}"] = "" if raw == "" else Key().of_toml(raw)
    return {name: value for name, value in found.items() if value is not None}


def check_part(part: str, table: Mapping[str, object]) -> list[tuple[str, str]]:
    """Return what is wrong in a part of a settings file, as (message, remedy) for each entry."""
    problems = []
    for name, raw in table.items():
        try:
            row = setting(f"{part}.{name}")
        except NotFoundError as error:
            problems.append((error.message, error.remedy))
            continue
        if row.place != (part, name):
            problems.append((f'"{name}" doesn\'t go under [{part}]', _place_remedy(row)))
        elif row.kind.of_toml(raw) is None and not (part == "keys" and raw == ""):
            problems.append((f"{row.id} can't have this value", row.remedy(raw)))
    return problems


def _place_remedy(row: Setting) -> str:
    """The line that says where a setting goes in the file."""
    *tables, name = row.place
    where = f"under [{tables[0]}]" if tables else "at the top, before the first ["
    return f"write {name} = {where}"
