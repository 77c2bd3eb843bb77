"""What a published grant says beside the award itself: what was paid of it so far (360Giving's transactions)."""

from __future__ import annotations

from collections.abc import Iterator

from opencompact.core.exchange.cells import Cell

PAID_OUT = "disbursementTransaction"


def payments_of(grant: dict[str, Cell]) -> Iterator[dict[str, Cell]]:
    """The payments of a grant, as records of theirs. When each was due is not published, so it stays unknown."""
    paid_out = grant.get(PAID_OUT)
    for number, each in enumerate(paid_out if isinstance(paid_out, list) else (), 1):
        if isinstance(each, dict):
            told = {
                "id": f"{grant.get('id', '')}/{each.get('id', number)}",
                "award": grant.get("id"),
                "payer": _name(grant.get("fundingOrganization")),
                "payee": _name(grant.get("recipientOrganization")),
                "amount": each.get("value"),
                "currency": each.get("currency", grant.get("currency")),
                "paid": each.get("transactionDate"),
            }
            yield {name: cell for name, cell in told.items() if cell is not None}


def _name(organisations: Cell) -> Cell:
    first = organisations[0] if isinstance(organisations, list) and organisations else None
    return first.get("name") if isinstance(first, dict) else None
