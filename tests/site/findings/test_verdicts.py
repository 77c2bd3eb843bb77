"""Figures count verdicts: one promise on one record once, nothing of the future, our own reading apart."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import date, timedelta

from opencompact.site import clock
from opencompact.site.agreements.models import Edition
from opencompact.site.findings.actions import settle
from opencompact.site.findings.figures import base, public, sides
from opencompact.site.findings.models import Finding, Settled
from opencompact.site.findings.rules import unsettled
from opencompact.site.opendata.findings import VERDICTS
from opencompact.site.rules import CLOCK
from opencompact.site.running.recurring import settle_findings
from tests.people import TODAY, Cast, at_noon, browser
from tests.site.findings.records import LAST_TO_REPLY, LATE, not_kept, published

CLOSED = date(2027, 4, 27)  # the consultation of the tests has closed: it counts from here


def test_a_promise_with_two_checks_counts_once(cast: Cast) -> None:
    row = published(cast)
    with clock.at(at_noon(LATE)):
        settle(row=row, by=CLOCK)
        checks = Finding.objects.of(row).filter(ref="3.1").values_list("check_id", "status", "decides")
        assert sorted(checks) == [("holidays", "kept", False), ("length", "kept", True)]
        assert [each.ref for each in public(cast.area)].count("3.1") == 1


def test_the_worst_check_decides(cast: Cast) -> None:
    row = published(cast, unknown=["groups"])
    with clock.at(at_noon(LATE)):
        settle(row=row, by=CLOCK)
        for ref in set(Finding.objects.of(row).values_list("ref", flat=True)):
            found = list(Finding.objects.of(row).filter(ref=ref))
            order = ["not_kept", "at_risk", "due", "cannot_tell", "kept_with_reason", "kept", "not_applicable"]
            [decides] = [each.status for each in found if each.decides]
            assert decides == min((each.status for each in found), key=order.index)


def test_what_is_planned_counts_for_nobody(cast: Cast) -> None:
    published(cast)
    with clock.at(at_noon(TODAY)):
        assert [each.counts.total for each in sides(cast.area)] == [0, 0, 0]
        assert base(cast.area).records == 0
    with clock.at(at_noon(CLOSED)):
        settle_findings()
        cast.area.refresh_from_db()
        assert base(cast.area).records == 1


def test_the_base_counts_each_record_once(cast: Cast) -> None:
    not_kept(cast)
    published(cast, "Another plan", feedback_published=date(2027, 6, 1))
    with clock.at(at_noon(LAST_TO_REPLY + timedelta(days=1))):
        settle_findings()
        cast.area.refresh_from_db()
        found = base(cast.area)
        page = browser().get("/areas/wellbridge/").content.decode()
    assert (found.records, found.kept_all, found.missed, found.first, found.last) == (
        2, 1, 1, date(2027, 4, 26), date(2027, 4, 26),
    )  # fmt: skip
    assert "These figures come from 2 records, dated 26 April 2027." in page
    assert "One missed at least one promise" in page


def test_a_verdict_is_open_data_with_its_sentence_and_facts(cast: Cast) -> None:
    row, _finding = not_kept(cast)
    with clock.at(at_noon(LATE)):
        assert [each["ref"] for each in VERDICTS.all(cast.area) if each["status"] == "not_kept"] == []
    with clock.at(at_noon(LAST_TO_REPLY + timedelta(days=1))):
        [told] = [each for each in VERDICTS.all(cast.area) if each["ref"] == "3.9"]
        text = browser().get("/areas/wellbridge/data/verdicts.csv").content.decode("utf-8-sig")
    assert (told["record"], told["status"], told["checks"], told["ours"]) == (row.pk, "not_kept", ["feedback"], False)
    assert "19 July 2027" in str(told["says"])
    assert told["facts"] == {"closes": "2027-04-26", "feedback_published": None}
    [line] = [each for each in csv.DictReader(io.StringIO(text)) if each["ref"] == "3.9"]
    assert (line["says"], json.loads(line["facts"])) == (told["says"], told["facts"])


def test_another_version_of_the_checks_looks_at_every_record_again(cast: Cast) -> None:
    row = published(cast)
    with clock.at(at_noon(LATE)):
        settle_findings()
        assert list(unsettled(cast.area)) == []
        Finding.objects.of(row).update(decides=False)
        Settled.objects.update(version="0.1.0")
        assert [each.pk for each in unsettled(cast.area)] == [row.pk]
        settle_findings()
        assert Finding.objects.of(row).verdicts().count() == len(set(Finding.objects.values_list("ref", flat=True)))
        assert Settled.objects.get().version != "0.1.0"


def test_our_own_reading_is_counted_apart(cast: Cast) -> None:
    text = re.sub(r"( +)(- )?id: feedback\n", r"\g<0>\1  ours: no time is printed\n", cast.edition.text)
    assert text != cast.edition.text
    Edition.objects.filter(pk=cast.edition.pk).update(text=text, digest="with our own reading")
    published(cast, "Another plan", feedback_published=date(2027, 6, 1))
    with clock.at(at_noon(LATE)):
        settle_findings()
        cast.area.refresh_from_db()
        assert base(cast.area).ours == 1
        assert "One of the " in browser().get("/areas/wellbridge/").content.decode()
