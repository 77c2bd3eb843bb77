"""Documents that promise in sentences and bullets."""

from __future__ import annotations

from tests.core.drafting.documents.truth import Paper, text, typeset

SCOTTISH = Paper(
    "bullets.txt",
    text(
        """Third Sector Agreement for Glen Orrin

The Scottish Compact set the tone; this agreement is ours.

What Glen Orrin Council and its partners undertake

\u2022 To involve the third sector at the start of every review of a service.
\u2022 To publish minutes within 10 working days of a meeting.
\u2022 To make three-year awards wherever possible.

What the third sector undertakes

\u2022 To be honest about what can be delivered with the money there is.
\u2022 To name one person whom the Council can ring.

What we undertake together

\u2022 To meet every quarter.
\u2022 To publish one report a year.

For more information

Glen Orrin Third Sector Interface, 2 High Street, 01888 200300
"""
    ),
    [
        ("public", "To involve the third sector at the start of every review of a service."),
        ("public", "To publish minutes within 10 working days of a meeting."),
        ("public", "To make three-year awards wherever possible."),
        ("voluntary", "To be honest about what can be delivered with the money there is."),
        ("voluntary", "To name one person whom the Council can ring."),
        ("both", "To meet every quarter."),
        ("both", "To publish one report a year."),
    ],
    "Glen Orrin",
)

WELSH = Paper(
    "wales.txt",
    text(
        """Third Sector Scheme

Llanwen, 2015

The Welsh Ministers will consult the third sector for twelve weeks on changes to this scheme.

The Welsh Ministers and the third sector will meet at least twice a year.

The third sector will bring evidence from across Wales to each of these meetings.

The Welsh Ministers will pay in advance where a group would otherwise have to borrow.

Bydd Gweinidogion Cymru yn cyhoeddi adroddiad bob blwyddyn.

Bydd y trydydd sector yn rhoi gwybod i'w aelodau am bob ymgynghoriad.
"""
    ),
    [
        ("public", "The Welsh Ministers will consult the third sector for twelve weeks on changes to this scheme."),
        ("both", "The Welsh Ministers and the third sector will meet at least twice a year."),
        ("voluntary", "The third sector will bring evidence from across Wales to each of these meetings."),
        ("public", "The Welsh Ministers will pay in advance where a group would otherwise have to borrow."),
        ("public", "Bydd Gweinidogion Cymru yn cyhoeddi adroddiad bob blwyddyn."),
        ("voluntary", "Bydd y trydydd sector yn rhoi gwybod i'w aelodau am bob ymgynghoriad."),
    ],
    "Llanwen",
)

PROSE = Paper(
    "prose.txt",
    text(
        """Compact for Sallow Marsh 2017

Introduction

This paper says how the Council and the many groups of the Marsh get on. It was written over two winters, in three
village halls, and it replaces the leaflet of 2006. Not everything went well in those years and it was good to say so.

Money

Money is where trouble begins. The Council will tell a group at least three months before its grant ends, and it will
say why. The Council and the third sector will look at the grants scheme together every second year.

Voluntary organisations will keep accounts that anybody can read. Where there is doubt about an account, the Council
will ask before it acts.

Talking

Groups know what the Council doesn't, and the other way round. The Council will ask for views for ten weeks before it
changes a service. Voluntary organisations will answer on time, and they will say when they can't.
"""
    ),
    [
        (
            "public",
            "Money is where trouble begins. The Council will tell a group at least three months before its grant "
            "ends, and it will say why.",
        ),
        ("both", "The Council and the third sector will look at the grants scheme together every second year."),
        ("voluntary", "Voluntary organisations will keep accounts that anybody can read."),
        ("public", "Where there is doubt about an account, the Council will ask before it acts."),
        (
            "public",
            "Groups know what the Council doesn't, and the other way round. The Council will ask for views for ten "
            "weeks before it changes a service.",
        ),
        ("voluntary", "Voluntary organisations will answer on time, and they will say when they can't."),
    ],
    "Sallow Marsh",
)

COVENANT = Paper(
    "covenant.pdf",
    typeset(
        """#set text(size: 10pt)
#align(center)[#text(size: 20pt)[The Kestrel Bay Covenant] \\ 2021]
== Why we made it
Kestrel Bay is a small place and most people who sit on one committee sit on another. This paper is for them.
== A. Strong groups
*To achieve this, public bodies will:*
- Share their buildings with groups at no charge outside office hours, and say on one page how to book them
- Give small groups the same answer as large ones
- Tell groups about money before the papers do
*To achieve this, civil society organisations will:*
- Open their doors to new members
- Pass on what they learn
== B. Decisions
*To achieve this, public bodies will:*
- Ask for at least six weeks
- Publish what they heard within 8 weeks of the end
*To achieve this, civil society organisations will:*
- Answer for their members
*Together we will:*
- Read this covenant again every two years
"""
    ),
    [
        (
            "public",
            "Share their buildings with groups at no charge outside office hours, and say on one page how to book them",
        ),
        ("public", "Give small groups the same answer as large ones"),
        ("public", "Tell groups about money before the papers do"),
        ("voluntary", "Open their doors to new members"),
        ("voluntary", "Pass on what they learn"),
        ("public", "Ask for at least six weeks"),
        ("public", "Publish what they heard within 8 weeks of the end"),
        ("voluntary", "Answer for their members"),
        ("both", "Read this covenant again every two years"),
    ],
    "Kestrel Bay",
)

NEWSPAPER = Paper(
    "columns.pdf",
    typeset(
        """#set page(paper: "a4", columns: 2)
#set text(size: 10pt)
#set par(justify: true)
#place(top, scope: "parent", float: true)[= Upper Wold Compact 2018]
== Introduction
Upper Wold is a district of forty villages. Groups here are small, most have no staff, and what they ask of a council is
above all a little patience. This paper was written with them and for them, over a long summer, and it is meant to
be short enough to be read at one sitting by somebody who has never seen a compact before.
== Commitments of the public sector
- We will tell every group that we fund, six months before a grant ends, whether we can go on with it, and if we can
  not we will say why and what else there may be.
- We will pay what we owe within 30 days.
- We will ask before we decide, for twelve weeks, and with paper copies in each library for those who want them.
== Commitments of the voluntary sector
- We will use grants for what they were given for, and tell the funder at once when plans change.
- We will say whom we speak for.
- We will help our members to take part.
== Shared commitments
- We will look at this paper together once a year.
"""
    ),
    [
        (
            "public",
            "We will tell every group that we fund, six months before a grant ends, whether we can go on with it, and "
            "if we can not we will say why and what else there may be.",
        ),
        ("public", "We will pay what we owe within 30 days."),
        (
            "public",
            "We will ask before we decide, for twelve weeks, and with paper copies in each library for those who want "
            "them.",
        ),
        (
            "voluntary",
            "We will use grants for what they were given for, and tell the funder at once when plans change.",
        ),
        ("voluntary", "We will say whom we speak for."),
        ("voluntary", "We will help our members to take part."),
        ("both", "We will look at this paper together once a year."),
    ],
    "Upper Wold",
)
