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

A column that is not there is *unknown*, and so is a cell that says `not known`. A cell that is blank means that it has
not happened, or was not given.

A heading may name a unit and a currency: under *Amount (£000s)* 30 is read as £30,000, and that is told. Notes below a
table, such as `* Notice given by email` or `Source: …`, and lines of totals are told and never read as records.
Headings may stand in two rows. Where a date such as 04/13/2026 shows that a file has the month first, no date
that could be either is read.

Grants published to the 360Giving standard are read as they are: the JSON package, a workbook, or CSV with any of the
titles (`Recipient Org:Name`, `Recipient Org:0:Name`, `recipientOrganization/0/name`). A duration and a first day give
the last day. People who were given a grant are known by the standard's identifier, never by name."""

TYPES = {
    Type.TEXT: "Anything.",
    Type.DAY: "`31/03/2027`, `31.03.2027`, `31 March 2027` or `2027-03-31`: day first, and the year in full. A date of"
    " the spreadsheet itself is read too. A time of day is refused.",
    Type.MONEY: "`1658.25`, `£1,658.25`; for less than nothing `-310.50`, `(1,658.25)` or `310.50 CR`. An amount"
    " in another currency (`€1,000`) is kept with it where the register has a currency.",
    Type.NUMBER: "`12`, `1,200` or `12.5`.",
    Type.FLAG: "`yes`, `y`, `true` or `1`; `no`, `n`, `false` or `0`.",
    Type.LIST: "Several things in one cell, with `;` between them. One that holds a `;` or a quotation mark stands in"
    ' quotes: `"by post; on request"; online`.',
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
