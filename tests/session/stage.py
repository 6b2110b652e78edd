"""A stage for tests of a playing session: a transport that the test cranks by hand."""

from pathlib import Path

from companion.notices import Notices
from companion.session.narration import Narration
from companion.session.sitting import Sitting
from companion.session.transport import Transport
from companion.timeline.arranging.arrange import arrange
from companion.timeline.planning.plan import plan
from companion.timeline.request import Request
from companion.timeline.timeline import Asking, Voiced
from tests.fakes import BELL_LENGTHS, KIT, CrankSink, FakeSpeaker, clip, script

TEXT = """\
companion: 1
title: Branching
steps:
  - section: First
  - say: Hello with {anchor}.
  - silence: 5s..10s..60s
  - choose:
      id: where
      prompt: Where to
      timeout: 15s
      options:
        - label: Sounds
          default: true
          steps: [Let them come., {silence: 5s..9s..40s}]
        - label: Hands
          anchor: hands
          steps:
            - say: Rest them with {anchor}.
            - silence: 5s..9s..40s
        - label: Elsewhere
          next: first-two-minutes
  - section: Middle
  - write: {id: letter, prompt: What would you say, most: 5m}
  - silence: 10s+
  - rate: {id: now}
  - say: Strong.
    when: {rate: now, at_least: 8}
  - silence: {least: 20s, usual: 1m, most: 5m, remind: {every: 20s, lines: [Still here.]}}
  - section: Last
  - say: This is ending.
  - silence: 4s
"""


class Stage:
    """A transport on a cranked sink, with a speaker that has said everything wanted so far."""

    def __init__(self, folder: Path, text: str = TEXT, request: Request | None = None) -> None:
        self.folder = folder
        request = request or Request()
        written = script(text)
        planned = plan(written, request, BELL_LENGTHS)
        clips = {u: clip(folder, u) for u in planned.utterances()}
        known = {u: c.spoken for u, c in clips.items()}
        timeline = arrange(planned, known, request.length)
        sitting = Sitting(written, planned, timeline.total, timeline, clips, KIT, request)
        self.sink = CrankSink()
        self.speaker = FakeSpeaker(folder)
        self.narration = Narration(())
        self.transport = Transport(sitting, self.narration, self.sink, Notices())
        self.transport.play()

    def speak(self) -> None:
        """Say what is wanted by now."""
        self.narration.run(self.speaker)
        self.transport.tick()

    def to(self, key: str, into: int = 1_000) -> None:
        """Go on until a question waits for its answer, a little into it."""
        place = next(
            p
            for p in self.transport.timeline.placements
            if isinstance(p.content, Asking) and p.content.question.key == key
        )
        self.sink.crank(place.start + into - self.transport.playhead)
        self.transport.tick()

    def lines(self) -> list[str]:
        return [
            p.content.utterance.text
            for p in self.transport.timeline.placements
            if isinstance(p.content, Voiced) and not p.content.question
        ]
