"""The words of the page after a session, as they are shown and as a voice says them.

Marks such as [2s] in spoken words are rests, as in a script. Names in braces are filled by the
screen: {reason}, {person}, {line} and {emergency}.
"""

FINISHED = "That's it. Sit as long as you like; this page doesn't do anything by itself."
GENTLE = "You ended it here. That's a good place to end."
GENTLE_SPOKEN = "That's a good place to stop. Look around, and take your time getting up."
STOPPED = "Stopped."
STOPPED_EARLY = "Stopped. Was it too much, or just not the right one?"
STOPPED_EARLY_ROWS = (("1", "too much"), ("2", "not the right one"), ("enter", "neither"))
STOPPED_LATE = "Stopped. You've had most of it."
INTERRUPTED = "It stopped because {reason}. It wasn't you."
INTERRUPTED_ROWS = (("enter", "go on from there"), ("esc", "home"))
SOUND_WENT = "the sound went away"
TOO_MUCH = "Then leave it. Feet on the floor, eyes open, look at three things."
TOO_MUCH_SPOKEN = "Leave it. Feet down. Look at three things in the room."
NOT_RIGHT = "Try one of these:"
PLAINER = ("n", "something plainer")

QUESTION = "How is it now, next to before?"
QUESTION_ROWS = (("1", "softer"), ("2", "about the same"), ("3", "stronger"), ("enter", "skip"))
OR_A_NUMBER = "Press 0 for a number from 0 to 10"
NOT_KEPT = "Nothing you say here is kept."
IS_KEPT = "It's kept, as you asked."
NOT_COMPARED = "Without a number before it, a number alone isn't kept."
IS_BESIDE = "It's shown beside the message you put away."
SKIPPED = "Skipped. That's fine."

SOFTER = "Good to know. It might come back, and you'll know where this is."
SOFTER_SPOKEN = "Good to know."
SMALL_THINGS = ("water", "a coat", "a text to a friend about something else")
SAME = "Still there. That happens more often than not, and it doesn't mean you did it wrong."
SAME_SPOKEN = "Still there. That's common. You can leave it, or do one short thing."
SHORTER = "something shorter"
DIFFERENT = "something different"
BE_WITH = "Can you be with it?"
IS_WITH = "Then it doesn't have to get smaller. You can take it with you to the next thing."
IS_WITH_SPOKEN = "Then it doesn't have to get smaller."
A_LITTLE = "A little is plenty. You could leave it there, or do one short thing."
STRONGER = "It got stronger. That happens, and it isn't your fault. No more sitting for now."
STRONGER_SPOKEN = "It got stronger. That isn't your fault. Let's stop sitting."

VERY_STRONG = "It's very strong. You didn't do this wrong."
VERY_STRONG_STOP = "Stop here. Keep your eyes open. Put both feet down."
VERY_STRONG_SPOKEN = (
    "It's very strong. You didn't do this wrong. [2s] Stop here, eyes open, both feet down. [6s] "
    "You can do something shorter, or move, or call someone. The keys are one, two, three and "
    "four. [4s] If you're thinking about dying, press four."
)
EYES_OPEN = ("1", "Something shorter, with your eyes open")
OPEN_EYES = "Something else, with your eyes open"
MOVE = (
    "2",
    "Move: stairs, shake your arms, cold water over your wrists, outside if it's safe",
)
PERSON = ("3", 'A person: {person}. You could say: "I\'m having a bad night. Can you talk?"')
SOMEONE = "someone you trust"
HELPLINE = ("4", "A helpline: {line}. You don't have to be sure to call.")
ANY_HELPLINE = "one for people in a crisis"
AFRAID = ("i", "I'm afraid of my partner")
FOUR_FIRST = (
    "If you're thinking about suicide or hurting yourself, go to 4 first. "
    "In danger now: {emergency}."
)
ANY_EMERGENCY = "your local emergency number"
TAKE_TIME = "Take the time you need. This will be here, quiet."
