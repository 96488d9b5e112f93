"""Addresses of papers shown beside their text."""

from django.urls import path

from huiyin.web.desk.papers import pages

urlpatterns = [
    path("files/<int:file_id>/pages/<int:page>/", pages.page, name="paper_page"),
    path("files/<int:file_id>/beside/", pages.beside, name="beside"),
]
