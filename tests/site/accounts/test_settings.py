"The settings of an area, and the pages of the site administrator."

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from opencompact.site.accounts.actions import make_administrator
from opencompact.site.accounts.models import Person, Role
from opencompact.site.areas.actions import change_area
from opencompact.site.areas.forms import as_logo
from opencompact.site.areas.models import Area
from opencompact.site.post.models import Letter
from opencompact.site.record.models import Entry
from opencompact.site.rules import SET_UP, Refused
from tests.people import Cast, browser

ADDRESS = "/areas/wellbridge/settings/"
TOLD = {"name": "Wellbridge", "word": "Compact", "colour": "#1d5b79", "reply_days": "10", "small_number": "5"}


def picture(form: str = "PNG", size: tuple[int, int] = (800, 600)) -> bytes:
    kept = BytesIO()
    Image.new("RGB", size, "#1d5b79").save(kept, form)
    return kept.getvalue()


def upload(content: bytes, name: str = "logo.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "image/png")


@pytest.fixture
def administrator(db: None) -> Person:
    return make_administrator(email="ada@site.example", by=SET_UP)


def test_a_new_name_or_word_is_entered_in_the_record_and_nothing_else(cast: Cast) -> None:
    client = browser(cast.olwen)
    before = Entry.objects.count()
    client.post(ADDRESS, {**TOLD, "about": "A town.", "colour": "#5B1D79", "contact_name": "Partnership office"})
    assert Entry.objects.count() == before
    client.post(ADDRESS, {**TOLD, "word": "Covenant", "name_cy": "Pontffynnon"})
    area = Area.objects.get()
    assert (area.word, area.name_cy, area.colour, area.about) == ("Covenant", "Pontffynnon", "#1d5b79", "")
    entry = Entry.objects.latest(1)[0]
    assert entry.told == "The area now calls itself Wellbridge, and its agreement Covenant."


@pytest.mark.parametrize("form", ["PNG", "JPEG"])
def test_a_logo_keeps_no_place_no_profile_and_no_note(form: str) -> None:
    notes, uploaded = Image.Exif(), BytesIO()
    notes[0x010E], notes[0x8825] = "canary", {1: "N", 2: (51.0, 27.0, 0.0)}
    Image.new("RGB", (40, 40)).save(uploaded, form, exif=notes, icc_profile=b"canary" * 40, comment=b"canary")
    kept = as_logo(uploaded.getvalue())
    assert kept is not None
    with Image.open(BytesIO(kept)) as made:
        made.load()
        assert (made.info, dict(made.getexif())) == ({}, {})


@pytest.mark.parametrize("form", ["PNG", "JPEG"])
def test_a_logo_is_made_anew_and_small(cast: Cast, form: str) -> None:
    hidden = picture(form) + b"<script>hidden</script>"
    browser(cast.olwen).post(ADDRESS, {**TOLD, "logo": upload(hidden), "logo_text": "Wellbridge"})
    kept = bytes(Area.objects.get().logo)
    made = Image.open(BytesIO(kept))
    assert (made.format, made.size) == ("PNG", (160, 120))
    assert b"hidden" not in kept
    browser(cast.olwen).post(ADDRESS, {**TOLD, "logo_text": "Wellbridge"})
    assert bytes(Area.objects.get().logo) == kept
    browser(cast.olwen).post(ADDRESS, {**TOLD, "without_logo": "on"})
    assert bytes(Area.objects.get().logo) == b""


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("name", "", "Enter the name of the area"),
        ("word", "", "Enter what you call your agreement"),
        ("colour", "blue", "Write a colour as # and six digits"),
        ("colour", "", "Enter a colour"),
        ("reply_days", "", "Enter a number of days, 0 to 60"),
        ("reply_days", "61", "Enter a number of days, 0 to 60"),
        ("reply_days", "-1", "Enter a number of days, 0 to 60"),
        ("reply_days", "ten", "Enter a number of days, 0 to 60"),
        ("small_number", "2", "Enter a number, 3 to 20"),
        ("small_number", "21", "Enter a number, 3 to 20"),
        ("colour", "#ffff00", "The contrast is 1.0 to 1 and it must"),
        ("colour", "#808080", "The contrast is 3.9 to 1"),
        ("contact_email", "office", "in the correct format"),
    ],
)
def test_what_is_wrong_with_a_setting_is_said(cast: Cast, field: str, value: str, says: str) -> None:
    assert says in browser(cast.olwen).post(ADDRESS, {**TOLD, field: value}).text
    assert Area.objects.get().colour == "#1d5b79"


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"GIF89a" + b"\0" * 40, "must be a PNG or JPEG"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "must be a PNG or JPEG"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 40, "must be a PNG or JPEG"),
        (picture()[:200], "must be a PNG or JPEG"),
        (picture() + b"\0" * 1_000_000, "larger than 1 MB"),
        (b"", "empty"),
    ],
)
def test_what_is_no_logo_is_refused(cast: Cast, content: bytes, says: str) -> None:
    shown = browser(cast.olwen).post(ADDRESS, {**TOLD, "logo": upload(content), "logo_text": "W"})
    assert says in shown.text
    assert bytes(Area.objects.get().logo) == b""


def test_a_logo_needs_words_for_those_who_do_not_see_it(cast: Cast) -> None:
    shown = browser(cast.olwen).post(ADDRESS, {**TOLD, "logo": upload(picture())})
    assert "Enter what the logo says" in shown.text


def test_a_picture_that_unpacks_into_too_much_is_refused() -> None:
    assert as_logo(picture("PNG", (9000, 9000))) is None


def test_who_may_not_change_the_settings(cast: Cast) -> None:
    with pytest.raises(Refused, match="no"):
        change_area(area=cast.area, why_not="no", by=cast.vera, name="Mine")
    with pytest.raises(AssertionError):
        change_area(area=cast.area, why_not=None, by=cast.olwen, slug="mine")


ADMINISTRATION = ["/administration/", "/administration/areas/open/", "/administration/areas/wellbridge/officers/"]


@pytest.mark.parametrize("address", ADMINISTRATION)
def test_administration_is_for_the_administrator(cast: Cast, administrator: Person, address: str) -> None:
    assert browser(administrator).get(address).status_code == 200
    for person in (None, cast.olwen, cast.carys, cast.vera, cast.sam):
        client = browser(person)
        assert (client.get(address).status_code, client.post(address, {}).status_code) == (404, 404)


def test_an_administrator_opens_an_area_and_appoints_its_officer(cast: Cast, administrator: Person) -> None:
    client = browser(administrator)
    told = {"name": "Vale", "slug": "Vale", "nation": "wales"}
    assert client.post("/administration/areas/open/", told)["Location"] == "/administration/areas/vale/officers/"
    client.post("/administration/areas/vale/officers/", {"email": "off@vale.example", "name": "Ffion"})
    role = Role.objects.get(area__slug="vale")
    assert (role.kind, role.person.email) == ("officer", "off@vale.example")
    assert Letter.objects.filter(to="off@vale.example").count() == 1
    assert browser(administrator).get("/areas/vale/people/").status_code == 404
    shown = client.post("/administration/areas/vale/officers/", {"email": "ada@site.example"})
    assert shown.status_code == 403


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("name", "", "Enter the name of the area"),
        ("slug", "two words", "Use only lower case letters, numbers and hyphens"),
        ("slug", "wellbridge", "Another area already uses this web address"),
        ("nation", "mercia", "Choose one of the nations"),
    ],
)
def test_what_is_wrong_with_an_area_is_said(
    cast: Cast, administrator: Person, field: str, value: str, says: str
) -> None:
    told = {"name": "Vale", "slug": "vale", "nation": "wales", field: value}
    assert says in browser(administrator).post("/administration/areas/open/", told).text
    assert Area.objects.count() == 1


def test_the_list_of_areas_shows_no_person_and_costs_the_same(
    cast: Cast, administrator: Person, django_assert_max_num_queries: Any
) -> None:
    for number in range(30):
        Area.objects.create(slug=f"a{number}", name=f"A{number}")
    client = browser(administrator)
    with django_assert_max_num_queries(8):
        shown = client.get("/administration/").text
    assert "Olwen" not in shown and "olwen@" not in shown
