"""The pages of an agreement."""

from __future__ import annotations

from tests.people import Cast, browser


def test_every_promise_is_on_one_page(cast: Cast) -> None:
    shown = browser().get("/areas/wellbridge/commitments/")
    assert shown.status_code == 200
    assert all(each.ref in shown.text for each in cast.edition.document.commitments)


def test_there_is_no_page_for_a_place_without_an_agreement(cast: Cast) -> None:
    assert browser().get("/areas/nowhere/commitments/").status_code == 404
