"""What must hold in an edition beyond the types of its fields: references exist, fields fit, dates are in order."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import InvalidOperation
from typing import Any

import msgspec

from opencompact.core.building import Builder, Path
from opencompact.core.calendar import Period
from opencompact.core.checks.kinds import GIVEN, KINDS, Is, applying, share
from opencompact.core.checks.records import REGISTERS, Field, Type
from opencompact.core.editions import Check, Commitment, Edition, Party, Verify
from opencompact.core.holidays import closed_days
from opencompact.core.reading import nearest

_FITTING = {
    Is.DAY: (Type.DAY,),
    Is.NUMBER: (Type.NUMBER, Type.MONEY),
    Is.LIST: (Type.LIST,),
}
_SHARED_KEYS = {"id", "kind", "register", "applies", "unless"}


def prove(edition: Edition, builder: Builder) -> None:
    """Note everything that does not hold."""
    _identity(edition, builder)
    for group in ("values", "outcomes", "themes"):
        _unique(builder, (group,), "ref", [item.ref for item in getattr(edition, group)])
    _unique(builder, ("commitments",), "ref", [commitment.ref for commitment in edition.commitments])
    _closed_periods(edition, builder)
    for number, commitment in enumerate(edition.commitments):
        _commitment(edition, commitment, builder, ("commitments", number))


def _identity(edition: Edition, builder: Builder) -> None:
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", edition.id):
        builder.wrong_at(
            ("id",), f'"{edition.id}" is not an id', "write small letters, digits and hyphens: bristol-2012"
        )
    start, end = edition.in_force.start, edition.in_force.end
    if isinstance(start, int) and not 1900 <= start <= 2200:
        builder.wrong_at(("in_force", "from"), f'"{start}" is not a year', "write a year from 1900 to 2200, or a date")
    elif start and end and (end.year < start if isinstance(start, int) else end < start):
        builder.wrong_at(("in_force", "to"), "the edition ends before it begins", "write a later day, or leave it out")
    for path, words in _all_words(builder, edition):
        for language in words:
            if language not in edition.languages:
                says = f'"{language}" is not among the languages of this edition'
                builder.wrong_at(
                    (*path, language), says, f"add it to languages, or {nearest(language, edition.languages)}"
                )


def _all_words(builder: Builder, part: Any, path: Path = ()) -> Iterator[tuple[Path, dict[str, str]]]:
    """Every text that is given per language, with its place."""
    if isinstance(part, msgspec.Struct):
        for field in msgspec.structs.fields(part):
            if field.name != "applies":
                yield from _all_words(builder, getattr(part, field.name), (*path, field.encode_name))
    elif isinstance(part, list):
        for number, each in enumerate(part):
            yield from _all_words(builder, each, (*path, number))
    elif isinstance(part, dict):
        yield path, part


def _unique(builder: Builder, path: Path, key: str, refs: Sequence[str]) -> None:
    for number, ref in enumerate(refs):
        if ref in refs[:number]:
            first = builder.places[(*path, refs.index(ref), key)].line
            says = f'"{ref}" stands twice, first in line {first}'
            builder.wrong_at((*path, number, key), says, "give each its own")


def _closed_periods(edition: Edition, builder: Builder) -> None:
    for number, period in enumerate(edition.closed_periods):
        try:
            closed_days([period])
        except ValueError as error:
            says, _, mend = str(error).partition("; ")
            builder.wrong_at(("closed_periods", number), says, mend)


def _commitment(edition: Edition, commitment: Commitment, builder: Builder, path: Path) -> None:
    for key, known in (("theme", edition.themes), ("outcome", edition.outcomes)):
        ref = getattr(commitment, key)
        refs = [item.ref for item in known]
        if ref is not None and ref not in refs:
            builder.wrong_at((*path, key), f'there is no {key} "{ref}"', nearest(ref, refs) if refs else f"list {key}s")
    _pair(edition, commitment, builder, path)
    _unique(builder, (*path, "checks"), "id", [check.id for check in commitment.checks])
    for number, check in enumerate(commitment.checks):
        _check(commitment, check, builder, (*path, "checks", number))
    kinds = {check.kind for check in commitment.checks}
    fitting = _verified_by(kinds)
    if kinds <= KINDS.keys() and commitment.verify is not fitting:
        says = f'"{commitment.verify}" does not fit: {_reason(kinds)}'
        builder.wrong_at((*path, "verify"), says, f"write {fitting}")


def _verified_by(kinds: set[str]) -> Verify:
    counting = kinds - {"judged"}
    if not counting:
        return Verify.JUDGED
    return Verify.RECORDED if counting <= {"recorded", "count_at_least"} else Verify.COMPUTED


def _reason(kinds: set[str]) -> str:
    return f"its checks are {', '.join(sorted(kinds))}" if kinds else "it has no check"


def _pair(edition: Edition, commitment: Commitment, builder: Builder, path: Path) -> None:
    if commitment.pair is None:
        return
    other = next((each for each in edition.commitments if each.ref == commitment.pair), None)
    if other is None:
        refs = [each.ref for each in edition.commitments]
        builder.wrong_at((*path, "pair"), f'there is no commitment "{commitment.pair}"', nearest(commitment.pair, refs))
    elif other.by is commitment.by and other.by is not Party.BOTH:
        builder.wrong_at((*path, "pair"), f"{other.ref} is a promise by the same side", "a pair has one of each side")


def _check(commitment: Commitment, check: Check, builder: Builder, path: Path) -> None:
    kind = KINDS.get(check.kind)
    if kind is None:
        builder.wrong_at((*path, "kind"), f'there is no kind of check "{check.kind}"', nearest(check.kind, list(KINDS)))
        return
    fields = REGISTERS.get(check.register)
    if fields is None:
        says = f'there is no register "{check.register}"'
        builder.wrong_at((*path, "register"), says, nearest(check.register, list(REGISTERS)))
        return
    written = {key[-1] for key in builder.places if key[: len(path)] == path and len(key) == len(path) + 1}
    allowed = kind.needs | kind.may
    for key in sorted(str(key) for key in written - _SHARED_KEYS - allowed.keys()):
        builder.wrong_at((*path, key), f'"{key}" means nothing to {kind.name}', f"it has: {', '.join(allowed)}")
    for key in kind.needs.keys() - written:
        builder.wrong_at(path, f'{kind.name} needs "{key}"', f"add {key}: {kind.needs[key]}")
    values = msgspec.to_builtins(check, builtin_types=(date,))
    for key in sorted(str(key) for key in written & allowed.keys()):
        _value(commitment, check, allowed[key], values.get(key), builder, (*path, key))
    _applies(check, fields, builder, path)


def _value(commitment: Commitment, check: Check, role: Is, value: Any, builder: Builder, path: Path) -> None:
    """One key of a check: is it what the kind needs?"""
    if role in _FITTING or role is Is.FIELD:
        _field(check, role, str(value), builder, path)
    elif role is Is.PERIOD and isinstance(value, (str, int, float)):
        try:
            Period.parse(str(value))
        except ValueError as error:
            says, _, mend = str(error).partition("; ")
            builder.wrong_at(path, says, mend)
    elif role is Is.COUNT and not (isinstance(value, int) and value > 0):
        builder.wrong_at(path, f'"{value}" is not a number of things', "write a whole number from 1")
    elif role is Is.SHARE and not _is_share(value):
        builder.wrong_at(path, f'"{value}" is not a percentage', 'write for example "95%"')
    elif role is Is.CHECK:
        others = [each.id for each in commitment.checks if each.kind not in ("share_of", "judged")]
        if value not in others:
            builder.wrong_at(path, f'there is no check "{value}" to count', nearest(str(value), others))


def _is_share(value: Any) -> bool:
    try:
        return 0 < share(value) <= 10
    except (InvalidOperation, ValueError):
        return False


def _field(check: Check, role: Is, name: str, builder: Builder, path: Path) -> None:
    fields = REGISTERS[check.register]
    if name not in fields or name == "id":
        builder.wrong_at(path, f'{check.register} have no field "{name}" to check', nearest(name, list(fields)[1:]))
    elif role in _FITTING and fields[name].type not in _FITTING[role]:
        fitting = [field for field in fields if fields[field].type in _FITTING[role]]
        builder.wrong_at(path, f'"{name}" is not {role.split(" of ")[1]}', nearest(name, fitting))


def _applies(check: Check, fields: dict[str, Field], builder: Builder, path: Path) -> None:
    if check.unless and (check.unless.reason not in fields or fields[check.unless.reason].type not in REASONS):
        known = [name for name, field in fields.items() if field.type is Type.REASON]
        says = f'"{check.unless.reason}" is not a field for a reason'
        builder.wrong_at((*path, "unless", "reason"), says, nearest(check.unless.reason, known))
    for name, written in check.applies.items():
        if name not in fields:
            builder.wrong_at(
                (*path, "applies", name), f'{check.register} have no field "{name}"', nearest(name, list(fields))
            )
            continue
        if written == GIVEN:
            continue
        values = applying(written)
        choices: tuple[str | bool, ...] = fields[name].choices or (
            (True, False) if fields[name].type is Type.FLAG else ()
        )
        for value in values:
            if choices and value not in choices:
                named = [str(choice).lower() for choice in choices]
                builder.wrong_at(
                    (*path, "applies", name), f'"{value}" is never found in {name}', nearest(str(value), named)
                )


REASONS = (Type.REASON, Type.TEXT)
