"""An edition as YAML that people read and correct: block style, long texts folded, dates and versions quoted."""

from __future__ import annotations

from datetime import date
from enum import Enum
from typing import Any

import msgspec
import yaml

from opencompact.core.building import fields_of
from opencompact.core.calendar import Period
from opencompact.core.editions import Edition

WIDTH = 110
_QUOTED = frozenset(("ref", "theme", "pair", "outcome", "due"))  # versions and dates, which YAML would read as numbers


class _Quoted(str):
    """A text that is always written in quotes."""


class _Dumper(yaml.SafeDumper):
    """Block style with indented lists; aliases never."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _represent(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = None
    if isinstance(text, _Quoted):
        style = '"'
    elif "\n" in text:
        style = "|"
    elif len(text) > WIDTH - 20:
        style = ">"
    elif _is_no_text(dumper, text):
        style = '"'
    return dumper.represent_scalar("tag:yaml.org,2002:str", str(text), style=style)


def _is_no_text(dumper: Any, text: str) -> bool:
    """Whether YAML would read the bare words as something else: a number, a date, yes or no."""
    return bool(dumper.resolve(yaml.ScalarNode, text, (True, False)) != "tag:yaml.org,2002:str")


_Dumper.add_representer(str, _represent)
_Dumper.add_representer(_Quoted, _represent)


def to_yaml(edition: Edition) -> str:
    """The edition in the format the loader reads, keys in the order of the structs, what is usual left out."""
    return yaml.dump(_plain(edition), Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=WIDTH)


def _plain(value: Any) -> Any:
    """Structs as the keys a person writes."""
    if isinstance(value, Period):
        return str(value)
    if isinstance(value, date):
        return _Quoted(value.isoformat())
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, msgspec.Struct):
        fields = [field for field in fields_of(type(value)) if not _is_usual(value, field)]
        return {field.encode_name: _key(field.encode_name, getattr(value, field.name)) for field in fields}
    if isinstance(value, list):
        return [_plain(each) for each in value]
    if isinstance(value, dict):
        return {str(key): _plain(each) for key, each in value.items()}
    return value


def _key(name: str, value: Any) -> Any:
    return _Quoted(value) if name in _QUOTED and isinstance(value, str) else _plain(value)


def _is_usual(value: msgspec.Struct, field: Any) -> bool:
    """Whether a key says only what holds without it."""
    now = getattr(value, field.name)
    if field.default is not msgspec.NODEFAULT:
        return bool(now == field.default)
    if field.default_factory is not msgspec.NODEFAULT:
        return bool(now == field.default_factory())
    return False
