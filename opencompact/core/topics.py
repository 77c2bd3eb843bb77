"""What a promise is about, by the words it uses: two promises can say one thing without sharing a word."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

import msgspec
import yaml


class Topic(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One thing promises are about, and the ways to speak of it."""

    topic: str
    words: list[str]  # "pay + in advance": both in one sentence, each word standing for all that begin with it


@cache
def shipped_topics() -> tuple[Topic, ...]:
    """The topics that come with the program."""
    text = files("opencompact").joinpath("documents", "topics.yaml").read_text("utf-8")
    return msgspec.convert(yaml.safe_load(text), tuple[Topic, ...])


@cache
def topics_of(words: str) -> frozenset[str]:
    """What a text is about."""
    sentences = re.split(r"(?<=[.!?])\s+", words)
    return frozenset(
        topic
        for topic, ways in _patterns()
        if any(all(part.search(sentence) for part in way) for sentence in sentences for way in ways)
    )


@cache
def _patterns() -> list[tuple[str, list[list[re.Pattern[str]]]]]:
    return [
        (each.topic, [[_begins(part) for part in way.split(" + ")] for way in each.words]) for each in shipped_topics()
    ]


def _begins(part: str) -> re.Pattern[str]:
    return re.compile(r"\b" + r"\w*\W+".join(re.escape(word) for word in part.split()), re.IGNORECASE)
