"""Addresses of the pages for setting an act right."""

from django.urls import path

from huiyin.web.desk.correcting import pages

urlpatterns = [
    path("matters/<int:matter_id>/acts/<int:position>/correct/", pages.correct, name="correct"),
    path("corrections/", pages.corrections, name="corrections"),
]
