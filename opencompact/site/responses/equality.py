"""The ready-made equality questions: optional, counted, never kept with an answer. Beside the six files of a room,
because it is a text to be read and changed as one."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from opencompact.site.responses.models import Kind


def standard() -> list[dict[str, Any]]:
    """Questions most bodies ask, in words that offend as few as can be; whoever asks may change or remove each."""
    rather_not = _("Prefer not to say")
    yes_no = (_("Yes"), _("No"), rather_not)
    return [
        _one(_("How old are you?"), _("Under 16"), "16–24", "25–34", "35–44", "45–54", "55–64", "65–74",
             _("75 or over"), rather_not),
        _one(_("Do you have a health condition or impairment that makes everyday things harder, and has lasted, or "
               "will last, a year or more?"), *yes_no),
        _one(_("What is your ethnic group?"), _("Asian or Asian British"), _("Black, Black British, Caribbean or "
             "African"), _("Mixed or multiple ethnic groups"), _("White British"), _("White, another background"),
             _("Gypsy, Traveller or Roma"), _("Another ethnic group"), rather_not),
        _one(_("What is your sex?"), _("Female"), _("Male"), rather_not),
        _one(_("Is your gender the same as the sex you were registered with at birth?"), *yes_no),
        _one(_("Which best describes your sexual orientation?"), _("Straight or heterosexual"), _("Gay or lesbian"),
             _("Bisexual"), _("In another way"), rather_not),
        _one(_("What is your religion or belief?"), _("None"), _("Christian"), _("Buddhist"), _("Hindu"), _("Jewish"),
             _("Muslim"), _("Sikh"), _("Another religion or belief"), rather_not),
        _one(_("Do you provide unpaid care for somebody who could not manage without you?"), *yes_no),
        _one(_("Are you pregnant, or have you had a baby in the last year?"), *yes_no),
    ]  # fmt: skip


def _one(text: str, *options: str) -> dict[str, Any]:
    return {"kind": Kind.ONE, "text": text, "options": "\n".join(options), "apart": True}
