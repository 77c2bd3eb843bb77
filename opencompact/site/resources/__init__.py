"""Floor 4, resources: who gives what to the compact, planned against given, and the people paid to work on it."""
