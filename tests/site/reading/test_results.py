"""Results: counted, small numbers hidden, published when the body says so; nothing private in any copy."""

from __future__ import annotations

import io
import re
from datetime import date, timedelta
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries
from python_calamine import CalamineWorkbook

from opencompact.site import clock
from opencompact.site.agreements.models import Edition
from opencompact.site.reading.actions import add_code, ask_for_groups, code_answer, publish_results, quote
from opencompact.site.reading.counts import came_in, equality, in_words, tallies
from opencompact.site.reading.models import Results
from opencompact.site.reading.rules import due, results_of
from opencompact.site.reading.suggesting import make_waiting
from opencompact.site.record.models import Entry
from opencompact.site.rules import SET_UP, Refused
from tests.people import TODAY, Cast, at_noon, browser
from tests.site.reading.conftest import CANARY, LETTER, Asked, Many

PUBLIC = ["results/", "results.csv", "results.json"]


def shown(asked: Asked, name: str) -> Any:
    return next(each for each in tallies(asked.row) if each.question == getattr(asked, name))


def test_small_counts_and_what_gives_them_away_are_hidden(asked: Asked) -> None:
    for day, count in enumerate((12, 7, 2)):
        for _ in range(count):
            asked.answer("x", one=[day])
    found = shown(asked, "one")
    assert (found.base, [(row.label, row.how_many) for row in found.rows]) == (
        21, [("Saturday", 12), ("Sunday", None), ("Neither", None)],
    )  # fmt: skip
    text = browser(asked.rhys).get(f"{asked.row.get_absolute_url()}results/").text
    assert "Not shown: fewer than 5" in text


def test_parts_give_no_hidden_number_away(asked: Asked) -> None:
    for way, day, count in (("online", 0, 20), ("online", 1, 10), ("paper", 0, 2), ("paper", 1, 8)):
        for _ in range(count):
            asked.answer("x", one=[day], who={"way": way})
    found = shown(asked, "one")
    assert found.columns == [("online", 30), ("on paper", 10)]
    assert [(row.how_many, row.parts) for row in found.rows] == [(22, [None, None]), (18, [None, None]), (0, [0, 0])]


def test_few_answers_show_nothing(asked: Asked) -> None:
    for _ in range(4):
        asked.answer("x", one=[0], number="3")
    assert [shown(asked, name).is_hidden for name in ("one", "number", "scale")] == [True, True, False]
    assert came_in(asked.row) == {"total": None, "ways": [], "who": []}
    assert [each.answered for each in in_words(asked.row)] == [None]


def test_scales_ranks_and_numbers(asked: Asked) -> None:
    for at in range(6):
        asked.answer("x", scale=[at % 3 + 1], rank=[0, 2, 1] if at else [2, 0, 1], number=str(at * 2))
    assert shown(asked, "scale").facts == [("Mean on a scale of 1 to 5", "3.0"), ("Median on the scale", "3")]
    assert shown(asked, "rank").facts == [
        ("Average rank of “Hours”", "1.2"), ("Average rank of “Books”", "3.0"), ("Average rank of “Staff”", "1.8"),
    ]  # fmt: skip
    assert shown(asked, "number").facts == [("Lowest", "0"), ("Median", "5"), ("Highest", "10")]


def test_equality_counts_are_never_small(asked: Asked) -> None:
    [found] = equality(asked.row)
    assert [row.how_many for row in found.rows] == [None, 40, None]


def test_campaigns_are_told_beside_the_count(asked: Asked) -> None:
    for at in range(14):
        asked.answer(LETTER if at < 12 else f"Something of my own {at}")
    ask_for_groups(question=asked.words, by=asked.rhys)
    make_waiting()
    text = browser(asked.rhys).get(f"{asked.row.get_absolute_url()}results/").text
    assert "14 answers. Of these, 12 are based on the same text." in text


def test_results_are_private_until_the_body_publishes_them(cast: Cast, asked: Asked, many: Many) -> None:
    many(3)
    base = asked.row.get_absolute_url()
    assert [browser().get(base + page).status_code for page in PUBLIC] == [404] * 3
    assert browser(cast.vera).get(f"{base}results/answers/{asked.words.pk}/").status_code == 404
    assert results_of(asked.row) is None
    for who in (asked.rhys, cast.vera, cast.sam):
        with pytest.raises(Refused, match="Only an editor of Wellbridge Council"):
            publish_results(consultation=asked.row, by=who)
    with clock.at(at_noon(date(2026, 11, 2))), pytest.raises(Refused, match="after the consultation has closed"):
        publish_results(consultation=asked.row, by=cast.edwin)
    says = [(each.on, each.says) for each in due(cast.edwin, cast.area, TODAY)]
    assert says == [(date(2027, 1, 25), "Read the responses and publish the results: Library hours")]
    before = Entry.objects.count()
    browser(cast.edwin).post(f"{asked.here}publish/", {"summary": "Longer hours."})
    assert Entry.objects.count() == before + 1
    told = Entry.objects.order_by("-n")[0].told
    assert told == "Wellbridge Council published the results of the consultation Library hours."
    assert [browser().get(base + page).status_code for page in PUBLIC] == [200] * 3
    assert results_of(asked.row) == {"total": 0}
    assert due(cast.edwin, cast.area, TODAY) == []
    with pytest.raises(Refused, match="have already been published"):
        publish_results(consultation=asked.row, by=cast.edwin)
    assert Results.objects.count() == 1


def test_the_day_of_the_results_is_the_editions_for_feedback_else_the_areas(cast: Cast, asked: Asked) -> None:
    asked.answer("x")
    assert [each.on for each in due(cast.edwin, cast.area, TODAY)] == [date(2027, 1, 25)]  # twelve weeks
    Edition.objects.update(start=date(2030, 1, 1))
    assert [each.on for each in due(cast.edwin, cast.area, TODAY)] == [None]
    cast.area.results_days = 30
    assert [each.on for each in due(cast.edwin, cast.area, TODAY)] == [date(2026, 12, 2)]


def test_nothing_private_is_in_any_public_copy(cast: Cast, asked: Asked) -> None:
    for at in range(6):
        asked.answer(f"Public words {at}", one=[0])
        who = {"organisation": f"Org {CANARY}", "as_organisation": True, "speaks_for": CANARY, "basis": CANARY}
        made = asked.answer(f"Unpublished {CANARY}", publish=False, who=who)
    gone = asked.answer(f"Withdrawn {CANARY}", who={"withdrawn": at_noon(TODAY)})
    code = add_code(consultation=asked.row, title=f"Code {CANARY}", by=asked.rhys)
    code_answer(answer=made, codes=[code], by=asked.rhys)
    ask_for_groups(question=asked.words, by=asked.rhys)
    make_waiting()
    publish_results(consultation=asked.row, by=cast.edwin)
    base, visitor = asked.row.get_absolute_url(), browser()
    pages = [*PUBLIC, f"results/answers/{asked.words.pk}/", ""]
    found = {page: visitor.get(base + page).text for page in pages}
    others = [visitor.get(f"/search/?q={CANARY}").text, visitor.get(f"/areas/{cast.area.slug}/").text]
    assert [page for page, text in found.items() if CANARY in text] == []
    assert [text.count(f"Unpublished {CANARY}") for text in others] == [0, 0]
    assert all("Public words 3" in found[page] for page in pages[1:4])
    export = browser(asked.rhys).get(f"{asked.here}answers.csv").text
    assert (f"Name {CANARY}" in export, "@writer.example" in export, f"{gone.text}" in export) == (False, False, False)


def test_no_cell_is_a_formula(asked: Asked) -> None:
    asked.answer("=HYPERLINK(1)", who={"as_organisation": True, "organisation": "+44"})
    reader = browser(asked.rhys)
    rows = reader.get(f"{asked.here}answers.csv").text
    assert "'=HYPERLINK(1)" in rows and ",=HYPER" not in rows and "'+44" in rows
    book = CalamineWorkbook.from_filelike(io.BytesIO(reader.get(f"{asked.here}answers.xlsx").content))
    head, row = book.get_sheet_by_index(0).to_python()
    assert (row[head.index("What should change?")], row[head.index("organisation")]) == ("=HYPERLINK(1)", "+44")


def test_more_answers_take_no_more_queries(
    cast: Cast, asked: Asked, many: Many, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    many(1)
    publish_results(consultation=asked.row, by=cast.edwin)
    visitor = browser()
    counts = []
    for more in (1, 2):
        many(more)
        for page in ("results/", f"results/answers/{asked.words.pk}/"):
            visitor.get(asked.row.get_absolute_url() + page)
            with django_assert_max_num_queries(12) as queries:
                visitor.get(asked.row.get_absolute_url() + page)
            counts.append(len(queries))
    assert counts[:2] == counts[2:]


def test_the_page_of_the_consultation_leads_here(cast: Cast, asked: Asked, many: Many) -> None:
    many(6)
    page = asked.row.get_absolute_url()
    links = [f'href="{page}results/"', f'href="{asked.here}"']

    def found(who: Any = None) -> list[bool]:
        text = browser(who).get(page).text
        return [link in text for link in links]

    assert [found(), found(asked.rhys), found(cast.vera)] == [[False, False], [False, True], [False, False]]
    publish_results(consultation=asked.row, by=cast.edwin)
    assert [found(), found(asked.rhys)] == [[True, False], [True, True]]
    assert "Read what 6 responses said" in browser().get(page).text


def test_what_is_private_changes_nothing_that_is_published(asked: Asked) -> None:
    """Groups that are suggested later, and what is quoted later, wait until the results are published again."""
    for _copy in range(12):
        asked.answer(LETTER)
    later = asked.answer("Open on Sundays too, for those who work on Saturdays")
    publish_results(consultation=asked.row, by=SET_UP)
    address = f"{asked.row.get_absolute_url()}results/"
    before, table = browser().get(address).text, browser().get(f"{asked.row.get_absolute_url()}results.csv").content
    with clock.at(at_noon(TODAY + timedelta(days=1))):
        ask_for_groups(question=asked.words, by=SET_UP)
        make_waiting()
        quote(answer=later, words="Open on Sundays", by=SET_UP)
        assert "12 are based on the same text" not in before and "Open on Sundays" not in before
        assert without_token(browser().get(address).text) == without_token(before)
        assert browser().get(f"{asked.row.get_absolute_url()}results.csv").content == table
        publish_results(consultation=asked.row, by=SET_UP)
        shown = browser().get(address).text
        assert "12 are based on the same text" in shown and "Open on Sundays" in shown
        with pytest.raises(Refused, match="have already been published"):
            publish_results(consultation=asked.row, by=SET_UP)


def without_token(text: str) -> str:
    """A page without what is new in each."""
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", text)
