"""The pages of samples that two people code; views are those of the answers."""

from __future__ import annotations

from typing import NamedTuple

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from opencompact.core.concord import Concord, concord
from opencompact.site.accounts.rules import acting
from opencompact.site.consultations.models import Consultation
from opencompact.site.pages import page
from opencompact.site.reading import actions, rules
from opencompact.site.reading.forms import CodesForm, SampleForm
from opencompact.site.reading.models import Code, Sample, SampleItem
from opencompact.site.reading.views import find_reading, trail_of
from opencompact.site.responses.models import Kind, Question

# What a kappa means in plain words, from which on; after Landis and Koch, put more carefully
MEANS = [(0.81, "very good"), (0.61, "good"), (0.41, "fair"), (0.21, "weak")]


class Agreed(NamedTuple):
    """How far two people agree on one code."""

    code: Code
    found: Concord
    means: str


def samples(request: HttpRequest, area: str, pk: int) -> HttpResponse:
    """The samples that were drawn, and a new one."""
    row = find_reading(request, area, pk)
    questions = list(Question.objects.of(row).filter(kind=Kind.TEXT))
    form = SampleForm(request.POST or None, people=rules.coders(row), questions=questions)
    if request.method == "POST" and form.is_valid():
        wanted = form.cleaned_data
        why_not = rules.why_not_draw(request.user, wanted["question"], wanted["first"], wanted["second"])
        if why_not is None:
            made = actions.draw_sample(**wanted, by=acting(request))
            messages.success(
                request, _("The sample is ready. Both people can start. It is on the page they see when they sign in.")
            )
            return redirect("sample", area, pk, made.pk)
        form.add_error(None, why_not)
    drawn = Sample.objects.filter(question__in=questions).select_related("question", "first", "second").order_by("-pk")
    return page(request, "reading/samples.html", {
        "area": row.area, "row": row, "trail": trail_of(row), "form": form, "samples": drawn[:50],
    })  # fmt: skip


def _sample(row: Consultation, key: int) -> Sample:
    held = Sample.objects.select_related(
        "question__consultation__area", "question__consultation__body", "first", "second"
    )
    return get_object_or_404(held, question__consultation=row, pk=key)


def sample(request: HttpRequest, area: str, pk: int, sample: int) -> HttpResponse:
    """How far the two agree, once both have finished; until then, how far each has come."""
    row = find_reading(request, area, pk)
    found = _sample(row, sample)
    items = list(found.items.select_related("answer").order_by("place"))
    frame = list(Code.objects.of(row))
    why_not = rules.why_not_compare(request.user, found)
    apart = [each for each in items if each.first_codes != each.second_codes]
    return page(request, "reading/sample.html", {
        "area": row.area, "row": row, "sample": found, "why_not": why_not, "total": len(items),
        "trail": trail_of(row, (_("Samples"), f"{row.get_absolute_url()}reading/samples/")),
        "done": [(who, sum(getattr(each, name) is not None for each in items)) for who, name in _two(found)],
        "is_coder": found.is_coder(request.user),
        "agreed": [] if why_not else agreements(items, frame),
        "apart": [] if why_not else [_beside(each, frame) for each in apart],
    })  # fmt: skip


def _two(found: Sample) -> list[tuple[object, str]]:
    return [(found.first, "first_codes"), (found.second, "second_codes")]


def agreements(items: list[SampleItem], frame: list[Code]) -> list[Agreed]:
    """For each code that was given at all, how far the two agree."""
    rows = []
    for code in frame:
        found = concord([(code.pk in (each.first_codes or ()), code.pk in (each.second_codes or ())) for each in items])
        if found.total > found.neither:
            rows.append(Agreed(code, found, meaning(found)))
    return rows


def meaning(found: Concord) -> str:
    """What the figures say, in plain words."""
    if found.kappa is None:
        return _("Both people used it for every answer, so we can't tell how clear it is.")
    level = next((word for least, word in MEANS if found.kappa >= least), "none")
    return {
        "very good": _("Very good: both people understand it the same way."),
        "good": _("Good: they differ now and then."),
        "fair": _(
            "Fair: the two people should discuss the answers they coded differently, and word the code more clearly."
        ),
        "weak": _("Weak: the two people understand it differently. Reword it and code another sample."),
        "none": _("No better than chance: reword this code before you use it."),
    }[level]


def _beside(item: SampleItem, frame: list[Code]) -> tuple[SampleItem, list[Code], list[Code]]:
    return (
        item,
        [code for code in frame if code.pk in (item.first_codes or ())],
        [code for code in frame if code.pk in (item.second_codes or ())],
    )


def code_sample(request: HttpRequest, area: str, pk: int, sample: int) -> HttpResponse:
    """One of the two codes the next answer. Neither the other's codes nor those it has already are shown."""
    row = find_reading(request, area, pk)
    found = _sample(row, sample)
    if not found.is_coder(request.user):
        raise Http404
    consultation = "sample__question__consultation"
    held = SampleItem.objects.select_related("answer", f"{consultation}__area", f"{consultation}__body")
    waiting = held.open_for(found, request.user)
    item = waiting.first()
    form = CodesForm(request.POST if request.method == "POST" else None, frame=Code.objects.of(row))
    if request.method == "POST" and form.is_valid():
        key = request.POST.get("item", "")
        sent = get_object_or_404(held, sample=found, pk=int(key) if key.isdecimal() and len(key) < 18 else 0)
        if rules.why_not_code_sample(request.user, sent) is None:  # sent twice, it is coded once
            actions.code_sample(item=sent, codes=form.cleaned_data["codes"], by=acting(request))
        return redirect("code_sample", area, pk, sample)
    if item is None:
        messages.success(request, _("You have coded all of them. Thank you."))
        return redirect("sample", area, pk, sample)
    return page(request, "reading/code_sample.html", {
        "area": row.area, "row": row, "sample": found, "item": item, "form": form, "left": waiting.count(),
        "trail": trail_of(row, (_("Samples"), f"{row.get_absolute_url()}reading/samples/")),
    })  # fmt: skip


def settle(request: HttpRequest, area: str, pk: int, sample: int, item: int) -> HttpResponse:
    """Say which codes an answer has in the end."""
    row = find_reading(request, area, pk)
    found = _sample(row, sample)
    held = found.items.select_related("answer__question__consultation", "sample__question__consultation__area")
    each = get_object_or_404(held, pk=item)
    frame = list(Code.objects.of(row))
    both = sorted({*(each.first_codes or ()), *(each.second_codes or ())})
    form = CodesForm(
        request.POST if request.method == "POST" else None, frame=frame, initial={"codes": [str(key) for key in both]}
    )
    why_not = rules.why_not_settle(request.user, each)
    if request.method == "POST" and form.is_valid():
        actions.settle(item=each, codes=form.cleaned_data["codes"], by=acting(request))
        messages.success(request, _("This answer is settled."))
        return redirect("sample", area, pk, sample)
    beside = None if why_not else _beside(each, frame)
    return page(request, "reading/settle.html", {
        "area": row.area, "row": row, "sample": found, "form": form, "why_not": why_not, "beside": beside,
        "trail": trail_of(row, (_("Sample"), f"{row.get_absolute_url()}reading/samples/{sample}/")),
    })  # fmt: skip
