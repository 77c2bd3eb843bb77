"""Tests that go to every address. A package, so that what they share ends with them."""
