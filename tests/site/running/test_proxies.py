"""The site behind nginx and behind Caddy, with the very lines the documentation gives."""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPSConnection
from pathlib import Path
from typing import Any

import pytest

from tests.site.running.sites import ROOT, Place, new_place, unused_port, wait_until

pytestmark = pytest.mark.proxies

NAME = "compact.example.org"
PATH = f"{os.environ.get('PATH', '')}:/usr/sbin"
PAGE = (ROOT / "docs" / "how-to" / "run-the-site.md").read_text("utf-8")


class Proxied:
    """A site behind a proxy, and how to ask it as the name it has."""

    def __init__(self, place: Place, port: int) -> None:
        self.place, self.port = place, port
        self.trust = ssl.create_default_context()
        self.trust.check_hostname, self.trust.verify_mode = False, ssl.CERT_NONE

    def line(self) -> ssl.SSLSocket:
        plain = socket.create_connection(("127.0.0.1", self.port), 60)
        return self.trust.wrap_socket(plain, server_hostname=NAME)

    def ask(self, path: str, body: bytes | None = None, **headers: Any) -> tuple[int, dict[str, str], str]:
        """Status, headers and text of a page."""
        connection = HTTPSConnection("127.0.0.1", self.port, timeout=60, context=self.trust)
        connection.sock = self.line()
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request("POST" if body else "GET", path, body, {"Host": NAME, **named})
        answer = connection.getresponse()
        told = {name.lower(): value for name, value in answer.getheaders()}
        text = answer.read().decode()
        connection.close()
        return answer.status, told, text


def block(language: str) -> str:
    """The lines of the documentation."""
    [found] = re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)
    return str(found)


def certificate(folder: Path) -> tuple[Path, Path]:
    key, made = folder / "site.key", folder / "site.crt"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
         "-subj", f"/CN={NAME}", "-addext", f"subjectAltName=DNS:{NAME}", "-keyout", str(key), "-out", str(made)],
        check=True, capture_output=True,
    )  # fmt: skip
    return made, key


def replaced(text: str, *pairs: tuple[str, str]) -> str:
    """The lines with what differs on this machine; each has to stand in them."""
    for old, new in pairs:
        assert old in text, f"{old} does not stand in the documentation"
        text = text.replace(old, new)
    return text


@contextmanager
def running(command: list[str], port: int, **env: str) -> Iterator[None]:
    with subprocess.Popen(command, env={**os.environ, "PATH": PATH, **env}, stdout=subprocess.DEVNULL,
                          stderr=subprocess.DEVNULL) as process:  # fmt: skip
        try:
            wait_until(lambda: process.poll() is not None or _listens(port))
            assert process.poll() is None, f"{command[0]} did not start"
            yield
        finally:
            process.terminate()
            process.wait(20)


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@contextmanager
def nginx(folder: Path, place: Place, port: int) -> Iterator[None]:
    made, key = certificate(folder)
    lines = replaced(
        block("nginx"), ("listen 80;", f"listen 127.0.0.1:{unused_port()};"),
        ("listen 443 ssl;", f"listen 127.0.0.1:{port} ssl;"), (f"/etc/ssl/{NAME}.crt", str(made)),
        (f"/etc/ssl/private/{NAME}.key", str(key)), ("127.0.0.1:8000", f"127.0.0.1:{place.port}"),
    )  # fmt: skip
    temporary = "".join(
        f"{name}_temp_path {folder}/{name};\n" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    whole = folder / "nginx.conf"
    user = "user root;\n" if os.geteuid() == 0 else ""
    whole.write_text(
        f"{user}daemon off;\npid {folder}/pid;\nerror_log {folder}/error.log;\nevents {{}}\n"
        f"http {{\naccess_log off;\n{temporary}{lines}}}\n"
    )
    program = shutil.which("nginx", path=PATH)
    assert program, "sudo apt-get install nginx"
    with running([program, "-c", str(whole), "-p", str(folder)], port):
        yield


@contextmanager
def caddy(folder: Path, place: Place, port: int) -> Iterator[None]:
    """Caddy gets no certificate from elsewhere here: it makes one itself, at another port."""
    lines = replaced(
        block("caddyfile"), (f"{NAME} {{", f"{NAME}:{port} {{\n    tls internal"),
        ("127.0.0.1:8000", f"127.0.0.1:{place.port}"),
    )  # fmt: skip
    whole = folder / "Caddyfile"
    ours = "admin off", "auto_https disable_redirects", "skip_install_trust", f"http_port {unused_port()}"
    whole.write_text("\n".join(["{", *ours, "}", lines]))
    homes = {"HOME": str(folder), "XDG_DATA_HOME": str(folder), "XDG_CONFIG_HOME": str(folder)}
    program = shutil.which("caddy", path=PATH)
    assert program, "sudo apt-get install caddy"
    with running([program, "run", "--config", str(whole)], port, **homes):
        yield


@pytest.fixture(scope="module", params=[nginx, caddy], ids=["nginx", "caddy"])
def proxied(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxied]:
    folder = tmp_path_factory.mktemp("proxy")
    port = unused_port()
    earnest = {"OPENCOMPACT_ADDRESS": f"https://{NAME}", "OPENCOMPACT_MAIL": "smtp://127.0.0.1:9"}
    with new_place(folder / "site") as place, place.started("serve", **earnest), request.param(folder, place, port):
        yield Proxied(place, port)


def form(token: str, size: int) -> tuple[bytes, str]:
    """A form with a file of this size."""
    parts = [
        f'--x\r\nContent-Disposition: form-data; name="csrfmiddlewaretoken"\r\n\r\n{token}\r\n'.encode(),
        b'--x\r\nContent-Disposition: form-data; name="email"\r\n\r\nolwen@a.example\r\n',
        b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n', b"x" * size, b"\r\n--x--\r\n",
    ]  # fmt: skip
    return b"".join(parts), "multipart/form-data; boundary=x"


def test_pages_come_safely_and_are_asked_for_by_the_name_of_the_site(proxied: Proxied) -> None:
    status, told, text = proxied.ask("/")
    assert (status, told.get("strict-transport-security")) == (200, "max-age=31536000"), text
    assert proxied.ask("/readyz")[2] == "ready\n"


def send(proxied: Proxied, size: int, **headers: str) -> tuple[int, str]:
    """Ask for a code to sign in, with a file of this size beside the address."""
    _status, told, text = proxied.ask("/sign-in/")
    [token] = re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', text)[:1]
    body, kind = form(token, size)
    own = {"Cookie": told["set-cookie"].partition(";")[0], "Referer": f"https://{NAME}/sign-in/"}
    status, told, _text = proxied.ask("/sign-in/", body, Content_Type=kind, **own, **headers)
    return status, told.get("location", "")


def test_a_form_with_a_file_of_ten_megabytes_arrives(proxied: Proxied) -> None:
    assert send(proxied, 10_000_000) == (302, "/sign-in/code/")


def test_what_is_too_large_is_told_so_in_words(proxied: Proxied) -> None:
    status, _told, text = proxied.ask("/sign-in/", b"x" * 23_500_000, Content_Type="text/plain")
    assert (status, "What you sent did not arrive" in text) == (413, True)
    status, _told, text = proxied.ask("/sign-in/", b"x" * 25_500_000, Content_Type="text/plain")
    assert (status, "Go back to try again" in text) == (413, True)


def test_the_address_somebody_claims_is_not_believed(proxied: Proxied) -> None:
    """The figures are for this machine only, and whoever comes through a proxy is somebody else."""
    assert proxied.ask("/metrics", X_Forwarded_For="127.0.0.1")[0] == 404
    assert proxied.ask("/metrics", Forwarded="for=127.0.0.1")[0] == 404
    asked = [f"sign-in/address/{each}" for each in ("127.0.0.1", "198.51.100.7")]
    counted = f"from django.core.cache import cache; from opencompact.site.limits import _numbered; found = {asked}\n"
    look = f"{counted}print([len(cache.get(_numbered(each), [])) for each in found])"
    [before, none] = json.loads(proxied.place.ask(look))
    send(proxied, 10, X_Forwarded_For="198.51.100.7")
    assert (none, json.loads(proxied.place.ask(look))) == (0, [before + 1, 0])


def test_who_never_finishes_holds_up_nobody(proxied: Proxied) -> None:
    head = f"POST /sign-in/ HTTP/1.1\r\nHost: {NAME}\r\nContent-Type: text/plain\r\nContent-Length: 1000\r\n\r\nab"
    slow = [proxied.line() for _ in range(30)]
    try:
        for each in slow:
            each.sendall(head.encode())
        for path in ("/healthz", "/", "/sign-in/", "/healthz"):
            began = time.monotonic()
            assert proxied.ask(path)[0] == 200
            assert time.monotonic() - began < 3
    finally:
        for each in slow:
            each.close()
