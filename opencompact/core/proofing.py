"""What must hold in an edition beyond the types of its fields: references exist, fields fit, dates are in order."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import InvalidOperation
from typing import Any

import msgspec

from opencompact.core.building import Builder, Path, fields_of
from opencompact.core.calendar import Period
from opencompact.core.checks.kinds import GIVEN, KINDS, Is, applying, share
from opencompact.core.checks.records import REGISTERS, Field, Type
from opencompact.core.editions import Check, Commitment, Edition, Party, Verify
from opencompact.core.holidays import closed_days
from opencompact.core.reading import nearest
from opencompact.core.words import N_, _

_FITTING = {
    Is.DAY: (Type.DAY,),
    Is.NUMBER: (Type.NUMBER, Type.MONEY),
    Is.LIST: (Type.LIST,),
    Is.YES_NO: (Type.FLAG,),
}
KIND_OF_FIELD = {
    Is.DAY: N_("a date field"),
    Is.NUMBER: N_("a number or money field"),
    Is.LIST: N_("a list field"),
    Is.YES_NO: N_("a yes-or-no field"),
}
_SHARED_KEYS = {"id", "kind", "register", "applies", "unless", "ours", "counted_only"}


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
        says = _('"{id}" is not an id').format(id=edition.id)
        builder.wrong_at(("id",), says, _("write small letters, digits and hyphens: bristol-2012"))
    if edition.read_at and not re.fullmatch(r"https?://[^\s/]+\S*", edition.read_at):
        says = _('"{address}" is not a web address').format(address=edition.read_at)
        builder.wrong_at(("read_at",), says, _("write it in full: https://www.example.org"))
    start, end = edition.in_force.start, edition.in_force.end
    if isinstance(start, int) and not 1900 <= start <= 2200:
        says = _('"{year}" is not a year').format(year=start)
        builder.wrong_at(("in_force", "from"), says, _("write a year from 1900 to 2200, or a date"))
    elif start and end and (end.year < start if isinstance(start, int) else end < start):
        builder.wrong_at(
            ("in_force", "to"), _("the edition ends before it begins"), _("write a later date, or leave it out")
        )
    for path, words in _all_words(builder, edition):
        for language in words:
            if language not in edition.languages:
                says = _('"{language}" is not among the languages of this edition').format(language=language)
                mend = _("add it to languages, or {other}").format(other=nearest(language, edition.languages))
                builder.wrong_at((*path, language), says, mend)


def _all_words(builder: Builder, part: Any, path: Path = ()) -> Iterator[tuple[Path, dict[str, str]]]:
    """Every text that is given per language, with its place."""
    if isinstance(part, msgspec.Struct):
        for field in fields_of(type(part)):
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
            says = _('"{ref}" appears twice, first on line {line}').format(ref=ref, line=first)
            builder.wrong_at((*path, number, key), says, _("give each one its own"))


def _closed_periods(edition: Edition, builder: Builder) -> None:
    for number, period in enumerate(edition.closed_periods):
        try:
            closed_days([period])
        except ValueError as error:
            says, _semicolon, mend = str(error).partition("; ")
            builder.wrong_at(("closed_periods", number), says, mend)


def _commitment(edition: Edition, commitment: Commitment, builder: Builder, path: Path) -> None:
    for key, known in (("theme", edition.themes), ("outcome", edition.outcomes)):
        ref = getattr(commitment, key)
        refs = [item.ref for item in known]
        if ref is not None and ref not in refs:
            says = _('there is no {key} "{ref}"').format(key=key, ref=ref)
            builder.wrong_at((*path, key), says, nearest(ref, refs) if refs else _("list {key}s").format(key=key))
    _pair(edition, commitment, builder, path)
    _unique(builder, (*path, "checks"), "id", [check.id for check in commitment.checks])
    for number, check in enumerate(commitment.checks):
        _check(commitment, check, builder, (*path, "checks", number))
    kinds = {check.kind for check in commitment.checks}
    fitting = _verified_by(kinds)
    if kinds <= KINDS.keys() and commitment.verify is not fitting:
        says = _('"{verify}" does not match: {reason}').format(verify=commitment.verify, reason=_reason(kinds))
        builder.wrong_at((*path, "verify"), says, _("write {word}").format(word=fitting))


def _verified_by(kinds: set[str]) -> Verify:
    counting = kinds - {"judged"}
    if not counting:
        return Verify.JUDGED
    return Verify.RECORDED if counting <= {"recorded", "count_at_least"} else Verify.COMPUTED


def _reason(kinds: set[str]) -> str:
    return _("its checks are {kinds}").format(kinds=", ".join(sorted(kinds))) if kinds else _("it has no check")


def _pair(edition: Edition, commitment: Commitment, builder: Builder, path: Path) -> None:
    if commitment.pair is None:
        return
    other = next((each for each in edition.commitments if each.ref == commitment.pair), None)
    if other is None:
        refs = [each.ref for each in edition.commitments]
        says = _('there is no commitment "{ref}"').format(ref=commitment.pair)
        builder.wrong_at((*path, "pair"), says, nearest(commitment.pair, refs))
    elif other.by is commitment.by and other.by is not Party.BOTH:
        says = _("{ref} is a promise by the same sector").format(ref=other.ref)
        builder.wrong_at((*path, "pair"), says, _("a pair has one promise from each sector"))


def _check(commitment: Commitment, check: Check, builder: Builder, path: Path) -> None:
    kind = KINDS.get(check.kind)
    if kind is None:
        says = _('there is no kind of check "{kind}"').format(kind=check.kind)
        builder.wrong_at((*path, "kind"), says, nearest(check.kind, list(KINDS)))
        return
    fields = REGISTERS.get(check.register)
    if fields is None:
        says = _('there is no register "{register}"').format(register=check.register)
        builder.wrong_at((*path, "register"), says, nearest(check.register, list(REGISTERS)))
        return
    written = {key[-1] for key in builder.places if key[: len(path)] == path and len(key) == len(path) + 1}
    allowed = kind.needs | kind.may
    for key in sorted(str(key) for key in written - _SHARED_KEYS - allowed.keys()):
        says = _('"{key}" is not used by {kind}').format(key=key, kind=kind.name)
        builder.wrong_at((*path, key), says, _("it has: {keys}").format(keys=", ".join(allowed)))
    for key in kind.needs.keys() - written:
        says = _('{kind} needs "{key}"').format(kind=kind.name, key=key)
        builder.wrong_at(path, says, _("add {key}: {what}").format(key=key, what=_(kind.needs[key])))
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
            says, _semicolon, mend = str(error).partition("; ")
            builder.wrong_at(path, says, mend)
    elif role is Is.COUNT and not (isinstance(value, int) and value > 0):
        says = _('"{value}" is not a whole number of items').format(value=value)
        builder.wrong_at(path, says, _("write a whole number from 1"))
    elif role is Is.SHARE and not _is_share(value):
        says = _('"{value}" is not a percentage').format(value=value)
        builder.wrong_at(path, says, _('write for example "95%"'))
    elif role is Is.CHECK:
        others = [each.id for each in commitment.checks if each.kind not in ("share_of", "judged")]
        if value not in others:
            says = _('there is no check called "{value}" to count').format(value=value)
            builder.wrong_at(path, says, nearest(str(value), others) if others else _("add the check that is counted"))


def _is_share(value: Any) -> bool:
    try:
        return 0 < share(value) <= 10
    except (InvalidOperation, ValueError):
        return False


def _field(check: Check, role: Is, name: str, builder: Builder, path: Path) -> None:
    fields = REGISTERS[check.register]
    if name not in fields or name == "id":
        says = _('{register} have no field "{name}" to check').format(register=check.register, name=name)
        builder.wrong_at(path, says, nearest(name, list(fields)[1:]))
    elif role in _FITTING and fields[name].type not in _FITTING[role]:
        fitting = [field for field in fields if fields[field].type in _FITTING[role]]
        says = _('"{name}" is not {what}').format(name=name, what=_(KIND_OF_FIELD[role]))
        builder.wrong_at(path, says, nearest(name, fitting))


def _applies(check: Check, fields: dict[str, Field], builder: Builder, path: Path) -> None:
    if check.unless and (check.unless.reason not in fields or fields[check.unless.reason].type not in REASONS):
        known = [name for name, field in fields.items() if field.type is Type.REASON]
        says = _('"{name}" is not a field that holds a reason').format(name=check.unless.reason)
        builder.wrong_at((*path, "unless", "reason"), says, nearest(check.unless.reason, known))
    for name, written in check.applies.items():
        if name not in fields:
            says = _('{register} have no field "{name}"').format(register=check.register, name=name)
            builder.wrong_at((*path, "applies", name), says, nearest(name, list(fields)))
        elif written != GIVEN:
            _found_there(fields[name], applying(written), builder, (*path, "applies", name))


def _found_there(field: Field, values: list[str | bool | int], builder: Builder, path: Path) -> None:
    """Only values that can stand in a field may be asked for."""
    choices: tuple[str | bool, ...] = (True, False) if field.type is Type.FLAG else field.choices
    for value in values:
        if choices and value not in choices:
            says = _('"{value}" is not a value {name} can have').format(value=value, name=field.name)
            builder.wrong_at(path, says, nearest(str(value), [str(choice).lower() for choice in choices]))


REASONS = (Type.REASON, Type.TEXT)
