"""Addresses of people, organisations, roles and signing in."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.urls import path
from django.utils.module_loading import import_string

from opencompact.site.accounts import own, views
from opencompact.site.accounts.door import View, with_second_step


def ours(view: str, **methods: Any) -> View:
    """A page of the sign-in library as one of ours: what it calls ``view`` is another thing in our pages. It is loaded
    when somebody first asks for it, for with its passkeys the library takes long."""

    @cache
    def loaded() -> View:
        library: Any = import_string(f"allauth.{view}")
        ours: Any = type(library.__name__, (library,), methods)
        made: View = ours.as_view(extra_context={"view": ""})
        return made

    def answer(request: HttpRequest, **named: Any) -> HttpResponseBase:
        return loaded()(request, **named)

    return answer


def to_council(request: HttpRequest, provider_id: str) -> HttpResponseBase:
    """Go to a council's own sign-in."""
    found: View = import_string("allauth.socialaccount.providers.openid_connect.views.login")
    return found(request, provider_id)


def begin_again(*_asked: Any) -> None:
    """Whoever asks for a code once more, or with another address, is not sent back to the page of the first code."""


ask_for_code = ours("account.views.RequestLoginCodeView", _redirect_to_pending_stage=begin_again)
# The sign-in library finds its pages by these names.
SIGN_IN = [
    path("sign-in/", ask_for_code, name="account_login"),
    path("sign-in/", ask_for_code, name="account_request_login_code"),
    path("sign-in/code/", ours("account.views.ConfirmLoginCodeView"), name="account_confirm_login_code"),
    path("sign-in/second-step/", ours("mfa.base.views.AuthenticateView"), name="mfa_authenticate"),
    path("sign-in/passkey/", ours("mfa.webauthn.views.LoginWebAuthnView"), name="mfa_login_webauthn"),
    path("sign-in/who/", own.who_has_account, name="account_signup"),
    path("sign-in/closed/", ours("account.views.AccountInactiveView"), name="account_inactive"),
    path("sign-in/stopped/", own.stopped_at_council, name="socialaccount_login_cancelled"),
    path("sign-in/with/<slug:provider_id>/", to_council, name="openid_connect_login"),
    path("sign-in/with/<slug:provider_id>/back/", own.back_from_council, name="openid_connect_callback"),
    path("sign-out/", ours("account.views.LogoutView"), name="account_logout"),
]
METHODS = [
    path("account/sign-in/", ours("mfa.base.views.IndexView"), name="mfa_index"),
    path(
        "account/sign-in/again/", with_second_step(ours("mfa.base.views.ReauthenticateView")), name="mfa_reauthenticate"
    ),
    path(
        "account/sign-in/again/passkey/",
        with_second_step(ours("mfa.webauthn.views.ReauthenticateWebAuthnView")),
        name="mfa_reauthenticate_webauthn",
    ),
    path(
        "account/sign-in/app/", own.counts_as_passed(ours("mfa.totp.views.ActivateTOTPView")), name="mfa_activate_totp"
    ),
    path("account/sign-in/app/remove/", ours("mfa.totp.views.DeactivateTOTPView"), name="mfa_deactivate_totp"),
    path("account/sign-in/codes/", own.recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "account/sign-in/codes/new/",
        ours("mfa.recovery_codes.views.GenerateRecoveryCodesView"),
        name="mfa_generate_recovery_codes",
    ),
    path("account/sign-in/passkeys/", ours("mfa.webauthn.views.ListWebAuthnView"), name="mfa_list_webauthn"),
    path(
        "account/sign-in/passkeys/add/",
        own.counts_as_passed(ours("mfa.webauthn.views.AddWebAuthnView")),
        name="mfa_add_webauthn",
    ),
    path(
        "account/sign-in/passkeys/<int:pk>/remove/",
        ours("mfa.webauthn.views.RemoveWebAuthnView"),
        name="mfa_remove_webauthn",
    ),
]
ACCOUNT = [
    path("account/name/", own.change_name, name="change_name"),
    path("account/email/", own.ask_new_email, name="ask_new_email"),
    path("account/email/code/", own.confirm_new_email, name="confirm_new_email"),
    path("account/sign-out-everywhere/", own.sign_out_everywhere, name="sign_out_everywhere"),
    path("account/erased/", own.erased, name="account_erased"),
]
AREA = [
    path("areas/<slug:area>/people/", views.people, name="people"),
    path("areas/<slug:area>/people/give/", views.give, name="give_role"),
    path("areas/<slug:area>/people/<int:pk>/end/", views.end, name="end_role"),
    path("areas/<slug:area>/organisations/", views.organisations, name="organisations"),
    path("areas/<slug:area>/organisations/add/", views.add, name="add_organisation"),
    path("areas/<slug:area>/organisations/<slug:slug>/", views.organisation, name="organisation"),
    path("areas/<slug:area>/organisations/<slug:slug>/change/", views.change, name="change_organisation"),
    path("areas/<slug:area>/organisations/<slug:slug>/successor/", views.successor, name="succeed_organisation"),
    path("areas/<slug:area>/organisations/<slug:slug>/people/", views.own_people, name="organisation_people"),
    path("areas/<slug:area>/organisations/<slug:slug>/people/<int:pk>/left/", views.left, name="person_left"),
    path("areas/<slug:area>/settings/", views.area_settings, name="area_settings"),
    path("areas/<slug:area>/follow/", views.follow, name="follow"),
    path("areas/<slug:area>/follow/asked/", views.follow_asked, name="follow_asked"),
    path("areas/<slug:area>/follow/<str:key>/", views.follow_confirm, name="follow_confirm"),
    path("areas/<slug:area>/follow/<str:key>/stop/", views.follow_stop, name="follow_stop"),
    path("administration/", views.administration, name="administration"),
    path("administration/areas/open/", views.open_new_area, name="open_area"),
    path("administration/areas/<slug:area>/officers/", views.officers, name="officers"),
]

urlpatterns = [*SIGN_IN, *METHODS, *ACCOUNT, *AREA]
