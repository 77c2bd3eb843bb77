"""Floor 9, importing: registers that already exist come in, all or nothing, and can be taken back."""
