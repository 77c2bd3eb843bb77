"""What a draft is unsure of, in plain words and with places."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from opencompact.core.describing import describe
from opencompact.core.drafting.choosing import Named, gaps
from opencompact.core.drafting.found import Found, Guess, Left, Outline, Shape
from opencompact.core.drafting.front import Front
from opencompact.core.drafting.promises import sentences
from opencompact.core.drafting.suggestions import suggested
from opencompact.core.editions import Commitment, Party
from opencompact.core.exchange.papers.sides import opening_of
from opencompact.core.words import _, listed, n_

_SHOWN = 12  # references a sentence names before it only counts


def doubts(
    front: Front,
    outline: Outline,
    named: list[Named],
    commitments: list[Commitment],
    unnamed: list[str],
    left: list[Left],
) -> list[str]:
    """Everything a person should look at before the draft becomes an edition."""
    return [
        _("Summaries: each repeats the document's own words. Rewrite every promise in plain words."),
        _("We guessed the strengths (must, aim, recognise) from the verbs."),
        *_about_the_document(front, outline),
        *_about_references(named, outline),
        *_about_parties(named, unnamed),
        *_about_checks(named, commitments, outline),
        *_about_what_was_left(outline, left),
    ]


def _about_the_document(front: Front, outline: Outline) -> Iterator[str]:
    yield _('We took the title "{title}" from {place}.').format(title=front.title, place=front.title_place)
    if not front.area_given:
        yield _('We took the area "{area}" from the title.').format(area=front.area or front.title)
    if front.year is None:
        yield _("No year stands out in the text. Add the year the agreement came into force.")
    else:
        yield _("We took {year} to be the year it came into force.").format(year=front.year)
    if not front.nation_said:
        yield _("The nation is not given, so we guessed England. It decides which bank holidays count.")
    if outline.outcomes:
        yield _("{place}: we took a list to be the outcomes.").format(place=outline.outcomes_from)
    if outline.unplaced:
        yield _("The document does not say which sector these bodies belong to: {names}.").format(
            names=listed(outline.unplaced)
        )


def _about_references(named: list[Named], outline: Outline) -> Iterator[str]:
    own = [each for each in named if each.assigned]
    if own:
        says = n_(
            "The document gives no full reference for {count} promise, so we added {refs}.",
            "The document gives no full reference for {count} promises, so we added {refs}.",
            len(own),
        )
        yield says.format(count=len(own), refs=_refs(own))
    for each in named:
        if each.repeats:
            says = _("{place}: the number {number} is used more than once; this promise is called {ref}.")
            yield says.format(place=each.found.place, number=each.found.number, ref=each.ref)
        if each.stray:
            says = _("{place}: the number {number} appeared again in the words of the promise, so we removed it.")
            yield says.format(place=each.found.place, number=each.found.number)
    yield from _about_gaps(named, outline)


def _about_gaps(named: list[Named], outline: Outline) -> Iterator[str]:
    printed = [each.ref for each in named if each.ref == each.found.number]
    running = any(ref.isdecimal() for ref in printed)
    others = [number for number, _place in outline.silent] + [found.number for found in outline.left]
    others += [number for each in named for number in (each.found.within, each.found.number)]
    others = [number for number in others if "." in number or (running and number.isdecimal())]
    for number, missing in gaps([*printed, *others]):
        says = n_(
            "The number {missing} is missing before {number}.",
            "The numbers {missing} are missing before {number}.",
            len(missing),
        )
        yield says.format(missing=listed(missing), number=number)


def _about_parties(named: list[Named], unnamed: list[str]) -> Iterator[str]:
    guessed = [each for each in named if each.found.party is None]
    if guessed:
        yield _("No sector is named, so we guessed both: {refs}.").format(refs=_all_refs(guessed))
    ours = [each for each in named if each.found.party and each.found.guess is Guess.WE]
    if ours:
        yield _('These only say "we", which we took to mean both sectors: {refs}.').format(refs=_all_refs(ours))
    other = [each for each in named if each.found.guess is Guess.OTHER]
    if other:
        says = _("These name a different sector from the heading above them. Check whose promises they are: {refs}.")
        yield says.format(refs=_all_refs(other))
    if unnamed:
        yield _("No heading names these sectors, so we chose the names: {names}.").format(names=listed(unnamed))


def _about_checks(named: list[Named], commitments: list[Commitment], outline: Outline) -> Iterator[str]:
    for each, commitment in zip(named, commitments, strict=True):
        about = {"ref": each.ref, "place": each.found.place}
        theme = outline.sections[each.found.section].title
        hints = suggested(each.found.text, commitment.by, commitment.strength, theme)
        for check in commitment.checks:
            says = _('{ref} ({place}): suggested check for you to confirm: {check} ("{words}").')
            yield says.format(**about, check=describe(check, commitment.checks), words=hints.quotes[check.id])
        if hints.numbers:
            numbers = listed(f'"{number}"' for number in hints.numbers)
            yield _("{ref} ({place}): no check uses {numbers}.").format(**about, numbers=numbers)
        if hints.holidays:
            says = _("{ref} ({place}): mentions holidays. List the periods to avoid and add a check for them.")
            yield says.format(**about)


def _about_what_was_left(outline: Outline, left: list[Left]) -> Iterator[str]:
    for found in outline.left:
        if found.shape is not Shape.PAIRED:
            yield _about_one_left(found)
    in_tables = [found for found in outline.left if found.shape is Shape.PAIRED]
    for _table, group in groupby(in_tables, key=lambda found: found.table):
        cells = list(group)
        says = n_(
            "{first}: {count} table cell looks like a promise, but no heading names a sector, so we left it out.",
            "{first} to {last}: {count} table cells look like promises, but no heading names a sector, so we left"
            " them out.",
            len(cells),
        )
        yield says.format(first=cells[0].place, last=cells[-1].place, count=len(cells))
    if outline.silent:
        shown = listed(f"{number} ({place})" for number, place in outline.silent[:_SHOWN])
        more = _(" and more") if len(outline.silent) > _SHOWN else ""
        yield _("Numbered, but not worded as promises: {numbers}{more}.").format(numbers=shown, more=more)
    if outline.plain:
        says = n_(
            "{count} paragraph makes no promise, so we left it out: {places}.",
            "{count} paragraphs make no promises, so we left them out: {places}.",
            len(left),
        )
        yield says.format(count=len(left), places=_places([each.place for each in left]))
    if outline.margins:
        shown = listed(f'"{words[:60]}"' for words in dict.fromkeys(words for _place, words in outline.margins))
        yield _("We left out headers, footers and tables of contents: {words}.").format(words=shown)
    if outline.notes:
        yield _("Footnotes were not read: {places}.").format(places=listed(outline.notes[:_SHOWN]))


def _about_one_left(found: Found) -> str:
    sentence = next((each for each in sentences(found.text) if opening_of(each)), found.text)
    words = sentence if len(sentence) < 120 else sentence[:117].rsplit(" ", 1)[0] + " ..."
    whose = {Party.PUBLIC: _(" by the public sector"), Party.VOLUNTARY: _(" by the voluntary sector")}
    says = _('{place}: this looks like a promise{whose}, but we left it out: "{words}"')
    return says.format(place=found.place, whose=whose.get(found.party, "") if found.party else "", words=words)


def _places(places: list[str]) -> str:
    distinct = list(dict.fromkeys(places))
    more = _(" and more") if len(distinct) > _SHOWN else ""
    return listed(distinct[:_SHOWN]) + more


def _all_refs(named: Iterable[Named]) -> str:
    """Every reference, with its place where there are few: a guess must be seen."""
    each = list(named)
    return listed(one.ref for one in each) if len(each) > _SHOWN else _refs(each)


def _refs(named: Iterable[Named]) -> str:
    """References with the places of the first and the last."""
    each = list(named)
    if len(each) > _SHOWN:
        first, last = each[0], each[-1]
        says = _("{first} ({place}) to {last} ({end})")
        return says.format(first=first.ref, place=first.found.place, last=last.ref, end=last.found.place)
    return listed(f"{one.ref} ({one.found.place})" for one in each)
