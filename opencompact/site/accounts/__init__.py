"""Floor 2, people, organisations and roles; signing in; what is held about a person.

Three files more than other rooms have: ``signing_in`` and ``door`` are where the sign-in library asks us, and
``own`` holds the pages a person has of their own, ``views`` those of an area.
"""
