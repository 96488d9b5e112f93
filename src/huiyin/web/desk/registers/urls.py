"""Addresses of the registers, under the desk."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
