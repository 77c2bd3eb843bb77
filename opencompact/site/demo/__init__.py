"""The areas that are there at once: three real ones with facts only, and Wellbridge, which is invented."""

from __future__ import annotations

from opencompact.site.demo.areas import load_areas

__all__ = ["load_areas"]
