"""What is there when the site starts for the first time."""

from __future__ import annotations

from opencompact.site.demo.areas import load_areas
from opencompact.site.demo.wellbridge import load_wellbridge


def load_demonstration() -> None:
    """The real areas and Wellbridge. What is there already stays as it is."""
    load_areas()
    load_wellbridge()
