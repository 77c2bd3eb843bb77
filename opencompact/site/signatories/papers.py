"""What a signatory takes away: its certificate as PDF, the code that leads to the record, its badge. Apart from the
pages, because these are files, the same bytes every time."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from opencompact.core.exchange.typeset import set_in_type
from opencompact.core.words import in_words
from opencompact.site.signatories.models import Signatory, Signature

PAPER = Path(__file__).resolve().parents[1] / "templates" / "signatories" / "certificate.typ"
LETTER = 7  # the width of a letter of the badge, more or less
NARROWEST = 240


def address_of(entry: int) -> str:
    """Where anybody can check an entry of the public record."""
    return f"{settings.ADDRESS}/record/{entry}/"


def code(entry: int) -> bytes:
    """The address of an entry as a picture that telephones read."""
    import qrcode  # loaded when first asked: with what draws pictures it takes 0.1 s
    import qrcode.image.svg

    drawn = qrcode.QRCode(border=4, error_correction=qrcode.constants.ERROR_CORRECT_M)
    drawn.add_data(address_of(entry))
    picture = io.BytesIO()
    drawn.make_image(image_factory=qrcode.image.svg.SvgPathImage).save(picture)
    return picture.getvalue()


def words_of(signatory: Signatory, signature: Signature) -> dict[str, str]:
    """What a certificate says, on the page and on paper."""
    edition, members = signature.edition, signatory.members_count
    ended = signature.until or edition.end
    return {
        "name": signatory.organisation.name,
        "says": _("signed the %(edition)s on %(on)s.") % {"edition": edition.title, "on": _day(signature.on)},
        "members": _("It also signed for its %(count)s members.") % {"count": members} if members else "",
        "ended": _ended(signatory, signature) if ended else "",
        "pledge": _(
            "It pledged to support the %(word)s as far as it can, follow its principles, name a champion and "
            "tell its own people about it."
        ) % {"word": signatory.area.word},
        "check": _("Anyone can check this in the public record: entry %(n)s, %(address)s") % {
            "n": signature.entry, "address": address_of(signature.entry),
        },
    }  # fmt: skip


def certificate(signatory: Signatory, signature: Signature, language: str) -> bytes:
    """The certificate as a tagged PDF."""
    area = signatory.area
    facts = {
        **words_of(signatory, signature),
        "area": area.name,
        "title": _("Certificate"),
        "place": signature.edition.title,
        "colour": area.colour,
        "language": language,
        "code": _("QR code linking to entry %(n)s of the public record") % {"n": signature.entry},
        "demonstration": _("A demonstration: this organisation is invented.") if area.is_demonstration else "",
    }
    day = signature.until or signature.on
    assert day is not None, "what was never signed has no certificate"
    # The day of the signature stands for the day of the file, so that the same certificate is the same file.
    return set_in_type({"main.typ": _paper(), "code.svg": code(signature.entry)}, facts, day)


def badge(signatory: Signatory, signature: Signature) -> str:
    """The badge as a picture in a text: no style and no script in it."""
    if signature.until:
        until = _("until %(on)s") % {"on": _day(signature.until)}
        says = _("signed the %(word)s") % {"word": signatory.area.word} + f", {until}"
    elif signature.edition.end:
        says = _("signed the %(edition)s") % {"edition": signature.edition.title}
        says += ", " + _("until %(on)s") % {"on": _day(signature.edition.end)}
    else:
        says = _("signed the %(edition)s") % {"edition": signature.edition.title}
    name = signatory.organisation.name
    short = name if len(name) <= 60 else f"{name[:59]}…"
    width = max(NARROWEST, LETTER * max(len(short), len(says)) + 84)
    facts = {"name": name, "short": short, "says": says, "width": width, "area": signatory.area,
             "standing": not signature.until}  # fmt: skip
    return render_to_string("signatories/badge.svg", facts)


def _ended(signatory: Signatory, signature: Signature) -> str:
    facts = {"name": signatory.organisation.name, "on": _day(signature.until or signature.edition.end)}
    if signature.until and signatory.passed_to:
        return _("On %(on)s its signature passed to %(heir)s.") % {**facts, "heir": signatory.passed_to}
    if signature.until:
        return _("%(name)s withdrew on %(on)s. This certificate was valid until then.") % facts
    return _("This edition was in force until %(on)s.") % facts


def _day(day: object) -> str:
    return in_words(day) if day else ""  # type: ignore[arg-type]


@cache
def _paper() -> bytes:
    return PAPER.read_bytes()
