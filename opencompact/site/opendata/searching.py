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

from opencompact.core.words import speaking
from opencompact.site.areas.models import Area
from opencompact.site.opendata.findable import findables
from opencompact.site.opendata.models import Findable, Looked
from opencompact.site.record.models import Entry

LONGEST, MOST_WORDS, MOST = 200, 12, 50
ROWS, WORDS = Findable._meta.db_table, "compact_words"
BEGIN, END = "\x02", "\x03"  # round a word that was found; no text holds them
_WORDS = re.compile(r"\d+(?:\.\w+)+|\w+")  # a clause such as 4.P4 is one word
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
        """Whether it is a promise of an edition that is in force no more; its address then says the day."""
        return "?on=" in self.row.href


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


def search(text: str, area: Area | None = None, sort: str = "") -> list[Hit]:
    """What was found, the best first; at most so many that a person looks through them."""
    text = "".join(char if char.isprintable() else " " for char in text)[:LONGEST]
    tokens = re.split(r"[\s#]+", text.strip())
    words = _WORDS.findall(text)[:MOST_WORDS]
    if not words:
        return []
    rows = Findable.objects.filter(area=area) if area else Findable.objects.all()
    rows = rows.filter(sort=sort) if sort else rows
    hits = _by_clause(rows, tokens) if any(char.isdigit() for char in text) else []
    marked = _by_words(words, area, sort, "AND")
    if not marked and not hits and len(words) > 1:
        marked = _by_words(words, area, sort, "OR")
    known = {hit.row.pk for hit in hits}
    found = rows.select_related("area").in_bulk([pk for pk in marked if pk not in known]) if marked else {}
    hits += [Hit(found[pk], _marked(title), _marked(snippet)) for pk, (title, snippet) in marked.items() if pk in found]
    name = text.strip().casefold()
    # what bears exactly this name stands first, then what begins with it, then what is in force
    hits.sort(key=lambda hit: (not hit.row.title.casefold().startswith(name), hit.row.title.casefold() != name))
    hits.sort(key=lambda hit: hit.is_earlier)
    return hits[:MOST]


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


def _by_words(words: list[str], area: Area | None, sort: str, joined: str) -> dict[int, tuple[str, str]]:
    """The numbers of rows that hold the words, the best first, each with its title and a piece of its text."""
    look = _in_sqlite if connection.vendor == "sqlite" else _in_postgresql
    sql, values = look(words, joined)
    for column, value in (("area_id", area.pk if area else None), ("sort", sort or None)):
        if value is not None:
            sql = sql.replace("/*more*/", f"AND rows.{column} = %s /*more*/")
            values.append(value)
    try:
        with connection.cursor() as cursor:
            cursor.execute(sql, values)
            return {pk: (title, snippet) for pk, title, snippet in cursor.fetchall()}
    except OperationalError:
        if connection.vendor == "sqlite":
            return {}  # nothing was gathered yet, so there is nothing to look through
        raise


def _in_sqlite(words: list[str], joined: str) -> tuple[str, list[int | str]]:
    asked = f" {joined} ".join(f'"{word}"{"*" if len(word) > 2 else ""}' for word in words)
    sql = f"""SELECT rows.id, highlight({WORDS}, 0, '{BEGIN}', '{END}'),
        snippet({WORDS}, 1, '{BEGIN}', '{END}', '…', 30)
        FROM {WORDS} JOIN {ROWS} AS rows ON rows.id = {WORDS}.rowid
        WHERE {WORDS} MATCH %s /*more*/ ORDER BY bm25({WORDS}, 4.0, 1.0, 1.0), rows.id LIMIT {MOST}"""  # noqa: S608
    return sql, [asked]


def _in_postgresql(words: list[str], joined: str) -> tuple[str, list[int | str]]:
    asked = (" & " if joined == "AND" else " | ").join(f"'{word}'{':*' if len(word) > 2 else ''}" for word in words)
    marks = f"StartSel={BEGIN}, StopSel={END}"
    sql = f"""SELECT rows.id, ts_headline('english', rows.title, asked.english, '{marks}, HighlightAll=true'),
        ts_headline('english', rows.text, asked.english, '{marks}, MaxWords=30, MinWords=15')
        FROM {ROWS} AS rows,
        (SELECT to_tsquery('english', %s) AS english, to_tsquery('simple', %s) AS simple) AS asked
        WHERE (to_tsvector('english'::regconfig, {_TEXT}) @@ asked.english
            OR to_tsvector('simple'::regconfig, {_TEXT}) @@ asked.simple) /*more*/
        ORDER BY ts_rank(setweight(to_tsvector('english', rows.title), 'A') || to_tsvector('english', rows.text),
            asked.english, 1) DESC, rows.id LIMIT {MOST}"""  # noqa: S608
    return sql, [asked, asked]


def _marked(text: str) -> SafeString:
    """A text with the words that were found marked."""
    return mark_safe(str(escape(text)).replace(BEGIN, "<mark>").replace(END, "</mark>"))  # noqa: S308  # escaped
