"""Tags that stand round something: {% details "More" %}…{% enddetails %}. Written out here, for they are used most."""

from __future__ import annotations

from collections.abc import Callable

from django import template
from django.template.base import FilterExpression, Node, NodeList, Parser, Token
from django.template.context import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

register = template.Library()
_NO_ACTIONS = " govuk-summary-list__row--no-actions"
_ROW_ALONE = (
    f'<div class="govuk-summary-list__row{_NO_ACTIONS}"><dt class="govuk-summary-list__key">{{}}</dt>'
    '<dd class="govuk-summary-list__value">{}</dd></div>'
)
_ROW_TO_CHANGE = (
    '<div class="govuk-summary-list__row"><dt class="govuk-summary-list__key">{}</dt>'
    '<dd class="govuk-summary-list__value">{}</dd><dd class="govuk-summary-list__actions">'
    '<a class="govuk-link" href="{}">{}<span class="govuk-visually-hidden"> ({})</span></a></dd></div>'
)
Show = Callable[..., SafeString]


class Block(Node):
    """A tag with something inside."""

    def __init__(self, show: Show, arguments: list[FilterExpression], content: NodeList) -> None:
        self.show, self.arguments, self.content = show, arguments, content

    def render(self, context: Context) -> SafeString:
        inside = self.content.render(context)
        said = [each.resolve(context) for each in self.arguments]
        return self.show(inside, *said)


def block(show: Show) -> Show:
    """Make a tag of a function that takes what is inside and then what the tag says."""

    def compile_block(parser: Parser, token: Token) -> Block:
        arguments = [parser.compile_filter(each) for each in token.split_contents()[1:]]
        content = parser.parse((f"end{show.__name__}",))
        parser.delete_first_token()
        return Block(show, arguments, content)

    register.tag(show.__name__, compile_block)
    return show


@block
def details(content: SafeString, text: str, id: str = "") -> SafeString:
    """Something to open on request."""
    return format_html(
        '<details class="govuk-details"{}><summary class="govuk-details__summary">'
        '<span class="govuk-details__summary-text">{}</span></summary>'
        '<div class="govuk-details__text">{}</div></details>',
        format_html(' id="{}"', id) if id else "",
        text,
        content,
    )


@block
def inset(content: SafeString) -> SafeString:
    """Words that stand apart: a quotation, an example."""
    return format_html('<div class="govuk-inset-text">{}</div>', content)


@block
def warning(content: SafeString) -> SafeString:
    """What has consequences."""
    return format_html(
        '<div class="govuk-warning-text"><span class="govuk-warning-text__icon" aria-hidden="true">!</span>'
        '<strong class="govuk-warning-text__text"><span class="govuk-visually-hidden">{}</span> {}</strong></div>',
        _("Warning"),
        content,
    )


@block
def panel(content: SafeString, title: str) -> SafeString:
    """It is done: the heading of a confirmation page."""
    return format_html(
        '<div class="govuk-panel govuk-panel--confirmation"><h1 class="govuk-panel__title">{}</h1>'
        '<div class="govuk-panel__body">{}</div></div>',
        title,
        content,
    )


@block
def summary(content: SafeString, title: str = "") -> SafeString:
    """Keys and values, made of rows; with a title, a card."""
    if "govuk-summary-list__actions" not in content:  # then no row keeps a place free for them
        content = SafeString(content.replace(_NO_ACTIONS, ""))
    rows = format_html('<dl class="govuk-summary-list">{}</dl>', content)
    if not title:
        return rows
    return format_html(
        '<div class="govuk-summary-card"><div class="govuk-summary-card__title-wrapper">'
        '<h2 class="govuk-summary-card__title">{}</h2></div><div class="govuk-summary-card__content">{}</div></div>',
        title,
        rows,
    )


@block
def row(content: SafeString, key: str, href: str = "", action: str = "") -> SafeString:
    """One key with its value; with an address, also a link that says what can be done there: "Change"."""
    if not href:
        return format_html(_ROW_ALONE, key, content)
    return format_html(_ROW_TO_CHANGE, key, content, href, action or _("Change"), key)
