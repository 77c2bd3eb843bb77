"""Two pages for a scrutiny committee: the figures of both sides, and what was not kept, why, and what to ask."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date, timedelta
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from opencompact.core.calendar import add_months
from opencompact.core.checks.finding import Finding as CoreFinding
from opencompact.core.exchange.typeset import set_in_type
from opencompact.core.saying import says
from opencompact.core.words import in_words
from opencompact.site.accounts.models import Sector
from opencompact.site.agreements.models import Edition
from opencompact.site.agreements.wording import address, marked, side_name
from opencompact.site.areas.finding import find_area
from opencompact.site.areas.models import Area
from opencompact.site.findings.figures import HEADS, Base, Counts, Line, base, by_promise, public, sides
from opencompact.site.findings.models import Finding, Judgement, Registered, Said, Statement, Status, registers
from opencompact.site.findings.rules import SIX_WEEKS, ToDo, to_do, worked_out
from opencompact.site.findings.shown import check_reason
from opencompact.site.pages import page

PAPER = Path(__file__).resolve().parents[1] / "templates" / "front" / "scorecard.typ"
PROMISES, CASES, DUE, QUESTIONS = 16, 5, 8, 6  # as many lines as two sheets hold
LONGEST = 180  # letters of a text on paper


class Promise(NamedTuple):
    """One promise and its numbers."""

    ref: str
    side: str
    summary: str
    href: str
    counts: Counts


class Case(NamedTuple):
    """One finding that was not kept, or kept with a reason, with why and what was replied."""

    finding: Finding
    says: str
    reason: str
    replies: list[Statement]


class Card(NamedTuple):
    """Both pages."""

    area: Area
    title: str
    first: date
    last: date
    sides: list[Line]
    base: Base
    promises: list[Promise]
    more_promises: int
    judged: list[str]
    not_kept: list[Case]
    with_reason: list[Case]
    more_cases: int
    due: list[ToDo]
    more_due: int
    questions: list[str]


def scorecard(request: HttpRequest, area: str) -> HttpResponse:
    """Two pages to print for a meeting."""
    place = find_area(area)
    year = request.GET.get("year", "")
    card = card_of(place, year)
    days = public(place).exclude(counted_on=None).dates("counted_on", "year", order="DESC")
    years = [day.year for day in days]
    return page(request, "front/scorecard.html", {
        "area": place, "trail": [(place.name, place.get_absolute_url())], "card": card, "heads": HEADS,
        "years": years, "nothing": not (years or card.judged or card.due),
        "year": year if card.last != place.today() else "",
    })  # fmt: skip


def paper(request: HttpRequest, area: str) -> HttpResponse:
    """The same as a tagged PDF of two A4 pages."""
    place = find_area(area)
    facts = json.dumps(_on_paper(card_of(place, request.GET.get("year", ""))), sort_keys=True)
    answer = HttpResponse(_compiled(facts, place.today()), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="scorecard-{place.slug}.pdf"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def period(today: date, typed: str) -> tuple[date, date]:
    """The year asked for; else the twelve months up to today."""
    if len(typed) == 4 and typed.isascii() and typed.isdigit() and 2000 <= int(typed) <= today.year:
        return date(int(typed), 1, 1), min(date(int(typed), 12, 31), today)
    return add_months(today, -12) + timedelta(days=1), today


def card_of(area: Area, year: str = "") -> Card:
    """What both pages say, from the figures of the period."""
    today = area.today()
    first, last = period(today, year)
    edition = Edition.objects.filter(area=area).select_related("area").in_force_on(area, today)
    promises = _promises(edition, by_promise(area, edition, first, last)) if edition else []
    held = public(area).filter(counted_on__range=(first, last)).select_related("area", "body", "edition")
    newest = held.order_by("-counted_on", "-pk")
    broken = list(newest.filter(status=Status.NOT_KEPT)[:CASES])
    reasons = list(newest.filter(status=Status.KEPT_WITH_REASON)[:CASES])
    both = sides(area, first, last)
    due = to_do(public(area).to_come(today + SIX_WEEKS).filter(deadline__gte=today)[:100])
    cases = _cases([*broken, *reasons])
    return Card(
        area, edition.title if edition else area.word, first, last, both, base(area, first, last), promises[:PROMISES],
        len(promises[PROMISES:]), _judged(area, first, last), cases[: len(broken)], cases[len(broken) :],
        sum(each.counts.not_kept + each.counts.kept_with_reason for each in both) - len(cases), due[:DUE],
        len(due[DUE:]), questions(promises, both)[:QUESTIONS],
    )  # fmt: skip


def _promises(edition: Edition, found: dict[str, Counts]) -> list[Promise]:
    """The promises with numbers, in the order of the agreement."""
    slug, document = edition.area.slug, edition.document
    return [
        Promise(each.ref, side_name(each.by), marked(each.summary, document), address(slug, each.ref), found[each.ref])
        for each in document.commitments
        if each.ref in found
    ]


def _cases(found: list[Finding]) -> list[Case]:
    """Findings with their sentences, the reasons given and the replies."""
    rows: dict[tuple[str, int], Registered] = {}
    for name, register in registers().items():
        wanted = {each.record for each in found if each.register == name}
        for row in register.numbered(wanted):
            rows[name, row.pk] = row
    live = {key: {_key(each): each for each in worked_out(row)} for key, row in rows.items()}
    replies: dict[int, list[Statement]] = {}
    for each in Statement.objects.on(found):
        replies.setdefault(each.finding_id, []).append(each)
    return [
        _case(each, live.get((each.register, each.record), {}).get((each.ref, each.check_id)), replies.get(each.pk, []))
        for each in found
    ]


def _key(found: CoreFinding) -> tuple[str, str]:
    return found.promise.commitment.ref, found.promise.check.id


def _case(finding: Finding, live: CoreFinding | None, replies: list[Statement]) -> Case:
    if live is None or str(live.status) != finding.status:
        return Case(finding, "", "", replies)
    reason = live.record.get(check_reason(live)) if finding.status == Status.KEPT_WITH_REASON else ""
    return Case(finding, says(live), str(reason or ""), replies)


def _judged(area: Area, first: date, last: date) -> list[str]:
    """What each side said of promises that people judge, counted apart."""
    rows = Judgement.objects.filter(area=area, withdrawn=None, on__range=(first, last)).values("side", "said")
    found = {(row["side"], row["said"]): row["count"] for row in rows.annotate(count=Count("pk")).order_by()}
    told = []
    for side in Sector:
        parts = [f"{count} × {said.label}" for said in Said if (count := found.get((side, said), 0))]
        if parts:
            told.append(f"{side.label}: {', '.join(parts)}")
    return told


def questions(promises: Iterable[Promise], both: Iterable[Line]) -> list[str]:
    """Questions worth asking, from what the figures show."""
    asked = []
    for each in promises:
        count, ref = each.counts, each.ref
        if count.not_kept:
            told = ngettext(
                "Promise %(ref)s was not kept once. What will be different next time?",
                "Promise %(ref)s was not kept %(n)s times. What do these cases have in common?",
                count.not_kept,
            )
            asked.append((0, -count.not_kept, told % {"ref": ref, "n": count.not_kept}))
        if count.kept_with_reason > 1:
            told = _("Promise %(ref)s was kept with a reason %(n)s times. Are the reasons the same?")
            asked.append((1, -count.kept_with_reason, told % {"ref": ref, "n": count.kept_with_reason}))
        if count.cannot_tell:
            told = ngettext(
                "For one record we can't tell whether promise %(ref)s was kept. Who will find out?",
                "For %(n)s records we can't tell whether promise %(ref)s was kept. Who will find out?",
                count.cannot_tell,
            )
            asked.append((2, -count.cannot_tell, told % {"ref": ref, "n": count.cannot_tell}))
    silent = _("Nothing has been recorded yet about these promises: %(side)s. What should be recorded?")
    asked += [(3, 0, silent % {"side": side.name}) for side in both if not side.counts.total]
    return [told for _kind, _count, told in sorted(asked)]


# On paper


def _on_paper(card: Card) -> dict[str, Any]:
    """Both pages in words, cut to what a sheet holds."""
    between = {"first": in_words(card.first), "last": in_words(card.last)}
    return {
        "language": get_language() or "en", "colour": card.area.colour, "area": card.area.name, "title": card.title,
        "heading": _("How the promises were kept"), "period": _("%(first)s to %(last)s") % between,
        "demonstration": _("A demonstration: this is not a real area.") if card.area.is_demonstration else "",
        "heads": [str(label) for label, _fill in HEADS], "by": _("Promised by"), "promise": _("Promise"),
        "outright": _("Kept in full"),
        "sides": [[each.name, *map(str, each.counts[:4]), each.counts.share] for each in card.sides],
        "promises": [[f"{each.ref} {_cut(each.summary, 90)}", *map(str, each.counts[:4])] for each in card.promises],
        "more_promises": _more(card.more_promises),
        "judged_heading": _("What people in each sector judged"), "judged": card.judged,
        "note": _note(card.area),
        "why": _("What was not kept, and why"),
        "parts": [_part(_("Not kept"), card.not_kept), _part(_("Kept with a reason"), card.with_reason)],
        "more_cases": _more(card.more_cases), "due_heading": _("Due in the next six weeks"),
        "due": [f"{in_words(each.on)}: {_cut(each.says)}" for each in card.due if each.on],
        "more_due": _more(card.more_due), "ask": _("Questions worth asking"), "questions": card.questions,
        "nothing": _("Nothing."),
    }  # fmt: skip


def _note(area: Area) -> str:
    told = _(
        "One promise on one record counts once. Percentages leave out those where we can't tell, and need at least "
        "five results. “Kept with a reason” counts in the total but not as “kept in full”. "
        "Anything a body can still reply to is not counted."
    )
    return f"{told} {settings.ADDRESS}{area.get_absolute_url()}scorecard/"


def _more(count: int) -> str:
    return ngettext("And %(n)s more.", "And %(n)s more.", count) % {"n": count} if count > 0 else ""


def _part(title: str, cases: list[Case]) -> dict[str, Any]:
    return {"title": title, "cases": [_told(each) for each in cases]}


def _told(case: Case) -> dict[str, Any]:
    finding = case.finding
    replies = [f"{each.organisation.name}: {_cut(each.words)}" for each in case.replies[:2]]
    return {
        "head": f"{_cut(finding.title, 80)} ({finding.body.name}, {finding.ref})", "says": _cut(case.says, 260),
        "reason": _("Reason: %(reason)s") % {"reason": _cut(case.reason)} if case.reason else "", "replies": replies,
    }  # fmt: skip


def _cut(text: str, longest: int = LONGEST) -> str:
    words = " ".join(str(text).split())
    return words if len(words) <= longest else f"{words[: longest - 1].rstrip()}…"


@cache
def _template() -> bytes:
    return PAPER.read_bytes()


@lru_cache(maxsize=16)
def _compiled(facts: str, today: date) -> bytes:
    """The day stands for the moment it was made, so that the same figures are the same file."""
    return set_in_type({"main.typ": _template()}, json.loads(facts), today)
