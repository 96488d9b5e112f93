"""Addresses of the intake morning."""

from django.urls import path

from huiyin.web.desk.intake import pages

urlpatterns = [
    path("intake/", pages.intake, name="intake"),
    path("intake/<int:matter_id>/", pages.take, name="take_in"),
]
