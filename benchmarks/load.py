"""The last evening of a consultation: ``python -m benchmarks.load --seconds 900``.

On a filled site, answers are sent and pages are read at the rate of a peak; then at four times that, where some are
asked to come back; then at the usual rate again. Requests start when they are due, however long those before them
take, and their time counts from then. Every answer that was acknowledged has to be there afterwards, once. With
DATABASE_URL set, on a database of its own there: tests/postgresql.py runs a command so.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlencode

from benchmarks import filling
from benchmarks.faults import MAKE
from benchmarks.measuring import apart
from tests.site.running.sites import Place, new_place

ANSWERS, VIEWS = 33, 100  # a second, at the peak
PATIENCE = 30  # seconds after which nobody waits any more
TOKEN = "a" * 32  # which a browser gets with a form and sends back with it
BEGIN = """
from opencompact.site import clock
from opencompact.site.consultations.models import Consultation
from opencompact.site.responses.actions import enter_many
from opencompact.site.responses.models import Given, Question, Reply
from opencompact.site.responses.sending import begin, keep
from opencompact.site.responses.models import Started
from opencompact.site.responses.codes import hashed
from opencompact.site.rules import ANYBODY, SET_UP
row = Consultation.objects.select_related("area", "body").get(pk=ROW)
question = Question.objects.get(pk=QUESTION)
if OLD:
    replies = (Reply(given=(Given(question, text=f"Shelf {at % 997}"),)) for at in range(OLD))
    enter_many(consultation=row, way="paper", replies=replies, by=SET_UP)
for at in range(COUNT):
    code = begin(consultation=row, moment=clock.now(), by=ANYBODY)
    started = Started.objects.get(code_hash=hashed(code))
    typed = {"as_organisation": ["no"], f"q{question.pk}": [f"Answer number {at} of LOT"], "name": [""]}
    keep(started=started, typed=typed, by=ANYBODY)
    print(code)
"""
HELD = """
from opencompact.site.responses.models import Response
print(Response.objects.filter(consultation=ROW, way="online").count())
"""


class Took(NamedTuple):
    """One request: what it was, how long it took from when it was due, what came."""

    kind: str
    seconds: float
    status: int
    says_when: bool  # to come back
    keeps: bool  # what was typed


class Line(asyncio.Protocol):
    """Sends one request and takes what comes until the line is closed."""

    def __init__(self, said: bytes, ended: asyncio.Future[bytes]) -> None:
        self.said, self.ended, self.got = said, ended, bytearray()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.WriteTransport)
        transport.write(self.said)

    def data_received(self, data: bytes) -> None:
        self.got += data

    def connection_lost(self, _fault: Exception | None) -> None:
        if not self.ended.done():
            self.ended.set_result(bytes(self.got))


class Evening:
    """A site, those who are about to send, and the pages others read."""

    def __init__(self, place: Place, old: int) -> None:
        self.place, self.lots = place, 0
        place.env["OPENCOMPACT_PROXIES"] = "1"  # each comes from an address of their own
        row, question, _closing = place.ask(MAKE.replace("DAYS", "120")).split()
        self.row, self.question, self.here = row, question, f"/areas/quay/consultations/{row}/"
        self.codes: list[str] = []
        self.acknowledged = 0
        self.prepare(1, old)

    def prepare(self, count: int, old: int = 0) -> None:
        """So many who have typed everything and have not sent it."""
        self.lots += 1
        code = BEGIN.replace("ROW", self.row).replace("QUESTION", self.question).replace("COUNT", str(count))
        made = self.place.ask(code.replace("OLD", str(old)).replace("LOT", str(self.lots)), seconds=1800)
        self.codes += made.split()

    def view(self) -> bytes:
        """Somebody who reads: mostly about what closes tonight."""
        busy, other = self.here, "/areas/wellbridge/"
        pages = {
            busy: 40, f"{busy}answer/": 25, "/areas/quay/consultations/": 10, "/areas/quay/": 5, other: 5,
            f"{other}consultations/?phase=": 5, f"{other}commitments/": 5, f"{other}commitments/3.1/": 5,
        }  # fmt: skip
        [path] = random.choices(list(pages), list(pages.values()))
        return f"GET {path} HTTP/1.1\r\n{self._head()}\r\n".encode()

    def send(self) -> bytes:
        """Somebody who sends what they have typed."""
        body = urlencode({"send": "yes", "whole": "yes", "csrfmiddlewaretoken": TOKEN})
        cookies = f"Cookie: csrftoken={TOKEN}; answer={self.codes.pop()}\r\n"
        head = f"{self._head()}{cookies}Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}"
        return f"POST {self.here}answer/check/ HTTP/1.1\r\n{head}\r\n\r\n{body}".encode()

    def _head(self) -> str:
        address = ".".join(str(random.randrange(1, 255)) for _ in range(3))
        return f"Host: 127.0.0.1:{self.place.port}\r\nX-Forwarded-For: 10.{address}\r\nConnection: close\r\n"

    async def at_rate(self, times: float, seconds: float) -> list[Took]:
        """Answers and views at so many times the peak, for so long."""
        due = [("answer", at / (ANSWERS * times)) for at in range(int(ANSWERS * times * seconds))]
        due += [("view", (at + 0.5) / (VIEWS * times)) for at in range(int(VIEWS * times * seconds))]
        begun = time.perf_counter() + 0.2
        tasks = []
        for kind, at in sorted(due, key=lambda each: each[1]):
            wait = begun + at - time.perf_counter()
            if wait > 0:
                await asyncio.sleep(wait)
            tasks.append(asyncio.create_task(self._one(kind, begun + at)))
        return list(await asyncio.gather(*tasks))

    async def _one(self, kind: str, due: float) -> Took:
        said = self.send() if kind == "answer" else self.view()
        ended: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()
        try:
            async with asyncio.timeout(PATIENCE):
                loop = asyncio.get_running_loop()
                await loop.create_connection(lambda: Line(said, ended), "127.0.0.1", self.place.port)
                got = await ended
        except (OSError, TimeoutError):
            got = b""
        head, _, body = got.partition(b"\r\n\r\n")
        status = int(head[9:12]) if len(head) > 12 else 0
        good = status == 302 and b"/sent/" in head
        self.acknowledged += good
        status = status if kind == "view" or good or status >= 500 or not status else -status
        return Took(kind, time.perf_counter() - due, status, b"retry-after" in head.lower(), b"<form" in body)


def told(name: str, took: list[Took]) -> Iterator[str]:
    """What came of a while."""
    for kind in ("answer", "view"):
        mine = [each for each in took if each.kind == kind]
        good = sorted(each.seconds for each in mine if each.status in (200, 302))
        turned = [each for each in mine if each.status == 503]
        others = Counter(each.status for each in mine if each.status not in (200, 302, 503))
        middle, most, last = (good[int(len(good) * part)] * 1000 if good else 0 for part in (0.5, 0.95, 0.99))
        line = f"{name}: {len(mine):,} × {kind}: {len(good):,} at once"
        line += f", p50 {middle:.0f} ms, p95 {most:.0f} ms, p99 {last:.0f} ms"
        line += f"; {len(turned):,} asked to come back" if turned else ""
        bare = sum(not each.says_when or (kind == "answer" and not each.keeps) for each in turned)
        line += f" ({bare} without saying when or what was typed)" if bare else ""
        yield line + (f"; others: {dict(others)}" if others else "")


def main() -> None:
    """The peak, four times the peak, and what comes after."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.load")
    parser.add_argument("--seconds", type=int, default=60, help="of the peak; 900 is the goal")
    parser.add_argument("--signatories", type=int, default=1000, help="with as many consultations")
    parser.add_argument("--answers", type=int, default=100_000, help="to the consultation that closes tonight, before")
    chosen = parser.parse_args()
    database = "PostgreSQL" if os.environ.get("DATABASE_URL") else "SQLite"
    begun = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="opencompact-load-") as folder, new_place(Path(folder) / "site") as place:
        os.environ |= place.env  # whoever fills it is a process of its own, of this site
        place.data.mkdir(mode=0o700)
        apart(filling.fill, place.data, chosen.signatories)
        evening = Evening(place, chosen.answers)
        evening.prepare(int(ANSWERS * (chosen.seconds + 4 * 60 + 60 + 30)))
        print(f"{database}, filled in {time.perf_counter() - begun:.0f} s", file=sys.stderr)
        with place.started("serve") as process:
            assert process.poll() is None, "the site does not start"
            for name, times, seconds in (
                ("warming up", 0.2, 10), ("the peak", 1, chosen.seconds), ("four times the peak", 4, 60),
                ("right after", 1, 60),
            ):  # fmt: skip
                for line in told(name, asyncio.run(evening.at_rate(times, seconds))):
                    print(f"{database}, {line}")
        kept = int(place.ask(HELD.replace("ROW", evening.row)))
    print(f"{database}: {evening.acknowledged:,} acknowledged, {kept:,} kept")
    assert kept >= evening.acknowledged, "acknowledged and gone"
    print(f"It took {timedelta(seconds=round(time.perf_counter() - begun))}.")


if __name__ == "__main__":
    main()
