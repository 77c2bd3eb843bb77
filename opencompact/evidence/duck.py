"""DuckDB, embedded: files in, findings out, within bounds of memory."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path

import duckdb

from opencompact.core.checks.records import REGISTERS, Type, Value
from opencompact.core.problems import Problem, Unusable
from opencompact.evidence.cleaning import Column, Unread, cleaned, forms, restored, stored
from opencompact.evidence.days import Days
from opencompact.evidence.dialects import DuckDb

MEMORY = "700MB"
SHOWN = 20  # unreadable cells named in a message


class Duck:
    """One embedded engine, with a folder for what does not fit into memory."""

    def __init__(self, memory: str = MEMORY) -> None:
        self.dialect = DuckDb()
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
        self._parquet = False
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
                says = f"its columns are not those of {paths[0].name} ({', '.join(odd[:5])})"
                raise Unusable([Problem(path.name, says, "check files with the same columns together")])
        self._query = self._reading(paths)
        return found[0]

    def _open(self, path: Path) -> list[str]:
        if not path.is_file():
            raise Unusable([Problem(str(path), "there is no such file", "give a Parquet, CSV or JSON lines file")])
        try:
            reading = self._reading([path])
            if self.flagged:
                keys = f"SELECT DISTINCT unnest(json_keys(json)) AS key FROM ({reading}) ORDER BY key"
                return [str(row[0]) for row in self.db.sql(keys).fetchall()]
            return self.db.sql(f"SELECT * FROM ({reading}) LIMIT 0").columns
        except duckdb.Error as error:
            raise Unusable([Problem(path.name, f"it cannot be read ({_first_line(error)})", _MEND)]) from None

    def _reading(self, paths: Sequence[Path]) -> str:
        """The raw rows of files of one format."""
        ends = {path.suffix.lower() for path in paths}
        files = "[" + ", ".join(self.dialect.literal(str(path)) for path in paths) + "]"
        self._parquet = ends == {".parquet"}
        if self._parquet:
            return f"SELECT * FROM read_parquet({files}, union_by_name = true)"
        if ends == {".csv"}:
            return f"SELECT * FROM read_csv({files}, header = true, all_varchar = true, union_by_name = true)"
        if ends <= {".jsonl", ".ndjson", ".json"}:
            self.flagged = True
            return f"SELECT json FROM read_ndjson_objects({files})"
        names = ", ".join(path.name for path in paths)
        raise Unusable([Problem("", f"{names}: these are not files of one format that can be read", _MEND)])

    def load(self, register: str, fields: Mapping[str, str], as_of: date) -> None:
        """Make the view ``records``: the fields of the register, typed; whatever cannot be read is refused."""
        columns = cleaned(register, fields, self._types(), self.flagged, self.dialect)
        try:
            read, refused = forms(columns, self._query, self.rows)
            if refused:
                raise Unusable(self._told(refused))
            numbered = self._numbered(columns)
            source = self._typed(columns, read, numbered)
            if numbered or read or not self._parquet:
                source = self._staged(source)
        except duckdb.Error as error:
            raise Unusable([Problem("", f"the data cannot be read ({_first_line(error)})", _MEND)]) from None
        self.db.execute(f"CREATE VIEW records AS SELECT *, {self.dialect.literal(as_of)} AS as_of FROM ({source})")

    def _numbered(self, columns: Sequence[Column]) -> bool:
        """Whether some record has no id and must be called by its number."""
        ids = [column.sql for column in columns if column.field.name == "id"]
        if not ids:
            return True
        return bool(self.rows(f"SELECT 1 FROM ({self._query}) AS raw WHERE {ids[0]} IS NULL LIMIT 1"))

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
                path = self.dialect.literal("$." + self.dialect.name(column.header))
                chosen.append(f"json_exists(raw.json, {path}) AS {self.dialect.name('has ' + column.field.name)}")
            if column.field.name == "id":
                record = f"coalesce({sql}, {record})" if numbered else sql
        rows = f"SELECT *, row_number() OVER () AS number FROM ({self._query})" if numbered else self._query
        return f"SELECT {', '.join([*chosen, f'{record} AS record'])} FROM ({rows}) AS raw {' '.join(joins)}"

    def _staged(self, source: str) -> str:
        """The typed rows, worked out once and kept beside the data while the checks read them."""
        path = self.dialect.literal(str(Path(self.folder.name) / "records.parquet"))
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

    def _told(self, refused: Sequence[Unread]) -> list[Problem]:
        """Cells that cannot be read, each with its row."""
        problems = []
        for each in refused[:SHOWN]:
            numbered = f"SELECT *, row_number() OVER () AS number FROM ({self._query})"
            written = self.dialect.literal(each.written)
            found = self.rows(f"SELECT min(number) FROM ({numbered}) AS raw WHERE {each.column.text} = {written}")
            problems.append(Problem(f"row {found[0][0]}, {each.column.header}", each.problem.says, each.problem.mend))
        if len(refused) > SHOWN:
            problems.append(Problem("", f"and {len(refused) - SHOWN} more such cells", "mend these first"))
        return problems

    def _types(self) -> dict[str, str]:
        relation = self.db.sql(f"SELECT * FROM ({self._query}) LIMIT 0")
        return {name: str(kind) for name, kind in zip(relation.columns, relation.types, strict=True)}

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


_MEND = "give Parquet, CSV (UTF-8) or JSON lines"


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0][:200]
