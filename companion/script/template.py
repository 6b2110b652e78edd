"""The first script of one's own: it plays as it is, and tells about itself on the way."""

from companion.script.schema import LINE
from companion.script.verbs.table import VERBS

_TEMPLATE = """\
{line}
# A meditation of your own. Lines that start with # are for you; nobody hears them.
# Change anything, then:   companion edit {name}      shows it as it grows
#                          companion check {name}     finds mistakes
#                          companion time {name} 5m   shows when everything happens
#                          companion play {name}      plays it
companion: 1
title: {title}
intent: One line about what it is for.

# Every step starts with a dash. What happens is written in one word:
# {verbs}.
# The line at the very top lets many editors explain them while you type.
steps:
  - section: Arriving
  - bell: soft

  # Words stand on their own lines after the bar. [3s] is a rest of three seconds,
  # and an empty line is a longer breath between two thoughts.
  - say: |
      This is a few minutes for you. You can stop at any time.
      [3s] Eyes open, lowered or closed, as you like.

      Perhaps your feet are touching something.

  # A silence may stretch: six seconds at least, twenty usually, two minutes at most.
  - silence: 6s..20s..2m

  - section: Breathing
  # A line about the breath is left out for those who want nothing to do with it.
  - say: If breathing is kind to you today, the out-breath may be a little longer.
    when: {{breath: yes}}
  # Three seconds in, five out; three to eight rounds, four usually. Where somebody wants nothing
  # to do with breathing, `instead` happens for the same time.
  - breathe:
      in: 3s
      out: 5s
      rounds: 3..4..8
      instead:
        - say: Feel the weight of your hands, and what is under you.

  # Optional sections are left out when somebody asks for a short version.
  - section: {{title: Both of us, optional: true}}
  - say: |
      The distance hurts, and that is real. [4s]
      It may be how {{partner}} takes care of something, or it may be something else.
  - silence: 6s..15s..2m

  - section: Coming back
  - say: |
      This is ending. What you feel may still be here, and that is allowed.
      Look round the room, and choose one small thing to do next.
  - silence: 3s
  - bell: soft
"""


def template(name: str) -> str:
    """A script of this name, as text."""
    title = name.replace("-", " ").capitalize()
    verbs = ", ".join(VERBS)
    return _TEMPLATE.format(line=LINE, name=name, title=title, verbs=verbs)
