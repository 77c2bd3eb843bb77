"""What is typed about an area."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from opencompact.site.areas.brand import LIGHT, READABLE, contrast
from opencompact.site.areas.models import COLOUR, Area

MOST_BYTES = 1_000_000
MOST_POINTS = 40_000_000  # a small file may unpack into a picture that fills the memory
LOGO = (400, 120)
NATIONS = [
    ("england", _("England")), ("wales", _("Wales")), ("scotland", _("Scotland")),
    ("northern-ireland", _("Northern Ireland")),
]  # fmt: skip


def agreed_days(label: Any, hint: Any) -> forms.IntegerField:
    """A field for a number of days that both sectors may have agreed on."""
    wrong = _("Enter a number of days, 1 to 366, or leave it empty")
    errors = dict.fromkeys(("invalid", "min_value", "max_value"), wrong)
    return forms.IntegerField(
        label=label, help_text=hint, required=False, min_value=1, max_value=366, error_messages=errors
    )


class OpenAreaForm(forms.Form):
    """A new area."""

    name = forms.CharField(
        label=_("Name of the area"), max_length=100, error_messages={"required": _("Enter the name of the area")}
    )
    slug = forms.SlugField(
        label=_("Part of the web address for this area"), max_length=60,
        help_text=_("For example, “wellbridge”. You can't change it later."),
        error_messages={
            "required": _("Enter the part of the web address for this area"),
            "invalid": _("Use only lower case letters, numbers and hyphens"),
        },
    )  # fmt: skip
    nation = forms.ChoiceField(
        label=_("Nation"), choices=NATIONS, widget=forms.RadioSelect, help_text=_("We use its bank holidays."),
        error_messages={"required": _("Choose a nation"), "invalid_choice": _("Choose one of the nations")},
    )  # fmt: skip

    def clean_slug(self) -> str:
        slug: str = self.cleaned_data["slug"].lower()
        if Area.objects.filter(slug=slug).exists():
            raise forms.ValidationError(_("Another area already uses this web address. Choose another"))
        return slug


class AreaSettingsForm(forms.Form):
    """What an area is called and looks like."""

    name = forms.CharField(
        label=_("Name of the area"), max_length=100, error_messages={"required": _("Enter the name of the area")}
    )
    name_cy = forms.CharField(label=_("Name in Welsh (optional)"), max_length=100, required=False)
    word = forms.CharField(
        label=_("What do you call your agreement?"), max_length=40,
        help_text=_("Compact, Covenant, Accord, Charter, or a word of your own."),
        error_messages={"required": _("Enter what you call your agreement")},
        widget=forms.TextInput({"class": "govuk-input--width-20", "autocapitalize": "words"}),
    )  # fmt: skip
    word_cy = forms.CharField(label=_("The word in Welsh (optional)"), max_length=40, required=False)
    colour = forms.CharField(
        label=_("Colour"), max_length=7, validators=[COLOUR],
        help_text=_("For example, #1d5b79. White text on it must be easy to read."),
        error_messages={"required": _("Enter a colour, such as #1d5b79")},
        widget=forms.TextInput({"class": "govuk-input--width-10", "spellcheck": "false"}),
    )  # fmt: skip
    logo = forms.FileField(
        label=_("Logo (optional)"), required=False,
        help_text=_("A PNG or JPEG of up to 1 MB. We'll reduce it to fit 400 by 120 points."),
    )  # fmt: skip
    logo_text = forms.CharField(
        label=_("What the logo says (optional)"), max_length=120, required=False,
        help_text=_("For people who can't see it. Usually the name shown on the logo."),
    )  # fmt: skip
    without_logo = forms.BooleanField(label=_("Remove the logo"), required=False)
    contact_name = forms.CharField(
        label=_("Who can people contact?"), max_length=100, required=False, help_text=_("An office, not a person.")
    )
    contact_email = forms.EmailField(
        label=_("Email address of the office"), required=False, max_length=254, help_text=_("This is public."),
        error_messages={"invalid": _("Enter an email address in the correct format, like name@example.org")},
    )  # fmt: skip
    about = forms.CharField(
        label=_("About the area (optional)"), required=False, max_length=2000, widget=forms.Textarea({"rows": 4})
    )
    reply_days = forms.IntegerField(
        label=_("How many days does a body have to reply before “not kept” is public?"), min_value=0, max_value=60,
        help_text=_(
            "From 0 to 60 days. With 0, findings are public straight away. Both sectors should agree the "
            "number. Findings already waiting keep their date."),
        error_messages={
            "required": _("Enter a number of days, 0 to 60"), "invalid": _("Enter a number of days, 0 to 60"),
            "min_value": _("Enter a number of days, 0 to 60"), "max_value": _("Enter a number of days, 0 to 60"),
        },
    )  # fmt: skip
    record_days = agreed_days(
        _("How many days after a meeting is its record published? (optional)"),
        _("Used only if your agreement doesn’t say. Leave it empty if nothing has been agreed."),
    )
    answer_days = agreed_days(
        _("How many days does a body have to answer the group? (optional)"),
        _("For recommendations and advice. The date is shown to everybody. Leave it empty if nothing has been agreed."),
    )
    results_days = agreed_days(
        _("How many days after a consultation closes are its results published? (optional)"),
        _("Used only if your agreement doesn’t say when feedback is due. Leave it empty if nothing has been agreed."),
    )
    sign_again_days = agreed_days(
        _("How many days do signatories have to sign a new edition? (optional)"),
        _("Counted from the first day it is in force."),
    )
    small_number = forms.IntegerField(
        label=_("What is the smallest number of people to show?"), min_value=3, max_value=20,
        help_text=_(
            "From 3 to 20. Smaller numbers of people are hidden so that nobody can be identified, and a body "
            "with fewer records is not shown separately."),
        error_messages={
            "required": _("Enter a number, 3 to 20"), "invalid": _("Enter a number, 3 to 20"),
            "min_value": _("Enter a number, 3 to 20"), "max_value": _("Enter a number, 3 to 20"),
        },
    )  # fmt: skip

    private_signs = forms.BooleanField(
        label=_("Businesses can sign"), required=False,
        help_text=_("Tick this only if your agreement invites the private sector."),
    )  # fmt: skip

    def __init__(self, *args: Any, has_logo: bool = False, **more: Any) -> None:
        super().__init__(*args, **more)
        self.has_logo = has_logo
        if not has_logo:
            del self.fields["without_logo"]

    def clean_colour(self) -> str:
        colour: str = self.cleaned_data["colour"].lower()
        found = contrast(colour, LIGHT)
        if found < READABLE:
            raise forms.ValidationError(
                _(
                    "White text can't be read on this colour. The contrast is %(found).1f to 1 and it must "
                    "be at least 4.5 to 1. Choose a darker colour"),
                params={"found": int(found * 10) / 10},
            )  # fmt: skip
        return colour

    def clean_logo(self) -> bytes | None:
        upload: UploadedFile[Any] | None = self.cleaned_data.get("logo")
        if upload is None:
            return None
        if (upload.size or 0) > MOST_BYTES:
            raise forms.ValidationError(_("The logo is larger than 1 MB. Choose a smaller file"))
        made = as_logo(upload.read())
        if made is None:
            raise forms.ValidationError(_("The logo must be a PNG or JPEG"))
        return made

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        keeps = self.has_logo and not told.get("without_logo")
        if (told.get("logo") or keeps) and not told.get("logo_text") and "logo" not in self.errors:
            self.add_error("logo_text", _("Enter what the logo says, for people who can't see it"))
        return told


def as_logo(uploaded: bytes) -> bytes | None:
    """A picture made anew as a small PNG, so that nothing hidden in the file is kept; None for what is no picture."""
    if len(uploaded) > MOST_BYTES or not _is_picture(uploaded):
        return None
    from PIL import Image, UnidentifiedImageError  # loaded when first asked: few ever send a picture

    try:
        with Image.open(BytesIO(uploaded), formats=("PNG", "JPEG")) as picture:
            if picture.width * picture.height > MOST_POINTS:
                return None
            made = picture.convert("RGBA")
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError, SyntaxError):
        return None
    made.info.clear()  # colour profiles and notes can hold anything
    made.thumbnail(LOGO)
    kept = BytesIO()
    made.save(kept, "PNG", optimize=True)
    return kept.getvalue()


def _is_picture(uploaded: bytes) -> bool:
    import puremagic  # as above

    try:
        kind = puremagic.from_string(uploaded, mime=True)
    except (puremagic.PureError, ValueError):
        return False
    return kind in ("image/png", "image/jpeg")
