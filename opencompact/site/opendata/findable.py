"""What can be found in an area: everything public that has words and an address."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

from opencompact.core.editions import Commitment, Words
from opencompact.site.accounts.models import Organisation
from opencompact.site.agreements.models import Edition
from opencompact.site.areas.models import Area
from opencompact.site.champions.models import Champion
from opencompact.site.group.models import Group
from opencompact.site.opendata.advice import PROPOSALS, RECOMMENDATIONS
from opencompact.site.opendata.consultations import CONSULTATIONS
from opencompact.site.opendata.meeting import ACTIONS, DECISIONS, MEETINGS
from opencompact.site.opendata.models import Findable, Sort
from opencompact.site.opendata.tools import tools_of, words_for
from opencompact.site.resources.models import Contribution, Post
from opencompact.site.signatories.models import Signatory
from opencompact.site.training.models import Event, Session

MOST_TITLE = 300


def findables(area: Area) -> Iterator[Findable]:
    """Every public thing of an area."""
    yield from _agreement(area)
    yield from _people(area)
    yield from _group(area)
    yield from _consultations(area)
    yield from _resources(area)
    yield from _training(area)


def found_as(area: Area, sort: Sort, title: str, href: str, *words: str, place: str = "", ref: str = "") -> Findable:
    """One thing; ``href`` continues the address of its area."""
    told = "\n".join(each for each in words if each)
    place = f"{area.name} {area.name_cy} {area.slug} {place}".strip()
    address = f"{area.get_absolute_url()}{href}"
    return Findable(area=area, sort=sort, title=title[:MOST_TITLE], text=told, place=place, href=address, ref=ref)


def _agreement(area: Area) -> Iterator[Findable]:
    title = f"{area.name} {area.word}"
    called = f"{area.word} agreement what is local compact about"
    yield found_as(area, Sort.AREA, title, "", area.about, place=called)
    editions = list(Edition.objects.filter(area=area).order_by("pk"))
    today = Edition.objects.in_force_on(area, area.today())
    for tool in tools_of(today):
        yield found_as(area, Sort.TOOL, str(tool.title), tool.href, str(tool.about), place=tool.words)
    for edition in editions:
        about = _all(edition.document.about)
        yield found_as(area, Sort.EDITION, edition.title, f"editions/{edition.pk}/", about, place=edition.pk)
        for each in edition.document.commitments:
            yield _promise(area, edition, each, is_in_force=edition.pk == (today.pk if today else ""))


def _promise(area: Area, edition: Edition, each: Commitment, is_in_force: bool) -> Findable:
    themes = {theme.ref: theme for theme in edition.document.themes}
    theme = _all(themes[each.theme].title) if each.theme in themes else ""
    day = f"?on={edition.start.isoformat()}" if edition.start and not is_in_force else ""
    title = _first(each.summary)
    others = "" if isinstance(each.summary, str) else " ".join(sorted({*each.summary.values()} - {title}))
    called = words_for(each, edition.document) if is_in_force else ""
    return found_as(
        area, Sort.PROMISE, title, f"commitments/{quote(each.ref)}/{day}", _all(each.text), ref=each.ref,
        place=f"{edition.pk} {edition.title} {theme} {others} {_all(each.source)} {called}",
    )  # fmt: skip


def _people(area: Area) -> Iterator[Findable]:
    signed = {each.organisation_id: each for each in Signatory.objects.filter(area=area).select_related("area")}
    for each in Organisation.objects.filter(area=area).order_by("pk"):
        signatory, kind = signed.get(each.pk), str(each.get_kind_display())
        sort = Sort.SIGNATORY if signatory else Sort.ORGANISATION
        href = f"signatories/{signatory.pk}/" if signatory else "signatories/"
        members = signatory.members if signatory else ""
        signs_for = ", ".join(members.split("\n"))
        yield found_as(area, sort, each.name, href, signs_for, place=f"{each.name_cy} {kind} {each.identifier}")
    for champion in Champion.objects.of(area).serving().order_by("pk"):
        name, of = champion.shown_as, champion.signatory.organisation.name
        words = (champion.role, champion.department, str(champion.get_kind_display()))
        yield found_as(area, Sort.CHAMPION, f"{name}, {of}", f"champions/{champion.pk}/", *words)


def _group(area: Area) -> Iterator[Findable]:
    for group in Group.objects.filter(area=area):
        yield found_as(area, Sort.GROUP, group.name, "group/", group.purpose, group.answers_to)
    for each in MEETINGS.all(area):
        agenda = each["agenda"] if isinstance(each["agenda"], list) else []
        words = [f"{each['summary']}", f"{each['place']}", *map(str, agenda)]
        yield found_as(area, Sort.MEETING, f"{each['title']}", f"meetings/{each['id']}/", *words)
    for each in DECISIONS.all(area):
        yield found_as(area, Sort.DECISION, f"{each['title']}", f"meetings/{each['meeting']}/", f"{each['text']}")
    for each in ACTIONS.all(area):
        yield found_as(area, Sort.ACTION, f"{each['title']}", "meetings/actions/", f"{each['organisation_name']}")
    for each in PROPOSALS.all(area):
        words = [f"{each[name]}" for name in ("about", "asked", "advice", "because", "organisation_name")]
        yield found_as(area, Sort.PROPOSAL, f"{each['title']}", f"advice/{each['id']}/", *words)
    for each in RECOMMENDATIONS.all(area):
        words = [f"{each[name]}" for name in ("text", "answer", "result", "organisation_name")]
        title, href = f"{each['title']}", f"recommendations/{each['id']}/"
        yield found_as(area, Sort.RECOMMENDATION, title, href, *words)


def _consultations(area: Area) -> Iterator[Findable]:
    for each in CONSULTATIONS.all(area):
        words = [f"{each[name] or ''}" for name in ("purpose", "can_change", "affected", "body", "reference")]
        groups = each["groups"] if isinstance(each["groups"], list) else []
        yield found_as(area, Sort.CONSULTATION, f"{each['title']}", f"consultations/{each['id']}/", *words, *groups)


def _resources(area: Area) -> Iterator[Findable]:
    for each in Contribution.objects.filter(area=area, withdrawn=False).select_related("organisation").order_by("pk"):
        if each.what:
            title = f"{each.what}, {each.year}"
            yield found_as(area, Sort.CONTRIBUTION, title, f"resources/?year={each.year}", each.organisation.name)
    for post in Post.objects.filter(area=area).select_related("employer").order_by("pk"):
        yield found_as(area, Sort.POST, post.title, "resources/", post.employer.name, post.paid_by)


def _training(area: Area) -> Iterator[Findable]:
    for each in Session.objects.filter(area=area).order_by("pk"):
        yield found_as(area, Sort.SESSION, each.title, f"training/{each.pk}/", each.about, each.place)
    for event in Event.objects.filter(area=area, cancelled=False).order_by("pk"):
        yield found_as(area, Sort.EVENT, event.title, "events/", event.about, event.place)


def _all(words: Words) -> str:
    """A text in every language it is written in."""
    return words if isinstance(words, str) else "\n".join(words.values())


def _first(words: Words) -> str:
    return words if isinstance(words, str) else words.get("en") or next(iter(words.values()), "")
