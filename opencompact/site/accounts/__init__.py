"""Floor 2, people, organisations and roles; signing in; what is held about a person."""
