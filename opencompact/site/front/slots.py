"""What the rooms above the consultations add to the page of one; ``consultations/slots.py`` says how."""

from __future__ import annotations

from opencompact.site.consultations.slots import Asking, Slot
from opencompact.site.feedback.rules import writing_of
from opencompact.site.reading.rules import reading_of, results_of
from opencompact.site.responses.actions import publish_questions
from opencompact.site.responses.rules import written
from opencompact.site.responses.views import take_part

ASKING = Asking(written, publish_questions)
CONSULTATION: tuple[Slot, ...] = (
    Slot("act", "responses/parts/take_part.html", take_part),
    Slot("so_far", "reading/parts/results.html", lambda _request, row: results_of(row)),
    Slot("desk", "reading/parts/desk.html", lambda request, row: reading_of(request.user, row)),
    Slot("desk", "feedback/parts/desk.html", lambda request, row: writing_of(request.user, row)),
)
