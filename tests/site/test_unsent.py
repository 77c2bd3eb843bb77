"""Nothing typed is lost: to somebody signed out meanwhile, and to two people at one form."""

from __future__ import annotations

import ast
import re
from html import unescape
from typing import Any

import pytest
from django import forms
from django.http import QueryDict
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from opencompact.site.conflicts import MARK, watch
from opencompact.site.drafting.models import Draft
from tests.people import Cast, browser
from tests.site.drafting.made import DRAFTS, clause_typed, made_draft
from tests.test_house import tree
from tests.test_rooms import SITE

HOME = {"Origin": "http://testserver"}
WORDS = "Nobody may lose this sentence, <b>ever</b>."


def strict(person: Any = None) -> Client:
    """A browser whose forms need their mark, as on a real site."""
    client = browser(person)
    client.handler.enforce_csrf_checks = True
    return client


def hidden(text: str) -> dict[str, str]:
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', text)
    return {name: unescape(value) for name, value in found}


def test_signed_out_in_another_tab_then_save(cast: Cast) -> None:
    draft = made_draft(cast)
    address, typed = f"{DRAFTS}{draft.pk}/1.1/", clause_typed(draft, "1.1", summary_en=WORDS)
    for where in (address, "/areas/wellbridge/nowhere/"):  # it does not tell which pages there are
        answer = browser().post(where, typed, headers=HOME)
        assert answer.status_code == 403 and answer["Cache-Control"] == "private, no-store"
        assert "You’ve been signed out" in answer.text and "Nobody may lose this sentence, &lt;b&gt;ever" in answer.text
    again = hidden(answer.text)
    assert {name: str(value) for name, value in typed.items()}.items() <= again.items()
    saved = browser(cast.olwen).post(address, again, headers=HOME)
    assert saved.status_code == 302
    assert Draft.objects.get().document.commitments[0].summary == WORDS


def test_after_signing_in_anew_the_form_is_asked_about_once(cast: Cast) -> None:
    draft = made_draft(cast)
    officer = strict(cast.olwen)
    address, typed = f"{DRAFTS}{draft.pk}/1.1/", clause_typed(draft, "1.1", summary_en="Other words.")
    first = officer.post(address, {**typed, "csrfmiddlewaretoken": "x" * 64}, headers=HOME)
    assert first.status_code == 403 and "Send it once more" in first.text and "Other words." in first.text
    assert officer.post(address, hidden(first.text), headers=HOME).status_code == 302
    assert Draft.objects.get().document.commitments[0].summary == "Other words."


@pytest.mark.parametrize("origin", [{}, {"Origin": "https://elsewhere.example"}, {"Origin": "null"}])
def test_what_another_site_sends_is_never_offered(cast: Cast, origin: dict[str, str]) -> None:
    for client in (strict(cast.olwen), browser()):
        answer = client.post("/areas/wellbridge/people/give/", {"email": "evil@elsewhere.example"}, headers=origin)
        assert answer.status_code in (403, 404) and "evil@elsewhere.example" not in answer.text


def test_passwords_and_codes_are_never_shown_again(cast: Cast) -> None:
    answer = strict().post("/account/sign-in/", {"login": "a@b.example", "code": "c4nary"}, headers=HOME)
    assert answer.status_code == 403 and "c4nary" not in answer.text


def test_a_refusal_to_somebody_signed_in_stays_a_refusal(cast: Cast) -> None:
    answer = browser(cast.sam).post(f"{DRAFTS}1/1.1/", {"summary_en": WORDS}, headers=HOME)
    assert answer.status_code == 404 and "signed out" not in answer.text


class Words(forms.Form):
    first = forms.CharField(label="First", required=False)
    second = forms.CharField(label="Second", required=False)


def sent(form: forms.Form, **typed: str) -> QueryDict:
    """What a browser sends of a form it was shown."""
    data = QueryDict(mutable=True)
    shown = {name: str(form.get_initial_for_field(field, name) or "") for name, field in form.fields.items()}
    data.update({**shown, **typed})
    return data


TEXT = st.text("abc", max_size=2)


@given(TEXT, TEXT, TEXT, TEXT, TEXT)
def test_the_later_of_two_sees_both_and_chooses(a: str, b: str, theirs: str, mine: str, second: str) -> None:
    """Ann opens a form over (a, b); Bob saves ``theirs``; Ann sends ``mine`` and ``second``."""
    typed = sent(watch(Words(initial={"first": a, "second": b})), first=mine, second=second)
    now = {"first": theirs, "second": b}
    form = watch(Words(typed, initial=now))
    differs = [label for label, is_so in (("First", mine != theirs), ("Second", second != b)) if is_so]
    if theirs == a or not differs:
        assert form.is_valid() and MARK not in form.cleaned_data
        return
    assert not form.is_valid()
    assert [label for label, _text in getattr(form, "theirs")] == differs  # noqa: B009
    assert (form["first"].value(), form["second"].value()) == (mine, second)  # nothing typed is lost
    chosen = watch(Words(form.data, initial=now))
    assert chosen.is_valid() and chosen.cleaned_data == {"first": mine, "second": second}


# Pages whose form begins with a suggestion, with the writer's own words, or carries the mark of a clause instead.
SUGGEST = {
    "accounts.own": {"change_name"},
    "accounts.views": {"give", "end", "own_people", "left", "follow", "open_new_area"},
    "advice.views": {"advise", "recommendation"},
    "champions.views": {"name_champion", "end", "trained"},
    "consultations.desk": {"new"},
    "consultations.views": {"finder"},
    "drafting.clause_views": {"clause", "add", "new_check", "check", "whole"},
    "drafting.views": {"start", "text"},
    "feedback.views": {"done"},
    "findings.views": {"judge"},
    "meetings.agenda_views": {"agenda"},
    "meetings.views": {"one_task"},
    "reading.frame_views": {"group"},
    "reading.sample_views": {"settle"},
    "responses.views": {"enter"},
    "signatories.views": {"wish_page", "withdraw", "pass_on"},
}


def test_every_form_over_what_others_may_change_notices_it() -> None:
    """A page whose form begins with what is there lets it watch for other people's work, or is named above."""
    missed: dict[str, set[str]] = {}
    for path in sorted(SITE.glob("*/*.py")):
        for function in [node for node in tree(path).body if isinstance(node, ast.FunctionDef)]:
            begins = [
                call
                for call in ast.walk(function)
                if isinstance(call, ast.Call)
                and any(each.arg == "initial" for each in call.keywords)
                and ast.unparse(call.func).endswith("Form")
            ]
            if begins and "watch(" not in ast.unparse(function):
                missed.setdefault(f"{path.parent.name}.{path.stem}", set()).add(function.name)
    assert missed == SUGGEST
