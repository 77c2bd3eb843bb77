"""OpenCompact: the register a Local Compact was missing."""

__version__ = "0.4.0"
