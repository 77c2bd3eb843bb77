"""Write the reference pages and the output of the examples anew: ``.venv/bin/python docs/generate.py``."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from docs.generator.pages import main

if __name__ == "__main__":
    main()
