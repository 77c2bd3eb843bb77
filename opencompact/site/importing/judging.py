"""What is held against a file of records before anything is taken in: who may, which body, what is there already.

A file of its own: the reader of the core says what is wrong with a cell, this says what is wrong with it in this area.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from hashlib import sha256
from typing import Any, NamedTuple

from django.db.models import Q
from django.utils.translation import gettext as _

from opencompact.core.addresses import is_address
from opencompact.core.checks.records import REGISTERS, Record, Type
from opencompact.core.problems import Problem
from opencompact.site.accounts.models import Organisation
from opencompact.site.accounts.rules import spoken_for
from opencompact.site.agreements.models import Edition
from opencompact.site.areas.models import Area
from opencompact.site.fields import LinkColumn
from opencompact.site.findings.models import Registered, State
from opencompact.site.findings.rules import lacking_reasons
from opencompact.site.importing.models import Batch
from opencompact.site.importing.registers import KEPT, from_plain, row_fields, to_plain

LONGEST_REFERENCE = 80
LONGEST_TITLE = 200
MOST = 10_000  # records of one file


class Plan(NamedTuple):
    """A record that is still to come and would not keep a promise: it comes in as a private plan."""

    row: Registered
    says: list[str]  # what would not be kept


class Judged(NamedTuple):
    """A file's records sorted out: those that are new, those there already, those there with other facts."""

    new: list[Registered]
    same: list[Registered]
    other: list[Registered]
    problems: list[Problem]
    plans: list[Plan]


def reference_of(record: Record, is_numbered: bool) -> str:
    """What a record is called where it came from; one without an id is known by all that it says."""
    if not is_numbered:
        return str(record["id"])
    said = {name: value for name, value in to_plain(record).items() if name != "id"}
    return f"row-{sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:32]}"


class Judge:
    """Holds records against one area and one person, reading the database a few times for all of them."""

    def __init__(self, area: Area, person: Any, register: str, body: Organisation | None = None) -> None:
        self.area, self.kept = area, KEPT[register]
        self.body = body  # whose records they are where the file doesn't say
        organisations = Organisation.objects.filter(area=area)
        self.bodies = {_key(each.name): each for each in organisations}
        self.mine = set(spoken_for(person, area).values_list("pk", flat=True))
        self.editions = list(Edition.objects.filter(area=area).newest_first())
        self.today = area.today()
        self.problems: list[Problem] = []

    def judge(self, records: Sequence[Record], places: Sequence[str]) -> Judged:
        """Sort the records out. Nothing is saved."""
        if len(records) > MOST:
            says = _("the file holds more than %(most)s records") % {"most": f"{MOST:,}"}
            self.problems.append(Problem(places[MOST], says, _("split the file")))
            return Judged([], [], [], self.problems, [])
        rows = [self._row(record, place) for record, place in zip(records, places, strict=True)]
        made = [row for row in rows if row is not None]
        known = self._known(row for row, _lacking in made)
        found = Judged([], [], [], self.problems, [])
        for row, lacking in made:
            before = known.get((row.body_id, row.reference))
            if before is not None:
                (found.same if _same(before, row) else found.other).append(before)
            elif lacking:
                found.plans.append(Plan(row, lacking))
            else:
                found.new.append(row)
        return found

    def _row(self, record: Record, place: str) -> tuple[Registered, list[str]] | None:
        """The record as a row, and what it would not keep where it is a plan."""
        body, edition = self._body(record, place), self._edition(record)
        title, reference = str(record.get("title") or ""), str(record["id"])
        if not title:
            self._wrong(place, _("the record has no title"), _("add one"))
        if len(title) > LONGEST_TITLE or len(reference) > LONGEST_REFERENCE:
            says = _("a title can have up to %(title)s characters and an ID up to %(id)s")
            self._wrong(place, says % {"title": LONGEST_TITLE, "id": LONGEST_REFERENCE}, _("shorten it"))
        if edition is None:
            self._wrong(place, _("no edition of the agreement was in force then"), _("check the dates"))
        self._lengths(record, place)
        self._addresses(record, place)
        if body is None or edition is None:
            return None
        row = self.kept.model(
            area=self.area, body=body, edition=edition, reference=reference, title=title, state=State.PUBLISHED,
            **row_fields(self.kept, record),
        )  # fmt: skip
        row.came_in()
        begins = self.kept.begins(record)
        lacking = [each.says for each in lacking_reasons(row)] if begins and begins > self.today else []
        if lacking:
            row.make_plan()
        return row, lacking

    def _body(self, record: Record, place: str) -> Organisation | None:
        name = record.get("body")
        found = self.bodies.get(_key(str(name))) if name else self.body
        if found is None and name:
            says = _("there is no organisation “%(name)s” in %(area)s") % {"name": name, "area": self.area.name}
            self._wrong(place, says, _("write its name as it appears in the list of organisations, or add it there"))
        elif found is None:
            self._wrong(
                place,
                _("the record does not say which body it belongs to"),
                _("name the body, or choose it for the file"),
            )
        elif found.pk not in self.mine:
            says = _("you can't act for %(name)s") % {"name": found.name}
            self._wrong(place, says, _("leave the record out, or ask one of that body's editors to import it"))
        return found

    def _edition(self, record: Record) -> Edition | None:
        day = self.kept.begins(record) or self.today
        return next((each for each in self.editions if each.is_in_force(day)), None)

    def _lengths(self, record: Record, place: str) -> None:
        """A text that is longer than its field."""
        for name, value in record.items():
            kind = REGISTERS[self.kept.name][name].type
            if name in ("id", "title", "body") or kind in (Type.DAY, Type.NUMBER, Type.MONEY, Type.FLAG):
                continue
            most = getattr(self.kept.model._meta.get_field(name), "max_length", None)
            text = "\n".join(value) if isinstance(value, tuple) else str(value or "")
            if most and len(text) > most:
                says = _("%(name)s has more than %(most)s characters") % {"name": name, "most": most}
                self._wrong(place, says, _("shorten it"))

    def _addresses(self, record: Record, place: str) -> None:
        """A link that is none."""
        for column in self.kept.model._meta.get_fields():
            if isinstance(column, LinkColumn) and (link := record.get(column.name)) and not is_address(str(link)):
                says = _("%(name)s is not the address of a page") % {"name": column.name}
                self._wrong(place, says, _("write an address such as https://example.org/parks, or leave it empty"))

    def _known(self, rows: Iterable[Registered]) -> dict[tuple[int, str], Registered]:
        """What is there already under the same references, or under our own numbers."""
        seen = ~Q(state=State.PLANNED) | Q(body__in=self.mine)
        of_area = self.kept.model._default_manager.filter(seen, area=self.area)
        found = {
            (each.body_id, each.reference or str(each.pk)): each for each in of_area.select_related("body", "area")
        }
        wanted = {(row.body_id, row.reference) for row in rows}
        return {key: each for key, each in found.items() if key in wanted}

    def _wrong(self, place: str, says: str, mend: str) -> None:
        self.problems.append(Problem(place, says, mend))


def _key(name: str) -> str:
    return " ".join(name.casefold().split())


def _same(before: Registered, row: Registered) -> bool:
    """Whether two rows say the same, whatever number they bear."""
    one, other = ({**each.facts(), "id": ""} for each in (before, row))
    return one == other


def judged_batch(batch: Batch, person: Any) -> Judged:
    """The records of a batch held against the area as it is now."""
    records = [from_plain(batch.register, each) for each in batch.records]
    return Judge(batch.area, person, batch.register).judge(records, batch.places)
