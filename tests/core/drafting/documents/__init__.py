"""Fifteen unlike documents: invented places in the shapes that real compacts have, with what is true of each."""
