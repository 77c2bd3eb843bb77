"""The pages of real areas: what their documents say, what nobody has told us, and nothing else."""

from __future__ import annotations

import csv
import html
import io
import json
from pathlib import Path
from typing import Any

import pytest

from opencompact.site import clock
from opencompact.site.accounts.actions import give_role
from opencompact.site.accounts.models import Person, RoleKind
from opencompact.site.agreements.actions import put_in_words, say_it_applies
from opencompact.site.agreements.models import Edition, OfficialWords
from opencompact.site.areas.models import Area
from opencompact.site.demo.areas import load_areas
from opencompact.site.group.models import Group, Membership
from opencompact.site.record.models import Entry
from opencompact.site.record.signing import make_key_once
from opencompact.site.rules import SET_UP, Refused
from opencompact.site.signatories.models import Signatory
from tests.people import TODAY, at_noon, browser

REAL = ("brentwood", "bristol", "south-gloucestershire")
PAGES = (
    "", "commitments/", "editions/", "signatories/", "sign/", "group/", "meetings/", "resources/", "training/",
    "training/practices/", "events/", "consultations/", "scorecard/", "champions/", "data/",
)  # fmt: skip
# What the pages of a place must not say where nobody has recorded anything.
MADE_UP = (
    "Nobody is paid", "0 sessions", "None have been held", "ndependent chair", "is in force", "In force today",
    "in force, from",
    "could be the first to sign", "Recent activity</h2>", "Sign up your organisation", "No quorum",
    "Nobody has recorded who", "No meeting is planned", "No meeting was held", "Kept in full", "Not kept", "?year=",
    "Start now",
)  # fmt: skip


@pytest.fixture
def places(db: None, settings: Any, tmp_path: Path) -> dict[str, Area]:
    """The areas whose documents come with the program, and nobody who looks after them."""
    settings.DATA = tmp_path
    settings.ADMINISTRATOR = "host@compact.example"
    make_key_once()
    load_areas()
    return {area.slug: area for area in Area.objects.all()}


def shown(address: str, person: Any = None) -> str:
    answer = browser(person).get(address)
    assert answer.status_code == 200, address
    return html.unescape(answer.content.decode())


def officer(area: Area) -> Person:
    return give_role(
        area=area, email="officer@council.example", name="Olwen", kind=RoleKind.OFFICER, since=area.today(), by=SET_UP
    ).person


def test_no_page_of_a_real_area_says_what_nobody_recorded(places: dict[str, Area]) -> None:
    told = {
        (slug, ends, words)
        for slug in REAL
        for ends in PAGES
        for page in [shown(f"/areas/{slug}/{ends}")]
        for words in MADE_UP
        if words in page and not (slug == "south-gloucestershire" and words == "ndependent chair")
    }
    assert told == set()


def test_the_home_says_what_is_promised_what_we_know_and_how_to_start(places: dict[str, Area]) -> None:
    page = shown("/areas/bristol/")
    for says in (
        "Is it being kept? Nobody has recorded anything yet", "Read all 54 promises", "Our summary of",
        'href="/areas/bristol/commitments/5.5/"', 'action="/areas/bristol/commitments/5.5/#notice"',
        "The latest edition we hold is of 2012, and nobody has told us.",
        "Bristol Partnership (adopted it).",
        "The document names Compact Partners' Group. We don't know whether it still meets.",
        "No body in Bristol has asked for this page or checked it.", "mailto:host@compact.example",
    ):  # fmt: skip
        assert says in page, says
    assert "The document has no date." in shown("/areas/south-gloucestershire/")
    assert 'id="calculator"' not in shown("/areas/south-gloucestershire/"), "its document promises no notice"
    assert "4.P4" in shown("/areas/brentwood/")


def test_who_looks_after_an_area_changes_what_its_home_says(places: dict[str, Area]) -> None:
    bristol = places["bristol"]
    officer(bristol)
    page = shown("/areas/bristol/")
    assert "A partnership officer looks after Bristol on this site." in page
    assert "has asked for this page" not in page
    assert "Start now" in shown("/areas/bristol/sign/")


def test_adopting_is_not_signing(places: dict[str, Area]) -> None:
    assert not Signatory.objects.filter(area=places["bristol"]).exists()
    assert Signatory.objects.filter(area=places["south-gloucestershire"]).count() == 10
    assert "the document names no signatories" in shown("/areas/bristol/signatories/")
    assert "Adopted it" in shown("/areas/bristol/editions/bristol-2012/")


def test_nobody_signs_where_nobody_answers(places: dict[str, Area]) -> None:
    assert "Nobody looks after the Compact of Bristol on this site yet" in shown("/areas/bristol/sign/")
    answer = browser().post("/areas/bristol/sign/organisation/", {"name": "Fox Club"})
    assert answer.status_code == 403 and "Nobody looks after" in html.unescape(answer.content.decode())


def test_the_group_is_what_the_document_names(places: dict[str, Area]) -> None:
    named = dict(Group.objects.values_list("area__slug", "name"))
    assert named == {
        "brentwood": "Working Group", "bristol": "Compact Partners' Group",
        "south-gloucestershire": "Representative group",
    }  # fmt: skip
    assert dict(Group.objects.values_list("area__slug", "chair_name")) == dict.fromkeys(REAL, "")
    assert Membership.objects.filter(group__area=places["brentwood"]).count() == 7
    says = dict(Group.objects.values_list("area__slug", "chair_about"))
    assert says == {"brentwood": "", "bristol": "", "south-gloucestershire": "Independent chair"}
    south = shown("/areas/south-gloucestershire/group/")
    assert "Independent chair" in south and "Safer Stronger Communities Strategic Partnership" in south
    assert "names Compact Steering Group and Working Group." in shown("/areas/brentwood/")
    page = shown("/areas/bristol/group/")
    assert "The document names no members." in page and "we can't tell whether the group meets" in page


def test_a_summary_is_called_ours_wherever_it_stands(places: dict[str, Area]) -> None:
    promise = shown("/areas/bristol/commitments/5.5/")
    assert "Bristol Compact, 5.5, in our words" in promise
    assert "The heading is our summary, not the words of the document." in promise
    assert "How to cite it" not in promise and "Refer to it as" in promise
    ours = "summed up in our words, with the clause numbers of the document"
    for ends in ("commitments/", "commitments/?view=print", "editions/bristol-2012/"):
        assert ours in shown(f"/areas/bristol/{ends}"), ends
    text = " ".join(browser().get("/areas/bristol/commitments/?format=text").content.decode().split())
    assert ours in text and "Nobody has told us whether it still applies." in text
    assert "in our words" in shown("/areas/bristol/data/")
    columns = csv.DictReader(io.StringIO(browser().get("/areas/bristol/data/columns.csv").content.decode("utf-8-sig")))
    means = {(row["file"], row["column"]): row["means"] for row in columns}
    assert means["commitments.csv", "summary"] == "The promise in our words; to quote the agreement, use its own."


def test_an_officer_puts_in_the_official_words_and_where_to_read_them(places: dict[str, Area]) -> None:
    bristol = places["bristol"]
    olwen = officer(bristol)
    desk, at = browser(olwen), "/areas/bristol/editions/bristol-2012/document/"
    assert "Nobody has told us." in shown(at, olwen)
    assert desk.post(at, {"address": "nonsense here"}).status_code == 200
    assert desk.post(at, {"address": "https://bristol.example/compact.pdf"}).status_code == 302
    assert desk.post(at, {"applies": "1"}).status_code == 302
    assert desk.post(f"{at}5.5/", {"text": "Three months, in writing."}).status_code == 302
    page = shown("/areas/bristol/commitments/5.5/")
    assert "Three months, in writing." in page and 'href="https://bristol.example/compact.pdf"' in page
    assert "The official words are below." in page and "Nobody has told us whether it still applies" not in page
    row = json.loads(browser().get("/api/v1/commitments/bristol-2012%235.5").content)
    assert (row["text"], row["read_at"]) == ("Three months, in writing.", "https://bristol.example/compact.pdf")
    acts = list(Entry.objects.filter(subject="bristol-2012").order_by("n").values_list("act", flat=True))[-3:]
    assert acts == ["document_linked", "edition_applies", "official_words_put_in"]
    desk.post(f"{at}5.5/", {"text": ""})
    assert not OfficialWords.objects.exists()
    assert desk.get(f"{at}99.9/").status_code == 404


def test_only_those_who_look_after_it_put_words_in(places: dict[str, Area]) -> None:
    at = "/areas/bristol/editions/bristol-2012/document/"
    stranger = Person.objects.create_user("fox@example.org", name="Fox")
    other = officer(places["brentwood"])
    for person in (stranger, other):
        assert {browser(person).get(at).status_code, browser(person).post(f"{at}5.5/", {"text": "x"}).status_code} == {
            404
        }
    assert not OfficialWords.objects.exists()
    edition = Edition.objects.get(pk="bristol-2012")
    with pytest.raises(Refused):
        put_in_words(edition=edition, ref="5.5", text="x", by=stranger)
    with pytest.raises(Refused):
        say_it_applies(edition=edition, by=other)


def test_a_letter_and_an_end_say_how_much_is_short(places: dict[str, Area]) -> None:
    with clock.at(at_noon(TODAY)):
        at = "/areas/brentwood/commitments/4.P4/"
        page = shown(f"{at}?given=1+December+2026&ends=26+January+2027")
        assert "56 days' notice; six months were promised; 126 days short." in page
        assert "With a letter of 1 December 2026 the earliest date is 1 June 2027." in page
        assert "the letter was due by 26 July 2026." in page
        assert "What to do next" in page and "view=print" in page and "promise 4.P4" in page
        enough = shown(f"{at}?given=1+December+2026&ends=1+June+2027")
        assert "182 days' notice; six months were promised; that is enough." in enough and "short" not in enough
        late = shown(f"{at}?given=1+December+2026&ends=1+November+2026")
        assert "The letter of 1 December 2026 came after the end on 1 November 2026; six months were promised;" in late
        assert "126 days short" in shown(f"{at}?given=1+December+2026&ends=26+January+2027&view=print")


def test_the_privacy_page_says_who_is_responsible_and_what_is_kept(places: dict[str, Area], settings: Any) -> None:
    page = shown("/privacy/")
    assert "They have not put their name here yet." in page and "host@compact.example" in page
    for says in (
        "If you respond to a consultation",
        "If you answer equality questions",
        "Article 6(1)(e)",
        "ico.org.uk",
    ):
        assert says in page, says
    settings.CONTROLLER = "Bristol Voice"
    assert "Bristol Voice runs this site and is the controller of the personal data in it." in shown("/privacy/")
