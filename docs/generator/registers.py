"""The page of the registers: every field, its type, what it is, and the headings it is known by."""

from __future__ import annotations

from collections.abc import Iterator

from docs.generator.markdown import capital, code, codes, page, table
from opencompact.core.checks.phrases import SUBJECTS, noun
from opencompact.core.checks.records import ORDERS, REGISTERS, Field, Type
from opencompact.core.exchange.headings import FALLBACKS, HEADINGS, REGISTER_NAMES

ABOUT = """A register is a list of facts of one kind, and a record is one row of it. You need only the columns you have:
a promise whose facts are not there [can't be told](statuses.md), and the program says which facts it lacks.

A file is known by its name: `consultations.csv`, or anything with a word such as *consultation* in it. So is each sheet
of a workbook. Otherwise its headings decide, or you say it with `--register`. A column is known by its heading: by the
name of the field, or by one of the usual headings listed here. Capital letters, punctuation and the order of the words
don't matter. Whatever was guessed is told, and [a columns file](../how-to/map-your-columns.md) overrules every guess.

A column that is not there is *unknown*. A cell that is blank means that it has not happened, or was not given."""

TYPES = {
    Type.TEXT: "Anything.",
    Type.DAY: "`31/03/2027`, `31.03.2027`, `31 March 2027` or `2027-03-31`: day first, and the year in full. A date of"
    " the spreadsheet itself is read too. A time of day is refused.",
    Type.MONEY: "`1658.25`, `£1,658.25`, or `(1,658.25)` for less than nothing.",
    Type.NUMBER: "`12`, `1,200` or `12.5`.",
    Type.FLAG: "`yes`, `y`, `true` or `1`; `no`, `n`, `false` or `0`.",
    Type.LIST: "Several things in one cell, with `;` between them.",
    Type.REASON: "A sentence. `no`, `none`, `n/a`, `nil` and a dash mean that no reason was given.",
    Type.CHOICE: "One of the values listed, or an everyday word for it, such as `ended` or `cut`.",
}


def registers_page() -> str:
    """The whole page."""
    types = [[str(name), told] for name, told in TYPES.items()]
    return page(
        "Registers and their fields",
        ABOUT,
        "## How cells are read",
        table(["Type", "What a cell may hold"], types),
        "What could be read in two ways is refused, with the name of the cell and what to write instead.",
        *(part for register in REGISTERS for part in _section(register)),
    )


def _section(register: str) -> Iterator[str]:
    yield f"## {register}"
    words = [word for word in REGISTER_NAMES[register] if word != register]
    named = f" A file or sheet is also known by {codes(words)} in its name." if words else ""
    yield f"One record is {SUBJECTS[register].replace('the ', 'one ', 1)}.{named}"
    rows = [[code(field.name), _typed(field), _told(register, field), _headings(register, field)]
            for field in REGISTERS[register].values()]  # fmt: skip
    yield table(["Field", "Type", "What it is", "Usual headings"], rows)
    if orders := ORDERS.get(register):
        told = [f"{code(each.first)} is not after {code(each.then)}{' once both have come' * each.facts_only}"
                for each in orders]  # fmt: skip
        yield f"Its dates contradict each other unless {', '.join(told)}."


def _typed(field: Field) -> str:
    if field.choices:
        return codes(field.choices)
    return str(field.type)


def _told(register: str, field: Field) -> str:
    told = capital(noun(register, field.name))
    return f"{told}. Empty or absent, it counts as {code(field.default)}" if field.default else told


def _headings(register: str, field: Field) -> str:
    usual = list(HEADINGS[register].get(field.name, ()))
    last = FALLBACKS.get(register, {}).get(field.name, ())
    told = ", ".join(map(_heading, usual))
    return f"{told}; where no other column gives it: {', '.join(map(_heading, last))}" if last else told


def _heading(heading: str) -> str:
    """A heading as people type it."""
    words = [word.upper() if word in SHORT else word for word in heading.split()]
    return capital(" ".join(words))


SHORT = ("eia", "eqia", "id", "url", "vcs", "vcse")
