"""Every act adds one entry, in few queries, and is signed once however many acts a transaction holds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import transaction

from opencompact.core.ledger.checkpoints import OtherHistory
from opencompact.core.ledger.entries import fits_seal
from opencompact.site import clock
from opencompact.site.record import signing
from opencompact.site.record.actions import append, forget
from opencompact.site.record.acts import ACTS, facts_of, told
from opencompact.site.record.models import Entry, Node, Sealed
from opencompact.site.record.rules import named_in, sealed_facts
from opencompact.site.record.views import FACT_NAMES, in_general
from opencompact.site.rules import ANYBODY
from tests.people import Cast
from tests.site.record.entries import act, acts

MOST_QUERIES = 6
ABOUT_PEOPLE = re.compile(r"person|people_|contact|e-?mail|phone|address|first|last|surname|champion|who|by|note|words")


@pytest.fixture
def moment() -> Iterator[None]:
    with clock.at(datetime(2026, 11, 21, 10, 0, 5, 999, tzinfo=UTC)):
        yield


@pytest.mark.django_db
def test_an_act_is_one_entry_as_everybody_may_read_it(moment: None) -> None:
    entry = act(3, private={"contact": "Mair"})
    assert bytes(entry.body).decode() == (
        '{"act":"organisation_added","area":"wellbridge","at":"2026-11-21T10:00:05Z","facts":{"name":"Group 3"},'
        f'"n":0,"sealed":"{entry.public.sealed}","subject":"group-3"}}'
    )
    assert (entry.told, entry.fits_its_row) == ("Group 3 was added to the area's list of organisations.", True)
    kept = Sealed.objects.get(entry=entry)
    assert kept.facts == {"contact": "Mair", "by": "anybody"}
    assert fits_seal(entry.public.sealed, bytes(kept.salt), kept.facts)


@pytest.mark.django_db
def test_an_act_takes_few_queries_however_many_there_were(django_assert_max_num_queries: Any) -> None:
    for n in range(66):
        with transaction.atomic(), django_assert_max_num_queries(MOST_QUERIES):
            append(act="organisation_added", area="a", subject="s", by=ANYBODY, facts={"name": f"{n}"})
    assert Entry.objects.size() == 66
    assert Node.objects.count() == 66 + 33 + 16 + 8 + 4 + 2 + 1


@pytest.mark.django_db
@pytest.mark.parametrize("facts", [{}, {"name": "x", "email": "x"}, {"title": "x"}])
def test_an_act_carries_exactly_the_facts_of_its_sentence(facts: dict[str, str]) -> None:
    with transaction.atomic(), pytest.raises(AssertionError, match="carries"):
        append(act="organisation_added", area="a", subject="s", by=ANYBODY, facts=facts)
    assert Entry.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_an_entry_belongs_into_the_transaction_of_its_act() -> None:
    with pytest.raises(AssertionError, match="one transaction"):
        append(act="organisation_added", area="a", subject="s", by=ANYBODY, facts={"name": "x"})
    assert (Entry.objects.count(), signing.last_note()) == (0, None)


@pytest.mark.django_db
def test_several_acts_of_one_transaction_are_signed_once(django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True) as planned, transaction.atomic():
        acts(5)
    signed = signing.last_checkpoint()
    assert (len(planned), signed and signed.size) == (1, 5)


class Undone(Exception):
    """An act turned out not to be possible."""


@transaction.atomic
def undone_act() -> None:
    act(1)
    raise Undone


@pytest.mark.django_db(transaction=True)
def test_an_act_taken_back_leaves_nothing_and_the_next_is_signed() -> None:
    with transaction.atomic():
        with pytest.raises(Undone):
            undone_act()
        act(2)
    signed = signing.last_checkpoint()
    assert signed
    assert [(entry.n, entry.subject) for entry in Entry.objects.all()] == [(0, "group-2")]
    assert signed.size == 1


@pytest.mark.django_db
def test_signing_takes_few_queries(django_assert_max_num_queries: Any) -> None:
    acts(21)
    signing.sign()
    acts(16)
    with django_assert_max_num_queries(3):
        signing.sign()
    with django_assert_max_num_queries(2):
        signing.sign()
    signed = signing.last_checkpoint()
    assert signed and signed.size == 37


@pytest.mark.django_db(transaction=True)
def test_an_act_stands_where_it_cannot_be_signed() -> None:
    acts(3)
    Sealed.objects.filter(entry=2).delete()
    Entry.objects.filter(n=2).delete()
    Node.objects.filter(level=0, index=2).delete()
    act(7)
    with pytest.raises(OtherHistory, match="not the ones"):
        signing.sign()
    assert Entry.objects.size() == 3
    assert signing.why_not_signed() == (
        "The first 3 entries are not the ones an earlier checkpoint covers. Nothing was signed: restore the "
        "entries as they were."
    )


@pytest.mark.django_db
def test_hashes_that_are_gone_stop_signing_and_appending() -> None:
    acts(3)
    signing.sign()
    Node.objects.filter(level=0, index=2).delete()
    assert (signing.why_not_signed() or "").startswith("Hashes of the record are missing from the database.")
    with pytest.raises(OtherHistory), transaction.atomic():
        act(4)
    assert Entry.objects.size() == 3


# What is sealed


def test_what_is_sealed_is_given_to_those_concerned_and_can_be_erased(cast: Cast) -> None:
    own = act(1, by=cast.olwen, private={"person": "sam@wellbridge.example"})
    entry = Entry.objects.get(pk=own.pk)
    given = sealed_facts(entry, cast.olwen)
    assert given
    assert given.facts == {"person": "sam@wellbridge.example", "by": "Olwen <olwen@wellbridge.example>"}
    assert given.fits and fits_seal(entry.public.sealed, bytes.fromhex(given.salt), given.facts)
    assert [sealed_facts(entry, each) for each in (cast.sam, cast.edwin, ANYBODY)] == [None, None, None]
    assert named_in(entry, cast.sam) == {"person": "sam@wellbridge.example"}
    assert [named_in(entry, each) for each in (cast.olwen, cast.edwin, ANYBODY)] == [{}, {}, {}]


def test_forgetting_a_person_takes_their_acts_and_the_acts_that_name_them(cast: Cast) -> None:
    named = act(1, by=cast.olwen, private={"person": "Sam@wellbridge.example"})
    other, own = act(2, by=cast.olwen), act(3, by=cast.sam)
    assert forget(person=cast.sam.pk, email=cast.sam.email) == 2
    left = set(Sealed.objects.filter(entry__in=[named, other, own]).values_list("entry_id", flat=True))
    assert left == {other.n}
    assert sealed_facts(own, cast.sam) is None
    assert forget(person=cast.olwen.pk) == 1


def test_a_longer_address_is_another_persons(cast: Cast) -> None:
    longer = act(1, by=cast.olwen, private={"person": f"jo.{cast.sam.email}", "also": [f"{cast.sam.email}.uk"]})
    assert named_in(longer, cast.sam) == {} and not Sealed.objects.naming(cast.sam.email)
    mine = act(2, by=cast.olwen, private={"contacts": [{"email": f"Sam <{cast.sam.email.upper()}>"}]})
    assert named_in(mine, cast.sam) == {"contacts": [{"email": f"Sam <{cast.sam.email.upper()}>"}]}
    assert list(Sealed.objects.naming(cast.sam.email).values_list("entry_id", flat=True)) == [mine.n]
    assert not Sealed.objects.naming("")
    assert forget(person=cast.sam.pk, email=cast.sam.email) == 1
    assert Sealed.objects.filter(entry=longer).exists()


# The list of acts


@pytest.mark.parametrize("name", ACTS)
def test_every_act_has_a_sentence(name: str) -> None:
    facts = {fact: "2026-11-21" if fact in ("on", "due", "start") else "Something" for fact in facts_of(name)}
    said = told(name, facts)
    assert said[0].isupper() and "{" not in said
    assert all(("21 November 2026" if fact in ("on", "due", "start") else "Something") in said for fact in facts)
    assert "{" not in in_general(name)


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("Which parks first?", "Which parks first? Points: 1."),
        ("Parks!", "Parks! Points: 1."),
        ("Parks etc.", "Parks etc. Points: 1."),
        ("Parks", "Parks. Points: 1."),
    ],
)
def test_a_sentence_ends_once(title: str, said: str) -> None:
    body = "Wellbridge Council"
    both = told("feedback_published", {"body": body, "title": title, "points": 1})
    assert both == f"{body} published its feedback on the consultation {said}"
    last = told("consultation_published", {"body": body, "title": title})
    assert last == f"{body} published the consultation {said.removesuffix(' Points: 1.')}"


def test_no_act_carries_anything_of_a_person() -> None:
    carried = {fact for name in ACTS for fact in facts_of(name)}
    assert [fact for fact in sorted(carried) if ABOUT_PEOPLE.fullmatch(fact)] == []
    assert carried - set(FACT_NAMES) == set()
