"""Work out suggested groups and campaigns, for the worker: a request only asks for them and reads what was found.

Beside the six files of a room, because nobody asks for it on a page.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from opencompact.core.grouping.campaigns import Copies
from opencompact.core.grouping.groups import Group, grouped
from opencompact.site import clock
from opencompact.site.reading.models import Grouping, Suggested, SuggestedMember
from opencompact.site.responses.models import Answer

AT_ONCE = 2_000


def make_waiting() -> int:
    """Make the groups that were asked for, the first asked for first; how many questions that were."""
    made = 0
    for waiting in Grouping.objects.waiting()[:3]:
        try:
            made += make(waiting)
        except Exception:
            Grouping.objects.filter(pk=waiting.pk).update(done=waiting.wanted, failed=True)
            raise
    return made


def make(waiting: Grouping) -> bool:
    """Group the answers to one question. What was asked for anew meanwhile is made at the next turn."""
    begun = clock.now()
    found = Answer.objects.to(waiting.question).order_by("pk").only("text", "redacted", "is_redacted")
    texts = [(each.pk, each.words) for each in found if each.words.strip()]
    keys = [key for key, _words in texts]
    result = grouped([words for _key, words in texts])
    with transaction.atomic():
        still = Grouping.objects.select_for_update().get(pk=waiting.pk)
        if still.wanted != waiting.wanted:
            return False
        kept = _accepted(still)
        still.groups.all().delete()
        for place, group in enumerate(result.groups):
            _store(_group(still, place, group, keys, kept), group.places, keys)
        for place, campaign in enumerate(result.campaigns):
            _store(_campaign(still, place, campaign, keys), campaign.places, keys)
        still.made, still.done, still.failed = begun, waiting.wanted, False
        still.answers, still.others = len(keys), len(result.others)
        still.save()
    return True


def _accepted(grouping: Grouping) -> dict[tuple[str, ...], int]:
    """Which groups were made codes, by their words."""
    rows = grouping.groups.exclude(code=None).values_list("words", "code")
    return {tuple(words): code for words, code in rows}


def _group(
    grouping: Grouping, place: int, group: Group, keys: list[int], kept: dict[tuple[str, ...], int]
) -> Suggested:
    return Suggested(
        grouping=grouping, place=place, words=list(group.words), size=len(group.places),
        typical=[keys[at] for at in group.typical], code_id=kept.get(group.words),
    )  # fmt: skip


def _campaign(grouping: Grouping, place: int, campaign: Copies, keys: list[int]) -> Suggested:
    return Suggested(
        grouping=grouping, is_campaign=True, place=place, size=len(campaign.places), identical=campaign.identical,
        typical=[keys[campaign.first]],
    )  # fmt: skip


def _store(row: Suggested, places: Iterable[int], keys: list[int]) -> None:
    row.save()
    members = [SuggestedMember(group=row, answer_id=keys[at]) for at in places]
    SuggestedMember.objects.bulk_create(members, AT_ONCE)
