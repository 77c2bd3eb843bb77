"""No browser and no proxy keeps a page that was shown to one person: somebody signed in, or somebody answering."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.people import browser
from tests.site.everywhere.visits import Visits

pytestmark = [pytest.mark.django_db, pytest.mark.no_cover, pytest.mark.xdist_group("every page")]


def kept(visits: Visits, who: str) -> Iterator[str]:
    """Every address whose answer to this person may be kept, though a visitor gets another one."""
    for place in visits.places:
        answer, others = visits.ask(who, "GET", place.path), visits.ask("visitor", "GET", place.path)
        alike = (answer.status, answer.cache_control, answer.digest) == (
            others.status, others.cache_control, others.digest,
        )  # fmt: skip
        if "no-store" not in answer.cache_control and ("max-age" not in answer.cache_control or not alike):
            yield f"{place.route}: {answer.cache_control}"


@pytest.mark.parametrize("who", ["officer", "editor"])
def test_nothing_that_is_shown_to_somebody_signed_in_is_kept(visits: Visits, who: str) -> None:
    assert visits.everybody[who]
    assert sorted(set(kept(visits, who))) == []


def test_pages_for_everybody_may_be_kept(visits: Visits) -> None:
    for path in ("/", "/areas/wellbridge/", "/areas/wellbridge/commitments/"):
        assert "Cache-Control" not in browser().get(path).headers
