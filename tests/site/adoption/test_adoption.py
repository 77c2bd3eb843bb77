"""An edition is adopted by a decision of the group and a second person's yes, and everybody sees what changes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import product

import pytest

from opencompact.core.compacts import read_shipped
from opencompact.core.drafting.written import to_yaml
from opencompact.site import clock
from opencompact.site.accounts.actions import give_role
from opencompact.site.accounts.models import Organisation, Person, Role, RoleKind
from opencompact.site.adoption import actions
from opencompact.site.adoption.changes import changes_of
from opencompact.site.adoption.models import Adoption, State
from opencompact.site.adoption.rules import MOVES, confirmers, decisions_for, due, why_not_propose, why_not_settle
from opencompact.site.agreements.models import Edition
from opencompact.site.areas.actions import open_area
from opencompact.site.areas.models import Area
from opencompact.site.drafting import actions as drafting
from opencompact.site.drafting import clauses
from opencompact.site.drafting.models import Draft
from opencompact.site.meetings.models import Meeting
from opencompact.site.post.models import Letter
from opencompact.site.record.models import Entry
from opencompact.site.rules import SET_UP, Refused
from opencompact.site.signatories.actions import ask_to_sign_again, sign
from opencompact.site.signatories.rules import due as signing_due
from tests.people import FIRST_DAY, TODAY, Cast, at_noon, browser
from tests.site.adoption.made import decided, group_of
from tests.site.drafting.made import DRAFTS, reviewed_draft

START = date(2027, 1, 1)
DROPPED = "Dropped, or without a close match in the new edition"
SIGN_BY = date(2027, 6, 30)


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    """These tests take place on one day."""
    with clock.at(at_noon(TODAY)):
        yield


def entries(draft: Draft) -> list[str]:
    return [each.act for each in Entry.objects.of("wellbridge", draft.subject)]


def member(cast: Cast, organisation: Organisation, name: str) -> Person:
    return give_role(
        area=cast.area, email=f"{name}@wellbridge.example", name=name, kind=RoleKind.MEMBER, organisation=organisation,
        since=FIRST_DAY, by=cast.olwen,
    ).person  # fmt: skip


def test_from_a_decision_to_an_edition_through_two_people(cast: Cast) -> None:
    draft = reviewed_draft(cast)
    officer, chair, home = browser(cast.olwen), browser(cast.carys), f"{DRAFTS}{draft.pk}/"
    assert "Set up the group first" in officer.get(f"{home}adopt/").text
    group_of(cast)
    assert "No published decision of a meeting can be chosen." in officer.get(f"{home}adopt/").text
    decision = decided(cast)
    typed = {"decision": decision.pk, "start": "2027-01-01", "review_due": "2029-12-31", "sign_again_by": "2027-06-30"}
    check = officer.post(f"{home}adopt/", typed).text
    for said in ("60 promises, as many as before", decision.title, "Winter meeting", "by 30 June 2027",
                 "one from each sector. The quorum is two, with one from each sector."):  # fmt: skip
        assert said in check
    Letter.objects.all().delete()
    assert officer.post(f"{home}adopt/", {**typed, "sure": "1"})["Location"] == f"{home}adoption/"
    assert not Edition.objects.filter(pk="wellbridge-2027").exists()
    assert list(Letter.objects.values_list("to", flat=True)) == ["carys@wellbridge.example"]
    assert "Another person has to confirm it" in officer.get(f"{home}adoption/").text
    assert officer.post(f"{home}adoption/").status_code == 403
    assert officer.get(f"{home}adopt/")["Location"] == f"{home}adoption/"
    for person in (cast.edwin, cast.vera, cast.sam, None):
        assert browser(person).get(f"{home}adoption/").status_code in (403, 404)
    assert "30 June 2027" in chair.get(f"{home}adoption/").text
    done = chair.post(f"{home}adoption/", follow=True)
    assert done.redirect_chain == [(f"{home}adopted/", 302)] and "by 30 June 2027" in done.text
    edition = Edition.objects.get(pk="wellbridge-2027")
    assert (edition.adopted, edition.start, edition.review_due, edition.sign_again_by, edition.replaces) == (
        TODAY, START, date(2029, 12, 31), SIGN_BY, cast.edition,
    )  # fmt: skip
    assert entries(draft) == ["adoption_proposed", "adoption_confirmed"]
    assert chair.get(f"{home}adoption/").status_code == 404


def test_the_page_says_which_promises_go_and_who_signed_them(cast: Cast) -> None:
    draft = reviewed_draft(cast)
    document = draft.document
    for ref in [each.ref for each in document.commitments[3:]]:
        document = clauses.without(document, ref)
    loose = clauses.clause_of(document, "1.1") | {"strength": "recognise"}
    document = clauses.with_clause(document, "1.1", loose)
    Draft.objects.filter(pk=draft.pk).update(text=to_yaml(document))
    found = changes_of(Draft.objects.get(), cast.edition)
    groups = {name: [each.ref for each in promises] for name, promises in found.groups}
    assert found.says == "60 promises become 3"
    assert (groups["Asks for less"], len(groups[DROPPED]), found.same) == (["1.1"], 57, 2)
    assert [each.ref for each in cast.edition.document.commitments[3:]] == groups[DROPPED]


def test_the_other_sector_confirms_where_there_is_somebody(cast: Cast) -> None:
    """The officer is of the council: of a member for the council and one for the hall, the hall's confirms."""
    public, voluntary = member(cast, cast.council, "pam"), member(cast, cast.hall, "val")
    made = actions.propose(draft=reviewed_draft(cast), decision=decided(cast), start=START, by=cast.olwen)
    assert set(confirmers(made)) == {cast.carys, voluntary}
    assert "Somebody of the other sector" in (why_not_settle(public, made) or "")
    with pytest.raises(Refused, match="other sector"):
        actions.confirm(adoption=made, by=public)
    Role.objects.filter(person__in=[cast.carys, voluntary]).update(until=TODAY - timedelta(days=1))
    assert confirmers(made) == [public]
    assert actions.confirm(adoption=made, by=public).pk == "wellbridge-2027"


def test_nobody_alone_adopts(cast: Cast) -> None:
    Role.objects.filter(person=cast.carys).update(until=TODAY - timedelta(days=1))
    made = actions.propose(draft=reviewed_draft(cast), decision=decided(cast), start=START, by=cast.olwen)
    assert confirmers(made) == []
    for person in (cast.olwen, cast.edwin, cast.vera, cast.sam):
        with pytest.raises(Refused):
            actions.confirm(adoption=made, by=person)
    assert not Edition.objects.filter(pk="wellbridge-2027").exists()


def test_it_is_refused_with_a_reason_or_withdrawn_and_put_forward_again(cast: Cast) -> None:
    draft, decision = reviewed_draft(cast), decided(cast)
    chair, officer, home = browser(cast.carys), browser(cast.olwen), f"{DRAFTS}{draft.pk}/"
    actions.propose(draft=draft, decision=decision, start=START, by=cast.olwen)
    with pytest.raises(Refused, match="waits for a second person already"):
        actions.propose(draft=draft, decision=decision, start=START, by=cast.olwen)
    assert "Say why you don’t confirm it" in chair.post(f"{home}adoption/refuse/", {"reason": ""}).text
    Letter.objects.all().delete()
    assert chair.post(f"{home}adoption/refuse/", {"reason": "7.7 is not as agreed."}).status_code == 302
    letter = Letter.objects.get()
    assert letter.to == "olwen@wellbridge.example" and "7.7 is not as agreed." in letter.text
    assert not Entry.objects.filter(body__contains="7.7 is not").exists()
    actions.propose(draft=draft, decision=decision, start=START, by=cast.olwen)
    assert officer.post(f"{home}adoption/withdraw/").status_code == 302
    made = actions.propose(draft=draft, decision=decision, start=START, by=cast.carys)
    actions.confirm(adoption=made, by=cast.olwen)
    assert [each.state for each in Adoption.objects.order_by("pk")] == ["refused", "withdrawn", "confirmed"]
    assert entries(draft) == [
        "adoption_proposed", "adoption_refused", "adoption_proposed", "adoption_withdrawn", "adoption_proposed",
        "adoption_confirmed",
    ]  # fmt: skip


def test_what_changed_since_is_not_confirmed(cast: Cast) -> None:
    draft = reviewed_draft(cast)
    made = actions.propose(draft=draft, decision=decided(cast), start=START, by=cast.olwen)
    drafting.move_clause(draft=draft, ref="1.1", up=False, by=cast.olwen)
    with pytest.raises(Refused, match="changed after it was put forward"):
        actions.confirm(adoption=made, by=cast.carys)


def test_only_what_a_quorate_meeting_decided_since_can_be_chosen(cast: Cast) -> None:
    draft, good = reviewed_draft(cast), decided(cast)
    few, early = decided(cast, "Of few"), decided(cast, "Of old", TODAY - timedelta(days=9))
    few.meeting.attendance.all().delete()
    unpublished = decided(cast, "Not out")
    Meeting.objects.filter(pk=unpublished.meeting_id).update(state="held", published=None)
    assert decisions_for(draft) == [good]
    for decision in (few, early, unpublished):
        with pytest.raises(Refused, match="Choose a decision of a published record"):
            actions.propose(draft=draft, decision=decision, start=START, by=cast.olwen)
    actions.confirm(adoption=actions.propose(draft=draft, decision=good, start=START, by=cast.olwen), by=cast.carys)
    assert decisions_for(draft) == []


@pytest.mark.parametrize(
    ("start", "sign_by", "why"),
    [
        (TODAY, TODAY, "Signatories need time"),
        (START, START, "Signatories need time"),
        (TODAY - timedelta(days=1), None, "It can't come into force before the date it was adopted"),
    ],
)
def test_no_date_asks_the_impossible(cast: Cast, start: date, sign_by: date | None, why: str) -> None:
    draft, decision = reviewed_draft(cast), decided(cast)
    with pytest.raises(Refused, match=why):
        actions.propose(draft=draft, decision=decision, start=start, sign_again_by=sign_by, by=cast.olwen)
    typed = {
        "decision": decision.pk,
        "start": start.isoformat(),
        "sign_again_by": (sign_by and sign_by.isoformat()) or "",
    }
    assert why in browser(cast.olwen).post(f"{DRAFTS}{draft.pk}/adopt/", typed).text.replace("&#x27;", "'")


def test_the_area_says_how_long_signatories_have(cast: Cast) -> None:
    draft, decision = reviewed_draft(cast), decided(cast)
    Area.objects.update(sign_again_days=90)
    officer, typed = browser(cast.olwen), {"decision": decision.pk, "start": "2027-01-01"}
    assert "by 1 April 2027" in officer.post(f"{DRAFTS}{draft.pk}/adopt/", typed).text
    officer.post(f"{DRAFTS}{draft.pk}/adopt/", {**typed, "sure": "1"})
    assert Adoption.objects.get().sign_again_by == date(2027, 4, 1)


def test_signatories_are_asked_by_that_date_and_never_by_today(cast: Cast) -> None:
    contact = {"contact_email": "hall@wellbridge.example"}
    sign(organisation=cast.hall, edition=cast.edition, on=TODAY, by=cast.olwen, details=contact)
    draft = reviewed_draft(cast)
    made = actions.propose(draft=draft, decision=decided(cast), start=TODAY, sign_again_by=SIGN_BY, by=cast.olwen)
    assert changes_of(draft, cast.edition).signatories == ["Village Hall"]
    actions.confirm(adoption=made, by=cast.carys)
    assert [each.on for each in signing_due(cast.vera, cast.area, TODAY)] == [SIGN_BY]
    Letter.objects.all().delete()
    ask_to_sign_again(area=cast.area, by=cast.olwen)
    assert "by 30 June 2027" in Letter.objects.latest("pk").text
    Edition.objects.update(sign_again_by=None)
    assert [each.on for each in signing_due(cast.vera, cast.area, TODAY)] == [None]


def test_a_new_area_adopts_its_first_edition_with_a_note_of_who_agreed(cast: Cast) -> None:
    area = open_area(slug="fenmarsh", name="Fenmarsh", by=SET_UP)
    officer = give_role(
        area=area, email="fen@fenmarsh.example", name="Fen", kind=RoleKind.OFFICER, since=FIRST_DAY, by=SET_UP
    ).person
    model = read_shipped("model-2026").edition
    document = clauses.started_from(model, same_area=False, name="Fenmarsh", nation="england")
    draft = drafting.start_draft(area=area, document=clauses.named(document, "fenmarsh-2026", "First"), by=officer)
    for each in draft.document.commitments:
        draft = drafting.mark_reviewed(draft=draft, ref=each.ref, seen=clauses.mark_of(each), by=officer)
    client, home = browser(officer), f"/areas/fenmarsh/drafts/{draft.pk}/"
    assert "Enter who agreed to it" in client.post(f"{home}adopt/", {"agreed_by": ""}).text
    typed = {"agreed_by": "Fenmarsh Council and Fenmarsh Forum", "adopted": "2026-11-01", "start": "2026-11-20"}
    assert "A first edition of 60 promises" in client.post(f"{home}adopt/", typed).text
    assert client.post(f"{home}adopt/", {**typed, "sure": "1"})["Location"] == f"{home}adopted/"
    entry = Entry.objects.get(act="first_edition_agreed")
    assert entry.facts == {"title": "First"}  # who agreed may name people, and is kept with the adoption
    again = clauses.named(document, "fenmarsh-2027", "Second")
    second = drafting.start_draft(area=area, document=again, by=officer)
    for each in second.document.commitments:
        second = drafting.mark_reviewed(draft=second, ref=each.ref, seen=clauses.mark_of(each), by=officer)
    assert "Set up the group first" in (why_not_propose(officer, second) or "")


def test_what_waits_for_whom(cast: Cast) -> None:
    draft = reviewed_draft(cast)
    ready = (None, "Record the adoption of Wellbridge Compact 2027", f"{DRAFTS}{draft.pk}/adopt/")
    assert due(cast.olwen, cast.area, TODAY) == due(cast.carys, cast.area, TODAY) == [ready]
    actions.propose(draft=draft, decision=decided(cast), start=START, by=cast.olwen)
    waits = (None, "Confirm the adoption of Wellbridge Compact 2027, or say why not", f"{DRAFTS}{draft.pk}/adoption/")
    assert (due(cast.olwen, cast.area, TODAY), due(cast.carys, cast.area, TODAY)) == ([], [waits])
    assert due(cast.vera, cast.area, TODAY) == due(cast.sam, cast.area, TODAY) == []


def test_the_life_of_an_adoption() -> None:
    assert set(MOVES) == set(State)
    assert all(not MOVES[to] for start, to in product(State, State) if to in MOVES[start])
