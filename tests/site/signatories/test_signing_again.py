"""A new edition follows: signed again by an editor, by the officer, or by the contact from the letter."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from opencompact.site.agreements.actions import publish_edition
from opencompact.site.post.models import Letter
from opencompact.site.record.models import Entry, Sealed
from opencompact.site.rules import ANYBODY, CLOCK, Refused
from opencompact.site.signatories import actions, rules
from opencompact.site.signatories.models import Signatory
from tests.people import Cast, browser, edition_text
from tests.site.signatories.forms import link_in

SIGNED = date(2025, 3, 1)
REGISTER = "/areas/wellbridge/signatories/"


@pytest.fixture
def hall(cast: Cast) -> Signatory:
    """The village hall has signed."""
    contact = {"contact_name": "Vera", "contact_email": "hall@wellbridge.example"}
    return actions.sign(organisation=cast.hall, edition=cast.edition, on=SIGNED, by=cast.olwen, details=contact)


def follow(cast: Cast) -> Any:
    """A new edition follows."""
    return publish_edition(
        area=cast.area, text=edition_text("wellbridge-2026"), start=date(2026, 6, 1), by=cast.olwen
    )  # fmt: skip


def test_a_new_edition_is_signed_again_with_one_click(cast: Cast, hall: Signatory) -> None:
    new = follow(cast)
    assert [actions.ask_to_sign_again(area=cast.area, by=CLOCK) for _ in range(2)] == [1, 0]
    letter = Letter.objects.get()
    assert (letter.to, letter.subject) == ("hall@wellbridge.example", f"Sign {new.title}")
    page = hall.get_absolute_url()
    assert "Signed the previous edition" in browser().get(REGISTER).text
    assert [due.href for due in rules.due(cast.vera, cast.area, cast.area.today())] == [f"{page}sign-again/"]
    assert [due.href for due in rules.due(cast.olwen, cast.area, cast.area.today())] == [f"{REGISTER}?state=before"]
    vera = browser(cast.vera)
    assert new.title in vera.get(f"{page}sign-again/").text
    assert vera.post(f"{page}sign-again/")["Location"] == page
    assert Entry.objects.latest(1)[0].act == "signed_again"
    assert rules.due(cast.vera, cast.area, cast.area.today()) == []
    assert vera.post(f"{page}sign-again/").status_code == 403
    assert browser().get(f"{REGISTER}?state=before").context["shelf"].rows == []
    assert actions.ask_to_sign_again(area=cast.area, by=CLOCK) == 0


def test_the_contact_signs_again_from_the_letter(cast: Cast, hall: Signatory) -> None:
    new = follow(cast)
    actions.ask_to_sign_again(area=cast.area, by=CLOCK)
    letter = Letter.objects.get()
    page = link_in(letter, "sign-again")
    assert page == f"{hall.get_absolute_url()}sign-again/{rules.key_of(hall, new)}/"
    assert f"/compare/{cast.edition.pk}/{new.pk}/" in letter.text and "without an account" in letter.text
    shown = browser().get(page)
    assert (shown.status_code, f"/compare/{cast.edition.pk}/{new.pk}/#same" in shown.text) == (200, True)
    assert "hall@wellbridge.example" not in shown.text and "What changed" in shown.text
    assert hall.signatures.count() == 1  # reading signs nothing
    assert browser().post(page)["Location"] == hall.get_absolute_url()
    entry = Entry.objects.latest(1)[0]
    told = {"organisation": "Village Hall", "edition": new.title, "on": cast.area.today().isoformat()}
    assert (entry.act, entry.facts) == ("signed_again", told)
    sealed = {"how": "by the link in the letter to its contact", "by": ANYBODY.known_as}
    assert Sealed.objects.get(entry=entry).facts == sealed
    again = browser().post(page)
    assert (again.status_code, f"Village Hall has already signed {new.title}" in again.text) == (403, True)
    assert Entry.objects.filter(act="signed_again").count() == 1


def test_another_key_signs_nothing(cast: Cast, hall: Signatory) -> None:
    new = follow(cast)
    key, council = rules.key_of(hall, new), actions.sign(
        organisation=cast.council, edition=cast.edition, on=SIGNED, by=cast.olwen
    )  # fmt: skip
    wrong = [f"{hall.pk}/sign-again/{each}/" for each in (key[:-1], key.upper(), "é", rules.key_of(hall, cast.edition))]
    wrong += [f"{council.pk}/sign-again/{each}/" for each in (key, rules.key_of(council, new))]
    for address in wrong:
        assert {browser().get(REGISTER + address).status_code, browser().post(REGISTER + address).status_code} == {404}
    with pytest.raises(Refused, match="Only an editor of Village Hall"):
        actions.sign_again(signatory=hall, key="x", by=ANYBODY)
    actions.change_contact(signatory=hall, details={"contact_email": "new@hall.example"}, by=cast.vera)
    assert browser().post(f"{hall.get_absolute_url()}sign-again/{key}/").status_code == 404
    assert not Entry.objects.filter(act="signed_again").exists()


def test_who_has_no_contact_is_asked_to_sign_in(cast: Cast) -> None:
    hall = actions.sign(organisation=cast.hall, edition=cast.edition, on=SIGNED, by=cast.olwen)
    follow(cast)
    actions.ask_to_sign_again(area=cast.area, by=CLOCK)
    letter = Letter.objects.get(to="vera@wellbridge.example", subject__startswith="Sign ")
    assert link_in(letter, "sign-again") == f"{hall.get_absolute_url()}sign-again/"
    assert "Sign in and you can sign the new edition with one click:" in letter.text
