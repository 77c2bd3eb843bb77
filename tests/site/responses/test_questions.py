"""Those who speak for a body write its questions; nobody else does, and not once they can be answered."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from opencompact.site import clock
from opencompact.site.consultations.models import Consultation
from opencompact.site.findings.models import Amendment
from opencompact.site.record.models import Entry
from opencompact.site.responses import rules
from opencompact.site.responses.actions import (
    add_equality_questions,
    add_question,
    change_question,
    copy_questions,
    correct_question,
    move_question,
    publish_questions,
    remove_question,
)
from opencompact.site.responses.models import EqualityCount, Kind, Question
from opencompact.site.rules import ANYBODY, Refused
from tests.people import TODAY, Cast, at_noon, browser
from tests.site.responses.made import OPEN, OPENS, Answerer, asking, of_kind, planned, text_of


def texts(row: Consultation) -> list[str]:
    return list(Question.objects.of(row).values_list("text", flat=True))


def test_questions_are_written_in_pages(cast: Cast) -> None:
    row = planned(cast)
    edwin, at = browser(cast.edwin), f"{row.get_absolute_url()}questions/"
    with clock.at(at_noon(TODAY)):
        assert "There are no questions yet" in text_of(edwin.get(at))
        edwin.post(f"{at}introduction/", {"introduction": "Four parks", "privacy": "Two people read it"})
        edwin.post(f"{at}add/text/", {"text": "What first?", "required": "on"})
        wrong = edwin.post(f"{at}add/one/", {"text": "Which park?", "options": "Quay"})
        assert "Write at least two, one per line" in text_of(wrong)
        edwin.post(f"{at}add/one/", {"text": "Which park?", "options": "Quay\n\n Mill \n"})
        edwin.post(at, {"equality": "yes"})
        assert Question.objects.apart_of(row).count() == 9
        first, second = Question.objects.of(row)
        assert (first.required, second.choices) == (True, ("Quay", "Mill"))
        edwin.post(f"{at}{second.pk}/", {"do": "up"})
        edwin.post(f"{at}{second.pk}/", {"text": "Which park is yours?", "options": "Quay\nHill"})
        assert texts(row) == ["Which park is yours?", "What first?"]
        edwin.post(f"{at}{second.pk}/", {"do": "remove"})
        assert "What first?" in text_of(edwin.get(f"{at}preview/"))
        shown = text_of(edwin.get(f"{at}publish/"))
        assert "What first?" in shown and "Nothing will be at risk or not kept." in shown
        assert "People can respond from 11 January 2027" in shown
        edwin.post(f"{at}publish/")
        assert Entry.objects.latest(1)[0].told == (
            "Wellbridge Council published the questions of the consultation Parks plan."
        )
        assert "Published" in text_of(edwin.get(at))
    assert texts(row) == ["What first?"]
    assert set(EqualityCount.objects.values_list("count", flat=True)) == {0}


@pytest.mark.parametrize("who", ["vera", "sam", "carys", None])
def test_for_others_the_pages_do_not_exist(cast: Cast, row: Consultation, who: str | None) -> None:
    client, own = browser(getattr(cast, who) if who else None), row.get_absolute_url()
    text = of_kind(row, Kind.TEXT).pk
    for where in ("", "introduction/", "preview/", "publish/", "copy/", "add/text/", f"{text}/", f"{text}/correct/"):
        assert client.get(f"{own}questions/{where}").status_code == 404, where
    for where in ("responses/", "responses/enter/", "responses/enter/file/", "responses/enter/file/columns.csv"):
        assert client.get(f"{own}{where}").status_code == 404, where
    assert client.post(f"{own}questions/publish/").status_code == 404


def test_questions_stay_once_they_can_be_answered(cast: Cast, row: Consultation) -> None:
    question = of_kind(row, Kind.TEXT)
    with clock.at(at_noon(OPEN)):
        for act in (
            lambda: change_question(question=question, text="Other", by=cast.edwin),
            lambda: remove_question(question=question, by=cast.edwin),
            lambda: move_question(question=question, up=True, by=cast.edwin),
            lambda: add_question(consultation=row, kind=Kind.TEXT, text="More", by=cast.edwin),
            lambda: publish_questions(consultation=row, by=cast.edwin),
            lambda: add_equality_questions(consultation=row, by=cast.edwin),
        ):
            with pytest.raises(Refused, match="People can already answer the questions"):
                act()
        assert "Correct a mistake" in text_of(browser(cast.edwin).get(f"{row.get_absolute_url()}questions/"))


def test_a_slip_is_corrected_in_public(cast: Cast, row: Consultation) -> None:
    question = of_kind(row, Kind.TEXT)
    said: dict[str, Any] = {"text": "What should come first?", "hint": "One thing", "why": "The hint was missing"}
    with pytest.raises(Refused, match="Change it instead"):
        correct_question(question=question, **said, by=cast.edwin)
    with clock.at(at_noon(OPEN)):
        with pytest.raises(Refused, match="Only an editor of Wellbridge Council"):
            correct_question(question=question, **said, by=cast.vera)
        at = f"{row.get_absolute_url()}questions/{question.pk}/correct/"
        assert "Enter what was wrong, in a sentence" in text_of(browser(cast.edwin).post(at, {**said, "why": ""}))
        browser(cast.edwin).post(at, said)
        assert correct_question(question=Question.objects.get(pk=question.pk), **said, by=cast.edwin) is None
    [made] = Amendment.objects.of(row)
    assert (made.changes, made.why) == (
        [{"field": "question 1", "was": "", "becomes": "One thing"}], "The hint was missing",
    )  # fmt: skip
    assert Entry.objects.get(n=made.entry).act == "consultation_amended"


def test_a_change_before_the_opening_is_published_anew(cast: Cast, row: Consultation) -> None:
    with clock.at(at_noon(TODAY)):
        change_question(question=of_kind(row, Kind.TEXT), text="What comes first?", by=cast.edwin)
        assert rules.published(row) is None
        publish_questions(consultation=row, by=cast.edwin)
        with pytest.raises(Refused, match="These questions are published"):
            publish_questions(consultation=row, by=cast.edwin)
    assert Entry.objects.filter(act="questions_published").count() == 2


def test_questions_are_copied_within_the_body(cast: Cast, row: Consultation) -> None:
    other = planned(cast, "Paths plan")
    with clock.at(at_noon(TODAY)):
        made = copy_questions(consultation=other, source=row, by=cast.edwin)
        assert [each.text for each in made] == list(
            Question.objects.filter(consultation=row).order_by("place", "pk").values_list("text", flat=True)
        )
        assert other.questionnaire.introduction == "Four parks, one plan."
        with pytest.raises(Refused, match="another consultation by the same body"):
            copy_questions(consultation=other, source=other, by=cast.edwin)
        at = f"{other.get_absolute_url()}questions/copy/"
        assert "Choose a consultation" in text_of(browser(cast.edwin).post(at, {"source": ""}))
        assert browser(cast.edwin).post(at, {"source": row.pk}).status_code == 302


def test_nothing_is_published_too_early(cast: Cast) -> None:
    row = planned(cast)
    with clock.at(at_noon(TODAY)):
        with pytest.raises(Refused, match="There are no questions yet"):
            publish_questions(consultation=row, by=cast.edwin)
        row.elsewhere = "https://asks.example/"
        with pytest.raises(Refused, match="people respond on another site"):
            publish_questions(consultation=row, by=cast.edwin)
        row.elsewhere, row.state = "", "planned"
        with pytest.raises(Refused, match="published with the notice"):
            publish_questions(consultation=row, by=cast.edwin)
        with pytest.raises(Refused, match="Only an editor"):
            add_question(consultation=row, kind=Kind.TEXT, text="Why?", by=ANYBODY)
        many = [{"kind": Kind.TEXT, "text": str(n)} for n in range(100)]
        for each in many:
            Question.objects.create(consultation=row, **each)
        with pytest.raises(Refused, match="up to 100 questions"):
            add_question(consultation=row, kind=Kind.TEXT, text="One more", by=cast.edwin)


def test_missing_questions_are_due(cast: Cast) -> None:
    row = planned(cast)
    says = "Publish the questions of Parks plan"
    assert rules.due(cast.edwin, cast.area, TODAY) == []
    [found] = rules.due(cast.edwin, cast.area, OPENS)
    assert (found.on, found.says, found.href) == (OPENS, says, f"{row.get_absolute_url()}questions/")
    assert rules.due(cast.vera, cast.area, OPENS) == []


def test_the_first_page_of_a_notice_says_how_to_take_part(cast: Cast, row: Consultation) -> None:
    with clock.at(at_noon(OPEN)):
        shown = rules.take_part(row, ANYBODY)
        assert (shown["asks"], shown["why_not_answer"], shown["may_ask"], shown["may_read"]) == (
            True,
            None,
            False,
            False,
        )
        assert shown["answered"]["any"] is False
        assert rules.take_part(row, cast.edwin)["may_read"]
        answerer = Answerer(row)
        answerer.begin()
        answerer.fill_in()
        answerer.send()
        found = rules.take_part(row, ANYBODY)["answered"]
        assert (found["any"], found["total"]) == (True, None)


def test_the_page_of_questions_costs_the_same_for_one_and_many(
    cast: Cast, django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    row = asking(cast)
    edwin = browser(cast.edwin)
    with django_assert_max_num_queries(12):
        assert edwin.get(f"{row.get_absolute_url()}questions/").status_code == 200
