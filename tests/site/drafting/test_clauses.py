"""Editions changed by one part at a time: what comes out always loads, and what was not touched stays as it was."""

from __future__ import annotations

from itertools import count
from typing import Any

import msgspec
import pytest
from django.http import QueryDict
from hypothesis import given, settings
from hypothesis import strategies as st

from opencompact.core.compacts import load, read_shipped, shipped
from opencompact.core.drafting.written import to_yaml
from opencompact.core.editions import Edition
from opencompact.site.adoption.urls import urlpatterns as of_adoption
from opencompact.site.drafting import clauses
from opencompact.site.drafting.check_forms import KEY_WORDS, KIND_WORDS, CheckForm
from opencompact.site.drafting.clauses import TAKEN, Wrong
from opencompact.site.drafting.forms import ClauseForm
from opencompact.site.drafting.urls import DRAFT, urlpatterns
from opencompact.site.drafting.whole import WholeForm

from opencompact.core.checks.kinds import KINDS  # isort: skip

MODEL = read_shipped("model-2026").edition
SMALL = msgspec.structs.replace(MODEL, commitments=[each for each in MODEL.commitments if each.theme in ("1", "3")])
WORDS = st.text(st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp", "Cn", "Co")), min_size=1, max_size=60).filter(
    lambda text: text.strip() == text and " ".join(text.split()) == text
)
STEPS = st.lists(
    st.tuples(st.sampled_from(["move", "remove", "write", "renumber", "add", "uncheck"]), st.integers(0, 80), WORDS),
    max_size=4,
)


def step(edition: Edition, what: str, at: int, words: str) -> Edition:
    """One change, as the room makes it."""
    refs = [each.ref for each in edition.commitments]
    ref = refs[at % len(refs)]
    if what == "move":
        return clauses.moved(edition, ref, up=bool(at % 2))
    if what == "remove":
        return clauses.without(edition, ref)
    clause = clauses.clause_of(edition, ref)
    if what == "write":
        return clauses.with_clause(edition, ref, {**clause, "summary": words})
    if what == "renumber":
        return clauses.with_clause(edition, ref, {**clause, "ref": f"9{at}.9" if f"9{at}.9" not in refs else ref})
    if what == "uncheck" and clause.get("checks"):
        counted = {each.get("check") for each in clause["checks"]}
        free = [each["id"] for each in clause["checks"] if each["id"] not in counted]
        return clauses.without_check(edition, ref, free[at % len(free)]) if free else edition
    unused = next(each for each in (f"8{number}.{at}" for number in count(len(refs))) if each not in refs)
    bare = {"ref": unused, "theme": clause["theme"], "by": "both", "summary": words, "strength": "aim"}
    return clauses.with_added(edition, {**bare, "source": "ours", "assigned": True}, ref)


@settings(max_examples=15)
@given(STEPS)
def test_whatever_is_changed_the_draft_loads_and_says_the_same(steps: list[tuple[str, int, str]]) -> None:
    edition = SMALL
    for what, at, words in steps:
        edition = step(edition, what, at, words)
    assert load(to_yaml(edition)) == edition


@pytest.mark.parametrize("id", shipped())
def test_saving_a_clause_without_a_change_changes_nothing(id: str) -> None:
    edition = read_shipped(id).edition
    for each in edition.commitments[::15]:
        form = ClauseForm(ClauseForm.of(edition, each, "seen"), document=edition, commitment=each)
        assert form.is_valid(), form.errors
        after = clauses.with_clause(edition, each.ref, form.keys(clauses.clause_of(edition, each.ref)))
        assert clauses.changed_refs(edition, after) == set(), each.ref
        assert after == edition


@pytest.mark.parametrize("id", shipped())
def test_saving_a_check_without_a_change_changes_nothing(id: str) -> None:
    edition = read_shipped(id).edition
    for each in edition.commitments:
        written = clauses.clause_of(edition, each.ref).get("checks", [])
        for check, keys in zip(each.checks, written, strict=True):
            shown = CheckForm.of(check, keys, "seen")
            others = [other for other in each.checks if other.id != check.id]
            form = CheckForm(sent(shown), kind=check.kind, register=check.register, beside=others)
            assert form.is_valid(), (each.ref, check.id, form.errors)
            assert form.keys(keys) == keys, (each.ref, check.id)


@pytest.mark.parametrize("id", shipped())
def test_saving_the_whole_without_a_change_changes_nothing(id: str) -> None:
    edition = read_shipped(id).edition
    form = WholeForm(WholeForm.of(edition, 1), document=edition)
    assert form.is_valid(), form.errors
    plain = clauses.plain(edition)
    assert clauses.proved({**plain, **form.keys(plain)}) == edition


def sent(shown: dict[str, Any]) -> QueryDict:
    """What a browser sends back of a form it was shown."""
    data = QueryDict(mutable=True)
    for name, value in shown.items():
        data.setlist(name, [str(each) for each in (value if isinstance(value, list) else [value])])
    return data


def test_every_kind_of_check_and_every_key_has_its_words() -> None:
    assert set(KIND_WORDS) == set(KINDS)
    assert set(KEY_WORDS) == {key for kind in KINDS.values() for key in kind.needs | kind.may}


def test_no_clause_takes_the_address_of_another_page() -> None:
    addresses = [str(each.pattern) for each in (*urlpatterns, *of_adoption) if str(each.pattern) != DRAFT]
    pages = {each.removeprefix(DRAFT).split("/")[0] for each in addresses}
    words = {each for each in pages if each.replace("-", "").isalpha() and each != "areas"}
    assert set(TAKEN) == words
    assert not any(clauses.is_ref(word) for word in words)
    assert all(clauses.is_ref(each.ref) for id in shipped() for each in read_shipped(id).edition.commitments)


def test_what_is_wrong_is_told_at_its_key() -> None:
    clause = clauses.clause_of(MODEL, "1.1")
    with pytest.raises(Wrong) as wrong:
        clauses.with_clause(MODEL, "1.1", {**clause, "theme": "99", "strength": "perhaps"})
    assert [path[2] for path, _problem in wrong.value.problems] == ["strength"]
    with pytest.raises(Wrong) as wrong:
        clauses.with_clause(MODEL, "1.1", {**clause, "theme": "99"})
    assert [(path[2], problem.place) for path, problem in wrong.value.problems] == [("theme", "")]


def test_a_pair_follows_when_its_clause_gets_another_number() -> None:
    clause = clauses.clause_of(MODEL, "1.1")
    after = clauses.with_clause(MODEL, "1.1", {**clause, "ref": "1.9"})
    assert {each.ref: each.pair for each in after.commitments}["1.2"] == "1.9"
    assert {each.ref: each.pair for each in clauses.without(after, "1.9").commitments}["1.2"] is None


def test_the_source_is_found_by_place_and_words() -> None:
    source = [
        {"place": "page 1", "number": str(number), "text": text}
        for number, text in enumerate(["We will dance.", "We will respect campaigning.", "We will pay.", "The end."])
    ]
    commitment = msgspec.structs.replace(MODEL.commitments[0], source="page 1", text="respect campaigning")
    found = clauses.around(source, commitment, margin=1)
    assert [(each.number, each.is_it) for each in found] == [("0", False), ("1", True), ("2", False)]
    assert clauses.around(source, msgspec.structs.replace(commitment, source="page 2")) == []


def test_doubts_belong_to_the_clauses_they_name() -> None:
    notes = ["1.1 (line 3): suggested checks", "No side is named: 1.1 (line 3), 11.1 (line 9).", "The id is ours."]
    assert clauses.unsure_of(notes, "1.1") == notes[:2]
    assert clauses.unsure_of(notes, "11.1") == notes[1:2]
    assert list(clauses.unsure_of_all(notes, ["1.1", "11.1"])) == notes[2:]
