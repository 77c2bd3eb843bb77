"""Who may do what with a draft, and when; the states of a draft and the moves between them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from opencompact.core.words import in_words, sentence
from opencompact.site.accounts.models import RoleKind
from opencompact.site.accounts.rules import holds, why_not_officer, why_not_part_of_group
from opencompact.site.agreements.models import Edition
from opencompact.site.areas.finding import find_area
from opencompact.site.areas.models import Area
from opencompact.site.drafting.clauses import mark_of, remarks, unchecked
from opencompact.site.drafting.models import READERS, Comment, Draft, Place, State
from opencompact.site.rules import Due, Refused

MOVES: dict[State, tuple[State, ...]] = {
    State.WORKING: (State.OPEN, State.ADOPTED, State.GIVEN_UP),
    State.OPEN: (State.OPEN, State.ADOPTED, State.GIVEN_UP),  # open again: until a later day, or once more
    State.ADOPTED: (),
    State.GIVEN_UP: (),
}
LONGEST = timedelta(days=366)  # that comments may be open
MOST_COMMENTS = 5_000  # on one draft
SHOWN = 6  # clauses a sentence names before it only counts


class Stale(Exception):
    """Somebody else changed the same thing meanwhile; nothing was saved, and what was typed is still there."""


class Unexplained(Refused):
    """A clause names a figure, no check holds it, and nobody has said why not."""


def why_not_review(draft: Draft, ref: str, why: str = "") -> str | None:
    """A clause is reviewed once each figure in its words has a check, or somebody has said why it has none."""
    commitment = draft.commitment(ref)
    if commitment is None or why.strip() or draft.explanation_of(ref, mark_of(commitment)):
        return None
    says = unchecked(draft.document, draft.area.today()).get(ref)
    if not says:
        return None
    return _("%(says)s. Add a check, or say why none is needed.") % {"says": sentence("; ".join(says))}


def why_not_start(person: Any, area: Area) -> str | None:
    """The officer starts drafts."""
    return why_not_officer(person, area)


def sees(person: Any, draft: Draft) -> bool:
    """Whether a draft exists for a person: always for those who work with it, else while it is open for comments."""
    return draft.is_open(draft.area.today()) or holds(person, draft.area, *READERS)


def find_draft(person: Any, slug: str, pk: int) -> Draft:
    """A draft this person may read; for everybody else it does not exist."""
    area = find_area(slug)
    draft = Draft.objects.filter(area=area, pk=pk).select_related("area", "became").first()
    if draft is None or not sees(person, draft):
        raise Http404
    return draft


def draft_at_desk(request: HttpRequest, slug: str, pk: int, *kinds: RoleKind) -> Draft:
    """A draft on the desk of the officer, or of holders of other roles; for everybody else there is no such page."""
    draft = find_draft(request.user, slug, pk)
    if not holds(request.user, draft.area, RoleKind.OFFICER, *kinds):
        raise Http404
    return draft


def why_not_work(person: Any, draft: Draft) -> str | None:
    """The officer works on a draft until it is adopted or given up."""
    return why_not_officer(person, draft.area) or _why_ended(draft)


def _why_ended(draft: Draft) -> str | None:
    if draft.state == State.ADOPTED:
        return _("This draft has been adopted and can't be changed. Start a new draft from the edition.")
    if draft.state == State.GIVEN_UP:
        return _("This draft was abandoned and can't be changed. Start a new one.")
    return None


def why_not_move(draft: Draft, to: State) -> str | None:
    """The life cycle: from where a draft is, may it go there?"""
    return None if to in MOVES[State(draft.state)] else _why_ended(draft)


def why_not_open(person: Any, draft: Draft, until: date | None = None) -> str | None:
    """The officer opens a draft for comments, until a day to come."""
    refused = why_not_officer(person, draft.area) or why_not_move(draft, State.OPEN)
    if refused or until is None:
        return refused
    today = draft.area.today()
    if until <= today:
        return _("The closing date for comments must be in the future.")
    if until > today + LONGEST:
        return _("Comments can be open for up to a year.")
    if draft.is_open(today) and draft.opened_until and until < draft.opened_until:
        return _("People were told they have until %(day)s. Choose that date or a later one.") % {
            "day": in_words(draft.opened_until)
        }
    return None


def why_not_comment(draft: Draft, ref: str = "") -> str | None:
    """Anybody may comment while a draft is open for comments."""
    today = draft.area.today()
    if not draft.is_open(today):
        if draft.opened_until:
            return _("Comments on this draft closed on %(day)s.") % {"day": in_words(draft.opened_until)}
        return _("This draft is not open for comments.")
    if ref and ref not in {each.ref for each in draft.opened_document.commitments}:
        return _("There is no clause %(ref)s in this draft.") % {"ref": ref}
    if draft.comments.count() >= MOST_COMMENTS:
        return _("This draft has too many comments to show here. Contact the partnership officer.")
    return None


def why_not_sort(person: Any, comment: Comment) -> str | None:
    """The officer lets a comment through or sets it aside, until it is answered."""
    refused = why_not_officer(person, comment.draft.area) or _why_ended(comment.draft)
    return refused or (_("This comment has already had a reply.") if comment.outcome else None)


def why_not_answer(person: Any, comment: Comment) -> str | None:
    """The officer answers a comment that is shown, once."""
    refused = why_not_sort(person, comment)
    if refused or comment.place == Place.SHOWN:
        return refused
    return _("This comment is not shown yet. Approve it first, then reply.")


def why_not_give_up(person: Any, draft: Draft) -> str | None:
    """The officer gives up a draft."""
    return why_not_officer(person, draft.area) or why_not_move(draft, State.GIVEN_UP)


def why_not_adopt(person: Any, draft: Draft) -> str | None:
    """What is finished is adopted; the officer, the chair or a member of the group has a part in that."""
    refused = why_not_part_of_group(person, draft.area) or why_not_move(draft, State.ADOPTED)
    if refused:
        return refused
    missing = unfinished(draft)
    return missing[0] if missing else None


def unfinished(draft: Draft) -> list[str]:
    """Everything that has to be done before a draft can be adopted, each in a sentence."""
    checks = (_unreviewed, _unexplained, _wrong, _still_open, _unanswered)
    return [says for each in checks for says in [each(draft)] if says]


def _unreviewed(draft: Draft) -> str | None:
    left = draft.left_to_review()
    if not draft.document.commitments:
        return _("The draft has no clauses. Add one.")
    if not left:
        return None
    says = ngettext(
        "%(count)s clause has not been reviewed: %(refs)s.", "%(count)s clauses have not been reviewed: %(refs)s.",
        len(left),
    )  # fmt: skip
    return says % {"count": len(left), "refs": _named(left)}


def _named(refs: list[str]) -> str:
    shown, more = ", ".join(refs[:SHOWN]), len(refs) - SHOWN
    return _("%(refs)s and %(count)s more") % {"refs": shown, "count": more} if more > 0 else shown


def _unexplained(draft: Draft) -> str | None:
    """Figures without a check in clauses that were reviewed before anybody was asked about them."""
    marks = {each.ref: mark_of(each) for each in draft.document.commitments if each.ref in draft.reviewed}
    names = unchecked(draft.document, draft.area.today())
    left = [ref for ref in names if ref in marks and not draft.explanation_of(ref, marks[ref])]
    if not left:
        return None
    says = ngettext(
        "%(refs)s names a figure that no check holds. Add a check, or say why none is needed.",
        "%(refs)s name figures that no check holds. Add checks, or say why none is needed.",
        len(left),
    )
    return says % {"refs": _named(left)}


def _wrong(draft: Draft) -> str | None:
    wrong = [each for each in remarks(draft.document, draft.area.today()) if each.wrong]
    if not wrong:
        return None
    where = wrong[0].ref and f"{wrong[0].ref}: "
    return _("There is a contradiction in the draft. %(where)s%(says)s; %(mend)s.") % {
        "where": where, "says": wrong[0].says, "mend": wrong[0].mend,
    }  # fmt: skip


def _still_open(draft: Draft) -> str | None:
    if draft.opened_until and draft.is_open(draft.area.today()):
        return _("People can comment until %(day)s. Adopt it after that.") % {"day": in_words(draft.opened_until)}
    return None


def _unanswered(draft: Draft) -> str | None:
    left = draft.comments.to_settle().count()
    if not left:
        return None
    says = ngettext("%(count)s comment is waiting for a reply.", "%(count)s comments are waiting for a reply.", left)
    return says % {"count": left}


def free_id(area: Area, year: str) -> str:
    """An id no edition has: the place and the year, and a number where that is taken."""
    taken = set(Edition.objects.filter(pk__startswith=f"{area.slug}-{year}").values_list("pk", flat=True))
    first = f"{area.slug}-{year}"
    return next(id for id in (first, *(f"{first}-{n}" for n in range(2, len(taken) + 3))) if id not in taken)


def why_not_on(draft: Draft, adopted: date, start: date, review_due: date | None) -> str | None:
    """Whether the days of an adoption fit each other and the editions that are there."""
    if adopted > draft.area.today():
        return _("The adoption date can't be in the future.")
    if start < adopted:
        return _("It can't come into force before the date it was adopted.")
    if review_due and review_due <= start:
        return _("The review date must be after the date it comes into force.")
    later = Edition.objects.filter(area=draft.area, start__gte=start).order_by("start").first()
    if later:
        return _("Choose a date after %(day)s, the first day of %(title)s.") % {
            "title": later.title, "day": in_words(later.first_day),
        }  # fmt: skip
    return None


# What waits for whom


def due(person: Any, area: Area, today: date) -> list[Due]:
    """Drafts to review, comments to answer, comment periods that end: for the officer; for the rest, drafts to read."""
    if not holds(person, area, *READERS):
        return []
    drafts = list(Draft.objects.filter(area=area).going_on().defer("source", "notes", "opened_text"))
    if holds(person, area, RoleKind.OFFICER):
        return [each for draft in drafts for each in _due_for_officer(draft, today)]
    says = _("Read the draft %(title)s and comment on it")
    return [
        Due(draft.opened_until, says % {"title": draft.title}, f"{draft.get_absolute_url()}comments/")
        for draft in drafts
        if draft.is_open(today)
    ]


def _due_for_officer(draft: Draft, today: date) -> list[Due]:
    found, home, title = [], draft.get_absolute_url(), {"title": draft.title}
    left, waiting = len(draft.left_to_review()), draft.comments.to_settle().count()
    if left:
        says = ngettext("Review %(count)s clause of %(title)s", "Review %(count)s clauses of %(title)s", left)
        found.append(Due(None, says % {**title, "count": left}, home))
    if waiting:
        says = ngettext(
            "Reply to %(count)s comment on %(title)s", "Reply to %(count)s comments on %(title)s", waiting
        )  # fmt: skip
        found.append(Due(None, says % {**title, "count": waiting}, f"{home}comments/"))
    if draft.is_open(today):
        found.append(Due(draft.opened_until, _("Comments on %(title)s close") % title, f"{home}comments/"))
    return found
