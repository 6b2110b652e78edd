"""What will be said, before anybody plays it: so that it is spoken already when they do."""

from collections.abc import Callable, Iterator
from typing import get_args

from companion.audio.recipe import Kit
from companion.errors import CompanionError
from companion.script.manner import Anchor, Words
from companion.script.model import Script
from companion.session.prepare import other_lines
from companion.store.library import Library
from companion.store.settings import Mood
from companion.timeline.planning.plan import plan
from companion.timeline.request import Profile, Request
from companion.timeline.utterance import Utterance


def mood_of(script: Script) -> Mood:
    """Whether a script is for somebody who is shaken."""
    return "shaken" if script.kind == "emergency" else "settled"


def catalogue(library: Library, profile: Callable[[Mood], Profile]) -> list[Utterance]:
    """Every line of every shipped script, however few words are wanted, wherever attention rests.

    Args:
        library: the scripts.
        profile: how to speak in a mood.
    """
    kit = Kit(library.bells)
    found: dict[Utterance, None] = {}
    for source in library.sources():
        if not source.shipped:
            continue
        try:
            script = library.load(source)
        except CompanionError:
            continue
        for request in _requests(profile(mood_of(script))):
            made = plan(script, request, kit.lengths)
            found |= dict.fromkeys(made.utterances())
            found |= dict.fromkeys(other_lines(script, request, made, kit))
    return list(found)


def _requests(profile: Profile) -> Iterator[Request]:
    for words in get_args(Words):
        for anchor in get_args(Anchor):
            for breath in (True, False):
                yield Request(words=words, anchor=anchor, breath=breath, profile=profile)
