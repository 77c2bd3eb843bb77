"""Name champions, change them, end their terms, note their training; pass messages on; remind signatories."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.crypto import salted_hmac

from opencompact.site.accounts.models import Organisation
from opencompact.site.areas.models import Area
from opencompact.site.champions import rules
from opencompact.site.champions.models import RECORDED, Champion, Kind, State, without
from opencompact.site.post.actions import write
from opencompact.site.post.models import Letter
from opencompact.site.record.actions import append
from opencompact.site.record.models import Entry
from opencompact.site.rules import ANYBODY, CLOCK, Actor, insist
from opencompact.site.signatories.actions import accept, ask_to_sign_again, forget_contact, tidy
from opencompact.site.signatories.models import Signatory, Wish


@transaction.atomic
def name_champion(*, signatory: Signatory, details: Mapping[str, Any], by: Actor) -> Champion:
    """Name a champion; ``details`` are the fields of one."""
    signatory = Signatory.objects.select_related("area", "organisation").select_for_update(of=("self",)).get(
        pk=signatory.pk
    )  # fmt: skip
    insist(rules.why_not_name(by, signatory, details["kind"], details.get("email", "")))
    same = {name: details.get(name, "") for name in ("kind", "department", "email", "name")}
    if before := signatory.champions.filter(state=State.SERVING, **same).first():
        return before  # the button pressed twice
    champion = Champion.objects.create(signatory=signatory, **details)
    champion.place = champion.place_now()
    champion.save(update_fields=["place"])
    _enter(champion, "champion_named", by, {"role": RECORDED[Kind(champion.kind)]})
    return champion


@transaction.atomic
def accept_and_name(
    *, wish: Wish, on: date, by: Actor, organisation: Organisation | None = None, account: bool = False
) -> Signatory:
    """Accept a wish to sign, and name the champion it names."""
    signatory = accept(wish=wish, on=on, by=by, organisation=organisation, account=account)
    if wish.champion_email or wish.champion_name:
        has_lead = signatory.champions.filter(kind=Kind.LEAD, state=State.SERVING).exists()
        details = {
            "kind": Kind.DEPARTMENT if has_lead else Kind.LEAD, "name": wish.champion_name,
            "role": wish.champion_role, "email": wish.champion_email, "consents": wish.champion_consents,
            "language": wish.language, "since": on,
        }  # fmt: skip
        name_champion(signatory=signatory, details=details, by=by)
    return signatory


@transaction.atomic
def change_champion(*, champion: Champion, details: Mapping[str, Any], by: Actor) -> Champion:
    """Change what is said of a champion."""
    champion = _alone(champion)
    insist(rules.why_not_change(by, champion, details.get("kind", "")))
    if all(getattr(champion, name) == value for name, value in details.items()):
        return champion
    for name, value in details.items():
        setattr(champion, name, value)
    champion.place = champion.place_now()
    champion.save()
    _enter(champion, "champion_changed", by, {"role": RECORDED[Kind(champion.kind)]})
    return champion


@transaction.atomic
def end_champion(*, champion: Champion, on: date, by: Actor) -> Champion:
    """End a term; ``on`` is its last day. The address is not needed any more and goes, and a name not public."""
    champion = _alone(champion)
    insist(rules.why_not_end(by, champion, on))
    champion.until, champion.state, champion.email = on, State.ENDED, ""
    champion.name = champion.public_name
    champion.save()
    _enter(champion, "champion_ended", by, {"on": on})
    return champion


@transaction.atomic
def record_training(*, champion: Champion, on: date, by: Actor) -> Champion:
    """Note that a champion was trained."""
    champion = _alone(champion)
    insist(rules.why_not_train(by, champion, on))
    if champion.trained == on:
        return champion
    champion.trained = max(champion.trained or on, on)
    champion.save(update_fields=["trained"])
    _enter(champion, "champion_trained", by, {"on": on})
    return champion


@transaction.atomic
def write_to_champion(*, champion: Champion, message: Mapping[str, str], by: Actor = ANYBODY) -> Entry | None:
    """Pass a visitor's message on by letter. The same message is passed on once, and the record has none of it."""
    champion = _alone(champion)
    mark = salted_hmac("message", "\n".join([message["name"], message["email"], message["text"]])).hexdigest()
    once = f"{champion.subject}/{mark}"
    if Letter.objects.filter(once=once).exists():
        return None
    insist(rules.why_not_write(champion))
    facts = {"champion": champion, "area": champion.signatory.area, "message": message, "address": settings.ADDRESS}
    write(to=champion.email, template="post/champions_message.txt", facts=facts, language=champion.language, once=once)
    return _enter(champion, "champion_written_to", by, {})


@transaction.atomic
def remind(*, area: Area, by: Actor, signatory: Signatory | None = None) -> int:
    """Privately, write to signatories without a champion, or to one of them, at most once a day each."""
    insist(rules.why_not_remind(by, area))
    found = without(area)
    reminded = 0
    for each in found.filter(pk=signatory.pk) if signatory else found:
        facts = {"signatory": each, "area": area, "address": settings.ADDRESS,
                 "link": f"/areas/{area.slug}/champions/name/{each.pk}/"}  # fmt: skip
        for address in each.addresses():
            reminded += 1
            mark = salted_hmac("letter", address).hexdigest()[:40]
            write(to=address, template="post/champions_reminder.txt", facts=facts, language=each.language,
                  once=f"champion-reminder/{each.pk}/{area.today()}/{mark}")  # fmt: skip
    return reminded


@transaction.atomic
def forget_champion(*, email: str, by: Actor) -> int:
    """Privately, take a person's name and address out of every champion; the role and the term stay."""
    return Champion.objects.filter(email__iexact=email).update(name="", consents=False, email="")


@transaction.atomic
def forget_person(*, email: str, by: Actor) -> int:
    """Privately, take a person out of everything these two rooms hold, by the address: for those who are erased."""
    return forget_contact(email=email, by=by) + forget_champion(email=email, by=by)


@transaction.atomic
def look_after(*, area: Area, by: Actor = CLOCK) -> None:
    """Privately, what recurs in an area: old details are forgotten, lists put in order, signatories of an edition that
    was succeeded asked to sign the new one. Twice does no harm."""
    tidy(area=area, by=by)
    ask_to_sign_again(area=area, by=by)
    for champion in Champion.objects.of(area):
        if champion.place != champion.place_now():
            Champion.objects.filter(pk=champion.pk).update(place=champion.place_now())


def _enter(champion: Champion, act: str, by: Actor, facts: Mapping[str, Any]) -> Entry:
    signatory = champion.signatory
    facts = {"organisation": signatory.organisation.name, **facts}
    return append(act=act, area=signatory.area.slug, subject=champion.subject, by=by, facts=facts)


def _alone(champion: Champion) -> Champion:
    """The row as it is now, for this transaction alone."""
    found = Champion.objects.select_related("signatory__area", "signatory__organisation")
    return found.select_for_update(of=("self",)).get(pk=champion.pk)
