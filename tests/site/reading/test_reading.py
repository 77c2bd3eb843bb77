"""Reading: who may, the list with its filters, codes for one and for many, tags."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from opencompact.site.reading import rules
from opencompact.site.reading.actions import add_code, code_answer, code_many, merge_codes, tag_response
from opencompact.site.reading.models import Code, Coding, Tag
from opencompact.site.reading.rules import Counted, points
from opencompact.site.record.models import Entry
from opencompact.site.rules import Refused
from tests.people import Cast, browser
from tests.site.reading.conftest import Asked, Many

PAGES = ["", "answers/", "responses/", "codes/", "groups/", "samples/", "answers.csv", "answers.xlsx", "publish/"]


def codes_of(asked: Asked) -> list[tuple[str, int]]:
    codes: Any = Code.objects.of(asked.row).counted()
    return [(each.title, each.responses) for each in codes]


@pytest.mark.parametrize("page", PAGES)
def test_only_those_who_may_read_find_these_pages(cast: Cast, asked: Asked, page: str) -> None:
    cast.sam.is_administrator = True
    cast.sam.save()
    may = {who: browser(who).get(asked.here + page).status_code for who in (cast.olwen, cast.edwin, asked.rhys)}
    may_not = [browser(who).get(asked.here + page).status_code for who in (cast.vera, cast.carys, cast.sam, None)]
    assert set(may.values()) == {200}
    assert set(may_not) == {404}


def test_the_list_is_narrowed_by_everything(cast: Cast, asked: Asked) -> None:
    one = asked.answer("Open on Saturdays", one=[0], many=[0, 2], rank=[1, 0, 2])
    two = asked.answer(
        "Longer evenings",
        publish=False,
        one=[2],
        many=[2],
        rank=[0, 1, 2],
        who={"way": "paper", "as_organisation": True},
    )
    code = add_code(consultation=asked.row, title="Saturdays", by=asked.rhys)
    code_answer(answer=one, codes=[code], by=asked.rhys)
    tag_response(response=two.response, names=["school"], by=asked.rhys)
    tag = Tag.objects.get()
    wanted: dict[str, list[Any]] = {
        "": [one, two], "words=SATURDAYS": [one], "words=open+evenings": [], f"code={code.pk}": [one],
        "code=none": [two], f"tag={tag.pk}": [two], "way=paper": [two], "who=people": [one], "publish=no": [two],
        "campaign=yes": [], "redacted=no": [one, two], f"chosen={asked.one.pk}:0": [one],
        f"chosen={asked.many.pk}:2": [one, two], f"chosen={asked.many.pk}:0": [one],
        f"chosen={asked.rank.pk}:0": [two], "way=nonsense": [one, two], "words=%00": [one, two],
        "code=999999999999999999999": [one, two], "question=x&chosen=1:'": [one, two],
    }  # fmt: skip
    reader = browser(asked.rhys)
    found = {
        query: [each for each, _said in reader.get(f"{asked.here}answers/?{query}").context["rows"]] for query in wanted
    }
    assert found == wanted
    whole = reader.get(f"{asked.here}responses/?tag={tag.pk}").context["shelf"].rows
    assert whole == [two.response]


def test_closed_questions_read_in_words(asked: Asked) -> None:
    asked.answer("x", one=[1], rank=[2, 0, 1], number="12.50")
    reader = browser(asked.rhys)

    def said(question: Any) -> list[str]:
        return [text for _each, text in reader.get(f"{asked.here}answers/?question={question.pk}").context["rows"]]

    assert [said(asked.one), said(asked.rank), said(asked.number)] == [["Sunday"], ["Staff > Hours > Books"], ["12.5"]]


@pytest.mark.parametrize(("page", "most"), [("answers/", 12), ("responses/", 12), ("codes/", 12), ("", 15)])
def test_a_longer_list_takes_no_more_queries(
    asked: Asked, many: Many, page: str, most: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    code = add_code(consultation=asked.row, title="Books", by=asked.rhys)
    reader = browser(asked.rhys)
    counts = []
    for more in (1, 2):
        for each in many(more):
            code_answer(answer=each, codes=[code], by=asked.rhys)
        with django_assert_max_num_queries(most) as asked_of_database:
            reader.get(asked.here + page)
        counts.append(len(asked_of_database))
    assert counts[0] == counts[1]


def test_one_answer_is_coded_and_the_next_is_read(asked: Asked, many: Many) -> None:
    first, second, third = many(3)
    code = add_code(consultation=asked.row, title="Books", by=asked.rhys)
    reader = browser(asked.rhys)
    page = f"{asked.here}answers/{first.pk}/?words=books"
    answered = reader.post(page, {"codes": [code.pk], "next": "yes"})
    assert answered["Location"] == f"{asked.here}answers/{second.pk}/?words=books"
    assert codes_of(asked) == [("Books", 1)]
    reader.post(page, {"codes": []})
    assert codes_of(asked) == [("Books", 0)]
    assert reader.post(page, {"codes": ["77"]}).status_code == 200
    assert reader.get(f"{asked.here}answers/{third.pk}/").context["next"] is None


def test_many_answers_get_a_code_at_once(asked: Asked, many: Many) -> None:
    made = many(6)
    code = add_code(consultation=asked.row, title="Books", by=asked.rhys)
    reader, page = browser(asked.rhys), f"{asked.here}answers/?chosen={asked.one.pk}:0"
    reader.post(page, {"code": code.pk, "extent": "chosen", "answer": [made[0].pk]})
    assert codes_of(asked) == [("Books", 1)]
    reader.post(page, {"code": code.pk, "extent": "all"})
    assert set(Coding.objects.values_list("answer", flat=True)) == {made[0].pk, made[3].pk}
    reader.post(page, {"code": code.pk, "extent": "all", "off": "yes"})
    assert codes_of(asked) == [("Books", 0)]
    for wrong in ({"code": code.pk, "extent": "chosen"}, {"code": "x", "extent": "all"}, {}):
        assert reader.post(page, wrong, follow=True).context["messages"]
    assert reader.post(page, {"code": code.pk, "extent": "chosen", "answer": [made[1].pk]}).status_code == 302
    assert codes_of(asked) == [("Books", 0)]  # it is not in this list


def test_codes_of_elsewhere_are_refused(cast: Cast, asked: Asked, many: Many) -> None:
    [made] = many(1)
    code = add_code(consultation=asked.row, title="Books", by=asked.rhys)
    with pytest.raises(Refused, match="Only people who act for Wellbridge Council and its readers can do this"):
        code_answer(answer=made, codes=[code], by=cast.vera)
    with pytest.raises(Refused, match="Only people who act for Wellbridge Council and its readers can do this"):
        code_many(consultation=asked.row, answers=[made.pk], code=code, by=cast.sam)
    with pytest.raises(Refused, match="do not all belong"):
        code_many(consultation=asked.row, answers=[made.pk, 9999], code=code, by=asked.rhys)
    with pytest.raises(Refused, match="at least one"):
        code_many(consultation=asked.row, answers=[], code=code, by=asked.rhys)
    assert not Coding.objects.exists()


def test_the_frame_is_written_merged_and_shortened(asked: Asked, many: Many) -> None:
    one, two = many(2)
    reader, page = browser(asked.rhys), f"{asked.here}codes/"
    before = Entry.objects.count()
    for title in ("Longer hours", "More books", "Open later"):
        reader.post(page, {"title": title})
    assert "There is already a code" in str(reader.post(page, {"title": "more BOOKS"}).context["form"].errors)
    assert reader.post(page, {"title": ""}).context["form"].errors
    hours, books, later = Code.objects.of(asked.row)
    code_answer(answer=one, codes=[hours, later], by=asked.rhys)
    code_answer(answer=two, codes=[later], by=asked.rhys)
    assert rules.why_not_drop_code(asked.rhys, later)
    reader.post(f"{page}{later.pk}/", {"merge": "yes", "into": hours.pk})
    assert codes_of(asked) == [("Longer hours", 2), ("More books", 0)]
    reader.post(f"{page}{books.pk}/", {"up": "yes"})
    assert codes_of(asked) == [("More books", 0), ("Longer hours", 2)]
    reader.post(f"{page}{books.pk}/", {"change": "yes", "title": "Newer books", "description": "Not e-books"})
    assert codes_of(asked) == [("Newer books", 0), ("Longer hours", 2)]
    reader.post(f"{page}{books.pk}/", {"drop": "yes"})
    assert codes_of(asked) == [("Longer hours", 2)]
    assert reader.post(f"{page}{hours.pk}/", {"drop": "yes"}).status_code == 403
    assert reader.post(f"{page}{hours.pk}/", {"merge": "yes", "into": hours.pk}).status_code == 200
    with pytest.raises(Refused, match="another code"):
        merge_codes(code=hours, into=hours, by=asked.rhys)
    assert Entry.objects.count() == before


def test_points_count_a_response_once(asked: Asked) -> None:
    one = asked.answer("More books", who={"people": 30, "way": "meeting"})
    two = asked.answer("More books too")
    rare = add_code(consultation=asked.row, title="Nobody says so", by=asked.rhys)
    code = add_code(consultation=asked.row, title="More books", description="Any books", by=asked.rhys)
    for each in (one, two):
        code_answer(answer=each, codes=[code], by=asked.rhys)
    assert points(asked.row) == [
        Counted(code.pk, "More books", "Any books", 2, 31), Counted(rare.pk, "Nobody says so", "", 0, 0),
    ]  # fmt: skip


def test_a_response_is_tagged(asked: Asked, many: Many) -> None:
    [made] = many(1)
    reader, page = browser(asked.rhys), f"{asked.here}responses/{made.response_id}/"
    reader.post(page, {"tags": "School,  read again, school"})
    assert list(Tag.objects.values_list("name", flat=True)) == ["read again", "school"]
    assert reader.post(page, {"tags": ",".join("abcdefghijkl")}).context["form"].errors
    reader.post(page, {"tags": ""})
    assert not Tag.objects.exists()


def test_an_empty_consultation_says_what_comes_next(asked: Asked) -> None:
    reader = browser(asked.rhys)
    assert "Nobody has responded yet" in reader.get(asked.here).text
    assert "Nobody has answered this question yet" in reader.get(f"{asked.here}answers/").text
    assert "There are no codes yet" in reader.get(f"{asked.here}codes/").text
    assert Client().get(f"{asked.row.get_absolute_url()}results/").status_code == 404
