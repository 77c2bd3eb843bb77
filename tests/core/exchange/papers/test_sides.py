"""Who speaks: the sides that headings, leads and sentences name."""

from __future__ import annotations

import pytest

from opencompact.core.exchange.papers.sides import heading_side, lead_of, opening_of


@pytest.mark.parametrize(
    ("heading", "side"),
    [
        ("Public sector commitments", "public"),
        ("PUBLIC BODIES WILL:", "public"),
        ("Undertakings for the Government", "public"),
        ("The Council\u2019s commitments", "public"),
        ("Northmoor Council's commitments", "public"),
        ("Town and Parish Councils", "public"),
        ("VCS commitments", "voluntary"),
        ("VSOs aim to ...", "voluntary"),
        ("Community groups", "voluntary"),
        ("Voluntary, Community and Social Enterprise Sector Organisations", "voluntary"),
        ("Y trydydd sector", "voluntary"),
        ("Bydd cyrff cyhoeddus yn:", "public"),
        ("Shared commitments", "both"),
        ("Public, voluntary and community sectors will:", "both"),
        ("We, the undersigned, agree to:", "both"),
        ("Public sector commitments to the voluntary sector", "public"),
        ("Commitments to the voluntary sector", None),
        ("Supporting the voluntary sector", None),
        ("A strong and independent civil society", None),
        ("Community services", None),
        ("Our area", None),
        ("Together", None),
        ("Partners", None),
    ],
)
def test_a_heading_names_a_side_only_where_it_says_nothing_else(heading: str, side: str | None) -> None:
    assert heading_side(heading) == side


@pytest.mark.parametrize(
    ("line", "side", "extra"),
    [
        ("We will:", "both", ""),
        ("In return, voluntary organisations agree to:", "voluntary", ""),
        ("Where grants are given, the County Council will:", "public", ""),
        ("As public bodies, we will:", "public", ""),
        ("Partners will work together to:", "both", "work together to"),
    ],
)
def test_a_lead_says_whose_list_follows(line: str, side: str, extra: str) -> None:
    lead = lead_of(line)
    assert lead is not None
    assert (lead.party, lead.extra) == (side, extra)


@pytest.mark.parametrize("line", ["We will listen to everybody.", "The aims of this Compact are:", "Costs will:", ""])
def test_other_lines_lead_nothing(line: str) -> None:
    assert lead_of(line) is None


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        ("We will meet.", ("both", "must", True)),
        ("We aim to grow.", ("both", "aim", True)),
        ("We recognise that.", ("both", "recognise", True)),
        ("Together we share what we know.", ("both", "must", True)),
        ("As funders, we will pay early.", ("public", "must", True)),
        ("When grants end, public bodies will say why.", ("public", "must", True)),
        ("Public bodies that fund groups should pay early.", ("public", "aim", True)),
        ("Groups funded well will report.", (None, "must", False)),
        ("Charities will be expected to report.", ("voluntary", "must", True)),
        ("Charities will be consulted early.", (None, "must", True)),
        ("Costs will be met in full.", (None, "must", False)),
        ("Byddwn yn gwrando.", ("both", "must", True)),
        ("We are proud of this.", None),
        ("We would like to thank them.", None),
        ("This Compact will set out what we do.", None),
        ("The area has many groups.", None),
    ],
)
def test_how_a_sentence_opens_a_promise(sentence: str, said: tuple[str | None, str, bool] | None) -> None:
    opening = opening_of(sentence)
    assert (opening and (opening.party, opening.strength, opening.by_name)) == said
