"""The program's own words, spoken and shown: for breath, questions, safety and fitting a voice."""

from collections.abc import Mapping

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
    "This one is for two people who are not afraid of each other.",
    "If you are afraid of them, you can stop here, and talk to somebody you trust.",
)
"""The first lines of every session about the two of you (rule R9)."""
INSTEAD_OF_BREATH = "If you like, feel the weight of your hands, and what is under you."


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
EMERGENCY = (
    "If you're in danger, or thinking of hurting yourself, call your local emergency number, or "
    "somebody you trust."
)
NO_INTERVAL_BELL = "no interval bell rings, because the session is too short for one"
NO_HALF_WAY = "no bell rings half way, because this goes on until you end it"
UNTIL_YOU_END_IT = "quiet, until you end it"
NOTHING_KEPT = "Nothing of this is kept. Copy what you need."

SPACE_TITLE = "Is this space, or something else?"
_SPACE = """\
Space is usually asked for in words. It has a rough length, or a next time to talk. They can still
be reached when something is urgent. You may ask for it too. It leaves your friends and your money
alone, the other one comes back from it, and you are not afraid.

It may be something else when silence is there to punish, or lasts until you give in. When there is
no end to it, or one rule for you and another for them. When somebody watches your phone, your money
or where you go, keeps you from people, threatens, insults or presses you, or threatens to harm
themselves. When you walk on eggshells.

Going quiet can also be too much at once, and no cruelty. A break like that needs a time to come
back, within a day or so. The pattern and the fear decide, not one evening.

If you are afraid, a helpline for people in hard relationships will listen, whatever you decide.
Your local emergency number is there for danger now. Somebody may be watching this device, so
another one can be the safer way to call.

You need not decide anything today.
"""
SPACE_PARAGRAPHS = tuple(" ".join(paragraph.split()) for paragraph in _SPACE.split("\n\n"))
SPACE_HELP = "is this space, or something else? words to read"

FITTING_INTRODUCTION = """\
You will hear the same words twice, six times over.
It takes about 90 seconds.

Each time, say which of the two you would rather have beside you.
There is no right answer, and hearing no difference is one too."""
FITTING_QUESTION = "Which of the two would you rather have beside you?"
SILENCE_CHOSEN = "You chose silence. companion voices use auto brings the voice back."
KEPT_FOR = {
    "shaken": "for when it is too much",
    "settled": "for when it is calmer",
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
    "Something hurts tonight. It is allowed to hurt.",
    "Feel your feet on the floor. It holds you.",
    "They asked for some room. That can still be care.",
    "Let your shoulders come down. The next breath comes by itself.",
    "You need not know how this goes on. It is enough to sit here.",
    "What you feel makes sense. So does what they need.",
)
