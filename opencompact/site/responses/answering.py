"""The pages on which anybody answers, without an account. They stand apart from those of the body.

Each page keeps what was typed on the server before it goes on; the code that leads back to it is in the browser, in the
form and on the paper of whoever answers. What counts for the close is when a request came in.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from math import ceil
from typing import Any, NamedTuple

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from opencompact.site.areas.finding import find_area
from opencompact.site.areas.models import Area
from opencompact.site.consultations.models import Consultation
from opencompact.site.limits import LIMITS, USUAL, Limit, Limits, insist_on_limit, limited, wait_for
from opencompact.site.pages import page, plain
from opencompact.site.record.models import Sealed
from opencompact.site.responses import rules, sending
from opencompact.site.responses.answer_forms import (
    AnswerForm,
    CodeForm,
    NewsForm,
    WhoForm,
    bound,
    initial_of,
    typed_of,
    typed_rows,
)
from opencompact.site.responses.codes import FIELD, code_of, give, hashed, take
from opencompact.site.responses.door import careful, is_ours, received
from opencompact.site.responses.files import OF_ADDRESS, UNIT, discard, store, why_not_room
from opencompact.site.responses.models import Given, Question, Questionnaire, Reply, Response, Started
from opencompact.site.rules import ANYBODY

LIMITS["answer_files"] = OF_ADDRESS
LIMITS["answer_begun"] = Limits(Limit(1_000, timedelta(minutes=10)), USUAL.subject)  # a school may sit behind one
A_PAGE = 8  # questions
WHOLE = "whole"  # the last field of a form: where it is missing, the line was cut before all of it came


class Here(NamedTuple):
    """Where somebody is: what they answer, and what they have so far."""

    area: Area
    consultation: Consultation
    questionnaire: Questionnaire | None
    questions: list[Question]
    code: str
    started: Started | None

    @property
    def at(self) -> str:
        return f"{self.consultation.get_absolute_url()}answer/"

    @property
    def pages(self) -> dict[str, list[Question]]:
        """Each step with its questions."""
        matter = [each for each in self.questions if not each.apart]
        apart = [each for each in self.questions if each.apart]
        numbered = {str(at // A_PAGE + 1): matter[at : at + A_PAGE] for at in range(0, len(matter), A_PAGE)}
        return {"who": [], **numbered, **({"equality": apart} if apart else {}), "news": []}

    def form(self, step: str, data: Any = None, upload: Any = None) -> Any:
        """The form of a step, with what was typed there before."""
        typed = self.started.typed if self.started else {}
        if step in FORMS:
            return FORMS[step](data) if data is not None else _unbound(FORMS[step], typed)
        files = self.started.files if self.started else {}
        return AnswerForm(data, upload, questions=self.pages[step], typed=typed, files=files)


FORMS: dict[str, type[forms.Form]] = {"who": WhoForm, "news": NewsForm}


@careful
def start(request: HttpRequest, area: str, pk: int) -> HttpResponse:
    """What this is, what becomes of answers; a button begins one."""
    here = _here(request, area, pk)
    why_not = rules.why_not_answer(here.consultation, received(request))
    if request.method == "POST" and not why_not and is_ours(request):
        insist_on_limit(request, "answer_begun")
        language = (get_language() or "en")[:2]
        code = sending.begin(consultation=here.consultation, moment=received(request), language=language, by=ANYBODY)
        return give(redirect(f"{here.at}who/"), code, here.at)
    return _page(request, here, "start", why_not=why_not)


@careful
def step(request: HttpRequest, area: str, pk: int, step: str) -> HttpResponse:
    """One group of questions."""
    here = _here(request, area, pk)
    if step not in here.pages:
        raise Http404
    if here.started is None:
        return _without(request, here, step)
    if request.method == "POST":
        return _with_code(_take(request, here, step), here)
    why_not = rules.why_not_open(here.consultation, received(request))
    if why_not:
        return _kept(request, here, typed_rows(here.questions, here.started.typed), why_not)
    form = here.form(step, bound(here.started.typed) if "check" in request.GET else None)
    return _step_page(request, here, step, form)


def _take(request: HttpRequest, here: Here, step: str) -> HttpResponse:
    """Keep what was typed on a page, and go on where it is right."""
    assert here.started
    form = here.form(step, request.POST, request.FILES)
    typed = typed_of(form, request.POST)
    why_not = rules.why_not_open(here.consultation, received(request))
    if why_not:
        return _kept(request, here, typed_rows(here.questions, {**here.started.typed, **typed}), why_not)
    if not is_ours(request) or WHOLE not in request.POST:
        started = Started(typed={**here.started.typed, **typed}, files=here.started.files)
        return _step_page(request, here, step, here._replace(started=started).form(step), again=True)
    good = form.is_valid()
    uploads = form.uploads() if good and isinstance(form, AnswerForm) else {}
    if why_not := _why_not_files(request, here, uploads):
        for name in [name for name, each in uploads.items() if each]:
            form.add_error(f"q{name}", why_not)
            del uploads[name]
        good = False
    files = {name: store(each) if each else None for name, each in uploads.items()}
    if sending.keep(started=here.started, typed=typed, files=files, by=ANYBODY) is None:
        for each in files.values():
            discard(each["stored"] if each else "")
        return redirect(f"{here.at}sent/")
    if "later" in request.POST:
        return redirect(f"{here.at}later/")
    return redirect(f"{here.at}{_after(here, step)}/") if good else _step_page(request, here, step, form)


def _why_not_files(request: HttpRequest, here: Here, uploads: Mapping[str, UploadedFile[Any] | None]) -> str | None:
    """Why files are not taken now; what was typed beside them is kept."""
    size = sum(each.size or 0 for each in uploads.values() if each)
    if not size:
        return None
    if wait_for(request, "answer_files", count=ceil(size / UNIT)):
        return _("Many files came from your network today. Answer without the file, or try again tomorrow.")
    return why_not_room(here.consultation, size)


@careful
def later(request: HttpRequest, area: str, pk: int) -> HttpResponse:
    """It is kept: how to come back."""
    here = _here(request, area, pk)
    return _page(request, here, "later") if here.started else redirect(f"{here.at}back/")


@careful
def check(request: HttpRequest, area: str, pk: int) -> HttpResponse:
    """Everything that was answered, to check and to send."""
    here = _here(request, area, pk)
    if here.started is None:
        return _without(request, here, "")
    moment = received(request)
    why_not = rules.why_not_open(here.consultation, moment)
    if why_not:
        return _kept(request, here, typed_rows(here.questions, here.started.typed), why_not)
    filled = {step: here.form(step, bound(here.started.typed)) for step in here.pages}
    unready = next((step for step, form in filled.items() if not form.is_valid()), None)
    if unready:
        return redirect(f"{here.at}{unready}/?check")
    sent_it, reply = request.method == "POST", _reply(filled)
    blank = rules.why_not_blank(reply)
    if blank or not sent_it or not is_ours(request):
        first = next((step for step, asked in here.pages.items() if asked), "who")
        return _page(
            request, here, "check", filled=_filled(filled), again=sent_it and not blank, blank=blank, first=first
        )
    letter = bool(reply.who["email"]) and not limited(request, "answer_letter", per_subject=reply.who["email"])
    sending.send(started=here.started, reply=reply, moment=moment, letter=letter, by=ANYBODY)
    return give(redirect(f"{here.at}sent/"), here.code, here.at, days=1)


@careful
def sent(request: HttpRequest, area: str, pk: int) -> HttpResponse:
    """The receipt."""
    here = _here(request, area, pk)
    found = _response(here)
    if found is None:
        return redirect(f"{here.at}back/")
    why_not = rules.why_not_withdraw(found, received(request))
    moment = sending.received_in_words(found)
    return _page(request, here, "sent", response=found, received=moment, why_not_withdraw=why_not)


@careful
def text(request: HttpRequest, area: str, pk: int) -> HttpResponse:
    """The receipt and what was answered, as a text to keep."""
    here = _here(request, area, pk)
    found = _response(here)
    if found is None or found.withdrawn or found.entry is None:
        raise Http404
    kept = Sealed.objects.filter(entry_id=found.entry).first()
    answers = {each.question_id: each for each in found.answers.select_related("question")}
    rows = [(each.text, _words_of(answers[each.pk])) for each in here.questions if each.pk in answers]
    return _text(here, found, rows, kept)


@careful
def withdraw(request: HttpRequest, area: str, pk: int) -> HttpResponse:
    """Take an answer back."""
    here = _here(request, area, pk)
    found = _response(here)
    if found is None:
        return redirect(f"{here.at}back/")
    moment = received(request)
    if request.method == "POST" and is_ours(request):
        sending.withdraw(response=found, moment=moment, by=ANYBODY)
        return redirect(f"{here.at}sent/")
    return _page(request, here, "withdraw", response=found, why_not=rules.why_not_withdraw(found, moment))


@careful
def back(request: HttpRequest, area: str, pk: int) -> HttpResponse:
    """Come back with a code."""
    here = _here(request, area, pk)
    form = CodeForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid() or not is_ours(request):
        return _page(request, here, "back", form=form)
    insist_on_limit(request, "answer_code")
    code = form.cleaned_data[FIELD]
    there = here._replace(code=code, started=_started(here.consultation, code))
    if there.started:
        return give(redirect(f"{here.at}{_first_open(there)}/"), code, here.at)
    if _response(there):
        return give(redirect(f"{here.at}sent/"), code, here.at, days=1)
    form.add_error(FIELD, rules.nothing_begun())
    return _page(request, here, "back", form=form)


@careful
def leave(request: HttpRequest, area: str, pk: int) -> HttpResponse:
    """Let this browser forget the code, for computers that others use: first what is lost is said."""
    here = _here(request, area, pk)
    if request.method == "POST" and "sure" in request.POST and is_ours(request):
        return take(redirect(f"{here.at}back/"), here.at)
    response = _response(here)
    if here.started is None and response is None:
        return redirect(f"{here.at}back/")
    return _page(request, here, "leave", response=response)


def _here(request: HttpRequest, slug: str, pk: int) -> Here:
    area = find_area(slug)
    found = get_object_or_404(Consultation.objects.of(area).public(), pk=pk)
    questionnaire, code = rules.published(found), code_of(request)
    questions = list(Question.objects.filter(consultation=found).order_by("place", "pk")) if questionnaire else []
    return Here(area, found, questionnaire, questions, code, _started(found, code))


def _started(consultation: Consultation, code: str) -> Started | None:
    if not code:
        return None
    found = Started.objects.filter(consultation=consultation, code_hash=hashed(code)).first()
    if found:
        found.consultation = consultation
    return found


def _response(here: Here) -> Response | None:
    if not here.code:
        return None
    found = Response.objects.filter(consultation=here.consultation, code_hash=hashed(here.code)).first()
    if found:
        found.consultation = here.consultation
    return found


def _without(request: HttpRequest, here: Here, step: str) -> HttpResponse:
    """Nothing is begun here: it was sent, or the code is lost. What was typed is shown."""
    if _response(here):
        return redirect(f"{here.at}sent/")
    if request.method != "POST" or not step:
        return redirect(here.at)
    form = here.form(step, request.POST, request.FILES)
    says = rules.why_not_open(here.consultation, received(request)) or rules.nothing_begun()
    return _kept(request, here, typed_rows(here.questions, typed_of(form, request.POST)), says)


def _kept(request: HttpRequest, here: Here, rows: list[tuple[str, str]], says: str) -> HttpResponse:
    """It can't be taken any more; what was typed stands here to be copied."""
    closed = not here.consultation.is_open(received(request))
    who = here.consultation.asks_about or here.area.contact_email
    return _page(request, here, "kept", status=410 if closed else 409, rows=rows, says=says, closed=closed, who=who)


def _with_code(answer: HttpResponse, here: Here) -> HttpResponse:
    """The browser keeps the code, also where it had lost it."""
    return give(answer, here.code, here.at)


def _after(here: Here, step: str) -> str:
    names = list(here.pages)
    return [*names, "check"][names.index(step) + 1]


def _first_open(here: Here) -> str:
    """The first step nothing was typed on; where there is none, the check."""
    assert here.started
    typed = here.started.typed
    return next((step for step in here.pages if not any(name in typed for name in here.form(step).fields)), "check")


def _unbound(kind: type[forms.Form], typed: sending.Typed) -> forms.Form:
    form = kind()
    form.initial = initial_of(form, typed)
    return form


def _reply(filled: dict[str, Any]) -> Reply:
    given: list[Given] = [each for form in filled.values() if isinstance(form, AnswerForm) for each in form.answers()]
    who = {**filled["who"].who(), **filled["news"].who()}
    matter = tuple(each for each in given if not each.question.apart)
    return Reply(given=matter, apart=tuple(each for each in given if each.question.apart), who=who)


def _filled(filled: dict[str, Any]) -> list[dict[str, Any]]:
    """The steps with what was answered, to be checked."""
    return [
        {
            "step": step,
            "questions": form.rows() if isinstance(form, AnswerForm) else [],
            "plain": [] if isinstance(form, AnswerForm) else _plain_rows(form),
        }
        for step, form in filled.items()
    ]  # fmt: skip


def _plain_rows(form: forms.Form) -> list[tuple[str, str]]:
    alone = form.cleaned_data.get("as_organisation") == "no"
    rows = []
    for name, field in form.fields.items():
        value = form.cleaned_data.get(name)
        words = str(dict(getattr(field, "choices", ())).get(value, "" if value is None else value))
        if not alone or name == "as_organisation":
            rows.append((str(field.label), words))
    return rows


def _words_of(answer: Any) -> str:
    file = getattr(answer, "attachment", None)
    return str(file.name if file else answer.shown)


def _text(here: Here, found: Response, rows: list[tuple[str, str]], kept: Sealed | None) -> HttpResponse:
    facts = {
        "consultation": here.consultation, "response": found, "code": here.code, "rows": rows,
        "received": sending.received_in_words(found), "address": settings.ADDRESS,
        "digest": kept.facts.get("digest", "") if kept else "", "salt": bytes(kept.salt).hex() if kept else "",
    }  # fmt: skip
    return plain(render_to_string("responses/receipt.txt", facts), f"answer-{here.consultation.pk}.txt")


def _step_page(request: HttpRequest, here: Here, step: str, form: Any, *, again: bool = False) -> HttpResponse:
    names = list(here.pages)
    at = names.index(step)
    return _page(
        request, here, "step", step=step, form=form, number=at + 1, of=len(names) + 1, again=again,
        previous=names[at - 1] if at else "",
    )  # fmt: skip


def _page(request: HttpRequest, here: Here, name: str, status: int = 200, **facts: Any) -> HttpResponse:
    home, row = here.area.get_absolute_url(), here.consultation
    trail = [(here.area.name, home), (_("Consultations"), f"{home}consultations/"), (row.title, row.get_absolute_url())]
    context = {
        "area": here.area, "consultation": row, "trail": trail, "at": here.at, "code": here.code,
        "started": here.started, "questionnaire": here.questionnaire,
        "asked": sum(not each.apart for each in here.questions), **facts,
    }  # fmt: skip
    return page(request, f"responses/answer_{name}.html", context, status=status)
