"""We asked, you said, we did: written in private, published whole, done one by one; letters to those who answered."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from opencompact.site import clock
from opencompact.site.consultations.actions import publish as publish_notice
from opencompact.site.consultations.models import Consultation, Phase
from opencompact.site.feedback import actions, rules
from opencompact.site.feedback.models import Decision, Feedback, News, Point
from opencompact.site.findings.models import Finding, Status
from opencompact.site.post.models import Letter
from opencompact.site.reading.actions import add_code, code_many
from opencompact.site.record.models import Entry
from opencompact.site.responses.models import Answer, Kind, Question, Questionnaire, Response
from opencompact.site.rules import CLOCK, Refused
from opencompact.site.running.recurring import begin_feedback, write_news
from tests.people import TODAY, Cast, at_noon, browser
from tests.site.consultations.made import planned

CLOSED = date(2027, 5, 3)
WRITTEN: dict[str, Any] = {
    "said": "Keep the paddling pool", "how_many": 84, "decision": Decision.AGREED, "why": "",
    "doing": "The pool opens again in July", "owner": "Parks team", "by_when": date(2027, 7, 1),
}  # fmt: skip


@pytest.fixture
def closed(cast: Cast) -> Any:
    """A consultation that has closed; what follows happens a week later."""
    with clock.at(at_noon(TODAY)):
        row = planned(cast)
        publish_notice(consultation=row, by=cast.edwin)
    with clock.at(at_noon(CLOSED)):
        yield row


def answered(row: Consultation, email: str, **more: Any) -> Response:
    return Response.objects.create(
        consultation=row, received=at_noon(TODAY), email=email, wants_news=bool(email), **more
    )


def home(row: Consultation) -> str:
    return f"/areas/wellbridge/consultations/{row.pk}/feedback/"


def test_it_is_private_until_it_is_published_and_then_keeps_the_promise(cast: Cast, closed: Consultation) -> None:
    before = Entry.objects.count()
    actions.write_introduction(consultation=closed, asked="Which parks first?", heard="The pool.", by=cast.edwin)
    actions.write_point(consultation=closed, by=cast.edwin, **WRITTEN)
    assert Entry.objects.count() == before
    assert browser().get(home(closed)).status_code == 404
    entry = actions.publish(consultation=closed, by=cast.edwin)
    assert Entry.objects.count() == before + 1
    assert entry.told == "Wellbridge Council published its feedback on the consultation Parks plan. Points: 1."
    closed.refresh_from_db()
    assert (closed.feedback_published, closed.phase()) == (CLOSED, Phase.DONE)
    assert Finding.objects.of(closed).get(check_id="feedback").status == Status.KEPT
    shown = browser().get(home(closed)).content.decode()
    assert "Keep the paddling pool" in shown
    assert "Deadline" in shown


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"decision": ""}, "say whether it was agreed"),
        ({"decision": Decision.PARTLY}, "say why it was not agreed, or only partly agreed"),
        ({"decision": Decision.NOT_AGREED, "doing": ""}, "say why it was not agreed, or only partly agreed"),
        ({"doing": ""}, "say what will be done about it"),
        ({"owner": ""}, "say who is responsible and when it is due"),
        ({"by_when": None}, "say who is responsible and when it is due"),
    ],
)
def test_a_point_is_whole_before_it_is_published(
    cast: Cast, closed: Consultation, changed: dict[str, Any], told: str
) -> None:
    actions.write_point(consultation=closed, by=cast.edwin, **{**WRITTEN, **changed})
    with pytest.raises(Refused, match=told):
        actions.publish(consultation=closed, by=cast.edwin)
    assert not Feedback.objects.filter(published__isnull=False).exists()


def test_nothing_is_published_without_a_point_and_nothing_twice(cast: Cast, closed: Consultation) -> None:
    with pytest.raises(Refused, match="at least one thing"):
        actions.publish(consultation=closed, by=cast.edwin)
    actions.write_point(consultation=closed, by=cast.edwin, **WRITTEN)
    actions.publish(consultation=closed, by=cast.edwin)
    with pytest.raises(Refused, match="already been published"):
        actions.publish(consultation=closed, by=cast.edwin)


@pytest.mark.parametrize("who", ["vera", "carys", "sam"])
def test_only_who_speaks_for_the_body_writes_it(cast: Cast, closed: Consultation, who: str) -> None:
    with pytest.raises(Refused, match="Only an editor of Wellbridge Council or the partnership officer"):
        actions.write_point(consultation=closed, by=getattr(cast, who), **WRITTEN)
    client = browser(getattr(cast, who))
    assert [client.get(f"{home(closed)}{page}").status_code for page in ("write/", "points/add/")] == [404, 404]


def test_it_waits_for_the_close(cast: Cast, closed: Consultation) -> None:
    with clock.at(at_noon(closed.closes or CLOSED)), pytest.raises(Refused, match="not closed yet"):
        actions.write_point(consultation=closed, by=cast.edwin, **WRITTEN)


def test_what_was_published_is_amended_in_public_and_stays_whole(cast: Cast, closed: Consultation) -> None:
    point = actions.write_point(consultation=closed, by=cast.edwin, **WRITTEN)
    actions.publish(consultation=closed, by=cast.edwin)
    point.refresh_from_db()
    with pytest.raises(Refused, match="say who is responsible"):
        actions.write_point(consultation=closed, point=point, by=cast.edwin, **{**WRITTEN, "owner": ""})
    with pytest.raises(Refused, match="This is published"):
        actions.remove_point(point=point, by=cast.edwin)
    before = Entry.objects.count()
    actions.write_point(consultation=closed, point=point, by=cast.edwin, **{**WRITTEN, "by_when": date(2027, 8, 1)})
    assert Entry.objects.count() == before + 1
    assert Entry.objects.latest(1)[0].act == "feedback_amended"


def test_a_promise_is_done_once_and_not_before_its_day(cast: Cast, closed: Consultation) -> None:
    point = actions.write_point(consultation=closed, by=cast.edwin, **WRITTEN)
    with pytest.raises(Refused, match="Nothing was promised"):
        actions.say_done(point=point, on=CLOSED, by=cast.edwin)
    actions.publish(consultation=closed, by=cast.edwin)
    point.refresh_from_db()
    with pytest.raises(Refused, match="on the date it is done"):
        actions.say_done(point=point, on=CLOSED + timedelta(1), by=cast.edwin)
    actions.say_done(point=point, on=CLOSED, evidence="Photographs", by=cast.edwin)
    with pytest.raises(Refused, match="was done on 3 May 2027"):
        actions.say_done(point=point, on=CLOSED, by=cast.edwin)
    assert list(Point.objects.promised(cast.area).to_do()) == []
    assert "Photographs" in browser().get(home(closed)).content.decode()


def test_those_who_left_an_address_hear_once_of_each(cast: Cast, closed: Consultation) -> None:
    for email in ("ann@example.org", "Ann@example.org", "", "ben@example.org"):
        answered(closed, email)
    answered(closed, "gone@example.org", withdrawn=at_noon(TODAY))
    point = actions.write_point(consultation=closed, by=cast.edwin, **WRITTEN)
    actions.publish(consultation=closed, by=cast.edwin)
    for _again in range(2):
        write_news()
    point.refresh_from_db()
    actions.say_done(point=point, on=CLOSED, by=cast.edwin)
    write_news()
    sent = Letter.objects.filter(to__endswith="example.org").order_by("pk")
    assert [(each.to, each.subject) for each in sent] == [
        ("ann@example.org", "Outcome of the consultation you responded to: Parks plan"),
        ("ben@example.org", "Outcome of the consultation you responded to: Parks plan"),
        ("ann@example.org", "Done: Parks plan"),
        ("ben@example.org", "Done: Parks plan"),
    ]
    assert not News.objects.filter(finished=False).exists()


def test_who_has_the_letter_ends_the_letters(cast: Cast, closed: Consultation) -> None:
    response = answered(closed, "ann@example.org")
    actions.write_point(consultation=closed, by=cast.edwin, **WRITTEN)
    actions.publish(consultation=closed, by=cast.edwin)
    write_news()
    stop = Letter.objects.get(to="ann@example.org").stop
    path = stop[stop.index("/areas/") :]
    client = Client(enforce_csrf_checks=True)
    assert client.get(path).status_code == 200
    response.refresh_from_db()
    assert response.email == "ann@example.org"
    assert client.post(path).status_code == 200
    response.refresh_from_db()
    assert (response.email, response.wants_news) == ("", False)
    assert client.get(path.replace("stop/", "stop/1")).status_code == 404


def test_the_clock_begins_the_feedback_once(cast: Cast, closed: Consultation) -> None:
    begin_feedback()
    assert not Feedback.objects.exists()  # it was not answered here
    Questionnaire.objects.create(consultation=closed)
    for _again in range(2):
        begin_feedback()
    assert Feedback.objects.get().asked == "To choose what the parks plan puts first"
    with pytest.raises(Refused, match="not closed yet"), clock.at(at_noon(TODAY)):
        actions.begin(consultation=closed, by=CLOCK)


def test_the_pages_from_first_word_to_done(cast: Cast, closed: Consultation) -> None:
    edwin = browser(cast.edwin)
    answered(closed, "ann@example.org")
    assert "Nothing has been written yet" in edwin.get(f"{home(closed)}write/").content.decode()
    edwin.post(f"{home(closed)}write/introduction/", {"asked": "Which parks first?", "heard": ""})
    wrong = edwin.post(f"{home(closed)}points/add/", {"said": "", "how_many": "many", "decision": "perhaps"})
    for told in ("Enter what was said", "Enter a whole number", "Choose one of the three"):
        assert told in wrong.content.decode()
    typed = {**WRITTEN, "by_when": "2027-07-01", "decision": ""}
    edwin.post(f"{home(closed)}points/add/", typed)
    assert "say whether it was agreed" in edwin.get(f"{home(closed)}write/").content.decode()
    point = Point.objects.get()
    edwin.post(f"{home(closed)}points/{point.pk}/", {**typed, "decision": "agreed"})
    assert "One person left an email address" in edwin.get(f"{home(closed)}write/publish/").content.decode()
    assert "The feedback is published" in edwin.post(f"{home(closed)}write/publish/").content.decode()
    assert "Keep the paddling pool" in browser().get(home(closed)).content.decode()
    assert "The pool opens again in July" in browser().get("/areas/wellbridge/pledges/").content.decode()
    done = edwin.post(f"{home(closed)}points/{point.pk}/done/", {"on": "2027-05-03", "evidence": "", "link": "no"})
    assert "Enter a web address" in done.content.decode()
    edwin.post(f"{home(closed)}points/{point.pk}/done/", {"on": "2027-05-03"})
    assert "The pool opens again in July" in browser().get("/areas/wellbridge/pledges/?show=done").content.decode()


@pytest.mark.parametrize(("people", "shown"), [(None, False), (0, False), (4, False), (5, True), (84, True)])
def test_a_small_number_of_people_is_not_shown(
    cast: Cast, closed: Consultation, people: int | None, shown: bool
) -> None:
    actions.write_point(consultation=closed, by=cast.edwin, **{**WRITTEN, "how_many": people})
    look = browser(cast.edwin).get(f"{home(closed)}write/publish/").content.decode()
    actions.publish(consultation=closed, by=cast.edwin)
    public = browser().get(home(closed)).content.decode()
    assert ["People who said this" in page for page in (look, public)] == [shown, shown]


def test_what_was_promised_in_reply_is_found_without_knowing_its_address(cast: Cast, closed: Consultation) -> None:
    actions.write_point(consultation=closed, by=cast.edwin, **WRITTEN)
    actions.publish(consultation=closed, by=cast.edwin)
    for page in (home(closed), "/areas/wellbridge/consultations/"):
        assert (
            'href="/areas/wellbridge/pledges/">What they said they would do</a>' in browser().get(page).content.decode()
        )


def test_what_cannot_be_so_is_told_where_it_was_typed(cast: Cast, closed: Consultation) -> None:
    edwin = browser(cast.edwin)
    point = actions.write_point(consultation=closed, by=cast.edwin, **WRITTEN)
    actions.publish(consultation=closed, by=cast.edwin)
    typed: dict[str, Any] = {**WRITTEN, "by_when": "2027-07-01", "doing": "Typed with care", "owner": ""}
    wrong = edwin.post(f"{home(closed)}points/{point.pk}/", typed)
    told = wrong.content.decode()
    says = "Say who is responsible and when it is due."
    assert (wrong.status_code, says in told, "Typed with care</textarea>" in told) == (200, True, True)
    wrong = edwin.post(f"{home(closed)}points/{point.pk}/done/", {"on": "2027-05-04", "evidence": "Photographs"})
    told = wrong.content.decode()
    assert (wrong.status_code, told.count("Record this on the date it is done"), "Photographs</textarea>" in told) == (
        200, 2, True,
    )  # fmt: skip
    point.refresh_from_db()
    assert (point.doing, point.done_on) == (WRITTEN["doing"], None)


def test_what_is_promised_waits_for_who_speaks_for_the_body(cast: Cast, closed: Consultation) -> None:
    actions.write_point(consultation=closed, by=cast.edwin, **{**WRITTEN, "by_when": date(2027, 6, 1)})
    assert rules.due(cast.edwin, cast.area, CLOSED) == []
    actions.publish(consultation=closed, by=cast.edwin)
    [found] = rules.due(cast.edwin, cast.area, CLOSED)
    assert (found.on, found.says) == (
        date(2027, 6, 1), "Promised after “Parks plan”: The pool opens again in July",
    )  # fmt: skip
    assert rules.due(cast.vera, cast.area, CLOSED) == []
    assert rules.due(cast.sam, cast.area, CLOSED) == []


def test_the_list_of_promises_costs_the_same_however_long(
    cast: Cast, closed: Consultation, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    actions.write_point(consultation=closed, by=cast.edwin, **WRITTEN)
    actions.publish(consultation=closed, by=cast.edwin)
    client = browser()
    client.get("/areas/wellbridge/pledges/")
    with django_assert_num_queries(3):
        assert client.get("/areas/wellbridge/pledges/").status_code == 200
    for _more in range(3):
        actions.write_point(consultation=closed, by=cast.edwin, **WRITTEN)
    with django_assert_num_queries(3):
        client.get("/areas/wellbridge/pledges/")


def test_the_codes_of_the_answers_become_points_once(cast: Cast, closed: Consultation) -> None:
    question = Question.objects.create(consultation=closed, kind=Kind.TEXT, text="What first?")
    pool, swing = (add_code(consultation=closed, title=title, by=cast.edwin) for title in ("The pool", "A swing"))
    add_code(consultation=closed, title="Nobody said this", by=cast.edwin)
    for at, people in enumerate((1, 1, 40)):
        response = answered(closed, "", people=people)
        answer = Answer.objects.create(response=response, question=question, text=f"Words {at}")
        code_many(consultation=closed, answers=[answer.pk], code=swing if at == 2 else pool, by=cast.edwin)
    for _again in range(2):
        actions.draft_points(consultation=closed, by=cast.edwin)
    assert list(Point.objects.of(closed).values_list("said", "how_many")) == [("A swing", 40), ("The pool", 2)]


def test_the_page_of_the_consultation_leads_there(cast: Cast, closed: Consultation) -> None:
    place = f"/areas/wellbridge/consultations/{closed.pk}/"
    assert f"{home(closed)}write/" in browser(cast.edwin).get(place).content.decode()
    assert f"{home(closed)}write/" not in browser(cast.vera).get(place).content.decode()
    actions.write_point(consultation=closed, by=cast.edwin, **WRITTEN)
    actions.publish(consultation=closed, by=cast.edwin)
    assert home(closed) in browser().get(place).content.decode()
