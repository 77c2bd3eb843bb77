"""What stands on the pages of a PDF and where: words, the rules of its tables, the bullets drawn before lines.

Lengths are in points; y grows down the page, as one reads.
"""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Iterator
from typing import Any

import msgspec
from pdfminer.converter import PDFPageAggregator
from pdfminer.layout import LTChar, LTContainer, LTCurve, LTItem, LTLine, LTRect
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage

MOST_LETTERS = 200_000  # on one page
MOST_SHAPES = 50_000
MOST_FORMS = 2_000  # a form drawn in a form drawn in a form can multiply without end
_THIN = 3.0  # a rectangle no wider than this is a line
_UNMAPPED = re.compile(r"\(cid:\d+\)")
_SPACE_OF_A_WORD = 0.22  # of the size of the letters
_SAME_LINE = 0.3


class TooMuch(Exception):
    """A page that draws more than any page of words does."""


class Word(msgspec.Struct):
    """Letters without a space between them."""

    text: str
    left: float
    right: float
    base: float  # the line the letters stand on
    size: float
    bold: bool = False

    @property
    def top(self) -> float:
        return self.base - 0.8 * self.size


class Rule(msgspec.Struct, frozen=True):
    """A straight line along the page: ``at`` this height or breadth, ``begin`` to ``end`` in the other direction."""

    across: bool
    at: float
    begin: float
    end: float


class Page(msgspec.Struct):
    """One page."""

    words: list[Word]
    rules: list[Rule]
    aside: list[str]  # words that do not run from left to right
    width: float
    height: float


class _Device(PDFPageAggregator):
    """Collects letters and shapes as far as a page of words can have them."""

    letters = shapes = forms = 0

    def render_char(self, *given: Any, **more: Any) -> float:
        self.letters += 1
        if self.letters > MOST_LETTERS:
            raise TooMuch
        return super().render_char(*given, **more)

    def paint_path(self, *given: Any, **more: Any) -> None:
        self.shapes += 1
        if self.shapes <= MOST_SHAPES:  # a map or a chart: its shapes are no table
            super().paint_path(*given, **more)

    def begin_figure(self, *given: Any, **more: Any) -> None:
        self.forms += 1
        if self.forms > MOST_FORMS:
            raise TooMuch
        super().begin_figure(*given, **more)


def pages_of(raw: bytes) -> Iterator[Page]:
    """The pages of a PDF, one after the other."""
    resources = PDFResourceManager()
    for number, page in enumerate(PDFPage.get_pages(io.BytesIO(raw)), start=1):
        device = _Device(resources, number, laparams=None)
        PDFPageInterpreter(resources, device).process_page(page)
        yield _page(device.get_result())


def _page(drawn: Any) -> Page:
    items = list(_leaves(drawn))
    height = drawn.height
    letters = [item for item in items if isinstance(item, LTChar)]
    upright = [
        letter for letter in letters if letter.matrix[0] > 0 and abs(letter.matrix[1]) < abs(letter.matrix[0]) / 9
    ]
    chosen = set(map(id, upright))
    aside = "".join(letter.get_text() for letter in letters if id(letter) not in chosen)
    shapes = [item for item in items if isinstance(item, LTCurve)]
    rules = [rule for shape in shapes for rule in _rules(shape, height)]
    words = _words(upright, height, [rule for rule in rules if not rule.across])
    _add_bullets(words, shapes, height)
    return Page(words, rules, [aside] if aside.strip() else [], drawn.width, height)


def _leaves(item: LTContainer[Any]) -> Iterator[LTItem]:
    for each in item:
        if isinstance(each, LTContainer):
            yield from _leaves(each)
        else:
            yield each


def _words(letters: list[LTChar], height: float, upright: list[Rule]) -> list[Word]:
    """Letters as words: those of one line from left to right, cut at spaces, gaps and lines between cells."""
    words: list[Word] = []
    for line in _by_line(letters):
        open_word: Word | None = None
        printed: set[tuple[str, float]] = set()
        for letter in line:
            text = _plain(letter.get_text())
            twice = (text, round(letter.x0 * 2))  # bold by printing again, a hair beside
            if not text.strip() or twice in printed:
                open_word = open_word if twice in printed else None
                continue
            printed |= {twice, (text, twice[1] + 1), (text, twice[1] - 1)}
            size = max(letter.size, 1.0)
            near = open_word and -size < letter.x0 - open_word.right < _SPACE_OF_A_WORD * size
            if open_word and near and not _parts(upright, open_word, letter):
                raised = _raised(letter, height, open_word)
                open_word.text += f"^{{{text}}}" if raised else text
                open_word.right = max(open_word.right, letter.x1)
            else:
                base = height - letter.matrix[5]
                bold = "bold" in letter.fontname.lower() or "black" in letter.fontname.lower()
                open_word = Word(text, letter.x0, letter.x1, base, size, bold)
                words.append(open_word)
    for word in words:
        if _UNMAPPED.search(word.text):  # a sign of a typeface that does not say what it shows: most often a bullet
            word.text = _UNMAPPED.sub("\u2022", word.text)
    return words


def _parts(upright: list[Rule], word: Word, letter: LTChar) -> bool:
    """Whether a line between two cells stands between a word and a letter."""
    return any(rule.begin < word.base < rule.end and word.right - 0.5 <= rule.at <= letter.x0 + 0.5 for rule in upright)


def _raised(letter: LTChar, height: float, word: Word) -> bool:
    """Whether a numeral is set small and high behind a word: the mark of a footnote."""
    if not letter.get_text().isdigit() or word.text[-1:].isdigit():
        return False
    lift = word.base - (height - letter.matrix[5])
    return letter.size < 0.85 * word.size and (lift > 0.1 * word.size or letter.size < 0.7 * word.size)


def _by_line(letters: list[LTChar]) -> Iterator[list[LTChar]]:
    """Letters that stand on one line, from left to right; small raised ones belong to the line beside them."""
    lines: list[tuple[float, float, list[LTChar]]] = []
    for letter in sorted(letters, key=lambda each: (-round(each.matrix[5], 1), each.x0)):
        base = letter.matrix[5]
        for at, size, line in reversed(lines[-4:]):
            if abs(at - base) < _SAME_LINE * min(size, letter.size):
                line.append(letter)
                break
        else:
            lines.append((base, letter.size, [letter]))
    for _base, _size, line in lines:
        yield sorted(line, key=lambda each: each.x0)


def _plain(text: str) -> str:
    """A letter as it is searched for: joined letters apart, hard spaces as spaces, soft hyphens gone."""
    if len(text) == 1 and "\ufb00" <= text <= "\ufb06":
        return unicodedata.normalize("NFKC", text)
    return text.replace("\u00a0", " ").replace("\u00ad", "").replace("\x00", "")


def _rules(shape: LTCurve, height: float) -> Iterator[Rule]:
    """The lines a shape draws: itself where it is thin, else the four sides of a rectangle."""
    left, right, top, bottom = shape.x0, shape.x1, height - shape.y1, height - shape.y0
    if bottom - top <= _THIN and right - left > 2 * _THIN:
        yield Rule(True, (top + bottom) / 2, left, right)
    elif right - left <= _THIN and bottom - top > 2 * _THIN:
        yield Rule(False, (left + right) / 2, top, bottom)
    elif isinstance(shape, LTRect) and not isinstance(shape, LTLine) and bottom - top > 2 * _THIN:
        yield Rule(True, top, left, right)
        yield Rule(True, bottom, left, right)
        yield Rule(False, left, top, bottom)
        yield Rule(False, right, top, bottom)


def _add_bullets(words: list[Word], shapes: list[LTCurve], height: float) -> None:
    """Small round or square shapes close before a line are its bullets: printed pages draw them."""
    bullets: dict[tuple[int, int], Word] = {}
    for shape in shapes:
        wide, high = shape.x1 - shape.x0, shape.y1 - shape.y0
        if not (1 < wide < 9 and 1 < high < 9 and 0.6 < wide / high < 1.7):
            continue
        middle = height - (shape.y0 + shape.y1) / 2
        beside = [
            word
            for word in words
            if word.top - 1 < middle < word.base + 1
            and wide < 0.8 * word.size
            and -1 < word.left - shape.x1 < 3 * word.size
        ]
        if beside:
            nearest = min(beside, key=lambda word: word.left)
            bullets[round(nearest.base), round(nearest.left)] = Word(
                "\u2022", shape.x0, shape.x1, nearest.base, nearest.size
            )
    words += bullets.values()
