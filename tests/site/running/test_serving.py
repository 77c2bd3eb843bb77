"""The site as it runs: web and worker begin together, end together, and are begun again."""

from __future__ import annotations

import os
import signal
import socket
from pathlib import Path

from tests.site.running.sites import Place, get, wait_until


def is_there(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def worker_of(place: Place) -> int:
    wait_until(lambda: (place.data / "worker").exists() and (place.data / "worker").read_text().endswith("\n"))
    return int((place.data / "worker").read_text())


def test_serve_answers_and_ends_when_asked_to(place: Place) -> None:
    with place.started("serve", OPENCOMPACT_METRICS_TOKEN="shown") as process:
        assert get(f"{place.address}/readyz") == (200, "ready\n")
        assert get(f"{place.address}/nowhere/")[0] == 404
        figures = get(f"{place.address}/metrics")[1]
        assert 'opencompact_requests_total{method="GET",route="none",status="404"} 1.0' in figures
        assert "opencompact_record_entries " in figures
        assert get(f"{place.address}/metrics", **{"X-Forwarded-For": "203.0.113.5"})[0] == 404
        shown = {"X-Forwarded-For": "203.0.113.5", "Authorization": "Bearer shown"}
        assert get(f"{place.address}/metrics", **shown)[0] == 200
        assert (place.data / "secret-key").stat().st_mode & 0o777 == 0o600

        first = worker_of(place)
        os.kill(first, signal.SIGKILL)
        wait_until(lambda: worker_of(place) != first)
        second = worker_of(place)

        twice = place.run("serve", "--port", str(place.port))
        assert (twice.returncode, twice.stderr.startswith(f"Port {place.port} is taken. Name another: ")) == (2, True)
    assert process.returncode == 0
    assert not is_there(second)
    assert get(f"{place.address}/healthz")[0] == 0


def test_when_it_is_killed_the_others_end_too(place: Place) -> None:
    with place.started("demo", "--data", str(place.data)) as process:
        worker = worker_of(place)
        process.kill()
    wait_until(lambda: not is_there(worker))
    wait_until(lambda: get(f"{place.address}/healthz")[0] == 0)
    assert process.returncode == -signal.SIGKILL


def test_a_worker_that_has_only_begun_to_start_ends_too(place: Place) -> None:
    """Else each kill within its first seconds would leave a process behind, with its connection to the database."""
    with place.started("demo", "--data", str(place.data)) as process:
        place.data.joinpath("worker").unlink(missing_ok=True)
        wait_until(lambda: workers_below(process.pid) != [])
        [worker] = workers_below(process.pid)
        process.kill()
    assert not place.data.joinpath("worker").exists()  # it was killed before the worker was there
    wait_until(lambda: not is_there(worker))
    assert process.returncode == -signal.SIGKILL


def workers_below(process: int) -> list[int]:
    """The workers a process started, from any of its threads."""
    listed = [path.read_text() for path in Path(f"/proc/{process}/task").glob("*/children")]
    below = [int(each) for each in " ".join(listed).split()]
    return [each for each in below if b"running.working" in Path(f"/proc/{each}/cmdline").read_bytes()]


def test_the_demonstration_takes_the_next_port_and_starts_fast_the_second_time(place: Place) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", place.port))
        taken.listen()
        with place.started_on_next_port("demo", "--data", str(place.data)) as told:
            assert told.startswith(f"Port {place.port} is taken, so it is port ")
    note = (place.data / "prepared").read_bytes()
    with place.started("demo", "--data", str(place.data)):
        assert (place.data / "prepared").read_bytes() == note


def test_a_start_loads_nothing_that_few_ask_for(place: Place) -> None:
    heavy = ["PIL", "docx", "duckdb", "fido2", "icalendar", "ninja", "pydantic", "qrcode", "requests", "rich", "typst"]
    found = place.ask("import sys, opencompact.site.urls; print(*{name.partition('.')[0] for name in sys.modules})")
    assert set(found.split()) & set(heavy) == set()


def test_without_a_sign_in_of_a_council_its_address_does_not_exist(place: Place) -> None:
    asked = "/sign-in/with/own/", "/sign-in/"
    client = "Client(headers={'host': 'localhost'})"
    code = f"from django.test import Client; print([{client}.get(each).status_code for each in {asked}])"
    assert place.prepare().ask(code) == "[404, 200]"


def test_serve_refuses_what_is_not_safe(empty_place: Place) -> None:
    bare = empty_place.run("serve", OPENCOMPACT_ADDRESS="")
    assert (bare.returncode, bare.stderr.startswith("OPENCOMPACT_ADDRESS: the address people type is not set; ")) == (
        2,
        True,
    )
    plain = empty_place.run("serve", OPENCOMPACT_ADDRESS="http://compact.example.org", OPENCOMPACT_DEMONSTRATION="yes")
    assert plain.returncode == 2
    assert [line.partition(";")[0] for line in plain.stderr.splitlines()] == [
        "OPENCOMPACT_ADDRESS: sign-ins would cross the network readable by everybody on the way",
        "OPENCOMPACT_DEMONSTRATION: in the demonstration anybody signs in as anybody",
        "OPENCOMPACT_MAIL: no letter is sent, and nobody can sign in by a code sent to them",
    ]
    empty_place.data.mkdir(mode=0o755)
    empty_place.data.chmod(0o755)
    shared = empty_place.run("serve")
    assert (shared.returncode, shared.stderr) == (
        2, f"{empty_place.data}: every user of this machine may read it; chmod o= {empty_place.data}\n",
    )  # fmt: skip


def test_serve_refuses_a_key_of_the_record_it_cannot_read(place: Place) -> None:
    key = place.prepare().data / "record" / "key"
    whole = key.read_text()
    key.write_text("PRIVATE+KEY+nothing\n")
    told = place.run("serve", "--port", str(place.port))
    assert (told.returncode, told.stdout) == (2, "")
    assert told.stderr.startswith(f"{key}: the key of the record can't be read (")
    assert f"put the folder {key.parent} back" in told.stderr
    assert "Traceback" not in told.stderr
    key.write_text(whole)
    with place.started("serve"):
        assert get(f"{place.address}/record/")[0] == 200


def test_doctor_says_what_is_set_and_what_to_do(empty_place: Place) -> None:
    early = empty_place.run("doctor", OPENCOMPACT_MAIL="smtp://user:canary@127.0.0.1:9")
    assert "canary" not in early.stdout
    assert not empty_place.data.exists()  # to look is not to set up
    empty_place.prepare()
    told = empty_place.run(
        "doctor", OPENCOMPACT_MAIL="smtp://user:canary@127.0.0.1:9", OPENCOMPACT_OIDC_SECRET="canary"
    )
    assert told.returncode == 1
    assert "OPENCOMPACT_OIDC_ISSUER" in told.stdout
    assert "canary" not in told.stdout + told.stderr
    told = empty_place.run("doctor", OPENCOMPACT_MAIL="smtp://user:canary@127.0.0.1:9")
    rows = {line[9:].partition("  ")[0]: line for line in told.stdout.splitlines()}
    assert rows["tables"].split()[0] == rows["record"].split()[0] == "fine"
    assert rows["mail server"].startswith("to do")
    assert "it does not answer" in rows["mail server"]
