"""`companion check --heard`: an author's lines, spoken and listened to by a recogniser."""

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from companion.cli.terminal import Progress
from companion.reading.diagnostic import printable
from companion.session.options import Options
from companion.timeline.cue import Speak
from companion.timeline.request import Request
from companion.timeline.utterance import Utterance
from companion.voice.hearing import misheard
from companion.wiring import Services

_MOST_TRIES = 6
_VOWELS = "aeiouy"


@dataclass(frozen=True, slots=True)
class Misheard:
    """A word that came out as another: its place, what was heard, and a respelling that helps."""

    file: str
    line: int
    word: str
    heard: str
    respelling: str = ""


def listen(files: list[Path]) -> list[Misheard]:
    """Speak every line of some scripts, and return the words that came out as others.

    Raises:
        CompanionError: when no recogniser is installed, or a script can't be read.
    """
    from companion.audio.recogniser import Recogniser  # numpy, and a model of 75 MB

    recogniser = Recogniser()
    services = Services(Options(output="none"))
    progress = Progress("listening")
    try:
        lines = [row for file in files for row in _lines(services, file)]
        found: list[Misheard] = []
        for number, (file, line, utterance) in enumerate(lines, 1):

            def hear(text: str, like: Utterance = utterance) -> str | None:
                clip = services.narrator.speak(replace(like, text=text))
                return None if clip is None else recogniser.hear_clip(clip)

            found += _misheard(str(file), line, utterance.text, hear)
            progress.tell(number, len(lines))
        return found
    finally:
        progress.clear()
        for notice in services.notices.take():
            print(f"companion: {printable(notice)}", file=sys.stderr)
        services.close()


def _lines(services: Services, file: Path) -> Iterator[tuple[Path, int, Utterance]]:
    """Every English line of a script once, with the line of its step in the file."""
    opened = services.open(str(file))
    plan = opened.plan(Request(profile=opened.profile))
    seen: set[str] = set()
    for cue in plan.cues:
        if isinstance(cue, Speak) and cue.utterance.text not in seen:
            seen.add(cue.utterance.text)
            if cue.utterance.lang.startswith("en"):
                yield file, plan.lines[cue.step] + 1, cue.utterance


def _misheard(
    file: str, line: int, text: str, hear: Callable[[str], str | None]
) -> Iterator[Misheard]:
    heard = hear(text)
    for word, instead in misheard(text, heard) if heard is not None else ():
        respelling = next(
            (
                spelled
                for spelled in respellings(word)
                if word not in dict(misheard(text, hear(text.replace(word, spelled)) or ""))
            ),
            "",
        )
        yield Misheard(file, line, word, instead, respelling)


def respellings(word: str) -> list[str]:
    """A few ways to write a word as it sounds: cut where a new syllable may begin."""
    plain = word.lower()
    if not plain.isalpha():
        return []
    cuts = [
        place
        for place in range(2, len(plain) - 1)
        if plain[place] not in _VOWELS and plain[place + 1] in _VOWELS
    ]
    return [f"{plain[:cut]} {plain[cut:]}" for cut in cuts][:_MOST_TRIES]


def accept(found: list[Misheard], lexicon: Path) -> str:
    """Put the respellings that were heard right into the person's lexicon; return what was done.

    Raises:
        CompanionError: when the lexicon has mistakes, or can't be written.
    """
    from companion.voice.own_lexicon import add_respelling  # only where one is accepted

    helping = {row.word.lower(): row.respelling for row in found if row.respelling}
    new = [word for word, said in helping.items() if add_respelling(lexicon, word, said)]
    if not new:
        return "there's no respelling to put into your lexicon"
    return f"put into {printable(str(lexicon / 'en.yaml'))}: {', '.join(new)}"


def tell(found: list[Misheard], lexicon: Path, *, offers: bool) -> None:
    """Print the words that came out as others, with what to do.

    Args:
        found: the words.
        lexicon: the folder of the person's lexicons.
        offers: whether to say how a respelling gets there.
    """
    for row in found:
        heard = f'was heard as "{row.heard}"' if row.heard else "wasn't heard at all"
        print(printable(f'{row.file}, line {row.line}: "{row.word}" {heard}'))
        if row.respelling:
            print(printable(f"  as {row.word.lower()}: {row.respelling}, it's heard right"))
    if not found:
        print("every word was heard as it's written")
        return
    if not offers:
        return
    print(
        "A recogniser mishears now and then: companion voices try lets you listen yourself. "
        f"Respellings go under every: in {printable(str(lexicon / 'en.yaml'))}; --accept puts "
        "those that help there."
    )
