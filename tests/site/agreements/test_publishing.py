"""Publishing an edition: what follows what, and what the record says of it."""

from __future__ import annotations

from datetime import date

import pytest

from opencompact.site.agreements.actions import publish_edition
from opencompact.site.agreements.models import Edition
from opencompact.site.record.models import Entry
from opencompact.site.rules import Refused
from tests.people import Cast, edition_text


def test_an_edition_follows_the_one_in_force(cast: Cast) -> None:
    new = publish_edition(
        area=cast.area, text=edition_text("wellbridge-2026"), adopted=date(2026, 3, 1), start=date(2026, 4, 1),
        by=cast.olwen,
    )  # fmt: skip
    cast.edition.refresh_from_db()
    assert (cast.edition.end, new.replaces) == (date(2026, 3, 31), cast.edition)
    assert Edition.objects.in_force_on(cast.area, date(2026, 3, 31)) == cast.edition
    assert Edition.objects.in_force_on(cast.area, date(2026, 4, 1)) == new
    assert [entry.act for entry in Entry.objects.latest(2)] == ["edition_replaced", "edition_adopted"]


@pytest.mark.parametrize("who", ["edwin", "vera", "sam"])
def test_only_the_officer_the_chair_and_the_group_publish(cast: Cast, who: str) -> None:
    before = Entry.objects.count()
    with pytest.raises(Refused, match="Only the partnership officer, the chair or a member of the group can do this"):
        publish_edition(area=cast.area, text=edition_text("x-2026"), start=date(2026, 4, 1), by=getattr(cast, who))
    assert Entry.objects.count() == before


def test_what_was_published_is_not_published_again(cast: Cast) -> None:
    with pytest.raises(Refused, match="wellbridge-2024 has already been published"):
        publish_edition(area=cast.area, text=edition_text("wellbridge-2024"), start=date(2026, 4, 1), by=cast.olwen)
