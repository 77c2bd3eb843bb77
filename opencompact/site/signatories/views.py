"""The register of signatories, each signatory with its papers, and what its editor and the officer do."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from functools import cache
from typing import Any, NamedTuple

from django.conf import settings
from django.contrib import messages
from django.db.models import Count, Prefetch, Q, Sum
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from opencompact.core.exchange.writing import to_marked_table
from opencompact.core.names import look_of
from opencompact.core.words import in_words
from opencompact.site.accounts.models import Sector
from opencompact.site.accounts.rules import acting, desk, why_not_officer
from opencompact.site.agreements.alike import paper_of, side_by_side
from opencompact.site.agreements.models import Edition
from opencompact.site.agreements.shown import sections
from opencompact.site.areas.finding import find_area
from opencompact.site.areas.models import Area
from opencompact.site.conflicts import watch
from opencompact.site.limits import insist_on_limit
from opencompact.site.pages import file, page, shelf
from opencompact.site.record.models import Entry
from opencompact.site.rules import insist
from opencompact.site.signatories import actions, forms, papers, rules
from opencompact.site.signatories.models import NEWEST_FIRST, Signatories, Signatory, Signature, State, Wish, WishState
from opencompact.site.templatetags.govuk import tag

COLUMNS = ["organisation", "sector", "kind", "identifier", "state", "edition", "signed_on", "until", "named_as",
           "members", "address"]  # fmt: skip


def register(request: HttpRequest, area: str) -> HttpResponse:
    """Who signed, by sector."""
    place = find_area(area)
    narrow = forms.FilterForm(request.GET)
    edition = rules.present_edition(place)
    found = shelf(request, _narrowed(place, edition, narrow).listed(), key="place")
    return page(request, "signatories/register.html", {
        "area": place, "trail": _trail(place), "edition": edition, "why_not": rules.why_not_ask(place),
        "shelf": found, "lines": _lines(found.rows),
        "narrow": narrow,
        "counts": _counts(place), "narrowed": any(request.GET.get(name) for name in narrow.fields),
        "is_officer": not why_not_officer(request.user, place),
    })  # fmt: skip


def download(request: HttpRequest, area: str) -> HttpResponse:
    """The register as a table."""
    place = find_area(area)
    narrow = forms.FilterForm(request.GET)
    found = _with_signatures(_narrowed(place, rules.present_edition(place), narrow))
    rows = (_cells(each, signature) for each in found.order_by("place") for signature in each.signatures.all())
    return file(to_marked_table([COLUMNS, *rows]), f"signatories-{place.slug}.csv", "text/csv; charset=utf-8")


def signatory(request: HttpRequest, area: str, pk: int) -> HttpResponse:
    """One signatory: since when, for which editions and members, what happened."""
    place = find_area(area)
    found = _find(place, pk)
    is_officer = not why_not_officer(request.user, place)
    private = is_officer or not rules.why_not_see_contact(request.user, found)
    subjects = [found.subject, *(each.subject for each in found.took_over.all())]
    signatures = [each for each in found.signatures.all() if each.on]
    edition = rules.present_edition(place)
    signed_this = any(each.edition_id == edition.pk for each in signatures) if edition else False
    return page(request, "signatories/signatory.html", {
        "area": place, "trail": _trail(place, register=True), "signatory": found, "signatures": found.signatures.all(),
        "latest": signatures[0] if signatures else None, "edition": edition,
        "signed_this": signed_this, "state": _shown(found.state, signed_this),
        "entries": Entry.objects.filter(area=place.slug, subject__in=subjects).order_by("-n")[:100],
        "may_see_contact": private, "may_change": private and found.is_standing,
        "may_sign_again": private and not rules.why_not_again_now(found, edition),
        "is_officer": is_officer,
    })  # fmt: skip


def certificate(request: HttpRequest, area: str, pk: int) -> HttpResponse:
    """The certificate, for the wall."""
    place = find_area(area)
    found, signature = _signed(place, pk)
    trail = [*_trail(place, register=True), (str(found), found.get_absolute_url())]
    words = papers.words_of(found, signature)
    return page(request, "signatories/certificate.html", {
        "area": place, "trail": trail, "signatory": found, "signature": signature, "words": words,
    })  # fmt: skip


def certificate_pdf(request: HttpRequest, area: str, pk: int) -> HttpResponse:
    """The certificate as PDF."""
    found, signature = _signed(find_area(area), pk)
    made = papers.certificate(found, signature, (get_language() or "en")[:2])
    return file(made, f"certificate-{found.organisation.slug}.pdf", "application/pdf")


def code(request: HttpRequest, area: str, pk: int) -> HttpResponse:
    """The code that leads to the entry of the record."""
    _found, signature = _signed(find_area(area), pk)
    return HttpResponse(papers.code(signature.entry), content_type="image/svg+xml")


def badge(request: HttpRequest, area: str, pk: int) -> HttpResponse:
    """The badge; other sites may show it."""
    found, signature = _signed(find_area(area), pk)
    answer = HttpResponse(papers.badge(found, signature), content_type="image/svg+xml; charset=utf-8")
    answer["Cross-Origin-Resource-Policy"] = "cross-origin"
    answer["Cache-Control"] = "public, max-age=3600"
    return answer


def wishes(request: HttpRequest, area: str) -> HttpResponse:
    """The officer's queue."""
    place = desk(request, area)
    asked = request.GET.get("state", WishState.CONFIRMED)
    state = asked if asked in WishState.values else WishState.CONFIRMED
    found = Wish.objects.of(place)
    counts = found.aggregate(**{name: Count("pk", filter=Q(state=name)) for name in WishState.values})
    return page(request, "signatories/wishes.html", {
        "area": place, "trail": _trail(place, register=True), "state": WishState(state),
        "states": [(each, counts[each.value]) for each in WishState],
        "shelf": shelf(request, found.filter(state=state)),
    })  # fmt: skip


def wish(request: HttpRequest, area: str, pk: int) -> HttpResponse:
    """One wish to sign, to be answered."""
    place = desk(request, area)
    return wish_page(request, find_wish(place, pk))


def find_wish(area: Area, pk: int) -> Wish:
    """A wish of the area, or the page that says there is none."""
    return get_object_or_404(Wish.objects.of(area), pk=pk)


def wish_page(request: HttpRequest, wish: Wish, form: Form | None = None, refusal: Form | None = None) -> HttpResponse:
    """A wish with the two answers the officer may give."""
    if form is None:
        first = {"on": wish.area.today(), "account": wish.wants_account}
        form = forms.AcceptForm(wish=wish, initial=first)
        form.fields["organisation"].initial = next(
            (pk for pk, each in form.likely.items() if look_of(each.name) == look_of(wish.name)), None
        )
    queue = f"/areas/{wish.area.slug}/signatories/requests/"
    return page(request, "signatories/wish.html", {
        "area": wish.area, "trail": [*_trail(wish.area, register=True), (_("Requests to sign"), queue)], "wish": wish,
        "form": form, "refusal": refusal or forms.RefuseForm(), "why_not": rules.why_not_answer(request.user, wish),
    })  # fmt: skip


def refuse(request: HttpRequest, area: str, pk: int) -> HttpResponse:
    """The officer's no."""
    found = find_wish(desk(request, area), pk)
    form = forms.RefuseForm(forms.typed(request))
    if request.method != "POST" or not form.is_valid():
        return wish_page(request, found, refusal=form if request.method == "POST" else None)
    actions.refuse(wish=found, reason=form.cleaned_data["reason"], by=acting(request))
    messages.success(request, _("We have told the organisation that its request was not accepted, and why."))
    return redirect(f"/areas/{area}/signatories/requests/{pk}/")


def withdraw(request: HttpRequest, area: str, pk: int) -> HttpResponse:
    """A signatory withdraws."""
    found = _own(request, area, pk)
    insist(rules.why_not_withdraw(request.user, found))
    form = forms.WithdrawForm(forms.typed(request), initial={"on": found.area.today()})
    if request.method == "POST" and form.is_valid() and _fits(
        form, rules.why_not_withdraw(request.user, found, form.cleaned_data["on"])
    ):  # fmt: skip
        given = form.cleaned_data
        actions.withdraw(signatory=found, on=given["on"], reason=given["reason"], by=acting(request))
        messages.success(request, _("%(name)s has withdrawn.") % {"name": found})
        return redirect(found.get_absolute_url())
    says = _("Withdraw from the %(word)s") % {"word": found.area.word}
    return _act_page(request, found, form, says, _("Withdraw"), "withdraw")


def sign_again(request: HttpRequest, area: str, pk: int, key: str = "") -> HttpResponse:
    """A signatory of an earlier edition signs the one in force: what changed, and one button. Its editors sign in for
    it; the letter to its contact holds a key instead."""
    found = _with_letter(area, pk, key) if key else _own(request, area, pk)
    insist(rules.why_not_sign_again(request.user, found, key))
    edition = rules.present_edition(found.area)
    assert edition is not None
    if request.method == "POST":
        if key:
            insist_on_limit(request, "sign-again", per_subject=f"{found.pk}")
        actions.sign_again(signatory=found, by=acting(request), key=key)
        messages.success(request, _("%(name)s signed %(edition)s.") % {"name": found, "edition": edition})
        return redirect(found.get_absolute_url())
    says = _("Sign %(edition)s") % {"edition": edition}
    signed = next(each.edition for each in found.signatures.all() if each.on)
    changes = sections(side_by_side(paper_of(signed), paper_of(edition)), found.area.today())
    return _act_page(
        request, found, Form(), says, _("Sign again"), "again", edition=edition, signed=signed, changes=changes
    )


def pass_on(request: HttpRequest, area: str, pk: int) -> HttpResponse:
    """The officer notes which body took a signature over."""
    found = _find(desk(request, area), pk)
    form = forms.PassOnForm(forms.typed(request), signatory=found, initial={"on": found.area.today()})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        why_not = rules.why_not_pass_on(request.user, found, given["successor"], given["on"])
        if _fits(form, why_not):
            heir = actions.pass_on(signatory=found, successor=given["successor"], on=given["on"], by=acting(request))
            messages.success(request, _("%(heir)s took over the signature.") % {"heir": heir})
            return redirect(heir.get_absolute_url())
    insist(None if found.is_standing else rules.why_not_change(request.user, found))
    return _act_page(request, found, form, _("Pass the signature on to a successor"), _("Pass on"), "pass_on")


def members(request: HttpRequest, area: str, pk: int) -> HttpResponse:
    """The members a signatory signs for."""
    found = _own(request, area, pk)
    insist(rules.why_not_change(request.user, found))
    form = watch(forms.SignatoryMembersForm(forms.typed(request), initial={"members": found.members}))
    if request.method == "POST" and form.is_valid():
        actions.change_members(signatory=found, members=form.cleaned_data["members"], by=acting(request))
        messages.success(request, _("The list of members was changed."))
        return redirect(found.get_absolute_url())
    return _act_page(request, found, form, _("Members it signs for"), _("Save"), "members")


def contact(request: HttpRequest, area: str, pk: int) -> HttpResponse:
    """Whom to write to; never public."""
    found = _own(request, area, pk)
    form = watch(forms.SignatoryContactForm(forms.typed(request), initial=forms.SignatoryContactForm.of(found)))
    if request.method == "POST" and form.is_valid():
        actions.change_contact(signatory=found, details=form.cleaned_data, by=acting(request))
        messages.success(request, _("The contact details were changed."))
        return redirect(found.get_absolute_url())
    return _act_page(request, found, form, _("Contact details"), _("Save"), "contact")


def _act_page(
    request: HttpRequest, found: Signatory, form: Form, says: str, button: str, name: str, **more: Any
) -> HttpResponse:
    trail = [*_trail(found.area, register=True), (str(found), found.get_absolute_url())]
    facts = {"area": found.area, "trail": trail, "signatory": found, "form": form, "says": says, "button_text": button}
    return page(request, "signatories/act.html", {**facts, "name": name, **more})


def _trail(area: Area, register: bool = False) -> list[tuple[str, str]]:
    home = f"/areas/{area.slug}/"
    return [(area.name, home), *([(_("Signatories"), f"{home}signatories/")] if register else [])]


def _find(area: Area, pk: int) -> Signatory:
    here = _with_signatures(Signatory.objects.of(area)).select_related("passed_to__organisation")
    return get_object_or_404(here, pk=pk)


def _own(request: HttpRequest, area: str, pk: int) -> Signatory:
    """A signatory, for those who speak for it; for everybody else the page does not exist."""
    found = _find(find_area(area), pk)
    if rules.why_not_see_contact(request.user, found):
        raise Http404
    return found


def _with_letter(area: str, pk: int, key: str) -> Signatory:
    """A signatory, for who holds the letter to its contact; for everybody else the page does not exist."""
    found = _find(find_area(area), pk)
    edition = rules.present_edition(found.area)
    if edition is None or not rules.is_key(found, edition, key):
        raise Http404
    return found


def _signed(area: Area, pk: int) -> tuple[Signatory, Signature]:
    """A signatory with its latest signature; one that never signed has no papers."""
    found = _find(area, pk)
    signature = next((each for each in found.signatures.all() if each.on), None)
    if signature is None:
        raise Http404
    return found, signature


class Line(NamedTuple):
    """A signatory as the register shows it."""

    pk: int
    name: str
    sector: str
    members: int
    signed: list[str]
    state: SafeString


def _lines(found: Iterable[Any]) -> list[Line]:
    """The lines of the register, of signatories ``under`` an edition: one question for all signatures, and no word
    looked up twice."""
    rows, signed = list(found), defaultdict(list)
    signatures = Signature.objects.filter(signatory__in=[each.pk for each in rows]).order_by(*NEWEST_FIRST)
    for pk, title, on, until, role in signatures.values_list("signatory", "edition__title", "on", "until", "role"):
        signed[pk].append(_said(title, on, until, role))
    sectors, shown = dict(Sector.choices), cache(_shown)
    return [
        Line(
            each.pk, each.organisation.name, str(sectors[Sector(each.organisation.sector)]), each.members_count,
            signed[each.pk], shown(each.state, each.signed_this),
        )
        for each in rows
    ]  # fmt: skip


def _said(title: str, on: date | None, until: date | None, role: str) -> str:
    if on is None:
        return f"{title}: {_('named as %(role)s') % {'role': role}}"
    ended = f", {_('until %(until)s') % {'until': in_words(until)}}" if until else ""
    return f"{in_words(on)}: {title}{ended}"


def _shown(state: str, signed_this: bool) -> SafeString:
    """Where a signatory stands, in a word."""
    if state == State.SIGNED:
        return tag(_("Signed"), "green") if signed_this else tag(_("Signed the previous edition"), "yellow")
    if state == State.NAMED:
        return tag(_("Named in the document"), "blue")
    return tag(_("Withdrawn"), "grey") if state == State.WITHDRAWN else tag(_("Passed on"), "grey")


def _with_signatures(found: Signatories) -> Signatories:
    ordered = Signature.objects.select_related("edition").defer("edition__text").order_by(*NEWEST_FIRST)
    return found.prefetch_related(Prefetch("signatures", ordered))


def _narrowed(area: Area, edition: Edition | None, narrow: forms.FilterForm) -> Signatories:
    found = Signatory.objects.of(area).under(edition)
    if not narrow.is_valid():
        return found
    given = narrow.cleaned_data
    for word in given["words"].split()[:10]:
        found = found.filter(Q(organisation__name__icontains=word) | Q(members__icontains=word))
    if given["sector"]:
        found = found.filter(organisation__sector=given["sector"])
    if given["state"] in ("present", "before"):
        return found.that_signed(edition) if given["state"] == "present" else found.to_sign_again(edition)
    return found.filter(state=given["state"]) if given["state"] else found


def _counts(area: Area) -> dict[str, Any]:
    signed = Q(state=State.SIGNED)
    by_sector = {each.value: Count("pk", filter=signed & Q(organisation__sector=each)) for each in Sector}
    return Signatory.objects.filter(area=area).aggregate(
        total=Count("pk", filter=signed), members=Sum("members_count", filter=signed, default=0),
        named=Count("pk", filter=Q(state=State.NAMED)), **by_sector,
    )  # fmt: skip


def _cells(signatory: Signatory, signature: Signature) -> list[Any]:
    body = signatory.organisation
    until = signature.until or (None if signature.on is None else signature.edition.end)
    return [
        body.name, body.sector, body.kind, body.identifier, signatory.state, signature.edition_id, signature.on, until,
        signature.role, signatory.members_count, f"{settings.ADDRESS}{signatory.get_absolute_url()}",
    ]  # fmt: skip


def _fits(form: Form, why_not: str | None) -> bool:
    if why_not:
        form.add_error(None, why_not)
    return not why_not
