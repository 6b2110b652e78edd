"""Advice on English that is written and not spoken: each rule, and what it leaves alone."""

import pytest

from companion.script.advice.advise import advise
from companion.script.advice.english import contraction, unspoken
from companion.script.advice.measures import reading_grade
from companion.script.advice.verb_forms import has_verb
from tests.fakes import script

HEAD = "companion: 1\ntitle: T\n"
SPOKEN = "  - It's late, and you're still up.\n"


def messages(steps: str, keys: str = "") -> list[str]:
    return [flaw.message for flaw in advise(script(f"{HEAD}{keys}steps:\n{steps}"))]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("It is late and you are not asleep.", "It is"),
        ("They will not come tonight.", "will not"),
        ("You have been waiting.", "You have"),
        ("Let us slow it down.", "Let us"),
        ("You cannot know that.", "cannot"),
        ("Somebody has asked.", "Somebody"),
        ("You need not answer.", "need not"),
        ("Perhaps it rains.", "Perhaps"),
        ("You may fetch a blanket.", "You may"),
        ("A hand may lie there.", "hand may"),
        ("The shoulders come down.", "The shoulders"),
        ("Let the hands rest.", "the hands"),
        ("A wish is no message.", "is no message"),
        ("It's an offer, and no contract.", "and no contract"),
        ("These minutes end here.", "minutes end here"),
        ("Your feelings are valid.", "valid"),
        ("You should drink something.", "You should"),
    ],
)
def test_written_english_is_named_with_the_words_themselves(line: str, words: str) -> None:
    found = [one.message for one in unspoken(line)]
    assert any(f'"{words}"' in message for message in found), found


@pytest.mark.parametrize(
    "line",
    [
        "It's late, and you're not asleep.",
        "If you are, stop here and press i.",
        "That's how late it is.",
        "It isn't silly to mind.",
        "They might have nothing to give this week.",
        "You have to go.",
        "On the back of your hand.",
        "The back of your head, and the pillow.",
        "One of you may be tired.",
        "May you sleep tonight.",
        "There's no rush, and no answer to give.",
        "Let your shoulders drop.",
        "The hands of the clock go on.",
    ],
)
def test_what_a_mouth_says_is_left_alone(line: str) -> None:
    assert list(unspoken(line)) == []


@pytest.mark.parametrize(
    ("words", "said"),
    [("It is", "It's"), ("do not", "don't"), ("Cannot", "Can't"), ("will not", "won't"),
     ("we are", "we're"), ("I am", "I'm"), ("you have", "you've"), ("Let us", "Let's")],
)  # fmt: skip
def test_a_contraction_is_offered_as_a_fix(words: str, said: str) -> None:
    assert contraction(words) == said


def test_one_remedy_mends_the_line() -> None:
    text = "  - It is late now.\n"
    flaw = next(f for f in advise(script(f"{HEAD}steps:\n{text}")) if f.fix is not None)
    edit = flaw.edit(text.rstrip("\n"))
    assert edit is not None
    assert edit.text == "It's late now."


def test_another_language_is_not_measured_by_the_rules_of_english() -> None:
    assert messages("  - Perhaps it is somebody.\n", "lang: fr\n") == []
    assert len(messages("  - Perhaps it is somebody.\n")) == 2


def test_the_head_is_read_too() -> None:
    assert messages(SPOKEN, "intent: For when somebody is gone.\n") == [
        'hardly anyone says "somebody"'
    ]


def test_a_session_without_contractions_sounds_read() -> None:
    stiff = "  - Look at the window and at the light.\n" * 16
    assert any("0 contractions in 128 words" in m for m in messages(stiff))
    assert not any("contractions" in m for m in messages(stiff + SPOKEN * 3))
    # an emergency gives orders, which offer fewer places
    assert not any("contractions" in m for m in messages(stiff + SPOKEN * 2, "kind: emergency\n"))


def test_may_is_counted_outside_wishes() -> None:
    lines = "  - They may want it, and you don't know.\n" * 3 + SPOKEN * 20
    assert any('"may" comes 3 times' in m for m in messages(lines))
    wishes = "  - May you rest.\n" * 3 + SPOKEN * 20
    assert not any('"may"' in m for m in messages(wishes))


def test_lists_of_things_want_a_verb_in_front() -> None:
    bare = "  - The lamp, its shade, its light.\n"
    assert any("in a row have no verb" in m for m in messages(bare * 3))
    assert not any("in a row" in m for m in messages(bare * 2 + SPOKEN + bare))
    assert any("of 24 sentences have no verb" in m for m in messages((bare + SPOKEN * 5) * 4))


def test_long_sentences_are_counted_and_averaged() -> None:
    long = "  - It's the sort of thing you'd say if you'd been awake since four.\n"
    found = messages(long.replace(".", " and more.") * 8)
    assert any("words here on average" in m for m in found)
    assert any("have more than 14 words" in m for m in found)


def test_long_words_have_a_grade() -> None:
    assert reading_grade(["It hurts. It's late."]) < 3
    hard = "  - It's unconditional reconciliation that necessitates considerable deliberation.\n"
    assert any("school grade" in m for m in messages(hard * 18))
    assert reading_grade([]) == 0


@pytest.mark.parametrize(
    ("steps", "is_advised"),
    [
        ("  - What can you see?\n  - silence: 3s\n", True),
        ("  - What can you see?\n  - silence: 8s\n", False),
        ("  - say: What can you see? [8s] A lamp.\n  - silence: 2s\n", False),
        ("  - say: What can you see? A lamp, maybe.\n  - silence: 9s\n", False),
        ("  - say: What can you see? One thing. Two things. Three.\n  - silence: 9s\n", True),
        ("  - What helps?\n  - rate: {id: now}\n", False),
        ("  - What can you see?\n", False),
    ],
)
def test_a_question_has_room(steps: str, *, is_advised: bool) -> None:
    found = messages(steps + "  - silence: 2s\n  - It's late.\n" if is_advised else steps)
    assert any("little time to answer" in m for m in found) is is_advised


def test_a_question_in_an_emergency_has_half_the_room() -> None:
    steps = "  - What can you see?\n  - silence: 4s\n  - It's late.\n"
    assert not any("little time" in m for m in messages(steps, "kind: emergency\n"))
    assert any("little time" in m for m in messages(steps))


@pytest.mark.parametrize(
    ("sentence", "has_one"),
    [
        ("Look at the lamp.", True),
        ("It's a wall.", True),
        ("Your hands were busy.", True),
        ("They've gone.", True),
        ("The lamp, its shade, its light.", False),
        ("Feet.", False),
    ],
)
def test_a_verb_is_known_in_its_forms(sentence: str, *, has_one: bool) -> None:
    assert has_verb(sentence) is has_one
