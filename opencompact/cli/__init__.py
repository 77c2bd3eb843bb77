"""Everything the core can do without a database, from a terminal."""
