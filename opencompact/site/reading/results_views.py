"""The pages of the results, and what can be taken along; views are those of the answers."""

from __future__ import annotations

from typing import Any

import msgspec
from django.contrib import messages
from django.core.cache import cache
from django.db.models import Max
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from opencompact.core.exchange.writing import to_marked_table
from opencompact.site import clock
from opencompact.site.accounts.rules import acting
from opencompact.site.conflicts import watch
from opencompact.site.consultations.models import Consultation
from opencompact.site.pages import file, page, plain, shelf
from opencompact.site.reading import actions, counts, exports, rules
from opencompact.site.reading.forms import PublishForm
from opencompact.site.reading.models import Grouping, Quote, Results
from opencompact.site.reading.views import SIZE, find_reading, trail_of
from opencompact.site.responses.models import Kind, Question, Response

KEPT = 3600  # seconds counts are kept for: they are counted anew as soon as an answer comes in
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def find_results(request: HttpRequest, area: str, pk: int) -> tuple[Consultation, Results | None]:
    """The consultation and its results; before they are published the page exists for those who read the answers."""
    held = Consultation.objects.public().select_related("area", "body", "results")
    found = get_object_or_404(held, area__slug=area, pk=pk)
    published = getattr(found, "results", None)
    if published is None and rules.why_not_read(request.user, found):
        raise Http404
    return found, published


def results(request: HttpRequest, area: str, pk: int) -> HttpResponse:
    """What was answered: charts with their tables, campaigns, quotes, and the way to the published answers."""
    row, published = find_results(request, area, pk)
    quotes = Quote.objects.of(row)
    return page(request, "reading/results.html", {
        "area": row.area, "row": row, "results": published, "trail": trail_of(row)[:3],
        **counted(row, published), "quotes": (quotes.published_with(published) if published else quotes)[:50],
        "why_not_publish": rules.why_not_publish_results(request.user, row),
    })  # fmt: skip


def counted(row: Consultation, published: Results | None) -> dict[str, Any]:
    """The counts, kept for a while: a hundred thousand answers are not counted for every visitor."""
    state = Response.objects.of(row).aggregate(last=Max("pk"))
    asked = Grouping.objects.filter(question__consultation=row).aggregate(made=Max("made"))
    gone = Response.objects.filter(consultation=row).exclude(withdrawn=None).count()
    closed = row.closing is not None and row.closing <= clock.now()
    made = published.published if published else asked["made"]
    marks = (row.pk, closed, state["last"], gone, bool(published), made, row.area.small_number, get_language())
    key = "results-" + "-".join(str(mark).replace(" ", "T") for mark in marks)
    found: dict[str, Any] | None = cache.get(key)
    if found is None:
        found = {
            "came": counts.came_in(row), "tallies": counts.tallies(row), "equality": counts.equality(row),
            "in_words": counts.in_words(row, published),
        }  # fmt: skip
        cache.set(key, found, KEPT)
    return found


def published_answers(request: HttpRequest, area: str, pk: int, question: int) -> HttpResponse:
    """The answers to one question whose writers agreed that they are published."""
    row, published = find_results(request, area, pk)
    asked = get_object_or_404(Question.objects.of(row).filter(kind=Kind.TEXT), pk=question)
    return page(request, "reading/published.html", {
        "area": row.area, "row": row, "question": asked, "results": published,
        "trail": [*trail_of(row)[:3], (_("Results"), f"{row.get_absolute_url()}results/")],
        "shelf": shelf(request, exports.published_answers(row, asked), size=SIZE),
    })  # fmt: skip


def results_csv(request: HttpRequest, area: str, pk: int) -> HttpResponse:
    """The results as CSV."""
    row, _published = find_results(request, area, pk)
    return file(
        to_marked_table([exports.HEAD, *exports.rows_of_results(row)]), "results.csv", "text/csv; charset=utf-8"
    )


def results_json(request: HttpRequest, area: str, pk: int) -> HttpResponse:
    """The results for programs."""
    row, published = find_results(request, area, pk)
    if published is None:
        raise Http404
    return plain(msgspec.json.encode(exports.as_json(row, published)).decode(), "results.json", "application/json")


def body_csv(request: HttpRequest, area: str, pk: int) -> HttpResponse:
    """All answers with their codes, for those who read them."""
    row = find_reading(request, area, pk)
    return _private(file(to_marked_table(exports.rows_of_body(row)), f"answers-{pk}.csv", "text/csv; charset=utf-8"))


def body_xlsx(request: HttpRequest, area: str, pk: int) -> HttpResponse:
    """The same as a workbook."""
    row = find_reading(request, area, pk)
    return _private(file(exports.to_xlsx(exports.rows_of_body(row), "answers"), f"answers-{pk}.xlsx", SHEET))


def _private(answer: HttpResponse) -> HttpResponse:
    answer["Cache-Control"] = "private, no-store"
    return answer


def publish(request: HttpRequest, area: str, pk: int) -> HttpResponse:
    """Publish the results."""
    row = find_reading(request, area, pk)
    again = Results.objects.filter(consultation=row).first()
    said = {"summary": again.summary} if again else None
    form = watch(PublishForm(request.POST if request.method == "POST" else None, initial=said))
    why_not = rules.why_not_publish_results(request.user, row)
    if request.method == "POST" and form.is_valid():
        made = actions.publish_results(consultation=row, **form.cleaned_data, by=acting(request))
        messages.success(
            request, _("The results are published. See entry %(n)s of the public record.") % {"n": made.entry}
        )
        return redirect("results", area, pk)
    return page(request, "reading/publish.html", {
        "area": row.area, "row": row, "form": form, "why_not": why_not, "trail": trail_of(row),
        "in_words": counted(row, None)["in_words"], "again": again,
        "quotes": Quote.objects.of(row).count(),
    })  # fmt: skip
