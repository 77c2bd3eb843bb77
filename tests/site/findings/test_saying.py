"""Reply to a finding, contest it, add to it; take it back; what waits for whom; what a new day changes."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from opencompact.site import clock
from opencompact.site.accounts.actions import add_organisation, give_role
from opencompact.site.accounts.models import Kind, RoleKind, Sector
from opencompact.site.areas.finding import find_area
from opencompact.site.consultations.models import Consultation
from opencompact.site.findings.actions import amend_row, settle
from opencompact.site.findings.models import Finding, Settled, Statement, Status
from opencompact.site.findings.rules import due
from opencompact.site.post.models import Letter
from opencompact.site.record.models import Entry
from opencompact.site.rules import CLOCK, SET_UP, Due
from opencompact.site.running.recurring import settle_findings
from tests.people import FIRST_DAY, TODAY, Cast, at_noon, browser
from tests.site.findings.records import LAST_TO_REPLY, LATE, not_kept, published

REPLY = {"kind": "reply", "words": "Two colleagues fell ill. It is published on 30 August."}


def say_page(finding: Finding) -> str:
    return f"/areas/wellbridge/findings/{finding.pk}/say/"


def test_the_body_replies_and_the_finding_is_public_with_it(cast: Cast) -> None:
    row, finding = not_kept(cast)
    with clock.at(at_noon(LATE)):
        edwin = browser(cast.edwin)
        page = edwin.get(say_page(finding))
        assert b"Whatever you say here is public straight away" in page.content
        assert b"For which organisation" not in page.content
        answer = edwin.post(say_page(finding), REPLY)
        assert answer["Location"] == f"/areas/wellbridge/consultations/{row.pk}/#finding-3.9-feedback"
        finding.refresh_from_db()
        assert finding.public_from == LATE
    [said] = Statement.objects.all()
    assert (said.kind, said.words, said.organisation) == ("reply", REPLY["words"], cast.council)
    told = Entry.objects.get(n=said.entry)
    assert told.told == "Wellbridge Council replied to the finding on 3.9 about Parks plan."
    assert "ill" not in str(told.facts)


def test_only_those_it_names_have_the_page(cast: Cast) -> None:
    _row, finding = not_kept(cast, involved=[cast.hall])
    with clock.at(at_noon(LATE)):
        found = [browser(who).get(say_page(finding)).status_code for who in (None, cast.sam, cast.vera, cast.carys)]
        assert found == [404, 404, 404, 404]
        assert [browser(who).get(say_page(finding)).status_code for who in (cast.edwin, cast.olwen)] == [200, 200]
        assert browser(cast.vera).post(say_page(finding), REPLY).status_code == 404
    with clock.at(at_noon(LAST_TO_REPLY + timedelta(days=1))):
        assert browser(cast.vera).get(say_page(finding)).status_code == 200
        assert browser(cast.sam).get(say_page(finding)).status_code == 404
        assert browser(cast.edwin).get("/areas/wellbridge/findings/99999/say/").status_code == 404
    assert Statement.objects.count() == 0


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({}, "Choose the kind of statement"),
        ({"kind": "reply", "words": "  "}, "Enter your statement"),
        ({"kind": "praise", "words": "x"}, "Choose one of the three"),
        ({"kind": "reply", "words": "x" * 2001}, "at most 2000 characters"),
        ({"kind": "reply", "words": "a\0b"}, "Null characters are not allowed"),
    ],
)
def test_what_is_typed_badly_is_told_and_nothing_is_lost(cast: Cast, typed: dict[str, str], says: str) -> None:
    _row, finding = not_kept(cast)
    with clock.at(at_noon(LATE)):
        page = browser(cast.edwin).post(say_page(finding), {"x": "", **typed}).content.decode()
    assert says in page
    assert Statement.objects.count() == 0


def test_the_officer_chooses_for_whom(cast: Cast) -> None:
    _row, finding = not_kept(cast, involved=[cast.hall])
    with clock.at(at_noon(LAST_TO_REPLY + timedelta(days=1))):
        olwen = browser(cast.olwen)
        assert "Choose the organisation you are speaking for" in olwen.post(say_page(finding), REPLY).content.decode()
        other = add_organisation(area=cast.area, name="Else", sector=Sector.VOLUNTARY, kind=Kind.GROUP, by=SET_UP)
        wrong = olwen.post(say_page(finding), {**REPLY, "organisation": other.pk}).content.decode()
        assert "Choose one of the organisations" in wrong
        olwen.post(say_page(finding), {**REPLY, "kind": "context", "organisation": cast.hall.pk})
    assert [(each.organisation, each.kind) for each in Statement.objects.all()] == [(cast.hall, "context")]


def test_it_is_taken_back_by_those_who_said_it(cast: Cast) -> None:
    _row, finding = not_kept(cast, involved=[cast.hall])
    with clock.at(at_noon(LATE)):
        browser(cast.edwin).post(say_page(finding), REPLY)
        said = Statement.objects.get()
        place = f"/areas/wellbridge/statements/{said.pk}/withdraw/"
        assert [browser(who).get(place).status_code for who in (None, cast.sam, cast.vera)] == [404, 404, 404]
        edwin = browser(cast.edwin)
        assert REPLY["words"] in edwin.get(place).content.decode()
        assert edwin.post(place).status_code == 302
        assert "It was withdrawn on" in edwin.get(place).content.decode()
        assert edwin.post(place).status_code == 403
    assert Statement.objects.get().withdrawn is not None
    assert Entry.objects.latest(1)[0].act == "statement_withdrawn"


def test_what_is_due_waits_for_those_who_speak_for_the_body(cast: Cast) -> None:
    row = published(cast)
    day = date(2027, 6, 21)
    with clock.at(at_noon(day)):
        settle_findings()
        wanted = [
            Due(date(2027, 7, 19), "Parks plan: promise 3.9 is due.", f"{row.get_absolute_url()}#finding-3.9-feedback")
        ]
        assert [due(who, cast.area, day) for who in (cast.edwin, cast.olwen, cast.vera, cast.sam)] == [
            wanted,
            wanted,
            [],
            [],
        ]
    with clock.at(at_noon(date(2027, 2, 1))):
        assert due(cast.edwin, cast.area, date(2027, 2, 1)) == []
    with clock.at(at_noon(LATE)):
        settle_findings()
        [found] = due(cast.edwin, cast.area, LATE)
        assert due(cast.vera, cast.area, LATE) == []
    finding = Finding.objects.get(status=Status.NOT_KEPT)
    says = "Wellbridge Council can reply before it is public: Parks plan, promise 3.9 was not kept."
    assert found == Due(LAST_TO_REPLY, says, say_page(finding))


def test_what_waits_takes_as_many_queries_for_three_as_for_one(cast: Cast, django_assert_num_queries: Any) -> None:
    day = date(2027, 6, 21)
    for count in range(3):
        row = published(cast, f"Plan {count}")
        with clock.at(at_noon(day)):
            settle(row=row, by=CLOCK)
        with clock.at(at_noon(day)), django_assert_num_queries(4):
            assert len(due(cast.edwin, cast.area, day)) == count + 1


def test_a_new_day_settles_what_it_changes_once(cast: Cast, django_assert_num_queries: Any) -> None:
    published(cast)
    with clock.at(at_noon(date(2027, 7, 19))):
        settle_findings()
        assert not Finding.objects.filter(status=Status.NOT_KEPT).exists()
    with clock.at(at_noon(LATE)):
        settle_findings()
        found = Finding.objects.get(status=Status.NOT_KEPT)
        assert (found.since, found.public_from) == (LATE, LATE + timedelta(days=10))
        letters, entries = Letter.objects.count(), Entry.objects.count()
        with django_assert_num_queries(2):  # the areas, and that this one was seen to today
            settle_findings()
        assert (Letter.objects.count(), Entry.objects.count()) == (letters, entries)
    assert Settled.objects.get(area=cast.area).on == LATE


def test_a_day_that_changes_nothing_is_looked_at_in_one_go(cast: Cast) -> None:
    """However many records there are, and with no act between those of people who answer."""
    asked = []
    for count, day in ((1, date(2027, 6, 21)), (3, date(2027, 6, 22)), (0, date(2027, 6, 23))):
        for number in range(count):
            row = published(cast, f"Plan {number} of {day}")
            with clock.at(at_noon(day - timedelta(days=1))):
                settle(row=row, by=CLOCK)
        with clock.at(at_noon(day - timedelta(days=1))):
            settle_findings()
        mark = find_area("wellbridge").mark
        with clock.at(at_noon(day)), CaptureQueriesContext(connection) as context:
            settle_findings()
        asked.append(len(context))
        assert find_area("wellbridge").mark == mark
        assert not [each for each in context.captured_queries if "compact_finding" in each["sql"].split("SELECT")[0]]
    assert asked[0] == asked[1] == asked[2]


def test_amending_what_was_wrong_in_time_leaves_nothing_to_publish(cast: Cast) -> None:
    row, finding = not_kept(cast)
    with clock.at(at_noon(LATE)):
        row = Consultation.objects.get(pk=row.pk)
        amend_row(row=row, why="It was published in July", by=cast.edwin, feedback_published=date(2027, 7, 1))
    finding.refresh_from_db()
    assert (finding.status, finding.public_from) == (Status.KEPT, None)


def test_a_letter_asks_every_editor_of_the_body(cast: Cast) -> None:
    give_role(
        area=cast.area, email="gwen@wellbridge.example", name="Gwen", kind=RoleKind.EDITOR, organisation=cast.council,
        since=FIRST_DAY, by=SET_UP,
    )  # fmt: skip
    with clock.at(at_noon(TODAY)):
        before = set(Letter.objects.values_list("pk", flat=True))
    not_kept(cast)
    letters = Letter.objects.exclude(pk__in=before)
    assert sorted(letters.values_list("to", flat=True)) == ["edwin@wellbridge.example", "gwen@wellbridge.example"]
    assert "You can reply until 25 August 2027." in letters[0].text
