"""Addresses of the programming interface."""

urlpatterns: list[object] = []
