"""Chapters of the story of Wellbridge in which both sectors sit at one table: the group, its meetings, the new edition
from draft to adopted, advice and recommendations."""

from __future__ import annotations

from datetime import date, time
from functools import partial
from typing import Any

from opencompact.core.compacts import load
from opencompact.site.accounts.models import Organisation, Person
from opencompact.site.adoption import actions as adoption
from opencompact.site.adoption.models import Adoption
from opencompact.site.advice import actions as advice
from opencompact.site.advice.models import Outcome as Followed
from opencompact.site.advice.models import Recommendation, RecommendationState, Referral
from opencompact.site.agreements.actions import hold_check_in
from opencompact.site.agreements.models import Edition
from opencompact.site.agreements.models import Outcome as CheckedIn
from opencompact.site.demo.story import Story, told, words
from opencompact.site.drafting import actions as drafting
from opencompact.site.drafting.clauses import mark_of
from opencompact.site.drafting.models import Draft, Outcome
from opencompact.site.group.actions import add_member, form_group
from opencompact.site.group.models import Group
from opencompact.site.meetings import actions as meetings
from opencompact.site.meetings.models import Decision, Meeting, MeetingKind, Task
from opencompact.site.rules import ANYBODY

SECOND = "wellbridge-2025"


def form(story: Story) -> None:
    """The group is formed, and its members join."""
    facts = told()["group"]

    def begin() -> None:
        group = form_group(
            area=story.area, name=facts["name"], answers_to=facts["answers_to"], purpose=facts["purpose"],
            chosen_how=facts["chosen_how"], quorum_total=6, quorum_each=2,
            chair_about="independent chair", by=story.officer,
        )  # fmt: skip
        for name in facts["members"]:
            add_member(group=group, organisation=story.organisations[name], since=facts["day"], by=story.officer)

    story.on(facts["day"], begin)


def meet(story: Story) -> None:
    """Meetings: held and published, one held and not written up yet, one to come, one cancelled."""
    for each in told()["meetings"]:
        _meet(story, each)


def _meet(story: Story, each: dict[str, Any]) -> None:
    made: list[Meeting] = []

    def plan() -> None:
        meeting = meetings.plan_meeting(
            group=_group(), title=each["title"], kind=MeetingKind(each.get("kind", "ordinary")), on=each["day"],
            starts=time(10), ends=time(12, 30), place=each["place"], by=story.officer,
        )  # fmt: skip
        for item in each["agenda"]:
            meetings.write_item(meeting=meeting, title=item, by=story.officer)
        made.append(meeting)

    story.on(each["planned"], plan)
    if each["then"] != "planned":
        story.on(each["planned"], lambda: meetings.publish_agenda(meeting=made[0], by=story.officer), hour=15)
    if each["then"] == "cancelled":
        story.on(
            each["called_off"],
            lambda: meetings.cancel_meeting(meeting=made[0], reason=each["reason"], by=story.officer),
        )
    if "came" in each:
        story.on(each["day"], lambda: _hold(story, made[0], each), hour=14)
    for task in each.get("tasks", []):
        if "done" in task:
            story.on(task["done"], partial(_finish, story, task["title"], task["done"]))
    if each["then"] == "published":
        story.on(each["out"], lambda: meetings.publish_record(meeting=made[0], by=story.chair))


def _hold(story: Story, meeting: Meeting, each: dict[str, Any]) -> None:
    members = {member.organisation.name: member for member in _group().memberships.select_related("organisation")}
    came = {members[name]: 1 for name in each["came"]}
    summary = each.get("summary", "")
    meetings.note_attendance(meeting=meeting, came=came, chaired=True, summary=summary, by=story.officer)
    for decision in each.get("decisions", []):
        refs = decision.get("refs", [])
        meetings.write_decision(meeting=meeting, title=decision["title"], refs=refs, by=story.officer)
    for task in each.get("tasks", []):
        owner = story.organisations[task["owner"]]
        meetings.write_task(meeting=meeting, title=task["title"], owner=owner, due=task["due"], by=story.officer)


def _finish(story: Story, title: str, on: date) -> None:
    task = Task.objects.get(title=title, meeting__group__area=story.area)
    meetings.finish_task(task=task, on=on, outcome="Done as agreed.", by=story.officer)


def renew(story: Story) -> None:
    """The new edition: drafted, opened for comments, commented on by both sides, answered, adopted."""
    made: list[Draft] = []
    comments = told()["comments"]

    def start() -> None:
        document = load(words(f"{SECOND}.yaml"), f"{SECOND}.yaml")
        made.append(drafting.start_draft(area=story.area, document=document, by=story.officer))

    story.on(date(2024, 9, 9), start)
    story.on(
        date(2024, 10, 1),
        lambda: drafting.open_for_comments(draft=made[0], until=date(2025, 1, 6), by=story.officer),
    )
    for number, each in enumerate(comments):
        story.on(date(2024, 10, 7 + number), partial(_comment, story, made, each))
    story.on(date(2025, 1, 20), lambda: _answer_all(story, made[0], comments))
    story.on(date(2025, 2, 3), lambda: _review_all(story, made[0]))
    story.on(date(2025, 3, 24), lambda: _put_forward(story, made[0]))
    story.on(date(2025, 3, 26), lambda: adoption.confirm(adoption=Adoption.objects.get(draft=made[0]), by=story.chair))


def _put_forward(story: Story, draft: Draft) -> None:
    """The officer puts the draft forward, on the ground of what the spring meeting decided."""
    decision = Decision.objects.get(title=told()["adopted_by"], meeting__group__area=story.area)
    adoption.propose(
        draft=draft, decision=decision, start=date(2025, 4, 1), review_due=date(2028, 3, 31),
        sign_again_by=date(2025, 9, 30), by=story.officer,
    )  # fmt: skip


def _comment(story: Story, made: list[Draft], each: dict[str, Any]) -> None:
    if "organisation" in each:
        by = Person.objects.get(email=each["by"])
        organisation = story.organisations[each["organisation"]]
        drafting.comment(draft=made[0], ref=each["ref"], words=each["words"], by=by, organisation=organisation)
    else:
        comment = drafting.comment(
            draft=made[0], ref=each["ref"], words=each["words"], name=each["name"], email=each["email"],
            sector="voluntary", by=ANYBODY,
        )  # fmt: skip
        drafting.let_through(comment=comment, by=story.officer)


def _answer_all(story: Story, draft: Draft, comments: list[dict[str, Any]]) -> None:
    answers = {each["words"]: each["answer"] for each in comments}
    for comment in draft.comments.all():
        drafting.answer(comment=comment, outcome=Outcome.CHANGED, words=answers[comment.words], by=story.officer)


def _review_all(story: Story, draft: Draft) -> None:
    for commitment in draft.document.commitments:
        drafting.mark_reviewed(draft=draft, ref=commitment.ref, seen=mark_of(commitment), by=story.officer)


def look_back(story: Story) -> None:
    """The yearly check-in, and a new draft that is open for comments now."""
    on = date(2026, 4, 15)
    story.on(
        on,
        lambda: hold_check_in(
            area=story.area, edition=Edition.objects.get(pk=SECOND), on=on, outcome=CheckedIn.GOES_ON,
            by=story.chair, notes="Both sectors are happy. Keep an eye on payments.",
        ),
    )  # fmt: skip


def draft_next(story: Story) -> None:
    """A draft in the making, open for comments, one of them not read yet."""
    made: list[Draft] = []

    def start() -> None:
        text = words(f"{SECOND}.yaml").replace(SECOND, "wellbridge-2028").replace("Compact 2025", "Compact 2028")
        document = load(text.replace("replaces: wellbridge-2028", f"replaces: {SECOND}"), "wellbridge-2028.yaml")
        made.append(drafting.start_draft(area=story.area, document=document, by=story.officer))

    story.on(date(2026, 10, 12), start)
    until = date(2027, 1, 29)
    story.on(date(2026, 11, 2), lambda: drafting.open_for_comments(draft=made[0], until=until, by=story.officer))
    story.on(
        date(2026, 11, 17),
        lambda: drafting.comment(
            draft=made[0], ref="3.1", words="Twelve weeks is right, but please avoid August.", sector="voluntary",
            name="Gwen Marlow", email="gwen@wellbridge.example", by=ANYBODY,
        ),
    )  # fmt: skip


def advise(story: Story) -> None:
    """A proposal referred and answered, one that waits; recommendations at every stage."""
    council = story.organisations["Wellbridge Council"]
    health = story.organisations["Wellbridge Health Partnership"]
    made: list[Referral] = []

    def ask(body: Organisation, said: dict[str, Any]) -> None:
        made.append(advice.refer_proposal(group=_group(), body=body, by=story.officer, **said))

    story.on(date(2025, 9, 22), lambda: ask(council, told()["referrals"][0]))
    said = "Keep the form to two pages, and let a group reuse its answers."
    story.on(
        date(2025, 10, 15), lambda: advice.advise(referral=made[0], advice=said, on=date(2025, 10, 14), by=story.chair)
    )
    story.on(
        date(2025, 12, 17),
        lambda: advice.answer_advice(
            referral=made[0], outcome=Followed.IN_PART, because="Groups will be able to reuse answers from next year.",
            by=story.officer,
        ),
    )  # fmt: skip
    story.on(date(2026, 11, 4), lambda: ask(health, told()["referrals"][1]))
    for each in told()["recommendations"]:
        _recommend(story, each)


def _recommend(story: Story, each: dict[str, Any]) -> None:
    made: list[Recommendation] = []

    def recommend() -> None:
        made.append(advice.recommend(
            group=_group(), body=story.organisations[each["to"]], title=each["title"], text=each["text"],
            refs=each["refs"], due=each["due"], by=story.chair,
        ))  # fmt: skip

    story.on(each["day"], recommend)
    if "answered" in each:
        answer = RecommendationState(each["answer"])
        because = each.get("because", "")
        story.on(
            each["answered"],
            lambda: advice.answer_recommendation(
                recommendation=made[0], answer=answer, because=because, by=story.officer
            ),
        )
    if "done" in each:
        day: date = each["done"]
        story.on(
            day,
            lambda: advice.carry_out(recommendation=made[0], on=day, result=each["result"], by=story.officer),
            hour=16,
        )


def _group() -> Group:
    return Group.objects.get(area__slug=told()["area"]["slug"])
