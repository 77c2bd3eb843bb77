"""Certificate, code and badge: the same bytes every time, no style or script, and they say when a signature ended."""

from __future__ import annotations

import io
from datetime import date
from xml.etree import ElementTree

import pytest
from pypdf import PdfReader

from opencompact.site.accounts.actions import add_organisation
from opencompact.site.accounts.models import Sector
from opencompact.site.signatories import actions
from opencompact.site.signatories.models import Signatory
from tests.people import Cast, browser

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def hall(cast: Cast) -> Signatory:
    return actions.sign(organisation=cast.hall, edition=cast.edition, on=date(2025, 3, 1), by=cast.olwen)


def text_of(pdf: bytes) -> str:
    pages = PdfReader(io.BytesIO(pdf)).pages
    assert len(pages) == 1
    return " ".join(pages[0].extract_text().split())


def test_the_certificate_is_a_tagged_page(cast: Cast, hall: Signatory) -> None:
    entry = hall.signatures.get().entry
    answer = browser().get(f"{hall.get_absolute_url()}certificate.pdf")
    assert answer["Content-Disposition"] == 'attachment; filename="certificate-village-hall.pdf"'
    said = text_of(answer.content)
    assert all(text in said for text in ["Village Hall", "1 March 2025", f"http://testserver/record/{entry}/"])
    document = PdfReader(io.BytesIO(answer.content))
    assert "/StructTreeRoot" in document.root_object
    assert document.metadata is not None and document.metadata.title == "Certificate: Village Hall"
    assert b"pdfuaid" in answer.content
    assert browser().get(f"{hall.get_absolute_url()}certificate.pdf").content == answer.content


def test_the_certificate_of_one_that_withdrew_says_so(cast: Cast, hall: Signatory) -> None:
    actions.withdraw(signatory=hall, on=date(2026, 5, 1), by=cast.vera)
    said = text_of(browser().get(f"{hall.get_absolute_url()}certificate.pdf").content)
    assert "Village Hall withdrew on 1 May 2026. This certificate was valid until then." in said


@pytest.mark.parametrize(
    "name", ['#panic() $x$ "quoted" \\ *b*', "Ŵ" * 200, "<b>&amp;</b>", "Quay মানব সেবা 🎉", "Cymorth عربي 中文"]
)
def test_a_name_is_only_a_name(cast: Cast, name: str) -> None:
    body = add_organisation(area=cast.area, name=name, sector=Sector.BOTH, by=cast.olwen)
    odd = actions.sign(organisation=body, edition=cast.edition, on=date(2025, 3, 1), by=cast.olwen)
    said = text_of(browser().get(f"{odd.get_absolute_url()}certificate.pdf").content)
    assert name[:8].split(maxsplit=1)[0] in said
    drawn = ElementTree.fromstring(browser().get(f"{odd.get_absolute_url()}badge.svg").text)
    title = drawn.find(f"{SVG}title")
    assert title is not None and title.text == f"{name} signed the {cast.edition.title}"


def test_the_badge_has_words_and_no_style(cast: Cast, hall: Signatory) -> None:
    answer = browser().get(f"{hall.get_absolute_url()}badge.svg")
    assert answer["Cross-Origin-Resource-Policy"] == "cross-origin"
    drawn = ElementTree.fromstring(answer.text)
    assert {child.tag for child in drawn.iter()} == {f"{SVG}{tag}" for tag in "svg title desc rect path text".split()}
    assert not any("style" in child.attrib or "onload" in child.attrib for child in drawn.iter())
    assert [each.text for each in drawn.iter(f"{SVG}text")] == ["Village Hall", f"signed the {cast.edition.title}"]


def test_the_badge_can_be_copied(cast: Cast, hall: Signatory) -> None:
    shown = browser().get(hall.get_absolute_url()).text
    assert f'&lt;img src="http://testserver{hall.get_absolute_url()}badge.svg"' in shown


def test_the_code_leads_to_the_record(cast: Cast, hall: Signatory) -> None:
    answer = browser().get(f"{hall.get_absolute_url()}code.svg")
    drawn = ElementTree.fromstring(answer.content)
    assert (answer["Content-Type"], drawn.tag) == ("image/svg+xml", f"{SVG}svg")
    assert f"/record/{hall.signatures.get().entry}/" in browser().get(f"{hall.get_absolute_url()}certificate/").text
