"""Find the area a page is about."""

from __future__ import annotations

from django.http import Http404

from opencompact.site.areas.models import Area


def find_area(slug: str) -> Area:
    """The area, or the page that says there is none."""
    area = Area.objects.filter(slug=slug).first()
    if area is None:
        raise Http404
    return area
