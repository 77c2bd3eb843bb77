"""DuckDB, embedded: files in, findings out, within bounds of memory."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path

import duckdb
import msgspec

from opencompact.core.checks.records import REGISTERS, Type, Value
from opencompact.core.exchange.cells import NOT_KNOWN
from opencompact.core.exchange.rows import NARROW, NOTE, TOTAL
from opencompact.core.problems import Problem, Unusable
from opencompact.core.words import N_, _, n_
from opencompact.evidence.cleaning import BLANK, Column, Unread, cleaned, forms, restored, stored
from opencompact.evidence.days import Days
from opencompact.evidence.dialects import DuckDb
from opencompact.evidence.files import Unplain

MEMORY = "700MB"
SHOWN = 20  # unreadable cells named in a message


class Duck:
    """One embedded engine, with a folder for what does not fit into memory."""

    def __init__(self, memory: str = MEMORY, strict: bool = True, separator: str = ",") -> None:
        self.dialect = DuckDb()
        self.strict = strict  # else rows that can't be read are set aside, and told
        self.aside: list[Problem] = []
        self.rows_aside = 0
        self.plain_only = False  # whether what is not as plain as it looked is given back to be read by the core
        self._separator = separator
        self.folder = tempfile.TemporaryDirectory(prefix="opencompact-")
        self.db = duckdb.connect(
            config={
                "memory_limit": memory,
                "preserve_insertion_order": False,
                "temp_directory": self.folder.name,
                "autoinstall_known_extensions": False,
                "autoload_known_extensions": False,
            }
        )
        self.flagged = False  # each column has another beside it that says whether the record had the key
        self.left_aside = 0  # rows that are blank, or nothing but totals
        self._parquet = False
        self._paths: list[Path] = []
        self._query = ""

    def close(self) -> None:
        self.db.close()
        self.folder.cleanup()

    def headers(self, paths: Sequence[Path]) -> list[str]:
        """The columns of the files; all must have the same."""
        found = [self._open(path) for path in paths]
        for path, headers in zip(paths, found, strict=True):
            if set(headers) != set(found[0]):
                odd = sorted(set(headers) ^ set(found[0]))
                says = _("its columns are not the same as in {other} ({columns})")
                says = says.format(other=paths[0].name, columns=", ".join(odd[:5]))
                raise Unusable([Problem(path.name, says, _("check files with the same columns together"))])
        self._paths, self._query = list(paths), self._reading(paths)
        return found[0]

    def _open(self, path: Path) -> list[str]:
        if not path.is_file():
            raise Unusable([Problem(path.name, _("there is no such file"), _("check its name and folder"))])
        try:
            reading = self._reading([path])
            if self.flagged:
                keys = f"SELECT DISTINCT unnest(json_keys(json)) AS key FROM ({reading}) ORDER BY key"
                return [str(row[0]) for row in self.db.sql(keys).fetchall()]
            return self.db.sql(f"SELECT * FROM ({reading}) LIMIT 0").columns
        except duckdb.Error as error:
            raise _unreadable(path.name, error) from None

    def _reading(self, paths: Sequence[Path]) -> str:
        """The raw rows of files of one format."""
        ends = {path.suffix.lower() for path in paths}
        files = "[" + ", ".join(self.dialect.literal(str(path)) for path in paths) + "]"
        self._parquet = ends == {".parquet"}
        if self._parquet:
            return f"SELECT * FROM read_parquet({files}, union_by_name = true)"
        if ends == {".csv"}:
            return self._csv(paths)
        if ends <= {".jsonl", ".ndjson", ".json"}:
            self.flagged = True
            return f"SELECT json FROM read_ndjson_objects({files})"
        names = ", ".join(path.name for path in paths)
        raise Unusable([Problem(names, _("these files are not all in one format we can read"), _(MEND))])

    def _csv(self, paths: Sequence[Path]) -> str:
        """CSV files whose headings stand in their first line; nothing about them is left to be guessed."""
        separator, each = self.dialect.literal(self._separator), []
        for path in paths:
            with path.open(encoding="utf-8-sig", newline="") as file:
                heads = next(csv.reader(file, delimiter=self._separator), [])
            columns = ", ".join(f"{self.dialect.literal(head)}: 'VARCHAR'" for head in heads)
            each.append(
                f"SELECT * FROM read_csv({self.dialect.literal(str(path))}, auto_detect = false, skip = 1, "
                f"delim = {separator}, quote = '\"', escape = '\"', max_line_size = 2100000, columns = {{{columns}}})"
            )
        return " UNION ALL BY NAME ".join(each)

    def load(self, register: str, fields: Mapping[str, str], as_of: date) -> None:
        """Make the view ``records``: the fields of the register, typed; whatever cannot be read is refused."""
        try:
            self._query = self._records(self._cells(fields), fields)
            columns = cleaned(register, fields, self._types(), self.dialect)
            read, refused = forms(columns, self._query, self.rows)
            if refused and self.strict:
                raise Unusable(self._told(refused))
            if refused:
                self._set_aside(refused)
            numbered, columns = self._ids(columns)
            source = self._typed(columns, read, numbered)
            if numbered or read or not self._parquet:
                source = self._staged(source, "records")
        except duckdb.Error as error:
            if self.plain_only and not self.flagged and not self._parquet:
                raise Unplain from None
            raise _unreadable(", ".join(path.name for path in self._paths), error) from None
        self.db.execute(f"CREATE VIEW records AS SELECT *, {self.dialect.literal(as_of)} AS as_of FROM ({source})")

    def _cells(self, fields: Mapping[str, str]) -> str:
        """The raw cells, each named after its field. Text is taken apart once, because much is asked of every cell."""
        names = [(self.dialect.name(header), self.dialect.name(field)) for header, field in fields.items()]
        if not self.flagged:
            cells = f"SELECT {', '.join(f'{header} AS {field}' for header, field in names)} FROM ({self._query})"
            return cells if self._parquet else self._staged(cells, "cells")
        unknown = f"lower(trim({{}}, {BLANK})) = '{NOT_KNOWN}'"
        pointers = ["/" + header.replace("~", "~0").replace("/", "~1") for header in fields]
        found = f"json_extract(json, [{', '.join(map(self.dialect.literal, pointers))}]) AS found"
        cells = ", ".join(
            f"CASE WHEN {unknown.format(told)} THEN NULL ELSE {told} END AS {self.dialect.name(field)}, "
            f"found[{place}] IS NOT NULL AND coalesce({unknown.format(told)}, FALSE) = FALSE "
            f"AS {self.dialect.name('has ' + field)}"
            for place, field in enumerate(fields.values(), 1)
            for told in [f"(found[{place}] ->> '$')"]
        )
        return self._staged(f"SELECT {cells} FROM (SELECT {found} FROM ({self._query}))", "cells")

    def _records(self, cells: str, fields: Mapping[str, str]) -> str:
        """The rows that are records; blank ones and lines of totals are counted and left aside."""
        if self._parquet:
            return cells
        names = [self.dialect.name(field) for field in fields.values()]
        filled = " + ".join(f"CAST(coalesce({name} >= '!', FALSE) AS INTEGER)" for name in names)
        ends = TOTAL if len(names) < NARROW else f"(?:{TOTAL})|(?:{NOTE.lower()})"
        pattern = self.dialect.literal(ends)
        total = " OR ".join(
            f"coalesce(regexp_full_match(lower(trim({name}, {BLANK})), {pattern}), FALSE)" for name in names
        )
        aside = f"CASE {filled} WHEN 0 THEN TRUE WHEN 1 THEN {total} WHEN 2 THEN {total} ELSE FALSE END"
        if self.plain_only and not self.flagged:
            self._prove_plain(cells, names, f"{filled} = 1 AND NOT ({total})")
        [(count,)] = self.rows(f"SELECT count(*) FROM ({cells}) WHERE {aside}")
        self.left_aside = int(str(count))
        return f"SELECT * FROM ({cells}) WHERE NOT {aside}" if self.left_aside else cells

    def _prove_plain(self, cells: str, names: Sequence[str], alone: str) -> None:
        """Rows of one cell, which may be notes, and facts that are not known are for the core to read."""
        unknown = " OR ".join(f"lower(trim({name}, {BLANK})) = '{NOT_KNOWN}'" for name in names)
        lone = alone if len(names) >= NARROW else "FALSE"
        [(found,)] = self.rows(f"SELECT count(*) FROM ({cells}) WHERE ({lone}) OR ({unknown})")
        if found:
            raise Unplain

    def _ids(self, columns: Sequence[Column]) -> tuple[bool, list[Column]]:
        """Whether a record has no id and must be called by its number; and ids that are tidy, taken as they are."""
        ids = [column for column in columns if column.field.name == "id"]
        if not ids:
            return True, list(columns)
        [id] = ids
        asked = f"bool_or({id.sql} IS NULL), bool_or({id.sql} IS DISTINCT FROM {id.untrimmed})"
        [(lacking, untidy)] = self.rows(f"SELECT {asked} FROM ({self._query}) AS raw")
        tidy = id if untidy else msgspec.structs.replace(id, sql=id.untrimmed)
        return bool(lacking), [tidy if column is id else column for column in columns]

    def _typed(self, columns: Sequence[Column], read: Mapping[str, Mapping[str, Value]], numbered: bool) -> str:
        """The typed rows; a record without an id is called by its number."""
        chosen, joins = [], []
        record = "'row ' || raw.number" if numbered else ""
        for column in columns:
            name, sql = self.dialect.name(column.field.name), column.sql
            if column.field.name in read:
                sql = restored(column, self.dialect)
                alias = self.dialect.name(f"read {column.field.name}")
                self._table(f"read {column.field.name}", read[column.field.name])
                joins.append(f"LEFT JOIN {alias} ON {alias}.written = {column.text}")
            chosen.append(f"{sql} AS {name}")
            if self.flagged:
                chosen.append(f"raw.{self.dialect.name('has ' + column.field.name)}")
            if column.field.name == "id":
                record = f"coalesce({sql}, {record})" if numbered else sql
        rows = f"SELECT *, row_number() OVER () AS number FROM ({self._query})" if numbered else self._query
        return f"SELECT {', '.join([*chosen, f'{record} AS record'])} FROM ({rows}) AS raw {' '.join(joins)}"

    def _staged(self, source: str, name: str) -> str:
        """Rows worked out once and kept beside the data, in their order, while what follows reads them."""
        path = self.dialect.literal(str(Path(self.folder.name) / f"{name}.parquet"))
        self.db.execute("SET preserve_insertion_order = true")  # so that the numbers of rows are theirs
        self.db.execute(f"COPY ({source}) TO {path} (FORMAT parquet)")
        self.db.execute("SET preserve_insertion_order = false")
        return f"SELECT * FROM read_parquet({path})"

    def _table(self, name: str, meanings: Mapping[str, Value]) -> None:
        quoted, path = self.dialect.name(name), Path(self.folder.name) / "forms.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, quoting=csv.QUOTE_ALL).writerows((key, stored(value)) for key, value in meanings.items())
        self.db.execute(f"CREATE TABLE {quoted} (written VARCHAR, meaning VARCHAR)")
        options = "FORMAT csv, HEADER false, QUOTE '\"', ESCAPE '\"'"
        self.db.execute(f"COPY {quoted} FROM {self.dialect.literal(str(path))} ({options})")
        self.db.execute(f"UPDATE {quoted} SET meaning = NULL WHERE meaning = ''")

    def _set_aside(self, refused: Sequence[Unread]) -> None:
        """Leave out the rows with a cell that can't be read; each such cell is told."""
        self.aside += self._told(refused, len(refused), every=True)
        wrong = []
        for name in dict.fromkeys(each.column.field.name for each in refused):
            column = next(each.column for each in refused if each.column.field.name == name)
            table = f"refused {name}"
            self._table(table, {each.written: None for each in refused if each.column.field.name == name})
            wrong.append(f"coalesce({column.text} IN (SELECT written FROM {self.dialect.name(table)}), FALSE)")
        condition = " OR ".join(wrong)
        [(count,)] = self.rows(f"SELECT count(*) FROM ({self._query}) AS raw WHERE {condition}")
        self.rows_aside += int(str(count))
        self._query = f"SELECT * FROM ({self._query}) AS raw WHERE NOT ({condition})"

    def part_repeated(self, how: str) -> None:
        """Records whose id stands more than once: refused, or set aside unless they say the same."""
        found = self.rows("SELECT record, count(*) FROM records GROUP BY record HAVING count(*) > 1 ORDER BY record")
        if not found:
            return
        problems = [
            Problem(str(id), _("the id is used {count} times").format(count=count), _("give each record its own"))
            for id, count in found
        ]
        if how == "refuse":
            raise Unusable(problems[:SHOWN])
        self.db.execute("CREATE TABLE repeated AS SELECT record FROM records GROUP BY record HAVING count(*) > 1")
        [(before,)] = self.rows("SELECT count(*) FROM records")
        self.db.execute("ALTER VIEW records RENAME TO all_records")
        same = "SELECT DISTINCT * FROM all_records WHERE record IN (SELECT record FROM repeated)"
        self.db.execute(
            "CREATE VIEW records AS SELECT * FROM all_records WHERE record NOT IN (SELECT record FROM repeated) "
            f"UNION ALL SELECT * FROM ({same}) QUALIFY count(*) OVER (PARTITION BY record) = 1"
        )
        [(after,)] = self.rows("SELECT count(*) FROM records")
        self.aside += problems
        self.rows_aside += int(str(before)) - int(str(after))

    def _told(self, refused: Sequence[Unread], most: int = SHOWN, every: bool = False) -> list[Problem]:
        """Cells that cannot be read, each with its file, line and column."""
        self.db.execute("SET preserve_insertion_order = true")
        found = [(*place, each.problem) for each in refused[:most] for place in self._places(each, every)]
        problems = [
            Problem(f"{name}:{line}:{column}" if column else f"{name}: row {line}", problem.says, problem.mend)
            for name, line, column, problem in sorted(found, key=lambda place: place[:3])
        ]
        if len(refused) > most:
            more = n_("and {count} more such cell", "and {count} more such cells", len(refused) - most)
            problems.append(Problem("", more.format(count=len(refused) - most), _("correct these first")))
        return problems

    def _places(self, unread: Unread, every: bool) -> list[tuple[str, int, int]]:
        """The file, line and column of the first such cell, or of every one; no column where a file counts none."""
        header, written = self.dialect.name(unread.column.header), self.dialect.literal(unread.written)
        places = []
        for path in self._paths:
            rows = f"SELECT *, row_number() OVER () AS number FROM ({self._reading([path])})"
            cell = f"json ->> {self.dialect.literal('$.' + header)}" if self.flagged else f"CAST({header} AS VARCHAR)"
            asked = f"SELECT number FROM ({rows}) WHERE trim({cell}, {BLANK}) = {written} ORDER BY number"
            lines = self.rows(asked if every else f"{asked} LIMIT 1")
            if lines and not self._parquet and not self.flagged:
                column = self._open(path).index(unread.column.header) + 1
                places += [(path.name, int(str(number)) + 1, column) for (number,) in lines]
            else:
                places += [(path.name, int(str(number)), 0) for (number,) in lines]
            if places and not every:
                break
        return places or [(self._paths[0].name, 0, 0)]

    def _types(self) -> dict[str, str]:
        """The type of every cell, by field; a cell of JSON is kept as its text."""
        relation = self.db.sql(f"SELECT * FROM ({self._query}) LIMIT 0")
        kinds = {name: str(kind) for name, kind in zip(relation.columns, relation.types, strict=True)}
        return dict.fromkeys(kinds, "JSON") if self.flagged else kinds

    def calendar(self, days: Days, register: str, columns: Collection[str]) -> None:
        """Make the table ``days``: every day that occurs in the records, and those between and beside them."""
        dated = [field for field in columns if REGISTERS[register][field].type is Type.DAY]
        parts = ", ".join(["as_of", *map(self.dialect.name, dated)])
        [(first, last)] = self.db.sql(f"SELECT min(least({parts})), max(greatest({parts})) FROM records").fetchall()
        names = days.columns()
        kinds = {"day": "DATE PRIMARY KEY", "closed_before": "INTEGER", "closed_upto": "INTEGER"}
        typed = ", ".join(f"{name} {kinds.get(name, 'DATE')}" for name in names)
        self.db.execute(f"CREATE TABLE days ({typed})")
        written = Path(self.folder.name) / "days.csv"
        with written.open("w", encoding="utf-8") as file:
            rows = days.rows(first - timedelta(1), last + timedelta(1)) if first else ()
            file.writelines(",".join(map(str, row)) + "\n" for row in rows)
        self.db.execute(f"COPY days FROM {self.dialect.literal(str(written))} (FORMAT csv, HEADER false)")

    def write(self, queries: Iterable[str], path: Path) -> None:
        """Write the findings of every query into one Parquet file."""
        together = " UNION ALL ".join(queries)
        target = self.dialect.literal(str(path))
        self.db.execute(f"COPY ({together}) TO {target} (FORMAT parquet, COMPRESSION zstd)")

    def done(self) -> float:
        """How much of the query that runs now is done, in per cent; below 0 where the engine cannot tell."""
        return float(self.db.query_progress())

    def rows(self, query: str) -> list[tuple[object, ...]]:
        """The few rows of a small query."""
        return self.db.sql(query).fetchall()


MEND = N_("give Parquet, CSV (UTF-8) or JSON lines")


def _unreadable(name: str, error: Exception) -> Unusable:
    says = _("we can't read it ({reason})").format(reason=str(error).splitlines()[0][:200])
    return Unusable([Problem(name, says, _(MEND))])
