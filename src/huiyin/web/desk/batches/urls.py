"""Addresses of batches."""

from django.urls import path

from huiyin.web.desk.batches import choosing, pages

urlpatterns = [
    path("batches/", choosing.choose, name="choose_batch"),
    path("batches/<int:batch_id>/", pages.batch, name="batch"),
]
