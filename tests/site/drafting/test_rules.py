"""Who may do what with a draft, and when; what waits for whom; what nobody else ever sees."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from pytest_django import DjangoAssertNumQueries

from opencompact.site import clock
from opencompact.site.accounts.actions import give_role
from opencompact.site.accounts.models import Person, RoleKind
from opencompact.site.agreements.models import Edition
from opencompact.site.drafting import actions
from opencompact.site.drafting.clauses import clause_of, mark_of
from opencompact.site.drafting.models import Comment, Draft, Outcome, State, Why
from opencompact.site.drafting.rules import (
    MOVES,
    due,
    find_draft,
    unfinished,
    why_not_adopt,
    why_not_answer,
    why_not_comment,
    why_not_give_up,
    why_not_on,
    why_not_open,
    why_not_sort,
    why_not_start,
    why_not_work,
)
from opencompact.site.post.models import Letter
from opencompact.site.record.models import Entry, Sealed
from opencompact.site.rules import ANYBODY, CLOCK, SET_UP, Refused
from tests.people import FIRST_DAY, TODAY, Cast, at_noon, browser
from tests.site.drafting.made import DRAFTS, clause_typed, made_draft, reviewed_draft

UNTIL = date(2026, 12, 31)
OFFICER = (
    "Only the partnership officer can do this. If that is you, ask the area's partnership officer to give you the role."
)
GROUP = OFFICER.replace("partnership officer can", "partnership officer, the chair or a member of the group can")
CANARY = "canary-7411@private.example"


@pytest.fixture(autouse=True)
def today() -> Any:
    with clock.at(at_noon(TODAY)):
        yield


def opened(cast: Cast, draft: Draft) -> Draft:
    actions.open_for_comments(draft=draft, until=UNTIL, by=cast.olwen)
    draft.refresh_from_db()
    return draft


def commented(cast: Cast, draft: Draft, ref: str = "1.1") -> Comment:
    return actions.comment(
        draft=draft, ref=ref, words="Say who.", by=ANYBODY, name="Canary Person", email=CANARY, sector="public"
    )


@pytest.mark.parametrize("who", ["carys", "edwin", "vera", "sam"])
def test_only_the_officer_works_on_drafts(cast: Cast, who: str) -> None:
    person, draft = getattr(cast, who), made_draft(cast)
    assert why_not_start(person, cast.area) == OFFICER
    assert why_not_work(person, draft) == why_not_open(person, draft) == why_not_give_up(person, draft) == OFFICER
    comment = commented(cast, opened(cast, draft))
    assert why_not_sort(person, comment) == why_not_answer(person, comment) == OFFICER
    assert why_not_adopt(person, draft) == (GROUP if who != "carys" else unfinished(draft)[0])
    before = Entry.objects.count()
    clause = clause_of(draft.document, "1.1")
    with pytest.raises(Refused, match="Only the partnership officer"):
        actions.edit_clause(draft=draft, ref="1.1", clause=clause, seen="", reviewed=True, by=person)
    with pytest.raises(Refused, match="Only the partnership officer"):
        actions.start_draft(area=cast.area, document=draft.document, by=person)
    assert (Entry.objects.count(), Draft.objects.count()) == (before, 1)


OFFICERS = [
    "new/", "{pk}/text/", "{pk}/history/", "{pk}/history/1/", "{pk}/open/", "{pk}/give-up/", "{pk}/whole/",
    "{pk}/add/", "{pk}/1.1/", "{pk}/1.1/remove/", "{pk}/1.1/check/", "{pk}/3.1/check/length/",
]  # fmt: skip
INSIDERS = ["{pk}/", "{pk}/compare/", "{pk}/download/"]


def test_who_has_which_page(cast: Cast) -> None:
    draft = made_draft(cast)

    def answers(person: Person | None, pages: list[str]) -> set[int]:
        return {browser(person).get(DRAFTS + each.format(pk=draft.pk)).status_code for each in pages}

    assert answers(cast.olwen, OFFICERS + INSIDERS) == {200}
    for person in (cast.carys, cast.edwin, cast.vera):
        assert (answers(person, INSIDERS), answers(person, OFFICERS)) == ({200}, {404})
    outside: list[Person | None] = [cast.sam, None]
    for other in outside:
        assert answers(other, OFFICERS + INSIDERS) == {404}
    assert draft.title not in browser().get(DRAFTS).text
    assert draft.title in browser(cast.vera).get(DRAFTS).text
    posts = ["{pk}/1.1/review/", "{pk}/1.1/move/", "{pk}/3.1/check/length/remove/"]
    for anyone in (cast.carys, cast.vera, cast.sam, None):
        assert {browser(anyone).post(DRAFTS + each.format(pk=draft.pk)).status_code for each in posts} == {404}


def test_an_open_draft_is_public_and_only_to_be_read(cast: Cast) -> None:
    draft = opened(cast, made_draft(cast))
    visitor = browser()
    open_pages = ["{pk}/", "{pk}/compare/", "{pk}/comments/", "{pk}/comment/", "{pk}/comment/?ref=1.1"]
    assert {visitor.get(DRAFTS + each.format(pk=draft.pk)).status_code for each in open_pages} == {200}
    assert {visitor.get(DRAFTS + each.format(pk=draft.pk)).status_code for each in OFFICERS} == {404}
    assert visitor.get(f"{DRAFTS}{draft.pk}/download/").status_code == 404
    assert find_draft(cast.sam, "wellbridge", draft.pk) == draft
    assert visitor.get(f"/areas/nowhere/drafts/{draft.pk}/").status_code == 404


def test_what_people_comment_on_stays_while_the_officer_works_on(cast: Cast) -> None:
    draft = opened(cast, made_draft(cast))
    comment = commented(cast, draft)
    actions.let_through(comment=comment, by=cast.olwen)
    officer = browser(cast.olwen)
    typed = clause_typed(draft, "1.1", ref="1.50", summary_en="Only the officer sees this yet.")
    assert officer.post(f"{DRAFTS}{draft.pk}/1.1/", typed).status_code == 302
    public = browser().get(f"{DRAFTS}{draft.pk}/").text
    assert ("Only the officer sees this yet." in public, "Comment on 1.1<" in public) == (False, True)
    assert "Say who." in officer.get(f"{DRAFTS}{draft.pk}/1.50/").text  # the comment follows its clause
    draft.refresh_from_db()
    assert [draft.commented_as(ref) for ref in ("1.50", "1.1", "1.2")] == ["1.1", None, "1.2"]


def test_when_a_draft_can_be_opened(cast: Cast) -> None:
    draft = made_draft(cast)
    for until, why in (
        (TODAY, "The closing date for comments must be in the future."),
        (TODAY + timedelta(days=400), "Comments can be open for up to a year."),
        (UNTIL, None),
    ):
        assert why_not_open(cast.olwen, draft, until) == why
    opened(cast, draft)
    earlier = "People were told they have until 31 December 2026. Choose that date or a later one."
    assert why_not_open(cast.olwen, draft, UNTIL - timedelta(days=1)) == earlier
    assert why_not_open(cast.olwen, draft, UNTIL + timedelta(days=1)) is None
    answer = browser(cast.olwen).post(f"{DRAFTS}{draft.pk}/open/", {"until": "2026-12-01"})
    assert (answer.status_code, earlier in answer.text) == (200, True)


def test_when_people_can_comment(cast: Cast) -> None:
    draft = made_draft(cast)
    assert why_not_comment(draft) == "This draft is not open for comments."
    opened(cast, draft)
    assert (why_not_comment(draft), why_not_comment(draft, "1.1")) == (None, None)
    assert why_not_comment(draft, "99.9") == "There is no clause 99.9 in this draft."
    with clock.at(datetime.fromisoformat("2026-12-31T23:59:59+00:00")):
        assert why_not_comment(draft) is None
    with clock.at(datetime.fromisoformat("2027-01-01T00:00:00+00:00")):
        assert why_not_comment(draft) == "Comments on this draft closed on 31 December 2026."
        assert browser(cast.vera).get(f"{DRAFTS}{draft.pk}/comment/").status_code == 403


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"words": " "}, "Write your comment"),
        ({"words": "x" * 5_001}, "Enter 5,000 characters or fewer"),
        ({"words": "Well.", "email": "nobody"}, "Enter an email address, such as name@example.org"),
    ],
)
def test_a_comment_that_is_wrong_is_told(cast: Cast, typed: dict[str, str], says: str) -> None:
    draft = opened(cast, made_draft(cast))
    answer = browser().post(f"{DRAFTS}{draft.pk}/comment/", typed)
    assert (answer.status_code, says in answer.text, Comment.objects.count()) == (200, True, 0)


def test_nobody_speaks_for_an_organisation_that_is_not_theirs(cast: Cast) -> None:
    draft = opened(cast, made_draft(cast))
    typed = {"words": "We agree.", "organisation": cast.council.pk}
    assert "Choose an option from the list" in browser(cast.vera).post(f"{DRAFTS}{draft.pk}/comment/", typed).text
    with pytest.raises(Refused, match="an editor of Wellbridge Council"):
        actions.comment(draft=draft, ref="", words="We agree.", organisation=cast.council, by=cast.vera)
    browser(cast.olwen).post(f"{DRAFTS}{draft.pk}/comment/", typed)  # a letter came in
    assert [each.from_whom for each in Comment.objects.all()] == ["Wellbridge Council, Public sector"]


def test_comments_are_shown_and_answered_in_order(cast: Cast) -> None:
    draft = opened(cast, made_draft(cast))
    comment = commented(cast, draft)
    assert why_not_answer(cast.olwen, comment) == "This comment is not shown yet. Approve it first, then reply."
    actions.let_through(comment=comment, by=cast.olwen)
    comment.refresh_from_db()
    assert why_not_answer(cast.olwen, comment) is None
    actions.answer(comment=comment, outcome=Outcome.UNCHANGED, words="It says so in 1.2.", by=cast.olwen)
    comment.refresh_from_db()
    answered = "This comment has already had a reply."
    assert why_not_answer(cast.olwen, comment) == why_not_sort(cast.olwen, comment) == answered
    letter = Letter.objects.get(to=CANARY)
    assert (letter.to, letter.subject) == (CANARY, "Reply to your comment on “Wellbridge Compact 2027”")
    assert all(words in letter.text for words in ("Say who.", "Not changed. It says so in 1.2.", "/comments/"))


def test_a_comment_set_aside_is_counted_with_its_reason(cast: Cast) -> None:
    draft = opened(cast, made_draft(cast))
    comment, officer = commented(cast, draft), browser(cast.olwen)
    home = f"{DRAFTS}{draft.pk}/comments/"
    assert "Choose a reason" in officer.post(f"{home}{comment.pk}/aside/", {}).text
    assert officer.post(f"{home}{comment.pk}/aside/", {"why": "person"}).status_code == 302
    public = browser().get(home).text
    assert "1 is not shown: it names a person or gives private information." in " ".join(public.split())
    assert "Say who." not in public
    assert Comment.objects.get().why_aside == Why.PERSON


def test_every_reason_against_adoption(cast: Cast) -> None:
    draft = made_draft(cast)
    assert unfinished(draft) == ["60 clauses have not been reviewed: 1.1, 1.2, 1.3, 1.4, 2.1, 2.2 and 54 more."]
    draft = reviewed_draft(cast)
    assert (unfinished(draft), why_not_adopt(cast.carys, draft), why_not_adopt(cast.olwen, draft)) == ([], None, None)
    clause = clause_of(draft.document, "1.1")
    notice = {"id": "notice", "kind": "min_period", "register": "changes", "from": "notice_given", "to": "takes_effect"}
    clause |= {"summary": "We give three months' notice.", "checks": [{**notice, "at_least": "6 months"}]}
    draft = actions.edit_clause(draft=draft, ref="1.1", clause=clause, seen="", reviewed=True, by=cast.olwen)
    wrong = unfinished(draft)
    assert len(wrong) == 1
    assert wrong[0].startswith("There is a contradiction in the draft. 1.1: the words say three months, but the check")
    draft = opened(cast, reviewed_draft(cast))
    assert unfinished(draft) == ["People can comment until 31 December 2026. Adopt it after that."]
    commented(cast, draft)
    with clock.at(at_noon(UNTIL + timedelta(days=1))):
        assert unfinished(draft) == [
            "1 comment is waiting for a reply.",
        ]


def test_the_days_of_an_adoption_fit(cast: Cast) -> None:
    draft = reviewed_draft(cast)
    day = date(2026, 11, 1)
    for adopted, start, review, why in (
        (TODAY + timedelta(days=1), TODAY + timedelta(days=1), None, "The adoption date can't be in the future."),
        (day, day - timedelta(days=1), None, "It can't come into force before the date it was adopted."),
        (day, day, day, "The review date must be after the date it comes into force."),
        (FIRST_DAY, FIRST_DAY, None, f"Choose a date after 1 April 2024, the first day of {cast.edition.title}."),
        (day, day, None, None),
    ):
        assert why_not_on(draft, adopted, start, review) == why


def test_a_draft_that_ended_stays_as_it_is(cast: Cast) -> None:
    adopted, given_up = reviewed_draft(cast), made_draft(cast, "wellbridge-2028")
    assert actions.give_up(draft=given_up, by=cast.olwen) is None  # nobody outside knew of it
    edition = actions.adopt(draft=adopted, adopted=TODAY, meeting="Autumn", start=TODAY, by=cast.carys)
    text = edition.text
    for draft, word in ((adopted, "has been adopted"), (given_up, "was abandoned")):
        draft.refresh_from_db()
        why = why_not_work(cast.olwen, draft)
        assert why and why.startswith(f"This draft {word} and can't be changed.")
        assert why_not_open(cast.olwen, draft) == why_not_give_up(cast.olwen, draft) == why
        assert why_not_adopt(cast.olwen, draft) == why
        for act in (
            lambda draft=draft: actions.move_clause(draft=draft, ref="1.1", up=False, by=cast.olwen),
            lambda draft=draft: actions.restore(draft=draft, revision=draft.revisions.first(), by=cast.olwen),
            lambda draft=draft: actions.open_for_comments(draft=draft, until=UNTIL, by=cast.olwen),
        ):
            with pytest.raises(Refused, match="can't be changed"):
                act()
        assert browser(cast.olwen).get(f"{DRAFTS}{draft.pk}/").status_code == 200
        assert browser(cast.olwen).get(f"{DRAFTS}{draft.pk}/1.1/").status_code == 403
    assert Edition.objects.get(pk=edition.pk).text == text
    assert browser(cast.vera).get(f"{DRAFTS}{adopted.pk}/adopted/").status_code == 200


def test_a_public_draft_that_is_given_up_is_told(cast: Cast) -> None:
    draft = opened(cast, made_draft(cast))
    entry = actions.give_up(draft=draft, by=cast.olwen)
    assert entry is not None
    assert (entry.act, entry.facts) == ("draft_closed", {"title": "Wellbridge Compact 2027"})
    assert browser().get(f"{DRAFTS}{draft.pk}/").status_code == 404


def test_the_life_of_a_draft() -> None:
    assert set(MOVES) == set(State)
    assert [state for state, moves in MOVES.items() if not moves] == [State.ADOPTED, State.GIVEN_UP]


def test_work_on_a_draft_that_nobody_saw_is_not_in_the_record(cast: Cast) -> None:
    before = Entry.objects.count()
    draft = reviewed_draft(cast)
    browser(cast.olwen).post(f"{DRAFTS}{draft.pk}/1.1/", clause_typed(draft, "1.1", summary_en="Other."))
    assert Entry.objects.count() == before


def test_what_waits_for_whom(cast: Cast) -> None:
    draft = made_draft(cast)
    home = f"{DRAFTS}{draft.pk}/"
    assert due(cast.olwen, cast.area, TODAY) == [(None, "Review 60 clauses of Wellbridge Compact 2027", home)]
    assert due(cast.vera, cast.area, TODAY) == due(cast.sam, cast.area, TODAY) == []
    opened(cast, draft)
    commented(cast, draft)
    assert due(cast.olwen, cast.area, TODAY)[1:] == [
        (None, "Reply to 1 comment on Wellbridge Compact 2027", f"{home}comments/"),
        (UNTIL, "Comments on Wellbridge Compact 2027 close", f"{home}comments/"),
    ]
    says = "Read the draft Wellbridge Compact 2027 and comment on it"
    assert due(cast.vera, cast.area, TODAY) == due(cast.carys, cast.area, TODAY) == [(UNTIL, says, f"{home}comments/")]


# What nobody else ever sees


def test_who_commented_stays_with_the_officer(cast: Cast) -> None:
    draft = opened(cast, made_draft(cast))
    comment = commented(cast, draft)
    actions.let_through(comment=comment, by=cast.olwen)
    actions.answer(comment=comment, outcome=Outcome.CHANGED, words="Done.", by=cast.olwen)
    member = give_role(
        area=cast.area, email="mo@wellbridge.example", name="Mo", kind=RoleKind.MEMBER, since=FIRST_DAY, by=SET_UP
    ).person
    pages = [
        "", "{pk}/", "{pk}/comments/", "{pk}/comments/?view=print", "{pk}/comment/?ref=1.1", "{pk}/compare/",
        "{pk}/comments/{comment}/", "{pk}/1.1/", "{pk}/download/",
    ]  # fmt: skip
    for person in (None, cast.sam, cast.vera, cast.edwin, cast.carys, member):
        for each in pages:
            shown = browser(person).get(DRAFTS + each.format(pk=draft.pk, comment=comment.pk)).text
            assert ("canary" in shown.lower(), "7411" in shown) == (False, False), each
    entries = b"".join(bytes(each.body) for each in Entry.objects.all())
    sealed = str(list(Sealed.objects.values_list("facts", flat=True)))
    assert (b"anary" in entries, CANARY in sealed) == (False, False)
    assert CANARY in browser(cast.olwen).get(f"{DRAFTS}{draft.pk}/comments/{comment.pk}/").text
    assert [each.to for each in Letter.objects.exclude(to=cast.carys.email)] == [CANARY]
    assert mail.outbox == []


def test_names_are_forgotten_after_the_draft_has_ended(cast: Cast) -> None:
    draft = opened(cast, made_draft(cast))
    commented(cast, draft)
    later = clock.now() + timedelta(days=100)
    assert actions.forget_names(before=later, by=CLOCK) == 0
    actions.give_up(draft=draft, by=cast.olwen)
    assert actions.forget_names(before=later, by=CLOCK) == 1
    assert [(each.words, each.name, each.email) for each in Comment.objects.all()] == [("Say who.", "", "")]


# Lists


def test_lists_ask_the_database_as_often_with_three_rows_as_with_one(
    cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries, count: Callable[[str, Any], int]
) -> None:
    draft = opened(cast, made_draft(cast))
    commented(cast, draft)
    pages = ["", f"{draft.pk}/", f"{draft.pk}/comments/", f"{draft.pk}/history/", f"{draft.pk}/1.1/"]
    before = [count(DRAFTS + each, cast.olwen) for each in pages]
    for number in range(2):
        made_draft(cast, f"wellbridge-203{number}")
        commented(cast, draft, "1.2")
        seen = mark_of(draft.document.commitments[0])
        actions.mark_reviewed(draft=draft, ref="1.1", seen=seen, by=cast.olwen)
        actions.move_clause(draft=draft, ref="9.1", up=True, by=cast.olwen)
    assert [count(DRAFTS + each, cast.olwen) for each in pages] == before
    for each in pages:
        client = browser(cast.olwen)
        with django_assert_max_num_queries(12):
            client.get(DRAFTS + each)


@pytest.fixture
def count(django_assert_max_num_queries: DjangoAssertNumQueries) -> Callable[[str, Any], int]:
    """How many queries a page takes."""

    def counted(path: str, person: Any) -> int:
        client = browser(person)
        with django_assert_max_num_queries(99) as asked:
            assert client.get(path).status_code == 200
        return len(asked)

    return counted
