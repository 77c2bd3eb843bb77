"""Components of the pages, after the GOV.UK Design System."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from opencompact.site.templatetags import blocks, fields, filling, frame, pieces, showing
from opencompact.site.templatetags.pieces import component

__all__ = ["filling", "register", "showing"]  # filling and showing prepare what the components show

register = template.Library()


@register.simple_tag
def govuk(name: str, /, **options: Any) -> SafeString:
    """Any component by its name, with the options of the design system: ``{% govuk "tag" text="Kept" %}``."""
    return component(name, options)


@register.simple_tag
def button(text: str, href: str = "", kind: str = "") -> SafeString:
    """A button that sends the form, or with ``href`` a link that looks like one. Kinds: secondary, warning."""
    classes = f"govuk-button govuk-button--{kind}" if kind else "govuk-button"
    if href:
        return format_html(
            '<a href="{}" role="button" draggable="false" class="{}" data-module="govuk-button">{}</a>',
            href,
            classes,
            text,
        )
    return format_html(
        '<button type="submit" class="{}" data-module="govuk-button" data-prevent-double-click="true">{}</button>',
        classes,
        text,
    )


@register.simple_tag
def tag(text: str, colour: str = "") -> SafeString:
    """A state in a word."""
    return format_html(
        '<strong class="{}">{}</strong>', f"govuk-tag govuk-tag--{colour}" if colour else "govuk-tag", text
    )


for _tags in (blocks, fields, frame, pieces):
    register.tags.update(_tags.register.tags)
    register.filters.update(_tags.register.filters)
