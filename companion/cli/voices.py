"""`companion voices`: the voices of this computer, their choice, and new Piper voices."""

import sys
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import Any

from companion.cli.terminal import Progress, print_json
from companion.errors import CompanionError, NotFoundError, WrongUsageError
from companion.reading.diagnostic import printable
from companion.session.options import Options
from companion.session.prefetch import shipped_lines
from companion.session.samples import words_script
from companion.session.voices import Voices
from companion.store.places import places
from companion.store.settings import MOODS, Mood, save
from companion.voice.clip_cache import ClipCache
from companion.voice.names import AUTO, SILENT
from companion.voice.pace import Paces
from companion.voice.preference import clearer_voice_hint, voice_file, voice_files
from companion.voice.process import VoiceProcess
from companion.voice.search import differences
from companion.voice.spelling import spell
from companion.voice.voice import Style
from companion.wiring import Services
from companion.wording import KEPT_FOR, SILENCE_CHOSEN

TRIED = "Something hurts tonight, and it's allowed to hurt. You don't have to decide anything."
_TEST = "You can hear this."
_ANYWHERE = "1, 2, 3."  # digits can be read in every language
_CARDS = ("MODEL_CARD", "{name}.md", "README.md", "{name}.onnx.md", "LICENSE")


def list_voices(*, as_json: bool) -> int:
    """Run `companion voices`: list every voice, and mark the one that speaks first."""
    here = Voices(places())
    try:
        rows = [_row(voice) for voice in here.processes]
    finally:
        here.close()
    for row in [row for row in rows if not row["problem"]][:1]:
        row["speaks_first"] = True
    if as_json:
        profiles = {mood: asdict(here.profile(mood)) for mood in MOODS}
        chosen = here.settings.voice
        answer = {"version": 1, "chosen": chosen, "voices": rows, "profiles": profiles}
        print_json(answer)
        return 0
    for row in rows:
        _print_row(row)
    if rows:
        print("* speaks first; companion voices use NAME chooses another, voices try plays one")
    else:
        print(SILENCE_CHOSEN)
    for mood, profile in here.fitted_profiles().items():
        print(f"fitted {KEPT_FOR[mood]}: {', '.join(differences(profile))}")
    for problem in here.notices.take():
        print(f"companion: {printable(problem)}", file=sys.stderr)
    if rows and (line := clearer_voice_hint(here.entries)):
        print(f"companion: {line}", file=sys.stderr)
    return 0


def _row(voice: VoiceProcess) -> dict[str, Any]:
    """The facts about a voice, with the keys of `--json`."""
    entry = voice.entry
    return {
        "name": voice.name,
        "speaks_first": False,
        "about": entry.abouts.get(entry.voice, entry.about),
        "abouts": {f"{entry.engine}/{name}": about for name, about in entry.abouts.items()},
        "others": [f"{entry.engine}/{other}" for other in entry.others if other != entry.voice],
        "licence": entry.licence,
        "problem": voice.available(),
    }


def _print_row(row: dict[str, Any]) -> None:
    print(printable(f"{'*' if row['speaks_first'] else ' '} {row['name']}"))
    if row["problem"]:
        print(printable(f"    can't speak: {row['problem']}"))
    print(printable(f"    {row['about']}"))
    print(printable(f"    licence: {row['licence']}"))
    abouts = {name: row["abouts"].get(name) for name in row["others"]}
    if plain := [name for name, about in abouts.items() if not about]:
        print(printable(f"    also {', '.join(plain)}"))
    for name, about in abouts.items():
        if about:
            print(printable(f"    also {name}: {about}"))


def try_voice(text: list[str], heard: Options, *, lang: str, mood: Mood, no_color: bool) -> int:
    """Run `companion voices try`: play a voice that says a few words."""
    from companion.plain.session import Plain

    del no_color  # lines have no colours
    words = " ".join(text) or TRIED
    services = Services(heard)
    try:
        services.warm()
        script = words_script(words, lang)
        if not any(map(str.isalnum, words)):
            raise WrongUsageError("there's nothing to say in that", "write a few words")
        profile = services.voices.profile(mood)
        for voice in services.voices.processes[:1]:
            print(f"companion: {printable(profile.voice or voice.name)} speaks", file=sys.stderr)
            _print_respelling(services, voice, words, lang)
        preparation = services.say(script, profile)
        preparation.wait()
        Plain(services.begin(preparation)).run()
    finally:
        services.close()
    return 0


def _print_respelling(services: Services, voice: VoiceProcess, text: str, lang: str) -> None:
    """Print the text that the voice gets, if the lexicon changes it."""
    entries = services.voices.lexicon.entries(voice.family, lang)
    respelled = spell(text, entries).said
    if respelled != spell(text, {}).said:
        print(f"companion: the voice reads: {printable(respelled)}", file=sys.stderr)


def use(name: str) -> int:
    """Run `companion voices use`: choose the voice that speaks, in every mood."""
    here = Voices(places(), name)
    try:
        if name not in (AUTO, SILENT):
            first = here.processes[0]
            name = first.name
            if reason := first.available():
                raise CompanionError(f"{name} can't speak: {reason}", "choose another one")
            _speak_once(first)
    finally:
        here.close()
    had_another = here.use(name)
    lines = {AUTO: "The clearest voice on this computer speaks from now on.",
             SILENT: "From now on words are shown, but not spoken."}  # fmt: skip
    print(lines.get(name, f"{name} speaks from now on."))
    if had_another:
        print("It replaces the voice that was fitted to you; pace and pauses stay as they were.")
    return 0


def _speak_once(voice: VoiceProcess) -> None:
    """Speak a line into a file that is thrown away, as a voice may start but not speak.

    Raises:
        VoiceError: when it cannot speak.
    """
    langs = voice.entry.langs
    is_english = not langs or "en" in langs
    text, lang = (_TEST, "en") if is_english else (_ANYWHERE, langs[0])
    with tempfile.TemporaryDirectory(prefix="companion") as folder:
        voice.synth(text, Style(lang=lang), Path(folder) / "test.wav")


def add(file: Path) -> int:
    """Run `companion voices add`: add the voice in a file, once it has spoken a line."""
    file = file.expanduser().resolve()
    if not file.is_file():
        raise NotFoundError(
            f"there's no file {file}", "give the .onnx file of a Piper or hibari voice"
        )
    if file.suffix != ".onnx":
        raise WrongUsageError(f"{file.name} isn't a voice", "give a file that ends in .onnx")
    locations = places()
    voice = VoiceProcess(voice_file(str(file)), Paces(locations.cache / "paces.json"))
    try:
        if reason := voice.available():
            raise CompanionError(f"{file.name} can't speak: {reason}", "nothing was changed")
        _speak_once(voice)
    finally:
        voice.close()
    settings = Voices(locations).settings
    others = [each for each in settings.voice_files if each != str(file)]
    save(locations.settings, voice_files=(str(file), *others))
    langs = voice.entry.langs
    if langs and "en" not in langs:
        print(f"Added {voice.name} for words in {langs[0]}; English is spoken as before.")
    elif settings.voice in (AUTO, voice.name):
        print(f"Added {voice.name}. It speaks from now on; companion voices try lets you hear it.")
    else:
        print(f"Added {voice.name}. {settings.voice} still speaks first; "
              f"companion voices use {voice.name} changes that.")  # fmt: skip
    card = _licence(file)
    for line in card:
        print(f"companion: its card says: {printable(line)}", file=sys.stderr)
    if not card:
        print("companion: it came without a licence; ask where you got it", file=sys.stderr)
    return 0


def _licence(file: Path) -> list[str]:
    """The first three lines about a licence in the card beside a voice; empty without one."""
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
    """Run `companion voices remove`: take a voice out of the settings; its file stays."""
    locations = places()
    settings = Voices(locations).settings
    added = voice_files(settings.voice_files)
    matches = [entry for entry in added if name in (entry.file, entry.name, entry.voice)]
    if not matches:
        names = ", ".join(entry.name for entry in added) or "none yet"
        raise NotFoundError(f'you haven\'t added a voice "{name}"', f"you added: {names}")
    files = tuple(entry.file for entry in added if entry not in matches)
    chosen = settings.voice if settings.voice not in [entry.name for entry in matches] else AUTO
    save(locations.settings, voice_files=files or None, voice=None if chosen == AUTO else chosen)
    print(f"Removed {matches[0].name} from the settings. The file itself stays where it is.")
    return 0


def build(voice: str) -> int:
    """Run `companion voices build`: speak every shipped line that didn't come along into the cache.

    A full cache does not show which meditations were played.
    """
    services = Services(Options(voice=voice))
    progress = Progress("speaking")
    try:
        if not ClipCache(services.places.cache).open():
            message = f"{services.places.cache} can't be written, so nothing could be kept"
            raise CompanionError(message, "make room there, or check its permissions")
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
        name = services.voices.processes[0].name if services.voices.processes else SILENT
    finally:
        progress.clear()
        services.close()
    print(f"{spoken} lines of the shipped meditations are there, spoken by {name}")
    return 0 if spoken == len(lines) else 1
