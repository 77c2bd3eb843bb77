"""What ``show`` prints: an edition to be read in a terminal, or one commitment with everything it has."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from enum import Enum
from typing import Any

import msgspec
import yaml
from rich.console import RenderableType
from rich.text import Text

from opencompact.core.calendar import Period
from opencompact.core.describing import SIDES, STRENGTHS, VERIFIED, describe, how_checked
from opencompact.core.editions import ClosedPeriod, Commitment, Edition, Item
from opencompact.core.words import N_, _, in_words, listed, said, sentence
from opencompact.terminal import tables

NATIONS = {
    "england": N_("England"),
    "wales": N_("Wales"),
    "scotland": N_("Scotland"),
    "northern-ireland": N_("Northern Ireland"),
}


def in_force(edition: Edition) -> str:
    """Since when, and until when: "2012", "from 1 March 2012", "1 March 2012 to 31 March 2020"."""
    start, end = edition.in_force.start, edition.in_force.end
    if edition.template:
        return _("none: this is a model")
    since = in_words(start) if isinstance(start, date) else str(start or _("undated"))
    if end:
        return _("{start} to {end}").format(start=since, end=in_words(end))
    return _("from {start}").format(start=since) if start else since


# One edition


def edition(edition: Edition) -> Iterator[RenderableType]:
    """The whole edition, part by part."""
    yield Text(f"{said(edition.title)} ({edition.id})", style="bold")
    yield _rows(_facts(edition))
    for head, rows in _about(edition):
        if rows:
            yield Text(f"\n{head}", style="bold")
            yield _rows(rows)
    for theme in edition.themes:
        yield from _theme(edition, theme)
    if any(commitment.assigned for commitment in edition.commitments):
        yield "\n" + _("* We added this reference: the document has none.")


def _rows(rows: Sequence[tuple[str, str]]) -> RenderableType:
    """Two columns without heads: what it is, and what is said of it."""
    made = tables.table(["", ""], rows)
    made.show_header = False
    made.columns[0].style, made.columns[0].max_width = "dim", 34
    return made


def _facts(edition: Edition) -> list[tuple[str, str]]:
    area, nation = said(edition.area.name), _(NATIONS[edition.nation])
    code = f" ({edition.area.code})" if edition.area.code else ""
    return _given(
        (_("Area"), f"{area}{code}, {nation}"),
        (_("In force"), in_force(edition)),
        (_("Languages"), listed(edition.languages)),
        (_("Replaces"), edition.replaces),
        (_("Source"), said(edition.source)),
        (_("Official words"), _joined(edition.read_at, said(edition.copies))),
        (_("About"), said(edition.about)),
    )


def _given(*rows: tuple[str, str]) -> list[tuple[str, str]]:
    return [row for row in rows if row[1]]


def _about(edition: Edition) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Everything beside the promises, under its heading."""
    sides = ((_(SIDES[by]), getattr(edition.parties, str(by))) for by in SIDES)
    yield _("Who makes the promises"), [(name, _joined(said(side.name), said(side.about))) for name, side in sides]
    bodies = [(said(body.name), _joined(body.role, said(body.through))) for body in edition.bodies]
    yield _("Organisations named"), bodies
    frameworks = [(said(each.title), _joined(str(each.year or ""), said(each.note))) for each in edition.rests_on]
    yield _("What it is based on"), frameworks
    yield _("Values"), _items(edition.values)
    yield _("Outcomes"), _items(edition.outcomes)
    yield _("Terms"), [(said(term.term), said(term.means)) for term in edition.terms]
    if edition.group:
        parent = _("answers to {partnership}").format(partnership=said(edition.group.parent))
        told = [said(edition.group.chair), parent if edition.group.parent else ""]
        yield _("Group"), [(said(edition.group.name), "; ".join(each for each in told if each))]
    mechanisms = [(said(each.name), f"{said(each.about)} ({said(each.source)})") for each in edition.mechanisms]
    yield _("How it is kept in use"), mechanisms
    yield _("Closed periods"), [(said(period.name), _days(period)) for period in edition.closed_periods]
    days_off = [(said(day.name), in_words(day.on)) for day in edition.extra_bank_holidays]
    yield _("Extra bank holidays"), days_off
    due, every = edition.review.due, edition.review.every
    yield (
        _("Review"),
        _given(
            (_("Due"), in_words(due) if due else ""),
            (_("How often"), _("every {period}").format(period=every.in_words()) if every else ""),
            (_("About"), said(edition.review.about)),
        ),
    )


def _joined(*parts: str) -> str:
    return ": ".join(part for part in parts if part)


def _items(items: Sequence[Item]) -> list[tuple[str, str]]:
    return [(item.ref, _joined(said(item.title), said(item.about))) for item in items]


def _days(period: ClosedPeriod) -> str:
    if period.start and period.end:
        return _("{start} to {end}").format(start=in_words(period.start), end=in_words(period.end))
    if period.every_year:
        return _("every year (month-day): {days}").format(days=period.every_year)
    return _("days before and after Easter Sunday: {days}").format(days=period.around_easter)


def _theme(edition: Edition, theme: Item) -> Iterator[RenderableType]:
    yield Text(f"\n{theme.ref}. {said(theme.title)}", style="bold")
    if theme.about:
        yield Text(said(theme.about), style="dim")
    rows: list[list[str | Text]] = []
    for commitment in edition.commitments:
        if commitment.theme == theme.ref:
            promise = Text(said(commitment.summary))
            for sentence_of_check in how_checked(commitment):
                promise.append(f"\n· {sentence_of_check}", style="cyan" if commitment.checks else "dim")
            ref = commitment.ref + ("*" if commitment.assigned else "")
            rows.append([ref, _(SIDES[commitment.by]), _(STRENGTHS[commitment.strength]), promise])
    yield tables.table([_("Ref"), _("By"), _("Strength"), _("Promise, and how it is checked")], rows)


# One commitment


def commitment(edition: Edition, commitment: Commitment) -> Iterator[RenderableType]:
    """One commitment with everything it has."""
    yield Text(f"{said(edition.title)} {commitment.ref} ({edition.id}#{commitment.ref})", style="bold")
    yield Text(said(commitment.summary))
    if commitment.text:
        yield Text(f"\n{said(commitment.text)}", style="italic")
    yield ""
    yield _rows([*_standing(edition, commitment), *_beside(edition, commitment), *_signs(commitment)])
    if commitment.checks:
        yield Text("\n" + _("How it is checked"), style="bold")
    for check in commitment.checks:
        yield Text(f"{check.id}: {sentence(describe(check, commitment.checks))}.")
        yield Text(f"  {_as_written(check)}", style="dim")


def _standing(edition: Edition, commitment: Commitment) -> list[tuple[str, str]]:
    theme = next(each for each in edition.themes if each.ref == commitment.theme)
    outcomes = [each for each in edition.outcomes if each.ref == commitment.outcome]
    side = getattr(edition.parties, str(commitment.by))
    reference = _("{ref} (added by us: the document has none)") if commitment.assigned else "{ref}"
    people = "" if commitment.checks else how_checked(commitment)[0]
    return _given(
        (_("Reference"), reference.format(ref=commitment.ref)),
        (_("Theme"), f"{theme.ref}. {said(theme.title)}"),
        (_("Outcome"), listed(f"{each.ref}. {said(each.title)}" for each in outcomes)),
        (_("Promised by"), f"{said(side.name)} ({_(SIDES[commitment.by])})"),
        (_("Strength"), _(STRENGTHS[commitment.strength])),
        (_("How it is verified"), _joined(_(VERIFIED[commitment.verify]), people)),
        (_("Source"), said(commitment.source)),
        (_("Note"), said(commitment.note)),
    )


def _beside(edition: Edition, commitment: Commitment) -> list[tuple[str, str]]:
    """The other side's promises, whichever of the two names the other, and the older clauses it comes from."""
    rows = [
        (_("Paired with"), f"{other.ref} ({_(SIDES[other.by])}): {said(other.summary)}")
        for other in edition.commitments
        if commitment.pair == other.ref or other.pair == commitment.ref
    ]
    for earlier in commitment.earlier:
        rows.append((_("Earlier editions"), _joined(f"{earlier.clause} ({earlier.change})", said(earlier.note))))
    return rows


def _signs(commitment: Commitment) -> list[tuple[str, str]]:
    return [
        *((_("Warning sign"), said(sign)) for sign in commitment.warning_signs),
        *((_("Sign of progress"), said(sign)) for sign in commitment.progress_signs),
    ]


def _as_written(part: msgspec.Struct) -> str:
    """A part on one line, as it can stand in the YAML of an edition."""
    return yaml.safe_dump(
        as_data(part), sort_keys=False, allow_unicode=True, default_flow_style=True, width=10**6
    ).strip()


# As data


def as_data(part: Any) -> Any:
    """A part of an edition under the keys of its YAML, without what is not given."""
    if isinstance(part, Period):
        return str(part)
    if isinstance(part, msgspec.Struct):
        fields = msgspec.structs.fields(part)
        values = {field.encode_name: (getattr(part, field.name), field) for field in fields}
        return {
            key: as_data(value) for key, (value, field) in values.items() if field.required or value != _default(field)
        }
    if isinstance(part, list):
        return [as_data(each) for each in part]
    if isinstance(part, dict):
        return {key: as_data(each) for key, each in part.items()}
    return part.value if isinstance(part, Enum) else part


def _default(field: Any) -> Any:
    return field.default if field.default is not msgspec.NODEFAULT else field.default_factory()


def commitment_as_data(edition: Edition, commitment: Commitment) -> dict[str, Any]:
    """A commitment under the keys of its YAML, with its full id and what each check asks in words."""
    says = {check.id: describe(check, commitment.checks) for check in commitment.checks}
    return {"id": f"{edition.id}#{commitment.ref}", **as_data(commitment), "says": says}


def as_yaml(part: msgspec.Struct) -> str:
    """An edition, or a part of one, as YAML that can be read again."""
    return yaml.safe_dump(as_data(part), sort_keys=False, allow_unicode=True, width=120)
