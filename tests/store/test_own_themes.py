"""A person's own themes: read with a line for each mistake, and measured for how they read."""

import os
from pathlib import Path

import pytest

from companion.store.preferences.own_themes import own_themes
from companion.store.preferences.palettes import COLOUR, PALETTES, READ, TOKENS, contrast
from companion.store.preferences.table import BUILT_IN_THEMES


def test_every_shipped_palette_is_whole_and_can_be_read() -> None:
    assert set(PALETTES) == set(BUILT_IN_THEMES) - {"terminal"}
    for palette in PALETTES.values():
        assert tuple(palette) == TOKENS
        assert all(COLOUR.fullmatch(colour) for colour in palette.values())
        for token in (*READ, "primary", "lit"):
            assert contrast(palette[token], palette["background"]) >= 4.5


@pytest.mark.parametrize(
    ("theme", "token", "measured"),
    [
        ("night", "foreground", 12.9),
        ("paper", "muted", 5.7),
        ("dawn", "lit", 13.3),
        ("contrast", "foreground", 21),
    ],
)
def test_contrast_is_that_of_wcag(theme: str, token: str, measured: float) -> None:
    palette = PALETTES[theme]
    assert contrast(palette[token], palette["background"]) == pytest.approx(measured, abs=0.06)
    assert contrast(palette["background"], palette[token]) == pytest.approx(measured, abs=0.06)


def test_without_a_folder_there_are_no_themes_of_ones_own(tmp_path: Path) -> None:
    assert own_themes(tmp_path / "none") == ({}, [])


def test_what_a_theme_leaves_out_comes_from_its_base(tmp_path: Path) -> None:
    (tmp_path / "sea.toml").write_text(
        'base = "paper"\nbackground = "#EEF4F6"\norb-heart = "#2f7f95"\n'
    )
    (tmp_path / "bare.toml").write_text("")
    themes, problems = own_themes(tmp_path)
    assert problems == []
    assert themes["sea"].base == "paper"
    assert themes["sea"].colours == {
        **PALETTES["paper"], "background": "#eef4f6", "orb-heart": "#2f7f95"
    }  # fmt: skip
    assert themes["bare"].colours == PALETTES["night"]
    assert list(themes) == ["bare", "sea"]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ('base = "terminal"', "base can't be 'terminal'; it can be night, dawn, paper, contrast"),
        ('backgruond = "#000000"', 'there\'s no colour "backgruond"; did you mean "background"?'),
        ('zzz = "#000000"', 'there\'s no colour "zzz"; there are base, background, surface'),
        ('lit = "#abc"', "lit can't be '#abc'; write \"#aabbcc\""),
        ('lit = "aabbcc"', "lit can't be 'aabbcc'; write \"#aabbcc\""),
        ('lit = "red"', "lit can't be 'red'; write it like this: \"#fdf6e3\""),
        ("lit = 3", "lit can't be 3; write it like this"),
        ('"orb-rim" = ""', "orb-rim can't be ''; write it like this"),
        ("[lit]", "lit can't be {}; write it like this"),
    ],
)
def test_a_mistake_costs_its_line_and_says_where_and_what_instead(
    tmp_path: Path, line: str, reason: str
) -> None:
    file = tmp_path / "sea.toml"
    file.write_text(f'# mine\nmuted = "#ffffff"\n{line}\n')
    themes, problems = own_themes(tmp_path)
    assert themes["sea"].colours == {**PALETTES["night"], "muted": "#ffffff"}
    assert len(problems) == 1
    assert problems[0].startswith(f"{file}, line 3: {reason}")


def test_words_that_are_hard_to_read_are_told_and_the_theme_is_used(tmp_path: Path) -> None:
    (tmp_path / "fog.toml").write_text('foreground = "#333333"\nmuted = "#9a948c"\n')
    themes, problems = own_themes(tmp_path)
    assert themes["fog"].colours["foreground"] == "#333333"
    assert len(problems) == 1
    assert "foreground on background has a contrast of 1.5, which is hard to read" in problems[0]


@pytest.mark.parametrize(
    ("name", "text", "reason"),
    [
        ("a.toml", b"lit = ", "can't be read, so it's ignored"),
        ("a.toml", b"\xff", "can't be read, so it's ignored"),
        ("a.toml", b"#" * 1_000_001, "is larger than 1 MB"),
        ("night.toml", b"", "isn't used: one that is shipped has the same name; rename it"),
        ("My Sea.toml", b"", "rename it to small letters, digits and dashes"),
    ],
)
def test_a_file_that_cannot_be_a_theme_costs_one_line(
    tmp_path: Path, name: str, text: bytes, reason: str
) -> None:
    (tmp_path / name).write_bytes(text)
    themes, problems = own_themes(tmp_path)
    assert themes == {}
    assert len(problems) == 1
    assert reason in problems[0]
    assert str(tmp_path / name) in problems[0]


def test_what_is_no_file_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.toml")
    themes, problems = own_themes(tmp_path)
    assert themes == {}
    assert problems == [f"{tmp_path / 'pipe.toml'} isn't used: it isn't a regular file"]
