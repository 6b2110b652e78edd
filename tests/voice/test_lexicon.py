"""The lexicon: what is said for a word, which word of the screen that was, and its mistakes."""

import subprocess
import sys
from pathlib import Path

import pytest

from companion.errors import CompanionError
from companion.notices import Notices
from companion.reading.document import FlawedTextError
from companion.resources import shipped
from companion.timeline.utterance import Utterance
from companion.units import Millis
from companion.voice.clip_cache import ClipCache
from companion.voice.engine_table import KOKORO
from companion.voice.lexicon import Lexicon, sections_of
from companion.voice.narrator import Narrator
from companion.voice.spelling import spell, with_word_times
from companion.voice.voice import Take
from tests.fakes import FakeVoice, told

SHIPPED = shipped("scripts_audio") / "lexicon"
ESPEAK = ("pyttsx3", "espeak")


def said(line: str, family: tuple[str, ...] = ESPEAK) -> str:
    return spell(line, Lexicon(SHIPPED).entries(family, "en-GB")).said


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        ("Close your eyes.", "cloze your eyes."),
        ("If you like, close your eyes", "If you like, cloze your eyes."),
        ("Let your eyes close.", "Let your eyes cloze."),
        ("Stay close. The room is warm.", "Stay close. The room is warm."),
        ("Hold them close.", "Hold them close."),
        ("“Close the door,” they said", '"cloze the door," they said.'),
        ("You were left on read.", "You were left on red."),
    ],
)
def test_a_phrase_is_respelled_and_its_marks_stay(shown: str, expected: str) -> None:
    assert said(shown) == expected


def test_an_engine_that_says_it_right_is_given_what_is_written() -> None:
    assert said("Close your eyes.", ("flite",)) == "Close your eyes."
    assert said("Close your eyes.", ("piper", "espeak")) == "cloze your eyes."


def test_the_extra_voices_take_the_phonemes_of_the_voice_in_the_box_and_their_own(
    tmp_path: Path,
) -> None:
    family = KOKORO.family
    assert said("Shh, stay close by.", family) == said("Shh, stay close by.", ("hibari",))
    assert "[Shh](/ʃː/)" in said("Shh.", family)
    (tmp_path / "en.yaml").write_text(
        "lexicon: 1\nhibari:\n  Aisling: /ˈæʃlɪŋ/\n  Niamh: /nˈiv/\nkokoro:\n  Niamh: /nˈiəv/\n"
    )
    entries = Lexicon(tmp_path).entries(family, "en")
    assert spell("Niamh, Aisling.", entries).said == "[Niamh](/nˈiəv/), [Aisling](/ˈæʃlɪŋ/)."


# what each homograph of the style guide's rule 26 must sound like
SOUNDS = {
    "Close your eyes.": "klˈoʊz",
    "If you like, close your eyes.": "klˈoʊz",
    "Let your eyes close.": "klˈoʊz",
    "You may close them.": "klˈoʊz",
    "Stay close to them.": "klˈoʊs",
    "Use your hands.": "jˈuːz",
    "What use is it?": "jˈuːs",
    "Bow your head.": "bˈaʊ",
    "You may feel content.": "kəntˈɛnt",
    "Be content with that.": "kəntˈɛnt",
    "Console yourself.": "kənsˈoʊl",
    "Permit yourself that.": "pɚmˈɪt",
    "Live with the question.": "lˈɪv",
    "You were left on read.": "ɹˈɛd",
}
PHONEMES = """
import ctypes, sys, espeakng_loader as loader
lib = ctypes.CDLL(loader.get_library_path())
lib.espeak_Initialize(2, 0, loader.get_data_path().encode(), 0x8000)
lib.espeak_SetVoiceByName(b"en-us")
lib.espeak_TextToPhonemes.restype = ctypes.c_char_p
for line in sys.stdin.read().splitlines():
    text, out = ctypes.c_char_p(line.encode()), []
    while text.value is not None:
        out.append((lib.espeak_TextToPhonemes(ctypes.byref(text), 1, 2) or b"").decode())
    print(" ".join(out))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="the embedded engine is for Linux")
def test_what_espeak_is_given_sounds_as_it_should() -> None:
    lines = "\n".join(said(line) for line in SOUNDS)
    done = subprocess.run(
        [sys.executable, "-c", PHONEMES], input=lines, capture_output=True, text=True, check=True
    )
    heard = dict(zip(SOUNDS, done.stdout.splitlines(), strict=True))
    assert {line: sound in heard[line] for line, sound in SOUNDS.items()} == dict.fromkeys(
        SOUNDS, True
    ), heard


def test_every_word_of_the_screen_knows_what_was_said_for_it() -> None:
    entries = {("7:30",): ("half", "past", "seven"), ("close", "your"): ("cloze", "your")}
    shown = "At 7:30 — close “your” *eyes*."
    spelled = spell(shown, entries)
    assert spelled.said == 'At half past seven, cloze "your" eyes.'
    pieces = [spelled.said[first:last] for first, last in spelled.places]
    assert pieces == ["At", "half past seven,", "cloze", '"your"', "eyes."]
    starts = [(0.0, 0), (0.2, 3), (0.4, 8), (0.6, 13), (1.0, 20), (1.2, 27), (1.5, 33)]
    words = with_word_times(shown, spelled, Take(Millis(2_000), starts)).words
    assert [(shown[w.first : w.last], w.start) for w in words] == [
        ("At", 0), ("7:30 —", 200), ("close", 1_000), ("“your”", 1_200), ("*eyes*.", 1_500)]  # fmt: skip


def test_a_person_may_add_words_and_overrule_ours(tmp_path: Path) -> None:
    (tmp_path / "en.yaml").write_text(
        "lexicon: 1\nevery:\n  Siobhan: shi vawn\nespeak:\n  close your: close yor\n"
    )
    entries = Lexicon(SHIPPED, tmp_path).entries(ESPEAK, "en")
    assert spell("Siobhan's here; Siobhan, close your eyes", entries).said == (
        "Siobhan's here; shi vawn, close yor eyes.")  # fmt: skip
    assert Lexicon(SHIPPED, tmp_path).entries(ESPEAK, "de") == {}


BAD = [
    ("say hello", "this isn't a lexicon"),
    ("lexicon: 2\n", "newer than the program"),
    ("lexicon: 1\nespaek:\n  a: b\n", 'there\'s no engine "espaek"'),
    ("lexicon: 1\nevery: word\n", '"every" has no words under it'),
    ('lexicon: 1\nevery:\n  "...": dots\n', "isn't a word"),
    (
        "lexicon: 1\nevery:\n  one two: one\n",
        '"one two" and its respelling differ in their number of words',
    ),
    ("lexicon: 1\nevery:\n  word:\n", "has no respelling"),
    ("lexicon: 1\nevery:\n  word: [a]\n", "has no respelling"),
]


@pytest.mark.parametrize(("text", "reason"), BAD)
def test_a_mistake_has_its_place_and_a_remedy(text: str, reason: str) -> None:
    with pytest.raises(CompanionError, match=reason) as caught:
        sections_of(text, "en.yaml")
    assert "lexicon en.yaml, line" in caught.value.message
    assert caught.value.remedy


@pytest.mark.parametrize(
    "text", ["lexicon: 1\nevery: {a: b\n", "lexicon: 1\nevery:\n  a: b\n  a: c\n"]
)
def test_broken_yaml_is_a_mistake_too(text: str, tmp_path: Path) -> None:
    with pytest.raises(FlawedTextError):
        sections_of(text, "en.yaml")
    (tmp_path / "en.yaml").write_text(text)
    notices = Notices()
    lexicon = Lexicon(tmp_path, notices=notices)
    assert lexicon.entries(ESPEAK, "en") == {}
    assert notices.take()[0].startswith("lexicon en.yaml, line")


def test_a_lexicon_with_a_mistake_costs_one_line_and_no_session(tmp_path: Path) -> None:
    (tmp_path / "en.yaml").write_text(BAD[2][0])
    notices = Notices()
    lexicon = Lexicon(tmp_path, notices=notices)
    narrator = Narrator([FakeVoice()], ClipCache(tmp_path / "cache"), lexicon, notices)
    assert narrator.speak(Utterance("Stay.")) is not None
    assert narrator.speak(Utterance("Rest.")) is not None
    (problem,) = told(narrator)
    assert 'there\'s no engine "espaek"' in problem
    assert 'write "every:" for all voices' in problem


def test_the_shipped_lexicon_is_sound() -> None:
    for file in SHIPPED.glob("*.yaml"):
        assert sections_of(file.read_text("utf-8"), file.name)


def test_a_file_under_another_name_is_not_missed_without_a_word(tmp_path: Path) -> None:
    (tmp_path / "english.yml").write_text("lexicon: 1\n")
    (tmp_path / "notes.txt").write_text("not a lexicon")
    notices = Notices()
    lexicon = Lexicon(tmp_path, notices=notices)
    lexicon.entries(ESPEAK, "en")
    lexicon.entries(ESPEAK, "de")
    assert notices.take() == [
        "lexicon english.yml isn't read; name it after its language: en.yaml"]  # fmt: skip


def test_curly_quotes_and_markup_are_no_trap(tmp_path: Path) -> None:
    (tmp_path / "en.yaml").write_text(
        "lexicon: 1\nevery:\n  don’t: <b>dohnt</b>\n  e.g.: for one\n"
    )
    entries = Lexicon(tmp_path).entries(ESPEAK, "en")
    assert spell("Don’t, e.g. now", entries).said == "b dohnt /b, for one. now."
