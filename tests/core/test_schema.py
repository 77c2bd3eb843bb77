"""The schema that editors use: it fits what the program reads, and underlines what the program refuses."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
import yaml
from msgspec import inspect

from opencompact.core.building import wanted
from opencompact.core.compacts import load
from opencompact.core.editions import Edition
from opencompact.core.problems import Unusable
from opencompact.core.schema import KEYS, schema, written

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "docs" / "examples" / "alderwick-2024.yaml"
FILES = [*sorted((ROOT / "opencompact" / "documents" / "compacts").glob("*.yaml")), EXAMPLE]
VALIDATOR = jsonschema_rs.Draft202012Validator(schema())

Parts = dict[str, Any]


class Loader(yaml.SafeLoader):
    """YAML as editors read it: a date is a text."""


Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith(":timestamp")]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def underlined(parts: Parts) -> list[str]:
    return [error.message for error in VALIDATOR.iter_errors(parts)]


def example() -> Parts:
    parts: Parts = yaml.load(EXAMPLE.read_text("utf-8"), Loader)
    return parts


def test_the_committed_schema_is_fresh() -> None:
    """Where this fails: .venv/bin/python docs/generate.py."""
    assert (ROOT / "docs" / "reference" / "edition.schema.json").read_text("utf-8") == written()


def test_the_schema_is_one() -> None:
    assert jsonschema_rs.meta.is_valid(schema())


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_edition_we_have_fits(path: Path) -> None:
    assert underlined(yaml.load(path.read_text("utf-8"), Loader)) == []


def keys_of_structs() -> dict[str, list[str]]:
    """The keys of every part of an edition, by the name of its struct."""
    found: dict[str, list[str]] = {}

    def meet(part: Any) -> None:
        if isinstance(part, inspect.StructType) and part.cls.__name__ not in (*found, "Period"):
            found[part.cls.__name__] = [field.encode_name for field in part.fields]
            for field in part.fields:
                meet(field.type)
        for inner in (*getattr(part, "types", ()), getattr(part, "item_type", None)):
            if inner is not None:
                meet(inner)

    meet(wanted(Edition))
    return found


def test_every_key_is_described() -> None:
    assert {name: list(told) for name, told in KEYS.items()} == keys_of_structs()


def commitment(parts: Parts, ref: str) -> Parts:
    return next(each for each in parts["commitments"] if each["ref"] == ref)


def first_check(parts: Parts, ref: str = "1.1") -> Parts:
    check: Parts = commitment(parts, ref)["checks"][0]
    return check


WRONG: dict[str, Callable[[Parts], object]] = {
    "a misspelt key": lambda parts: parts.update(theme=[]),
    "no title": lambda parts: parts.pop("title"),
    "an id with capitals": lambda parts: parts.update(id="Alderwick 2024"),
    "no such nation": lambda parts: parts.update(nation="britain"),
    "a date with the day first": lambda parts: parts.update(in_force={"from": "01/04/2024"}),
    "a year out of reach": lambda parts: parts.update(in_force={"from": 224}),
    "a promise by nobody": lambda parts: commitment(parts, "1.1").update(by="council"),
    "a misspelt key of a promise": lambda parts: commitment(parts, "1.1").update(strenght="must"),
    "a closed period given twice": lambda parts: parts["closed_periods"][0].update(around_easter="-7 to 7"),
    "a closed period without its end": lambda parts: parts["closed_periods"].append(
        {"name": "X", "from": "2027-07-24"}
    ),
    "not a time of the year": lambda parts: parts["closed_periods"][0].update(every_year="Christmas"),
    "a review without a unit": lambda parts: parts.update(review={"every": "5"}),
    "no such kind": lambda parts: first_check(parts).update(kind="minimum"),
    "no such register": lambda parts: first_check(parts).update(register="grants"),
    "a needed key is missing": lambda parts: first_check(parts).pop("at_least"),
    "a key of another kind": lambda parts: first_check(parts).update(within="3 months"),
    "a period in words": lambda parts: first_check(parts).update(at_least="three months"),
    "a period of nothing": lambda parts: first_check(parts).update(at_least="0 months"),
    "a field of another register": lambda parts: first_check(parts).update({"from": "opens"}),
    "a field that is no date": lambda parts: first_check(parts).update({"from": "rationale"}),
    "a reason that is none": lambda parts: first_check(parts).update(unless={"reason": "notice_given"}),
    "a limit to no such field": lambda parts: first_check(parts).update(applies={"side": "public"}),
    "a limit to no such value": lambda parts: first_check(parts).update(applies={"what": "stop"}),
    "a flag that is none": lambda parts: first_check(parts, "2.1").update(applies={"written": "perhaps"}),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_what_is_wrong_is_underlined_and_refused(wrong: str) -> None:
    parts = deepcopy(example())
    WRONG[wrong](parts)
    assert underlined(parts) != []
    with pytest.raises(Unusable):
        load(yaml.safe_dump(parts, sort_keys=False))


FITTING: dict[str, Callable[[Parts], object]] = {
    "two languages": lambda parts: parts.update(languages=["en", "cy"], name={"en": "Compact", "cy": "Compact"}),
    "a reference without quotation marks": lambda parts: parts["themes"].append({"ref": 4, "title": "More"}),
    "a day in force": lambda parts: parts.update(in_force={"from": "2024-04-01", "to": "2029-03-31"}),
    "flags as words": lambda parts: first_check(parts, "2.1").update(applies={"written": "yes"}),
    "where there is any": lambda parts: first_check(parts).update(applies={"problem": "given"}),
    "working days": lambda parts: first_check(parts, "1.2").update(within="10 working days"),
}


@pytest.mark.parametrize("right", FITTING)
def test_what_can_be_read_is_not_underlined(right: str) -> None:
    parts = deepcopy(example())
    FITTING[right](parts)
    assert underlined(parts) == []
    assert load(yaml.safe_dump(parts, sort_keys=False)).id == "alderwick-2024"
