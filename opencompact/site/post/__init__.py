"""Floor 1, letters: what is written in a transaction and sent after it."""
