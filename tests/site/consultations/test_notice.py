"""A consultation from a private plan to its published notice, with its findings."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from opencompact.site import clock
from opencompact.site.consultations.actions import change_plan, extend, publish
from opencompact.site.consultations.models import Consultation, Phase
from opencompact.site.findings.actions import say, settle
from opencompact.site.findings.models import Amendment, Finding, Statement, Status, Word
from opencompact.site.findings.rules import why_not_see, worked_out
from opencompact.site.post.models import Letter
from opencompact.site.record.models import Entry
from opencompact.site.rules import ANYBODY, CLOCK, Refused
from tests.people import TODAY, Cast, at_noon
from tests.site.consultations.made import planned


def statuses(row: Consultation) -> dict[str, str]:
    return {f"{each.ref} {each.check_id}": each.status for each in Finding.objects.of(row)}


def test_a_plan_is_private_and_leaves_no_trace(cast: Cast) -> None:
    with clock.at(at_noon(TODAY)):
        before = Entry.objects.count()
        row = planned(cast)
        change_plan(consultation=row, by=cast.edwin, title="Plan for the parks")
        found = {str(each.status) for each in worked_out(row)}
    assert (row.title, Entry.objects.count(), Finding.objects.count()) == ("Plan for the parks", before, 0)
    assert [bool(why_not_see(who, row)) for who in (cast.edwin, cast.olwen, cast.vera, cast.sam, ANYBODY)] == [
        False, False, True, True, True,
    ]  # fmt: skip
    assert "not_kept" not in found
    assert "at_risk" not in found


def test_publishing_stores_the_findings_and_one_entry(cast: Cast) -> None:
    with clock.at(at_noon(TODAY)):
        row = planned(cast)
        before = Entry.objects.count()
        entry = publish(consultation=row, by=cast.edwin)
        assert Entry.objects.count() == before + 1
        assert entry.told == "Wellbridge Council published the consultation Parks plan."
        assert row.edition == cast.edition
        assert row.phase() == Phase.FORTHCOMING
        found = statuses(row)
    assert found
    assert set(found.values()) <= {"kept", "due", "not_applicable"}


def test_a_short_one_demands_its_reason(cast: Cast) -> None:
    with clock.at(at_noon(TODAY)):
        row = planned(cast, closes=date(2027, 2, 8))
        with pytest.raises(Refused, match="A reason is published with the notice"):
            publish(consultation=row, by=cast.edwin)
        change_plan(consultation=row, by=cast.edwin, short_reason="The grant must be claimed by 1 March 2027.")
        publish(consultation=row, by=cast.edwin)
        assert "kept_with_reason" in statuses(row).values()


def test_what_is_not_kept_waits_for_the_reply_of_the_body(cast: Cast) -> None:
    with clock.at(at_noon(TODAY)):
        row = planned(cast)
        publish(consultation=row, by=cast.edwin)
    late = date(2027, 8, 16)
    with clock.at(at_noon(late)):
        settle(row=row, by=CLOCK)
        settle(row=row, by=CLOCK)
        found = Finding.objects.of(row).get(status=Status.NOT_KEPT)
        assert (found.since, found.public_from) == (late, late + timedelta(days=10))
        assert [each.to for each in Letter.objects.filter(subject="A promise was not kept: Parks plan")] == [
            cast.edwin.email
        ]
        assert found not in Finding.objects.public_on(late)
        assert found in Finding.objects.public_on(late + timedelta(days=10))
        with pytest.raises(Refused, match="does not name Village Hall"):
            say(finding=found, row=row, organisation=cast.hall, kind=Word.REPLY, words="No", by=cast.vera)
        say(finding=found, row=row, organisation=cast.council, kind=Word.REPLY, words="Staff fell ill.", by=cast.edwin)
        assert found in Finding.objects.public_on(late)
    assert [each.words for each in Statement.objects.on([found])] == ["Staff fell ill."]


def test_an_extension_says_why_and_keeps_what_stood_there(cast: Cast) -> None:
    with clock.at(at_noon(TODAY)):
        row = planned(cast)
        publish(consultation=row, by=cast.edwin)
        with pytest.raises(Refused, match="must be after 26 April 2027"):
            extend(consultation=row, closes=date(2027, 4, 1), why="Too long", by=cast.edwin)
        extend(consultation=row, closes=date(2027, 5, 14), why="Two groups asked for it", by=cast.edwin)
    [made] = Amendment.objects.of(row)
    assert made.changes == [{"field": "closes", "was": "2027-04-26", "becomes": "2027-05-14"}]
    assert Consultation.objects.get().closes == date(2027, 5, 14)


def test_it_closes_when_the_last_minute_has_ended_where_the_area_is(cast: Cast) -> None:
    with clock.at(at_noon(TODAY)):
        row = planned(cast)
        publish(consultation=row, by=cast.edwin)
    closing = row.closing
    assert closing is not None
    assert str(closing) == "2027-04-27 00:00:00+01:00"  # in summer time
    assert row.is_open(closing - timedelta(microseconds=1))
    assert not row.is_open(closing)
