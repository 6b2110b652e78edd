"""The words of a message that isn't sent, alone here because every front end says them."""

TITLE = "The message I didn't send"
WHAT = (
    "This is a place for what you'd like to send right now. It's put away while you sit for a bit, "
    "and then you see it again. Nothing is sent from here, ever."
)
WRITE_HINT = "esc puts it away. F8 hides it. Left empty, nothing's put away."
WRITE_LINES = "Type what you'd like to send right now. A line with only a dot ends it."
NOTHING_WRITTEN = "Nothing was typed, so nothing is put away."

WILL_BE_SEALED = "It's sealed then, with your passphrase."
WILL_BE_IN_MEMORY = (
    "Nothing's being kept, so it stays in memory, and it's gone when you leave companion."
)
PUT_AWAY = "It's put away."
SEALED = "It's sealed. You'll need your passphrase to see it again."
IN_MEMORY = (
    "It's only in memory, because nothing's being kept. When you leave companion, it's gone."
)
SIT = "Sit for a while"
SIT_LINE = "then you see it again"
LATER = "Leave it put away"
LATER_LINE = "it's under m, whenever you like"

WAITING = "There's one put away, only in memory."
KEPT = "What you didn't send is here, sealed."
WRITE = "Write one"
READ = "See it again"
READ_MEMORY = "it's only in memory"
READ_SEALED = "with your passphrase"
FORGET_ALL = "Forget all of them"
AFTER_ROW = "The message you put away"
AFTER_LINE = "you can see it again now, or leave it"

BEFORE_LABEL = "How strong it was, before the sit"
AFTER_LABEL = "And after it"
FEEL, NEED, WOULD = "I feel", "I need", "Would you"
AS_IT_IS = "This is what you wrote."
FOR_CHECK_IN = "It's saved for the check-in."
KEEP = "Keep it"
KEEP_SEALED = "sealed, with your passphrase"
KEEP_STAYS = "it stays as it is, sealed"
SOFTEN = "Say it another way"
SOFTEN_LINE = "I feel, I need, would you; in your own words"
SAVE = "Save it for the check-in"
LET_GO = "Let it go"
BACK = "Leave it put away"
CHOOSE = "Those you didn't send"
SOFTEN_HOW = "Three lines, in your own words. Nothing reads them but you."
IS_KEPT = "It's kept, sealed."
LEFT_OPEN = "It's still put away."
GONE = "It's gone."
NOTHING_SAVED = "Nothing's saved for the check-in."

COPY_WARNING = (
    "A copy can stay in the clipboard and its history, and whatever reads those can read it. "
    "y once more copies it."
)
GOES_WITH_IT = "There's a message only in memory. q once more leaves, and it's gone."
COPIED = "It went to the clipboard, if your terminal allows it. Nothing was sent."
HELP_LINE = "Too much? ctrl+n is a voice right now; esc, then c, someone to call."
HELP_PLAIN = "Too much? Finish here, then type c: someone to call."
STAYS_SHOWN = "What's shown here stays in this terminal until you close it."
