"""Steps inside steps: the kind of value that `steps` and `instead` take."""

from dataclasses import dataclass

from companion.document import Node, Sequence
from companion.script.fields import Report
from companion.script.step import Step


@dataclass(frozen=True, slots=True)
class Steps:
    """A list of steps."""

    says: str = 'a list, each line starting with "- "'

    def read(self, node: Node, report: Report) -> tuple[Step, ...] | None:
        """Every step that was read well."""
        if not isinstance(node, Sequence):
            report.add(node.span, "steps should be a list", 'start each line with "- "')
            return None
        read = (report.read_step(item, report) for item in node.items)
        return tuple(step for step in read if step is not None)


STEPS = Steps()
