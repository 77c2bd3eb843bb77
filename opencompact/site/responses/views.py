"""The pages of the body: its questions, answers that came in on paper, the list of what was answered."""

from __future__ import annotations

import copy as copying
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from opencompact.core.exchange.writing import to_marked_table
from opencompact.site.accounts.rules import acting, why_not_speak_for
from opencompact.site.areas.finding import find_area
from opencompact.site.conflicts import watch
from opencompact.site.consultations.models import Consultation
from opencompact.site.findings.shown import broken_rows
from opencompact.site.pages import file, page, shelf
from opencompact.site.responses import actions, rules, sheets
from opencompact.site.responses.answer_forms import AnswerForm, WhoForm
from opencompact.site.responses.files import KIND, content_of
from opencompact.site.responses.forms import (
    CopyForm,
    CorrectForm,
    EnterForm,
    FileForm,
    IntroductionForm,
    QuestionForm,
    noon,
    said_of,
)
from opencompact.site.responses.models import (
    COUNTED,
    Attachment,
    Kind,
    Question,
    Questionnaire,
    Reply,
    Response,
    Tally,
    Way,
)

WAITING = "answers-from-a-file"  # in the session: what was read in a file, until it is entered


def questions(request: HttpRequest, area: str, pk: int) -> HttpResponse:
    """The questions, in order; a link leads to publishing them."""
    row = _own(request, area, pk)
    if request.method == "POST":
        return _do(request, row)
    asked, there = list(Question.objects.of(row)), Questionnaire.objects.filter(consultation=row).first()
    why_not, is_published = rules.why_not_change(row), bool(there and there.published)
    return _page(
        request, row, "questions", questions=asked, apart=list(Question.objects.apart_of(row)), questionnaire=there,
        kinds=Kind.choices, counted=[(each.value, each.label) for each in COUNTED], why_not=why_not,
        why_not_publish=why_not or rules.why_not_publish_yet(row, asked=bool(asked), is_published=is_published),
    )  # fmt: skip


def _do(request: HttpRequest, row: Consultation) -> HttpResponse:
    """What the button on the page of the questions does."""
    if "equality" in request.POST:
        made = actions.add_equality_questions(consultation=row, by=acting(request))
        messages.success(request, _("%(n)s equality questions were added.") % {"n": len(made)})
    return redirect("questions", row.area.slug, row.pk)


def publish(request: HttpRequest, area: str, pk: int) -> HttpResponse:
    """Before the questions are published: what they are, from when people can answer, and what that means."""
    row = _own(request, area, pk)
    why_not = rules.why_not_publish_questions(request.user, row)
    if request.method == "POST" and not why_not:
        entry = actions.publish_questions(consultation=row, by=acting(request))
        messages.success(
            request, _("The questions are published. See entry %(n)s of the public record.") % {"n": entry.n}
        )
        return redirect("questions", area, pk)
    after = copying.copy(row)
    after.answerable_from = row.answerable_from or row.area.today()
    there = Questionnaire.objects.filter(consultation=row).first()
    return _page(
        request, row, "publish_questions", questions=Question.objects.of(row), apart=Question.objects.apart_of(row),
        questionnaire=there, why_not=why_not, broken=broken_rows(after, ["opens"]),
        first=after.counted_from(row.area.today()),
    )  # fmt: skip


def introduction(request: HttpRequest, area: str, pk: int) -> HttpResponse:
    """What stands before the questions."""
    row = _own(request, area, pk)
    there = Questionnaire.objects.filter(consultation=row).first()
    said = {"introduction": there.introduction, "privacy": there.privacy} if there else None
    form = watch(IntroductionForm(request.POST or None, initial=said))
    if request.method == "POST" and form.is_valid():
        actions.introduce(consultation=row, **form.cleaned_data, by=acting(request))
        return redirect("questions", area, pk)
    why_not = rules.why_not_ask(request.user, row)
    return _form_page(request, row, form, _("Introduction"), _("Save"), why_not=why_not)


def add_question(request: HttpRequest, area: str, pk: int, kind: str) -> HttpResponse:
    """Add a question of a kind."""
    row = _own(request, area, pk)
    if kind not in Kind.values:
        raise Http404
    apart = "apart" in request.GET and kind in COUNTED
    form = QuestionForm(request.POST or None, kind=Kind(kind), apart=apart)
    if request.method == "POST" and form.is_valid():
        actions.add_question(consultation=row, kind=kind, apart=apart, **form.cleaned_data, by=acting(request))
        return redirect("questions", area, pk)
    title = _("Add an equality question") if apart else _("Add a question: %(kind)s") % {"kind": Kind(kind).label}
    return _form_page(request, row, form, title, _("Add the question"), why_not=rules.why_not_ask(request.user, row))


def question(request: HttpRequest, area: str, pk: int, question: int) -> HttpResponse:
    """Change a question, move it, or take it away."""
    row = _own(request, area, pk)
    found = _question(row, question)
    posted = None if "do" in request.POST else request.POST or None
    form = watch(QuestionForm(posted, kind=Kind(found.kind), apart=found.apart, initial=said_of(found)))
    if request.method == "POST" and (not form.is_bound or form.is_valid()):
        asked = request.POST.get("do", "")
        if asked == "remove":
            actions.remove_question(question=found, by=acting(request))
        elif asked in ("up", "down"):
            actions.move_question(question=found, up=asked == "up", by=acting(request))
        elif form.is_bound:
            actions.change_question(question=found, **form.cleaned_data, by=acting(request))
        return redirect("questions", area, pk)
    why_not = rules.why_not_ask(request.user, row)
    return _form_page(request, row, form, _("Change a question"), _("Save"), why_not=why_not, removes=found)


def correct(request: HttpRequest, area: str, pk: int, question: int) -> HttpResponse:
    """Correct a slip in a question that can be answered already."""
    row = _own(request, area, pk)
    found = _question(row, question)
    form = watch(CorrectForm(request.POST or None, initial={"text": found.text, "hint": found.hint}))
    if request.method == "POST" and form.is_valid():
        actions.correct_question(question=found, **form.cleaned_data, by=acting(request))
        messages.success(request, _("The correction is public, with the earlier wording."))
        return redirect("questions", area, pk)
    why_not = rules.why_not_correct(request.user, found)
    return _form_page(request, row, form, _("Correct a mistake"), _("Publish the correction"), why_not=why_not)


def copy(request: HttpRequest, area: str, pk: int) -> HttpResponse:
    """Take over the questions of another consultation."""
    row = _own(request, area, pk)
    form = CopyForm(request.POST or None, consultation=row)
    if request.method == "POST" and form.is_valid():
        made = actions.copy_questions(consultation=row, **form.cleaned_data, by=acting(request))
        messages.success(request, _("%(n)s questions were copied.") % {"n": len(made)})
        return redirect("questions", area, pk)
    why_not = rules.why_not_ask(request.user, row)
    return _form_page(request, row, form, _("Copy questions"), _("Copy"), why_not=why_not)


def preview(request: HttpRequest, area: str, pk: int) -> HttpResponse:
    """The questions as answerers see them; nothing can be sent."""
    row = _own(request, area, pk)
    form = AnswerForm(questions=Question.objects.of(row))
    apart = AnswerForm(questions=Question.objects.apart_of(row))
    there = Questionnaire.objects.filter(consultation=row).first()
    return _page(request, row, "preview", form=form, apart=apart, questionnaire=there)


def responses(request: HttpRequest, area: str, pk: int) -> HttpResponse:
    """What was answered: how many in which way, and each, the newest first."""
    row = _read(request, area, pk)
    found = Response.objects.of(row)
    asked = request.GET.get("way", "")
    rows = shelf(request, found.filter(way=asked) if asked in Way.values else found, key="-id")
    for each in rows.rows:
        each.consultation = row
    why_not = rules.why_not_see_equality(request.user, row)
    return _page(
        request, row, "responses", shelf=rows, counts=Tally.objects.of(row),
        way=asked if asked in Way.values else "", why_not_equality=why_not,
        equality=[] if why_not else rules.equality(row),
        may_enter=rules.why_not_enter(request.user, row) is None,
    )  # fmt: skip


def response(request: HttpRequest, area: str, pk: int, response: int) -> HttpResponse:
    """One answer."""
    row = _read(request, area, pk)
    found = get_object_or_404(Response.objects.of(row), pk=response)
    answers = found.answers.select_related("question", "attachment").order_by("question__place", "pk")
    return _page(request, row, "response", response=found, answers=answers, deeper=True)


def attachment(request: HttpRequest, area: str, pk: int, response: int, file: int) -> HttpResponse:
    """A file that was given as an answer, to keep."""
    row = _read(request, area, pk)
    whole = Attachment.objects.filter(
        answer__response__consultation=row, answer__response__withdrawn=None, withheld=False
    )
    found = get_object_or_404(whole, answer__response=response, pk=file)
    content = content_of(found.stored)
    if content is None:
        raise Http404
    return _download(content, found)


def _download(content: bytes, found: Attachment) -> HttpResponse:
    answer = file(content, f"answer-{found.answer_id}.{found.ending}", KIND)
    answer["Cache-Control"] = "private, no-store"
    return answer


def enter(request: HttpRequest, area: str, pk: int) -> HttpResponse:
    """Enter one answer that came in on paper, at a meeting or by telephone."""
    row = _own(request, area, pk)
    posted = request.POST if request.method == "POST" else None
    asked = Question.objects.filter(consultation=row).exclude(kind=Kind.FILE).order_by("apart", "place")
    form, who = EnterForm(posted, initial={"received": row.area.today()}), WhoForm(posted)
    answers = AnswerForm(posted, questions=asked)
    if posted is not None and all([form.is_valid(), who.is_valid(), answers.is_valid()]) and answers.answers():
        given = answers.answers()
        reply = Reply(
            given=tuple(each for each in given if not each.question.apart),
            apart=tuple(each for each in given if each.question.apart),
            received=noon(row.area, form.cleaned_data["received"]),
            who={"people": form.cleaned_data["people"], **who.who()},
        )
        way = form.cleaned_data["way"]
        actions.enter_many(consultation=row, way=way, replies=[reply], by=acting(request))
        messages.success(request, _("The response has been entered. Enter the next one."))
        return redirect("responses-enter", area, pk)
    why_not = rules.why_not_enter(request.user, row)
    return _page(
        request, row, "enter", form=form, who=who, answers=answers, why_not=why_not, deeper=True,
        blank=posted is not None and answers.is_valid() and not answers.answers(),
    )  # fmt: skip


def enter_file(request: HttpRequest, area: str, pk: int) -> HttpResponse:
    """Enter many answers from a file: first they are looked at, then all are entered or none."""
    row = _own(request, area, pk)
    kept = request.session.get(WAITING, {}) if request.session.get(WAITING, {}).get("pk") == row.pk else {}
    if "enter" in request.POST and kept:
        replies = sheets.thawed(row, kept["rows"])
        made = actions.enter_many(consultation=row, way=kept["way"], replies=replies, by=acting(request))
        del request.session[WAITING]
        messages.success(request, _("%(n)s responses entered.") % {"n": len(made)})
        return redirect("responses", area, pk)
    form = FileForm(request.POST if request.method == "POST" else None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        return _look_at(request, row, form)
    why_not = rules.why_not_enter(request.user, row)
    return _page(request, row, "enter_file", form=form, why_not=why_not, deeper=True)


def _look_at(request: HttpRequest, row: Consultation, form: FileForm) -> HttpResponse:
    """What was read in a file, or all that is wrong with it."""
    request.session.pop(WAITING, None)
    why_not = rules.why_not_enter(request.user, row, form.cleaned_data["way"])
    found = sheets.read(form.cleaned_data["file"], row)
    if not found.problems and not why_not:
        way = form.cleaned_data["way"]
        request.session[WAITING] = {"pk": row.pk, "way": way, "rows": sheets.frozen(found.replies)}
    return _page(
        request, row, "enter_file", form=form, found=found, first=found.replies[:5], why_not=why_not, deeper=True
    )


def columns(request: HttpRequest, area: str, pk: int) -> HttpResponse:
    """An empty file with the columns for these questions."""
    row = _own(request, area, pk)
    return file(to_marked_table([sheets.headings(row)]), f"answers-{row.pk}.csv", "text/csv; charset=utf-8")


def take_part(request: HttpRequest, consultation: Consultation) -> dict[str, Any] | None:
    """What the page of a consultation shows of this room (``responses/parts/take_part.html``)."""
    take = rules.take_part(consultation, request.user)
    return {"take": take} if take["asks"] or take["may_ask"] else None


def _find(area: str, pk: int) -> Consultation:
    place = find_area(area)
    row = get_object_or_404(Consultation.objects.of(place), pk=pk)
    row.area = place
    return row


def _own(request: HttpRequest, area: str, pk: int) -> Consultation:
    """A consultation of a body this person speaks for; for everybody else the page does not exist."""
    row = _find(area, pk)
    if why_not_speak_for(request.user, row.body):
        raise Http404
    return row


def _read(request: HttpRequest, area: str, pk: int) -> Consultation:
    """A consultation whose answers this person reads; for everybody else the page does not exist."""
    row = _find(area, pk)
    if rules.why_not_read(request.user, row):
        raise Http404
    return row


def _question(row: Consultation, pk: int) -> Question:
    found = get_object_or_404(Question.objects.filter(consultation=row), pk=pk)
    found.consultation = row
    return found


def _form_page(request: HttpRequest, row: Consultation, form: Any, title: str, send: str, **more: Any) -> HttpResponse:
    return _page(request, row, "form", form=form, title=title, send=send, **more)


def _page(request: HttpRequest, row: Consultation, name: str, *, deeper: bool = False, **facts: Any) -> HttpResponse:
    home, own = row.area.get_absolute_url(), row.get_absolute_url()
    trail = [(row.area.name, home), (_("Consultations"), f"{home}consultations/"), (row.title, own)]
    if name in ("form", "preview", "publish_questions"):
        trail.append((_("Questions"), f"{own}questions/"))
    elif deeper:
        trail.append((_("Responses"), f"{own}responses/"))
    context = {"area": row.area, "consultation": row, "own": own, "trail": trail, **facts}
    return page(request, f"responses/{name}.html", context)
