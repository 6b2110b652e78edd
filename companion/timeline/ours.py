"""The few words that are the program's own: for breath, for a question, for safety."""

from collections.abc import Mapping

from companion.script.step import PhaseName

# The language they are in.
OURS = "en"
# One or two words, short enough for the shortest phase; a rest is left in quiet.
BREATH_WORDS: Mapping[PhaseName, str] = {
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
"""What a session about the two of you begins with, every time (rule R9)."""
INSTEAD_OF_BREATH = "If you like, feel the weight of your hands, and what is under you."
