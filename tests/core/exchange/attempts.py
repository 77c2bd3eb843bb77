"""Reading a file in a test: what came of it, as plain values to compare."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from opencompact.core.exchange.reading import Reading, read
from opencompact.core.problems import Unusable


def refusal(path: Path, **asked: Any) -> list[str]:
    """The lines a person sees where the file cannot be used."""
    try:
        found = read(path, **asked)
    except Unusable as error:
        return str(error).splitlines()
    raise AssertionError(f"it was read: {found}")


def check_read_or_refused(path: Path) -> None:
    """Either all of a file is read, or every problem has its place, its sentence and its mend."""
    try:
        found: Any = read(path)
    except Unusable as error:
        found = error.problems
        assert all(problem.place.startswith(path.name) and problem.says and problem.mend for problem in found)
    assert isinstance(found, Reading | list)


def records(path: Path, **asked: Any) -> dict[str, list[dict[str, Any]]]:
    """The registers of a file, as plain dicts."""
    found = read(path, **asked)
    return {register: [dict(record) for record in records] for register, records in found.registers.items()}


def guesses(found: Reading) -> list[tuple[str, str, str, str]]:
    return [(guess.place, guess.header, guess.field, guess.why) for guess in found.guesses]


_ALONE = """
import sys
from pathlib import Path
from opencompact.core.exchange.reading import read
from opencompact.core.problems import Unusable
try:
    outcome = sum(map(len, read(Path(sys.argv[1])).registers.values()))
except Unusable as error:
    outcome = error
high = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
print(outcome, high.split()[1], sep="\\n")
"""


def alone(path: Path) -> tuple[str, float]:
    """What came of a file read by a process of its own: records or refusal, megabytes."""
    if not Path("/proc/self/status").exists():
        pytest.skip("/proc is not there to say how much memory was used")
    told = subprocess.run([sys.executable, "-c", _ALONE, path], capture_output=True, check=True, text=True, timeout=60)
    *outcome, kilobytes = told.stdout.splitlines()
    return "\n".join(outcome), float(kilobytes) / 1024
