"""What is withheld is gone from every copy; what is quoted was meant to be public."""

from __future__ import annotations

import pytest

from opencompact.site.reading.actions import lift, publish_results, quote, redact, withhold_file
from opencompact.site.reading.models import Quote, Redaction
from opencompact.site.record.models import Entry
from opencompact.site.responses.models import Attachment
from opencompact.site.rules import Refused
from tests.people import Cast, browser
from tests.site.reading.conftest import Asked

TEXT = "The hours are too short, says Mabel Pugh of 3 Mill Lane."


def test_words_are_withheld_with_a_reason_and_shown_again(cast: Cast, asked: Asked) -> None:
    made = asked.answer(TEXT)
    page = f"{asked.here}answers/{made.pk}/"
    officer = browser(cast.edwin)
    officer.post(f"{page}redact/", {"words": "mabel  PUGH\n3 Mill Lane", "reason": "third"})
    made.refresh_from_db()
    assert (made.words, made.text) == ("The hours are too short, says […] of […].", TEXT)
    [held] = Redaction.objects.all()
    entry = Entry.objects.get(n=held.entry)
    assert (
        entry.told
        == "Words in a response to the consultation Library hours were redacted: personal data about somebody else."
    )
    assert b"Mabel" not in entry.body
    officer.post(f"{page}lift/{held.pk}/")
    made.refresh_from_db()
    assert made.words == TEXT
    assert Entry.objects.order_by("-n")[0].told.endswith("can be read again.")
    assert officer.post(f"{page}lift/{held.pk}/").status_code == 403


def test_bad_input_withholds_nothing(cast: Cast, asked: Asked) -> None:
    made = asked.answer(TEXT)
    officer, page = browser(cast.edwin), f"{asked.here}answers/{made.pk}/redact/"
    wrongs = [
        {}, {"words": "not there", "reason": "third"}, {"words": "Mabel", "reason": "because"}, {"reason": "third"},
        {"words": "Mabel"},
    ]  # fmt: skip
    for wrong in wrongs:
        assert officer.post(page, wrong).context["form"].errors
    with pytest.raises(Refused, match="Nothing would change"):
        redact(answer=made, redacted=TEXT, reason="third", by=cast.edwin)
    assert not Redaction.objects.exists()
    officer.post(page, {"all": "on", "reason": "unlawful"})
    made.refresh_from_db()
    assert made.words == "[…]"


def test_only_those_who_speak_for_the_body_withhold(cast: Cast, asked: Asked) -> None:
    made = asked.answer(TEXT)
    page = f"{asked.here}answers/{made.pk}/redact/"
    assert [browser(who).get(page).status_code for who in (asked.rhys, cast.vera, cast.sam, None)] == [404] * 4
    for who in (asked.rhys, cast.vera):
        with pytest.raises(Refused, match="Only an editor of Wellbridge Council"):
            redact(answer=made, redacted="", reason="third", by=who)
        with pytest.raises(Refused, match="Only an editor of Wellbridge Council"):
            withhold_file(answer=made, reason="third", by=who)


def test_a_withheld_word_is_in_no_copy(cast: Cast, asked: Asked) -> None:
    made = asked.answer(f"{TEXT} Please open on Sundays.")
    for words in ("says Mabel Pugh", "open on Sundays", ""):
        quote(answer=made, words=words, by=asked.rhys)
    redact(answer=made, redacted=made.text.replace("Mabel Pugh", "[…]"), reason="third", by=cast.edwin)
    publish_results(consultation=asked.row, by=cast.edwin)
    assert [each.words for each in Quote.objects.of(asked.row)] == ["open on Sundays"]
    base = asked.row.get_absolute_url()
    visitor, reader = browser(), browser(asked.rhys)
    public = ["results/", "results.csv", "results.json", f"results/answers/{asked.words.pk}/"]
    mine = [
        "answers/",
        f"answers/{made.pk}/",
        f"responses/{made.response_id}/",
        "answers.csv",
        "answers.xlsx",
        "groups/",
    ]
    copies = [visitor.get(base + each).content for each in public] + [
        reader.get(asked.here + each).content for each in mine
    ]
    assert [b"Mabel" in each for each in copies] == [False] * 10
    assert reader.get(f"{asked.here}answers/?words=Mabel").context["shelf"].total == 0
    assert reader.get(f"{asked.here}answers/?words=Sundays").context["shelf"].total == 1


def test_quotes_need_consent_and_stand_in_the_answer(asked: Asked) -> None:
    private, public = asked.answer(TEXT, publish=False), asked.answer("Open on Sundays, please.")
    with pytest.raises(Refused, match="did not agree"):
        quote(answer=private, words="hours", by=asked.rhys)
    with pytest.raises(Refused, match="are not in the answer"):
        quote(answer=public, words="Mondays", by=asked.rhys)
    reader, page = browser(asked.rhys), f"{asked.here}answers/{public.pk}/"
    reader.post(f"{page}quote/", {"words": "Open on Sundays"})
    reader.post(f"{page}quote/", {"words": "Open on Sundays"})
    [made] = Quote.objects.of(asked.row)
    assert (made.words, "“Open on Sundays”" in reader.get(page).text) == ("Open on Sundays", True)
    assert reader.post(f"{page}quote/", {"words": "x" * 700}).status_code == 302
    assert reader.post(f"{page}quote/", {"remove": "x"}).status_code == 404
    reader.post(f"{page}quote/", {"remove": made.pk})
    assert not Quote.objects.exists()


def test_a_file_is_withheld(cast: Cast, asked: Asked) -> None:
    made = asked.answer("See my plan")
    file = Attachment.objects.create(answer=made, name="plan.pdf", ending="pdf", size=3, digest="0" * 64)
    page = f"{asked.here}answers/{made.pk}/redact/"
    officer = browser(cast.edwin)
    assert officer.post(page, {"file": "yes"}).context["file_form"].errors
    officer.post(page, {"file": "yes", "file-reason": "confidential"})
    file.refresh_from_db()
    assert file.withheld
    assert browser(asked.rhys).get(f"{made.response.get_absolute_url()}files/{file.pk}/").status_code == 404
    assert "plan.pdf" not in browser(asked.rhys).get(made.response.get_absolute_url()).text
    with pytest.raises(Refused, match="has already been withheld"):
        withhold_file(answer=made, reason="third", by=cast.edwin)
    held = Redaction.objects.get()
    lift(redaction=held, by=cast.edwin)
    file.refresh_from_db()
    assert not file.withheld
    assert made.words == "See my plan"
