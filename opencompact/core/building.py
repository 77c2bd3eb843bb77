"""YAML nodes into structs, by the types of their fields. Mistakes are noted with their place; none stops the others."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

import msgspec
from msgspec import inspect

from opencompact.core.calendar import Period
from opencompact.core.problems import Problem
from opencompact.core.reading import Node, nearest
from opencompact.core.words import N_, _, listed

WRONG: Any = object()  # what a mistake stands for, until the problems are told
Path = tuple[str | int, ...]
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


class Builder:
    """Builds one file, noting problems and where each part stands."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.problems: list[Problem] = []
        self.places: dict[Path, Node] = {}

    def wrong(self, node: Node, says: str, mend: str) -> Any:
        self.problems.append(Problem(f"{self.name}:{node.line}:{node.column}", says, mend))
        return WRONG

    def wrong_at(self, path: Path, says: str, mend: str) -> None:
        """A mistake that shows only when the whole is read."""
        while path not in self.places:
            path = path[:-1]
        self.wrong(self.places[path], says, mend)

    def build(self, node: Node, wanted: inspect.Type, path: Path = ()) -> Any:
        """The value of a node as the wanted type, or ``WRONG``."""
        self.places[path] = node
        match wanted:
            case inspect.UnionType(types=types):
                return self._one_of(node, types, path)
            case inspect.StructType(cls=cls) if cls is Period:
                return self._period(node)
            case inspect.StructType():
                return self._struct(node, wanted, path)
            case inspect.ListType(item_type=item):
                return self._list(node, item, path)
            case inspect.DictType(value_type=value):
                return self._dict(node, value, path)
            case _:
                return self._scalar(node, wanted)

    def _one_of(self, node: Node, types: tuple[inspect.Type, ...], path: Path) -> Any:
        if node.is_null and any(isinstance(each, inspect.NoneType) for each in types):
            return None
        left = [each for each in types if not isinstance(each, inspect.NoneType)]
        fitting: list[inspect.Type]
        if node.pairs is not None:
            fitting = [each for each in left if isinstance(each, (inspect.DictType, inspect.StructType))]
        elif node.items is not None:
            fitting = [each for each in left if isinstance(each, inspect.ListType)]
        else:
            fitting = sorted((each for each in left if _fits(node, each)), key=_is_text)
        if fitting or len(left) == 1:
            return self.build(node, (fitting or left)[0], path)
        named = listed([_named(each) for each in left], last=N_("or"))
        return self._is_not(node, named)

    def _struct(self, node: Node, wanted: inspect.StructType, path: Path) -> Any:
        if node.pairs is None:
            says = _("this needs several keys, not {shown}").format(shown=_shown(node))
            return self.wrong(node, says, _keys(wanted))
        fields = {field.encode_name: field for field in wanted.fields}
        made: dict[str, Any] = {}
        for key, value in self._pairs(node):
            field = fields.get(str(key.text))
            if field is None:
                says = _('"{key}" is not a key you can use here').format(key=key.text)
                self.wrong(key, says, nearest(str(key.text), list(fields)))
            else:
                made[field.name] = self.build(value, field.type, (*path, field.encode_name))
        for field in wanted.fields:
            if field.required and field.name not in made:
                says = _('"{key}" is missing').format(key=field.encode_name)
                made[field.name] = self.wrong(node, says, _("add {key}:").format(key=field.encode_name))
        return WRONG if WRONG in made.values() else wanted.cls(**made)

    def _pairs(self, node: Node) -> list[tuple[Node, Node]]:
        seen: dict[str | None, Node] = {}
        for key, _value in node.pairs or []:
            if key.text in seen:
                says = _('"{key}" appears twice, first on line {line}').format(key=key.text, line=seen[key.text].line)
                self.wrong(key, says, _("keep one"))
            seen.setdefault(key.text, key)
        return node.pairs or []

    def _list(self, node: Node, item: inspect.Type, path: Path) -> Any:
        if node.items is None:
            says = _("this needs a list, not {shown}").format(shown=_shown(node))
            return self.wrong(node, says, _("write [...] or lines with a dash"))
        made = [self.build(each, item, (*path, number)) for number, each in enumerate(node.items)]
        return WRONG if any(each is WRONG for each in made) else made

    def _dict(self, node: Node, value: inspect.Type, path: Path) -> Any:
        if node.pairs is None:
            says = _("this needs keys, not {shown}").format(shown=_shown(node))
            return self.wrong(node, says, _("write a key, a colon and a value"))
        made = {str(key.text): self.build(each, value, (*path, str(key.text))) for key, each in self._pairs(node)}
        return WRONG if any(each is WRONG for each in made.values()) else made

    def _period(self, node: Node) -> Any:
        try:
            return Period.parse(str(node.text) if node.text is not None else node.kind)
        except ValueError as error:
            says, _semicolon, mend = str(error).partition("; ")
            return self.wrong(node, says, mend)

    def _scalar(self, node: Node, wanted: inspect.Type) -> Any:
        text = node.text
        if isinstance(wanted, inspect.EnumType) and text and not _fits(node, wanted):
            says = _("we don't recognise {shown} here").format(shown=_shown(node))
            return self.wrong(node, says, nearest(text, _choices(wanted)))
        if text is None or not _fits(node, wanted):
            return self._is_not(node, _named(wanted), _mend(wanted))
        if isinstance(wanted, inspect.StrType):
            return (
                text.strip()
                if text.strip()
                else self.wrong(node, _("there is nothing here"), _("write it or leave it out"))
            )
        if isinstance(wanted, inspect.EnumType):
            return wanted.cls(text)
        if isinstance(wanted, inspect.DateType):
            return self._day(node, text)
        return {"true": True, "false": False}[text] if isinstance(wanted, inspect.BoolType) else _number(text, wanted)

    def _day(self, node: Node, text: str) -> Any:
        try:
            day = date.fromisoformat(text)
        except ValueError:
            return self._is_not(node, _("a date"), _day_for_example())
        if not 1900 <= day.year <= 2200:
            says = _("{shown} is outside the dates we can use").format(shown=_shown(node))
            return self.wrong(node, says, _("write a year from 1900 to 2200"))
        return day

    def _is_not(self, node: Node, named: str, mend: str = "") -> Any:
        says = _("{shown} is not {what}").format(shown=_shown(node), what=named)
        return self.wrong(node, says, mend or _("write {what}").format(what=named))


def _number(text: str, wanted: inspect.Type) -> int | float:
    return int(text) if isinstance(wanted, inspect.IntType) else float(text)


def _fits(node: Node, wanted: inspect.Type) -> bool:
    """Whether a written value can be read as this type."""
    text = node.text
    if text is None:
        return False
    match wanted:
        case inspect.BoolType():
            return node.plain and text in ("true", "false")
        case inspect.IntType():
            return node.plain and bool(re.fullmatch(r"\d{1,9}", text))
        case inspect.FloatType():
            return node.plain and bool(re.fullmatch(r"\d{1,9}\.\d{1,9}", text))
        case inspect.DateType():
            return bool(_DAY.fullmatch(text))
        case inspect.EnumType():
            return text in _choices(wanted)
        case inspect.StructType(cls=cls):
            return cls is Period
        case _:
            return isinstance(wanted, inspect.StrType) and not node.is_null


_NAMES: Mapping[type, str] = {
    inspect.BoolType: N_("true or false"),
    inspect.IntType: N_("a whole number"),
    inspect.FloatType: N_("a number"),
    inspect.DateType: N_("a date"),
    inspect.StrType: N_("text"),
    inspect.DictType: N_("one text per language"),
    inspect.ListType: N_("a list"),
    inspect.StructType: N_("a period"),
}


def _choices(wanted: inspect.EnumType) -> list[str]:
    return [str(member.value) for member in wanted.cls]


def _is_text(wanted: inspect.Type) -> bool:
    return isinstance(wanted, inspect.StrType)  # everything fits a text: it comes last


def _named(wanted: inspect.Type) -> str:
    if isinstance(wanted, inspect.EnumType):
        return _("one of {words}").format(words=", ".join(_choices(wanted)))
    return _(_NAMES[type(wanted)])


def _mend(wanted: inspect.Type) -> str:
    if isinstance(wanted, inspect.DateType):
        return _day_for_example()
    return _("write {what}").format(what=_named(wanted))


def _day_for_example() -> str:
    return _("write year-month-day, for example 2027-03-31")


def _shown(node: Node) -> str:
    return (
        f'"{" ".join(node.text.split())[:60]}"' if node.text else _("nothing") if node.text is not None else node.kind
    )


def _keys(wanted: inspect.StructType) -> str:
    return _("write keys such as {keys}").format(keys=", ".join(field.encode_name for field in wanted.fields[:3]))


@cache
def wanted(struct: type[msgspec.Struct]) -> inspect.Type:
    """The type of a struct, as the builder reads it."""
    return inspect.type_info(struct)


@cache
def fields_of(struct: type[msgspec.Struct]) -> tuple[msgspec.structs.FieldInfo, ...]:
    """The fields of a struct, worked out once: that reads every annotation anew."""
    return msgspec.structs.fields(struct)
