"""Many answers in a file: a line for each answer, a column for each question. Beside the six files of a room, because
what comes in from outside is judged in one place: every cell, and all of them before one is entered."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from opencompact.core.exchange.cells import Cell, NotRead, is_blank, read_day, shown, tidy
from opencompact.core.exchange.grids import Grid, read_grid
from opencompact.core.problems import Problem, Unusable
from opencompact.core.words import in_words
from opencompact.site.consultations.models import Consultation
from opencompact.site.responses.answer_forms import AnswerForm, bound, cleaned, names_of
from opencompact.site.responses.forms import noon
from opencompact.site.responses.models import Given, Kind, Question, Reply

MOST = 5_000  # answers in one file
SHOWN = 100  # problems that are told at once
RECEIVED, PEOPLE, ORGANISATION = "Received", "People", "Organisation"
_NUMBERED = re.compile(r"(\d{1,3})[.)]")


class Found(NamedTuple):
    """What was read in a file."""

    replies: list[Reply]
    problems: list[Problem]
    skipped: list[str]


def asked_in(row: Consultation) -> list[Question]:
    """The questions that can be answered in a file."""
    return list(Question.objects.of(row).exclude(kind=Kind.FILE))


def headings(row: Consultation) -> list[str]:
    """The first line of a file."""
    asked = asked_in(row)
    return [RECEIVED, PEOPLE, ORGANISATION, *(f"{at}. {each.text}" for at, each in enumerate(asked, 1))]


def read(upload: UploadedFile[Any], row: Consultation) -> Found:
    """Every answer of a file, or all that is wrong with it."""
    with tempfile.TemporaryDirectory(prefix="answers-") as folder:
        path = Path(folder) / f"answers{Path(str(upload.name)).suffix.lower()}"
        path.write_bytes(upload.read())
        try:
            return _Sheet(read_grid(path), row).found()
        except Unusable as fault:
            return Found([], fault.problems[:SHOWN], [])


class _Sheet:
    """A file as it is read."""

    def __init__(self, grid: Grid, row: Consultation) -> None:
        self.grid, self.row, self.problems = grid, row, list[Problem]()
        self.asked = asked_in(row)
        self.columns: dict[int, Question | str] = {}
        self.skipped: list[str] = []

    def found(self) -> Found:
        """All of it."""
        rows = iter(self.grid.rows)
        head = next(rows, None)
        if head is None:
            raise Unusable(
                [
                    Problem(
                        self.grid.name,
                        _("the file is empty"),
                        _("add a row of column headings and the responses below it"),
                    )
                ]
            )
        self._read_head(head[1], head[0])
        replies: list[Reply] = []
        for number, cells in rows:
            if all(is_blank(each) for each in cells) or len(self.problems) >= SHOWN:
                continue
            if len(replies) == MOST:
                says = _("there are more than %(most)s responses") % {"most": MOST}
                raise Unusable([Problem(self.grid.name, says, _("split the file"))])
            replies.append(self._reply(number, cells))
        if not replies and not self.problems:
            raise Unusable(
                [Problem(self.grid.name, _("there are no responses in the file"), _("add one row for each response"))]
            )
        return Found([] if self.problems else replies, self.problems[:SHOWN], self.skipped)

    def _read_head(self, cells: Sequence[Cell], number: int) -> None:
        for at, cell in enumerate(cells):
            meant = self._meant(tidy(str(cell))) if not is_blank(cell) else None
            if meant is not None and meant in self.columns.values():
                self._wrong(number, at, _("this column appears twice"), _("delete one of them"))
            elif meant is not None:
                self.columns[at] = meant
            elif not is_blank(cell):
                says = _("%(shown)s is not a question in this consultation") % {"shown": shown(cell)}
                self._wrong(number, at, says, _("use the column headings from the blank spreadsheet"))
        if RECEIVED not in self.columns.values():
            self._wrong(
                number, 0, _("there is no “Received” column"), _("add it, with the date each response was received")
            )

    def _meant(self, heading: str) -> Question | str | None:
        plain = heading.casefold()
        for each in (RECEIVED, PEOPLE, ORGANISATION):
            if plain == each.casefold():
                return each
        numbered = _NUMBERED.match(heading)
        if numbered and 1 <= int(numbered[1]) <= len(self.asked):
            return self.asked[int(numbered[1]) - 1]
        return next((each for each in self.asked if each.text.casefold() == plain), None)

    def _reply(self, number: int, cells: Sequence[Cell]) -> Reply:
        own = {what: (at, cells[at] if at < len(cells) else None) for at, what in self.columns.items()}
        received = self._received(number, *own.get(RECEIVED, (0, None)))
        who: dict[str, Any] = {"people": self._people(number, *own.get(PEOPLE, (0, None)))}
        name = own.get(ORGANISATION, (0, None))[1]
        if not is_blank(name):
            who |= {"as_organisation": True, "organisation": cleaned(tidy(str(name)))[:200]}
        given = tuple(self._answers(number, own))
        if not given:
            self._wrong(
                number, 0, _("no question is answered in this row"), _("answer at least one, or delete the row")
            )
        return Reply(given=given, received=received, who=who)

    def _received(self, number: int, at: int, cell: Cell) -> datetime | None:
        try:
            day = read_day(cell)
        except NotRead as fault:
            self._wrong(number, at, fault.says, fault.mend)
            return None
        first, last = self.row.opens or date.max, min(self.row.closes or date.max, self.row.area.today())
        if day is None or not first <= day <= last:
            days = {"first": in_words(first), "last": in_words(last)}
            self._wrong(number, at, _("it was not open on this date"),
                        _("write a date from %(first)s to %(last)s") % days)  # fmt: skip
            return None
        return noon(self.row.area, day)

    def _people(self, number: int, at: int, cell: Cell) -> int:
        if is_blank(cell):
            return 1
        text = _plain(cell)
        if not text.isdecimal() or not 1 <= int(text[:9]) <= 100_000:
            self._wrong(
                number, at, _("%(shown)s is not a number of people") % {"shown": shown(cell)}, _("write 1 or more")
            )
            return 1
        return int(text)

    def _answers(self, number: int, own: dict[Question | str, tuple[int, Cell]]) -> Iterator[Given]:
        for question, (at, cell) in own.items():
            if isinstance(question, str) or is_blank(cell):
                continue
            try:
                typed = _typed(question, cell)
                form = AnswerForm(bound(typed), questions=[question])
                good = form.is_valid()
            except forms.ValidationError as fault:
                self._wrong(number, at, str(fault.message), "")
                continue
            if good:
                yield from form.answers()
            else:
                says = [str(each) for found in form.errors.values() for each in found]
                self._wrong(number, at, " ".join(says), "")

    def _wrong(self, number: int, at: int, says: str, mend: str) -> None:
        self.problems.append(Problem(self.grid.place_of_cell(number, at), says, mend))


def _plain(cell: Cell) -> str:
    """A cell as it would be typed: a spreadsheet's 3.0 is 3."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return cleaned(tidy(str(cell)))


def _typed(question: Question, cell: Cell) -> dict[str, list[str]]:
    """A cell as it would have been typed into the form."""
    name, text = names_of(question)[0], _plain(cell)
    if question.kind in (Kind.TEXT, Kind.NUMBER):
        return {name: [text]}
    several = question.kind in (Kind.MANY, Kind.RANK)
    places = [_place(question, part) for part in (re.split(r"[;\n]|(?<= )>(?= )", text) if several else [text])]
    if question.kind == Kind.RANK:
        names = names_of(question)
        return {names[at]: [str(place)] for place, at in enumerate(places, 1)}
    return {name: [str(each) for each in places]}


def _place(question: Question, text: str) -> int:
    """The place of an option, by its words."""
    plain = tidy(text).casefold()
    for at, each in enumerate(question.choices):
        if each.casefold() == plain:
            return at
    says = _("%(shown)s is not one of the answers to choose from: %(options)s")
    raise forms.ValidationError(says % {"shown": shown(text), "options": "; ".join(question.choices)[:300]})


def frozen(replies: list[Reply]) -> list[dict[str, Any]]:
    """What was read, as it waits to be entered."""
    return [
        {
            "received": each.received.isoformat() if each.received else None,
            "who": dict(each.who),
            "given": [
                [one.question.pk, one.text, list(one.chosen), str(one.number) if one.number is not None else None]
                for one in each.given
            ],
        }
        for each in replies
    ]


def thawed(row: Consultation, rows: list[dict[str, Any]]) -> list[Reply]:
    """What waited, as it is entered."""
    asked = {each.pk: each for each in asked_in(row)}
    return [
        Reply(
            given=tuple(
                Given(asked[pk], text, tuple(chosen), Decimal(number) if number is not None else None)
                for pk, text, chosen, number in each["given"]
                if pk in asked
            ),
            received=datetime.fromisoformat(each["received"]),
            who=each["who"],
        )
        for each in rows
    ]
