"""Roles: who gives them, who ends them, on which days they count, and what becomes of those who leave."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.http import Http404
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from opencompact.site import clock
from opencompact.site.accounts.actions import end_role, give_role, leave, make_administrator
from opencompact.site.accounts.models import Organisation, Person, Role, RoleKind, Sector
from opencompact.site.accounts.rules import desk, due, holds, why_not_appoint, why_not_end_role
from opencompact.site.areas.actions import open_area
from opencompact.site.areas.models import Area
from opencompact.site.post.models import Letter
from opencompact.site.record.models import Entry, Sealed
from opencompact.site.rules import SET_UP, Refused
from tests.people import FIRST_DAY, TODAY, Cast, at_noon, browser

DAYS = st.dates(date(2025, 1, 1), date(2028, 12, 31))
CANARY = "canary.person@nowhere.example"


def elsewhere() -> tuple[Area, Organisation]:
    area = open_area(slug="other", name="Other", by=SET_UP)
    body = Organisation.objects.create(area=area, slug="body", name="Body", sector=Sector.PUBLIC)
    return area, body


def give(cast: Cast, by: Any, **more: Any) -> Role:
    told: dict[str, Any] = {
        "area": cast.area,
        "email": "new@wellbridge.example",
        "kind": RoleKind.READER,
        "since": TODAY,
    }
    return give_role(**{**told, **more}, by=by)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(since=DAYS, length=st.none() | st.integers(0, 400), day=DAYS)
def test_a_role_counts_on_its_days_and_on_no_other(cast: Cast, since: date, length: int | None, day: date) -> None:
    until = None if length is None else since + timedelta(days=length)
    Role.objects.filter(person=cast.sam).delete()
    Role.objects.create(person=cast.sam, area=cast.area, kind=RoleKind.MEDIATOR, since=since, until=until)
    with clock.at(at_noon(day)):
        held = holds(cast.sam, cast.area, RoleKind.MEDIATOR)
        assert not holds(cast.sam, cast.area, RoleKind.OFFICER, RoleKind.CHAIR)
    assert held == (since <= day and (until is None or day <= until))


def test_a_day_is_the_day_of_the_area(cast: Cast) -> None:
    role = give(cast, cast.olwen, since=date(2026, 7, 1), until=date(2026, 7, 1))
    for moment, held in (("22:59", False), ("23:00", True)):  # midnight of British summer time
        with clock.at(at_noon(date(2026, 6, 30)).replace(hour=int(moment[:2]), minute=int(moment[3:]))):
            assert holds(role.person, cast.area, RoleKind.READER) is held


def test_a_role_elsewhere_or_through_another_body_is_none_here(cast: Cast) -> None:
    area, body = elsewhere()
    give_role(area=area, email=cast.sam.email, kind=RoleKind.OFFICER, since=FIRST_DAY, by=SET_UP)
    assert not holds(cast.sam, cast.area, *RoleKind)
    assert holds(cast.edwin, cast.area, RoleKind.EDITOR, through=cast.council)
    assert not holds(cast.edwin, cast.area, RoleKind.EDITOR, through=cast.hall)
    assert not holds(cast.edwin, area, RoleKind.EDITOR, through=body)


@pytest.mark.parametrize("kind", list(RoleKind))
@pytest.mark.parametrize("who", ["olwen", "carys", "edwin", "vera", "sam", "administrator"])
def test_who_may_give_which_role(cast: Cast, who: str, kind: RoleKind) -> None:
    person = make_administrator(email="ada@site.example", by=SET_UP) if who == "administrator" else getattr(cast, who)
    may = why_not_appoint(person, cast.area, kind, None, "x@example.org") is None
    assert may is (who == "olwen" or (who == "administrator" and kind == RoleKind.OFFICER))
    within = why_not_appoint(person, cast.area, kind, cast.hall, "x@example.org") is None
    own = who == "vera" and kind in (RoleKind.EDITOR, RoleKind.CHAMPION, RoleKind.READER)
    assert within is (may or own)


def test_nobody_gives_themselves_a_role(cast: Cast) -> None:
    ada = make_administrator(email="ada@site.example", by=SET_UP)
    for person, kind in ((cast.olwen, RoleKind.CHAIR), (ada, RoleKind.OFFICER)):
        with pytest.raises(Refused, match="You can't give yourself a role"):
            give(cast, person, email=person.email.upper(), kind=kind)
    with pytest.raises(Refused, match="You can't give yourself a role"):
        give(cast, cast.vera, email=cast.vera.email, kind=RoleKind.CHAMPION, organisation=cast.hall)


def test_both_ends_of_a_role_belong_to_the_area(cast: Cast) -> None:
    _area, body = elsewhere()
    with pytest.raises(Refused, match="belongs to another area"):
        give(cast, cast.olwen, organisation=body)
    assert not Role.objects.filter(organisation=body).exists()


def test_the_same_role_is_not_given_twice_at_once(cast: Cast) -> None:
    give(cast, cast.olwen, until=date(2026, 12, 31))
    with pytest.raises(Refused, match="already has this role"):
        give(cast, cast.olwen, since=date(2026, 12, 31))
    assert give(cast, cast.olwen, since=date(2027, 1, 1)).pk


def test_a_role_given_is_told_by_a_letter_and_entered_without_a_name(cast: Cast) -> None:
    role = give(
        cast, cast.olwen, email="New@Wellbridge.example", name="Nia", kind=RoleKind.CHAMPION, organisation=cast.hall
    )
    letter = Letter.objects.get(to="new@wellbridge.example")
    assert letter.subject == "You have a role in Wellbridge: champion"
    assert "From 21 November 2026 you have the role of champion in Wellbridge, for Village Hall." in letter.text
    entry = Entry.objects.latest(1)[0]
    assert (entry.act, entry.subject) == ("role_given", f"role/{role.pk}")
    assert entry.facts == {"organisation": "Village Hall", "role": "champion"}
    assert Sealed.objects.get(entry=entry).facts["person"] == "new@wellbridge.example"


def test_an_ended_role_counts_to_the_end_of_its_last_day(cast: Cast) -> None:
    role = Role.objects.get(person=cast.vera)
    end_role(role=role, on=TODAY, by=cast.olwen)
    client = browser(cast.vera)
    address = "/areas/wellbridge/organisations/village-hall/people/"
    for day, status in ((TODAY, 200), (TODAY + timedelta(days=1), 404)):
        with clock.at(at_noon(day)):
            assert client.get(address).status_code == status


@pytest.mark.parametrize("who", ["carys", "edwin", "sam"])
def test_who_may_not_end_a_role_of_another(cast: Cast, who: str) -> None:
    role = Role.objects.get(person=cast.vera)
    with pytest.raises(Refused, match="Only the partnership officer"):
        end_role(role=role, on=TODAY, by=getattr(cast, who))
    role.refresh_from_db()
    assert role.until is None


def test_somebody_may_give_up_their_own_role(cast: Cast) -> None:
    role = Role.objects.get(person=cast.vera)
    end_role(role=role, on=TODAY, by=cast.vera)
    assert Role.objects.get(pk=role.pk).until == TODAY
    assert "has already ended" in (why_not_end_role(cast.vera, role, TODAY) or "")
    with pytest.raises(Refused, match="can't be before its start date"):
        end_role(role=Role.objects.get(person=cast.edwin), on=FIRST_DAY - timedelta(days=1), by=cast.olwen)


def test_an_area_is_not_left_without_an_officer(cast: Cast) -> None:
    role = Role.objects.get(person=cast.olwen)
    with pytest.raises(Refused, match="the area's only partnership officer"):
        end_role(role=role, on=TODAY, by=cast.olwen)
    with pytest.raises(Refused, match="the area's only partnership officer"):
        leave(person=cast.olwen, organisation=cast.council, on=TODAY, by=cast.olwen)
    give(cast, cast.olwen, kind=RoleKind.OFFICER, since=TODAY, until=TODAY)
    with pytest.raises(Refused, match="the area's only partnership officer"):
        end_role(role=role, on=TODAY, by=cast.olwen)
    give(cast, cast.olwen, email="third@wellbridge.example", kind=RoleKind.OFFICER)
    end_role(role=role, on=TODAY, by=cast.olwen)
    assert Role.objects.get(pk=role.pk).until == TODAY


def test_who_leaves_an_organisation_leaves_all_they_did_for_it(cast: Cast) -> None:
    for kind, since in ((RoleKind.CHAMPION, TODAY), (RoleKind.READER, TODAY + timedelta(days=30))):
        give(cast, cast.olwen, email=cast.vera.email, kind=kind, since=since, organisation=cast.hall)
    stays = give(cast, cast.olwen, email=cast.vera.email, kind=RoleKind.MEMBER)
    before = Entry.objects.count()
    assert leave(person=cast.vera, organisation=cast.hall, on=TODAY, by=cast.vera) == 3
    held = Role.objects.filter(person=cast.vera).exclude(until__lte=TODAY)
    assert list(held) == [stays]
    assert [entry.act for entry in Entry.objects.filter(n__gte=before)] == ["role_ended"] * 3
    with pytest.raises(Refused, match="no role to end"):
        leave(person=cast.vera, organisation=cast.hall, on=TODAY, by=cast.olwen)


@pytest.mark.parametrize("who", ["carys", "edwin", "sam"])
def test_who_may_not_say_that_somebody_left(cast: Cast, who: str) -> None:
    with pytest.raises(Refused, match="Only the partnership officer or an editor"):
        leave(person=cast.vera, organisation=cast.hall, on=TODAY, by=getattr(cast, who))


ADDRESSES = ["/areas/wellbridge/people/", "/areas/wellbridge/people/give/", "/areas/wellbridge/settings/",
             "/areas/wellbridge/organisations/add/", "/areas/wellbridge/organisations/village-hall/change/",
             "/areas/wellbridge/organisations/village-hall/successor/"]  # fmt: skip


@pytest.mark.parametrize("address", ADDRESSES)
def test_pages_of_the_officer_do_not_exist_for_others(cast: Cast, address: str) -> None:
    ada = make_administrator(email="ada@site.example", by=SET_UP)
    assert browser(cast.olwen).get(address).status_code == 200
    for person in (None, cast.carys, cast.edwin, cast.vera, cast.sam, ada):
        client = browser(person)
        assert (client.get(address).status_code, client.post(address, {}).status_code) == (404, 404)


def test_the_administrator_sees_no_desk_of_an_area(cast: Cast, rf: Any) -> None:
    request = rf.get("/")
    request.user = make_administrator(email="ada@site.example", by=SET_UP)
    assert not holds(request.user, cast.area, *RoleKind)
    with pytest.raises(Http404):
        desk(request, "wellbridge", list(RoleKind))


def test_the_officer_gives_a_role_on_the_page(cast: Cast) -> None:
    client = browser(cast.olwen)
    told = {
        "email": "nia@hall.example",
        "name": "Nia",
        "kind": "champion",
        "organisation": cast.hall.pk,
        "since": "2026-11-21",
    }
    with clock.at(at_noon(TODAY)):
        shown = client.post("/areas/wellbridge/people/give/", told, follow=True)
        assert shown.redirect_chain == [("/areas/wellbridge/people/", 302)]
        assert "nia@hall.example now has the role" in shown.text
    role = Role.objects.get(person__email="nia@hall.example")
    assert (role.kind, role.organisation, role.since, role.until) == ("champion", cast.hall, TODAY, None)


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("email", "", "Enter the email address of the person"),
        ("email", "nia", "in the correct format"),
        ("kind", "king", "Choose one of the roles"),
        ("kind", "", "Choose a role"),
        ("organisation", "", "Choose the organisation they hold this role through"),
        ("organisation", "999999", "Choose an organisation in this area"),
        ("since", "", "Enter the start date"),
        ("since", "soon", "govuk-error-summary"),
        ("until", "2020-01-01", "The end date can&#x27;t be before the start date"),
    ],
)
def test_what_is_wrong_with_a_role_is_said(cast: Cast, field: str, value: str, says: str) -> None:
    told = {"email": "nia@hall.example", "kind": "champion", "organisation": cast.hall.pk, "since": "2026-11-21"}
    shown = browser(cast.olwen).post("/areas/wellbridge/people/give/", {**told, field: value})
    assert shown.status_code == 200 and says in shown.text
    assert not Person.objects.filter(email="nia@hall.example").exists()


def test_an_organisation_of_another_area_cannot_be_chosen(cast: Cast) -> None:
    _area, body = elsewhere()
    told = {"email": "nia@hall.example", "kind": "champion", "organisation": body.pk, "since": "2026-11-21"}
    shown = browser(cast.olwen).post("/areas/wellbridge/people/give/", told)
    assert "Choose an organisation in this area" in shown.text


def test_a_role_of_another_area_is_not_ended_from_here(cast: Cast) -> None:
    area, _body = elsewhere()
    role = give_role(area=area, email="o@other.example", kind=RoleKind.OFFICER, since=FIRST_DAY, by=SET_UP)
    client = browser(cast.olwen)
    assert client.post(f"/areas/wellbridge/people/{role.pk}/end/", {"on": "2026-11-21"}).status_code == 404
    assert client.post(f"/areas/other/people/{role.pk}/end/", {"on": "2026-11-21"}).status_code == 404


def test_roles_are_ended_on_the_page(cast: Cast) -> None:
    role = Role.objects.get(person=cast.vera)
    address = f"/areas/wellbridge/people/{role.pk}/end/"
    for person, status in ((cast.olwen, 200), (cast.vera, 200), (cast.edwin, 404), (None, 404)):
        assert browser(person).get(address).status_code == status
    browser(cast.olwen).post(address, {"on": "2026-11-30"})
    role.refresh_from_db()
    assert role.until == date(2026, 11, 30)
    with clock.at(at_noon(date(2026, 12, 1))):
        assert "Vera" not in browser(cast.olwen).get("/areas/wellbridge/people/").text
        assert "Vera" in browser(cast.olwen).get("/areas/wellbridge/people/?show=ended").text


def test_the_editor_gives_roles_within_the_organisation_and_sees_no_address(cast: Cast) -> None:
    address = "/areas/wellbridge/organisations/village-hall/people/"
    client = browser(cast.vera)
    told = {"email": CANARY, "name": "", "kind": "champion", "since": "2026-11-21"}
    with clock.at(at_noon(TODAY)):
        shown = client.post(address, told, follow=True)
        assert "An unnamed person" in shown.text and "Vera" in shown.text
        assert CANARY not in shown.text
        role = Role.objects.get(person__email=CANARY)
        left = client.get(f"{address}{role.pk}/left/")
        assert left.status_code == 200 and CANARY not in left.text
        client.post(f"{address}{role.pk}/left/", {"on": "2026-11-21"})
    role.refresh_from_db()
    assert role.until == TODAY
    assert "Choose one of the roles" in client.post(address, {**told, "kind": "officer"}).text
    for person in (None, cast.carys, cast.edwin, cast.sam):
        assert browser(person).get(address).status_code == 404
        assert browser(person).post(f"{address}{role.pk}/left/", {"on": "2026-11-21"}).status_code == 404


def test_a_list_of_roles_costs_the_same_with_more_rows(cast: Cast) -> None:
    client = browser(cast.olwen)
    counts = []
    for number in (1, 60):
        for each in range(number):
            give(cast, SET_UP, email=f"p{number}-{each}@wellbridge.example", organisation=cast.hall)
        with CaptureQueriesContext(connection) as captured:
            shown = client.get("/areas/wellbridge/people/")
        counts.append(len(captured))
        assert shown.status_code == 200
    assert counts[0] == counts[1] <= 12


def test_roles_that_end_soon_wait_for_the_officer(cast: Cast) -> None:
    end_role(role=Role.objects.get(person=cast.carys), on=date(2026, 12, 24), by=cast.olwen)
    with clock.at(at_noon(TODAY)):
        waits = due(cast.olwen, cast.area, TODAY)
        assert [(each.on, each.says) for each in waits] == [
            (date(2026, 12, 24), "A role is ending: independent chair.")
        ]
        assert due(cast.vera, cast.area, TODAY) == []
