"""What is public, row by row: the one place that decides it. A column that is not named here is in no file, no answer
of the API and no feed."""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings
from django.db.models import QuerySet

from opencompact.core.describing import how_checked
from opencompact.core.editions import Commitment
from opencompact.core.words import said
from opencompact.site.accounts.models import Organisation
from opencompact.site.agreements.models import CheckIn, Edition
from opencompact.site.areas.models import Area
from opencompact.site.opendata.advice import PROPOSALS, RECOMMENDATIONS
from opencompact.site.opendata.columns import (
    AREA,
    CAME,
    DAY,
    ID,
    LIST,
    MOMENT,
    NUMBER,
    OBJECT,
    ORGANISATION,
    TEXT,
    WHOLE,
    YES_NO,
    Column,
    Register,
    Row,
    came,
    in_area,
)  # fmt: skip
from opencompact.site.opendata.consultations import CONSULTATIONS
from opencompact.site.opendata.cycle import ANSWERS, COUNTS, FEEDBACK, POINTS, RESULTS
from opencompact.site.opendata.findings import FINDINGS, JUDGEMENTS, STATEMENTS, VERDICTS
from opencompact.site.opendata.meeting import ACTIONS, DECISIONS, MEETINGS, MEMBERS
from opencompact.site.opendata.people import CHAMPIONS, SIGNATORIES, SIGNATURES
from opencompact.site.record.models import Entry
from opencompact.site.resources.models import Contribution, Post
from opencompact.site.training.models import Event, Session


def _area(area: Area) -> Row:
    return {
        "id": area.slug, "name": area.name, "name_cy": area.name_cy, "word": area.word, "nation": area.nation,
        "code": area.code, "about": area.about, "demonstration": area.is_demonstration,
        "address": f"{settings.ADDRESS}{area.get_absolute_url()}",
    }  # fmt: skip


def _areas(area: Area | None) -> QuerySet[Area]:
    return Area.objects.filter(pk=area.pk) if area else Area.objects.all()


def _organisation(each: Organisation) -> Row:
    return {
        "id": each.pk, "area": each.area.slug, "slug": each.slug, "name": each.name, "name_cy": each.name_cy,
        "sector": each.sector, "kind": each.kind, "website": each.website, "identifier": each.identifier,
        "successor": each.successor_id, "ended": each.ended,
    }  # fmt: skip


def _edition(each: Edition) -> Row:
    place = f"{settings.ADDRESS}/areas/{each.area.slug}/editions/{each.pk}"
    return {
        "id": each.pk, "area": each.area.slug, "title": each.title, "adopted": each.adopted, "from": each.start,
        "to": each.end, "replaces": each.replaces_id, "review_due": each.review_due, "sha256": each.digest,
        "yaml": f"{place}.yaml",
    }  # fmt: skip


def commitment(edition: Edition, each: Commitment) -> Row:
    """One promise."""
    return {
        "id": f"{edition.pk}#{each.ref}", "area": edition.area.slug, "edition": edition.pk, "ref": each.ref,
        "assigned": each.assigned, "by": str(each.by), "theme": each.theme, "strength": str(each.strength),
        "verify": str(each.verify), "summary": said(each.summary), "text": said(edition.official_words(each)),
        "source": said(each.source), "outcome": each.outcome, "checks": how_checked(each), "read_at": edition.read_at,
    }  # fmt: skip


def _commitments(area: Area | None) -> list[Row]:
    editions = in_area(Edition.objects.select_related("area"), area)
    found = [commitment(edition, each) for edition in editions for each in edition.document.commitments]
    return sorted(found, key=lambda row: str(row["id"]))


def _contribution(each: Contribution) -> Row:
    return {
        "id": each.pk, "area": each.area.slug, "organisation": each.organisation_id,
        "organisation_name": each.organisation.name, "source": each.source, "form": each.form, "what": each.what,
        "year": each.year, "planned": each.planned, "given": each.given, "withdrawn": each.withdrawn,
    }  # fmt: skip


def _post(each: Post) -> Row:
    return {
        "id": each.pk, "area": each.area.slug, "title": each.title, "organisation": each.employer_id,
        "organisation_name": each.employer.name, "hours_a_week": each.hours_a_week, "paid_by": each.paid_by,
        "from": each.since, "to": each.until,
    }  # fmt: skip


def _session(each: Session) -> Row:
    return {
        "id": each.pk, "area": each.area.slug, "title": each.title, "on": each.on, "begins": each.begins,
        "place": each.place, "about": each.about, "organisation": each.organiser_id,
        "organisation_name": each.organiser.name, "for_new_members": each.for_new_members, "state": each.state,
        "reason": each.reason, **came({row.sector: row.people for row in each.attendance.all()}),
    }  # fmt: skip


def _event(each: Event) -> Row:
    return {
        "id": each.pk, "area": each.area.slug, "kind": each.kind, "title": each.title, "from": each.on,
        "to": each.until or each.on, "place": each.place, "about": each.about, "link": each.link,
        "cancelled": each.cancelled,
    }  # fmt: skip


def _check_in(each: CheckIn) -> Row:
    area = each.edition.area.slug
    return {"id": each.pk, "area": area, "edition": each.edition_id, "on": each.on, "outcome": each.outcome}


def _entry(each: Entry) -> Row:
    public = each.public
    return {
        "id": each.n, "at": public.at, "area": public.area, "act": public.act, "subject": public.subject,
        "says": each.told, "facts": public.facts, "sealed": public.sealed,
        "address": f"{settings.ADDRESS}{each.get_absolute_url()}",
    }  # fmt: skip


def _entries(area: Area | None) -> QuerySet[Entry]:
    return Entry.objects.in_area(area.slug) if area else Entry.objects.all()


AREAS = Register("areas", "Areas", "The places with an agreement.", (
    Column("id", TEXT, "The area, as in its address."),
    Column("name", TEXT, "Its name."),
    Column("name_cy", TEXT, "Its name in Welsh, where it has one."),
    Column("word", TEXT, "What it calls its agreement: Compact, Covenant, Accord, Charter."),
    Column("nation", TEXT, "The nation whose bank holidays count."),
    Column("code", TEXT, "Its code in official statistics (GSS)."),
    Column("about", TEXT, "What it says of itself."),
    Column("demonstration", YES_NO, "Whether it is invented, to show how this site works."),
    Column("address", TEXT, "The address of its page."),
), _areas, _area, "slug")  # fmt: skip

ORGANISATIONS = Register("organisations", "Organisations", "The bodies and groups of an area.", (
    ID, AREA,
    Column("slug", TEXT, "The organisation, as in addresses."),
    Column("name", TEXT, "Its name."),
    Column("name_cy", TEXT, "Its name in Welsh, where it has one."),
    Column("sector", TEXT, "public, voluntary or both."),
    Column("kind", TEXT, "What it is: council, parish, health, charity, group and so on."),
    Column("website", TEXT, "Its website."),
    Column("identifier", TEXT, "Its identifier in an official list, such as GB-CHC-123456."),
    Column("successor", WHOLE, "The number of the organisation that followed it."),
    Column("ended", DAY, "Its last day, where it no longer exists."),
), lambda area: in_area(Organisation.objects.select_related("area"), area), _organisation)  # fmt: skip

EDITIONS = Register("editions", "Editions", "The dated versions of the agreement.", (
    Column("id", TEXT, "The edition: bristol-2012."), AREA,
    Column("title", TEXT, "Its title."),
    Column("adopted", DAY, "The day it was adopted, where that is known."),
    Column("from", DAY, "The first day it is in force."),
    Column("to", DAY, "The last day it was in force; empty as long as it is."),
    Column("replaces", TEXT, "The edition before it."),
    Column("review_due", DAY, "The day by which it is to be reviewed."),
    Column("sha256", TEXT, "The fingerprint of its file."),
    Column("yaml", TEXT, "The address of its file, with every promise as data."),
), lambda area: in_area(Edition.objects.select_related("area"), area), _edition)  # fmt: skip

COMMITMENTS = Register("commitments", "Promises", "Every promise of every edition.", (
    Column("id", TEXT, "The promise: bristol-2012#5.5."), AREA,
    Column("edition", TEXT, "The edition it stands in."),
    Column("ref", TEXT, "Its reference."),
    Column("assigned", YES_NO, "Whether the reference is ours, because the document prints none."),
    Column("by", TEXT, "Who promised: public, voluntary or both."),
    Column("theme", TEXT, "The theme it belongs to."),
    Column("strength", TEXT, "How strongly: must, aim or recognise."),
    Column("verify", TEXT, "How anyone can tell: computed, recorded or judged."),
    Column("summary", TEXT, "The promise in our words; to quote the agreement, use its own."),
    Column("text", TEXT, "The official words, where the area has put them in."),
    Column("source", TEXT, "Where it stands in the document."),
    Column("outcome", TEXT, "The outcome it serves."),
    Column("checks", LIST, "How it is checked, in words."),
    Column("read_at", TEXT, "Where the document itself can be read, where somebody has said so."),
), _commitments, lambda row: row, "id")  # fmt: skip

CONTRIBUTIONS = Register("contributions", "Contributions", "What organisations give to the work of the agreement.", (
    ID, AREA, *ORGANISATION,
    Column("source", TEXT, "The source: strategic, public, boards or sector."),
    Column("form", TEXT, "money (in pounds), hours, or kind (its worth in pounds)."),
    Column("what", TEXT, "What it is."),
    Column("year", WHOLE, "The financial year, by the year it begins in: 2026 is 1 April 2026 to 31 March 2027."),
    Column("planned", NUMBER, "How much was planned."),
    Column("given", NUMBER, "How much was given; empty as long as that is not known."),
    Column("withdrawn", YES_NO, "Whether it was withdrawn."),
), lambda area: in_area(Contribution.objects.select_related("area", "organisation"), area), _contribution)  # fmt: skip

POSTS = Register("posts", "Paid posts", "Posts paid to work on the agreement.", (
    ID, AREA,
    Column("title", TEXT, "What the post is called."),
    *ORGANISATION,
    Column("hours_a_week", NUMBER, "Hours a week."),
    Column("paid_by", TEXT, "Who pays for it."),
    Column("from", DAY, "Its first day."),
    Column("to", DAY, "Its last day; empty as long as it lasts."),
), lambda area: in_area(Post.objects.select_related("area", "employer"), area), _post)  # fmt: skip

SESSIONS = Register("sessions", "Training sessions", "Training planned and held.", (
    ID, AREA,
    Column("title", TEXT, "What it is called."),
    Column("on", DAY, "Its day."),
    Column("begins", TEXT, "When it begins, as it was announced."),
    Column("place", TEXT, "Where it is."),
    Column("about", TEXT, "What it is about."),
    *ORGANISATION,
    Column("for_new_members", YES_NO, "Whether every new member of the group has to come."),
    Column("state", TEXT, "planned, held or cancelled."),
    Column("reason", TEXT, "Why it was cancelled."),
    *CAME,
), lambda area: in_area(
    Session.objects.select_related("area", "organiser").prefetch_related("attendance"), area
), _session)  # fmt: skip

EVENTS = Register("events", "Events", "What goes on in the area.", (
    ID, AREA,
    Column("kind", TEXT, "week (Compact Week), awards, conference or other."),
    Column("title", TEXT, "What it is called."),
    Column("from", DAY, "Its first day."),
    Column("to", DAY, "Its last day."),
    Column("place", TEXT, "Where it is."),
    Column("about", TEXT, "What it is about."),
    Column("link", TEXT, "Where to read more."),
    Column("cancelled", YES_NO, "Whether it was cancelled."),
), lambda area: in_area(Event.objects.select_related("area"), area), _event)  # fmt: skip

CHECK_INS = Register("check-ins", "Check-ins", "Looks at an edition by both sectors.", (
    ID, AREA,
    Column("edition", TEXT, "The edition that was looked at."),
    Column("on", DAY, "The day of the check-in."),
    Column("outcome", TEXT, "goes_on, work_on_it, revised, replaced or ended."),
), lambda area: in_area(
    CheckIn.objects.select_related("edition__area"), area, "edition__area"
), _check_in)  # fmt: skip

ENTRIES = Register("entries", "The public record", "Every act, as the public record holds it.", (
    Column("id", WHOLE, "The number of the entry, from 0."),
    Column("at", MOMENT, "When it was recorded, in UTC."),
    AREA,
    Column("act", TEXT, "What happened, in a word for programs."),
    Column("subject", TEXT, "To what it happened."),
    Column("says", TEXT, "What happened, in a sentence."),
    Column("facts", OBJECT, "The public facts."),
    Column("sealed", TEXT, "The seal over what is not public."),
    Column("address", TEXT, "The address of its page."),
), _entries, _entry, "n")  # fmt: skip

REGISTERS: tuple[Register, ...] = (
    AREAS, EDITIONS, COMMITMENTS, ORGANISATIONS, SIGNATORIES, SIGNATURES, CHAMPIONS, MEMBERS, MEETINGS, DECISIONS,
    ACTIONS, PROPOSALS, RECOMMENDATIONS, CONTRIBUTIONS, POSTS, SESSIONS, EVENTS, CHECK_INS, CONSULTATIONS, RESULTS,
    COUNTS, ANSWERS, FEEDBACK, POINTS, FINDINGS, VERDICTS, STATEMENTS, JUDGEMENTS, ENTRIES,
)  # fmt: skip


def registers_by_name() -> dict[str, Register]:
    return {register.name: register for register in REGISTERS}


def commitments_of(edition: Edition) -> Iterator[Row]:
    """The promises of one edition, in its order."""
    return (commitment(edition, each) for each in edition.document.commitments)
