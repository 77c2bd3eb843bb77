"""The story of Wellbridge, told through the site's own actions: each act on its day, by the person who did it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

from django.db import transaction

from opencompact.site.accounts.models import Sector
from opencompact.site.agreements.actions import publish_edition
from opencompact.site.areas.models import Area
from opencompact.site.demo.consulting import consult
from opencompact.site.demo.signing import ask_to_sign, name_champions, sign_first, sign_second
from opencompact.site.demo.story import Story, told, words
from opencompact.site.demo.together import advise, draft_next, form, look_back, meet, renew
from opencompact.site.resources.actions import add_post, plan_contribution, say_given
from opencompact.site.resources.models import Contribution, Form, Source
from opencompact.site.training.actions import announce_event, hold_session, plan_session, tick
from opencompact.site.training.models import EventKind, Practice, Session, compact_week

OPENED = date(2019, 2, 4)


@transaction.atomic
def load_wellbridge() -> None:
    """Tell the whole story, once."""
    if Area.objects.filter(slug=told()["area"]["slug"]).exists():
        return
    story = Story(OPENED)
    adopt(story, "wellbridge-2019", date(2019, 3, 19), date(2019, 4, 1))
    for chapter in CHAPTERS:
        chapter(story)
    story.tell()


def adopt(story: Story, id: str, adopted: date, start: date) -> None:
    """The group adopts an edition."""
    text = words(f"{id}.yaml")
    story.on(
        adopted,
        partial(publish_edition, area=story.area, text=text, adopted=adopted, start=start, by=story.officer),
    )


def give(story: Story) -> None:
    """Two years of contributions, and the part-time officer."""
    post = partial(
        add_post, area=story.area, title="Compact officer", employer=story.organisations["Wellbridge Council"],
        hours_a_week=Decimal("14.5"), since=date(2025, 4, 7),
        paid_by="Wellbridge Council and the health partnership", by=story.officer,
    )  # fmt: skip
    story.on(date(2025, 4, 7), post)
    for each in told()["contributions"]:
        _give(story, each)


def _give(story: Story, each: dict[str, Any]) -> None:
    made: list[Contribution] = []

    def plan() -> None:
        made.append(plan_contribution(
            organisation=story.organisations[each["by"]], source=Source(each["source"]), form=Form(each["form"]),
            planned=Decimal(each["planned"]), year=each["year"], what=each.get("what", ""), by=story.officer,
        ))  # fmt: skip

    story.on(date(each["year"], 4, 14), plan)
    if "given" in each:
        given = Decimal(each["given"])
        story.on(date(each["year"] + 1, 4, 20), lambda: say_given(contribution=made[0], given=given, by=story.officer))


def train(story: Story) -> None:
    """Training sessions and who came."""
    for each in told()["sessions"]:
        _train(story, each)


def _train(story: Story, each: dict[str, Any]) -> None:
    made: list[Session] = []

    def plan() -> None:
        made.append(plan_session(
            area=story.area, title=each["title"], on=each["day"], organiser=story.organisations[each["by"]],
            place=each["place"], for_new_members=each.get("for_new_members", False), by=story.officer,
        ))  # fmt: skip

    story.on(each["planned"], plan)
    if "came" in each:
        came = dict(zip((Sector.PUBLIC, Sector.VOLUNTARY, Sector.BOTH), each["came"], strict=True))
        story.on(each["day"], lambda: hold_session(session=made[0], came=came, by=story.officer), hour=16)


def practise(story: Story) -> None:
    """What organisations do to make the compact known."""
    for name, practices in told()["practices"].items():
        for practice, evidence in practices.items():
            ticked = partial(
                tick, organisation=story.organisations[name], practice=Practice(practice), evidence=evidence,
                by=story.officer,
            )  # fmt: skip
            story.on(date(2025, 9, 15), ticked)


def announce(story: Story) -> None:
    """Compact Week, every November."""
    for year in (2025, 2026, 2027):
        first, last = compact_week(year)
        announced = partial(
            announce_event, area=story.area, kind=EventKind.WEEK, title=f"Compact Week {year}", on=first, until=last,
            by=story.officer,
        )  # fmt: skip
        story.on(min(date(year, 6, 3), date(2026, 11, 9)), announced)


CHAPTERS = (
    form, sign_first, renew, advise, sign_second, ask_to_sign, name_champions, meet, look_back, draft_next, give, train,
    practise, announce, consult,
)  # fmt: skip
