"""`companion new`: a script of one's own, from a template that plays as it is."""

import os
import re
import sys
from pathlib import Path
from typing import Any

from companion.cli.parser import COMMANDS
from companion.errors import CompanionError
from companion.store.library import SUFFIX, Library
from companion.store.places import places

_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")

TEMPLATE = """\
# A meditation of your own. Lines that start with # are for you; nobody hears them.
# Change anything, then:   companion check {name}     finds mistakes
#                          companion time {name} 5m   shows when everything happens
#                          companion play {name}      plays it
companion: 1
title: {title}
intent: One line about what it is for.

# Every step starts with a dash. What happens is written in one word: say, silence, breathe,
# bell, section or note.
steps:
  - section: Arriving
  - bell: soft

  # Words stand on their own lines after the bar. [3s] is a rest of three seconds,
  # and an empty line is a longer breath between two thoughts.
  - say: |
      This is a few minutes for you. You can stop at any time.
      [3s] Eyes open or closed, as you like.

      Feel where your feet meet the floor.

  # A silence may stretch: six seconds at least, twenty usually, two minutes at most.
  - silence: 6s..20s..2m

  - section: Breathing
  - say: If breathing is kind to you today, let the out-breath be a little longer.
  # Three seconds in, five out; three to eight rounds, four usually.
  - breathe: {{in: 3s, out: 5s, rounds: 3..4..8}}

  # Optional sections are left out when somebody asks for a short version.
  - section: {{title: Both of us, optional: true}}
  - say: |
      The distance hurts, and that is real. [4s]
      It may be how they take care of themselves, or it may be something else.
  - silence: 6s..15s..2m

  - section: Coming back
  - say: |
      This is ending. What you feel may still be here, and that is allowed.
      Look round the room, and choose one small thing to do next.
  - silence: 3s
  - bell: soft
"""


def new(args: Any) -> int:
    """Write the template into the person's folder of scripts."""
    name = args.name.removesuffix(SUFFIX)
    if not _NAME.fullmatch(name):
        raise CompanionError(
            f'"{args.name}" is no name for a script', "use small letters, digits and dashes"
        )
    kept = places()
    taken = {source.id for source in Library(kept.scripts, kept.sounds).sources() if source.shipped}
    if name in taken or name in COMMANDS:
        raise CompanionError(f'"{name}" is a name of companion\'s own', "choose another name")
    file = kept.scripts / f"{name}{SUFFIX}"
    title = name.replace("-", " ").capitalize()
    write_new(file, TEMPLATE.format(name=name, title=title))
    print(file)
    print(f"companion: play it with   companion play {name}", file=sys.stderr)
    return 0


def write_new(file: Path, text: str) -> None:
    """Write a file that must not exist yet, for this person alone.

    Raises:
        CompanionError: when it exists, or cannot be written.
    """
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise CompanionError(f"{file} is there already", "choose another name") from None
    except OSError as error:
        reason = error.strerror or str(error)
        raise CompanionError(f"{file} cannot be written: {reason}") from None
    with os.fdopen(handle, "w", encoding="utf-8") as opened:
        opened.write(text)
