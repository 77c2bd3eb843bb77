"""What every room shares about who may do what: a rule returns None or the sentence why not."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple, Protocol

from django.utils.translation import gettext as _


class Refused(Exception):
    """Something that may not be done, or not now; the text is shown to the person as it stands, in an answer with
    this status and these headers."""

    def __init__(self, says: str, *, status: int = 403, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(says)
        self.status = status
        self.headers = dict(headers or {})


def insist(why_not: str | None) -> None:
    """Go on where a rule has nothing against it."""
    if why_not:
        raise Refused(why_not)


class Due(NamedTuple):
    """One thing that waits for a person: by when, what, and where to do it. Each room lists its own."""

    on: date | None
    says: str
    href: str


class Actor(Protocol):
    """Who does something: a person signed in, anybody from outside, or the clock."""

    @property
    def pk(self) -> int | None: ...

    @property
    def known_as(self) -> str:
        """What the sealed part of the public record calls them."""


class Outside:
    """Somebody without an account, or nobody: an act of the public or of the clock."""

    pk: int | None = None

    def __init__(self, known_as: str) -> None:
        self.known_as = known_as

    def __repr__(self) -> str:
        return self.known_as


ANYBODY = Outside("anybody")  # who filled in a public form; what they said of themselves is sealed with the act
CLOCK = Outside("the clock")  # what happens because a day has come
SET_UP = Outside("the set-up")  # what came with the program: areas and editions


class Only(str):
    """A sentence about who may do something; to somebody who was signed out meanwhile it does not apply."""

    __slots__ = ()


def only(kinds: str) -> str:
    """The sentence for a person who does not hold the role an act needs."""
    says = _("Only %(who)s can do this. If that is you, ask the area's partnership officer to give you the role.")
    return Only(says % {"who": kinds})
