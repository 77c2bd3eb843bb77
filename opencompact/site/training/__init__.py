"""Floor 4, training: sessions and who came, what each organisation does to make the compact known, events."""
