"""Rules of the style guide that a pattern can find, each with its message and its remedy.

They are advice: a script that breaks one still plays.
"""

import re
from dataclasses import dataclass

from companion.script.step import Step


@dataclass(frozen=True, slots=True)
class Lint:
    """A pattern to find in the words of a script, and the advice for their author."""

    pattern: re.Pattern[str]
    message: str
    remedy: str


def _lint(pattern: str, message: str, remedy: str, *, exact: bool = False) -> Lint:
    return Lint(re.compile(pattern, 0 if exact else re.IGNORECASE), message, remedy)


CLAIMS = (
    r"\b(treats?|cures?|heals?|relieves?|eliminates?)"
    r" (?!(him|her|them|you|me|us|each|one|nothing|nobody)\b)"
    r"|\b(clinically|scientifically|medically) (proven|tested|approved)|trauma healing|guaranteed"
    r"|\breduces? (your |the |their )?(anxiety|stress|depression|pain)\b|\banxiety disorder"
)
"""Medical claims, which no word in or about a meditation may make (rule R19)."""

SPOKEN: tuple[Lint, ...] = (
    _lint(
        r"deep breath|deep, slow breath|fill your lungs|hold (your|the) breath|breathe deeply",
        '"{}" makes many people breathe too much',
        'invite small, easy breaths, as in "let the out-breath be a little longer"',
    ),
    _lint(
        r"\btry to\b|\btry and\b|\bfocus\b|\bconcentrate\b|see if you can",
        '"{}" asks people to make an effort',
        'offer it, as in "you can", "if you like" or "notice"',
    ),
    _lint(
        r"you will feel|you('ll| will) be calm|you feel (calm|safe|better)"
        r"|you are (calm|safe)( now)?|safe now|will (go|pass) away"
        r"|everything will be (fine|all right|okay)",
        '"{}" promises what nobody can know',
        'say what is true, as in "some people notice" or "it might still be here"',
    ),
    _lint(
        r"\b(anxious attach\w*|avoidant|narcissis\w*|toxic|needy|clingy|codependent)\b",
        '"{}" is a label, and labels hurt',
        "say what happens, or how it feels",
    ),
    _lint(
        r"\bwhy\b",
        '"{}" can start people brooding',
        'ask "what", "where", "when" or "what now" instead',
    ),
    _lint(
        r"\b(he|she|him|husband|wife|boyfriend|girlfriend)\b",
        '"{}" leaves people out',
        "use {{partner}}, {{they}} or {{them}}, which fit everyone",
    ),
    _lint(r"!", "an exclamation mark sounds like a shout", "end the sentence with a full stop"),
    _lint(
        r"\.\.\.|…",
        "dots don't make a rest, because the voice hurries over them",
        "write a rest such as [3s], or end the sentence",
    ),
    _lint(
        r"\d+|[/\\&%@#*_<>=]|\b(e\.g|i\.e|etc|min|sec)\b\.?",
        '"{}" may be read aloud in an unexpected way',
        "spell it out in words",
    ),
    _lint(
        "[\U0001f300-\U0001faff\u2600-\u27bf]",
        "the voice can't say a picture",
        "remove it, or say it in words",
    ),
    _lint(
        r"^(Close|Use)\b|if you like, (close|use)\b|\bbow your|feel content\b|\bconsole yourself"
        r"|\beyes close\b",
        'the voice says "{}" like another word with the same spelling',
        'reword it, as in "you can close", "could use" or "let your head sink"',
    ),
    _lint(
        r"(?<!\b[DM]r\.)(?<!\bM[rx]s\.)(?<!\bMs\.)(?<!\b[vV]s\.)(?<!\be\.g\.)(?<!\bi\.e\.)"
        r"(?<=[.?]) [a-z]",
        "the voice doesn't rest at a full stop before a small letter",
        "begin the next sentence with a capital letter",
        exact=True,
    ),
    _lint(
        # not what a contraction ends in, as in "you'll"
        r"(?<!['\u2019])\b(?!(?:Dr|Mr|Mrs|Ms|Mx|St|Mt|Ft|Lt|Jr|Sr)\b)[B-DF-HJ-NP-TV-XZb-df-hj-np-tv-xz]"
        r"[b-df-hj-np-tv-xz]+\b",
        'the voice may spell "{}" out, letter by letter',
        "write a word that has a vowel, or leave it out",
        exact=True,
    ),
    _lint(
        r"\b(?=[IVXLC]{2})(?:X{0,3})(?:IX|IV|V?I{0,3})\b",
        'the voice reads "{}" as a Roman number, or as letters',
        "write the number as a word, as in part two",
        exact=True,
    ),
    _lint(
        r"\w*[\u0100-\u024f\u1e00-\u1eff]\w*|[\u0370-\u1dff\u3040-\u9fff\uac00-\ud7af]+",
        'an English voice may spell "{}" out, letter by letter',
        "write it in plain letters, or say it in English words",
        exact=True,
    ),
    _lint(
        r"(face|head) (in|into|under) (cold|ice)|ice (water )?(on|to) your face|until it hurts",
        '"{}" can do harm',
        "suggest cold water on the wrists instead; nothing should hurt",
    ),
    _lint(
        CLAIMS,
        '"{}" is a promise that a meditation can\'t keep',
        "say what it's for, such as sitting with a feeling, or practising",
    ),
)
"""Rules 6, 14, 15, 17, 18, 21, 25, 26, 27, R18 and R19."""


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence or another text of a step, and that step."""

    text: str
    step: Step

    @property
    def words(self) -> int:
        """The number of words in it."""
        return len(self.text.split())


FILLER = re.compile(r"\b(gently|simply|just|allow yourself|softly)\b", re.IGNORECASE)
MOTIVE = re.compile(
    r"\b(they|your partner|\{partner\}|\{they\}) (really |only |still )?"
    r"(loves?|needs?|wants?|misses|miss|feels?|cares?)\b",
    re.IGNORECASE,
)
MAYBE = re.compile(r"\b(may|might|perhaps|maybe|could|whether|if|or)\b", re.IGNORECASE)
CLOSING = re.compile(
    r"\b(end|ends|ending|clos\w+|com(e|ing) back|last|over|leav(e|ing)|next|nearly)\b"
    r"|\bthat['\u2019]?s (all|it|the|your|enough|that|everything)\b",
    re.IGNORECASE,
)
STOP = re.compile(r"\bstop\b|\bleave (it|this)\b", re.IGNORECASE)
SHUT_EYES = re.compile(r"\b(close|shut) your eyes\b|\beyes closed\b", re.IGNORECASE)
OPEN_EYES = re.compile(r"\b(open|lowered)\b", re.IGNORECASE)
ELSEWHERE = re.compile(
    r"\b(feet|foot|hands?|sounds?|floor|chair|room|palms?|object|wall|ground)\b", re.IGNORECASE
)
BREATH = re.compile(
    # "under your breath" and "room to breathe" aren't about breathing
    r"(?<!under your )(?<!room to )\b(breaths?|breath(e|es|ing)|(in|ex)hal\w*)\b",
    re.IGNORECASE,
)
CHOICE = re.compile(r"\b(or|either|if you (like|want))\b", re.IGNORECASE)
OWN_SIDE = re.compile(
    r"\b(you|your|yours|I|my)\b.*\b(needs?|want|wish\w*|hurts?|ask|miss|ache|alone|wait\w*)\b"
    r"|\bit\b.*\bhurts?\b|\bno answer\b|\bwait\w*\b.*\bhurts?\b",
    re.IGNORECASE,
)
THEIR_SIDE = re.compile(
    r"\b(they|their|them|theirs|the other|over there|partner)\b.*"
    r"\b(needs?|rest|room|quiet|space|tired|worn|feel|hungry|explain|frightened|cost)\b"
    r"|\bcost them\b|\b(neither|both) of (you|us)\b|\bboth (needs|sides)\b",
    re.IGNORECASE,
)
BARE = re.compile(
    r"^(Let|Feel|Find|Notice|Look|Listen|Press|Put|Place|Breathe|Bring|Rest|Sit|Stay|Name|Say|Ask"
    r"|Take|Count|Relax|Release|Imagine|Picture|Think|Remember|Watch|Move|Turn|Open|Lift|Drop"
    r"|Lower|Begin|Return|Keep|Repeat|Allow|Give|Choose|Lean|Stand|Touch|Soften|Imagine)\b"
)
"""Verbs that open an order (rule 1); a list, because a parser would cost more than it helps."""
