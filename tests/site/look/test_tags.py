"""The tags of the pages: what each writes, and that what people typed is escaped."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation

from opencompact.core.words import speaking
from opencompact.site.areas.models import Area
from opencompact.site.pages import Shelf
from opencompact.site.templatetags.pieces import component as write
from tests.site.look.test_components import outline

TYPED = '<b>"Wellbridge" & co</b>'
SAFE = "&lt;b&gt;&quot;Wellbridge&quot; &amp; co&lt;/b&gt;"


def shown(template: str, **context: Any) -> str:
    return Template(template).render(Context(context))


def test_buttons() -> None:
    assert shown('{% button "Save" %}') == (
        '<button type="submit" class="govuk-button" data-module="govuk-button" data-prevent-double-click="true">Save'
        "</button>"
    )
    assert shown('{% button "End" href=href kind="warning" %}', href="/x/?a=1&b=2") == (
        '<a href="/x/?a=1&amp;b=2" role="button" draggable="false" class="govuk-button govuk-button--warning" '
        'data-module="govuk-button">End</a>'
    )


def test_tags() -> None:
    assert shown('{% tag "Kept" "green" %}{% tag "Draft" %}') == (
        '<strong class="govuk-tag govuk-tag--green">Kept</strong><strong class="govuk-tag">Draft</strong>'
    )


@pytest.mark.parametrize(
    ("block", "component", "options"),
    [
        ('{% details "More" %}w{% enddetails %}', "details", {"summaryText": "More", "text": "w"}),
        ("{% inset %}w{% endinset %}", "inset-text", {"text": "w"}),
        ("{% warning %}w{% endwarning %}", "warning-text", {"text": "w"}),
        ('{% panel "Done" %}w{% endpanel %}', "panel", {"titleText": "Done", "text": "w"}),
        (
            '{% summary %}{% row "K" %}w{% endrow %}{% endsummary %}',
            "summary-list",
            {"rows": [{"key": {"text": "K"}, "value": {"text": "w"}}]},
        ),
    ],
)
def test_blocks_write_what_their_components_write(block: str, component: str, options: dict[str, Any]) -> None:
    """The blocks are written out by hand because they are used most; the components are proved against the package."""
    assert outline(shown(block)) == outline(write(component, options))


def test_a_row_leads_to_its_change_and_the_others_keep_their_place() -> None:
    html = shown(
        '{% summary "Card" %}{% row "A" %}1{% endrow %}{% row "B" "/b/" "Mend" %}2{% endrow %}{% endsummary %}'
    )
    assert '<div class="govuk-summary-list__row govuk-summary-list__row--no-actions"><dt' in html
    assert '<a class="govuk-link" href="/b/">Mend<span class="govuk-visually-hidden"> (B)</span></a>' in html
    assert '<h2 class="govuk-summary-card__title">Card</h2>' in html


@pytest.mark.parametrize(
    "template",
    [
        "{% button typed %}",
        "{% tag typed %}",
        "{% details typed %}{% enddetails %}",
        "{% panel typed %}{% endpanel %}",
        "{% summary typed %}{% row typed %}{{ typed }}{% endrow %}{% endsummary %}",
        '{% row typed "/" typed %}{% endrow %}',
        '{% govuk "tag" text=typed %}',
        '{% govuk "input" name="n" value=typed label=label hint=label errorMessage=label %}',
        '{% govuk "button" text=typed href=typed attributes=attributes %}',
        "{% inset %}{{ typed }}{% endinset %}",
    ],
)
def test_what_people_typed_is_escaped(template: str) -> None:
    html = shown(template, typed=TYPED, label={"text": TYPED}, attributes={"data-x": TYPED})
    assert SAFE in html
    assert "<b>" not in html
    assert '"Wellbridge"' not in html


def test_days_and_moments(db: None) -> None:
    area = Area(slug="a", name="A")
    late = datetime(2027, 6, 30, 23, 5, tzinfo=UTC)
    template = "{{ day|day }}; {{ late|moment:area }}; {{ late|moment }}; {{ none|day }}{{ none|moment:area }}"
    html = shown(template, day=date(2027, 3, 31), late=late, area=area, none=None)
    assert html == "31 March 2027; 1 July 2027, 12:05am; 30 June 2027, 11:05pm UTC; "
    with speaking("cy"):
        assert shown("{{ day|day }}", day=date(2027, 3, 31)) == "31 Mawrth 2027"


def test_the_same_page_otherwise() -> None:
    request = RequestFactory().get("/list/?sector=public&sector=both&after=3")
    assert (
        shown('{% here lang="cy" after=None %}', request=request) == "/list/?sector=public&amp;sector=both&amp;lang=cy"
    )
    assert shown("{% here sector=None after=None %}", request=request) == "/list/"
    assert shown('{% here lang="cy" %}') == ""


def pages(html: str) -> list[str]:
    return [part.split('"')[0] for part in html.split('href="')[1:]]


def test_the_pages_of_a_list_keep_its_filters() -> None:
    request = RequestFactory().get("/list/?sector=public&after=3")
    both = shown("{% shelf_links shelf %}", request=request, shelf=Shelf([], 9, after="6", before="4"))
    assert pages(both) == ["/list/?sector=public&amp;before=4", "/list/?sector=public&amp;after=6"]
    first = shown("{% shelf_links shelf %}", request=request, shelf=Shelf([], 9, after="6", before=""))
    assert pages(first) == ["/list/?sector=public&amp;after=6"]
    assert shown("{% shelf_links shelf %}", request=request, shelf=Shelf([], 1, after="", before="")) == ""


def test_what_is_not_there_is_not_named() -> None:
    assert shown('{% there "/nowhere/" "/areas/a/commitments/" %}') == "/areas/a/commitments/"
    assert shown('{% there "/nowhere/" %}') == ""


def test_a_built_file_has_an_address_that_changes_with_it() -> None:
    name, _, stamp = shown('{% built "look.css" %}').partition("?")
    assert (name, len(stamp)) == ("/static/built/look.css", 8)
    assert shown('{% built "nothing.css" %}') == "/static/built/nothing.css"


def test_components_speak_welsh_where_there_are_words() -> None:
    with translation.override("cy"):
        assert "govuk-back-link" in shown('{% govuk "back-link" %}')
