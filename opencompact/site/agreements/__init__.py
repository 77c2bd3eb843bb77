"""Floor 3, the agreements themselves: editions in force, every promise, editions side by side.

Beside the six files of a room: ``wording.py`` turns an edition into what pages show of it, ``plaintext.py`` into a
text, ``alike.py`` finds the promises of other editions that are about the same thing, and ``shown.py`` puts whole pages
together.
"""
