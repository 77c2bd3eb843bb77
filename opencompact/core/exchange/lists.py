"""Several texts in one cell: ``;`` between them, and quotation marks round one that holds what would part it."""

from __future__ import annotations

import re
from collections.abc import Iterable

_BETWEEN = re.compile("[;\n\r]")
_ITEM = re.compile(r'[^\S\n\r]*(?:"((?:[^"]|"")*+)"[^\S\n\r]*|([^;\n\r]*))(?:[;\n\r]|$)')


def join(items: Iterable[str]) -> str:
    """The texts as one; an item with a separator, a quotation mark or a line break stands in quotes, as in CSV."""
    return "; ".join(_quoted(item) for item in items)


def _quoted(item: str) -> str:
    return '"' + item.replace('"', '""') + '"' if '"' in item or _BETWEEN.search(item) else item


def split(text: str) -> list[str]:
    """The texts again. A quotation mark that is never closed is a mark like any other."""
    if '"' not in text:
        return _BETWEEN.split(text)
    items, at = [], 0
    while at < len(text):
        found = _ITEM.match(text, at)
        assert found is not None  # the second way of an item takes anything
        items.append(found[2] if found[1] is None else found[1].replace('""', '"'))
        at = found.end()
    return items
