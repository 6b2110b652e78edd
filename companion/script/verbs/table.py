"""The one table of verbs: it gives the parser, the schema and the help for authors.

A new verb is a row here and a step type in `step`; nothing else in this folder changes.
"""

from dataclasses import dataclass, replace
from typing import Any

from companion.reading.document import MapNode, Node, Scalar
from companion.reading.fields import (
    Converted,
    Field,
    Kind,
    Report,
    Values,
    nearest_fix,
    nearest_hint,
)
from companion.reading.flaw import Fix, Span
from companion.reading.scalars import Text
from companion.script.speech import split
from companion.script.step import Note, Say, Step
from companion.script.verbs.breathe import BREATHE
from companion.script.verbs.flow import INCLUDE, REPEAT, SECTION
from companion.script.verbs.modifiers import MODIFIERS, manner
from companion.script.verbs.questions import ASK, CHOOSE, RATE, WRITE
from companion.script.verbs.silence import SILENCE
from companion.script.verbs.sounds import AMBIENT, BELL


@dataclass(frozen=True, slots=True)
class Verb:
    """One row of the table: a verb's name, its kind of value, its help and an example.

    `brief` is its help in a few words, for a narrow list.
    """

    name: str
    takes: Kind[Step]
    help: str
    example: str
    brief: str


def _say(text: str, span: Span, report: Report) -> Say | None:
    parts = split(text, span, report)
    return Say(parts, span) if parts else None


_SAY = Converted(Text(), _say, "words; [3s] is a rest inside them, an empty line a longer one")
_NOTE = Converted(Text(), lambda text, span, _: Note(text, span), "words for yourself")
_ROWS: tuple[Verb, ...] = (
    Verb(
        "say",
        _SAY,
        "words that are spoken and shown; [3s] is a rest inside them, an empty line a longer one",
        "- say: |\n    Something hurts. You noticed.\n    [3s] Let your feet find the floor.",
        "words, one thought a line",
    ),
    Verb(
        "silence",
        SILENCE,
        "quiet time; it can stretch with the length of the session, and remind now and then",
        "- silence: 6s..20s..2m",
        "6s..20s..2m, it may stretch",
    ),
    Verb(
        "breathe",
        BREATHE,
        "whole rounds of one breath, shown, sounded and guided",
        "- breathe: {in: 3s, out: 5s, rounds: 3..4..8}",
        "in 3s, out 5s, some rounds",
    ),
    Verb(
        "bell",
        BELL,
        "a bell, struck once or several times",
        "- bell: soft",
        "soft, low, clear, bowl, wood",
    ),
    Verb(
        "ambient",
        AMBIENT,
        "the background sound; it plays until it's changed",
        "- ambient: {sound: rain, volume: 30%, fade: 6s}",
        "a sound underneath, or off",
    ),
    Verb(
        "rate",
        RATE,
        "how strong it feels, 0 to 10; it can be skipped, and goes on by itself",
        "- rate: {id: before, low: quiet, high: overwhelming}",
        "how strong, 0 to 10",
    ),
    Verb(
        "ask",
        ASK,
        "one line of text; it goes on by itself, and the answer isn't stored",
        "- ask:\n    id: need\n    prompt: What would help, in a few words?",
        "one line, not kept",
    ),
    Verb(
        "write",
        WRITE,
        "a box for longer writing; never spoken, never logged",
        "- write:\n    id: letter\n    prompt: What would you say, if you didn't have to send it?",
        "a box for longer words",
    ),
    Verb(
        "choose",
        CHOOSE,
        "a choice by one key; the default is taken when nobody answers",
        "- choose:\n    id: focus\n    prompt: Where would you like to rest?\n    options:\n"
        "      - label: With sounds\n        default: true\n"
        "        steps:\n          - say: Let sounds come to you.\n"
        "      - label: Where it hurts\n"
        "        steps:\n          - say: Put your hand there.",
        "two ways on, or more",
    ),
    Verb(
        "repeat",
        REPEAT,
        "the same steps several times",
        "- repeat:\n    times: 1..2..6\n    steps:\n      - say: Still here.\n      - silence: 20s",
        "the same steps again",
    ),
    Verb(
        "section",
        SECTION,
        "the start of a chapter; an optional one is left out when time is short",
        "- section: {title: Both of us, optional: true}",
        "a part with a name",
    ),
    Verb(
        "include",
        INCLUDE,
        "the steps of another script, from a file beside this one or in a folder below",
        "- include: parts/water.yaml",
        "the steps of another script",
    ),
    Verb(
        "note",
        _NOTE,
        "words for authors; nobody hears them",
        "- note: Needs a softer end.",
        "for you, nobody hears it",
    ),
)
VERBS: dict[str, Verb] = {verb.name: verb for verb in _ROWS}
_MODIFIERS: dict[str, Field[Any]] = {field.name: field for field in MODIFIERS}


def read_step(node: Node, report: Report) -> Step | None:
    """Read one item under `steps`; return None after reporting a flaw."""
    if isinstance(node, Scalar):
        return _read_words(node, report)
    if not isinstance(node, MapNode):
        message = "a step is either words to say, or a verb such as silence, a colon and its value"
        report.add(node.span, message, "write   - say: and some words")
        return None
    step: Step | None = None
    verb = ""
    modifiers: dict[str, object] = {}
    for key, value in node.entries:
        if (field := _MODIFIERS.get(key.text)) is not None:
            if (setting := field.kind.read(value, report)) is not None:
                modifiers[key.text] = setting
        elif key.text not in VERBS:
            message = f'there\'s no step called "{key.text}"'
            report.add(key.span, message, _remedy(key.text, value), fix=_fix(key.text))
        elif verb:
            remedy = f'put "{key.text}" on a line of its own that starts with "- "'
            message = f'one step can\'t have both "{verb}" and "{key.text}"'
            # a key on a line of its own has its indent before it, where the dash goes
            fix = Fix("  ", "- ", key.span.column - 2)
            report.add(key.span, message, remedy, fix=None if node.flow else fix)
        else:
            verb = key.text
            step = _read_verb(VERBS[verb], value, report)
    if not verb and modifiers and len(modifiers) == len(node.entries):
        remedy = "start with a verb, such as   - say:"
        report.add(node.span, f'"{next(iter(modifiers))}" is here without a step', remedy)
    return step if step is None else _with_manner(step, Values(modifiers), node)


def _read_words(node: Scalar, report: Report) -> Step | None:
    """Read words without a verb as a `say`; report a verb at their start without its colon."""
    word, _, rest = node.text.partition(" ")
    if word in VERBS and rest and not node.quoted:
        message = f'"{word}" would be read aloud as it is'
        remedy = f'put a colon after it: "{word}: "; to speak it, start with a capital letter'
        report.add(node.span, message, remedy, at=word)
    step = VERBS["say"].takes.read(node, report)
    return None if step is None else _with_manner(step, Values({}), node)


def _read_verb(verb: Verb, value: Node, report: Report) -> Step | None:
    """Read the step of a verb; keep a question's id even if the question has flaws."""
    step = verb.takes.read(value, report)
    if step is None and isinstance(value, MapNode):
        ids = (v.text for k, v in value.entries if k.text == "id" and isinstance(v, Scalar))
        report.broken |= set(ids)
    return step


def _with_manner(step: Step, values: Values, node: Node) -> Step:
    return replace(step, manner=replace(manner(values), line=node.span.line))


def _remedy(word: str, value: Node) -> str:
    """Return the remedy for a word that is not a verb."""
    if word.lower() in _SYNONYMS:
        return f'did you mean "{_SYNONYMS[word.lower()]}"?'
    if word in _OWNERS:
        return f"it belongs under {_OWNERS[word]}: put it further right"
    if guess := nearest_hint(word, (*VERBS, *_MODIFIERS)):
        return guess
    if isinstance(value, Scalar) and " " in value.text:
        return "to have it spoken, write   - say: |   and put the words on the next line"
    return "a step starts with one of: " + ", ".join(VERBS)


def _fix(word: str) -> Fix | None:
    """Return the change of a word that is not a verb to the one that was meant."""
    if word.lower() in _SYNONYMS:
        return Fix(word, _SYNONYMS[word.lower()])
    return None if word in _OWNERS else nearest_fix(word, (*VERBS, *_MODIFIERS))


# Words from other formats and everyday speech, and the verbs that they mean.
_SYNONYMS = {
    "pause": "silence", "wait": "silence", "rest": "silence", "sleep": "silence", "speak": "say",
    "text": "say", "line": "say", "sound": "bell", "gong": "bell", "music": "ambient",
    "bed": "ambient", "breath": "breathe", "question": "ask", "input": "ask", "choice": "choose",
    "loop": "repeat", "chapter": "section", "comment": "note", "rating": "rate", "play": "include",
}  # fmt: skip
_OPTION = "an option of choose"
# Settings that authors put too far left, and the step that each belongs to.
_OWNERS = {
    "options": "choose", "prompt": "the question", "timeout": "the question", "label": _OPTION,
    "steps": "repeat, or an option", "default": _OPTION, "next": _OPTION, "anchor": _OPTION,
    "times": "repeat, or bell", "for": "repeat", "rounds": "breathe", "in": "breathe",
    "out": "breathe", "hold": "breathe", "guide": "breathe", "instead": "breathe",
    "least": "silence", "usual": "silence", "most": "silence, or write", "remind": "silence",
    "volume": "ambient", "fade": "ambient", "low": "rate", "high": "rate", "clock": "write",
    "keep": "write", "optional": "section", "vars": "include",
}  # fmt: skip
