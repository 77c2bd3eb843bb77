"""Letters are sent at least once, by one worker at a time, and forgotten."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from smtplib import SMTPServerDisconnected

import pytest
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from pytest_django import Settings

from opencompact.site import clock
from opencompact.site.post import sending
from opencompact.site.post.models import Letter
from opencompact.site.running import working

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


class Away(BaseEmailBackend):
    """A mail server that does not answer."""

    def send_messages(self, email_messages: object) -> int:
        raise SMTPServerDisconnected


def letter(number: int = 1, **more) -> Letter:
    with clock.at(NOON):
        return Letter.objects.create(to=f"p{number}@wellbridge.example", subject=f"S{number}", text="Hello", **more)


@pytest.fixture
def away(settings: Settings) -> None:
    settings.EMAIL_BACKEND = f"{__name__}.Away"


def test_a_letter_is_sent_once_and_asks_for_no_answer(db: None) -> None:
    one = letter(language="cy")
    with clock.at(NOON):
        assert (sending.send_waiting(), sending.send_waiting()) == (1, 0)
    (sent,) = mail.outbox
    assert (sent.to, sent.subject, sent.body) == (["p1@wellbridge.example"], "S1", "Hello\n")
    assert (sent.extra_headers["Auto-Submitted"], sent.extra_headers["Content-Language"]) == ("auto-generated", "cy")
    assert sent.extra_headers["Message-ID"] == f"<letter-{one.pk}-20261121120000@testserver>"
    one.refresh_from_db()
    assert (one.sent, one.tries) == (NOON, 1)


def test_what_one_worker_has_claimed_another_leaves(db: None) -> None:
    one, same = letter(), Letter.objects.get()
    with clock.at(NOON):
        assert (sending.claim(one), sending.claim(same), sending.send_waiting()) == (True, False, 0)
    with clock.at(NOON + sending.CLAIM):  # the worker that had it died before it was sent
        assert sending.send_waiting() == 1


def test_after_a_failure_the_waits_grow_and_then_it_is_given_up(db: None, away: None) -> None:
    letter()
    waits, now = [], NOON
    for _ in range(8):
        with clock.at(now):
            assert sending.send_waiting() == 0
        following = Letter.objects.get().next_try
        waits.append(round((following - now).total_seconds() / 60))
        now = following
    assert waits == [1, 5, 15, 60, 240, 720, 720, 720]
    with clock.at(NOON + sending.GIVEN_UP):
        assert sending.send_waiting() == 0
    assert Letter.objects.get().tries == 8


def test_while_the_server_is_away_the_others_do_not_wait_for_it(db: None, away: None) -> None:
    letter(1), letter(2)
    with clock.at(NOON):
        sending.send_waiting()
    assert list(Letter.objects.order_by("pk").values_list("tries", flat=True)) == [1, 0]


def test_a_worker_that_is_to_end_begins_no_other_letter(db: None) -> None:
    letter()
    assert (sending.send_waiting(lambda: True), Letter.objects.get().tries) == (0, 0)


def test_without_a_mail_server_letters_are_kept(db: None, settings: Settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    letter()
    with clock.at(NOON):
        assert (sending.send_waiting(), Letter.objects.waiting().count()) == (0, 1)


def test_letters_are_forgotten_thirty_days_after_they_were_sent(db: None) -> None:
    letter(1, sent=NOON), letter(2), letter(3, sent=NOON + timedelta(days=1))
    with clock.at(NOON + timedelta(days=30)):
        assert sending.forget_old() == 0
    with clock.at(NOON + timedelta(days=30, seconds=1)):
        assert sending.forget_old() == 2
    assert Letter.objects.get().subject == "S3"


def test_what_recurs_goes_on_where_one_fails(cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails() -> None:
        raise ValueError

    letter(sent=NOON - timedelta(days=31))
    monkeypatch.setattr(working, "TICKS", [fails, *working.TICKS])
    with clock.at(NOON):
        working.tick()
    assert Letter.objects.count() == 0
