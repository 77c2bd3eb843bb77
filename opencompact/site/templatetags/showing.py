"""What some components that show something need worked out before their template."""

from __future__ import annotations

from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from opencompact.site.templatetags.pieces import Options, component, part, prepares, sayings, value, words


@prepares("accordion")
def accordion(options: Options) -> Options:
    """The words its script shows, and whether it remembers."""
    said = sayings(
        options,
        hideAllSectionsText="hide-all-sections",
        hideSectionText="hide-section",
        hideSectionAriaLabelText="hide-section-aria-label",
        showAllSectionsText="show-all-sections",
        showSectionText="show-section",
        showSectionAriaLabelText="show-section-aria-label",
    )
    if "rememberExpanded" in options:
        said = SafeString(f'{said} data-remember-expanded="{value(options["rememberExpanded"])}"')
    return {**options, "data": said, "headingLevel": options.get("headingLevel") or 2}


@prepares("button")
def button(options: Options) -> Options:
    """What all kinds of button have."""
    classes = f"govuk-button {options.get('classes') or ''}".rstrip()
    if options.get("isStartButton"):
        classes += " govuk-button--start"
    return {**options, "classNames": classes, "guarded": "preventDoubleClick" in options}


def _action(action: Options, kind: str, classes: str = "") -> SafeString:
    """A button, or a link that stands beside buttons."""
    if not action.get("href") or action.get("type") == "button":
        named = {name: action.get(name) for name in ("text", "name", "value", "href", "attributes")}
        all_classes = f"{classes} {action.get('classes') or ''}".strip()
        return component("button", {**named, "type": action.get("type") or "button", "classes": all_classes})
    return component("action", {**action, "kind": kind})


@prepares("cookie-banner")
def cookie_banner(options: Options) -> Options:
    """The buttons and links of each message."""
    messages = [
        {"headingText": "", **each, "buttons": [_action(action, "") for action in each.get("actions") or []]}
        for each in options.get("messages") or []
    ]
    return {**options, "messages": messages}


@prepares("error-summary")
def error_summary(options: Options) -> Options:
    """Whether it was said that it may not take the focus."""
    return {**options, "focusSaid": "disableAutoFocus" in options}


@prepares("error-message")
def error_message(options: Options) -> Options:
    """The word that is read out before."""
    return {**options, "before": options.get("visuallyHiddenText", _("Error"))}


@prepares("exit-this-page")
def exit_this_page(options: Options) -> Options:
    """The button that leaves at once."""
    button = {
        "html": options.get("html") if options.get("html") or options.get("text") else component("exit-words", {}),
        "text": options.get("text"),
        "classes": "govuk-button--warning govuk-exit-this-page__button govuk-js-exit-this-page-button",
        "href": options.get("redirectUrl") or "https://www.bbc.co.uk/weather",
        "attributes": {"rel": "nofollow noreferrer"},
    }
    said = sayings(
        options,
        activatedText="activated",
        timedOutText="timed-out",
        pressTwoMoreTimesText="press-two-more-times",
        pressOneMoreTimeText="press-one-more-time",
    )
    return {**options, "data": said, "button": component("button", button)}


@prepares("notification-banner")
def notification_banner(options: Options) -> Options:
    """A success is told at once, everything else when it is come to."""
    success = options.get("type") == "success"
    return {
        **options,
        "success": success,
        "role": options.get("role") or ("alert" if success else "region"),
        "title": words({"html": options.get("titleHtml"), "text": options.get("titleText")})
        or (_("Success") if success else _("Important")),
        "titleId": options.get("titleId") or "govuk-notification-banner-title",
        "titleHeadingLevel": options.get("titleHeadingLevel") or 2,
        "focusSaid": "disableAutoFocus" in options,
    }


@prepares("pagination")
def pagination(options: Options) -> Options:
    """Whether the two ways stand below each other: where there are no numbers between them."""
    items = [
        {**item, "label": item.get("visuallyHiddenText") or _("Page %(number)s") % {"number": item.get("number", "")}}
        for item in options.get("items") or []
        if item
    ]
    numbered = options.get("items") is not None
    block = not numbered and (options.get("next") or options.get("previous"))
    return {**options, "items": items, "numbered": numbered, "blockLevel": block}


@prepares("panel")
def panel(options: Options) -> Options:
    """A confirmation, or an interruption with what can be done."""
    interruption = "govuk-panel--interruption" in (options.get("classes") or "")
    actions = part(options, "actions")
    return {
        **options,
        "interruption": interruption,
        "actionsShown": interruption and options.get("actions") is not None,
        "headingLevel": options.get("headingLevel") or 1,
        "buttons": [
            _action(each, "govuk-link--inverse", "govuk-button--inverse") for each in actions.get("items") or []
        ],
    }


@prepares("phase-banner")
def phase_banner(options: Options) -> Options:
    """The tag in front."""
    tag = part(options, "tag")
    classes = f"govuk-phase-banner__content__tag {tag.get('classes') or ''}".rstrip()
    named = {"text": tag.get("text"), "html": tag.get("html"), "classes": classes}
    return {**options, "tagShown": component("tag", named)}


@prepares("service-navigation")
def service_navigation(options: Options) -> Options:
    """What stands where, and whether it folds up on a narrow screen."""
    slots = part(options, "slots")
    end = slots.get("end")
    items = [item for item in options.get("navigation") or [] if item]
    menu = options.get("menuButtonText") or _("Menu")
    label = options.get("menuButtonLabel")
    return {
        **options,
        "items": items,
        "menu": menu,
        "menuLabel": label if label != menu else "",
        "navigationId": options.get("navigationId") or "navigation",
        "navigationLabel": options.get("navigationLabel") or menu,
        "collapses": options.get("collapseNavigationOnMobile", len(items) > 1),
        "navigates": items or slots.get("navigationStart") or slots.get("navigationEnd"),
        "end": SafeString(end.get("html") or "") if isinstance(end, dict) else SafeString(end or ""),
        "inline": isinstance(end, dict) and end.get("align") == "inline",
        "section": options.get("serviceName") or slots.get("start") or end,
    }


@prepares("summary-list")
def summary_list(options: Options) -> Options:
    """Whether any row has actions: then the others keep their place free."""
    card = options.get("card")
    rows = [{**row, "acts": part(row, "actions").get("items")} for row in options.get("rows") or [] if row]
    facts: dict[str, Any] = {**options, "rows": rows, "anyActions": any(row["acts"] for row in rows)}
    facts["carded"] = card is not None
    if card is not None:
        title = part(card, "title")
        acts = part(card, "actions").get("items")
        facts.update(cardTitle=title, cardLevel=title.get("headingLevel") or 2, cardActs=acts)
    return facts


@prepares("task-list")
def task_list(options: Options) -> Options:
    """The identifiers by which a link is described."""
    prefix = options.get("idPrefix") or "task-list"
    items = []
    for index, item in enumerate(options.get("items") or [], 1):
        if item:
            hint, status = f"{prefix}-{index}-hint", f"{prefix}-{index}-status"
            tag = part(item, "status").get("tag")
            more = {"hintId": hint, "statusId": status, "tag": component("tag", tag) if tag is not None else ""}
            items.append({**item, **more, "hinted": item.get("hint") is not None})
    return {**options, "items": items}


@prepares("tabs")
def tabs(options: Options) -> Options:
    """The identifier of each panel."""
    prefix = options.get("idPrefix") or ""
    items = [
        {**item, "panelId": item.get("id") or f"{prefix}-{index}", "index": index}
        for index, item in enumerate(options.get("items") or [], 1)
        if item
    ]
    return {**options, "items": items}
