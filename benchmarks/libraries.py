"""Whether notice was long enough, and nothing else, as libraries people use would say it over a whole file.

Each function reads the file and gives back the work that is measured: it answers yes or no for every row, in order. The
libraries are there only where the benchmarks are set up, so they are loaded by name.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from importlib import import_module
from typing import Any

import duckdb

from benchmarks.by_hand_sql import BOOLEAN

Work = Callable[[], Any]


def with_duckdb(data: str) -> Work:
    """One comparison in SQL."""
    db = duckdb.connect()
    db.execute(f"CREATE TABLE changes AS SELECT notice_given, takes_effect FROM '{data}'")
    return lambda: db.sql(f"SELECT coalesce({BOOLEAN}, FALSE) AS kept FROM changes").fetchnumpy()["kept"]


def _frame(data: str) -> Any:
    with duckdb.connect() as db:
        return db.sql(f"SELECT notice_given, takes_effect FROM '{data}'").df()


def with_pandas(data: str) -> Work:
    """One comparison of columns."""
    frame, three_months = _frame(data), import_module("pandas").DateOffset(months=3)

    def work() -> Any:
        return (frame.takes_effect >= frame.notice_given + three_months).to_numpy()

    return work


def with_pandera(data: str) -> Work:
    """One check of a data frame, with every row that fails it."""
    pandera, numpy = import_module("pandera.pandas"), import_module("numpy")
    frame, three_months = _frame(data), import_module("pandas").DateOffset(months=3)

    def long_enough(rows: Any) -> Any:
        return rows.takes_effect >= rows.notice_given + three_months

    schema = pandera.DataFrameSchema({}, checks=[pandera.Check(long_enough)])

    def work() -> Any:
        kept = numpy.ones(len(frame), dtype=bool)
        try:
            schema.validate(frame, lazy=True)
        except pandera.errors.SchemaErrors as refused:
            kept[refused.failure_cases["index"].unique().astype(int)] = False
        return kept

    return work


def with_openfisca(data: str) -> Work:
    """One variable of a tiny system of rules, over a population of changes."""
    given, ends = (_frame(data)[field].to_numpy().astype("datetime64[D]") for field in ("notice_given", "takes_effect"))
    system = _rules()
    builder = import_module("openfisca_core.simulations").SimulationBuilder

    def work() -> Any:
        simulation = builder().build_default_simulation(system, len(given))
        simulation.set_input("notice_given", "eternity", given)
        simulation.set_input("takes_effect", "eternity", ends)
        return simulation.calculate("notice_kept", "2026-11")

    return work


def _rules() -> Any:
    numpy, periods = import_module("numpy"), import_module("openfisca_core.periods")
    change = import_module("openfisca_core.entities").build_entity("change", "changes", "A change", is_person=True)
    variable = import_module("openfisca_core.variables").Variable

    def long_enough(changes: Any, period: Any) -> Any:
        given = changes("notice_given", period)
        month = given.astype("datetime64[M]")
        same = (month + 3).astype("datetime64[D]") + (given - month.astype("datetime64[D]"))
        last = (month + 4).astype("datetime64[D]") - 1
        return changes("takes_effect", period) >= numpy.minimum(same, last)

    def made(name: str, kind: type, period: Any, **more: Any) -> Any:
        facts = {"value_type": kind, "entity": change, "definition_period": period, "label": name}
        return type(name, (variable,), facts | more)

    system = import_module("openfisca_core.taxbenefitsystems").TaxBenefitSystem([change])
    ever, month = periods.DateUnit.ETERNITY, periods.DateUnit.MONTH
    system.add_variables(made("notice_given", date, ever), made("takes_effect", date, ever))
    system.add_variables(made("notice_kept", bool, month, formula=long_enough))
    return system


BESIDE = {
    "DuckDB": with_duckdb, "pandas": with_pandas, "pandera": with_pandera, "openfisca-core": with_openfisca,
}  # fmt: skip
