"""How the tests run, and what every test may ask for."""

from __future__ import annotations

import os
from collections.abc import Callable, Generator
from pathlib import Path
from typing import TypeVar

import pytest
from hypothesis import settings

ROOT = Path(__file__).resolve().parents[1]
IN_CI = os.environ.get("CI", "").lower() not in ("", "0", "false")

os.environ["COLUMNS"] = "110"  # the width of every terminal here, also where several processes share the tests

Report = TypeVar("Report", pytest.TestReport, pytest.CollectReport)

settings.register_profile("here", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if IN_CI else "here")


def _nothing_left_out(report: Report) -> Report:
    """In CI a test that was skipped, or expected to fail, has failed: nobody reads a list of what was left out."""
    if IN_CI and report.outcome == "skipped":
        skipped = report.longrepr[2] if isinstance(report.longrepr, tuple) else ""
        reason = vars(report).pop("wasxfail", skipped)
        report.outcome = "failed"
        report.longrepr = f"Left out, and in CI nothing is: {reason}"
    return report


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    return _nothing_left_out((yield))


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    return _nothing_left_out((yield))


@pytest.fixture
def shared() -> Callable[[str], Path]:
    """A file of the folder ``shared`` beside the repository; a test that needs one says so where there is none."""

    def find(name: str) -> Path:
        path = ROOT.parent / "shared" / name
        if not path.exists():
            pytest.skip(f"../shared/{name} is not there")
        return path

    return find
