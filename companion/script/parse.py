"""A tree of nodes becomes a Script, or every mistake in it at once."""

from collections.abc import Collection
from typing import Any, cast

from companion.document import Document, FlawedTextError, Mapping, Node, Scalar, Sequence, read
from companion.script import keys
from companion.script.diagnostic import BadScriptError, diagnose
from companion.script.fields import Field, Record, Report, Values, near
from companion.script.model import Kind, Script
from companion.script.step import Bell, Breathe, Note, Section, Step
from companion.script.verbs import VERBS


def parse(text: str, *, file: str, id: str, bells: Collection[str]) -> Script:  # noqa: A002
    """Read a script.

    Args:
        text: the whole file.
        file: its name, for messages.
        id: what commands call it when it does not say so itself.
        bells: the bells that there are.

    Raises:
        BadScriptError: with every mistake that was found, sorted by place.
    """
    report = Report()
    script: Script | None = None
    try:
        document = read(text)
    except FlawedTextError as error:
        report.flaws += error.flaws
    else:
        report.flaws += document.flaws
        script = _script(document, id, tuple(bells), report)
    if report.flaws or script is None:
        raise BadScriptError(diagnose(file, text, report.flaws))
    return script


# What a length can be fitted to in a moment.
_LIMITS: tuple[tuple[type, int, str], ...] = (
    (Breathe, 40, "breaths"),
    (Section, 24, "optional sections"),
)


class _Steps:
    """The kind of value that `steps` takes."""

    says = 'a list, each line starting with "- "'

    def __init__(self, bells: tuple[str, ...]) -> None:
        self.bells = bells

    def read(self, node: Node, report: Report) -> tuple[Step, ...] | None:
        """Every step that was read well."""
        if not isinstance(node, Sequence):
            report.add(node.span, "steps should be a list", 'start each line with "- "')
            return None
        before = len(report.flaws)
        steps = tuple(
            step for item in node.items if (step := _step(item, self.bells, report)) is not None
        )
        for kind, most, what in _LIMITS:
            if (
                sum(isinstance(step, kind) and getattr(step, "optional", True) for step in steps)
                > most
            ):
                report.add(node.span, f"there are more than {most} {what} here", "split it in two")
        is_bare = all(isinstance(step, Section | Note) for step in steps)
        if is_bare and len(report.flaws) == before:
            report.add(node.span, "nothing happens in these steps", "add   - say: and some words")
            return None
        return steps


def _step(node: Node, bells: tuple[str, ...], report: Report) -> Step | None:
    if isinstance(node, Scalar):
        return VERBS["say"].read(node, report)
    if not isinstance(node, Mapping):
        report.add(node.span, "a step is words or a verb with a value", "write   - say: and words")
        return None
    step: Step | None = None
    verb = ""
    for key, value in node.entries:
        if key.text not in VERBS:
            report.add(key.span, f'there is no step called "{key.text}"', _meant(key.text, value))
        elif verb:
            remedy = f'put "{key.text}" on a line of its own that starts with "- "'
            report.add(key.span, f'one step cannot both "{verb}" and "{key.text}"', remedy)
        else:
            verb = key.text
            step = VERBS[verb].read(value, report)
    if isinstance(step, Bell) and step.sound not in bells:
        own = "; a sound file of your own goes into the folder that companion where names"
        remedy = near(step.sound, bells) or "write one of: " + ", ".join(bells) + own
        report.add(step.span, f'there is no bell called "{step.sound}"', remedy)
    return step


def _meant(word: str, value: Node) -> str:
    if guess := near(word, tuple(VERBS)):
        return guess
    if isinstance(value, Scalar) and " " in value.text:
        return "if this is something to say, write   - say: |   and put the words on the next line"
    return "a step starts with one of: " + ", ".join(VERBS)


def _script(document: Document, id: str, bells: tuple[str, ...], report: Report) -> Script | None:  # noqa: A002
    steps: Field[Any] = Field("steps", _Steps(bells), "what happens, in order", required=True)

    def build(values: Values, _span: object, _report: Report) -> Script:
        return Script(
            id=values.get(keys.ID, id),
            title=values.get(keys.TITLE, id),
            steps=values.get(steps, ()),
            intent=values.get(keys.INTENT, ""),
            lang=values.get(keys.LANG, "en"),
            kind=cast("Kind", values.get(keys.KIND, "practice")),
            moment=values.get(keys.MOMENT, ()),
            themes=values.get(keys.THEMES, ()),
            technique=values.get(keys.TECHNIQUE, ()),
            tags=values.get(keys.TAGS, ()),
            length=values.find(keys.LENGTH),
            cautions=values.get(keys.CAUTIONS, ()),
            not_for=values.get(keys.NOT_FOR, ()),
            safety=values.get(keys.SAFETY, ()),
            way_out=values.get(keys.WAY_OUT, ""),
            evidence=values.find(keys.EVIDENCE),
            author=values.get(keys.AUTHOR, ""),
            license=values.get(keys.LICENSE, ""),
            reviewed=values.get(keys.REVIEWED, ""),
        )

    return Record("the script", (*keys.KEYS, steps), build).read(document.root, report)
