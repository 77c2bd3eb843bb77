"""Write a letter in the transaction of what it tells of; it is sent after that."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation

from opencompact.core.words import speaking
from opencompact.site.post.models import Letter


def write(
    *, to: str, template: str, facts: Mapping[str, Any], language: str = "en", once: str = "", stop: str = ""
) -> None:
    """Write a letter. The first line of its template is the subject; ``once`` marks one that must not be sent twice."""
    with translation.override(language), speaking(language):
        text = render_to_string(template, dict(facts)).strip()
    subject, _, text = text.partition("\n")
    if once and Letter.objects.filter(once=once).exists():
        return
    Letter.objects.create(
        to=to, subject=subject.strip()[:200], text=text.strip(), language=language, once=once, stop=stop
    )
