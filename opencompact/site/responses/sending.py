"""What an answerer does: begins an answer, goes on with it, sends it once, withdraws it.

Beside actions.py, which is what the body does. All here is done with a code instead of an account. An answer that was
sent is there with its entry in the public record, or was never acknowledged; sent again, it is the same one.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import partial
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F, Q

from opencompact.core.words import in_words
from opencompact.site import clock
from opencompact.site.consultations.models import Consultation
from opencompact.site.post.actions import write
from opencompact.site.record.actions import append
from opencompact.site.responses import rules
from opencompact.site.responses.codes import hashed, new_code
from opencompact.site.responses.files import discard_all
from opencompact.site.responses.models import Answer, Attachment, EqualityCount, Given, Reply, Response, Started, Tally
from opencompact.site.rules import Actor, Refused, insist

Typed = dict[str, list[str]]


@transaction.atomic
def begin(*, consultation: Consultation, moment: datetime, by: Actor, language: str = "en") -> str:
    """Privately, begin an answer; gives the code to come back to it, which is known nowhere else."""
    insist(rules.why_not_answer(consultation, moment))
    code = new_code()
    Started.objects.create(consultation=consultation, code_hash=hashed(code), language=language)
    return code


@transaction.atomic
def keep(*, started: Started, typed: Typed, by: Actor, files: Mapping[str, Any] | None = None) -> Started | None:
    """Privately, keep what was typed on one page; a file given anew takes the place of the one before, None takes it
    away. None where the answer was sent meanwhile."""
    found = Started.objects.select_for_update().filter(pk=started.pk).first()
    if found is None:
        return None
    found.typed = {**found.typed, **typed}
    gone = [found.files.pop(name)["stored"] for name in files or {} if name in found.files]
    found.files.update({name: file for name, file in (files or {}).items() if file})
    found.size, found.saved = sum(each["size"] for each in found.files.values()), clock.now()
    found.save(update_fields=["typed", "files", "size", "saved"])
    transaction.on_commit(partial(discard_all, gone))
    return found


@transaction.atomic
def send(*, started: Started, reply: Reply, moment: datetime, by: Actor, letter: bool = True) -> Response:
    """Send an answer that was received at a moment before the close. Sent again, or twice at once, it is the same."""
    consultation = started.consultation
    found = Started.objects.select_for_update().filter(pk=started.pk).first()
    if found is None:
        return _sent(started)
    insist(rules.why_not_answer(consultation, moment) or rules.why_not_blank(reply))
    try:
        with transaction.atomic():
            response = _receive(started, reply, moment, by)
            if letter and response.email:
                _write_receipt(response)
    except IntegrityError:  # its code was used for an answer already
        response = _sent(started)
    found.delete()
    return response


def _sent(started: Started) -> Response:
    """The answer that was sent with this code."""
    found = Response.objects.filter(code_hash=started.code_hash).select_related("consultation__area").first()
    if found is None:
        raise Refused(rules.nothing_begun())
    return found


def _receive(started: Started, reply: Reply, moment: datetime, by: Actor) -> Response:
    """The entry first: from it on, answers follow each other, so that none waits for another the wrong way round."""
    consultation = started.consultation
    entry = append(
        act="answer_received", area=consultation.area.slug, subject=subject_of(consultation), by=by,
        facts={"title": consultation.title}, private={"digest": digest_of(reply)},
    )  # fmt: skip
    response = Response.objects.create(
        consultation=consultation, received=moment, code_hash=started.code_hash, language=started.language,
        entry=entry.n, **reply.who,
    )  # fmt: skip
    made = Answer.objects.bulk_create(answers_of(response, reply))
    files = {each.question.pk: each.file for each in reply.given if each.file}
    Attachment.objects.bulk_create(
        Attachment(answer=each, **files[each.question_id]) for each in made if each.question_id in files
    )
    count_apart(reply.apart)
    tally([response])
    return response


def _write_receipt(response: Response) -> None:
    """A letter that it was received. What was answered is not in it: nobody has shown the address to be theirs."""
    facts = {
        "consultation": response.consultation, "area": response.consultation.area, "response": response,
        "received": received_in_words(response), "address": settings.ADDRESS,
    }  # fmt: skip
    write(to=response.email, template="post/responses_receipt.txt", facts=facts, language=response.language)


@transaction.atomic
def withdraw(*, response: Response, moment: datetime, by: Actor) -> Response:
    """Withdraw one's answer before the close. What it said is gone; the public record says that there was one."""
    found = Response.objects.select_for_update(of=("self",)).select_related("consultation__area")
    response = found.get(pk=response.pk)
    insist(rules.why_not_withdraw(response, moment))
    attached = Attachment.objects.filter(answer__response=response)
    names = list(attached.values_list("stored", flat=True))
    attached.delete()
    blank: dict[str, Any] = {"text": "", "redacted": "", "chosen": [], "number": None, "publish": False}
    Answer.objects.filter(response=response).update(**blank)
    response.withdrawn = clock.now()
    for name in ("name", "email", "organisation", "speaks_for", "basis"):
        setattr(response, name, "")
    response.wants_news, response.asked = False, None
    response.save()
    consultation = response.consultation
    facts = {"title": consultation.title}
    append(act="answer_withdrawn", area=consultation.area.slug, subject=subject_of(consultation), by=by, facts=facts)
    tally([response], sign=-1)
    transaction.on_commit(partial(discard_all, names))
    return response


def answers_of(response: Response, reply: Reply) -> list[Answer]:
    """The rows of what was answered."""
    return [
        Answer(
            response=response, question=each.question, text=each.text, chosen=list(each.chosen), number=each.number,
            publish=each.publish,
        )
        for each in reply.given
        if not each.is_blank
    ]  # fmt: skip


def tally(responses: Iterable[Response], *, sign: int = 1) -> None:
    """Count what came in, or was withdrawn. After the entry: from it on, answers follow each other."""
    often: dict[tuple[int, str, bool], list[int]] = {}
    for each in responses:
        often.setdefault((each.consultation_id, each.way, each.as_organisation), []).append(each.people)
    for (consultation, way, as_organisation), people in often.items():
        kept, _made = Tally.objects.get_or_create(
            consultation_id=consultation, way=way, as_organisation=as_organisation
        )
        more = {"count": F("count") + sign * len(people), "people": F("people") + sign * sum(people)}
        Tally.objects.filter(pk=kept.pk).update(**more)


def count_apart(given: Iterable[Given]) -> None:
    """Count what was answered apart. Nothing else of it is kept."""
    often: dict[int, Q] = {}
    tally: dict[tuple[int, int], int] = {}
    for each in given:
        for option in each.chosen:
            tally[each.question.pk, option] = tally.get((each.question.pk, option), 0) + 1
    for (question, option), count in tally.items():
        often[count] = often.get(count, Q()) | Q(question=question, option=option)
    for count, which in often.items():
        EqualityCount.objects.filter(which).update(count=F("count") + count)


def subject_of(consultation: Consultation) -> str:
    """What the public record calls its answers: apart from the notice, whose history they would hide."""
    return f"{consultation.subject}/answers"


def digest_of(reply: Reply) -> str:
    """A digest of all that was answered, from which it can be shown that this and nothing else was received."""
    said = [
        [each.question.pk, each.text, list(each.chosen), str(each.number) if each.number is not None else None,
         each.publish, each.file["digest"] if each.file else None]
        for each in reply.given
    ]  # fmt: skip
    who = {name: value for name, value in sorted(reply.who.items()) if name not in ("email", "name", "wants_news")}
    return hashlib.sha256(json.dumps([who, said], ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def received_in_words(response: Response) -> str:
    """The moment of receipt as people write it, where the area is."""
    local = response.received.astimezone(response.consultation.area.zone)
    return f"{in_words(local.date())}, {local:%H:%M:%S}"
