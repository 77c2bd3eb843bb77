"""Components of the pages, after the GOV.UK Design System."""

from __future__ import annotations

from typing import Any

from django import template
from django.forms import BaseForm, BoundField
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from opencompact.site.templatetags import blocks, frame

register = template.Library()


@register.simple_tag
def govuk(name: str, **options: Any) -> str:
    """Any component by its name, with the options of the design system."""
    return render_to_string(f"govuk/{name}.html", options)


@register.simple_tag
def button(text: str, href: str = "", kind: str = "") -> SafeString:
    """A button that sends the form, or with ``href`` a link that looks like one. Kinds: secondary, warning."""
    classes = f"govuk-button govuk-button--{kind}" if kind else "govuk-button"
    if href:
        return format_html('<a href="{}" role="button" class="{}">{}</a>', href, classes, text)
    return format_html('<button type="submit" class="{}">{}</button>', classes, text)


@register.simple_tag
def tag(text: str, colour: str = "") -> SafeString:
    """A state in a word."""
    return format_html(
        '<strong class="{}">{}</strong>', f"govuk-tag govuk-tag--{colour}" if colour else "govuk-tag", text
    )


@register.simple_tag
def form_errors(form: BaseForm) -> SafeString:
    """What is wrong with a form, above it, each with a link to its field."""
    if not form.errors:
        return mark_safe("")
    links = [
        (f"#{form[name].id_for_label}" if name != "__all__" else "#", text)
        for name, all_ in form.errors.items()
        for text in all_
    ]
    return format_html(
        '<div class="govuk-error-summary"><ul>{}</ul></div>',
        format_html_join("", '<li><a href="{}">{}</a></li>', links),
    )


@register.simple_tag
def field(bound: BoundField) -> SafeString:
    """One field of a form: label, hint, what is wrong, the field."""
    return format_html('<div class="govuk-form-group">{}{}{}</div>', bound.label_tag(), bound.errors, bound)


@register.simple_tag
def fields(form: BaseForm) -> SafeString:
    """All fields of a form, in order."""
    return format_html_join("", "{}", ((field(bound),) for bound in form))


for _tags in (blocks, frame):
    register.tags.update(_tags.register.tags)
    register.filters.update(_tags.register.filters)
