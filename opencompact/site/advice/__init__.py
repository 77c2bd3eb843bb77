"""Floor 6, advice: what the group is asked and recommends, what became of it, and the record of its work."""
