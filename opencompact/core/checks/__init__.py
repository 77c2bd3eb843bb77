"""The kinds of check, what each register holds, and how one record is read."""
