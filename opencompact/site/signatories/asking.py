"""The pages on which somebody asks to sign. They stand apart from the register: a journey of seven pages that keeps
what was typed in the visitor's session until it is sent."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import BadRequest
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from opencompact.core.editions import Commitment, Party, Strength
from opencompact.core.words import said
from opencompact.site.agreements.models import Edition
from opencompact.site.areas.finding import find_area
from opencompact.site.areas.models import Area
from opencompact.site.limits import insist_on_limit
from opencompact.site.pages import page
from opencompact.site.rules import ANYBODY, insist
from opencompact.site.signatories import actions, rules
from opencompact.site.signatories.forms import NOT_KEPT, STEPS
from opencompact.site.signatories.models import Signatory, Wish

SHOWN = 3  # promises of each side on the first page


def start(request: HttpRequest, area: str) -> HttpResponse:
    """What signing means, for both sides, and how it goes."""
    place = find_area(area)
    edition = rules.present_edition(place)
    signed = Signatory.objects.of(place).standing().count()
    sides = _sides(edition) if edition else []
    return _page(request, "start", place, edition, why_not=rules.why_not_ask(place), signed=signed, sides=sides)


def step(request: HttpRequest, area: str, step: str) -> HttpResponse:
    """One group of questions."""
    place = find_area(area)
    if step not in STEPS:
        raise Http404
    insist(rules.why_not_ask(place))
    title, questions = STEPS[step]
    kept = _kept(request, place)
    form = questions(request.POST) if request.method == "POST" else questions(initial=kept.get(step))
    if request.method == "POST" and form.is_valid() and _may_ask(place, form):
        insist_on_limit(request, "sign-step")
        kept[step] = {name: request.POST.get(name, "") for name in form.fields}
        request.session[_drawer(place)] = kept
        return redirect(f"/areas/{place.slug}/sign/{_next(step, kept)}/")
    names = list(STEPS)
    place_of_it = names.index(step)
    return _page(
        request, "step", place, rules.present_edition(place), form=form, title=title, step=step,
        number=place_of_it + 1, of=len(names), back=names[place_of_it - 1] if place_of_it else "",
    )  # fmt: skip


def check(request: HttpRequest, area: str) -> HttpResponse:
    """Everything that was answered, to check and to send."""
    place = find_area(area)
    kept = _kept(request, place)
    if request.method == "POST" and not kept and "receipt" in request.session.get(_drawer(place, "sent"), {}):
        return redirect(f"/areas/{place.slug}/sign/sent/")
    insist(rules.why_not_ask(place))
    forms = {step: questions(kept.get(step) or {}) for step, (_title, questions) in STEPS.items()}
    unready = next((step for step, form in forms.items() if not form.is_valid()), None)
    if unready:
        return redirect(f"/areas/{place.slug}/sign/{unready}/")
    if request.method == "POST":
        given = {name: value for form in forms.values() for name, value in form.cleaned_data.items()}
        answers = {name: value for name, value in given.items() if name not in NOT_KEPT}
        insist_on_limit(request, "sign", per_subject=answers["contact_email"])
        wish = actions.ask(area=place, answers=answers, by=ANYBODY, language=(get_language() or "en")[:2])
        request.session[_drawer(place, "sent")] = {"receipt": wish.receipt, "email": wish.contact_email}
        request.session.pop(_drawer(place), None)
        return redirect(f"/areas/{place.slug}/sign/sent/")
    rows = [(step, STEPS[step][0], _answers(form)) for step, form in forms.items()]
    return _page(request, "check", place, rules.present_edition(place), rows=rows)


def sent(request: HttpRequest, area: str) -> HttpResponse:
    """It was sent: what happens next."""
    place = find_area(area)
    facts = request.session.get(_drawer(place, "sent"))
    if not facts:
        return redirect(f"/areas/{place.slug}/sign/")
    return _page(request, "sent", place, rules.present_edition(place), **facts)


def confirm(request: HttpRequest, area: str, key: str) -> HttpResponse:
    """The page behind the link in the letter: a button confirms, reading the page does not."""
    place = find_area(area)
    wish = get_object_or_404(Wish.objects.of(place), key=key)
    if request.method == "POST" and not wish.confirmed:
        insist(rules.why_not_confirm(wish))
        actions.confirm(wish=wish, by=ANYBODY)
    if request.method == "POST":
        return redirect(request.path)
    why_not = None if wish.confirmed else rules.why_not_confirm(wish)
    return _page(request, "confirm", place, wish.edition, wish=wish, why_not=why_not, status=410 if why_not else 200)


def _page(
    request: HttpRequest, name: str, area: Area, edition: Edition | None, status: int = 200, **facts: Any
) -> HttpResponse:
    home = f"/areas/{area.slug}/"
    trail = [(area.name, home)] if name == "start" else [(area.name, home), (_sign_word(area), f"{home}sign/")]
    context = {"area": area, "edition": edition, "trail": trail, **facts}
    return page(request, f"signatories/sign_{name}.html", context, status=status)


def _sign_word(area: Area) -> str:
    return _("Sign the %(word)s") % {"word": area.word}


def _drawer(area: Area, what: str = "answers") -> str:
    return f"sign/{area.slug}/{what}"


def _kept(request: HttpRequest, area: Area) -> dict[str, Any]:
    kept = request.session.get(_drawer(area), {})
    if not isinstance(kept, dict):
        raise BadRequest
    return {step: answers for step, answers in kept.items() if step in STEPS}


def _next(step: str, kept: dict[str, Any]) -> str:
    """The first group not answered yet, after this one first; when all are, the page to check them."""
    names = list(STEPS)
    after = names[names.index(step) + 1 :] + names
    return next((name for name in after if name not in kept), "check")


def _may_ask(area: Area, form: Form) -> bool:
    """Say beside the question why an organisation or an address can't ask."""
    given = form.cleaned_data
    why_not = rules.why_not_ask(area, given.get("name", ""), given.get("contact_email", ""))
    if why_not:
        form.add_error("name" if "name" in given else "contact_email", why_not)
    if "kind" in given and (why_not_kind := rules.why_not_kind(area, given["kind"], given["sector"])):
        form.add_error("kind", why_not_kind)
    return not form.errors


def _answers(form: Form) -> list[tuple[str, str]]:
    """Questions and answers as they are shown before sending."""
    found = []
    for name, field in form.fields.items():
        value = form.cleaned_data.get(name)
        choices = dict(getattr(field, "choices", ()))
        found.append((str(field.label).removesuffix(" (optional)"), value, choices))
    return [(label, _shown(value, choices)) for label, value, choices in found if value not in ("", None, False)]


def _shown(value: Any, choices: dict[Any, Any]) -> str:
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    return str(choices.get(value, value))


def _sides(edition: Edition) -> list[dict[str, Any]]:
    """What each side promises: how many things, and the first of them that are musts."""
    document = edition.document
    found = []
    for party, side in [(Party.PUBLIC, document.parties.public), (Party.VOLUNTARY, document.parties.voluntary)]:
        own = [each for each in document.commitments if each.by == party]
        both = [each for each in document.commitments if each.by == Party.BOTH]
        shown = sorted(own or both, key=_musts_first)[:SHOWN]
        found.append({
            "name": said(side.name), "own": len(own), "both": len(both),
            "shown": [(each.ref, said(each.summary)) for each in shown],
        })  # fmt: skip
    return found


def _musts_first(commitment: Commitment) -> bool:
    return commitment.strength != Strength.MUST
