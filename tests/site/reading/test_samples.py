"""Two people code the same sample, neither seeing what the other gave."""

from __future__ import annotations

import pytest

from opencompact.core.concord import drawn
from opencompact.site.reading.actions import add_code, code_sample, draw_sample, merge_codes, settle
from opencompact.site.reading.models import Code, Coding, Sample, SampleItem
from opencompact.site.reading.rules import due
from opencompact.site.responses.models import Answer
from opencompact.site.rules import Refused
from tests.people import TODAY, Cast, browser
from tests.site.reading.conftest import Asked, Many


@pytest.fixture
def frame(asked: Asked, many: Many) -> list[Code]:
    many(20)
    return [add_code(consultation=asked.row, title=title, by=asked.rhys) for title in ("Books", "Hours")]


def draw(cast: Cast, asked: Asked, size: int = 10) -> Sample:
    return draw_sample(question=asked.words, size=size, first=asked.rhys, second=cast.edwin, by=cast.edwin)


def test_the_draw_can_be_repeated(cast: Cast, asked: Asked, frame: list[Code]) -> None:
    sample = draw(cast, asked)
    keys = list(Answer.objects.to(asked.words).values_list("pk", flat=True))
    again = list(sample.items.order_by("place").values_list("answer", flat=True))
    assert again == drawn(keys, 10, sample.seed)
    assert sample.drawn_from == 20


def test_each_codes_blindly_and_their_agreement_is_shown(cast: Cast, asked: Asked, frame: list[Code]) -> None:
    sample = draw(cast, asked)
    books, hours = frame
    page = f"{asked.here}samples/{sample.pk}/"
    one, other = browser(asked.rhys), browser(cast.edwin)
    for at in range(10):
        item = one.get(f"{page}code/").context["item"]
        assert item.place == at
        one.post(f"{page}code/", {"item": item.pk, "codes": [books.pk]})
        one.post(f"{page}code/", {"item": item.pk, "codes": [hours.pk]})  # sent twice: the first counts
    assert "still coding" in one.get(page).text
    assert not one.get(page).context["agreed"]
    for at in range(10):
        item = other.get(f"{page}code/").context["item"]
        assert "checked" not in other.get(f"{page}code/").text
        other.post(f"{page}code/", {"item": item.pk, "codes": [books.pk] if at < 8 else []})
    shown = one.get(page)
    [agreed] = shown.context["agreed"]
    assert (agreed.code, agreed.found.percent, agreed.found.kappa) == (books, 80, 0.0)
    assert agreed.means.startswith("No better than chance")
    assert len(shown.context["apart"]) == 2
    item = shown.context["apart"][0][0]
    other.post(f"{page}settle/{item.pk}/", {"codes": [hours.pk]})
    assert list(Coding.objects.values_list("answer", "code")) == [(item.answer_id, hours.pk)]
    assert "already been settled" in other.get(f"{page}settle/{item.pk}/").text
    assert one.get(f"{page}code/")["Location"] == page


def test_only_the_two_code_and_nobody_compares_before_the_end(cast: Cast, asked: Asked, frame: list[Code]) -> None:
    sample = draw(cast, asked)
    [item, *_rest] = SampleItem.objects.filter(sample=sample)
    page = f"{asked.here}samples/{sample.pk}/code/"
    assert [browser(who).get(page).status_code for who in (cast.olwen, cast.vera, None)] == [404] * 3
    with pytest.raises(Refused, match="Only the two people"):
        code_sample(item=item, codes=[], by=cast.olwen)
    with pytest.raises(Refused, match="still coding"):
        settle(item=item, codes=[], by=cast.edwin)
    assert browser(asked.rhys).post(page, {"item": "x"}).status_code == 404
    assert browser(asked.rhys).post(page, {"item": item.pk, "codes": ["77"]}).context["form"].errors
    says = [each.says for each in due(asked.rhys, cast.area, TODAY)]
    assert says == ["Code your part of a sample: Library hours"]


def test_a_sample_needs_two_people_codes_and_answers(cast: Cast, asked: Asked, many: Many) -> None:
    def why(first: object, second: object) -> str:
        with pytest.raises(Refused) as refused:
            draw_sample(question=asked.words, size=10, first=first, second=second, by=cast.edwin)  # type: ignore[arg-type]
        return str(refused.value)

    assert why(asked.rhys, asked.rhys) == "Choose two different people."
    assert why(asked.rhys, cast.vera) == "Both must be able to read the answers."
    assert why(asked.rhys, cast.edwin) == "There are no codes yet. Add the codes first."
    add_code(consultation=asked.row, title="Books", by=asked.rhys)
    many(9)
    assert why(asked.rhys, cast.edwin) == "A sample needs at least 10 answers."
    reader, page = browser(asked.rhys), f"{asked.here}samples/"
    facts = {"question": asked.words.pk, "size": 10, "first": asked.rhys.pk, "second": cast.edwin.pk}
    for wrong in ({"size": 9}, {"size": "x"}, {"first": cast.vera.pk}, {"question": 0}, {}):
        assert reader.post(page, {**facts, **wrong}).context["form"].errors
    many(1)
    assert reader.post(page, facts).status_code == 302


def test_merged_codes_are_one_in_a_sample_too(cast: Cast, asked: Asked, frame: list[Code]) -> None:
    sample = draw(cast, asked)
    books, hours = frame
    [item, *_rest] = SampleItem.objects.filter(sample=sample)
    code_sample(item=item, codes=[books], by=asked.rhys)
    code_sample(item=item, codes=[hours], by=cast.edwin)
    merge_codes(code=books, into=hours, by=asked.rhys)
    item.refresh_from_db()
    assert (item.first_codes, item.second_codes) == ([hours.pk], [hours.pk])
