"""Tables drawn with rules: the cells between the lines, and which words stand in each."""

from __future__ import annotations

from itertools import pairwise

import msgspec

from opencompact.core.exchange.papers.glyphs import Page, Rule, Word

_NEAR = 3.0  # lines this close are one
_NARROWEST = 8.0
_LOWEST = 4.0
_MOST_RULES = 2_000  # more are a drawing
_BACK = 40  # lines looked back at for one to go on


class Cell(msgspec.Struct):
    """The words between four lines."""

    left: float
    right: float
    words: list[Word]


class Grid(msgspec.Struct):
    """A table with lines between its cells."""

    top: float
    bottom: float
    rows: list[list[Cell]]


def grids_of(page: Page) -> tuple[list[Grid], list[Word]]:
    """The tables of a page from top to bottom, and the words outside them."""
    rest = page.words
    grids = []
    for rules in _groups(_merged(page.rules)):
        made = _Frame(rules)
        if len(made.columns) < 2 or not made.rows:
            continue
        inside = [word for word in rest if made.holds(word)]
        if inside:
            grids.append(made.filled(inside))
            chosen = set(map(id, inside))
            rest = [word for word in rest if id(word) not in chosen]
    return sorted((grid for grid in grids if grid.rows), key=lambda grid: grid.top), rest


def _merged(rules: list[Rule]) -> list[Rule]:
    """Lines that continue each other as one."""
    merged: list[Rule] = []
    for rule in sorted(rules, key=lambda each: (each.across, round(each.at), each.begin)):
        at = next((at for at in range(len(merged) - 1, -1, -1)[:_BACK] if _goes_on(merged[at], rule)), None)
        if at is None:
            merged.append(rule)
        else:
            line = merged[at]
            merged[at] = Rule(line.across, line.at, min(line.begin, rule.begin), max(line.end, rule.end))
    return merged if len(merged) < _MOST_RULES else []


def _goes_on(line: Rule, rule: Rule) -> bool:
    touches = rule.begin <= line.end + _NEAR and line.begin <= rule.end + _NEAR
    return line.across == rule.across and abs(line.at - rule.at) < _NEAR / 2 and touches


def _groups(rules: list[Rule]) -> list[list[Rule]]:
    """Lines that touch each other, the largest group first."""
    groups: list[list[Rule]] = []
    waiting = list(rules)
    while waiting:
        group = [waiting.pop()]
        for member in group:
            touching = [rule for rule in waiting if _touch(member, rule)]
            chosen = set(map(id, touching))
            waiting = [rule for rule in waiting if id(rule) not in chosen]
            group += touching
        groups.append(group)
    return sorted(groups, key=len, reverse=True)


def _touch(one: Rule, other: Rule) -> bool:
    if one.across == other.across:
        near = abs(one.at - other.at) < _NEAR
        return near and one.begin <= other.end + _NEAR and other.begin <= one.end + _NEAR
    beside = one.begin - _NEAR <= other.at <= one.end + _NEAR
    return beside and other.begin - _NEAR <= one.at <= other.end + _NEAR


class _Frame:
    """The lines of one table as columns and rows."""

    def __init__(self, rules: list[Rule]) -> None:
        self.across = [rule for rule in rules if rule.across]
        self.down = [rule for rule in rules if not rule.across]
        ends = [end for rule in self.across for end in (rule.begin, rule.end)]
        xs = [rule.at for rule in self.down] + ([min(ends), max(ends)] if ends else [])
        edges = [end for rule in self.down for end in (rule.begin, rule.end)]
        ys = [rule.at for rule in self.across] + ([min(edges), max(edges)] if edges else [])
        self.columns = _bands(xs, _NARROWEST)
        self.rows = _bands(ys, _LOWEST) if self.down else []

    def holds(self, word: Word) -> bool:
        middle, centre = word.base - 0.3 * word.size, (word.left + word.right) / 2
        inside = self.columns[0][0] - 1 < centre < self.columns[-1][1] + 1
        return inside and self.rows[0][0] - 1 < middle < self.rows[-1][1] + 1

    def filled(self, words: list[Word]) -> Grid:
        """The rows with their words. A cell over several rows counts to the first of them."""
        rows: list[list[Cell]] = []
        for top, bottom in self.rows:
            cells = [Cell(left, right, []) for left, right in self._cells(top, bottom)]
            for word in words:
                if top < word.base - 0.3 * word.size <= bottom:
                    centre = (word.left + word.right) / 2
                    min(cells, key=lambda cell: _distance(cell, centre)).words.append(word)
            if rows:
                self._lift(rows[-1], cells, top)
            if any(cell.words for cell in cells):
                rows.append(cells)
        return Grid(self.rows[0][0], self.rows[-1][1], rows)

    def _cells(self, top: float, bottom: float) -> list[tuple[float, float]]:
        """The columns of one row: neighbours without a line between them are one cell."""
        middle = (top + bottom) / 2
        cells = [self.columns[0]]
        for left, right in self.columns[1:]:
            parted = any(abs(rule.at - left) < _NEAR and rule.begin - 1 < middle < rule.end + 1 for rule in self.down)
            if parted:
                cells.append((left, right))
            else:
                cells[-1] = (cells[-1][0], right)
        return cells

    def _lift(self, above: list[Cell], cells: list[Cell], top: float) -> None:
        """Words without a line above them belong to the cell over them."""
        for cell in cells:
            centre = (cell.left + cell.right) / 2
            open_top = not any(
                abs(rule.at - top) < _NEAR and rule.begin - 1 < centre < rule.end + 1 for rule in self.across
            )
            over = next((each for each in above if each.left - 1 < centre < each.right + 1), None)
            if open_top and over and cell.words:
                over.words += cell.words
                cell.words = []


def _bands(edges: list[float], least: float) -> list[tuple[float, float]]:
    """The spaces between lines, leaving out those too small for words."""
    distinct: list[float] = []
    for edge in sorted(edges):
        if not distinct or edge - distinct[-1] > least:
            distinct.append(edge)
    return list(pairwise(distinct))


def _distance(cell: Cell, centre: float) -> float:
    return max(cell.left - centre, centre - cell.right, 0.0)
