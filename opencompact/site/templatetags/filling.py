"""What the components of a form need worked out before their template: identifiers, and what describes what."""

from __future__ import annotations

from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from opencompact.site.templatetags.pieces import Options, attributes, component, given, part, prepares, sayings, value
from opencompact.site.templatetags.pieces import words as said_by


def _group(options: Options, id: str, described_by: str, labelled: bool = True) -> Options:
    """What stands round every field: label, hint, error message, and what is said before and after it."""
    described, hint, wrong = [described_by], options.get("hint"), options.get("errorMessage")
    facts: Options = {**options, "id": id, "wrong": given(wrong), "formGroup": part(options, "formGroup")}
    if labelled:
        facts["labelShown"] = component("label", {**part(options, "label"), "for": id})
    if given(hint):
        described.append(f"{id}-hint")
        facts["hintShown"] = component("hint", {**(hint or {}), "id": f"{id}-hint"})
    if facts["wrong"]:
        described.append(f"{id}-error")
        facts["errorShown"] = component("error-message", {**(wrong or {}), "id": f"{id}-error"})
    facts["describedBy"] = " ".join(each for each in described if each)
    return facts


def _one(options: Options) -> Options:
    """A field that is one control with a label."""
    return _group(options, _id(options), options.get("describedBy") or "")


def _id(options: Options) -> str:
    return str(options.get("id") or options.get("name") or "")


def _many(options: Options, id: str) -> Options:
    """A field that is several controls in a fieldset."""
    fieldset = options.get("fieldset")
    described_by = part(options, "fieldset").get("describedBy") or options.get("describedBy") or ""
    return {**_group(options, id, described_by, labelled=False), "framed": given(fieldset), "legend": part(
        part(options, "fieldset"), "legend"
    )}  # fmt: skip


def _optional(**options: Any) -> SafeString:
    named = {name.replace("_", "-"): {"value": option, "optional": True} for name, option in options.items()}
    return attributes(named)


@prepares("input")
def text_input(options: Options) -> Options:
    """A line of text."""
    facts = _one(options)
    spellcheck = options.get("spellcheck")
    facts["inputAttributes"] = _optional(
        spellcheck=value(spellcheck) if isinstance(spellcheck, bool) else None,
        value=options.get("value"),
        disabled=options.get("disabled"),
        aria_describedby=facts["describedBy"] or None,
        autocomplete=options.get("autocomplete"),
        autocapitalize=options.get("autocapitalize"),
        pattern=options.get("pattern"),
        inputmode=options.get("inputmode"),
    )
    beside = {"beforeInput": facts["formGroup"], "afterInput": facts["formGroup"], "prefix": options, "suffix": options}
    for name, where in beside.items():
        facts[f"{name}Shown"] = said_by(part(where, name))
    facts["wrapped"] = any(facts[f"{name}Shown"] for name in beside)
    return facts


@prepares("textarea")
def textarea(options: Options) -> Options:
    """Several lines of text."""
    return {**_one(options), "rows": options.get("rows") or 5, "checked": isinstance(options.get("spellcheck"), bool)}


@prepares("select")
def select(options: Options) -> Options:
    """A list of which one is chosen."""
    items = []
    for item in options.get("items") or []:
        if item:
            chosen = item.get("selected")
            if not chosen and given(options.get("value")):
                own = item.get("value", item.get("text"))
                chosen = own == options["value"] and item.get("selected") is not False
            items.append({**item, "valued": "value" in item, "chosen": chosen})
    return {**_one(options), "items": items}


@prepares("file-upload")
def file_upload(options: Options) -> Options:
    """A file to send."""
    said = sayings(
        options,
        chooseFilesButtonText="choose-files-button",
        noFileChosenText="no-file-chosen",
        multipleFilesChosenText="multiple-files-chosen",
        dropInstructionText="drop-instruction",
        enteredDropZoneText="entered-drop-zone",
        leftDropZoneText="left-drop-zone",
    )
    return {**_one(options), "data": said}


def _choice(options: Options, item: Options, index: int, id: str, kind: str) -> Options:
    own = str(item.get("id") or (f"{id}-{index}" if index > 1 else id))
    hint, conditional = part(item, "hint"), part(item, "conditional").get("html")
    label = part(item, "label")
    facts: Options = {**item, "id": own, "conditionalShown": SafeString((conditional or "").strip())}
    facts["labelShown"] = component("label", {
        "html": item.get("html"), "text": item.get("text"), "attributes": label.get("attributes"), "for": own,
        "classes": f"govuk-{kind}__label {label.get('classes') or ''}".rstrip(),
    })  # fmt: skip
    if hint.get("text") or hint.get("html"):
        classes = f"govuk-{kind}__hint {hint.get('classes') or ''}".rstrip()
        facts["hintId"] = f"{own}-item-hint"
        facts["hintShown"] = component("hint", {**hint, "id": facts["hintId"], "classes": classes})
    return facts


def _chosen(item: Options, among: Any) -> Any:
    return item.get("checked") or (item.get("value") in among and item.get("checked") is not False)


@prepares("radios")
def radios(options: Options) -> Options:
    """Choices of which one is taken."""
    id = str(options.get("idPrefix") or options.get("name") or "")
    among = [options["value"]] if given(options.get("value")) else []
    items = [
        {**_choice(options, item, index, id, "radios"), "chosen": _chosen(item, among)}
        for index, item in enumerate(options.get("items") or [], 1)
        if item
    ]
    return {**_many({**options, "describedBy": ""}, id), "items": items}


@prepares("checkboxes")
def checkboxes(options: Options) -> Options:
    """Choices of which any number are taken."""
    id = str(options.get("idPrefix") or options.get("name") or "")
    facts = _many(options, id)
    outer = "" if facts["framed"] else facts["describedBy"]
    facts["items"] = []
    for index, item in enumerate(options.get("items") or [], 1):
        if item:
            choice = _choice(options, item, index, id, "checkboxes")
            choice["chosen"] = _chosen(item, options.get("values") or [])
            choice["name"] = item.get("name") or options.get("name")
            choice["describedBy"] = f"{outer} {choice.get('hintId', '')}".strip()
            facts["items"].append(choice)
    return facts


@prepares("character-count")
def character_count(options: Options) -> Options:
    """Several lines of text, and how many signs or words are left."""
    id, group = _id(options), part(options, "formGroup")
    kind = options.get("countType") or ("words" if options.get("maxwords") else "")
    limit = options.get("maxwords") or options.get("maxlength")
    data = _optional(data_maxlength=options.get("maxlength"), data_maxwords=options.get("maxwords"))
    data += _optional(data_threshold=options.get("threshold"), data_count_type=kind or None)
    data = SafeString(f' data-module="govuk-character-count"{data}{_count_sayings(options, limit)}')
    message = {
        "text": _limit_said(options, kind, limit),
        "id": f"{id}-info",
        "classes": _with("govuk-character-count__message", part(options, "countMessage")),
    }
    after = component("hint", message) + said_by(part(group, "afterInput"))
    around = {"beforeInput": group.get("beforeInput"), "afterInput": {"html": after}}
    around["classes"] = _with("govuk-character-count", group)
    around["attributes"] = data + attributes(group.get("attributes"))
    classes = _with("govuk-js-character-count", options)
    area = {**options, "id": id, "describedBy": f"{id}-info", "classes": classes, "formGroup": around}
    return {"field": component("textarea", {**area, "disabled": None, "autocomplete": None})}


def _with(classes: str, options: Options) -> str:
    return f"{classes} {options.get('classes') or ''}".rstrip()


def _count_sayings(options: Options, limit: Any) -> SafeString:
    first = {}
    if not limit and options.get("textareaDescriptionText"):
        first = {"textareaDescriptionText": {"other": options["textareaDescriptionText"]}}
    return sayings({**options, "textareaDescriptionText": None, **first}, **{
        "textareaDescriptionText": "textarea-description",
        "charactersUnderLimitText": "characters-under-limit", "charactersAtLimitText": "characters-at-limit",
        "charactersOverLimitText": "characters-over-limit", "wordsUnderLimitText": "words-under-limit",
        "wordsAtLimitText": "words-at-limit", "wordsOverLimitText": "words-over-limit",
    })  # fmt: skip


def _limit_said(options: Options, kind: str, limit: Any) -> str:
    if not limit:
        return ""
    usual = (
        _("You can enter up to %%{count} words") if kind == "words" else _("You can enter up to %%{count} characters")
    )
    text = options.get("textareaDescriptionText") or usual.replace("%%", "%")
    return str(text).replace("%{count}", str(limit))


_PASSWORD_SAYS = {
    "showPasswordText": "show-password", "hidePasswordText": "hide-password",
    "showPasswordAriaLabelText": "show-password-aria-label", "hidePasswordAriaLabelText": "hide-password-aria-label",
    "passwordShownAnnouncementText": "password-shown-announcement",
    "passwordHiddenAnnouncementText": "password-hidden-announcement",
}  # fmt: skip


@prepares("password-input")
def password_input(options: Options) -> Options:
    """A password, and a button that shows it where scripts run."""
    id, group = _id(options), part(options, "formGroup")
    said = sayings(options, **_PASSWORD_SAYS)
    around = {"beforeInput": group.get("beforeInput"), "classes": _with("govuk-password-input", group)}
    around["attributes"] = f' data-module="govuk-password-input"{said}{attributes(group.get("attributes"))}'
    around["afterInput"] = {"html": _show_button(options, id) + said_by(part(group, "afterInput"))}
    classes = _with("govuk-password-input__input govuk-js-password-input-input", options)
    named = ("label", "hint", "errorMessage", "name", "value", "disabled", "describedBy", "attributes")
    return {"field": component("input", {
        **{name: options.get(name) for name in named}, "id": id, "classes": classes, "formGroup": around,
        "inputWrapper": {"classes": "govuk-password-input__wrapper"}, "type": "password", "spellcheck": False,
        "autocapitalize": "none", "autocomplete": options.get("autocomplete") or "current-password",
    })}  # fmt: skip


def _show_button(options: Options, id: str) -> SafeString:
    classes = "govuk-button--secondary govuk-password-input__toggle govuk-js-password-input-toggle"
    return component("button", {
        "type": "button", "classes": _with(classes, part(options, "button")),
        "text": options.get("showPasswordText") or _("Show"),
        "attributes": {
            "aria-controls": id, "hidden": {"value": True, "optional": True},
            "aria-label": options.get("showPasswordAriaLabelText") or _("Show password"),
        },
    })  # fmt: skip


_WIDTHS = {"day": 2, "month": 2, "year": 4}


@prepares("date-input")
def date_input(options: Options) -> Options:
    """A date in three boxes."""
    id = str(options.get("id") or "")
    usual = {name: _usual_box(options, name) for name in _WIDTHS}
    boxes = [box for box in options.get("items") or usual.values() if isinstance(box, dict)]
    usual = {name: box or {} for name, box in usual.items()}  # a box may be left out: False
    any_wrong = any(_is_wrong(box) for box in boxes)
    mark = given(options.get("errorMessage")) and not any_wrong
    facts = _many(options, id)
    facts["boxes"] = [_box(options, box, usual, mark=mark) for box in boxes]
    return facts


def _usual_box(options: Options, name: str) -> Options:
    held = part(options, "values").get(name)
    box: Options = options.get(name, {"name": name, "value": held, "classes": f"govuk-input--width-{_WIDTHS[name]}"})
    return box


def _is_wrong(box: Options) -> bool:
    return bool(box.get("error")) or "govuk-input--error" in (box.get("classes") or "")


def _box(options: Options, box: Options, usual: dict[str, Options], *, mark: bool) -> SafeString:
    kind = next((key for key in _WIDTHS if _is_box(box, key, usual[key])), "")
    name = str(box.get("name") or kind)
    full = f"{options['namePrefix']}-{name}" if options.get("namePrefix") else name
    held = (box.get("value"), part(usual, kind).get("value"), part(options, "values").get(full))
    label = {"text": box.get("label") or _(name.capitalize()), "classes": "govuk-date-input__label"}
    named = {key: box.get(key) for key in ("autocomplete", "pattern", "attributes")}
    return component("input", {
        **named, "label": label, "id": box.get("id") or f"{options.get('id') or ''}-{name}", "name": full,
        "value": next((each for each in held if each is not None), None), "type": "text",
        "classes": _box_classes(box, kind, mark=mark), "inputmode": box.get("inputmode") or "numeric",
    })  # fmt: skip


def _is_box(box: Options, kind: str, usual: Options) -> bool:
    return box is usual or bool(box.get("name") and box["name"] in (kind, usual.get("name")))


def _box_classes(box: Options, kind: str, *, mark: bool) -> str:
    classes, own = ["govuk-date-input__input"], box.get("classes") or ""
    if "govuk-input--error" not in own and (_is_wrong(box) or (mark and box.get("error") is not False)):
        classes.append("govuk-input--error")
    if "govuk-input--width-" not in own:
        classes.append(f"govuk-input--width-{_WIDTHS.get(kind, 2)}")
    return " ".join([*classes, own]).rstrip()
