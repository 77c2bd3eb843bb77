"""Pages of feedback: for everybody, and for those who write it."""

from __future__ import annotations

import copy

from django.contrib import messages
from django.core.signing import BadSignature, Signer
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from opencompact.core.words import sentence
from opencompact.site.accounts.rules import acting, why_not_speak_for
from opencompact.site.areas.finding import find_area
from opencompact.site.areas.models import Area
from opencompact.site.conflicts import watch
from opencompact.site.consultations.models import Consultation
from opencompact.site.feedback import actions, rules
from opencompact.site.feedback.forms import DoneForm, IntroductionForm, PointForm
from opencompact.site.feedback.models import Feedback, Point
from opencompact.site.findings.shown import broken_rows
from opencompact.site.pages import form_page, page, shelf
from opencompact.site.responses.models import Response


def pledges(request: HttpRequest, area: str) -> HttpResponse:
    """What bodies promised in reply to consultations: still to do, and done."""
    place = find_area(area)
    done = request.GET.get("show") == "done"
    promised = Point.objects.promised(place)
    found = promised.filter(done_on__isnull=not done)
    return page(request, "feedback/pledges.html", {
        "area": place,
        "trail": [(place.name, place.get_absolute_url())],
        "shelf": shelf(request, found, "-day_place" if done else "day_place"),
        "done": done,
        "today": place.today(),
    })  # fmt: skip


def feedback(request: HttpRequest, area: str, pk: int) -> HttpResponse:
    """We asked, you said, we did."""
    place, consultation = _find(area, pk)
    found = rules.feedback_of(consultation)
    if found is None:
        raise Http404
    return page(request, "feedback/feedback.html", {
        "area": place,
        "consultation": consultation,
        "trail": _trail(consultation),
        "feedback": found,
        "points": Point.objects.of(consultation),
        "writes": _writes(request, consultation),
        "today": place.today(),
    })  # fmt: skip


def desk(request: HttpRequest, area: str, pk: int) -> HttpResponse:
    """The feedback as it is written, and what it lacks."""
    place, consultation = _find_own(request, area, pk)
    points = list(Point.objects.of(consultation))
    return page(request, "feedback/desk.html", {
        "area": place,
        "consultation": consultation,
        "trail": _trail(consultation),
        "feedback": Feedback.objects.filter(consultation=consultation).first(),
        "points": [(each, rules.lacks(each)) for each in points],
        "to_draft": len(rules.to_draft(consultation)),
        "why_not_write": rules.why_not_write(request.user, consultation),
        "why_not_publish": rules.why_not_publish(request.user, consultation, points),
    })  # fmt: skip


def introduction(request: HttpRequest, area: str, pk: int) -> HttpResponse:
    """What was asked and, in short, said."""
    place, consultation = _find_own(request, area, pk)
    before = Feedback.objects.filter(consultation=consultation).first()
    initial = {"asked": before.asked, "heard": before.heard} if before else {"asked": consultation.purpose}
    form = watch(IntroductionForm(request.POST or None, initial=initial))
    if request.method == "POST" and form.is_valid():
        actions.write_introduction(consultation=consultation, **form.cleaned_data, by=acting(request))
        return redirect("write_feedback", area, pk)
    title, about = _("What you asked, and what was said"), _("What you write here will be public. Don't name anyone.")
    return form_page(request, form, title, _("Save"), area=place, about=about, trail=_trail(consultation, True))


@require_POST
def draft(request: HttpRequest, area: str, pk: int) -> HttpResponse:
    """A row for each code of the answers."""
    _place, consultation = _find_own(request, area, pk)
    made = actions.draft_points(consultation=consultation, by=acting(request))
    told = ngettext("One point was drafted.", "%(count)s points were drafted.", len(made))
    messages.success(request, told % {"count": len(made)})
    return redirect("write_feedback", area, pk)


def point(request: HttpRequest, area: str, pk: int, point: int | None = None) -> HttpResponse:
    """One point, written or changed."""
    place, consultation = _find_own(request, area, pk)
    found = get_object_or_404(Point.objects.of(consultation), pk=point) if point else None
    names = list(PointForm.base_fields)
    initial = {name: getattr(found, name) for name in names} if found else None
    form = PointForm(request.POST or None, initial=initial)
    if found:
        watch(form)
    if request.method == "POST" and form.is_valid():
        why_not = rules.why_not_write_point(request.user, consultation, form.cleaned_data)
        if why_not is None:
            actions.write_point(consultation=consultation, point=found, **form.cleaned_data, by=acting(request))
            messages.success(request, _("The point has been saved."))
            return redirect("write_feedback", area, pk)
        form.add_error(None, sentence(why_not))
    return page(request, "feedback/point.html", {
        "area": place,
        "trail": _trail(consultation, True),
        "heading": _("Change a point") if found else _("Add a point"),
        "point": found,
        "form": form,
    })  # fmt: skip


@require_POST
def remove(request: HttpRequest, area: str, pk: int, point: int) -> HttpResponse:
    """Take away a point nobody has seen."""
    _place, consultation = _find_own(request, area, pk)
    actions.remove_point(point=get_object_or_404(Point.objects.of(consultation), pk=point), by=acting(request))
    messages.success(request, _("The point was deleted."))
    return redirect("write_feedback", area, pk)


def publish(request: HttpRequest, area: str, pk: int) -> HttpResponse:
    """Look at all of it once more, and publish it."""
    place, consultation = _find_own(request, area, pk)
    if request.method == "POST":
        entry = actions.publish(consultation=consultation, by=acting(request))
        return page(request, "feedback/published.html", {
            "area": place, "trail": _trail(consultation), "consultation": consultation, "entry": entry,
        })  # fmt: skip
    points = list(Point.objects.of(consultation))
    after = copy.copy(consultation)
    after.feedback_published = after.feedback_published or place.today()
    after.unknown = [name for name in after.unknown if name != "feedback_published"]
    return page(request, "feedback/publish.html", {
        "area": place,
        "consultation": consultation,
        "trail": _trail(consultation, True),
        "feedback": Feedback.objects.filter(consultation=consultation).first(),
        "points": points,
        "letters": Response.objects.of(consultation).filter(wants_news=True).exclude(email="").count(),
        "why_not": rules.why_not_publish(request.user, consultation, points),
        "today": place.today(), "broken": broken_rows(after, ["feedback_published"]),
    })  # fmt: skip


def done(request: HttpRequest, area: str, pk: int, point: int) -> HttpResponse:
    """Say that something promised was done."""
    place, consultation = _find_own(request, area, pk)
    found = get_object_or_404(Point.objects.of(consultation), pk=point)
    form = DoneForm(request.POST or None, initial={"on": place.today()})
    if request.method == "POST" and form.is_valid():
        why_not = rules.why_not_say_done(request.user, found, form.cleaned_data["on"])
        if why_not is None:
            actions.say_done(point=found, **form.cleaned_data, by=acting(request))
            messages.success(request, _("It is public that this was done. We email people who asked to hear about it."))
            return redirect("feedback", area, pk)
        form.add_error("on", why_not)
    about = _("It is public straight away. We email people who asked to hear about it.")
    return form_page(
        request, form, _("Mark as done"), _("Mark as done"), area=place, caption=found.doing, about=about,
        trail=_trail(consultation, True), why_not=rules.why_not_say_done(request.user, found),
    )  # fmt: skip


@csrf_exempt  # mail programs send this by themselves; the key in the address is the proof
def stop(request: HttpRequest, area: str, pk: int, key: str) -> HttpResponse:
    """Whoever has the letter ends the letters."""
    place, consultation = _find(area, pk)
    try:
        number = Signer(salt=actions.LINKS).unsign(key)
    except BadSignature:
        raise Http404 from None
    response = get_object_or_404(Response, pk=number, consultation=consultation)
    if request.method == "POST":
        actions.stop_letters(response=response, by=acting(request))
    context = {"area": place, "trail": _trail(consultation), "consultation": consultation}
    return page(request, "feedback/stop.html", {**context, "stopped": not response.wants_news})


def _find(slug: str, pk: int) -> tuple[Area, Consultation]:
    area = find_area(slug)
    return area, get_object_or_404(Consultation.objects.of(area).public(), pk=pk)


def _find_own(request: HttpRequest, slug: str, pk: int) -> tuple[Area, Consultation]:
    """For those who write it; for everybody else the page does not exist."""
    area, consultation = _find(slug, pk)
    if not _writes(request, consultation):
        raise Http404
    return area, consultation


def _writes(request: HttpRequest, consultation: Consultation) -> bool:
    return request.user.is_authenticated and why_not_speak_for(request.user, consultation.body) is None


def _trail(consultation: Consultation, desk: bool = False) -> list[tuple[str, str]]:
    home = consultation.area.get_absolute_url()
    trail = [
        (consultation.area.name, home),
        (_("Consultations"), f"{home}consultations/"),
        (consultation.title, consultation.get_absolute_url()),
    ]
    return [*trail, (_("Feedback"), f"{consultation.get_absolute_url()}feedback/write/")] if desk else trail
