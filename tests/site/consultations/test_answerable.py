"""A consultation counts from the day people can answer, and nothing calls open what nobody can answer."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opencompact.site import clock
from opencompact.site.accounts.models import Organisation
from opencompact.site.areas.models import Area
from opencompact.site.consultations.actions import amend, publish
from opencompact.site.consultations.models import Consultation, Phase, phases
from opencompact.site.consultations.rules import due
from opencompact.site.consultations.views import newsletter_of
from opencompact.site.findings.models import State
from opencompact.site.findings.rules import worked_out
from opencompact.site.front.coming import coming
from opencompact.site.opendata.feeds import consultations_of, dates_of
from opencompact.site.responses.actions import add_question, publish_questions
from opencompact.site.responses.models import Kind, Questionnaire
from opencompact.site.rules import Refused
from tests.people import TODAY, Cast, at_noon, browser
from tests.site.consultations.made import planned

OPENS, CLOSES = date(2027, 1, 11), date(2027, 4, 26)
HERE: dict[str, Any] = {"in_person": ""}  # answered on this site
SOON = OPENS + timedelta(days=5)


def ahead(cast: Cast, **said: Any) -> Consultation:
    """A notice that is published ahead of its questions."""
    with clock.at(at_noon(TODAY)):
        row = planned(cast, **{**HERE, "questions_from": OPENS, **said})
        publish(consultation=row, by=cast.edwin)
    return row


def ask(cast: Cast, row: Consultation, on: date) -> None:
    with clock.at(at_noon(on)):
        add_question(consultation=row, kind=Kind.TEXT, text="What comes first?", by=cast.edwin)
        publish_questions(consultation=row, by=cast.edwin)
    row.refresh_from_db()


def test_a_notice_says_how_people_can_answer(cast: Cast) -> None:
    with clock.at(at_noon(TODAY)):
        row = planned(cast, **HERE)
        with pytest.raises(Refused, match="Say how people can respond before you publish it"):
            publish(consultation=row, by=cast.edwin)
        shown = browser(cast.edwin).get(f"{row.get_absolute_url()}publish/").text
        assert "Say how people can respond" in shown and "Publish consultation" not in shown
        row = planned(cast, **HERE, questions_from=TODAY - timedelta(days=1))
        with pytest.raises(Refused, match="were to be published by 20 November 2026"):
            publish(consultation=row, by=cast.edwin)
        row = planned(cast, **HERE, questions_from=CLOSES + timedelta(days=1))
        with pytest.raises(Refused, match="can't be published after the closing date"):
            publish(consultation=row, by=cast.edwin)


@pytest.mark.parametrize(
    ("said", "since"),
    [
        ({"elsewhere": "https://example.org/parks"}, TODAY),
        ({"in_person": "Town hall, 12 January 2027, 7pm"}, TODAY),
        ({"questions_from": OPENS}, None),
        ({"questions_from": OPENS, "in_person": "Town hall, 12 January 2027, 7pm"}, None),
    ],
)
def test_since_when_there_is_something_to_answer(cast: Cast, said: dict[str, Any], since: date | None) -> None:
    with clock.at(at_noon(TODAY)):
        row = planned(cast, **{**HERE, **said})
        publish(consultation=row, by=cast.edwin)
    assert Consultation.objects.get().answerable_from == since


def test_questions_that_are_written_are_published_with_the_notice(cast: Cast) -> None:
    with clock.at(at_noon(TODAY)):
        row = planned(cast, **HERE)
        add_question(consultation=row, kind=Kind.TEXT, text="What comes first?", by=cast.edwin)
        client = browser(cast.edwin)
        shown = client.get(f"{row.get_absolute_url()}publish/").text
        assert "The question you have written is published with it." in shown
        client.post(f"{row.get_absolute_url()}publish/")
        row.refresh_from_db()
        assert (row.state, row.answerable_from) == (State.PUBLISHED, TODAY)
        assert Questionnaire.objects.get().published == at_noon(TODAY)


def test_questions_that_are_written_can_wait(cast: Cast) -> None:
    with clock.at(at_noon(TODAY)):
        row = planned(cast, **HERE, questions_from=OPENS)
        add_question(consultation=row, kind=Kind.TEXT, text="What comes first?", by=cast.edwin)
        client, here = browser(cast.edwin), f"{row.get_absolute_url()}publish/"
        assert "No, publish them later, by 11 January 2027" in client.get(here).text
        assert "Choose when the questions are published" in client.post(here).text
        client.post(here, {"questions": "later"})
        row.refresh_from_db()
        assert (row.state, row.answerable_from, Questionnaire.objects.get().published) == (State.PUBLISHED, None, None)


def test_what_nobody_can_answer_is_nowhere_called_open(cast: Cast) -> None:
    row = ahead(cast)
    with clock.at(at_noon(SOON)):
        assert (row.phase(), row.phase_label, row.is_open()) == (Phase.FORTHCOMING, "Not open yet", False)
        assert not Consultation.objects.in_phase(Phase.OPEN, SOON).exists()
        text = newsletter_of(cast.area)
        assert text.index("OPEN NOW") < text.index("Nothing.") < text.index("Parks plan")
        says = "was to open on 11 January 2027, but nobody can respond yet; closes 11:59pm on 26 April 2027"
        assert says in text
        assert says in consultations_of(cast.area).decode()
        assert [each.title for each in dates_of(cast.area) if "Parks plan" in each.title] == [
            "Closes at 11:59pm: Parks plan"
        ]
        assert not [each for each in coming(cast.area, SOON) if each.says.startswith("Opens")]
        assert not [each for each in due(cast.edwin, cast.area, SOON) if each.says.startswith("It opens")]
        shown = browser().get(row.get_absolute_url()).text
        assert "Not open yet" in shown and "The time to respond is counted from the day people can." in shown
        assert "Wellbridge Council said the questions would be published by 11 January 2027." in shown
        assert "Not open yet" in browser().get("/areas/wellbridge/consultations/?phase=forthcoming").text


def test_the_time_is_counted_from_the_day_people_could_answer(cast: Cast) -> None:
    row = ahead(cast)
    ask(cast, row, date(2027, 2, 15))
    with clock.at(at_noon(date(2027, 2, 15))):
        assert (row.phase(), row.answerable_from) == (Phase.OPEN, date(2027, 2, 15))
        [found] = [
            each
            for each in worked_out(row)
            if each.promise.check.kind == "min_period" and each.promise.check.starts == "opens"
        ]
        assert found.facts["opens"] == date(2027, 2, 15)
        assert str(found.status) in ("at_risk", "not_kept")  # 70 days are left of 84
        shown = browser().get(row.get_absolute_url()).text
        assert "people could respond only from 15 February 2027, so the time is counted from then." in shown
        assert "People can respond from this date" in shown
        [told] = browser().get("/api/v1/consultations").json()["items"]
        assert (told["opens"], told["answerable_from"]) == ("2027-01-11", "2027-02-15")


def test_questions_that_are_changed_before_it_opens_are_to_come_again(cast: Cast) -> None:
    row = ahead(cast)
    ask(cast, row, TODAY)
    assert row.answerable_from == TODAY
    with clock.at(at_noon(TODAY + timedelta(days=1))):
        add_question(consultation=row, kind=Kind.TEXT, text="And then?", by=cast.edwin)
        row.refresh_from_db()
        assert row.answerable_from is None
    ask(cast, row, TODAY + timedelta(days=2))
    assert row.answerable_from == TODAY + timedelta(days=2)


def test_what_nobody_could_answer_before_it_closed_never_opened(cast: Cast) -> None:
    row = ahead(cast)
    with clock.at(at_noon(CLOSES + timedelta(days=1))):
        assert row.facts()["opens"] is None
        shown = browser().get(row.get_absolute_url()).text
        assert "Nobody could respond to this on this site before it closed." in shown


def test_another_way_to_answer_makes_it_open(cast: Cast) -> None:
    row = ahead(cast)
    with clock.at(at_noon(SOON)):
        amend(consultation=row, why="We use the site of the county.", by=cast.edwin, elsewhere="https://example.org/a")
        assert (row.answerable_from, row.phase()) == (SOON, Phase.OPEN)
        with pytest.raises(Refused, match="People can respond there already, so it stays"):
            amend(consultation=row, why="We use this site again.", by=cast.edwin, elsewhere="", questions_from=SOON)


def test_an_open_consultation_is_never_cut_short(cast: Cast) -> None:
    row = ahead(cast)
    sooner: dict[str, Any] = {"closes": CLOSES - timedelta(days=1)}
    ask(cast, row, OPENS)
    with clock.at(at_noon(SOON)), pytest.raises(Refused, match="people may count on 26 April 2027"):
        amend(consultation=row, why="The cabinet meets earlier than planned.", by=cast.edwin, **sooner)
    row = ahead(
        cast, title="Not open", questions_from=date(2027, 1, 20), holiday_reason="Easter falls early this year."
    )
    with clock.at(at_noon(SOON)):
        amend(consultation=row, why="The cabinet meets earlier than planned.", by=cast.edwin, **sooner)
    assert row.closes == CLOSES - timedelta(days=1)


DAYS = [None, *(TODAY + timedelta(days=at) for at in (-20, -1, 0, 1, 20))]


def test_list_and_page_agree_on_the_phase(cast: Cast) -> None:
    made = Consultation.objects.bulk_create(
        Consultation(
            area=cast.area, body=cast.council, edition=cast.edition, title="Parks", state=State.PUBLISHED, opens=opens,
            closes=closes, answerable_from=since,
        )
        for opens, closes, since in product(DAYS, DAYS, DAYS)
    )  # fmt: skip
    found = {
        phase: set(Consultation.objects.filter(asked).values_list("pk", flat=True))
        for phase, asked in phases(TODAY).items()
    }
    found[Phase.OPEN] -= found[Phase.CLOSING_SOON]
    alone = {phase: {each.pk for each in made if each.phase(TODAY) == phase} for phase in Phase}
    assert found == alone


days = st.dates(date(2026, 1, 1), date(2028, 1, 1))


@given(opens=days, length=st.integers(0, 200), since=st.none() | days, hoped=st.none() | days, today=days)
def test_the_counted_opening_is_a_plan_until_people_can_answer(
    opens: date, length: int, since: date | None, hoped: date | None, today: date
) -> None:
    closes = opens + timedelta(days=length)
    row = Consultation(
        area=Area(), body=Organisation(), state=State.PUBLISHED, opens=opens, closes=closes, answerable_from=since,
        questions_from=hoped,
    )  # fmt: skip
    first = row.counted_from(today)
    if since:
        assert first == max(opens, since)
    else:
        assert first is None or (first > today and first >= opens)
