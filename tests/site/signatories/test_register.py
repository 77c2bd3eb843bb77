"""The register, each signatory's page, withdrawing, signing again, passing on, and what the document names."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from opencompact.core.words import in_words
from opencompact.site import clock
from opencompact.site.accounts.actions import add_organisation, change_organisation, succeed
from opencompact.site.accounts.models import Kind, Organisation, Sector
from opencompact.site.areas.actions import open_area
from opencompact.site.post.models import Letter
from opencompact.site.record.models import Entry
from opencompact.site.rules import ANYBODY, CLOCK, SET_UP, Refused
from opencompact.site.signatories import actions, rules
from opencompact.site.signatories.models import CONTACT, Signatory, Signature, State, WishState
from tests.people import Cast, at_noon, browser
from tests.site.signatories.forms import confirmed_wish

SIGNED = date(2025, 3, 1)
REGISTER = "/areas/wellbridge/signatories/"


@pytest.fixture
def hall(cast: Cast) -> Signatory:
    """The village hall has signed."""
    contact = {"contact_name": "Vera", "contact_email": "hall@wellbridge.example"}
    return actions.sign(organisation=cast.hall, edition=cast.edition, on=SIGNED, by=cast.olwen, details=contact)


def test_the_register_shows_who_signed_when(cast: Cast, hall: Signatory) -> None:
    actions.change_members(signatory=hall, members="Scouts\n  Choir \n\nScouts", by=cast.vera)
    shown = browser().get(REGISTER).text
    assert "One organisation has signed" in shown
    told = ["Village Hall", "1 March 2025", "and 2 members", "They also sign for 2 members"]
    assert all(text in shown for text in told)
    last = Entry.objects.latest(1)[0]
    assert (last.act, last.facts["members"]) == ("signed_for_members", 2)


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", ["Wellbridge Council", "Village Hall", "Old Club"]),
        ("?sector=public", ["Wellbridge Council"]),
        ("?words=hall+VILLAGE", ["Village Hall"]),
        ("?words=choir", ["Village Hall"]),
        ("?state=named", ["Old Club"]),
        ("?state=present", ["Wellbridge Council", "Village Hall"]),
        ("?state=withdrawn", []),
        ("?state=nonsense", ["Wellbridge Council", "Village Hall", "Old Club"]),
        ("?words=%00", ["Wellbridge Council", "Village Hall", "Old Club"]),
    ],
)
def test_the_register_is_narrowed(cast: Cast, hall: Signatory, query: str, names: list[str]) -> None:
    actions.change_members(signatory=hall, members="Choir", by=cast.vera)
    actions.sign(organisation=cast.council, edition=cast.edition, on=SIGNED, by=cast.olwen)
    note(cast, "Old Club", "voluntary")
    rows = browser().get(f"{REGISTER}{query}").context["shelf"].rows
    assert [each.organisation.name for each in rows] == sorted(names, key=order)
    answer = browser().get(f"{REGISTER}signatories.csv{query}")
    table = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [row["organisation"] for row in table] == [each.organisation.name for each in rows]


def order(name: str) -> int:
    return ["Wellbridge Council", "Old Club", "Village Hall"].index(name)


def note(cast: Cast, name: str, party: str, role: str = "signatory") -> Signatory:
    return actions.note_named_signatory(
        area=cast.area, edition=cast.edition, name=name, party=party, role=role, by=SET_UP
    )


def test_the_table_holds_no_formula(cast: Cast) -> None:
    body = add_organisation(area=cast.area, name="=1+1", sector=Sector.BOTH, by=cast.olwen)
    actions.sign(organisation=body, edition=cast.edition, on=SIGNED, by=cast.olwen)
    rows = list(csv.reader(io.StringIO(browser().get(f"{REGISTER}signatories.csv").text)))
    pk = Signatory.objects.get().pk
    assert rows[1] == [
        "'=1+1", "both", "other", "", "signed", "wellbridge-2024", "2025-03-01", "", "", "0",
        f"http://testserver{REGISTER}{pk}/",
    ]  # fmt: skip


def test_a_body_the_document_names_has_not_signed(cast: Cast) -> None:
    named = note(cast, "Village Hall", "voluntary", "group member")
    assert note(cast, "village hall", "voluntary", "mediator") == named
    assert note(cast, "Village Hall", "voluntary", "mediator") == named
    signature = Signature.objects.get()
    assert (named.state, named.since, signature.on, signature.role) == ("named", None, None, "group member, mediator")
    assert Entry.objects.filter(act="named_in_document").count() == 2
    shown = browser().get(named.get_absolute_url()).text
    assert "named as group member, mediator" in shown
    assert "has not signed on this site" in shown
    for ending in ("certificate/", "certificate.pdf", "badge.svg", "code.svg"):
        assert browser().get(f"{named.get_absolute_url()}{ending}").status_code == 404
    with pytest.raises(Refused, match="is named in the document but has not signed on this site"):
        actions.withdraw(signatory=named, on=SIGNED, by=cast.vera)
    signed = actions.sign(organisation=cast.hall, edition=cast.edition, on=SIGNED, by=cast.olwen)
    assert (signed.pk, signed.state, signed.signatures.get().on) == (named.pk, "signed", SIGNED)


def test_a_signatory_withdraws_and_stays_with_its_dates(cast: Cast, hall: Signatory) -> None:
    page = hall.get_absolute_url()
    vera = browser(cast.vera)
    assert "Withdraw" in vera.get(f"{page}withdraw/").text
    assert vera.post(f"{page}withdraw/", {"on": "2026-11-01", "reason": "We closed."})["Location"] == page
    shown = browser().get(page).text
    assert all(text in shown for text in ["It withdrew on 1 November 2026.", "We closed.", "Withdrawn", "1 March 2025"])
    assert Entry.objects.latest(1)[0].told == f"Village Hall withdrew from {cast.edition.title} on 1 November 2026."
    assert "until 1 November 2026" in browser().get(f"{page}badge.svg").text
    assert "withdrew on 1 November 2026" in browser().get(f"{page}certificate/").text
    assert browser(cast.vera).get(f"{page}withdraw/").status_code == 403
    with pytest.raises(Refused, match="Village Hall has withdrawn"):
        actions.withdraw(signatory=hall, on=date(2026, 11, 2), by=cast.vera)
    again = actions.sign(organisation=cast.hall, edition=cast.edition, on=date(2026, 11, 10), by=cast.olwen)
    assert (again.state, again.until, again.reason, again.since) == ("signed", None, "", SIGNED)


@pytest.mark.parametrize("typed", [{}, {"on": "31/2/2026"}, {"on": "2099-01-01"}, {"on": "2001-01-01"}, {"on": "\0"}])
def test_a_wrong_day_is_said(cast: Cast, hall: Signatory, typed: dict[str, str]) -> None:
    answer = browser(cast.vera).post(f"{hall.get_absolute_url()}withdraw/", {"reason": "Kept text", **typed})
    assert (answer.status_code, answer.context["form"].is_valid()) == (200, False)
    assert "Kept text" in answer.text
    hall.refresh_from_db()
    assert hall.state == "signed"


@pytest.mark.parametrize("ending", ["withdraw/", "sign-again/", "members/", "contact/", "pass-on/"])
def test_only_those_who_speak_for_it_act(cast: Cast, hall: Signatory, ending: str) -> None:
    for person in (None, cast.sam, cast.edwin, cast.carys):
        assert browser(person).get(f"{hall.get_absolute_url()}{ending}").status_code == 404
        assert browser(person).post(f"{hall.get_absolute_url()}{ending}").status_code == 404
    told: dict[str, dict[str, Any]] = {
        "withdraw": {"on": SIGNED}, "sign_again": {}, "change_members": {"members": ""},
        "change_contact": {"details": {}},
    }  # fmt: skip
    for name, more in told.items():
        for by in (cast.sam, cast.edwin, ANYBODY, CLOCK):
            with pytest.raises(Refused, match="Only an editor of Village Hall or the partnership officer"):
                getattr(actions, name)(signatory=hall, by=by, **more)


def test_only_the_officer_signs_names_and_passes_on(cast: Cast, hall: Signatory) -> None:
    for person in (cast.vera, cast.sam, cast.carys, ANYBODY):
        with pytest.raises(Refused, match="Only the partnership officer"):
            actions.sign(organisation=cast.council, edition=cast.edition, on=SIGNED, by=person)
        with pytest.raises(Refused, match="Only the partnership officer"):
            actions.pass_on(signatory=hall, successor=cast.council, on=SIGNED, by=person)
        with pytest.raises(Refused, match="Only the partnership officer"):
            actions.note_named_signatory(
                area=cast.area, edition=cast.edition, name="X", party="public", role="signatory", by=person
            )


def test_a_successor_takes_a_signature_over(cast: Cast, hall: Signatory) -> None:
    actions.change_members(signatory=hall, members="Choir", by=cast.vera)
    heir_body = add_organisation(area=cast.area, name="New Hall", sector=Sector.VOLUNTARY, by=cast.olwen)
    page = hall.get_absolute_url()
    olwen = browser(cast.olwen)
    succeed(organisation=cast.hall, successor=heir_body, on=date(2026, 4, 1), by=cast.olwen)
    assert [due.says for due in rules.due(cast.olwen, cast.area, cast.area.today())] == [
        "Pass the signature of Village Hall on to New Hall"
    ]
    assert "New Hall" in olwen.get(f"{page}pass-on/").text
    assert olwen.post(f"{page}pass-on/", {"successor": "999", "on": "2026-04-01"}).status_code == 200
    answer = olwen.post(f"{page}pass-on/", {"successor": str(heir_body.pk), "on": "2026-04-01"})
    heir = Signatory.objects.get(organisation=heir_body)
    hall.refresh_from_db()
    assert answer["Location"] == heir.get_absolute_url()
    assert (hall.state, hall.until, hall.passed_to, hall.contact_email) == ("passed_on", date(2026, 4, 1), heir, "")
    assert (heir.state, heir.since, heir.members, heir.contact_email) == (
        "signed", date(2026, 4, 1), "Choir", "hall@wellbridge.example",
    )  # fmt: skip
    assert "New Hall took over the signature of Village Hall on 1 April 2026." in browser().get(answer["Location"]).text
    assert "On 1 April 2026 its signature passed to New Hall." in browser().get(f"{page}certificate/").text
    with pytest.raises(Refused, match="passed its signature on to a successor, so it can't sign"):
        actions.sign(organisation=cast.hall, edition=cast.edition, on=SIGNED, by=cast.olwen)


def test_a_successor_that_signed_keeps_its_signature(cast: Cast, hall: Signatory) -> None:
    council = actions.sign(organisation=cast.council, edition=cast.edition, on=SIGNED, by=cast.olwen)
    heir = actions.pass_on(signatory=hall, successor=cast.council, on=date(2026, 4, 1), by=cast.olwen)
    assert (heir, heir.since, heir.signatures.get().on) == (council, SIGNED, SIGNED)


def test_the_officer_answers_once(cast: Cast) -> None:
    wish = confirmed_wish(cast)
    queue = f"{REGISTER}requests/"
    olwen = browser(cast.olwen)
    assert [due.says for due in rules.due(cast.olwen, cast.area, cast.area.today())] == [
        "Decide on the request from Otter Trust to sign"
    ]
    assert olwen.post(f"{queue}{wish.pk}/refuse/", {"reason": " "}).status_code == 200
    assert (
        olwen.post(f"{queue}{wish.pk}/refuse/", {"reason": "It is at work elsewhere."})["Location"]
        == f"{queue}{wish.pk}/"
    )
    letter = Letter.objects.get(subject__startswith="Your request to sign")
    assert (letter.to, "It is at work elsewhere." in letter.text) == ("nia@canary.example", True)
    assert Entry.objects.latest(1)[0].act == "refused_to_sign"
    assert olwen.post(f"{queue}{wish.pk}/accept/", {"organisation": "new", "on": "2026-11-20"}).status_code == 200
    with pytest.raises(Refused, match="This request has already been decided"):
        actions.refuse(wish=wish, reason="again", by=cast.olwen)
    with pytest.raises(Refused, match="This request has already been decided"):
        actions.accept(wish=wish, on=SIGNED, by=cast.olwen)
    assert not Signatory.objects.exists()


def test_accepting_finds_the_organisation_that_is_there(cast: Cast) -> None:
    wish = confirmed_wish(cast, name="Village hall")
    olwen = browser(cast.olwen)
    page = f"{REGISTER}requests/{wish.pk}/"
    assert olwen.get(page).context["form"].fields["organisation"].initial == str(cast.hall.pk)
    for typed in ({}, {"organisation": "999", "on": "2026-11-20"}, {"organisation": "new", "on": "2001-01-01"}):
        assert olwen.post(f"{page}accept/", typed).status_code == 200
    olwen.post(f"{page}accept/", {"organisation": str(cast.hall.pk), "on": "2026-11-20"})
    assert Signatory.objects.get().organisation == cast.hall
    assert Organisation.objects.count() == 2


@pytest.mark.parametrize("who", ["vera", "carys", "sam", None])
def test_the_queue_is_the_officers(cast: Cast, who: str | None) -> None:
    wish = confirmed_wish(cast)
    person = getattr(cast, who) if who else None
    for ending in ("", f"{wish.pk}/", f"{wish.pk}/refuse/", f"{wish.pk}/accept/"):
        assert browser(person).get(f"{REGISTER}requests/{ending}").status_code == 404
        assert browser(person).post(f"{REGISTER}requests/{ending}").status_code == 404
    with pytest.raises(Refused, match="Only the partnership officer"):
        actions.accept(wish=wish, on=SIGNED, by=person or ANYBODY)
    with pytest.raises(Refused, match="Only the partnership officer"):
        actions.refuse(wish=wish, reason="no", by=person or ANYBODY)


def test_a_thing_of_another_area_is_not_found(cast: Cast, hall: Signatory) -> None:
    wish = confirmed_wish(cast)
    other = open_area(slug="elsewhere", name="Elsewhere", by=SET_UP)
    actions_of = browser(cast.olwen)
    for path in (f"signatories/{hall.pk}/", f"signatories/{hall.pk}/certificate/", f"signatories/{hall.pk}/badge.svg",
                 f"signatories/{hall.pk}/withdraw/", f"signatories/requests/{wish.pk}/",
                 f"sign/confirm/{wish.key}/"):  # fmt: skip
        assert actions_of.get(f"/areas/{other.slug}/{path}").status_code == 404
    foreign = add_organisation(area=other, name="Foreign", sector=Sector.BOTH, by=SET_UP)
    with pytest.raises(AssertionError, match="another area"):
        actions.accept(wish=wish, on=SIGNED, organisation=foreign, by=cast.olwen)


def test_details_are_changed_by_the_editor_and_forgotten(cast: Cast, hall: Signatory) -> None:
    page = hall.get_absolute_url()
    vera = browser(cast.vera)
    typed = {"contact_name": "Vi", "contact_role": "Clerk", "contact_email": "vi@canary.example",
             "contact_address": "2 Yard", "contact_phone": ""}  # fmt: skip
    before = Entry.objects.count()
    assert vera.post(f"{page}contact/", {**typed, "contact_email": "vi"}).status_code == 200
    assert vera.post(f"{page}contact/", typed)["Location"] == page
    assert "vi@canary.example" in vera.get(page).text
    assert actions.forget_contact(email="VI@canary.example", by=CLOCK) == 1
    hall.refresh_from_db()
    assert [getattr(hall, name) for name in CONTACT] == [""] * 5
    assert Entry.objects.count() == before


def test_answered_wishes_are_forgotten_after_ninety_days(cast: Cast) -> None:
    wish = confirmed_wish(cast)
    actions.refuse(wish=wish, reason="Elsewhere", by=cast.olwen)
    with clock.at(clock.now() + timedelta(days=89)):
        assert actions.tidy(area=cast.area, by=CLOCK) == 0
    with clock.at(clock.now() + timedelta(days=91)):
        assert actions.tidy(area=cast.area, by=CLOCK) == 1
        assert actions.tidy(area=cast.area, by=CLOCK) == 0
    wish.refresh_from_db()
    assert (wish.contact_name, wish.champion_email, wish.reason, wish.state) == ("", "", "", "refused")
    assert browser(cast.olwen).get(f"{REGISTER}requests/{wish.pk}/").status_code == 200


def test_the_register_is_put_in_order(cast: Cast, hall: Signatory) -> None:
    change_organisation(organisation=cast.hall, name="A Hall", by=cast.olwen)
    actions.tidy(area=cast.area, by=CLOCK)
    hall.refresh_from_db()
    assert hall.place == "1/a hall/village-hall"


def test_nothing_is_signed_where_nothing_is_in_force(cast: Cast) -> None:
    open_area(slug="elsewhere", name="Elsewhere", by=SET_UP)
    assert "nothing to sign" in browser().get("/areas/elsewhere/sign/").text
    assert browser().get("/areas/elsewhere/sign/organisation/").status_code == 403
    shown = browser().get("/areas/elsewhere/signatories/").text
    assert "Nobody has signed on this site yet." in shown


def test_an_undated_edition_is_signed_on_any_day(cast: Cast) -> None:
    cast.edition.start = None
    assert rules.why_not_dated(cast.edition, date(1999, 1, 1)) is None
    assert rules.why_not_dated(cast.edition, cast.area.today() + timedelta(days=1)) == (
        f"Enter a date no later than {in_words(cast.area.today())}."
    )


def test_moves_name_every_state() -> None:
    assert set(rules.MOVES) == set(State)
    assert set(rules.WISH_MOVES) == set(WishState)
    assert {to for moves in rules.MOVES.values() for to in moves} == set(State) - {State.NAMED}


@pytest.mark.parametrize("person", [None, "olwen", "vera"])
def test_pages_ask_the_same_number_of_questions(
    cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries, person: str | None
) -> None:
    visitor = browser(getattr(cast, person) if person else None)

    def asked(path: str) -> int:
        with django_assert_max_num_queries(12) as counted:
            assert visitor.get(path).status_code == 200
        return len(counted)

    sign_many(cast, 1)
    pk = Signatory.objects.latest("pk").pk
    paths = [REGISTER, f"{REGISTER}signatories.csv", f"{REGISTER}{pk}/", f"{REGISTER}?words=body&sector=voluntary"]
    paths += [f"{REGISTER}requests/"] if person == "olwen" else []
    one = [asked(path) for path in paths]
    sign_many(cast, 2)
    confirmed_wish(cast)
    assert [asked(path) for path in paths] == one
    with clock.at(at_noon(date(2026, 11, 20))):
        Signatory.objects.bulk_create(many(cast, 300))
    assert [asked(path) for path in paths] == one


def sign_many(cast: Cast, count: int) -> None:
    for _ in range(count):
        name = f"Body {Organisation.objects.count()}"
        body = add_organisation(area=cast.area, name=name, sector=Sector.VOLUNTARY, kind=Kind.GROUP, by=cast.olwen)
        actions.sign(organisation=body, edition=cast.edition, on=SIGNED, by=cast.olwen)


def many(cast: Cast, count: int) -> list[Signatory]:
    bodies = Organisation.objects.bulk_create(
        Organisation(area=cast.area, slug=f"many-{n}", name=f"Many {n}", sector="voluntary") for n in range(count)
    )
    return [Signatory(area=cast.area, organisation=body, state="signed", place=f"1/{body.slug}") for body in bodies]
