"""What is held about a person, in the forms they may have it."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount

from opencompact.site import clock
from opencompact.site.accounts.models import Following, Person, Role
from opencompact.site.post.models import Letter
from opencompact.site.record.models import Entry, Sealed

Elsewhere = Callable[[Person], Sequence[Any]]
"""What rooms above this one hold about a person: rows with ``says``, ``details`` and ``href``."""


def nothing(person: Person) -> Sequence[Any]:
    """Where no room above is asked."""
    return ()


def held_about(person: Person, acts: int | None = None) -> dict[str, Any]:
    """Everything this room and the record hold about a person; of their acts the latest, where a number is given."""
    done = Sealed.objects.filter(by=person.pk).select_related("entry").order_by("-entry_id")
    letters = Letter.objects.filter(to=person.email, written__gt=clock.now() - timedelta(days=30)).order_by("-pk")
    return {
        "person": person,
        "roles": list(Role.objects.filter(person=person).select_related("area", "organisation").order_by("-since")),
        "followings": list(Following.objects.filter(email=person.email).select_related("area").order_by("pk")),
        "methods": list(Authenticator.objects.filter(user=person).order_by("pk")),
        "councils": list(SocialAccount.objects.filter(user=person).order_by("pk")),
        "acts": list(done if acts is None else done[:acts]),
        "acts_in_all": done.count(),
        "named_in": _named_in(person),
        "letters": list(letters),
    }


def as_json(person: Person, elsewhere: Sequence[Any] = ()) -> str:
    """What is held about a person as a file for programs."""
    held = held_about(person)
    return json.dumps(
        {
            "person": {
                "email": person.email, "name": person.name, "language": person.language,
                "administrator": person.is_administrator, "joined": person.joined.isoformat(),
                "last_signed_in": person.last_login.isoformat() if person.last_login else None,
            },
            "roles": [_role(role) for role in held["roles"]],
            "followings": [{"area": each.area.slug, "language": each.language} for each in held["followings"]],
            "sign_in": [{"method": each.type, "added": each.created_at.isoformat()} for each in held["methods"]],
            "councils": [
                {"provider": each.provider, "added": each.date_joined.isoformat()} for each in held["councils"]
            ],
            "acts": [_act(sealed.entry) for sealed in held["acts"]],
            "named_in": [_act(sealed.entry) for sealed in held["named_in"]],
            "elsewhere": [{"says": each.says, "details": each.details, "at": each.href} for each in elsewhere],
            "letters": [
                {"subject": each.subject, "text": each.text, "written": each.written.isoformat()}
                for each in held["letters"]
            ],
        },
        indent=2,
        ensure_ascii=False,
    )  # fmt: skip


def _role(role: Role) -> dict[str, Any]:
    return {
        "area": role.area.slug,
        "role": role.kind,
        "organisation": role.organisation.name if role.organisation else None,
        "since": role.since.isoformat(),
        "until": role.until.isoformat() if role.until else None,
    }


def _act(entry: Entry) -> dict[str, Any]:
    """Without what is sealed with it: that may name others."""
    return {"n": entry.n, "at": entry.at.isoformat(), "act": entry.act, "says": entry.told}


def _named_in(person: Person) -> list[Sealed]:
    """The acts of others whose seals name a person: a role given to them, say."""
    named = Sealed.objects.naming(person.email).exclude(by=person.pk)
    return list(named.select_related("entry").order_by("-entry_id")[:50])
