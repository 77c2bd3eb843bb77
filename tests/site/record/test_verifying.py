"""The record of a running site, checked from outside by both programs; changes behind its back are all found."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import pytest
from django.db import transaction

from opencompact.__main__ import main
from opencompact.core.ledger.entries import make_entry
from opencompact.core.ledger.verifying import Held, verify_ledger
from opencompact.site import clock
from opencompact.site.record import published, signing
from opencompact.site.record.actions import append, forget
from opencompact.site.record.acts import ACTS, facts_of
from opencompact.site.record.models import Entry, Node, Sealed
from opencompact.site.rules import ANYBODY, Outside
from tests.site.record.entries import act, acts
from verifier import check_record

FEW, MANY = 200, 10_000
SIZE = 300


def found(held: Held | None = None) -> list[str]:
    """The places that do not fit, as both programs name them."""
    wrong = sorted(each.place for each in verify_ledger(published.file_at, held=held or Held()).wrong)
    given = {"earlier checkpoint": held.since} if held and held.since else {}
    assert sorted(check_record.check(published.file_at, "", given)[1]) == wrong
    return wrong


# What happens


@pytest.mark.django_db
def test_random_acts_always_verify() -> None:
    random, held = Random("acts"), Held()
    while Entry.objects.size() < SIZE:
        with transaction.atomic():
            for name in random.choices(sorted(ACTS), k=random.randrange(1, 40)):
                append_one(random, name)
        note = signing.sign()
        if random.random() < 0.3:
            forget(person=random.randrange(5))
        assert found(held) == []
        held = random.choice([held, Held(note)])


def append_one(random: Random, name: str) -> None:
    facts = {
        fact: random.choice(["Neuadd Bentref", "2026-11-21", 3, "=1+1", "é\n\"'{x}", ""]) for fact in facts_of(name)
    }
    by = Outside("somebody")
    by.pk = random.randrange(5)
    private = random.choice([None, {"contact": "Mair"}])
    append(act=name, area=random.choice(["wellbridge", ""]), subject="x", by=by, facts=facts, private=private)


# What changes behind its back

Change = Callable[[Random], object]


def rewrite_entry(random: Random) -> object:
    """An entry says something else, in a form that is in order."""
    n = random.randrange(SIZE)
    body = make_entry(n, clock.now(), "organisation_added", "wellbridge", f"group-{n}", {"name": "Another"})
    return Entry.objects.filter(n=n).update(body=body, at=clock.now().replace(microsecond=0))


def flip_a_bit(random: Random) -> object:
    entry = Entry.objects.get(n=random.randrange(SIZE))
    at = random.randrange(len(entry.body))
    body = bytes(entry.body)
    return Entry.objects.filter(n=entry.n).update(
        body=body[:at] + bytes([body[at] ^ random.randrange(1, 256)]) + body[at + 1 :]
    )


def cut_entry(random: Random) -> object:
    entry = Entry.objects.get(n=random.randrange(SIZE))
    return Entry.objects.filter(n=entry.n).update(body=bytes(entry.body)[: random.randrange(len(entry.body))])


def move_to_another_area(random: Random) -> object:
    return Entry.objects.filter(n=random.randrange(SIZE)).update(area="elsewhere")


def rename_act(random: Random) -> object:
    return Entry.objects.filter(n=random.randrange(SIZE)).update(act="withdrew")


def rename_subject(random: Random) -> object:
    return Entry.objects.filter(n=random.randrange(SIZE)).update(subject="another")


def date_back(random: Random) -> object:
    return Entry.objects.filter(n=random.randrange(SIZE)).update(at="2020-01-01T00:00:00Z")


def swap_entries(random: Random) -> object:
    one, other = (Entry.objects.get(n=n) for n in random.sample(range(SIZE), 2))
    Entry.objects.filter(n=one.n).update(body=other.body, at=other.at, act=other.act, subject=other.subject)
    return Entry.objects.filter(n=other.n).update(body=one.body, at=one.at, act=one.act, subject=one.subject)


def take_entry(random: Random) -> object:
    n = random.randrange(SIZE)
    Sealed.objects.filter(entry=n).delete()
    return Entry.objects.filter(n=n).delete()


def take_the_end(random: Random) -> object:
    n = random.randrange(SIZE)
    Sealed.objects.filter(entry__gte=n).delete()
    Entry.objects.filter(n__gte=n).delete()
    return Node.objects.filter(level=0, index__gte=n).delete()


def rewrite_hash(random: Random) -> object:
    return Node.objects.filter(pk=_a_node(random)).update(hash=random.randbytes(32))


def cut_hash(random: Random) -> object:
    return Node.objects.filter(pk=_a_node(random)).update(hash=random.randbytes(random.randrange(32)))


def take_hash(random: Random) -> object:
    return Node.objects.filter(pk=_a_node(random)).delete()


def move_hash(random: Random) -> object:
    return Node.objects.filter(pk=_a_node(random)).update(index=10_000)


def _a_node(random: Random) -> int:
    return random.choice(sorted(Node.objects.values_list("pk", flat=True)))


CHANGES: list[Change] = [
    rewrite_entry, flip_a_bit, cut_entry, move_to_another_area, rename_act, rename_subject, date_back, swap_entries,
    take_entry, take_the_end, rewrite_hash, cut_hash, take_hash, move_hash,
]  # fmt: skip


def unseen_changes(count: int) -> list[str]:
    """The kinds of change that neither program noticed, among so many single changes after a held checkpoint."""
    with transaction.atomic():
        acts(SIZE)
    held, random = Held(signing.sign()), Random("changes")
    assert found(held) == []
    unseen = [name for n in range(count) for name in unseen_by(CHANGES[n % len(CHANGES)], random, held)]
    assert found(held) == []
    return unseen


def unseen_by(change: Change, random: Random, held: Held) -> list[str]:
    """Who did not notice one change, which is taken back."""
    with transaction.atomic():
        place = transaction.savepoint()
        change(random)
        programs = {
            "opencompact verify": verify_ledger(published.file_at, held=held).wrong,
            "check_record.py": check_record.check(published.file_at, "", {})[1],
        }
        transaction.savepoint_rollback(place)
    return [f"{change.__name__} by {name}" for name, wrong in programs.items() if not wrong]


@pytest.mark.django_db
def test_every_direct_change_after_a_held_checkpoint_is_found() -> None:
    assert unseen_changes(FEW) == []


@pytest.mark.full
@pytest.mark.django_db
def test_ten_thousand_direct_changes_are_found() -> None:
    assert unseen_changes(MANY) == []


@pytest.mark.django_db
def test_an_older_backup_is_not_signed() -> None:
    with transaction.atomic():
        acts(5)
    note = signing.sign()
    take_from = 3
    Sealed.objects.filter(entry__gte=take_from).delete()
    Entry.objects.filter(n__gte=take_from).delete()
    Node.objects.filter(level=0, index__gte=take_from).delete()
    Node.objects.filter(level=1, index__gte=1).delete()
    Node.objects.filter(level=2).delete()
    why_not = signing.why_not_signed() or ""
    assert "An earlier checkpoint covers 5 entries, but the record now has 3 entries" in why_not
    act(9)
    signing.sign_after_commit()
    assert signing.last_note() == note


# Over the network


@pytest.fixture
def held(tmp_path: Path) -> Path:
    folder = tmp_path / "held"
    folder.mkdir()
    return folder


def typed(monkeypatch: pytest.MonkeyPatch, *words: str) -> int:
    monkeypatch.setattr(sys, "argv", ["opencompact", "verify", *words])
    with pytest.raises(SystemExit) as left:
        main()
    return int(left.value.code or 0)


def by_itself(*words: str) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, check_record.__file__, *words], capture_output=True, text=True, check=False, timeout=60
    )
    return done.returncode, done.stdout + done.stderr


@pytest.mark.django_db(transaction=True)
def test_a_running_site_is_checked_from_outside(
    live_server: Any, client: Any, held: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("NO_PROXY", "*")
    by = Outside("somebody")
    by.pk = 7
    acts(3, by)
    since, receipt = held / "checkpoint", held / "receipt"
    since.write_bytes(client.get("/record/checkpoint").content)
    receipt.write_bytes(client.get("/record/1/receipt.txt").content)
    with transaction.atomic():
        acts(300)
    assert forget(person=7) == 3
    asked = [f"{live_server.url}/record/", "--since", str(since), "--receipt", str(receipt)]
    assert typed(monkeypatch, *asked) == 0
    told = " ".join(capsys.readouterr().out.split())
    assert "Everything matches in the record testserver/record, which has 303 entries." in told
    assert "its first 3 entries are the same" in told and "Entry 1 " in told
    assert by_itself(*asked) == (
        0,
        "Everything fits: 303 entries lead to the root that was signed.\n"
        "It doesn't show that they are true, nor, without --since and --key, that the record is still the same.\n",
    )
    rewrite_entry(Random(1))
    assert (typed(monkeypatch, *asked), by_itself(*asked)[0]) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_a_site_where_nothing_is_signed_has_no_record_to_check(
    live_server: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("NO_PROXY", "*")
    assert ANYBODY.pk is None
    assert typed(monkeypatch, f"{live_server.url}/record/") == 2
    assert "it is not there" in capsys.readouterr().err
