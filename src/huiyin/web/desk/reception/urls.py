"""Addresses of the reception, under the desk."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
