"""Findings as open data: what is held back is in no file, no answer and no search until it is public."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

from opencompact.site import clock
from opencompact.site.findings.actions import judge, say
from opencompact.site.findings.models import Said, Status, Word
from opencompact.site.opendata.files import make_zips
from opencompact.site.opendata.findings import FINDINGS, JUDGEMENTS, STATEMENTS
from opencompact.site.opendata.searching import reindex
from tests.people import TODAY, Cast, at_noon, browser
from tests.site.findings.records import LAST_TO_REPLY, LATE, not_kept

PUBLIC_ON = LAST_TO_REPLY + timedelta(days=1)


def items(address: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(browser().get(address).content)["items"]
    return found


def test_what_is_held_back_is_no_open_data_until_it_is_public(cast: Cast) -> None:
    _row, finding = not_kept(cast)
    with clock.at(at_noon(LATE)):
        assert [row for row in FINDINGS.all(cast.area) if row["status"] == "not_kept"] == []
        assert [row for row in items("/api/v1/findings") if row["status"] == "not_kept"] == []
        assert browser().get(f"/api/v1/findings/{finding.pk}").status_code == 404
        assert browser(cast.olwen).get(f"/api/v1/findings/{finding.pk}").status_code == 404
        make_zips()
        assert b"not_kept" not in browser().get("/areas/wellbridge/data/findings.csv").content
        reindex(cast.area)
        assert "Not kept" not in browser().get("/areas/wellbridge/search/?q=not+kept").content.decode()
    with clock.at(at_noon(PUBLIC_ON)):
        [row] = [row for row in items("/api/v1/findings?area=wellbridge") if row["status"] == "not_kept"]
    assert (row["id"], row["ref"], row["check"], row["organisation_name"]) == (
        finding.pk, "3.9", "feedback", "Wellbridge Council",
    )  # fmt: skip
    assert row["address"].endswith(f"consultations/{finding.record}/#finding-3.9-feedback")


def test_what_was_said_is_open_data_until_it_is_taken_back(cast: Cast) -> None:
    row, finding = not_kept(cast)
    with clock.at(at_noon(LATE)):
        said = say(finding=finding, row=row, organisation=cast.council, kind=Word.REPLY, words="Illness", by=cast.edwin)
        [told] = STATEMENTS.all(cast.area)
        assert (told["finding"], told["kind"], told["words"]) == (finding.pk, "reply", "Illness")
        said.withdrawn = clock.now()
        said.save()
        assert STATEMENTS.all(cast.area) == []
    assert finding.status == Status.NOT_KEPT


def test_judgements_are_open_data(cast: Cast) -> None:
    with clock.at(at_noon(TODAY)):
        judge(
            organisation=cast.hall, ref="1.1", said=Said.KEPT, by=cast.vera, evidence="We spoke", on=date(2026, 11, 2)
        )
        [row] = JUDGEMENTS.all(cast.area)
    assert (row["side"], row["said"], row["evidence"], row["ref"]) == ("voluntary", "kept", "We spoke", "1.1")
