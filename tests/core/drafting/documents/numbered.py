"""Documents that number what they promise."""

from __future__ import annotations

from tests.core.drafting.documents.truth import Paper, text, typeset

NATIONAL = Paper(
    "national.txt",
    text(
        """The Compact

The agreement between Harrowdale Council and civil society organisations (CSOs) in Harrowdale

2014

What this agreement aims at

It aims for the following outcomes:

1. A strong, diverse and independent civil society
2. Better design of services
3. Fair and equal treatment

Outcome 1: A strong, diverse and independent civil society

Undertakings for the Government:

1.1 Respect the independence of CSOs to deliver their mission, including their right to campaign, whatever
relationship they have with it.
1.2 Ensure CSOs are supported in a reasonable and fair manner where they help it to deliver its programmes.
1.3 Ensure that the Government as a whole keeps this agreement, and that its departments are asked how.

Undertakings for CSOs:

1.4 When campaigning, present facts that rest on evidence.
1.5 Ensure independence is upheld, focusing on the cause that is represented.

Outcome 2: Better design of services

Undertakings for the Government:

2.1 Ensure that social value is part of every decision about services.
2.2 Give early notice of consultations, allowing enough time for CSOs to involve their members, and ask for
answers for at least 12 weeks, with clear reasons where this is shorter.
2.3 Consider providing feedback within 8 weeks to explain how answers have influenced the design.

Undertakings for CSOs:

2.4 Promote and respond to consultations where appropriate.
2.5 Seek the views of service users, members and volunteers.
2.6 From the earliest stage, be clear on whose behalf it is that they speak.

Outcome 3: Fair and equal treatment

Undertakings for both:

3.1 Share what works in reaching people who are seldom heard.

Contacts

Harrowdale Council	01999 123456
Harrowdale CVS	01999 654321
"""
    ),
    [
        (
            "public",
            "Respect the independence of CSOs to deliver their mission, including their right to campaign, whatever "
            "relationship they have with it.",
        ),
        (
            "public",
            "Ensure CSOs are supported in a reasonable and fair manner where they help it to deliver its programmes.",
        ),
        (
            "public",
            "Ensure that the Government as a whole keeps this agreement, and that its departments are asked how.",
        ),
        ("voluntary", "When campaigning, present facts that rest on evidence."),
        ("voluntary", "Ensure independence is upheld, focusing on the cause that is represented."),
        ("public", "Ensure that social value is part of every decision about services."),
        (
            "public",
            "Give early notice of consultations, allowing enough time for CSOs to involve their members, and ask for "
            "answers for at least 12 weeks, with clear reasons where this is shorter.",
        ),
        ("public", "Consider providing feedback within 8 weeks to explain how answers have influenced the design."),
        ("voluntary", "Promote and respond to consultations where appropriate."),
        ("voluntary", "Seek the views of service users, members and volunteers."),
        ("voluntary", "From the earliest stage, be clear on whose behalf it is that they speak."),
        ("both", "Share what works in reaching people who are seldom heard."),
    ],
    "Harrowdale",
)

ROMAN = Paper(
    "roman.txt",
    text(
        """Local Compact for Ester Vale

Published in 2008

Part One: The public services

We undertake to:

(i) tell groups what money there will be before the year begins;
(ii) pay within 20 working days of a valid invoice;
(iii) give six months' notice, in writing, before support comes to an end;
(iv) keep the forms short.

Part Two: The voluntary and community sector

We undertake to:

(i) keep good records of what is spent;
(ii) tell the funder early when something goes wrong;
(iii) speak only for those whom we represent.

Part Three: All of us

We undertake to:

(i) meet twice a year to see how this is kept;
(ii) settle differences by talking first.
"""
    ),
    [
        ("public", "tell groups what money there will be before the year begins"),
        ("public", "pay within 20 working days of a valid invoice"),
        ("public", "give six months' notice, in writing, before support comes to an end"),
        ("public", "keep the forms short"),
        ("voluntary", "keep good records of what is spent"),
        ("voluntary", "tell the funder early when something goes wrong"),
        ("voluntary", "speak only for those whom we represent"),
        ("both", "meet twice a year to see how this is kept"),
        ("both", "settle differences by talking first"),
    ],
    "Ester Vale",
)

LETTERED = Paper(
    "lettered.pdf",
    typeset(
        """#set page(paper: "a4", footer: align(center)[Skelby and Thorne Accord])
#set text(size: 11pt)
= Skelby and Thorne Accord
2019
== 1. Consultation
The Council will:
#set enum(numbering: "a)")
+ ask for views before options are settled, and leave people at least ten weeks to answer unless the law says less;
+ report back within three months of the closing date of each consultation on what was said and what it decided;
+ pay the expenses of volunteers who take part.
The voluntary sector will:
+ tell its members about consultations that touch them;
+ say how it came to its views.
#pagebreak()
== 2. Money
The Council will:
+ publish its funding programme every autumn;
+ offer agreements of three years as standard.
#pagebreak()
== 3. Working together
Both partners will:
+ review this accord every three years;
+ train new staff and trustees in what it says.
"""
    ),
    [
        (
            "public",
            "ask for views before options are settled, and leave people at least ten weeks to answer unless the law "
            "says less",
        ),
        (
            "public",
            "report back within three months of the closing date of each consultation on what was said and what it "
            "decided",
        ),
        ("public", "pay the expenses of volunteers who take part"),
        ("voluntary", "tell its members about consultations that touch them"),
        ("voluntary", "say how it came to its views"),
        ("public", "publish its funding programme every autumn"),
        ("public", "offer agreements of three years as standard"),
        ("both", "review this accord every three years"),
        ("both", "train new staff and trustees in what it says"),
    ],
    "Skelby and Thorne",
)
