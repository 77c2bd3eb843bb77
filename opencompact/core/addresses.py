"""Addresses of pages elsewhere: which of them may be linked.

One check for every way in and for what goes out. A link may lead to a page and do nothing else: it runs no script,
opens no file of the reader's, hands over nobody's password, and is what it looks like.
"""

from __future__ import annotations

from urllib.parse import urlsplit

LONGEST = 2_000
SCHEMES = ("http", "https")


def is_address(text: str) -> bool:
    """Whether this is the whole address of a page on the web."""
    if len(text) > LONGEST or not text.isprintable() or any(char.isspace() or char in "\\<>\"'`" for char in text):
        return False
    try:
        parts = urlsplit(text)
        _ = parts.port
    except ValueError:
        return False
    return parts.scheme in SCHEMES and bool(parts.hostname) and "@" not in parts.netloc
