"""Takes in what somebody sends, before their request waits for its turn.

Who sends slowly keeps nobody waiting: what they send is gathered beside the queue, a little of it in memory and the
rest in a nameless file of the data folder. Most of what people send is small and there at once. What is not needs a
place, and places are few, for one address and for all; who sends too slowly loses theirs. So neither a slow telephone
nor somebody who means harm holds up a page.
"""

from __future__ import annotations

import asyncio
import shutil
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import ExitStack
from enum import StrEnum
from io import BytesIO
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import IO, Any, NamedTuple

Environ = dict[str, Any]
Receive = Callable[[], Awaitable[Any]]


class Bounds(NamedTuple):
    """How much, how slowly, how many."""

    largest: int = 23_000_000  # bytes: the largest file, of 20 MB, and what stands around it
    small: int = 65_536  # bytes that need no place and no disk
    quick: float = 2  # seconds that need no place
    patience: float = 30  # seconds for everybody, and for what has come:
    pace: int = 2_000  # bytes a second
    of_one: int = 20  # places of one address, behind which a whole building may sit
    of_all: int = 100
    free: int = 200_000_000  # bytes of the disk that stay free for what must be written
    drained: float = 5  # seconds in which a browser that is refused may finish, so that it shows the page that says so


class Reason(StrEnum):
    """Why something is not taken in."""

    LARGE = "large"
    SLOW = "slow"
    MANY = "many"
    FULL = "full"


class NotTaken(Exception):
    """What is sent is not taken in."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason


class Gone(Exception):
    """Who was sending has gone."""


class Bodies:
    """Takes in the bodies of the requests of one process."""

    def __init__(self, folder: Path, bounds: Bounds | None = None) -> None:
        self.folder, self.bounds = folder, bounds or Bounds()
        self.places = Counter[str]()  # taken, by address

    async def take(self, environ: Environ, receive: Receive, address: str) -> IO[bytes]:
        """The body of a request, whole; its environ says how long it is."""
        if not _has_body(environ):
            return BytesIO()
        with ExitStack() as stack:
            body: IO[bytes] = stack.enter_context(
                SpooledTemporaryFile(max_size=self.bounds.small, dir=str(self.folder))
            )
            coming = _Coming(self, body, receive, address)
            try:
                await coming.gather(int(environ.get("CONTENT_LENGTH") or 0))
            except NotTaken as refused:
                if refused.reason != Reason.SLOW:
                    await coming.drain()
                raise
            finally:
                coming.end()
            stack.pop_all()
        environ["CONTENT_LENGTH"] = str(coming.size)
        body.seek(0)
        return body

    def why_no_place(self, address: str) -> Reason | None:
        """Why nobody from this address may send something large or slow just now."""
        if self.places[address] >= self.bounds.of_one or self.places.total() >= self.bounds.of_all:
            return Reason.MANY
        return Reason.FULL if shutil.disk_usage(self.folder).free < self.bounds.free else None


class _Coming:
    """One body that is on its way."""

    def __init__(self, bodies: Bodies, body: IO[bytes], receive: Receive, address: str) -> None:
        self.bodies, self.bounds, self.body, self.receive, self.address = bodies, bodies.bounds, body, receive, address
        self.began = asyncio.get_running_loop().time()
        self.size = 0
        self.has_place = self.has_ended = False
        self.next: asyncio.Future[Any] | None = None  # what is awaited; never given up, or a part would be lost

    async def gather(self, length: int) -> None:
        """Read it to its end; it says that it is so long."""
        if length > self.bounds.largest:
            raise NotTaken(Reason.LARGE)
        while not self.has_ended:
            allowed = self.bounds.patience + self.size / self.bounds.pace if self.has_place else self.bounds.quick
            part = await self._part(self.began + allowed)
            if part is None and self.has_place:
                raise NotTaken(Reason.SLOW)
            if part is None:
                self._take_place()
                continue
            self.size += len(part)
            if self.size > self.bounds.largest:
                raise NotTaken(Reason.LARGE)
            if self.size > self.bounds.small and not self.has_place:
                self._take_place()
            self.body.write(part)

    async def drain(self) -> None:
        """Read on for a moment and keep nothing."""
        until = asyncio.get_running_loop().time() + self.bounds.drained
        while not self.has_ended and await self._part(until) is not None:
            pass

    def end(self) -> None:
        """Give back what it took."""
        if self.has_place:
            self.bodies.places -= Counter([self.address])
        if self.next is not None:
            self.next.cancel()

    def _take_place(self) -> None:
        why_not = self.bodies.why_no_place(self.address)
        if why_not:
            raise NotTaken(why_not)
        self.bodies.places[self.address] += 1
        self.has_place = True

    async def _part(self, until: float) -> bytes | None:
        """The next part; None where it does not come in time."""
        self.next = self.next or asyncio.ensure_future(self.receive())
        left = until - asyncio.get_running_loop().time()
        await asyncio.wait({self.next}, timeout=max(left, 0))
        if not self.next.done():
            return None
        message, self.next = self.next.result(), None
        if message["type"] != "http.request":
            raise Gone
        self.has_ended = not message.get("more_body")
        part: bytes = message.get("body", b"")
        return part


def _has_body(environ: Environ) -> bool:
    return environ.get("CONTENT_LENGTH", "0") != "0" or "HTTP_TRANSFER_ENCODING" in environ
