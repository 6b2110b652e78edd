"""The words of an agreement and its check-in, alone here because every front end says them."""

TITLE = "Our agreement"
CARD_TITLE = "What we'd like, until either of us changes it"
QUESTIONS = {
    "begins": "When does the space begin?",
    "checkin": "Which day do we check in, and at what hour?",
    "between": "What can either of us send in between?",
    "back": "How do we come back to each other?",
}
"""The questions of an agreement by the names of their answers, as its session asks them."""
BY_HAND = "Leave empty what you don't know yet. One line makes an agreement."

NONE = "No agreement here. It's a thing for a calm day."
KEPT = "Your agreement is here, sealed."
SAID = "You said {said}."
NO_CHECK_IN = "There's no check-in in it now."
PASSED = "It's come and gone."
WORRIED = "If you're worried about their life or health, call."

HERE_TITLE = "It's time."
OPENING = (
    "Keep your eyes open. Look at one thing in the room, then at them, or at the phone.",
    "Put both feet down, and let your shoulders drop.",
    "Have one sentence ready. Something like, I'm glad we said a time.",
    "You don't have to sort it all out today.",
)
HOME_COMING = "What you said, and a sit before it."
HOME_HERE = "A way to begin gently."
HOME_PASSED = "For when nothing's come."

SEE_HOW = "See how it works"
SIT_UNTIL = "Sit until then"
SIT_BEFORE = "Sit for a while"
SIT_SHORT = "One minute: feet"
TALK = "Before the talk"
HELLO = "Hello again"
LATE = "Not back yet"
TALKED = "We've talked"
OTHER_TIME = "Put in another time"
FIRST_TIME = "Put in a check-in"
READ = "Read it"
SAVED = "What you saved for it"
BY_HAND_ROW = "Write it down by hand"
FORGET = "Forget all agreements"
FORGET_ONE = "Forget this one"
CHANGE = "Change it"
BACK = "Back"
ANOTHER = "One from {date}"
MADE = "Made on {date}"

COPY_NOW = "Copy it now if you want it. It goes when you leave this page."
KEEP = "Keep this agreement"
KEEP_LINE = "sealed; you'll say when the check-in is"
KEPT_NOW = "It's kept, sealed. It's under m, our agreement."
NOTHING_WRITTEN = "You left it empty. That's an answer too."
GONE = "It's gone."

ASK_TIME = "When's the check-in?"
ASK_TIME_HOW = "A day and a time, like Sunday at six. Left empty, there's none."
IN_CLEAR = "Only this time is in clear: anyone who can open your files can read it."
TAKE_TIME = "Enter takes that; none leaves it out."
NO_TIME = "none"
HELP_PLAIN = "Too much? Enter goes on; afterwards c is someone to call."
TIME_KEYS = "Enter takes it, esc leaves it."
