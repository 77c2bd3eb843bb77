"""The list of consultations: phases, filters, order, paging, how long people wait, what it costs."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product
from typing import Any

import pytest

from opencompact.site import clock
from opencompact.site.consultations.actions import extend, withdraw
from opencompact.site.consultations.models import Consultation, Phase
from opencompact.site.consultations.rules import Silence, promised, silence
from opencompact.site.rules import SET_UP
from tests.people import TODAY, Cast, at_noon, browser
from tests.site.consultations.made import HERE, in_every_phase, planned
from tests.site.consultations.made import published as make


@pytest.fixture(autouse=True)
def today() -> Any:
    """These tests take place on one day."""
    with clock.at(at_noon(TODAY)):
        yield


def titles(text: str) -> list[str]:
    """The rows of a list, in their order."""
    return [part.partition("</a>")[0] for part in text.split('/">About ')[1:]]


def listed(query: str = "", person: Any = None) -> list[str]:
    shown = browser(person).get(f"{HERE}{query}")
    assert shown.status_code == 200
    return titles(shown.text)


def test_one_truth_about_the_phase(cast: Cast) -> None:
    """What the list asks the database is what each row says of itself, on every day and without one."""
    row = make(cast, TODAY, TODAY)
    days = [None, *(TODAY + timedelta(days=each) for each in (-20, -1, 0, 1, 14, 15))]
    for opens, closes, feedback in product(days, days, days[:4]):
        Consultation.objects.filter(pk=row.pk).update(opens=opens, closes=closes, feedback_published=feedback)
        found = {phase for phase in Phase if Consultation.objects.all().in_phase(phase, TODAY).exists()}
        mine = Consultation.objects.get().phase(TODAY)
        assert found == ({mine, Phase.OPEN} if mine == Phase.CLOSING_SOON else {mine}), (opens, closes, feedback)


def test_the_list_begins_with_what_is_open(cast: Cast) -> None:
    in_every_phase(cast)
    assert listed() == listed("?phase=open") == ["closing-soon", "open"]
    others = set(Phase.values) - {"open", "closed"}
    assert {phase: listed(f"?phase={phase}") for phase in others} == {phase: [phase] for phase in others}
    assert listed("?phase=closed") == []  # of each it is known whether there was feedback
    assert listed("?phase=") == ["forthcoming", "open", "closing-soon", "awaiting-feedback", "done"]
    shown = browser().get(HERE).text
    for says in ("Upcoming (1)", "Open (2)", "Closing soon (1)", "Awaiting feedback (1)", "Feedback published (1)"):
        assert says in shown
    assert "All (5)" in shown


def test_a_row_says_who_until_when_and_how_many_days_are_left(cast: Cast) -> None:
    make(cast, TODAY, TODAY + timedelta(days=1), title="About tomorrow")
    make(cast, TODAY, TODAY, title="About today")
    make(cast, TODAY, TODAY + timedelta(days=30), title="About later")
    shown = browser().get(HERE).text
    assert "Wellbridge Council: closes at 11:59pm on 22 November 2026 (<strong>1 day left</strong>)" in shown
    assert "closes at 11:59pm on 21 November 2026 (<strong>last day</strong>)" in shown
    assert "closes at 11:59pm on 21 December 2026 (<strong>30 days left</strong>)" in shown
    assert listed() == ["today", "tomorrow", "later"]


def test_filters(cast: Cast) -> None:
    make(cast, date(2025, 11, 3), date(2026, 2, 1), title="About winter", purpose="Snow and salt")
    make(cast, date(2026, 5, 4), date(2026, 8, 1), title="About summer", purpose="Salt and sand", body=cast.hall)
    assert listed("?year=2026") == ["summer", "winter"]
    assert listed("?year=2025") == ["winter"]
    assert listed("?words=SALT") == ["summer", "winter"]
    assert listed("?words=salt+snow") == ["winter"]
    assert listed(f"?body={cast.hall.pk}") == ["summer"]
    assert listed(f"?body={cast.hall.pk}&year=2025") == []
    assert "No consultations match." in browser().get(f"{HERE}?words=nothing").text
    for odd in (
        "?year=1850",
        "?year=abc",
        "?body=999999",
        "?body=x",
        "?phase=odd",
        "?words=%00",
        "?after=%00",
        "?before=x",
    ):
        assert browser().get(f"{HERE}{odd}").status_code == 200, odd
    assert listed("?phase=odd") == ["summer", "winter"]


def test_withdrawn_ones_are_listed_and_say_so(cast: Cast) -> None:
    row = make(cast, TODAY, TODAY + timedelta(days=90), title="About ponds")
    withdraw(consultation=row, why="The law changed", by=SET_UP)
    assert (listed(), listed("?phase=withdrawn"), listed("?phase=")) == ([], ["ponds"], ["ponds"])
    assert "Withdrawn</strong>" in browser().get(f"{HERE}?phase=withdrawn").text
    assert "No consultations are open now." in browser().get(HERE).text


def test_the_counts_follow_each_act(cast: Cast) -> None:
    """They are remembered while nothing changes, and counted anew once something does."""

    def counted() -> list[int]:
        shown = browser().get(HERE).text
        return [int(shown.partition(f">{name} (")[2].partition(")")[0]) for name in ("Open", "Closing soon", "All")]

    assert "No consultation has been recorded in Wellbridge yet" in browser().get(HERE).text
    row = make(cast, TODAY, TODAY + timedelta(days=10), title="About ponds")
    assert counted() == [1, 1, 1]
    extend(consultation=row, closes=TODAY + timedelta(days=40), why="More time", by=SET_UP)
    assert counted() == [1, 0, 1]
    with clock.at(at_noon(TODAY + timedelta(days=30))):
        assert counted() == [1, 1, 1]
    withdraw(consultation=row, why="The law changed", by=SET_UP)
    assert counted() == [0, 0, 0]


def test_pages_of_the_list_leave_nothing_out(cast: Cast) -> None:
    first = make(cast, TODAY, TODAY + timedelta(days=30), title="About 0")
    made = [
        Consultation(**{**vars_of(first), "title": f"About {n}", "closes": TODAY + timedelta(days=n // 9)})
        for n in range(1, 60)
    ]
    Consultation.objects.bulk_create(made)
    client, seen, address = browser(), [], HERE
    while address:
        shown = client.get(address).text
        seen += titles(shown)
        address = HERE + after if (after := link(shown, "next")) else ""
    assert sorted(map(int, seen)) == list(range(60))
    assert seen[:9] == [str(n) for n in range(1, 9)] + ["9"]


def vars_of(row: Consultation) -> dict[str, Any]:
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields if field.attname != "id"}


def link(text: str, rel: str) -> str:
    """The address of the page before or after this one."""
    before, found, _rest = text.partition(f'" rel="{rel}"')
    return before.rpartition('href="')[2].removeprefix(HERE) if found else ""


def test_it_costs_the_same_for_many(cast: Cast, django_assert_num_queries: Any) -> None:
    clients = {10: browser(cast.edwin), 5: browser()}
    first = make(cast, TODAY - timedelta(days=200), TODAY - timedelta(days=100), title="About 0")
    for count in (1, 3, 300):
        have = Consultation.objects.count()
        Consultation.objects.bulk_create([Consultation(**vars_of(first)) for _ in range(count - have)])
        for queries, client in clients.items():
            client.get(f"{HERE}?phase=")
            with django_assert_num_queries(queries):
                shown = client.get(f"{HERE}?phase=")
            assert len(shown.content) < 40_000


def test_how_long_people_wait_for_feedback(cast: Cast) -> None:
    assert silence(cast.area, TODAY) == Silence(0, 0)
    late = make(cast, TODAY - timedelta(days=250), TODAY - timedelta(days=150), title="About late")
    make(cast, TODAY - timedelta(days=120), TODAY - timedelta(days=20), title="About new")
    assert silence(cast.area, TODAY) == Silence(2, 150)
    assert promised([late]) == {late.pk: late.closes + timedelta(weeks=12) if late.closes else None}
    shown = browser().get(f"{HERE}?phase=awaiting-feedback").text
    assert titles(shown) == ["late", "new"]
    assert "It closed 150 days ago and has no feedback yet. Feedback was promised by 16 September 2026." in shown
    assert "It closed 20 days ago and has no feedback yet. Feedback is promised by 24 January 2027." in shown
    assert (
        "2 consultations have closed and are waiting for feedback, the longest for 150 days."
        in browser().get(HERE).text
    )


def test_plans_stand_apart_and_only_for_those_who_made_them(cast: Cast) -> None:
    planned(cast, title="About secrets")
    for person in (None, cast.vera, cast.sam, cast.carys):
        assert listed(person=person) == listed("?phase=", person) == []
        assert f'href="{HERE}new/"' not in browser(person).get(HERE).text or person == cast.vera
    for person in (cast.edwin, cast.olwen):
        shown = browser(person).get(HERE).text
        assert (titles(shown), "Your private plans" in shown, "Upcoming (0)" in shown) == (["secrets"], True, True)
