"""The parser: a text becomes a Script, or a report of every mistake in it and its includes."""

import re
from collections.abc import Callable, Collection
from dataclasses import replace
from typing import Any, cast

from companion.errors import CompanionError
from companion.reading import fixes
from companion.reading.diagnostic import BadFileError, Diagnostic, diagnose
from companion.reading.document import FlawedTextError, MapNode, read
from companion.reading.fields import Record, Report, Values, nearest_fix, nearest_hint
from companion.reading.flaw import Span
from companion.reading.yaml_errors import Hints
from companion.script import header
from companion.script.checks import MOST_STEPS, Vocabulary, check_steps, played_steps
from companion.script.manner import NARRATOR
from companion.script.model import Register, Script, SessionKind
from companion.script.slots import BUILT_IN
from companion.script.step import Ask, Choose, Include, Step, Write, map_steps, walk
from companion.script.verbs.table import read_step

# Remedies for the most common mistakes of authors, by the line as it was typed.
_BAR = 'need "|" after the colon, and the words on the next line'
HINTS: Hints = tuple((re.compile(pattern), hint, mend) for pattern, hint, mend in (
    (r"^ *(- )?(say|note):\s*[\[{]", f"words that start with {{ or [ {_BAR}", fixes.block),
    (r"^ *(- )?(silence|section):\s*[\[{]", f"words that start with {{ or [ {_BAR}", fixes.none),
    (r"^ *(- )?(say|note|section|title|intent):\s*[^\"'|>].*:\s",
     f'words with ": " in them {_BAR}', fixes.block),
    (r"^\s*-say", 'put a space after the dash: "- say"', fixes.dash_space),
    (r"^ +(companion|title|intent|kind|steps|length|vars):", "start this line at the very left",
     fixes.left),
    (r"^(companion|title|intent|kind|steps|length|moment|author) [^:]*$",
     "put a colon and a space after the first word", fixes.colon),
))  # fmt: skip

_START = "start with companion: 1, title: and steps: (companion new NAME writes one to start from)"

# How many files an include can lead through.
MOST_DEEP = 8

OpenScript = Callable[[str, str], tuple[str, str]]
"""Takes a path and the file that includes it; returns the other file's name and its text."""


def _refuse_include(path: str, _file: str) -> tuple[str, str]:
    raise CompanionError(f"{path} can't be read here", "copy its steps into this script")


def parse(  # noqa: PLR0913 - everything a script may name is an argument
    text: str,
    *,
    file: str,
    id: str,  # noqa: A002
    bells: Collection[str],
    beds: Collection[str] = (),
    open_script: OpenScript = _refuse_include,
    origin: str = "",
) -> Script:
    """Read a script.

    Args:
        text: the whole file.
        file: its name, for messages.
        id: the script's id if it does not name one itself.
        bells: the names of all bells.
        beds: the names of all beds.
        open_script: reads an included file; raises a CompanionError if it cannot.
        origin: the file's name as `open_script` would give it, if that is not `file`.

    Raises:
        BadFileError: with every mistake that was found, sorted by place.
    """
    reader = _Reader(tuple(bells), tuple(beds), open_script)
    script = reader.script(text, file, id, (), origin or file)
    if reader.diagnostics or script is None:
        raise BadFileError(tuple(dict.fromkeys(reader.diagnostics)))
    return script


class _Reader:
    """The reader of one script and everything it includes."""

    def __init__(
        self, bells: tuple[str, ...], beds: tuple[str, ...], open_script: OpenScript
    ) -> None:
        self._bells, self._beds = bells, beds
        self._open = open_script
        self._read: dict[str, Script | None] = {}
        self.diagnostics: list[Diagnostic] = []

    def script(
        self,
        text: str,
        file: str,
        id: str,  # noqa: A002
        chain: tuple[str, ...],
        origin: str,
    ) -> Script | None:
        """Read one file; return None after reporting why it cannot be played."""
        report = Report(read_item=read_step)
        index = len(self.diagnostics)
        script: Script | None = None
        try:
            document = read(text, HINTS)
        except FlawedTextError as error:
            report.flaws += error.flaws
        else:
            report.flaws += document.flaws
            script = self._build(document.root, id, (*chain, origin), report)
        # the flaws of a file come before those of the files that it includes
        self.diagnostics[index:index] = diagnose(file, text, report.flaws)
        return script

    def _build(self, root: Any, id: str, chain: tuple[str, ...], report: Report) -> Script | None:  # noqa: A002
        record: Record[Script] = Record("the script", header.KEYS, lambda *_: None, start=_START)
        if not isinstance(root, MapNode):
            record.read(root, report)
            return None
        values, is_whole = record.read_fields(root, report)
        steps = values.get(header.STEPS_FIELD, ())
        if played_steps(steps) > MOST_STEPS:
            self._report_size(_steps_span(root), played_steps(steps), report)
            return None
        steps = map_steps(steps, lambda step: self._with_steps(step, chain, report))
        if played_steps(steps) > MOST_STEPS:
            self._report_size(_steps_span(root), played_steps(steps), report)
            return None
        script = _script(values, id, steps)
        vocabulary = Vocabulary(self._bells, self._beds, tuple(script.voices), script.vars)
        report.flaws += check_steps(steps, vocabulary, report.broken, is_whole=not report.flaws)
        _check_keys(script, root, vocabulary, report)
        if not steps and is_whole and not report.flaws:
            report.add(_steps_span(root), "there are no steps", "add   - say: and some words")
        return script if is_whole else None

    @staticmethod
    def _report_size(span: Span, count: int, report: Report) -> None:
        most = f"{MOST_STEPS:,}".replace(",", " ")
        message = f"with every repeat and include this comes to {count:,}".replace(",", " ")
        remedy = "repeat fewer times, or split the script in two"
        report.add(span, f"{message} steps; {most} is the most", remedy)

    def _with_steps(self, step: Step, chain: tuple[str, ...], report: Report) -> Step:
        """Return an include with the steps of its file; return any other step unchanged."""
        if not isinstance(step, Include):
            return step
        try:
            file, text = self._open(step.path, chain[-1])
        except CompanionError as error:
            report.add(step.span, error.message, error.remedy)
            return step
        if file in chain:
            remedy = "delete this step; to play steps again, use repeat"
            report.add(step.span, f"{step.path} leads back to itself", remedy)
            return step
        if len(chain) >= MOST_DEEP:
            remedy = "copy its steps into this script"
            report.add(step.span, f"this include leads through more than {MOST_DEEP} files", remedy)
            return step
        if file not in self._read:
            self._read[file] = self.script(text, file, step.path, chain, file)
        other = self._read[file]
        if other is None:
            return step
        slots = {name: slot.default for name, slot in other.vars.items()}
        for name in step.vars:
            if name not in slots and name not in BUILT_IN:
                remedy = (
                    nearest_hint(name, (*slots, *BUILT_IN))
                    or f"{step.path} lists its slots under vars:"
                )
                fix = nearest_fix(name, (*slots, *BUILT_IN))
                report.add(step.span, f'{step.path} has no slot "{name}"', remedy, name, fix)
        return replace(
            step, steps=other.steps, slots=slots, voices=other.voices, safety=other.safety
        )


def _included_safety(steps: tuple[Step, ...]) -> list[str]:
    """Return the safety flags of the included scripts."""
    return [flag for step in walk(steps) if isinstance(step, Include) for flag in step.safety]


def _steps_span(root: MapNode) -> Span:
    return next((key.span for key, _ in root.entries if key.text == "steps"), root.span)


def _check_keys(script: Script, root: MapNode, vocabulary: Vocabulary, report: Report) -> None:
    """Report names in the top-level keys that do not exist or are reserved."""
    spans = {key.text: value.span for key, value in root.entries}
    if script.ambient and script.ambient not in vocabulary.beds:
        remedy = "write one of: off, " + ", ".join(vocabulary.beds)
        message = f'there\'s no background sound called "{script.ambient}"'
        report.add(spans["ambient"], message, remedy)
    if "anchor" in script.vars:
        remedy = "choose another name; {anchor} always says where attention rests"
        report.add(spans["vars"], '"anchor" is already taken', remedy, at="anchor")
    if script.card is not None:
        ids = {s.id for s in walk(script.steps) if isinstance(s, Ask | Write | Choose)}
        for line in script.card.lines:
            if line not in ids:
                remedy = "use the id of an ask, write or choose step"
                report.add(spans["card"], f'no answer is called "{line}"', remedy, at=line)


def _script(values: Values, id: str, steps: tuple[Step, ...]) -> Script:  # noqa: A002
    ambient = values.get(header.AMBIENT, "off")
    return Script(
        id=values.get(header.SCRIPT_ID, id),
        title=values.get(header.TITLE, id),
        steps=steps,
        intent=values.get(header.INTENT, ""),
        gist=values.get(header.GIST, ""),
        register=cast("Register", values.get(header.REGISTER, "")),
        lang=values.get(header.LANG, "en"),
        kind=cast("SessionKind", values.get(header.KIND, "practice")),
        moment=values.get(header.MOMENT, ()),
        themes=values.get(header.THEMES, ()),
        technique=values.get(header.TECHNIQUE, ()),
        tags=values.get(header.TAGS, ()),
        length=values.find(header.LENGTH),
        voice=values.get(header.VOICE, NARRATOR),
        voices=values.get(header.VOICES, {}),
        ambient="" if ambient == "off" else ambient,
        vars=values.get(header.VARS, {}),
        cautions=values.get(header.CAUTIONS, ()),
        not_for=values.get(header.NOT_FOR, ()),
        safety=tuple(dict.fromkeys([*values.get(header.SAFETY, ()), *_included_safety(steps)])),
        way_out=values.get(header.WAY_OUT, ""),
        evidence=values.find(header.EVIDENCE),
        author=values.get(header.AUTHOR, ""),
        license=values.get(header.LICENSE, ""),
        reviewed=values.get(header.REVIEWED, ""),
        card=values.find(header.CARD),
    )
