"""The group: how it is formed and changed, who belongs to it, and what makes a quorum."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opencompact.site.accounts.actions import add_organisation
from opencompact.site.accounts.models import Sector
from opencompact.site.areas.actions import open_area
from opencompact.site.group.actions import (
    add_member,
    change_group,
    change_member,
    end_member,
    form_group,
    note_named_group,
    note_named_member,
)
from opencompact.site.group.models import Group, Membership
from opencompact.site.group.rules import work_out_quorum
from opencompact.site.record.models import Entry
from opencompact.site.rules import SET_UP, Refused
from tests.people import FIRST_DAY, Cast, browser

CANARY = "Gwenllian Canary"


@pytest.fixture
def group(cast: Cast) -> Group:
    return form_group(
        area=cast.area, name="Partners’ Group", answers_to="Wellbridge Partnership",
        purpose="It sees that promises are kept.", quorum_total=6, quorum_each=2, by=cast.carys,
    )  # fmt: skip


def last_entries(count: int) -> list[tuple[str, str, dict[str, object]]]:
    return [(each.act, each.subject, each.facts) for each in reversed(Entry.objects.latest(count))]


def test_the_group_is_formed_once_and_recorded(cast: Cast, group: Group) -> None:
    facts = {"name": "Partners’ Group", "answers_to": "Wellbridge Partnership"}
    assert last_entries(1) == [("group_formed", "group", facts)]
    assert group.formed == cast.area.today()
    with pytest.raises(Refused, match="Wellbridge already has a group"):
        form_group(area=cast.area, name="Another", answers_to="", by=cast.olwen)


@pytest.mark.parametrize("who", ["edwin", "vera", "sam"])
def test_only_officer_and_chair_say_who_the_group_is(cast: Cast, group: Group, who: str) -> None:
    person, before = getattr(cast, who), Entry.objects.count()
    member = Membership.objects.create(group=group, organisation=cast.council, since=FIRST_DAY)
    only = "Only the partnership officer or the chair can do this"
    with pytest.raises(Refused, match=only):
        form_group(area=cast.area, name="Mine", answers_to="me", by=person)
    with pytest.raises(Refused, match=only):
        change_group(group=group, name="Mine", by=person)
    with pytest.raises(Refused, match=only):
        add_member(group=group, organisation=cast.hall, since=FIRST_DAY, by=person)
    with pytest.raises(Refused, match=only):
        change_member(membership=member, seats=9, person_name="", by=person)
    with pytest.raises(Refused, match=only):
        end_member(membership=member, on=FIRST_DAY, by=person)
    assert Entry.objects.count() == before


def test_members_join_and_leave(cast: Cast, group: Group) -> None:
    joined = add_member(group=group, organisation=cast.hall, since=FIRST_DAY, person_name="Vera", by=cast.olwen)
    with pytest.raises(Refused, match="Village Hall is already a member of Partners’ Group"):
        add_member(group=group, organisation=cast.hall, since=FIRST_DAY, by=cast.olwen)
    with pytest.raises(Refused, match="The end date can't be before the start date, 1 April 2024"):
        end_member(membership=joined, on=FIRST_DAY - timedelta(days=1), by=cast.olwen)
    end_member(membership=joined, on=date(2025, 3, 31), by=cast.olwen)
    with pytest.raises(Refused, match=r"It has already left. Its last day was 31 March 2025"):
        end_member(membership=joined, on=date(2025, 3, 31), by=cast.olwen)
    with pytest.raises(Refused, match="Village Hall was a member of Partners’ Group on that date"):
        add_member(group=group, organisation=cast.hall, since=date(2025, 3, 31), by=cast.olwen)
    facts = {"organisation": "Village Hall", "name": "Partners’ Group"}
    assert last_entries(2) == [("member_joined", "group", facts), ("member_left", "group", facts)]
    joined.refresh_from_db()
    assert joined.person_name == ""
    on_last, after = (Membership.objects.on(day).count() for day in (date(2025, 3, 31), date(2025, 4, 1)))
    assert (on_last, after) == (1, 0)


def test_an_organisation_of_another_area_does_not_join(cast: Cast, group: Group) -> None:
    other = open_area(slug="elsewhere", name="Elsewhere", by=SET_UP)
    stranger = add_organisation(area=other, name="Stranger", sector=Sector.PUBLIC, by=SET_UP)
    with pytest.raises(Refused, match="Stranger is not in this area's list of organisations"):
        add_member(group=group, organisation=stranger, since=FIRST_DAY, by=cast.olwen)


def test_what_a_document_names_has_no_invented_day(cast: Cast) -> None:
    group = note_named_group(edition=cast.edition, name="Steering Group", by=SET_UP)
    member = note_named_member(organisation=cast.council, edition=cast.edition, by=SET_UP)
    assert (group.formed, member.since, member.named_in) == (None, None, cast.edition)
    assert last_entries(2) == [
        ("named_in_document", "group", {
            "organisation": "Steering Group", "role": "the group that looks after the agreement",
            "edition": cast.edition.title,
        }),
        ("named_in_document", "group", {
            "organisation": "Wellbridge Council", "role": "a member of the Steering Group",
            "edition": cast.edition.title,
        }),
    ]  # fmt: skip
    shown = browser().get("/areas/wellbridge/group/").text
    assert f"named in {cast.edition.title}" in shown and "None" not in shown.replace("No meeting is planned", "")


counts = st.integers(0, 12)


@given(counts, counts, counts, counts, counts)
def test_the_quorum_law(total: int, each: int, public: int, voluntary: int, both: int) -> None:
    came = {Sector.PUBLIC: public, Sector.VOLUNTARY: voluntary, Sector.BOTH: both}
    found = work_out_quorum(total, each, came)
    if not total:
        assert found.met is None and found.says.endswith("No quorum has been agreed.")
        return
    assert found.met == (public + voluntary + both >= total and public >= each and voluntary >= each)
    assert found.says.endswith("decide.") == (not found.met)
    more = work_out_quorum(total, each, {**came, Sector.PUBLIC: public + 1})
    assert more.met or not found.met  # one more who comes never undoes a quorum


@pytest.mark.parametrize(
    ("came", "says"),
    [
        ((3, 3, 1), "Seven members attended, three from each sector. The quorum is six, with two from each sector."),
        ((5, 1, 0), (
            "Six members attended, five from the public and one from the voluntary sector. The quorum is six, "
            "with two from each sector. The meeting could discuss but not decide.")),
        ((0, 0, 0), (
            "No members attended. The quorum is six, with two from each sector. The meeting could discuss "
            "but not decide.")),
        ((1, 0, 0), (
            "One member attended, one from the public and none from the voluntary sector. The quorum is six, "
            "with two from each sector. The meeting could discuss but not decide.")),
    ],
)  # fmt: skip
def test_the_quorum_in_a_sentence(came: tuple[int, int, int], says: str) -> None:
    assert work_out_quorum(6, 2, dict(zip(Sector, came, strict=True))).says == says


def test_pages_of_the_group(cast: Cast) -> None:
    empty = browser().get("/areas/wellbridge/group/")
    assert empty.status_code == 200 and "Set up the group" not in empty.text
    chair = browser(cast.carys)
    said = {
        "name": "Partners’ Group", "answers_to": "The Board", "quorum_total": "4", "quorum_each": "2",
        "months_between": "12", "formed": "2024-04-01", "chair_name": CANARY, "chair_about": "independent chair",
    }  # fmt: skip
    wrong = chair.post("/areas/wellbridge/group/form/", said)
    assert "Tick the box if they agreed to be named here" in wrong.text and not Group.objects.exists()
    assert chair.post("/areas/wellbridge/group/form/", {**said, "chair_name": ""}).status_code == 302
    assert "Independent chair" in browser().get("/areas/wellbridge/group/").text
    chair.post("/areas/wellbridge/group/change/", {**said, "agreed": "on", "quorum_total": "5"})
    shown = browser().get("/areas/wellbridge/group/").text
    assert CANARY in shown and "The quorum is five, with two from each sector." in shown
    assert CANARY not in str([entry.facts for entry in Entry.objects.all()])


def test_pages_of_members(cast: Cast, group: Group) -> None:
    officer = browser(cast.olwen)
    said = {"organisation": cast.hall.pk, "since": "2024-04-01", "seats": "1", "person_name": CANARY}
    assert "Tick the box" in officer.post("/areas/wellbridge/group/members/add/", said).text
    assert officer.post("/areas/wellbridge/group/members/add/", {**said, "agreed": "on"}).status_code == 302
    assert f"Village Hall: {CANARY}, since 1 April 2024" in browser().get("/areas/wellbridge/group/").text
    address = f"/areas/wellbridge/group/members/{Membership.objects.get().pk}/"
    officer.post(address, {"seats": "2", "person_name": ""})
    assert Membership.objects.get().seats == 2 and CANARY not in browser().get("/areas/wellbridge/group/").text
    assert officer.post(address, {"leave": "yes", "on": "never"}).status_code == 200
    assert officer.post(address, {"leave": "yes", "on": "2025-03-31"}).status_code == 302
    assert Membership.objects.get().until == date(2025, 3, 31)
    assert officer.get(address).status_code == 404


@pytest.mark.parametrize(
    "said",
    [
        {"name": ""}, {"answers_to": ""}, {"quorum_total": "3", "quorum_each": "2"}, {"quorum_total": "x"},
        {"quorum_total": "-1"}, {"months_between": "0"}, {"formed": "soon"},
    ],
)  # fmt: skip
def test_bad_input_forms_no_group(cast: Cast, said: dict[str, str]) -> None:
    good = {
        "name": "G", "answers_to": "B", "quorum_total": "4", "quorum_each": "2", "months_between": "12",
        "formed": "2024-04-01",
    }  # fmt: skip
    shown = browser(cast.olwen).post("/areas/wellbridge/group/form/", {**good, **said})
    assert shown.status_code == 200 and not Group.objects.exists()


PAGES = ["group/form/", "group/change/", "group/members/add/", "group/members/1/"]


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("who", [None, "edwin", "vera", "sam"])
def test_pages_of_the_desk_are_not_there_for_others(cast: Cast, group: Group, who: str | None, address: str) -> None:
    client = browser(getattr(cast, who) if who else None)
    assert client.get(f"/areas/wellbridge/{address}").status_code == 404
    assert client.post(f"/areas/wellbridge/{address}", {"name": "Mine"}).status_code == 404
