"""A register that exists already comes into the site: read, looked at, taken in, sent again, given out, taken back."""

from __future__ import annotations

import csv
import os
import tempfile
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import msgspec

from benchmarks import filling
from benchmarks.measuring import Took, apart, timed

AREA = "wellbridge"
HEADS = ["Ref", "Consultation", "Directorate", "Opening date", "Closing date", "Aim", "Responses received"]


class Register(msgspec.Struct, frozen=True):
    """What each step took, and what came of it."""

    rows: int
    steps: dict[str, Took]


def measure(rows: int) -> Register:
    """In a demonstration made for it, in a process of its own."""
    os.environ.pop("DATABASE_URL", None)
    with tempfile.TemporaryDirectory(prefix="opencompact-benchmarks-") as folder:
        apart(filling.fill, folder, 0)
        write(Path(folder) / "log.csv", rows)
        return msgspec.convert(apart(steps, folder, rows), Register)


def write(path: Path, rows: int) -> None:
    """A council's log of so many consultations, with headings of its own."""
    with path.open("w", newline="", encoding="utf-8") as file:
        table = csv.writer(file)
        table.writerow(HEADS)
        for at in range(rows):
            opens = filling.day_of(at)
            closes = opens + timedelta(days=100)
            days = [f"{each:%d/%m/%Y}" for each in (opens, closes)]
            table.writerow([f"N{at}", f"Number {at}", "Wellbridge Council", *days, "To hear what people think", at])


def steps(folder: str, rows: str) -> Register:
    """Each step timed; the peak of a step counts all before it."""
    from opencompact.site.running.preparing import start_django

    filling.settle_in(folder)
    start_django()
    from opencompact.core.exchange.reading import read
    from opencompact.core.exchange.writing import WRITERS
    from opencompact.site.accounts.models import Person
    from opencompact.site.areas.models import Area
    from opencompact.site.consultations.models import Consultation
    from opencompact.site.importing.actions import keep_reading, take_back, take_in
    from opencompact.site.importing.judging import judged_batch
    from opencompact.site.importing.registers import record_of

    took: dict[str, Took] = {}

    def step(name: str, work: Callable[[], Any], found: Callable[[Any], object]) -> Any:
        measured, answer = timed(work)
        took[name] = msgspec.structs.replace(measured, found=found(answer))
        return answer

    area, by = Area.objects.get(slug=AREA), Person.objects.get(email="council@wellbridge.example")
    path = Path(folder) / "log.csv"

    def bring() -> Any:
        return keep_reading(
            area=area, register="consultations", reading=read(path, register="consultations"), file="log.csv", by=by
        )

    def given(give: Callable[[str, list[Any]], bytes]) -> bytes:
        return give("consultations", [record_of(row) for row in Consultation.objects.of(area).standing()])

    batch = step("reading the file", bring, lambda made: f"{len(made.records):,} records")
    step("looking at it first", lambda: judged_batch(batch, by), lambda judged: f"{len(judged.new):,} are new")
    batch = step("taking it in", lambda: take_in(batch=batch, by=by), lambda done: f"{len(done.taken):,} taken in")
    again = bring()
    step("the same file again", lambda: judged_batch(again, by), lambda judged: f"{len(judged.new):,} are new")
    for ending, (give, _kind) in WRITERS.items():
        step(f"giving it out, {ending.upper()}", partial(given, give), _size)
    step("taking it back", lambda: take_back(batch=batch, by=by), lambda _entry: "as it was before")
    return Register(int(rows), took)


def _size(content: bytes) -> str:
    return f"{len(content) / 1e6:.1f} MB"
