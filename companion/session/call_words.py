"""The words of the card of whom one could call, as they are shown and as a voice says them.

Marks such as [2s] in spoken words are rests, as in a script. Names in braces are filled.
"""

from collections.abc import Mapping

from companion.store.helplines import Need

TITLE = "Someone to call"
HEADINGS: Mapping[Need, str] = {
    "emergency": "Danger now, or someone's hurt",
    "crisis": "Thinking about suicide, or hurting yourself",
    "abuse": "Afraid of your partner",
    "behaviour": "Worried about what you might do",
    "general": "Someone who listens",
}
"""What each kind of line is for, in the person's words."""
WITHOUT: Mapping[Need, str] = {
    "emergency": "your local emergency number",
    "crisis": "your local emergency number, or search for \u201ccrisis line\u201d and your country",
    "abuse": "search for \u201cdomestic abuse helpline\u201d and your country, on a device that's "
    "only yours",
    "behaviour": "a doctor, or search for help for people worried about their own behaviour",
}
"""What stands in place of a number that isn't known, on the card and in pages."""
NOT_HERE = "no line for this is known here for {country}; {directories} list more"
PERSON = "Someone you chose"
NOBODY = "nobody yet. The settings can keep a name and a number, where anyone here could read them"
MORE = "{country}: more numbers"
WORDS = (
    "\u201cI don't know how to say this.\u201d",
    "\u201cCan you stay on the phone?\u201d",
    "\u201cI don't need advice, I need company.\u201d",
)
NO_COUNTRY = (
    "No number is shown before you've said which country you're in: {how}. Until then, your local "
    "emergency number is the one for danger."
)
NO_COUNTRY_SPOKEN = (
    "I don't know your country. Press k. [1s] Until then, your local emergency number is the one "
    "for danger."
)
FOUND = "Found in public pages, newest {date}. Numbers change; if one fails, use the first one."
READ_AGAIN = (
    "Read again by {names}, newest {date}. Numbers change; if one fails, use the first one."
)
NONE_HERE = "None is known here for {country}."
NONE_FOUND = "None is shown before you've said which country you're in."
NOTES = (
    "You don't have to be sure, and it doesn't have to be an emergency.",
    "If a line's busy, stay on, or try the next.",
    "If calls show on a bill someone else reads, use another phone.",
)
SPOKEN = "Here's who you can call."
AGAIN = "Again."
READING = "Reading aloud, in a moment. p stops it."
CANNOT_READ = "It can't be heard now: {reason}."
BY_TEXT = "By text."

COPY = (
    "A copy may stay in the clipboard, in its history, and on other devices that share it. "
    "{key} once more copies it."
)
COPIED = "Copied, if your terminal lets it. It stays until something else is copied."
NOT_DIALLED = "Nothing here dials."

COUNTRY = "Which country are you in?"
COUNTRY_WHY = "It's only for the numbers, and forgotten when you leave, unless you keep it."
COUNTRY_HINT = "its name, or two letters"
COUNTRY_GUESS = "as this computer's language has it"
COUNTRY_NONE = "There's nothing for that here. esc goes back; {directories} list more countries."
COUNTRY_KEEP = "Keep {country} for the next time"
COUNTRY_KEEP_LINE = "in the settings, where anyone on this computer could read it"
COUNTRY_KEPT = "Kept in {file}. The settings can change it."

HELP_IS_NEAR = "Too much? {key}: someone to call."
"""The quiet line under every box and every rating (rule R10)."""
