"""Headings: which field a column gives, what is a guess, and what a person's own columns file says."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from opencompact.core.checks.records import REGISTERS
from opencompact.core.exchange.columns import (
    Columns,
    Matched,
    fitting,
    key,
    likely,
    load_columns,
    match,
    plan,
    prove_register,
    register_named,
)
from opencompact.core.exchange.headings import FALLBACKS, HEADINGS, REGISTER_NAMES
from opencompact.core.problems import Unusable


def fields(register: str, *headers: str, columns: Columns | None = None) -> dict[str, str]:
    return match(register, headers, columns).fields


@pytest.mark.parametrize("register", REGISTERS)
def test_no_heading_means_two_fields(register: str) -> None:
    known = HEADINGS[register]
    assert set(known) | set(FALLBACKS.get(register, {})) <= set(REGISTERS[register])
    meant = Counter(
        heading
        for field in REGISTERS[register]
        for heading in {
            key(each) for each in (field, *known.get(field, ()), *FALLBACKS.get(register, {}).get(field, ()))
        }
    )
    assert [heading for heading, count in meant.items() if count > 1] == []


def test_every_register_has_names() -> None:
    assert set(REGISTER_NAMES) == set(REGISTERS)


@pytest.mark.parametrize("register", REGISTERS)
def test_the_names_of_the_fields_are_no_guess(register: str) -> None:
    names = list(REGISTERS[register])
    assert match(register, names) == Matched({name: name for name in names}, {}, [])


@pytest.mark.parametrize("register", REGISTERS)
def test_field_names_in_any_dress(register: str) -> None:
    names = list(REGISTERS[register])
    dressed = {name.replace("_", " ").title() + " (if any):": name for name in names}
    assert fields(register, *dressed) == dressed


def test_consultations_as_councils_head_them() -> None:
    assert fields("consultations", "Ref.", "Date opened", "Deadline", "Start of x", "Reason for shorter period") == {
        "Ref.": "id",
        "Date opened": "opens",
        "Deadline": "closes",
        "Reason for shorter period": "short_reason",
    }


def test_the_titles_of_the_360giving_standard() -> None:
    given = [
        *("Identifier", "Title", "Description", "Currency", "Amount Awarded", "Award Date", "URL"),
        *("Recipient Org:Identifier", "Recipient Org:Name", "Funding Org:Identifier", "Funding Org:Name"),
        *("Planned Dates:Start Date", "Planned Dates:End Date", "Planned Dates:Duration (months)"),
        *("Amount Applied For", "Amount Disbursed", "Grant Programme:Title", "From An Open Call?", "Last Modified"),
    ]
    assert fields("awards", *given) == {
        "Identifier": "id",
        "Title": "title",
        "Currency": "currency",
        "Amount Awarded": "amount",
        "Award Date": "awarded",
        "Recipient Org:Name": "recipient",
        "Funding Org:Name": "funder",
        "Planned Dates:Start Date": "starts",
        "Planned Dates:End Date": "ends",
        "Planned Dates:Duration (months)": "months",
    }


def test_the_keys_of_360giving_json() -> None:
    keys = ["awardDate", "amountAwarded", "plannedDates/0/startDate", "recipientOrganization/0/name"]
    assert fields("awards", *keys) == dict(zip(keys, ["awarded", "amount", "starts", "recipient"], strict=True))


def test_the_list_of_the_transparency_code() -> None:
    given = [
        "Date awarded",
        "Time period",
        "Department",
        "Beneficiary",
        "Charity number",
        "Summary of purpose",
        "Amount",
    ]
    assert fields("awards", *given) == {
        "Date awarded": "awarded",
        "Department": "funder",
        "Beneficiary": "recipient",
        "Summary of purpose": "title",
        "Amount": "amount",
    }


def test_a_last_resort_gives_way_to_a_proper_column() -> None:
    assert match("awards", ["Purpose", "Project", "Description"]) == Matched(
        {"Project": "title"}, {"Project": "a common heading for it"}, ["Purpose", "Description"]
    )


def test_among_last_resorts_the_first_is_taken() -> None:
    assert match("awards", ["Purpose", "Description"]) == Matched(
        {"Purpose": "title"}, {"Purpose": "no other column matches it"}, ["Description"]
    )


def test_two_columns_for_one_field_are_both_named() -> None:
    with pytest.raises(Unusable) as error:
        match("consultations", ["closes", "Deadline"])
    assert str(error.value) == (
        '"closes" and "Deadline" are both read as closes of consultations; '
        "leave one out, or set it to null in a columns file"
    )


def test_the_columns_file_goes_before_every_guess() -> None:
    columns = Columns("c.yaml", {"": {"Deadline": None}, "consultations": {"end  DATE": "closes", "id": "title"}})
    made = plan(enumerate(["closes", "End date", "Deadline", "id"]), "consultations", columns)
    assert [(column.header, column.field, column.why) for column in made.columns] == [
        ("End date", "closes", ""),
        ("id", "title", ""),
    ]
    assert (made.left, made.ignored, made.clashes) == (["closes"], ["Deadline"], [])


def test_a_misspelt_header_is_recognised_as_one() -> None:
    headers = ["closses", "Takes efect", "x", "y" * 100_000]
    assert [likely("closses", "consultations"), *(likely(header, "changes") for header in headers[1:])] == [
        *("closes", "takes_effect", None, None),
    ]


@pytest.mark.parametrize(
    ("name", "register"),
    [
        ("Awards", "awards"),
        ("VCSE grants 2026-27", "awards"),
        ("360giving", "awards"),
        ("consultations_register", "consultations"),
        ("grant payments", None),
        ("Sheet1", None),
        ("", None),
    ],
)
def test_a_register_by_its_name(name: str, register: str | None) -> None:
    assert register_named(name) == register


@pytest.mark.parametrize(
    ("name", "fits", "chosen"),
    [
        ("payments", {"awards": 5, "payments": 1}, ("payments", "")),
        ("Payments 2026", {"awards": 5, "payments": 1}, ("payments", "it has that name")),
        ("invoices", {"awards": 5, "payments": 5}, ("payments", "it has that name")),
        ("grants", {"awards": 2, "payments": 5}, ("payments", "its headings match best")),
        ("x", {"awards": 5, "payments": 5}, None),
        ("x", {"awards": 1, "payments": 0}, None),
        ("payments", {"awards": 2, "payments": 0}, ("awards", "its headings match best")),
        ("x", {}, None),
    ],
)
def test_a_name_counts_and_headings_decide(name: str, fits: dict[str, int], chosen: tuple[str, str] | None) -> None:
    assert fitting(name, fits) == chosen


def test_a_register_nobody_keeps() -> None:
    with pytest.raises(Unusable) as error:
        prove_register("consultation")
    assert str(error.value) == 'there is no register "consultation"; write "consultations"'


@pytest.mark.parametrize("name", ["columns.yaml", "columns.json"])
def test_a_columns_file(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_text('{"Last day": "closes", "Notes": null, "awards": {"Group": "recipient", "Paid": null}}')
    assert load_columns(path) == Columns(
        name, {"": {"Last day": "closes", "Notes": None}, "awards": {"Group": "recipient", "Paid": None}}
    )


def test_all_that_is_wrong_in_a_columns_file_is_told(tmp_path: Path) -> None:
    path = tmp_path / "columns.yaml"
    path.write_text(
        "Last day: close\nNotes: [a]\ngrants:\n  Group: recipient\n"
        "awards:\n  Group: recipint\n  Group: null\n  X: ~\n  X: ~\n"
    )
    with pytest.raises(Unusable) as error:
        load_columns(path)
    assert str(error.value).splitlines() == [
        'columns.yaml:1:11: there is no field "close"; write "closes"',
        "columns.yaml:2:8: this is a list; write the name of a field",
        'columns.yaml:3:1: there is no register "grants"; use one of: consultations, opportunities, awards, payments, '
        "changes, proposals, requests, concerns, meetings, judgements",
        'columns.yaml:6:10: there is no field "recipint"; write "recipient"',
        'columns.yaml:9:3: "X" is set twice; keep one of the two',
    ]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("- closes", 'columns.yaml:1:1: this is a list; write for example "Closing date": closes'),
        ("closes", 'columns.yaml:1:1: this is text; write for example "Closing date": closes'),
        ("", "columns.yaml: the file is empty; give a file with a row of headings and some records"),
    ],
)
def test_what_is_no_columns_file(tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "columns.yaml"
    path.write_text(text)
    with pytest.raises(Unusable) as error:
        load_columns(path)
    assert str(error.value) == says
