"""What a document says about itself: its title, what it calls the agreement, its year, its area, its sides."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import msgspec

from opencompact.core.drafting.found import Outline
from opencompact.core.editions import Nation, Parties, Party, Side
from opencompact.core.exchange.papers.blocks import Block, Document, Kind
from opencompact.core.words import _, sentence

_NAME = re.compile(
    r"\b(?:compact|covenant|accord|charter|concordat|agreement|protocol|framework|memorandum)\b", re.IGNORECASE
)
_YEAR = re.compile(r"\b(?:19[89]\d|20\d\d)\b")
_NATIONS = {
    Nation.WALES: re.compile(
        r"\b(?:wales|welsh|cymru|county voluntary council|cyrff|mudiadau|byddwn)\b", re.IGNORECASE
    ),
    Nation.SCOTLAND: re.compile(r"\b(?:scotland|scottish|third sector interface)\b", re.IGNORECASE),
    Nation.NORTHERN_IRELAND: re.compile(r"\b(?:northern ireland|stormont)\b", re.IGNORECASE),
}
_NOT_OF_A_SIDE = re.compile(
    r"\W*\b(?:commitments?|undertakings?|promises?|pledges?|responsibilities|will|shall|must|should|agrees?|aims?|seeks?"
    r"|undertakes?|commits?|to|do|what|our|by|for|from|of|that|ymrwymiadau'?r?|bydd|yn)\b\W*",
    re.IGNORECASE,
)
_NO_NAMES = frozenset(
    "the new our a local draft revised renewed voluntary community sector and for of in with between".split()
)
_FIRST = 30  # blocks in which a title stands
_SAMPLE = 200  # blocks that tell the nation


class Front(msgspec.Struct, frozen=True):
    """What is known of the document itself; empty where it does not say."""

    title: str
    title_place: str
    name: str
    year: int | None
    area: str
    area_given: bool
    nation: Nation
    nation_said: bool


def front_of(document: Document, area: str) -> Front:
    """Read the title page, as far as there is one."""
    blocks = document.blocks
    title = _title(blocks)
    words = title.text if title else ""
    nation = _nation(blocks)
    return Front(
        title=words or Path(document.name).stem,
        title_place=title.place if title else _("the name of the file"),
        name=_name(words, blocks),
        year=_year(blocks, words),
        area=area or _area(words) or _first_name(blocks),
        area_given=bool(area),
        nation=nation or Nation.ENGLAND,
        nation_said=nation is not None,
    )


def _title(blocks: Sequence[Block]) -> Block | None:
    lines = [block for block in blocks[:_FIRST] if block.kind in (Kind.HEADING, Kind.PARAGRAPH)]
    named = [
        block
        for block in lines
        if len(block.text) < 100 and _NAME.search(block.text) and not block.text.endswith((".", "?", ":"))
    ]
    return next(iter(named), None) or next((block for block in lines if block.kind is Kind.HEADING), None)


def _name(title: str, blocks: Sequence[Block]) -> str:
    """Compact, Covenant, Accord ...: as the title says, else as the text says most often."""
    found = _NAME.search(title)
    if found:
        return found.group().capitalize()
    counted = Counter(word.capitalize() for block in blocks[:_SAMPLE] for word in _NAME.findall(block.text[:2000]))
    return counted.most_common(1)[0][0] if counted else "Compact"


def _year(blocks: Sequence[Block], title: str) -> int | None:
    """A year that stands alone, in the title, or in a short line beside the name of the agreement."""
    candidates = [title]
    for block in blocks:
        words = block.text if len(block.text) < 60 and block.kind in (Kind.HEADING, Kind.PARAGRAPH) else ""
        if _YEAR.fullmatch(words.strip()) or (_NAME.search(words) and _YEAR.search(words)):
            candidates.append(words)
    found = next((year for words in candidates if (year := _YEAR.search(words))), None)
    return int(found.group()) if found else None


def _area(title: str) -> str:
    """The words before the name: "Northmoor Compact"."""
    found = _NAME.search(title)
    before, after = (title[: found.start()], title[found.end() :]) if found else ("", "")
    words = [word for word in re.split(r"[^\w'&-]+", _YEAR.sub("", before.strip() or after)) if word]
    while words and words[-1].lower() in _NO_NAMES:
        words.pop()
    while words and words[0].lower() in _NO_NAMES:
        words.pop(0)
    return " ".join(words) if len(words) < 7 else ""


def _first_name(blocks: Sequence[Block]) -> str:
    """A place that stands alone above the title."""
    first = next((block.text for block in blocks[:2] if block.kind is Kind.HEADING), "")
    return first if len(first.split()) < 5 and first.istitle() and not _NAME.search(first) else ""


def _nation(blocks: Sequence[Block]) -> Nation | None:
    words = " ".join(block.text[:2000] for block in blocks[:_SAMPLE])
    counted = {nation: len(pattern.findall(words)) for nation, pattern in _NATIONS.items()}
    most = max(counted, key=lambda nation: counted[nation])
    return most if counted[most] else None


def slug(*parts: object) -> str:
    """Small letters, digits and hyphens: "Ynys Môn", 2016 make ynys-mon-2016."""
    words = unicodedata.normalize("NFKD", " ".join(str(part) for part in parts if part))
    return re.sub(r"[^a-z0-9]+", "-", words.encode("ascii", "ignore").decode().lower()).strip("-")


def parties_of(outline: Outline) -> tuple[Parties, list[str]]:
    """What the sides are called, by the headings that name them, and which of them no heading names."""
    usual = {
        Party.PUBLIC: _("Public sector"),
        Party.VOLUNTARY: _("Voluntary and community sector"),
        Party.BOTH: _("Shared"),
    }
    named, guessed = {}, []
    for party, otherwise in usual.items():
        names = Counter(filter(None, (_side_name(heading) for heading in outline.side_names.get(party, []))))
        named[party] = Side(name=names.most_common(1)[0][0] if names else otherwise)
        if not names:
            guessed.append(otherwise)
    sides = Parties(public=named[Party.PUBLIC], voluntary=named[Party.VOLUNTARY], both=named[Party.BOTH])
    return sides, guessed


def _side_name(heading: str) -> str:
    """What a heading calls a side, without the words of promising; empty where it says only "we"."""
    words = " ".join(_NOT_OF_A_SIDE.sub(" ", heading[:200]).split()).strip(" .:\u2026")
    return "" if words.lower() in ("we", "both", "all", "together") else sentence(words)
