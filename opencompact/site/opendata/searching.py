"""The search: by words and by clause, over SQLite's FTS5 or PostgreSQL's full text, behind one function.

Whatever people type is taken as words, never as the language of a database. Rows come from ``findable`` and are made
anew where something happened; the words are looked up in what the database itself keeps for that.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from django.db import OperationalError, connection, transaction
from django.db.models import Q, QuerySet
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from opencompact.core.words import speaking
from opencompact.site.areas.models import Area
from opencompact.site.opendata.findable import findables
from opencompact.site.opendata.models import KINDS, Findable, Looked, Sort
from opencompact.site.opendata.ranking import answers, in_order, is_earlier
from opencompact.site.opendata.spelling import corrected, gather_words
from opencompact.site.opendata.synonyms import alternatives, question_words
from opencompact.site.record.models import Entry

LONGEST, MOST_WORDS, MOST = 200, 12, 50
CANDIDATES = 200  # rows the database gives, to be put in order
ROWS, WORDS = Findable._meta.db_table, "compact_words"
BEGIN, END = "\x02", "\x03"  # round a word that was found; no text holds them
POSTCODE = re.compile(r"[A-Z]{1,2}\d[A-Z\d]?\s*\d[A-Z]{2}", re.I)
OUTWARD = re.compile(r"[A-Z]{1,2}\d[A-Z\d]?", re.I)  # CM15: half a postcode, or the number of a promise
_TEXT = "coalesce(title, '') || ' ' || coalesce(place, '') || ' ' || coalesce(text, '')"
_FTS = f"""CREATE VIRTUAL TABLE IF NOT EXISTS {WORDS} USING fts5(title, text, place,
    content='{ROWS}', content_rowid='id', tokenize='porter unicode61 remove_diacritics 2')"""


class Hit(NamedTuple):
    """One thing that was found, and where the words stand in it."""

    row: Findable
    title: SafeString
    snippet: SafeString

    @property
    def is_earlier(self) -> bool:
        """Whether it is a promise of an edition that is in force no more."""
        return is_earlier(self.row)

    @property
    def ref(self) -> str:
        """The number of a promise."""
        return self.row.ref


class Results(NamedTuple):
    """What a search gave."""

    hits: list[Hit]
    meant: str = ""  # what was looked for instead of words that stand nowhere
    is_postcode: bool = False


def ensure_index() -> None:
    """Make what the database looks words up in, where it is not there yet; PostgreSQL does without it, slowly."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(_FTS)
            return
        for language in ("english", "simple"):
            cursor.execute(
                f"CREATE INDEX IF NOT EXISTS {WORDS}_{language} ON {ROWS} "
                f"USING gin (to_tsvector('{language}'::regconfig, {_TEXT}))"
            )


@transaction.atomic
def reindex(area: Area) -> int:
    """Gather the public things of an area anew; how many there are."""
    with speaking("en"):
        rows = list(findables(area))
    kept = Findable.objects.filter(area=area)
    if [_content(row) for row in rows] != [_content(row) for row in kept.order_by("pk")]:
        kept.delete()
        Findable.objects.bulk_create(rows, batch_size=500)
        if connection.vendor == "sqlite":
            ensure_index()
            with connection.cursor() as cursor:
                cursor.execute(f"INSERT INTO {WORDS}({WORDS}) VALUES ('rebuild')")  # noqa: S608  # a constant
        gather_words(area, rows)
    last = Entry.objects.in_area(area.slug).latest(1)
    up_to = last[0].n if last else -1
    Looked.objects.update_or_create(area=area, defaults={"up_to": up_to, "on": area.today()})
    return len(rows)


def reindex_changed() -> int:
    """For the clock, every minute: the areas in which something happened since, or a new day began."""
    looked = {row.area_id: row for row in Looked.objects.all()}
    count = 0
    for area in Area.objects.all():
        before = looked.get(area.pk)
        last = Entry.objects.in_area(area.slug).latest(1)
        if before is None or before.on != area.today() or (last and last[0].n > before.up_to):
            reindex(area)
            count += 1
    return count


def search(text: str, area: Area | None = None, kind: str = "") -> Results:
    """What was found, the best first; at most so many that a person looks through them."""
    text = "".join(char if char.isprintable() else " " for char in text)[:LONGEST].strip()
    rows = Findable.objects.filter(area=area) if area else Findable.objects.all()
    rows = rows.filter(sort__in=KINDS[kind].sorts) if kind in KINDS else rows
    if POSTCODE.fullmatch(text):
        return Results([], is_postcode=True)
    hits = _by_clause(rows, re.split(r"[\s#]+", text)) if any(char.isdigit() for char in text) else []
    words = question_words(text, MOST_WORDS)
    if not words:
        return Results(hits)
    found, meant, words = _found(rows, words, area, is_answered=bool(hits))
    known = {hit.row.pk for hit in hits}
    ordered = in_order([hit.row for hit in found.values()], " ".join(words), [alternatives(word) for word in words])
    hits = _first_by_name(hits, text) + [found[row.pk] for row in ordered if row.pk not in known]
    return Results(hits[:MOST], meant if hits else "", not hits and bool(OUTWARD.fullmatch(text)))


def _found(
    rows: QuerySet[Findable], words: list[str], area: Area | None, is_answered: bool
) -> tuple[dict[int, Hit], str, list[str]]:
    """What holds all the words; else all of what was probably meant; else some of it. And what was meant.

    A database finds "consult" for "consulation", whose ending it cuts off: what was found only so is no answer.
    """
    found = _by_words(rows, words, "AND")
    question = [alternatives(word) for word in words]
    if is_answered or any(answers(hit.row, question) for hit in found.values()):
        return found, "", words
    better = corrected(words, area)
    if better != words:
        meant = _by_words(rows, better, "AND") or _by_words(rows, better, "OR")
        if meant:
            return meant, " ".join(better), better
    return found or (_by_words(rows, words, "OR") if len(words) > 1 else {}), "", words


def _first_by_name(hits: list[Hit], text: str) -> list[Hit]:
    """Promises with a reference, those in force first."""
    return sorted(hits, key=lambda hit: (hit.is_earlier, hit.row.ref.casefold() != text.casefold()))


def _content(row: Findable) -> tuple[str, ...]:
    return row.sort, row.ref, row.title, row.text, row.place, row.href


def _by_clause(rows: QuerySet[Findable], tokens: list[str]) -> list[Hit]:
    """Promises with this reference; the other words say of which area or edition."""
    refs = [token for token in tokens if any(char.isdigit() for char in token)]
    wanted = Q(pk=None)
    for ref in refs:
        narrow = Q(ref__iexact=ref)
        for word in tokens:
            if word != ref:
                narrow &= Q(place__icontains=word) | Q(text__icontains=word)
        wanted |= narrow
    found = rows.filter(wanted).select_related("area").order_by("href", "pk")[:MOST]
    return [Hit(row, _marked(row.title), _marked("")) for row in found]


def _by_words(rows: QuerySet[Findable], words: list[str], joined: str) -> dict[int, Hit]:
    """The rows that hold the words or what others call the same, as the database puts them."""
    question = [alternatives(word) for word in words]
    look = _in_sqlite if connection.vendor == "sqlite" else _in_postgresql
    sql, values = look(question, joined)
    inner, more = rows.order_by().values("pk").query.sql_with_params()
    try:
        with connection.cursor() as cursor:
            cursor.execute(sql.replace("/*rows*/", inner), [*values, *more, CANDIDATES])
            marked = {pk: (title, snippet) for pk, title, snippet in cursor.fetchall()}
    except OperationalError:
        if connection.vendor == "sqlite":
            return {}  # nothing was gathered yet, so there is nothing to look through
        raise
    there = Findable.objects.select_related("area").in_bulk(marked) if marked else {}
    return {pk: _hit(there[pk], *told) for pk, told in marked.items() if pk in there}


def _hit(row: Findable, title: str, snippet: str) -> Hit:
    """A thing with the words marked; what can be done is said in the reader's language."""
    if row.sort != Sort.TOOL:
        return Hit(row, _marked(title), _marked(snippet))
    here, about = gettext(row.title), gettext(row.text) if row.text else ""
    return Hit(
        row,
        _marked(title if here == row.title else here),
        _marked(snippet if about == row.text else about),
    )


def _in_sqlite(question: list[tuple[str, ...]], joined: str) -> tuple[str, list[str]]:
    def either(words: tuple[str, ...]) -> str:
        return "(" + " OR ".join(f'"{word}"{"*" if len(word) > 2 else ""}' for word in words) + ")"

    asked = f" {joined} ".join(either(words) for words in question)
    sql = f"""SELECT rows.id, highlight({WORDS}, 0, '{BEGIN}', '{END}'),
        snippet({WORDS}, 1, '{BEGIN}', '{END}', '…', 30)
        FROM {WORDS} JOIN {ROWS} AS rows ON rows.id = {WORDS}.rowid
        WHERE {WORDS} MATCH %s AND rows.id IN (/*rows*/)
        ORDER BY bm25({WORDS}, 4.0, 1.0, 1.0), rows.id LIMIT %s"""  # noqa: S608
    return sql, [asked]


def _in_postgresql(question: list[tuple[str, ...]], joined: str) -> tuple[str, list[str]]:
    def either(words: tuple[str, ...]) -> str:
        return "(" + " | ".join(f"'{word}'{':*' if len(word) > 2 else ''}" for word in words) + ")"

    asked = (" & " if joined == "AND" else " | ").join(either(words) for words in question)
    marks = f"StartSel={BEGIN}, StopSel={END}"
    sql = f"""SELECT rows.id, ts_headline('english', rows.title, asked.english, '{marks}, HighlightAll=true'),
        ts_headline('english', rows.text, asked.english, '{marks}, MaxWords=30, MinWords=15')
        FROM {ROWS} AS rows,
        (SELECT to_tsquery('english', %s) AS english, to_tsquery('simple', %s) AS simple) AS asked
        WHERE (to_tsvector('english'::regconfig, {_TEXT}) @@ asked.english
            OR to_tsvector('simple'::regconfig, {_TEXT}) @@ asked.simple) AND rows.id IN (/*rows*/)
        ORDER BY ts_rank(setweight(to_tsvector('english', rows.title), 'A') || to_tsvector('english', rows.text),
            asked.english, 1) DESC, rows.id LIMIT %s"""  # noqa: S608
    return sql, [asked, asked]


def _marked(text: str) -> SafeString:
    """A text with the words that were found marked."""
    return mark_safe(str(escape(text)).replace(BEGIN, "<mark>").replace(END, "</mark>"))  # noqa: S308  # escaped
