"""Pacing: the rests that no author wrote, and the longest silence without words.

The numbers come from the pacing tables of the design; most rest on experience, not on studies.
"""

from bisect import bisect_right

from companion.script.manner import Words
from companion.units import MINUTE, SECOND, Millis

BETWEEN_SENTENCES = Millis(1_200)
BETWEEN_PARAGRAPHS = Millis(2_400)
BEFORE_BELL = Millis(1_500)
CLEAR_OF_BELL = Millis(3_000)
# A reminder leaves at least this much silence after it, so that it doesn't run into the next cue.
AFTER_REMINDER = Millis(15_000)
COUNTED_ROUNDS = 3
MINIMAL_REST = Millis(600)

# (minutes of the session, longest silence in seconds for a beginner, and for a practised person)
_LONGEST_SILENCE = (
    (1, 6, 8), (2, 8, 12), (3, 12, 20), (5, 25, 40), (10, 45, 90), (15, 60, 150),
    (20, 90, 180), (30, 120, 300), (45, 180, 480), (60, 240, 600),
)  # fmt: skip


def longest_silence(total: Millis, words: Words) -> Millis:
    """The longest silence without words that suits a session of this length.

    Args:
        total: how long the session is.
        words: how many words are wanted; people who want few are used to silence.
    """
    minutes = total / MINUTE
    weights = {"guided": (1.0, 0.0), "light": (0.5, 0.5), "quiet": (0.0, 1.0)}[words]
    seconds = [weights[0] * new + weights[1] * used for _, new, used in _LONGEST_SILENCE]
    knots = [row[0] for row in _LONGEST_SILENCE]
    i = bisect_right(knots, minutes)
    if i in (0, len(knots)):
        return Millis(round(seconds[min(i, len(knots) - 1)] * SECOND))
    share = (minutes - knots[i - 1]) / (knots[i] - knots[i - 1])
    interpolated = seconds[i - 1] + share * (seconds[i] - seconds[i - 1])
    return Millis(round(interpolated * SECOND))


def reminder_times(every: Millis, total: Millis, words: Words) -> tuple[Millis, Millis]:
    """The time before the first reminder of a silence, and the time between later ones.

    Args:
        every: the least time between reminders that the author wants.
        total: how long the session is.
        words: how many words are wanted; people who want few are reminded less often.
    """
    limit = longest_silence(total, words)
    return min(every, limit), every if words == "guided" else max(every, limit)


START_FADE = Millis(5 * SECOND)
