"""A site filled with as much as a large area has, so that what is measured there means something."""

from __future__ import annotations

import os
from datetime import date, timedelta
from pathlib import Path
from typing import Any


def settle_in(folder: str) -> None:
    """From now on this process is a site in this folder."""
    os.environ |= {"OPENCOMPACT_DATA": folder, "OPENCOMPACT_ADDRESS": "http://localhost", "OPENCOMPACT_LOG": "quiet"}
    os.umask(0o077)  # a site refuses to start where others may read its data


def fill(folder: str, signatories: str) -> None:
    """The demonstration, and so many signatories and consultations more, and a hundred times as many answers."""
    from opencompact.site.running.preparing import prepare

    settle_in(folder)
    prepare(Path(folder), demonstration=True)
    if int(signatories):
        _fill(int(signatories))
        _fill_register(int(signatories))
        _fill_answers(100 * int(signatories))


def _fill(count: int) -> None:
    """So many signatories in Wellbridge, each with a champion."""
    from django.db import transaction

    from opencompact.site.accounts.actions import add_organisation
    from opencompact.site.accounts.models import Person, Sector
    from opencompact.site.agreements.models import Edition
    from opencompact.site.areas.models import Area
    from opencompact.site.champions.actions import name_champion
    from opencompact.site.signatories.actions import sign

    area = Area.objects.get(slug="wellbridge")
    edition = Edition.objects.get(pk="wellbridge-2025")
    officer = Person.objects.get(email="officer@wellbridge.example")
    with transaction.atomic():
        for number in range(count):
            group = add_organisation(area=area, name=f"Group {number:04}", sector=Sector.VOLUNTARY, by=officer)
            signed = sign(organisation=group, edition=edition, on=area.today(), by=officer)
            details: dict[str, Any] = {"kind": "lead", "name": "", "role": "Secretary", "since": area.today(),
                                       "email": f"{number}@wellbridge.example", "consents": False}  # fmt: skip
            name_champion(signatory=signed, details=details, by=officer)


def _fill_register(count: int) -> None:
    """So many consultations of the council, brought in from one file."""
    from opencompact.core.exchange.gathering import Reading
    from opencompact.site.accounts.models import Person
    from opencompact.site.areas.models import Area
    from opencompact.site.importing.actions import keep_reading, take_in

    rows: list[Any] = [_row(at) for at in range(count)]
    places = [f"log.csv:{at}" for at in range(2, count + 2)]
    reading = Reading({"consultations": rows}, {"consultations": places}, [], [])
    editor, area = Person.objects.get(email="council@wellbridge.example"), Area.objects.get(slug="wellbridge")
    batch = keep_reading(area=area, register="consultations", reading=reading, file="log.csv", by=editor)
    take_in(batch=batch, by=editor)


def day_of(at: int) -> date:
    """One day after the other."""
    return date(2025, 5, 5) + timedelta(days=at % 500)


def _row(at: int) -> dict[str, Any]:
    opens = day_of(at % 400)
    return {
        "id": f"N{at}", "title": f"Number {at}", "body": "Wellbridge Council", "opens": opens,
        "closes": opens + timedelta(days=100), "purpose": "To hear what people think", "responses": at,
    }  # fmt: skip


def _fill_answers(count: int) -> None:
    """So many answers on paper to the consultation about the budget."""
    from opencompact.site import clock
    from opencompact.site.accounts.models import Person
    from opencompact.site.consultations.models import Consultation
    from opencompact.site.responses.actions import enter_many
    from opencompact.site.responses.models import Given, Question, Reply, Way

    row = Consultation.objects.select_related("area", "body").get(title="Budget for 2027 to 2028")
    words, use, *_more = Question.objects.of(row)
    editor = Person.objects.get(email="council@wellbridge.example")
    replies = (
        Reply(given=(
            Given(words, text=f"Keep shelf {at % 997} and open until {at % 12} o'clock.", publish=at % 3 == 0),
            Given(use, chosen=(at % len(use.choices),)),
        ))
        for at in range(count)
    )  # fmt: skip
    with clock.at(row.opening + timedelta(days=10) if row.opening else clock.now()):
        enter_many(consultation=row, way=Way.PAPER, replies=replies, by=editor)
