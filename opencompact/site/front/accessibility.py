"""What this site says of its accessibility: made from what was checked, and when."""

from __future__ import annotations

import json
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from opencompact.site.pages import page

RESULTS = "accessibility-results.json"


def accessibility(request: HttpRequest) -> HttpResponse:
    """What was checked, how and when, what is not perfect, and whom to tell."""
    contact = settings.ADMINISTRATOR or settings.DEFAULT_FROM_EMAIL
    return page(request, "front/accessibility.html", {"checked": checked(), "contact": contact})


@cache
def checked() -> dict[str, Any]:
    """What the tests went through: pages and error states, as how many readers, against which rules, when."""
    kept = json.loads(files("opencompact.site.front").joinpath(RESULTS).read_text("utf-8"))
    readers = kept["readers"].values()
    return {
        "day": date.fromisoformat(kept["day"]),
        "rules": kept["rules"],
        "readers": len(readers),
        "pages": len({address for each in readers for address in each["pages"]}),
        "errors": len({address for each in readers for address in each["errors"]}),
    }
