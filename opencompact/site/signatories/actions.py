"""Ask to sign, confirm, accept, refuse, withdraw, sign again, pass a signature on; forget contact details."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from opencompact.site import clock
from opencompact.site.accounts.actions import add_organisation, give_role
from opencompact.site.accounts.models import Kind, Organisation, Role, RoleKind, Sector
from opencompact.site.accounts.rules import named_alike, why_not_officer
from opencompact.site.agreements.models import Edition
from opencompact.site.areas.models import Area
from opencompact.site.post.actions import write
from opencompact.site.record.actions import append
from opencompact.site.record.models import Entry, Sealed
from opencompact.site.rules import ANYBODY, Actor, Refused, insist
from opencompact.site.signatories import rules
from opencompact.site.signatories.models import (
    CHAMPION,
    CONTACT,
    LINK_LIVES,
    NEWEST_FIRST,
    Signatory,
    Signature,
    State,
    Wish,
    WishState,
    place_of,
)


@transaction.atomic
def ask(*, area: Area, answers: Mapping[str, Any], by: Actor = ANYBODY, language: str = "en") -> Wish:
    """Somebody asks to sign for an organisation. The same form sent twice is one wish, with one letter."""
    sealed = salted_hmac("wish", json.dumps([area.slug, answers], sort_keys=True, default=str), algorithm="sha256")
    seal = sealed.hexdigest()
    before = Wish.objects.of(area).filter(seal=seal).first()
    if before and (before.confirmed or before.is_live):
        return before
    if before:
        _forget(before)
    insist(rules.why_not_ask(area, answers["name"], answers["contact_email"]))
    insist(rules.why_not_kind(area, answers["kind"], answers["sector"]))
    edition = rules.present_edition(area)
    assert edition is not None
    key = secrets.token_urlsafe(32)
    wish, is_new = Wish.objects.get_or_create(
        seal=seal, defaults={"area": area, "edition": edition, "key": key, "language": language, **answers}
    )
    if is_new:
        private = {name: getattr(wish, name) for name in ("name", *CONTACT, *CHAMPION)}
        _enter(wish, "asked_to_sign", by, private)
        _write_to(wish, "confirm", link=f"/areas/{area.slug}/sign/confirm/{wish.key}/")
    return wish


@transaction.atomic
def confirm(*, wish: Wish, by: Actor = ANYBODY) -> Wish:
    """The organisation confirms its wish through the link it was sent; again and again gives the same answer."""
    wish = Wish.objects.select_for_update(of=("self",)).get(pk=wish.pk)
    if wish.confirmed:
        return wish
    insist(rules.why_not_confirm(wish))
    wish.state, wish.confirmed = WishState.CONFIRMED, clock.now()
    _enter(wish, "confirmed_asking", by)
    if wish.area.contact_email:
        desk = f"/areas/{wish.area.slug}/signatories/requests/{wish.pk}/"
        facts = {"area": wish.area, "name": wish.name, "address": settings.ADDRESS, "link": desk}
        write(to=wish.area.contact_email, template="post/signatories_waiting.txt", facts=facts)
    return wish


@transaction.atomic
def accept(
    *, wish: Wish, on: date, by: Actor, organisation: Organisation | None = None, account: bool = False
) -> Signatory:
    """Accept a wish: the organisation, one of the area or a new one, has signed on that day."""
    wish = Wish.objects.select_for_update(of=("self",)).get(pk=wish.pk)
    insist(rules.why_not_accept(by, wish, on, organisation))
    organisation = organisation or _new_organisation(wish, by)
    details = {name: getattr(wish, name) for name in (*CONTACT, "language")}
    signatory = sign(organisation=organisation, edition=wish.edition, on=on, by=by, details=details)
    _note_members(signatory, wish.members, wish.edition, by)
    if account:
        _make_editor(wish, organisation, by)
    wish.state, wish.answered, wish.signatory, wish.seal = WishState.ACCEPTED, clock.now(), signatory, ""
    wish.receipt = signatory.signatures.get(edition=wish.edition).entry
    wish.save()
    _write_to(wish, "accepted", link=signatory.get_absolute_url(), account=account)
    return signatory


@transaction.atomic
def refuse(*, wish: Wish, reason: str, by: Actor) -> Wish:
    """Don't accept a wish, with a reason that only the organisation and the officer read."""
    wish = Wish.objects.select_for_update(of=("self",)).get(pk=wish.pk)
    insist(rules.why_not_answer(by, wish))
    if not reason.strip():
        raise Refused(_("Say why, so that the organisation knows what it can do."))
    wish.state, wish.answered, wish.reason, wish.seal = WishState.REFUSED, clock.now(), reason.strip(), ""
    _enter(wish, "refused_to_sign", by, {"reason": wish.reason})
    _write_to(wish, "refused", link=f"/areas/{wish.area.slug}/sign/")
    return wish


@transaction.atomic
def sign(
    *, organisation: Organisation, edition: Edition, on: date, by: Actor, details: Mapping[str, Any] | None = None
) -> Signatory:
    """Put an organisation's signature under an edition, as the officer was given it on paper or by the form."""
    insist(why_not_officer(by, edition.area))
    insist(rules.why_not_dated(edition, on))
    found = Signatory.objects.filter(organisation=organisation).under(edition).first()
    insist(rules.why_not_signed_already(found, edition))
    signatory = found or _new_signatory(organisation)
    signatory.state, signatory.until, signatory.reason = State.SIGNED, None, ""
    signatory.since = min(signatory.since or on, on)
    for name, value in (details or {}).items():
        setattr(signatory, name, value)
    signatory.save()
    _put_signature(signatory, edition, on, by, "signed")
    return signatory


@transaction.atomic
def note_named_signatory(
    *, area: Area, edition: Edition, name: str, party: str, role: str, by: Actor, through: str = ""
) -> Signatory:
    """Note an organisation that a document names, as what the document names it. Nothing is dated or signed by it."""
    insist(why_not_officer(by, area))
    organisation = next(iter(named_alike(area, name)), None) or add_organisation(
        area=area, name=name, sector=Sector(party), by=by
    )
    signatory = Signatory.objects.filter(organisation=organisation).first() or _new_signatory(organisation)
    signatory.state = signatory.state or State.NAMED
    signatory.save()
    facts = {"organisation": organisation.name, "role": role, "edition": edition.title}
    before = Signature.objects.filter(signatory=signatory, edition=edition).first()
    roles = before.role.split(", ") if before else []
    if role not in roles:
        entry = append(act="named_in_document", area=area.slug, subject=signatory.subject, by=by, facts=facts)
        Signature.objects.update_or_create(
            signatory=signatory, edition=edition, create_defaults={
                "signatory": signatory, "edition": edition, "entry": entry.n, "role": role, "through": through,
            }, defaults={"role": ", ".join([*roles, role])},
        )  # fmt: skip
    return signatory


@transaction.atomic
def withdraw(*, signatory: Signatory, on: date, by: Actor, reason: str = "") -> Entry:
    """A signatory withdraws; it stays in the register with its dates, and with its reason where it gives one."""
    signatory = _alone(signatory)
    insist(rules.why_not_withdraw(by, signatory, on))
    edition = _latest(signatory)
    signatory.state, signatory.until, signatory.reason = State.WITHDRAWN, on, reason.strip()
    signatory.save()
    signatory.signatures.filter(on__isnull=False, until=None).update(until=on)
    facts = {"organisation": signatory.organisation.name, "edition": edition.title, "on": on}
    return append(act="withdrew", area=signatory.area.slug, subject=signatory.subject, by=by, facts=facts)


@transaction.atomic
def sign_again(*, signatory: Signatory, by: Actor, key: str = "") -> Signature:
    """A signatory of an earlier edition signs the one in force. ``key``: from the letter to its contact."""
    signatory = _alone(signatory)
    insist(rules.why_not_sign_again(by, signatory, key))
    edition = rules.present_edition(signatory.area)
    assert edition is not None
    private = {"how": "by the link in the letter to its contact"} if key else None
    return _put_signature(signatory, edition, signatory.area.today(), by, "signed_again", private)


@transaction.atomic
def pass_on(*, signatory: Signatory, successor: Organisation, on: date, by: Actor) -> Signatory:
    """A successor body takes a signature over, with the members it signs for and the address to write to."""
    signatory = _alone(signatory)
    insist(rules.why_not_pass_on(by, signatory, successor, on))
    edition = _latest(signatory)
    heir = Signatory.objects.filter(organisation=successor).first()
    heir = heir or _new_signatory(successor)
    if not heir.is_standing:
        heir.state, heir.since, heir.until, heir.reason = State.SIGNED, heir.since or on, None, ""
        heir.members, heir.members_count = signatory.members, signatory.members_count
        for name in (*CONTACT, "language"):
            setattr(heir, name, getattr(signatory, name))
        heir.save()
    signatory.state, signatory.until, signatory.passed_to = State.PASSED_ON, on, heir
    for name in CONTACT:
        setattr(signatory, name, "")
    signatory.save()
    signatory.signatures.filter(on__isnull=False, until=None).update(until=on)
    facts = {"organisation": signatory.organisation.name, "successor": successor.name, "on": on}
    entry = append(act="signature_passed_on", area=signatory.area.slug, subject=signatory.subject, by=by, facts=facts)
    Signature.objects.update_or_create(
        signatory=heir, edition=edition, create_defaults={"on": on, "entry": entry.n, "signatory": heir},
        defaults={} if heir.signatures.filter(edition=edition, on__isnull=False, until=None).exists()
        else {"on": on, "until": None, "entry": entry.n},
    )  # fmt: skip
    return heir


@transaction.atomic
def change_members(*, signatory: Signatory, members: str, by: Actor) -> Signatory:
    """Change the list of those a signatory signs for; the record is told how many they are."""
    signatory = _alone(signatory)
    insist(rules.why_not_change(by, signatory))
    _note_members(signatory, members, _latest(signatory), by, always=True)
    return signatory


@transaction.atomic
def change_contact(*, signatory: Signatory, details: Mapping[str, str], by: Actor) -> None:
    """Privately, change whom to write to. The record is told nothing: none of it is public."""
    insist(rules.why_not_see_contact(by, signatory))
    assert set(details) <= set(CONTACT)
    Signatory.objects.filter(pk=signatory.pk).update(**details)


@transaction.atomic
def ask_to_sign_again(*, area: Area, by: Actor) -> int:
    """Privately, write once to every signatory of an earlier edition that the one in force can be signed."""
    edition = rules.present_edition(area)
    if edition is None or edition.replaces_id is None:
        return 0
    asked = 0
    for signatory in Signatory.objects.of(area).to_sign_again(edition).exclude(asked_for=edition.pk):
        key = rules.key_of(signatory, edition) if signatory.contact_email else ""
        link = f"{signatory.get_absolute_url()}sign-again/{key and f'{key}/'}"
        facts = {
            "signatory": signatory, "edition": edition, "address": settings.ADDRESS, "link": link, "key": key,
            "compared": f"/compare/{edition.replaces_id}/{edition.pk}/",
        }  # fmt: skip
        for address in signatory.addresses():
            asked += 1
            write(to=address, template="post/signatories_again.txt", facts=facts, language=signatory.language)
        signatory.asked_for = edition.pk
        signatory.save(update_fields=["asked_for"])
    return asked


@transaction.atomic
def tidy(*, area: Area, by: Actor) -> int:
    """Privately, what is done daily: wishes never confirmed lapse, details of old ones are forgotten, the register is
    put in order where an organisation has another name."""
    now = clock.now()
    wishes = Wish.objects.filter(area=area)
    wishes.filter(state=WishState.SENT, asked__lte=now - LINK_LIVES).update(state=WishState.LAPSED, seal="")
    lapsed = wishes.filter(state=WishState.LAPSED).exclude(contact_email="")
    old = wishes.filter(answered__lte=now - rules.KEPT).exclude(contact_email="")
    for signatory in Signatory.objects.of(area):
        if signatory.place != place_of(signatory.organisation):
            Signatory.objects.filter(pk=signatory.pk).update(place=place_of(signatory.organisation))
    return sum(_forget(wish) for wish in [*lapsed, *old])


@transaction.atomic
def forget_contact(*, email: str, by: Actor) -> int:
    """Privately, take an address, and the name and details given with it, out of every wish and every signatory."""
    blank = dict.fromkeys(CONTACT, "")
    wishes = Wish.objects.filter(contact_email__iexact=email) | Wish.objects.filter(champion_email__iexact=email)
    forgotten = sum(_forget(wish) for wish in wishes)
    return forgotten + Signatory.objects.filter(contact_email__iexact=email).update(**blank)


def _forget(wish: Wish) -> int:
    """Take every detail of a person out of a wish, and what the record sealed of it. An unanswered one lapses."""
    for name in (*CONTACT, *CHAMPION, "reason", "seal"):
        setattr(wish, name, "")
    if wish.state in (WishState.SENT, WishState.CONFIRMED):
        wish.state = WishState.LAPSED
    wish.save()
    Sealed.objects.filter(entry__area=wish.area.slug, entry__subject=wish.subject).delete()
    return 1


def _new_organisation(wish: Wish, by: Actor) -> Organisation:
    return add_organisation(
        area=wish.area, name=wish.name, sector=Sector(wish.sector), kind=Kind(wish.kind), website=wish.website,
        identifier=wish.identifier, by=by,
    )  # fmt: skip


def _new_signatory(organisation: Organisation) -> Signatory:
    return Signatory(area=organisation.area, organisation=organisation, place=place_of(organisation))


def _make_editor(wish: Wish, organisation: Organisation, by: Actor) -> None:
    today, email = wish.area.today(), wish.contact_email
    held = Role.objects.filter(organisation=organisation, kind=RoleKind.EDITOR, person__email__iexact=email)
    if not held.held_on(today).exists():
        give_role(
            area=wish.area, email=email, name=wish.contact_name, kind=RoleKind.EDITOR, organisation=organisation,
            since=today, by=by,
        )  # fmt: skip


def _put_signature(
    signatory: Signatory, edition: Edition, on: date, by: Actor, act: str, private: Mapping[str, Any] | None = None
) -> Signature:
    facts = {"organisation": signatory.organisation.name, "edition": edition.title, "on": on}
    entry = append(act=act, area=signatory.area.slug, subject=signatory.subject, by=by, facts=facts, private=private)
    signature, _new = Signature.objects.update_or_create(
        signatory=signatory, edition=edition, defaults={"on": on, "until": None, "entry": entry.n}
    )
    return signature


def _note_members(signatory: Signatory, members: str, edition: Edition, by: Actor, always: bool = False) -> None:
    names = list(dict.fromkeys(filter(None, (" ".join(line.split()) for line in members.splitlines()))))
    if names == signatory.member_names or (not names and not always):
        return
    signatory.members, signatory.members_count = "\n".join(names), len(names)
    signatory.save(update_fields=["members", "members_count"])
    facts = {"organisation": signatory.organisation.name, "edition": edition.title, "members": len(names)}
    append(act="signed_for_members", area=signatory.area.slug, subject=signatory.subject, by=by, facts=facts)


def _latest(signatory: Signatory) -> Edition:
    """The edition a standing signatory signed last."""
    return signatory.signatures.filter(on__isnull=False).order_by(*NEWEST_FIRST).select_related("edition")[0].edition


def _alone(signatory: Signatory) -> Signatory:
    """The row as it is now, for this transaction alone."""
    return Signatory.objects.select_related("area", "organisation").select_for_update(of=("self",)).get(pk=signatory.pk)


def _enter(wish: Wish, act: str, by: Actor, private: Mapping[str, Any] | None = None) -> None:
    facts = {"edition": wish.edition.title}
    entry = append(act=act, area=wish.area.slug, subject=wish.subject, by=by, facts=facts, private=private)
    wish.receipt = entry.n
    wish.save()


def _write_to(wish: Wish, letter: str, *, link: str, account: bool = False) -> None:
    facts = {"wish": wish, "area": wish.area, "address": settings.ADDRESS, "link": link, "account": account}
    write(to=wish.contact_email, template=f"post/signatories_{letter}.txt", facts=facts, language=wish.language)
