"""Who may bring registers in and take them back, and when."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from hashlib import sha256
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from opencompact.site.accounts.rules import spoken_for
from opencompact.site.areas.models import Area
from opencompact.site.findings.models import Amendment, Registered, Statement
from opencompact.site.importing.models import Batch, State
from opencompact.site.importing.registers import KEPT, to_plain
from opencompact.site.responses.models import Questionnaire, Response
from opencompact.site.rules import Due, only

MOVES: dict[State, tuple[State, ...]] = {State.READ: (State.TAKEN,), State.TAKEN: (State.BACK,), State.BACK: ()}


def why_not_import(person: Any, area: Area) -> str | None:
    """Whoever speaks for an organisation may bring its records in; the officer those of any."""
    if person.pk and spoken_for(person, area).exists():
        return None
    return only(_("the partnership officer or an editor of an organisation"))


def why_not_take_in(person: Any, batch: Batch) -> str | None:
    """Who read a file takes it in, once."""
    why_not = why_not_import(person, batch.area) or _why_not_own(person, batch)
    if why_not:
        return why_not
    return None if State.TAKEN in MOVES[State(batch.state)] else _("This file has already been imported.")


def why_not_take_back(person: Any, batch: Batch) -> str | None:
    """Who took a file in takes it back, as long as nobody has worked with what it brought."""
    why_not = why_not_import(person, batch.area) or _why_not_own(person, batch)
    if why_not:
        return why_not
    if State.BACK not in MOVES[State(batch.state)]:
        return _("Only an import can be undone.")
    used = worked_with(batch)
    if used:
        told = ngettext(
            "%(count)s of these records has been used since, so the import can’t be undone. Withdraw the wrong ones "
            "one by one, and say why.",
            "%(count)s of these records have been used since, so the import can’t be undone. Withdraw the wrong ones "
            "one by one, and say why.",
            used,
        )
        return told % {"count": used}
    return None


def _why_not_own(person: Any, batch: Batch) -> str | None:
    return None if batch.by_id == person.pk else only(_("the person who uploaded the file"))


def worked_with(batch: Batch) -> int:
    """How many of the records a batch made have been amended, answered, replied on or withdrawn since."""
    numbers = set(batch.taken)
    amended = Amendment.objects.filter(register=batch.register).values_list("record", flat=True)
    said = Statement.objects.filter(finding__register=batch.register).values_list("finding__record", flat=True)
    used = numbers & {*amended, *said}
    if batch.register == "consultations":
        for answered in (Questionnaire, Response):
            used |= numbers & set(answered._default_manager.values_list("consultation", flat=True))
    model = KEPT[batch.register].model
    marks = dict(batch.plans)
    plans = marked(model._default_manager.filter(pk__in=marks, area=batch.area).select_related("area", "body"))
    used |= {pk for pk, mark in plans if marks[pk] != mark}
    gone = numbers - set(model._default_manager.filter(area=batch.area, state="published").values_list("pk", flat=True))
    return len(used | gone)


def marked(rows: Iterable[Registered]) -> list[tuple[int, str]]:
    """The number of each plan with a hash of what it says: whoever changes it or publishes it changes the hash."""
    said = ((row.pk, [row.state, row.title, to_plain(row.facts())]) for row in rows)
    return [(pk, sha256(json.dumps(each, sort_keys=True).encode()).hexdigest()[:16]) for pk, each in said]


def due(person: Any, area: Area, today: date) -> list[Due]:
    """Files that were read and wait to be taken in."""
    if not person.pk:
        return []
    waiting = Batch.objects.of(area, person).filter(state=State.READ).only("pk", "file", "area_id", "made")
    told = _("A file is waiting to be imported: %(file)s")
    return [Due(None, told % {"file": each.file}, f"/areas/{area.slug}/import/{each.pk}/") for each in waiting]
