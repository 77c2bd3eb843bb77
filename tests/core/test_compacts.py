"""Editions: what is read, what is refused, and that every mistake is told with its place and its mend."""

from __future__ import annotations

import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opencompact.core.calendar import Period, Unit
from opencompact.core.compacts import find, load, shipped
from opencompact.core.problems import Unusable
from tests.small import HEAD, NOTICE, edition, written

PROMISE = (
    '  - {ref: "1.1", theme: "1", by: public, summary: A promise., strength: must, verify: judged, source: page 1}\n'
)


def wrong(text: str) -> list[str]:
    with pytest.raises(Unusable) as caught:
        load(text, "testham.yaml")
    return [str(problem) for problem in caught.value.problems]


def places_of_problems(text: str) -> list[str]:
    try:
        load(text, "any.yaml")
    except Unusable as refused:
        return [problem.place for problem in refused.problems]
    return []


def check(text: str, verify: str = "computed") -> str:
    """An edition whose one commitment has one check, on line 13."""
    commitment = PROMISE.replace("}\n", "").replace("judged", verify)
    return HEAD + commitment + f", checks: [\n     {{{text}}}]}}\n"


def test_an_edition_is_read_as_it_is_written():
    found = load(HEAD.replace("testham-2026", "testham-2026") + PROMISE, "testham.yaml")
    assert (found.id, found.in_force.start, found.languages) == ("testham-2026", date(2026, 1, 1), ["en"])
    assert [each.ref for each in found.commitments] == ["1.1"]


def test_yaml_does_not_guess_for_us():
    """A reference 1.10 is not the number 1.1, a year is a year, and "no" is a word."""
    text = HEAD.replace('{from: "2026-01-01"}', "{from: 2026}") + PROMISE.replace('"1.1"', "1.10").replace(
        "A promise.", "no"
    )
    found = load(text, "testham.yaml")
    assert (found.in_force.start, found.commitments[0].ref, found.commitments[0].summary) == (2026, "1.10", "no")


def test_words_may_be_given_in_two_languages():
    text = HEAD.replace(
        "title: Testham Compact", "languages: [en, cy]\ntitle: {en: Testham Compact, cy: Compact Testham}"
    )
    assert load(text + PROMISE).title == {"en": "Testham Compact", "cy": "Compact Testham"}


def test_a_period_that_is_none():
    text = check(
        'id: notice, kind: min_period, register: changes, from: notice_given, to: takes_effect, at_least: "3 monts"'
    )
    assert wrong(text) == ['testham.yaml:14:104: "3 monts" is not a period; write for example "3 months"']


MISTAKES = {
    "unknown key": ("id: testham-2026", "id: testham-2026\ncolour: red", '2:1: "colour" is not a key you can use here; use one of'),
    "near key": ("nation: england", "nation: england\nvaleus: []", '6:1: "valeus" is not a key you can use here; write "values"'),
    "missing key": ("title: Testham Compact\n", "", '1:1: "title" is missing; add title:'),
    "twice the same key": ("nation: england", "nation: england\nnation: wales", '6:1: "nation" appears twice, first on line 5'),
    "wrong nation": ("nation: england", "nation: france", "5:9: we don't recognise \"france\" here; use one of: england"),
    "impossible date": ('"2026-01-01"', '"2026-02-30"', '6:18: "2026-02-30" is not a date; write year-month-day'),
    "ends before it begins": ('{from: "2026-01-01"}', '{from: "2026-01-01", to: "2025-01-01"}', "6:36: the edition ends before"),
    "no web address": ("nation:", "read_at: our website\nnation:", '5:10: "our website" is not a web address; write it in full'),
    "not an id": ("id: testham-2026", "id: Testham 2026", '1:5: "Testham 2026" is not an id; write small letters'),
    "wrong closed period": ('"08-01 to 08-31"', '"08-01 to 08-32"', "11:5: "),
    "empty": ("title: Testham Compact", 'title: ""', "2:8: there is nothing here; write it or leave it out"),
    "a list for a text": ("title: Testham Compact", "title: [a, b]", "2:8: a list is not text or one text per language"),
    "another language": ("title: Testham Compact", "title: {en: a, cy: b}", '2:20: "cy" is not among the languages'),
}  # fmt: skip


@pytest.mark.parametrize(("before", "after", "told"), MISTAKES.values(), ids=MISTAKES)
def test_mistakes_are_told_with_place_and_mend(before, after, told):
    [problem] = wrong(HEAD.replace(before, after) + PROMISE)
    assert problem.startswith(f"testham.yaml:{told}"), problem


COMMITMENTS = {
    "theme": ('theme: "1"', 'theme: "7"', 'there is no theme "7"; use one of: 1'),
    "party": ("by: public", "by: council", 'we don\'t recognise "council" here; use one of: public, voluntary, both'),
    "pair": ("by: public", "by: public, pair: 2.2", 'there is no commitment "2.2"; use one of: 1.1'),
    "strength": (
        "strength: must",
        "strength: should",
        'we don\'t recognise "should" here; use one of: must, aim, recognise',
    ),
    "verify": ("verify: judged", "verify: computed", '"computed" does not match: it has no check; write judged'),
}


@pytest.mark.parametrize(("before", "after", "told"), COMMITMENTS.values(), ids=COMMITMENTS)
def test_commitments_that_do_not_hold_together(before, after, told):
    [problem] = wrong(HEAD + PROMISE.replace(before, after))
    assert problem.endswith(told), problem


def test_repeated_references():
    assert wrong(HEAD + PROMISE + PROMISE) == [
        'testham.yaml:14:11: "1.1" appears twice, first on line 13; give each one its own'
    ]


CHECKS = {
    "kind": ("id: a, kind: max_period, register: changes", 'there is no kind of check "max_period"; write "min_period"'),
    "register": ("id: a, kind: recorded, register: change, field: appeal", 'there is no register "change"; write "changes"'),
    "field": ("id: a, kind: recorded, register: changes, field: apeal", 'changes have no field "apeal" to check; write "appeal"'),
    "field of another type": ("id: a, kind: count_at_least, register: changes, field: appeal, at_least: 2", '"appeal" is not a list field; use one of: '),
    "needed key": ("id: a, kind: recorded, register: changes", 'recorded needs "field"; add field: the name of a field'),
    "key of another kind": ("id: a, kind: recorded, register: changes, field: appeal, within: 3 months", '"within" is not used by recorded; it has: field, equals, needed_by, only_if'),
    "count": ("id: a, kind: count_at_least, register: consultations, field: methods, at_least: many", '"many" is not a whole number of items; write a whole number from 1'),
    "share": ("id: a, kind: ratio_at_least, register: awards, number: amount, of: full_cost, at_least: lots", '"lots" is not a percentage; write for example "95%"'),
    "counted check": ("id: a, kind: share_of, register: payments, check: paid, at_least: 95%", 'there is no check called "paid" to count; add the check that is counted'),
    "reason": ("id: a, kind: recorded, register: changes, field: appeal, unless: {reason: decided}", '"decided" is not a field that holds a reason; use one of: exceptional'),
    "value that never occurs": ("id: a, kind: recorded, register: changes, field: appeal, applies: {what: ended}", '"ended" is not a value what can have; write "end"'),
}  # fmt: skip


@pytest.mark.parametrize(("text", "told"), CHECKS.values(), ids=CHECKS)
def test_checks_that_cannot_be_run(text, told):
    problems = wrong(check(text, "recorded" if "recorded" in text or "count_at_least" in text else "computed"))
    assert any(problem.endswith(told) for problem in problems), problems


def test_all_mistakes_are_told_at_once_in_the_order_of_the_file():
    text = HEAD.replace("nation: england", "nation: france").replace("12-20 to 01-03", "13-20 to 01-03")
    problems = wrong(text + PROMISE.replace("strength: must", "strength: should"))
    assert [problem.split(":")[1] for problem in problems] == ["5", "13"]
    assert len(wrong(HEAD.replace("12-20", "13-20") + PROMISE.replace('theme: "1"', "theme: x"))) == 2


HOSTILE = {
    "aliases": "a: &a [1, 2]\nb: *a\n",
    "a bomb of aliases": "a: &a [x]\n" + "".join(f"k{n}: &k{n} [*a, *a, *a, *a]\n" for n in range(20)),
    "a tag": "id: !!python/object/apply:os.system ['true']\n",
    "deep nesting": "[" * 100_000,
    "deep mappings": "{a: " * 50_000,
    "many keys": "".join(f"k{n}: 1\n" for n in range(60_000)),
    "two documents": "a: 1\n---\nb: 2\n",
    "nothing": "",
    "not YAML": "a: [1, 2\nb: }",
    "a key that is a list": "[a, b]: c\n",
    "control characters": "a: \x00\n",
    "text": "just words\n",
    "a list": "- a\n- b\n",
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_files_are_refused_in_bounded_time(text):
    begun = time.process_time()
    problems = wrong(text)
    assert problems and len("\n".join(problems)) < 10_000
    assert time.process_time() - begun < 60


def test_a_huge_file_is_not_read(tmp_path):
    path = tmp_path / "huge.yaml"
    with path.open("wb") as file:
        file.truncate(50_000_000)
    with pytest.raises(Unusable, match=r"^huge\.yaml: the file is larger than 2,000,000 bytes"):
        find(str(path))


def test_a_file_that_is_not_utf8_or_not_there(tmp_path):
    path = tmp_path / "latin.yaml"
    path.write_bytes("id: x\ntitle: Caf\xe9\n".encode("latin-1"))
    with pytest.raises(Unusable, match=r"^latin\.yaml:2:1: the file is not UTF-8 text; save it as UTF-8$"):
        find(str(path))
    with pytest.raises(Unusable, match="no such file or directory"):
        find(str(tmp_path / "none.yaml"))


@given(st.text(max_size=300))
def test_any_text_is_an_edition_or_refused(text):
    with pytest.raises(Unusable):
        load(text, "any.yaml")


@given(st.data())
def test_any_damage_to_an_edition_is_read_or_refused(data):
    text = HEAD + PROMISE
    at = data.draw(st.integers(0, len(text)))
    cut = data.draw(st.integers(0, 30))
    damaged = text[:at] + data.draw(st.text(max_size=20)) + text[at + cut :]
    assert all(place.startswith("any.yaml") for place in places_of_problems(damaged))


def test_an_edition_is_found_by_id_by_area_and_by_path(tmp_path):
    path = tmp_path / "mine.yaml"
    path.write_text(written(NOTICE), encoding="utf-8")
    assert [find(name).id for name in ("bristol-2012", "brentwood", "South Gloucestershire", str(path))] == [
        "bristol-2012",
        "brentwood-2016",
        "south-gloucestershire-keep-it-local",
        "testham-2026",
    ]
    with pytest.raises(
        Unusable, match='there is no edition called "bristl-2012"; write "bristol-2012", or give a YAML file'
    ):
        find("bristl-2012")


def test_the_latest_edition_of_an_area_is_meant():
    assert set(shipped()) >= {"bristol-2012", "brentwood-2016", "south-gloucestershire-keep-it-local", "model-2026"}


def test_a_check_keeps_what_was_written():
    [commitment] = edition(NOTICE).commitments
    assert (commitment.checks[0].at_least, commitment.checks[0].starts) == ("3 months", "notice_given")
    assert Period.parse("3 months") == Period(3, Unit.MONTHS)
