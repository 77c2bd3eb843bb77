"""Words applied to facts: pure Python, no database, no clock, no network."""
