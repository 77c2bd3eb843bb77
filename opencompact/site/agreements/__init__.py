"""Floor 3, the agreements themselves: editions in force, every promise, editions side by side."""
