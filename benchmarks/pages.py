"""What a page of the site costs: queries, processor time, bytes; what a worker holds in memory; how soon it answers."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from statistics import median
from typing import Any

import msgspec

from benchmarks import filling
from benchmarks.measuring import ROOT, apart

ROUNDS = 9
START = "/areas/wellbridge/"
PAGES = {
    "the first page": "/",
    "an area's home": START,
    "every promise": f"{START}commitments/",
    "one promise": f"{START}commitments/3.1/",
    "two editions side by side": "/compare/wellbridge-2019/wellbridge-2025/",
    "the register of signatories": f"{START}signatories/",
    "the directory of champions": f"{START}champions/",
    "meetings": f"{START}meetings/",
    "one meeting": f"{START}meetings/1/",
    "recommendations": f"{START}recommendations/",
    "resources": f"{START}resources/",
    "training": f"{START}training/",
    "consultations that are open": f"{START}consultations/",
    "every consultation": f"{START}consultations/?phase=",
    "one consultation, 100 answers for each signatory": f"{START}consultations/15/",
    "the results of another": f"{START}consultations/10/results/",
    "its feedback": f"{START}consultations/10/feedback/",
    "the records behind a number": f"{START}commitments/3.1/records/",
    "the scorecard": f"{START}scorecard/",
    "a plan": f"{START}plan/?know=opens&day=2027-02-01",
    "the public record": "/record/",
    "a search": "/search/?q=notice",
    "signatories as JSON": "/api/v1/signatories?area=wellbridge",
}


class Page(msgspec.Struct, frozen=True):
    """What one page costs."""

    name: str
    queries: int
    milliseconds: float  # of processor time, the middle of several rounds
    bytes: int


class Asked(msgspec.Struct, frozen=True):
    """What a process that only answers costs."""

    pages: list[Page]
    memory_mb: float  # of the process after so many requests
    requests: int


class Pages(msgspec.Struct, frozen=True):
    """Everything measured of the site."""

    signatories: int
    asked: Asked
    first_start: float  # seconds until the demonstration answers, made anew
    second_start: float


def measure(signatories: int, requests: int) -> Pages:
    """Fill a site, ask it for its pages and start it; as in earnest, who fills it is not who answers."""
    with tempfile.TemporaryDirectory(prefix="opencompact-benchmarks-") as folder:
        os.environ.pop("DATABASE_URL", None)
        apart(filling.fill, folder, signatories)
        asked = msgspec.convert(apart(ask, folder, requests), Asked)
        first, second = _start(f"{folder}/demo"), _start(f"{folder}/demo")
    return Pages(signatories, asked, first, second)


def ask(folder: str, requests: str) -> Asked:
    """Ask a site that was filled for each of its pages, and then for all of them in turn."""
    from opencompact.site.running.preparing import start_django

    filling.settle_in(folder)
    start_django()
    pages = [_page(name, path) for name, path in PAGES.items()]
    return Asked(pages, _after(int(requests)), int(requests))


def _page(name: str, path: str) -> Page:
    from django.db import connection
    from django.test import Client

    visitor = Client(headers={"host": "localhost"})
    visitor.get(path)
    asked: list[str] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        asked.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        answer = visitor.get(path)
    assert answer.status_code == 200, f"{path}: {answer.status_code}"
    times = []
    for _ in range(ROUNDS):
        begun = time.process_time()
        visitor.get(path)
        times.append((time.process_time() - begun) * 1000)
    return Page(name, len(asked), median(times), len(answer.content))


def _after(requests: int) -> float:
    """The memory of this process after so many requests to all of the pages in turn."""
    from django.test import Client

    visitor, paths = Client(headers={"host": "localhost"}), list(PAGES.values())
    for number in range(requests):
        visitor.get(paths[number % len(paths)])
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmRSS:")[2].split()[0]) / 1024


def _start(folder: str) -> float:
    """Seconds until the demonstration answers."""
    command = [sys.executable, "-m", "opencompact", "demo", "--port", "8975", "--data", folder]
    begun = time.perf_counter()
    site = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        assert site.stdout
        address = next(line.split()[-1] for line in site.stdout if "http://" in line)
        while not _answers(f"{address}/healthz"):
            time.sleep(0.02)
        return time.perf_counter() - begun
    finally:
        site.terminate()
        site.wait(timeout=30)


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=5) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False
