"""Addresses of the exchange with other systems, under the desk."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
