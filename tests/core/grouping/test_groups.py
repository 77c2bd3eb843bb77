"""Copies and groups: the same from the same texts in any order, and nothing lost."""

from __future__ import annotations

from random import Random

from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from benchmarks.grouping import THEMES, invented
from opencompact.core.grouping.campaigns import copies
from opencompact.core.grouping.groups import Grouped, grouped
from opencompact.core.grouping.stems import stem, telling, tokens

LETTER = (
    "Please keep the library in Larkmoor open on Saturdays because families rely on it and there is nowhere else to go"
)
words = st.sampled_from("the buses bus parking parked park of library books open late é £5 llyfrgell".split())
texts = st.lists(st.lists(words, max_size=20).map(" ".join) | st.text(max_size=30), max_size=30)


def as_texts(made: list[str], found: Grouped) -> list[object]:
    """What was found, told by the words of the texts instead of their places."""

    def said(places: tuple[int, ...]) -> list[list[str]]:
        return sorted(tokens(made[place]) for place in places)

    groups = [(group.words, said(group.places), said(group.typical)) for group in found.groups]
    return [groups, said(found.others), sorted(said(each.places) for each in found.copies)]


def test_words_that_mean_the_same_have_one_stem() -> None:
    alike = [("bus", "buses"), ("parking", "parked"), ("library", "libraries"), ("close", "closed"), ("cost", "costs")]
    assert [(stem(one), stem(other)) for one, other in alike if stem(one) != stem(other)] == []
    assert telling("The buses don’t stop HERE any more, 24 of them!") == ["buses", "stop"]
    assert telling("Mae'r llyfrgell yn cael ei chau") == ["mae'r", "llyfrgell", "chau"]


def test_a_letter_sent_by_many_is_a_campaign() -> None:
    own = " My mother is eighty and goes there each week with her neighbour."
    made = [LETTER.upper(), LETTER.replace("Please", "Do"), LETTER + own, *[LETTER] * 7, "I like the library", own]
    [campaign] = grouped(made).campaigns
    assert (campaign.places, campaign.identical) == (tuple(range(10)), 8)


def test_short_answers_are_no_campaign() -> None:
    assert grouped(["Yes", "yes.", "Yes!", "yes", "YES", "Yes"]).campaigns == []
    assert [each.places for each in copies(["Yes", "no", "yes."])] == [(0, 2), (1,)]


def test_a_campaign_stays_together_in_one_group() -> None:
    made = [*invented(300, seed=3), *[LETTER] * 40, LETTER + " Thank you for listening."]
    found = grouped(made)
    wanted = set(range(300, 341))
    holding = [set(group.places) & wanted for group in found.groups] + [set(found.others) & wanted]
    assert [each for each in holding if each] == [wanted]


def test_themes_are_found_again() -> None:
    """Texts invented from eight themes, among many other words: each theme is one of the largest groups."""
    found = grouped(invented(1_500, seed=5))
    stems = [{stem(word) for word in group.words} for group in found.groups[:8]]
    met = [
        name for name, said in THEMES.items() if any(len(each & set(map(stem, said.split()))) >= 2 for each in stems)
    ]
    assert met == list(THEMES)
    assert len(found.others) < 500


@given(texts, st.randoms(use_true_random=False))
@hypothesis_settings(max_examples=60)
def test_the_order_does_not_matter_and_nothing_is_lost(made: list[str], chance: Random) -> None:
    found = grouped(made)
    everywhere = [place for group in found.groups for place in group.places] + list(found.others)
    assert sorted(everywhere) == list(range(len(made)))
    assert sorted(place for each in found.copies for place in each.places) == list(range(len(made)))
    assert all(set(group.typical) <= set(group.places) for group in found.groups)
    shuffled = made[:]
    chance.shuffle(shuffled)
    assert as_texts(made, found) == as_texts(shuffled, grouped(shuffled))


@given(texts)
@hypothesis_settings(max_examples=60)
def test_identical_texts_are_always_together(made: list[str]) -> None:
    found = grouped([*made, *made])
    homes = {place: number for number, group in enumerate(found.groups) for place in group.places}
    assert [homes.get(place, -1) for place in range(len(made))] == [
        homes.get(place + len(made), -1) for place in range(len(made))
    ]
