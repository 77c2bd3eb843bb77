"""Writes the reference pages from the program, and the output of the examples in all pages."""
