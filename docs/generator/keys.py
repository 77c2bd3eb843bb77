"""The page of the edition files: every key of the YAML, its type, whether it is needed, what it means."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from typing import Any

import msgspec
from msgspec import inspect

from docs.generator.markdown import code, codes, page, table
from opencompact.core.calendar import Period
from opencompact.core.editions import Change, Edition, Nation, Party, Strength, Verify
from opencompact.core.schema import ABOUT, KEYS

ABOUT_FILES = """One YAML file holds one dated version of a compact. The file is named after its `id`. The program reads
it whole or not at all: a key it does not know is an error, with the line, the column and the key you may have meant.

- A *text* is one text, or one for each language: `{en: Compact, cy: Compact}`.
- A *date* is written `2027-03-31`.
- A *period* is a number and a unit: `3 months`, `12 weeks`, `10 working days`, `30 days`, `2 years`.
- Put quotation marks round references, so that `"1.10"` stays 1.10.

Editors that read YAML underline mistakes while you type, if they know [the schema](edition.schema.json). In Visual
Studio Code with the YAML extension, write this as the first line of the file, with the path to the schema:

```yaml
# yaml-language-server: $schema=edition.schema.json
```

[The example of these pages](../examples/alderwick-2024.yaml) is a short edition to start from. When yours is written,
`opencompact lint` says what its authors may not have meant; see
[Put your own compact into a file](../how-to/put-your-compact-into-a-file.md)."""

TITLES: dict[str, str] = {
    "Edition": "The edition",
    "Area": "area",
    "InForce": "in_force",
    "Parties": "parties",
    "Side": "parties: public, voluntary and both",
    "Framework": "rests_on",
    "Body": "bodies",
    "Item": "themes, values and outcomes",
    "Term": "terms",
    "Mechanism": "mechanisms",
    "Group": "group",
    "ClosedPeriod": "closed_periods",
    "BankHoliday": "extra_bank_holidays",
    "Review": "review",
    "Commitment": "commitments",
    "Earlier": "earlier, of a commitment",
    "Check": "checks, of a commitment",
    "Unless": "unless, of a check",
}
"""Where each part stands in the file."""

MEANINGS: dict[type[Enum], dict[str, str]] = {
    Party: {
        "public": "the public bodies",
        "voluntary": "the voluntary and community groups",
        "both": "both sides, together",
    },
    Strength: {
        "must": "they will",
        "aim": "they will try to",
        "recognise": "they acknowledge something",
    },
    Verify: {
        "computed": "dates or numbers of a register show it",
        "recorded": "a fact is there or it is not",
        "judged": "people say, with evidence",
    },
    Change: {
        "same": "it says the same",
        "tightened": "it promises more",
        "loosened": "it promises less",
        "split": "it became several",
        "merged": "several became one",
        "dropped": "it is gone",
        "new": "it was not there before",
    },
    Nation: {
        "england": "England",
        "wales": "Wales, which shares its bank holidays with England",
        "scotland": "Scotland",
        "northern-ireland": "Northern Ireland",
    },
}
"""What the fixed values mean."""

USED_AT: dict[type[Enum], str] = {
    Party: "`by` of a commitment, `party` of a body",
    Strength: "`strength` of a commitment",
    Verify: "`verify` of a commitment",
    Change: "`is` of an earlier clause",
    Nation: "`nation` of the edition",
}


def edition_files_page() -> str:
    """The whole page."""
    return page(
        "Edition files",
        ABOUT_FILES,
        *(part for name in TITLES for part in _section(name)),
        "## Fixed values",
        *(part for values in MEANINGS for part in _values(values)),
    )


def structs() -> dict[str, type[msgspec.Struct]]:
    """Every part of an edition by the name of its struct, in the order in which they are met."""
    found: dict[str, type[msgspec.Struct]] = {}

    def meet(wanted: Any) -> None:
        if isinstance(wanted, inspect.StructType) and wanted.cls is not Period and wanted.cls.__name__ not in found:
            found[wanted.cls.__name__] = wanted.cls
            for field in wanted.fields:
                meet(field.type)
        for inner in getattr(wanted, "types", [getattr(wanted, "item_type", None)]):
            if inner is not None:
                meet(inner)

    meet(inspect.type_info(Edition))
    return found


def _section(name: str) -> Iterator[str]:
    struct = structs()[name]
    told = ABOUT.get(name, {}).get("description") or str(struct.__doc__)
    yield f"## {TITLES[name]}"
    yield told
    if name == "Check":
        yield "Which of these keys a check needs depends on its kind: see [Kinds of check](kinds-of-check.md)."
    rows = [
        [code(field.encode_name), typed(field.type), "yes" if field.required else "no", KEYS[name][field.encode_name]]
        for field in _fields(struct)
    ]
    yield table(["Key", "Type", "Needed", "Meaning"], rows)


def _fields(struct: type[msgspec.Struct]) -> tuple[inspect.Field, ...]:
    known = inspect.type_info(struct)
    return known.fields if isinstance(known, inspect.StructType) else ()


def _values(values: type[Enum]) -> Iterator[str]:
    yield f"{USED_AT[values]}:"
    yield table(
        ["Value", "Meaning"], [[code(str(value.value)), MEANINGS[values][str(value.value)]] for value in values]
    )


LINKED = {"Item": "item", "Side": "side", "Earlier": "earlier", "Check": "checks", "Unless": "unless"}
"""What a part is called where one word has to do."""

_PLAIN: dict[type, str] = {
    inspect.BoolType: "true or false",
    inspect.IntType: "number",
    inspect.FloatType: "number",
    inspect.DateType: "date",
    inspect.StrType: "word",
}


def typed(wanted: Any) -> str:
    """A type as a person reads it."""
    match wanted:
        case inspect.UnionType(types=types):
            named = dict.fromkeys(typed(each) for each in types if not isinstance(each, inspect.NoneType))
            return "text" if list(named) == ["word", "keys"] else " or ".join(sorted(named, key="true or false".__eq__))
        case inspect.ListType(item_type=item):
            return f"list: {typed(item)}"
        case inspect.StructType(cls=cls):
            name = cls.__name__
            return "period" if cls is Period else f"[{LINKED.get(name, TITLES[name])}](#{_anchor(name)})"
        case inspect.EnumType(cls=cls):
            return codes(str(value.value) for value in cls)
        case inspect.DictType():
            return "keys"
        case _:
            return _PLAIN[type(wanted)]


def _anchor(name: str) -> str:
    """The address a heading has on the page."""
    kept = "".join(letter for letter in TITLES[name].lower() if letter.isalnum() or letter in " _-")
    return kept.replace(" ", "-")
