"""Tags for forms: each field of Django as the component that its widget means."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django import forms, template
from django.forms import BaseForm, BoundField
from django.forms.widgets import Input
from django.template.defaultfilters import linebreaksbr
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from opencompact.site.fields import DayBoxes, box_wrong
from opencompact.site.templatetags.pieces import Options, component

register = template.Library()
Show = Callable[[BoundField, Options], SafeString]

# What a browser and a reader's software are told of each kind of line
LINES: dict[type[forms.Widget], Options] = {
    forms.EmailInput: {"type": "email", "autocomplete": "email", "spellcheck": False},
    forms.URLInput: {"type": "url", "autocomplete": "url", "spellcheck": False},
    forms.TelInput: {"type": "tel", "autocomplete": "tel", "classes": "govuk-input--width-20"},
    forms.SearchInput: {"type": "search"},
    forms.NumberInput: {"inputmode": "numeric", "classes": "govuk-input--width-5", "spellcheck": False},
}
KINDS = {"cy": {"zero": 0, "one": 1, "two": 2, "few": 3, "many": 6, "other": 4}}  # of numbers, each with an example
NAMED = ("autocomplete", "autocapitalize", "spellcheck", "inputmode", "pattern", "type", "rows", "disabled")
IGNORED = {"class", "cols", "id", "max", "maxlength", "min", "minlength", "name", "required", "step", "value"}
IGNORED |= {"aria-describedby", "aria-invalid"}


@register.simple_tag
def form_errors(*all_forms: BaseForm) -> SafeString:
    """What is wrong with a form, above it, each with a link to its field."""
    wrong = [each for form in all_forms if form.is_bound for each in _errors(form)]
    if not wrong:
        return SafeString("")
    theirs = [each for form in all_forms for each in getattr(form, "theirs", ())]
    told = component("error-summary", {"titleText": _("There is a problem"), "errorList": wrong})
    return told + _written_meanwhile(theirs) if theirs else told


def _written_meanwhile(theirs: list[tuple[str, str]]) -> SafeString:
    """What somebody else wrote while this person was writing."""
    row = (
        '<div class="govuk-summary-list__row"><dt class="govuk-summary-list__key">{}</dt>'
        '<dd class="govuk-summary-list__value">{}</dd></div>'
    )
    rows = format_html_join("", row, ((label, linebreaksbr(text)) for label, text in theirs))
    shown = '<h2 class="govuk-heading-m" id="theirs">{}</h2><dl class="govuk-summary-list">{}</dl>'
    return format_html(shown, _("What somebody else wrote meanwhile"), rows)


def _errors(form: BaseForm) -> Iterator[Options]:
    for name, found in form.errors.as_data().items():
        for each in found:
            bound = form[name] if name in form.fields else None
            href = f"#{_first_id(bound, each.code)}" if bound and not bound.is_hidden else ""
            for text in each.messages:
                yield {"text": _plainly(bound, text) if bound else text, "href": href}


def _plainly(bound: BoundField, text: str) -> str:
    """What is wrong. Where a form has no sentence of its own for a field left empty, one that names the field."""
    if text != str(forms.Field.default_error_messages["required"]):
        return text
    choice = isinstance(bound.field, forms.ChoiceField | forms.ModelChoiceField | forms.BooleanField)
    asks = _("Choose: %(field)s") if choice else _("Fill in: %(field)s")
    return asks % {"field": bound.label}


def _first_id(bound: BoundField, code: str | None) -> str:
    id = bound.auto_id or bound.html_name
    return f"{id}-{box_wrong(code) or 'day'}" if isinstance(bound.field.widget, DayBoxes) else id


@register.simple_tag
def fields(form: BaseForm) -> SafeString:
    """All fields of a form, in order."""
    return SafeString("".join(field(bound) for bound in form))


@register.simple_tag
def field(bound: BoundField, **more: Any) -> SafeString:
    """One field: label, hint, what is wrong, the field. ``heading=True`` makes its label the heading of the page;
    whatever else is said goes to the component: ``suffix``, ``prefix``, ``classes``."""
    if bound.is_hidden:
        return SafeString(bound)
    widget = bound.field.widget
    show = next((SHOWN[kind] for kind in type(widget).__mro__ if kind in SHOWN), _as_it_is)
    options = _shared(bound, heading=bool(more.pop("heading", False)))
    options.update({name: {"text": text} if name in ("prefix", "suffix") else text for name, text in more.items()})
    return show(bound, options)


def _shared(bound: BoundField, *, heading: bool) -> Options:
    label = {"text": _label(bound), "isPageHeading": heading, "classes": f"govuk-label--{'l' if heading else 's'}"}
    options: Options = {"id": bound.auto_id or bound.html_name, "name": bound.html_name, "label": label}
    if bound.help_text:
        options["hint"] = {"html": conditional_escape(bound.help_text)}
    if bound.errors:
        texts = (conditional_escape(_plainly(bound, str(each))) for each in bound.errors)
        options["errorMessage"] = {"html": "<br>".join(texts)}
    attrs = {**bound.field.widget.attrs}
    options.update({name: attrs.pop(name) for name in NAMED if name in attrs})
    if bound.field.disabled:
        options["disabled"] = True
    options["classes"] = str(attrs.get("class", ""))
    options["attributes"] = {
        name: {"value": each, "optional": True} for name, each in attrs.items() if name not in IGNORED
    }
    return options


def _label(bound: BoundField) -> str:
    """The label. Where some fields must be filled in, those that need not be say so."""
    text = str(bound.label)
    some_must = any(each.required for each in bound.form.fields.values())
    optional = _("optional")
    needed = bound.field.required or getattr(bound.field, "is_needed", False)
    if needed or not some_must or optional in text.lower():
        return text
    return f"{text} ({optional})"


def _framed(options: Options) -> Options:
    """For several controls the label is the legend of a fieldset."""
    label = options.pop("label")
    classes = label["classes"].replace("govuk-label", "govuk-fieldset__legend")
    legend = {"text": label["text"], "isPageHeading": label["isPageHeading"], "classes": classes}
    return {**options, "idPrefix": options["id"], "fieldset": {"legend": legend}}


def _line(bound: BoundField, options: Options) -> SafeString:
    widget = bound.field.widget
    usual = next((LINES[kind] for kind in type(widget).__mro__ if kind in LINES), {})
    if isinstance(bound.field, forms.DecimalField | forms.FloatField):
        usual = {**usual, "inputmode": "decimal", "classes": "govuk-input--width-10"}
    longest = getattr(bound.field, "max_length", None)
    if longest and longest <= 20:
        usual = {**usual, "classes": f"govuk-input--width-{10 if longest <= 10 else 20}"}
    classes = options["classes"] or usual.get("classes", "")
    held = widget.format_value(bound.value())
    return component("input", {**usual, **options, "classes": classes, "value": held})


def _password(bound: BoundField, options: Options) -> SafeString:
    return component("password-input", {**options, **_said_of_passwords()})


def _is_said_by_scripts() -> bool:
    """Whether the language is the one that the scripts speak by themselves."""
    return (get_language() or "en").startswith("en")


def _said_of_passwords() -> Options:
    if _is_said_by_scripts():
        return {}
    return {
        "showPasswordText": _("Show"),
        "hidePasswordText": _("Hide"),
        "showPasswordAriaLabelText": _("Show password"),
        "hidePasswordAriaLabelText": _("Hide password"),
        "passwordShownAnnouncementText": _("Your password is visible"),
        "passwordHiddenAnnouncementText": _("Your password is hidden"),
    }


def _said_of_length() -> Options:
    if _is_said_by_scripts():
        return {}
    return {
        "charactersUnderLimitText": _counted(
            lambda n: ngettext("You have %%{count} character remaining", "You have %%{count} characters remaining", n)
        ),
        "charactersAtLimitText": _("You have 0 characters remaining"),
        "charactersOverLimitText": _counted(
            lambda n: ngettext("You have %%{count} character too many", "You have %%{count} characters too many", n)
        ),
    }


def _counted(said: Callable[[int], str]) -> Options:
    """A sentence for each kind of number that the language tells apart."""
    kinds = KINDS.get(get_language() or "", {"one": 1, "other": 2})
    return {kind: said(example).replace("%%", "%") for kind, example in kinds.items()}


def _text(bound: BoundField, options: Options) -> SafeString:
    longest = getattr(bound.field, "max_length", None)
    options["value"] = bound.field.widget.format_value(bound.value())
    if longest and not options.get("disabled"):
        return component("character-count", {**options, **_said_of_length(), "maxlength": longest})
    return component("textarea", options)


def _choices(bound: BoundField) -> Iterator[Options]:
    """The choices, with the group each stands in."""
    widget = bound.field.widget
    hints = getattr(widget, "hints", {})
    for group, choices, _index in widget.optgroups(bound.html_name, _held(bound), {}):
        for choice in choices:
            option: Options = {"value": str(choice["value"]), "text": choice["label"], "group": group}
            option["checked"] = option["selected"] = bool(choice["selected"])
            if option["value"] in hints:
                option["hint"] = {"text": hints[option["value"]]}
            if choice["attrs"].get("disabled"):
                option["disabled"] = True
            yield option


def _held(bound: BoundField) -> list[str]:
    held: list[str] = bound.field.widget.format_value(bound.value())
    return held


def _select(bound: BoundField, options: Options) -> SafeString:
    items = list(_choices(bound))
    before = None
    for item in items:
        item["opens"] = item["group"] if item["group"] and item["group"] != before else ""
        item["closes"] = bool(before and item["group"] != before)
        before = item["group"]
    if getattr(bound.field.widget, "allow_multiple_selected", False):
        options["attributes"] = {**options["attributes"], "multiple": {"value": True, "optional": True}}
    return component("select", {**options, "items": items, "endsInGroup": bool(before)})


def _radios(bound: BoundField, options: Options) -> SafeString:
    return component("radios", {**_framed(options), "items": _offered(bound)})


def _checkboxes(bound: BoundField, options: Options) -> SafeString:
    return component("checkboxes", {**_framed(options), "items": _offered(bound)})


def _offered(bound: BoundField) -> list[Options]:
    return [item for item in _choices(bound) if item["value"] or item["text"] != "---------"]


def _tick(bound: BoundField, options: Options) -> SafeString:
    hint, widget = options.pop("hint", None), bound.field.widget
    held = bound.value()
    item = {
        "value": widget.format_value(held) or "on",
        "text": str(bound.label),
        "checked": bool(widget.check_test(held)),
        "hint": hint,
        "attributes": options["attributes"],
    }
    named = {name: options.get(name) for name in ("name", "errorMessage", "classes")}
    return component("checkboxes", {**named, "idPrefix": options["id"], "items": [item]})


def _file(bound: BoundField, options: Options) -> SafeString:
    multiple = getattr(bound.field.widget, "allow_multiple_selected", False)
    return component("file-upload", {**options, "multiple": multiple})


def _day(bound: BoundField, options: Options) -> SafeString:
    codes = [box_wrong(each.code) for each in bound.form.errors.as_data().get(bound.name, [])]
    typed = bound.field.widget.boxes(bound.value())
    labels = {"day": _("Day"), "month": _("Month"), "year": _("Year")}
    boxes = [
        {"name": name, "value": typed[name] or None, "label": label, "error": bool(codes) and codes[0] in ("", name)}
        for name, label in labels.items()
    ]
    options = {**_framed(options), "namePrefix": bound.html_name, "items": boxes}
    return component("date-input", options)


def _as_it_is(bound: BoundField, options: Options) -> SafeString:
    return component("own-field", {**options, "described": options, "shown": SafeString(bound)})


SHOWN: dict[type[forms.Widget], Show] = {
    Input: _line,
    forms.PasswordInput: _password,
    forms.Textarea: _text,
    forms.Select: _select,
    forms.RadioSelect: _radios,
    forms.CheckboxSelectMultiple: _checkboxes,
    forms.CheckboxInput: _tick,
    forms.FileInput: _file,
    DayBoxes: _day,
}
