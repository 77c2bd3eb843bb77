"""Chapters of the story of Wellbridge: who signed, who left, who signed again; and the champions."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from typing import Any

from opencompact.site.accounts.models import Kind, Sector
from opencompact.site.agreements.models import Edition
from opencompact.site.champions.actions import accept_and_name, end_champion, name_champion, record_training
from opencompact.site.champions.models import Champion
from opencompact.site.champions.models import Kind as ChampionKind
from opencompact.site.demo.story import Story, told
from opencompact.site.rules import ANYBODY
from opencompact.site.signatories.actions import ask, change_members, confirm, refuse, sign, sign_again, withdraw
from opencompact.site.signatories.models import Signatory, Wish

FIRST, SECOND = "wellbridge-2019", "wellbridge-2025"


def sign_first(story: Story) -> None:
    """The signatures under the first edition, one a day in the spring of 2019 and a few later."""
    for number, name in enumerate(told()["signed_2019"]):
        day = date(2019, 4, 8) + timedelta(days=number if number < 14 else 90 * (number - 12))
        story.on(day, partial(_sign, story, name, FIRST, day))
    for name, members in told()["members"].items():
        story.on(date(2019, 5, 20), partial(_list_members, story, name, members))


def sign_second(story: Story) -> None:
    """Most sign the new edition, some have not yet, one withdrew, some are new."""
    gone = told()["withdrew"]
    story.on(
        gone["day"],
        lambda: withdraw(
            signatory=_signatory(story, gone["name"]), on=gone["day"], reason=gone["reason"], by=story.officer
        ),
    )
    waiting = {*told()["not_again_yet"], gone["name"]}
    again = [name for name in told()["signed_2019"] if name not in waiting]
    for number, name in enumerate(again):
        day = date(2025, 4, 2) + timedelta(days=3 * number)
        story.on(day, partial(_sign_again, story, name))
    for number, name in enumerate(told()["signed_2025"]):
        day = date(2025, 6, 2) + timedelta(days=40 * number)
        story.on(day, partial(_sign, story, name, SECOND, day))


def ask_to_sign(story: Story) -> None:
    """Wishes to sign: one accepted, one not, one confirmed that waits, one not confirmed yet."""
    for each in told()["wishes"]:
        _ask(story, each)


def _ask(story: Story, each: dict[str, Any]) -> None:
    made: list[Wish] = []
    day: date = each["day"]
    story.on(day, lambda: made.append(ask(area=story.area, answers=_answers(each), by=ANYBODY)))
    if each["then"] == "nothing":
        return
    story.on(day + timedelta(days=1), lambda: confirm(wish=made[0], by=ANYBODY))
    answered = day + timedelta(days=5)
    if each["then"] == "accepted":
        story.on(answered, lambda: accept_and_name(wish=made[0], on=answered, by=story.officer, account=False))
    elif each["then"] == "refused":
        story.on(answered, lambda: refuse(wish=made[0], reason=each["reason"], by=story.officer))


def _answers(each: dict[str, Any]) -> dict[str, Any]:
    return {
        "name": each["name"], "sector": Sector(each["sector"]), "kind": Kind(each["kind"]), "identifier": "",
        "website": "", "members": "", "contact_name": each["contact"], "contact_role": "Secretary",
        "contact_email": each["email"], "contact_address": "2 Invented Row, Wellbridge",
        "contact_phone": "01632 960144", "wants_account": False, "champion_name": each["contact"],
        "champion_role": "Secretary", "champion_email": each["email"], "champion_consents": False,
    }  # fmt: skip


def name_champions(story: Story) -> None:
    """Champions of both sectors; one term ended, some were trained."""
    for each in told()["champions"]:
        _name(story, each)


def _name(story: Story, each: dict[str, Any]) -> None:
    made: list[Champion] = []
    since: date = each["since"]

    def name() -> None:
        details = {
            "kind": ChampionKind(each["kind"]), "name": each["name"], "role": each["role"], "since": since,
            "email": each["email"], "consents": each.get("consents", False), "until": each.get("until"),
            "department": each.get("department", ""),
        }  # fmt: skip
        made.append(name_champion(signatory=_signatory(story, each["organisation"]), details=details, by=story.officer))

    story.on(since, name)
    if "trained" in each:
        day: date = each["trained"]
        story.on(day, lambda: record_training(champion=made[0], on=day, by=story.officer), hour=17)
    if "ended" in each:
        last: date = each["ended"]
        story.on(last, lambda: end_champion(champion=made[0], on=last, by=story.officer))


def _sign(story: Story, name: str, edition: str, day: date) -> None:
    first = name.split(maxsplit=1)[0].lower()
    details = {
        "contact_name": f"Contact of {name}", "contact_role": "Manager", "contact_phone": "01632 960120",
        "contact_email": f"{first}@wellbridge.example", "contact_address": "1 Invented Row, Wellbridge",
    }  # fmt: skip
    organisation = story.organisations[name]
    sign(organisation=organisation, edition=Edition.objects.get(pk=edition), on=day, by=story.officer, details=details)


def _sign_again(story: Story, name: str) -> None:
    sign_again(signatory=_signatory(story, name), by=story.officer)


def _list_members(story: Story, name: str, members: list[str]) -> None:
    change_members(signatory=_signatory(story, name), members="\n".join(members), by=story.officer)


def _signatory(story: Story, name: str) -> Signatory:
    return Signatory.objects.get(organisation=story.organisations[name])
