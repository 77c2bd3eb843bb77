"""Reading documents proposes and people decide: figures without a check, clauses carried over, what people type."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opencompact.core.calendar import Period, Unit
from opencompact.site.drafting import actions
from opencompact.site.drafting.check_forms import period_of
from opencompact.site.drafting.clauses import clause_of, mark_of, remarks
from opencompact.site.drafting.models import Draft
from opencompact.site.drafting.rules import Stale, Unexplained, unfinished
from tests.people import TODAY, Cast, browser
from tests.site.drafting.made import DRAFTS, clause_typed, made_draft, reviewed_draft

WORDS = b"1.1 The council acknowledges every request within 5 working days and answers it within 20 working days.\n"
TWO = "We acknowledge within five working days and answer within 20 working days."


def started(cast: Cast) -> Draft:
    """A draft from the edition in force."""
    asked = {"begin": "edition", "edition": cast.edition.pk, "title": "Wellbridge Compact 2027"}
    browser(cast.olwen).post(f"{DRAFTS}new/", asked)
    return Draft.objects.latest("pk")


def test_a_figure_without_a_check_is_asked_about_before_a_clause_is_reviewed(cast: Cast) -> None:
    draft, officer = made_draft(cast), browser(cast.olwen)
    address = f"{DRAFTS}{draft.pk}/1.1/"
    typed = clause_typed(draft, "1.1", summary_en=TWO, reviewed="1")
    back = officer.post(address, typed)
    assert back.status_code == 200 and "Add a check, or say why none is needed." in back.text and TWO in back.text
    assert Draft.objects.get().reviewed == [] and Draft.objects.get().version == 1
    saved = officer.post(address, {**typed, "unchecked": "Requests are not registered here."})
    assert saved.status_code == 302 and Draft.objects.get().reviewed == ["1.1"]
    assert "Requests are not registered here." in officer.get(address).text
    changed = clause_typed(Draft.objects.get(), "1.1", summary_en=TWO.replace("five", "six"))
    assert officer.post(address, changed).status_code == 302  # saving is never stopped
    draft = Draft.objects.get()
    commitment = draft.commitment("1.1")
    assert commitment is not None and draft.reviewed == []
    with pytest.raises(Unexplained, match="no check uses it"):  # other words, other figures: asked again
        actions.mark_reviewed(draft=draft, ref="1.1", seen=mark_of(commitment), by=cast.olwen)
    shown = officer.post(f"{address}review/", {"seen": mark_of(commitment)}, follow=True).text
    assert "say why none is needed" in shown


def test_what_was_reviewed_before_anybody_asked_stops_the_adoption(cast: Cast) -> None:
    draft = reviewed_draft(cast)
    clause = clause_of(draft.document, "1.1") | {"summary": TWO}
    draft = actions.edit_clause(draft=draft, ref="1.1", clause=clause, seen="", reviewed=False, by=cast.olwen)
    Draft.objects.update(reviewed=[each.ref for each in draft.document.commitments])
    assert unfinished(Draft.objects.get()) == [
        "1.1 names a figure that no check holds. Add a check, or say why none is needed."
    ]


def test_clauses_carried_over_are_reviewed_theme_by_theme(cast: Cast) -> None:
    draft, officer = started(cast), browser(cast.olwen)
    home = f"{DRAFTS}{draft.pk}/"
    of_one = [each.ref for each in draft.document.commitments if each.theme == "1"]
    officer.post(f"{home}1.1/", clause_typed(draft, "1.1", summary_en="Other words."))
    assert f"{home}theme/1/" in officer.get(home).text
    page = officer.get(f"{home}theme/1/").text
    assert "Other words." not in page and all(f"{home}{ref}/" in page for ref in of_one if ref != "1.1")
    mark = re.findall(r'name="seen" value="([^"]+)"', page)[0]
    assert officer.post(f"{home}theme/1/", {"seen": mark})["Location"] == home
    assert sorted(Draft.objects.get().reviewed) == sorted(set(of_one) - {"1.1"})
    for theme in draft.document.themes:
        page = officer.get(f"{home}theme/{theme.ref}/").text
        for mark in re.findall(r'name="seen" value="([^"]+)"', page):
            officer.post(f"{home}theme/{theme.ref}/", {"seen": mark})
    assert Draft.objects.get().left_to_review() == ["1.1"]
    assert officer.get(f"{home}theme/none/").status_code == 404
    for person in (cast.carys, cast.vera, cast.sam, None):
        assert browser(person).get(f"{home}theme/1/").status_code == 404


def test_what_changed_while_somebody_read_the_list_is_not_reviewed(cast: Cast) -> None:
    draft, officer = started(cast), browser(cast.olwen)
    home = f"{DRAFTS}{draft.pk}/"
    mark = re.findall(r'name="seen" value="([^"]+)"', officer.get(f"{home}theme/1/").text)[0]
    actions.move_clause(draft=draft, ref="1.2", up=True, by=cast.olwen)
    officer.post(f"{home}1.1/", clause_typed(Draft.objects.get(), "1.1", summary_en="Other words."))
    assert "Look at them again" in officer.post(f"{home}theme/1/", {"seen": mark}, follow=True).text
    assert Draft.objects.get().reviewed == []
    with pytest.raises(Stale):
        actions.review_together(draft=Draft.objects.get(), refs=["1.1"], seen=mark, by=cast.olwen)


def test_no_button_of_the_page_drops_what_was_typed(cast: Cast) -> None:
    draft, officer = made_draft(cast), browser(cast.olwen)
    home = f"{DRAFTS}{draft.pk}/"
    typed = clause_typed(draft, "3.1", summary_en="We ask for twelve weeks.", then="down")
    order = [each.ref for each in draft.document.commitments]
    assert officer.post(f"{home}3.1/", typed).status_code == 302
    document = Draft.objects.get().document
    at = order.index("3.1")
    assert [each.ref for each in document.commitments][at : at + 2] == [order[at + 1], "3.1"]
    assert document.commitments[at + 1].summary == "We ask for twelve weeks."
    check = document.commitments[at + 1].checks[-1].id
    typed = clause_typed(Draft.objects.get(), "3.1", summary_en="Twelve weeks.", then=f"without/{check}")
    officer.post(f"{home}3.1/", typed)
    clause = Draft.objects.get().commitment("3.1")
    assert clause is not None and clause.summary == "Twelve weeks." and check not in [each.id for each in clause.checks]
    assert officer.get(f"{home}3.1/").text.count('<form method="post" novalidate') == 1  # besides the one to sign out


def test_saving_without_a_change_leaves_no_step(cast: Cast) -> None:
    draft = made_draft(cast)
    browser(cast.olwen).post(f"{DRAFTS}{draft.pk}/1.1/", clause_typed(draft, "1.1", reviewed="1"))
    assert (Draft.objects.get().version, Draft.objects.get().reviewed) == (1, ["1.1"])


def test_the_page_does_not_say_that_nothing_is_left_while_remarks_stand(cast: Cast) -> None:
    draft = reviewed_draft(cast)
    shown = browser(cast.olwen).get(f"{DRAFTS}{draft.pk}/").text
    count = len(remarks(draft.document, TODAY))
    assert ("remark" in shown) is (count > 0)


@pytest.mark.parametrize(
    ("typed", "means"),
    [
        ("8 wks", "8 weeks"), ("8wks", "8 weeks"), ("eight weeks", "8 weeks"), ("20 wd", "20 working days"),
        ("3 months'", "3 months"), ("2 yrs", "2 years"), ("10 Working Days", "10 working days"), ("soon", "soon"),
    ],
)  # fmt: skip
def test_a_period_as_people_type_it(typed: str, means: str) -> None:
    assert period_of(typed) == means


@given(st.integers(1, 100), st.sampled_from(list(Unit)))
def test_every_period_is_read_as_the_core_writes_it(count: int, unit: Unit) -> None:
    written = str(Period.parse(f"{count} {unit}"))
    assert Period.parse(period_of(written)) == Period.parse(written)


def test_a_mistake_in_a_check_names_its_field(cast: Cast) -> None:
    draft = made_draft(cast)
    page = f"{DRAFTS}{draft.pk}/1.1/check/?kind=deadline&register=consultations"
    shown = browser(cast.olwen).post(page, {"within": "a while"}).text
    assert "Choose: After which date?" in shown and "“a while” can’t be read." in shown
    assert browser(cast.olwen).post(
        page, {"after": "closes", "event": "feedback_published", "within": "8 wks"}
    ).status_code == 302  # fmt: skip
    clause = Draft.objects.get().commitment("1.1")
    assert clause is not None and str(clause.checks[-1].within) == "8 weeks"
