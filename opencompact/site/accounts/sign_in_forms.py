"""What people type to sign in. The sign-in library asks for these by name when somebody does: with its passkeys it
takes long to load, so nothing else imports them."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import ConfirmLoginCodeForm, RequestLoginCodeForm
from allauth.core import context
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.utils.translation import gettext_lazy as _

from opencompact.site.accounts.forms import ENTER_EMAIL, code_field
from opencompact.site.accounts.signing_in import asks_too_often
from opencompact.site.limits import limited


class AskForCode(RequestLoginCodeForm):  # type: ignore[misc]
    """The address a code goes to."""

    email = forms.EmailField(
        label=_("Email address"),
        help_text=_("We'll send a code to this address. You don't need a password."),
        error_messages=ENTER_EMAIL,
        max_length=254,
        widget=forms.EmailInput({"autocomplete": "email", "spellcheck": "false"}),
    )

    _user: Any  # whose address it is, as the sign-in library found

    def clean_email(self) -> str:
        """Ask for a code. Where too many were asked for from one building, its people still get theirs, and the page
        is the same for everybody: nobody learns from it who has an account."""
        email: str = super().clean_email()
        request = context.request
        crowded = limited(request, "sign-in")
        often = bool(self._user or not crowded) and asks_too_often(request, email)
        if often and not crowded:
            raise get_adapter().validation_error("too_many_login_attempts")
        if crowded and (often or not self._user):
            self._user, request.writes_no_letter = None, True
        return email


class EnterCode(ConfirmLoginCodeForm):  # type: ignore[misc]
    """The code from the letter."""

    code = code_field(_("Code"), _("Eight letters, such as BCDF-GHJK. You can use capital or small letters."))


class SecondStepCode(AuthenticateForm):  # type: ignore[misc]
    """The second step: a code of the app, or a recovery code."""

    code = code_field(_("Security code from your app"), _("Six digits. You can also use an eight-digit recovery code."))


class SecondStepAgain(ReauthenticateForm):  # type: ignore[misc]
    """The second step once more, before something that matters."""

    code = code_field(_("Security code from your app"), _("Six digits. You can also use an eight-digit recovery code."))


class SetUpApp(ActivateTOTPForm):  # type: ignore[misc]
    """The first code of an app that was just told the secret."""

    code = code_field(_("Security code your app is showing now"), _("Six digits."))


class AddPasskey(AddWebAuthnForm):  # type: ignore[misc]
    """A passkey, and what to call it. Every passkey is one that signs in alone, and asks for a finger or a number."""

    name = forms.CharField(
        label=_("What to call it"), help_text=_("For example, “work laptop”."), required=False, max_length=60
    )
    passwordless = forms.BooleanField(initial=True, required=False, widget=forms.HiddenInput)
