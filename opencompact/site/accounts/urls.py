"""Addresses of people, organisations, roles and signing in."""

from __future__ import annotations

from allauth.account import views as sign_in
from allauth.mfa.base import views as second_step
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as app
from allauth.mfa.webauthn import views as passkeys
from allauth.socialaccount.providers.openid_connect import views as council
from django.urls import path

from opencompact.site.accounts import own

# The sign-in library finds its pages by these names.
SIGN_IN = [
    path("sign-in/", sign_in.request_login_code, name="account_login"),
    path("sign-in/", sign_in.request_login_code, name="account_request_login_code"),
    path("sign-in/code/", sign_in.confirm_login_code, name="account_confirm_login_code"),
    path("sign-in/second-step/", second_step.authenticate, name="mfa_authenticate"),
    path("sign-in/passkey/", passkeys.login_webauthn, name="mfa_login_webauthn"),
    path("sign-in/who/", own.who_has_account, name="account_signup"),
    path("sign-in/closed/", sign_in.account_inactive, name="account_inactive"),
    path("sign-in/with/<slug:provider_id>/", council.login, name="openid_connect_login"),
    path("sign-in/with/<slug:provider_id>/back/", own.back_from_council, name="openid_connect_callback"),
    path("sign-in/stopped/", own.stopped_at_council, name="socialaccount_login_cancelled"),
    path("sign-out/", sign_in.logout, name="account_logout"),
]
METHODS = [
    path("account/sign-in/", second_step.index, name="mfa_index"),
    path("account/sign-in/again/", second_step.reauthenticate, name="mfa_reauthenticate"),
    path("account/sign-in/again/passkey/", passkeys.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("account/sign-in/app/", own.counts_as_passed(app.activate_totp), name="mfa_activate_totp"),
    path("account/sign-in/app/remove/", app.deactivate_totp, name="mfa_deactivate_totp"),
    path("account/sign-in/codes/", own.recovery_codes, name="mfa_view_recovery_codes"),
    path("account/sign-in/codes/new/", codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("account/sign-in/passkeys/", passkeys.list_webauthn, name="mfa_list_webauthn"),
    path("account/sign-in/passkeys/add/", own.counts_as_passed(passkeys.add_webauthn), name="mfa_add_webauthn"),
    path("account/sign-in/passkeys/<int:pk>/remove/", passkeys.remove_webauthn, name="mfa_remove_webauthn"),
]

urlpatterns = [*SIGN_IN, *METHODS]
