"""Addresses of search."""

from django.urls import path

from huiyin.web.desk.search import number, pages

urlpatterns = [
    path("search/", pages.search, name="search"),
    path("search/number/", number.look_up, name="look_up"),
    path("search/similar/", pages.similar, name="search_similar"),
]
