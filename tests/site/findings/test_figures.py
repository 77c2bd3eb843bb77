"""How often promises were kept, with the records behind each number; what both sides say of what people judge."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from opencompact.site import clock
from opencompact.site.accounts.actions import add_organisation
from opencompact.site.accounts.models import Kind, Sector
from opencompact.site.agreements.models import Edition
from opencompact.site.areas.finding import find_area
from opencompact.site.consultations.actions import plan, publish
from opencompact.site.consultations.models import Consultation
from opencompact.site.findings.actions import say, settle
from opencompact.site.findings.figures import Counts, kept, shares_of, sides
from opencompact.site.findings.models import Judgement, Said, Word
from opencompact.site.record.models import Entry
from opencompact.site.rules import CLOCK, SET_UP
from opencompact.site.running.recurring import settle_findings
from tests.people import TODAY, Cast, at_noon, browser
from tests.site.consultations.made import FULL
from tests.site.findings.records import LAST_TO_REPLY, LATE, not_kept, published

LENGTH, FEEDBACK = "/areas/wellbridge/commitments/3.1/", "/areas/wellbridge/commitments/3.9/"
JUDGED = "/areas/wellbridge/commitments/1.1/judge/"
SHORT = {"closes": date(2027, 2, 8), "short_reason": "The grant must be claimed by 1 March 2027."}
SAID = {"said": "kept", "evidence": "No grant was touched after the march in May.", "on": "2026-11-02"}


def test_numbers_are_told_with_what_they_are_made_of() -> None:
    few, many = Counts(kept=3, not_kept=1), Counts(14, 2, 1, 4, 9)
    assert (few.share, few.told) == ("3 of 4; too few for a percentage", 4)
    assert (many.share, many.told, many.total) == ("14 of 17 (82%)", 17, 30)
    assert Counts(kept=999, not_kept=1).share == "999 of 1000 (99%)"
    assert Counts(kept=1, not_kept=999).share == "1 of 1000 (1%)"
    assert Counts(not_kept=7).share == "0 of 7 (0%)"
    assert sum(piece.width for piece in many.bar) == 600
    assert Counts(to_come=3).bar == []


def test_a_promise_tells_how_often_it_was_kept(cast: Cast) -> None:
    for number in range(4):
        published(cast, f"Kept {number}")
    published(cast, "Short", **SHORT)
    with clock.at(at_noon(LATE)):
        settle_findings()
        page = browser().get(LENGTH).content.decode()
        assert "Kept in full: 4 of 5 (80%)." in page
        assert f'href="{LENGTH}records/?year=2027&amp;status=kept_with_reason"' in page
        assert "Wellbridge Council" in page
        assert (
            "Nothing has been recorded about this promise yet."
            in browser().get("/areas/wellbridge/commitments/4.1/").content.decode()
        )


def test_a_body_with_few_records_is_not_shown_by_itself(cast: Cast) -> None:
    parish = add_organisation(area=cast.area, name="A Parish", sector=Sector.PUBLIC, kind=Kind.PARISH, by=SET_UP)
    for number in range(5):
        published(cast, f"Council {number}")
    with clock.at(at_noon(TODAY)):
        for number in range(4):
            publish(consultation=plan(body=parish, title=f"P {number}", by=cast.olwen, **FULL), by=cast.olwen)
    with clock.at(at_noon(LATE)):
        settle_findings()
        found = kept_of(cast, "3.3")
        assert ([each.name for each in found.bodies], found.too_few) == (["Wellbridge Council"], 1)
    with clock.at(at_noon(TODAY)):
        publish(consultation=plan(body=parish, title="P 5", by=cast.olwen, **FULL), by=cast.olwen)
    with clock.at(at_noon(LATE)):
        settle_all(cast)
        found = kept_of(cast, "3.3")
        assert ([each.name for each in found.bodies], found.too_few) == (["A Parish", "Wellbridge Council"], 0)


def settle_all(cast: Cast) -> None:
    for row in Consultation.objects.filter(area=cast.area):
        settle(row=row, by=CLOCK)


def kept_of(cast: Cast, ref: str) -> Any:
    edition = Edition.objects.select_related("area").get(pk=cast.edition.pk)
    commitment = edition.commitment(ref)
    assert commitment
    return kept(edition, commitment)


def test_what_is_held_back_is_in_no_figure(cast: Cast) -> None:
    not_kept(cast)
    with clock.at(at_noon(LATE)):
        assert "Nothing has been recorded about this promise yet." in browser(cast.olwen).get(FEEDBACK).content.decode()
        assert browser(cast.olwen).get(f"{FEEDBACK}records/").content.decode().count("Parks plan") == 0
        assert [each.counts.not_kept for each in sides(cast.area)] == [0, 0, 0]
    with clock.at(at_noon(LAST_TO_REPLY + timedelta(days=1))):
        assert "Kept in full: 0 of 1; too few for a percentage." in browser().get(FEEDBACK).content.decode()
        assert "Parks plan" in browser().get(f"{FEEDBACK}records/").content.decode()
        assert [each.counts.not_kept for each in sides(cast.area)] == [1, 0, 0]


def test_what_the_body_speaks_of_counts_at_once(cast: Cast) -> None:
    row, finding = not_kept(cast)
    with clock.at(at_noon(LATE)):
        assert [each.counts.not_kept for each in sides(find_area("wellbridge"))] == [0, 0, 0]
        say(finding=finding, row=row, organisation=cast.council, kind=Word.REPLY, words="Two fell ill.", by=cast.edwin)
        assert [each.counts.not_kept for each in sides(find_area("wellbridge"))] == [1, 0, 0]


@pytest.mark.parametrize(
    ("narrow", "found"),
    [
        ("", 2), ("?status=kept_with_reason", 1), ("?year=2027", 2), ("?year=2026", 0), ("?year=none", 0),
        ("?status=nonsense", 2), ("?year=x&body=y", 2), ("?body=99999999999999999999", 2), ("?year=99999", 2),
        ("?year=00000", 2), ("?after=x", 2), ("?before=-1%00", 2),
    ],
)  # fmt: skip
def test_the_records_behind_a_number_are_listed(cast: Cast, narrow: str, found: int) -> None:
    published(cast, "Short", **SHORT)
    published(cast, "Long", unknown=["groups"])
    with clock.at(at_noon(LATE)):
        settle_findings()
        page = browser().get(f"{LENGTH}records/{narrow}").content.decode()
    assert len(re.findall(r'href="/areas/wellbridge/consultations/\d', page)) == found


def test_records_are_narrowed_to_a_body_of_this_promise_only(cast: Cast) -> None:
    published(cast)
    with clock.at(at_noon(LATE)):
        settle_findings()
        assert (
            "Filtered by: Wellbridge Council"
            in browser().get(f"{LENGTH}records/?body={cast.council.pk}").content.decode()
        )
        assert "Filtered by:" not in browser().get(f"{LENGTH}records/?body={cast.hall.pk}").content.decode()
        assert browser().get("/areas/wellbridge/commitments/99.9/records/").status_code == 404
        assert browser().get(f"{LENGTH}records/?edition=bristol-2012").status_code == 404


def test_pages_of_figures_ask_as_much_for_three_as_for_one(
    cast: Cast, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    counted: list[list[int]] = []
    for number in range(3):
        published(cast, f"Plan {number}")
        with clock.at(at_noon(TODAY)):
            counted.append([])
            for address in (LENGTH, f"{LENGTH}records/"):
                with django_assert_max_num_queries(12) as asked:
                    assert browser().get(address).status_code == 200
                counted[-1].append(len(asked))
    assert counted[0] == counted[1] == counted[2]


def test_a_share_of_a_register_needs_five_records(cast: Cast) -> None:
    share = (
        "      - {id: advance_share, kind: share_of, register: consultations, check: advance, at_least: '80%'}\n"
        "      - id: advance\n"
    )
    text = cast.edition.text.replace("      - id: advance\n", share)
    Edition.objects.filter(pk=cast.edition.pk).update(text=text, digest="another")
    edition = Edition.objects.select_related("area").get(pk=cast.edition.pk)
    commitment = edition.commitment("3.3")
    assert commitment
    told = []
    for number in range(5):
        row = published(cast, f"Plan {number}")
        with clock.at(at_noon(LATE)):
            settle(row=row, by=CLOCK)
            told.append([(label, says) for label, _colour, says in shares_of(edition, commitment)])
    assert told[3] == [("Not known", "Not enough data: we can tell for 4 records, and at least five are needed.")]
    assert told[4] == [("Kept", "Kept for 5 of 5 (100%); the promise is at least 80%.")]


# What people judge


def test_each_side_says_how_a_promise_is_kept(cast: Cast) -> None:
    with clock.at(at_noon(TODAY)):
        edwin = browser(cast.edwin)
        assert "Say how it is being kept" in edwin.get(JUDGED.removesuffix("judge/")).content.decode()
        assert edwin.post(JUDGED, SAID)["Location"] == JUDGED.removesuffix("judge/")
        browser(cast.vera).post(JUDGED, {**SAID, "said": "not_kept", "evidence": "We were told to be quiet."})
        page = browser().get(JUDGED.removesuffix("judge/")).content.decode()
    public, voluntary = page.index("Public sector</h3>"), page.index("Voluntary sector</h3>")
    assert public < page.index("No grant was touched") < voluntary < page.index("We were told to be quiet.")
    assert "Say how it is being kept" not in page
    entry = Entry.objects.get(n=Judgement.objects.order_by("pk")[0].entry)
    assert (entry.told, entry.subject) == ("Wellbridge Council says about 1.1: Kept.", "wellbridge-2024#1.1")


def test_only_who_speaks_for_an_organisation_judges_and_only_what_is_judged(cast: Cast) -> None:
    with clock.at(at_noon(TODAY)):
        assert [browser(who).get(JUDGED).status_code for who in (None, cast.sam, cast.carys)] == [404, 404, 404]
        assert [browser(who).get(JUDGED).status_code for who in (cast.edwin, cast.vera, cast.olwen)] == [200, 200, 200]
        assert browser(cast.edwin).get(f"{LENGTH}judge/").status_code == 404
        assert browser(cast.sam).post(JUDGED, SAID).status_code == 404
    assert Judgement.objects.count() == 0


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"said": ""}, "Choose how it was kept"),
        ({"said": "perfectly"}, "Choose one of the answers"),
        ({"evidence": " "}, "Enter the evidence"),
        ({"evidence": "x" * 4001}, "at most 4000 characters"),
        ({"link": "javascript:alert(1)"}, "Enter a full web address"),
        ({"on": "2026-11-22"}, "Enter a date that is not in the future"),
        ({"on": "1999-12-31"}, "Enter a date from 2000 onwards"),
        ({"on": "31/2/2026"}, "is not a date"),
        ({"on": ""}, "Enter the date"),
    ],
)
def test_a_judgement_typed_badly_is_told(cast: Cast, typed: dict[str, str], says: str) -> None:
    with clock.at(at_noon(TODAY)):
        assert says in browser(cast.edwin).post(JUDGED, {**SAID, **typed}).content.decode()
    assert Judgement.objects.count() == 0


def test_a_judgement_is_taken_back_by_its_side(cast: Cast) -> None:
    with clock.at(at_noon(TODAY)):
        browser(cast.vera).post(JUDGED, SAID)
        made = Judgement.objects.get()
        assert (made.said, made.side, made.on) == (Said.KEPT, "voluntary", date(2026, 11, 2))
        place = f"/areas/wellbridge/judgements/{made.pk}/withdraw/"
        assert [browser(who).get(place).status_code for who in (None, cast.sam, cast.edwin)] == [404, 404, 404]
        vera = browser(cast.vera)
        assert SAID["evidence"] in vera.get(place).content.decode()
        assert vera.post(place).status_code == 302
        assert vera.post(place).status_code == 403
        assert SAID["evidence"] not in browser().get(JUDGED.removesuffix("judge/")).content.decode()
    assert Entry.objects.latest(1)[0].told == "Village Hall withdrew its statement about 1.1."
