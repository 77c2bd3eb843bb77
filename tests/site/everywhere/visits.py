"""Every address, asked once by each kind of person. Several tests look at the same answers."""

from __future__ import annotations

import hashlib
import re
from copy import deepcopy
from functools import cache
from typing import Any, NamedTuple

from django.db import transaction
from django.test import Client

from opencompact.site import clock
from opencompact.site.accounts.models import Person
from opencompact.site.champions.models import Champion
from tests.people import TODAY, at_noon, browser
from tests.site.everywhere.known import known
from tests.site.everywhere.places import Place, all_places

EMPTY = {"csrfmiddlewaretoken": "sent"}  # what a browser sends of a form in which nothing was filled in
PUBLIC = "compact@wellbridge.example"  # the office of the area
_CHANGES = re.compile(r'name="csrfmiddlewaretoken" value="\w+"|name="(?:token|key)" value="[^"]*"')
_MAIN = re.compile(r"<main\b.*</main>", re.DOTALL)
_TITLE = re.compile(r"<title>.*?</title>", re.DOTALL)
READERS = ("visitor", "officer", "editor", "chair", "administrator")  # whose pages a browser looks at
Everybody = dict[str, Person | None]


class Answer(NamedTuple):
    """One answer of the site, and what of it the tests look at."""

    status: int
    cache_control: str
    digest: bytes  # of the body
    private: frozenset[str]  # what of others' private values is in its body or its head
    html: str  # "" where it is no page: a file, a way on; and where no browser looks at it

    @property
    def own(self) -> str:
        """What is this page's own: its title and what stands between head and foot."""
        main = _MAIN.search(self.html)
        title = _TITLE.search(self.html)
        return _CHANGES.sub("", (title.group() if title else "") + (main.group() if main else self.html))


def private() -> dict[str, re.Pattern[str]]:
    """What is to be looked for, by what it is."""
    unnamed = Champion.objects.filter(consents=False).exclude(name="").values_list("name", flat=True)
    return {
        "address": re.compile(rf"(?<![\w.-])(?!{PUBLIC})[\w.-]+@wellbridge\.example"),
        "telephone": re.compile("01632 960"),
        "street": re.compile("Invented Row"),
        "contact": re.compile("Contact of |Mabel Crane|Jon Pike|Amira Sole|Ben Heron"),
        "champion who did not agree to be named": re.compile("|".join(map(re.escape, sorted(set(unnamed))))),
        "notes of a check-in": re.compile("Keep an eye on payments"),
        "comment nobody has read yet": re.compile("please avoid August"),
        "why a wish to sign was refused": re.compile("A trade body does not belong to either sector"),
    }


class Visits:
    """The answers, each asked for when a test first wants it."""

    def __init__(self, everybody: Everybody) -> None:
        self.everybody = everybody
        self.places = all_places(known())
        self.looked_for = private()
        self.ask = cache(self._ask)
        self.client = cache(self._client)

    def _client(self, who: str) -> Client:
        return browser(self.everybody[who])

    def _ask(self, who: str, method: str, path: str) -> Answer:
        """Ask for a page; whatever that changes is taken back, signing out too."""
        client, person = self.client(who), self.everybody[who]
        cookies = deepcopy(client.cookies)
        with transaction.atomic(), clock.at(at_noon(TODAY)):
            response: Any = client.get(path) if method == "GET" else client.post(path, EMPTY)
            body = b"".join(response.streaming_content) if response.streaming else response.content
            transaction.set_rollback(True)
        client.cookies = cookies
        text = body.decode("utf-8", "replace")
        looked_at = f"{response.headers}\n{text}"
        for own in (person.name, person.email) if person else ():
            looked_at = looked_at.replace(own, "")
        is_page = response.headers.get("Content-Type", "").startswith("text/html")
        is_page = is_page and not response.streaming and "Content-Disposition" not in response.headers
        return Answer(
            response.status_code, response.get("Cache-Control", "nothing said"), hashlib.sha256(body).digest(),
            frozenset(what for what, pattern in self.looked_for.items() if pattern.search(looked_at)),
            text if is_page and who in READERS else "",
        )  # fmt: skip


def of_demonstration(place: Place) -> bool:
    """The letter box of the demonstration shows everybody its invented letters."""
    return place.route.startswith("demonstration/")
