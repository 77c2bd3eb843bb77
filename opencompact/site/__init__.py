"""The site: one Django app, label "compact", whose rooms stand on floors (docs/explanation/architecture.md)."""
