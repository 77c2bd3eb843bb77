"""The calculator of notice on the page of a promise, and the brief that a home page shows."""

from __future__ import annotations

from datetime import date

import pytest

from opencompact.site import clock
from opencompact.site.agreements.models import Edition
from opencompact.site.agreements.wording import in_brief, notice_promises
from tests.people import browser
from tests.site.agreements.test_pages import plain

BRISTOL, BRENTWOOD = "/areas/bristol/commitments/5.5/", "/areas/brentwood/commitments/4.P4/"
MODEL = "/areas/modeltown/commitments/"
ANSWERS = [
    (BRISTOL, "ends=31/03/2028", "Give notice by 31 December 2027."),
    (BRISTOL, "ends=31/03/2027&given=1/1/2027", "89 days' notice; three months were promised; 1 day short."),
    (BRISTOL, "ends=2028-03-31&what=reduce", "from that date is 31 March 2028"),
    (BRISTOL, "ends-day=31&ends-month=3&ends-year=2028", "Give notice by 31 December 2027."),
    (BRISTOL, "given=30 November 2026", "The earliest date it can end is 28 February 2027."),
    (BRISTOL, "given=30 November 2026&what=alter", "The earliest date it can take effect is 28 February 2027."),
    (BRENTWOOD, "ends=31 March 2027", "Notice had to be given by 30 September 2026."),
    (BRENTWOOD, "ends=31 March 2027", "With notice given today, 21 November 2026, the earliest date is 21 May 2027."),
    (BRENTWOOD, "ends=31 March 2027", "No exceptions are allowed."),
    (MODEL + "7.9/", "given=1 May 2027&what=reduce", "The earliest date it can take effect is 1 August 2027."),
    (MODEL + "7.10/", "given=1 May 2027", "The earliest date it can end is 1 August 2027."),
    (MODEL + "7.10/", "given=1 May 2027", "something the group could not foresee"),
    (MODEL + "7.7/", "given=1 May 2027", "The earliest date it can end is 1 November 2027."),
]


def test_answers(places: dict[str, Edition], noon: None) -> None:
    for page, query, says in ANSWERS:
        assert says in plain(browser().get(f"{page}?{query}").text), (page, query)


MISTAKES = [
    ("ends=yesterday", '"yesterday" is not a date'),
    ("ends=31/02/2027", "is not a date"),
    ("given-day=31&given-month=2&given-year=2027", "is not a date"),
    ("given-day=31&given-month=3", "The date must include a year"),
    ("given=9999-12-31", "is outside the years 1900 to 2200"),
    ("ends=31/03/2027&what=explode", "Choose what will happen from the list."),
    (f"ends={'9' * 400}", "is not a date"),
]


def test_what_cannot_be_worked_out(places: dict[str, Edition]) -> None:
    for query, says in MISTAKES:
        shown = browser().get(f"{BRISTOL}?{query}")
        assert shown.status_code == 200 and says in plain(shown.text)
        assert "How we worked this out:" not in shown.text


def test_the_first_and_the_last_day_that_can_be_asked_about(places: dict[str, Edition]) -> None:
    for query in ("ends=1900-01-01", "ends=2200-12-31", "given=1900-01-01", "given=2200-12-31"):
        assert "How we worked this out:" in browser().get(f"{BRENTWOOD}?{query}").text


def test_only_promises_of_notice_have_it(places: dict[str, Edition]) -> None:
    assert "Work out your notice period" in browser().get(BRISTOL).text
    assert "Work out your notice period" not in browser().get("/areas/bristol/commitments/5.4/").text


def test_a_period_that_only_we_count_is_no_period_promised(places: dict[str, Edition]) -> None:
    shown = browser().get("/areas/brentwood/commitments/4.V1/").text
    assert "The agreement says “early notice” and gives no length. We count one day." in shown
    assert "Work out your notice period" not in shown


def test_the_periods_of_notice_at_once(places: dict[str, Edition]) -> None:
    told = {
        slug: [(each.commitment.ref, each.says) for each in notice_promises(edition)]
        for slug, edition in places.items()
    }
    assert told == {
        "bristol": [("5.5", "three months' notice")],
        "brentwood": [("4.P4", "six months' notice")],
        "south-gloucestershire": [],
        "modeltown": [("7.7", "six months' notice"), ("7.9", "three months' notice"), ("7.10", "three months' notice")],
    }


def test_in_brief(places: dict[str, Edition]) -> None:
    bristol, model = in_brief(places["bristol"]), in_brief(places["modeltown"])
    assert bristol.says == (
        "How Bristol's public sector and its voluntary and community sector promise to work together, for the good of "
        "the city."
    )
    assert (
        bristol.counted
        == "54 promises: 16 checked from dates and numbers, 7 checked from a record, 31 judged by people."
    )
    assert (bristol.total, bristol.computed, bristol.recorded, bristol.judged) == (54, 16, 7, 31)
    assert [(part.ref, part.public, part.voluntary, part.both, part.total) for part in bristol.parts][4] == (
        "5",
        3,
        2,
        3,
        8,
    )
    assert sum(part.total for part in bristol.parts) == 54
    assert bristol.parts[0].href == "/areas/bristol/commitments/?theme=1"
    assert [part.title for part in model.parts] == [item.title for item in places["modeltown"].document.outcomes]
    assert model.parts[0].href == "/areas/modeltown/commitments/?by=outcome"
    assert in_brief(places["south-gloucestershire"]).total == 32


@pytest.fixture
def noon() -> object:
    """A day on which to ask."""
    with clock.at(clock.now().replace(year=2026, month=11, day=21, hour=12)):
        yield


def test_the_day_of_asking(noon: None) -> None:
    assert clock.now().date() == date(2026, 11, 21)
