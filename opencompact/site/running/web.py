"""What the web server runs: files at once, then the body of a request, then its turn in the queue."""

from __future__ import annotations

import sys
from asyncio import wrap_future
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import unquote_to_bytes

from opencompact.site import clock
from opencompact.site.door import RECEIVED
from opencompact.site.limits import building_of
from opencompact.site.running.bodies import Bodies, Environ, Gone, NotTaken, Receive
from opencompact.site.running.queueing import Answer, Files, Queue

Send = Callable[[dict[str, Any]], Awaitable[None]]


class Web:
    """An application of the asynchronous kind around ours, which answers one request after the other."""

    def __init__(self, files: Files, bodies: Bodies, queue: Queue) -> None:
        self.files, self.bodies, self.queue = files, bodies, queue

    async def __call__(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        assert scope["type"] == "http"
        environ = environ_of(scope)
        try:
            answer = self.files.find(environ) or await self._answer(environ, receive)
        except Gone:
            return
        headers = [(name.lower().encode("latin1"), value.encode("latin1")) for name, value in answer.headers]
        await send({"type": "http.response.start", "status": int(answer.status.split()[0]), "headers": headers})
        await send({"type": "http.response.body", "body": answer.body, "more_body": False})

    async def _answer(self, environ: Environ, receive: Receive) -> Answer:
        environ[RECEIVED] = clock.now()
        address = building_of(environ.get("REMOTE_ADDR", ""), environ.get("HTTP_X_FORWARDED_FOR", ""))
        try:
            body = await self.bodies.take(environ, receive, address)
        except NotTaken as refused:
            return self.queue.turn_away(environ, refused.reason)
        with body:
            environ["wsgi.input"] = body
            return await wrap_future(self.queue.join(environ))


def environ_of(scope: dict[str, Any]) -> Environ:
    """A request as our application reads it. A header with a low line in its name would be taken for one that a proxy
    wrote, so it is left out."""
    environ: Environ = {
        "REQUEST_METHOD": scope["method"], "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(scope["raw_path"]).decode("latin1"),
        "QUERY_STRING": scope["query_string"].decode("latin1"), "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "SERVER_NAME": str(scope["server"][0]), "SERVER_PORT": str(scope["server"][1]),
        "REMOTE_ADDR": str(scope["client"][0]) if scope.get("client") else "",
        "wsgi.version": (1, 0), "wsgi.url_scheme": scope["scheme"], "wsgi.errors": sys.stderr,
        "wsgi.multithread": True, "wsgi.multiprocess": True, "wsgi.run_once": False,
    }  # fmt: skip
    for raw, value in scope["headers"]:
        if b"_" not in raw:
            name = raw.decode("latin1").upper().replace("-", "_")
            name = name if name in ("CONTENT_TYPE", "CONTENT_LENGTH") else f"HTTP_{name}"
            between = "; " if name == "HTTP_COOKIE" else ","
            said = value.decode("latin1")
            environ[name] = f"{environ[name]}{between}{said}" if name in environ else said
    return environ
