"""Is it in line? One question a page, as many as the promises need. Nothing is stored: the answers go with each page to
the visitor, signed, and come back with the next."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from opencompact.core.exchange import odt, typeset, word
from opencompact.core.findings import Checker
from opencompact.core.words import listed
from opencompact.site.accounts.rules import acting, spoken_for
from opencompact.site.agreements.models import Edition
from opencompact.site.areas.finding import find_area
from opencompact.site.areas.models import Area
from opencompact.site.consultations.actions import plan
from opencompact.site.findings.rules import checker, edition_now
from opencompact.site.pages import file, page
from opencompact.site.planning.forms import QuestionForm
from opencompact.site.planning.keeping import KeepForm, involved_in, said_of
from opencompact.site.planning.questions import Answers, Question, packed, questions, told, unpacked, why_asked
from opencompact.site.planning.rules import KINDS, Kind, kind_of, why_not_ask, why_not_keep
from opencompact.site.planning.statement import Statement, paper_of, statement_of
from opencompact.site.planning.views import KEEP, none
from opencompact.site.rules import insist

FILES = {"pdf": (typeset.to_pdf, typeset.KIND), "docx": (word.to_word, word.KIND), "odt": (odt.to_odt, odt.KIND)}


@dataclass(frozen=True)
class Asking:
    """One visitor's way through the questions, as far as it has come."""

    area: Area
    edition: Edition
    kind: Kind
    answers: Answers
    today: date

    @property
    def by(self) -> Checker:
        return checker(self.edition)

    @cached_property
    def questions(self) -> list[Question]:
        return questions(self.by, self.kind, self.answers, self.today)

    def find(self, key: str) -> Question | None:
        return next((each for each in self.questions if each.key == key), None)

    def unanswered(self) -> Question | None:
        return next((each for each in self.questions if each.key not in self.answers.said), None)

    def before(self, key: str) -> Question | None:
        keys = [each.key for each in self.questions]
        return self.questions[keys.index(key) - 1] if key in keys[1:] else None


def ask(request: HttpRequest, area: str) -> HttpResponse:
    """Pick what it is about."""
    place = find_area(area)
    edition = edition_now(place)
    open_kinds = [each for each in KINDS if why_not_ask(each, edition) is None]
    if not open_kinds:
        return none(
            request, place, edition, _("Is it in line with the agreement?"), str(why_not_ask(KINDS[0], edition))
        )
    trail = [(place.name, place.get_absolute_url())]
    return page(request, "planning/ask.html", {"area": place, "edition": edition, "kinds": open_kinds, "trail": trail})


def question(request: HttpRequest, area: str, kind: str) -> HttpResponse:
    """One question, and after the last one all the answers to check."""
    going = _found(request, area, kind)
    if isinstance(going, HttpResponse):
        return going
    at, to = going.find(request.POST.get("at", "")), request.POST.get("to", "")
    if at:
        form = QuestionForm(at, request.POST, said=going.answers.said)
        if form.is_valid():
            going = replace(going, answers=going.answers.with_all({at.key: form.value, **form.more}))
        elif not to:
            return _ask(request, going, at, form)
    wanted = going.before(request.POST.get("from", "")) if to == "back" else going.find(to)
    wanted = wanted or going.unanswered()
    if wanted:
        held = going.answers.said.get(wanted.key, "")
        return _ask(request, going, wanted, QuestionForm(wanted, held=held, said=going.answers.said))
    return _page(
        request, "check", going, rows=[(each, told(each, going.answers.said[each.key])) for each in going.questions]
    )


def _found(request: HttpRequest, slug: str, kind: str) -> Asking | HttpResponse:
    """What was asked so far; or the page that says why nothing can be asked, or that it can't go on."""
    area = find_area(slug)
    wanted, edition = kind_of(kind), edition_now(area)
    if wanted is None:
        raise Http404
    why_not = why_not_ask(wanted, edition)
    if why_not or edition is None:
        return none(request, area, edition, _("Is it in line with the agreement?"), str(why_not))
    answers = unpacked(request.POST.get("answers", ""), _salt(area, wanted), wanted.register)
    if answers is None:
        context = {"area": area, "kind": wanted, "trail": [(area.name, area.get_absolute_url())]}
        return page(request, "planning/lost.html", context, status=400)
    return Asking(area, edition, wanted, answers, area.today())


def _salt(area: Area, kind: Kind) -> str:
    return f"planning/{area.slug}/{kind.slug}"


def _ask(request: HttpRequest, going: Asking, wanted: Question, form: QuestionForm) -> HttpResponse:
    keys = [each.key for each in going.questions]
    return _page(
        request, "question", going, form=form, question=wanted, number=keys.index(wanted.key) + 1, of=len(keys),
        has_before=going.before(wanted.key) is not None, why=why_asked(going.by, going.kind, wanted),
        can_check=going.unanswered() is None,
    )  # fmt: skip


def _page(request: HttpRequest, name: str, going: Asking, **more: Any) -> HttpResponse:
    ask_at = f"{going.area.get_absolute_url()}ask/"
    trail = [(going.area.name, going.area.get_absolute_url()), (_("Is it in line with the agreement?"), ask_at)]
    kept = packed(going.answers, _salt(going.area, going.kind)) if going.answers.said else ""
    context = {
        "area": going.area,
        "edition": going.edition,
        "kind": going.kind,
        "trail": trail,
        "answers": kept,
        **more,
    }
    return page(request, f"planning/{name}.html", context)


def statement(request: HttpRequest, area: str, kind: str) -> HttpResponse:
    """The statement: a page, or a file to attach."""
    if request.method != "POST":
        return redirect("ask", area)
    going = _found(request, area, kind)
    if isinstance(going, HttpResponse):
        return going
    wanted = going.unanswered()
    if wanted:
        return _ask(request, going, wanted, QuestionForm(wanted, held=""))
    made = statement_of(going.area, going.edition, going.kind, going.answers, going.today)
    form = request.POST.get("form", "")
    if form in FILES:
        write, media = FILES[form]
        return file(write(paper_of(going.area, made), going.today), f"statement.{form}", media)
    return _statement_page(request, going, made)


def _statement_page(request: HttpRequest, going: Asking, made: Statement, form: KeepForm | None = None) -> HttpResponse:
    values = {name: going.answers.record(going.kind.register).get(name) for name in ("opens", "closes", "announced")}
    keep = urlencode({"title": made.title, **{name: str(day) for name, day in values.items() if day}})
    why_not = why_not_keep(request.user, going.area)
    return _page(
        request, "statement", going, statement=made, why_not_keep=why_not,
        form=None if why_not else form or _keep_form(request, going),
        keep=f"{going.area.get_absolute_url()}{KEEP}?{keep}",
    )  # fmt: skip


def _keep_form(request: HttpRequest, going: Asking, posted: Any = None) -> KeepForm:
    bodies = spoken_for(request.user, going.area)
    return KeepForm(posted, bodies=bodies, named=str(going.answers.said.get("body", "")))


def keep(request: HttpRequest, area: str, kind: str) -> HttpResponse:
    """Keep what was answered as a private plan, with everything that is known."""
    if request.method != "POST":
        return redirect("ask", area)
    going = _found(request, area, kind)
    if isinstance(going, HttpResponse):
        return going
    insist(why_not_keep(request.user, going.area))
    form = _keep_form(request, going, request.POST)
    if going.unanswered() or not form.is_valid():
        made = statement_of(going.area, going.edition, going.kind, going.answers, going.today)
        return _statement_page(request, going, made, form)
    involved, others = involved_in(going.area, going.answers)
    title, said = str(going.answers.said["title"]), said_of(going.answers)
    body = form.cleaned_data["body"]
    row = plan(body=body, title=title, involved=involved, by=acting(request), **said)
    messages.success(request, _("The plan is saved with all you answered. Only those who speak for its body and the "
                                "officer see it."))  # fmt: skip
    if others:
        told = _("Not in the list of organisations, so not in the plan: %(names)s.")
        messages.warning(request, told % {"names": listed(others)})
    return redirect(row)
