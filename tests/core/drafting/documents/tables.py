"""Documents that set their promises in tables."""

from __future__ import annotations

from pathlib import Path

import docx

from tests.core.drafting.documents.truth import Paper, text, typeset
from tests.core.papers import add_list, define, number

_PAIRS = [
    ("Give six months notice before funding ends", "Use funding as agreed"),
    ("Publish feedback within 3 months of each consultation", "Bring evidence and not only opinions"),
    ("Keep paperwork in proportion to the sum", "Report on time"),
    ("Tell groups who decides", "Name a contact"),
]
_PAIRED = [promise for one, other in _PAIRS for promise in (("public", one), ("voluntary", other))]


def _two_columns(path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("Pennyfold Compact 2016", style="Title")
    document.add_heading("Money", 1)
    table = document.add_table(rows=0, cols=2)
    for row in [("What public bodies will do", "What voluntary groups will do"), *_PAIRS]:
        for cell, words in zip(table.add_row().cells, row, strict=True):
            cell.text = words
    document.add_heading("Signed by", 1)
    document.add_paragraph("Pennyfold Council")
    document.save(str(path))


TWO_COLUMNS = Paper("pairs.docx", _two_columns, _PAIRED, "Pennyfold")

NO_STOPS = Paper(
    "nostops.pdf",
    typeset(
        """#set text(size: 11pt)
= Farrow Compact
This compact was agreed in the spring of the year by everybody around the table in Farrow town hall.
#table(columns: (1fr, 1fr), stroke: none,
[Council will], [VCS will],
"""
        + ",\n".join(f"[{one}], [{other}]" for one, other in _PAIRS)
        + ")\n"
    ),
    _PAIRED,
    "Farrow",
)

_RULED = [
    ("1", "Tell groups at least six months before an award ends, in writing, and say why it ends", "Public sector"),
    ("2", "Keep a list of everybody who has signed, and send it to each of them once a year", "Both"),
    ("3", "Say in every report how many people were helped, by age and by village where that is known", "VCSE"),
    ("4", "Pay 95% of invoices within 30 days", "Public sector"),
    ("5", "Offer a place on the board to a person chosen by the groups themselves", "Public sector"),
    ("6", "Choose that person in the open", "VCSE"),
]
RULED = Paper(
    "ruled.pdf",
    typeset(
        """#set page(height: 12cm)
#set text(size: 12pt)
= Oxenholt Partnership Agreement 2020
A paper of one table.
#table(columns: (auto, 1fr, auto), table.header([*No.*], [*Commitment*], [*Who is responsible*]),
"""
        + ",\n".join(f"[{ref}], [{words}], [{who}]" for ref, words, who in _RULED)
        + ")\n"
    ),
    [({"Public sector": "public", "VCSE": "voluntary", "Both": "both"}[who], words) for _ref, words, who in _RULED],
    "Oxenholt",
)


def _themes(path: Path) -> None:
    document = docx.Document()
    document.add_heading("Compact for Great Larch", 1)
    document.add_paragraph("Revised 2011")
    table = document.add_table(rows=0, cols=3)
    rows = [
        ("Theme", "Public sector commitments", "Voluntary and community sector commitments"),
        ("Volunteering", "Pay expenses of volunteers", "Make sure that volunteers are insured"),
        ("", "Give staff two days a year for volunteering", "Thank volunteers in public"),
        ("Equality", "Ask who is missing", "Reach people who are seldom heard"),
    ]
    for row in rows:
        for cell, words in zip(table.add_row().cells, row, strict=True):
            cell.text = words
    document.save(str(path))


THEMES = Paper(
    "themes.docx",
    _themes,
    [
        ("public", "Pay expenses of volunteers"),
        ("voluntary", "Make sure that volunteers are insured"),
        ("public", "Give staff two days a year for volunteering"),
        ("voluntary", "Thank volunteers in public"),
        ("public", "Ask who is missing"),
        ("voluntary", "Reach people who are seldom heard"),
    ],
    "Great Larch",
)


def _counted(path: Path) -> None:
    document = docx.Document()
    define(document, ("decimal", "%1."), ("decimal", "%1.%2"))
    add_list(document, 78)
    document.add_paragraph("Mirefield Charter", style="Title")
    number(document.add_heading("Involving people", 1), 78)
    document.add_paragraph("Public bodies undertake to:")
    number(document.add_paragraph("Ask early."), 78, 1)
    number(document.add_paragraph("Leave at least eight weeks for answers."), 78, 1)
    document.add_paragraph("The voluntary sector undertakes to:")
    number(document.add_paragraph("Answer in time."), 78, 1)
    number(document.add_heading("Money", 1), 78)
    document.add_paragraph("Public bodies undertake to:")
    number(document.add_paragraph("Publish what is spent."), 78, 1)
    document.save(str(path))


COUNTED = Paper(
    "counted.docx",
    _counted,
    [
        ("public", "Ask early."),
        ("public", "Leave at least eight weeks for answers."),
        ("voluntary", "Answer in time."),
        ("public", "Publish what is spent."),
    ],
    "Mirefield",
)


def _typed(path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("Brackwater Compact", style="Title")
    document.add_heading("5. Changes", 1)
    document.add_heading("Commitments of the public sector", 2)
    for words in (
        "- 5.1. Where there are restrictions or changes to resources, discuss them with groups early.",
        "- 5.2. If a programme meets difficulties, agree with it on steps to improve before ending the funding.",
        "- 5.3. Give at least three months' notice in writing when ending funding, and a time to appeal.",
    ):
        document.add_paragraph(words)
    document.add_heading("Commitments of the voluntary sector", 2)
    document.add_paragraph("- 5.4. If a group meets difficulties, tell the funder without delay.")
    document.add_paragraph("- 5.5. Plan for the end of funding.")
    document.add_heading("Appendix: people to talk to", 1)
    document.add_paragraph("Ann Lea, Brackwater Council, 01777 100200")
    document.add_paragraph("1. This list is brought up to date in May.")
    document.save(str(path))


TYPED = Paper(
    "typed.docx",
    _typed,
    [
        ("public", "Where there are restrictions or changes to resources, discuss them with groups early."),
        (
            "public",
            "If a programme meets difficulties, agree with it on steps to improve before ending the funding.",
        ),
        ("public", "Give at least three months' notice in writing when ending funding, and a time to appeal."),
        ("voluntary", "If a group meets difficulties, tell the funder without delay."),
        ("voluntary", "Plan for the end of funding."),
    ],
    "Brackwater",
)

NOISE = Paper(
    "noise.txt",
    text(
        """Teasel Green Compact

Contents

1. Introduction	2
2. What the public partners undertake	3
3. What the groups undertake	4

1. Introduction

This compact is for Teasel Green. Further information can be had from the town hall.

2. What the public partners undertake

2.1 We will answer letters within 10 working days.
2.2 We will publish our priorities each April.

3. What the groups undertake

3.1 We will open our meetings to everybody.
3.2 We will name two people who can be rung.

Appendix 1: contacts

Town hall	01666 400500
Teasel Green CVS	01666 500600

Appendix 2: words used

VCS: the voluntary and community sector
"""
    ),
    [
        ("public", "We will answer letters within 10 working days."),
        ("public", "We will publish our priorities each April."),
        ("voluntary", "We will open our meetings to everybody."),
        ("voluntary", "We will name two people who can be rung."),
    ],
    "Teasel Green",
)
