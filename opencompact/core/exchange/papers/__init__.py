"""What the readers of documents share: blocks, lines, columns, sides, and the insides of Word files."""
