"""Asking to sign: the pages, the letter, the link, the officer's answer, the certificate."""

from __future__ import annotations

import html
from datetime import timedelta

import pytest

from opencompact.site import clock
from opencompact.site.accounts.models import Role
from opencompact.site.areas.actions import change_area
from opencompact.site.limits import LIMITS, Limit, Limits
from opencompact.site.post.models import Letter
from opencompact.site.record.models import Entry, Sealed
from opencompact.site.rules import CLOCK
from opencompact.site.signatories.actions import tidy
from opencompact.site.signatories.models import Signatory, Wish
from tests.people import Cast, browser
from tests.site.signatories.forms import PRIVATE, SIGN, TYPED, confirmed_wish, fill_in, link_in


def test_from_the_form_to_the_certificate(cast: Cast) -> None:
    visitor = fill_in()
    checked = visitor.get(f"{SIGN}check/")
    assert all(text in checked.text for text in ["Otter Trust", "Nia Secretname", "1 Canary Yard", "Warden"])
    assert visitor.post(f"{SIGN}check/")["Location"] == f"{SIGN}sent/"
    wish = Wish.objects.get()
    assert "nia@canary.example" in visitor.get(f"{SIGN}sent/").text
    link = link_in(Letter.objects.get())
    assert link == f"{SIGN}confirm/{wish.key}/"
    assert "Yes, we want to sign" in browser().get(link).text
    assert browser().post(link, follow=True).status_code == 200

    queue = "/areas/wellbridge/signatories/requests/"
    olwen = browser(cast.olwen)
    assert "Otter Trust" in olwen.get(queue).text
    accepted = olwen.post(f"{queue}{wish.pk}/accept/", {"organisation": "new", "on": "2026-11-20", "account": "on"})
    signatory = Signatory.objects.get()
    assert accepted["Location"] == signatory.get_absolute_url()
    acts = [entry.act for entry in Entry.objects.order_by("-n")[:6]]
    assert acts == ["champion_named", "role_given", "signed", "organisation_added", "confirmed_asking", "asked_to_sign"]
    assert Entry.objects.get(act="signed").facts == {
        "organisation": "Otter Trust", "edition": cast.edition.title, "on": "2026-11-20",
    }  # fmt: skip
    assert Role.objects.get(person__email="nia@canary.example").organisation == signatory.organisation
    letter = Letter.objects.get(to="nia@canary.example", subject__contains="has signed")
    assert f"{signatory.get_absolute_url()}certificate.pdf" in letter.text
    assert "Otter Trust" in browser().get("/areas/wellbridge/signatories/").text
    paper = browser().get(f"{signatory.get_absolute_url()}certificate.pdf")
    assert (paper["Content-Type"], paper.content[:5]) == ("application/pdf", b"%PDF-")


def test_the_same_form_sent_twice_is_one_wish(cast: Cast) -> None:
    fill_in().post(f"{SIGN}check/")
    visitor = fill_in()
    assert visitor.post(f"{SIGN}check/")["Location"] == f"{SIGN}sent/"
    assert visitor.post(f"{SIGN}check/")["Location"] == f"{SIGN}sent/", "the same button pressed again"
    assert (Wish.objects.count(), Letter.objects.count()) == (1, 1)
    assert Entry.objects.filter(act="asked_to_sign").count() == 1


def test_confirming_again_gives_the_same_answer(cast: Cast) -> None:
    wish = confirmed_wish(cast)
    link = f"{SIGN}confirm/{wish.key}/"
    before = Entry.objects.count()
    assert browser().post(link)["Location"] == link
    assert "Confirmed" in browser().get(link).text
    assert Entry.objects.count() == before


def test_a_page_is_not_sent_without_end(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    few = Limits(Limit(2, timedelta(minutes=10)), Limit(2, timedelta(minutes=10)))
    monkeypatch.setitem(LIMITS, "sign-step", few)
    sent = [browser().post(f"{SIGN}organisation/", TYPED["organisation"]) for _ in range(3)]
    assert [each.status_code for each in sent] == [302, 302, 429]
    assert "What you typed was not saved" in sent[2].text and int(sent[2]["Retry-After"]) <= 600


def test_the_link_works_for_seven_days(cast: Cast) -> None:
    fill_in().post(f"{SIGN}check/")
    wish = Wish.objects.get()
    link = f"{SIGN}confirm/{wish.key}/"
    with clock.at(wish.asked + timedelta(days=7)):
        assert browser().get(link).status_code == 410
        assert browser().post(link).status_code == 403
        tidy(area=cast.area, by=CLOCK)
        wish.refresh_from_db()
        assert (wish.state, wish.contact_email, wish.champion_name) == ("lapsed", "", "")
        assert browser().get(link).status_code == 410
        fill_in().post(f"{SIGN}check/")
    assert Wish.objects.filter(state="sent").count() == 1
    assert not Sealed.objects.filter(entry__subject=wish.subject).exists()


@pytest.mark.parametrize(
    ("step", "typed", "says"),
    [
        ("organisation", {"name": " "}, "Enter the name of the organisation."),
        ("organisation", {"name": "Otter Trust"}, "Choose the organisation's sector."),
        ("organisation", {"identifier": "<b>"}, "Enter the number as it appears on the register, such as 1126147"),
        ("organisation", {"website": "not an address"}, "Enter a web address, such as https://example"),
        ("organisation", {"name": "x" * 201}, "at most 200"),
        ("organisation", {"name": "a\x00b"}, "Null characters are not allowed"),
        ("organisation", {"kind": "pirates"}, "Select a valid choice"),
        ("members", {}, "Choose whether it signs for its members too."),
        ("members", {"for_members": "yes", "members": " \n"}, "List the members it signs for"),
        ("members", {"for_members": "yes", "members": "a\n" * 501}, "List up to 500 members."),
        (
            "members",
            {"for_members": "yes", "members": "x" * 201},
            "Write one member per line, up to 200 characters each",
        ),
        ("contact", {"contact_email": "nia"}, "Enter an email address"),
        ("contact", {"contact_phone": "call me"}, "Enter a telephone number"),
        ("contact", {"contact_name": ""}, "Enter your name."),
        ("champion", {"when": "now"}, "Enter the name of the champion."),
        ("champion", {"when": "now", "champion_email": "rhys"}, "Enter an email address"),
        ("champion", {}, "Choose whether you already know who your champion will be."),
        ("pledge", {"discussed": "on"}, "Tick the box if your organisation makes the pledge."),
        ("pledge", {"pledged": "on"}, "Read the agreement and discuss it in your organisation before you tick this"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(cast: Cast, step: str, typed: dict[str, str], says: str) -> None:
    answer = browser().post(f"{SIGN}{step}/", typed)
    assert answer.status_code == 200
    assert says in html.unescape(answer.text)
    kept = [value for value in typed.values() if value.strip() and value.isprintable() and "<" not in value]
    assert all(value in answer.text for value in kept)


def test_what_was_typed_is_there_when_one_goes_back(cast: Cast) -> None:
    visitor = fill_in()
    assert 'value="nia@canary.example"' in visitor.get(f"{SIGN}contact/").text
    later = {**TYPED["contact"], "contact_name": "Another Name"}
    assert visitor.post(f"{SIGN}contact/", later)["Location"] == f"{SIGN}check/"
    assert "Another Name" in visitor.get(f"{SIGN}check/").text
    assert "Another Name" not in browser().get(f"{SIGN}contact/").text


def test_pages_are_asked_in_their_order(cast: Cast) -> None:
    visitor = browser()
    assert visitor.get(f"{SIGN}check/")["Location"] == f"{SIGN}organisation/"
    assert visitor.get(f"{SIGN}sent/")["Location"] == SIGN
    assert visitor.post(f"{SIGN}organisation/", TYPED["organisation"])["Location"] == f"{SIGN}members/"
    assert visitor.get(f"{SIGN}check/")["Location"] == f"{SIGN}members/"
    assert visitor.get(f"{SIGN}nothing/").status_code == 404
    assert visitor.get("/areas/nowhere/sign/").status_code == 404
    assert visitor.get(f"{SIGN}confirm/unknown/").status_code == 404


def test_the_first_page_says_what_both_sides_promise(cast: Cast) -> None:
    shown = browser().get(SIGN).text
    document = cast.edition.document
    assert all(str(side.name) in shown for side in [document.parties.public, document.parties.voluntary])
    assert "Start now" in shown


def test_who_has_signed_does_not_ask_again(cast: Cast) -> None:
    wish = confirmed_wish(cast)
    browser(cast.olwen).post(
        f"/areas/wellbridge/signatories/requests/{wish.pk}/accept/", {"organisation": "new", "on": "2026-11-20"}
    )
    answer = browser().post(f"{SIGN}organisation/", {**TYPED["organisation"], "name": "otter  trust"})
    assert f"otter trust has already signed {cast.edition.title}" in answer.text


def test_an_address_is_not_flooded(cast: Cast) -> None:
    for number in range(5):
        typed = {**TYPED["organisation"], "name": f"Otter Trust {number}"}
        fill_in(organisation=typed).post(f"{SIGN}check/")
    answer = fill_in().post(f"{SIGN}contact/", TYPED["contact"])
    assert "We have already sent several emails to this address today" in answer.text
    assert Letter.objects.count() == 5


def test_nothing_private_is_in_the_record(cast: Cast) -> None:
    confirmed_wish(cast)
    told = " ".join(bytes(entry.body).decode() for entry in Entry.objects.all())
    assert [text for text in [*PRIVATE, "Otter Trust"] if text in told] == []


@pytest.mark.parametrize("alike", ["Оtter Trust", "OTTER TRUST", "Otter \u202eTrust"])
def test_who_has_signed_does_not_sign_again_under_letters_that_look_alike(cast: Cast, alike: str) -> None:
    wish = confirmed_wish(cast)
    queue = "/areas/wellbridge/signatories/requests/"
    browser(cast.olwen).post(f"{queue}{wish.pk}/accept/", {"organisation": "new", "on": "2026-11-20"})
    asked = browser().post(SIGN, {**TYPED, "name": alike, "contact_email": "new@canary.example"}, follow=True)
    assert "has signed" in asked.text


def test_a_business_signs_only_where_the_agreement_invites_it(cast: Cast) -> None:
    """Both sectors' promises are then its own."""
    typed = {**TYPED["organisation"], "name": "Chamber of Commerce", "kind": "business", "sector": "both"}
    refused = html.unescape(browser().post(f"{SIGN}organisation/", typed).content.decode())
    assert "It doesn't invite businesses." in refused
    change_area(area=cast.area, why_not=None, private_signs=True, by=cast.olwen)
    voluntary = browser().post(f"{SIGN}organisation/", {**typed, "sector": "voluntary"})
    assert "A business signs the promises of both sectors." in html.unescape(voluntary.content.decode())
    assert browser().post(f"{SIGN}organisation/", typed).status_code == 302
