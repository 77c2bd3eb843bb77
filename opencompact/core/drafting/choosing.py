"""Which of the promises found stand in the draft, and what each is called."""

from __future__ import annotations

import re
from collections import Counter

import msgspec

from opencompact.core.drafting.found import Found, Outline, Section, Shape
from opencompact.core.editions import Party

_ASIDE = re.compile(
    r"(?:foreword|introduction|preface|background|contents|glossary|definitions?|about|what (?:is|are)|history"
    r"|what the (?:compact|covenant|accord|agreement)"
    r"|(?:the )?context|how to use|resources|contacts?|(?:for )?(?:further|more) information|appendix|annex|summary"
    r"|acknowledgements?|sign(?:ing)?[ -]?up|cyflwyniad|rhagair)\b",
    re.IGNORECASE,
)
_FEWEST_OF_A_RUN = 3
_WIDEST_GAP = 50  # a wider one is no numbering
_LETTERS = {Party.PUBLIC: "P", Party.VOLUNTARY: "V", Party.BOTH: "B", None: "B"}


class Named(msgspec.Struct, frozen=True):
    """A promise of the draft with its reference."""

    found: Found
    ref: str
    theme: str
    assigned: bool
    repeats: bool = False  # its number is printed twice
    stray: bool = False  # its number stood in its words once more


def keep(outline: Outline) -> list[Found]:
    """The promises of the draft; the rest goes to ``outline.left`` and ``outline.plain``.

    Where a document numbers its promises or sets them in columns, sentences of its other paragraphs are no promises of
    the same kind. Where it writes prose, a section counts when at least half of its paragraphs promise something, and
    elsewhere a run of paragraphs that promise one after the other.
    """
    led = {found.section for found in outline.found if found.led}
    themes = {at for at, section in enumerate(outline.sections) if _promises(section)} | led
    firm = [found for found in outline.found if found.shape in (Shape.NUMBERED, Shape.PAIRED)]
    prose = [found for found in outline.found if found.shape is Shape.PROSE and found.section in themes]
    only_firm = len(firm) > 2 and len(firm) * 2 >= len(prose)
    runs = _runs([found for found in outline.found if found.shape is Shape.PROSE and found.section not in themes])
    kept = []
    for found in outline.found:
        aside = _ASIDE.match(outline.sections[found.section].title) is not None
        numbered = found.shape is Shape.NUMBERED and not aside
        among = (found.section in themes and not found.weak) or id(found) in runs
        in_prose = found.shape is Shape.PROSE and not only_firm and not aside and among
        if found.led or numbered or in_prose:
            kept.append(found)
        elif found.by_name and not found.weak:
            outline.left.append(found)
        else:
            outline.plain.append((found.place, found.text))
    return kept


def _runs(prose: list[Found]) -> set[int]:
    """The ids of promises that stand close together: at least three, with one other paragraph between them at most."""
    runs: list[list[Found]] = []
    for found in prose:
        last = runs[-1][-1] if runs else None
        near = last and last.section == found.section and found.paragraph - last.paragraph <= 2
        if near and (found.by_name or found.weak):
            runs[-1].append(found)
        elif found.by_name and not found.weak:
            runs.append([found])
    long = [run for run in runs if sum(not found.weak for found in run) >= _FEWEST_OF_A_RUN]
    return {id(found) for run in long for found in run}


def _promises(section: Section) -> bool:
    return section.by_name and section.promising * 2 >= section.paragraphs


def themes_of(kept: list[Found], sections: list[Section]) -> dict[int, str]:
    """What each section with promises is called: as printed, else what its numbers begin with, else counted."""
    used = list(dict.fromkeys(found.section for found in kept))
    refs: dict[int, str] = {}
    for section in used:
        printed = sections[section].number or _common_number(section, kept)
        if printed and printed not in refs.values():
            refs[section] = printed
    count = 0
    for section in used:
        while section not in refs:
            count += 1
            if str(count) not in refs.values():
                refs[section] = str(count)
    return refs


def _common_number(section: int, kept: list[Found]) -> str:
    firsts = {found.number.partition(".")[0] for found in kept if found.section == section and "." in found.number}
    return firsts.pop() if len(firsts) == 1 else ""


def name(kept: list[Found], themes: dict[int, str]) -> list[Named]:
    """Give every promise the reference that is printed, or one of our own that is marked so."""
    printed = Counter(_full_number(found) for found in kept)
    in_theme = Counter((found.section, _full_number(found)) for found in kept)
    crowded = {section for (section, number), count in in_theme.items() if count > 1 and not _is_whole(number)}
    running = all(count == 1 for number, count in printed.items() if number.isdecimal())
    used = _Used({number for number in printed if _is_whole(number)})
    named = []
    for found in kept:
        number, theme = _full_number(found), themes[found.section]
        whole = _is_whole(number) or (number.isdecimal() and running)
        of_row = bool(found.row and number and printed[number] == 2)
        if of_row:
            ref = used.first([f"{number}.{_LETTERS[found.party]}"])
        elif whole and used.is_free(number):
            ref = number
        elif number:
            ref = used.first(_composed(found, number, theme, found.section in crowded))
        else:
            ref = used.count(f"{theme}.{_LETTERS[found.party]}")
        words, stray = _without_stray_number(found)
        assigned = ref != number or not whole or bool(found.within)
        repeats = _is_whole(number) and printed[number] > 1 and not of_row
        named.append(Named(words, ref, theme, assigned, repeats, stray))
        used.refs.add(ref)
    return named


class _Used:
    """References given so far; printed numbers are kept for the promises that bear them."""

    def __init__(self, printed: set[str]) -> None:
        self.printed = printed
        self.refs: set[str] = set()
        self.counts: Counter[str] = Counter()

    def is_free(self, number: str) -> bool:
        return number not in self.refs

    def first(self, refs: list[str]) -> str:
        """The first of these that is free, else the last with a number behind it."""
        for ref in refs:
            if ref not in self.refs and ref not in self.printed:
                return ref
        return self.count(f"{refs[-1]}-", 2)

    def count(self, stem: str, start: int = 1) -> str:
        """The next free reference that begins so."""
        while True:
            at = self.counts[stem] + start
            self.counts[stem] += 1
            if f"{stem}{at}" not in self.refs and f"{stem}{at}" not in self.printed:
                return f"{stem}{at}"


def _full_number(found: Found) -> str:
    """The number of an item under a numbered lead takes the lead's: 2.1 and a make 2.1.a."""
    whole = not found.within or not found.number or found.number.startswith(f"{found.within}.")
    return found.number if whole else f"{found.within}.{found.number}"


def _is_whole(number: str) -> bool:
    """Whether a number says by itself where it belongs: 1.4 or C3, not 4 or a."""
    return any(sign.isdecimal() for sign in number) and not number.isdecimal()


def _composed(found: Found, number: str, theme: str, crowded: bool) -> list[str]:
    """References for a number that is printed for several promises, in a ``crowded`` theme for one of each side."""
    own = f"{theme}.{_LETTERS[found.party]}{'' if number.isdecimal() else '.'}{number}"
    return [number] if _is_whole(number) else [own] if crowded else [f"{theme}.{number}", own]


def _without_stray_number(found: Found) -> tuple[Found, bool]:
    """The number of a promise that stands once more inside its words comes from the layout."""
    if not _is_whole(found.number):
        return found, False
    words = re.sub(rf"(?<=\s){re.escape(found.number)}\.?\s+", "", found.text)
    return msgspec.structs.replace(found, text=words), words != found.text


def gaps(numbers: list[str]) -> list[tuple[str, list[str]]]:
    """Where the numbering jumps: the number after the gap, and those missing before it."""
    series: dict[str, list[int]] = {}
    for number in numbers:
        stem, _dot, last = number.rpartition(".")
        if last.isdecimal():
            series.setdefault(stem, []).append(int(last))
    found = []
    for stem, counted in series.items():
        before = 0
        for count in sorted(set(counted)):
            if 1 < count - before < _WIDEST_GAP:
                missing = [f"{stem}.{each}".lstrip(".") for each in range(before + 1, count)]
                found.append((f"{stem}.{count}".lstrip("."), missing))
            before = count
    return found
