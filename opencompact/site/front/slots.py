"""What the rooms above the consultations add to the page of one; ``consultations/slots.py`` says how."""

from __future__ import annotations

from opencompact.site.consultations.slots import Slot
from opencompact.site.responses.views import take_part

CONSULTATION: tuple[Slot, ...] = (Slot("act", "responses/parts/take_part.html", take_part),)
