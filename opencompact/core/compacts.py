"""Editions of compacts: find one, read it, or say everything that is wrong with it."""

from __future__ import annotations

from functools import cache, lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from opencompact.core.building import WRONG, Builder, wanted
from opencompact.core.editions import Edition
from opencompact.core.holidays import ClosedDays, Holidays, closed_days, holidays
from opencompact.core.problems import Problem, Unusable
from opencompact.core.proofing import prove
from opencompact.core.reading import compose, decode, nearest, read_text
from opencompact.core.words import _

SHIPPED = "documents/compacts"


class Source:
    """An edition with the places of its parts, for those who have more to say about it (``lint``)."""

    def __init__(self, edition: Edition, builder: Builder) -> None:
        self.edition = edition
        self._builder = builder

    def problem(self, path: tuple[str | int, ...], says: str, mend: str) -> Problem:
        """A remark at the place of a part."""
        at = Builder(self._builder.name)
        at.places = self._builder.places
        at.wrong_at(path, says, mend)
        return at.problems[0]


def read(text: str, name: str) -> Source:
    """An edition from YAML text; ``name`` is what messages call the file."""
    builder = Builder(name)
    edition: Any = builder.build(compose(text, name), wanted(Edition))
    if edition is not WRONG:
        prove(edition, builder)
    if builder.problems:
        raise Unusable(sorted(builder.problems, key=_by_place))
    return Source(edition, builder)


def _by_place(problem: Problem) -> tuple[int, ...]:
    return tuple(int(part) for part in problem.place.rsplit(":", 2)[1:])


@lru_cache(maxsize=64)
def load(text: str, name: str = "edition.yaml") -> Edition:
    """An edition from YAML text; the last ones are kept, for a site asks for the same ones again and again."""
    return read(text, name).edition


def read_file(path: Path) -> Source:
    """An edition from a file of one's own."""
    return read(read_text(path), path.name)


@cache
def shipped() -> tuple[str, ...]:
    """The ids of the editions that come with the program."""
    folder = files("opencompact").joinpath(SHIPPED)
    return tuple(sorted(Path(file.name).stem for file in folder.iterdir() if file.name.endswith(".yaml")))


@cache
def read_shipped(id: str) -> Source:
    """A shipped edition by its id."""
    file = files("opencompact").joinpath(SHIPPED, f"{id}.yaml")
    return read(decode(file.read_bytes(), f"{id}.yaml"), f"{id}.yaml")


def find_source(wanted: str) -> Source:
    """EDITION as a person writes it: an id, an area whose latest edition is meant, or a path to a YAML file."""
    if wanted in shipped():
        return read_shipped(wanted)
    if wanted.endswith((".yaml", ".yml")) or "/" in wanted or Path(wanted).is_file():
        return read_file(Path(wanted))
    area = wanted.strip().lower().replace(" ", "-")
    of_area = [id for id in shipped() if id.startswith(f"{area}-") and area]
    if of_area:
        return max((read_shipped(id) for id in of_area), key=lambda source: _since(source.edition))
    known = list(shipped())
    says = _('there is no edition called "{wanted}"').format(wanted=wanted)
    raise Unusable([Problem("", says, _("{other}, or give a YAML file").format(other=nearest(wanted, known)))])


def find(wanted: str) -> Edition:
    """The edition a person means."""
    return find_source(wanted).edition


def _since(edition: Edition) -> str:
    start = edition.in_force.start
    return str(start) if start else ""


def calendar_of(edition: Edition) -> tuple[Holidays, ClosedDays]:
    """The bank holidays and the closed periods of an edition's area."""
    extra = {day.on: day.name for day in edition.extra_bank_holidays}
    return holidays(edition.nation).with_extra(extra), closed_days(edition.closed_periods)
