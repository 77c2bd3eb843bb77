"""The demonstration, loaded once for several tests and taken away after them: loading it takes longer than they do."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import transaction
from django.test import override_settings
from pytest_django import DjangoDbBlocker

from opencompact.site import clock
from opencompact.site.demo.loading import load_demonstration
from opencompact.site.record.signing import make_key_once, sign
from tests.people import TODAY, at_noon


@contextmanager
def loaded(folder: Path, blocker: DjangoDbBlocker) -> Iterator[None]:
    """Within a transaction, so that each test's own is a part of it. They share the folder, for there is one record."""
    here = override_settings(DATA=folder, DEMONSTRATION=True)
    with here, blocker.unblock(), transaction.atomic(), clock.at(at_noon(TODAY)):
        make_key_once()
        load_demonstration()
        sign()
        yield
        transaction.set_rollback(True)
