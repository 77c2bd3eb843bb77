"""The registers of an area as files: one CSV each, and all of them in a ZIP with a dictionary of their columns."""

from __future__ import annotations

import io
import json
import os
import zipfile
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from django.conf import settings
from django.utils import translation

from opencompact.core.exchange.writing import to_marked_table
from opencompact.core.words import speaking
from opencompact.site import clock
from opencompact.site.agreements.models import Edition
from opencompact.site.areas.models import Area
from opencompact.site.opendata.answering import encoded
from opencompact.site.opendata.columns import DAY, LIST, MOMENT, NUMBER, OBJECT, WHOLE, YES_NO, Column, Register, Value
from opencompact.site.opendata.registers import REGISTERS

TYPES = {
    NUMBER: "number", WHOLE: "integer", YES_NO: "boolean", DAY: "date", MOMENT: "datetime", LIST: "string",
    OBJECT: "object",
}  # fmt: skip


class Licence(NamedTuple):
    """Under which terms the data may be used."""

    id: str
    title: str
    href: str


LICENCES = {
    licence.id: licence
    for licence in (
        Licence(
            "OGL-UK-3.0",
            "Open Government Licence v3.0",
            "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
        ),
        Licence("CC-BY-4.0", "Creative Commons Attribution 4.0", "https://creativecommons.org/licenses/by/4.0/"),
        Licence("CC0-1.0", "Creative Commons Zero 1.0", "https://creativecommons.org/publicdomain/zero/1.0/"),
    )
}


def licence_of(area: Area) -> Licence:
    """The licence an area has chosen; the Open Government Licence where it has not."""
    return LICENCES.get(getattr(area, "licence", ""), LICENCES["OGL-UK-3.0"])


def csv_of(register: Register, area: Area) -> bytes:
    """One register of an area as CSV, with the mark that tells spreadsheets that it is UTF-8."""
    rows = ([row[column.name] for column in register.columns] for row in register.all(area))
    return _csv([column.name for column in register.columns], rows)


def columns_of(registers: Iterable[Register]) -> bytes:
    """The dictionary: every column of every file, its kind and what it means."""
    rows = [[f"{each.name}.csv", *column] for each in registers for column in each.columns]
    return _csv(["file", "column", "kind", "means"], rows)


def zip_of(area: Area) -> bytes:
    """Every register of an area in one file; the same data gives the same bytes."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in _parts(area):
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def zip_place(area: Area) -> Path:
    """Where the file made last lies."""
    place: Path = settings.DATA / "open-data" / f"{area.slug}-open-data.zip"
    return place


def write_zip(area: Area) -> Path:
    """Make the file anew; whoever reads meanwhile gets the old one or the new one."""
    place = zip_place(area)
    place.parent.mkdir(parents=True, exist_ok=True)
    beside = place.with_name(f"{place.name}.{os.getpid()}")
    with translation.override("en"), speaking("en"):
        beside.write_bytes(zip_of(area))
    made = clock.now().timestamp()
    os.utime(beside, (made, made))
    beside.replace(place)
    return place


def make_zips(only_old: bool = False) -> int:
    """Make the file of every area anew, or only where the last is of another day; how many were made."""
    areas = [area for area in Area.objects.all() if not (only_old and _is_of_today(area))]
    for area in areas:
        write_zip(area)
    return len(areas)


def _is_of_today(area: Area) -> bool:
    place = zip_place(area)
    return place.exists() and area.day_of(datetime.fromtimestamp(place.stat().st_mtime, UTC)) == area.today()


def _parts(area: Area) -> Iterator[tuple[str, bytes]]:
    yield "README.txt", _about(area).encode()
    yield "datapackage.json", _package(area)
    yield "columns.csv", columns_of(REGISTERS)
    for register in REGISTERS:
        yield f"{register.name}.csv", csv_of(register, area)
    for edition in Edition.objects.filter(area=area).order_by("pk"):
        yield f"editions/{edition.pk}.yaml", edition.text.encode()


def _about(area: Area) -> str:
    licence = licence_of(area)
    files = "\n".join(f"{each.name}.csv\n    {each.about}" for each in REGISTERS)
    return (
        f"Open data of {area.name}\n{settings.ADDRESS}{area.get_absolute_url()}data/\n\n"
        f"Licence: {licence.title}\n{licence.href}\n\n"
        "The files are CSV in UTF-8. columns.csv says what every column means. A cell that a spreadsheet would take\n"
        "for a formula begins with an apostrophe. Lists are separated by semicolons. An empty cell: not known, or not\n"
        f"so far.\n\n{files}\n\neditions/\n    Every edition as it was published, as YAML.\n"
    )


def _package(area: Area) -> bytes:
    """The same dictionary in the form of a Data Package (Frictionless), for programs."""
    licence = licence_of(area)
    resources = [
        {
            "name": each.name, "title": each.title, "description": each.about, "path": f"{each.name}.csv",
            "format": "csv", "encoding": "utf-8",
            "schema": {"fields": [_field(column) for column in each.columns], "primaryKey": "id"},
        }
        for each in REGISTERS
    ]  # fmt: skip
    told = {
        "name": f"{area.slug}-open-data",
        "title": f"Open data of {area.name}",
        "homepage": f"{settings.ADDRESS}{area.get_absolute_url()}data/",
        "licenses": [{"name": licence.id, "title": licence.title, "path": licence.href}],
        "resources": resources,
    }
    return json.dumps(told, indent=2, ensure_ascii=False).encode()


def _field(column: Column) -> dict[str, str]:
    return {"name": column.name, "type": TYPES.get(column.kind, "string"), "description": column.means}


def _csv(head: list[str], rows: Iterable[list[Any]]) -> bytes:
    return to_marked_table([head, *([_plain(value) for value in row] for row in rows)], flags=("true", "false"))


def _plain(value: Value) -> object:
    """A value as a cell holds it; what has parts of its own stands there as JSON."""
    return encoded(value).decode() if isinstance(value, dict) else value
