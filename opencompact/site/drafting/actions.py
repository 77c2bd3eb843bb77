"""Start a draft, change it clause by clause, open it for comments, answer them, make an edition of it or give it up."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from opencompact.core.drafting.written import to_yaml
from opencompact.core.editions import Edition as Document
from opencompact.core.words import said
from opencompact.site import clock
from opencompact.site.accounts.models import Organisation, Person, Role, RoleKind
from opencompact.site.accounts.rules import why_not_speak_for
from opencompact.site.agreements.actions import publish_edition
from opencompact.site.agreements.models import Edition
from opencompact.site.areas.models import Area
from opencompact.site.drafting import clauses
from opencompact.site.drafting.clauses import Plain
from opencompact.site.drafting.models import Comment, Draft, Outcome, Place, Revision, State, Why, read_text
from opencompact.site.drafting.rules import (
    Stale,
    Unexplained,
    free_id,
    why_not_adopt,
    why_not_answer,
    why_not_comment,
    why_not_give_up,
    why_not_on,
    why_not_open,
    why_not_review,
    why_not_sort,
    why_not_start,
    why_not_work,
)
from opencompact.site.post.actions import write
from opencompact.site.record.actions import append
from opencompact.site.record.models import Entry
from opencompact.site.rules import CLOCK, Actor, Refused, insist


@transaction.atomic
def start_draft(
    *, area: Area, document: Document, by: Actor, source_name: str = "", source: Sequence[dict[str, str]] = (),
    notes: Sequence[str] = (),
) -> Draft:  # fmt: skip
    """Privately, start a draft from what was read in a document, or from an edition."""
    insist(why_not_start(by, area))
    draft = Draft(
        area=area, source_name=source_name[:200], source=list(source), notes=list(notes), by_id=by.pk, version=0
    )
    return _kept(draft, document, said(document.title)[:120], by)


@transaction.atomic
def edit_clause(*, draft: Draft, ref: str, clause: Plain, seen: str, reviewed: bool, by: Actor, why: str = "") -> Draft:
    """Privately, write a clause anew. ``seen`` is the mark of the clause the person had before them."""
    draft = _mine(draft, by, ref, seen)
    document = clauses.with_clause(draft.document, ref, clause)
    new = str(clause["ref"])
    if new != ref:
        _renumber(draft, ref, new)
    if document != draft.document:
        draft = _kept(draft, document, _("%(ref)s was changed") % {"ref": new}, by, new)
    return _reviewed(draft, new, why=why) if reviewed else draft


@transaction.atomic
def put_check(*, draft: Draft, ref: str, check: Plain, instead: str, seen: str, by: Actor) -> Draft:
    """Privately, add a check to a clause, or write one anew."""
    draft = _mine(draft, by, ref, seen)
    document = clauses.with_check(draft.document, ref, check, instead)
    return _kept(draft, document, _("A check of %(ref)s was changed") % {"ref": ref}, by, ref)


@transaction.atomic
def remove_check(*, draft: Draft, ref: str, id: str, seen: str, by: Actor) -> Draft:
    """Privately, take a check out of a clause."""
    draft = _mine(draft, by, ref, seen)
    document = clauses.without_check(draft.document, ref, id)
    return _kept(draft, document, _("A check of %(ref)s was removed") % {"ref": ref}, by, ref)


@transaction.atomic
def add_clause(*, draft: Draft, clause: Plain, after: str, by: Actor) -> Draft:
    """Privately, add a clause after another; after none, as the first."""
    draft = _mine(draft, by, after)
    ref = str(clause["ref"])
    document = clauses.with_added(draft.document, clause, after)
    return _kept(draft, document, _("%(ref)s was added") % {"ref": ref}, by, ref)


@transaction.atomic
def remove_clause(*, draft: Draft, ref: str, seen: str, by: Actor) -> Draft:
    """Privately, take a clause out."""
    draft = _mine(draft, by, ref, seen)
    return _kept(draft, clauses.without(draft.document, ref), _("%(ref)s was removed") % {"ref": ref}, by, ref)


@transaction.atomic
def move_clause(*, draft: Draft, ref: str, up: bool, by: Actor) -> Draft:
    """Privately, move a clause one place up or down."""
    draft = _mine(draft, by, ref)
    return _kept(draft, clauses.moved(draft.document, ref, up), _("%(ref)s was moved") % {"ref": ref}, by, ref)


@transaction.atomic
def change_whole(*, draft: Draft, keys: Plain, version: int, by: Actor) -> Draft:
    """Privately, change what the draft says of itself: title, id, parties, themes, closed periods, review."""
    draft = _mine(draft, by)
    if draft.version != version:
        raise Stale
    document = clauses.proved({**clauses.plain(draft.document), **keys})
    return _kept(draft, document, _("The details of the draft were changed"), by)


@transaction.atomic
def replace_text(*, draft: Draft, text: str, version: int, by: Actor) -> Draft:
    """Privately, put an edition file in place of the draft. It is proved as a whole; on a mistake nothing changes."""
    draft = _mine(draft, by)
    document = read_text(text, f"{draft.edition_id}.yaml")
    if draft.version != version:
        raise Stale
    return _kept(draft, document, _("An edition file was uploaded"), by, text=text)


@transaction.atomic
def restore(*, draft: Draft, revision: Revision, by: Actor) -> Draft:
    """Privately, bring back the draft as it was after an earlier change; those since then stay in its history."""
    draft = _mine(draft, by)
    document = read_text(revision.text, f"{draft.edition_id}.yaml")
    says = _("Change %(number)s was restored") % {"number": revision.number}
    return _kept(draft, document, says, by, text=revision.text)


@transaction.atomic
def mark_reviewed(*, draft: Draft, ref: str, seen: str, by: Actor, why: str = "") -> Draft:
    """Privately, say that a person has looked at a clause as it stands; ``why`` a figure in it has no check."""
    return _reviewed(_mine(draft, by, ref, seen), ref, why=why)


@transaction.atomic
def review_together(*, draft: Draft, refs: Sequence[str], seen: str, by: Actor) -> Draft:
    """Privately, say that a person has looked at clauses that are as they were in the edition before, all listed."""
    draft = _mine(draft, by)
    there = [each for each in draft.document.commitments if each.ref in refs]
    if len(there) != len(refs) or clauses.mark_of_all(there) != seen:
        raise Stale
    for each in there:
        draft = _reviewed(draft, each.ref)
    return draft


@transaction.atomic
def open_for_comments(*, draft: Draft, until: date, by: Actor) -> Entry:
    """Open a draft for everybody's comments until the end of a day; until a later day, if it is open already."""
    draft = _locked(draft)
    insist(why_not_open(by, draft, until))
    was_open = draft.is_open(draft.area.today())
    if not was_open:
        draft.opened_text, draft.renumbered = draft.text, {}
    draft.state, draft.opened_until, draft.opened = State.OPEN, until, draft.opened or clock.now()
    draft.save(update_fields=["state", "opened", "opened_until", "opened_text", "renumbered"])
    if not was_open:
        _tell_group(draft)
    return append(act="draft_opened", area=draft.area.slug, subject=draft.subject, by=by, facts={"title": draft.title})


@transaction.atomic
def adopt(
    *, draft: Draft, adopted: date, meeting: str, start: date, by: Actor, review_due: date | None = None,
    sign_again_by: date | None = None,
) -> Edition:  # fmt: skip
    """The last step of an adoption that was decided and confirmed: the draft becomes an edition and is closed."""
    draft = _locked(draft)
    insist(why_not_adopt(by, draft))
    insist(why_not_on(draft, adopted, start, review_due))
    before = Edition.objects.in_force_on(draft.area, start)
    settled = clauses.settled(draft.document, before.document if before else None)
    document = clauses.dated(settled, start=start, review_due=review_due, replaces=before.id if before else "")
    if Edition.objects.filter(pk=document.id).exists():
        document = clauses.named(document, free_id(draft.area, str(start.year)), said(document.title))
    text = to_yaml(document)
    edition = publish_edition(
        area=draft.area, text=text, by=by, adopted=adopted, start=start, sign_again_by=sign_again_by
    )
    draft.state, draft.ended, draft.meeting, draft.became = State.ADOPTED, clock.now(), meeting, edition
    draft.text, draft.edition_id = text, edition.pk
    draft.save(update_fields=["state", "ended", "meeting", "became", "text", "edition_id"])
    return edition


@transaction.atomic
def give_up(*, draft: Draft, by: Actor) -> Entry | None:
    """Give up a draft. Where it was never opened, nobody outside knew of it, and the record does not tell either."""
    draft = _locked(draft)
    insist(why_not_give_up(by, draft))
    draft.state, draft.ended = State.GIVEN_UP, clock.now()
    draft.save(update_fields=["state", "ended"])
    if draft.opened is None:
        return None
    return append(act="draft_closed", area=draft.area.slug, subject=draft.subject, by=by, facts={"title": draft.title})


# What people say of it


@transaction.atomic
def comment(
    *, draft: Draft, ref: str, words: str, by: Actor, organisation: Organisation | None = None, language: str = "en",
    **who: str,
) -> Comment:  # fmt: skip
    """Comment on a clause, or on the whole. An editor's comment is shown at once, anybody else's once it was read."""
    draft = _locked(draft)
    insist(why_not_comment(draft, ref))
    if organisation:
        insist(why_not_speak_for(by, organisation))
        who = {"sector": organisation.sector}
    made = Comment.objects.create(
        draft=draft, ref=ref, words=words, organisation=organisation, language=language, made=clock.now(),
        place=Place.SHOWN if organisation else Place.HELD, by_id=by.pk, **who,
    )  # fmt: skip
    facts = {"ref": made.about, "title": draft.title}
    append(
        act="comment_made", area=draft.area.slug, subject=draft.subject, by=by, facts=facts, private={"words": words}
    )
    return made


@transaction.atomic
def let_through(*, comment: Comment, by: Actor) -> None:
    """Privately, show a comment to everybody."""
    comment = _locked_comment(comment)
    insist(why_not_sort(by, comment))
    comment.place, comment.why_aside = Place.SHOWN, ""
    comment.save(update_fields=["place", "why_aside"])


@transaction.atomic
def set_aside(*, comment: Comment, why: Why, by: Actor) -> None:
    """Privately, show only that there was a comment, and why it is not shown."""
    comment = _locked_comment(comment)
    insist(why_not_sort(by, comment))
    comment.place, comment.why_aside = Place.ASIDE, why
    comment.save(update_fields=["place", "why_aside"])


@transaction.atomic
def answer(*, comment: Comment, outcome: Outcome, words: str, by: Actor) -> Entry:
    """Answer a comment; whoever left an address is told."""
    comment = _locked_comment(comment)
    insist(why_not_answer(by, comment))
    comment.outcome, comment.answer, comment.answered = outcome, words, clock.now()
    comment.save(update_fields=["outcome", "answer", "answered"])
    draft = comment.draft
    to = comment.email or (comment.by.email if comment.by and comment.by.is_active else "")
    if to:
        facts = {"address": settings.ADDRESS, "comment": comment, "draft": draft}
        write(to=to, template="post/drafting_answered.txt", facts=facts, language=comment.language)
    facts = {"ref": comment.about, "title": draft.title}
    return append(act="comment_answered", area=draft.area.slug, subject=draft.subject, by=by, facts=facts)


@transaction.atomic
def forget_names(*, before: datetime, by: Actor) -> int:
    """Privately, forget the names and addresses of commenters on drafts that ended before a moment."""
    assert by is CLOCK, "names are forgotten when their day has come"
    ended = Comment.objects.filter(draft__ended__lt=before).exclude(name="", email="")
    return ended.update(name="", email="")


def _tell_group(draft: Draft) -> None:
    """The chair and the members of the group hear that a draft can be commented on."""
    members = Role.objects.filter(area=draft.area, kind__in=(RoleKind.CHAIR, RoleKind.MEMBER))
    facts = {"draft": draft, "area": draft.area, "address": settings.ADDRESS}
    for person in members.held_on(draft.area.today()).people():
        write(to=person.email, template="post/drafting_opened.txt", facts=facts, language=person.language)


def _locked_comment(comment: Comment) -> Comment:
    draft = _locked(comment.draft)
    found = Comment.objects.select_related("by").get(pk=comment.pk)
    found.draft = draft
    return found


# Keeping what was done


def _locked(draft: Draft) -> Draft:
    """The draft as it is now; nobody else changes it until this is done."""
    return Draft.objects.select_for_update(of=("self",)).select_related("area").get(pk=draft.pk)


def _mine(draft: Draft, by: Actor, ref: str = "", seen: str = "") -> Draft:
    """The draft to work on; refused where it may not be, or where the clause is not the one the person saw."""
    draft = _locked(draft)
    insist(why_not_work(by, draft))
    commitment = draft.commitment(ref) if ref else None
    if ref and (commitment is None or (seen and clauses.mark_of(commitment) != seen)):
        raise Stale
    return draft


def _kept(draft: Draft, document: Document, says: str, by: Actor, ref: str = "", text: str = "") -> Draft:
    """Save a draft with a revision. Clauses that changed have to be reviewed again."""
    _prove_refs(document)
    before = draft.document if draft.version else document
    draft.text = text or to_yaml(document)
    draft.edition_id, draft.title = document.id, said(document.title)[:200]
    _prove_size(draft)
    read_text(draft.text, f"{draft.edition_id}.yaml")
    changed = clauses.changed_refs(before, document) if draft.version else set()
    there = {each.ref for each in document.commitments}
    draft.reviewed = [each for each in draft.reviewed if each in there - changed]
    draft.version += 1
    draft.save()
    person = by.pk if isinstance(by, Person) else None
    Revision.objects.create(draft=draft, number=draft.version, says=says[:200], ref=ref, text=draft.text, by_id=person)
    return draft


def _prove_refs(document: Document) -> None:
    refs = [each.ref for each in document.commitments]
    odd = next((each for each in refs if not clauses.is_ref(each)), None)
    if odd is not None:
        raise Refused(
            _("The number “%(ref)s” can't be used here. Use letters, numbers, dots and hyphens, such as 4.P2.")
            % {"ref": odd[:40]}
        )


def _prove_size(draft: Draft) -> None:
    if len(draft.text) > MOST_TEXT:
        raise Refused(_("The draft is too long. Remove something."))
    if len(draft.edition_id) > MOST_ID:
        raise Refused(_("The ID is too long. Use %(most)s characters or fewer.") % {"most": MOST_ID})
    if Revision.objects.filter(draft_id=draft.pk).count() >= MOST_REVISIONS:
        raise Refused(
            _("This draft has been changed too many times to keep every version. Start a new draft from its file.")
        )


MOST_TEXT = 1_000_000  # characters; the longest compact we know has 60,000
MOST_ID = 80
MOST_REVISIONS = 5_000


def _reviewed(draft: Draft, ref: str, why: str = "") -> Draft:
    why_not = why_not_review(draft, ref, why)
    if why_not:
        raise Unexplained(why_not)
    commitment = draft.commitment(ref)
    if why.strip() and commitment:
        draft.explained = {**draft.explained, ref: {"mark": clauses.mark_of(commitment), "why": why.strip()[:500]}}
    draft.reviewed = _once([*draft.reviewed, ref])
    draft.save(update_fields=["reviewed", "explained"])
    return draft


def _once(refs: Iterable[Any]) -> list[Any]:
    return list(dict.fromkeys(refs))


def _renumber(draft: Draft, ref: str, new: str) -> None:
    """Comments and reviews of a clause follow it to its new number."""
    if draft.opened:
        opened_as = draft.commented_as(ref)
        draft.renumbered = {name: old for name, old in draft.renumbered.items() if name != ref}
        if opened_as and opened_as != new:
            draft.renumbered[new] = opened_as
