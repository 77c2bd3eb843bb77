"""Floor 5, meetings: agenda, papers, who came by sector, what was decided, and what became of it."""
