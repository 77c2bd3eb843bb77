"""Add people and organisations, give roles and end them; follow an area; change and erase what is held of oneself."""

from __future__ import annotations

import secrets
from datetime import date

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.db import transaction
from django.db.models import Max, Q
from django.utils import translation
from django.utils.crypto import get_random_string
from django.utils.text import slugify
from django.utils.translation import gettext as _

from opencompact.core.words import speaking
from opencompact.site import clock
from opencompact.site.accounts.models import (
    WAITS,
    Following,
    Kind,
    Organisation,
    Person,
    Role,
    RoleKind,
    Sector,
    WaitingFile,
)
from opencompact.site.accounts.rules import (
    named_alike,
    why_not_appoint,
    why_not_end_role,
    why_not_erase,
    why_not_leave,
    why_not_officer,
    why_not_succeed,
)
from opencompact.site.areas.models import Area
from opencompact.site.areas.rules import why_not_open_area
from opencompact.site.post.actions import write
from opencompact.site.post.models import Letter
from opencompact.site.record.actions import append, forget
from opencompact.site.record.models import Entries, Entry
from opencompact.site.rules import CLOCK, SET_UP, Actor, Refused, insist

MOST_WAITING = 3  # files of one person that wait for the rest of their form
QUIET = (
    "asked_to_sign", "confirmed_asking", "refused_to_sign", "champion_written_to", "person_erased", "answer_received",
    "answer_withdrawn",
)  # fmt: skip
LETTERS = "BCDFGHJKLMNPQRSTVWXZ"  # of codes: no vowels, so no words
AT_MOST = 40  # sentences in one letter


@transaction.atomic
def make_administrator(*, email: str, by: Actor, name: str = "") -> Person:
    """Privately, make somebody an administrator of the site: they open areas and appoint officers."""
    insist(why_not_open_area(by))
    person = Person.objects.filter(email__iexact=email.strip()).first()
    person = person or Person.objects.create_user(email, name=name)
    person.is_administrator = True
    person.save(update_fields=["is_administrator"])
    return person


@transaction.atomic
def add_organisation(
    *, area: Area, name: str, sector: Sector, by: Actor, kind: Kind = Kind.OTHER, website: str = "",
    identifier: str = "", name_cy: str = "",
) -> Organisation:  # fmt: skip
    """Add a body or a group to the organisations of an area."""
    insist(why_not_officer(by, area))
    slug = slugify(name)[:100] or "organisation"
    if Organisation.objects.filter(area=area, slug=slug).exists() or named_alike(area, name):
        raise Refused(_("%(name)s is already in this area's list of organisations.") % {"name": name})
    organisation = Organisation.objects.create(
        area=area, slug=slug, name=name, name_cy=name_cy, sector=sector, kind=kind, website=website,
        identifier=identifier,
    )  # fmt: skip
    append(act="organisation_added", area=area.slug, subject=slug, by=by, facts={"name": organisation.name})
    return organisation


@transaction.atomic
def change_organisation(*, organisation: Organisation, by: Actor, **changes: str) -> None:
    """Change what is said of an organisation: name, Welsh name, sector, kind, website, identifier."""
    insist(why_not_officer(by, organisation.area))
    assert set(changes) <= {"name", "name_cy", "sector", "kind", "website", "identifier"}
    for each in named_alike(organisation.area, changes["name"]) if "name" in changes else []:
        if each.pk != organisation.pk:
            raise Refused(_("%(name)s is already in this area's list of organisations.") % {"name": each.name})
    for name, value in changes.items():
        setattr(organisation, name, value)
    organisation.save(update_fields=list(changes))
    facts = {"name": organisation.name}
    append(act="organisation_changed", area=organisation.area.slug, subject=organisation.slug, by=by, facts=facts)


@transaction.atomic
def succeed(*, organisation: Organisation, successor: Organisation, on: date, by: Actor) -> None:
    """Say that another body took an organisation's place, as after a reorganisation of councils."""
    insist(why_not_succeed(by, organisation, successor, on))
    organisation.successor = successor
    organisation.ended = on
    organisation.save(update_fields=["successor", "ended"])
    facts = {"name": organisation.name, "successor": successor.name, "on": on}
    append(act="organisation_succeeded", area=organisation.area.slug, subject=organisation.slug, by=by, facts=facts)


@transaction.atomic
def give_role(
    *, area: Area, email: str, kind: RoleKind, since: date, by: Actor, organisation: Organisation | None = None,
    name: str = "", until: date | None = None,
) -> Role:  # fmt: skip
    """Give a person a role in an area; a person not known yet is made known by it. They are told by a letter."""
    email, kind = email.strip().lower(), RoleKind(kind)
    insist(why_not_appoint(by, area, kind, organisation, email))
    person = Person.objects.filter(email=email).first() or Person.objects.create_user(email, name=name)
    same = Role.objects.filter(person=person, area=area, organisation=organisation, kind=kind)
    if same.exclude(until__lt=since).filter(**({"since__lte": until} if until else {})).exists():
        raise Refused(_("This person already has this role."))
    role = Role.objects.create(person=person, area=area, organisation=organisation, kind=kind, since=since, until=until)
    append(
        act="role_given",
        area=area.slug,
        subject=f"role/{role.pk}",
        by=by,
        facts=_facts(role),
        private={"person": email},
    )
    if by is not SET_UP:
        _invite(role)
    return role


def _facts(role: Role) -> dict[str, str]:
    return {"organisation": role.organisation.name if role.organisation else role.area.name, "role": role.kind}


def _invite(role: Role) -> None:
    language = role.person.language
    with translation.override(language):
        facts = {"address": settings.ADDRESS, "role": role, "area": role.area, "kind": role.get_kind_display()}
        write(to=role.person.email, template="post/accounts_role_given.txt", facts=facts, language=language)


@transaction.atomic
def end_role(*, role: Role, on: date, by: Actor) -> None:
    """End a role; ``on`` is its last day."""
    insist(why_not_end_role(by, role, on))
    if on < role.since:
        raise Refused(_("The end date of a role can't be before its start date."))
    _end(role, on, by)


@transaction.atomic
def leave(*, person: Person, organisation: Organisation, on: date, by: Actor) -> int:
    """Somebody has left an organisation: end every role they hold through it; how many there were."""
    insist(why_not_leave(by, person, organisation, on))
    roles = Role.objects.filter(person=person, organisation=organisation).exclude(until__lte=on)
    held = list(roles.select_related("area", "organisation"))
    for role in held:
        _end(role, on, by)
    return len(held)


def _end(role: Role, on: date, by: Actor) -> None:
    """One that has not begun never does: it is taken away."""
    facts, subject, area = _facts(role), f"role/{role.pk}", role.area.slug
    if on < role.since:
        role.delete()
    else:
        role.until = on
        role.save(update_fields=["until"])
    append(act="role_ended", area=area, subject=subject, by=by, facts=facts)


@transaction.atomic
def describe_oneself(*, person: Person, name: str, language: str, by: Actor) -> None:
    """Privately, change one's own name and the language of one's letters."""
    assert by.pk == person.pk
    person.name, person.language = name, language
    person.save(update_fields=["name", "language"])


@transaction.atomic
def send_code(*, person: Person, email: str, by: Actor) -> str:
    """Privately, send a code to the address a person wants to have; nothing where it is another's, who is told."""
    assert by.pk == person.pk
    code, taken = get_random_string(8, LETTERS), Person.objects.filter(email=email).exists()
    facts = {"address": settings.ADDRESS, "code": f"{code[:4]}-{code[4:]}"}
    template = "post/accounts_email_taken.txt" if taken else "post/accounts_email_code.txt"
    once = f"{_codes_of(person)}{secrets.token_hex(8)}"
    write(to=email, template=template, facts=facts, language=person.language, once=once)
    return "" if taken else code


def _codes_of(person: Person) -> str:
    """How the letters with codes to addresses that are not confirmed are marked: nothing else leads to a person."""
    return f"email_code/{person.pk}/"


@transaction.atomic
def change_email(*, person: Person, email: str, by: Actor) -> None:
    """Privately, change one's own address, after a code sent to the new one has come back; the old one is told."""
    assert by.pk == person.pk
    email, before = email.strip().lower(), person.email
    if Person.objects.filter(email=email).exists():
        raise Refused(_("This address can't be used."))
    person.email = email
    person.save(update_fields=["email"])
    EmailAddress.objects.filter(user=person).delete()
    EmailAddress.objects.create(user=person, email=email, primary=True, verified=True)
    SocialAccount.objects.filter(user=person).delete()  # a council speaks of an address; it has to do so anew
    facts = {"address": settings.ADDRESS}
    write(to=before, template="post/accounts_email_changed.txt", facts=facts, language=person.language)


@transaction.atomic
def sign_out_everywhere(*, person: Person, by: Actor) -> None:
    """Privately, end every session of one's own: each holds a mark of the password nobody has, made anew here."""
    assert by.pk == person.pk
    person.set_unusable_password()
    person.save(update_fields=["password"])


@transaction.atomic
def erase(*, person: Person, by: Actor) -> Entry:
    """Erase what is held about a person, at their wish. What they did in public stays, unnamed."""
    assert by.pk == person.pk
    insist(why_not_erase(person))
    email = person.email
    for role in Role.objects.filter(person=person).select_related("area", "organisation"):
        today = role.area.today()
        if role.until is None or role.until > today:
            _end(role, today, by)
    entry = append(act="person_erased", area="", subject="people", by=by, facts={})
    forget(person=person.pk, email=email)
    for model in (Authenticator, EmailAddress, SocialAccount):
        model.objects.filter(user=person).delete()
    Following.objects.filter(email=email).delete()
    Letter.objects.filter(Q(to=email) | Q(once__startswith=_codes_of(person))).delete()
    person.email, person.name = f"erased-{person.pk}@invalid", ""
    person.is_active = person.is_administrator = False
    person.erased = clock.now()
    person.last_login = None
    person.set_unusable_password()
    person.save()
    return entry


@transaction.atomic
def ask_to_follow(*, area: Area, email: str, language: str, by: Actor) -> None:
    """Privately, ask to hear of an area by email; the address is written to and used once it is confirmed."""
    email = email.strip().lower()
    following, new = Following.objects.get_or_create(
        area=area, email=email, defaults={"language": language, "key": secrets.token_urlsafe(32)}
    )
    if not new and following.confirmed is None:
        following.language = language
        following.save(update_fields=["language"])
    name = "follow_already" if following.confirmed else "follow_confirm"
    facts = {"address": settings.ADDRESS, "area": area, "key": following.key}
    once = f"{name}/{following.pk}/{area.today()}"
    write(to=email, template=f"post/accounts_{name}.txt", facts=facts, language=following.language, once=once)


@transaction.atomic
def confirm_following(*, following: Following, by: Actor) -> None:
    """Privately, confirm that an address wants to hear of an area, from now on."""
    if following.confirmed is None:
        following.confirmed = clock.now()
        following.told_up_to = _last_entry()
        following.save(update_fields=["confirmed", "told_up_to"])


@transaction.atomic
def stop_following(*, following: Following, by: Actor) -> None:
    """Privately, forget an address that hears of an area."""
    following.delete()


def _last_entry() -> int:
    last = Entry.objects.aggregate(last=Max("n"))["last"]
    return -1 if last is None else int(last)


@transaction.atomic
def tell_followers(*, by: Actor = CLOCK) -> int:
    """Privately, write to who follows an area of what is new in it, one letter a day at most; how many were written."""
    last = _last_entry()
    return sum(_tell(area, last) for area in Area.objects.order_by("pk"))


def _tell(area: Area, last: int) -> int:
    written = 0
    for following in Following.objects.to_tell(area, last):
        new = Entry.objects.in_area(area.slug).filter(n__gt=following.told_up_to, n__lte=last).exclude(act__in=QUIET)
        if new.exists():
            _write_digest(following, area, new)
            following.told_on = area.today()
            written += 1
        following.told_up_to = last
        following.save(update_fields=["told_up_to", "told_on"])
    return written


def _write_digest(following: Following, area: Area, new: Entries) -> None:
    total = new.count()
    with translation.override(following.language), speaking(following.language):
        told = [(area.day_of(entry.at), entry.told, entry.n) for entry in new.order_by("n")[:AT_MOST]]
        facts = {
            "address": settings.ADDRESS, "area": area, "told": told, "more": total - len(told), "count": total,
            "key": following.key,
        }  # fmt: skip
        stop = f"{settings.ADDRESS}/areas/{area.slug}/follow/{following.key}/stop/"
        write(
            to=following.email, template="post/accounts_news.txt", facts=facts, language=following.language, stop=stop
        )


@transaction.atomic
def let_file_wait(*, name: str, content: bytes, by: Person) -> WaitingFile:
    """Privately, keep a file that was chosen in a form that goes back to its writer; the oldest make room for it."""
    mine = WaitingFile.objects.filter(person=by).order_by("-made", "-pk")
    WaitingFile.objects.filter(pk__in=[each.pk for each in mine.defer("content")[MOST_WAITING - 1 :]]).delete()
    key = secrets.token_urlsafe(32)
    return WaitingFile.objects.create(person=by, key=key, name=name[-200:], content=content)


@transaction.atomic
def forget_files(*, by: Actor, key: str = "") -> int:
    """Privately, forget a file that was taken in; the clock forgets all that waited for too long."""
    found = WaitingFile.objects.filter(person=by.pk, key=key) if key else WaitingFile.objects.none()
    if by is CLOCK:
        found = WaitingFile.objects.filter(made__lt=clock.now() - WAITS)
    return found.delete()[0]
