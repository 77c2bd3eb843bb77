"""Registers that come in: read first, taken in whole, the same again adds nothing, taken back; and go out again."""

from __future__ import annotations

import io
import json
from datetime import date, timedelta
from html import unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pytest_django import DjangoAssertNumQueries

from opencompact.core.exchange.writing import WRITERS
from opencompact.site import clock
from opencompact.site.consultations.actions import change_plan
from opencompact.site.consultations.models import Consultation, Phase
from opencompact.site.consultations.rules import silence
from opencompact.site.findings.actions import amend_row
from opencompact.site.findings.models import Finding, Status
from opencompact.site.importing import actions
from opencompact.site.importing.judging import judged_batch
from opencompact.site.importing.models import WAITS, Batch, State
from opencompact.site.post.models import Letter
from opencompact.site.record.models import Entry
from opencompact.site.rules import Refused
from opencompact.site.running.comparing import compare_registers
from opencompact.site.running.recurring import forget_readings
from tests.people import TODAY, Cast, at_noon, browser
from tests.site.consultations.made import planned

PAGE = "/areas/wellbridge/import/"
LOG = """Ref,Consultation,Organisation,Opening date,Closing date,Date announced,Responses,Feedback published
WC-1,Parks plan,Wellbridge Council,05/01/2026,06/04/2026,08/12/2025,412,15/06/2026
WC-2,Library hours,Wellbridge Council,02/03/2026,30/03/2026,,57,
"""


@pytest.fixture(autouse=True)
def _today() -> Any:
    with clock.at(at_noon(TODAY)):
        yield


def upload(text: str | bytes = LOG, name: str = "log.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text if isinstance(text, bytes) else text.encode())


def bring(cast: Cast, who: Any = None, body: Any = "", **file: Any) -> Batch:
    """Read a file through the page."""
    answer = browser(who or cast.edwin).post(PAGE, {"register": "consultations", "body": body, "file": upload(**file)})
    assert answer.status_code == 302, answer.content.decode()
    return Batch.objects.get(pk=answer["Location"].rstrip("/").rpartition("/")[2])


def test_nothing_is_in_the_register_before_it_was_looked_at(cast: Cast) -> None:
    before = Entry.objects.count()
    batch = bring(cast)
    assert (Consultation.objects.count(), Entry.objects.count()) == (0, before)
    shown = browser(cast.edwin).get(f"{PAGE}{batch.pk}/").content.decode()
    for told in ("Parks plan", "Library hours", "Import 2 records", "“Opening date”: opens"):
        assert told in shown


def test_all_of_it_is_taken_in_with_its_findings_and_one_entry(cast: Cast) -> None:
    batch = bring(cast)
    before = Entry.objects.count()
    browser(cast.edwin).post(f"{PAGE}{batch.pk}/", {"take": "yes"})
    assert Entry.objects.count() == before + 1
    assert Entry.objects.latest(1)[0].told == "Records imported into the register consultations: 2."
    parks, library = Consultation.objects.order_by("pk")
    assert (parks.reference, parks.opens, parks.feedback_published) == ("WC-1", date(2026, 1, 5), date(2026, 6, 15))
    assert (parks.edition, parks.body, parks.responses) == (cast.edition, cast.council, 412)
    assert "methods" in parks.unknown
    assert "closes" not in parks.unknown
    found = {(each.record, each.check_id): each.status for each in Finding.objects.all()}
    assert found[parks.pk, "feedback"] == Status.KEPT
    assert found[library.pk, "feedback"] == Status.NOT_KEPT
    assert found[parks.pk, "methods"] == Status.CANNOT_TELL
    [letter] = Letter.objects.filter(subject="Promises that were not kept: Wellbridge Council")
    assert letter.to == cast.edwin.email
    held = Finding.objects.filter(status=Status.NOT_KEPT)
    assert {each.public_from for each in held} == {TODAY + timedelta(days=10)}


@pytest.mark.parametrize(("lines", "told"), [(2, "One record was imported."), (3, "2 records were imported.")])
def test_how_many_came_in_is_said_as_people_say_it(cast: Cast, lines: int, told: str) -> None:
    batch = bring(cast, text="\n".join(LOG.splitlines()[:lines]))
    shown = browser(cast.edwin).post(f"{PAGE}{batch.pk}/", {"take": "yes"}, follow=True).content.decode()
    assert told in shown


def test_the_same_again_adds_nothing(cast: Cast) -> None:
    actions.take_in(batch=bring(cast), by=cast.edwin)
    again = bring(cast)
    assert "There is nothing new in this file" in browser(cast.edwin).get(f"{PAGE}{again.pk}/").content.decode()
    with pytest.raises(Refused, match="nothing new"):
        actions.take_in(batch=again, by=cast.edwin)
    assert Consultation.objects.count() == 2


def test_without_ids_the_same_again_adds_nothing_either(cast: Cast) -> None:
    text = "\n".join(line.partition(",")[2] for line in LOG.splitlines())
    actions.take_in(batch=bring(cast, text=text, name="consultations.csv"), by=cast.edwin)
    judged = judged_batch(bring(cast, text=text, name="consultations.csv"), cast.edwin)
    assert (len(judged.new), len(judged.same), len(judged.other)) == (0, 2, 0)


def test_what_is_there_with_other_facts_stays_as_it_is(cast: Cast) -> None:
    actions.take_in(batch=bring(cast), by=cast.edwin)
    changed = LOG.replace("412", "500") + "WC-3,Third,Wellbridge Council,01/06/2026,31/08/2026,,1,\n"
    batch = bring(cast, text=changed)
    assert "In the register with different details" in browser(cast.edwin).get(f"{PAGE}{batch.pk}/").content.decode()
    actions.take_in(batch=batch, by=cast.edwin)
    assert list(Consultation.objects.order_by("pk").values_list("reference", "responses")) == [
        ("WC-1", 412), ("WC-2", 57), ("WC-3", 1),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (LOG.replace("05/01/2026", "31/02/2026"), "31/02/2026"),
        (LOG.replace("412", "many"), "many"),
        ("", "The file is empty"),
        ("a,b\n1,2\n", "no row has the headings"),
        ("Ref,Consultation,Organisation\n", "No records were found"),
    ],
)
def test_what_cannot_be_read_is_told_cell_by_cell(cast: Cast, text: str, told: str) -> None:
    answer = browser(cast.edwin).post(PAGE, {"register": "consultations", "file": upload(text)})
    assert answer.status_code == 200
    assert told.casefold() in answer.content.decode().casefold()
    assert not Batch.objects.exists()


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("log.csv", "log.csv:2:4"),
        ("Our LOG.CSV", "Our LOG.CSV:2:4"),
        (f"{'ŷ' * 200}.csv", f"{'ŷ' * 50}.csv:2:4"),
        ("../../log.csv", "log.csv:2:4"),
    ],
)
def test_a_cell_is_named_by_the_file_it_is_in(cast: Cast, name: str, told: str) -> None:
    file = upload(LOG.replace("05/01/2026", "31/02/2026"), name)
    shown = browser(cast.edwin).post(PAGE, {"register": "consultations", "file": file}).content.decode()
    assert f">{told}</td>" in shown
    batch = bring(cast, text=LOG.replace("Parks plan", ""), name=name)
    assert f">{told.partition(':')[0]}:2" in browser(cast.edwin).get(f"{PAGE}{batch.pk}/").content.decode()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (LOG.replace("Wellbridge Council", "Wellbrige Council", 1), "there is no organisation “Wellbrige Council”"),
        (LOG.replace("Wellbridge Council", "Village Hall", 1), "you can't act for Village Hall"),
        (LOG.replace("Wellbridge Council", "", 1), "does not say which body it belongs to"),
        (LOG.replace("Parks plan", ""), "the record has no title"),
        (LOG.replace("Parks plan", "x" * 201), "up to 200 characters"),
        (LOG.replace("2026", "2020"), "no edition of the agreement was in force then"),
    ],
)
def test_what_does_not_fit_the_area_stops_all_of_it(cast: Cast, text: str, told: str) -> None:
    batch = bring(cast, text=text)
    shown = unescape(browser(cast.edwin).get(f"{PAGE}{batch.pk}/").text)
    assert told.casefold() in shown.casefold()
    assert "Import one record" not in shown
    with pytest.raises(Refused, match="can’t be imported"):
        actions.take_in(batch=batch, by=cast.edwin)
    assert not Consultation.objects.exists()


def test_a_plan_that_breaks_a_promise_comes_in_privately_with_what_it_breaks(cast: Cast) -> None:
    soon = "WC-3,Housing plan,Wellbridge Council,11/01/2027,25/01/2027,,,\n"
    batch = bring(cast, text=LOG + soon)
    shown = browser(cast.edwin).get(f"{PAGE}{batch.pk}/").text
    assert "One private plan" in shown and "Import 3 records" in shown
    assert "14 days" in shown
    entries = Entry.objects.count()
    told = browser(cast.edwin).post(f"{PAGE}{batch.pk}/", {"take": "yes"}, follow=True).text
    assert "2 records were imported." in told and "One plan was saved privately." in told
    plan = Consultation.objects.get(reference="WC-3")
    assert (plan.state, plan.edition, plan.answerable_from, plan.published) == ("planned", None, None, None)
    assert plan.get_absolute_url() in told and "14 days" in told
    assert not Finding.objects.filter(record=plan.pk).exists()
    assert Entry.objects.count() == entries + 1 and "Housing" not in str(Entry.objects.latest(1)[0].facts)
    assert "Housing plan" not in browser().get("/areas/wellbridge/consultations/?phase=").text
    assert browser(cast.vera).get(plan.get_absolute_url()).status_code == 404
    assert "There is nothing new" in browser(cast.edwin).get(f"{PAGE}{bring(cast, text=LOG + soon).pk}/").text


def test_a_plan_is_taken_back_with_its_file_until_somebody_works_with_it(cast: Cast) -> None:
    only = LOG.splitlines()[0] + "\nWC-3,Housing plan,Wellbridge Council,11/01/2027,25/01/2027,,,\n"
    batch = actions.take_in(batch=bring(cast, text=only), by=cast.edwin)
    assert (batch.taken, batch.entry, Consultation.objects.count()) == ([], None, 1)
    assert actions.take_back(batch=batch, by=cast.edwin) is None
    assert Consultation.objects.count() == 0
    batch = actions.take_in(batch=bring(cast, text=only), by=cast.edwin)
    change_plan(consultation=Consultation.objects.get(), purpose="Homes", by=cast.edwin)
    with pytest.raises(Refused, match="1 of these records has been used"):
        actions.take_back(batch=batch, by=cast.edwin)


def test_the_record_says_what_imported_records_hold(cast: Cast) -> None:
    batch = actions.take_in(batch=bring(cast), by=cast.edwin)
    found = compare_registers()
    assert (found.records, found.without, found.differences) == (2, 0, [])
    Consultation.objects.filter(reference="WC-1").update(closes=date(2026, 5, 6))
    assert [(each.field, each.said) for each in compare_registers().differences] == [("closes", "2026-04-06")]
    Consultation.objects.filter(reference="WC-1").update(closes=date(2026, 4, 6))
    actions.take_back(batch=batch, by=cast.edwin)
    found = compare_registers()
    assert (found.records, found.without, found.differences) == (0, 0, [])


def test_many_records_take_several_entries(cast: Cast) -> None:
    title = "ŵ" * 200
    rows = [f"N{at},{title},Wellbridge Council,05/01/2026,06/04/2026,,1,\n" for at in range(150)]
    actions.take_in(batch=bring(cast, text=LOG.splitlines()[0] + "\n" + "".join(rows)), by=cast.edwin)
    counts = [each.facts["count"] for each in Entry.objects.filter(act="records_imported")]
    assert (len(counts) > 1, sum(counts)) == (True, 150)
    assert (compare_registers().records, compare_registers().differences) == (150, [])


@pytest.mark.parametrize("link", ["javascript:alert(1)", "https://user:word@example.org/", "see the website"])
def test_what_is_no_address_is_told_at_its_record(cast: Cast, link: str) -> None:
    head, first, *_rest = LOG.splitlines()
    batch = bring(cast, text=f"{head},Link to feedback\n{first},{link}\n")
    shown = browser(cast.edwin).get(f"{PAGE}{batch.pk}/").text
    assert "Feedback_url is not the address of a page" in shown
    assert f'href="{link}' not in shown
    browser(cast.edwin).post(f"{PAGE}{batch.pk}/", {"take": "yes"})
    assert Consultation.objects.count() == 0


def test_a_body_chosen_for_the_file_stands_where_the_file_names_none(cast: Cast) -> None:
    text = "Ref,Consultation,Opening date,Closing date\nA,One,05/01/2026,06/04/2026\n"
    actions.take_in(batch=bring(cast, text=text, body=cast.council.pk), by=cast.edwin)
    assert Consultation.objects.get().body == cast.council


def test_what_nobody_worked_with_is_taken_back_whole(cast: Cast) -> None:
    finder = "/areas/wellbridge/consultations/"
    batch = actions.take_in(batch=bring(cast), by=cast.edwin)
    assert "All (2)" in browser().get(finder).text
    entry = actions.take_back(batch=batch, by=cast.edwin)
    assert "Parks plan" not in browser().get(f"{finder}?phase=").text
    assert entry is not None
    assert entry.told == "Imported records removed from the register consultations: 2."
    assert (Consultation.objects.count(), Finding.objects.count()) == (0, 0)
    with pytest.raises(Refused, match="Only an import can be undone"):
        actions.take_back(batch=batch, by=cast.edwin)


def test_what_somebody_worked_with_stays(cast: Cast) -> None:
    batch = actions.take_in(batch=bring(cast), by=cast.edwin)
    amend_row(row=Consultation.objects.get(reference="WC-1"), why="A slip", responses=413, by=cast.edwin)
    with pytest.raises(Refused, match="1 of these records has been used"):
        actions.take_back(batch=batch, by=cast.edwin)
    assert Consultation.objects.count() == 2


def test_only_who_brought_it_sees_it_and_only_who_speaks_for_a_body_brings(cast: Cast) -> None:
    batch = bring(cast)
    seen = [
        browser(who).get(PAGE).status_code for who in (cast.edwin, cast.olwen, cast.vera, cast.carys, cast.sam, None)
    ]
    assert seen == [200, 200, 200, 404, 404, 404]
    assert browser(cast.olwen).get(f"{PAGE}{batch.pk}/").status_code == 404
    with pytest.raises(Refused, match="the person who uploaded the file"):
        actions.take_in(batch=batch, by=cast.olwen)


def test_what_is_never_taken_in_is_forgotten(cast: Cast) -> None:
    bring(cast)
    kept = actions.take_in(batch=bring(cast), by=cast.edwin)
    with clock.at(at_noon(TODAY) + WAITS + timedelta(hours=1)):
        forget_readings()
    assert list(Batch.objects.all()) == [kept]
    assert kept.state == State.TAKEN


@pytest.mark.parametrize("ending", ["csv", "json", "xlsx"])
def test_what_goes_out_comes_in_again_the_same(cast: Cast, ending: str) -> None:
    batch = actions.take_in(batch=bring(cast), by=cast.edwin)
    out = browser().get(f"/areas/wellbridge/consultations/export.{ending}")
    assert out["Content-Disposition"] == f'attachment; filename="wellbridge-consultations.{ending}"'
    again = bring(cast, text=out.content, name=f"consultations.{ending}")
    judged = judged_batch(again, cast.edwin)
    assert (len(judged.new), len(judged.same), len(judged.other)) == (0, 2, 0)
    actions.take_back(batch=batch, by=cast.edwin)
    actions.take_in(batch=again, by=cast.edwin)
    assert browser().get(f"/areas/wellbridge/consultations/export.{ending}").content[:2000] == out.content[:2000]


def test_no_plan_goes_out(cast: Cast) -> None:
    planned(cast, purpose="Canary plan")
    for ending in WRITERS:
        content = browser().get(f"/areas/wellbridge/consultations/export.{ending}").content
        assert b"Canary plan" not in content
    assert browser().get("/areas/wellbridge/consultations/export.exe").status_code == 404
    assert browser().get("/areas/wellbridge/nothing/export.csv").status_code == 404


def test_many_cost_few_queries(cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    rows = [
        {"id": f"N{at}", "title": f"Number {at}", "body": "Wellbridge Council", "opens": "2026-01-05",
         "closes": "2026-04-06"}
        for at in range(300)
    ]  # fmt: skip
    batch = bring(cast, text=json.dumps({"consultations": rows}), name="log.json")
    with django_assert_max_num_queries(120):  # SQLite takes some 60 findings at once
        actions.take_in(batch=batch, by=cast.edwin)
    assert Consultation.objects.count() == 300
    client = browser()
    with django_assert_max_num_queries(6):
        client.get("/areas/wellbridge/consultations/export.csv")


def test_an_empty_table_is_there_to_begin_with(cast: Cast) -> None:
    content = browser().get(f"{PAGE}consultations-empty.csv").content.decode("utf-8-sig")
    assert content.startswith("id,title,body,opens,closes,")
    assert io.StringIO(content).readlines()[1:] == []


def test_where_nobody_knows_of_feedback_nobody_is_said_to_be_silent(cast: Cast) -> None:
    text = LOG.replace(",Feedback published", "").replace(",15/06/2026", "").replace(",57,", ",57")
    actions.take_in(batch=bring(cast, text=text), by=cast.edwin)
    here = Consultation.objects.of(cast.area)
    assert [each.phase() for each in here] == [Phase.CLOSED, Phase.CLOSED]
    assert [here.in_phase(phase, TODAY).count() for phase in Phase] == [0, 0, 0, 0, 2, 0]
    assert silence(cast.area, TODAY).waiting == 0
