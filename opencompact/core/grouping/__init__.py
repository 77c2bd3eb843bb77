"""Many texts put in order: which are copies of one another, and which speak of the same things."""
