"""JSON and YAML: registers as objects, written for us or published by others."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opencompact.core.exchange.columns import Columns
from opencompact.core.exchange.reading import Guess, Reading, read
from tests.core.exchange.attempts import guesses, records, refusal

KINDS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["id", "closes", "x"]), inner),
    max_leaves=8,
)


def written(folder: Path, text: str, name: str = "registers.json") -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def test_an_object_of_registers(tmp_path: Path) -> None:
    text = """{"consultations": [
        {"id": "C1", "closes": "2027-03-31", "methods": ["post", "email"], "written": true, "responses": 12},
        {"id": 2, "Closing date": null}
    ], "awards": [{"amount": 1658.25, "term_reason": "n/a", "note": "x"}]}"""
    assert read(written(tmp_path, text)) == Reading(
        {
            "consultations": [
                {
                    "id": "C1",
                    "closes": date(2027, 3, 31),
                    "methods": ("post", "email"),
                    "written": True,
                    "responses": 12,
                },
                {"id": "2", "closes": None},
            ],
            "awards": [{"amount": Decimal("1658.25"), "term_reason": None, "id": "record 1"}],
        },
        {
            "consultations": ["registers.json: consultations[0]", "registers.json: consultations[1]"],
            "awards": ["registers.json: awards[0]"],
        },
        [
            Guess("registers.json: consultations[1].Closing date", "Closing date", "closes", "a common heading for it"),
        ],
        ['registers.json: awards: ignored, because they match no field of awards: "note"'],
        {"consultations": set(), "awards": {0}},
    )


def test_every_rejected_value_is_named_at_once(tmp_path: Path) -> None:
    text = """{"consultations": [
        {"id": "C1", "closes": "31/02/2027", "opens": 2027, "methods": [["a"]]},
        {"id": "C1", "title": ["x"], "body": "\\u0000", "closes": {"date": "2027-01-01"}},
        "C3",
        {"id": 4, "id": 5, "responses": NaN},
        {"closes": "2027-01-01", "Closing date": "2027-01-01"}
    ]}"""
    day = "write for example 31/03/2027 or 2027-03-31"
    assert refusal(written(tmp_path, text)) == [
        f'registers.json: consultations[0].closes: "31/02/2027" is not a date; {day}',
        f'registers.json: consultations[0].opens: "2027" is not a date; {day}',
        "registers.json: consultations[0].methods: there are several values where there should be one; write one value",
        "registers.json: consultations[1].title: there are several values where there should be one; write one value",
        "registers.json: consultations[1].body: the text has a character that can't be shown (U+0000); type "
        "the text again",
        "registers.json: consultations[1].closes: there are several values where there should be one; write one value",
        'registers.json: consultations[1].id: the id "C1" is already used at registers.json: consultations[0]; '
        "give each record its own",
        'registers.json: consultations[2]: "C3" is not a record; write {"id": ...}',
        "registers.json: consultations[3]: NaN is not a value; write a number or null",
        'registers.json: consultations[3]: "id" is given twice; keep one of the two',
        'registers.json: consultations[4].Closing date: "closes" and "Closing date" are both read as closes of '
        "consultations; leave one out, or set it to null in a columns file",
    ]


def test_a_package_of_360giving(tmp_path: Path) -> None:
    grant = {
        "id": "360G-x-1",
        "title": "A grant",
        "currency": "GBP",
        "amountAwarded": 41133.770000000004,
        "awardDate": "2026-04-01T00:00:00+00:00",
        "plannedDates": [{"startDate": "2026-04-01", "endDate": "2029-03-31", "duration": 36}],
        "recipientOrganization": [{"id": "GB-CHC-1", "name": "Forum"}, {"name": "Its partner"}],
        "fundingOrganization": [{"name": "Council"}],
    }
    found = read(written(tmp_path, json.dumps({"version": "1.4", "publisher": {"name": "x"}, "grants": [grant]})))
    assert found.registers == {
        "awards": [
            {
                "id": "360G-x-1",
                "title": "A grant",
                "currency": "GBP",
                "amount": Decimal("41133.77"),
                "awarded": date(2026, 4, 1),
                "starts": date(2026, 4, 1),
                "ends": date(2029, 3, 31),
                "recipient": "Forum",
                "other_recipients": ("Its partner",),
                "months": 36,
                "funder": "Council",
            }
        ]
    }
    assert guesses(found)[0] == ("registers.json: grants", "grants", "awards", "it has that name")
    assert found.skipped == [
        'registers.json: grants: ignored, because they match no field of awards: "recipientOrganization/0/id"',
        'registers.json: ignored, because they are not registers: "version", "publisher"',
    ]


@pytest.mark.parametrize(
    ("name", "asked", "register", "why"),
    [
        ("x.json", {"register": "changes"}, "changes", None),
        ("changes.json", {}, "changes", None),
        ("changes 2026.json", {}, "changes", "it has that name"),
        ("x.json", {}, "changes", "its headings match best"),
    ],
)
def test_a_list_alone(tmp_path: Path, name: str, asked: dict[str, Any], register: str, why: str | None) -> None:
    path = written(tmp_path, '[{"id": "1", "notice_given": null, "takes_effect": null}]', name)
    found = read(path, **asked)
    assert found.registers == {register: [{"id": "1", "notice_given": None, "takes_effect": None}]}
    assert guesses(found) == ([(name, path.stem, register, why)] if why else [])


def test_an_empty_list_is_an_empty_register(tmp_path: Path) -> None:
    assert records(written(tmp_path, "[]", "changes.json")) == {"changes": []}
    assert records(written(tmp_path, '{"changes": []}')) == {"changes": []}


def test_only_the_register_asked_for(tmp_path: Path) -> None:
    path = written(tmp_path, '{"changes": [{"id": "1"}], "awards": [{"amount": "x"}]}')
    found = read(path, register="changes")
    assert found.registers == {"changes": [{"id": "1"}]}
    assert found.skipped == ["registers.json: awards: ignored, because you asked for another register"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{}", (
            "registers.json: it doesn't say which register this is; name the file or sheet after one, or "
            "give --register: consultations, opportunities, awards, payments, changes, proposals, requests, "
            "concerns, meetings or judgements")),
        ('{"consultaions": [{}]}', 'registers.json: consultaions: there is no register "consultaions"; '
         'write "consultations"'),
        ('{"awards": null}', 'registers.json: awards: "awards" is not a list; '
         "write a list of records, even if it is empty: []"),
        ('"awards"', (
            'registers.json:1:1: the file does not start with a list or an object; write {"consultations": '
            "[...]}")),
        ('{"awards": [{"id": 1},]}', (
            "registers.json:1:23: this is not JSON (Expecting value); check the brackets, commas and quotes "
            "before it")),
        ('{"awards": [{"id":\n "1]}', (
            "registers.json:2:2: this is not JSON (Unterminated string starting at); check the brackets, "
            "commas and quotes before it")),
        ('{"awards": [{} {}]}', "registers.json:1:16: a comma is missing; check the brackets, commas and quotes "
                                "before it"),
        ('{"awards": [] "x": 1}', "registers.json:1:15: a comma is missing; check the brackets, commas and "
                                  "quotes before it"),
        ('{"awards": [], "awards": []}', 'registers.json: awards: "awards" is given twice; keep one of the two'),
        ("{1: []}", (
            "registers.json:1:2: a name and a colon are needed here; check the brackets, commas and quotes "
            "before it")),
        ('{"awards": []} {}', (
            "registers.json:1:16: there is more text after the end of the data; check the brackets, commas "
            "and quotes before it")),
        ("[" * 100_000, (
            "registers.json:1:2: the file is nested too deeply; check the brackets, commas and quotes before "
            "it")),
        ('{"awards": [{"amount": ' + "9" * 5000 + "}]}", "registers.json:1:13: a number is too long; check the "
                                                         "brackets, commas and quotes before it"),
        ('{"awards": [{"amount": 1e99999999999999999999}]}', "registers.json:1:13: a number is too long; check "
            "the brackets, commas and quotes before it"),
        ('{"awards": [{"title": "' + "x" * 2_100_000 + '"}]}', (
            "registers.json:1:13: a record is longer than 2,000,000 characters; check the brackets, commas "
            "and quotes before it")),
        ('{"awards": [{"x": ' + '{"x":' * 21 + "1" + "}" * 21 + "}]}",
         "registers.json: awards[0]: the record is nested more than 20 deep; write it without nesting"),
        (json.dumps({"awards": [{f"x{number}": 1 for number in range(501)}]}),
         "registers.json: awards: the records have more than 500 different keys; give only the fields of the "
         "register"),
    ],
)  # fmt: skip
def test_json_that_cannot_be_used(tmp_path: Path, text: str, says: str) -> None:
    assert refusal(written(tmp_path, text)) == [says]


def test_json_in_another_encoding(tmp_path: Path) -> None:
    path = tmp_path / "awards.json"
    path.write_text('[{"id": "Café"}]', "utf-16")
    assert records(path) == {"awards": [{"id": "Café"}]}
    path.write_text('[{"id": "Café"}]', "cp1252")
    assert refusal(path) == ["awards.json: the file is not UTF-8 text; save it as UTF-8"]


@given(pad=st.integers(0, 300), records_=st.lists(KINDS, max_size=3))
def test_the_same_records_wherever_reading_is_interrupted(
    tmp_path_factory: pytest.TempPathFactory, pad: int, records_: list[Any]
) -> None:
    """The text is read in pieces of 131,072 characters; what lies across the seam is read like the rest."""
    text = json.dumps(records_)
    seam = " " * (131_072 - pad)
    folder = tmp_path_factory.getbasetemp()
    outcomes = []
    for each in (text, f"[{seam}{text[1:]}"):
        path = written(folder, each, "changes.json")
        try:
            outcomes.append(str(read(path)))
        except Exception as error:
            outcomes.append(str(error))
    assert outcomes[0] == outcomes[1]


def test_yaml_is_read_as_it_is_written(tmp_path: Path) -> None:
    text = """\
consultations:
  - id: 007
    title: no
    closes: 31/03/2027
    methods: [post, email]
    can_change: ~
    short_reason: no
    notes: {by: x}
  - {id: 1.10, closes: "", written: Yes}
"""
    found = read(written(tmp_path, text, "registers.yaml"))
    assert found == Reading(
        {
            "consultations": [
                {
                    "id": "007",
                    "title": "no",
                    "closes": date(2027, 3, 31),
                    "methods": ("post", "email"),
                    "can_change": None,
                    "short_reason": None,
                },
                {"id": "1.10", "closes": None, "written": True},
            ]
        },
        {"consultations": ["registers.yaml:2:5", "registers.yaml:9:5"]},
        [],
        ['registers.yaml:1:1: ignored, because they match no field of consultations: "notes/by"'],
        {"consultations": set()},
    )


def test_all_that_is_wrong_in_yaml_has_its_line_and_column(tmp_path: Path) -> None:
    text = """\
changes:
  - id: 1
    takes_effect: 31/02/2027
    title: x
    what: perhaps
  - id: 1
    by: {a: b}
    by: public
  - x
"""
    assert refusal(written(tmp_path, text, "registers.yaml")) == [
        'registers.yaml:3:19: "31/02/2027" is not a date; write for example 31/03/2027 or 2027-03-31',
        'registers.yaml:5:11: we don\'t recognise "perhaps" here; write "end", "reduce" or "alter"',
        'registers.yaml:8:5: "by" is given twice; keep one of the two',
        'registers.yaml:6:9: the id "1" is already used at registers.yaml:2:5; give each record its own',
        "registers.yaml:9:5: this is not a record; write its fields as name: value",
    ]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("changes: &a []\nawards: *a\n", "registers.yaml:1:10: "),
        ("changes: !!python/object:x []\n", "registers.yaml:1:10: "),
        ("changes: [\n", "registers.yaml:2:1: "),
        ("[" * 30, "registers.yaml:1:21: "),
        ("changes\n", "registers.yaml:1:1: "),
        ("changes: x\n", "registers.yaml:1:1: "),
        ("changes: []\nchanges: []\n", "registers.yaml:2:1: "),
        ("- x\n", "registers.yaml: "),
        ("# nothing\n", "registers.yaml:1:1: "),
        ("x" * 2_000_001, "registers.yaml: "),
    ],
)
def test_yaml_that_cannot_be_used(tmp_path: Path, text: str, place: str) -> None:
    (line,) = refusal(written(tmp_path, text, "registers.yaml"))
    assert line.startswith(place)


def test_columns_for_objects(tmp_path: Path) -> None:
    path = written(tmp_path, '{"changes": [{"ends": "2027-01-01", "Effective date": "x"}]}')
    found = read(path, columns=Columns("c.yaml", {"changes": {"ends": "takes_effect", "effective date": None}}))
    assert found.registers == {"changes": [{"takes_effect": date(2027, 1, 1), "id": "record 1"}]}
    assert found.skipped == ['registers.json: changes: ignored, as the columns file says: "Effective date"']
