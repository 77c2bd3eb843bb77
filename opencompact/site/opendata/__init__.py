"""Floor 8, open data: everything public as JSON, files, feeds and a calendar, and the search over it.

It has more than six files, because every form the data takes is one; ``registers.py`` says once what is public.
"""
