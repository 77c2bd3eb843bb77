"""Addresses of signing and of the register. The officer's yes to a wish names its champion too, so it is answered by
the room above."""

from __future__ import annotations

from django.urls import path

from opencompact.site.signatories import asking, views

PLACE = "areas/<slug:area>"
ONE = f"{PLACE}/signatories/<int:pk>"

urlpatterns = [
    path(f"{PLACE}/sign/", asking.start, name="sign"),
    path(f"{PLACE}/sign/check/", asking.check, name="sign-check"),
    path(f"{PLACE}/sign/sent/", asking.sent, name="sign-sent"),
    path(f"{PLACE}/sign/confirm/<str:key>/", asking.confirm, name="sign-confirm"),
    path(f"{PLACE}/sign/<slug:step>/", asking.step, name="sign-step"),
    path(f"{PLACE}/signatories/", views.register, name="signatories"),
    path(f"{PLACE}/signatories/signatories.csv", views.download, name="signatories-csv"),
    path(f"{PLACE}/signatories/requests/", views.wishes, name="wishes"),
    path(f"{PLACE}/signatories/requests/<int:pk>/", views.wish, name="wish"),
    path(f"{PLACE}/signatories/requests/<int:pk>/refuse/", views.refuse, name="wish-refuse"),
    path(f"{ONE}/", views.signatory, name="signatory"),
    path(f"{ONE}/certificate/", views.certificate, name="certificate"),
    path(f"{ONE}/certificate.pdf", views.certificate_pdf, name="certificate-pdf"),
    path(f"{ONE}/code.svg", views.code, name="certificate-code"),
    path(f"{ONE}/badge.svg", views.badge, name="badge"),
    path(f"{ONE}/withdraw/", views.withdraw, name="withdraw"),
    path(f"{ONE}/sign-again/", views.sign_again, name="sign-again"),
    path(f"{ONE}/sign-again/<str:key>/", views.sign_again, name="sign-again-by-letter"),
    path(f"{ONE}/pass-on/", views.pass_on, name="pass-on"),
    path(f"{ONE}/members/", views.members, name="signatory-members"),
    path(f"{ONE}/contact/", views.contact, name="signatory-contact"),
]
