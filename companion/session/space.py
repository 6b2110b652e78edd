"""Is this space, or something else? Words to read; nothing is scored, kept or sent (rule R8)."""

TITLE = "Is this space, or something else?"
_TEXT = """\
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
PARAGRAPHS = tuple(" ".join(paragraph.split()) for paragraph in _TEXT.split("\n\n"))
HELP = "is this space, or something else? words to read"
