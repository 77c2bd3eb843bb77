"""Who may sign, accept, withdraw and sign again, and when; what waits for whom."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from opencompact.core.names import clean_name
from opencompact.core.words import in_words
from opencompact.site import clock
from opencompact.site.accounts.models import Kind, Organisation, Role, RoleKind, Sector
from opencompact.site.accounts.rules import holds, named_alike, why_not_officer, why_not_speak_for
from opencompact.site.agreements.models import Edition
from opencompact.site.areas.models import Area
from opencompact.site.rules import Due
from opencompact.site.signatories.models import Signatory, State, Wish, WishState

WISH_MOVES: dict[WishState, tuple[WishState, ...]] = {
    WishState.SENT: (WishState.CONFIRMED, WishState.LAPSED),
    WishState.CONFIRMED: (WishState.ACCEPTED, WishState.REFUSED, WishState.LAPSED),  # lapses where it is forgotten
    WishState.ACCEPTED: (),
    WishState.REFUSED: (),
    WishState.LAPSED: (),
}
MOVES: dict[State, tuple[State, ...]] = {
    State.NAMED: (State.SIGNED,),
    State.SIGNED: (State.WITHDRAWN, State.PASSED_ON),
    State.WITHDRAWN: (State.SIGNED,),
    State.PASSED_ON: (),
}
MOST_LETTERS = 5  # confirmations one address is sent in a day
KEPT = timedelta(days=90)  # how long the details of an answered wish are kept


def present_edition(area: Area) -> Edition | None:
    """The edition that is signed today."""
    return Edition.objects.in_force_on(area, area.today())


def why_not_answered(area: Area) -> str | None:
    """Where no officer holds the desk, nobody could answer somebody who asks to sign."""
    if Role.objects.filter(area=area, kind=RoleKind.OFFICER).held_on(area.today()).exists():
        return None
    told = _("Nobody looks after the %(word)s of %(area)s on this site yet, so nobody could answer you.")
    return told % {"word": area.word, "area": area.name}


def why_not_kind(area: Area, kind: str, sector: str) -> str | None:
    """A business signs where the agreement invites businesses, and then what both sectors promise."""
    if kind != Kind.BUSINESS:
        return None
    if not area.private_signs:
        told = _(
            "The %(word)s of %(area)s is between the public and the voluntary sector. It doesn't invite businesses."
        )
        return told % {"word": area.word, "area": area.name}
    return None if sector == Sector.BOTH else _("A business signs the promises of both sectors. Choose “Both sectors”.")


def why_not_ask(area: Area, name: str = "", email: str = "") -> str | None:
    """Anybody may ask to sign, while an edition is in force and an officer answers, for an organisation that has not
    signed it."""
    edition = present_edition(area)
    if edition is None:
        return _("There is nothing to sign: no edition of the %(area)s agreement is in force today.") % {
            "area": area.name
        }
    if why_not := why_not_answered(area):
        return why_not
    alike = named_alike(area, name) if name else []
    if Signatory.objects.of(area).that_signed(edition).filter(organisation__in=alike).exists():
        return _("%(name)s has already signed %(edition)s.") % {"name": clean_name(name), "edition": edition.title}
    yesterday = clock.now() - timedelta(days=1)
    asked = Wish.objects.filter(contact_email__iexact=email, asked__gt=yesterday) if email else Wish.objects.none()
    if asked.count() >= MOST_LETTERS:
        return _(
            "We have already sent several emails to this address today. Use the link in one of them, or try "
            "again tomorrow."
        )
    return None


def why_not_confirm(wish: Wish) -> str | None:
    """Whoever has the link may confirm, for seven days."""
    if WishState.CONFIRMED not in WISH_MOVES[WishState(wish.state)]:
        return _("This request has already been decided.")
    if not wish.is_live:
        return _("This link has expired: it worked for seven days. Fill in the form again to get a new one.")
    return None


def why_not_answer(person: Any, wish: Wish) -> str | None:
    """The officer answers what the organisation has confirmed."""
    if why_not := why_not_officer(person, wish.area):
        return why_not
    if wish.state == WishState.SENT:
        return _("The organisation has not yet confirmed that it wants to sign.")
    if wish.state != WishState.CONFIRMED:
        return _("This request has already been decided.")
    return None


def why_not_accept(person: Any, wish: Wish, on: date, organisation: Organisation | None = None) -> str | None:
    """Accepted with a day on which the edition was in force, for an organisation of the area that has not signed."""
    if why_not := why_not_answer(person, wish):
        return why_not
    if why_not := why_not_dated(wish.edition, on):
        return why_not
    if organisation is None:
        there = bool(named_alike(wish.area, wish.name))
        return _("%(name)s is already in the list. Choose it from there.") % {"name": wish.name} if there else None
    assert organisation.area_id == wish.area_id, "an organisation of another area can't sign here"
    found = Signatory.objects.filter(organisation=organisation).under(wish.edition).first()
    return why_not_signed_already(found, wish.edition)


def why_not_signed_already(found: Any, edition: Edition) -> str | None:
    """An organisation signs an edition once; it can't sign once a successor has its signature."""
    if found is None or (found.state == State.WITHDRAWN):
        return None
    if found.state == State.PASSED_ON:
        return _("%(name)s passed its signature on to a successor, so it can't sign.") % {"name": found}
    if found.state == State.SIGNED and found.signed_this:
        return _("%(name)s has already signed %(edition)s.") % {"name": found, "edition": edition.title}
    return None


def why_not_dated(edition: Edition, on: date) -> str | None:
    """The day of a signature lies in the days of the edition, and not in the future."""
    start, end, today = edition.start, edition.end, edition.area.today()
    last = end if end is not None and end < today else today
    if on <= last and (start is None or start <= on):
        return None
    if start is None:
        return _("Enter a date no later than %(last)s.") % {"last": in_words(last)}
    if last < start:
        return _("%(edition)s comes into force on %(start)s. You can sign it from then.") % {
            "edition": edition.title, "start": in_words(start),
        }  # fmt: skip
    return _("Enter a date from %(start)s, when %(edition)s came into force, to %(last)s.") % {
        "start": in_words(start), "edition": edition.title, "last": in_words(last),
    }  # fmt: skip


def why_not_see_contact(person: Any, signatory: Signatory) -> str | None:
    """Contact details are for the officer and the signatory's own editors."""
    return why_not_speak_for(person, signatory.organisation)


def why_not_change(person: Any, signatory: Signatory) -> str | None:
    """A signatory's editor or the officer changes its details and members, while it stands."""
    if why_not := why_not_speak_for(person, signatory.organisation):
        return why_not
    return None if signatory.is_standing else _not_standing(signatory)


def why_not_withdraw(person: Any, signatory: Signatory, on: date | None = None) -> str | None:
    """A signatory's editor or the officer withdraws it, once it has signed and while it stands by that."""
    if why_not := why_not_change(person, signatory):
        return why_not
    if on is not None and not (signatory.since or on) <= on <= signatory.area.today():
        return _("Enter a date between the day it signed and today.")
    return None


def why_not_sign_again(person: Any, signatory: Signatory, key: str = "") -> str | None:
    """A signatory of an earlier edition signs the one in force: by its editor, by the officer, or by whoever holds
    the letter to its contact."""
    edition = present_edition(signatory.area)
    held = edition is not None and is_key(signatory, edition, key)
    if not held and (why_not := why_not_speak_for(person, signatory.organisation)):
        return why_not
    return why_not_again_now(signatory, edition)


def key_of(signatory: Signatory, edition: Edition) -> str:
    """What only the letter to a contact holds: it signs one edition, as long as the contact is the same."""
    sealed = f"{signatory.pk}/{edition.pk}/{signatory.contact_email.casefold()}"
    return salted_hmac("sign-again", sealed, algorithm="sha256").hexdigest()[:48]


def is_key(signatory: Signatory, edition: Edition, key: str) -> bool:
    """Whether it came from the letter to the contact of a signatory."""
    return bool(key and signatory.contact_email) and constant_time_compare(key, key_of(signatory, edition))


def why_not_again_now(signatory: Signatory, edition: Edition | None) -> str | None:
    """The part of it that is the same for everybody."""
    if not signatory.is_standing:
        return _not_standing(signatory)
    if edition is None:
        return why_not_ask(signatory.area)
    if any(each.edition_id == edition.pk and each.on for each in signatory.signatures.all()):
        return _("%(name)s has already signed %(edition)s.") % {"name": signatory, "edition": edition.title}
    return None


def why_not_pass_on(person: Any, signatory: Signatory, successor: Organisation | None, on: date) -> str | None:
    """The officer notes that a successor body takes a signature over."""
    if why_not := why_not_officer(person, signatory.area):
        return why_not
    if not signatory.is_standing:
        return _not_standing(signatory)
    if successor is None or successor.area_id != signatory.area_id or successor.pk == signatory.organisation_id:
        return _("Choose the organisation replacing this one.")
    if not (signatory.since or on) <= on <= signatory.area.today():
        return _("Enter a date between the day it signed and today.")
    return None


def _not_standing(signatory: Signatory) -> str:
    return {
        State.NAMED: _("%(name)s is named in the document but has not signed on this site."),
        State.WITHDRAWN: _("%(name)s has withdrawn."),
        State.PASSED_ON: _("%(name)s passed its signature to a successor."),
    }[State(signatory.state)] % {"name": signatory}


def due(person: Any, area: Area, today: date) -> list[Due]:
    """What waits for this person: wishes to confirm or to answer, editions to sign again."""
    found = [_to_confirm(wish) for wish in Wish.objects.to_confirm(getattr(person, "email", "") or "-")
             if wish.area_id == area.pk]  # fmt: skip
    edition = Edition.objects.in_force_on(area, today)
    if holds(person, area, RoleKind.OFFICER):
        found += _for_officer(area, edition)
    through = Role.objects.of(person, area).filter(kind=RoleKind.EDITOR).values("organisation")
    again = Signatory.objects.of(area).through(through).to_sign_again(edition) if edition else []
    for signatory in again:
        says = _("Sign %(edition)s for %(name)s: it replaces the edition you signed") % {
            "edition": edition.title if edition else "", "name": signatory,
        }  # fmt: skip
        found.append(
            Due(edition.sign_again_by if edition else None, says, f"{signatory.get_absolute_url()}sign-again/")
        )
    return found


def _to_confirm(wish: Wish) -> Due:
    says = _("Confirm that %(name)s wants to sign %(edition)s") % {"name": wish.name, "edition": wish.edition.title}
    return Due(
        wish.area.day_of(wish.asked + timedelta(days=7)), says, f"/areas/{wish.area.slug}/sign/confirm/{wish.key}/"
    )


def _for_officer(area: Area, edition: Edition | None) -> list[Due]:
    desk = f"/areas/{area.slug}/signatories/requests/"
    found = [
        Due(
            area.day_of(wish.confirmed or wish.asked),
            _("Decide on the request from %(name)s to sign") % {"name": wish.name},
            f"{desk}{wish.pk}/",
        )
        for wish in Wish.objects.to_answer(area).order_by("pk")[:20]
    ]
    for signatory in Signatory.objects.of(area).with_successor()[:20]:
        names = {"name": signatory, "heir": signatory.organisation.successor}
        says = _("Pass the signature of %(name)s on to %(heir)s") % names
        found.append(Due(None, says, f"{signatory.get_absolute_url()}pass-on/"))
    count = Signatory.objects.of(area).to_sign_again(edition).count() if edition else 0
    if edition and count:
        says = ngettext(
            "%(count)s signatory has not signed %(edition)s yet",
            "%(count)s signatories have not signed %(edition)s yet",
            count,
        )
        listed = f"/areas/{area.slug}/signatories/?state=before"
        found.append(Due(None, says % {"count": count, "edition": edition.title}, listed))
    return found
