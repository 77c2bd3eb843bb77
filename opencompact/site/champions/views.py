"""The directory of champions and its gaps, each champion's page, and what editors and the officer do there."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db.models import Q
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from opencompact.core.exchange.writing import to_marked_table
from opencompact.core.words import said
from opencompact.site.accounts.rules import acting, desk, why_not_officer, why_not_speak_for
from opencompact.site.agreements.models import Edition
from opencompact.site.areas.finding import find_area
from opencompact.site.areas.models import Area
from opencompact.site.champions import actions, forms, rules
from opencompact.site.champions.models import Champion, Champions, Kind, shares, without
from opencompact.site.conflicts import watch
from opencompact.site.limits import too_often, wait_for
from opencompact.site.pages import file, page, shelf
from opencompact.site.record.models import Entry
from opencompact.site.rules import insist
from opencompact.site.signatories.forms import AcceptForm, typed
from opencompact.site.signatories.models import Signatory
from opencompact.site.signatories.rules import why_not_accept
from opencompact.site.signatories.views import find_wish, wish_page

COLUMNS = ["organisation", "sector", "kind", "department", "name", "role", "from", "until", "trained", "page"]
ON_PAPER = 1000  # rows of the directory on one page for printing
GAPS = ("champion", "lead", "over")


def directory(request: HttpRequest, area: str) -> HttpResponse:
    """Who speaks for the agreement where."""
    place = find_area(area)
    narrow = forms.FilterForm(request.GET)
    found = _narrowed(Champion.objects.of(place).serving(), narrow)
    size = ON_PAPER if request.GET.get("view") == "print" else 50
    return page(request, "champions/directory.html", {
        "area": place, "trail": _trail(place), "shelf": shelf(request, found, key="place", size=size),
        "narrow": narrow, "narrowed": any(request.GET.get(name) for name in narrow.fields), "shares": shares(place),
        "today": place.today(),
    })  # fmt: skip


def download(request: HttpRequest, area: str) -> HttpResponse:
    """The directory as a table."""
    place = find_area(area)
    found = _narrowed(Champion.objects.of(place).serving(), forms.FilterForm(request.GET)).order_by("place")
    return file(
        to_marked_table([COLUMNS, *map(_cells, found)]), f"champions-{place.slug}.csv", "text/csv; charset=utf-8"
    )


def champion(request: HttpRequest, area: str, pk: int) -> HttpResponse:
    """One champion, with a form to write."""
    place = find_area(area)
    found = _find(place, pk)
    form = forms.MessageForm(typed(request))
    if request.method == "POST" and form.is_valid():
        wait = wait_for(request, "champion", per_subject=f"{found.pk}")
        if _fits(form, too_often(wait) if wait else rules.why_not_write(found)):
            actions.write_to_champion(champion=found, message=form.cleaned_data, by=acting(request))
            messages.success(request, _("We've passed on your message. The champion will reply to your email address."))
            return redirect(found.get_absolute_url())
    return page(request, "champions/champion.html", {
        "area": place, "trail": _trail(place, directory=True), "champion": found, "form": form,
        "entries": Entry.objects.of(place.slug, found.subject).exclude(act="champion_written_to").order_by("-n")[:50],
        "may_see": not why_not_speak_for(request.user, found.signatory.organisation), "today": place.today(),
    })  # fmt: skip


def gaps(request: HttpRequest, area: str) -> HttpResponse:
    """Where a champion is missing; the officer reminds from here."""
    place = find_area(area)
    show = request.GET.get("show", "champion")
    show = show if show in GAPS else "champion"
    return page(request, "champions/gaps.html", {
        "area": place, "trail": _trail(place, directory=True), "show": show, "shares": shares(place),
        "over": Champion.objects.of(place).over(place.today()).count(), "today": place.today(),
        "shelf": shelf(request, _gap(place, show), key="place"),
        "is_officer": not why_not_officer(request.user, place),
    })  # fmt: skip


def remind(request: HttpRequest, area: str) -> HttpResponse:
    """The officer writes to signatories without a champion."""
    place = desk(request, area)
    back = f"/areas/{place.slug}/champions/gaps/"
    if request.method != "POST":
        return redirect(back)
    asked = request.POST.get("signatory", "")
    signatory = _signatory(place, asked) if asked else None
    count = actions.remind(area=place, signatory=signatory, by=acting(request))
    says = ngettext("%(count)s email was sent.", "%(count)s emails were sent.", count) % {"count": count}
    messages.success(request, says if count else _("We have no email address to write to."))
    return redirect(back)


def duties(request: HttpRequest, area: str) -> HttpResponse:
    """What a champion does, as the document has it."""
    place = find_area(area)
    edition = Edition.objects.in_force_on(place, place.today())
    document = edition.document if edition else None
    told = [each for each in document.mechanisms if each.kind == "champions"] if document else []
    terms = [each for each in document.terms if "champion" in said(each.term).lower()] if document else []
    return page(request, "champions/duties.html", {
        "area": place, "trail": _trail(place, directory=True), "edition": edition,
        "told": [(said(each.name), said(each.about), said(each.source)) for each in told],
        "terms": [(said(each.term), said(each.means)) for each in terms],
    })  # fmt: skip


def name_champion(request: HttpRequest, area: str, pk: int) -> HttpResponse:
    """A signatory names a champion."""
    place = find_area(area)
    signatory = _signatory(place, pk)
    if why_not_speak_for(request.user, signatory.organisation):
        raise Http404
    insist(rules.why_not_name(request.user, signatory))
    has_lead = bool(rules.why_not_name(request.user, signatory, "lead"))
    first = {"kind": "" if has_lead else "lead", "since": place.today()}
    form = forms.ChampionForm(typed(request), initial=first)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if _fits(form, rules.why_not_name(request.user, signatory, given["kind"], given["email"])):
            made = actions.name_champion(signatory=signatory, details=given, by=acting(request))
            messages.success(request, _("The champion is recorded."))
            return redirect(made.get_absolute_url())
    back = f"/areas/{place.slug}/signatories/{signatory.pk}/"
    return _act_page(request, signatory, form, _("Name a champion"), "name", back)


def change(request: HttpRequest, area: str, pk: int) -> HttpResponse:
    """Change what is said of a champion."""
    found = _own(request, area, pk)
    insist(rules.why_not_change(request.user, found))
    form = watch(forms.ChampionForm(typed(request), initial=forms.ChampionForm.of(found)))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if _fits(form, rules.why_not_change(request.user, found, given["kind"])):
            actions.change_champion(champion=found, details=given, by=acting(request))
            messages.success(request, _("The champion's details have been changed."))
            return redirect(found.get_absolute_url())
    return _act_page(
        request, found.signatory, form, _("Change a champion's details"), "change", found.get_absolute_url()
    )


def end(request: HttpRequest, area: str, pk: int) -> HttpResponse:
    """A term ends."""
    found = _own(request, area, pk)
    insist(rules.why_not_end(request.user, found))
    form = forms.EndForm(typed(request), initial={"on": found.signatory.area.today()})
    if request.method == "POST" and form.is_valid():
        on = form.cleaned_data["on"]
        if _fits(form, rules.why_not_end(request.user, found, on)):
            actions.end_champion(champion=found, on=on, by=acting(request))
            messages.success(request, _("The term has ended. Name a new champion so there is no gap."))
            return redirect(f"/areas/{area}/champions/?signatory={found.signatory_id}")
    return _act_page(request, found.signatory, form, _("End the term of a champion"), "end", found.get_absolute_url())


def trained(request: HttpRequest, area: str, pk: int) -> HttpResponse:
    """Training is noted."""
    found = _own(request, area, pk)
    insist(rules.why_not_train(request.user, found))
    form = forms.TrainedForm(typed(request), initial={"on": found.signatory.area.today()})
    if request.method == "POST" and form.is_valid():
        on = form.cleaned_data["on"]
        if _fits(form, rules.why_not_train(request.user, found, on)):
            actions.record_training(champion=found, on=on, by=acting(request))
            messages.success(request, _("The training is recorded."))
            return redirect(found.get_absolute_url())
    return _act_page(request, found.signatory, form, _("Record training"), "trained", found.get_absolute_url())


def accept_wish(request: HttpRequest, area: str, pk: int) -> HttpResponse:
    """The officer's yes to a wish to sign; it names the champion too."""
    wish = find_wish(desk(request, area), pk)
    if request.method != "POST":
        return wish_page(request, wish)
    form = AcceptForm(request.POST, wish=wish)
    if form.is_valid():
        given = form.cleaned_data
        if _fits(form, why_not_accept(request.user, wish, given["on"], form.chosen)):
            signatory = actions.accept_and_name(
                wish=wish, on=given["on"], organisation=form.chosen, account=given["account"], by=acting(request)
            )
            messages.success(
                request, _("%(name)s has been accepted. We've sent an email to tell them.") % {"name": signatory}
            )
            return redirect(signatory.get_absolute_url())
    return wish_page(request, wish, form=form)


def _act_page(
    request: HttpRequest, signatory: Signatory, form: Form, says: str, name: str, back: str
) -> HttpResponse:  # fmt: skip
    return page(request, "champions/act.html", {
        "area": signatory.area, "trail": _trail(signatory.area, directory=True), "signatory": signatory, "form": form,
        "says": says, "name": name, "back": back,
    })  # fmt: skip


def _trail(area: Area, directory: bool = False) -> list[tuple[str, str]]:
    home = f"/areas/{area.slug}/"
    return [(area.name, home), *([(_("Champions"), f"{home}champions/")] if directory else [])]


def _find(area: Area, pk: int) -> Champion:
    return get_object_or_404(Champion.objects.of(area), pk=pk)


def _own(request: HttpRequest, area: str, pk: int) -> Champion:
    """A champion, for those who speak for the signatory; for everybody else the page does not exist."""
    found = _find(find_area(area), pk)
    if why_not_speak_for(request.user, found.signatory.organisation):
        raise Http404
    return found


def _signatory(area: Area, pk: int | str) -> Signatory:
    if not str(pk).isascii() or not str(pk).isdigit() or len(str(pk)) > 18:
        raise Http404
    return get_object_or_404(Signatory.objects.of(area), pk=int(pk))


def _gap(area: Area, show: str) -> Any:
    if show == "over":
        return Champion.objects.of(area).over(area.today())
    return without(area) if show == "champion" else without(area, Kind.LEAD).exclude(pk__in=without(area).values("pk"))


def _narrowed(found: Champions, narrow: forms.FilterForm) -> Champions:
    if not narrow.is_valid():
        return found
    given = narrow.cleaned_data
    for word in given["words"].split()[:10]:
        named = Q(name__icontains=word, consents=True)  # a name that is not public can't be looked for either
        body = Q(signatory__organisation__name__icontains=word)
        found = found.filter(named | body | Q(role__icontains=word) | Q(department__icontains=word))
    if given["sector"]:
        found = found.filter(signatory__organisation__sector=given["sector"])
    if given["kind"]:
        found = found.filter(kind=given["kind"])
    if given["department"]:
        found = found.filter(department__icontains=given["department"].strip())
    return found.filter(signatory=given["signatory"]) if given["signatory"] else found


def _cells(champion: Champion) -> list[Any]:
    body = champion.signatory.organisation
    return [
        body.name, body.sector, champion.kind, champion.department, champion.public_name, champion.role,
        champion.since, champion.until, champion.trained, f"{settings.ADDRESS}{champion.get_absolute_url()}",
    ]  # fmt: skip


def _fits(form: Form, why_not: str | None) -> bool:
    if why_not:
        form.add_error(None, why_not)
    return not why_not
