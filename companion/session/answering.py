"""Answers from a front end that sees whole lines only, and no key before Enter."""

from companion.script.step import Ask, Write
from companion.session import questions
from companion.session.transport import Transport
from companion.timeline.cue import Question
from companion.units import MINUTE, Millis

# A line may take this long to type; nobody can see that it has been begun.
LINE_PATIENCE = Millis(5 * MINUTE)
# A line that comes this long after its box has closed still belongs to it.
_LATE = Millis(MINUTE)
PASSED = "That question has passed. That's all right."
KEPT = "That question has closed. Your line is kept all the same."


class LineAnswers:
    """The typed lines of one session as answers to its questions.

    A box one types in can't be kept open from the first key on, because that key isn't seen. So it
    waits `LINE_PATIENCE` for a line, and after each line of a longer text as long as on a screen.
    It waits for nobody who can't type, and once a box has gone by without a line, the next ones go
    on after their own time until something is typed again. A line that comes too late is kept.

    Args:
        transport: the transport of the session.
        can_type: whether someone sits at a terminal.
    """

    def __init__(self, transport: Transport, *, can_type: bool) -> None:
        self._transport = transport
        self._is_patient = can_type
        self._can_type = can_type
        self._question: Question | None = None
        self._written: list[str] = []
        self._open_until = Millis(0)

    def look(self) -> list[str]:
        """Look at the current question; return the lines to write when it is a new one."""
        question = self._transport.question
        if question is not None:
            self._open_until = self._transport.playhead
        if question is None or (self._question and question.key == self._question.key):
            return []
        self._leave_open_box()
        self._question, self._written = question, []
        if self._is_patient and isinstance(question.asked, Ask | Write):
            self._transport.begin_writing(question.key, LINE_PATIENCE)
        return questions.lines(question.asked)

    def take(self, typed: str) -> str | None:
        """Take a typed line; return what to write about it, or None when it answers nothing."""
        self.look()
        self._is_patient = self._can_type
        question = self._transport.question
        if question is None:
            return self._take_late(typed)
        if isinstance(question.asked, Write):
            if typed.strip() != questions.END_OF_WRITING:
                self._written.append(typed)
                self._transport.begin_writing(question.key)
                return ""
            typed = "\n".join(self._written)
        reply = questions.read(question.asked, typed)
        if reply.problem:
            return reply.problem
        if self._transport.answer(question.key, reply.value):
            return reply.said
        return self._take_late(typed) or PASSED

    def finish(self) -> None:
        """Keep the text of a box that was still open at the end."""
        self._leave_open_box()

    def _take_late(self, typed: str) -> str | None:
        """Keep a line for the box that closed last, if that has no answer."""
        is_late = self._transport.playhead <= self._open_until + _LATE
        if not typed.strip() or not is_late or not self._is_open_box(self._question):
            return None
        if typed.strip() != questions.END_OF_WRITING:
            self._written.append(typed)
        self._leave_open_box()
        return KEPT

    def _leave_open_box(self) -> None:
        question = self._question
        if question is None or not self._is_open_box(question):
            return
        if self._written:
            self._transport.keep_text(question.key, "\n".join(self._written))
        else:
            self._is_patient = False

    def _is_open_box(self, question: Question | None) -> bool:
        """Whether a question is one to type in that nobody has answered or skipped."""
        given = self._transport.answers.given
        return (
            question is not None
            and isinstance(question.asked, Ask | Write)
            and question.key not in given
        )
