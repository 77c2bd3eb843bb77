"""Groups of texts that speak of the same things: suggested from their rarer words, for people to judge.

Copies count once, so that a campaign does not push the others aside. A group begins with a telling word and the texts
it stands in; then each text moves to the group whose words it shares most, a few times over. What shares too little
with any group stays among the others: nothing is lost, and nothing is forced.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from math import log, sqrt
from zlib import crc32

import msgspec

from opencompact.core.grouping.campaigns import Copies, copies
from opencompact.core.grouping.stems import stem, telling, tokens

Vector = dict[str, float]
Index = dict[str, list[tuple[int, float]]]
ROUNDS = 6
MOST = 24  # groups: more nobody reads
WIDTH = 60  # words by which a group is known
NEAR = 0.12  # a text is in a group from this likeness on
SAME = 0.55  # two groups this alike are one
LABEL = 4  # words
TYPICAL = 3  # texts
TRIED = 600  # words a group may begin with
HEARD = 150  # texts with a word that are asked whether they are alike
LEARNT_FROM = 12_000  # different texts; more teach nothing new and take long


class Group(msgspec.Struct, frozen=True):
    """Texts that speak of the same things."""

    words: tuple[str, ...]  # telling words, the most telling first
    places: tuple[int, ...]  # of all its texts, the most typical first
    typical: tuple[int, ...]  # different texts that say what it is about


class Grouped(msgspec.Struct, frozen=True):
    """Every text is in one group or among the others."""

    groups: tuple[Group, ...]  # the largest first
    others: tuple[int, ...]
    copies: tuple[Copies, ...]  # of which some are campaigns

    @property
    def campaigns(self) -> list[Copies]:
        return [each for each in self.copies if each.is_campaign]


def grouped(texts: Sequence[str]) -> Grouped:
    """Put texts in groups. The order they come in makes no difference."""
    bundles = sorted(copies(texts), key=lambda each: _key(texts[each.first]))
    counts = [Counter(map(stem, telling(texts[each.first]))) for each in bundles]
    rarity = _rarity(counts)
    vectors = [_weighed(count, rarity) for count in counts]
    learning = sorted(range(len(bundles)), key=lambda at: crc32(_key(texts[bundles[at].first])[0].encode()))
    centres = _centres([vectors[at] for at in sorted(learning[:LEARNT_FROM])])
    homes = _homes(vectors, _index(centres))
    least = _least(len(bundles))
    spoken = _spoken(texts[each.first] for each in bundles)
    groups, others = [], []
    for number in range(-1, len(centres)):
        members = sorted(((near, at) for at, (home, near) in enumerate(homes) if home == number), key=_most_typical)
        if number < 0 or len(members) < least:
            others += [place for _near, at in members for place in bundles[at].places]
            continue
        groups.append(_group(centres[number], [bundles[at] for _near, at in members], spoken))
    groups.sort(key=lambda each: (-len(each.places), each.words))
    return Grouped(tuple(groups), tuple(sorted(others)), tuple(sorted(bundles, key=lambda each: -len(each.places))))


def _key(text: str) -> tuple[str, str]:
    return " ".join(tokens(text)), text


def _most_typical(found: tuple[float, int]) -> tuple[float, int]:
    return -round(found[0], 9), found[1]


def _group(centre: Vector, bundles: list[Copies], spoken: dict[str, str]) -> Group:
    words = tuple(spoken.get(each, each) for each in _heaviest(centre, LABEL))
    places = tuple(place for each in bundles for place in each.places)
    return Group(words, places, tuple(each.first for each in bundles[:TYPICAL]))


def _spoken(texts: Iterable[str]) -> dict[str, str]:
    """The form in which each stem is used most."""
    forms: dict[str, Counter[str]] = defaultdict(Counter)
    for text in texts:
        for word in telling(text):
            forms[stem(word)][word] += 1
    return {root: min(count, key=lambda word: (-count[word], word)) for root, count in forms.items()}


def _rarity(counts: Sequence[Counter[str]]) -> dict[str, float]:
    """How telling each word is: one that stands in a single text, or in nearly all, tells nothing of two."""
    standing = Counter(word for count in counts for word in count)
    most = max(2, len(counts) // 2)
    return {word: log(1 + len(counts) / times) for word, times in standing.items() if 2 <= times <= most}


def _weighed(count: Counter[str], rarity: dict[str, float]) -> Vector:
    return _unit({word: (1 + log(times)) * rarity[word] for word, times in count.items() if word in rarity})


def _unit(vector: Vector) -> Vector:
    length = sqrt(sum(weight * weight for weight in vector.values())) or 1.0
    return {word: weight / length for word, weight in vector.items()}


def _heaviest(vector: Vector, most: int) -> list[str]:
    return sorted(vector, key=lambda word: (-round(vector[word], 9), word))[:most]


def _centres(vectors: Sequence[Vector]) -> list[Vector]:
    """The words of each group, after a few rounds."""
    centres = _seeds(vectors)
    for _ in range(ROUNDS):
        sums: list[Vector] = [{} for _centre in centres]
        for vector, (home, _near) in zip(vectors, _homes(vectors, _index(centres)), strict=True):
            if home >= 0:
                _add(sums[home], vector)
        centres = _distinct([_narrowed(each) for each in sums if each])
    return centres


def _seeds(vectors: Sequence[Vector]) -> list[Vector]:
    """Words whose texts are alike in their other words too, each with the words of its texts."""
    weight: Vector = {}
    holding: dict[str, list[int]] = defaultdict(list)
    for at, vector in enumerate(vectors):
        _add(weight, vector)
        for word in vector:
            holding[word].append(at)
    least, taken, seeds = _least(len(vectors)), set[int](), list[Vector]()
    tried = [word for word in _heaviest(weight, TRIED) if len(holding[word]) >= least]
    telling_much = {word: round(_kinship(word, holding[word], vectors), 9) for word in tried}
    for word in sorted(tried, key=lambda each: (-telling_much[each], each)):
        free = [at for at in holding[word] if at not in taken]
        if len(free) >= least and len(free) * 2 >= len(holding[word]) and len(seeds) < MOST:
            total: Vector = {}
            for at in free:
                _add(total, vectors[at])
            seeds.append(_narrowed(total))
            taken.update(free)
    return seeds


def _kinship(word: str, holding: Sequence[int], vectors: Sequence[Vector]) -> float:
    """How alike the texts with this word are in their other words, on average; more texts weigh more."""
    heard = holding[:: max(1, len(holding) // HEARD)]
    total: Vector = {}
    for at in heard:
        _add(total, {other: weight for other, weight in vectors[at].items() if other != word})
    own = sum(1 - vectors[at][word] ** 2 for at in heard)
    pairs = len(heard) * (len(heard) - 1) or 1
    return (sum(weight * weight for weight in total.values()) - own) / pairs * sqrt(len(holding))


def _least(count: int) -> int:
    """How many different texts make a group."""
    return min(50, max(2, count // 60))


def _add(total: Vector, vector: Vector) -> None:
    for word, weight in vector.items():
        total[word] = total.get(word, 0.0) + weight


def _narrowed(total: Vector) -> Vector:
    return _unit({word: total[word] for word in _heaviest(total, WIDTH)})


def _distinct(centres: Sequence[Vector]) -> list[Vector]:
    """Without those that say the same as one before them."""
    kept: list[Vector] = []
    for centre in centres:
        if all(_likeness(centre, other) < SAME for other in kept):
            kept.append(centre)
    return kept


def _likeness(one: Vector, other: Vector) -> float:
    return sum(weight * other[word] for word, weight in one.items() if word in other)


def _index(centres: Sequence[Vector]) -> Index:
    index: Index = defaultdict(list)
    for number, centre in enumerate(centres):
        for word, weight in centre.items():
            index[word].append((number, weight))
    return index


def _homes(vectors: Sequence[Vector], index: Index) -> list[tuple[int, float]]:
    """For each text its group and how near it is; -1 for none."""
    homes = []
    for vector in vectors:
        near: dict[int, float] = {}
        for word, weight in vector.items():
            for number, other in index.get(word, ()):
                near[number] = near.get(number, 0.0) + weight * other
        best = min(near, key=lambda number: (-round(near[number], 9), number), default=-1)
        homes.append((best, near[best]) if best >= 0 and near[best] >= NEAR else (-1, 0.0))
    return homes
