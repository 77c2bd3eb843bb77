"""Check your plans against the agreement: questions, the statement, what travels and what is stored: nothing."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date
from html import unescape
from typing import Any

import docx
import pypdf
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from opencompact.core.checks.ops import Status
from opencompact.core.checks.records import Value
from opencompact.core.findings import Checker
from opencompact.core.verdicts import verdicts
from opencompact.site import clock
from opencompact.site.agreements.models import Edition
from opencompact.site.areas.actions import open_area
from opencompact.site.consultations.models import Consultation
from opencompact.site.planning.questions import Answers, packed, unpacked
from opencompact.site.record.models import Entry
from opencompact.site.rules import SET_UP
from tests.people import TODAY, Cast, at_noon, browser
from tests.site.agreements.test_pages import heading, plain
from tests.site.planning.conftest import SHIPPED

MODEL = "/areas/modeltown/ask/consultation/"
NO_DAY, NO_WORDS = {"other": "none"}, {"other": "none"}


def day(text: str) -> dict[str, str]:
    return dict(zip(("answer-year", "answer-month", "answer-day"), text.split("-"), strict=True))


FULL: dict[str, dict[str, str]] = {
    "title": {"answer": "Parks plan <b>"},
    "body": {"answer": "Wellbridge Council"},
    "author": {"answer": "Parks team"},
    "written": {"answer": "yes"},
    "opens": day("2027-01-11"),
    "closes": day("2027-02-08"),
    "announced": day("2026-11-21"),
    "impact_assessed": day("2026-11-02"),
    "feedback_published": NO_DAY,
    "short_reason": {"answer": "The grant must be claimed by 1 March 2027.", "case": "0"},
    "holiday_reason": {"other": "none"},
    "purpose": {"answer": "To choose what comes first"},
    "can_change": {"answer": "Which parks"},
    "cannot_change": {"other": "?"},
    "methods": {"answer": "online form\nwalks"},
    "formats": {"answer": "easy read"},
    "expenses_offered": {"answer": "yes"},
    "prior_knowledge": {"other": "none"},
    "groups": {"answer": "families\n\nrough sleepers"},
    "impact": {"answer": "Two groups run cafés in parks."},
    "involved": {"answer": "Village Hall\nFriends of the Park"},
    "from_stage": {"answer": "options"},
}


def hidden(text: str, name: str) -> str:
    found = re.findall(rf'<input type="hidden" name="{name}" value="([^"]*)">', text)
    return unescape(found[-1]) if found else ""


def answered(client: Client, address: str, said: dict[str, dict[str, str]]) -> tuple[list[str], str]:
    """All questions answered one after the other: which were asked, and the last page."""
    text, keys = client.get(address).text, []
    while at := hidden(text, "at"):
        assert at not in keys, f"{at} is asked again: {plain(text)[:300]}"
        keys.append(at)
        text = client.post(address, {"answers": hidden(text, "answers"), "at": at, **said[at]}).text
    return keys, text


SAID: dict[str, Value] = {
    "title": "Parks plan <b>", "body": "Wellbridge Council", "author": "Parks team", "written": True,
    "opens": date(2027, 1, 11), "closes": date(2027, 2, 8),
    "announced": TODAY, "impact_assessed": date(2026, 11, 2), "feedback_published": None,
    "short_reason": "The grant must be claimed by 1 March 2027.", "short_reason_case": "0", "holiday_reason": None,
    "purpose": "To choose what comes first", "can_change": "Which parks", "cannot_change": "?",
    "methods": ("online form", "walks"), "formats": ("easy read",), "expenses_offered": True,
    "prior_knowledge": None, "groups": ("families", "rough sleepers"), "impact": "Two groups run cafés in parks.",
    "involved": ("Village Hall", "Friends of the Park"), "from_stage": "options",
}  # fmt: skip


def kept(slug: str = "modeltown", **said: Value) -> str:
    """The answers as they travel."""
    return packed(Answers({**SAID, **said}), f"planning/{slug}/consultation")


def statement(**more: str) -> Any:
    return browser().post(f"{MODEL}statement/", {"answers": kept(), **more})


def test_it_begins_with_what_it_is_about(model: Edition) -> None:
    answer = browser().get("/areas/modeltown/ask/")
    assert heading(answer.text) == "Check your plans against the Compact"
    assert f'href="{MODEL}"' in answer.text and "We don’t store anything." in plain(answer.text)
    assert browser().get("/areas/modeltown/ask/war/").status_code == 404
    assert browser().get("/areas/nowhere/ask/").status_code == 404
    assert browser().get(f"{MODEL}statement/").status_code == 302


def test_one_question_a_page_to_the_answers_to_check(model: Edition) -> None:
    first = browser().get(MODEL)
    assert "Question 1 of 19" in plain(first.text) and heading(first.text) == "What is it called?"
    keys, text = answered(browser(), MODEL, FULL)
    assert keys == [
        "title", "body", "written", "opens", "closes", "announced", "feedback_published", "short_reason", "purpose",
        "can_change", "cannot_change", "methods", "formats", "expenses_offered", "prior_knowledge", "groups", "impact",
        "involved", "from_stage", "author",
    ]  # fmt: skip
    shown = plain(text)
    assert heading(text) == "Check your answers"
    assert unpacked(hidden(text, "answers"), "planning/modeltown/consultation", "consultations") == Answers(
        {key: SAID[key] for key in [*keys, "short_reason_case"]}
    )
    for says_it in ("11 January 2027", "Parks plan <b>", "Not known yet", "Families and rough sleepers", "Options to"):
        assert says_it in shown, says_it


@pytest.mark.parametrize("slug", SHIPPED)
def test_the_statement_says_what_the_core_says(places: dict[str, Edition], slug: str) -> None:
    address = f"/areas/{slug}/ask/consultation/"
    record = Answers(SAID).record("consultations")
    found = Checker(places[slug].document).read("consultations", record, TODAY)
    shown = plain(browser().post(f"{address}statement/", {"answers": kept(slug)}).text)
    assert len(found) >= 1
    for each in verdicts(found):
        if each.status is not Status.KEPT_WITH_REASON:
            assert f"{each.says} {each.remedy.says}".strip() in shown
    assert shown.count("Promise") < 20
    for says_it in ("Two groups run cafés in parks.", "Village Hall and Friends of the Park", "Options to choose from",
                    f"Checked on 21 November 2026 against the {places[slug].title} ({places[slug].pk})",
                    "Consulting organisation Wellbridge Council", "Prepared by Parks team"):  # fmt: skip
        assert says_it in shown, says_it


def test_reasons_and_what_is_unknown_stand_in_it(model: Edition) -> None:
    shown = plain(statement().text)
    for says_it in (
        "As planned it is in line with the Model Compact 2026 if the reasons given here are published.",
        "Allowed with a reason", "The agreement allows this if the reason is published with the notice.",
        "by 1 March 2027. The agreement names this case: a date set by law or by another body.",
        "What we don't know yet What cannot change",
    ):  # fmt: skip
        assert says_it in shown, says_it


def test_it_can_be_attached_in_three_formats(model: Edition) -> None:
    kinds = {form: statement(form=form) for form in ("pdf", "docx", "odt")}
    assert "shorter consultation is published" not in plain(statement().text)
    word = docx.Document(io.BytesIO(kinds["docx"].content))
    page = word.sections[0]
    assert page.page_width and page.page_height
    assert (round(page.page_width.cm), round(page.page_height.cm, 1)) == (21, 29.7)
    assert "PAGE" in word.sections[0].footer._element.xml
    styles = zipfile.ZipFile(io.BytesIO(kinds["odt"].content)).read("styles.xml").decode()
    assert "<text:page-number" in styles and 'fo:page-height="29.7cm"' in styles
    texts = {
        "pdf": " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(kinds["pdf"].content)).pages),
        "docx": " ".join(each.text for each in docx.Document(io.BytesIO(kinds["docx"].content)).paragraphs),
        "odt": zipfile.ZipFile(io.BytesIO(kinds["odt"].content)).read("content.xml").decode(),
    }
    for form, text in texts.items():
        assert kinds[form]["Content-Disposition"] == f'attachment; filename="statement.{form}"'
        for says_it in (
            "Is it in line with the Model Compact 2026?",
            "Two groups run cafés in parks.",
            "Reasons given",
            "Consulting organisation: Wellbridge Council",
            "Prepared on: 21 November 2026",
        ):
            assert says_it in text.replace("\n", " "), (form, says_it)


def test_what_an_earlier_answer_makes_needless_is_skipped(model: Edition) -> None:
    def checked(**said: Any) -> str:
        return plain(browser().post(MODEL, {"answers": kept(**said)}).text)

    assert "Why is it open for less time than promised" in checked()
    assert "Why is it open for less time than promised" not in checked(written=False)
    assert "When is feedback published?" in checked() and "When is feedback published?" not in checked(closes=None)


def test_going_back_and_changing_an_answer(model: Edition) -> None:
    changed = browser().post(MODEL, {"answers": kept(), "to": "closes"})
    assert heading(changed.text) == "When does it close?" and 'value="2027"' in changed.text
    back = browser().post(MODEL, {"answers": kept(), "to": "back", "from": "closes"})
    assert heading(back.text) == "When does it open?"
    first = browser().post(MODEL, {"answers": kept(), "to": "back", "from": "title"})
    assert heading(first.text) == "Check your answers"
    longer = browser().post(MODEL, {"answers": kept(), "at": "closes", **day("2027-05-14")})
    assert heading(longer.text) == "Check your answers"
    assert "Why is it open for less time than promised" not in plain(longer.text)


MISTAKES = [
    ("title", {"answer": ""}, "Enter an answer"),
    ("title", {"answer": "x" * 201}, "Enter 200 characters or fewer"),
    ("opens", {}, "Enter an answer, or choose one from the list below"),
    ("opens", {**day("2027-01-11"), "other": "none"}, "Give an answer or choose from the list below it, not both"),
    ("opens", day("2027-02-31"), "is not a date"),
    ("opens", {"answer": "9999-01-01"}, "is outside the years 1900 to 2200"),
    ("opens", {"other": "maybe"}, "Choose an option from the list"),
    ("written", {}, "Choose an answer"),
    ("written", {"answer": "perhaps"}, "Choose an answer from the list"),
    ("methods", {"answer": "x" * 2001}, "Enter 2000 characters or fewer"),
    ("from_stage", {"answer": "final!"}, "Choose an answer from the list"),
    ("closes", day("2027-01-10"), "Enter a closing date after the opening date, 11 January 2027"),
    ("closes", day("2027-01-11"), "Confirm it below if it is open for one day only"),
    ("short_reason", {"answer": "x", "case": "0"}, "explains nothing"),
    ("short_reason", {"answer": "The grant must be claimed by March."}, "Choose the case that fits"),
    ("purpose", {"answer": "\0"}, "Null characters are not allowed."),
]


def test_a_wrong_answer_says_what_to_do_and_keeps_the_rest(model: Edition) -> None:
    for at, said, says_it in MISTAKES:
        shown = browser().post(MODEL, {"answers": kept(), "at": at, **said})
        assert shown.status_code == 200 and says_it in plain(shown.text), (at, said)
        assert hidden(shown.text, "at") == at and "<title>Error: " in shown.text


def test_what_was_meddled_with_is_not_taken(places: dict[str, Edition]) -> None:
    good = kept()
    for wrong in (good[:-5] + good[-4:], "x" + good, "nonsense", "a:b:c", "x" * 300_000, "\0"):
        for address in (MODEL, f"{MODEL}statement/"):
            answer = browser().post(address, {"answers": wrong})
            assert (answer.status_code, "Start again" in answer.text) == (400, True)
    elsewhere = browser().post("/areas/bristol/ask/consultation/", {"answers": good})
    assert elsewhere.status_code == 400
    assert "Question 1 of" in plain(browser().post(f"{MODEL}statement/", {}).text)


def test_nothing_is_stored(model: Edition) -> None:
    before = Entry.objects.count()
    client = browser()
    with CaptureQueriesContext(connection) as made:
        assert client.post(f"{MODEL}statement/", {"answers": kept()}).status_code == 200
        client.post(MODEL, {"answers": kept(), "at": "purpose", "other": "none"})
    assert all(each["sql"].startswith("SELECT") for each in made)
    with CaptureQueriesContext(connection) as once:
        client.get(MODEL)
    assert len(once) <= 4
    assert (Entry.objects.count(), Consultation.objects.count(), dict(client.session)) == (before, 0, {})


def test_the_answers_are_not_in_any_address_and_cannot_be_read_by_a_search(model: Edition) -> None:
    answer = statement()
    assert "Two groups run" not in "".join(re.findall(r'(?:href|action|formaction)="([^"]*)"', answer.text))


def test_without_promises_or_edition_it_says_where_to_go(cast: Cast) -> None:
    open_area(slug="newtown", name="Newtown", by=SET_UP)
    with clock.at(at_noon(TODAY)):
        for path in ("/areas/newtown/ask/", "/areas/newtown/ask/consultation/"):
            answer = browser().get(path)
            assert answer.status_code == 200 and "No edition is in force today" in plain(answer.text)


def test_it_speaks_welsh_too(model: Edition) -> None:
    answer = browser().get(f"{MODEL}?lang=cy")
    assert 'lang="cy"' in answer.text and answer.status_code == 200


def test_it_closes_on_the_day_it_opens_where_that_is_meant(model: Edition) -> None:
    asked = {"answers": kept(), "at": "closes", **day("2027-01-11")}
    assert 'name="one_day"' in browser().post(MODEL, asked).text
    assert heading(browser().post(MODEL, {**asked, "one_day": "on"}).text) == "Check your answers"


def test_a_choice_can_be_taken_back(model: Edition) -> None:
    shown = browser().post(MODEL, {"answers": kept(opens=None), "to": "opens"}).text
    assert "I’ve answered above" in shown and 'value="none"' in shown
    changed = browser().post(MODEL, {"answers": kept(opens=None), "at": "opens", **day("2027-01-11"), "other": ""})
    assert heading(changed.text) == "Check your answers"


def test_everything_is_kept_as_a_private_plan(cast: Cast) -> None:
    here = "/areas/wellbridge/ask/consultation/"
    said = kept("wellbridge", involved=("Village Hall", "Friends of the Park"))
    with clock.at(at_noon(TODAY)):
        assert browser(cast.sam).post(f"{here}keep/", {"answers": said}).status_code == 403
        client = browser(cast.edwin)
        shown = client.post(f"{here}statement/", {"answers": said}).text
        assert f'formaction="{here}keep/"' in shown or f'action="{here}keep/"' in shown
        answer = client.post(f"{here}keep/", {"answers": said, "body": cast.council.pk})
        row = Consultation.objects.get()
        assert answer["Location"] == row.get_absolute_url()
        assert "Not in the list of organisations, so not in the plan: Friends of the Park." in plain(
            client.get(row.get_absolute_url()).text
        )
    assert (row.state, row.title, row.body, row.opens, row.closes, row.announced, row.impact_assessed) == (
        "planned", "Parks plan <b>", cast.council, date(2027, 1, 11), date(2027, 2, 8), TODAY, date(2026, 11, 2),
    )  # fmt: skip
    assert (row.purpose, row.methods, row.groups, row.affected, row.short_reason, row.reason_cases) == (
        "To choose what comes first", "online form\nwalks", "families\nrough sleepers",
        "Two groups run cafés in parks.",
        "The grant must be claimed by 1 March 2027.", {"short_reason": "0"},
    )  # fmt: skip
    assert [*row.involved.all()] == [cast.hall]
