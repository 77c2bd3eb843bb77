"""An edition as plain text: complete, 78 columns wide, readable by anything that can read."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from opencompact.core.describing import how_checked
from opencompact.core.editions import Commitment, Earlier, Item, Words
from opencompact.core.editions import Edition as Document
from opencompact.core.words import in_words, said, sentence
from opencompact.site.agreements.models import Edition
from opencompact.site.agreements.wording import (
    MEASURED,
    STRENGTHS,
    WHAT_BECAME,
    body_role,
    closed_period,
    in_force,
    party_name,
)

WIDTH = 78
STEP = "  "


def text_of(edition: Edition, commitments: Iterable[Commitment], address: str, *, whole: bool, today: date) -> str:
    """Promises under their themes, with everything said of each; with ``whole`` the rest of the document as well."""
    document, chosen = edition.document, list(commitments)
    lines = [*_head(edition, chosen, address)]
    if whole:
        lines += _front(document)
    for theme in document.themes:
        rows = [each for each in chosen if each.theme == theme.ref]
        if rows:
            lines += _heading(_("Theme %(ref)s: %(title)s") % {"ref": theme.ref, "title": said(theme.title)})
            lines += _paragraph(said(theme.about))
            lines += [line for each in rows for line in promise_text(document, each, edition.official_words(each))]
    if whole:
        lines += _back(document, today)
    return "\n".join(lines).strip() + "\n"


def _head(edition: Edition, chosen: list[Commitment], address: str) -> Iterator[str]:
    document, title = edition.document, said(edition.document.title)
    yield from (*_wrapped(title.upper()), "=" * min(WIDTH, len(title)), "")
    yield from _fact(_("Area"), edition.area.name)
    if edition.is_only_held:
        yield from _fact(_("Date"), in_force(edition))
        yield from _paragraph(_("This is the latest edition we hold. Nobody has told us whether it still applies."))
    else:
        yield from _fact(_("In force"), in_force(edition))
    if edition.adopted:
        yield from _fact(_("Adopted"), in_words(edition.adopted))
    total = len(document.commitments)
    if len(chosen) == total:
        told = ngettext("%(count)s promise", "%(count)s promises", total) % {"count": total}
    else:
        told = _("%(found)s of %(count)s promises") % {"found": len(chosen), "count": total}
    yield from _fact(_("Here"), told)
    yield from _fact(_("Edition"), edition.pk)
    yield from _fact(_("Read it online"), f"{address}/areas/{edition.area.slug}/commitments/?edition={edition.pk}")
    yield from _paragraph(_("The promises are summed up in our words, with the clause numbers of the document."))
    if edition.read_at:
        yield from _fact(_("The document itself"), edition.read_at)
    if any(each.assigned for each in chosen):
        yield from _paragraph(_("References marked * are ours. The document has none there."))
    yield ""


def promise_text(document: Document, commitment: Commitment, official: Words = "") -> Iterator[str]:
    """One promise with everything that is said of it; the official words are those the area has put in."""
    mark = "*" if commitment.assigned else ""
    yield from _wrapped(f"{commitment.ref}{mark}  {said(commitment.summary)}", hang=len(commitment.ref + mark) + 2)
    facts = [
        (_("Promised by"), said(party_name(document, commitment.by))),
        (_("Strength"), str(STRENGTHS[commitment.strength])),
        (_("Official words"), said(official or commitment.text)),
        (_("How it is checked"), str(MEASURED[commitment.verify])),
        *((_("Check"), f"{sentence(told)}.") for told in (how_checked(commitment) if commitment.checks else [])),
        (_("Outcome"), _titled(document.outcomes, commitment.outcome)),
        (_("The other sector's promise"), commitment.pair or ""),
        *((_("Earlier editions"), _became(link)) for link in commitment.earlier),
        *((_("Warning sign"), said(sign)) for sign in commitment.warning_signs),
        *((_("Sign of progress"), said(sign)) for sign in commitment.progress_signs),
        (_("Note"), said(commitment.note)),
        (_("In the document"), said(commitment.source)),
        (_("Refer to it as"), f"{document.id}#{commitment.ref}"),
    ]
    yield from (line for name, told in facts if told for line in _fact(name, told, STEP))
    yield ""


def _became(link: Earlier) -> str:
    told = f"{link.clause}: {WHAT_BECAME[link.change]}"
    return f"{told}. {said(link.note)}" if link.note else told


def _titled(items: Iterable[Item], ref: str | None) -> str:
    return next((f"{item.ref}. {said(item.title)}" for item in items if item.ref == ref), "")


def _front(document: Document) -> Iterator[str]:
    """What stands before the promises."""
    yield from _section(_("About"), [said(document.about)])
    yield from _listing(_("Values"), ((f"{each.ref}. {said(each.title)}", each.about) for each in document.values))
    outcomes = ((f"{each.ref}. {said(each.title)}", each.about) for each in document.outcomes)
    yield from _listing(_("Outcomes it aims for"), outcomes)
    sides = (document.parties.public, document.parties.voluntary, document.parties.both)
    yield from _listing(_("Who makes the promises"), ((said(each.name), each.about) for each in sides))


def _back(document: Document, today: date) -> Iterator[str]:
    """What stands beside them."""
    yield from _listing(
        _("How it is put into practice"), ((said(each.name), each.about) for each in document.mechanisms)
    )
    yield from _listing(_("Words it uses"), ((said(each.term), each.means) for each in document.terms))
    bodies = ((said(each.name), _joined(body_role(each.role), said(each.through))) for each in document.bodies)
    yield from _listing(_("Bodies named in it"), bodies)
    rests_on = ((_joined(said(each.title), str(each.year or "")), each.note) for each in document.rests_on)
    yield from _listing(_("What it is based on"), rests_on)
    closed = ((said(each.name), closed_period(each, today)) for each in document.closed_periods)
    yield from _listing(_("Closed periods"), closed)
    due, every = document.review.due, document.review.every
    told = [
        said(document.review.about),
        _("Due on %(day)s.") % {"day": in_words(due)} if due else "",
        _("Every %(period)s.") % {"period": every.in_words()} if every else "",
    ]
    yield from _section(_("Review"), told)
    yield from _section(_("The document"), [said(document.source)])


def _joined(*parts: str) -> str:
    return ", ".join(part for part in parts if part)


def _listing(head: str, rows: Iterable[tuple[str, Words]]) -> Iterator[str]:
    found = list(rows)
    if found:
        yield from _heading(head)
        for name, words in found:
            yield from _wrapped(f"- {name}: {said(words)}" if words else f"- {name}", hang=2)
        yield ""


def _section(head: str, told: Iterable[str]) -> Iterator[str]:
    paragraphs = [each for each in told if each]
    if paragraphs:
        yield from _heading(head)
        for each in paragraphs:
            yield from _paragraph(each)


def _heading(text: str) -> Iterator[str]:
    yield from (*_wrapped(text), "-" * min(WIDTH, len(text)), "")


def _paragraph(text: str) -> Iterator[str]:
    if text:
        yield from (*_wrapped(text), "")


def _fact(name: str, told: str, indent: str = "") -> list[str]:
    return _wrapped(f"{name}: {told}", indent, hang=len(STEP))


def _wrapped(text: str, indent: str = "", hang: int = 0) -> list[str]:
    """Lines of at most 78 characters; words are kept whole, an address longer than a line included."""
    return textwrap.wrap(
        text,
        WIDTH,
        initial_indent=indent,
        subsequent_indent=indent + " " * hang,
        break_long_words=False,
        break_on_hyphens=False,
    )
