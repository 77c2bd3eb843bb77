"""What this room keeps."""

from __future__ import annotations

__all__: list[str] = []
