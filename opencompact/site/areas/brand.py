"""An area's colour on its pages: one custom property, and the colours of words that can be read with it."""

from __future__ import annotations

DARK, LIGHT = "#14202b", "#ffffff"
READABLE = 4.5  # WCAG 2.2, 1.4.3: the contrast of words with what they stand on


def _brightness(colour: str) -> float:
    """The relative luminance of a colour, from 0 for black to 1 for white."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """How well one colour stands out from the other: 1 not at all, 21 black on white."""
    darker, lighter = sorted((_brightness(one), _brightness(other)))
    return (lighter + 0.05) / (darker + 0.05)


def words_on(colour: str) -> str:
    """The colour of words on this colour: light or dark, whichever is read better; black where neither will do."""
    best = max((DARK, LIGHT), key=lambda words: contrast(words, colour))
    return best if contrast(best, colour) >= READABLE else "#000000"


def as_words(colour: str) -> str:
    """The colour itself, made darker until words in it can be read on white."""
    parts = [int(colour[at : at + 2], 16) for at in (1, 3, 5)]
    while contrast(colour, LIGHT) < READABLE:
        parts = [each * 19 // 20 for each in parts]
        colour = "#{:02x}{:02x}{:02x}".format(*parts)
    return colour


def stylesheet(colour: str) -> str:
    """The few lines that put an area's pages into its colour."""
    return (
        f":root{{--govuk-brand-colour:{colour};--area-on-colour:{words_on(colour)};--area-words:{as_words(colour)}}}\n"
    )
