"""A site of every released version is brought to this one without loss.

``tests/upgrades`` holds the data folder of each, with its demonstration and a key that nothing else was signed with. A
release adds its own.
"""

from __future__ import annotations

import json
import sqlite3
import tarfile
from contextlib import closing
from pathlib import Path

import pytest

from tests.site.running.sites import SIGN, Place

RELEASES = sorted((Path(__file__).parents[2] / "upgrades").glob("*.tar.xz"))
ASK = """
import json
from django.test import Client
from opencompact.site.consultations.models import Consultation
visitor = Client(headers={"host": "localhost"})
pages = ["", "commitments/", "consultations/", "signatories/", "scorecard/", "meetings/", "data/", "editions/"]
rows = Consultation.objects.filter(area__slug="wellbridge").order_by("opens", "title")
print(json.dumps({
    "pages": {page: visitor.get(f"/areas/wellbridge/{page}").status_code for page in pages},
    "consultations": [visitor.get(row.get_absolute_url()).status_code for row in rows if row.is_public],
    "never opened": [row.title for row in rows if row.is_public and row.opens and row.is_late()],
}))
"""


@pytest.mark.parametrize("release", RELEASES, ids=lambda path: path.name.removesuffix(".tar.xz"))
def test_a_site_of_an_earlier_version_goes_on(release: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    with tarfile.open(release) as packed:
        packed.extractall(tmp_path / "site", filter="data")
    before = counts(tmp_path / "site" / "opencompact.sqlite3")
    place = Place(tmp_path / "site", "").prepare()
    assert counts(place.data / "opencompact.sqlite3") == before
    assert place.entries == before["entry"] > 500
    told = json.loads(place.ask(ASK))
    assert set(told["pages"].values()) == set(told["consultations"]) == {200}
    assert told["never opened"] == []
    assert place.ask(SIGN) == "signed"  # the record goes on under its key


def counts(database: Path) -> dict[str, int]:
    """How many rows are in the tables that every version has."""
    tables = ("entry", "person", "organisation", "signature", "consultation", "finding", "meeting", "response")
    with closing(sqlite3.connect(database)) as connection:
        return {name: connection.execute(f"SELECT COUNT(*) FROM compact_{name}").fetchone()[0] for name in tables}


def test_every_release_but_this_one_is_kept() -> None:
    assert [path.name for path in RELEASES] == ["0.3.0.tar.xz"]
