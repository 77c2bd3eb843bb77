"""Adopting a draft: what a meeting decided, proposed by one person and confirmed by another."""
