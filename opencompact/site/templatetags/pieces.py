"""What the components share: how their options become attributes and words, and how one is rendered.

The options are those of the design system's own macros, by the same names. A component is a template in
``templates/govuk/``; where its options need thought (identifiers, what describes what), a function prepares them first.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django import template
from django.template import Context, Engine
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString

register = template.Library()
Options = dict[str, Any]
PREPARE: dict[str, Callable[[Options], Options]] = {}


def prepares(name: str) -> Callable[[Callable[[Options], Options]], Callable[[Options], Options]]:
    """Mark the function that prepares the options of a component."""

    def mark(prepare: Callable[[Options], Options]) -> Callable[[Options], Options]:
        PREPARE[name] = prepare
        return prepare

    return mark


class Facts(Context):
    """The options in a template: one that was not given says nothing."""

    def __getitem__(self, name: Any) -> Any:
        for each in reversed(self.dicts):
            if name in each:
                return each[name]
        return ""


def component(name: str, options: Options) -> SafeString:
    """A component, rendered."""
    template = Engine.get_default().get_template(f"govuk/{name}.html")  # the first time, this loads what prepares
    prepare = PREPARE.get(name)
    return template.render(Facts(prepare(options) if prepare else options))


def given(option: Any) -> bool:
    """Whether an option was given: an empty group of options was, an empty text was not."""
    return option is not None and option is not False and option not in ("", 0)


def part(options: Options, name: str) -> Options:
    """A group of options, empty where it was not given."""
    return options.get(name) or {}


@register.filter
def value(option: Any) -> SafeString:
    """An option as it stands in an attribute."""
    if option is None:
        return SafeString("")
    if isinstance(option, bool):
        return SafeString("true" if option else "false")
    return conditional_escape(str(option) if isinstance(option, int | float) else option)


@register.filter
def words(option: Any) -> SafeString:
    """What a group of options says: its ``html`` as it is, else its ``text`` escaped."""
    if not isinstance(option, Mapping):
        return value(option)
    html = option.get("html")
    return SafeString(str(html).strip()) if html else value(option.get("text"))


@register.filter
def or_words(html: Any, text: Any) -> SafeString:
    """The HTML as it is where there is any, else the text escaped."""
    return SafeString(str(html).strip()) if html else value(text)


@register.filter
def attributes(options: Any) -> SafeString:
    """Attributes, written out. An ``optional`` one is left out where it is nothing, and stands alone where True."""
    if not options:
        return SafeString("")
    if not isinstance(options, Mapping):
        return SafeString(options)
    return SafeString("".join(_attribute(str(conditional_escape(name)), each) for name, each in options.items()))


def _attribute(name: str, option: Any) -> str:
    optional = isinstance(option, Mapping) and option.get("optional") is True
    if isinstance(option, Mapping):
        option = option.get("value")
    if optional and option is True:
        return f" {name}"
    if optional and (option is None or option is False):
        return ""
    return f' {name}="{value(option)}"'


def sayings(options: Options, **keys: str) -> SafeString:
    """The words a script shows, as data attributes: ``sayings(options, showSectionText="show-section")``."""
    said = []
    for name, key in keys.items():
        option = options.get(name)
        if isinstance(option, Mapping):
            said += [f' data-i18n.{key}.{rule}="{value(text)}"' for rule, text in option.items()]
        elif option:
            said.append(f' data-i18n.{key}="{value(option)}"')
    return SafeString("".join(said))
