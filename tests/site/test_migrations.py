"""The migrations make the tables the models describe. Most tests run on tables made straight from the models."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from tests.site.running.sites import new_place

DESCRIBE = "import json; from tests.site.test_migrations import describe; print(json.dumps(describe()))"
WHAT = ("columns", "unique", "primary_key", "foreign_key", "check", "index")


def describe() -> dict[str, Any]:
    """Every table of the database: its columns with their kinds, and its constraints and indexes."""
    tables = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            columns = connection.introspection.get_table_description(cursor, table)
            kinds = [[row.name, str(row.type_code), row.null_ok] for row in columns]
            constraints = connection.introspection.get_constraints(cursor, table)
            rules = [json.dumps([rule.get(key) for key in WHAT]) for rule in constraints.values()]
            names = [name for name in constraints if not name.startswith("__")]
            tables[table] = [sorted(kinds), sorted(rules), sorted(names)]
    return {name: table for name, table in tables.items() if name.startswith("compact_")}


@pytest.mark.django_db
def test_migrating_makes_the_tables_of_the_models(tmp_path: Path) -> None:
    with new_place(tmp_path / "site") as place:
        migrated = json.loads(place.ask(DESCRIBE))
    made = json.loads(json.dumps(describe()))
    assert len(made) > 70
    assert set(made) == set(migrated)
    assert {name: table for name, table in made.items() if table != migrated[name]} == {}
