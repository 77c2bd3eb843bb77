"""Names as people write them: cleaned once, and compared as a reader would who can't tell some letters apart.

A Cyrillic "е" looks like a Latin "e", so two names that differ in it are one to everybody who reads them. The table
below holds the letters of Greek and Cyrillic, and some others, that look like Latin ones; a library would bring the
thousands of every script, for names that are English and Welsh (docs/decisions/0016-names-and-addresses.md).
"""

from __future__ import annotations

import unicodedata

_KEPT = "\u200c\u200d"  # they join and part letters in some scripts; beside Latin letters they say nothing
_CAPITALS = str.maketrans("ΗΝΜΥΖ", "HNMYZ")  # these look like other letters than their small ones
_ALIKE = {
    "а": "a", "в": "b", "е": "e", "ё": "e", "з": "3", "к": "k", "м": "m", "н": "h", "о": "o", "р": "p", "с": "c",
    "т": "t", "у": "y", "х": "x", "ѕ": "s", "і": "i", "ї": "i", "ј": "j", "ԁ": "d", "ԛ": "q", "ԝ": "w", "һ": "h",
    "ь": "b", "ґ": "r", "г": "r", "п": "n", "ո": "n", "α": "a", "β": "b", "ε": "e", "η": "n", "ι": "i", "κ": "k",
    "μ": "u", "ν": "v", "ο": "o", "ρ": "p", "σ": "o", "τ": "t", "υ": "u", "χ": "x", "γ": "y", "ω": "w", "ζ": "z",
    "ı": "i", "ɑ": "a", "ɡ": "g", "ɩ": "i", "ʏ": "y", "ƅ": "b", "ø": "o", "ł": "l", "đ": "d", "ħ": "h",
    "’": "'", "‘": "'", "`": "'", "´": "'", "“": '"', "”": '"', "‐": "-", "‑": "-", "–": "-", "—": "-", "−": "-",
    "0": "o", "1": "l", "|": "l",
}  # fmt: skip


def clean_name(text: str) -> str:
    """A name on one line, in one spelling of each letter, without what nobody sees."""
    spaced = "".join(" " if char.isspace() else char for char in unicodedata.normalize("NFKC", text))
    seen = "".join(char for char in spaced if char == " " or _is_seen(char))
    return " ".join(seen.split()).strip(_KEPT)


def _is_seen(char: str) -> bool:
    return unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp") or char in _KEPT


def look_of(name: str) -> str:
    """What a name looks like: two names with one look are taken for one."""
    plain = unicodedata.normalize("NFKD", clean_name(name).translate(_CAPITALS).casefold())
    letters = [_ALIKE.get(char, char) for char in plain if not unicodedata.combining(char) and char not in _KEPT]
    return "".join(letters)
