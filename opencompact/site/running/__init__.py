"""The top floor, how the site runs: the commands demo, serve, doctor, backup and restore, the worker, health and logs.

No room of pages: a file for each thing that runs, so there are more than six.
"""
