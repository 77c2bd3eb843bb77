"""Check-ins, what waits for whom, and the letters that remind."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from opencompact.site import clock
from opencompact.site.agreements.actions import hold_check_in, publish_edition, remind_of_reviews
from opencompact.site.agreements.models import CheckIn, Outcome
from opencompact.site.agreements.rules import anniversary, due, review_reminder
from opencompact.site.post.models import Letter
from opencompact.site.record.models import Entry
from opencompact.site.rules import SET_UP, Due, Refused
from tests.people import Cast, browser, edition_text

HELD = date(2025, 3, 20)
PAGE = "/areas/wellbridge/editions/wellbridge-2024/check-in/"
HREF = PAGE
REVIEW = "review:\n  due: '2027-04-01'\n"


def noon(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, 12, tzinfo=UTC)


def hold(cast: Cast, **changed: object) -> CheckIn:
    given = {
        "area": cast.area, "edition": cast.edition, "on": HELD, "outcome": Outcome.GOES_ON, "notes": "canary-notes",
        "by": cast.olwen, **changed,
    }  # fmt: skip
    return hold_check_in(**given)  # type: ignore[arg-type]


def test_a_check_in_stands_in_the_record(cast: Cast) -> None:
    held = hold(cast)
    entry = Entry.objects.latest(1)[0]
    assert (entry.act, entry.subject) == ("checked_in", "wellbridge-2024")
    assert entry.facts == {"title": cast.edition.title, "on": "2025-03-20", "outcome": "the edition continues as it is"}
    assert (held.on, held.outcome, held.notes) == (HELD, "goes_on", "canary-notes")


@pytest.mark.parametrize("who", ["edwin", "vera", "sam"])
def test_only_the_officer_and_the_chair_hold_one(cast: Cast, who: str) -> None:
    with pytest.raises(Refused, match="Only the partnership officer or the chair can do this"):
        hold(cast, by=getattr(cast, who))
    assert not CheckIn.objects.exists()
    assert browser(getattr(cast, who)).get(PAGE).status_code == 404
    assert browser().get(PAGE).status_code == 404


def test_the_chair_holds_one(cast: Cast) -> None:
    assert hold(cast, by=cast.carys).pk


@pytest.mark.parametrize(
    ("on", "says"),
    [
        (date(2024, 3, 31), "was not in force on 31 March 2024"),
        (date(2200, 1, 1), "Enter a date no later than today"),
        (HELD, "There is already a check-in on that date"),
    ],
)
def test_when_it_cannot_have_been(cast: Cast, on: date, says: str) -> None:
    hold(cast)
    with pytest.raises(Refused, match=says):
        hold(cast, on=on)
    assert CheckIn.objects.count() == 1


def test_an_edition_to_come_has_none_yet(cast: Cast) -> None:
    coming = publish_edition(area=cast.area, text=edition_text("wellbridge-2190"), start=date(2190, 1, 1), by=SET_UP)
    with pytest.raises(Refused, match="comes into force on 1 January 2190"):
        hold(cast, edition=coming)
    assert "comes into force on 1 January 2190" in browser(cast.olwen).get(coming.get_absolute_url() + "check-in/").text


def test_the_form_writes_one_down(cast: Cast) -> None:
    client = browser(cast.olwen)
    answer = client.post(PAGE, {"on": "20 March 2025", "outcome": "revised", "notes": "canary-notes"})
    assert (answer.status_code, answer["Location"]) == (302, "/areas/wellbridge/editions/wellbridge-2024/")
    shown = browser().get(answer["Location"]).text
    assert "Check-in on 20 March 2025: it will be revised." in shown
    assert "canary-notes" not in shown and "Record a check-in" not in shown
    assert "canary-notes" in client.get(PAGE).text
    assert "Record a check-in" in client.get(answer["Location"]).text


WRONG = [
    ({"on": "", "outcome": "revised"}, "Enter the date of the check-in."),
    ({"on": "soon", "outcome": "revised"}, "is not a date. Enter a date, for example 31 March 2027."),
    ({"on": "1/1/2199", "outcome": "revised"}, "Enter a date no later than today."),
    ({"on": "1/1/2020", "outcome": "revised"}, "was not in force on 1 January 2020"),
    ({"on": "20/3/2025", "outcome": ""}, "Choose an outcome."),
    ({"on": "20/3/2025", "outcome": "exploded"}, "Choose an outcome from the list."),
    ({"on": "20/3/2025", "outcome": "revised", "notes": "n" * 5001}, "Notes must be 5,000 characters or fewer."),
]


def test_what_the_form_does_not_take(cast: Cast) -> None:
    for given, says in WRONG:
        shown = browser(cast.olwen).post(PAGE, given)
        assert shown.status_code == 200 and says in shown.text
    assert not CheckIn.objects.exists()


def test_a_check_in_of_an_edition_elsewhere(cast: Cast) -> None:
    assert browser(cast.olwen).get("/areas/wellbridge/editions/nothing/check-in/").status_code == 404


def test_anniversaries(cast: Cast) -> None:
    days = [date(2025, 3, 31), date(2025, 4, 1), date(2026, 3, 31), date(2026, 11, 21)]
    found = [anniversary(cast.edition, day) for day in days]
    assert found == [None, date(2025, 4, 1), date(2025, 4, 1), date(2026, 4, 1)]


@pytest.mark.parametrize(
    ("today", "months"),
    [
        (date(2026, 9, 30), 0),
        (date(2026, 10, 1), 6),
        (date(2026, 12, 31), 6),
        (date(2027, 1, 1), 3),
        (date(2027, 3, 1), 1),
        (date(2027, 3, 31), 1),
        (date(2027, 4, 1), 0),
    ],
)
def test_when_to_remind_of_a_review(today: date, months: int) -> None:
    assert review_reminder(date(2027, 4, 1), today) == months


def test_what_waits(cast: Cast) -> None:
    on = date(2026, 11, 21)
    told = Due(date(2026, 4, 1), "Hold the annual check-in of Model Compact 2026", HREF)
    assert due(cast.olwen, cast.area, on) == due(cast.carys, cast.area, on) == [told]
    assert due(cast.edwin, cast.area, on) == due(cast.sam, cast.area, on) == []
    hold(cast, on=date(2026, 3, 1))
    assert due(cast.olwen, cast.area, on) == []


def test_a_review_waits(cast: Cast) -> None:
    cast.edition.review_due = date(2027, 4, 1)
    cast.edition.save()
    hold(cast, on=date(2026, 3, 1))
    told = Due(date(2027, 4, 1), "Review Model Compact 2026", HREF)
    assert due(cast.olwen, cast.area, date(2026, 9, 30)) == []
    assert due(cast.olwen, cast.area, date(2026, 11, 21)) == [told]


def test_letters_before_a_review(cast: Cast) -> None:
    cast.edition.review_due = date(2027, 4, 1)
    cast.edition.save()
    days = [(2026, 9, 30), (2026, 10, 1), (2026, 10, 2), (2027, 1, 1), (2027, 1, 2), (2027, 3, 1), (2027, 4, 1)]
    written = []
    for day in days:
        with clock.at(noon(*day)):
            remind_of_reviews()
            remind_of_reviews()
        written.append(Letter.objects.filter(subject__startswith="The review").count())
    assert written == [0, 2, 2, 4, 4, 6, 6]
    letter = Letter.objects.filter(to="olwen@wellbridge.example").first()
    assert letter
    assert letter.subject == "The review of the Model Compact 2026 is due on 1 April 2027"
    assert "http://testserver/areas/wellbridge/editions/wellbridge-2024/" in letter.text
    assert {letter.to for letter in Letter.objects.all()} == {"olwen@wellbridge.example", "carys@wellbridge.example"}


def test_letters_on_the_anniversary(cast: Cast) -> None:
    counts = []
    for day in [(2025, 3, 31), (2025, 4, 1), (2025, 4, 30), (2025, 6, 1), (2026, 4, 2)]:
        with clock.at(noon(*day)):
            remind_of_reviews()
        counts.append(Letter.objects.count())
    assert counts == [0, 2, 2, 2, 4]
    assert Letter.objects.latest("pk").subject == "Time for the annual check-in of the Model Compact 2026"


def test_no_letter_where_the_check_in_was_held(cast: Cast) -> None:
    hold(cast, on=date(2026, 3, 1))
    with clock.at(noon(2026, 4, 2)):
        assert remind_of_reviews() == 0
    assert not Letter.objects.exists()


def test_letters_in_welsh(cast: Cast) -> None:
    cast.olwen.language = "cy"
    cast.olwen.save()
    with clock.at(noon(2026, 4, 2)):
        remind_of_reviews()
    letter = Letter.objects.get(to="olwen@wellbridge.example")
    assert letter.language == "cy" and "Ebrill 2026" in letter.text
