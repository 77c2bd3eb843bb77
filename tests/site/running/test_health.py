"""Pages for machines, and what they count and log."""

from __future__ import annotations

import json
import logging
from pathlib import Path

import pytest
import structlog
from django.conf import settings as site
from django.db import connection
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from opencompact.site.post.models import Letter
from opencompact.site.record.actions import append
from opencompact.site.record.models import Entry, Node, Sealed
from opencompact.site.record.signing import make_key_once, sign
from opencompact.site.rules import SET_UP
from opencompact.site.running import logs


def test_healthz_asks_nothing_of_the_database() -> None:
    answer = Client().get("/healthz")
    assert (answer.status_code, answer.content, answer["Cache-Control"]) == (200, b"up\n", "no-store")


def test_readyz_says_what_is_missing(db: None, data_folder: Path) -> None:
    answer = Client().get("/readyz")
    assert (answer.status_code, answer.content) == (503, b"not ready: key of the record\n")
    assert answer["Retry-After"] == "10"
    make_key_once()
    answer = Client().get("/readyz")
    assert (answer.status_code, answer.content) == (200, b"ready\n")


def test_readyz_says_that_nothing_can_be_signed_after_an_older_backup(db: None) -> None:
    make_key_once()
    for name in "ab":
        append(act="area_opened", area="", subject=name, by=SET_UP, facts={"name": name})
    sign()
    assert Client().get("/readyz").status_code == 200
    Sealed.objects.filter(entry=1).delete()
    Entry.objects.filter(n=1).delete()
    Node.objects.filter(index=1).delete()
    Node.objects.filter(level=1).delete()
    answer = Client().get("/readyz")
    assert (answer.status_code, answer.content) == (503, b"not ready: record continues what was signed\n")
    assert Client().get("/healthz").status_code == 200


def test_readyz_costs_two_statements(db: None, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    make_key_once()
    Client().get("/readyz")
    with django_assert_num_queries(1):
        assert Client().get("/readyz").status_code == 200


def test_metrics_count_by_route_and_never_by_address(cast) -> None:
    append(act="area_opened", area="", subject="x", by=SET_UP, facts={"name": "x"})
    Letter.objects.create(to="canary@wellbridge.example", subject="canary", text="canary")
    client = Client()
    client.get("/areas/wellbridge/commitments/?canary=canary")
    told = client.get("/metrics").content.decode()
    assert 'route="/areas/<slug:area>/commitments/",status="200"' in told
    assert "opencompact_letters_waiting 1.0" in told
    assert f"opencompact_record_entries {connection_entries()}.0" in told
    assert "canary" not in told
    assert "/areas/wellbridge/commitments/" not in told


def connection_entries() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM compact_entry")
        return int(cursor.fetchone()[0])


@pytest.mark.parametrize("header", ["X-Forwarded-For", "X-Real-IP", "Forwarded", "Via"])
def test_metrics_are_not_there_for_who_comes_through_a_proxy(header: str) -> None:
    assert Client(headers={header: "203.0.113.5"}).get("/metrics").status_code == 404


def test_metrics_for_who_shows_the_token(db: None, settings: Settings) -> None:

    def from_afar(token: str = "") -> int:
        return Client(headers={"Authorization": token}, REMOTE_ADDR="203.0.113.5").get("/metrics").status_code

    assert (from_afar(), from_afar("Bearer "), from_afar("Bearer token")) == (404, 404, 404)
    settings.METRICS_TOKEN = "token"
    assert (from_afar("Bearer tokem"), from_afar("Bearer token")) == (404, 200)


@pytest.fixture
def logged(capsys: pytest.CaptureFixture[str]):
    """What is logged as JSON; afterwards the log is as it was."""
    logs.configure({"form": "json"})
    yield lambda: [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    logs.configure(site.LOGGING)


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("/areas/wellbridge/signatories/the-village-hall-of-wellbridge/", None),
        ("/sign/confirm/Zk3_qXv0aY7bD9eF1gH2iJ3k/?next=canary", "/sign/confirm/…/"),
        ("/people/sam.canary@wellbridge.example/", "/people/…/"),
        ("/record/tile/0/x001/067", None),
    ],
)
def test_a_line_shows_no_key_and_no_question(logged, path: str, shown: str | None) -> None:
    structlog.get_logger("request").info("answered", path=path, status=200)
    (line,) = logged()
    assert (line["event"], line["path"], line["level"]) == ("answered", shown or path, "info")


def test_a_fault_is_named_by_its_kind_and_places_and_not_by_its_message(logged) -> None:
    try:
        raise ValueError("canary")
    except ValueError:
        structlog.get_logger("x").error("not done", exc_info=True)
        logging.getLogger("django.request").error("Internal Server Error: %s", "/canary/", exc_info=True)
    ours, theirs = logged()
    assert (ours["fault"], theirs["fault"], theirs["logger"]) == ("builtins.ValueError",) * 2 + ("django.request",)
    assert "test_a_fault_is_named" in ours["places"][0]
    assert "canary" not in json.dumps([ours, theirs])


def test_for_a_person_a_line_is_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure({"form": "plain"})
    structlog.get_logger("request").info("answered", path="/", status=200, request="ab12")
    logs.configure(site.LOGGING)
    assert capsys.readouterr().out[9:] == "answered path=/ status=200\n"
