"""What is counted while the site runs, for a monitoring system: requests, how long they took, what waits.

Each process that answers counts in a file of its own in the data folder, and any of them adds up all: the figures are
those of the site, whichever process is asked. They count, and never say who.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

OWN = CollectorRegistry()
REQUESTS = Counter(
    "opencompact_requests", "Requests answered.", ["route", "method", "status"], registry=OWN
)  # its name ends in _total where it is shown
SECONDS = Histogram(
    "opencompact_request_seconds", "How long an answer took.", ["route"], registry=OWN,
    buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)  # fmt: skip
_METHODS = {"GET", "HEAD", "POST", "OPTIONS", "PUT", "PATCH", "DELETE"}


def count(answer: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Count every request by its route, never by its address: an address may name a thing or a person."""

    def pass_through(request: HttpRequest) -> HttpResponse:
        began = time.perf_counter()
        response = answer(request)
        route = _route(request)
        method = request.method if request.method in _METHODS else "other"
        REQUESTS.labels(route, method, str(response.status_code)).inc()
        SECONDS.labels(route).observe(time.perf_counter() - began)
        return response

    return pass_through


def _route(request: HttpRequest) -> str:
    if request.resolver_match is not None:
        return f"/{request.resolver_match.route}"
    return "static" if request.path.startswith(settings.STATIC_URL) else "none"


class Stored(Collector):
    """What the database knows: asked when the figures are."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        from opencompact.site.post.models import Letter
        from opencompact.site.record.models import Entry
        from opencompact.site.record.signing import last_checkpoint

        last = Entry.objects.order_by("-n").values_list("n", flat=True).first()
        signed = last_checkpoint()
        yield _gauge("letters_waiting", "Letters that wait to be sent.", Letter.objects.filter(sent=None).count())
        yield _gauge("record_entries", "Entries of the public record.", 0 if last is None else last + 1)
        yield _gauge("record_signed", "Entries that the last checkpoint covers.", signed.size if signed else 0)


def _gauge(name: str, says: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(f"opencompact_{name}", says, value=value)


def all_figures() -> bytes:
    """The figures of all processes in the text form of Prometheus."""
    shown = CollectorRegistry()
    shown.register(Stored())
    if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
        return generate_latest(OWN) + generate_latest(shown)
    MultiProcessCollector(shown)  # type: ignore[no-untyped-call]
    return generate_latest(shown)
