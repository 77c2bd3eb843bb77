"""The pages and the files of the record."""

from __future__ import annotations

import html
import re
from typing import Any
from xml.etree import ElementTree

import pytest
from django.db import transaction
from django.test import Client

from opencompact.core.ledger.receipts import open_receipt
from opencompact.core.ledger.tiles import unpack
from opencompact.site.record import published, signing
from opencompact.site.record.models import Entry, Node
from tests.people import Cast
from tests.site.record.entries import act, acts
from verifier import check_record

pytestmark = pytest.mark.django_db
CANARY = "canary-7f3a"


def words(answer: Any) -> str:
    """What a page says, without its marks."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())).split())


def numbers(answer: Any) -> list[int]:
    return [int(n) for n in re.findall(r'<a class="govuk-link" href="/record/(\d+)/">', answer.content.decode())]


def turns(answer: Any) -> list[str]:
    """Where the pages before and after are."""
    found = re.findall(r'pagination__link" href="([^"]+)"', answer.content.decode())
    return [html.unescape(each) for each in found]


# The record


def test_an_empty_record_is_a_page(client: Client) -> None:
    answer = client.get("/record/")
    assert answer.status_code == 200
    assert "Nothing yet. The first entry is signed as soon as it is made." in words(answer)
    assert "An entry is added whenever something happens here" in words(answer)
    assert client.get("/record/checkpoint").status_code == 404


def test_the_record_before_the_site_is_set_up_is_a_page(client: Client, data: Any) -> None:
    (data / "record" / "key").unlink()
    assert client.get("/record/").status_code == 200
    assert client.get("/record/record.vkey").status_code == 404


def test_the_record_says_what_it_is_and_promises_no_more(client: Client) -> None:
    acts(3)
    note = signing.sign()
    told = words(client.get("/record/"))
    assert "anyone who keeps an earlier checkpoint can see if the record has been changed" in told
    assert "It does not show that an entry is true, or that everything that happened was entered." in told
    assert "immutable" not in told.lower()
    assert " ".join(note.split()) in told
    assert str(signing.public_key()) in told
    assert "opencompact verify http://testserver/record/ --since checkpoint" in told
    assert "python3 check_record.py http://testserver/record/ --since checkpoint" in told
    assert "Entries 3 Signed 3 entries" in told


def test_entries_stand_newest_first_page_by_page(client: Client) -> None:
    with transaction.atomic():
        acts(120)
    first = client.get("/record/")
    assert numbers(first) == list(range(119, 69, -1))
    assert turns(first) == ["/record/?after=70"]
    second = client.get("/record/?after=70")
    assert numbers(second) == list(range(69, 19, -1))
    assert turns(second) == ["/record/?before=69", "/record/?after=20"]
    last = client.get("/record/?after=20")
    assert (numbers(last), turns(last)) == (list(range(19, -1, -1)), ["/record/?before=19"])
    back = client.get("/record/?before=69")
    assert (numbers(back), turns(back)) == (numbers(first), ["/record/?after=70"])


@pytest.mark.parametrize("asked", ["after=x", "after=-1", "before=1e3", "after=" + "9" * 30, "area=%00", "act=nothing"])
def test_what_makes_no_sense_is_no_error(client: Client, asked: str) -> None:
    acts(2)
    assert client.get(f"/record/?{asked}").status_code == 200


def test_entries_are_found_by_area_and_by_act(client: Client, cast: Cast) -> None:
    act(1, area="elsewhere")
    both = client.get("/record/?area=wellbridge&act=organisation_added")
    assert [Entry.objects.get(n=n).facts["name"] for n in numbers(both)] == ["Village Hall", "Wellbridge Council"]
    assert len(numbers(client.get("/record/?area=elsewhere"))) == 1
    assert '<option value="wellbridge">Wellbridge</option>' in client.get("/record/").content.decode()
    assert '<option value="signed">… signed … on …</option>' in client.get("/record/").content.decode()


def test_an_older_page_keeps_what_was_chosen(client: Client) -> None:
    with transaction.atomic():
        acts(51)
    answer = client.get("/record/?area=wellbridge&act=organisation_added")
    assert turns(answer) == ["/record/?area=wellbridge&act=organisation_added&after=1"]


def test_the_record_takes_as_many_queries_with_three_entries_as_with_three_hundred(
    client: Client, django_assert_num_queries: Any
) -> None:
    acts(3)
    signing.sign()
    with django_assert_num_queries(6):
        assert client.get("/record/").status_code == 200
    with transaction.atomic():
        acts(297)
    signing.sign()
    with django_assert_num_queries(6):
        assert client.get("/record/").status_code == 200


def test_a_record_that_is_not_signed_says_why(client: Client) -> None:
    acts(3)
    signing.sign()
    Node.objects.filter(level=0, index=2).update(hash=bytes(32))
    answer = client.get("/record/")
    assert answer.status_code == 200
    assert "New entries are not being signed. The first 3 entries are not the ones" in words(answer)


# One entry


def test_an_entry_says_what_happened_its_form_and_its_seal(client: Client, cast: Cast) -> None:
    entry = Entry.objects.get(act="edition_published")
    answer = client.get(f"/record/{entry.n}/")
    told = words(answer)
    assert entry.told in told
    assert "In force from 1 April 2024" in told
    assert bytes(entry.body).decode() in told
    assert "Once they are erased, the seal tells nobody anything" in told
    assert f"/record/{entry.n}/receipt/" in answer.content.decode()
    assert f'href="/record/{entry.n - 1}/"' in answer.content.decode()
    assert f'href="/record/{entry.n + 1}/"' in answer.content.decode()


def test_what_the_page_says_of_a_seal_is_so(client: Client, tmp_path: Any) -> None:
    import json
    import subprocess
    import sys

    entry = act(1, private={"contact": "Siân"})
    program = (
        html.unescape(client.get("/record/0/").content.decode()).partition("python3 -c '")[2].partition("'</code>")[0]
    )
    (tmp_path / "facts.json").write_text(json.dumps(entry.sealed.facts), "utf-8")
    program = program.replace("SALT", bytes(entry.sealed.salt).hex())
    done = subprocess.run([sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == entry.public.sealed


@pytest.mark.parametrize("rest", ["", "receipt/", "receipt.txt", "receipt.svg"])
def test_an_entry_that_is_not_there_is_not_found(client: Client, rest: str) -> None:
    acts(1)
    for n in (1, 2**63, 10**40):
        assert client.get(f"/record/{n}/{rest}").status_code == 404


def test_nothing_sealed_is_shown_anywhere(client: Client) -> None:
    act(1, private={"contact": CANARY})
    signing.sign()
    shown = ["", "0/", "0/receipt/", "0/receipt.txt", "0/receipt.svg", "tile/entries/000.p/1", "tile/0/000.p/1"]
    answers = [client.get(f"/record/{path}") for path in shown]
    assert [answer.status_code for answer in answers] == [200] * len(shown)
    assert not any(CANARY.encode() in answer.content or b"anybody</" in answer.content for answer in answers)


# Receipts


def test_a_receipt_is_good(client: Client) -> None:
    acts(5)
    signing.sign()
    answer = client.get("/record/2/receipt.txt")
    receipt, signed = open_receipt(answer.content.decode(), signing.key().verifier)
    assert (receipt.index, receipt.entry, signed.size) == (2, bytes(Entry.objects.get(n=2).body), 5)
    assert answer["Content-Disposition"] == 'attachment; filename="receipt-2.tlog-proof"'
    printed = client.get("/record/2/receipt/")
    assert " ".join(answer.content.decode().split()) in words(printed)
    assert 'src="/record/2/receipt.svg"' in printed.content.decode()


def test_a_receipt_waits_for_its_signature(client: Client) -> None:
    acts(2)
    signing.sign()
    act(3)
    for path, status in (("receipt/", 200), ("receipt.txt", 202)):
        answer = client.get(f"/record/2/{path}")
        assert (answer.status_code, answer["Retry-After"]) == (status, "60")
        assert "It will be signed within a minute" in words(answer)


def test_there_is_no_receipt_for_an_entry_that_was_changed(client: Client) -> None:
    acts(3)
    signing.sign()
    Entry.objects.filter(n=1).update(subject="another")
    assert "no longer matches the one that was signed" in words(client.get("/record/1/receipt/"))
    Node.objects.filter(level=0, index=2).delete()
    assert "no longer matches the one that was signed" in words(client.get("/record/0/receipt/"))


def test_the_code_is_a_picture_without_style(client: Client) -> None:
    acts(1)
    answer = client.get("/record/0/receipt.svg")
    drawn = ElementTree.fromstring(answer.content)
    assert answer["Content-Type"] == "image/svg+xml"
    assert drawn.tag == "{http://www.w3.org/2000/svg}svg"
    assert not any("style" in each.attrib or each.tag.endswith("style") for each in drawn.iter())


# Files


def test_files_are_those_of_a_published_record(client: Client, django_assert_max_num_queries: Any) -> None:
    with transaction.atomic():
        acts(300)
    signing.sign()
    with django_assert_max_num_queries(1):
        full = client.get("/record/tile/entries/000")
    assert unpack(full.content, 256) == [bytes(each.body) for each in Entry.objects.filter(n__lt=256)]
    assert full["Cache-Control"] == "public, max-age=31536000, immutable"
    assert (full["Content-Type"], full["Access-Control-Allow-Origin"]) == ("application/octet-stream", "*")
    with django_assert_max_num_queries(1):
        rest = client.get("/record/tile/entries/001.p/44")
    assert (len(unpack(rest.content, 44)), rest["Cache-Control"]) == (44, "public, max-age=3600")
    assert len(client.get("/record/tile/0/001.p/44").content) == 44 * 32
    assert len(client.get("/record/tile/1/000.p/1").content) == 32
    assert len(client.get("/record/tile/entries/001.p/43").content) < len(rest.content)
    checkpoint = client.get("/record/checkpoint")
    assert (checkpoint.content.decode(), checkpoint["Cache-Control"]) == (signing.last_note(), "no-cache")
    assert checkpoint["Content-Type"] == "text/plain; charset=utf-8"
    assert client.get("/record/record.vkey").content.decode() == f"{signing.public_key()}\n"


@pytest.mark.parametrize(
    "path",
    [
        "tile/entries/000", "tile/entries/001.p/1", "tile/0/000.p/4", "tile/1/000.p/1", "tile/0/0", "tile/0/000.p/0",
        "tile/64/000", "tile/entries/x001/000", "tile/entries/../0/000.p/3", "tile/0/" + "x999/" * 20 + "999",
        "nothing",
    ],
)  # fmt: skip
def test_what_is_not_signed_or_never_was_is_not_there(client: Client, path: str) -> None:
    acts(3)
    signing.sign()
    act(4)
    assert client.get(f"/record/{path}").status_code == 404


def test_no_file_is_longer_than_its_reader_allows() -> None:
    acts(3)
    signing.sign()
    assert published.file_at("tile/entries/000.p/3", 1) == published.file_at("tile/entries/000.p/3")


def test_the_verifier_can_be_taken_away(client: Client) -> None:
    answer = client.get("/record/check_record.py")
    with open(check_record.__file__, "rb") as file:
        assert answer.content == file.read()
    assert answer["Content-Disposition"] == 'attachment; filename="check_record.py"'


def test_the_record_is_only_read(client: Client) -> None:
    acts(1)
    signing.sign()
    paths = ["", "0/", "0/receipt/", "0/receipt.txt", "0/receipt.svg", "checkpoint", "record.vkey", "check_record.py"]
    assert {client.post(f"/record/{path}").status_code for path in [*paths, "tile/0/000.p/1"]} == {405}
    assert {client.head(f"/record/{path}").status_code for path in [*paths, "tile/0/000.p/1"]} == {200}
