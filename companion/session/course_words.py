"""The words around a course, apart because screen and lines share them.

Nothing here counts, praises or waits for anyone. Marks such as [3s] in spoken words are rests.
"""

WHICH = "Which one would you like?"
BACK = "You're back. Yesterday might have been hard."
NEXT = "Here's the next one, or pick another."
BACK_SPOKEN = f"{BACK} [3s] {NEXT}"
WAY_ROUND = "Too much right now? Press n. This will still be here."
GIVES_WAY = "That's strong. Take one of these instead. The other one will still be here."
NOT_HERE = "The session for this isn't here. Pick another one, or go back."
ENDS = "That's the last one. It was never about finishing."
ENOUGH = "That's enough for today."
LONGER = "it's been longer than that"
START_OVER = "Start over"
HOME = "Home"
CALL = "Someone to call"
SPACE = "Is this space, or something else?"

KEEP = "Keep my place on this computer?"
KEEP_ABOUT = (
    "It's one number in the settings file. Anyone who uses this computer could see it. "
    "companion forget --courses deletes it."
)
KEEP_NO = "No"
KEEP_YES = "Yes, keep it"

SKIPS = "Enter with nothing typed skips this."
KEEP_MEETING = "Keep that on this computer till Sunday?"
KEEP_MEETING_ABOUT = (
    "It's a line in the settings file. Anyone who uses this computer could read it. After Sunday "
    "it isn't shown, and it's deleted the next time you open this."
)
KEEP_MEETING_NO = "No, only till I close this"

ALL = "Courses"
ALL_LINE = "A few evenings, a day, a weekend, or the two of you. Skip any of it."
COURSE_LINE = "a course, in any order"
BROKEN = "has mistakes; companion check {id} shows them"
