"""The words of the pages around a session: greeting, help on the way, about, first start.

Nothing here praises, and nothing counts. The words of a session itself are in its script.
"""

from collections.abc import Mapping
from typing import NamedTuple

QUESTION = "What's here right now?"
TO_FIND = "To find something, press / and type."
ESC_LEAVES = "esc once more leaves."
STRONGEST_FIRST = "Very strong? Take the first one."
AT_ONCE = "Enter begins it at once."
NOTHING_FOUND = "Nothing by that word. Try one for what you feel, or press esc."
NOTHING_FOUND_LINES = "Nothing by that word. Try one for what you feel, or b to go back."
NOTHING_OWN = "Nothing here yet. You can write your own, or change one of ours."
SPACE_NOTE = "Words to read. Nothing's asked, and nothing's kept."
GO_ON_NOTE = "It plays on from there. Nothing you said or wrote is in it any more."
GO_ON = "go on where it stopped"
NOTHING_UNFINISHED = "There's nothing to go on with."
NO_SOUND = "There's no sound just now. The words will show, at the same pace."

TOGETHER = "Apart, together"
TOGETHER_GIST = "one session for two, at a time you agreed on"
TOGETHER_LINE = "One session for two people who are apart, with nothing between them."
TOGETHER_PHRASE = "The phrase you two agreed on"
TOGETHER_SAME = "If theirs is the same, you both hear the same things at the same time."
TOGETHER_NOT = (
    "There's no connection: nobody can see whether the other one is there, and you can't either. "
    "It isn't a test. Nothing's sent, and the phrase isn't kept."
)


class Greeting(NamedTuple):
    """The first line of home, and the question above its moments."""

    hello: str
    line: str
    question: str


_MORNING, _NOON, _EVENING, _NIGHT, _SMALL_HOURS = 5, 11, 17, 22, 2


def greeting(hour: int) -> Greeting:
    """The greeting at an hour of the day, 0 to 23."""
    if _MORNING <= hour < _NOON:
        return Greeting("Morning.", "Start as small as you like.", "What's it like so far?")
    if _NOON <= hour < _EVENING:
        return Greeting("Hello.", "There's room here for all of it.", "What's happening right now?")
    if _EVENING <= hour < _NIGHT:
        return Greeting("It's evening,", "and evenings are long.", "What's happening?")
    if _SMALL_HOURS <= hour < _MORNING:
        line = "You don't have to solve anything."
        return Greeting("It's the middle of the night.", line, QUESTION)
    return Greeting("It's late.", "You don't have to pick well.", "What would help?")


def is_night(hour: int) -> bool:
    """Whether an hour of the day, 0 to 23, is one at which others may sleep."""
    return hour >= _NIGHT or hour < _MORNING


class Part(NamedTuple):
    """A paragraph of a page, with the bold words that it begins with."""

    title: str
    text: str


class Page(NamedTuple):
    """A page of words: its title, its paragraphs, and whether they are numbered steps."""

    title: str
    parts: tuple[Part, ...]


SPACE = Page(
    "Is this space, or something else?",
    (
        Part("", "No score. Nothing's kept, and nobody's told. You can leave with h."),
        Part(
            "It's usually space when",
            "they asked for it in words. There's a rough length, or a next time to talk. You can "
            "reach them if something's urgent. You can ask for the same. Your friends, your money "
            "and your phone are left alone. They come back. And you're not afraid of them.",
        ),
        Part(
            "It's something else when",
            "silence is used to punish you, or goes on until you give in. When there's one rule "
            "for you and another for them. When someone checks your phone, your money, or where "
            "you are. Keeps you from your people. Threatens you, your children, your pets, or to "
            "hurt themselves if you leave. Insults you, or breaks things. Pushes you into sex, or "
            "into things you don't want in bed, by sulking, begging, threats or force. When you "
            "plan your day around their mood.",
        ),
        Part(
            "Going quiet can also mean they're overwhelmed.",
            "Then there's a time they'll be back, usually within a day. Look at the pattern, and "
            "at whether you're afraid. One bad evening isn't a pattern.",
        ),
        Part(
            "If you're afraid of them,",
            "even a little, even if it sounds silly: a domestic abuse helpline will listen, "
            "whatever you decide: {abuse}. You can ask first what they'd do with your name, and "
            "you can hang up. In danger now: {emergency}. If this device might be watched, use "
            "another one, or a friend's.",
        ),
        Part(
            "",
            "Please don't show them this page to make a point, and don't try couples' exercises "
            "first. You don't have to decide anything today.",
        ),
        Part(
            "If it's me.",
            "Maybe you're the one who checks their phone, turns up, asks until they answer, or "
            "goes cold to make them sorry. Maybe you've pushed for sex. Maybe you've said you'd "
            "hurt yourself if they left. Wanting to be close isn't the harm. Not letting them be "
            "is. You can stop tonight: no message, no looking, no driving over. Then talk to "
            "someone whose job this is: {behaviour}. They've heard it before.",
        ),
        Part(
            "",
            "If you think you might hurt someone tonight, leave the room and call now. If you've "
            "thought about hurting yourself: {crisis}.",
        ),
    ),
)
"""Never read aloud; `filled` fills its slots, and in discreet mode its title tells nothing."""
SPACE_DISCREET = "A page to read"


def space_page(first: str = "", *, is_discreet: bool = False) -> Page:
    """The same page, with words of a course before its own where there are any.

    In discreet mode its title tells nothing.
    """
    title = SPACE_DISCREET if is_discreet else SPACE.title
    return Page(title, (Part("", first), *SPACE.parts) if first else SPACE.parts)


NEUTRAL = "Session"
"""The title of every session in discreet mode; in lists a number follows."""

INSTEAD_SESSION, INSTEAD_TITLE = "five-things", "Five things"
"""The session that this page leads to, and its title there."""
INSTEAD = Page(
    "Stop. You don't have to finish.",
    (
        Part(
            "Unreal, numb, flooded, back in something old, or shaking?",
            "Your body's had enough of looking inward. Do this:",
        ),
        Part("1", "Eyes open. Turn on a light."),
        Part("2", "Feet on the floor, press."),
        Part("3", "Cold water over your hands and wrists."),
        Part("4", "Say the day, and the room you're in."),
        Part("5", "Move: stairs, a walk, the dishes."),
        Part("6", "Eat or drink something."),
        Part("7", "Talk to someone, about anything."),
        Part(
            "For a few days,",
            "leave the sits and the breathing. Walk it and Five things are all right, if they "
            "feel all right.",
        ),
        Part(
            "If it stays",
            "more than a few days, or you can't sleep, or can't do your usual things: a doctor or "
            "a therapist, and tell them it started with meditation. That's known, and it's no "
            "failing.",
        ),
    ),
)

_HARMS = (
    "Meditation can stir things up. Of people who meditate in the US, about a third say they've "
    "had some unwanted effect, and about one in ten that it got in the way of daily life for a "
    "while."
)
ABOUT = Page(
    "companion",
    (
        Part(
            "",
            "Spoken practice for one hard time: a partner has asked for space. Free, offline, "
            "open to read and change.",
        ),
        Part(
            "What it isn't.",
            "Not therapy, not medical care, not an emergency service. It can't tell whether "
            "you're safe. It's for adults.",
        ),
        Part(
            "Who's checked it.",
            "No clinician, so far. Each session says what it's based on and how strong that is; "
            "several are craft, and say so. When someone qualified has read one, their name and "
            "the date will be here.",
        ),
        Part(
            "What can go wrong.",
            f"{_HARMS} Most were glad they'd practised all the same. x says what to do.",
        ),
        Part(
            "What it keeps.",
            "Nothing you say, rate or write, unless you turn that on in the settings.",
        ),
        Part("What it can't hide.", "That it's installed, and that it was used."),
        Part(
            "Whose side it's on.",
            "Yours first, because you're here. Theirs too. Never the side of anyone who's hurting "
            "anyone.",
        ),
        Part("The numbers.", "{found} Nobody has called one to try it. In danger: {emergency}."),
    ),
)

FIRST = Page(
    "This is a voice to sit with, for when someone you love has asked for space and it hurts.",
    (
        Part(
            "",
            "It won't guess what they're thinking. It won't tell you how to feel, or promise "
            "they'll come back.",
        ),
        Part(
            "",
            "It isn't therapy, medicine or an emergency service. It's for adults. No clinician "
            "has checked these sessions.",
        ),
        Part("", f"{_HARMS} If you go numb, unreal or flooded, stop: x."),
        Part(
            "",
            "Talk to a professional first if you've had psychosis or mania lately, a recent "
            "trauma, if you're hurting yourself, or if attention to your body sets off panic. "
            "You're still welcome here: Five things and Walk it look outward.",
        ),
        Part(
            "",
            "Nothing's kept, and nothing's sent. Someone who uses this computer could still see "
            "it's here.",
        ),
    ),
)
FIRST_ASK = "Is it all right like that?"
FIRST_ROWS = (
    ("1", "Yes, like that"),
    ("2", "A little quieter"),
    ("3", "Words only; nobody hears anything"),
    ("v", "Another voice"),
)
FIRST_HEAR = "Hear the voice say a sentence"
FIRST_WRITES = "Yes and words only are written to {file}. esc writes nothing."
FIRST_SENTENCE = "Hello. I'm the voice that will be here. We can go slowly."
FIRST_OVERHEARD = "Without headphones, others nearby may hear it. Is that all right?"

WAY_OUT = "A way out: {words}"


def filled(page: Page, slots: Mapping[str, str]) -> Page:
    """A page with its slots filled: numbers of a country, or the words that stand for them."""
    return Page(page.title, tuple(Part(p.title, _filled(p.text, slots)) for p in page.parts))


def _filled(text: str, slots: Mapping[str, str]) -> str:
    """A text with its slots filled; other braces, in words of an author, stay as they are."""
    for name, words in slots.items():
        text = text.replace(f"{{{name}}}", words)
    return text


def way_out_line(words: str) -> str:
    """The line with the way out that a script gives; empty where it gives none."""
    return WAY_OUT.format(words=words) if words else ""


def with_way_out(page: Page, words: str) -> Page:
    """A page that begins with the way out of the session under it, where that has one."""
    first = (Part("", way_out_line(words)),) if words else ()
    return Page(page.title, (*first, *page.parts))


SIT, SIT_LINE = "Sit for a while", "Beside what hurts, without having to solve it."
SIT_FIRST = "Long silences. Ten minutes are plenty. Unreal, numb or flooded: stop."
SIT_LAST = "As you had it last time."
SIT_LONG = "That's long for a first sit. Ten is plenty."

PAUSED = "Paused. Take your time."
STILL_PAUSED = "Still here. q lets it go."
KEEP_AS = "Keep these choices as \u2026"
KEEP_AS_EXAMPLE = "a name, such as evening"
KEEP_AS_NOTE = "It's kept in clear, with its name, where anyone on this computer could read it."
KEEP_AS_EMPTY = "Type a name first, or press esc."
KEPT_AS = "Kept as {name}. It's under \u201csit for a while\u201d on home."
SETTINGS_MISTAKES = (
    "{count} things in your settings or themes can't be used. companion config show tells which."
)
STRONG_FIRST = "That's very strong. n is two minutes that ask nothing of you."
DRIVING = "Not while you're driving, in the bath, or operating machinery."
"""The caution that stands on every card, last and small."""
