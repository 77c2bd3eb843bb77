"""Suggested groups and campaigns: asked for on a page, made by the worker, read and accepted as codes."""

from __future__ import annotations

import pytest

from benchmarks.grouping import invented
from opencompact.site.reading.actions import ask_for_groups, redact
from opencompact.site.reading.models import Code, Coding, Grouping, Suggested
from opencompact.site.reading.suggesting import make_waiting
from opencompact.site.rules import Refused
from opencompact.site.running.recurring import EVERY_MINUTE
from tests.people import Cast, browser
from tests.site.reading.conftest import LETTER, Asked


def fill(asked: Asked) -> None:
    """Forty answers about eight themes, and a letter twelve people sent."""
    for text in [*invented(40, seed=2), *[LETTER] * 12]:
        asked.answer(text)


def test_groups_are_asked_for_and_made_later(asked: Asked) -> None:
    fill(asked)
    reader, page = browser(asked.rhys), f"{asked.here}groups/"
    assert "Suggest groups" in reader.get(page).text
    reader.post(page, {"question": asked.words.pk})
    assert "We are working out the groups" in reader.get(page).text
    assert "suggest_groups" in [each.__name__ for each in EVERY_MINUTE]
    assert [make_waiting(), make_waiting()] == [1, 0]
    made = list(Suggested.objects.order_by("is_campaign", "place"))
    [campaign] = [each for each in made if each.is_campaign]
    assert (campaign.size, campaign.identical) == (12, 12)
    assert sum(each.size for each in made if not each.is_campaign) + Grouping.objects.get().others == 52
    shown = reader.get(page).text
    assert "52 answers, of which 12 are based on the same text" in shown
    assert reader.get(f"{asked.here}answers/?campaign=yes").context["shelf"].total == 12


def test_a_group_becomes_a_code(asked: Asked) -> None:
    fill(asked)
    ask_for_groups(question=asked.words, by=asked.rhys)
    make_waiting()
    group = Suggested.objects.filter(is_campaign=False)[0]
    reader, page = browser(asked.rhys), f"{asked.here}groups/{group.pk}/"
    assert reader.post(page, {"title": ""}).context["form"].errors
    reader.post(page, {"title": "A point many make"})
    reader.post(page, {"title": "A point many make"})
    assert [each.title for each in Code.objects.all()] == ["A point many make"]
    assert Coding.objects.count() == group.size
    ask_for_groups(question=asked.words, by=asked.rhys)
    make_waiting()
    assert Suggested.objects.get(code__title="A point many make").words == group.words


def test_only_readers_ask_and_only_for_words(cast: Cast, asked: Asked) -> None:
    with pytest.raises(Refused, match="Only people who act for"):
        ask_for_groups(question=asked.words, by=cast.vera)
    with pytest.raises(Refused, match="free-text answers"):
        ask_for_groups(question=asked.one, by=asked.rhys)
    for key in ("", "x", "9" * 40, str(asked.one.pk)):
        assert browser(asked.rhys).post(f"{asked.here}groups/", {"question": key}).status_code == 404


def test_a_word_that_is_withheld_names_no_group(cast: Cast, asked: Asked) -> None:
    texts = invented(40, seed=2)
    made = [asked.answer(f"Gwendolyn says {text} Gwendolyn" if at < 10 else text) for at, text in enumerate(texts)][:10]
    ask_for_groups(question=asked.words, by=asked.rhys)
    make_waiting()
    assert any("gwendolyn" in each.words for each in Suggested.objects.all())
    for each in made:
        redact(answer=each, redacted=each.text.replace("Gwendolyn", "[…]"), reason="third", by=cast.edwin)
    assert not any("gwendolyn" in each.words for each in Suggested.objects.all())
    assert Grouping.objects.get().is_waiting
    make_waiting()
    assert not any("gwendolyn" in each.words for each in Suggested.objects.all())
    assert "wendolyn" not in browser(asked.rhys).get(f"{asked.here}groups/").text


def test_no_answers_make_no_groups(asked: Asked) -> None:
    ask_for_groups(question=asked.words, by=asked.rhys)
    assert make_waiting() == 1
    assert (Suggested.objects.count(), Grouping.objects.get().is_waiting) == (0, False)
