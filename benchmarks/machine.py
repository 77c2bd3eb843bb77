"""The machine the figures come from: without it they mean nothing."""

from __future__ import annotations

import os
import platform
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

BESIDE = ("duckdb", "pandas", "pandera", "openfisca-core", "zen-engine", "python-dateutil")


def machine() -> str:
    """Processor, cores, memory and versions, in a sentence."""
    gigabytes = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    programs = [f"{platform.python_implementation()} {platform.python_version()}", *filter(None, map(_named, BESIDE))]
    return f"{processor()}, {cores} cores, {gigabytes:.0f} GB of memory, {platform.system()}; {', '.join(programs)}"


def processor() -> str:
    """The model, where the system tells it."""
    told = Path("/proc/cpuinfo")
    lines = told.read_text("utf-8").splitlines() if told.is_file() else []
    models = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return models[0] if models else platform.processor() or platform.machine()


def _named(package: str) -> str:
    try:
        return f"{package} {version(package)}"
    except PackageNotFoundError:
        return ""
