"""The narrator and its cache: a line is spoken, found again, or stays words."""

import json
import os
from pathlib import Path

import pytest

from companion.errors import UnknownLanguageError, UnknownVoiceError, UnspeakableError
from companion.timeline.utterance import Utterance, estimate_word_times
from companion.units import Millis
from companion.voice.clip_cache import ClipCache
from companion.voice.narrator import Narrator
from companion.voice.spelling import clean, spell, with_word_times
from companion.voice.voice import Style, Take
from tests.fakes import FakeVoice, told, write_tone

LINE = Utterance("Let your feet find the floor.")


@pytest.fixture
def cache(tmp_path: Path) -> ClipCache:
    return ClipCache(tmp_path / "cache" / "voice")


def test_a_line_is_spoken_once_and_then_found(cache: ClipCache) -> None:
    voice = FakeVoice()
    first = Narrator([voice], cache).speak(LINE)
    again = Narrator([voice], cache).speak(LINE)
    assert first is not None
    assert first == again
    assert len(voice.said) == 1
    assert first.spoken.length == 600
    assert first.spoken.exact


def test_the_cache_is_for_this_person_alone_and_names_hold_no_words(
    cache: ClipCache, tmp_path: Path
) -> None:
    Narrator([FakeVoice()], cache).speak(LINE)
    folder = tmp_path / "cache" / "voice"
    assert folder.stat().st_mode & 0o777 == 0o700
    for file in folder.iterdir():
        assert set(file.stem) <= set("0123456789abcdef")
        content = file.read_bytes()
        assert b"feet" not in content
    sidecar = next(folder.glob("*.json"))
    assert sidecar.stat().st_mode & 0o777 == 0o600


HARMS = ["clip", "times", "no clip", "odd times", "endless", "deep", "cut", "another rate"]


@pytest.mark.parametrize("harm", HARMS)
def test_what_cannot_be_read_is_spoken_again(cache: ClipCache, tmp_path: Path, harm: str) -> None:
    voice = FakeVoice()
    narrator = Narrator([voice], cache)
    narrator.speak(LINE)
    (clip,) = (tmp_path / "cache" / "voice").glob("*.wav")
    if harm == "clip":
        clip.write_bytes(b"RIFF")
    elif harm == "times":
        clip.with_suffix(".json").write_text("{")
    elif harm == "endless":
        clip.with_suffix(".json").write_text('{"events": [[Infinity, 0]]}')
    elif harm == "deep":
        clip.with_suffix(".json").write_text("[" * 100_000)
    elif harm == "cut":
        clip.write_bytes(clip.read_bytes()[:3_000])
    elif harm == "another rate":
        write_tone(clip, Millis(600), rate=22_050)
    elif harm == "odd times":
        clip.with_suffix(".json").write_text(json.dumps({"events": [["x", None]]}))
    else:
        clip.unlink()
    assert narrator.speak(LINE) is not None
    assert len(voice.said) == 2


def test_another_pace_or_another_voice_is_another_clip(cache: ClipCache) -> None:
    places = {
        cache.place("a/1", "Stay.", Style()),
        cache.place("a/1", "Stay.", Style(wpm=130)),
        cache.place("a/2", "Stay.", Style()),
        cache.place("a/1", "Stay", Style()),
    }
    assert len(places) == 4


def test_the_oldest_go_when_there_is_too_much(tmp_path: Path) -> None:
    cache = ClipCache(tmp_path)
    for number in range(5):
        write_tone(tmp_path / f"{number}.wav", Millis(1_000))
        cache.note(tmp_path / f"{number}.wav", Take(Millis(1_000), []))
        os.utime(tmp_path / f"{number}.wav", (number, number))
    cache.prune(most=200_000)
    assert sorted(p.name for p in tmp_path.glob("*.*")) == ["3.json", "3.wav", "4.json", "4.wav"]
    ClipCache(tmp_path / "absent").prune()


def test_a_cache_that_cannot_be_written_costs_nothing_but_time(tmp_path: Path) -> None:
    (tmp_path / "blocked").write_text("a file, where a folder should be")
    voice = FakeVoice()
    narrator = Narrator([voice], ClipCache(tmp_path / "blocked" / "voice"))
    clip = narrator.speak(LINE)
    assert clip is not None
    assert clip.file.exists()
    assert narrator.speak(LINE) == clip or len(voice.said) == 2
    narrator.close()
    assert not clip.file.exists()


def test_word_times_that_cannot_be_kept_do_not_cost_the_clip(tmp_path: Path) -> None:
    ClipCache(tmp_path / "absent").note(tmp_path / "absent" / "a.wav", Take(Millis(9), [(0.0, 0)]))
    assert not (tmp_path / "absent").exists()


def test_a_voice_that_fails_is_dropped_and_the_next_one_says_the_line(cache: ClipCache) -> None:
    bad, good = FakeVoice(fails="it ended by itself", name="bad"), FakeVoice()
    narrator = Narrator([bad, good], cache)
    assert narrator.speak(LINE) is not None
    assert told(narrator) == ["the voice bad can't speak: it ended by itself"]
    assert bad.closed
    narrator.speak(Utterance("And rest."))
    assert told(narrator) == []


class Picky(FakeVoice):
    """A voice that refuses some lines and says the others."""

    def synth(self, text: str, style: Style, out: Path) -> Take:
        if "x" in text:
            raise UnspeakableError("there is nothing to say in it")
        return super().synth(text, style, out)


def test_a_line_that_cannot_be_said_costs_itself_and_no_other(cache: ClipCache) -> None:
    narrator = Narrator([Picky()], cache)
    assert narrator.speak(Utterance("x")) is None
    assert narrator.speak(Utterance("xx")) is None
    assert narrator.speak(LINE) is not None
    assert narrator.speak(Utterance("xxx")) is None
    assert narrator.speak(LINE) is not None
    assert told(narrator) == [
        "fake can't say a line (there is nothing to say in it), so it's only shown"]  # fmt: skip


def test_a_voice_that_refuses_three_in_a_row_is_as_good_as_none(cache: ClipCache) -> None:
    narrator = Narrator([Picky()], cache)
    for line in ("x", "xx", "xxx"):
        assert narrator.speak(Utterance(line)) is None
    assert narrator.speak(LINE) is None
    assert len(told(narrator)) == 2


def test_what_one_voice_refuses_the_next_one_says(cache: ClipCache) -> None:
    other = FakeVoice(name="other")
    narrator = Narrator([Picky(), other], cache)
    for line in ("x", "xx", "xxx", "xxxx"):
        assert narrator.speak(Utterance(line)) is not None
    assert told(narrator) == [
        "fake can't say a line (there is nothing to say in it), so other says it",
        "the voice fake can't speak: there is nothing to say in it",
        "from here on, other speaks",
    ]


def test_what_never_became_a_clip_is_cleared_away(tmp_path: Path) -> None:
    for name in (".abc.wav.17.part", "abc.json.part", ".young.wav.18.part"):
        (tmp_path / name).write_bytes(b"half a sentence")
    for name in (".abc.wav.17.part", "abc.json.part"):
        os.utime(tmp_path / name, (1, 1))
    ClipCache(tmp_path).prune()
    assert [p.name for p in tmp_path.glob("*.part")] == [".young.wav.18.part"]


def test_without_any_voice_a_line_has_no_clip_and_one_problem_is_told(cache: ClipCache) -> None:
    narrator = Narrator([FakeVoice(fails="no engine")], cache)
    assert narrator.speak(LINE) is None
    assert narrator.speak(LINE) is None
    assert told(narrator) == [
        "the voice fake can't speak: no engine; the words are shown without a voice"
    ]


def test_a_voice_that_is_closed_under_us_is_no_problem_to_tell(cache: ClipCache) -> None:
    narrator = Narrator([FakeVoice(fails="closed")], cache)
    narrator.close()
    assert narrator.speak(LINE) is None
    assert told(narrator) == []


@pytest.mark.parametrize("text", ["...", "—", "🙂", " "])
def test_what_has_no_words_is_not_spoken(cache: ClipCache, text: str) -> None:
    voice = FakeVoice()
    assert Narrator([voice], cache).speak(Utterance(text)) is None
    assert voice.said == []


@pytest.mark.parametrize(
    ("shown", "said"),
    [
        ("It’s “fine”.", 'It\'s "fine".'),
        ("you — or them", "you, or them"),
        ("a <b> c [d] *e* _f_", "a b c d e f"),
        ("one\n  two\tthree", "one two three"),
        ("wait…", "wait..."),
        ("stay – or go", "stay, or go"),
        ("stay -- or go", "stay, or go"),
        ("a well-kept room", "a well-kept room"),
        ("cafe\u0301", "café"),
        ("a\u202eb", "ab"),
        ("some\u00adthing", "something"),
        ("نمی\u200cخواهم", "نمی\u200cخواهم"),
    ],
)
def test_an_engine_gets_plain_words_on_one_line(shown: str, said: str) -> None:
    assert clean(shown) == said


def test_a_word_is_lit_whole_when_the_engine_tells_of_a_part_of_it() -> None:
    take = Take(Millis(900), [(0.0, 0), (0.05, 4), (0.5, 6)])
    spoken = with_word_times("Don't go.", spell("Don't go.", {}), take)
    assert spoken.exact
    assert [(w.first, w.last, w.start, w.end) for w in spoken.words] == [
        (0, 5, 0, 500),
        (6, 9, 500, 900),
    ]


def test_words_that_the_engine_got_otherwise_are_still_found() -> None:
    spelled = spell("you — or them", {})
    assert spelled.said == "you, or them."
    spoken = with_word_times(
        "you — or them", spelled, Take(Millis(900), [(0.0, 0), (0.4, 5), (0.6, 8)])
    )
    assert [w.first for w in spoken.words] == [0, 6, 9]


@pytest.mark.parametrize("events", [[], [(0.5, 0), (0.1, 6)]])
def test_times_that_are_missing_or_out_of_order_are_estimated(
    events: list[tuple[float, int]],
) -> None:
    spoken = with_word_times("Don't go.", spell("Don't go.", {}), Take(Millis(900), events))
    assert not spoken.exact
    assert spoken.words == estimate_word_times("Don't go.", Millis(900))


def test_a_line_with_a_word_of_the_persons_own_is_not_kept(tmp_path: Path) -> None:
    cache = ClipCache(tmp_path / "cache")
    narrator = Narrator([FakeVoice()], cache)
    found = narrator.speak(Utterance("May Zebedee rest.", private=True))
    again = narrator.speak(Utterance("May Zebedee rest.", private=True))
    assert found is not None
    assert again is not None
    assert found.file == again.file
    assert not (tmp_path / "cache").exists()
    narrator.close()
    assert not found.file.exists()


def test_a_voice_is_asked_for_by_its_engine_and_its_name(cache: ClipCache) -> None:
    first, second = FakeVoice(name="one"), FakeVoice(name="two")
    narrator = Narrator([first, second], cache)
    narrator.speak(Utterance("Stay.", voice="two/bdl"))
    narrator.speak(Utterance("Rest.", voice="slt"))
    narrator.speak(Utterance("Wait.", voice="three/x"))
    assert [style.voice for _, style in first.said] == ["slt", ""]
    assert [style.voice for _, style in second.said] == ["bdl"]
    assert told(narrator) == ['there\'s no voice "three/x" here, so the usual one speaks']


class Local(FakeVoice):
    """A voice that speaks one language and knows one name."""

    def synth(self, text: str, style: Style, out: Path) -> Take:
        if style.lang != "en":
            raise UnknownLanguageError(f"it speaks no {style.lang}")
        if style.voice not in ("", "slt"):
            raise UnknownVoiceError("it does not know that voice")
        return super().synth(text, style, out)


def test_what_one_voice_does_not_speak_the_next_one_may(cache: ClipCache) -> None:
    other = FakeVoice(name="other")
    narrator = Narrator([Local(), other], cache)
    assert narrator.speak(Utterance("Bleib.", lang="de")) is not None
    assert narrator.speak(Utterance("Stay.", voice="bdl")) is not None
    assert [(text, style.voice) for text, style in other.said] == [("Bleib.", ""), ("Stay.", "bdl")]
    assert told(narrator) == []


def test_a_language_that_no_voice_speaks_is_told_once(cache: ClipCache) -> None:
    narrator = Narrator([Local()], cache)
    for line in ("Bleib.", "Ruh dich aus.", "Gut.", "So."):
        assert narrator.speak(Utterance(line, lang="de")) is None
    assert told(narrator) == ["no voice here speaks de, so those words are only shown"]
    assert narrator.speak(LINE) is not None


def test_a_voice_that_takes_over_is_announced(cache: ClipCache) -> None:
    first = FakeVoice(name="one")
    narrator = Narrator([first, FakeVoice(name="two")], cache)
    narrator.speak(Utterance("Stay."))
    first.fails = "it ended"
    narrator.speak(Utterance("Rest."))
    assert told(narrator) == [
        "the voice one can't speak: it ended", "from here on, two speaks"]  # fmt: skip


def test_what_an_engine_says_about_a_word_of_the_persons_is_not_shown(cache: ClipCache) -> None:
    narrator = Narrator([FakeVoice(fails="cannot say: Zebulonia")], cache)
    assert narrator.speak(Utterance("May Zebulonia rest.", private=True)) is None
    assert "Zebulonia" not in "".join(told(narrator))
    narrator.close()


def test_times_that_were_found_by_ear_are_kept_as_such(cache: ClipCache) -> None:
    class Guessing(FakeVoice):
        def synth(self, text: str, style: Style, out: Path) -> Take:
            take = super().synth(text, style, out)
            return Take(take.length, take.onsets, exact=False)

    narrator = Narrator([Guessing()], cache)
    for _ in range(2):
        clip = narrator.speak(LINE)
        assert clip is not None
        assert not clip.spoken.exact
        assert len(clip.spoken.words) == 6
