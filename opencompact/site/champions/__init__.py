"""Floor 5, champions: who speaks for the agreement in each signatory, how to reach them, where one is missing."""
