"""A blank answer is asked about and never counted; forgetting the code asks first."""

from __future__ import annotations

import pytest

from opencompact.site import clock
from opencompact.site.consultations.models import Consultation
from opencompact.site.responses.actions import enter_many
from opencompact.site.responses.models import EqualityCount, Question, Reply, Response, Started
from opencompact.site.responses.sending import send
from opencompact.site.rules import ANYBODY, Refused
from tests.people import Cast, at_noon
from tests.site.responses.made import OPEN, Answerer, asking, text_of


def optional(cast: Cast) -> Consultation:
    """A consultation in which no question has to be answered."""
    row = asking(cast)
    Question.objects.filter(consultation=row).update(required=False)
    return row


def test_a_blank_answer_is_asked_about_and_never_counted(cast: Cast) -> None:
    with clock.at(at_noon(OPEN)):
        row = optional(cast)
        answerer = Answerer(row)
        answerer.begin()
        answerer.post("who/", as_organisation="no")
        answerer.post("1/")
        apart = Question.objects.apart_of(row)[0]
        answerer.post("equality/", **{f"q{apart.pk}": "2"})
        answerer.post("news/", name="", email="")
        shown = text_of(answerer.get("check/"))
        assert "You haven't answered any of the questions" in shown and "Send your response" not in shown
        assert f'href="{answerer.at}1/"' in answerer.get("check/").text
        assert "You haven't answered any of the questions" in text_of(answerer.send())
        started = Started.objects.get()
        with pytest.raises(Refused, match="nothing to send"):
            send(started=started, reply=Reply(), moment=clock.now(), by=ANYBODY)
        assert (Response.objects.count(), EqualityCount.objects.filter(count__gt=0).count()) == (0, 0)
        with pytest.raises(Refused, match="1 response answers no question"):
            enter_many(consultation=row, way="paper", replies=[Reply(received=clock.now())], by=cast.edwin)


def test_forgetting_the_code_asks_first_and_says_what_is_lost(answerer: Answerer) -> None:
    code = answerer.begin()
    answerer.post("1/", **answerer.typed())
    asked = text_of(answerer.get("leave/"))
    assert code in asked and "Without the code you lose everything you have written" in asked
    assert "Remove the code from this computer?" in text_of(answerer.post("leave/"))
    assert "Trees along the quay" in answerer.get("1/").text
    answerer.fill_in()
    answerer.send()
    page = answerer.get("sent/").text
    assert "Download the receipt" in page and "leave/" in page and f'action="{answerer.at}leave/"' not in page
    assert "Your response has been sent and stays." in text_of(answerer.get("leave/"))
    answerer.post("leave/", sure="yes")
    assert answerer.get("sent/")["Location"] == f"{answerer.at}back/"
    assert answerer.get("leave/")["Location"] == f"{answerer.at}back/"
