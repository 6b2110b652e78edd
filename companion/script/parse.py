"""A text becomes a Script, or every mistake in it at once, with those of what it includes."""

from collections.abc import Callable, Collection
from dataclasses import replace
from typing import Any, cast

from companion.errors import CompanionError
from companion.reading.diagnostic import BadFileError, Diagnostic, diagnose
from companion.reading.document import FlawedTextError, MapNode, Span, read
from companion.reading.fields import Record, Report, Values, near
from companion.script import header
from companion.script.checks import MOST_STEPS, Vocabulary, check, size
from companion.script.manner import NARRATOR
from companion.script.model import Script, SessionKind
from companion.script.slots import BUILT_IN
from companion.script.step import Ask, Choose, Include, Step, Write, mapped, walk
from companion.script.verbs.table import read_step

MOST_DEEP = 8

OpenScript = Callable[[str, str], tuple[str, str]]
"""Given a path and the file that names it: the other file's name and its text."""


def _nothing_here(path: str, _file: str) -> tuple[str, str]:
    raise CompanionError(f"{path} cannot be read here", "put the steps into this script")


def parse(  # noqa: PLR0913 - everything a script may name is an argument
    text: str,
    *,
    file: str,
    id: str,  # noqa: A002
    bells: Collection[str],
    beds: Collection[str] = (),
    open_script: OpenScript = _nothing_here,
    origin: str = "",
) -> Script:
    """Read a script.

    Args:
        text: the whole file.
        file: its name, for messages.
        id: what commands call it when it does not say so itself.
        bells: the bells that there are.
        beds: the beds that there are.
        open_script: reads what is included; raises a CompanionError where that cannot be.
        origin: the file itself, as `open_script` would name it, where that is not `file`.

    Raises:
        BadFileError: with every mistake that was found, sorted by place.
    """
    reading = _Reading(tuple(bells), tuple(beds), open_script)
    script = reading.script(text, file, id, (), origin or file)
    if reading.diagnostics or script is None:
        raise BadFileError(tuple(dict.fromkeys(reading.diagnostics)))
    return script


class _Reading:
    """One script and everything it includes."""

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
        """One file; None where it cannot be played, after noting why."""
        report = Report(read_item=read_step)
        place = len(self.diagnostics)
        script: Script | None = None
        try:
            document = read(text)
        except FlawedTextError as error:
            report.flaws += error.flaws
        else:
            report.flaws += document.flaws
            script = self._build(document.root, id, (*chain, origin), report)
        # what is included comes after the file that includes it
        self.diagnostics[place:place] = diagnose(file, text, report.flaws)
        return script

    def _build(self, root: Any, id: str, chain: tuple[str, ...], report: Report) -> Script | None:  # noqa: A002
        record: Record[Script] = Record("the script", header.KEYS, lambda *_: None)
        if not isinstance(root, MapNode):
            record.read(root, report)
            return None
        values, is_whole = record.read_fields(root, report)
        steps = values.get(header.STEPS_FIELD, ())
        if size(steps) > MOST_STEPS:
            self._too_many(_steps_span(root), size(steps), report)
            return None
        steps = mapped(steps, lambda step: self._included(step, chain, report))
        if size(steps) > MOST_STEPS:
            self._too_many(_steps_span(root), size(steps), report)
            return None
        script = _script(values, id, steps)
        known = Vocabulary(self._bells, self._beds, tuple(script.voices), script.vars)
        report.flaws += check(steps, known, report.broken, is_whole=not report.flaws)
        _check_keys(script, root, known, report)
        if not steps and is_whole and not report.flaws:
            report.add(_steps_span(root), "there are no steps", "add   - say: and some words")
        return script if is_whole else None

    @staticmethod
    def _too_many(span: Span, count: int, report: Report) -> None:
        most = f"{MOST_STEPS:,}".replace(",", " ")
        message = f"with every repeat and include this comes to {count:,}".replace(",", " ")
        report.add(span, f"{message} steps; {most} is the most", "repeat less, or split it in two")

    def _included(self, step: Step, chain: tuple[str, ...], report: Report) -> Step:
        """An include with the steps it stands for."""
        if not isinstance(step, Include):
            return step
        try:
            file, text = self._open(step.path, chain[-1])
        except CompanionError as error:
            report.add(step.span, error.message, error.remedy)
            return step
        if file in chain:
            remedy = "take this step away; a repeat plays steps again"
            report.add(step.span, f"{step.path} includes itself in the end", remedy)
            return step
        if len(chain) >= MOST_DEEP:
            remedy = "put the steps of the last one into the one before"
            report.add(step.span, f"this include is more than {MOST_DEEP} files deep", remedy)
            return step
        if file not in self._read:
            self._read[file] = self.script(text, file, step.path, chain, file)
        other = self._read[file]
        if other is None:
            return step
        slots = {name: slot.default for name, slot in other.vars.items()}
        for name in step.vars:
            if name not in slots and name not in BUILT_IN:
                remedy = near(name, (*slots, *BUILT_IN)) or f"{step.path} names its own under vars:"
                report.add(step.span, f'{step.path} has no slot "{name}"', remedy, at=name)
        return replace(
            step, steps=other.steps, slots=slots, voices=other.voices, safety=other.safety
        )


def _inherited(steps: tuple[Step, ...]) -> list[str]:
    """The safety flags of what is included."""
    return [flag for step in walk(steps) if isinstance(step, Include) for flag in step.safety]


def _steps_span(root: MapNode) -> Span:
    return next((key.span for key, _ in root.entries if key.text == "steps"), root.span)


def _check_keys(script: Script, root: MapNode, known: Vocabulary, report: Report) -> None:
    """What the keys at the top name must exist."""
    spans = {key.text: value.span for key, value in root.entries}
    if script.ambient and script.ambient not in known.beds:
        remedy = "write one of: off, " + ", ".join(known.beds)
        message = f'there is no bed called "{script.ambient}"'
        report.add(spans["ambient"], message, remedy)
    if "anchor" in script.vars:
        remedy = "call it something else; {anchor} is where attention rests"
        report.add(spans["vars"], '"anchor" is a slot of companion\'s own', remedy, at="anchor")
    if script.card is not None:
        kept = {s.id for s in walk(script.steps) if isinstance(s, Ask | Write | Choose)}
        for line in script.card.lines:
            if line not in kept:
                remedy = "name the id of an ask, write or choose step"
                report.add(spans["card"], f'nothing written is called "{line}"', remedy, at=line)


def _script(values: Values, id: str, steps: tuple[Step, ...]) -> Script:  # noqa: A002
    ambient = values.get(header.AMBIENT, "off")
    return Script(
        id=values.get(header.SCRIPT_ID, id),
        title=values.get(header.TITLE, id),
        steps=steps,
        intent=values.get(header.INTENT, ""),
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
        safety=tuple(dict.fromkeys([*values.get(header.SAFETY, ()), *_inherited(steps)])),
        way_out=values.get(header.WAY_OUT, ""),
        evidence=values.find(header.EVIDENCE),
        author=values.get(header.AUTHOR, ""),
        license=values.get(header.LICENSE, ""),
        reviewed=values.get(header.REVIEWED, ""),
        card=values.find(header.CARD),
    )
