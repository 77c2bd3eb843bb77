"""Read answers: the list, one answer with its codes, whole responses; withhold words."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Count, Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from opencompact.site.accounts.rules import acting
from opencompact.site.conflicts import watch
from opencompact.site.consultations.models import Consultation
from opencompact.site.pages import page, shelf
from opencompact.site.reading import actions, rules
from opencompact.site.reading.finding import Filter, around, responses_asked_for, said, whole
from opencompact.site.reading.forms import CodesForm, ManyForm, QuoteForm, ReasonForm, RedactForm, TagsForm
from opencompact.site.reading.models import Code, Coding, Quote, Redaction, Results
from opencompact.site.responses.models import Answer, Question, Response, Tally

SIZE = 30


def find_reading(request: HttpRequest, area: str, pk: int) -> Consultation:
    """The consultation, for those who may read its answers; for everybody else this page does not exist."""
    found = get_object_or_404(Consultation.objects.select_related("area", "body"), area__slug=area, pk=pk)
    if rules.why_not_read(request.user, found):
        raise Http404
    return found


def trail_of(row: Consultation, *more: tuple[str, str]) -> list[tuple[str, str]]:
    """What stands above each page of this room."""
    area = row.area
    here = (_("Reading the answers"), f"{row.get_absolute_url()}reading/")
    return [
        (area.name, area.get_absolute_url()), (_("Consultations"), f"{area.get_absolute_url()}consultations/"),
        (row.title, row.get_absolute_url()), here, *more,
    ]  # fmt: skip


def reading(request: HttpRequest, area: str, pk: int) -> HttpResponse:
    """Where the reading stands: what was answered, what is coded, and what can be done next."""
    row = find_reading(request, area, pk)
    answered = Answer.objects.filter(question__consultation=row, response__withdrawn=None)
    coded = Coding.objects.filter(code__consultation=row, answer__response__withdrawn=None)
    counts = dict(answered.order_by().values_list("question").annotate(Count("pk")))
    with_code = dict(coded.order_by().values_list("answer__question").annotate(Count("answer", distinct=True)))
    return page(request, "reading/reading.html", {
        "area": row.area, "row": row, "trail": trail_of(row)[:3],
        "questions": [
            (each, counts.get(each.pk, 0), with_code.get(each.pk, 0)) for each in Question.objects.of(row)
        ],
        "total": Tally.objects.of(row).total(),
        "codes": Code.objects.of(row).count(),
        "results": Results.objects.filter(consultation=row).first(),
        "why_not_publish": rules.why_not_publish_results(request.user, row),
    })  # fmt: skip


def answers(request: HttpRequest, area: str, pk: int) -> HttpResponse:
    """The answers to one question, as they are asked for; a code for many of them."""
    row = find_reading(request, area, pk)
    near = around(row)
    asked = Filter(request.GET, near)
    found = asked.answers()
    if request.method == "POST":
        return _code_many(request, row, asked)
    shown = found.select_related("response").prefetch_related(
        Prefetch("codings", Coding.objects.select_related("code").order_by("code__place"))
    )
    turned = shelf(request, shown, size=SIZE)
    question = asked.question_asked
    rows = [(each, said(each, question)) for each in turned.rows if question]
    return page(request, "reading/answers.html", {
        "area": row.area, "row": row, "trail": trail_of(row), "form": asked, "question": question, "rows": rows,
        "shelf": turned, "near": near, "many": ManyForm(frame=near.codes),
        "is_narrowed": set(asked.asked) - {"question"},
    })  # fmt: skip


def _code_many(request: HttpRequest, row: Consultation, asked: Filter) -> HttpResponse:
    there = asked.answers().order_by("pk").values_list("pk", flat=True)
    form = ManyForm(request.POST, frame=asked.near.codes, there=there[: rules.MOST_AT_ONCE + 1])
    if not form.is_valid():
        for each in form.errors.values():
            messages.error(request, " ".join(map(str, each)))
        return redirect(request.get_full_path())
    wanted = form.cleaned_data
    chosen = wanted["answer"] if wanted["extent"] == "chosen" else list(there[: rules.MOST_AT_ONCE + 1])
    off = "off" in request.POST
    count = actions.code_many(consultation=row, answers=chosen, code=wanted["code"], off=off, by=acting(request))
    says = (
        _("“%(code)s” was removed from %(count)s answers.") if off else _("“%(code)s” was added to %(count)s answers.")
    )
    messages.success(request, says % {"code": wanted["code"], "count": count})
    return redirect(request.get_full_path())


def _answer(row: Consultation, key: int) -> Answer:
    answers = Answer.objects.filter(question__consultation=row, response__withdrawn=None)
    return get_object_or_404(answers.select_related("question__consultation__area", "response"), pk=key)


def answer(request: HttpRequest, area: str, pk: int, answer: int) -> HttpResponse:
    """One answer: its codes, its quotes; the next one is one key away."""
    row = find_reading(request, area, pk)
    found = _answer(row, answer)
    near = around(row)
    posted = request.POST if request.method == "POST" else None
    form = watch(CodesForm(posted, frame=near.codes, initial={"codes": _codes_of(found)}))
    if request.method == "POST" and form.is_valid():
        actions.code_answer(answer=found, codes=form.cleaned_data["codes"], by=acting(request))
        after = _next(request, near, found)
        if "next" in request.POST and after:
            query = request.GET.urlencode()
            return redirect(f"{row.get_absolute_url()}reading/answers/{after}/{f'?{query}' if query else ''}")
        messages.success(request, _("The codes are saved."))
        return redirect(request.get_full_path())
    return page(request, "reading/answer.html", {
        "area": row.area, "row": row, "answer": found, "said": said(found, found.question), "form": form,
        "trail": trail_of(row, (_("Responses"), f"{row.get_absolute_url()}reading/answers/")), "quote": QuoteForm(),
        "quotes": list(Quote.objects.of(row).filter(answer=found)),
        "redactions": Redaction.objects.standing().filter(answer=found), "next": _next(request, near, found),
        "why_not_quote": rules.why_not_quote(request.user, found), "codes": near.codes,
        "may_redact": rules.why_not_redact(request.user, found) is None,
        "has_file": hasattr(found, "attachment"), "query": request.GET.urlencode(),
    })  # fmt: skip


def _codes_of(found: Answer) -> list[str]:
    return [str(key) for key in Coding.objects.filter(answer=found).values_list("code", flat=True)]


def _next(request: HttpRequest, near: Any, found: Answer) -> int | None:
    """The next answer of the list the reader came from."""
    asked = request.GET.copy()
    asked.setdefault("question", str(found.question_id))
    after = Filter(asked, near).answers().filter(pk__gt=found.pk).order_by("pk")
    return after.values_list("pk", flat=True).first()


@require_POST
def quote(request: HttpRequest, area: str, pk: int, answer: int) -> HttpResponse:
    """Quote words of an answer, or quote them no more."""
    row = find_reading(request, area, pk)
    found = _answer(row, answer)
    if "remove" in request.POST:
        key = request.POST["remove"]
        old = get_object_or_404(Quote, answer=found, pk=int(key) if key.isdecimal() and len(key) < 18 else 0)
        actions.drop_quote(quote=old, by=acting(request))
    else:
        form = QuoteForm(request.POST)
        if form.is_valid():
            actions.quote(answer=found, words=form.cleaned_data["words"], by=acting(request))
            messages.success(request, _("These words are now a quote."))
        else:
            messages.error(request, _("A quote can be up to 600 characters. Choose the words that say it best."))
    return redirect("reading_answer", area, pk, answer)


def redact(request: HttpRequest, area: str, pk: int, answer: int) -> HttpResponse:
    """Withhold words of an answer, or its file."""
    row = find_reading(request, area, pk)
    found = _answer(row, answer)
    if rules.why_not_redact(request.user, found):
        raise Http404
    of_file = "file" in request.POST
    form = RedactForm(request.POST if request.method == "POST" and not of_file else None, text=found.words)
    file_form = ReasonForm(request.POST if of_file else None, prefix="file")
    if form.is_bound and form.is_valid():
        entry = actions.redact(answer=found, **form.cleaned_data, by=acting(request))
        messages.success(
            request, _("The words are redacted in every copy. See entry %(n)s of the public record.") % {"n": entry.n}
        )
        return redirect("reading_answer", area, pk, answer)
    if file_form.is_bound and file_form.is_valid():
        actions.withhold_file(answer=found, **file_form.cleaned_data, by=acting(request))
        messages.success(request, _("The file is withheld."))
        return redirect("reading_answer", area, pk, answer)
    return page(request, "reading/redact.html", {
        "area": row.area, "row": row, "answer": found, "form": form, "file_form": file_form,
        "has_file": hasattr(found, "attachment"), "standing": Redaction.objects.standing().filter(answer=found),
        "trail": trail_of(row, (_("Response %(n)s") % {"n": answer}, "../")),
    })  # fmt: skip


@require_POST
def lift(request: HttpRequest, area: str, pk: int, answer: int, redaction: int) -> HttpResponse:
    """Show again what was withheld."""
    row = find_reading(request, area, pk)
    found = _answer(row, answer)
    if rules.why_not_redact(request.user, found):
        raise Http404
    held = Redaction.objects.select_related(
        "answer__question__consultation__area", "answer__question__consultation__body"
    )
    actions.lift(redaction=get_object_or_404(held, answer=found, pk=redaction), by=acting(request))
    messages.success(request, _("It can be read again."))
    return redirect("reading_answer", area, pk, answer)


def responses(request: HttpRequest, area: str, pk: int) -> HttpResponse:
    """Whole responses, as they are asked for."""
    row = find_reading(request, area, pk)
    asked = Filter(request.GET, around(row), of_responses=True)
    found = responses_asked_for(asked, row).prefetch_related("taggings__tag")
    return page(request, "reading/responses.html", {
        "area": row.area, "row": row, "trail": trail_of(row), "form": asked, "shelf": shelf(request, found, size=SIZE),
    })  # fmt: skip


def response(request: HttpRequest, area: str, pk: int, response: int) -> HttpResponse:
    """A whole response, with its tags."""
    row = find_reading(request, area, pk)
    found = get_object_or_404(
        Response.objects.of(row).select_related("consultation__area", "consultation__body"), pk=response
    )
    tags = ", ".join(found.taggings.values_list("tag__name", flat=True).order_by("tag__name"))
    form = watch(TagsForm(request.POST if request.method == "POST" else None, initial={"tags": tags}))
    if request.method == "POST" and form.is_valid():
        actions.tag_response(response=found, names=form.cleaned_data["tags"], by=acting(request))
        count = len(form.cleaned_data["tags"])
        says = ngettext("The response has %(count)s tag.", "The response has %(count)s tags.", count)
        messages.success(request, says % {"count": count})
        return redirect("reading_response", area, pk, response)
    trail = trail_of(row, (_("Responses"), f"{row.get_absolute_url()}reading/responses/"))
    return page(request, "reading/response.html", {
        "area": row.area, "row": row, "trail": trail, "response": found, "answers": whole(found), "form": form,
    })  # fmt: skip
