"""Advice and recommendations: from asked to answered, from made to carried out, and who may not."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, datetime, time, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from opencompact.core.words import in_words
from opencompact.site import clock
from opencompact.site.accounts.actions import add_organisation, give_role
from opencompact.site.accounts.models import RoleKind, Sector
from opencompact.site.advice import actions
from opencompact.site.advice.models import Outcome, Recommendation, RecommendationState, Referral, Stage
from opencompact.site.advice.rules import RECOMMENDATION_MOVES, REFERRAL_MOVES, due
from opencompact.site.areas.actions import open_area
from opencompact.site.areas.models import Area
from opencompact.site.group.actions import change_group, form_group
from opencompact.site.group.models import Group
from opencompact.site.meetings.actions import note_attendance, plan_meeting, publish_agenda
from opencompact.site.meetings.models import Meeting
from opencompact.site.post.models import Letter
from opencompact.site.record.models import Entry
from opencompact.site.rules import SET_UP, Due, Refused
from tests.people import FIRST_DAY, Cast, browser

HERE = "/areas/wellbridge/"
ASKED = {
    "title": "Close two libraries", "about": "Two of five.", "asked": "Which two?", "stage": "options",
    "decide_by": "2027-03-01",
}  # fmt: skip
Counting = Callable[[int], AbstractContextManager[object]]


@pytest.fixture
def group(cast: Cast) -> Group:
    return form_group(area=cast.area, name="Partners’ Group", answers_to="The Board", formed=FIRST_DAY, by=SET_UP)


@pytest.fixture
def referral(cast: Cast, group: Group) -> Referral:
    return actions.refer_proposal(
        group=group, body=cast.council, title="Close two libraries", about="Two of five.", asked="Which two?",
        stage=Stage.OPTIONS, decide_by=date(2027, 3, 1), by=cast.edwin,
    )  # fmt: skip


@pytest.fixture
def recommendation(cast: Cast, group: Group) -> Recommendation:
    return actions.recommend(
        group=group, body=cast.council, title="Pay in advance", refs=["1.1"], due=date(2027, 6, 30), by=cast.carys
    )


def plan(group: Group, on: date) -> Meeting:
    return plan_meeting(group=group, title="Meeting", on=on, starts=time(10), place="Hall", by=SET_UP)


def entries(subject: str) -> list[tuple[str, dict[str, object]]]:
    return [(each.act, each.facts) for each in Entry.objects.of("wellbridge", subject)]


def test_a_proposal_from_asked_to_answered(cast: Cast, group: Group) -> None:
    today = cast.area.today()
    coming = plan(group, today + timedelta(days=30))
    edwin, chair = browser(cast.edwin), browser(cast.carys)
    assert edwin.post(f"{HERE}advice/ask/", {**ASKED, "body": cast.council.pk}).status_code == 302
    one = Referral.objects.get().get_absolute_url()
    assert chair.post(f"{one}agenda/", {"meeting": coming.pk}).status_code == 302
    assert [(item.title, item.lead) for item in coming.items.all()] == [("Advice on Close two libraries", cast.council)]
    assert coming.get_absolute_url() not in browser().get(one).text
    publish_agenda(meeting=coming, by=SET_UP)
    assert coming.get_absolute_url() in browser().get(one).text
    said = {"advice": "Keep all five.\nShare them.", "on": today.isoformat()}
    assert chair.post(f"{one}advise/", said).status_code == 302
    shown = browser().get(one).text
    assert "Keep all five." in shown and "The group gave its advice 0 days ago" in shown
    with clock.at(datetime.combine(today + timedelta(days=9), time(12), cast.area.zone)):
        assert (
            "The group gave its advice 9 days ago. Wellbridge Council has not replied yet." in browser().get(one).text
        )
    assert "Say why" in edwin.post(f"{one}answer/", {"outcome": "not_followed"}).text
    edwin.post(f"{one}answer/", {"outcome": "not_followed", "because": "There is no money."})
    shown = browser().get(one).text
    assert "Not followed" in shown and "There is no money." in shown and "days ago" not in shown
    facts = {"organisation": "Wellbridge Council", "title": "Close two libraries"}
    assert entries(Referral.objects.get().subject) == [
        ("proposal_referred", facts), ("proposal_advised", {"title": "Close two libraries"}),
        ("proposal_answered", {**facts, "outcome": "not followed"}),
    ]  # fmt: skip
    assert "Not followed" in browser().get(f"{HERE}advice/?state=answered").text
    assert "Nothing is at this stage" in browser().get(f"{HERE}advice/?state=referred").text


def test_advice_is_given_once_and_answered_once(cast: Cast, referral: Referral) -> None:
    today = cast.area.today()
    with pytest.raises(Refused, match="The group has not given its advice yet"):
        actions.answer_advice(referral=referral, outcome=Outcome.FOLLOWED, by=cast.edwin)
    for day in (today + timedelta(days=1), today - timedelta(days=1)):
        with pytest.raises(
            Refused, match="The date can't be in the future, or before the group was asked or gave its advice"
        ):
            actions.advise(referral=referral, advice="Yes", on=day, by=cast.carys)
    actions.advise(referral=referral, advice="Yes", on=today, by=cast.carys)
    with pytest.raises(Refused, match="The group has already given its advice"):
        actions.advise(referral=referral, advice="No", on=today, by=cast.carys)
    with pytest.raises(Refused, match="Say why the advice was not followed"):
        actions.answer_advice(referral=referral, outcome=Outcome.IN_PART, by=cast.edwin)
    actions.answer_advice(referral=referral, outcome=Outcome.FOLLOWED, by=cast.edwin)
    with pytest.raises(Refused, match="What happened to the advice has already been recorded"):
        actions.answer_advice(referral=referral, outcome=Outcome.IN_PART, because="x", by=cast.edwin)
    assert Referral.objects.get().outcome == Outcome.FOLLOWED


def test_a_recommendation_from_made_to_carried_out(cast: Cast, group: Group) -> None:
    today = cast.area.today()
    chair, edwin = browser(cast.carys), browser(cast.edwin)
    said = {"body": cast.council.pk, "title": "Pay in advance", "refs": "1.1", "due": "2026-12-31"}
    assert chair.post(f"{HERE}recommendations/make/", said).status_code == 302
    one = Recommendation.objects.get().get_absolute_url()
    assert "Waiting for a reply" in browser().get(one).text
    assert "0 of 1 carried out" in browser().get(f"{HERE}recommendations/").text
    assert "Say why" in edwin.post(one, {"answer": "accepted_in_part"}).text
    edwin.post(one, {"answer": "not_accepted", "because": "Our rules forbid it."})
    edwin.post(one, {"answer": "accepted_in_part", "because": "The rules were changed, for small grants."})
    assert "for small grants" in browser().get(one).text
    with clock.at(datetime(2027, 1, 5, 12, tzinfo=cast.area.zone)):
        assert "Overdue" in browser().get(one).text
        assert "1 is overdue." in browser().get(f"{HERE}recommendations/?state=overdue").text
    wrong = edwin.post(one, {"carried": "yes", "on": "soon"})
    assert wrong.status_code == 200 and Recommendation.objects.get().done is None
    done = {"carried": "yes", "on": today.isoformat(), "result": "It works", "evidence": "https://council.example/x"}
    assert edwin.post(one, done).status_code == 302
    shown = browser().get(one).text
    assert "Carried out" in shown and "It works" in shown and "https://council.example/x" in shown
    assert "1 of 1 carried out; 1 of 1 accepted" in browser().get(f"{HERE}recommendations/").text
    assert "1 made, 1 accepted, 1 carried out" in browser().get(f"{HERE}group/").text
    facts = {"organisation": "Wellbridge Council", "title": "Pay in advance"}
    assert entries(Recommendation.objects.get().subject) == [
        ("recommendation_made", facts),
        ("recommendation_answered", {**facts, "outcome": "not accepted"}),
        ("recommendation_answered", {**facts, "outcome": "accepted in part"}),
        ("recommendation_done", {"title": "Pay in advance", "on": today.isoformat()}),
    ]


def test_a_meeting_shows_what_was_recommended_there(cast: Cast, group: Group, recommendation: Recommendation) -> None:
    one, other = plan(group, cast.area.today()), plan(group, cast.area.today())
    note_attendance(meeting=one, came={}, by=cast.carys)
    assert "Recommendations" not in browser().get(one.get_absolute_url()).text
    counted = []
    for title in ("Pay early", "Pay on time", "Pay fully"):
        made = actions.recommend(group=group, body=cast.council, meeting=one, title=title, refs=[], by=cast.carys)
        with CaptureQueriesContext(connection) as asked:
            shown = browser().get(one.get_absolute_url()).text
        assert f'href="{made.get_absolute_url()}">{title}</a> to Wellbridge Council: Waiting for a reply' in shown
        counted.append(len(asked))
    assert counted[0] == counted[2]
    assert recommendation.title not in shown and "Pay" not in browser().get(other.get_absolute_url()).text
    assert browser().get(f"/areas/wellbridge/meetings/{one.pk + 99}/").status_code == 404


def test_the_body_is_told(cast: Cast, referral: Referral, recommendation: Recommendation) -> None:
    actions.advise(referral=referral, advice="Keep <all> five.", on=cast.area.today(), by=cast.carys)
    letters = Letter.objects.order_by("pk")
    assert [(each.to, each.subject) for each in letters] == [
        ("edwin@wellbridge.example", "Recommendation: Pay in advance"),
        ("edwin@wellbridge.example", "Advice on Close two libraries"),
    ]
    assert "Keep <all> five." in letters[1].text
    assert letters[0].text.endswith(f"http://testserver{recommendation.get_absolute_url()}")


def test_only_moves_that_are_listed_are_made(cast: Cast, recommendation: Recommendation) -> None:
    for state, after in RECOMMENDATION_MOVES.items():
        for answer in set(RecommendationState) - {RecommendationState.DONE, RecommendationState.MADE} - set(after):
            recommendation.state = state
            with pytest.raises(Refused, match="This recommendation already has a reply"):
                actions.answer_recommendation(recommendation=recommendation, answer=answer, because="x", by=cast.edwin)
        if RecommendationState.DONE not in after:
            with pytest.raises(Refused, match=r"has already been carried out|Accept the recommendation first"):
                actions.carry_out(recommendation=recommendation, on=cast.area.today(), by=cast.edwin)
    assert set(RECOMMENDATION_MOVES) == set(RecommendationState)
    assert [state for state, after in REFERRAL_MOVES.items() if not after] == ["answered"]


@pytest.mark.parametrize("who", ["edwin", "vera", "sam"])
def test_who_may_not(cast: Cast, group: Group, referral: Referral, recommendation: Recommendation, who: str) -> None:
    person, today = getattr(cast, who), cast.area.today()
    meeting = plan(group, today)
    before = Entry.objects.count()
    for act in (
        lambda: actions.put_on_agenda(referral=referral, meeting=meeting, by=person),
        lambda: actions.advise(referral=referral, advice="x", on=today, by=person),
        lambda: actions.recommend(group=group, body=cast.hall, title="x", by=person),
    ):
        with pytest.raises(Refused, match="Only the partnership officer or the chair"):
            act()
    others = cast.hall if who == "edwin" else cast.council
    referral.body = recommendation.body = others
    only = f"Only an editor of {others.name} or the partnership officer"
    for act in (
        lambda: actions.refer_proposal(group=group, body=others, title="x", by=person),
        lambda: actions.answer_advice(referral=referral, outcome=Outcome.FOLLOWED, by=person),
        lambda: actions.answer_recommendation(
            recommendation=recommendation, answer=RecommendationState.ACCEPTED, by=person
        ),
        lambda: actions.carry_out(recommendation=recommendation, on=today, by=person),
    ):
        with pytest.raises(Refused, match=only):
            act()
    assert Entry.objects.count() == before


@pytest.mark.parametrize("who", [None, "sam", "vera", "edwin"])
def test_forms_are_not_there_for_those_who_may_not(
    cast: Cast, referral: Referral, recommendation: Recommendation, who: str | None
) -> None:
    client = browser(getattr(cast, who) if who else None)
    one = referral.get_absolute_url()
    for address in (f"{one}agenda/", f"{one}advise/", f"{one}answer/", f"{HERE}recommendations/make/"):
        assert client.get(address).status_code == client.post(address).status_code == 404
    if who != "edwin":
        page = recommendation.get_absolute_url()
        assert "Publish the reply" not in client.get(page).text
        assert client.post(page, {"answer": "accepted"}).status_code == 403
    if who in (None, "sam"):
        assert client.get(f"{HERE}advice/ask/").status_code == 404


@pytest.mark.parametrize(
    "said", [{"title": ""}, {"about": ""}, {"asked": ""}, {"stage": "late"}, {"decide_by": "soon"}, {"body": "999"},
             {"link": "javascript:alert(1)"}],
)  # fmt: skip
def test_bad_input_asks_nothing(cast: Cast, group: Group, said: dict[str, str]) -> None:
    shown = browser(cast.edwin).post(f"{HERE}advice/ask/", {**ASKED, "body": cast.council.pk, **said})
    assert shown.status_code == 200 and not Referral.objects.exists()


@pytest.mark.parametrize("said", [{"title": ""}, {"body": ""}, {"refs": "99.9"}, {"due": "soon"}, {"meeting": "999"}])
def test_bad_input_recommends_nothing(cast: Cast, group: Group, said: dict[str, str]) -> None:
    typed = {"body": cast.council.pk, "title": "Pay in advance", **said}
    shown = browser(cast.carys).post(f"{HERE}recommendations/make/", typed)
    assert shown.status_code == 200 and not Recommendation.objects.exists()


def test_bad_answers_change_nothing(cast: Cast, referral: Referral, recommendation: Recommendation) -> None:
    actions.advise(referral=referral, advice="Yes", on=cast.area.today(), by=cast.carys)
    edwin = browser(cast.edwin)
    for address, typed in (
        (f"{referral.get_absolute_url()}answer/", {"outcome": ""}),
        (f"{referral.get_absolute_url()}answer/", {"outcome": "perhaps"}),
        (recommendation.get_absolute_url(), {"answer": ""}),
        (recommendation.get_absolute_url(), {"answer": "done"}),
    ):
        assert edwin.post(address, typed).status_code == 200
    assert (Referral.objects.get().outcome, Recommendation.objects.get().state) == ("", "made")
    with pytest.raises(IntegrityError), transaction.atomic():
        Recommendation.objects.update(state="not_accepted")
    with pytest.raises(IntegrityError), transaction.atomic():
        Referral.objects.update(outcome="not_followed")


def test_nothing_of_one_area_is_found_in_another(
    cast: Cast, group: Group, referral: Referral, recommendation: Recommendation
) -> None:
    other = open_area(slug="elsewhere", name="Elsewhere", by=SET_UP)
    strange = form_group(area=other, name="G", answers_to="B", by=SET_UP)
    body = add_organisation(area=other, name="Stranger", sector=Sector.PUBLIC, by=SET_UP)
    officer = give_role(area=other, email="o@else.example", kind=RoleKind.OFFICER, since=FIRST_DAY, by=SET_UP).person
    client = browser(officer)
    for end in (f"advice/{referral.pk}/", f"advice/{referral.pk}/agenda/", f"advice/{referral.pk}/advise/",
                f"advice/{referral.pk}/answer/", f"recommendations/{recommendation.pk}/"):  # fmt: skip
        assert client.get(f"/areas/elsewhere/{end}").status_code == 404
        assert client.post(f"/areas/elsewhere/{end}").status_code == 404
    for act in (
        lambda: actions.refer_proposal(group=group, body=body, title="x", by=SET_UP),
        lambda: actions.recommend(group=group, body=body, title="x", by=SET_UP),
    ):
        with pytest.raises(Refused, match="Stranger is not in this area's list of organisations"):
            act()
    meeting = plan(strange, cast.area.today())
    for act in (
        lambda: actions.put_on_agenda(referral=referral, meeting=meeting, by=cast.olwen),
        lambda: actions.advise(referral=referral, advice="x", on=meeting.on, meeting=meeting, by=cast.olwen),
        lambda: actions.recommend(group=group, body=cast.hall, title="x", meeting=meeting, by=cast.olwen),
    ):
        with pytest.raises(Refused, match="This is not one of the group's meetings"):
            act()
    assert "Close two libraries" not in client.get("/areas/elsewhere/advice/").text


def test_what_is_due(cast: Cast, referral: Referral, recommendation: Recommendation) -> None:
    today = cast.area.today()
    Area.objects.update(answer_days=21)
    answer_by = today + timedelta(days=21)
    advice = Due(date(2027, 3, 1), "Give advice on Close two libraries", referral.get_absolute_url())
    made = Due(answer_by, "Reply to the recommendation Pay in advance", recommendation.get_absolute_url())
    assert due(cast.carys, cast.area, today) == [advice]
    assert due(cast.edwin, cast.area, today) == [made]
    assert due(cast.olwen, cast.area, today) == [advice, made]
    assert due(cast.vera, cast.area, today) == due(cast.sam, cast.area, today) == []
    actions.advise(referral=referral, advice="Yes", on=today, by=cast.carys)
    actions.answer_recommendation(recommendation=recommendation, answer=RecommendationState.ACCEPTED, by=cast.edwin)
    advised = Due(answer_by, "Record what happened to the advice on Close two libraries", referral.get_absolute_url())
    carry_out = Due(date(2027, 6, 30), "Carry out the recommendation Pay in advance", recommendation.get_absolute_url())
    assert due(cast.edwin, cast.area, date(2027, 6, 2)) == [advised, carry_out]
    assert due(cast.edwin, cast.area, today) == [advised]
    Area.objects.update(answer_days=None)
    assert due(cast.edwin, cast.area, today) == [advised._replace(on=None)]


def test_the_day_of_an_answer_is_public_where_one_was_agreed(cast: Cast, recommendation: Recommendation) -> None:
    one, today = recommendation.get_absolute_url(), cast.area.today()
    assert "Not yet. No date for an answer has been agreed." in browser().get(one).text
    Area.objects.update(answer_days=14)
    assert f"Due by {in_words(today + timedelta(days=14))}" in browser().get(one).text
    assert "Overdue" not in browser().get(one).text
    with clock.at(datetime.combine(today + timedelta(days=15), time(12), cast.area.zone)):
        for address in (one, f"{HERE}recommendations/"):
            assert '<strong class="govuk-tag govuk-tag--yellow">Overdue</strong>' in browser().get(address).text
    actions.answer_recommendation(recommendation=recommendation, answer=RecommendationState.ACCEPTED, by=cast.edwin)
    assert "Due by" not in browser().get(one).text


def test_a_meeting_without_a_quorum_recommends_and_advises_nothing(
    cast: Cast, group: Group, referral: Referral
) -> None:
    change_group(group=group, quorum_total=2, by=SET_UP)
    today, chair = cast.area.today(), browser(cast.carys)
    early, few = plan(group, today), plan(group, today)
    note_attendance(meeting=few, came={}, by=cast.carys)
    for meeting, why in ((early, "Record who attended first"), (few, "The meeting could discuss but not decide")):
        with pytest.raises(Refused, match=why):
            actions.recommend(group=group, body=cast.council, meeting=meeting, title="x", by=cast.carys)
        with pytest.raises(Refused, match=why):
            actions.advise(referral=referral, advice="x", on=today, meeting=meeting, by=cast.carys)
    typed = {"body": cast.council.pk, "title": "Typed words", "meeting": few.pk}
    shown = chair.post(f"{HERE}recommendations/make/", typed).text
    assert why in shown and "Typed words" in shown
    said = {"advice": "Typed advice", "on": today.isoformat(), "meeting": few.pk}
    shown = chair.post(f"{referral.get_absolute_url()}advise/", said).text
    assert why in shown and "Typed advice" in shown
    assert not Recommendation.objects.exists()


def test_the_table(cast: Cast, group: Group, recommendation: Recommendation) -> None:
    actions.recommend(group=group, body=cast.hall, title='=HYPERLINK("x")', by=cast.carys)
    answer = browser().get(f"{HERE}recommendations/recommendations.csv")
    assert answer["Content-Disposition"] == 'attachment; filename="recommendations-wellbridge.csv"'
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [(row["title"], row["to"], row["promises"], row["state"]) for row in rows] == [
        ("Pay in advance", "Wellbridge Council", "1.1", "made"), ("'=HYPERLINK(\"x\")", "Village Hall", "", "made"),
    ]  # fmt: skip
    for asked, count in (("?body=village-hall", 1), ("?state=done", 0), ("?state=x&body=", 2), ("?body=%00", 2)):
        answer = browser().get(f"{HERE}recommendations/recommendations.csv{asked}")
        assert len(answer.content.splitlines()) == count + 1


def test_empty_pages_say_what_comes_next(cast: Cast) -> None:
    assert (
        "Organisations in the area can ask through their editor or the partnership officer"
        in browser().get(f"{HERE}advice/").text
    )
    assert "The group has not made any recommendations yet" in browser().get(f"{HERE}recommendations/").text
    assert browser(cast.olwen).get(f"{HERE}advice/ask/").status_code == 404  # there is no group to ask


def fill(cast: Cast, group: Group, count: int) -> None:
    Referral.objects.bulk_create(
        Referral(group=group, body=cast.council, title=f"P{n}", about="a", asked="b", stage="idea", referred=FIRST_DAY)
        for n in range(count)
    )
    Recommendation.objects.bulk_create(
        Recommendation(group=group, body=cast.council, title=f"R{n}", made=FIRST_DAY, due=FIRST_DAY)
        for n in range(count)
    )


@pytest.mark.parametrize("count", [1, 3, 300])
@pytest.mark.parametrize(
    ("address", "queries"),
    [("advice/", 5), ("recommendations/", 6), ("recommendations/?state=overdue", 6), ("group/", 8),
     ("recommendations/recommendations.csv", 2)],
)  # fmt: skip
def test_pages_take_as_many_queries_for_many(
    cast: Cast, group: Group, django_assert_num_queries: Counting, count: int, address: str, queries: int
) -> None:
    fill(cast, group, count)
    with django_assert_num_queries(queries):
        assert browser().get(HERE + address).status_code == 200
