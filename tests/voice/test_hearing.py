"""What a recogniser heard, held against what a line says."""

import pytest

from companion.voice.hearing import misheard, words


@pytest.mark.parametrize(
    ("said", "heard"),
    [
        ("Ten minutes, or its edges.", "10 minutes, or it's edges"),
        ("Two: Say its hardest word aloud.", "2. Say it's hardest word allowed."),
        ("Any one will do. It’s the whole of it.", "Anyone will do. Its the hole of it."),
        ("A real goodnight.", "a real good night"),
        ("Some nights it is fifty times.", "some nights it is 50 times"),
        ("", ""),
    ],
)
def test_what_sounds_the_same_is_the_same(said: str, heard: str) -> None:
    assert words(said) == words(heard)
    assert misheard(said, heard) == []


def test_words_that_came_out_as_others_are_named_with_what_was_heard() -> None:
    assert misheard("Sit with the pull.", "Sit with the pole.") == [("pull", "pole")]
    assert misheard("Let Ngaio find “the” floor.", "let and gayo find the floor") == [
        ("Ngaio", "and gayo")
    ]
    assert misheard("Stay here now.", "stay now") == [("here", "")]
    assert misheard("Stay.", "stay here with me") == []
