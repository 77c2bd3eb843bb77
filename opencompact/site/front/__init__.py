"""Floor 6, the front: the first page, an area's home, a person's desk, and what this site says of itself."""
