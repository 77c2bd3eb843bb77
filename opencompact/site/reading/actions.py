"""Code answers, tag responses, ask for groups, draw samples, quote, redact, publish results."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterable

from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _

from opencompact.core.concord import drawn
from opencompact.core.grouping.stems import tokens
from opencompact.site import clock
from opencompact.site.accounts.models import Person
from opencompact.site.consultations.models import Consultation
from opencompact.site.reading import rules
from opencompact.site.reading.counts import campaigns_of
from opencompact.site.reading.models import (
    Code,
    Coding,
    Grouping,
    Quote,
    Reason,
    Redaction,
    Results,
    Sample,
    SampleItem,
    Suggested,
    Tag,
    Tagging,
)
from opencompact.site.record.actions import append
from opencompact.site.record.models import Entry
from opencompact.site.responses.models import Answer, Attachment, Question, Response
from opencompact.site.rules import Actor, Refused, insist

AT_ONCE = 2_000  # rows written together


@transaction.atomic
def add_code(*, consultation: Consultation, title: str, by: Actor, description: str = "") -> Code:
    """Privately, add a code to the frame, after the others."""
    insist(rules.why_not_add_code(by, consultation, title))
    last = Code.objects.of(consultation).aggregate(last=Max("place"))["last"]
    place = 1 if last is None else last + 1
    return Code.objects.create(consultation=consultation, title=title, description=description, place=place)


@transaction.atomic
def change_code(*, code: Code, title: str, description: str, by: Actor) -> Code:
    """Privately, word a code anew. What has it keeps it."""
    insist(rules.why_not_frame(by, code.consultation))
    others = Code.objects.of(code.consultation).exclude(pk=code.pk)
    if others.filter(title__iexact=title).exists():
        raise Refused(_("There is already a code “%(title)s”.") % {"title": title})
    code.title, code.description = title, description
    code.save(update_fields=["title", "description"])
    return code


@transaction.atomic
def move_code(*, code: Code, up: bool, by: Actor) -> None:
    """Privately, put a code one place further up or down."""
    insist(rules.why_not_frame(by, code.consultation))
    rows = list(Code.objects.of(code.consultation))
    at = rows.index(code)
    rows.insert(max(0, at - 1) if up else at + 1, rows.pop(at))
    for place, each in enumerate(rows):
        each.place = place
    Code.objects.bulk_update(rows, ["place"])


@transaction.atomic
def merge_codes(*, code: Code, into: Code, by: Actor) -> Code:
    """Privately, make two codes one: what has either has the second, and the first is gone."""
    insist(rules.why_not_merge(by, code, into))
    there = Coding.objects.filter(code=into)
    Coding.objects.filter(code=code, answer__in=there.values("answer")).delete()
    Coding.objects.filter(code=code).update(code=into)
    Suggested.objects.filter(code=code).update(code=into)
    _recode_samples(into.consultation, code.pk, into.pk)
    code.delete()
    return into


def _recode_samples(consultation: Consultation, old: int, new: int) -> None:
    """A sample knows codes by their keys."""
    items = SampleItem.objects.filter(sample__question__consultation=consultation)
    changed = []
    for item in items.exclude(first_codes__isnull=True, second_codes__isnull=True):
        before = (item.first_codes, item.second_codes)
        for name in ("first_codes", "second_codes"):
            codes = getattr(item, name)
            if codes is not None:
                setattr(item, name, sorted({new if code == old else code for code in codes}))
        if before != (item.first_codes, item.second_codes):
            changed.append(item)
    SampleItem.objects.bulk_update(changed, ["first_codes", "second_codes"], AT_ONCE)


@transaction.atomic
def drop_code(*, code: Code, by: Actor) -> None:
    """Privately, delete a code no answer has."""
    insist(rules.why_not_drop_code(by, code))
    code.delete()


@transaction.atomic
def code_answer(*, answer: Answer, codes: Collection[Code], by: Actor) -> None:
    """Privately, say which codes an answer has: these and no others."""
    insist(rules.why_not_code(by, [answer]))
    _insist_of_frame(codes, answer.question.consultation)
    Coding.objects.filter(answer=answer).exclude(code__in=codes).delete()
    _give(codes, [answer.pk], by)


@transaction.atomic
def code_many(*, consultation: Consultation, answers: Collection[int], code: Code, by: Actor, off: bool = False) -> int:
    """Privately, give a code to many answers, or take it off them. How many answers that concerns."""
    insist(rules.why_not_read(by, consultation))
    _insist_of_frame([code], consultation)
    if not answers:
        raise Refused(_("Choose at least one answer."))
    if len(answers) > rules.MOST_AT_ONCE:
        raise Refused(_("There are more than 20,000 answers. Filter the list first."))
    own = list(answers)
    held = sum(
        Answer.objects.filter(pk__in=own[at : at + 500], question__consultation=consultation).count()
        for at in range(0, len(own), 500)
    )
    if held != len(own):
        raise Refused(_("These answers do not all belong to this consultation."))
    if off:
        for at in range(0, len(own), 500):
            Coding.objects.filter(code=code, answer__in=own[at : at + 500]).delete()
    else:
        _give([code], own, by)
    return len(own)


def _insist_of_frame(codes: Iterable[Code], consultation: Consultation) -> None:
    if any(code.consultation_id != consultation.pk for code in codes):
        raise Refused(_("Choose a code from this consultation."))


def _give(codes: Iterable[Code], answers: Iterable[int], by: Actor) -> None:
    made = [Coding(code=code, answer_id=answer, by_id=by.pk) for code in codes for answer in answers]
    Coding.objects.bulk_create(made, AT_ONCE, ignore_conflicts=True)


@transaction.atomic
def tag_response(*, response: Response, names: Collection[str], by: Actor) -> None:
    """Privately, say which tags a response has: these and no others. A tag nothing has any more is gone."""
    insist(rules.why_not_read(by, response.consultation))
    tags = [Tag.objects.get_or_create(consultation=response.consultation, name=name)[0] for name in sorted(set(names))]
    Tagging.objects.filter(response=response).exclude(tag__in=tags).delete()
    Tagging.objects.bulk_create([Tagging(tag=tag, response=response) for tag in tags], ignore_conflicts=True)
    Tag.objects.filter(consultation=response.consultation, taggings=None).delete()


@transaction.atomic
def ask_for_groups(*, question: Question, by: Actor) -> Grouping:
    """Privately, ask for suggested groups; the worker makes them within minutes."""
    insist(rules.why_not_group(by, question))
    Grouping.objects.get_or_create(question=question, defaults={"wanted": 0})
    _want_groups(question.pk)
    return Grouping.objects.get(question=question)


def _want_groups(question: int) -> None:
    """Groups that were made once are made again: what was withheld may have shaped them."""
    held = Grouping.objects.filter(question=question)
    held.update(asked=clock.now(), wanted=F("wanted") + 1, failed=False)


@transaction.atomic
def accept_group(*, group: Suggested, title: str, by: Actor, description: str = "") -> Code:
    """Privately, make a code of a suggested group and give it to all its answers."""
    question = group.grouping.question
    insist(rules.why_not_group(by, question))
    code = Code.objects.of(question.consultation).filter(title__iexact=title).first()
    code = code or add_code(consultation=question.consultation, title=title, description=description, by=by)
    members = list(group.members.values_list("answer", flat=True))
    _give([code], members, by)
    group.code = code
    group.save(update_fields=["code"])
    return code


@transaction.atomic
def draw_sample(*, question: Question, size: int, first: Person, second: Person, by: Actor) -> Sample:
    """Privately, draw answers at random for two people to code. The seed is kept, so that the draw can be repeated."""
    insist(rules.why_not_draw(by, question, first, second))
    keys = list(Answer.objects.to(question).values_list("pk", flat=True))
    seed = secrets.randbelow(2**31)
    sample = Sample.objects.create(question=question, seed=seed, drawn_from=len(keys), first=first, second=second)
    items = [SampleItem(sample=sample, answer_id=key, place=place) for place, key in enumerate(drawn(keys, size, seed))]
    SampleItem.objects.bulk_create(items, AT_ONCE)
    return sample


@transaction.atomic
def code_sample(*, item: SampleItem, codes: Collection[Code], by: Actor) -> SampleItem:
    """Privately, one of the two codes one answer of a sample. None of the codes is an answer too."""
    insist(rules.why_not_code_sample(by, item))
    _insist_of_frame(codes, item.sample.question.consultation)
    name = "first_codes" if by.pk == item.sample.first_id else "second_codes"
    setattr(item, name, sorted(code.pk for code in codes))
    item.save(update_fields=[name])
    return item


@transaction.atomic
def settle(*, item: SampleItem, codes: Collection[Code], by: Actor) -> None:
    """Privately, say which codes an answer of a sample has in the end."""
    insist(rules.why_not_settle(by, item))
    code_answer(answer=item.answer, codes=codes, by=by)
    item.settled = True
    item.save(update_fields=["settled"])


@transaction.atomic
def quote(*, answer: Answer, words: str, by: Actor) -> Quote:
    """Privately, mark words of an answer as telling; all of it where none are named."""
    insist(rules.why_not_quote(by, answer))
    wanted = words.strip() or answer.words.strip()
    begins = answer.words.find(wanted) if wanted else -1
    if begins < 0:
        raise Refused(_("These words are not in the answer. Copy them exactly as they are written."))
    return Quote.objects.get_or_create(answer=answer, begins=begins, ends=begins + len(wanted))[0]


@transaction.atomic
def drop_quote(*, quote: Quote, by: Actor) -> None:
    """Privately, quote these words no more."""
    insist(rules.why_not_read(by, quote.answer.question.consultation))
    quote.delete()


@transaction.atomic
def redact(*, answer: Answer, redacted: str, reason: str, by: Actor) -> Entry:
    """Withhold words of an answer: from now on every copy has the redacted text. What was written is kept apart."""
    insist(rules.why_not_redact(by, answer))
    if redacted == answer.words:
        raise Refused(_("Nothing would change. Copy the words to redact."))
    before = answer.words
    answer.redacted, answer.is_redacted = redacted, True
    answer.save(update_fields=["redacted", "is_redacted"])
    _follow(answer, before)
    return _withhold(answer, reason, by, of_file=False)


@transaction.atomic
def withhold_file(*, answer: Answer, reason: str, by: Actor) -> Entry:
    """Withhold the file given as an answer: nobody gets it any more."""
    insist(rules.why_not_redact(by, answer))
    if not Attachment.objects.filter(answer=answer, withheld=False).update(withheld=True):
        raise Refused(_("There is no file, or it has already been withheld."))
    return _withhold(answer, reason, by, of_file=True)


def _withhold(answer: Answer, reason: str, by: Actor, *, of_file: bool) -> Entry:
    row = answer.question.consultation
    facts = {"title": row.title, "reason": Reason(reason).label}
    entry = append(act="answer_redacted", area=row.area.slug, subject=row.subject, facts=facts, by=by)
    Redaction.objects.create(answer=answer, of_file=of_file, reason=reason, by_id=by.pk, entry=entry.n)
    return entry


@transaction.atomic
def lift(*, redaction: Redaction, by: Actor) -> Entry:
    """Let what was withheld be read again."""
    insist(rules.why_not_lift(by, redaction))
    answer = redaction.answer
    standing = Redaction.objects.standing().filter(answer=answer, of_file=redaction.of_file)
    standing.update(lifted=clock.now())
    if redaction.of_file:
        Attachment.objects.filter(answer=answer).update(withheld=False)
    else:
        before = answer.words
        answer.redacted, answer.is_redacted = "", False
        answer.save(update_fields=["redacted", "is_redacted"])
        _follow(answer, before)
    row = answer.question.consultation
    return append(act="redaction_lifted", area=row.area.slug, subject=row.subject, facts={"title": row.title}, by=by)


def _follow(answer: Answer, before: str) -> None:
    """Take copies along: a quote stays where its words do; a group is called by no word that is withheld now."""
    for each in Quote.objects.filter(answer=answer):
        each.begins, each.ends = _again(before[each.begins : each.ends], answer.words)
        if each.ends == 0 or Quote.objects.filter(answer=answer, begins=each.begins, ends=each.ends).exclude(
            pk=each.pk
        ):
            each.delete()
        else:
            each.save(update_fields=["begins", "ends"])
    gone = set(tokens(before)) - set(tokens(answer.words))
    for group in Suggested.objects.filter(grouping__question=answer.question_id) if gone else ():
        group.words = [word for word in group.words if word not in gone]
        group.save(update_fields=["words"])
    _want_groups(answer.question_id)


def _again(words: str, text: str) -> tuple[int, int]:
    begins = text.find(words) if words else -1
    return (begins, begins + len(words)) if begins >= 0 else (0, 0)


@transaction.atomic
def publish_results(*, consultation: Consultation, by: Actor, summary: str = "") -> Results:
    """Publish the results: counts, charts, quotes, campaigns, and the answers whose writers agreed. What is quoted or
    grouped later is seen once they are published again."""
    insist(rules.why_not_publish_results(by, consultation))
    facts = {"body": consultation.body.name, "title": consultation.title}
    entry = append(
        act="results_published", area=consultation.area.slug, subject=consultation.subject, facts=facts, by=by
    )
    said = {"summary": summary, "entry": entry.n, "published": clock.now(), "campaigns": campaigns_of(consultation)}
    return Results.objects.update_or_create(consultation=consultation, defaults=said)[0]
