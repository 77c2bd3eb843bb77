"""The same checks over millions of rows: every decision table becomes columns of SQL, and an engine runs them."""
