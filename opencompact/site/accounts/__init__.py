"""Floor 2, people, organisations and roles; signing in; what is held about a person.

Four files more than other rooms have: ``signing_in`` and ``door`` are where the sign-in library asks us, ``own`` holds
the pages a person has of their own (``views`` those of an area), and ``held`` gathers what is held about them.
"""
