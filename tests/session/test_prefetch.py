"""What is spoken before anybody plays it, and the few words that are a session of their own."""

from pathlib import Path
from random import Random

from companion.session.fitting import Fitting, moods_for
from companion.session.prefetch import other_lines, shipped_lines
from companion.session.samples import words_script
from companion.session.voices import mood_of
from companion.store.library import Library
from companion.timeline.cue import SetBed, Speak
from companion.timeline.planning.plan import plan
from companion.timeline.request import USUAL, Profile, Request
from companion.voice.search import ROUNDS
from companion.wording import FITTING_LINES
from tests.fakes import BELL_LENGTHS, script


def test_every_line_of_the_shipped_scripts_is_foreseen(tmp_path: Path) -> None:
    library = Library(tmp_path, tmp_path)
    (tmp_path / "own.yaml").write_text("companion: 1\ntitle: O\nsteps: [Mine alone.]\n")
    (tmp_path / "bad.yaml").write_text("companion: 1\n")
    shaken = Profile(pace=0.9)
    lines = shipped_lines(library, lambda mood: shaken if mood == "shaken" else USUAL)
    lengths = {name: bell.length for name, bell in library.bells.items()}
    for name, profile in (("first-two-minutes", shaken), ("sit-with-it", USUAL)):
        loaded = library.load(library.find(name))
        for request in (Request(profile=profile), Request(words="quiet", profile=profile)):
            assert set(plan(loaded, request, lengths).utterances()) <= set(lines)
    assert len(lines) == len(set(lines))
    assert not any(line.text == "Mine alone." for line in lines)
    assert mood_of(library.load(library.find("first-two-minutes"))) == "shaken"


def test_the_lines_that_a_number_or_any_answer_leads_to_are_foreseen() -> None:
    text = """\
companion: 1
title: T
steps:
  - rate: {id: now}
  - say: Strong.
    when: {rate: now, at_least: 8}
  - say: Small.
    when: {rate: now, at_most: 3}
  - ask: {id: need, prompt: What}
  - say: You said it.
    when: {answer: [now, need], given: yes}
  - rate: {id: calm}
"""
    written = script(text)
    made = plan(written, Request(), BELL_LENGTHS)
    foreseen = {u.text for u in other_lines(written, Request(), made, BELL_LENGTHS)}
    assert {"Strong.", "Small.", "You said it."} <= foreseen
    assert not {"Strong.", "Small.", "You said it."} & {u.text for u in made.utterances()}


def test_a_few_words_are_a_session_with_what_runs_underneath() -> None:
    words = words_script("Stay here. {Rest} now.", lang="de", bed="soft")
    made = plan(words, Request(), BELL_LENGTHS)
    spoken = [cue.utterance for cue in made.cues if isinstance(cue, Speak)]
    assert [(u.text, u.lang) for u in spoken] == [("Stay here.", "de"), ("{Rest} now.", "de")]
    assert sum(isinstance(cue, SetBed) for cue in made.cues) == 1
    assert not any(
        isinstance(c, SetBed) for c in plan(words_script("Stay."), Request(), BELL_LENGTHS).cues
    )


def test_a_fitting_says_the_same_words_in_two_manners_six_times() -> None:
    fitting = Fitting(("a", "b", "c", "d", "e"), Random(1))
    heard = []
    while not fitting.is_over:
        first, second = fitting.sample("first"), fitting.sample("second")
        assert first[0] == second[0]
        assert first[1] != second[1]
        assert first[1].voice in "abcd"
        heard.append(first[0].title)
        fitting.answer("first")
    assert tuple(heard) == FITTING_LINES
    assert fitting.number == ROUNDS
    assert fitting.result[1] == fitting.profile
    assert [moods_for(kept) for kept in ("shaken", "settled", "both")] == [
        ("shaken",), ("settled",), ("shaken", "settled")]  # fmt: skip
