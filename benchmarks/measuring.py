"""How time and memory are measured."""

from __future__ import annotations

import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from importlib import import_module
from pathlib import Path
from statistics import median
from typing import Any, TypeVar

import msgspec

T = TypeVar("T")
ROOT = Path(__file__).resolve().parents[1]
ROUNDS = 9


class Took(msgspec.Struct, frozen=True):
    """What a piece of work took, and what was found."""

    seconds: float
    processor: float = 0.0
    peak_mb: float = 0.0
    found: Any = None


class Each(msgspec.Struct, frozen=True):
    """Microseconds of processor time for each record: the best round, and the middle one."""

    best: float
    middle: float


def timed(work: Callable[[], T]) -> tuple[Took, T]:
    """Do the work once; the peak is that of the process until its end."""
    begun, spent = time.perf_counter(), time.process_time()
    found = work()
    seconds, processor = time.perf_counter() - begun, time.process_time() - spent
    return Took(seconds, processor, peak_mb()), found


def peak_mb() -> float:
    """The most memory this process held. Linux tells it of this program alone; elsewhere that of the process from which
    it was started may count, too."""
    status = Path("/proc/self/status")
    if status.exists():
        return int(status.read_text().partition("VmHWM:")[2].split()[0]) / 1024
    unit = 1024 * 1024 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit


def each(work: Callable[[Any], object], items: Iterable[Any], rounds: int = ROUNDS) -> Each:
    """Do the work for every item, in several rounds."""
    listed = list(items)
    times = []
    for _ in range(rounds):
        begun = time.process_time()
        for item in listed:
            work(item)
        times.append((time.process_time() - begun) / len(listed) * 1e6)
    return Each(min(times), median(times))


def apart(function: Callable[..., object], *arguments: object) -> Any:
    """Call a function of the benchmarks in a process of its own, so that time and memory are its own."""
    name = f"{function.__module__}:{function.__name__}"
    command = [sys.executable, "-m", "benchmarks.measuring", name, *map(str, arguments)]
    done = subprocess.run(command, stdout=subprocess.PIPE, cwd=ROOT, check=False)
    if done.returncode:
        raise SystemExit(f"{name} did not finish; what went wrong stands above.")
    return msgspec.json.decode(done.stdout)


def main() -> None:
    """The other side of ``apart``."""
    module, _, name = sys.argv[1].partition(":")
    answer = getattr(import_module(module), name)(*sys.argv[2:])
    sys.stdout.buffer.write(msgspec.json.encode(answer))


if __name__ == "__main__":
    main()
