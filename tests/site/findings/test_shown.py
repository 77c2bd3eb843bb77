"""What the page of a record shows of its findings, to whom, and what happened to it so far."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext

from opencompact.site import clock
from opencompact.site.areas.actions import change_area
from opencompact.site.consultations.actions import extend
from opencompact.site.consultations.models import Consultation
from opencompact.site.findings.actions import say, unsay, withdraw_row
from opencompact.site.findings.models import Statement, Status, Word
from opencompact.site.findings.shown import Shown, history, promises, shown
from opencompact.site.rules import ANYBODY, SET_UP, Refused
from tests.people import TODAY, Cast, at_noon
from tests.site.findings.records import LAST_TO_REPLY, LATE, not_kept, planned, published


def page_of(row: Consultation, person: Any) -> str:
    found = promises(row, person)
    return render_to_string("findings/parts/findings.html", {"row": row, "findings": found})


def held(found: list[Shown]) -> list[Shown]:
    return [each for each in found if each.held_until]


def test_a_plan_is_told_what_publishing_would_do(cast: Cast) -> None:
    with clock.at(at_noon(TODAY)):
        row = planned(cast, closes=date(2027, 2, 8))
        found = shown(row, cast.edwin)
        page = page_of(row, cast.edwin)
    short = found[0]
    assert (short.ref, short.check_id, short.status) == ("3.1", "length", Status.AT_RISK)
    assert "If you published this today" in page
    assert short.remedy.startswith("Keep it open until 5 April 2027")
    assert "12 weeks (84 days) from 11 January 2027 is 5 April 2027." in short.worked_out
    assert not any(each.say_href or each.held_until for each in found)


def test_what_needs_attention_comes_first_and_what_does_not_apply_last(cast: Cast) -> None:
    row = published(cast, unknown=["groups"])
    with clock.at(at_noon(TODAY)):
        found = shown(row, ANYBODY)
    titles = list(dict.fromkeys(str(each.group.title) for each in found))
    assert titles == ["Needs attention", "Due", "Kept"]
    assert [each.status for each in found if each.ref == "8.1"] == [Status.CANNOT_TELL]


def test_each_promise_is_one_line_with_its_checks_behind_it(cast: Cast) -> None:
    with clock.at(at_noon(TODAY)):
        row = planned(cast, closes=date(2027, 2, 8))
        checks, found = shown(row, cast.edwin), promises(row, cast.edwin)
        page = page_of(row, cast.edwin)
    assert len({each.lead.ref for each in found}) == len(found) < len(checks)
    assert {each.anchor for line in found for each in line.checks} == {each.anchor for each in checks}
    first = found[0]
    assert (first.lead.ref, first.lead.check_id, first.status) == ("3.1", "length", Status.AT_RISK)
    assert len(first.checks) > 1 and page.count(first.remedy) == 1
    summary = page.index("How we worked this out")
    assert page.index(first.says) < summary < page.index("is 5 April 2027.", summary)
    assert all(f'id="{each.anchor}"' in page for each in checks if each.group.title != "Does not apply")


def test_a_promise_says_nothing_while_one_of_its_checks_is_held_back(cast: Cast) -> None:
    row, finding = not_kept(cast)
    with clock.at(at_noon(LATE)):
        [line] = [each for each in promises(row, ANYBODY) if each.lead.ref == finding.ref]
        assert (line.status, line.says, line.remedy, line.lead.check_id) == (None, "", "", finding.check_id)
        assert [each.status for each in promises(row, cast.edwin) if each.lead.ref == finding.ref] == [Status.NOT_KEPT]


def test_the_published_reason_can_be_read(cast: Cast) -> None:
    row = published(cast, closes=date(2027, 2, 8), short_reason="The grant must be claimed by 1 March 2027.")
    with clock.at(at_noon(TODAY)):
        [found] = [each for each in shown(row, ANYBODY) if each.status == Status.KEPT_WITH_REASON]
        assert "The grant must be claimed by 1 March 2027." in page_of(row, ANYBODY)
    assert found.reason == "The grant must be claimed by 1 March 2027."


def test_the_public_sees_no_status_of_what_is_held_back(cast: Cast) -> None:
    row, _finding = not_kept(cast)
    with clock.at(at_noon(LATE)):
        for person in (ANYBODY, cast.sam, cast.vera):
            [found] = held(shown(row, person))
            assert (found.status, found.says, found.remedy, found.worked_out, found.deadline) == (
                None,
                "",
                "",
                (),
                None,
            )
            page = page_of(row, person)
            assert "Wellbridge Council can reply until 25 August 2027. Published after that." in page
            assert "Not kept" not in page
            assert "19 July" not in page
        for person in (cast.edwin, cast.olwen, cast.carys):
            [found] = held(shown(row, person))
            assert (found.status, found.held_until) == (Status.NOT_KEPT, LAST_TO_REPLY)
            assert "This is not public yet." in page_of(row, person)
    with clock.at(at_noon(LAST_TO_REPLY + timedelta(days=1))):
        assert "Not kept" in page_of(row, ANYBODY)


def test_what_only_today_became_not_kept_is_held_back_before_it_is_stored(cast: Cast) -> None:
    row = published(cast)
    with clock.at(at_noon(LATE)):
        [found] = held(shown(row, ANYBODY))
        assert (found.status, found.held_until) == (None, LAST_TO_REPLY)
        change_area(area=cast.area, why_not=None, by=SET_UP, reply_days=0)
        row.refresh_from_db()
        assert held(shown(row, ANYBODY)) == []
        assert "Not kept" in page_of(row, ANYBODY)


def test_a_statement_stands_beside_the_finding_until_it_is_taken_back(cast: Cast) -> None:
    row, finding = not_kept(cast, involved=[cast.hall])
    with clock.at(at_noon(LATE)):
        with pytest.raises(Refused, match="Wellbridge Council can reply first"):
            say(finding=finding, row=row, organisation=cast.hall, kind=Word.CONTEXT, words="We waited", by=cast.vera)
        assert [each.say_href for each in held(shown(row, cast.vera))] == [""]
        said = say(
            finding=finding,
            row=row,
            organisation=cast.council,
            kind=Word.CONTEST,
            words="It <was> sent.",
            by=cast.edwin,
        )
        say(finding=finding, row=row, organisation=cast.hall, kind=Word.CONTEXT, words="We waited", by=cast.vera)
        page = page_of(row, ANYBODY)
        assert "It &lt;was&gt; sent." in page
        assert "We waited" in page
        assert "Withdraw" not in page
        [found] = [each for each in shown(row, cast.vera) if each.statements]
        assert [bool(each.withdraw_href) for each in found.statements] == [False, True]
        assert found.say_href == f"/areas/wellbridge/findings/{finding.pk}/say/"
        with pytest.raises(Refused):
            unsay(statement=said, row=row, by=cast.vera)
        unsay(statement=said, row=row, by=cast.edwin)
        with pytest.raises(Refused, match="already been withdrawn"):
            unsay(statement=Statement.objects.get(pk=said.pk), row=row, by=cast.edwin)
        assert "It &lt;was&gt; sent." not in page_of(row, ANYBODY)


def test_a_withdrawn_record_keeps_what_was_said(cast: Cast) -> None:
    row, finding = not_kept(cast)
    with clock.at(at_noon(LATE)):
        say(finding=finding, row=row, organisation=cast.council, kind=Word.REPLY, words="Illness", by=cast.edwin)
        withdraw_row(row=row, why="Published twice by mistake", by=cast.edwin)
        [found] = shown(row, ANYBODY)
        finding.refresh_from_db()
        with pytest.raises(Refused, match="This record no longer counts for or against any promise"):
            say(finding=finding, row=row, organisation=cast.council, kind=Word.REPLY, words="x", by=cast.edwin)
    assert (found.status, [each.statement.words for each in found.statements]) == (
        Status.NOT_APPLICABLE, ["Illness"],
    )  # fmt: skip


def test_the_history_tells_what_stood_there_and_why(cast: Cast) -> None:
    row = published(cast)
    with clock.at(at_noon(TODAY)):
        extend(consultation=row, closes=date(2027, 5, 14), why="Two groups asked for it", by=cast.edwin)
        found = history(row)
        page = render_to_string("findings/parts/history.html", {"row": row, "happened": found})
    assert [each.entry.act for each in found] == ["consultation_extended", "consultation_published"]
    assert [tuple(change) for change in found[0].changes] == [("The closing date", "26 April 2027", "14 May 2027")]
    assert "Two groups asked for it" in page
    assert f'href="/record/{found[0].entry.n}/"' in page


def test_the_queries_do_not_grow_with_the_findings(cast: Cast) -> None:
    row, finding = not_kept(cast)
    with clock.at(at_noon(LATE)):
        counts = []
        for _each in range(3):
            with CaptureQueriesContext(
                connection,
            ) as asked:
                page_of(Consultation.objects.select_related("area", "body", "edition").get(pk=row.pk), cast.olwen)
            counts.append(len(asked))
            say(finding=finding, row=row, organisation=cast.council, kind=Word.REPLY, words="So", by=cast.edwin)
    assert counts[0] == counts[1] == counts[2] <= 8
