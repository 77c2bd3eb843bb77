"""What people type to sign in. The sign-in library asks for these by name when somebody does: with its passkeys it
takes long to load, so nothing else imports them."""

from __future__ import annotations

from allauth.account.forms import ConfirmLoginCodeForm, RequestLoginCodeForm
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.utils.translation import gettext_lazy as _

from opencompact.site.accounts.forms import ENTER_EMAIL, code_field


class AskForCode(RequestLoginCodeForm):  # type: ignore[misc]
    """The address a code goes to."""

    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("We'll send a code to this address. You don't need a password."),
        error_messages=ENTER_EMAIL,
        max_length=254,
        widget=forms.EmailInput({"autocomplete": "email", "spellcheck": "false"}),
    )


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
