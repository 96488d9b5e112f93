"""Addresses of the pages of personal data, under the desk."""

from django.urls import path

from huiyin.web.desk.personal import pages

urlpatterns = [
    path("personal/", pages.personal, name="personal"),
    path("personal/copy/", pages.copy, name="personal_copy"),
    path("personal/propose/", pages.propose, name="personal_propose"),
    path("personal/confirm/", pages.confirm, name="personal_confirm"),
    path("personal/withdraw/", pages.withdraw, name="personal_withdraw"),
]
