"""Addresses of kept lists."""

from django.urls import path

from huiyin.web.desk.filters import saved

urlpatterns = [
    path("filters/keep/", saved.keep, name="keep_filter"),
    path("filters/forget/", saved.forget, name="forget_filter"),
]
