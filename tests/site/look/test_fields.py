"""The fields of forms: each widget as its component, what is wrong beside it, nothing typed lost."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django import forms
from django.template import Context, Template
from django.utils import translation

from opencompact.site.fields import DayField
from tests.site.look.forms import EveryField

RIGHT = {
    "name": "Village Hall", "email": "hall@wellbridge.example", "phone": "", "website": "", "code": "123456",
    "hours": "12", "money": "3.50", "reason": "Because", "notes": "", "body": "hall", "several": ["public"],
    "sector": "public", "outcomes": ["public", "both"], "agreed": "on", "secret": "s", "held_on-day": "31",
    "held_on-month": "3", "held_on-year": "2027",
}  # fmt: skip


def shown(template: str, **context: Any) -> str:
    return " ".join(Template(template).render(Context(context)).split())


def one(form: forms.Form, name: str, template: str = "{% field field %}") -> str:
    return shown(template, field=form[name])


def test_a_line_with_its_label_hint_and_mistake() -> None:
    html = one(EveryField({}), "name")
    assert '<label class="govuk-label govuk-label--s" for="id_name">Name of the organisation</label>' in html
    assert '<div id="id_name-hint" class="govuk-hint">As people know it</div>' in html
    assert '<span class="govuk-visually-hidden">Error:</span> Fill in: Name of the organisation</p>' in html
    assert 'aria-describedby="id_name-hint id_name-error"' in html


@pytest.mark.parametrize(
    ("name", "attributes"),
    [
        ("email", 'type="email" spellcheck="false" autocomplete="email"'),
        ("phone", 'type="tel" autocomplete="tel"'),
        ("website", 'type="url" spellcheck="false" autocomplete="url"'),
        ("hours", 'type="text" spellcheck="false" inputmode="numeric"'),
        ("money", 'type="text" spellcheck="false" inputmode="decimal"'),
        ("secret", 'type="password" spellcheck="false" autocomplete="current-password" autocapitalize="none"'),
        ("paper", 'type="file"'),
        ("reason", 'rows="4" aria-describedby="id_reason-info"'),
    ],
)
def test_each_kind_of_line_tells_the_browser_what_it_is(name: str, attributes: str) -> None:
    assert attributes in one(EveryField(), name)


def test_what_need_not_be_filled_in_says_so() -> None:
    assert ">Telephone (optional)</label>" in one(EveryField(), "phone")

    class Filter(forms.Form):
        words = forms.CharField(label="Keywords", required=False)

    assert ">Keywords</label>" in one(Filter(), "words")


def test_choices() -> None:
    form = EveryField(RIGHT)
    radios, boxes = one(form, "sector"), one(form, "outcomes")
    assert '<legend class="govuk-fieldset__legend govuk-fieldset__legend--s">Which sector is it in?</legend>' in radios
    assert 'id="id_sector" name="sector" type="radio" value="public" checked>' in radios
    assert 'id="id_sector-2" name="sector" type="radio" value="voluntary">' in radios
    assert [f'value="{value}" checked' in boxes for value in ("public", "voluntary", "both")] == [True, False, True]
    body = one(form, "body")
    assert '<optgroup label="Public bodies"><option value="council">Wellbridge Council</option>' in body
    assert '</optgroup><optgroup label="Groups"><option value="hall" selected>Village Hall</option> </optgroup>' in body
    assert 'name="several" multiple>' in one(form, "several")
    assert 'name="agreed" type="checkbox" value="on" checked' in one(form, "agreed")
    assert one(form, "token").startswith('<input type="hidden"')


def test_nothing_typed_is_lost() -> None:
    typed = {**RIGHT, "name": '"><script>', "hours": "a dozen", "held_on-month": "Smarch", "body": "nobody"}
    html = shown("{% fields form %}", form=EveryField(typed))
    assert 'value="&quot;&gt;&lt;script&gt;"' in html
    assert 'value="a dozen"' in html
    assert 'name="held_on-month" type="text" value="Smarch"' in html


def test_the_summary_names_each_mistake_and_leads_to_it() -> None:
    typed = {**RIGHT, "email": "hall", "held_on-month": "", "agreed": "", "sector": ""}
    html = shown("{% form_errors form %}", form=EveryField(typed))
    assert '<h2 class="govuk-error-summary__title">There is a problem</h2>' in html
    assert [part.split("</a>")[0] for part in html.split('<a href="')[1:]] == [
        '#id_email">Enter a valid email address.',
        '#id_sector">Choose: Which sector is it in?',
        '#id_agreed">Choose: We agree to the promises',
        '#id_held_on-month">The date must include a month',
        '#id_paper">Fill in: Paper',
    ]
    for target in ("id_email", "id_sector", "id_agreed", "id_held_on-month", "id_paper"):
        assert f'id="{target}"' in shown("{% fields form %}", form=EveryField(typed))


def test_a_form_without_mistakes_has_no_summary() -> None:
    assert shown("{% form_errors form %}", form=EveryField()) == ""


def test_a_mistake_of_the_whole_form_is_told() -> None:
    class Both(forms.Form):
        def clean(self) -> None:
            raise forms.ValidationError("The end comes before the beginning")

    assert "<li>The end comes before the beginning</li>" in shown("{% form_errors form %}", form=Both({}))


def test_one_question_may_be_the_heading_and_have_units() -> None:
    html = one(EveryField(), "hours", '{% field field heading=True suffix="hours a week" %}')
    assert '<h1 class="govuk-label-wrapper"><label class="govuk-label govuk-label--l" for="id_hours">' in html
    assert '<div class="govuk-input__suffix" aria-hidden="true">hours a week</div>' in html


def test_scripts_speak_the_language_of_the_page() -> None:
    for name, key, kinds in (
        ("reason", "characters-under-limit", [".zero", ".one", ".two", ".few", ".many", ".other"]),
        ("reason", "characters-at-limit", [""]),
        ("secret", "password-shown-announcement", [""]),
    ):
        with translation.override("cy"):
            html = one(EveryField(), name)
        assert [kind for kind in kinds if f' data-i18n.{key}{kind}="' not in html] == []
        assert "%%" not in html
        assert "data-i18n" not in one(EveryField(), name)  # English they speak by themselves


def test_a_form_among_others_keeps_its_own_names() -> None:
    html = one(EveryField(prefix="two"), "held_on")
    assert 'id="id_two-held_on-day" name="two-held_on-day"' in html


BOXES = ["day", "month", "year"]
NO_SUCH = '"%s" is not a date. Enter a date, for example 31 March 2027.'
OUTSIDE = '"1/1/9999" is outside the years 1900 to 2200. Enter a date, for example 31 March 2027.'
SHORT = "Write the year with four digits, for example 2027"


class Day(forms.Form):
    on = DayField()
    until = DayField(required=False)


@pytest.mark.parametrize(
    "typed",
    [
        {"on-day": "31", "on-month": "3", "on-year": "2027"},
        {"on-day": " 31 ", "on-month": "March", "on-year": "2027"},
        {"on-day": "31/3/2027", "on-month": "", "on-year": ""},
        {"on": "31/03/2027"},
        {"on": "31.3.2027"},
        {"on": "2027-03-31"},
        {"on": "31 March 2027"},
    ],
)
def test_a_day_may_be_typed_in_boxes_or_in_one_go(typed: dict[str, str]) -> None:
    form = Day(typed)
    assert form.is_valid()
    assert form.cleaned_data == {"on": date(2027, 3, 31), "until": None}


@pytest.mark.parametrize(
    ("typed", "says", "marked"),
    [
        ({}, "Enter a date, for example 31 3 2027", BOXES),
        ({"on-month": "3", "on-year": "2027"}, "The date must include a day", ["day"]),
        ({"on-day": "31", "on-year": "2027"}, "The date must include a month", ["month"]),
        ({"on-day": "31", "on-month": "3"}, "The date must include a year", ["year"]),
        ({"on-day": "31", "on-month": "3", "on-year": "27"}, SHORT, ["year"]),
        ({"on-day": "31", "on-month": "2", "on-year": "2027"}, NO_SUCH % "31/2/2027", BOXES),
        ({"on": "soon"}, NO_SUCH % "soon", BOXES),
        ({"on": "1" * 5000}, NO_SUCH % f"{'1' * 60}…", BOXES),
        ({"on-day": "\0", "on-month": "²", "on-year": "٢٠٢٧"}, NO_SUCH % "?/²/٢٠٢٧", BOXES),
        ({"on": "1/1/9999"}, OUTSIDE, BOXES),
    ],
)  # fmt: skip
def test_each_mistake_in_a_day_is_named_and_marked(typed: dict[str, str], says: str, marked: list[str]) -> None:
    form = Day(typed)
    assert form.errors["on"] == [says]
    parts = {box: one(form, "on").split(f'id="id_on-{box}"')[0].rpartition("<input")[2] for box in BOXES}
    assert [box for box in BOXES if "govuk-input--error" in parts[box]] == marked


def test_a_day_that_is_known_stands_in_its_boxes() -> None:
    html = one(Day(initial={"on": date(2027, 3, 31)}), "on")
    for box, value in (("day", 31), ("month", 3), ("year", 2027)):
        assert f'name="on-{box}" type="text" value="{value}"' in html
    assert str(Day(initial={"on": date(2027, 3, 31)})["on"]).count("<input") == 3


def test_a_day_that_was_not_touched_has_not_changed() -> None:
    kept = {"on-day": "31", "on-month": "3", "on-year": "2027"}
    assert Day(kept, initial={"on": date(2027, 3, 31)}).changed_data == []
    assert Day({**kept, "on-day": "x"}, initial={"on": date(2027, 3, 31)}).changed_data == ["on"]
    assert Day({}).fields["on"].widget.value_omitted_from_data({}, {}, "on")
