"""Addresses of search."""

from django.urls import path

from huiyin.web.desk.search import pages

urlpatterns = [
    path("search/", pages.search, name="search"),
    path("search/similar/", pages.similar, name="search_similar"),
]
