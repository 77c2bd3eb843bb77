"""Who signed and who the champions are, as far as it is public: contact details never, names of champions only where
they agreed."""

from __future__ import annotations

from django.db.models import Prefetch, QuerySet

from opencompact.site.areas.models import Area
from opencompact.site.champions.models import Champion
from opencompact.site.opendata.columns import (
    AREA,
    DAY,
    ID,
    LIST,
    ORGANISATION,
    TEXT,
    WHOLE,
    YES_NO,
    Column,
    Register,
    Row,
    in_area,
)  # fmt: skip
from opencompact.site.signatories.models import Signatory, Signature


def _signatory(each: Signatory) -> Row:
    today = each.area.today()
    return {
        "id": each.pk, "area": each.area.slug, "organisation": each.organisation_id,
        "organisation_name": each.organisation.name, "sector": each.organisation.sector,
        "kind": each.organisation.kind, "state": each.state, "from": each.since, "to": each.until,
        "reason": each.reason, "members_count": each.members_count, "members": each.member_names,
        "passed_to": each.passed_to_id,
        "signed_in_force": any(
            one.stood_on(today) and one.edition.is_in_force(today) for one in each.signatures.all()
        ),
    }  # fmt: skip


def _signatories(area: Area | None) -> QuerySet[Signatory]:
    signed = Prefetch("signatures", Signature.objects.select_related("edition").defer("edition__text"))
    return in_area(Signatory.objects.select_related("area", "organisation").prefetch_related(signed), area)


def _signature(each: Signature) -> Row:
    return {
        "id": each.pk, "area": each.signatory.area.slug, "signatory": each.signatory_id,
        "organisation": each.signatory.organisation_id, "organisation_name": each.signatory.organisation.name,
        "edition": each.edition_id, "edition_title": each.edition.title,
        "in_force": each.edition.is_in_force(each.signatory.area.today()), "on": each.on, "named_as": each.role,
        "through": each.through, "to": each.until,
        "entry": each.entry,
    }  # fmt: skip


def _champion(each: Champion) -> Row:
    signatory, organisation = each.signatory, each.signatory.organisation
    return {
        "id": each.pk, "area": signatory.area.slug, "signatory": signatory.pk, "organisation": organisation.pk,
        "organisation_name": organisation.name, "kind": each.kind, "department": each.department,
        "role": each.role, "name": each.public_name, "from": each.since, "to": each.until, "trained": each.trained,
    }  # fmt: skip


SIGNATORY = Column("signatory", WHOLE, "The number of the signatory.")

SIGNATORIES = Register("signatories", "Signatories", "Who signed the agreement, or is named in it.", (
    ID, AREA, *ORGANISATION,
    Column("sector", TEXT, "public, voluntary or both."),
    Column("kind", TEXT, "What it is: council, parish, health, charity, group and so on."),
    Column("state", TEXT, "signed, withdrawn, passed_on, or named: the document names it, and no signature is known."),
    Column("from", DAY, "The day of its first signature."),
    Column("to", DAY, "The day it withdrew or passed its signature on."),
    Column("reason", TEXT, "Why it withdrew, in its own words."),
    Column("members_count", WHOLE, "For how many members it signs."),
    Column("members", LIST, "For whom it signs."),
    Column("passed_to", WHOLE, "The number of the signatory that took its signature over."),
    Column("signed_in_force", YES_NO, "Whether it signed the edition in force today; no where only one before it."),
), _signatories, _signatory)  # fmt: skip

SIGNATURES = Register("signatures", "Signatures", "Every signature under every edition.", (
    ID, AREA, SIGNATORY, *ORGANISATION,
    Column("edition", TEXT, "The edition that was signed."),
    Column("edition_title", TEXT, "The title of that edition."),
    Column("in_force", YES_NO, "Whether that edition is the one in force today."),
    Column("on", DAY, "The day it was signed; empty where the document only names the organisation."),
    Column("named_as", TEXT, "As what the document names it."),
    Column("through", TEXT, "The forum or network that signed for it."),
    Column("to", DAY, "The day the signature was withdrawn or passed on."),
    Column("entry", WHOLE, "The number of its entry in the public record."),
), lambda area: in_area(
    Signature.objects.select_related("signatory__area", "signatory__organisation", "edition").defer("edition__text"),
    area, "signatory__area",
), _signature)  # fmt: skip

CHAMPIONS = Register("champions", "Champions", "Who speaks up for the agreement in each signatory.", (
    ID, AREA, SIGNATORY, *ORGANISATION,
    Column("kind", TEXT, "lead, department, cabinet, senior or voluntary."),
    Column("department", TEXT, "The department, in a large body."),
    Column("role", TEXT, "What the champion does there."),
    Column("name", TEXT, "The name, only where the champion agreed that it is public."),
    Column("from", DAY, "The first day of the term."),
    Column("to", DAY, "The last day of the term, where one was agreed."),
    Column("trained", DAY, "The day of the last training."),
), lambda area: in_area(
    Champion.objects.serving().select_related("signatory__area", "signatory__organisation"), area, "signatory__area"
), _champion)  # fmt: skip
