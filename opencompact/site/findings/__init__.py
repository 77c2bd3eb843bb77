"""Floor 4, findings: what a record of any register is, what the promises say of it, and what both sides say of that."""
