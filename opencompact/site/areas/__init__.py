"""Floor 1, areas: the places, what each calls its agreement, its name, colour and logo."""
