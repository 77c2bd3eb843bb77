"""The frame of a page: head, foot, what an area has, languages, messages; and the pages for what went wrong."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from django.contrib.messages import success
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.test import Client, RequestFactory
from django.urls import include, path
from PIL import Image

from opencompact.site.areas.brand import as_words, contrast, stylesheet, words_on
from opencompact.site.areas.models import Area
from opencompact.site.pages import page
from tests.people import Cast, browser


def done(request: HttpRequest) -> HttpResponse:
    success(request, "Signed <b>")
    return page(
        request, "refused.html", {"says": "x", "area": Area.objects.first(), "trail": [("Back", "/b/"), ("Here", "")]}
    )


def fails(request: HttpRequest) -> HttpResponse:
    raise ValueError("a secret that nobody may read")


def faulty(request: HttpRequest) -> dict[str, Any]:
    raise ValueError("what every page is told could not be told")


urlpatterns = [
    path("areas/wellbridge/done/", done),
    path("fails/", fails),
    path("sign-out/", done),
    path("desk/", done),
    path("", include("opencompact.site.urls")),
]
handler500 = "opencompact.site.faults.broken"
here = pytest.mark.urls(__name__)


PARTS_OF = {
    "/areas/wellbridge/": "",
    "/areas/wellbridge/commitments/5.5/": "Promises",
    "/areas/wellbridge/editions/wellbridge-2024/": "Promises",
    "/areas/wellbridge/sign/check/": "Signatories",
    "/areas/wellbridge/group/change/": "Group and meetings",
    "/areas/wellbridge/meetings/1/minutes/": "Group and meetings",
    "/areas/wellbridge/advice/": "Group and meetings",
    "/areas/wellbridge/recommendations/2/": "Group and meetings",
    "/areas/wellbridge/events/": "Training",
    "/areas/other/meetings/": "",
    "/record/": "",
}


def test_the_part_of_an_area_that_a_page_belongs_to_is_marked() -> None:
    told = "{% for link in links %}{% if link.active %}{{ link.text }}{% endif %}{% endfor %}"
    template = engines["django"].from_string("{% area_links area as links %}" + told)
    area = Area(slug="wellbridge")
    assert {at: template.render({"area": area}, RequestFactory().get(at)) for at in PARTS_OF} == PARTS_OF


@here
def test_a_page_of_an_area_bears_its_name_colour_and_parts(cast: Cast) -> None:
    html = browser().get("/areas/wellbridge/done/").content.decode()
    assert '<html lang="en" class="govuk-template">' in html
    assert "<title>This can't be done – Wellbridge – OpenCompact</title>" in html
    assert '<link rel="stylesheet" href="/areas/wellbridge/brand.css?1d5b79">' in html
    assert '<a href="/areas/wellbridge/" class="govuk-generic-header__homepage-link">' in html
    assert '<a class="govuk-service-navigation__link" href="/areas/wellbridge/commitments/">Promises</a>' in html
    assert '<a class="govuk-breadcrumbs__link" href="/b/">Back</a>' in html
    assert 'href="mailto:compact@wellbridge.example">Contact Wellbridge</a>' in html
    assert "style=" not in html
    assert "<script>" not in html


@here
def test_where_you_are_is_marked(cast: Cast) -> None:
    html = browser().get("/areas/wellbridge/commitments/").content.decode()
    assert 'href="/areas/wellbridge/commitments/" aria-current="page"><strong' in html


@here
def test_a_message_is_shown_once_and_escaped(cast: Cast) -> None:
    html = browser().get("/areas/wellbridge/done/").content.decode()
    assert '<p class="govuk-notification-banner__heading">Signed &lt;b&gt;</p>' in html
    assert 'class="govuk-notification-banner govuk-notification-banner--success" role="alert"' in html


@here
def test_the_other_language_is_one_link_away_on_the_same_page(cast: Cast) -> None:
    client = browser()
    html = client.get("/areas/wellbridge/done/?a=1").content.decode()
    assert 'href="/areas/wellbridge/done/?a=1&amp;lang=cy" rel="alternate" lang="cy" hreflang="cy">Cymraeg</a>' in html
    html = client.get("/areas/wellbridge/done/?a=1&lang=cy").content.decode()
    assert '<html lang="cy"' in html
    assert 'href="/areas/wellbridge/done/?a=1&amp;lang=en" rel="alternate" lang="en" hreflang="en">English</a>' in html


@here
def test_who_is_signed_in_may_sign_out_by_a_form(cast: Cast) -> None:
    html = browser(cast.olwen).get("/areas/wellbridge/done/").content.decode()
    assert 'href="/desk/">Olwen</a>' in html
    assert '<form method="post" action="/sign-out/"><input type="hidden" name="csrfmiddlewaretoken"' in html


@here
@pytest.mark.parametrize(
    ("view", "classes", "parts"),
    [
        ("", "govuk-template", True),
        ("print", "govuk-template oc-view-print", False),
        ("large", "govuk-template oc-view-large", True),
        ("x", "govuk-template", True),
    ],
)
def test_a_page_for_paper_and_one_in_large_letters(cast: Cast, view: str, classes: str, parts: bool) -> None:
    html = browser().get(f"/areas/wellbridge/done/?view={view}").content.decode()
    assert f'class="{classes}">' in html
    assert ("govuk-service-navigation" in html) is parts


@here
def test_a_demonstration_says_so(cast: Cast, settings: Any) -> None:
    assert "oc-demonstration" not in browser().get("/areas/wellbridge/done/").content.decode()
    Area.objects.update(is_demonstration=True)
    assert "Wellbridge is invented" in browser().get("/areas/wellbridge/done/").content.decode()


def test_a_page_of_the_frame_asks_the_database_nothing(db: None, django_assert_num_queries: Any) -> None:
    """Beside what a page is about: a visitor without a session costs no query."""
    request = RequestFactory().get("/")
    with django_assert_num_queries(0):
        html = engines["django"].get_template("404.html").render({"area": Area(slug="a", name="A")}, request)
    assert "Page not found" in html


def test_the_colour_of_an_area(cast: Cast) -> None:
    answer = browser().get("/areas/wellbridge/brand.css")
    assert answer.content.decode() == (
        ":root{--govuk-brand-colour:#1d5b79;--area-on-colour:#ffffff;--area-words:#1d5b79}\n"
    )
    assert answer["Content-Type"] == "text/css; charset=utf-8"
    assert answer["Cache-Control"] == "public, max-age=86400"
    assert browser().get("/areas/nowhere/brand.css").status_code == 404
    assert browser().post("/areas/wellbridge/brand.css").status_code == 405


@pytest.mark.parametrize(
    "colour", ["#000000", "#ffffff", "#777777", "#ffdd00", "#1d5b79", "#00ff00", "#ff0000", "#7f7f00"]
)
def test_words_can_be_read_in_every_colour(colour: str) -> None:
    assert contrast(words_on(colour), colour) >= 4.5
    assert contrast(as_words(colour), "#ffffff") >= 4.5
    assert stylesheet(colour).startswith(f":root{{--govuk-brand-colour:{colour};")


def test_contrast_is_as_the_guidelines_count_it() -> None:
    assert round(contrast("#000000", "#ffffff"), 2) == 21
    assert round(contrast("#777777", "#ffffff"), 2) == 4.48


def test_the_logo_of_an_area(cast: Cast) -> None:
    assert browser().get("/areas/wellbridge/logo.png").status_code == 404
    picture = BytesIO()
    Image.new("RGB", (8, 8)).save(picture, "PNG")
    Area.objects.update(logo=picture.getvalue(), logo_text="Wellbridge together")
    answer = browser().get("/areas/wellbridge/logo.png")
    assert (answer["Content-Type"], answer.content) == ("image/png", picture.getvalue())
    html = browser().get("/areas/wellbridge/commitments/").content.decode()
    assert '<img class="oc-logo" src="/areas/wellbridge/logo.png" alt="Wellbridge together">' in html


def test_a_page_that_is_not_there(db: None) -> None:
    answer = browser().get("/nowhere/")
    assert answer.status_code == 404
    assert '<h1 class="govuk-heading-l">Page not found</h1>' in answer.content.decode()


@here
@pytest.mark.parametrize("also_the_frame", [False, True])
def test_a_mistake_of_ours_shows_a_number_and_no_internals(db: None, settings: Any, also_the_frame: bool) -> None:
    if also_the_frame:
        options = {**settings.TEMPLATES[0]["OPTIONS"], "context_processors": [f"{__name__}.faulty"]}
        settings.TEMPLATES = [{**settings.TEMPLATES[0], "OPTIONS": options}]
    answer = Client(raise_request_exception=False).get("/fails/")
    html = answer.content.decode()
    assert answer.status_code == 500
    assert f"<strong>{answer['X-Request-Id']}</strong>" in html
    assert "secret" not in html
    assert "Traceback" not in html


def test_a_form_that_is_not_ours_is_sent_again(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    answer = client.post("/areas/wellbridge/brand.css")
    html = answer.content.decode()
    assert answer.status_code == 403
    assert '<h1 class="govuk-heading-l">Send the form again</h1>' in html
    assert f"Reference: {answer['X-Request-Id']}" in html


@here
def test_a_refusal_says_why(cast: Cast) -> None:
    request = RequestFactory().get("/")
    html = page(request, "refused.html", {"says": "Only the officer <of the area> can do this."}).content.decode()
    assert '<p class="govuk-body-l">Only the officer &lt;of the area&gt; can do this.</p>' in html
