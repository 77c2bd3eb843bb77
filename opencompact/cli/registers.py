"""What ``verify --registers`` does: reads a record's entries and a site's registers, and compares them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import msgspec

from opencompact.core.ledger.checkpoints import Checkpoint
from opencompact.core.ledger.entries import Entry, read_entry
from opencompact.core.ledger.folders import Fetch
from opencompact.core.ledger.registers import Compared, Difference, Shown, compare, last_said
from opencompact.core.ledger.tiles import bundles_of, unpack
from opencompact.core.ledger.verifying import Wrong
from opencompact.core.problems import Problem, Unusable
from opencompact.core.words import _, n_

REGISTERS = {"consultations": "consultation"}  # by their names in the API, what entries call one record of them
MOST_BYTES = 50_000_000  # of one page of the API
PAGES = 10_000


def compare_with(fetch: Fetch, signed: Checkpoint, read: Callable[[str, int], bytes | None], site: str) -> Compared:
    """Compare the registers of a site with a record that was checked."""
    said = last_said(_entries(fetch, signed.size))
    return compare(said, (each for name in REGISTERS for each in _shown(read, site.rstrip("/"), name)))


def _entries(fetch: Fetch, size: int) -> Iterator[Entry]:
    for bundle in bundles_of(size):
        yield from map(read_entry, unpack(fetch(bundle.path, bundle.most_bytes) or b"", bundle.width))


def _shown(read: Callable[[str, int], bytes | None], site: str, register: str) -> Iterator[Shown]:
    """Every record of a register, page by page, from this site alone."""
    base = f"{site}/api/v1/{register}"
    address = f"{base}?limit=500"
    for _page in range(PAGES):
        raw = read(address, MOST_BYTES)
        try:
            answer: dict[str, Any] = msgspec.json.decode(raw or b"")
            rows, following = answer["items"], answer["next"]
            yield from (Shown(row["area"], f"{REGISTERS[register]}/{row['id']}", row) for row in rows)
        except (msgspec.MsgspecError, KeyError, TypeError):
            told = _("this is not a register of a site")
            raise Unusable([Problem(address, told, _("give the address of the site"))]) from None
        if not following:
            return
        address = f"{base}?{urlsplit(following).query}"


def checked(found: Compared) -> list[str]:
    """What was compared, in words."""
    told = n_(
        "{count} record of the registers shows the title, dates and numbers of its last entry.",
        "{count} records of the registers show the title, dates and numbers of their last entries.",
        found.records,
    )
    without = n_(
        "{count} record has no entry that says what it holds, as it is older, and was not compared.",
        "{count} records have no entry that says what they hold, as they are older, and were not compared.",
        found.without,
    )
    lines = [] if found.differences else [told.format(count=f"{found.records:,}")]
    return [*lines, *([without.format(count=f"{found.without:,}")] if found.without else [])]


def wrong(found: Compared) -> list[Wrong]:
    """What does not fit, in words."""
    return [Wrong(each.subject, _in_words(each)) for each in sorted(found.differences, key=lambda one: one.subject)]


def _in_words(each: Difference) -> str:
    if not each.field:
        return _("entry {n} tells of it, and the register does not show it").format(n=each.entry)
    told = _("{field} is {shown} in the register and {said} in entry {n}")
    return told.format(field=each.field, shown=_value(each.shown), said=_value(each.said), n=each.entry)


def _value(value: Any) -> str:
    return _("empty") if value is None or value == "" else str(value)
