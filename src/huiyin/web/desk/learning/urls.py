"""Addresses of learning."""

from django.urls import path

from huiyin.web.desk.learning import models, pages

urlpatterns = [
    path("teach/", pages.teach, name="teach"),
    path("teach/models/", models.models, name="models"),
    path("matters/<int:matter_id>/confirm/", pages.confirm, name="confirm_kind"),
]
