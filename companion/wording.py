"""The program's own words, spoken and shown: for breath, questions, safety and fitting a voice."""

from collections.abc import Collection, Mapping

from companion.script.step import Asked, Choose, PhaseName, Rate
from companion.units import MINUTE, Millis, spoken_duration

# The language of these words.
LANGUAGE = "en"
# One or two words, short enough for the shortest phase; a rest is left silent.
BREATH_SPOKEN: Mapping[PhaseName, str] = {
    "in": "In.",
    "top_up": "And more.",
    "hold": "Stay.",
    "out": "Out.",
}
NUMBERS = (
    "Zero", "One", "Two", "Three", "Four", "Five", "Six",
    "Seven", "Eight", "Nine", "Ten", "Eleven", "Twelve",
)  # fmt: skip

SAFETY_LINES = (
    "This is for when neither of you is afraid of the other.",
    "If you are, stop here, and press i, or talk to someone you trust.",
)
"""The first lines of every session about the two of you (rule R9)."""
TOGETHER_LINES = (
    "This is for two people who both want it.",
    "If one of you is only here to keep the peace, stop now.",
)
"""The first lines where both listen: someone who is afraid can't press a key in front of them."""


def safety_lines(flags: Collection[str]) -> tuple[str, ...]:
    """The first lines of a session with these safety flags."""
    if "relationship" not in flags:
        return ()
    return TOGETHER_LINES if "together" in flags else SAFETY_LINES


INSTEAD_OF_BREATH = "If you like, feel the weight of your hands, and what's under you."


def is_ours(lang: str) -> bool:
    """Whether a script is in the language of the program's own words."""
    return lang.lower().partition("-")[0] == LANGUAGE


def read_aloud(asked: Asked, lang: str = LANGUAGE) -> list[str]:
    """The lines of a question as they are spoken: the prompt, and the possible answers.

    In another language numbers are digits, so that a voice says them in that language.
    """
    match asked:
        case Rate() if is_ours(lang):
            return [asked.prompt, f"Zero is {asked.low}, ten is {asked.high}."]
        case Rate():
            return [asked.prompt, f"0: {asked.low}. 10: {asked.high}."]
        case Choose():
            labels = (option.label.rstrip(".") for option in asked.options)
            name = NUMBERS if is_ours(lang) else tuple(map(str, range(len(NUMBERS))))
            options = [f"{name[i]}: {label}." for i, label in enumerate(labels, 1)]
            return [asked.prompt, *options]
        case _:
            return [asked.prompt]


BREATH_NOTED: dict[PhaseName, str] = {
    "in": "breathing in",
    "top_up": "a little more in",
    "hold": "staying",
    "out": "breathing out",
    "rest": "resting",
}

ABOUT_LIMITS = "This isn't therapy, and it isn't an emergency service."
NO_INTERVAL_BELL = "no interval bell rings, because the session is too short for one"
NO_HALF_WAY = "no bell rings half way, because this goes on until you end it"
UNTIL_YOU_END_IT = "quiet, until you end it"
NOTHING_KEPT = "Nothing of this is kept. Copy what you need."

SPACE_HELP = "is this space, or something else? a page to read"

FITTING_INTRODUCTION = """\
Six times, you'll hear one line spoken two ways.
It takes about 90 seconds.

Each time, say which of the two you'd rather have beside you.
There's no right answer. "No difference" is an answer too."""
FITTING_QUESTION = "Which of the two would you rather have beside you?"
SILENCE_CHOSEN = "You chose silence. companion voices use auto brings the voice back."
KEPT_FOR = {
    "shaken": "for when it's too much",
    "settled": "for when it's calmer",
    "both": "always",
}
"""The times that a profile can be kept for."""
FITTING_NO_SOUND = "there's no sound here right now, so there's nothing to compare"
FITTING_WITHOUT_SOUND = f"""\
{FITTING_NO_SOUND.capitalize()}.
companion doctor says what would fix it."""
FITTING_WAITS = "It can begin as soon as there's sound. esc leaves."
FITTING_BEGINS = "Enter begins, esc leaves. Nothing is kept unless you say so."


def kept(profile_for: str) -> str:
    """The line that says when a kept profile is used, and how to delete it."""
    return f"Kept {KEPT_FOR[profile_for]}. companion forget --voice deletes it."


def begins_in(settle: Millis) -> str:
    """The line for the time to settle."""
    return f"It begins in {spoken_duration(settle)}."


ON_YOUR_OWN = "from here you go at your own pace; the other one goes on as agreed"


def so_far(played: Millis) -> str:
    """The time that a session without a fixed end has gone on, in whole minutes."""
    minutes = played // MINUTE
    return f"{minutes} min so far" if minutes else "less than a minute so far"


def bell_after_end(time: str) -> str:
    """The line about an interval bell that was asked for after the end."""
    return f"no bell rings at {time}, because the session is over by then"


def bell_without_room(place: str) -> str:
    """The line about an interval bell that finds no room between words and other bells."""
    return f"no bell rings {place}, because there's no room for it"


# Two sentences each, so that the pause and the bed between them can be heard.
FITTING_LINES = (
    "Something hurts tonight. It's allowed to hurt.",
    "Feel your feet on the floor. The floor's got you.",
    "They asked for some space. That can still be care.",
    "Let your shoulders drop. The next breath looks after itself.",
    "You don't have to know how this goes on. It's enough to sit here.",
    "What you feel makes sense. So does what they need.",
)
