"""What was changed in the database past the site is found, as far as entries say it; from inside and from outside."""

from __future__ import annotations

import json
import sys
from datetime import date
from typing import Any

import pytest

from opencompact.__main__ import main
from opencompact.site import clock
from opencompact.site.accounts.models import Organisation
from opencompact.site.consultations.actions import amend, extend, withdraw
from opencompact.site.consultations.models import Consultation
from opencompact.site.record.models import Entry, Sealed
from opencompact.site.record.signing import make_key_once
from opencompact.site.running.comparing import changed_seals, compare_registers
from opencompact.site.running.doctor import State, _registers
from tests.people import TODAY, Cast, at_noon
from tests.site.responses.made import planned


@pytest.fixture
def row(cast: Cast) -> Consultation:
    make_key_once()
    return planned(cast)


def differing() -> list[tuple[str, Any, Any]]:
    return [(each.field, each.said, each.shown) for each in compare_registers().differences]


def test_a_register_that_only_the_site_has_changed_fits(cast: Cast, row: Consultation) -> None:
    assert Entry.objects.get(act="consultation_published").facts["holds"]["closes"] == f"{row.closes}"
    with clock.at(at_noon(TODAY)):
        amend(consultation=row, why="It was called otherwise.", by=cast.edwin, title="Parks and ponds", purpose="More")
        extend(consultation=row, closes=date(2027, 6, 1), why="More time.", by=cast.edwin)
        found = compare_registers()
        assert (found.records, found.without, found.differences) == (1, 0, [])
        withdraw(consultation=row, why="It is not needed.", by=cast.edwin)
    assert differing() == []


@pytest.mark.parametrize(
    ("field", "value"), [("title", "Car parks"), ("closes", date(2027, 1, 20)), ("announced", None), ("responses", 9)]
)
def test_what_was_changed_past_the_site_is_found(cast: Cast, row: Consultation, field: str, value: Any) -> None:
    Consultation.objects.filter(pk=row.pk).update(**{field: value})
    said = value.isoformat() if isinstance(value, date) else value
    assert [(name, shown) for name, _said, shown in differing()] == [(field, said)]
    [line, _seals] = _registers()
    assert line.state is State.ACT
    assert line.found.startswith(f"1 things differ from the record: {row.subject} ({field}, entry ")


def test_a_fact_called_unknown_past_the_site_is_found(cast: Cast, row: Consultation) -> None:
    Consultation.objects.filter(pk=row.pk).update(unknown=["closes"])
    assert differing() == [("closes", f"{row.closes}", None)]


def test_words_are_not_compared(cast: Cast, row: Consultation) -> None:
    Consultation.objects.filter(pk=row.pk).update(purpose="Something else")
    assert differing() == []


def test_sealed_facts_that_were_changed_are_found_and_erased_ones_are_not(cast: Cast, row: Consultation) -> None:
    assert changed_seals() == []
    changed, gone = Sealed.objects.order_by("pk")[:2]
    Sealed.objects.filter(pk=changed.pk).update(facts={**changed.facts, "by": "somebody else"})
    gone.delete()
    assert changed_seals() == [changed.entry_id]
    [_line, line] = _registers()
    assert (line.state, line.found) == (State.ACT, f"of entries {changed.entry_id} is not what was sealed")


def typed(monkeypatch: pytest.MonkeyPatch, *words: str) -> int:
    monkeypatch.setattr(sys, "argv", ["opencompact", "verify", *words])
    with pytest.raises(SystemExit) as left:
        main()
    return int(left.value.code or 0)


@pytest.mark.django_db(transaction=True)
def test_registers_are_compared_from_outside(
    live_server: Any, cast: Cast, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("NO_PROXY", "*")
    make_key_once()
    row = planned(cast)
    assert typed(monkeypatch, "--registers", live_server.url) == 0
    told = " ".join(capsys.readouterr().out.split())
    assert "1 record of the registers shows the title, dates and numbers of its last entry." in told
    Consultation.objects.filter(pk=row.pk).update(title="Car parks", closes=date(2027, 1, 20))
    Organisation.objects.filter(pk=cast.hall.pk).update(name="Somebody")
    assert typed(monkeypatch, f"{live_server.url}/record/", "--registers", live_server.url, "--format", "json") == 1
    told = json.loads(capsys.readouterr().out)
    assert told["fits"] is False
    entry = Entry.objects.get(act="consultation_published").n
    assert told["wrong"] == [
        {"place": row.subject, "says": f"title is Car parks in the register and Parks plan in entry {entry}"},
        {"place": row.subject, "says": f"closes is 2027-01-20 in the register and {row.closes} in entry {entry}"},
    ]
