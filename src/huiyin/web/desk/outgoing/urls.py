"""Addresses of the letters of an office."""

from django.urls import path

from huiyin.web.desk.outgoing import day, lists

urlpatterns = [
    path("letters/", lists.to_sign, name="letters"),
    path("letters/mine/", lists.drafts, name="letters_drafts"),
    path("letters/day/", day.day, name="letters_day"),
    path("letters/numbers/", lists.numbers, name="letters_numbers"),
    path("printings/<int:printing_id>/", day.printing, name="printing"),
    path("printings/<int:printing_id>/letters.pdf", day.printing_pdf, name="printing_pdf"),
]
