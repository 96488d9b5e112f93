"""Addresses of the programming interface and the health check."""

from django.urls import path

from huiyin.api.health import health
from huiyin.api.interface import api

urlpatterns = [path("api/v1/", api.urls), path("healthz", health, name="healthz")]
