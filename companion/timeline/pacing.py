"""Pacing: the rests that nobody wrote, and how long a silence may be before it needs a word.

The figures and where they come from stand in the design's pacing tables; most are craft.
"""

from bisect import bisect_right

from companion.script.manner import Words
from companion.units import MINUTE, SECOND, Millis

BETWEEN_SENTENCES = Millis(1_200)
BETWEEN_PARAGRAPHS = Millis(2_400)
BEFORE_BELL = Millis(1_500)
CLEAR_OF_BELL = Millis(3_000)
# A reminder leaves at least so much of its silence after itself; nearer it would run into
# what comes next.
AFTER_REMINDER = Millis(15_000)
COUNTED_ROUNDS = 3
MINIMAL_REST = Millis(600)

# Minutes of a session; the longest single silence in seconds for somebody new to it, and for
# somebody who is used to it.
_LONGEST_SILENCE = (
    (1, 6, 8), (2, 8, 12), (3, 12, 20), (5, 25, 40), (10, 45, 90), (15, 60, 150),
    (20, 90, 180), (30, 120, 300), (45, 180, 480), (60, 240, 600),
)  # fmt: skip


def longest_silence(total: Millis, words: Words) -> Millis:
    """The longest silence that suits a session of this length without a word in it.

    Args:
        total: how long the session is.
        words: how many words are wanted; those who want few are used to silence.
    """
    minutes = total / MINUTE
    column = {"guided": (1.0, 0.0), "light": (0.5, 0.5), "quiet": (0.0, 1.0)}[words]
    seconds = [column[0] * new + column[1] * used for _, new, used in _LONGEST_SILENCE]
    at = [row[0] for row in _LONGEST_SILENCE]
    i = bisect_right(at, minutes)
    if i in (0, len(at)):
        return Millis(round(seconds[min(i, len(at) - 1)] * SECOND))
    along = (minutes - at[i - 1]) / (at[i] - at[i - 1])
    between = seconds[i - 1] + along * (seconds[i] - seconds[i - 1])
    return Millis(round(between * SECOND))


def reminding(every: Millis, total: Millis, words: Words) -> tuple[Millis, Millis]:
    """When the first reminder of a silence is due, and how far apart the later ones are.

    Args:
        every: how far apart their author wants them at the least.
        total: how long the session is.
        words: how many words are wanted; who wants few is called back less often.
    """
    limit = longest_silence(total, words)
    return min(every, limit), every if words == "guided" else max(every, limit)


START_FADE = Millis(5 * SECOND)
