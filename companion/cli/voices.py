"""`companion voices`: what can speak here, which of it does, and how to get a better one."""

import json
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import Any

from companion.cli.terminal import Progress
from companion.errors import CompanionError, NotFoundError, WrongUsageError
from companion.reading.diagnostic import printable
from companion.session.prefetch import shipped_lines
from companion.session.samples import words_script
from companion.session.voices import Voices
from companion.store.places import places
from companion.store.settings import MOODS, Mood, save
from companion.voice.names import AUTO, SILENT
from companion.voice.pace import Paces
from companion.voice.preference import clearer_voice_hint, piper, pipers
from companion.voice.process import VoiceProcess
from companion.voice.search import in_words
from companion.voice.spelling import spell
from companion.voice.voice import Style
from companion.wiring import Options, Services
from companion.wording import KEPT_FOR, SILENCE_CHOSEN

TRIED = "Something hurts tonight, and it is allowed to hurt. Nothing has to be decided now."
_TEST = "You can hear this."
_ANYWHERE = "1, 2, 3."  # which every language has names for
_CARDS = ("MODEL_CARD", "{name}.md", "README.md", "{name}.onnx.md", "LICENSE")


def list_voices(*, as_json: bool) -> int:
    """`companion voices`: everything that can speak here."""
    here = Voices(places())
    try:
        rows = [_row(voice) for voice in here.hosted]
    finally:
        here.close()
    for row in [row for row in rows if not row["problem"]][:1]:
        row["speaks_first"] = True
    if as_json:
        told = {mood: asdict(here.profile(mood)) for mood in MOODS}
        answer = {"version": 1, "chosen": here.settings.voice, "voices": rows, "profiles": told}
        print(json.dumps(answer, ensure_ascii=False))
        return 0
    for row in rows:
        _tell(row)
    if rows:
        print("* speaks first; companion voices use NAME chooses another, voices try plays it")
    else:
        print(SILENCE_CHOSEN)
    for mood, profile in here.fitted().items():
        print(f"fitted {KEPT_FOR[mood]}: {', '.join(in_words(profile))}")
    for problem in here.notices.take():
        print(f"companion: {printable(problem)}", file=sys.stderr)
    if rows and (line := clearer_voice_hint(here.entries)):
        print(f"companion: {line}", file=sys.stderr)
    return 0


def _row(voice: VoiceProcess) -> dict[str, Any]:
    """What there is to know of an engine."""
    offer = voice.entry
    return {
        "name": voice.name,
        "speaks_first": False,
        "about": offer.about,
        "others": [f"{offer.engine}/{other}" for other in offer.others if other != offer.voice],
        "licence": offer.licence,
        "problem": voice.available(),
    }


def _tell(row: dict[str, Any]) -> None:
    print(printable(f"{'*' if row['speaks_first'] else ' '} {row['name']}"))
    if row["problem"]:
        print(printable(f"    cannot speak: {row['problem']}"))
    print(printable(f"    {row['about']}"))
    print(printable(f"    licence: {row['licence']}"))
    if row["others"]:
        print(printable(f"    also {', '.join(row['others'])}"))


def try_voice(text: list[str], heard: Options, *, lang: str, mood: Mood, no_color: bool) -> int:
    """`companion voices try`: hear a voice say a few words."""
    from companion.plain import Plain

    del no_color  # lines have none
    words = " ".join(text) or TRIED
    services = Services(heard)
    try:
        services.warm()
        script = words_script(words, lang)
        if not any(map(str.isalnum, words)):
            raise WrongUsageError("there is nothing to say in that", "give it a few words")
        profile = services.voices.profile(mood)
        for voice in services.voices.hosted[:1]:
            print(f"companion: {printable(profile.voice or voice.name)} speaks", file=sys.stderr)
            _tell_spelling(services, voice, words, lang)
        preparation = services.say(script, profile)
        preparation.wait()
        Plain(services.begin(preparation)).run()
    finally:
        services.close()
    return 0


def _tell_spelling(services: Services, voice: VoiceProcess, text: str, lang: str) -> None:
    """What the voice is given, where the lexicon changes it."""
    entries = services.voices.lexicon.entries(voice.family, lang)
    respelled = spell(text, entries).said
    if respelled != spell(text, {}).said:
        print(f"companion: it is given: {printable(respelled)}", file=sys.stderr)


def use(name: str) -> int:
    """`companion voices use`: choose who speaks, in every mood."""
    here = Voices(places(), name)
    try:
        if name not in (AUTO, SILENT):
            first = here.hosted[0]
            name = first.name
            if reason := first.available():
                raise CompanionError(f"{name} cannot speak: {reason}", "take another one")
            _speak_once(first)
    finally:
        here.close()
    had_another = here.use(name)
    told = {AUTO: "The clearest voice there is speaks from now on.",
            SILENT: "Words are shown from now on, and none are spoken."}  # fmt: skip
    print(told.get(name, f"{name} speaks from now on."))
    if had_another:
        print(
            "The voice that was fitted to you gives way to it; pace and pauses stay as they were."
        )
    return 0


def _speak_once(voice: VoiceProcess) -> None:
    """Say a line to nobody: that a voice starts does not mean that it speaks.

    Raises:
        VoiceError: when it does not.
    """
    langs = voice.entry.langs
    is_english = not langs or "en" in langs
    text, lang = (_TEST, "en") if is_english else (_ANYWHERE, langs[0])
    with tempfile.TemporaryDirectory(prefix="companion") as folder:
        voice.synth(text, Style(lang=lang), Path(folder) / "test.wav")


def add(file: Path) -> int:
    """`companion voices add`: bring a voice file, and use it where it can speak."""
    file = file.expanduser().resolve()
    if not file.is_file():
        raise NotFoundError(f"there is no file {file}", "give the .onnx file of a Piper voice")
    if file.suffix != ".onnx":
        raise WrongUsageError(f"{file.name} is no Piper voice", "that is a file ending in .onnx")
    kept = places()
    voice = VoiceProcess(piper(str(file)), Paces(kept.cache / "paces.json"))
    try:
        if reason := voice.available():
            raise CompanionError(f"{file.name} cannot speak: {reason}", "nothing was changed")
        _speak_once(voice)
    finally:
        voice.close()
    settings = Voices(kept).settings
    known = [each for each in settings.voice_files if each != str(file)]
    save(kept.settings, voice_files=(str(file), *known))
    langs = voice.entry.langs
    if langs and "en" not in langs:
        print(f"{voice.name} is added, for words in {langs[0]}; English is spoken as before.")
    elif settings.voice in (AUTO, voice.name):
        print(
            f"{voice.name} is added and speaks from now on; companion voices try lets you hear it."
        )
    else:
        print(f"{voice.name} is added. {settings.voice} still speaks first; "
              f"companion voices use {voice.name} changes that.")  # fmt: skip
    card = _licence(file)
    for line in card:
        print(f"companion: its card says: {printable(line)}", file=sys.stderr)
    if not card:
        print("companion: no licence came with it; ask where you got it", file=sys.stderr)
    return 0


def _licence(file: Path) -> list[str]:
    """What a card beside a voice says about its licence."""
    name = file.name.removesuffix(".onnx")
    for card in _CARDS:
        try:
            text = (file.parent / card.format(name=name)).read_text("utf-8", "replace")
        except OSError:
            continue
        return [line.strip(" *-#")[:200] for line in text.splitlines() if "licen" in line.lower()][
            :3
        ]
    return []


def remove(name: str) -> int:
    """`companion voices remove`: forget a voice file; the file itself stays."""
    kept = places()
    settings = Voices(kept).settings
    added = pipers(settings.voice_files)
    gone = [o for o in added if name in (o.file, o.name, o.voice)]
    if not gone:
        names = ", ".join(offer.name for offer in added) or "none"
        raise NotFoundError(f'no voice "{name}" was added', f"added are: {names}")
    left = tuple(offer.file for offer in added if offer not in gone)
    own = settings.voice if settings.voice not in [offer.name for offer in gone] else AUTO
    save(kept.settings, voice_files=left or None, voice=None if own == AUTO else own)
    print(f"{gone[0].name} is removed from the settings. The file itself stays where it is.")
    return 0


def build(voice: str) -> int:
    """`companion voices build`: fill the cache, so that it does not show what was played."""
    services = Services(Options(voice=voice))
    progress = Progress("speaking")
    try:
        lines = shipped_lines(services.library, services.voices.profile)
        spoken, problems = 0, services.notices.take()
        for number, line in enumerate(lines):
            progress.tell(number, len(lines))
            spoken += services.narrator.speak(line) is not None
            problems += services.notices.take()
            if problems and not spoken:
                break
        progress.clear()
        for problem in problems:
            print(f"companion: {printable(problem)}", file=sys.stderr)
        name = services.voices.hosted[0].name if services.voices.hosted else SILENT
    finally:
        progress.clear()
        services.close()
    print(f"{spoken} lines of the shipped meditations are spoken by {name}")
    return 0 if spoken == len(lines) else 1
