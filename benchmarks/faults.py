"""Answers to a consultation while things go wrong: ``python -m benchmarks.faults --rounds 200``.

Each round starts a site, lets several people answer at once and kills it with kill -9 in the midst of it. After it is
started again, every answer that was acknowledged has to be there with its receipt, and none by halves; what was not
acknowledged is sent again, and is then there once. Beside that: one answer sent many times at once, and answers sent
round the closing second. With DATABASE_URL set, on a database of its own there: tests/postgresql.py runs a command so.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from subprocess import DEVNULL, Popen
from urllib.parse import urlencode

from tests.site.running.sites import ROOT, Place, get, new_place, wait_until

AT_ONCE = 4  # people who answer while it is killed
TRIES = 30  # of a form while too many send theirs
MAKE = """
from datetime import date, timedelta
from opencompact.site.accounts.actions import add_organisation
from opencompact.site.accounts.models import Sector
from opencompact.site.agreements.actions import publish_edition
from opencompact.site.areas.actions import open_area
from opencompact.site.consultations.actions import plan, publish
from opencompact.site.responses.actions import add_equality_questions, add_question, publish_questions
from opencompact.site.rules import SET_UP
from tests.people import edition_text
area = open_area(slug="quay", name="Quay", by=SET_UP)
day = area.today()
publish_edition(area=area, text=edition_text("quay-2020"), start=date(2020, 1, 1), by=SET_UP)
body = add_organisation(area=area, name="Quay Council", sector=Sector.PUBLIC, by=SET_UP)
row = plan(
    body=body, title="Parks plan", by=SET_UP, purpose="Which park first", opens=day - timedelta(days=1),
    closes=day + timedelta(days=DAYS), short_reason="It is a trial of one form", questions_from=day,
    holiday_reason="It is a trial of one form",
)
publish(consultation=row, by=SET_UP)
made = add_question(consultation=row, kind="text", text="What first?", required=True, by=SET_UP)
add_equality_questions(consultation=row, by=SET_UP)
publish_questions(consultation=row, by=SET_UP)
print(row.pk, made.pk, row.closing.timestamp())
"""
HELD = """
import json
from opencompact.site.record.models import Entry
from opencompact.site.responses.models import Answer, Response, Started
rows = Response.objects.order_by("pk").values_list("pk", "code_hash", "entry", "received")
texts = dict(Answer.objects.values_list("response", "text"))
numbers = list(Entry.objects.order_by("n").values_list("n", flat=True))
entered = list(Entry.objects.filter(act="answer_received").values_list("n", flat=True))
print(json.dumps({
    "rows": [[pk, hash, entry, received.timestamp(), texts.get(pk)] for pk, hash, entry, received in rows],
    "answers": Answer.objects.count(), "gaps": numbers != list(range(len(numbers))), "entered": sorted(entered),
    "begun": Started.objects.count(),
}))
"""
SHIFTED = """
import sys
from datetime import timedelta
from pathlib import Path
from opencompact.site import clock
real, shift = clock.now, Path(sys.argv.pop(1))
clock.now = lambda: real() + timedelta(seconds=float(shift.read_text()))
from opencompact.__main__ import main
main()
"""


class Lost(Exception):
    """The line was cut before an answer came."""


class Stuck(Exception):
    """A page did not lead on, though nothing was wrong with what was typed."""


class Answerer:
    """Somebody's browser."""

    def __init__(self, place: Place, row: int, question: int, text: str) -> None:
        self.port, self.at = place.port, f"/areas/quay/consultations/{row}/answer/"
        self.question, self.text, self.cookies = question, text, dict[str, str]()
        self.address = f"10.{random.randrange(256)}.{random.randrange(256)}.{random.randrange(256)}"

    def ask(self, where: str, **typed: str) -> tuple[int, str, str]:
        """Read a page, or send a form: its status, where it leads, what it says."""
        line = HTTPConnection("127.0.0.1", self.port, timeout=30)
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        headers = {"X-Forwarded-For": self.address, "Cookie": cookies}
        body = urlencode({**typed, "csrfmiddlewaretoken": self.cookies.get("csrftoken", ""), "whole": "yes"})
        sent = {**headers, "Content-Type": "application/x-www-form-urlencoded"}
        try:
            if typed:
                line.request("POST", f"{self.at}{where}", body, sent)
            else:
                line.request("GET", f"{self.at}{where}", headers=headers)
            answer = line.getresponse()
            said = answer.read().decode()
        except (OSError, HTTPException) as fault:
            raise Lost from fault
        finally:
            line.close()
        for each in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = each.partition(";")[0].partition("=")
            self.cookies[name] = value
        return answer.status, answer.headers.get("Location", ""), said

    def fill_in(self) -> None:
        """Everything but the sending."""
        self.ask("")
        self.go("", "/who/", begin="yes")
        self.go("who/", "/1/", as_organisation="no")
        self.go("1/", "/equality/", **{f"q{self.question}": self.text})
        self.go("equality/", "/news/", none="")
        self.go("news/", "/check/", name="")

    def go(self, where: str, to: str, **typed: str) -> None:
        """Send the form of a page that leads on; where too many do, once more, as the page asks."""
        for _ in range(TRIES):
            status, leads, said = self.ask(where, **typed)
            if status == 302 and leads.endswith(to):
                return
            if status != 503:
                raise Stuck(f"{self.text}, {where}: {status}, {leads or titled(said)}")
            time.sleep(1)
        raise Stuck(f"{self.text}, {where}: 503 {TRIES} times")

    def send(self) -> bool:
        """Whether it was acknowledged."""
        try:
            self.go("check/", "/sent/", send="yes")
        except Stuck:
            return False
        return True

    def receipt(self) -> int:
        """The number of the entry on the page of the receipt."""
        found = re.search(r"/record/(\d+)/", self.ask("sent/")[2])
        return int(found[1]) if found else -1


def titled(page: str) -> str:
    """The title of a page."""
    return page.partition("<title>")[2].partition("</title>")[0]


def kill(process: Popen[str]) -> None:
    """End a site and everything it started, with no time to do anything."""
    whole, todo = [process.pid], [process.pid]
    while todo:
        one = todo.pop()
        listed = Path(f"/proc/{one}/task/{one}/children")
        below = [int(each) for each in listed.read_text().split()] if listed.exists() else []
        whole, todo = [*whole, *below], [*todo, *below]
    for each in whole:
        try:
            os.kill(each, signal.SIGKILL)
        except ProcessLookupError:
            continue


class Trial:
    """One site and what was acknowledged there."""

    def __init__(self, place: Place) -> None:
        self.place, self.lock = place, threading.Lock()
        place.env["OPENCOMPACT_PROXIES"] = "1"  # each answers from an address of their own
        row, question, closing = place.ask(MAKE.replace("DAYS", "120")).split()
        self.row, self.question, self.closing = int(row), int(question), float(closing)
        self.acknowledged: list[Answerer] = []
        self.open: list[Answerer] = []
        self.stuck: list[Stuck] = []
        self.count = 0

    def answerer(self) -> Answerer:
        with self.lock:
            self.count += 1
            return Answerer(self.place, self.row, self.question, f"Answer number {self.count}")

    def answer_until(self, ends: threading.Event) -> None:
        """Answer one after the other."""
        while not ends.is_set():
            one = self.answerer()
            try:
                one.fill_in()
                with self.lock:
                    self.open.append(one)
                if one.send():
                    with self.lock:
                        self.open.remove(one)
                        self.acknowledged.append(one)
            except Lost:
                return
            except Stuck as why:
                self.stuck.append(why)
                return

    def round(self, seconds: float) -> None:
        """Let people answer, and kill the site in the midst of it."""
        ends = threading.Event()
        threads = [threading.Thread(target=self.answer_until, args=(ends,)) for _ in range(AT_ONCE)]
        with self.place.started("serve") as process:
            for each in threads:
                each.start()
            time.sleep(seconds)
            kill(process)
            ends.set()
            for each in threads:
                each.join()
        wait_until(lambda: get(f"{self.place.address}/healthz")[0] == 0)

    def settle(self) -> None:
        """Send again what was not acknowledged."""
        with self.place.started("serve"):
            for one in self.open:
                one.go("check/", "/sent/", send="yes")
                self.acknowledged.append(one)
            self.open = []
            some = random.sample(self.acknowledged, min(20, len(self.acknowledged)))
            assert all(one.receipt() >= 0 for one in some), "a receipt is missing"

    def check(self) -> None:
        """Everything acknowledged is there once, with its entry; nothing is there by halves."""
        assert not self.stuck, f"{len(self.stuck)} were stuck; the first: {self.stuck[0]}"
        held = json.loads(self.place.ask(HELD))
        texts = [text for _pk, _hash, _entry, _received, text in held["rows"]]
        missing = {one.text for one in self.acknowledged} - set(texts)
        assert not missing, f"acknowledged and gone: {sorted(missing)}"
        assert len(set(texts)) == len(texts) == held["answers"], "an answer is there twice, or without its words"
        assert sorted(entry for _pk, _hash, entry, _received, _text in held["rows"]) == held["entered"], "entries"
        assert not held["gaps"], "the record has a gap"


def killed(place: Place, rounds: int, *, each: int = 10) -> int:
    """Rounds of kill -9; how many answers were acknowledged."""
    trial = Trial(place)
    for number in range(1, rounds + 1):
        trial.round(random.uniform(0.3, 2.5))
        if number % each == 0 or number == rounds:
            trial.settle()
            trial.check()
            print(f"{number} rounds, {len(trial.acknowledged)} answers acknowledged, 0 lost", file=sys.stderr)
    return len(trial.acknowledged)


def raced(place: Place, races: int, at_once: int) -> int:
    """The same answer sent many times at once; how many sends there were."""
    trial = Trial(place)
    with place.started("serve"):
        for _race in range(races):
            one, told = trial.answerer(), list[bool]()
            one.fill_in()

            def send(one: Answerer = one, told: list[bool] = told) -> None:
                told.append(one.send())

            threads = [threading.Thread(target=send) for _ in range(at_once)]
            for each in threads:
                each.start()
            for each in threads:
                each.join()
            assert told == [True] * at_once, f"{told.count(True)} of {at_once} were acknowledged"
            trial.acknowledged.append(one)
        receipts = {one.receipt() for one in trial.acknowledged}
        assert len(receipts) == races, "receipts"
    trial.check()
    assert len(json.loads(place.ask(HELD))["rows"]) == races, "an answer is there twice"
    return races * at_once


@contextmanager
def shifted(place: Place, shift: Path) -> Iterator[None]:
    """The site, with its clock as many seconds ahead as this file says at the moment."""
    command = [sys.executable, "-c", SHIFTED, str(shift), "serve", "--port", str(place.port)]
    with Popen(command, env=place.env, cwd=ROOT, stdout=DEVNULL, stderr=DEVNULL, text=True) as process:
        try:
            wait_until(lambda: get(f"{place.address}/healthz")[0] == 200)
            yield
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(30)


def closing(place: Place, sends: int, *, spread: float = 10) -> tuple[int, int]:
    """Answers sent in the seconds round the close; how many were taken and how many came too late."""
    trial = Trial(place)
    told: list[tuple[Answerer, float, float, bool]] = []

    def send(one: Answerer, at: float) -> None:
        time.sleep(max(0, at - time.time()))
        began = time.time()
        good = one.send()
        told.append((one, began, time.time(), good))

    clock = place.data / "shift"
    clock.write_text("0")
    with shifted(place, clock):
        ready = [trial.answerer() for _ in range(sends)]
        for one in ready:
            one.fill_in()
        middle = time.time() + spread / 2 + 1  # here the close is brought near, once all are ready
        new = clock.with_name("shift.new")
        new.write_text(str(trial.closing - middle))
        new.replace(clock)
        threads = [
            threading.Thread(target=send, args=(one, middle - spread / 2 + spread * at / sends))
            for at, one in enumerate(ready)
        ]
        for each in threads:
            each.start()
        for each in threads:
            each.join()
    rows = {text: received for _pk, _hash, _entry, received, text in json.loads(place.ask(HELD))["rows"]}
    for one, began, ended, good in told:
        assert good == (one.text in rows), f"{one.text}: acknowledged {good}"
        assert not good or rows[one.text] < trial.closing, f"{one.text} came too late and was taken"
        assert good or ended >= middle, f"{one.text} was in time and not taken"
        assert not good or began < middle, f"{one.text} was sent after the close and taken"
    taken = sum(good for _one, _began, _ended, good in told)
    return taken, sends - taken


Trials = dict[str, Callable[[Place], str]]


def trials(chosen: argparse.Namespace) -> Trials:
    """What is tried, and how what was found is said."""

    def kills(place: Place) -> str:
        return f"{killed(place, chosen.rounds)} acknowledged in {chosen.rounds} rounds, 0 lost"

    def races(place: Place) -> str:
        return f"{raced(place, chosen.races, 50)} sends, 0 duplicates"

    def close(place: Place) -> str:
        taken, late = closing(place, chosen.sends)
        return f"{taken} taken, {late} too late, 0 wrong"

    return {"kill -9": kills, "parallel sends": races, "the close": close}


def main() -> None:
    """All three, and what was found."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.faults")
    parser.add_argument("--rounds", type=int, default=200, help="of kill -9")
    parser.add_argument("--races", type=int, default=100, help="of 50 parallel sends")
    parser.add_argument("--sends", type=int, default=400, help="round the closing second")
    chosen = parser.parse_args()
    database = "PostgreSQL" if os.environ.get("DATABASE_URL") else "SQLite"
    began = datetime.now(UTC)
    with tempfile.TemporaryDirectory(prefix="opencompact-faults-") as folder:
        for name, run in trials(chosen).items():
            with new_place(Path(folder) / name.replace(" ", "")) as place:
                print(f"{database}, {name}: {run(place.prepare())}")
    print(f"It took {timedelta(seconds=round((datetime.now(UTC) - began).total_seconds()))}.")


if __name__ == "__main__":
    main()
