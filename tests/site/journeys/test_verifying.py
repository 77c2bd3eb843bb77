"""The record is checked from outside, with a receipt that somebody clicked for."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.people import Cast
from tests.site.journeys.conftest import Walker

pytestmark = pytest.mark.browser


def test_a_receipt_is_downloaded_and_the_record_verified(
    walker: Walker, cast: Cast, live_server: Any, tmp_path: Path
) -> None:
    visitor = walker()
    visitor.go("/areas/wellbridge/")
    visitor.follow("Record")
    visitor.follow("Village Hall")
    visitor.follow("Receipt for this entry")
    with visitor.page.expect_download() as waiting:
        visitor.page.get_by_role("button", name="Download the receipt").click()
    receipt = tmp_path / waiting.value.suggested_filename
    waiting.value.save_as(receipt)
    command = [sys.executable, "-m", "opencompact", "verify", f"{live_server.url}/record/", "--receipt", str(receipt)]
    checked = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert "is the one on your receipt" in " ".join(checked.stdout.split())
