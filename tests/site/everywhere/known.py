"""What stands for the parts of an address in the demonstration, by how the address begins; the longest counts."""

from __future__ import annotations

from typing import Any

from opencompact.site.accounts.models import Organisation, Role
from opencompact.site.champions.models import Champion
from opencompact.site.record.models import Entry
from opencompact.site.resources.models import Contribution, Post
from opencompact.site.signatories.models import Signatory, Wish, WishState
from opencompact.site.training.models import Event, Session

AREA = "areas/<slug:area>/"


def known() -> dict[str, dict[str, object]]:
    """An example of everything."""
    here: dict[str, Any] = {"area__slug": "wellbridge"}
    wish = Wish.objects.get(state=WishState.CONFIRMED)
    return {
        "": {"area": "wellbridge", "slug": "larkmoor-village-hall", "provider_id": "wellbridge", "pk": 1},
        "record/": {"n": Entry.objects.order_by("-n")[0].n, "path": "000.p/1", "level": 0, "index": 0},
        f"{AREA}resources/": {"pk": Contribution.objects.filter(**here)[0].pk},
        f"{AREA}resources/posts/": {"pk": Post.objects.filter(**here)[0].pk},
        f"{AREA}training/": {"pk": Session.objects.filter(**here)[0].pk},
        f"{AREA}events/": {"pk": Event.objects.filter(**here)[0].pk},
        f"{AREA}signatories/": {"pk": Signatory.objects.filter(**here)[0].pk},
        f"{AREA}signatories/requests/": {"pk": wish.pk},
        f"{AREA}sign/": {"key": wish.key, "step": "contact"},
        f"{AREA}champions/": {"pk": Champion.objects.filter(signatory__area__slug="wellbridge")[0].pk},
        f"{AREA}champions/name/": {"pk": Signatory.objects.filter(**here)[0].pk},
        f"{AREA}people/": {"pk": Role.objects.filter(**here, kind="reader")[0].pk},
        f"{AREA}organisations/": {"slug": Organisation.objects.filter(**here)[0].slug},
    }
