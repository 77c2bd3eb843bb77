"""Every address of the site, taken from its URL table, with something there to be looked at.

A new address finds itself here: where its parts are not yet known, ``all_places`` says which are missing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from django.urls import URLPattern, URLResolver, get_resolver

PART = re.compile(r"<(?:(\w+):)?(\w+)>")


class Place(NamedTuple):
    """One address: the pattern, and an example of it."""

    route: str
    path: str


def routes() -> list[str]:
    """Every pattern of the URL table, once."""
    return list(dict.fromkeys(_routes(get_resolver().url_patterns, "")))


def _routes(patterns: list[Any], before: str) -> Iterator[str]:
    for each in patterns:
        route = before + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from _routes(each.url_patterns, route)
        elif isinstance(each, URLPattern):
            yield route


def all_places(known: dict[str, dict[str, object]]) -> list[Place]:
    """An example of every address. ``known`` says what stands for the parts of a pattern that begins so; the longest
    beginning counts."""
    found, missing = [], []
    for route in routes():
        parts: dict[str, object] = {}
        for start in sorted(known, key=len):
            if route.startswith(start):
                parts.update(known[start])
        wanted = [name for _kind, name in PART.findall(route)]
        missing += [f"{route}: {name}" for name in wanted if name not in parts]
        if all(name in parts for name in wanted):
            found.append(Place(route, "/" + _filled(route, parts)))
    assert not missing, "say in known.py what stands for these parts:\n" + "\n".join(missing)
    return found


def _filled(route: str, parts: dict[str, object]) -> str:
    return PART.sub(lambda part: str(parts[part.group(2)]), route)
