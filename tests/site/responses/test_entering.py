"""What came in on paper is entered; what was answered is read by those who may; names are forgotten in time."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.db.models import Count, Sum
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from opencompact.core.suppression import hidden
from opencompact.site import clock
from opencompact.site.accounts.actions import give_role
from opencompact.site.accounts.models import Person, RoleKind
from opencompact.site.consultations.models import Consultation
from opencompact.site.findings.actions import withdraw_row
from opencompact.site.front.actions import erase
from opencompact.site.front.held import held_elsewhere
from opencompact.site.record.models import Entry
from opencompact.site.responses import rules
from opencompact.site.responses.actions import enter_many, forget_names, forget_started
from opencompact.site.responses.codes import hashed
from opencompact.site.responses.forms import noon
from opencompact.site.responses.models import (
    Answer,
    EqualityCount,
    Given,
    Kind,
    Question,
    Reply,
    Response,
    Started,
    Tally,
    Way,
)
from opencompact.site.responses.sending import begin, send
from opencompact.site.responses.sending import withdraw as take_back
from opencompact.site.rules import ANYBODY, CLOCK, SET_UP, Refused
from tests.people import FIRST_DAY, Cast, at_noon, browser
from tests.site.responses.made import CLOSES, LATE, OPEN, Answerer, of_kind, text_of
from tests.site.responses.test_answering import PICTURE


def replies(row: Consultation, count: int, **who: Any) -> list[Reply]:
    text = of_kind(row, Kind.TEXT)
    return [Reply((Given(text, text=f"Said {n}"),), (), noon(row.area, OPEN), who) for n in range(count)]


def test_an_answer_on_paper_is_entered(cast: Cast, row: Consultation) -> None:
    edwin, at = browser(cast.edwin), f"{row.get_absolute_url()}responses/enter/"
    text, one = of_kind(row, Kind.TEXT).pk, of_kind(row, Kind.ONE).pk
    age = Question.objects.apart_of(row)[0]
    said = {
        "way": "meeting", "received-day": "30", "received-month": "1", "received-year": "2027", "people": "14",
        "as_organisation": "yes", "organisation": "Quay Choir",
        f"q{text}": "Benches", f"q{one}": "0", f"q{age.pk}": "3",
    }  # fmt: skip
    with clock.at(at_noon(OPEN)):
        assert edwin.get(at).status_code == 200
        empty = edwin.post(at, {**said, "way": "online", f"q{text}": "", "people": "0"})
        assert "Choose how it was received" in text_of(empty)
        assert edwin.post(at, {**said, "received-month": "3"}).status_code == 403
        assert edwin.post(at, said).status_code == 302
        found = Response.objects.get()
        assert (found.way, found.people, found.organisation, found.entered_by, found.received) == (
            "meeting", 14, "Quay Choir", cast.edwin, at_noon(date(2027, 1, 30)),
        )  # fmt: skip
        assert Entry.objects.latest(1)[0].facts == {"count": 1, "title": "Parks plan", "way": "at a meeting"}
        assert EqualityCount.objects.get(question=age, option=3).count == 1
        shown = text_of(edwin.get(f"{row.get_absolute_url()}responses/"))
        assert "At a meeting organisations 1 14" in shown
        assert "These counts are shown once the consultation has closed." in shown


def test_many_are_entered_fast_with_one_entry(cast: Cast, row: Consultation) -> None:
    with clock.at(at_noon(OPEN)):
        before = Entry.objects.count()
        enter_many(consultation=row, way=Way.ONLINE, replies=replies(row, 300), by=SET_UP)
        with pytest.raises(Refused, match="Online responses are recorded automatically"):
            enter_many(consultation=row, way=Way.ONLINE, replies=replies(row, 1), by=cast.edwin)
        with pytest.raises(Refused, match="Only an editor"):
            enter_many(consultation=row, way=Way.PAPER, replies=replies(row, 1), by=cast.vera)
        with pytest.raises(Refused, match="There are no responses to enter"):
            enter_many(consultation=row, way=Way.PAPER, replies=[], by=cast.edwin)
        assert (Entry.objects.count(), Response.objects.count(), Answer.objects.count()) == (before + 1, 300, 300)
    assert rules.answered(row) == {
        "total": 300, "small": 5, "any": True, "ways": [(Way.ONLINE.label, 300)], "people": 300, "organisations": 0,
            "voices": None,
    }  # fmt: skip


STEPS = st.lists(st.tuples(st.sampled_from(Way), st.booleans(), st.integers(1, 9), st.booleans()), max_size=12)


@given(STEPS)
@settings(
    max_examples=20, deadline=None, derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
def test_the_tally_is_what_counting_gives(
    cast: Cast, row: Consultation, steps: list[tuple[Way, bool, int, bool]]
) -> None:
    """Whatever came in and was withdrawn, and in whatever order."""
    text = of_kind(row, Kind.TEXT)
    with transaction.atomic(), clock.at(at_noon(OPEN)):
        for way, as_organisation, people, withdrawn in steps:
            who: dict[str, Any] = {"as_organisation": as_organisation}
            reply = Reply((Given(text, text="Trees"),), (), noon(row.area, OPEN), who)
            if way == Way.ONLINE:
                moment = clock.now()
                started = Started.objects.get(code_hash=hashed(begin(consultation=row, moment=moment, by=ANYBODY)))
                sent = send(started=started, reply=reply, moment=moment, by=ANYBODY, letter=False)
                if withdrawn:
                    take_back(response=sent, moment=moment, by=ANYBODY)
            else:
                each = reply._replace(who={**who, "people": people})
                enter_many(consultation=row, way=way, replies=[each, reply], by=cast.edwin)
        standing = Response.objects.of(row).values("way", "as_organisation")
        counted = standing.annotate(count=Count("pk"), people=Sum("people")).order_by("way", "as_organisation")
        kept = Tally.objects.of(row).values("way", "as_organisation", "count", "people")
        assert list(kept) == list(counted)
        transaction.set_rollback(True)


def workbook(*rows: list[Any]) -> SimpleUploadedFile:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    sheet = book.add_worksheet("Answers")
    for at, row in enumerate(rows):
        sheet.write_row(at, 0, row)
    book.close()
    return SimpleUploadedFile("answers.xlsx", out.getvalue())


def commas(*lines: str) -> SimpleUploadedFile:
    return SimpleUploadedFile("answers.csv", "\n".join(lines).encode())


HEAD = ["Received", "People", "Organisation", "1.", "Which park do you use most?", "3.", "5.", "6."]
GOOD = ["1/2/2027", 2, "Quay Choir", "Trees", "Mill", "Walk; Rest", "Trees; Benches", 3]


def test_a_file_is_looked_at_and_entered(cast: Cast, row: Consultation) -> None:
    edwin, at = browser(cast.edwin), f"{row.get_absolute_url()}responses/enter/file/"
    with clock.at(at_noon(OPEN)):
        assert edwin.get(f"{at}columns.csv").content.startswith(b"\xef\xbb\xbfReceived,People,Organisation,1. What")
        for file in (workbook(HEAD, GOOD), commas(",".join(HEAD), ",".join(map(str, GOOD)))):
            looked = text_of(edwin.post(at, {"way": "paper", "file": file}))
            assert "One response was read" in looked, looked
            assert Response.objects.count() == 0
        assert edwin.post(at, {"enter": "yes"}).status_code == 302
        edwin.post(at, {"enter": "yes"})
    found = Response.objects.get()
    assert (found.people, found.organisation, found.way) == (2, "Quay Choir", "paper")
    assert [each.shown for each in found.answers.order_by("question__place")] == [
        "Trees", "Mill", "Walk; Rest", "Trees > Benches", "3",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        (["Received,1.", "1/2/2027,Trees", "1/2/2026,Trees"], "answers.csv:3:1: it was not open on this date"),
        (["Received,2.", "1/2/2027,Moon"], 'answers.csv:2:2: "Moon" is not one of the answers to choose from'),
        (["Received,People,1.", "1/2/2027,many,Trees"], 'answers.csv:2:2: "many" is not a number of people'),
        (["Received,6.", "1/2/2027,often"], "answers.csv:2:2: Enter a number, such as 12 or 12.50"),
        (["1.", "Trees"], "there is no “Received” column"),
        (["Received,Colour", "1/2/2027,Red"], '"Colour" is not a question in this consultation'),
        (["Received,1.", "soon,Trees"], "answers.csv:2:1:"),
        (["Received,1.", "1/2/2027,"], "no question is answered in this row"),
        (["Received,1.", "1/2/2027,\0"], ""),
        (["Received,1."], "there are no responses in the file"),
    ],
)
def test_a_file_with_a_mistake_enters_nothing(cast: Cast, row: Consultation, lines: list[str], says: str) -> None:
    edwin, at = browser(cast.edwin), f"{row.get_absolute_url()}responses/enter/file/"
    with clock.at(at_noon(OPEN)):
        answer = edwin.post(at, {"way": "paper", "file": commas(*lines)})
        shown = text_of(answer).replace(" : ", ": ")
        assert (answer.status_code, "Nothing was entered" in shown) == (200, True), shown
        assert says in shown, shown
        edwin.post(at, {"enter": "yes"})
    assert Response.objects.count() == 0


def test_who_reads_what_was_answered(cast: Cast, row: Consultation, answerer: Answerer) -> None:
    answerer.begin()
    answerer.fill_in(**{f"q{of_kind(row, Kind.FILE).pk}": SimpleUploadedFile("quay.png", PICTURE)})
    answerer.post("news/", name="Canary Jones", email="canary@visitor.example")
    answerer.send()
    found = Response.objects.get()
    reader = give_role(
        area=cast.area, email="rhys@wellbridge.example", name="Rhys", kind=RoleKind.READER, organisation=cast.council,
        since=FIRST_DAY, by=cast.olwen,
    ).person  # fmt: skip
    other = give_role(
        area=cast.area, email="mair@wellbridge.example", name="Mair", kind=RoleKind.READER, organisation=cast.hall,
        since=FIRST_DAY, by=cast.olwen,
    ).person  # fmt: skip
    administrator = Person.objects.create_user("root@wellbridge.example", is_administrator=True)
    file = f"{found.get_absolute_url()}files/{found.answers.get(question__kind='file').attachment.pk}/"
    for who in (cast.edwin, cast.olwen, reader):
        client = browser(who)
        assert "Canary Jones" in text_of(client.get(found.get_absolute_url()))
        kept = client.get(file)
        assert (kept.content, kept["Content-Type"], kept["X-Content-Type-Options"]) == (
            PICTURE, "application/octet-stream", "nosniff",
        )  # fmt: skip
        assert kept["Content-Disposition"].startswith('attachment; filename="answer-')
    for stranger in (cast.vera, cast.carys, cast.sam, other, administrator, None):
        client = browser(stranger)
        assert [client.get(each).status_code for each in (found.get_absolute_url(), file)] == [404, 404], stranger
    assert browser(reader).get(f"{row.get_absolute_url()}questions/").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_one_and_many(
    cast: Cast, row: Consultation, count: int, django_assert_num_queries: Callable[[int], Any]
) -> None:
    edwin = browser(cast.edwin)
    with clock.at(at_noon(OPEN)):
        enter_many(consultation=row, way=Way.PAPER, replies=replies(row, count), by=cast.edwin)
        with django_assert_num_queries(15):
            assert edwin.get(f"{row.get_absolute_url()}responses/").status_code == 200


def test_small_numbers_are_not_shown(cast: Cast, row: Consultation) -> None:
    assert hidden([0, 2, 7, 9], 5) == [0, None, None, 9]
    assert hidden([1, 2, 7], 5) == [None, None, None]  # with the total, 7 would tell that the others are 3 together
    assert hidden([0, 6], 5) == [0, 6]
    age = Question.objects.apart_of(row)[0]
    with clock.at(at_noon(OPEN)):
        some = [each._replace(apart=(Given(age, chosen=(n % 2,)),)) for n, each in enumerate(replies(row, 13))]
        enter_many(consultation=row, way=Way.PAPER, replies=some, by=cast.edwin)
        enter_many(consultation=row, way=Way.MEETING, replies=replies(row, 2), by=cast.edwin)
        assert rules.answered(row)["ways"] == [(Way.PAPER.label, None), (Way.MEETING.label, None)]
        assert rules.why_not_see_equality(cast.edwin, row)
    with clock.at(LATE):
        assert dict(rules.equality(row))[age][:3] == [("Under 16", 7), ("16–24", 6), ("25–34", 0)]
        assert "Under 16 7" in text_of(browser(cast.edwin).get(f"{row.get_absolute_url()}responses/"))
        assert rules.why_not_see_equality(cast.vera, row)
        [due] = rules.due(cast.edwin, cast.area, CLOSES + timedelta(days=1))
        assert due.says == "Enter the last responses to Parks plan received on paper or at meetings"


def named(answerer: Answerer) -> Response:
    answerer.begin()
    answerer.fill_in()
    answerer.post("news/", name="Canary Jones", email="sam@wellbridge.example")
    answerer.send()
    return Response.objects.get()


def test_what_somebody_gave_is_shown_to_them_and_erased(cast: Cast, answerer: Answerer) -> None:
    found = named(answerer)
    [held] = held_elsewhere(cast.sam)
    assert (held.says, held.details.startswith("Canary Jones, Trees along the quay")) == (
        "You responded to Parks plan on 1 February 2027", True,
    )  # fmt: skip
    erase(person=cast.sam, by=cast.sam)
    found.refresh_from_db()
    assert (found.name, found.email, found.answers.get(question__kind="text").text) == ("", "", "Trees along the quay")


def test_names_are_forgotten_a_year_after_the_feedback(cast: Cast, row: Consultation, answerer: Answerer) -> None:
    found = named(answerer)
    forget_names(before=at_noon(date(2030, 1, 1)), by=CLOCK)
    found.refresh_from_db()
    assert found.name == "Canary Jones"
    Consultation.objects.filter(pk=row.pk).update(feedback_published=date(2027, 6, 1))
    assert forget_names(before=at_noon(date(2027, 6, 1)), by=CLOCK) == 0
    assert forget_names(before=at_noon(date(2027, 6, 2)), by=CLOCK) == 1
    found.refresh_from_db()
    assert (found.name, found.email, found.wants_news) == ("", "", False)


def test_names_are_forgotten_a_year_after_a_withdrawal(cast: Cast, row: Consultation, answerer: Answerer) -> None:
    named(answerer)
    withdraw_row(row=row, why="The grant was refused", by=cast.edwin)
    assert forget_names(before=at_noon(OPEN) - timedelta(days=1), by=CLOCK) == 0
    assert forget_names(before=at_noon(OPEN) + timedelta(days=1), by=CLOCK) == 1


def test_what_was_never_sent_is_forgotten_after_the_close(answerer: Answerer) -> None:
    answerer.begin()
    assert forget_started(before=at_noon(CLOSES), by=CLOCK) == 0
    assert forget_started(before=at_noon(CLOSES + timedelta(days=1)), by=CLOCK) == 1
    assert Started.objects.count() == 0
