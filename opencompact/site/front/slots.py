"""What the rooms above the consultations add to the page of one; ``consultations/slots.py`` says how."""

from __future__ import annotations

from opencompact.site.consultations.slots import Slot

CONSULTATION: tuple[Slot, ...] = ()
