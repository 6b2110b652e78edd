"""Themes: every colour on the screen is a token here, and each theme fills every token.

Contrast of text on `background`, as WCAG 2.2 measures it: foreground at least 12 in every theme,
muted at least 5.7, faint at least 3.4 (never for something that must be read).
"""

from collections.abc import Mapping

from textual.theme import BUILTIN_THEMES, Theme

from companion.store.preferences.palettes import PALETTES

NAMES = tuple(PALETTES)
TERMINAL = "terminal"
_PAPER = "paper"
_STARK = "contrast"
_OWN = ("muted", "faint", "lit", "orb-rim", "orb-body", "orb-heart")


def theme_of(name: str, tokens: Mapping[str, str], *, dark: bool = True) -> Theme:
    """Make a theme.

    Args:
        name: its name.
        tokens: a colour `#rrggbb` for every token of the palettes.
        dark: whether its background is dark.
    """
    return Theme(
        name=name,
        dark=dark,
        primary=tokens["primary"],
        secondary=tokens["secondary"],
        accent=tokens["lit"],
        foreground=tokens["foreground"],
        background=tokens["background"],
        surface=tokens["surface"],
        panel=tokens["panel"],
        success=tokens["success"],
        warning=tokens["warning"],
        error=tokens["error"],
        variables={
            **{token: tokens[token] for token in _OWN},
            "muted-style": "none",
            "row-style": "reverse" if name == _STARK else "none",
            "scrollbar": tokens["panel"],
            "scrollbar-hover": tokens["faint"],
            "scrollbar-active": tokens["muted"],
            "scrollbar-background": tokens["background"],
            "scrollbar-background-hover": tokens["background"],
            "scrollbar-background-active": tokens["background"],
            "scrollbar-corner-color": tokens["background"],
            "block-cursor-background": tokens["panel"],
            "block-cursor-foreground": tokens["lit"],
            "block-cursor-text-style": "none",
            "input-cursor-background": tokens["primary"],
            "input-cursor-foreground": tokens["background"],
            "input-selection-background": tokens["panel"],
        },
    )


# The terminal's own colours: nothing can be blended, so what matters less is dim and what is
# chosen is reversed. Textual's rules for such themes ask for the variables of its own one.
_ANSI = Theme(
    name=TERMINAL,
    ansi=True,
    dark=True,
    primary="ansi_yellow",
    secondary="ansi_cyan",
    accent="ansi_bright_yellow",
    foreground="ansi_default",
    background="ansi_default",
    surface="ansi_default",
    panel="ansi_default",
    boost="ansi_default",
    success="ansi_green",
    warning="ansi_yellow",
    error="ansi_red",
    variables={
        **BUILTIN_THEMES["ansi-dark"].variables,
        "muted": "ansi_default",
        "faint": "ansi_default",
        "lit": "ansi_bright_yellow",
        "orb-rim": "ansi_yellow",
        "orb-body": "ansi_yellow",
        "orb-heart": "ansi_bright_yellow",
        "muted-style": "dim",
        "row-style": "reverse",
        "block-cursor-background": "ansi_white",
        "block-cursor-foreground": "ansi_black",
        "block-cursor-text-style": "none",
        "scrollbar-background": "ansi_default",
        "border-blurred": "ansi_black",
        "input-cursor-background": "ansi_white",
        "input-cursor-foreground": "ansi_black",
        "input-selection-background": "ansi_blue",
        "input-selection-foreground": "ansi_white",
    },
)
THEMES = (
    *(theme_of(name, tokens, dark=name != _PAPER) for name, tokens in PALETTES.items()),
    _ANSI,
)
DEFAULTS: Mapping[str, str] = THEMES[0].variables
"""The variables that the style sheet needs before a theme is chosen."""
