"""Champions: named, changed, trained, ended, found, written to, and missing."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError
from pytest_django import DjangoAssertNumQueries

from opencompact.site import clock
from opencompact.site.accounts.actions import add_organisation, change_organisation
from opencompact.site.accounts.models import Sector
from opencompact.site.areas.actions import open_area
from opencompact.site.champions import actions, rules
from opencompact.site.champions.models import RECORDED, Champion, Kind, State, shares
from opencompact.site.post.models import Letter
from opencompact.site.record.models import Entry
from opencompact.site.rules import ANYBODY, CLOCK, SET_UP, Refused
from opencompact.site.signatories.actions import sign, withdraw
from opencompact.site.signatories.models import Signatory
from tests.people import Cast, at_noon, browser

SIGNED = date(2025, 3, 1)
HERE = "/areas/wellbridge/champions/"
LEAD: dict[str, Any] = {
    "kind": "lead",
    "name": "Hidden Name",
    "role": "Clerk",
    "email": "champion@canary.example",
    "since": SIGNED,
}
TYPED = {**LEAD, "since": "2025-03-01"}
MESSAGE = {"name": "Gwen", "email": "gwen@example.org", "text": "May I ask something?"}


@pytest.fixture
def hall(cast: Cast) -> Signatory:
    """The village hall has signed."""
    return sign(organisation=cast.hall, edition=cast.edition, on=SIGNED, by=cast.olwen)


@pytest.fixture
def lead(cast: Cast, hall: Signatory) -> Champion:
    """It has a lead champion, whose name is not public."""
    return actions.name_champion(signatory=hall, details=LEAD, by=cast.vera)


def name(signatory: Signatory, by: object, **changed: object) -> Champion:
    return actions.name_champion(signatory=signatory, details={**LEAD, **changed}, by=by)  # type: ignore[arg-type]


def test_an_editor_names_a_champion(cast: Cast, hall: Signatory) -> None:
    vera = browser(cast.vera)
    page = f"{HERE}name/{hall.pk}/"
    assert [due.href for due in rules.due(cast.vera, cast.area, cast.area.today())] == [page]
    assert vera.get(page).context["form"].initial["kind"] == "lead"
    answer = vera.post(page, TYPED)
    made = Champion.objects.get()
    assert answer["Location"] == made.get_absolute_url()
    entry = Entry.objects.latest(1)[0]
    assert (entry.act, entry.facts) == ("champion_named", {"organisation": "Village Hall", "role": "lead champion"})
    assert entry.sealed.facts == {"by": cast.vera.known_as}
    assert rules.due(cast.vera, cast.area, cast.area.today()) == []
    assert vera.post(page, TYPED)["Location"] == answer["Location"], "the button pressed twice"
    other = vera.post(page, {**TYPED, "email": "other@canary.example"})
    assert "has a lead champion. End that term first" in other.text
    assert Champion.objects.count() == 1


def test_a_large_body_has_one_for_each_department_and_one_lead(cast: Cast) -> None:
    council = sign(organisation=cast.council, edition=cast.edition, on=SIGNED, by=cast.olwen)
    for department in ("Housing", "Parks"):
        name(council, cast.edwin, kind="department", department=department)
    assert [due.says for due in rules.due(cast.edwin, cast.area, cast.area.today())] == [
        "Record who is the lead champion of Wellbridge Council"
    ]
    for kind in (Kind.CABINET, Kind.SENIOR, Kind.LEAD):
        name(council, cast.edwin, kind=kind)
    with pytest.raises(Refused, match="has a lead champion"):
        name(council, cast.edwin, email="other@canary.example")
    with pytest.raises(Refused, match="has a lead champion"):
        actions.change_champion(champion=Champion.objects.all()[0], details={"kind": "lead"}, by=cast.edwin)
    with pytest.raises(IntegrityError, match=r"one_lead_a_signatory|UNIQUE"):
        Champion.objects.create(signatory=council, kind="lead", since=SIGNED)


def test_a_lead_follows_a_lead(cast: Cast, lead: Champion) -> None:
    assert name(lead.signatory, cast.vera) == lead
    actions.end_champion(champion=lead, on=date(2026, 1, 1), by=cast.vera)
    assert name(lead.signatory, cast.vera).is_serving


@pytest.mark.parametrize("who", ["sam", "edwin", "carys", None])
def test_only_those_who_speak_for_the_signatory_act(cast: Cast, lead: Champion, who: str | None) -> None:
    person = getattr(cast, who) if who else None
    visitor = browser(person)
    paths = [f"{HERE}name/{lead.signatory_id}/", *(f"{HERE}{lead.pk}/{act}/" for act in ("change", "end", "trained"))]
    for path in paths:
        assert (visitor.get(path).status_code, visitor.post(path).status_code) == (404, 404)
    by, only = person or ANYBODY, "Only an editor of Village Hall or the partnership officer"
    with pytest.raises(Refused, match=only):
        name(lead.signatory, by, kind="department", department="x")
    with pytest.raises(Refused, match=only):
        actions.change_champion(champion=lead, details={}, by=by)
    with pytest.raises(Refused, match=only):
        actions.end_champion(champion=lead, on=date(2026, 1, 1), by=by)
    with pytest.raises(Refused, match=only):
        actions.record_training(champion=lead, on=date(2026, 1, 1), by=by)
    with pytest.raises(Refused, match="Only the partnership officer"):
        actions.remind(area=cast.area, by=by)
    assert visitor.post(f"{HERE}gaps/remind/").status_code == 404


def test_a_champion_is_changed_trained_and_ended(cast: Cast, lead: Champion) -> None:
    page, vera = lead.get_absolute_url(), browser(cast.vera)
    assert vera.get(f"{page}change/").context["form"].initial["role"] == "Clerk"
    assert vera.post(f"{page}change/", {**TYPED, "role": "Chair", "consents": "on"})["Location"] == page
    assert "Hidden Name" in browser().get(page).text
    assert vera.post(f"{page}trained/", {"on": "2099-01-01"}).status_code == 200
    for _ in range(2):
        assert vera.post(f"{page}trained/", {"on": "2026-05-01"})["Location"] == page
    assert "1 May 2026" in browser().get(page).text
    assert vera.post(f"{page}end/", {"on": "2001-01-01"}).status_code == 200
    assert vera.post(f"{page}end/", {"on": "2026-06-01"})["Location"] == f"{HERE}?signatory={lead.signatory_id}"
    acts = [entry.act for entry in Entry.objects.of("wellbridge", lead.subject)]
    assert acts == ["champion_named", "champion_changed", "champion_trained", "champion_ended"]
    lead.refresh_from_db()
    assert (lead.email, lead.until, lead.state) == ("", date(2026, 6, 1), "ended")
    assert "Term ended" in browser().get(page).text
    for ending in ("change/", "end/", "trained/"):
        assert vera.post(f"{page}{ending}", {"on": "2026-06-01"}).status_code == 403
    with pytest.raises(Refused, match="The term of this champion has ended"):
        actions.end_champion(champion=lead, on=date(2026, 6, 1), by=cast.vera)


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({}, "Choose what kind of champion it is."),
        ({**TYPED, "kind": "king"}, "Select a valid choice"),
        ({**TYPED, "kind": "department"}, "Enter the department."),
        ({**TYPED, "name": ""}, "Enter the name of the champion."),
        ({**TYPED, "email": "x"}, "Enter an email address"),
        ({**TYPED, "since": "soon"}, "is not a date. Enter a date, for example 31 March 2027."),
        ({**TYPED, "until": "2024-01-01"}, "be before the start date"),
        ({**TYPED, "role": "r\0"}, "Null characters"),
        ({**TYPED, "role": "r" * 101}, "at most 100"),
    ],
)
def test_what_is_wrong_is_said(cast: Cast, hall: Signatory, typed: dict[str, str], says: str) -> None:
    answer = browser(cast.vera).post(f"{HERE}name/{hall.pk}/", typed)
    assert (answer.status_code, says in answer.text) == (200, True)
    assert not Champion.objects.exists()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["Clerk", "Head of housing"]),
        ("?words=housing+head", ["Head of housing"]),
        ("?words=village", ["Clerk"]),
        ("?words=Hidden", []),
        ("?words=Bryn", ["Head of housing"]),
        ("?sector=public", ["Head of housing"]),
        ("?kind=lead", ["Clerk"]),
        ("?department=hous", ["Head of housing"]),
        ("?kind=x&sector=y", ["Clerk", "Head of housing"]),
        ("?signatory=999999999999999999999", ["Clerk", "Head of housing"]),
        ("?after=%00", ["Clerk", "Head of housing"]),
    ],
)
def test_the_directory_is_searched(cast: Cast, lead: Champion, query: str, found: list[str]) -> None:
    council = sign(organisation=cast.council, edition=cast.edition, on=SIGNED, by=cast.olwen)
    name(
        council, cast.edwin, kind="department", department="Housing", role="Head of housing", name="Bryn", consents=True
    )
    rows = browser().get(f"{HERE}{query}").context["shelf"].rows
    assert sorted(each.role for each in rows) == found
    if "after" not in query:
        table = list(csv.DictReader(io.StringIO(browser().get(f"{HERE}champions.csv{query}").text)))
        assert [row["role"] for row in table] == [each.role for each in rows]
        assert {row["name"] for row in table} <= {"", "Bryn"}


def test_a_visitor_writes_and_never_sees_the_address(cast: Cast, lead: Champion) -> None:
    visitor, page = browser(), lead.get_absolute_url()
    assert "canary" not in visitor.get(page).text
    for wrong in ({}, {**MESSAGE, "email": "x"}, {**MESSAGE, "text": " "}, {**MESSAGE, "text": "x" * 4001}):
        assert visitor.post(page, wrong).status_code == 200
    assert not Letter.objects.exists()
    assert visitor.post(page, MESSAGE)["Location"] == page
    assert visitor.post(page, MESSAGE)["Location"] == page, "the button pressed twice"
    letter = Letter.objects.get()
    assert (letter.to, "gwen@example.org" in letter.text, MESSAGE["text"] in letter.text) == (LEAD["email"], True, True)
    entry = Entry.objects.get(act="champion_written_to")
    assert (entry.facts, entry.sealed.facts) == ({"organisation": "Village Hall"}, {"by": "anybody"})
    assert "canary" not in visitor.get(page).text


def test_a_champion_is_not_flooded(cast: Cast, lead: Champion) -> None:
    for number in range(rules.MOST_MESSAGES):
        actions.write_to_champion(champion=lead, message={**MESSAGE, "text": str(number)})
    assert "a lot of messages today" in browser().post(lead.get_absolute_url(), MESSAGE).text
    with pytest.raises(Refused, match="a lot of messages today"):
        actions.write_to_champion(champion=lead, message=MESSAGE)
    with clock.at(clock.now() + timedelta(days=2)):
        assert actions.write_to_champion(champion=lead, message=MESSAGE) is not None


def test_too_many_messages_are_kept_in_the_form(cast: Cast, lead: Champion) -> None:
    told = [browser().post(lead.get_absolute_url(), {**MESSAGE, "text": f"Message {n}"}) for n in range(7)]
    assert [answer.status_code for answer in told] == [302] * 6 + [200]
    assert ("Too many attempts" in told[-1].text, "Message 6" in told[-1].text) == (True, True)
    assert Letter.objects.count() == 6


def test_who_can_not_be_reached_is_not_written_to(cast: Cast, lead: Champion) -> None:
    assert actions.forget_champion(email=LEAD["email"].upper(), by=CLOCK) == 1
    lead.refresh_from_db()
    assert (lead.name, lead.email, lead.is_serving) == ("", "", True)
    shown = browser().get(lead.get_absolute_url()).text
    assert "You can't contact this champion here. Email compact@wellbridge.example instead." in shown
    with pytest.raises(Refused, match="You can't send a message to this champion here"):
        actions.write_to_champion(champion=lead, message=MESSAGE)
    answer = browser().post(lead.get_absolute_url(), MESSAGE)
    assert "You can&#x27;t send a message to this champion here" in answer.text


def test_what_recurs_does_no_harm_twice(cast: Cast, lead: Champion) -> None:
    change_organisation(organisation=cast.hall, name="A Hall", by=cast.olwen)
    before = Entry.objects.count()
    for _ in range(2):
        actions.look_after(area=cast.area)
        lead.refresh_from_db()
        assert lead.place == f"1/a hall/village-hall/0/{lead.pk:012}"
    assert Entry.objects.count() == before
    assert actions.forget_person(email=LEAD["email"], by=CLOCK) == 1


def test_gaps_are_shown_and_the_officer_reminds(cast: Cast, hall: Signatory) -> None:
    council = sign(organisation=cast.council, edition=cast.edition, on=SIGNED, by=cast.olwen)
    name(council, cast.edwin, kind="cabinet", until=date(2026, 12, 24))
    assert shares(cast.area) == {"signatories": 2, "with_champion": 1, "with_lead": 0}
    assert "1 of 2 signatories have a champion." in browser().get(HERE).text
    shown = browser().get(f"{HERE}gaps/").text
    assert ("Village Hall" in shown, "Send a reminder to all" in shown) == (True, False)
    assert "Wellbridge Council" in browser().get(f"{HERE}gaps/?show=lead").text
    assert browser().get(f"{HERE}gaps/?show=over").context["shelf"].rows == []
    olwen = browser(cast.olwen)
    assert "Send a reminder to all" in olwen.get(f"{HERE}gaps/").text
    assert olwen.get(f"{HERE}gaps/remind/")["Location"] == f"{HERE}gaps/"
    before = Entry.objects.count()
    for typed in ({"signatory": str(hall.pk)}, {}, {"signatory": str(hall.pk)}):
        assert olwen.post(f"{HERE}gaps/remind/", typed)["Location"] == f"{HERE}gaps/"
    for wrong in ("x", "²", "9" * 30, str(hall.pk + 99)):
        assert olwen.post(f"{HERE}gaps/remind/", {"signatory": wrong}).status_code == 404
    letter = Letter.objects.get()
    assert (letter.to, f"{HERE}name/{hall.pk}/" in letter.text) == ("vera@wellbridge.example", True)
    assert Entry.objects.count() == before
    dues = rules.due(cast.olwen, cast.area, cast.area.today())
    assert [(due.on, due.says) for due in dues] == [
        (date(2026, 12, 24), "The term of a champion of Wellbridge Council is ending: decide what happens next"),
        (None, "1 signatory has no champion"),
    ]


def test_terms_that_ran_out_are_shown(cast: Cast, hall: Signatory) -> None:
    made = name(hall, cast.vera, until=date(2026, 1, 31))
    assert "until 31 January 2026" in browser().get(f"{HERE}gaps/?show=over").text
    assert "The term ended on 31 January 2026" in browser().get(HERE).text
    assert [due.on for due in rules.due(cast.vera, cast.area, cast.area.today())] == [date(2026, 1, 31)]
    withdraw(signatory=hall, on=date(2026, 10, 1), by=cast.vera)
    assert browser().get(HERE).context["shelf"].rows == []
    assert rules.due(cast.vera, cast.area, cast.area.today()) == []
    assert not Champion.objects.get(pk=made.pk).may_be_written_to


def test_duties_come_from_the_document(cast: Cast) -> None:
    shown = browser().get(f"{HERE}duties/").text
    told = next(each for each in cast.edition.document.mechanisms if each.kind == "champions")
    assert str(told.about)[:60] in shown
    open_area(slug="elsewhere", name="Elsewhere", by=SET_UP)
    assert "No edition is in force today." in browser().get("/areas/elsewhere/champions/duties/").text
    assert "No champions have been named yet" in browser().get("/areas/elsewhere/champions/").text


def test_a_champion_of_another_area_is_not_found(cast: Cast, lead: Champion) -> None:
    open_area(slug="elsewhere", name="Elsewhere", by=SET_UP)
    for path in (f"{lead.pk}/", f"{lead.pk}/change/", f"name/{lead.signatory_id}/"):
        assert browser(cast.olwen).get(f"/areas/elsewhere/champions/{path}").status_code == 404


def test_states_and_kinds_are_complete() -> None:
    assert set(rules.MOVES) == set(State)
    assert set(RECORDED) == set(Kind)


@pytest.mark.parametrize("person", [None, "olwen", "vera"])
def test_pages_ask_the_same_number_of_questions(
    cast: Cast, lead: Champion, django_assert_max_num_queries: DjangoAssertNumQueries, person: str | None
) -> None:
    visitor = browser(getattr(cast, person) if person else None)

    def asked(path: str) -> int:
        with django_assert_max_num_queries(12) as counted:
            assert visitor.get(path).status_code == 200
        return len(counted)

    bodies(cast, 1)
    paths = [HERE, f"{HERE}?view=print", f"{HERE}champions.csv", f"{HERE}gaps/", f"{HERE}gaps/?show=over",
             lead.get_absolute_url(), f"{HERE}?words=body&kind=lead"]  # fmt: skip
    one = [asked(path) for path in paths]
    bodies(cast, 2)
    assert [asked(path) for path in paths] == one
    council = sign(organisation=cast.council, edition=cast.edition, on=SIGNED, by=cast.olwen)
    Champion.objects.bulk_create(
        Champion(signatory=council, kind="department", since=SIGNED, place=f"{council.place}/1/{n:09}")
        for n in range(300)
    )
    assert [asked(path) for path in paths] == one


def bodies(cast: Cast, count: int) -> None:
    """Bodies that signed, each with a champion whose term ran out, and as many without."""
    with clock.at(at_noon(date(2026, 11, 20))):
        for number in range(2 * count):
            body_name = f"Body {Signatory.objects.count()}"
            body = add_organisation(area=cast.area, name=body_name, sector=Sector.VOLUNTARY, by=cast.olwen)
            signatory = sign(organisation=body, edition=cast.edition, on=SIGNED, by=cast.olwen)
            if number % 2:
                name(signatory, cast.olwen, until=date(2026, 1, 31))
