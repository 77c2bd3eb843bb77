"""Working on a draft: what the officer types, two officers at once, history, files, checks."""

from __future__ import annotations

from html import unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from opencompact.site.accounts.actions import give_role
from opencompact.site.accounts.models import Person, RoleKind
from opencompact.site.drafting import actions
from opencompact.site.drafting.clauses import clause_of, mark_of
from opencompact.site.drafting.models import Draft
from opencompact.site.rules import SET_UP, Refused
from tests.people import FIRST_DAY, Cast, browser
from tests.site.drafting.made import DRAFTS, clause_typed, made_draft, reviewed_draft


@pytest.fixture
def nia(cast: Cast) -> Person:
    """A second officer."""
    made = {"area": cast.area, "email": "nia@wellbridge.example", "name": "Nia", "since": FIRST_DAY, "by": SET_UP}
    return give_role(kind=RoleKind.OFFICER, **made).person  # type: ignore[arg-type]


def at(draft: Draft, rest: str = "") -> str:
    return f"{DRAFTS}{draft.pk}/{rest}"


def test_a_clause_is_changed_and_numbered_anew(cast: Cast) -> None:
    draft, officer = reviewed_draft(cast), browser(cast.olwen)
    typed = clause_typed(draft, "1.1", ref="1.9", summary_en="Groups may  speak.", by="both", strength="aim", pair="")
    assert officer.post(at(draft, "1.1/"), typed).headers["Location"] == at(draft, "1.9/")
    draft.refresh_from_db()
    changed = draft.commitment("1.9")
    assert changed is not None
    assert (changed.summary, changed.by, changed.strength, changed.pair) == ("Groups may speak.", "both", "aim", None)
    assert draft.left_to_review() == ["1.9", "1.2"]  # the clause, and its pair that now points to the new number
    one = draft.revisions.get(number=2)
    assert (one.says, one.ref, one.by) == ("1.9 was changed", "1.9", cast.olwen)


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"ref": "1.2"}, "appears twice, first on line 50; give each one its own"),
        ({"ref": "history"}, "Use letters, digits, dots and hyphens, such as 5.5 or 4.P2"),
        ({"ref": "../x"}, "Use letters, digits, dots and hyphens, such as 5.5 or 4.P2"),
        ({"summary_en": " "}, "Enter what is promised, in a sentence"),
        ({"source_en": ""}, "Enter where to find it, such as page 3"),
        ({"strength": "maybe"}, "Choose an option from the list"),
        ({"theme": "77"}, "Choose an option from the list"),
        ({"pair": "1.3"}, "is a promise by the same sector"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(cast: Cast, typed: dict[str, str], says: str) -> None:
    draft = made_draft(cast)
    sent = clause_typed(draft, "1.1", text_en="Typed with care.", **typed)
    answer = browser(cast.olwen).post(at(draft, "1.1/"), sent)
    assert (answer.status_code, says in answer.text, "Typed with care." in answer.text) == (200, True, True)
    draft.refresh_from_db()
    assert draft.version == 1


def test_the_second_of_two_officers_sees_both_versions(cast: Cast, nia: Person) -> None:
    draft, second = made_draft(cast), browser(nia)
    mine = clause_typed(draft, "1.1", summary_en="What Nia wrote.")
    browser(cast.olwen).post(at(draft, "1.1/"), clause_typed(draft, "1.1", summary_en="What Olwen wrote."))
    answer = second.post(at(draft, "1.1/"), mine)
    assert all(words in answer.text for words in ("What Nia wrote.", "What Olwen wrote.", "Somebody else changed this"))
    draft.refresh_from_db()
    now = draft.commitment("1.1")
    assert now is not None
    assert now.summary == "What Olwen wrote."
    assert f'value="{mark_of(now)}"' in answer.text  # saving again keeps what Nia wrote
    assert second.post(at(draft, "1.1/"), {**mine, "seen": mark_of(now)}).status_code == 302
    draft.refresh_from_db()
    assert [each.by for each in draft.revisions.order_by("number")] == [cast.olwen, cast.olwen, nia]


def test_two_officers_on_different_clauses_do_not_meet(cast: Cast, nia: Person) -> None:
    draft = made_draft(cast)
    one, two = clause_typed(draft, "1.1", summary_en="One."), clause_typed(draft, "1.2", summary_en="Two.")
    assert browser(cast.olwen).post(at(draft, "1.1/"), one).status_code == 302
    assert browser(nia).post(at(draft, "1.2/"), two).status_code == 302
    draft.refresh_from_db()
    assert [each.summary for each in draft.document.commitments[:2]] == ["One.", "Two."]


def test_words_for_a_clause_that_is_gone_can_be_copied(cast: Cast, nia: Person) -> None:
    draft = made_draft(cast)
    mine = clause_typed(draft, "1.1", summary_en="Words of Nia.")
    browser(cast.olwen).post(at(draft, "1.1/remove/"), {})
    answer = browser(nia).post(at(draft, "1.1/"), mine)
    assert (answer.status_code, "Words of Nia." in answer.text) == (409, True)


def test_a_changed_clause_is_not_taken_out_or_reviewed_unseen(cast: Cast) -> None:
    draft, officer = made_draft(cast), browser(cast.olwen)
    for page in ("1.1/remove/", "1.1/review/", "3.1/check/length/remove/"):
        answer = officer.post(at(draft, page), {"seen": "an older one"}, follow=True)
        assert "Somebody else has changed this clause in the meantime" in answer.text
    draft.refresh_from_db()
    assert (draft.version, draft.reviewed) == (1, [])


def test_clauses_are_added_moved_and_taken_out(cast: Cast) -> None:
    draft, officer = made_draft(cast), browser(cast.olwen)
    new = {"ref": "1.1a", "by": "both", "theme": "1", "strength": "must", "summary_en": "New.", "source_en": "ours"}
    assert officer.post(at(draft, "add/?after=1.1"), new).status_code == 302
    officer.post(at(draft, "1.1a/move/"), {"up": "1"})
    officer.post(at(draft, "1.2/remove/"), {})
    draft.refresh_from_db()
    assert [each.ref for each in draft.document.commitments[:3]] == ["1.1a", "1.1", "1.3"]
    added = draft.commitment("1.1a")
    assert added is not None
    assert (added.assigned, added.verify) == (True, "judged")


def test_an_earlier_state_is_shown_and_restored(cast: Cast) -> None:
    draft, officer = made_draft(cast), browser(cast.olwen)
    before = draft.text
    officer.post(at(draft, "1.1/"), clause_typed(draft, "1.1", summary_en="Short."))
    assert "1.1 was changed" in officer.get(at(draft, "history/")).text
    assert " summary: Short.</ins>" in officer.get(at(draft, "history/2/")).text
    assert officer.post(at(draft, "history/1/")).status_code == 302
    draft.refresh_from_db()
    assert (draft.text, draft.version, draft.revisions.count()) == (before, 3, 3)


# Checks


CHECKS: list[tuple[str, str, dict[str, Any], str]] = [
    ("min_period", "consultations", {"from": "opens", "to": "closes", "at_least": "12 weeks"}, "computed"),
    ("deadline", "consultations", {"after": "closes", "event": "feedback_published", "within": "3 months"}, "computed"),
    ("on_or_before", "payments", {"event": "paid", "limit": "due"}, "computed"),
    ("in_order", "changes", {"first": "impact_assessed", "then": "decided"}, "computed"),
    ("avoids", "consultations", {"from": "opens", "to": "closes", "length": "12 weeks"}, "computed"),
    ("recorded", "changes", {"field": "in_writing", "equals": True}, "recorded"),
    ("count_at_least", "consultations", {"field": "methods", "at_least": 2}, "recorded"),
    ("ratio_at_least", "awards", {"number": "amount", "of": "full_cost", "at_least": "100%"}, "computed"),
    ("judged", "judgements", {"ask": "Was it so?"}, "judged"),
]


@pytest.mark.parametrize(("kind", "register", "keys", "verify"), CHECKS, ids=[each[0] for each in CHECKS])
def test_a_check_of_each_kind_is_made_through_forms(
    cast: Cast, kind: str, register: str, keys: dict[str, Any], verify: str
) -> None:
    draft, officer = made_draft(cast), browser(cast.olwen)
    register = "consultations" if kind == "judged" else register
    page = at(draft, f"1.1/check/?kind={kind}&register={register}")
    shown = officer.get(page)
    assert (shown.status_code, all(f'name="{key}"' in shown.text for key in keys)) == (200, True)
    typed = {key: "yes" if value is True else value for key, value in keys.items()}
    assert officer.post(page, {**typed, "id": "mine"}).status_code == 302
    draft.refresh_from_db()
    clause = clause_of(draft.document, "1.1")
    assert clause["checks"] == [{"id": "mine", "kind": kind, "register": register, **keys}]
    assert clause["verify"] == verify


def test_a_check_has_limits_and_exceptions_and_counts_another(cast: Cast) -> None:
    draft, officer = made_draft(cast), browser(cast.olwen)
    typed = {
        "from": "notice_given", "to": "takes_effect", "at_least": "3 months", "only_by": ["public"], "id": "notice",
        "only_what": ["end", "reduce"], "given": ["problem"], "reason": "exceptional", "cases": "fraud\n\n fire ",
    }  # fmt: skip
    assert officer.post(at(draft, "1.1/check/?kind=min_period&register=changes"), typed).status_code == 302
    typed = {"check": "notice", "at_least": "90%"}
    assert officer.post(at(draft, "1.1/check/?kind=share_of&register=changes"), typed).status_code == 302
    draft.refresh_from_db()
    assert clause_of(draft.document, "1.1")["checks"] == [
        {
            "id": "notice", "kind": "min_period", "register": "changes",
            "applies": {"problem": "given", "by": "public", "what": ["end", "reduce"]},
            "unless": {"reason": "exceptional", "for": ["fraud", "fire"]},
            "from": "notice_given", "to": "takes_effect", "at_least": "3 months",
        },
        {"id": "notice_2", "kind": "share_of", "register": "changes", "check": "notice", "at_least": "90%"},
    ]  # fmt: skip
    answer = officer.post(at(draft, "1.1/check/notice/remove/"), follow=True)
    assert 'there is no check called "notice" to count; add the check that is counted' in unescape(answer.text)


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"at_least": "3 monts"}, "“3 monts” can’t be read"),
        ({"at_least": ""}, "For example, 12 weeks, 3 months or 10 working days."),
        ({"from": ""}, "Choose: From which date?"),
        ({"from": "title"}, "Choose an option from the list"),
        ({"id": "Über"}, "Use only lower case letters, numbers and underscores, such as notice"),
        ({"cases": "fraud"}, "Choose where the reason for these cases is written down"),
    ],
)
def test_a_check_that_is_wrong_is_told_at_its_field(cast: Cast, typed: dict[str, str], says: str) -> None:
    draft = made_draft(cast)
    sent = {"from": "opens", "to": "closes", "at_least": "12 weeks", **typed}
    answer = browser(cast.olwen).post(at(draft, "1.1/check/?kind=min_period&register=consultations"), sent)
    assert (answer.status_code, says in answer.text) == (200, True)


def test_a_kind_is_chosen_in_words(cast: Cast) -> None:
    draft, officer = made_draft(cast), browser(cast.olwen)
    assert "A minimum time between two dates" in officer.get(at(draft, "1.1/check/")).text
    assert "Choose which records to check" in officer.get(at(draft, "1.1/check/?kind=min_period")).text
    assert officer.get(at(draft, "1.1/check/?kind=nothing&register=changes")).status_code == 200


# The whole, and its file


def test_the_whole_is_changed(cast: Cast) -> None:
    draft, officer = made_draft(cast), browser(cast.olwen)
    shown = officer.get(at(draft, "whole/"))
    assert shown.status_code == 200
    from opencompact.site.drafting.whole import WholeForm

    typed = WholeForm.of(draft.document, 1) | {
        "title": "Wellbridge Accord", "name": "Accord", "every": "3 years",
        "themes": "\n".join([*WholeForm.of(draft.document, 1)["themes"].splitlines(), "11 More"]),
        "closed": "Christmas: 20 December to 3 January\nEaster: 7 days before to 7 days after Easter\n"
                  "Jubilee: 2 June 2027 to 5 June 2027",
    }  # fmt: skip
    answer = officer.post(at(draft, "whole/"), typed)
    assert answer.status_code == 302
    draft.refresh_from_db()
    document = draft.document
    assert (draft.edition_id, draft.title, document.name, str(document.review.every)) == (
        "wellbridge-2027", "Wellbridge Accord", "Accord", "3 years",
    )  # fmt: skip
    assert (document.themes[-1].ref, document.themes[-1].title) == ("11", "More")
    days = [(each.name, each.every_year or each.around_easter or str(each.start)) for each in document.closed_periods]
    assert days == [("Christmas", "12-20 to 01-03"), ("Easter", "-7 to 7"), ("Jubilee", "2027-06-02")]
    late = officer.post(at(draft, "whole/"), {**typed, "title": "Too late"})
    assert "Somebody else changed this while" in late.text
    for wrong, says in (
        ({"themes": "1"}, "has no title"), ({"closed": "Some time"}, "can&#x27;t be read"),
        ({"every": "often"}, "is not a period"),
        ({"themes": "99 Other"}, "There is no theme"),
    ):  # fmt: skip
        draft.refresh_from_db()
        answer = officer.post(at(draft, "whole/"), {**typed, "version": draft.version, **wrong})
        assert (answer.status_code, says in answer.text) == (200, True), says


def file_of(text: str | bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("draft.yaml", text.encode() if isinstance(text, str) else text)


def test_a_file_goes_out_and_comes_back(cast: Cast) -> None:
    draft, officer = reviewed_draft(cast), browser(cast.olwen)
    out = officer.get(at(draft, "download/"))
    assert (out.text, 'filename="wellbridge-2027-draft-1.yaml"' in out["Content-Disposition"]) == (draft.text, True)
    changed = draft.text.replace("Groups stay true to their", "Groups are true to their", 1)
    assert officer.post(at(draft, "text/"), {"file": file_of(changed), "version": 1}).status_code == 302
    draft.refresh_from_db()
    assert (draft.text, len(draft.left_to_review())) == (changed, 1)


@pytest.mark.parametrize(
    ("text", "version", "says"),
    [
        ("", 1, "The file is empty"),
        ("id: [", 1, "this is not YAML"),
        ("id: a\ntitel: b\n", 1, '2:1: "titel" is not a key you can use here; write "title"'),
        (b"\xff\xfe\x00", 1, "the file is not UTF-8 text"),
        ("good", 0, "Somebody else changed the draft in the meantime"),
        ("odd", 1, "Use letters, numbers, dots and hyphens, such as 4.P2."),
    ],
)
def test_a_file_with_mistakes_changes_nothing(cast: Cast, text: str | bytes, version: int, says: str) -> None:
    draft = made_draft(cast)
    texts: dict[Any, str] = {"good": draft.text, "odd": draft.text.replace("1.1", "a/b").replace("1/b0", "1.10")}
    sent = {"file": file_of(texts.get(text, text)), "version": version}
    answer = browser(cast.olwen).post(at(draft, "text/"), sent)
    assert (answer.status_code, says in unescape(answer.text)) == (200, True)
    again = Draft.objects.get(pk=draft.pk)
    assert (again.text, again.version) == (draft.text, 1)


def test_there_is_an_end_to_what_one_draft_keeps(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    draft = made_draft(cast)
    monkeypatch.setattr(actions, "MOST_REVISIONS", 1)
    with pytest.raises(Refused, match="This draft has been changed too many times to keep every version"):
        actions.move_clause(draft=draft, ref="1.1", up=False, by=cast.olwen)
    monkeypatch.setattr(actions, "MOST_TEXT", 10)
    with pytest.raises(Refused, match="The draft is too long"):
        made_draft(cast)
