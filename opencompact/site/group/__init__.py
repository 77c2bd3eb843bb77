"""Floor 4, the group: the people of both sectors who look after the agreement, and by which rules they do it."""
