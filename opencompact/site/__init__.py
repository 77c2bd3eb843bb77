"""The site: one Django app, label "compact", whose rooms stand on floors (docs/explanation/architecture.md)."""

from __future__ import annotations

import sys
from importlib import import_module

# The library of the logs takes rich with it where it finds it, to paint faults as no log of ours does: a fifth of a
# second and 6 MB at each start. So it does not find it.
if "rich" not in sys.modules:
    sys.modules["rich"] = None  # type: ignore[assignment]
    import_module("structlog")
    del sys.modules["rich"]
