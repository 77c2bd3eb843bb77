"""Floor 4, drafting: a document becomes an edition, clause by clause, with comments from both sides, and is adopted."""
