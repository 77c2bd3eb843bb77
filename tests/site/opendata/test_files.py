"""Downloads, feeds and the calendar: what they hold, what they never hold."""

from __future__ import annotations

import csv
import io
import json
import os
import zipfile
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client
from icalendar import Calendar

from opencompact.core.exchange.cells import unguarded
from opencompact.site import clock
from opencompact.site.areas.actions import open_area
from opencompact.site.opendata.columns import Register
from opencompact.site.opendata.files import make_zips, zip_place
from opencompact.site.opendata.registers import REGISTERS
from opencompact.site.opendata.searching import reindex
from opencompact.site.record.models import Entry
from opencompact.site.rules import SET_UP
from opencompact.site.running.recurring import write_open_data
from tests.people import at_noon
from tests.site.opendata.conftest import CANARY, Lively

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


def rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


# Files


def test_a_file_holds_what_the_api_says(client: Client, lively: Lively) -> None:
    for register in REGISTERS:
        check_file(client, register)


def check_file(client: Client, register: Register) -> None:
    answer = client.get(f"/areas/wellbridge/data/{register.name}.csv")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"] == f'attachment; filename="wellbridge-{register.name}.csv"'
    found = client.get(f"/api/v1/{register.name}?area=wellbridge&limit=500").json()["items"]
    assert [row["id"] for row in rows(answer.content)] == [str(row["id"]) for row in found]
    assert list(rows(answer.content)[0]) == [column.name for column in register.columns]


def test_no_cell_is_a_formula_and_every_text_comes_back(client: Client, lively: Lively) -> None:
    found = rows(client.get("/areas/wellbridge/data/contributions.csv").content)
    assert [row["what"] for row in found] == ["'=HYPERLINK(1)", "Room hire"]
    assert [unguarded(row["what"]) for row in found] == ["=HYPERLINK(1)", "Room hire"]
    cells = [
        cell
        for register in REGISTERS
        for row in rows(client.get(f"/areas/wellbridge/data/{register.name}.csv").content)
        for cell in row.values()
    ]
    assert [cell for cell in cells if cell[:1] in set("=+-@\t\r")] == []


def test_values_are_written_as_the_dictionary_says(client: Client, lively: Lively) -> None:
    row = rows(client.get("/areas/wellbridge/data/signatories.csv").content)[0]
    assert (row["from"], row["to"], row["members"]) == ("2024-05-02", "", "Bowls Club; Knitting Circle")
    assert rows(client.get("/areas/wellbridge/data/areas.csv").content)[0]["demonstration"] == "false"
    entry = rows(client.get("/areas/wellbridge/data/entries.csv").content)[0]
    assert json.loads(entry["facts"]) == {"name": "Wellbridge"}


def test_everything_comes_in_one_file_with_its_dictionary(client: Client, lively: Lively, data: Path) -> None:
    answer = client.get("/areas/wellbridge/data/wellbridge-open-data.zip")
    assert answer["Content-Disposition"] == 'attachment; filename="wellbridge-open-data.zip"'
    with zipfile.ZipFile(io.BytesIO(answer.content)) as packed:
        files = {name: packed.read(name) for name in packed.namelist()}
    registers = {f"{register.name}.csv" for register in REGISTERS}
    assert set(files) == {*registers, "README.txt", "columns.csv", "datapackage.json", "editions/wellbridge-2024.yaml"}
    explained = {(row["file"], row["column"]) for row in rows(files["columns.csv"])}
    assert explained == {(name, column) for name in registers for column in rows_head(files[name])}
    assert all(row["means"].endswith(".") for row in rows(files["columns.csv"]))
    package = json.loads(files["datapackage.json"])
    assert {each["path"] for each in package["resources"]} == registers
    assert package["licenses"][0]["name"] == "OGL-UK-3.0"
    assert files["editions/wellbridge-2024.yaml"].decode() == lively.cast.edition.text
    assert (data / "open-data" / "wellbridge-open-data.zip").read_bytes() == answer.content


def rows_head(content: bytes) -> list[str]:
    return next(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_the_file_is_made_anew_when_the_clock_says_so(client: Client, lively: Lively) -> None:
    before = client.get("/areas/wellbridge/data/wellbridge-open-data.zip").content
    lively.cast.hall.name = "Village Hall and Green"
    lively.cast.hall.save()
    assert client.get("/areas/wellbridge/data/wellbridge-open-data.zip").content == before
    assert make_zips() == 1
    after = client.get("/areas/wellbridge/data/wellbridge-open-data.zip").content
    assert after != before
    assert make_zips() == 1
    assert client.get("/areas/wellbridge/data/wellbridge-open-data.zip?lang=cy").content == after
    assert os.listdir(zip_place(lively.cast.area).parent) == ["wellbridge-open-data.zip"]


def test_the_clock_has_it_made_once_a_day(lively: Lively) -> None:
    area, noon = lively.cast.area, at_noon(date(2026, 11, 21))
    made = []
    for hours in (0, 1, 11, 12.5, 13, 36):  # the next day begins after twelve hours
        with clock.at(noon + timedelta(hours=hours)):
            write_open_data()
            made.append(zip_place(area).stat().st_mtime)
    assert [round(each - noon.timestamp()) / 3600 for each in made] == [0, 0, 0, 12.5, 12.5, 36]
    with clock.at(noon + timedelta(hours=36.5)):
        assert (make_zips(only_old=True), make_zips()) == (0, 1)  # at once, where somebody asks for it


def test_an_edition_is_given_as_it_was_published(client: Client, lively: Lively) -> None:
    answer = client.get("/areas/wellbridge/editions/wellbridge-2024.yaml")
    assert (answer.content.decode(), answer["Content-Type"]) == (
        lively.cast.edition.text,
        "application/yaml; charset=utf-8",
    )


NOT_THERE = [
    "wellbridge/data/nothing.csv", "wellbridge/data/other-open-data.zip", "nowhere/data/areas.csv",
    "nowhere/data/nowhere-open-data.zip", "wellbridge/editions/bristol-2012.yaml", "elsewhere/feed.atom",
    "elsewhere/calendar.ics", "elsewhere/editions/wellbridge-2024.yaml",
]  # fmt: skip


def test_what_is_not_there_is_not_found(client: Client, lively: Lively) -> None:
    assert {client.get(f"/areas/{address}").status_code for address in NOT_THERE} == {404}


def test_the_page_of_the_data_names_every_file_and_the_licence(client: Client, lively: Lively) -> None:
    answer = client.get("/areas/wellbridge/data/")
    shown = answer.content.decode()
    names = [register.name for register in REGISTERS if register.name != "areas"]
    assert all(f"/areas/wellbridge/data/{name}.csv" in shown for name in names)
    assert all(f"/api/v1/{name}?area=wellbridge" in shown for name in names)
    assert "Open Government Licence v3.0" in shown
    for href in ("data/wellbridge-open-data.zip", "data/columns.csv", "feed.atom", "calendar.ics"):
        assert f"/areas/wellbridge/{href}" in shown
        assert client.get(f"/areas/wellbridge/{href}").status_code == 200


def test_an_area_without_anything_has_its_pages(client: Client) -> None:
    open_area(slug="empty", name="Empty", by=SET_UP)
    for path in ("data/", "data/empty-open-data.zip", "feed.atom", "calendar.ics", "record/", "search/?q=notice"):
        assert client.get(f"/areas/empty/{path}").status_code == 200


# Feeds


def test_the_feed_tells_the_latest_acts(client: Client, lively: Lively, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(2):
        answer = client.get("/areas/wellbridge/feed.atom")
    feed = ElementTree.fromstring(answer.content)
    told = [(each.findtext(f"{ATOM}title"), each.findtext(f"{ATOM}id")) for each in feed.iter(f"{ATOM}entry")]
    entries = Entry.objects.in_area("wellbridge").latest(50)
    assert told == [(entry.told, f"http://testserver/record/{entry.n}/") for entry in entries]
    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert feed.findtext(f"{ATOM}title") == "Wellbridge: latest activity"


def test_the_calendar_holds_every_day(client: Client, lively: Lively) -> None:
    lively.cast.edition.review_due = date(2027, 4, 1)
    lively.cast.edition.save()
    answer = client.get("/areas/wellbridge/calendar.ics")
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    found: Any = Calendar.from_ical(answer.content)
    days = [
        (str(day["summary"]), day["dtstart"].dt, day["dtend"].dt, str(day.get("status", "")))
        for day in found.walk("VEVENT")
    ]
    assert days == [
        ("Opens: Library hours", date(2026, 7, 20), date(2026, 7, 21), ""),
        ("Opens: Street lights", date(2026, 9, 7), date(2026, 9, 8), ""),
        ("Check-in of Model Compact 2026", date(2026, 10, 1), date(2026, 10, 2), ""),
        ("Autumn meeting", datetime(2026, 10, 1, 13, 30, tzinfo=UTC), datetime(2026, 10, 1, 15, tzinfo=UTC), ""),
        ("Closes at 11:59pm: Library hours", date(2026, 11, 2), date(2026, 11, 3), ""),
        ("Winter meeting", datetime(2026, 11, 20, 14, 30, tzinfo=UTC), datetime(2026, 11, 20, 16, tzinfo=UTC), ""),
        ("Paying promptly", date(2026, 11, 21), date(2026, 11, 22), ""),
        ("Giving notice", date(2026, 12, 3), date(2026, 12, 4), "CANCELLED"),
        ("Opens: Parks plan", date(2027, 1, 11), date(2027, 1, 12), ""),
        ("Closes at 11:59pm: Street lights", date(2027, 3, 28), date(2027, 3, 29), ""),
        ("Review of Model Compact 2026 due", date(2027, 4, 1), date(2027, 4, 2), ""),
        ("Closes at 11:59pm: Parks plan", date(2027, 4, 26), date(2027, 4, 27), ""),
        ("Compact Week", date(2027, 11, 1), date(2027, 11, 8), ""),
    ]
    week = next(day for day in found.walk("VEVENT") if day["summary"] == "Compact Week")
    assert (str(week["description"]), str(week["location"])) == ("Awards; soup,\nand talk", "Village Hall")
    assert str(week["uid"]).startswith("event-") and str(week["uid"]).endswith("@testserver")


# Nothing private


def test_nothing_private_is_in_any_form(client: Client, lively: Lively) -> None:
    reindex(lively.cast.area)
    names = [register.name for register in REGISTERS]
    places = [
        *(f"/api/v1/{name}?limit=500" for name in names),
        *(f"/areas/wellbridge/data/{name}.csv" for name in names),
        "/api/v1/editions/wellbridge-2024", "/api/v1/openapi.json", "/api/v1/",
        f"/api/v1/champions/{lively.unnamed.pk}", f"/api/v1/signatories/{lively.signatory.pk}",
        "/areas/wellbridge/data/", "/areas/wellbridge/feed.atom", "/areas/wellbridge/calendar.ics",
        "/areas/wellbridge/consultations/", "/areas/wellbridge/consultations/?phase=", "/areas/wellbridge/",
        "/areas/wellbridge/consultations/feed.atom", "/areas/wellbridge/consultations/newsletter.txt",
        "/areas/wellbridge/record/", f"/search/?q={CANARY}", f"/areas/wellbridge/search/?q={CANARY}",
        "/search/?q=hall.example", "/search/?q=Treasurer",
    ]  # fmt: skip
    asked = f"{CANARY}: search"
    for place in places:
        answer = client.get(place)
        shown = answer.content.decode().replace(asked, "").replace(f'value="{CANARY}"', "")
        shown = shown.replace(f"q={CANARY}", "")
        assert answer.status_code == 200, place
        assert CANARY not in shown, place
    with zipfile.ZipFile(io.BytesIO(client.get("/areas/wellbridge/data/wellbridge-open-data.zip").content)) as packed:
        assert not any(CANARY.encode() in packed.read(name) for name in packed.namelist())


def test_people_are_named_nowhere_but_by_consent(client: Client, lively: Lively) -> None:
    whole = b"".join(client.get(f"/areas/wellbridge/data/{each.name}.csv").content for each in REGISTERS)
    assert b"Mair Tomos" in whole
    assert not any(name in whole for name in (b"Olwen", b"Carys", b"Edwin", b"Vera", b"@wellbridge.example"))


def test_the_reference_names_every_register() -> None:
    page = (Path(__file__).resolve().parents[3] / "docs" / "reference" / "api.md").read_text("utf-8")
    assert [register.name for register in REGISTERS if f"`{register.name}`" not in page] == []
