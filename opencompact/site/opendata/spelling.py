"""Words typed wrongly: the nearest word that stands in something public."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from django.db.models import Q, Sum
from django.db.models.functions import Length

from opencompact.site.areas.models import Area
from opencompact.site.opendata.models import Findable, Vocabulary
from opencompact.site.opendata.synonyms import ALIKE, LEFT_ASIDE, plain

SHORTEST, LONGEST = 4, 30  # of words that are corrected
TWO_SLIPS = 8  # a word this long may have two letters wrong
_LETTERS = re.compile(r"[^\W\d_]+")
_ENDINGS = re.compile(r"(?:ings?|ed|es|s)$")


def gather_words(area: Area, rows: Iterable[Findable]) -> None:
    """Keep the words of an area's things, and how often each stands there."""
    texts = (f"{row.title} {row.text} {row.place}" for row in rows)
    counted = Counter(word for text in texts for word in _LETTERS.findall(plain(text)) if 3 <= len(word) <= LONGEST)
    before = {each.word: each for each in Vocabulary.objects.filter(area=area)}
    Vocabulary.objects.filter(area=area, word__in=before.keys() - counted.keys()).delete()
    fresh = [Vocabulary(area=area, word=word, count=counted[word]) for word in counted.keys() - before.keys()]
    Vocabulary.objects.bulk_create(fresh, batch_size=1_000)
    changed = [each for word, each in before.items() if word in counted and each.count != counted[word]]
    for each in changed:
        each.count = counted[each.word]
    Vocabulary.objects.bulk_update(changed, ["count"], batch_size=1_000)


def corrected(words: list[str], area: Area | None) -> list[str]:
    """The words with those that stand nowhere replaced by what was probably meant."""
    return [_corrected(word, area) for word in words]


def _corrected(typed: str, area: Area | None) -> str:
    word = plain(typed)
    if not SHORTEST <= len(word) <= LONGEST or not _LETTERS.fullmatch(word) or word in ALIKE or word in LEFT_ASIDE:
        return typed
    near = _near(word, area)
    stem = _ENDINGS.sub("", word)
    if any(other.startswith(stem if len(stem) >= SHORTEST else word) for other in near):
        return typed
    most = 2 if len(word) >= TWO_SLIPS else 1
    by_slips = [(slips(word, other), -count, other) for other, count in near.items()]
    best = min((each for each in by_slips if each[0] <= most), default=None)
    return best[2] if best else typed


def _near(word: str, area: Area | None) -> dict[str, int]:
    """The words that begin with one of its first two letters and are about as long, and how often each is there."""
    begins = Q(word__startswith=word[0]) | Q(word__startswith=word[1])
    rows = Vocabulary.objects.annotate(size=Length("word")).filter(begins, size__gte=len(word) - 2)
    rows = rows.filter(area=area) if area else rows
    found = dict(rows.order_by().values_list("word").annotate(Sum("count")))
    known = {each: 1 for each in ALIKE if each[0] in word[:2] and each.isalpha()}
    return {**known, **found}


def slips(left: str, right: str) -> int:
    """How many letters were added, left out, exchanged or swapped with the next."""
    if abs(len(left) - len(right)) > 2:
        return 3
    before: list[int] = []
    row = list(range(len(right) + 1))
    for i, a in enumerate(left, 1):
        earlier, before, row = before, row, [i]
        for j, b in enumerate(right, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == right[j - 2] and left[i - 2] == b:
                cost = min(cost, earlier[j - 2] + 1)
            row.append(cost)
    return row[-1]
