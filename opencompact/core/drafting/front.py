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
    r"\b(?:compact|covenant|accord|charter|concordat|agreement|protocol|framework|memorandum|scheme|cytundeb)\b",
    re.IGNORECASE,
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
    "the new our a an local draft revised renewed final national voluntary community sector sectors third and for of in"
    " with between to civil society public statutory bodies organisations partners partnership council councils group"
    " groups compact covenant accord charter concordat agreement protocol framework memorandum scheme code good"
    " practice working together joint shared relations state cvs vcs vcse published version edition summary".split()
)
_BETWEEN = re.compile(
    r"\b(?:between|by) (?:the )?(?P<name>[A-Z][\w'&-]*(?: (?:(?:and|upon|of|the|on|in) )?[A-Z][\w'&-]*){0,5})"
)
_PLACED = re.compile(r"\b(?:in|for|of|across) (?P<name>[A-Z][\w'-]*(?: (?:(?:and|upon|on) )?[A-Z][\w'-]*){0,3})")
_BODY = re.compile(
    r"(?P<name>[A-Z][\w'-]*(?: (?:(?:and|upon|on) )?[A-Z][\w'-]*){0,3}?) "
    r"(?:(?:City|Town|District|County|Borough|Metropolitan|Unitary) )*(?:Council\b|CVS\b|Third Sector Interface\b)"
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
        area=area or _area(words) or _first_name(blocks) or _named_area(blocks),
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
    """The name in a title: before what the agreement is called ("Northmoor Compact") or behind it."""
    found = _NAME.search(title)
    before, after = (title[: found.start()], title[found.end() :]) if found else ("", "")
    return _name_of_place(before) or _name_of_place(after)


def _name_of_place(words: str) -> str:
    """Words without those that name no place; empty where nothing or a whole sentence is left."""
    left = [word for word in re.split(r"[^\w'&-]+", _YEAR.sub("", words)) if word]
    while left and left[-1].lower() in _NO_NAMES:
        left.pop()
    while left and left[0].lower() in _NO_NAMES:
        left.pop(0)
    return " ".join(left) if len(left) < 7 and left and left[0][:1].isupper() else ""


def _first_name(blocks: Sequence[Block]) -> str:
    """A place that stands alone above or below the title: "Llanwen, 2015"."""
    for block in blocks[:4]:
        words = _YEAR.sub("", block.text).strip(" ,-\u2013")
        alone = block.kind in (Kind.HEADING, Kind.PARAGRAPH) and words.istitle() and len(words.split()) < 5
        if alone and not _NAME.search(words) and _name_of_place(words) == words:
            return words
    return ""


def _named_area(blocks: Sequence[Block]) -> str:
    """Where the agreement says between whom or for where it is made; else the place most councils and groups bear."""
    first = [block.text[:2000] for block in blocks[:_FIRST]]
    for pattern in (_BETWEEN, _PLACED):
        for words in first:
            found = pattern.search(words) if _NAME.search(words) else None
            if found and (name := _name_of_place(found["name"])):
                return name
    counted: Counter[str] = Counter()
    for block in blocks[:_SAMPLE]:
        counted.update(filter(None, (_name_of_place(found["name"]) for found in _BODY.finditer(block.text[:2000]))))
    return counted.most_common(1)[0][0] if counted else ""


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
