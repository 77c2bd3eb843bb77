"""What every test of the site may ask for."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from pytest_django import DjangoDbBlocker, Settings

from opencompact.site.opendata.searching import ensure_index
from opencompact.site.record.signing import make_key_once
from tests.people import Cast, make_cast


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """The tables, and beside them what a migration makes that is no model."""
    with django_db_blocker.unblock():
        ensure_index()
        recorder = MigrationRecorder(connection)
        recorder.ensure_schema()
        for app, name in MigrationLoader(connection).disk_migrations:
            recorder.record_applied(app, name)


@pytest.fixture(autouse=True)
def data_folder(tmp_path: Path, settings: Settings) -> Path:
    """Each test has a data folder of its own: a checkpoint that one leaves behind would not fit the next."""
    settings.DATA = tmp_path / "data"
    return tmp_path / "data"


@pytest.fixture
def cast(db: None) -> Cast:
    """The area and its people."""
    make_key_once()
    return make_cast()
