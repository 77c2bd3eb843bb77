"""The little words of Welsh that change with the word after them, so that lists can be put together."""

from __future__ import annotations

_VOWELS = "aeiouwyâêîôûŵŷ"


def before(word: str, following: str) -> str:
    """A linking word before another: "a" and "neu" take the article in ("a'r diwrnod"), and "a" is "ac" by a vowel."""
    article, _, rest = following.partition(" ")
    if article in ("y", "yr") and rest:
        return f"{word}'r {rest}"
    if word == "a" and following[:1].lower() in _VOWELS:
        return f"ac {following}"
    return f"{word} {following}"
