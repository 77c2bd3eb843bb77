"""Words a person reads: translated texts, dates, small numbers, lists.

English stands in the code; other languages are ``locale/<language>/LC_MESSAGES/opencompact.po``, read when first
asked for.
"""

from __future__ import annotations

import gettext
import io
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from functools import cache
from importlib.resources import files

from opencompact.core import welsh

_language: ContextVar[str] = ContextVar("language", default="en")


def marked(message: str) -> str:
    """Mark a text for translation where it stands in a table; ``_`` translates it when it is shown."""
    return message


N_ = marked

_MONTHS = (
    N_("January"), N_("February"), N_("March"), N_("April"), N_("May"), N_("June"),
    N_("July"), N_("August"), N_("September"), N_("October"), N_("November"), N_("December"),
)  # fmt: skip
_SMALL = (
    N_("no"), N_("one"), N_("two"), N_("three"), N_("four"), N_("five"),
    N_("six"), N_("seven"), N_("eight"), N_("nine"), N_("ten"),
)  # fmt: skip


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    path = files("opencompact").joinpath("locale", language, "LC_MESSAGES", "opencompact.po")
    if language == "en" or not path.is_file():
        return gettext.NullTranslations()
    import polib  # only where another language is asked for

    return gettext.GNUTranslations(io.BytesIO(polib.pofile(path.read_text("utf-8")).to_binary()))


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Everything translated inside speaks this language."""
    token = _language.set(language)
    try:
        yield
    finally:
        _language.reset(token)


def language() -> str:
    """The language spoken now."""
    return _language.get()


def _(message: str) -> str:
    """The message in the language spoken now."""
    spoken = _language.get()
    if spoken == "en":
        return message
    return _catalogue(spoken).gettext(message) if message else ""


def n_(one: str, many: str, count: int) -> str:
    """The message for one or for many."""
    spoken = _language.get()
    if spoken == "en":
        return one if count == 1 else many
    return _catalogue(spoken).ngettext(one, many, count)


def said(words: str | dict[str, str]) -> str:
    """A text of a document in the language spoken now, else in English, else in whatever it is written in."""
    if isinstance(words, str):
        return words
    return words.get(_language.get()) or words.get("en") or next(iter(words.values()), "")


def in_words(day: date) -> str:
    """31 March 2027."""
    return f"{day.day} {_(_MONTHS[day.month - 1])} {day.year}"


def number_in_words(count: int) -> str:
    """Three, but 12."""
    return _(_SMALL[count]) if 0 <= count < len(_SMALL) else f"{count:,}"


def listed(items: Iterable[str], last: str = N_("and")) -> str:
    """A, b and c."""
    *most, end = list(items) or [""]
    word = _(last)
    linked = welsh.before(word, end) if _language.get() == "cy" else f"{word} {end}"
    return f"{', '.join(most)} {linked}" if most else end


def sentence(text: str) -> str:
    """Begin with a capital letter and leave the rest as it is."""
    return text[:1].upper() + text[1:]
