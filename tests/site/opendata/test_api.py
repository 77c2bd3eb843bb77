"""The API: every register, page by page, as its own description says; what is wrong is told as a problem."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import jsonschema_rs
import pytest
from django.test import Client

from opencompact.site.opendata.registers import REGISTERS, registers_by_name
from tests.site.opendata.conftest import Lively

pytestmark = pytest.mark.django_db
NAMES = [register.name for register in REGISTERS]


def pages(client: Client, address: str) -> Iterator[list[dict[str, Any]]]:
    """Every page of a list, following ``next``."""
    following: str | None = address
    while following:
        answer = client.get(following)
        assert answer.status_code == 200, answer.content
        yield answer.json()["items"]
        following = answer.json()["next"]
        linked = f'<{following}>; rel="next"' if following else None
        assert answer.headers.get("Link") == linked


def schema(client: Client) -> dict[str, Any]:
    found: dict[str, Any] = client.get("/api/v1/openapi.json").json()
    return found


def test_every_row_is_as_the_description_says(client: Client, lively: Lively) -> None:
    described = schema(client)
    for name in NAMES:
        check_rows(client, described, name)


def check_rows(client: Client, described: dict[str, Any], name: str) -> None:
    of_page = described["paths"][f"/api/v1/{name}"]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    answer = client.get(f"/api/v1/{name}?area=wellbridge").json()
    jsonschema_rs.validate({**of_page, "components": described["components"]}, answer)
    assert answer["items"]
    assert {tuple(row) for row in answer["items"]} == {tuple(each.name for each in registers_by_name()[name].columns)}


def test_every_row_has_its_own_address(client: Client, lively: Lively) -> None:
    rows = [(name, row) for name in NAMES for row in client.get(f"/api/v1/{name}?limit=5").json()["items"]]
    assert len(rows) > len(NAMES)
    for name, row in rows:
        found = client.get(f"/api/v1/{name}/{str(row['id']).replace('#', '%23')}")
        assert found.status_code == 200
        assert {**found.json(), **row} == found.json()


def test_a_list_is_the_same_in_small_pages(client: Client, lively: Lively) -> None:
    for name in NAMES:
        whole = client.get(f"/api/v1/{name}?area=wellbridge&limit=500").json()["items"]
        size = 7 if len(whole) > 7 else 1
        small = list(pages(client, f"/api/v1/{name}?area=wellbridge&limit={size}"))
        assert [row for page in small for row in page] == whole
        assert {len(page) for page in small[:-1]} <= {size}


def test_a_list_takes_as_many_queries_for_one_row_as_for_all(
    client: Client, lively: Lively, django_assert_max_num_queries: Any
) -> None:
    facts = {"findings": 7, "verdicts": 7}  # which read the records of each register

    def queries(name: str, limit: int) -> int:
        with django_assert_max_num_queries(facts.get(name, 5)) as asked:
            assert client.get(f"/api/v1/{name}?area=wellbridge&limit={limit}").status_code == 200
        return len(asked)

    whole = {name: queries(name, 500) for name in NAMES}
    assert {name: queries(name, 1) for name in NAMES if name not in facts} == {
        name: count for name, count in whole.items() if name not in facts
    }


def test_rows_say_what_is_public_of_them(client: Client, lively: Lively) -> None:
    organisation = lively.cast.hall.pk
    assert client.get(f"/api/v1/signatories/{lively.signatory.pk}").json() == {
        "id": lively.signatory.pk, "area": "wellbridge", "organisation": organisation,
        "organisation_name": "Village Hall", "sector": "voluntary", "kind": "group", "state": "signed",
        "from": "2024-05-02", "to": None, "reason": "", "members_count": 2,
        "members": ["Bowls Club", "Knitting Circle"], "passed_to": None, "signed_in_force": True,
    }  # fmt: skip
    assert [client.get(f"/api/v1/champions/{each.pk}").json()["name"] for each in (lively.named, lively.unnamed)] == [
        "Mair Tomos",
        "",
    ]
    session = client.get(f"/api/v1/sessions/{lively.session.pk}").json()
    assert (session["came_public"], session["came_voluntary"], session["came_both"]) == (3, 9, None)
    given = client.get("/api/v1/contributions").json()["items"]
    assert [(row["what"], row["planned"], row["given"]) for row in given] == [
        ("=HYPERLINK(1)", 400, None),
        ("Room hire", 12.5, None),
    ]


def test_the_record_of_a_meeting_is_public_once_it_is_published(client: Client, lively: Lively) -> None:
    published, held = client.get("/api/v1/meetings").json()["items"]
    assert published == {
        "id": lively.meeting.pk, "area": "wellbridge", "title": "Autumn meeting", "kind": "ordinary",
        "on": "2026-10-01", "starts": "14:30", "ends": "16:00", "place": "Town Hall", "state": "published",
        "reason": "", "agenda": [], "published": published["published"], "summary": "Meetings in the evening",
        "chaired": True, "came_public": 0, "came_voluntary": 2, "came_both": 0, "guests": 4, "quorum_total": 0,
        "quorum_each": 0, "corrections": [],
    }  # fmt: skip
    empty = ("published", "chaired", "came_public", "came_voluntary", "came_both", "guests", "quorum_total")
    assert (held["state"], held["summary"], {held[name] for name in empty}) == ("held", "", {None})
    for name in ("decisions", "actions"):
        assert [row["title"] for row in client.get(f"/api/v1/{name}").json()["items"]] == ["Meetings in the evening"]
        assert client.get(f"/api/v1/{name}/2").status_code == 404


def test_an_edition_carries_its_promises_and_its_document(client: Client, lively: Lively) -> None:
    found = client.get("/api/v1/editions/wellbridge-2024").json()
    assert found["document"]["id"] == "wellbridge-2024"
    assert [each["id"] for each in found["commitments"]][:2] == ["wellbridge-2024#1.1", "wellbridge-2024#1.2"]
    one = client.get("/api/v1/commitments/wellbridge-2024%235.5").json()
    assert one == next(each for each in found["commitments"] if each["ref"] == "5.5")


def test_promises_and_sentences_come_in_the_language_of_the_address(client: Client, lively: Lively) -> None:
    client.cookies["language"] = "cy"
    assert client.get("/api/v1/entries").json()["items"][0]["says"] == "Wellbridge was added to this site."
    answer = client.get("/api/v1/entries?lang=cy&limit=1")
    assert answer["Content-Language"] == "cy"
    assert "lang=cy" in answer.json()["next"]


# What is wrong


WRONG_CALLS = {
    "nothing": 404, "areas/nowhere": 404, "organisations/x": 404, "organisations/999999": 404, "entries/-1": 404,
    "entries/99999999999999999999999": 404, "editions/nothing": 404, "organisations?area=nowhere": 404,
    "organisations?limit=0": 422, "organisations?limit=501": 422, "organisations?limit=x": 422,
    "organisations?after=x": 422, "editions?after=%00": 422, "commitments/%00": 404, "areas?area=%00": 404,
}  # fmt: skip


def test_a_call_that_makes_no_sense_is_a_problem(client: Client, lively: Lively) -> None:
    answers = {address: client.get(f"/api/v1/{address}") for address in WRONG_CALLS}
    assert {address: answer.status_code for address, answer in answers.items()} == WRONG_CALLS
    for answer in answers.values():
        assert (answer["Content-Type"], answer["Access-Control-Allow-Origin"]) == ("application/problem+json", "*")
        assert answer.json()["status"] == answer.status_code and answer.json()["title"]


def test_a_wrong_parameter_is_named(client: Client) -> None:
    assert client.get("/api/v1/organisations?limit=0").json() == {
        "type": "about:blank",
        "title": "The request is not valid.",
        "status": 422,
        "detail": "See `wrong` for what to change.",
        "wrong": [{"name": "limit", "says": "Input should be greater than or equal to 1"}],
    }


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_is_written(client: Client, method: str) -> None:
    for address in ("/api/v1/areas", "/api/v1/areas/x", "/api/v1/openapi.json", "/api/v1/nothing"):
        answer = getattr(client, method)(address)
        assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD, OPTIONS")
        assert answer["Content-Type"] == "application/problem+json"


# How it is answered


def test_what_did_not_change_is_not_sent_again(client: Client, lively: Lively) -> None:
    first = client.get("/api/v1/organisations")
    again = client.get("/api/v1/organisations", headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    lively.cast.hall.name = "Village Hall and Green"
    lively.cast.hall.save()
    assert client.get("/api/v1/organisations", headers={"if-none-match": first["ETag"]}).status_code == 200


def test_any_page_anywhere_may_read(client: Client, lively: Lively) -> None:
    answer = client.get("/api/v1/areas", headers={"origin": "https://elsewhere.example"})
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert answer["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert not client.cookies
    asked = client.options("/api/v1/areas")
    assert (asked.status_code, asked["Access-Control-Allow-Methods"]) == (204, "GET, HEAD, OPTIONS")
    assert client.head("/api/v1/areas").status_code == 200


# What describes it


def test_the_description_names_every_operation_once(client: Client) -> None:
    described = schema(client)
    assert described["openapi"].startswith("3.1")
    wanted = {path for name in NAMES for path in (f"/api/v1/{name}", f"/api/v1/{name}/{{id}}")}
    assert set(described["paths"]) == wanted
    operations = [methods["get"]["operationId"] for methods in described["paths"].values()]
    assert {tuple(methods) for methods in described["paths"].values()} == {("get",)}
    assert len(set(operations)) == len(operations)


def test_the_page_of_the_api_lists_every_operation_and_loads_nothing_from_elsewhere(client: Client) -> None:
    answer = client.get("/api/v1/")
    shown = answer.content.decode()
    assert answer.status_code == 200
    assert all(f"GET /api/v1/{name}</code>" in shown for name in NAMES)
    assert "GET /api/v1/editions/{id}</code>" in shown
    assert "//cdn" not in shown and 'src="http' not in shown
