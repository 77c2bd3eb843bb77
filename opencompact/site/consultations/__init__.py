"""Floor 5, consultations: the notice, from a private plan to the day its feedback is published; the public list."""
