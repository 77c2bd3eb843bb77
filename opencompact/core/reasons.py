"""Whether words explain anything: a promise is not kept with a reason that says nothing."""

from __future__ import annotations

import re

LEAST_WORDS = 3  # different words


def explains(text: str) -> bool:
    """Whether a text could be a reason: some different words, none of them one letter over and over."""
    words = {word for word in re.findall(r"[^\W\d_]{2,}", text.casefold()) if len(set(word)) > 1}
    return len(words) >= LEAST_WORDS
